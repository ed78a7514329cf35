"""What follows from days that were answered: each period of the law, with its last day and how long it still runs."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from yanpan.assessment.judge import Judged
from yanpan.assessment.model import DerivedFact
from yanpan.assessment.standing import Standing
from yanpan.assessment.words import show_moment
from yanpan.questionnaire.facts import day_of
from yanpan.questionnaire.form import Form
from yanpan.questionnaire.model import Period
from yanpan.questionnaire.periods import first_end, last_day, length


def derived_of(form: Form, law: Standing, judged: Judged, at: datetime) -> tuple[DerivedFact, ...]:
    """The periods of the case whose first day is known, in the order of the questionnaire."""
    facts = judged.facts
    today = at.astimezone(ZoneInfo(form.questionnaire.header.timezone)).date()
    return tuple(
        DerivedFact(
            id=period.id,
            title=period.title,
            shown=period_words(period, day_of(facts.values[period.start]), today, form.calendar_until),
            basis=law.cite(period.basis),
        )
        for period, condition in form.periods
        if period.start in facts.known and (condition is None or condition.holds(facts))
    )


def period_words(period: Period, start: date, today: date, until: int | None = None) -> str:
    """`2026年11月20日起 30 日，到 2026年12月20日届满，还有 6 天`: what an officer would count on his fingers.

    Holidays are known through the year `until`, as in `last_day`.
    """
    runs = f"{show_moment(start)}起 {length(period)}"
    last = last_day(period, start, until)
    if last == date.max:
        return f"{runs}，数不出哪天届满"
    if last is None and period.rolls:
        return f"{runs}，到{show_moment(first_end(period, start))}届满，遇节假日顺延（没有那一年的放假安排）"
    if last is None:
        return f"{runs}，哪天届满要自己推算：没有那一年的放假安排"
    left = (last - today).days
    said = f"还有 {left} 天" if left > 0 else "今天届满" if left == 0 else f"已经过了 {-left} 天"
    return f"{runs}，到{show_moment(last)}届满，{said}"
