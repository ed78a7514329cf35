"""The data that Typst sets: white space as HTML has it, overlong words in letters, nothing unknown."""

from __future__ import annotations

from typing import Any

import pytest

from yanpan.report.sheet import UnknownMarkup, sheet_of
from yanpan.report.wrap import pieces


def kids(body: str) -> list[Any]:
    return sheet_of(f"<html><head><title>t</title></head><body>{body}</body></html>")["kids"]


def test_white_space_is_one_space_and_none_beside_blocks() -> None:
    assert kids("\n<p> a \n b <span class='hei'> c </span>d\n</p>\n") == [
        {"tag": "p", "class": [], "kids": ["a b ", {"tag": "span", "class": ["hei"], "kids": [" c "]}, "d"]}
    ]


def test_lines_stay_lines_where_the_template_says_so() -> None:
    (paragraph,) = kids("<p class='lines'>甲 \n 乙<span>丙\n丁</span></p>")
    assert [kid if isinstance(kid, str) else kid["tag"] for kid in paragraph["kids"]] == [
        "甲",
        "br",
        "乙",
        "span",
    ]
    assert [kid if isinstance(kid, str) else kid["tag"] for kid in paragraph["kids"][3]["kids"]] == [
        "丙",
        "br",
        "丁",
    ]


def test_a_chinese_space_and_a_hard_one_are_kept() -> None:
    assert kids("<p>　甲&#160;乙　</p>")[0]["kids"] == ["　甲\N{NO-BREAK SPACE}乙　"]


def test_a_row_with_more_cells_than_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="longer|shorter"):
        kids("<table><colgroup><col style='width: 9%'/></colgroup><tbody><tr><td/><td/></tr></tbody></table>")


def test_an_unknown_tag_is_refused() -> None:
    with pytest.raises(UnknownMarkup, match="img"):
        kids("<p><img src='x'/></p>")


@pytest.mark.parametrize(
    "text", ["“" * 30, "a" * 30, "W" * 16, "。" * 20, "字\N{NO-BREAK SPACE}" * 20, "字”" * 20, "ー" * 20]
)
def test_what_no_line_may_end_in_is_set_in_letters(text: str) -> None:
    assert list(pieces(f"前 {text}", 29))[-1] == (text, True)


@pytest.mark.parametrize(
    "text",
    [
        "字" * 900,
        "assessment.json",
        "行政强制法第\N{NO-BREAK SPACE}44\N{NO-BREAK SPACE}条",
        "（粤司函〔2020〕563号）",
        "a b " * 99,
    ],
)
def test_ordinary_text_stays_whole(text: str) -> None:
    assert list(pieces(text, 50)) == [(text, False)]
