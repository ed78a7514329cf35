"""The word beside a number stands in its note, has room there, and goes when the number is another."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from walk import Walk, again, answered, begun, small

from yanpan.answers.draft import Remark
from yanpan.answers.model import Answer, Answers
from yanpan.interview.finished import begun_with
from yanpan.interview.session import Session
from yanpan.interview.spoken import spoken
from yanpan.questionnaire.model import MAX_TEXT


def forced(home: Path) -> Walk:
    """At the number of people."""
    return begun(home).enter("某局", "张三 粤A001").press("enter", "2", "enter").enter("现在")


def noted(walk: Walk, note: str) -> Walk:
    return walk.press("c-n").enter(note).press("c-e").enter("照片03").see("照片03")


@pytest.mark.parametrize("typed", [["约300人"], ["大约300左右"], ["三百多人", "350"], ["三百多人", "u"]])
@pytest.mark.parametrize("room", [0, 1])
def test_a_word_for_which_a_full_note_has_no_room_is_told_and_nothing_is_lost(
    tmp_path: Path, typed: list[str], room: int
) -> None:
    walk = noted(forced(tmp_path / "home"), "村" * (MAX_TEXT - room))
    walk.enter(*typed).see(f"最多 {MAX_TEXT} 字", "先按 Ctrl-N 把备注写短些")
    assert "people" not in walk.session.given
    assert "/n" in spoken(walk.page.message)
    walk.leave()
    walk = again(tmp_path / "home")
    assert walk.session.remark("people") == Remark("村" * (MAX_TEXT - room), ("照片03",))
    walk.press("c-n").enter("村里报的").enter("约300人")
    assert walk.session.given["people"] == Answer(
        value=300, note=walk.session.given["people"].note, evidence=("照片03",)
    )
    assert walk.session.given["people"].note.startswith("约；")
    assert walk.session.given["people"].note.endswith("村里报的")


def test_a_note_that_is_exactly_full_is_taken(tmp_path: Path) -> None:
    walk = noted(forced(tmp_path / "home"), "村" * (MAX_TEXT - 2)).enter("约300人")
    walk.leave()
    walk = again(tmp_path / "home")
    assert walk.session.given["people"] == Answer(
        value=300, note="约；" + "村" * (MAX_TEXT - 2), evidence=("照片03",)
    )


@pytest.mark.parametrize("note", ["村" * (MAX_TEXT + 2), "村里报的"])
def test_note_and_evidence_of_an_answer_that_no_longer_fits_wait_for_the_next_one(
    tmp_path: Path, note: str
) -> None:
    walk = noted(forced(tmp_path / "home"), "村里报的").enter("300")
    walk.leave()
    (path,) = (tmp_path / "home" / "drafts").glob("*.draft.json")
    draft: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    draft["document"]["answers"]["people"] |= {"note": note, "value": -1}
    path.write_text(json.dumps(draft, ensure_ascii=False), encoding="utf-8")
    walk = again(tmp_path / "home").see("要重答：多少人受影响？")
    assert walk.session.remark("people") == Remark(note, ("照片03",))


@pytest.mark.parametrize("note", ["约", "大约左右；村里报的"])
def test_the_word_of_a_finished_case_goes_with_its_number(note: str) -> None:
    finished = Answers(answers={"kind": Answer(value="强制"), "people": Answer(value=300, note=note)})
    session = begun_with(Session(small()), finished).reopen("people")
    assert session.answer(280).given["people"].note == note.partition("；")[2]
    assert session.answer(280, "将近").given["people"].note == "；".join(
        filter(None, ["将近", note.partition("；")[2]])
    )
    assert session.given["people"].note == note


@pytest.mark.parametrize("note", ["约谈过村支书", "原话：三百多人", "村里报的；约", "按门牌数"])
def test_a_note_of_another_kind_stays_in_a_finished_case_that_is_changed(note: str) -> None:
    finished = Answers(answers={"kind": Answer(value="强制"), "people": Answer(value=300, note=note)})
    session = begun_with(Session(small()), finished).reopen("people")
    assert session.answer(280).given["people"].note == note


def test_what_is_too_long_at_the_end_is_told_with_its_question(tmp_path: Path) -> None:
    walk = answered(tmp_path / "home")
    unit = walk.session.given["unit"]
    long = Answer(value=unit.value, note="村" * (MAX_TEXT + 2))
    walk.interview.session = replace(walk.session, given={**walk.session.given, "unit": long})
    walk.press("y").see("“实施执法的单位是哪家？”", f"{MAX_TEXT + 2} 字，最多 {MAX_TEXT} 字")


def test_no_two_marks_stand_between_what_is_said_of_a_case_that_is_taken_up(tmp_path: Path) -> None:
    walk = noted(forced(tmp_path / "home"), "村里报的").press("c-n").type("还没有写完")
    walk.leave()
    walk = again(tmp_path / "home").see("接着做：已答", "还没有写完")
    assert "。；" not in walk.page.message
