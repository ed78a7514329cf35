"""The hour in what an officer typed: 下午3点半, 15:30, 3:30pm, 晚上8点一刻, 24时.

One rule for the colon and for 点: an hour without 上午 or 下午 is that of the 24-hour clock, from 6 on; 1 to 5 could be
night or afternoon and is refused, but for 03:30, which only a 24-hour clock has; so is one from 5 on with a word for the
night (半夜5点). With a day it may be past; an hour
that has passed today and comes again tonight is asked for.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from yanpan.answers.days import Day, N, number
from yanpan.answers.wrong import WrongValue
from yanpan.patterns import Later

EXAMPLE = "写成 今天下午3点、11月25日9:30、2026-11-25 09:30。"
_PART = Later(
    r"凌晨|清晨|早上|早晨|早|晨|上午|中午|正午|午间|下午|傍晚|晚上|晚间|晚|夜里|夜间|深夜|半夜|午夜|夜晚|夜"
    r"|am|pm|a\.m\.?|p\.m\.?"
)
_CLOCK = Later(
    rf"(?P<h>{N})(?:(?P<point>[点时])钟?(?:(?P<half>半)|(?P<quarter>[一三13])刻|(?P<zero>[零〇过]?)(?P<m>{N})(?P<min>分?)(?:(?<=分)(?:[0-5]?[0-9]|[〇零一二三四五六七八九十]{{1,3}})秒)?|[整正])?"
    r"|:(?P<m2>[0-9]{2})(?::[0-9]{2})?分?)?(?P<ap>am|pm|a\.m\.?|p\.m\.?)?\Z"
)
_SHORT_OF = Later(rf"(?:(?P<h>{N})[点时]钟?差(?P<m>{N})分钟?|差(?P<m2>{N})分钟?到?(?P<h2>{N})[点时]钟?)\Z")
"""9点差5分, 差5分9点"""
_MORNING = ("凌晨", "清晨", "早上", "早晨", "早", "晨", "上午")
_NOON, _AFTERNOON = ("中午", "正午", "午间"), ("下午", "傍晚")
_DEEP = ("深夜", "半夜", "午夜")
"""Of the words with 夜 these never mean an hour of the evening."""
_EARLIEST = {
    "晚上": 6,
    "晚间": 6,
    "晚": 6,
    **dict.fromkeys(("夜里", "夜间", "夜晚", "夜"), 7),
    **dict.fromkeys(_DEEP, 9),
}
"""The first hour that one of these words and the 12-hour clock mean; an hour before it may be meant for that of the dawn."""
_HOURS = {
    "凌晨": {*range(6), 12}, "上午": {*range(5, 13)}, "下午": {*range(1, 20)}, "傍晚": {*range(5, 9), *range(17, 20)},
    **dict.fromkeys(("清晨", "早上", "早晨", "早", "晨"), {*range(12)}),
    **dict.fromkeys(_NOON, {1, 2, 11, 12, 13, 14}),
    **dict.fromkeys(_EARLIEST, {*range(13), *range(18, 25)}),
    **dict.fromkeys(_DEEP, {*range(13), *range(21, 25)}),
}  # fmt: skip
"""Hours that may stand behind a word for the part of the day. Of a word for the night none is an hour of the day."""
_LASTS = {
    "凌晨": "0 点到 5 点", "傍晚": "17 点到 20 点",
    **dict.fromkeys(_EARLIEST, "18 点到 24 点"), **dict.fromkeys(_DEEP, "21 点到 24 点"),
}  # fmt: skip


class Clock(NamedTuple):
    """An hour and minute as said; `part` is the word for the part of the day, `said` the words of the hour."""

    hour: int
    minute: int
    part: str
    said: str
    zero_led: bool

    @property
    def spoken(self) -> str:
        """With its part of the day: 下午3点, 3:30pm."""
        return self.said + self.part if self.part in ("am", "pm") else self.part + self.said


def read_clock(words: str, text: str) -> Clock:
    """The hour meant by what stands behind the day. Raises `WrongValue`."""
    part = found[0] if (found := _PART.match(words)) else ""
    rest = words[len(part) :].lstrip(" ,")
    if not rest:
        raise WrongValue("没有写几点", f"补上钟点，如 {text.strip()[:20]}{_example(part)}。")
    if short := _SHORT_OF.match(rest):
        raise _counted_back(short, part)
    clock = _CLOCK.match(rest)
    unread = WrongValue(f"看不懂“{text.strip()[:30]}”", EXAMPLE)
    if not clock or not (clock["point"] or clock["m2"] or clock["ap"] or part[:1] in ("a", "p")):
        raise unread
    if clock["ap"] and part:
        raise WrongValue(f"“{part}{rest}”写了两遍上午下午", f"写一遍就够了，如 {part}{clock['h']}点。")
    if clock["m"] and len(clock["m"]) == 1 and not clock["zero"] and not clock["min"] and clock["m"] != "十":
        raise WrongValue(f"“{rest}”看不出是几分", _minutes(clock["h"], clock["m"]))
    try:
        hour = number(clock["h"])
        minute = (
            30 if clock["half"] else {"一": 15, "1": 15, "三": 45, "3": 45}.get(clock["quarter"] or "", 0)
        )
        minute = int(clock["m2"]) if clock["m2"] else number(clock["m"]) if clock["m"] else minute
    except ValueError:
        raise unread from None
    said = rest.removesuffix(clock["ap"] or "")
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise WrongValue(f"没有“{said}”这个时刻", "钟点从 0 点到 24 点，分从 0 到 59。")
    return Clock(hour, minute, (clock["ap"] or part).replace(".", ""), said, clock["h"].startswith("0"))


def _counted_back(found: re.Match[str], part: str) -> WrongValue:
    """What is said of an hour of which minutes are missing."""
    hour, short = number(found["h"] or found["h2"]), number(found["m"] or found["m2"])
    plain = 1 < hour <= 24 and 0 < short < 60
    return WrongValue(
        f"“{part}{found[0]}”是倒着算的",
        f"写成 {part}{hour - 1}点{60 - short}分。" if plain else "写成几点几分。",
    )


def _minutes(hour: str, digit: str) -> str:
    """What 9点5 and 九点五 can be written as; none of it is refused again."""
    if digit in "0〇零":
        return f"写成 {hour}点整。"
    nought, ten = ("0", "0") if digit.isdecimal() else ("零", "十")
    ways = [f"{hour}点{nought}{digit}分"]
    if digit in "12345一二三四五":
        ways.append(f"{hour}点{digit}{ten}分")
    return f"写成 {'，或者 '.join(ways)}。"


def _example(part: str) -> str:
    """An hour that goes with this part of the day."""
    if not part:
        return "上午9点"
    if part in _NOON:
        return "12点"
    if part in _DEEP:
        return "12点"
    if "夜" in part:
        return "11点"
    return "5点" if part == "凌晨" else "9点" if part in _MORNING else "3点" if part == "下午" else "7点"


def _twice(day: Day | None, clock: Clock, now: datetime) -> WrongValue:
    """What is said of an hour from 1 to 5 without a word for the part of the day."""
    said, full = clock.said, f"{clock.hour + 12}:{clock.minute:02}"
    on = [
        day.said if day else "今天" if (hour, clock.minute) >= (now.hour, now.minute) else "明天"
        for hour in (clock.hour, clock.hour + 12)
    ]
    return WrongValue(
        f"“{said}”没有写明是凌晨还是下午", f"写 {on[0]}凌晨{said} 或者 {on[1]}下午{said}（{full}）。"
    )


def _on(day: Day | None, clock: Clock, hour: int, now: datetime) -> str:
    """The day to be written in front of an hour; without one, the day on which that hour is still to come."""
    if day:
        return day.said if len(day.said) > 1 else f"{day.said}天"
    return "今天" if (hour, clock.minute) >= (now.hour, now.minute) else "明天"


def _in_the_night(day: Day | None, clock: Clock, now: datetime) -> WrongValue:
    """What is said of 半夜5点: by the word it is before dawn, by the rule of the evening it would be the afternoon."""
    early = "凌晨" if clock.hour < 6 else "早上"
    later = "下午" if clock.hour == 5 else "傍晚" if clock.hour == 6 else "晚上"
    on = [_on(day, clock, hour, now) for hour in (clock.hour, clock.hour + 12)]
    return WrongValue(
        f"“{clock.spoken}”没有写明是{early}还是{later}",
        f"写 {on[0]}{early}{clock.said} 或者 {on[1]}{later}{clock.said}；是第二天{early}的，写第二天的日期。",
    )


def _begins_or_ends(day: Day | None, clock: Clock, now: datetime) -> WrongValue:
    """What is said of 夜里0点: that of the clock begins the day, that of the evening ends it."""
    on = _on(day, clock, 24, now)
    other = (
        "；是第二天凌晨的，写第二天的日期。"
        if clock.minute
        else f" 或者 {on}{' 24:00' if on[-1:].isdecimal() else '24点'}。"
    )
    return WrongValue(f"“{clock.spoken}”没有写明是这一天开始还是结束", f"写 {on}凌晨{clock.said}{other}")


def place(day: Day | None, clock: Clock, text: str, now: datetime) -> datetime:
    """The moment: the hour on its day, or today. Raises `WrongValue` for what could be meant twice."""
    if not clock.part and not clock.zero_led and 1 <= clock.hour <= 5:
        raise _twice(day, clock, now)
    on = day.date if day else now.date()
    start = datetime(on.year, on.month, on.day, tzinfo=now.tzinfo)
    try:
        moment = start + timedelta(hours=_hour(clock, day, text, now), minutes=clock.minute)
    except OverflowError:
        raise WrongValue(f"“{text.strip()[:30]}”的年份不对", "核对年份。") from None
    minute_now = now.replace(second=0, microsecond=0)
    again = not clock.part and not clock.zero_led and 6 <= clock.hour <= 12
    if day is None and moment < minute_now:
        said = clock.spoken
        tonight = f"今天{_later_word(clock.hour)}{clock.said}" if again else ""
        over = tonight and moment + timedelta(hours=12) < minute_now
        gone = f"今天{'上午' if again and clock.hour < 12 else '中午' if again else ''}{said}"
        raise WrongValue(
            f"今天“{said}”已经过去",
            f"写 {'' if over or not tonight else f'{tonight}、'}明天{said}；"
            f"就是今天过去的那个时刻，写 {gone}{f' 或者 {tonight}' if over else ''}。",
        )
    if again and day and not day.dated and moment < minute_now < moment + timedelta(hours=12):
        morning = "中午" if clock.hour == 12 else "上午"
        raise WrongValue(
            f"“{clock.said}”没有写明是{morning}还是{_later_word(clock.hour)}",
            f"写 {day.said}{morning}{clock.said} 或者 {day.said}{_later_word(clock.hour)}{clock.said}。",
        )
    return moment


def _later_word(hour: int) -> str:
    return "下午" if hour == 6 else "晚上"


def _hour(clock: Clock, day: Day | None, text: str, now: datetime) -> int:
    """Hours after midnight of the named day, from the hour said and the part of the day."""
    hour, part = clock.hour, clock.part
    if not part:
        return hour
    wrong = WrongValue(
        f"“{clock.spoken}”对不上", f"“{text.strip()[:30]}”里的钟点和“{part}”合不到一起，核对一下。"
    )
    if part in ("am", "pm"):
        if hour == 24 or (part == "am" and hour > 12) or (part == "pm" and hour == 0):
            raise wrong
        return hour % 12 + (12 if part == "pm" else 0)
    if hour not in _HOURS[part]:
        raise _not_then(day, clock, now, wrong)
    if part in _MORNING:
        return 0 if part == "凌晨" and hour == 12 else hour
    if part in _NOON:
        return hour + 12 if hour < 3 else hour
    if part in _AFTERNOON:
        return hour + 12 if hour < 12 else hour
    if hour == 0 and "夜" in part:
        raise _begins_or_ends(day, clock, now)
    if hour in (0, 12, 24):
        return 24
    if hour < 5:
        raise WrongValue(f"“{clock.spoken}”没有写明是哪一天", f"写成 明天凌晨{clock.said} 这样的。")
    if hour < _EARLIEST[part]:
        raise _in_the_night(day, clock, now)
    return hour + 12 if hour < 12 else hour


def _not_then(day: Day | None, clock: Clock, now: datetime, otherwise: WrongValue) -> WrongValue:
    """What is said of 凌晨9点 and 晚上13点: by its word it is night, by its hour the day. Night is a red line for some acts."""
    part, hour = clock.part, clock.hour
    if part not in _LASTS or hour in (0, 24):
        return otherwise
    if hour < 5:
        ways = [("下午", hour + 12), ("凌晨", hour)]
    elif hour < 12:
        ways = [("上午", hour), ("晚上", hour + 12)] if part == "凌晨" else [("晚上", hour + 12)]
    elif hour == 12:
        ways = [("中午", 12), ("晚上", 24)]
    else:
        ways = [("下午" if hour < 18 else "晚上", hour)]
    said = " 或者 ".join(f"{_on(day, clock, at, now)}{word}{clock.said}" for word, at in ways)
    return WrongValue(f"“{clock.spoken}”对不上，{part}是 {_LASTS[part]}", f"写 {said}。")
