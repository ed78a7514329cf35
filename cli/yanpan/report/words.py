"""Grades, numbers, times, causes and citations as the paper words them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from yanpan.assessment.model import Assessment, Cause, Citation
from yanpan.questionnaire.model import Grade, Section

_NUMERALS = "〇一二三四五六七八九"
_SCREEN_HINT = re.compile(
    r"？?（(?:可多选|可以多选|都没有)[^）]*）(?=：)|（(?:可多选|可以多选|都没有)[^）]*）"
)


def grade_title(assessment: Assessment, grade: Grade) -> str:
    """`高风险`, in the words of the questionnaire."""
    return assessment.titles.get(f"grade.{grade}", grade.value)


def grade_conclusion(assessment: Assessment, grade: Grade) -> str:
    """`暂缓实施并报告`: what follows from the grade, in the words of the questionnaire."""
    return assessment.titles.get(f"conclusion.{grade}", "")


def section_title(assessment: Assessment, section: Section) -> str:
    """`合法性`, in the words of the questionnaire."""
    return assessment.titles.get(f"section.{section}", section.value)


def numeral(number: int) -> str:
    """1–99 as headings of official papers count.

    >>> [numeral(n) for n in (3, 10, 12, 20, 21)]
    ['三', '十', '十二', '二十', '二十一']
    """
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_NUMERALS[tens]}十"
    return head + (_NUMERALS[ones] if ones else "")


def moment(value: datetime | str) -> str:
    """`2026年11月24日 20:15` in the zone it was written in; other zones than UTC+8 are said. Plain text stays."""
    if isinstance(value, str):
        text = value
        try:
            value = datetime.fromisoformat(text)
        except ValueError:
            return text
        if value.hour == value.minute == 0 and value.tzinfo is None:
            return f"{value.year}年{value.month}月{value.day}日"
    zone = "" if value.utcoffset() in (None, timedelta(hours=8)) else f"（{value:%Z}）"
    return f"{value.year}年{value.month}月{value.day}日 {value:%H:%M}{zone}"


def cause_words(cause: Cause) -> str:
    """Why something fired, in a line: the question and its answer, or the answers that met a condition."""
    said = f"{cause.ask.rstrip('？?')}：{cause.answer}" if cause.ask else cause.answer or cause.condition
    return asked_words(said)


def asked_words(ask: str) -> str:
    """A question without its hint on how to answer it on a screen, which is no matter of the paper.

    >>> asked_words("有下列情形吗？（可多选，都没有就直接回车）")
    '有下列情形吗？'
    """
    return _SCREEN_HINT.sub("", ask)


def basis_words(basis: Iterable[Citation]) -> str:
    """Citations in a line; one that is not in force on the day says so."""
    words = "、".join(c.words if c.in_force else f"{c.words}（研判当日不在施行期内）" for c in basis)
    return words.replace(" ", "\N{NO-BREAK SPACE}")
