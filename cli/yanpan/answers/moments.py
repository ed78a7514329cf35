"""Dates and times the way officers type them, read against a given now: 今天下午3点, 明早8点, 下周一上午9点.

What could mean two things is refused, not guessed, and so is what is not exact (9点左右). An hour without a day is
today's; one that has passed does not become tomorrow's. See `days` and `clocks` for the rules of each half.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from yanpan.answers.clocks import EXAMPLE, place, read_clock
from yanpan.answers.counts import plain
from yanpan.answers.days import WEEKDAYS, N, number, take_day
from yanpan.answers.exact import (
    DEADLINE_WORDS,
    FIRST_YEAR,
    LAST_YEAR,
    check_hour,
    check_on_clocks,
    check_short,
    check_span,
    ends_a_day,
    parse_moment,
)
from yanpan.answers.wrong import WrongValue
from yanpan.patterns import Later

_NOW = Later(r"(?:现在|此刻|此时|立即|立刻|马上|即刻|即时|now)\Z")
_SOON = Later(r"尽快|尽早|即日|当场|随时|马上|立即|立刻|即刻")
_LATER = Later(
    rf"(?:(?:({N}|[0-9]{{1,3}}\.5)(个?半)?个?(小时|钟头|分钟|刻钟))|(半)个?(?:小时|钟头))(?:以后|之后|后)\Z"
)
_ABOUT = Later(r"大约|大概|左右|前后|上下|差不多|估计|预计|可能|也许|不晚于|不早于|约|许\Z")
_BY = Later(
    r"(?<=[日号天点时分半刻月年周一二三四五六日末0-9])(?:之前|以前|前|之内|以内|内|底|中旬|上旬|下旬)\Z"
)
"""前, 内 and 底 leave open which day or hour is the last."""

_BEGINS = Later(
    r"\A(?:拟定于|拟于|拟定|定于|定在|计划于|计划在|计划|安排在|准备)|(?:正式)?(?:开始|开工|动手|动工|实施|执行|进场|出发|起)\Z"
)
"""Words beside a time that say no more of it than the question does."""
_HOUR = Later(
    r"[(,，]?(?:[上下中]午|早|晚|凌晨|清晨|傍晚|[半深午]?夜|[0-9一二三四五六七八九十]{1,3}(?:[点时:]))"
)
"""Where the hour begins behind a day."""
_DAY_BEHIND = Later(
    r"(?P<hour>[^(,，、\[]+?)(?:[(\[](?P<in>[^()\[\]]+)[)\]]|[,，、](?P<day2>.+)|(?P<rel>(?:大?后天|明天|今天|次日|昨天)))"
)


def read_moment(text: str, now: datetime, *, gone: bool = False) -> datetime:
    """The moment meant, in the zone of `now`. Raises `WrongValue` for what cannot be or could mean two things.

    `gone`: it has gone by, so that one still to come is refused.
    """
    moment = _moment(text, now, gone=gone)
    if gone and moment > now:
        raise _to_come(moment, now)
    return moment


def _to_come(moment: date, now: datetime) -> WrongValue:
    return WrongValue(
        f"{say_moment(moment, now)} 还没有到，这一题问的是已经过去的日子", "核对年月日，写今天或者以前的。"
    )


def _moment(text: str, now: datetime, *, gone: bool) -> datetime:
    words = _clean(text)
    if _NOW.match(words):
        return now.replace(second=0, microsecond=0)
    exact = _exact(words, text)
    if isinstance(exact, datetime):
        check_hour(words)
        if exact.tzinfo:
            return exact.astimezone(now.tzinfo)
        check_on_clocks(exact.replace(tzinfo=now.tzinfo))
        return exact.replace(tzinfo=now.tzinfo)
    if exact is None and (later := _later(words, now)):
        return later
    day, rest = take_day(words, now.date(), gone=gone)
    if day is None and (behind := _DAY_BEHIND.fullmatch(words)):
        # 9:30（明天）: the hour stands first, and nothing but the day behind it.
        another, more = take_day(behind["in"] or behind["day2"] or behind["rel"], now.date(), gone=gone)
        day, rest = (another, behind["hour"]) if another is not None and not more else (None, rest)
    if day is not None and re.fullmatch(r" ?[0-9]{4}", rest):
        rest = f"{rest[-4:-2]}:{rest[-2:]}"  # 20261127 0930
    moment = place(day, read_clock(rest, text), text, now)
    _check_year(moment, text)
    check_on_clocks(moment)
    return moment


def zoned_moment(text: str) -> datetime | None:
    """The moment of a text that names its offset, as it stands there; None without one. Raises `WrongValue`."""
    found = _exact(_clean(text), text)
    return found if isinstance(found, datetime) and found.tzinfo else None


def read_day(text: str, now: datetime, *, gone: bool = False) -> date:
    """A day, with or without an hour (the hour is dropped). Raises `WrongValue`.

    `gone`: it has gone by, so that one after today is refused.
    """
    day = _day(text, now, gone=gone)
    if gone and day > now.date():
        raise _to_come(day, now)
    return day


def _day(text: str, now: datetime, *, gone: bool) -> date:
    words = _clean(text)
    if _NOW.match(words):
        return now.date()
    if ends_a_day(text):
        raise WrongValue(f"“{text.strip()[:30]}”是这一天，还是第二天，看不出来", "只写日子，不写几点。")
    exact = _exact(words, text)
    if exact is not None:
        zoned = isinstance(exact, datetime) and exact.tzinfo is not None
        return (
            _moment(text, now, gone=gone).date()
            if zoned
            else exact.date()
            if isinstance(exact, datetime)
            else exact
        )
    day, rest = take_day(words, now.date(), gone=gone)
    if day is None or rest:
        try:
            return _moment(text, now, gone=gone).date()
        except WrongValue:
            if day is None or not _HOUR.match(rest):
                raise
        raise WrongValue(f"“{text.strip()[:30]}”里不只是日子", "这一题只问哪一天：只写日子，不写上午、几点。")
    _check_year(day.date, text)
    return day.date


def read_deadline(text: str, now: datetime) -> str:
    """A deadline as answers hold it: one of `DEADLINE_WORDS`, `2026-11-25`, or `2026-11-25 09:30`.

    One that is over, or that is this very minute, is refused: when the paper is made it would lie before it.
    """
    words = text.strip()
    if words in DEADLINE_WORDS:
        return words
    if found := _SOON.search(words) or _NOW.match(_clean(words)):
        raise WrongValue(f"“{found[0]}”不是时限", "写“实施前”，或者一个钟点，如 今天下午5点。")
    try:
        deadline: date = read_moment(words, now)
    except WrongValue as wrong:
        try:
            deadline = read_day(words, now)
        except WrongValue:
            raise wrong from None
    over = deadline <= now if isinstance(deadline, datetime) else deadline < now.date()
    if over:
        raise WrongValue(
            f"时限 {say_moment(deadline, now)} 不在现在以后", "写“实施前”，或者一个还没有到的时间。"
        )
    return f"{deadline:%Y-%m-%d %H:%M}" if isinstance(deadline, datetime) else deadline.isoformat()


def say_moment(moment: date, now: datetime) -> str:
    """The moment read back, with its weekday and how far it is: `2026年11月25日 星期三 09:30（明天）`."""
    day = moment.date() if isinstance(moment, datetime) else moment
    words = f"{day.year}年{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}"
    if isinstance(moment, datetime):
        words += f" {moment:%H:%M}"
    ahead = (day - now.date()).days
    near = {-2: "前天", -1: "昨天", 0: "今天", 1: "明天", 2: "后天"}.get(
        ahead, f"{ahead}天后" if ahead > 0 else f"{-ahead}天前"
    )
    return f"{words}（{near}{'，已经过去' if is_past(moment, now) else ''}）"


def is_past(moment: date, now: datetime) -> bool:
    """Whether the moment is gone; the running minute and today are not."""
    if isinstance(moment, datetime):
        return moment < now.replace(second=0, microsecond=0)
    return moment < now.date()


def _clean(text: str) -> str:
    """Half-width, without spaces but for one between digits: 11.25 9:30 must not become 11.259:30."""
    check_short(text)
    words = re.sub(r"(?<=\d)\s+(?=\d)", "_", plain(text).strip().rstrip("。!;").lower())
    words = re.sub(r"[\s的]+", "", words).replace("_", " ")
    check_span(words, text)
    if found := _BY.search(words):
        raise WrongValue(
            f"“{text.strip()[:30]}”不是一个定下来的时间", f"不写“{found[0]}”，写最后的那一天或者钟点。"
        )
    if found := _ABOUT.search(words):
        raise WrongValue(
            f"“{text.strip()[:30]}”不是一个定下来的时间", f"写定一个时间，“{found[0]}”可以写进备注。"
        )
    return _BEGINS.sub("", words) if len(_BEGINS.sub("", words)) > 1 else words


def _exact(words: str, text: str) -> date | None:
    """What stands there with its year, as `parse_moment` reads it."""
    try:
        return parse_moment(words)
    except ValueError as error:
        if str(error) != "不是日期":
            raise WrongValue(f"没有“{text.strip()[:30]}”这一天或者这个时刻", "核对年月日和时分。") from None
    return None


def _later(words: str, now: datetime) -> datetime | None:
    found = _LATER.match(words)
    if not found:
        return None
    if found[4]:
        minutes = 30.0
    else:
        n = float(found[1]) if "." in found[1] else _number(found[1], words)
        minutes = (n + (0.5 if found[2] else 0)) * {"分钟": 1, "刻钟": 15}.get(found[3], 60)
    return (now + timedelta(minutes=minutes)).replace(second=0, microsecond=0)


def _number(words: str, text: str) -> int:
    try:
        return number(words)
    except ValueError:
        raise WrongValue(f"看不懂“{text[:30]}”", EXAMPLE) from None


def _check_year(moment: date, text: str) -> None:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise WrongValue(f"“{text.strip()[:30]}”的年份不对", "核对年份。")
