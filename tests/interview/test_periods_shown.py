"""A day that is typed is shown back with what runs from it: until when, and how many days are left."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

import strategies as s
from yanpan.answers.model import Answer
from yanpan.interview.plain import _read_as
from yanpan.interview.question import Act
from yanpan.interview.session import Session
from yanpan.interview.write import WritePage, write_page
from yanpan.questionnaire.model import Period, Question, Section

AT = datetime(2026, 11, 24, 9, 30, tzinfo=s.ZONE)


def page(*periods: Period, **given: object) -> WritePage:
    kind = s.choice("kind", "a", "b", nominal=True, unknown=False, section=Section.FACTS)
    since: Question = s.question("since", s.DATES[0], section=Section.FACTS)
    form = s.form_of(questions=(kind, since), periods=periods)
    session = Session(form, given={name: Answer(value=value) for name, value in given.items()})  # type: ignore[arg-type]
    return write_page(session, form.questions["since"], "1号", lambda: AT)


def term(title: str, days: int, **more: object) -> Period:
    return Period(id=title, title=title, start="since", basis=("P:1",), days=days, **more)  # type: ignore[arg-type]


def test_each_period_that_runs_from_it() -> None:
    shown = page(term("原来的期限", 30), term("最长的期限", 60))
    shown.field.insert("11月3日")
    assert shown.echo().endswith(
        "；原来的期限：2026年11月3日起 30 日，到2026年12月3日届满，还有 9 天"
        "；最长的期限：2026年11月3日起 60 日，到2027年1月2日届满，还有 39 天"
    )


@pytest.mark.parametrize(("kind", "told"), [("a", True), ("b", False)])
def test_only_those_of_the_case(kind: str, told: bool) -> None:
    shown = page(term("原来的期限", 30, when='kind == "a"'), kind=kind)
    shown.field.insert("20261103")
    assert ("原来的期限" in shown.echo()) is told


def test_one_line_after_another_hears_it_too() -> None:
    shown = page(term("原来的期限", 30))
    said = _read_as(Act("answer", AT.date() - timedelta(days=31)), shown)
    assert said.endswith("已经过了 1 天")
    assert "起 30 日" not in _read_as(Act("answer", date(2026, 11, 3)), page())


def test_a_day_gone_by_is_asked_for_and_read_as_one() -> None:
    form = s.form_of(questions=(s.question("since", s.DATES[0], section=Section.FACTS, past=True),))
    shown = write_page(Session(form), form.questions["since"], "1号", lambda: AT)
    for text, day in (
        ("20号", date(2026, 11, 20)),
        ("周一", date(2026, 11, 23)),
        ("1月5日", date(2026, 1, 5)),
    ):
        assert shown.read(text) == (day, "")
    assert shown.answer("明天") is None
    assert "这一题问的是已经过去的日子" in shown.message
    assert page().read("周一") == (date(2026, 11, 30), "")
