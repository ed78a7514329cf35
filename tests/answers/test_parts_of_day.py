"""Each word for a part of the day with each hour: the right time, or a refusal with what to write instead."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from yanpan.answers import WrongValue
from yanpan.answers.moments import read_moment

NOW = datetime(2026, 11, 24, 15, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
DAY = datetime(2026, 11, 30, tzinfo=NOW.tzinfo)
_MORNING = {hour: hour for hour in range(12)}
_EVENING = {0: 24, 12: 24, 24: 24, **{hour: hour for hour in range(18, 24)}}
# 晚上0点 ends the evening; 夜里0点 begins or ends a day, and is asked for.
_NIGHT = {hour: meant for hour, meant in _EVENING.items() if hour}
_DEEP = {12: 24, 24: 24, 9: 21, 10: 22, 11: 23, 21: 21, 22: 22, 23: 23}
TAKEN: dict[str, dict[int, int]] = {
    "凌晨": {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 12: 0},
    **dict.fromkeys(("清晨", "早上", "早晨", "早", "晨"), _MORNING),
    "上午": {hour: hour for hour in range(5, 13)},
    **dict.fromkeys(("中午", "正午", "午间"), {11: 11, 12: 12, 13: 13, 14: 14, 1: 13, 2: 14}),
    "下午": {12: 12, **{hour: hour + 12 for hour in range(1, 12)}, **{hour: hour for hour in range(13, 20)}},
    "傍晚": {5: 17, 6: 18, 7: 19, 8: 20, 17: 17, 18: 18, 19: 19},
    **dict.fromkeys(("晚上", "晚间", "晚"), {**_EVENING, **{hour: hour + 12 for hour in range(6, 12)}}),
    **dict.fromkeys(("夜里", "夜间", "夜晚", "夜"), {**_NIGHT, **{hour: hour + 12 for hour in range(7, 12)}}),
    **dict.fromkeys(("深夜", "半夜", "午夜"), _DEEP),
}


@pytest.mark.parametrize("minutes", [0, 30])
@pytest.mark.parametrize("part", TAKEN)
def test_a_part_of_the_day_and_an_hour_are_the_right_time_or_refused(part: str, minutes: int) -> None:
    for hour in range(25):
        for written in (f"{hour}点30分", f"{hour}:30") if minutes else (f"{hour}点", f"{hour}:00"):
            typed = f"2026年11月30日{part}{written}"
            meant = TAKEN[part].get(hour)
            if meant is None or (hour == 24 and minutes):
                with pytest.raises(WrongValue) as refused:
                    read_moment(typed, NOW)
                assert refused.value.remedy
            else:
                assert read_moment(typed, NOW) == DAY + timedelta(hours=meant, minutes=minutes), typed


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("凌晨9点", ["上午9点", "晚上9点"]), ("凌晨6点半", ["上午6点半", "晚上6点半"]), ("凌晨13点", ["下午13点"]), ("晚上13点", ["下午13点"]),
        ("夜间14点", ["下午14点"]), ("夜里13:30", ["下午13:30"]), ("傍晚1点", ["下午1点", "凌晨1点"]), ("傍晚15点", ["下午15点"]),
        ("傍晚10点", ["晚上10点"]), ("傍晚12点", ["中午12点", "晚上12点"]), ("深夜19点", ["晚上19点"]),
        ("夜里0点", ["凌晨0点", "24点"]), ("午夜0点半", ["凌晨0点半"]), ("晚17点", ["下午17点"]),
    ],
)  # fmt: skip
def test_what_is_to_be_written_instead_is_taken(typed: str, instead: list[str]) -> None:
    with pytest.raises(WrongValue, match=re.escape(typed)) as refused:
        read_moment(f"11月30日{typed}", NOW)
    for way in instead:
        assert way in refused.value.remedy
        read_moment(f"11月30日{way}", NOW)


@pytest.mark.parametrize("typed", ["晚上5点", "晚5点", "夜里6点", "夜间5点"])
def test_an_hour_of_the_dawn_is_asked_for(typed: str) -> None:
    with pytest.raises(WrongValue, match="没有写明是(凌晨|早上)还是"):
        read_moment(f"11月30日{typed}", NOW)
