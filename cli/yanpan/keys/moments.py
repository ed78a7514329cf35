"""Arithmetic with moments that others wrote: the calendar ends with the year 9999, and some lists reach up to there.

"No end" is written as 99991231235959Z (RFC 5280, 4.1.2.5). To add ten minutes to it, or to show it in Beijing time,
raises `OverflowError`; here the result stops at the end of the calendar instead.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

_BEGIN, _END = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def later(moment: datetime, by: timedelta) -> datetime:
    """A moment moved by some time, which may be negative; at most to the ends of the calendar."""
    try:
        return moment + by
    except OverflowError:
        return _END if by > timedelta() else _BEGIN


def in_zone(moment: datetime, zone: tzinfo | None) -> datetime:
    """A moment as clocks of a zone show it; as it is where they would show a year that is none."""
    try:
        return moment.astimezone(zone)
    except (OverflowError, ValueError):
        return moment
