"""What conditions look at: the values of asked questions, and what can be said of a moment."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import NamedTuple


class OpenDate:
    """Stands for a date that is asked and not known."""

    __slots__ = ()


UNKNOWN_DATE, HARMLESS_DATE = OpenDate(), OpenDate()
"""A date not known, taken as `Facts.worst` says; and one supposed to do no harm ("what if this turned out well")."""


@dataclass(slots=True)
class Facts:
    """What a condition sees: values of asked questions, which of them are known, and how to take an unknown date.

    Holidays are known through the year `calendar_until`, None: as far as this program knows them. `on`: the day on which
    the act is planned, on which amounts of the law must be in force.
    """

    values: dict[str, object] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    worst: bool = True
    calendar_until: int | None = None
    on: date | OpenDate = UNKNOWN_DATE


def supposed(facts: Facts, positive: bool, *dates: object) -> bool:
    """A comparison that cannot be made: whatever is worse (or better) for the rule as a whole."""
    harmless = any(d is HARMLESS_DATE for d in dates) and not any(d is UNKNOWN_DATE for d in dates)
    return (facts.worst and not harmless) is positive


def day_of(value: object) -> date:
    assert isinstance(value, date)  # noqa: S101 — date questions hold dates only (answers.check)
    return value.date() if isinstance(value, datetime) else value


def night(value: object) -> bool:
    """22:00–06:00 local time."""
    return isinstance(value, datetime) and (value.hour >= 22 or value.hour < 6)


def holiday(value: object, until: int | None = None) -> bool:
    """Statutory holiday by the yearly notice of the State Council. False in a year not known here: a pack that
    uses it must ask the officer where `calendar_known` is false (lint sees to that)."""
    calendar, day = _calendar(), day_of(value)
    return day in calendar.holidays and day not in calendar.workdays and day.year <= _last(until)


def working_day(day: date, until: int | None = None) -> bool | None:
    """Whether offices work on that day, weekends worked in exchange for a holiday counted; None in a year not known."""
    calendar = _calendar()
    if not calendar.first <= day.year <= _last(until):
        return None
    return day in calendar.workdays or (day.weekday() < 5 and day not in calendar.holidays)


def calendar_known(value: object, until: int | None = None) -> bool:
    """Whether the holidays of that day's year are known, of those through the year `until`."""
    return _calendar().first <= day_of(value).year <= _last(until)


def _last(until: int | None) -> int:
    last = _calendar().last
    return last if until is None else min(last, until)


class _Calendar(NamedTuple):
    """The State Council's calendar as far as it is known here: its first and last year, days off and days on."""

    first: int
    last: int
    holidays: Container[date]
    workdays: Container[date]


@cache
def _calendar() -> _Calendar:
    # Its own functions look for the first and last year among all days at every call; its tables are quick.
    from chinese_calendar import holidays, workdays

    years = [day.year for day in holidays]
    return _Calendar(min(years), max(years), frozenset(holidays), frozenset(workdays))


def last_calendar_year() -> int:
    """The last year whose public holidays are known here."""
    return _calendar().last


def first_calendar_year() -> int:
    """The first year whose public holidays are known here."""
    return _calendar().first
