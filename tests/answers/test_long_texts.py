"""What is handed to the readers of numbers, dates and people is bounded first: no text keeps anybody waiting."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sample_form import FORM

from yanpan.answers import WrongValue, check_deadline, read_answers
from yanpan.answers.counts import read_count
from yanpan.answers.exact import check_on_clocks
from yanpan.answers.moments import read_day, read_moment
from yanpan.answers.written import written_deadline
from yanpan.errors import AnswersRefused

CHINA = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 24, 16, 15, tzinfo=CHINA)

LONG = [
    unit * (200_000 // len(unit)) for unit in ("1", "1.", "1,", "三十", "明天上午9点", "3月", "-", "约", "甲")
]


@pytest.mark.parametrize(
    "text", [*LONG, *(text + "万" for text in LONG)], ids=lambda text: text[:3] + text[-1]
)
def test_every_reader_refuses_what_is_too_long_at_once(text: str) -> None:
    for read in (
        lambda: read_count(text),
        lambda: read_moment(text, NOW),
        lambda: read_day(text, NOW),
        lambda: check_deadline(written_deadline(text), CHINA),
    ):
        with pytest.raises(WrongValue) as refused:
            read()
        assert "太长" in refused.value.what  # before anything is looked for in it
        assert refused.value.remedy
        assert len(refused.value.what) < 200


@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:3])
def test_a_file_of_such_answers_is_refused_at_once(text: str) -> None:
    for value in (text, [text], [text] * 3):
        for question in FORM.questions:
            try:
                read_answers({"answers": {question: value}}, FORM)
            except AnswersRefused:
                continue


def test_the_longest_honest_number_is_still_read() -> None:
    assert read_count("  大约一千二百三十四万五千六百七十八人左右 ").number == 12_345_678


@pytest.mark.parametrize(
    ("gone", "instead"),
    [("1988-04-17 02:30", "03:30"), ("1991-04-14 02:00", "03:00")],
)
def test_an_hour_that_summer_time_left_out_is_no_moment(gone: str, instead: str) -> None:
    with pytest.raises(WrongValue, match="没有") as refused:
        check_on_clocks(datetime.fromisoformat(gone).replace(tzinfo=CHINA))
    assert instead in refused.value.remedy
    with pytest.raises(WrongValue, match="夏令时"):
        read_moment(gone.replace(" 0", " 凌晨"), NOW)
    with pytest.raises(WrongValue, match="夏令时"):
        read_moment(gone, NOW)


def test_an_hour_that_came_twice_is_one() -> None:
    check_on_clocks(datetime(1988, 9, 11, 0, 30, tzinfo=CHINA))
    check_on_clocks(NOW)
