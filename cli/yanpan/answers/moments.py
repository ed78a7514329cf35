"""Dates and times the way officers type them, read against a given now: 今天下午3点, 明早8点, 下周一上午9点.

A day that is not named is the next time that hour comes. A year that is not named is this year, or the next when
the day is more than 90 days gone. An hour that could be morning or afternoon (今天3点) is refused, not guessed.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

from yanpan.answers.counts import read_numeral
from yanpan.answers.values import DEADLINE_WORDS, parse_moment
from yanpan.answers.wrong import WrongValue

LONG_GONE = timedelta(days=90)
_N = r"(?:\d{1,3}|[〇零一二两三四五六七八九十]{1,3})"
_NOW = re.compile(r"(?:现在|此刻|立即|立刻|马上|即刻|now)\Z", re.I)
_LATER = re.compile(rf"(?:({_N})个?半?(小时|钟头|分钟)|(半)个?(?:小时|钟头))(?:以后|之后|后)\Z")
_DAY = re.compile(
    rf"(?P<rel>大后天|后天|后日|明天|明日|今天|今日|昨天|昨日|前天|前日)"
    rf"|(?P<short>[今明后昨])(?=[早晚晨])"
    rf"|(?P<ahead>{_N})[天日](?:以后|之后|后)"
    r"|(?P<week>下下个?|下个?|这个?|本)?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天1-7])"
    rf"|(?:(?P<year>\d{{4}}|[〇零一二三四五六七八九]{{4}})年)?(?P<month>{_N})月(?P<day>{_N})[日号]?"
    rf"|(?P<nextmonth>下个?月|本月|这个月)?(?P<alone>{_N})[日号]"
    r"|(?P<y2>\d{4})[-./](?P<m2>\d{1,2})[-./](?P<d2>\d{1,2})(?=\D|\Z)"
    r"|(?P<m3>\d{1,2})[-./](?P<d3>\d{1,2})(?=[\sT上下早晚中凌午夜半深清傍]|\Z)"
)
_PART = re.compile(
    r"凌晨|清晨|早上|早晨|早|晨|上午|中午|正午|午间|下午|傍晚|晚上|晚间|晚|夜里|夜间|深夜|半夜|午夜"
)
_TIME = re.compile(
    rf"(?P<h>{_N})(?:[点时]钟?(?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<m>{_N})分?|整)?|:(?P<m2>\d{{2}})(?::\d{{2}})?)\Z"
)
_RELATIVE = {"前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大": 3}
_WEEKDAYS = "一二三四五六日"
_EXAMPLE = "写成 今天下午3点、11月25日9:30、2026-11-25 09:30。"


def read_moment(text: str, now: datetime) -> datetime:
    """The moment meant, in the zone of `now`. Raises `WrongValue` for what cannot be or could mean two things."""
    words = _clean(text)
    if _NOW.match(words):
        return now.replace(second=0, microsecond=0)
    exact = _exact(words, text)
    if isinstance(exact, datetime):
        return exact.astimezone(now.tzinfo) if exact.tzinfo else exact.replace(tzinfo=now.tzinfo)
    if exact is None and (later := _later(words, now)):
        return later
    day, rest = (exact, "") if exact else _take_day(words, now)
    part = _PART.match(rest)
    rest = rest[part.end() :] if part else rest
    if not rest:
        raise WrongValue("没有写几点", f"补上钟点，如 {text.strip()[:20]}{'' if part else '上午'}9点。")
    clock = _TIME.match(rest)
    if not clock:
        raise WrongValue(f"看不懂“{text.strip()[:30]}”", _EXAMPLE)
    return _place(day, part[0] if part else "", clock, text, now)


def read_day(text: str, now: datetime) -> date:
    """A day, with or without an hour (the hour is dropped). Raises `WrongValue`."""
    words = _clean(text)
    if _NOW.match(words):
        return now.date()
    exact = _exact(words, text)
    if exact is not None:
        return exact.date() if isinstance(exact, datetime) else exact
    day, rest = _take_day(words, now)
    if day is None or rest:
        return read_moment(text, now).date()
    return day


def read_deadline(text: str, now: datetime) -> str:
    """A deadline as answers hold it: one of `DEADLINE_WORDS`, `2026-11-25`, or `2026-11-25 09:30`."""
    words = text.strip()
    if words in DEADLINE_WORDS:
        return words
    try:
        return f"{read_moment(words, now):%Y-%m-%d %H:%M}"
    except WrongValue:
        return read_day(words, now).isoformat()


def say_moment(moment: date, now: datetime) -> str:
    """The moment read back, with its weekday and how far it is: `2026年11月25日 星期三 09:30（明天）`."""
    day = moment.date() if isinstance(moment, datetime) else moment
    words = f"{day.year}年{day.month}月{day.day}日 星期{_WEEKDAYS[day.weekday()]}"
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
    words = re.sub(r"(?<=\d)\s+(?=\d)", "_", unicodedata.normalize("NFKC", text).strip())
    return re.sub(r"\s+", "", words).replace("_", " ")


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
    n = 0.5 if found[3] else _n(found[1]) + (0.5 if "半" in words else 0)
    minutes = n if found[2] == "分钟" else n * 60
    return (now + timedelta(minutes=minutes)).replace(second=0, microsecond=0)


def _n(words: str) -> int:
    return int(words) if words.isdecimal() else read_numeral(words)


def _take_day(words: str, now: datetime) -> tuple[date | None, str]:
    """The day that stands first, if one does, and the words after it."""
    found = _DAY.match(words)
    if not found:
        return None, words
    try:
        return _day(found, now.date()), words[found.end() :].strip()
    except (ValueError, OverflowError):
        raise WrongValue(f"没有“{found[0].strip()}”这一天", "核对月和日。") from None


def _day(found: re.Match[str], today: date) -> date:
    part = found.groupdict()
    if name := part["rel"] or part["short"]:
        return today + timedelta(days=_RELATIVE[name[0]])
    if part["ahead"]:
        return today + timedelta(days=_n(part["ahead"]))
    if name := part["weekday"]:
        weekday = int(name) - 1 if name.isdecimal() else _WEEKDAYS.index(name.replace("天", "日"))
        week = part["week"] or ""
        day = today + timedelta(days=weekday - today.weekday() + 7 * week.count("下"))
        return day + timedelta(days=7) if not week and day < today else day
    if part["alone"]:
        month = today.replace(day=1)
        if (part["nextmonth"] or "").startswith("下") or (
            not part["nextmonth"] and _n(part["alone"]) < today.day
        ):
            month = (month + timedelta(days=32)).replace(day=1)
        return month.replace(day=_n(part["alone"]))
    year = part["year"] or part["y2"]
    month_, day_ = _n(part["month"] or part["m2"] or part["m3"]), _n(part["day"] or part["d2"] or part["d3"])
    if year:
        return date(_n(year) if year.isdecimal() else read_numeral(year), month_, day_)
    if (month_, day_) == (2, 29):
        leap = next(
            (y for y in (today.year, today.year + 1) if y % 4 == 0 and (y % 100 or y % 400 == 0)), today.year
        )
        return date(leap, 2, 29)
    day = date(today.year, month_, day_)
    return day if today - day <= LONG_GONE else date(today.year + 1, month_, day_)


def _place(day: date | None, part: str, clock: re.Match[str], text: str, now: datetime) -> datetime:
    try:
        hour = _n(clock["h"])
        minute = 30 if clock["half"] else {"一": 15, "三": 45}.get(clock["quarter"] or "", 0)
        minute = int(clock["m2"]) if clock["m2"] else _n(clock["m"]) if clock["m"] else minute
    except ValueError:
        raise WrongValue(f"看不懂“{text.strip()[:30]}”", _EXAMPLE) from None
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise WrongValue(f"没有“{clock[0]}”这个时刻", "钟点从 0 点到 24 点，分从 0 到 59。")
    hour = _hour(hour, part, clock, text)
    start = datetime(now.year, now.month, now.day, tzinfo=now.tzinfo)
    if day is not None:
        start = start.replace(year=day.year, month=day.month, day=day.day)
    moment = start + timedelta(hours=hour, minutes=minute)
    twice = not part and ":" not in clock[0] and hour <= 12
    if (
        twice
        and day is not None
        and moment < now.replace(second=0, microsecond=0) < moment + timedelta(hours=12)
    ):
        raise WrongValue(f"“{clock[0]}”是上午还是晚上？", "写明上午、下午或者晚上。")
    if day is None and moment < now.replace(second=0, microsecond=0):
        moment += timedelta(days=1)
    return moment


def _hour(hour: int, part: str, clock: re.Match[str], text: str) -> int:
    """Hours after midnight of the named day, from the hour said and the part of the day."""
    if not part:
        if 1 <= hour <= 6 and ":" not in clock[0]:
            raise WrongValue(f"“{clock[0]}”是凌晨还是下午？", f"写成 下午{clock[0]} 或者 凌晨{clock[0]}。")
        return hour
    wrong = WrongValue(
        f"“{part}{clock[0]}”对不上", f"“{text.strip()[:30]}”里的钟点和“{part}”合不到一起，核对一下。"
    )
    if part in ("凌晨", "清晨", "早上", "早晨", "早", "晨", "上午"):
        if hour > 12 or (hour == 12 and part not in ("凌晨", "上午")) or (part == "上午" and hour < 5):
            raise wrong
        return 0 if part == "凌晨" and hour == 12 else hour
    if part in ("中午", "正午", "午间"):
        if hour in (1, 2):
            return hour + 12
        if hour not in (11, 12, 13, 14):
            raise wrong
        return hour
    if part in ("下午", "傍晚"):
        if hour in (0, 24) or hour > 19:
            raise wrong
        return hour + 12 if hour < 12 else hour
    if hour == 12 or hour in (0, 24):
        return 24
    if hour < 5:
        raise WrongValue(f"“{part}{clock[0]}”是哪一天？", f"写成 明天凌晨{clock[0]} 这样的。")
    return hour + 12 if hour < 12 else hour
