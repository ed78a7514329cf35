"""Grades, numbers, times, causes and citations as the paper words them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone

from yanpan.assessment.model import Assessment, Citation
from yanpan.assessment.words import show_deadline, show_moment
from yanpan.questionnaire.model import Grade, Section
from yanpan.report.glyphs import printable

_ARTICLE = re.compile(r"(.*?第|.+号 )([0-9A-Z.]+(?:之[一二三四五六七八九十]+)?)(条|)")
"""A citation of one article (`行政强制法第34条`) or clause (`563号 1.1`): document, number, what follows."""

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


def moment(value: datetime | str) -> str:
    """`2026年11月24日 20:15`; zones other than UTC+8 are said. Of a text, the date it holds; other text stays."""
    if isinstance(value, str):
        return show_deadline(value)
    offset = value.utcoffset()
    # By its offset, not by its name: nothing else of a zone stands in the record.
    zone = "" if offset in (None, timedelta(hours=8)) else f"（{value.replace(tzinfo=timezone(offset)):%Z}）"
    return show_moment(value) + zone


def deadline(text: str) -> str:
    """`2026年12月1日前`; what is no date (实施前) stays as it is."""
    shown = show_deadline(text)
    return shown if shown == text else f"{shown}前"


def asked_words(ask: str) -> str:
    """A question without its hint on how to answer it on a screen, which is no matter of the paper.

    >>> asked_words("有下列情形吗？（可多选，都没有就直接回车）")
    '有下列情形吗？'
    """
    return _SCREEN_HINT.sub("", ask)


def basis_words(basis: Iterable[Citation]) -> str:
    """Citations in a line, articles of one document together; one that is not in force on the day says so.

    >>> basis_words([Citation(ref="强:34", words="强制法第34条"), Citation(ref="强:35", words="强制法第35条")])
    '强制法第34、35条'
    """
    parts: list[tuple[str, str, str]] = []
    for citation in basis:
        late = "" if citation.in_force else "（研判当日不在施行期内）"
        found = _ARTICLE.fullmatch(citation.words)
        before, number, after = found.groups() if found else (citation.words, "", "")
        if parts and found and not late and (parts[-1][0], parts[-1][2]) == (before, after):
            parts[-1] = (before, f"{parts[-1][1]}、{number}", after)
        else:
            parts.append((before, number, after + late))
    return "、".join(before + number + after for before, number, after in parts).replace(
        " ", "\N{NO-BREAK SPACE}"
    )


def shortened(text: str, most: int) -> str:
    """A text that is too long for its place; the appendix and assessment.json hold it whole.

    >>> shortened("一二三四五", 4)
    '一二三……'
    """
    text = printable(text)
    return text if len(text) <= most else f"{text[: most - 1]}……"
