"""What conditions look at: the values of asked questions, and what can be said of a moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache


@dataclass(slots=True)
class Facts:
    """What a condition sees: values of asked questions, which of them are known, and how to take an unknown date."""

    values: dict[str, object] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    worst: bool = True


class OpenDate:
    """Stands for a date that is asked and not known."""

    __slots__ = ()


UNKNOWN_DATE, HARMLESS_DATE = OpenDate(), OpenDate()
"""A date not known, taken as `Facts.worst` says; and one supposed to do no harm ("what if this turned out well")."""


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


def holiday(value: object) -> bool:
    """Statutory holiday by the yearly notice of the State Council. False in a year not known here: a pack that
    uses it must ask the officer where `calendar_known` is false (lint sees to that)."""
    import chinese_calendar

    if not calendar_known(value):
        return False
    off, name = chinese_calendar.get_holiday_detail(day_of(value))  # type: ignore[no-untyped-call]
    return bool(off and name)


def calendar_known(value: object) -> bool:
    first, last = calendar_years()
    return first <= day_of(value).year <= last


@cache
def calendar_years() -> tuple[int, int]:
    """The first and last year whose public holidays are known here."""
    import chinese_calendar

    years = [day.year for day in chinese_calendar.holidays]
    return min(years), max(years)


def last_calendar_year() -> int:
    """The last year whose public holidays are known here."""
    return calendar_years()[1]
