"""A field of blanks is an empty one: nothing that is only remembered is taken because of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from person import NUMBER
from walk import NOW, Walk, again, begun, small

from yanpan.answers.model import Person as Officer
from yanpan.interview.opening import case_number_page
from yanpan.interview.session import Session
from yanpan.interview.write import write_page
from yanpan.questionnaire.model import Question, QuestionType

BLANKS = [" ", "\u3000", "   ", "\u00a0"]
REMEMBERED: dict[QuestionType, Any] = {
    QuestionType.TEXT: "某局", QuestionType.PEOPLE: (Officer("张三", "粤A001"), Officer("李四", "粤A002")),
    QuestionType.NUMBER: 30, QuestionType.DATE: NOW.date(), QuestionType.DATETIME: NOW,
}  # fmt: skip


def remembered(kind: QuestionType, **more: Any) -> Any:
    """A page of this kind on which something of an earlier case stands."""
    question = Question(
        id="unit", section=small().order[0].section, ask="？", type=kind, remember=True, **more
    )
    return write_page(Session(small(), offers={"unit": REMEMBERED[kind]}), question, NUMBER, lambda: NOW)


@pytest.mark.parametrize("blanks", BLANKS)
@pytest.mark.parametrize("key", ["text", "paste"])
@pytest.mark.parametrize("before", [(), ("home",)], ids=["end", "home"])
@pytest.mark.parametrize("kind", REMEMBERED)
def test_blanks_and_enter_take_nothing_that_is_remembered(
    kind: QuestionType, before: tuple[str, ...], key: str, blanks: str
) -> None:
    page = remembered(kind)
    for edit in before:
        page.field.edit(edit)
    for typed in blanks if key == "text" else [blanks]:
        page.press(key, typed)
    act = page.press("enter", "")
    assert act is None
    assert page.message


@pytest.mark.parametrize("blanks", BLANKS)
def test_what_is_remembered_stays_to_be_taken_by_its_own_key(blanks: str) -> None:
    page = remembered(QuestionType.PEOPLE)
    page.press("text", blanks)
    page.press("enter", "")
    assert "Tab" in page.message
    assert page.press("tab", "").value == REMEMBERED[QuestionType.PEOPLE]


@pytest.mark.parametrize("blanks", BLANKS)
def test_blanks_take_no_suggested_case_number(blanks: str) -> None:
    for edit in ("", "home"):
        page = case_number_page("粤韶执〔2026〕13号", str, "", "")
        page.field.edit(edit)
        page.press("text", blanks)
        taken = page.press("enter", "")
        assert taken is None or "13" not in (taken.text or "")


def test_officers_that_are_remembered_are_still_only_that_when_blanks_were_left_on_their_page(
    tmp_path: Path,
) -> None:
    offers = {"officers": REMEMBERED[QuestionType.PEOPLE]}
    walk = begun(tmp_path, session=Session(small(), offers=offers)).enter("某局")
    walk.press(" ")
    walk.leave()
    walk = again(tmp_path)
    assert walk.page.question.id == "officers"
    walk.press("enter")
    assert "officers" not in walk.session.given
    assert "Tab" in walk.page.message
    walk.press("tab")
    assert walk.session.given["officers"].value == offers["officers"]


def test_blanks_leave_an_answer_that_was_given_as_it_was(tmp_path: Path) -> None:
    walk = Walk(tmp_path).enter(NUMBER, "某局", "张三 粤A001").press("enter").press("up")
    before = walk.session.given["officers"]
    walk.press(" ", "enter")
    assert walk.session.given["officers"] == before
