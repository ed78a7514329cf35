"""A unit's own additions to the shipped questionnaire: what they add and raise, and that they can lower nothing."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest

import strategies as s
from yanpan.answers import UNKNOWN, Answer, Answers, read_answers
from yanpan.assessment import assess, encode, read_record, recompute
from yanpan.batch.worked_cases import load_cases, merged
from yanpan.errors import QuestionnaireBroken
from yanpan.questionnaire import Form, compile_form, encode_pack, load_questionnaire, read_embedded
from yanpan.questionnaire.lint import lint_pack

SHIPPED = Path(__file__).parents[2] / "questionnaires" / "gd-563"
DAY = date(2026, 11, 24)

HEAD = """\
id: gd-563-sg
version: "2026.1"
title: 示范市的补充
extends: {id: gd-563, version: "2026.11"}
parts: [local.yaml]
"""
LOCAL = """\
questions:
  - id: arcade_street
    section: legality
    ask: 在骑楼街保护区里吗？
    type: choice
    when: compulsion_type == "拆除"
    basis: ["563:4.2"]
    options:
      - {value: outside, label: 不在}
      - {value: seen, label: 在，文物部门看过了, raises: [{hazard: arcade_damaged, likelihood: 1, consequence: 3}]}
      - {value: unseen, label: 在，文物部门没有看过, red_line: arcade_unseen}
hazards:
  - {id: arcade_damaged, section: legality, title: 损坏骑楼, why: 骑楼街受保护。, likelihood: 3, consequence: 4, basis: ["563:4.2"]}
red_lines:
  - {id: arcade_unseen, section: legality, rank: procedure, title: 骑楼没有经文物部门看过, words: 先请文物部门看。, curable: true, cure: 请文物部门看过再定。, basis: ["563:4.2"]}
measures:
  - {id: arcade_guard, title: 骑楼加固, how: 先支护再拆, who: 执法人员, by: before_action, treats: [{hazard: arcade_damaged, likelihood: -2}], basis: ["563:4.2"]}
stricter:
  - {hazard: no_standby_plan, consequence: 5}
"""  # noqa: E501


def written(folder: Path, head: str = HEAD, local: str = LOCAL) -> Path:
    (folder / "questionnaire.yaml").write_text(head, "utf-8")
    (folder / "local.yaml").write_text(local, "utf-8")
    return folder


@cache
def shipped() -> Form:
    return compile_form(load_questionnaire(SHIPPED))


def overlay(folder: Path, local: str = LOCAL) -> Form:
    return compile_form(load_questionnaire(written(folder, local=local)))


def test_it_is_a_questionnaire_of_its_own_that_lint_finds_right(tmp_path: Path) -> None:
    found = lint_pack(written(tmp_path), DAY)
    assert (found.errors, found.warnings) == ([], [])
    mine = load_questionnaire(tmp_path)
    assert (mine.header.id, mine.header.extends and mine.header.extends.id) == ("gd-563-sg", "gd-563")
    assert mine.digest != shipped().questionnaire.digest
    assert read_embedded(encode_pack(mine)).digest == mine.digest


def test_no_worked_case_comes_out_lower_whatever_the_unit_asks(tmp_path: Path) -> None:
    mine, files = overlay(tmp_path), load_cases(SHIPPED / "cases")
    at = datetime(2026, 11, 24, 9, tzinfo=s.AT.tzinfo)
    asked = 0
    for case, lines in files.values():
        given: Answers = read_answers(merged(case, files, lines), shipped(), lines)
        if given.ended_early:
            continue
        before = assess(shipped(), given, at)
        for said in (None, "outside", "seen", "unseen", UNKNOWN):
            extra = {} if said is None else {"arcade_street": Answer(value=said)}
            more = s.msgspec_replace(given, answers=given.answers | extra)
            after = assess(mine, more, at)
            assert after.grade.initial.rank >= before.grade.initial.rank, (case.id, said)
            assert after.grade.residual.rank >= before.grade.residual.rank, (case.id, said)
            assert {x.id for x in before.red_lines} <= {x.id for x in after.red_lines}, (case.id, said)
            asked += any(answer.question == "arcade_street" for answer in after.answers)
            if not any(answer.question == "arcade_street" for answer in after.answers):
                break
    assert asked > 20


def test_its_record_is_judged_again_by_itself_alone(tmp_path: Path) -> None:
    mine, files = overlay(tmp_path), load_cases(SHIPPED / "cases")
    case, lines = files["R03"]
    given = read_answers(merged(case, files, lines), mine, lines)
    made = assess(mine, given, datetime(2026, 11, 24, 9, tzinfo=s.AT.tzinfo))
    assert recompute(read_record(encode(made)), mine).outcome == "same"
    assert recompute(made, shipped()).outcome != "same"


def test_answers_may_name_either_questionnaire(tmp_path: Path) -> None:
    mine = overlay(tmp_path)
    for name in ("gd-563", "gd-563-sg"):
        assert read_answers({"questionnaire": name, "answers": {"setting": "平常"}}, mine).answers


HEADS = {
    "another version": ('version: "2026.11"}', 'version: "2026.10"}', "是给 gd-563 2026.10 写的"),
    "no such questionnaire": ("{id: gd-563,", "{id: gd-653,", "不是随程序带的"),
    "a path": ("{id: gd-563,", "{id: ../gd-563,", "不是随程序带的"),
    "no version": ('{id: gd-563, version: "2026.11"}', "gd-563", "写法不对"),
    "its own name": ("id: gd-563-sg", "id: gd-563", "和 gd-563 一样"),
    "thresholds of its own": ("parts:", "section_thresholds: {medium: 90, high: 99}\nparts:", "section_thresholds"),
    "a matrix of its own": ("parts:", "matrix: []\nparts:", "matrix"),
}  # fmt: skip
LOCALS = {
    "a measure that treats what it did not add": ("treats: [{hazard: arcade_damaged,", "treats: [{hazard: no_standby_plan,",
                                                  "降低 gd-563 的风险点“no_standby_plan”"),
    "a hazard made lighter": ("consequence: 5}", "consequence: 3}", "只能改高"),
    "a hazard beyond the scale": ("consequence: 5}", "consequence: 6}", "到 5 为止"),
    "a hazard that nobody has": ("no_standby_plan, ", "no_standby_plans, ", "是不是“no_standby_plan”"),
    "nothing made graver": (", consequence: 5}", "}", "没有写改成多少"),
    "a hazard of the other once more": ("- {id: arcade_damaged,", "- {id: no_standby_plan,", "编号“no_standby_plan”重复"),
    "an act": ("stricter:", "acts:\n  - {value: 拆骑楼, label: 拆骑楼, sets: {kind: 检查}}\nstricter:", "“acts”不能补充"),
    "signers": ("stricter:", "signoff: {roles: [], rules: []}\nstricter:", "“signoff”不能补充"),
    "demands": ("stricter:", "demands: []\nstricter:", "“demands”不能补充"),
    "a question for acts": ("type: choice\n", "type: choice\n    acts: true\n", "行为由原来的问卷决定"),
    "what nobody knows": ("stricter:", "looser: []\nstricter:", "没有“looser”这一类"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "words"), HEADS.values(), ids=list(HEADS))
def test_a_wrong_head_is_told(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in HEAD
    with pytest.raises(QuestionnaireBroken, match=words):
        load_questionnaire(written(tmp_path, head=HEAD.replace(old, new)))


@pytest.mark.parametrize(("old", "new", "words"), LOCALS.values(), ids=list(LOCALS))
def test_what_could_lower_or_is_not_for_a_unit_to_say_is_told(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    assert old in LOCAL
    found = lint_pack(written(tmp_path, local=LOCAL.replace(old, new, 1)), DAY)
    assert any(words in str(error) and "local.yaml:" in str(error) for error in found.errors), found.errors


def test_the_acts_of_one_operation_share_what_the_shipped_ones_do(tmp_path: Path) -> None:
    mine = overlay(tmp_path)
    assert mine.shared == shipped().shared
    acts = [{"answers": {"act": "强拆违建", "arcade_street": "unseen"}}]
    given = read_answers({"answers": {"act": "日常检查"}, "also": acts}, mine)
    a = assess(mine, given, datetime(2026, 11, 24, 9, tzinfo=s.ZONE))
    assert [line.acts for line in a.red_lines if line.id == "arcade_unseen"] == [("强拆违建",)]
