"""Dates in files and tables: as people type them, where they mean the same on every day that they are read."""

# ruff: noqa: DTZ001 - files have no zone
from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies as s
from yanpan.answers import WrongValue, read_answers, read_value
from yanpan.answers.moments import read_moment
from yanpan.answers.written import read_written, spreadsheet_moment, written_deadline
from yanpan.errors import AnswersRefused
from yanpan.questionnaire import QuestionType

READ = {
    "2026-11-27 09:30": datetime(2026, 11, 27, 9, 30),
    "2026/11/27 9:30": datetime(2026, 11, 27, 9, 30),
    "2026.11.27 9:30": datetime(2026, 11, 27, 9, 30),
    "2026年11月27日上午9点半": datetime(2026, 11, 27, 9, 30),
    "2026年11月27日 3:30pm": datetime(2026, 11, 27, 15, 30),
    "20261127 9:30": datetime(2026, 11, 27, 9, 30),
    "202611270930": datetime(2026, 11, 27, 9, 30),
    "2026/11/27 24:00": datetime(2026, 11, 28),
    "2026年11月27日（星期五）9:30": datetime(2026, 11, 27, 9, 30),
    "20261127": date(2026, 11, 27),
    "2026/11/27": date(2026, 11, 27),
}  # fmt: skip


@pytest.mark.parametrize("text", READ)
def test_what_means_the_same_on_every_day_is_read(text: str) -> None:
    found = read_written(text)
    assert (type(found), found) == (type(READ[text]), READ[text])


@pytest.mark.parametrize(
    "text",
    [
        "明早9点",
        "今天下午3点",
        "11月27日 9:30",
        "27日9点",
        "9:30",
        "下周一上午9点",
        "现在",
        "两小时后",
        "明年1月3日9点",
        "星期五上午9点",
    ],
)
def test_what_hangs_on_the_day_it_was_written_is_refused(text: str) -> None:
    with pytest.raises(WrongValue) as refused:
        read_written(text)
    assert refused.value.remedy


@pytest.mark.parametrize(
    "text", ["2026/11/27 3:30", "2026年11月27日（星期四）9:30", "2026/13/27 9:30", "2026/11/27 左右", "x", ""]
)
def test_what_is_refused_on_the_screen_is_refused_in_files(text: str) -> None:
    with pytest.raises(WrongValue):
        read_written(text)


@given(
    st.datetimes(datetime(1951, 1, 1), datetime(2198, 12, 31)),
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),
)
def test_a_file_and_the_screen_read_alike(moment: datetime, now: datetime) -> None:
    zone = ZoneInfo("Asia/Shanghai")
    text = f"{moment:%Y/%m/%d %H:%M}"
    assert read_written(text) == read_moment(text, now.replace(tzinfo=zone)).replace(tzinfo=None)


@given(st.datetimes(datetime(1960, 1, 1), datetime(2100, 1, 1)))
def test_the_day_number_of_a_spreadsheet_is_that_moment(moment: datetime) -> None:
    moment = moment.replace(second=0, microsecond=0)
    days = (moment - datetime(1899, 12, 30)) / timedelta(days=1)
    shown = spreadsheet_moment(f"{days:.10f}")
    assert datetime.fromisoformat(shown) == moment


@pytest.mark.parametrize(
    "text",
    ["2026", "19999", "80000", "46352.", "4635", "463521", "-46352", "46352,5", "46352a", "４６３５２"],
)
def test_other_numbers_are_no_day_numbers(text: str) -> None:
    assert spreadsheet_moment(text) == text


def test_answers_of_a_file_are_read_so() -> None:
    form = s.form_of(
        questions=(s.question("start", QuestionType.DATETIME), s.question("on", QuestionType.DATE)),
        measures=(s.measure("m"),),
    )
    document = {
        "answers": {"start": "2026/11/27 下午3:30", "on": "20261127"},
        "measures": [{"id": "m", "owner": "张三", "deadline": "2026/11/26 18:00"}],
    }
    answers = read_answers(document, form)
    assert answers.answers["start"].value == datetime(2026, 11, 27, 15, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert answers.answers["on"].value == date(2026, 11, 27)
    assert answers.measures[0].deadline == "2026-11-26 18:00"
    for wrong in ({"start": "明早9点"}, {"start": "2026/11/27"}, {"on": "11月27日"}):
        with pytest.raises(AnswersRefused):
            read_answers({"answers": wrong}, form)


@pytest.mark.parametrize("text", ["实施前", "2026-11-26", "2026-11-26 18:00", "明天", "尽快", "x"])
def test_a_deadline_that_needs_no_reading_stays(text: str) -> None:
    assert written_deadline(text) == text


@pytest.mark.parametrize(
    "text", ["看不懂", "昨晚", "20日上午", "11月3日", "昨夜2点", "下周一", "2026年11月3日上午", "今天"]
)
def test_a_bad_day_is_answered_with_one_that_a_file_takes(text: str) -> None:
    with pytest.raises(WrongValue) as refused:
        read_written(text, day=True)
    assert "2026-11-03" in refused.value.remedy
    assert "09:30" not in refused.value.remedy
    assert "几点" not in refused.value.what
    assert read_written("2026-11-03", day=True) == date(2026, 11, 3)


@pytest.mark.parametrize("text", ["看不懂", "昨夜2点", "昨晚", "20日上午"])
def test_a_bad_moment_is_not_told_to_be_written_as_on_the_screen(text: str) -> None:
    with pytest.raises(WrongValue) as refused:
        read_written(text)
    assert "天" not in refused.value.remedy


@pytest.mark.parametrize("raw", ["看不懂", "11月3日", 5])
def test_a_question_for_a_day_says_so_in_files(raw: object) -> None:
    with pytest.raises(WrongValue, match=".") as refused:
        read_value(s.question("since", QuestionType.DATE), raw, s.form_of())
    assert "2026-11-03" in refused.value.remedy
