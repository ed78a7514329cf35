"""What Enter takes is what was shown and asked: a day that has changed, a time gone by, words that are to be noted."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from test_session import FORM
from walk import NOW, Walk, answered, begun

from yanpan.answers.model import UNKNOWN
from yanpan.interview.session import Session


def at_people(home: Path) -> Walk:
    """Where a number is asked for."""
    return (
        begun(home)
        .enter("某局", "张三 粤A001")
        .press("enter", "2", "enter")
        .enter("现在")
        .see("多少人受影响")
    )


# ── Times ──


@pytest.mark.parametrize("paints", [0, 1, 5])
def test_a_day_that_has_changed_is_asked_about_however_often_the_page_was_painted(
    tmp_path: Path, paints: int
) -> None:
    walk, clock = begun(tmp_path / "home"), [NOW.replace(hour=23, minute=58)]
    walk.interview.now = lambda: clock[0]
    walk.enter("某局", "张三 粤A001").press("enter", "1", "enter").type("后天早上8点").see("11月26日")
    for _ in range(paints):
        clock[0] += timedelta(minutes=2)
        walk.page.paint(80, 24)
    clock[0] = NOW + timedelta(days=1)
    walk.press("enter").see("日子已经变了", "11月27日")
    assert "start" not in walk.session.given
    walk.press("enter")
    assert walk.session.given["start"].value == (NOW + timedelta(days=3)).replace(hour=8, minute=0, second=0)


def test_a_deadline_of_another_day_is_asked_about_too(tmp_path: Path) -> None:
    walk, clock = answered(tmp_path / "home", "1"), [NOW]
    walk.interview.now = lambda: clock[0]
    walk.press("left", "m", "1", "enter").enter("郑十").type("明天上午9点").see("2026-11-25")
    clock[0] = NOW + timedelta(hours=9)
    walk.see("2026-11-26").press("enter").see("日子已经变了", "2026-11-26").press("enter").see("检查答案")
    assert [measure.deadline for measure in walk.session.measures] == ["2026-11-26 09:00"]


def test_a_time_gone_by_is_asked_about_also_where_another_stood(tmp_path: Path) -> None:
    walk = begun(tmp_path / "home").enter("某局", "张三 粤A001").press("enter", "1", "enter")
    walk.enter("后天上午10点").press("left").see("已填的").press("enter").see("报负责人").press("left")
    walk.enter("昨天上午10点").see("已经过去", "按 Tab").press("enter").see("按 Tab")
    assert walk.session.given["start"].value > NOW
    walk.press("tab").see("报负责人")
    past = walk.session.given["start"].value
    assert past < NOW
    # What was confirmed is not asked about again.
    walk.press("left", "enter").see("报负责人")
    assert walk.session.given["start"].value == past


# ── Words for a number ──

ROUGH = ["七八十人", "不到90", "120-150", "至少60", "200以内", "百来人", "九十多人"]


@pytest.mark.parametrize("words", ROUGH)
def test_words_of_which_it_is_said_that_they_will_be_noted_are_noted(tmp_path: Path, words: str) -> None:
    walk = at_people(tmp_path / "home").enter(words).see("会记进备注").enter("150")
    assert walk.session.given["people"].value == 150
    assert words in walk.session.given["people"].note


def test_they_are_noted_whatever_is_answered_instead(tmp_path: Path) -> None:
    walk = at_people(tmp_path / "home").enter("七八十人", "u")
    assert walk.session.given["people"].value == UNKNOWN
    assert "七八十人" in walk.session.given["people"].note


def test_they_are_noted_on_a_question_that_is_left_out() -> None:
    session = Session(FORM).answer("a").answer("good").answer(3)
    assert session.skip("原话：七八家").remark("party").note == "原话：七八家"


@pytest.mark.parametrize("lines", [("大概80",), ("七八十人", "80"), ("80人左右",)])
def test_enter_that_changes_nothing_changes_no_note_either(tmp_path: Path, lines: tuple[str, ...]) -> None:
    walk = at_people(tmp_path / "home").enter(*lines)
    before = walk.session.given["people"]
    assert before.note
    for _ in range(2):
        walk.press("left").see("回车不变").press("enter").see("报负责人")
        assert walk.session.given["people"] == before
    # What is typed anew is another answer, without the word.
    assert walk.press("left").enter("80").session.given["people"].note == ""


@pytest.mark.parametrize("words", ["3,4百", "1.000"])
def test_nothing_is_noted_of_what_was_only_refused(tmp_path: Path, words: str) -> None:
    walk = at_people(tmp_path / "home").enter(words)
    assert "会记进备注" not in walk.text
    assert walk.enter("40").session.given["people"].note == ""
