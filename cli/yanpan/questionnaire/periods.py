"""期间: when a period of the law ends that runs from a day which an officer knows.

The day on which it begins does not count (行政强制法69条、民法典201条). A period of months or years ends on the day of the same
number, or on the last of a month that has none (民法典202条). One for the party (`rolls`) whose last day is a day off ends on
the next working day (民法典203条); one that binds the office does not: taking it for longer would favour the office.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from yanpan.questionnaire.facts import working_day
from yanpan.questionnaire.model import Period

_LONGEST_HOLIDAY = timedelta(days=14)
"""Days off in a row, with the weekends around them: none was longer than nine."""

_YEARS_AHEAD = 9000
"""From a year beyond, a period never ends: nothing may end beyond the calendar."""


def length(period: Period) -> str:
    """How long it is, in words: 三十日 is 30 日.

    >>> length(Period(id="p", title="", start="q", basis=(), months=6))
    '6 个月'
    """
    units = (
        (period.days, "日"),
        (period.workdays, "个工作日"),
        (period.months, "个月"),
        (period.years, "年"),
    )
    return "".join(f"{n} {unit}" for n, unit in units if n)


def last_day(period: Period, start: date, until: int | None = None) -> date | None:
    """The last day of a period that runs from `start`; None where it hangs on holidays that are not known.

    Holidays are known through the year `until`, None: as far as this program knows them.
    """
    day = first_end(period, start)
    if day == date.max:
        return day
    left = period.workdays
    while left:
        day += timedelta(days=1)
        works = working_day(day, until)
        if works is None:
            return None
        left -= works
    while period.rolls:
        works = working_day(day, until)
        if works is None:
            return None
        if works:
            break
        day += timedelta(days=1)
    return day


def bounds(period: Period, start: date) -> tuple[date, date]:
    """The first and the last day on which it may end, whichever days are off."""
    soonest = first_end(period, start)
    if soonest == date.max:
        return soonest, soonest
    weeks = timedelta(days=2 * period.workdays)
    return soonest + timedelta(days=period.workdays), soonest + weeks + _LONGEST_HOLIDAY


def first_end(period: Period, start: date) -> date:
    """The day on which it ends where no day off puts that later; working days are not counted."""
    if start.year > _YEARS_AHEAD:
        return date.max
    months = start.month - 1 + period.months + 12 * period.years
    year, month = start.year + months // 12, months % 12 + 1
    day = min(start.day, calendar.monthrange(year, month)[1])
    return date(year, month, day) + timedelta(days=period.days)
