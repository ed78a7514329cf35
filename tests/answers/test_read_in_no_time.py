"""What people write is looked at once: no text, however it is made, holds a reader for ever. One that did would hang here."""

from __future__ import annotations

from contextlib import suppress

import pytest
from sample_form import FORM

from strategies import AT
from yanpan.answers import Person, WrongValue
from yanpan.answers.counts import read_count, word_beside
from yanpan.answers.moments import read_deadline, read_moment
from yanpan.answers.people import check_person, read_people
from yanpan.answers.written import read_written
from yanpan.assessment import owner_lacks
from yanpan.errors import YanpanError
from yanpan.questionnaire.act_list import called, like
from yanpan.storage import check_new_number

PIECES = [
    "0", "1", "01", "1-", "A1", "A", "a", "粤A1", "粤", "执", "字第", "第", "号", "（", "（1", "）", "〔2020〕", "、", "， ", " ",
    "人  ", "等 ", "等人 ", "2 人 ", "名 ", "同志 ", "和", "张三", "张三和", "张", "·", "-", ".", "1.", "1,", "一", "百", "三百", "零",
    "天", "周", "周一", "今天", "日前", "时分", "的", "长", "副主任", "主任", "队员", "局", "负责", "其他", "相关人员", "以及",
    "约", "大约", "万", "元",
    "年月日", "11月", "上午", "法院", "被", "由",
]  # fmt: skip
ENDS = ["", "!", "号码", "张三", "x", "中", "1", "、"]
BEGINNINGS = ["", "张三 ", "张三等", "张三（", "粤A", "2026-"]


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_text_of_one_piece_is_read_or_refused(piece: str) -> None:
    for beginning in BEGINNINGS:
        for end in ENDS:
            for length in (60, 600):
                text = beginning + (piece * length)[:length] + end
                owner_lacks(text)
                word_beside(text)
                called(FORM, text), like(FORM, text)
                for read in (
                    lambda text=text: read_people(text),
                    lambda text=text: check_person(Person("张三", text)),
                    lambda text=text: check_person(Person(text, "粤A001")),
                    lambda text=text: read_count(text, "元"),
                    lambda text=text: read_count(text),
                    lambda text=text: read_moment(text, AT),
                    lambda text=text: read_deadline(text, AT),
                    lambda text=text: read_written(text),
                    lambda text=text: check_new_number(text),
                ):
                    with suppress(WrongValue, ValueError, YanpanError):
                        read()
