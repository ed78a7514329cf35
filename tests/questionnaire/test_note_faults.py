"""Faults of the threshold test in a pack are found with file and line: it must be reachable, short, known, and no opinion."""

# ruff: noqa: E501 — one entry a line, so that every fault has one line

from __future__ import annotations

from pathlib import Path

import packs
import pytest

from yanpan.data import data_folder
from yanpan.questionnaire import compile_form, load_questionnaire, read_embedded
from yanpan.questionnaire.lint import lint_pack
from yanpan.questionnaire.lint_notes import MOST_ASKED, unsound_notes
from yanpan.questionnaire.worlds import Worlds

PART = "part.yaml"
ASK = """\
questions:
  - {id: act, section: facts, ask: 做什么？, type: choice, acts: true, nominal: true, unknown: false, required: false}
  - {id: calm, section: stability, ask: 会吵起来吗？, type: choice, basis: ["P:1"], options: [{value: no, label: 不会}, {value: yes, label: 会, raises: [noise]}]}
"""
ACTS = """\
acts:
  - {value: 警告, label: 口头警告, group: 罚, sets: {kind: 处罚}}
  - {value: 动手, label: 强制动手, group: 动, sets: {kind: 强制}}
  - {value: 都不是, label: 列表里没有, group: 无, sets: {}}
notes:
  - id: little
    acts: [警告]
    why: 只是口头警告。
    basis: ["P:1"]
    untouched:
      - {right: liberty, words: 不带人, when: not (calm == "yes"), change: 要带人的}
      - {right: life, words: 不吵, when: not (calm == "yes"), change: 吵起来的}
      - {right: property, words: 人少, when: not (crowd > 5), change: 人多的}
    sheets: [{id: both, ask: 有下列情形吗？, of: [basis, calm], about: [依据, 反应]}]
hazards:
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = packs.write_pack(tmp_path / "small")
    packs.change(folder, PART, "questions:\n", ASK)
    packs.change(folder, PART, "hazards:\n", ACTS)
    packs.change(folder, PART, "{value: yes, label: 会,", "{value: row, label: 会,")
    packs.change(
        folder, PART, 'not (calm == "yes"), change: 要带人的', 'not (calm == "row"), change: 要带人的'
    )
    packs.change(
        folder, PART, 'not (calm == "yes"), change: 吵起来的', 'not (calm == "row"), change: 吵起来的'
    )
    return folder


def told(folder: Path) -> list[str]:
    return [str(error) for error in lint_pack(folder, packs.DAY).errors]


def test_a_good_note_has_no_fault_and_travels_with_the_paper(pack: Path) -> None:
    found = lint_pack(pack, packs.DAY)
    assert (found.errors, found.warnings) == ([], [])
    form = compile_form(load_questionnaire(pack))
    assert set(form.note_test_of) == {"警告"}
    assert [screen.of for screen in form.screens_of["警告"]] == [("basis", "calm")]
    assert read_embedded(form.embedded).notes == form.questionnaire.notes != ()


def test_a_pack_without_notes_has_the_digest_that_it_had(tmp_path: Path) -> None:
    form = compile_form(load_questionnaire(packs.write_pack(tmp_path / "small")))
    assert b"notes" not in form.embedded


FAULTS = {
    "an act that is not there": ("acts: [警告]", "acts: [警靠]", "列了没有的行为“警靠”"),
    "an act without a kind": ("acts: [警告]", "acts: [都不是]", "没有定种类"),
    "an act twice": ("acts: [警告]", "acts: [警告, 警告]", "列的“警告”列了两次"),
    "no act": ("acts: [警告]", "acts: []", "没有列行为"),
    "a right left out": ("right: life,", "right: liberty,", "没有把三项权益各写一次"),
    "a right of their own": ("right: life,", "right: honour,", "honour"),
    "a question that is not there": ("not (crowd > 5)", "not (crowded > 5)", "没有题号“crowded”"),
    "no fact at all": ('when: not (crowd > 5)', 'when: kind == "处罚"', "的“重大财产权益”没有看任何事实"),
    "never passed": ("not (crowd > 5)", "crowd > 5 and not (crowd > 5)", "没有任何回答能走到这一步"),
    "only what raises": ("not (crowd > 5)", "crowd > 40 and crowd >= 40", "没有任何回答能走到这一步"),
    "the worse the better": ("not (crowd > 5)", "crowd > 5", "变坏为“6.0”时反而成立了"),
    "not known will do": ('when: not (calm == "row"), change: 吵', 'when: \'calm in ["no", "row"]\', change: 吵', "答不清楚时也成立"),
    "a word for it": ("ask: 会吵起来吗？", "ask: 后果严重吗？", "的“人身自由”看的“calm”问的是“严重”不“严重”"),
    "a word for it in an answer": ("label: 不会}", "label: 影响不重大}", "问的是“重大”不“重大”"),
    "basis that is not there": ('    basis: ["P:1"]', '    basis: ["P:9"]', "引用的“P:9”没有登记"),
    "no basis": ('    basis: ["P:1"]', "    basis: []", "没有写依据"),
    "a screen of one": ("of: [basis, calm]", "of: [basis]", "要有两道以上不同的题"),
    "a screen that does not say what a question is about": ("about: [依据, 反应]", "about: [依据]", "没有给每道题写明是问什么的"),
    "a screen that says nothing of it": ("about: [依据, 反应]", 'about: [依据, " "]', "没有给每道题写明是问什么的"),
    "a screen called as a question": ("{id: both, ask", "{id: crowd, ask", "和一道题同名"),
    "a screen with a number": ("of: [basis, calm]", "of: [basis, crowd]", "“crowd”不是有好坏的单选题"),
    "a screen with what is not there": ("of: [basis, calm]", "of: [basis, clam]", "没有“clam”这道题"),
    "one word for two things": ("{value: row, label: 会,", "{value: weak, label: 会,", "都有选项“weak”"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_told(pack: Path, fault: str) -> None:
    before, after, words = FAULTS[fault]
    packs.change(pack, PART, before, after)
    assert any(words in error for error in told(pack)), told(pack)


def more_questions(folder: Path, count: int) -> None:
    lines = "".join(
        f'  - {{id: more{n}, section: legality, ask: 还有第{n}样吗？, type: choice, basis: ["P:1"], options: [{{value: no, label: 没有}}, {{value: yes, label: 有, raises: [shaky]}}]}}\n'
        for n in range(count)
    )
    packs.change(folder, PART, "hazards:\n  - {id: shaky", "questions_end\nhazards:\n  - {id: shaky")
    text = (folder / PART).read_text("utf-8")
    (folder / PART).write_text(
        text.replace("questions_end\n", "").replace("acts:\n", f"{lines}acts:\n", 1), "utf-8"
    )


def test_more_questions_than_eight_are_too_many_for_a_note(pack: Path) -> None:
    # Act, number, and the two of one screen are three.
    more_questions(pack, MOST_ASKED - 3)
    assert told(pack) == []


def test_nine_are_refused(pack: Path) -> None:
    more_questions(pack, MOST_ASKED - 2)
    (error,) = told(pack)
    assert f"的“警告”要问 {MOST_ASKED + 1} 题，最多 {MOST_ASKED} 题" in error


def test_what_is_remembered_is_no_question(pack: Path) -> None:
    more_questions(pack, MOST_ASKED - 2)
    packs.change(pack, PART, "id: more0, section: legality,", "id: more0, remember: true, section: legality,")
    assert told(pack) == []


def test_the_shipped_notes_ask_at_most_eight() -> None:
    form = compile_form(load_questionnaire(data_folder("questionnaires") / "gd-563"))
    assert set(form.note_test_of) == {
        "当场警告", "当场罚款", "日常检查", "发放补助", "认定资格", "办营业登记", "办户口婚姻登记",
    }  # fmt: skip
    worlds = Worlds(form, [c for test in form.note_tests for _, c in test.untouched])
    assert list(unsound_notes(form, worlds)) == []
