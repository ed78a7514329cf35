"""Times and counts as officers type them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanpan.answers import WrongValue, check_deadline
from yanpan.answers.counts import read_count, read_numeral
from yanpan.answers.moments import is_past, read_day, read_deadline, read_moment, say_moment

CHINA = ZoneInfo("Asia/Shanghai")
TUESDAY = datetime(2026, 11, 24, 15, 20, 31, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("现在", "2026-11-24 15:20"),
        ("now", "2026-11-24 15:20"),
        ("今天下午3点", "2026-11-24 15:00"),
        ("今天下午三点一刻", "2026-11-24 15:15"),
        ("明早8点", "2026-11-25 08:00"),
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
        ("凌晨5点", "2026-11-25 05:00"),
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
    ],
)
def test_what_cannot_be_or_means_two_things_is_refused(typed: str, words: str) -> None:
    with pytest.raises(WrongValue) as refused:
        read_moment(typed, TUESDAY)
    assert words in refused.value.what
    assert refused.value.remedy


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


START = datetime(2020, 1, 1, tzinfo=CHINA)
MOMENTS = st.integers(0, 40_000_000).map(lambda minutes: START + timedelta(minutes=minutes))


@given(MOMENTS, MOMENTS)
def test_a_moment_with_its_year_is_read_the_same_whenever_it_is_read(moment: datetime, now: datetime) -> None:
    for form in ("%Y-%m-%d %H:%M", "%Y年%m月%d日%H:%M", "%Y年%m月%d日 %H点%M分", "%Y/%m/%d %H:%M"):
        assert read_moment(moment.strftime(form), now) == moment


@given(MOMENTS, st.integers(0, 2), st.integers(0, 23), st.integers(0, 59))
def test_a_named_day_with_a_clock_time_is_that_day(now: datetime, ahead: int, hour: int, minute: int) -> None:
    found = read_moment(f"{['今天', '明天', '后天'][ahead]}{hour}:{minute:02}", now)
    assert (found.date(), found.hour, found.minute) == ((now + timedelta(days=ahead)).date(), hour, minute)


@given(MOMENTS, st.integers(0, 23), st.integers(0, 59))
def test_an_hour_without_a_day_is_within_the_next_day(now: datetime, hour: int, minute: int) -> None:
    found = read_moment(f"{hour}:{minute:02}", now)
    assert timedelta(0) <= found - now < timedelta(days=1)


@given(
    st.text(alphabet="今明后天下周一二三日月号年点时分半上午晚凌晨早:：.-/0123456789 个小后", max_size=16),
    MOMENTS,
)
def test_whatever_is_typed_is_read_or_refused_in_words(typed: str, now: datetime) -> None:
    for read in (read_moment, read_day, read_deadline):
        try:
            read(typed, now)
        except WrongValue as wrong:
            assert wrong.what


@pytest.mark.parametrize(
    ("typed", "number", "said"),
    [
        ("300", 300, ""), ("约300人", 300, "约"), ("1.2万", 12000, ""), ("1,200人", 1200, ""), ("三百人", 300, ""),
        ("大约 50 名", 50, "大约"), ("300人左右", 300, "左右"), ("约三百人左右", 300, "约左右"), ("两百", 200, ""),
        ("３００", 300, ""), ("三百五", 350, ""), ("三百零五", 305, ""), ("一万五", 15000, ""), ("十", 10, ""),
        ("一百一十", 110, ""), ("一亿二千万", 120_000_000, ""), ("0", 0, ""), ("零", 0, ""),
    ],
)  # fmt: skip
def test_a_count_is_the_number_and_the_word_beside_it(typed: str, number: int, said: str) -> None:
    assert read_count(typed) == (number, said)


@pytest.mark.parametrize(
    "typed",
    ["三百多人", "300余人", "十几人", "几十人", "上百人", "数百人", "二三十人", "200-300人",
     "超过300人", "三十来个", "人", "约", "很多", "", "12户"],
)  # fmt: skip
def test_words_that_give_no_single_number_are_asked_again(typed: str) -> None:
    with pytest.raises(WrongValue) as refused:
        read_count(typed)
    assert refused.value.remedy


def in_chinese(n: int) -> str:
    """The full form of a number below 10^8."""
    digits, units = "零一二三四五六七八九", ["", "十", "百", "千"]

    def small(m: int) -> str:
        out, zero = "", False
        for i in range(3, -1, -1):
            d = m // 10**i % 10
            if d:
                out += ("零" if zero and out else "") + digits[d] + units[i]
                zero = False
            else:
                zero = True
        return out

    if n == 0:
        return "零"
    high, low = divmod(n, 10**4)
    if not high:
        return small(n)
    return small(high) + "万" + ("零" if 0 < low < 1000 else "") + small(low)


@given(st.integers(0, 10**8 - 1))
def test_every_number_in_chinese_numerals_is_read_back(n: int) -> None:
    assert read_numeral(in_chinese(n)) == n


@given(st.text(alphabet="零一二两三四五六七八九十百千万亿约左右多几人户0123456789.", max_size=10))
def test_whatever_count_is_typed_is_read_or_refused_in_words(typed: str) -> None:
    try:
        assert read_count(typed).number >= 0
    except WrongValue as wrong:
        assert wrong.what
