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


@pytest.mark.parametrize("link", ["和", "与", "及", "以及", "跟", "同", "暨"])
@pytest.mark.parametrize("number", ["粤A001", "01000123", "粤执证10086"])
def test_who_is_linked_behind_a_certificate_is_somebody_of_his_own(link: str, number: str) -> None:
    assert read_people(f"张三 {number}{link}李四") == (Person("张三", number), Person("李四", ""))
    assert read_people(f"张三 {number}{link}李四 粤A002")[1] == Person("李四", "粤A002")


@pytest.mark.parametrize(
    "number", ["粤执证10086", "粤执（2020）001号", "粤综执0012", "执法证10086", "粤A001", "行政执法001"]
)
@pytest.mark.parametrize("mark", ["、", "，", " ", "\n"])
def test_a_certificate_holds_nobodys_name(number: str, mark: str) -> None:
    for name in ("李四", "欧阳锋", "陈某某"):
        with pytest.raises(WrongValue):
            read_people(f"张三{mark}{name}{number}")
        with pytest.raises(WrongValue):
            check_person(Person("张三", name + number))


@pytest.mark.parametrize(
    "number", ["惠州执法证0012", "江门综执0012", "惠执（2020）001号", "高明执证10086", "粤执证10086"]
)
def test_a_certificate_may_begin_with_its_place(number: str) -> None:
    assert read_people(f"张三 {number}") == (Person("张三", number),)


@pytest.mark.parametrize(
    "text", ["张三，01000123 李四", "张三、粤A002 李四、粤A003 王五", "张三\n01000123 李四"]
)
def test_a_number_between_a_mark_and_another_name_is_nobodys(text: str) -> None:
    with pytest.raises(WrongValue, match="看不出证号是谁的"):
        read_people(text)


def test_a_name_of_sounds_is_linked_like_any_other() -> None:
    two = (Person("张三", ""), Person("买买提·艾力", ""))
    assert read_people("张三和买买提·艾力") == two
    assert read_people("买买提·艾力和张三") == two[::-1]
