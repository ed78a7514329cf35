"""Whole dates and times, ISO 8601 or as written in Chinese: what records hold, and what means the same on every day."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from yanpan.answers.counts import plain
from yanpan.answers.wrong import WrongValue
from yanpan.patterns import Later

FIRST_YEAR, LAST_YEAR = 1950, 2199
DEADLINE_WORDS = ("实施前", "实施时", "实施中", "实施后")


LONGEST = 100
"""Letters of the longest moment or day, in any words. To look for one in a longer text takes long."""


def check_short(text: str) -> None:
    """Raises `WrongValue` for a text that is too long to be a moment."""
    if len(text.strip()) > LONGEST:
        raise WrongValue(f"“{text.strip()[:30]}…”太长，不是日期时间", "写成 2026-11-25 09:30；说明写进备注。")


def check_on_clocks(moment: datetime) -> None:
    """Raises `WrongValue` for an hour that clocks left out when summer time began: 1988-04-17 02:30 in China."""
    shown = moment.astimezone(UTC).astimezone(moment.tzinfo)
    if shown.replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise WrongValue(
            f"没有 {moment:%Y-%m-%d %H:%M} 这个时刻：那天夏令时开始，钟拨快了一小时",
            f"核对时刻；是拨快以后的，写 {shown:%Y-%m-%d %H:%M}。",
        )


def of_other_zone(moment: datetime, zone: tzinfo | None) -> bool:
    """Whether it has an offset that the zone has not at that moment."""
    return moment.tzinfo is not None and moment.utcoffset() != moment.astimezone(zone).utcoffset()


def check_hour(text: str) -> None:
    """Raises `WrongValue` for a date with an hour from 1 to 5 that could be night or afternoon; 03:30 could not."""
    found = _MOMENT.match(plain(text).strip())
    if found and (hour := found["hour"]) in ("1", "2", "3", "4", "5"):
        said = f"{hour}:{found['minute'] or '00'}"
        day = f"{found[1]}-{int(found[3]):02}-{int(found[4]):02}"
        later = f"{int(hour) + 12}:{found['minute'] or '00'}"
        raise WrongValue(f"“{said}”没有写明是凌晨还是下午", f"写 {day} 0{said} 或者 {day} {later}。")


_MOMENT = Later(
    r"\A(\d{4})(?:(?P<iso>-)|年)(\d{1,2})(?:-|月)(\d{1,2})(?:日|(?!\d))"
    r"(?:(?P<t>T)?[T ]*(?P<hour>\d{1,2})(?:[:：]|[时点])(?P<minute>\d{2})?分?(?::(?P<second>\d{2}))?"
    r"(?P<zone>(?(iso)(?:Z|\+\d{2}:?\d{2}|(?(t)(?(second)-\d{2}:?\d{2}|(?!))|(?!)))|(?!)))?)?\Z",
    re.ASCII | re.I,
)
"""An offset to the west stands only behind the T and the seconds of ISO 8601, as records hold it: 23:30-01:30 is a span
of hours. None stands behind 年月日."""

_SPAN = Later(
    r"(?:[:：][0-9]{2}|[点时刻半整分日号am])\s*(?:-|~|—|–|―|至|到)+\s*"
    r"(?:[明次今后当]|[上下中]午|早|晚|凌晨|傍晚|[半深午]?夜|(?:[0-9]{1,4}|[〇零一二两三四五六七八九十]{1,4})[:：点时月日号年/.-])"
)


def check_span(words: str, text: str) -> None:
    """Raises `WrongValue` for a span of time: it is neither of its ends."""
    if not is_exact(words) and _SPAN.search(words):
        raise WrongValue(
            f"“{text.strip()[:40]}”是一段时间，不是一个时刻", "只写开始的那个时刻；到什么时候为止，写进备注。"
        )


def parse_moment(text: str) -> date:
    """An absolute date or date-time, ISO 8601 or as written in Chinese. Raises ValueError in words.

    >>> parse_moment("2026年11月25日 9:30")
    datetime.datetime(2026, 11, 25, 9, 30)
    """
    try:
        found = _MOMENT.match(plain(text).strip())
    except WrongValue:
        found = None
    if not found:
        raise ValueError("不是日期")
    hour, minute, second, zone = (found[name] for name in ("hour", "minute", "second", "zone"))
    whole = date(int(found[1]), int(found[3]), int(found[4]))
    if not FIRST_YEAR <= whole.year <= LAST_YEAR:
        raise ValueError("年份不在范围内")
    if hour is None:
        return whole
    midnight = int(hour) == 24 and not int(minute or 0) and not int(second or 0)
    clock = time(0 if midnight else int(hour), int(minute or 0), int(second or 0))
    moment = datetime.combine(whole, clock)
    moment += timedelta(days=1 if midnight else 0)
    return (
        moment
        if zone is None
        else moment.replace(tzinfo=datetime.fromisoformat(f"2000-01-01T00:00{zone.upper()}").tzinfo)
    )


def ends_a_day(text: str) -> bool:
    """Whether it names midnight at the end of a day: as a moment that is plain, as a day it is one of two."""
    return _MIDNIGHT.search(plain(text)) is not None


_MIDNIGHT = Later(
    r"(?<![0-9])24\s*(?::\s*00|[点时])|二十四[点时]|(?:晚上?|午夜|深夜|半夜|夜里?)\s*(?:12|十二)\s*(?::\s*00|[点时])"
)


def is_exact(text: str) -> bool:
    """Whether a text has the form of one, though there may be no such day."""
    return _MOMENT.match(text) is not None
