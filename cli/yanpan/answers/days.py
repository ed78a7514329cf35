"""The day in what an officer typed: 明天, 下周一, 一周后, 11月25日（星期三）, 明年1月3日, 20261125.

A year that is not named is the one in which the day is near; where two are as likely, it is asked for. Where a day is
meant that has `gone` by, what is not written whole (20号, 周一, 1月5日) is the last such day up to today. A second word for
the same day (a weekday, a date) must agree with the first.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta
from typing import NamedTuple

from yanpan.answers.counts import read_numeral
from yanpan.answers.wrong import WrongValue
from yanpan.patterns import Later

LONG_GONE, FAR_AHEAD = timedelta(days=90), timedelta(days=180)
N = r"(?:[0-9]{1,3}|[〇零一二两三四五六七八九十]{1,3})"
WEEKDAYS = "一二三四五六日"
_DAY = Later(
    r"(?P<rel>大后天|大前天|后天|后日|明天|明日|次日|今天|今日|昨天|昨日|前天|前日)"
    r"|(?P<short>[今明后昨])(?=[早晚晨夜])"
    rf"|(?P<ahead>{N})(?:个?(?P<weeks>周|星期|礼拜)|[天日])(?:以后|之后|后)"
    r"|(?P<week>下下个?|下个?|上上个?|上个?|这个?|本)?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天]|[1-7](?![0-9:点时.]))"
    r"|(?:(?:(?P<year>[0-9]{4}|[〇零一二三四五六七八九]{4})年|(?P<yearword>今年|本年|明年|后年|去年|前年))-?)?"
    rf"(?P<month>{N})月(?P<day>{N})[日号]?"
    rf"|(?P<thismonth>下个?月|上个?月|本月|这个月|当月)?(?P<alone>{N})[日号]"
    r"|(?P<y2>[0-9]{4})[-./](?P<m2>[0-9]{1,2})[-./](?P<d2>[0-9]{1,2})[日号]?(?=[^0-9]|\Z|(?<=[日号]))"
    r"|(?P<y3>(?:19|20|21)[0-9]{2})(?P<m3>[0-9]{2})(?P<d3>[0-9]{2})(?=[^0-9]|(?:[0-9]{4}){0,1}\Z)"
    r"|(?P<m4>[0-9]{1,2})[-./](?P<d4>[0-9]{1,2})(?:(?=[日号])[日号]|(?=[\st上下早晚中凌午夜半深清傍(星周礼]|\Z))"
)
_DAYS = Later(r"([0-9]{1,2})-([0-9]{1,2})([日号])")
"""12-13日: a day of December as well as two days of this month."""
_SECOND = ("rel", "ahead", "weekday", "month", "alone", "y2", "y3")
"""What may stand as a second word for the day; the rest could be an hour as well."""
_BETWEEN = Later(r"[\s,，、;；()\[\]【】〔〕]+")
_RELATIVE = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "次": 1, "后": 2, "大后": 3}
_YEARS = {"前年": -2, "去年": -1, "今年": 0, "本年": 0, "明年": 1, "后年": 2}


class Day(NamedTuple):
    """A day, the words that stood for it, whether its year was written, and whether it is no more than a weekday."""

    date: date
    said: str
    dated: bool = False
    weekday_only: bool = False


def number(words: str) -> int:
    """A number in digits or Chinese numerals. Raises ValueError."""
    return int(words) if words.isdecimal() else read_numeral(words)


def take_day(words: str, today: date, *, gone: bool = False) -> tuple[Day | None, str]:
    """The day that stands first, if one does, and the words after it. Raises `WrongValue`."""
    day: Day | None = None
    while True:
        words = words[found.end() :] if (found := _BETWEEN.match(words)) else words
        match = _DAY.match(words)
        if match is None or (day is not None and not any(match[name] for name in _SECOND)):
            return day, words.removeprefix("t") if day else words
        if day is None:
            day = _read(match, today, gone=gone)
        elif not _names_its_number(match, day):
            day = _agreed(day, _read(match, today, gone=gone))
        words = words[match.end() :]


def _names_its_number(found: re.Match[str], day: Day) -> bool:
    """Whether it is the number of this day in its month: 明天（28日）. Of a weekday it says which one is meant."""
    if not found["alone"] or found["thismonth"] or day.weekday_only:
        return False
    return _numbered(found["alone"]) == day.date.day


def _numbered(words: str) -> int | None:
    try:
        return number(words)
    except ValueError:
        return None


def _agreed(one: Day, other: Day) -> Day:
    """The day that both words mean. Raises `WrongValue`."""
    if one.date != other.date:
        loose, firm = (one, other) if one.weekday_only else (other, one)
        if not loose.weekday_only or firm.weekday_only or loose.date.weekday() != firm.date.weekday():
            weekday = WEEKDAYS[firm.date.weekday()]
            raise WrongValue(
                f"{firm.said}是{firm.date.year}年{firm.date.month}月{firm.date.day}日 星期{weekday}，不是{loose.said}",
                "核对日期和星期，写一个就够了。",
            )
        return firm
    return one if one.dated or not other.dated else other


def _read(found: re.Match[str], today: date, *, gone: bool) -> Day:
    if found["m4"] and (span := _DAYS.fullmatch(found[0])):
        one, other, ends = span.groups()
        first = f"只写开始的那天，如 {one}{ends}；到哪天为止写进备注。"
        if int(one) > 12 or int(other) > 31:
            raise WrongValue(f"“{found[0]}”是一段日子，不是一天", first)
        raise WrongValue(
            f"“{found[0]}”是{one}月{other}日，还是从{one}日到{other}日，看不出来",
            f"写 {one}月{other}{ends}；是一段日子的，{first}",
        )
    if (
        found["ahead"]
        and not found["weeks"]
        and re.search("日(?:以|之)?后", found[0])
        and number(found["ahead"]) <= 31
    ):
        said = found["ahead"]
        raise WrongValue(
            f"“{found[0]}”是过{said}天，还是{said}日那天以后，看不出来", f"写 {said}天后，或者写定哪一天。"
        )
    try:
        day = _date(found, today, gone=gone)
    except (ValueError, OverflowError):
        raise WrongValue(f"没有“{found[0].strip()}”这一天", "核对月和日。") from None
    if day is None:
        month, of_month = _month_and_day(found)
        raise WrongValue(
            f"“{found[0].strip()}”没有写明是哪一年", f"写上年份，如 {today.year + 1}年{month}月{of_month}日。"
        )
    part = found.groupdict()
    dated = any(part[name] for name in ("year", "yearword", "y2", "y3"))
    return Day(day, found[0].strip(), dated, bool(part["weekday"]) and not part["week"])


def _date(found: re.Match[str], today: date, *, gone: bool) -> date | None:
    """The date meant; None where the year is not clear. Raises ValueError for a day that is not."""
    part = found.groupdict()
    if name := part["rel"] or part["short"]:
        return today + timedelta(days=_RELATIVE[name[:2] if name[0] == "大" else name[0]])
    if part["ahead"]:
        return today + timedelta(days=number(part["ahead"]) * (7 if part["weeks"] else 1))
    if name := part["weekday"]:
        weekday = int(name) - 1 if name.isdecimal() else WEEKDAYS.index(name.replace("天", "日"))
        week = part["week"] or ""
        day = today + timedelta(days=weekday - today.weekday() + 7 * (week.count("下") - week.count("上")))
        if not week and gone:
            return day - timedelta(days=7) if day > today else day
        return day + timedelta(days=7) if not week and day < today else day
    if part["alone"]:
        if gone and not part["thismonth"]:
            return _last_of_month(number(part["alone"]), today)
        return _of_month(part["thismonth"] or "", number(part["alone"]), today)
    year = part["year"] or part["y2"] or part["y3"]
    month, of_month = _month_and_day(found)
    if year:
        return date(int(year) if year.isdecimal() else read_numeral(year), month, of_month)
    if part["yearword"]:
        return date(today.year + _YEARS[part["yearword"]], month, of_month)
    return _last_of_year(month, of_month, today) if gone else _near(month, of_month, today)


def _month_and_day(found: re.Match[str]) -> tuple[int, int]:
    month = found["month"] or found["m2"] or found["m3"] or found["m4"]
    return number(month), number(found["day"] or found["d2"] or found["d3"] or found["d4"])


def _of_month(month: str, of_month: int, today: date) -> date:
    first = today.replace(day=1)
    if month.startswith("上"):
        first = (first - timedelta(days=1)).replace(day=1)
    elif month.startswith("下") or (not month and of_month < today.day):
        first = (first + timedelta(days=32)).replace(day=1)
    return first.replace(day=of_month)


def _last_of_month(of_month: int, today: date) -> date:
    """The last day of this number up to today: of this month, or of one before that has it. Raises ValueError."""
    first = today.replace(day=1)
    for _ in range(3):
        with suppress(ValueError):
            if (day := first.replace(day=of_month)) <= today:
                return day
        first = (first - timedelta(days=1)).replace(day=1)
    raise ValueError("no month has such a day")


def _last_of_year(month: int, of_month: int, today: date) -> date:
    """The last such day up to today; 29 February is up to eight years ago. Raises ValueError."""
    for year in range(today.year, today.year - 9, -1):
        with suppress(ValueError):
            if (day := date(year, month, of_month)) <= today:
                return day
    raise ValueError("no such day in these years")


def _near(month: int, of_month: int, today: date) -> date | None:
    """The day of a year that was not said: not long gone and not far ahead, else still to come this year."""
    days = []
    for year in (today.year - 1, today.year, today.year + 1):
        if (month, of_month) != (2, 29) or (year % 4 == 0 and (year % 100 or year % 400 == 0)):
            days.append(date(year, month, of_month))
    if not days:
        raise ValueError("no such day in these years")
    near = [day for day in days if -LONG_GONE <= day - today <= FAR_AHEAD]
    later = [day for day in days if day.year == today.year and day > today]
    if len(near) == 1 and (not later or near == later):
        return near[0]
    return later[0] if later and not near else None
