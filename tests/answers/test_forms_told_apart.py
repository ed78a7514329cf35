"""Forms that look like one thing and mean another: read as a careful reader means them, or refused with a way out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from yanpan.answers import WrongValue
from yanpan.answers.counts import read_count
from yanpan.answers.model import Person
from yanpan.answers.moments import read_moment
from yanpan.answers.people import check_person, read_people
from yanpan.answers.written import read_written, written_deadline

NOW = datetime(2026, 11, 24, 15, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
EAST = timezone(timedelta(hours=8))


@pytest.mark.parametrize("apart", ["", " ", "  "])
@pytest.mark.parametrize("offset", ["+08:00", "+0800"])
def test_an_offset_counts_with_a_blank_before_it_too(apart: str, offset: str) -> None:
    assert read_written(f"2026-11-27 03:30:00{apart}{offset}") == datetime(2026, 11, 27, 3, 30, tzinfo=EAST)
    assert read_written(f"2026-11-27T09:30:00{apart}Z") == datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
    deadline = datetime.fromisoformat(written_deadline(f"2026-11-27 09:30{apart}{offset}"))
    assert deadline == datetime(2026, 11, 27, 9, 30, tzinfo=EAST)
    assert read_moment(f"2026-11-27 09:30{apart}{offset}", NOW).hour == 9


@pytest.mark.parametrize(
    "typed",
    [
        "12-13日上午9点",
        "1-3日9点",
        "25-26日9点",
        "1-2号上午9点",
        "2026年12月19点",
        "2026-12-120:30",
        "25日后上午9点",
        "3日之后9点",
    ],
)
def test_days_and_hours_run_together_are_not_cut_by_guess(typed: str) -> None:
    with pytest.raises(WrongValue) as wrong:
        read_moment(typed, NOW)
    assert wrong.value.remedy


def test_a_day_with_its_month_still_is_one() -> None:
    assert read_moment("12.13日上午9点", NOW).date() == date(2026, 12, 13)
    assert read_moment("12-13上午9点", NOW).date() == date(2026, 12, 13)
    assert read_moment("2026年12月1日9点", NOW).hour == 9


@pytest.mark.parametrize("words", ["1亿2千", "1亿2百", "1亿3000", "3亿5千元"])
def test_a_part_behind_the_hundred_millions_could_be_of_any_unit(words: str) -> None:
    with pytest.raises(WrongValue):
        read_count(words, "元")


@pytest.mark.parametrize(
    ("words", "most"), [("五六人", "6"), ("七八个", "8"), ("三五人", "5"), ("两三", "3")]
)
def test_two_numerals_side_by_side_are_about_so_many(words: str, most: str) -> None:
    with pytest.raises(WrongValue) as wrong:
        read_count(words)
    assert f"如 {most}。" in wrong.value.remedy


@pytest.mark.parametrize(
    "words",
    [
        "李明王强",
        "张华李平",
        "王雷张伟 粤A001",
        "李和张三",
        "由张三",
        "跟李四",
        "张三（李四）",
        "张三 安保",
        "张三、编号 001",
        "张三、车牌 粤A123",
        "甲方张三",
    ],
)
def test_two_names_or_a_word_before_one_are_not_one_name(words: str) -> None:
    with pytest.raises(WrongValue):
        read_people(words)


@pytest.mark.parametrize("name", ["周边群众", "全区员工", "单元业主", "李大爷", "赵阿姨", "小王", "No", "1"])
def test_who_is_no_officer_on_the_screen_is_none_in_a_file(name: str) -> None:
    with pytest.raises(WrongValue):
        read_people(name)
    with pytest.raises(WrongValue):
        check_person(Person(name))


@pytest.mark.parametrize(
    "number",
    ["2020-12-31", "07518888123", "02088881234", "075188881234", "QQ12345", "wx12345", "440582900101123"],
)
def test_a_date_a_telephone_and_an_identity_number_are_no_certificate(number: str) -> None:
    with pytest.raises(WrongValue):
        check_person(Person("张三", number))
    with pytest.raises(WrongValue):
        read_people(f"张三 {number}")


@pytest.mark.parametrize("number", ["01000123", "19012345678", "粤A001", "粤执（2020）001号"])
def test_certificates_are_still_taken(number: str) -> None:
    check_person(Person("张三", number))
