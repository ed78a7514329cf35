"""Times as officers type them."""

import itertools
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanpan.answers import WrongValue, check_deadline
from yanpan.answers.moments import is_past, read_day, read_deadline, read_moment, say_moment

CHINA = ZoneInfo("Asia/Shanghai")
TUESDAY = datetime(2026, 11, 24, 15, 20, 31, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("9点差5分", "写成 8点55分"),
        ("明天差5分9点", "写成 8点55分"),
        ("明天下午4点差5分", "写成 下午3点55分"),
        ("1点差5分", "几点几分"),
    ],
)
def test_an_hour_that_lacks_minutes_is_written_out(typed: str, written: str) -> None:
    with pytest.raises(WrongValue) as refused:
        read_moment(typed, TUESDAY)
    assert written in refused.value.remedy


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("现在", "2026-11-24 15:20"),
        ("now", "2026-11-24 15:20"),
        ("今天下午3点", "2026-11-24 15:00"),
        ("今天下午三点一刻", "2026-11-24 15:15"),
        ("明早8点", "2026-11-25 08:00"),
        ("明天9点。", "2026-11-25 09:00"),
        ("明天9点！", "2026-11-25 09:00"),
        ("12.1日 9:30", "2026-12-01 09:30"),
        ("12.10号9点", "2026-12-10 09:00"),
        ("2026.12.1日 9:30", "2026-12-01 09:30"),
        ("明天上午九点半", "2026-11-25 09:30"),
        ("后天15:30", "2026-11-26 15:30"),
        ("后天 15：30", "2026-11-26 15:30"),
        ("下周一上午9点", "2026-11-30 09:00"),
        ("星期五下午3点", "2026-11-27 15:00"),
        ("周一9点", "2026-11-30 09:00"),
        ("11月25日9:30", "2026-11-25 09:30"),
        ("11.25 9:30", "2026-11-25 09:30"),
        ("11/25 15:00", "2026-11-25 15:00"),
        ("１１月２５日９：３０", "2026-11-25 09:30"),
        ("十一月二十五日上午九点", "2026-11-25 09:00"),
        ("25号上午9点", "2026-11-25 09:00"),
        ("3号9点", "2026-12-03 09:00"),
        ("下个月3号9点", "2026-12-03 09:00"),
        ("3小时后", "2026-11-24 18:20"),
        ("一个半小时后", "2026-11-24 16:50"),
        ("半小时后", "2026-11-24 15:50"),
        ("30分钟后", "2026-11-24 15:50"),
        ("3天后上午9点", "2026-11-27 09:00"),
        ("今晚8点", "2026-11-24 20:00"),
        ("今晚12点", "2026-11-25 00:00"),
        ("明天凌晨5点", "2026-11-25 05:00"),
        ("明天中午12点半", "2026-11-25 12:30"),
        ("下午4点", "2026-11-24 16:00"),
        ("2026-11-25 09:30", "2026-11-25 09:30"),
        ("2026/11/25 9:30", "2026-11-25 09:30"),
        ("二〇二六年十二月一日上午十点", "2026-12-01 10:00"),
        ("1月5日9点", "2027-01-05 09:00"),
        ("11月20日9点", "2026-11-20 09:00"),
        ("2028年2月29日9点", "2028-02-29 09:00"),
        ("2026-11-25T01:30:00Z", "2026-11-25 09:30"),
        ("24:00", "2026-11-25 00:00"),
        # ── 上午、下午 in other words ──
        ("3:30pm", "2026-11-24 15:30"),
        ("3:30 PM", "2026-11-24 15:30"),
        ("３：３０ＰＭ", "2026-11-24 15:30"),
        ("3:30 p.m.", "2026-11-24 15:30"),
        ("明天9am", "2026-11-25 09:00"),
        ("明天 9 AM", "2026-11-25 09:00"),
        ("明天12am", "2026-11-25 00:00"),
        ("明天12pm", "2026-11-25 12:00"),
        ("明天pm3:30", "2026-11-25 15:30"),
        ("11月25日 15:30pm", "2026-11-25 15:30"),
        ("今夜12点", "2026-11-25 00:00"),
        ("今夜9点", "2026-11-24 21:00"),
        ("明天夜里11点", "2026-11-25 23:00"),
        ("明天傍晚6点", "2026-11-25 18:00"),
        ("明晨6点", "2026-11-25 06:00"),
        # ── the day written together, with its weekday, or in other words ──
        ("20261127 9:30", "2026-11-27 09:30"),
        ("20261127 15:00", "2026-11-27 15:00"),
        ("20261127 0930", "2026-11-27 09:30"),
        ("202611270930", "2026-11-27 09:30"),
        ("20261127T0930", "2026-11-27 09:30"),
        ("20261127上午9点", "2026-11-27 09:00"),
        ("11月25日（星期三）9:30", "2026-11-25 09:30"),
        ("11月25日(周三)9:30", "2026-11-25 09:30"),
        ("11月25日 星期三 9:30", "2026-11-25 09:30"),
        ("11月25日，星期三，上午9点", "2026-11-25 09:00"),
        ("2026年11月25日【星期三】9:30", "2026-11-25 09:30"),
        ("2026-11-25 周三 9点半", "2026-11-25 09:30"),
        ("星期三（11月25日）9:30", "2026-11-25 09:30"),
        ("下周三（12月2日）上午9点", "2026-12-02 09:00"),
        ("明天（周三）上午9点", "2026-11-25 09:00"),
        ("明天周三9点", "2026-11-25 09:00"),
        ("明天（11月25日）9:30", "2026-11-25 09:30"),
        ("11.25（周三）9:30", "2026-11-25 09:30"),
        ("明年1月3日9点", "2027-01-03 09:00"),
        ("今年12月1日9点", "2026-12-01 09:00"),
        ("后年3月1日9点", "2028-03-01 09:00"),
        ("去年12月1日9点", "2025-12-01 09:00"),
        ("一周后上午9点", "2026-12-01 09:00"),
        ("两周后的上午9点", "2026-12-08 09:00"),
        ("2个星期后9:00", "2026-12-08 09:00"),
        ("三天之后9:30", "2026-11-27 09:30"),
        ("次日9点", "2026-11-25 09:00"),
        ("上周五9点", "2026-11-20 09:00"),
        ("本月28号9点", "2026-11-28 09:00"),
        ("下下周一9点", "2026-12-07 09:00"),
        ("大后天9点", "2026-11-27 09:00"),
        ("11月28号上午9点", "2026-11-28 09:00"),
        # ── the minute in other words, midnight, how long ──
        ("明天9点零5分", "2026-11-25 09:05"),
        ("明天九点零五分", "2026-11-25 09:05"),
        ("明天9点05", "2026-11-25 09:05"),
        ("明天9点〇五", "2026-11-25 09:05"),
        ("明天9点过5分", "2026-11-25 09:05"),
        ("明天9时30分", "2026-11-25 09:30"),
        ("明天9点钟", "2026-11-25 09:00"),
        ("明天9点整", "2026-11-25 09:00"),
        ("明天9点3刻", "2026-11-25 09:45"),
        ("2026-11-25 9点半", "2026-11-25 09:30"),
        ("2026-11-25 09:30:15", "2026-11-25 09:30"),
        ("24时", "2026-11-25 00:00"),
        ("今天24时", "2026-11-25 00:00"),
        ("11月25日24时", "2026-11-26 00:00"),
        ("2026年11月25日24时", "2026-11-26 00:00"),
        ("2026-11-25 24:00", "2026-11-26 00:00"),
        ("2026-12-31 24:00", "2027-01-01 00:00"),
        ("一刻钟后", "2026-11-24 15:35"),
        ("1.5小时后", "2026-11-24 16:50"),
        ("两个半小时后", "2026-11-24 17:50"),
        ("一个小时之后", "2026-11-24 16:20"),
    ],
)
def test_a_moment_is_read_as_an_officer_means_it(typed: str, meant: str) -> None:
    assert f"{read_moment(typed, TUESDAY):%Y-%m-%d %H:%M}" == meant


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2月30日9点", "没有“2月30日”这一天"),
        ("2月29日9点", "没有“2月29日”这一天"),
        ("2027年2月29日 9:00", "这一天或者这个时刻"),
        ("31号", "没有“31号”这一天"),
        ("今天25点", "没有“25点”这个时刻"),
        ("明天9:75", "没有“9:75”这个时刻"),
        ("11月25日", "没有写几点"),
        ("明天上午", "没有写几点"),
        ("11.25", "没有写几点"),
        ("今天3点", "凌晨还是下午"),
        ("今天8点", "上午还是晚上"),
        ("晚上1点", "哪一天"),
        ("上午3点", "对不上"),
        ("下午20点", "对不上"),
        ("改天再说", "看不懂"),
        ("11.259:30", "看不懂"),
        ("", "没有写几点"),
        ("20261127", "没有写几点"),
        ("20261327 9:30", "没有"),
        ("11月25日（星期四）9:30", "星期三，不是星期四"),
        ("2026年11月25日周五上午9点", "星期三，不是周五"),
        ("星期四（11月25日）9:30", "星期三，不是星期四"),
        ("明天周四9点", "星期三，不是周四"),
        ("下周三（11月25日）9点", "不是"),
        ("明天（11月26日）9点", "不是"),
        ("11.25 9.30", "看不懂"),
        ("明天9点左右", "不是一个定下来的时间"),
        ("约9点", "不是一个定下来的时间"),
        ("大概明天上午", "不是一个定下来的时间"),
        ("明天9点前后", "不是一个定下来的时间"),
        ("11月25日9时许", "不是一个定下来的时间"),
        ("明天9点到11点", "是一段时间"),
        ("明天9:30-10:30", "是一段时间"),
        ("明天9点5", "几分"),
        ("明天13am", "对不上"),
        ("明天上午9am", "写了两遍"),
        ("明天9", "看不懂"),
        ("8.25 9:00", "哪一年"),
        ("7月1日9点", "哪一年"),
        ("11月2⁵日9点", "不是普通的数字"),
        ("٣点", "不是普通的数字"),
        ("9999年12月31日上午9点", "这一天或者这个时刻|年份"),
    ],
)
def test_what_cannot_be_or_means_two_things_is_refused(typed: str, words: str) -> None:
    with pytest.raises(WrongValue) as refused:
        read_moment(typed, TUESDAY)
    assert any(part in refused.value.what for part in words.split("|"))
    assert refused.value.remedy


NIGHT_OR_AFTERNOON = [(hour, minute) for hour in range(1, 6) for minute in ("", "30")]
DAYS = (
    "",
    "2026年 11月25日 ",
    "今天",
    "明天",
    "后天",
    "24号",
    "11月25日",
    "11.25 ",
    "下周一",
    "2026-11-25 ",
    "20261125 ",
    "明年1月3日",
)


def ways(hour: int, minute: str) -> list[str]:
    """The same hour with a colon and with 点."""
    return [f"{hour}:{minute or '00'}", f"{hour}：{minute or '00'}", f"{hour}点{minute}", f"{hour}时{minute}"]


@pytest.mark.parametrize(("hour", "minute"), NIGHT_OR_AFTERNOON)
@pytest.mark.parametrize("day", DAYS)
def test_an_hour_of_night_or_afternoon_is_refused_however_it_is_written(
    day: str, hour: int, minute: str
) -> None:
    for clock in ways(hour, minute):
        with pytest.raises(WrongValue, match="没有写明是凌晨还是下午") as refused:
            read_moment(day + clock, TUESDAY)
        assert f"{hour + 12}:{minute or '00'}" in refused.value.remedy


@pytest.mark.parametrize("hour", range(6, 13))
@pytest.mark.parametrize("day", DAYS)
def test_an_hour_means_the_same_however_it_is_written(day: str, hour: int) -> None:
    found = set()
    for clock in ways(hour, ""):
        try:
            found.add(read_moment(day + clock, TUESDAY).isoformat())
        except WrongValue as wrong:
            found.add(wrong.what.replace(clock.replace("：", ":"), "…"))
    assert len(found) == 1, found
    assert ("今天" in day or day in ("", "24号")) is not found.pop().startswith("202")


@pytest.mark.parametrize(
    "typed", ["03:30", "明天03:30", "2026-11-25 03:30", "11月25日03点30分", "2026-11-25T03:30:00+08:00"]
)
def test_two_digits_are_the_clock_of_24_hours(typed: str) -> None:
    if typed == "03:30":
        with pytest.raises(WrongValue, match="已经过去"):
            read_moment(typed, TUESDAY)
    else:
        assert f"{read_moment(typed, TUESDAY):%Y-%m-%d %H:%M}" == "2026-11-25 03:30"


@pytest.mark.parametrize(
    "typed", ["9点", "9:00", "14:00", "15:19", "凌晨5点", "上午9点", "下午2点", "9am", "中午12点", "0:00"]
)
def test_an_hour_that_has_passed_never_becomes_tomorrows_in_silence(typed: str) -> None:
    with pytest.raises(WrongValue, match="已经过去") as refused:
        read_moment(typed, TUESDAY)
    assert f"明天{typed}" in refused.value.remedy
    assert "今天" in refused.value.remedy
    for way in refused.value.remedy.split("写 ")[1].split("；")[0].split("、"):
        assert read_moment(way, TUESDAY) > TUESDAY


@pytest.mark.parametrize("typed", ["6点", "7:30", "9点", "9点半", "11点", "12点"])
@pytest.mark.parametrize("hour", [13, 18, 19, 21, 22, 23])
def test_what_is_proposed_for_an_hour_that_has_passed_has_not_passed(typed: str, hour: int) -> None:
    now = TUESDAY.replace(hour=hour, minute=50)
    with pytest.raises(WrongValue, match="已经过去") as refused:
        read_moment(typed, now)
    ahead, gone = refused.value.remedy.rstrip("。").split("；")
    for way in ahead.removeprefix("写 ").split("、"):
        assert read_moment(way, now) > now
    for way in gone.split("写 ")[1].split(" 或者 "):
        assert read_moment(way, now) < now


@pytest.mark.parametrize(
    "typed", ["下周19:00", "周19:30", "星期110:00", "下周1:30", "礼拜3点半", "下周12点", "周1.30", "下周5时"]
)
def test_the_first_digit_of_an_hour_is_no_weekday(typed: str) -> None:
    for read in (read_moment, read_day):
        with pytest.raises(WrongValue):
            read(typed, TUESDAY)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("明天（25日）上午9点", "2026-11-25 09:00"), ("明天25号上午9点", "2026-11-25 09:00"), ("今天 24日 16:00", "2026-11-24 16:00"),
        ("下周一（30日）9:30", "2026-11-30 09:30"), ("周一30号9点", "2026-11-30 09:00"), ("后天26日下午3点", "2026-11-26 15:00"),
        ("明天（二十五日）上午9点", "2026-11-25 09:00"), ("下周2 9:00", "2026-12-01 09:00"), ("下周2上午9点", "2026-12-01 09:00"),
        ("11月30日（30号）上午9点", "2026-11-30 09:00"), ("上午9点（明天25日）", "2026-11-25 09:00"), ("下周三2日9点", "2026-12-02 09:00"),
    ],
)  # fmt: skip
def test_the_number_of_a_day_may_stand_beside_it_and_must_be_its_own(typed: str, meant: str) -> None:
    assert f"{read_moment(typed, TUESDAY):%Y-%m-%d %H:%M}" == meant
    another = re.sub("(?:24|25|26|30|二十五|2)(?=日|号)(?!日（)", "27", typed)
    if another != typed:
        with pytest.raises(WrongValue):
            read_moment(another, TUESDAY)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("明天9点30分0秒", "2026-11-25 09:30"), ("明天九点三十分零秒", "2026-11-25 09:30"), ("明天9点开始", "2026-11-25 09:00"),
        ("明天9点30分起", "2026-11-25 09:30"), ("定于11月27日上午9时", "2026-11-27 09:00"), ("计划明天下午2点开工", "2026-11-25 14:00"),
        ("9:30（明天）", "2026-11-25 09:30"), ("上午9点，11月27日", "2026-11-27 09:00"), ("九点半明天", "2026-11-25 09:30"),
        ("9:30（周五）", "2026-11-27 09:30"), ("下午3点(后天)", "2026-11-26 15:00"),
    ],
)  # fmt: skip
def test_words_around_a_time_and_the_day_behind_it_are_read(typed: str, meant: str) -> None:
    assert f"{read_moment(typed, TUESDAY):%Y-%m-%d %H:%M}" == meant


@pytest.mark.parametrize(
    "typed",
    [
        "明天9点30分75秒",
        "明天9点开始前",
        "3:00（明天）",
        "9:30（明天或者后天）",
        "9:30（11月27日、28日）",
        "明天开始",
        "开始",
        "9点（城管局）",
    ],
)
def test_words_around_a_time_that_leave_it_open_are_still_refused(typed: str) -> None:
    with pytest.raises(WrongValue) as refused:
        read_moment(typed, TUESDAY)
    assert refused.value.remedy


@pytest.mark.parametrize("typed", ["16:00", "15:20", "晚上8点", "下午4点", "23点", "半夜12点"])
def test_an_hour_still_to_come_is_todays(typed: str) -> None:
    assert timedelta(0) <= read_moment(typed, TUESDAY) - TUESDAY.replace(second=0) <= timedelta(hours=9)


@pytest.mark.parametrize(
    "typed",
    ["现在", "立即", "马上", "尽快", "随时", "now", "此刻", "今天下午3点", "15:20", "昨天", "11月20日"],
)
def test_a_deadline_that_is_over_when_the_paper_is_made_is_refused_at_once(typed: str) -> None:
    with pytest.raises(WrongValue) as refused:
        read_deadline(typed, TUESDAY)
    assert "实施前" in refused.value.remedy or "已经过去" in refused.value.what


def test_a_deadline_with_the_offset_of_another_zone_is_refused_where_it_is_new() -> None:
    for kept in ("2026-11-28T18:00:00+08:00", "2026-11-28 18:00+0800", "2026-11-28 18:00", "2026-11-28"):
        check_deadline(kept, CHINA)
    for other in (
        "2026-11-28T01:00+23:59",
        "2026-11-28T01:00Z",
        "2026-11-28T01:00:00-05:00",
        "2026-11-28T09:00+09:00",
    ):
        check_deadline(other)  # a record may hold it, and is read
        with pytest.raises(WrongValue, match="别的时区"):
            check_deadline(other, CHINA)
    assert read_deadline("2026-11-28T01:00Z", TUESDAY) == "2026-11-28 09:00"


def test_a_moment_is_read_back_with_its_weekday_and_how_far_it_is() -> None:
    assert say_moment(read_moment("后天15:30", TUESDAY), TUESDAY) == "2026年11月26日 星期四 15:30（后天）"
    assert (
        say_moment(read_moment("今天下午3点", TUESDAY), TUESDAY)
        == "2026年11月24日 星期二 15:00（今天，已经过去）"
    )
    assert say_moment(date(2026, 12, 1), TUESDAY) == "2026年12月1日 星期二（7天后）"


def test_the_running_minute_is_not_past() -> None:
    assert not is_past(read_moment("现在", TUESDAY), TUESDAY)
    assert is_past(TUESDAY - timedelta(minutes=1), TUESDAY)


def test_a_day_needs_no_hour() -> None:
    assert read_day("11.25", TUESDAY) == date(2026, 11, 25)
    assert read_day("下周一", TUESDAY) == date(2026, 11, 30)
    assert read_day("明天上午9点", TUESDAY) == date(2026, 11, 25)


def test_a_deadline_is_kept_as_answers_hold_it() -> None:
    for typed, kept in [
        ("实施前", "实施前"),
        ("明天上午9点", "2026-11-25 09:00"),
        ("11月25日", "2026-11-25"),
    ]:
        assert read_deadline(typed, TUESDAY) == kept
        check_deadline(kept)
    with pytest.raises(WrongValue):
        read_deadline("尽快", TUESDAY)


@pytest.mark.parametrize(
    "now", [TUESDAY, TUESDAY.replace(hour=8), TUESDAY.replace(month=12, day=31, hour=23, minute=50)]
)
@pytest.mark.parametrize(
    "day", ["", "今天", "明天", "24号", "12月1日", "周二", "下周一", "一周后", "2026-11-25 ", "20261125 "]
)
def test_what_a_refusal_tells_to_write_is_read(day: str, now: datetime) -> None:
    for part, hour, minute in itertools.product(
        ("", "上午", "下午", "晚上", "凌晨", "傍晚", "深夜"), range(25), ("点", ":30", "点半")
    ):
        try:
            read_moment(f"{day}{part}{hour}{minute}", now)
        except WrongValue as wrong:
            if not wrong.remedy.startswith("写 "):
                continue
            ways = re.split(
                "写 |；就是今天过去的那个时刻，|；是第二天..的，写第二天的日期| 或者 |、|。",
                re.sub("（.*?）", "", wrong.remedy),
            )
            for way in filter(None, ways):
                read_moment(way.strip(), now)


START = datetime(2020, 1, 1, tzinfo=CHINA)
MOMENTS = st.integers(0, 40_000_000).map(lambda minutes: START + timedelta(minutes=minutes))


@given(MOMENTS, MOMENTS)
def test_a_moment_with_its_year_is_read_the_same_whenever_it_is_read(moment: datetime, now: datetime) -> None:
    for form in ("%Y-%m-%d %H:%M", "%Y年%m月%d日%H:%M", "%Y年%m月%d日 %H点%M分", "%Y/%m/%d %H:%M"):
        assert read_moment(moment.strftime(form), now) == moment


@given(MOMENTS, st.integers(1, 2), st.integers(0, 23), st.integers(0, 59))
def test_a_named_day_with_a_clock_time_is_that_day(now: datetime, ahead: int, hour: int, minute: int) -> None:
    found = read_moment(f"{['今天', '明天', '后天'][ahead]}{hour:02}:{minute:02}", now)
    assert (found.date(), found.hour, found.minute) == ((now + timedelta(days=ahead)).date(), hour, minute)


@given(MOMENTS, st.integers(0, 23), st.integers(0, 59), st.sampled_from([":", "点"]))
def test_an_hour_without_a_day_is_today_or_refused(now: datetime, hour: int, minute: int, mark: str) -> None:
    try:
        found = read_moment(f"{hour}{mark}{minute:02}", now)
    except WrongValue as wrong:
        assert 1 <= hour <= 5 or (hour, minute) < (now.hour, now.minute), wrong.what
    else:
        assert found.date() == now.date()
        assert found >= now.replace(second=0)


@given(
    st.text(
        alphabet="今明后去天下周一二三日月号年点时分半刻零上午晚凌晨早夜星期:：.-/0123456789 个小后()（）apm²",
        max_size=16,
    ),
    MOMENTS,
)
def test_whatever_is_typed_is_read_or_refused_in_words(typed: str, now: datetime) -> None:
    for read in (read_moment, read_day, read_deadline):
        try:
            read(typed, now)
        except WrongValue as wrong:
            assert wrong.what


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-25 23:30-01:30", "2026年11月25日 9:30-10:30", "2026-11-25 14:30-16:30", "2026-11-25T23:30-01:30",
        "2026年12月1日 8:30~11:30", "2026-11-25 9:30—10:30", "2026-11-25 9:30 - 10:30", "2026-11-25 0930-1030",
        "11月25日9:30-10:30", "明天上午9点至11点", "今天16:00到18:00", "2026年11月25日9:30+10:30",
    ],
)  # fmt: skip
def test_a_span_of_hours_is_never_the_offset_of_a_zone(typed: str) -> None:
    for read in (read_moment, read_deadline, read_day):
        with pytest.raises(WrongValue) as refused:
            read(typed, TUESDAY)
        assert refused.value.remedy
    with pytest.raises(WrongValue):
        check_deadline(typed, CHINA)


@pytest.mark.parametrize("minus", ["-", "－", "~", "至"])
@pytest.mark.parametrize("day", ["2026-11-25 ", "2026年11月25日 ", "11月25日", "明天"])
def test_a_span_is_told_as_one(day: str, minus: str) -> None:
    with pytest.raises(WrongValue, match="是一段时间"):
        read_moment(f"{day}23:30{minus}01:30", TUESDAY)


@pytest.mark.parametrize(
    ("stored", "meant"),
    [
        ("2026-11-25T09:30:00+08:00", "2026-11-25 09:30"),
        ("2026-11-25T09:30+08:00", "2026-11-25 09:30"),
        ("2026-11-25T01:30:00Z", "2026-11-25 09:30"),
        ("2026-11-25T01:30Z", "2026-11-25 09:30"),
        ("2026-11-24T20:30:00-05:00", "2026-11-25 09:30"),
    ],
)
def test_what_records_hold_stays_readable(stored: str, meant: str) -> None:
    assert f"{read_moment(stored, TUESDAY):%Y-%m-%d %H:%M}" == meant


@pytest.mark.parametrize("night", ["半夜", "深夜", "午夜", "夜里", "夜间", "夜晚", "夜"])
@pytest.mark.parametrize("hour", ["5点", "5点半", "五点", "5:30", "6点", "6点10分", "六点半", "6:00"])
@pytest.mark.parametrize("day", ["", "明天", "今", "下周一", "11月25日", "2026-11-25 "])
def test_five_at_night_is_never_five_in_the_afternoon(day: str, night: str, hour: str) -> None:
    if day == "今" and night != "夜":
        day = "今天"
    dawn = "凌晨" if hour[0] in "5五" else "早上"
    with pytest.raises(WrongValue, match=f"没有写明是{dawn}还是") as refused:
        read_moment(day + night + hour, TUESDAY)
    early, late = refused.value.remedy.split("；")[0].removeprefix("写 ").split(" 或者 ")
    assert dawn in early
    try:
        assert read_moment(late, TUESDAY).hour == read_moment(early, TUESDAY).hour + 12
    except WrongValue as wrong:
        assert "已经过去" in wrong.what


@pytest.mark.parametrize("night", ["半夜", "深夜", "午夜", "夜里", "夜间"])
def test_words_of_the_night_with_the_hours_of_the_night(night: str) -> None:
    assert f"{read_moment(f'明天{night}11点', TUESDAY):%d %H}" == "25 23"
    assert f"{read_moment(f'明天{night}12点', TUESDAY):%d %H}" == "26 00"
    assert f"{read_moment(f'明天{night}23点', TUESDAY):%d %H}" == "25 23"


@pytest.mark.parametrize("part", ["午夜", "半夜", "深夜", "夜里", "晚上", "凌晨", "上午", "下午", "中午"])
def test_the_hour_that_is_offered_for_a_part_of_the_day_is_read(part: str) -> None:
    with pytest.raises(WrongValue, match="没有写几点") as refused:
        read_moment(f"明天{part}", TUESDAY)
    moment = read_moment(refused.value.remedy.removeprefix("补上钟点，如 ").rstrip("。"), TUESDAY)
    assert "夜" not in part or moment.hour in (23, 0)


@pytest.mark.parametrize("digit", "0零〇123456789一二三四五六七八九")
def test_what_is_offered_for_a_minute_of_one_digit_is_read(digit: str) -> None:
    for hour in ("9", "九"):
        with pytest.raises(WrongValue, match="看不出是几分") as refused:
            read_moment(f"明天{hour}点{digit}", TUESDAY)
        for way in refused.value.remedy.removeprefix("写成 ").rstrip("。").split("，或者 "):
            assert read_moment(f"明天{way}", TUESDAY).hour == 9


@pytest.mark.parametrize(
    "typed", ["明天3点", "2026-11-25 3:30", "半夜5点", "8.25 9:00", "今天8点", "晚上1点"]
)
def test_no_refusal_ends_in_a_mark_of_its_own(typed: str) -> None:
    with pytest.raises(WrongValue) as refused:
        read_moment(typed, TUESDAY)
    assert refused.value.what[-1] not in "？?。！"


GONE = {
    "20号": (2026, 11, 20), "25号": (2026, 10, 25), "31号": (2026, 10, 31), "周一": (2026, 11, 23), "周二": (2026, 11, 24),
    "周五": (2026, 11, 20), "1月5日": (2026, 1, 5), "3.15": (2026, 3, 15), "5月20日": (2026, 5, 20), "12月3日": (2025, 12, 3),
    "2月29日": (2024, 2, 29), "周五（20日）": (2026, 11, 20), "11月24日": (2026, 11, 24), "去年5月1日": (2025, 5, 1),
    "昨天上午9点": (2026, 11, 23), "上月20号": (2026, 10, 20), "今天": (2026, 11, 24),
}  # fmt: skip


@pytest.mark.parametrize("text", GONE)
def test_a_day_gone_by_that_is_not_written_whole_is_the_last_such_day(text: str) -> None:
    assert read_day(text, TUESDAY, gone=True) == date(*GONE[text])


@pytest.mark.parametrize(
    "text", ["明天", "下周一", "2027-01-01", "2026年12月1日", "3天后", "本月30日", "2026-11-25 9:30"]
)
def test_a_day_to_come_is_refused_where_one_gone_by_is_asked_for(text: str) -> None:
    with pytest.raises(WrongValue, match="这一题问的是已经过去的日子"):
        read_day(text, TUESDAY, gone=True)


def test_so_is_an_hour_to_come() -> None:
    assert read_moment("20号上午9点", TUESDAY, gone=True).date() == date(2026, 11, 20)
    with pytest.raises(WrongValue, match="已经过去的日子"):
        read_moment("今天下午5点", TUESDAY, gone=True)


@pytest.mark.parametrize("text", ["周一（20日）", "11月20日周一", "32号", "2月30日"])
def test_day_words_that_clash_stay_refused_for_a_day_gone_by(text: str) -> None:
    with pytest.raises(WrongValue):
        read_day(text, TUESDAY, gone=True)


@pytest.mark.parametrize("text", ["20日上午", "昨晚", "昨夜2点", "明早", "11月20日晚上"])
@pytest.mark.parametrize("gone", [False, True])
def test_where_a_day_is_asked_for_an_hour_beside_it_is_told_to_go(text: str, gone: bool) -> None:
    with pytest.raises(WrongValue) as wrong:
        read_day(text, TUESDAY, gone=gone)
    assert "只写日子" in wrong.value.remedy
    assert "补上钟点" not in wrong.value.what + wrong.value.remedy
