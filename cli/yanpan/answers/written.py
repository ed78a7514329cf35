"""Dates and times as files and tables hold them: the same reader as on the screen, but nobody knows when they were written.

So what is read must mean the same whenever it is read: 2026/11/27 下午3:30 does, 明早9点 and 11月27日 do not.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from yanpan.answers.exact import DEADLINE_WORDS, LONGEST, parse_moment
from yanpan.answers.moments import read_day, read_moment, zoned_moment
from yanpan.answers.wrong import WrongValue

_CLOCKS = (datetime(1991, 3, 4, 0, 1, tzinfo=UTC), datetime(2188, 8, 17, 13, 37, tzinfo=UTC))
"""Two moments of other centuries, weekdays and hours: what both read alike does not hang on the moment."""

_SERIAL = re.compile(r"[2-7][0-9]{4}(?:\.[0-9]{1,15})?")
_DAY_NOUGHT = datetime(1899, 12, 30)  # noqa: DTZ001 — tables have no zone
"""Of the days that spreadsheets count, from 1 March 1900 on (ECMA-376, 18.17.4.1)."""


_WHOLE, _WHOLE_DAY = "写完整的日期时间，如 2026-11-25 09:30。", "写完整的年月日，如 2026-11-03。"


def read_written(text: str, *, day: bool = False) -> date:
    """A date, or a date and time, with a zone only where one was written. Raises `WrongValue`.

    `day`: no more than a day is asked for, and told of.
    """
    whole = _WHOLE_DAY if day else _WHOLE
    try:
        one, other = (_read(text, now, day=day) for now in _CLOCKS)
    except WrongValue as wrong:
        # What can be typed on a screen is no way out here: 今天下午3点 is refused as well.
        screen = "天" in wrong.remedy or (day and not wrong.remedy.startswith("核对"))
        raise WrongValue(wrong.what, whole) if screen else wrong from None
    if one != other:
        raise WrongValue(f"“{text[:30]}”要看是哪一天写的", whole)
    return one


def _read(text: str, now: datetime, *, day: bool) -> date:
    try:
        return zoned_moment(text) or read_moment(text, now).replace(tzinfo=None)
    except WrongValue as wrong:
        try:
            return read_day(text, now)
        except WrongValue as of_day:
            raise (of_day if day else wrong) from None


def written_deadline(text: str) -> str:
    """A deadline of a file as answers hold it; what is none stays as it is, for `check_deadline` to refuse."""
    if len(text) > LONGEST:
        return text
    try:
        if text in DEADLINE_WORDS or parse_moment(text):
            return text
    except ValueError:
        pass
    try:
        found = read_written(text)
    except WrongValue:
        return text
    if isinstance(found, datetime) and found.tzinfo:
        return found.isoformat()
    return f"{found:%Y-%m-%d %H:%M}" if isinstance(found, datetime) else found.isoformat()


def spreadsheet_moment(text: str) -> str:
    """The day number that a table holds in place of a date (46352.5) as a date and time; any other text as it is."""
    if not _SERIAL.fullmatch(text):
        return text
    moment = _DAY_NOUGHT + timedelta(minutes=round(float(text) * 24 * 60))
    return f"{moment:%Y-%m-%d %H:%M}" if "." in text else f"{moment:%Y-%m-%d}"
