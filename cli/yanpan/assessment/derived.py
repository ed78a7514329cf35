"""What follows from days and amounts that were answered, in words.

Each period of the law, with its last day and how long it still runs; each threshold, and whether the amount is over it.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from yanpan.assessment.judge import Judged
from yanpan.assessment.model import DerivedFact
from yanpan.assessment.standing import Standing
from yanpan.assessment.words import show_moment
from yanpan.questionnaire.facts import Facts, day_of
from yanpan.questionnaire.form import Form
from yanpan.questionnaire.model import Period
from yanpan.questionnaire.periods import first_end, last_day, length
from yanpan.questionnaire.thresholds import Limits, bites, stated

NOT_LISTED = "本地标准没有收录"


def derived_of(form: Form, law: Standing, judged: Judged, at: datetime) -> tuple[DerivedFact, ...]:
    """The periods and thresholds of the case whose first day or amount is known, in the order of the questionnaire."""
    facts = judged.facts
    today = at.astimezone(ZoneInfo(form.questionnaire.header.timezone)).date()
    periods = tuple(
        DerivedFact(
            id=period.id,
            title=period.title,
            shown=period_words(period, day_of(facts.values[period.start]), today, form.calendar_until),
            basis=law.cite(period.basis),
        )
        for period, condition in form.periods
        if period.start in facts.known and (condition is None or condition.holds(facts))
    )
    return periods + tuple(
        DerivedFact(
            id=limits.threshold.id,
            title=limits.threshold.title,
            shown=held_against(limits, facts),
            basis=law.cite(basis_of(limits, facts)),
        )
        for limits in form.limits.values()
        if limits.threshold.amount in facts.known and limits.comes_up(facts)
    )


def basis_of(limits: Limits, facts: Facts) -> tuple[str, ...]:
    """The law of the amount that decides; where none is known, the law that wants one."""
    standing = limits.standing(facts)
    return standing[0].basis if standing else limits.threshold.basis


def held_against(limits: Limits, facts: Facts) -> str:
    """`这次 300 元，超过了：对公民至多 200 元（2021年7月15日起施行）`: what the amount is over, and since when."""
    value = facts.values[limits.threshold.amount]
    number = value if isinstance(value, int | float) else 0
    now = f"这次 {int(number) if float(number).is_integer() else number} 元"
    standing = limits.standing(facts)
    if not standing:
        return f"{now}；{NOT_LISTED}，由执法人员对照本单位适用的标准"
    lowest = standing[0]
    beyond = lowest.more_than is not None
    reached, missed = ("超过了", "没有超过") if beyond else ("到了", "没有到")
    verdict = reached if bites(lowest, number) else missed
    days = f"{show_moment(lowest.since)}起施行" if lowest.since else ""
    days += f"，到{show_moment(lowest.until)}止" if lowest.until else ""
    instead = f"{NOT_LISTED}，按" if lowest.otherwise else ""
    return f"{now}，{verdict}：{instead}{stated(lowest)}（{days}）"


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
