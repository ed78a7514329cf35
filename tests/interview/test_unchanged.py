"""“回车不变” is true, and a key for what an earlier case said is none for what is being chosen here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from walk import NOW, Walk, begun, small

from strategies import AT, gd563
from yanpan.answers.draft import Revises
from yanpan.answers.model import UNKNOWN, Answer
from yanpan.interview.choice_page import choice_page
from yanpan.interview.choose import ChoicesPage
from yanpan.interview.lines import hint, on_field, on_list
from yanpan.interview.session import Session
from yanpan.interview.write import write_page
from yanpan.questionnaire.model import QuestionType

NUMBER = "粤韶执〔2026〕12号"


def forced(home: Path) -> Walk:
    """At the number of people."""
    return begun(home).enter("某局", "张三 粤A001").press("enter", "2", "enter").enter("现在")


@pytest.mark.parametrize(
    "typed", [["300"], ["约300人"], ["大约三百"], ["三百多人", "350"], ["几百人", "u"], ["1.2万"], ["u"]]
)
@pytest.mark.parametrize("note", ["", "村里报的"])
@pytest.mark.parametrize("times", [1, 3])
def test_enter_on_an_answered_number_changes_nothing(
    tmp_path: Path, typed: list[str], note: str, times: int
) -> None:
    walk = forced(tmp_path / "home").enter(*typed)
    if note:
        had = walk.session.given["people"]
        walk.interview.session = walk.session.note("people", f"{had.note}；{note}".strip("；"), ("照片03",))
    before = walk.session.given["people"]
    for _ in range(times):
        walk.press("left").see("回车不变").press("enter")
    assert walk.session.given["people"] == before
    # What is typed over it replaces the word that was beside it, and no other.
    walk.press("left").enter("280")
    after = walk.session.given["people"]
    assert (after.value, after.evidence) == (280, before.evidence)
    assert after.note == note


@pytest.mark.parametrize("value", [300, UNKNOWN, 0])
@pytest.mark.parametrize("note", ["约", "原话：三百多人", "村里报的", ""])
def test_nor_does_it_in_a_finished_case_that_is_changed(tmp_path: Path, value: Any, note: str) -> None:
    given = {"people": Answer(value=value, note=note, evidence=("照片",)), "kind": Answer(value="强制")}
    session = Session(small(), given=given).reopen("people")
    walk = Walk(tmp_path / "home", session=session, number=NUMBER, revises=Revises("x", "0" * 64))
    walk.interview.session = walk.session.reopen("people")
    page: Any = write_page(session, small().questions["people"], NUMBER, lambda: NOW)
    for act in (page.press("enter", ""), on_field(page, "")):
        assert session.answer(act.value, act.said).given["people"] == given["people"]


def test_a_moment_of_seconds_stays_to_the_second() -> None:
    name = next(q.id for q in small().order if q.type is QuestionType.DATETIME)
    value = NOW.replace(second=31)
    session = Session(small(), given={name: Answer(value=value)}).reopen(name)
    page = write_page(session, small().questions[name], NUMBER, lambda: NOW)
    assert "回车不变" in page.echo()
    act = page.press("enter", "")
    assert act is not None and act.value == value


# ── Tab ──


def act_page(offer: str = "当场罚款") -> Any:
    page = choice_page(Session(gd563(), offers={"act": offer}), gd563().questions["act"], NUMBER, lambda: AT)
    _ = page.rows
    return page


def keys_of(page: Any) -> list[str]:
    found: list[str] = page.keys()
    return found


@pytest.mark.parametrize("words", ["扣车", "kc", "罚", "停水", "zzzz"])
@pytest.mark.parametrize("moves", [[], ["down"], ["down", "down"]])
def test_tab_behind_words_answers_no_act_of_an_earlier_case(words: str, moves: list[str]) -> None:
    page = act_page()
    for letter in words:
        page.press("text", letter)
    for key in moves:
        page.press(key, "")
    here = page.pointed()
    act = page.press("tab", "")
    if here is not None and here.value == "当场罚款":
        assert act is not None and act.value == "当场罚款"
        return
    assert act is None
    assert "正在找" in page.message and "退格" in page.message
    assert not any("照上次" in key for key in keys_of(page))
    for _ in words:
        page.press("backspace", "")
    assert any("照上次" in key for key in keys_of(page))
    act = page.press("tab", "")
    assert act is not None and act.value == "当场罚款"


def test_tab_on_a_row_that_was_moved_to_does_not_take_another() -> None:
    page = act_page("扣车")
    page.press("down", "")
    assert page.press("tab", "") is None
    assert page.pointed().title in page.message


def test_line_by_line_the_earlier_act_is_not_taken_behind_words_that_found_others() -> None:
    page = act_page()
    page.by_lines = True
    page.paint(78, None)
    assert on_list(page, "扣车") is None
    assert "照上次" not in hint(page)
    assert on_list(page, "=") is None
    assert "打它的名字" in page.message
    assert "↑" not in page.message and "Tab" not in page.message
    page = act_page()
    page.by_lines = True
    assert on_list(page, "=").value == "当场罚款"  # type: ignore[attr-defined]


def test_tab_does_not_throw_away_what_is_ticked() -> None:
    question = next(q for q in gd563().order if q.type is QuestionType.CHOICES and len(q.options) > 2)
    first, second = question.options[0].value, question.options[1].value
    page = choice_page(Session(gd563(), offers={question.id: (second,)}), question, NUMBER, lambda: AT)
    assert isinstance(page, ChoicesPage)
    page.press("text", "1")
    assert page.press("tab", "") is None
    assert page.ticked == (first,)
