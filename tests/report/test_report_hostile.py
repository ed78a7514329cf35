"""What people write is printed and never obeyed; and were it obeyed, it would reach nothing."""

from __future__ import annotations

import io
import re
from pathlib import Path

import msgspec
import papers
import pikepdf
import pytest
import typst
from papers import pages_of, printed, with_answer

from yanpan.assessment import encode
from yanpan.errors import ReportFailed
from yanpan.report import pdf, render_pdf

# What would be code or markup to Typst, to HTML or to a terminal, were it not data.
HOSTILE = [
    '#read("/etc/passwd")',
    '"#read("../fonts/fang.otf")"',
    '\\"); #import "@preview/cetz:0.3.0": *; #("',
    "#set page(width: 1cm)",
    "[a](b) *c* _d_ `e` $x^2$ @f <g> ~ -- ---",
    "= h",
    "/* i */ // j",
    "\\u{41} \\n \\",
    "{{ 7*7 }} {% k %} {# l #}",
    "&amp; &#65; ]]> <!-- m -->",
    '<img src="http://127.0.0.1:9/x.png"><style>@import "http://127.0.0.1:9/a.css"</style>',
    '<svg><image href="file:///etc/passwd"/></svg><object data="file:///etc/passwd"></object>',
    '{"tag": "svg", "class": [], "svg": "<svg/>"}',
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_answers_are_printed_as_text(text: str, tmp_path: Path) -> None:
    assessment = with_answer(papers.stored("medium"), party_name=text, place=text)
    assessment = msgspec.structs.replace(assessment, attachments=(text,), case_number=text)
    made = render_pdf(assessment, encode(assessment))
    squeezed = re.sub(r"\s", "", printed(made.pdf, tmp_path))
    assert squeezed.count(re.sub(r"\s", "", text)) >= 4
    with pikepdf.open(io.BytesIO(made.pdf)) as document:
        assert list(document.attachments) == ["assessment.json"]
        assert text in str(document.docinfo.Title)


def test_lines_of_an_answer_stay_lines_and_nothing_turns_them_round(tmp_path: Path) -> None:
    assessment = with_answer(papers.stored("medium"), party_name="甲\r\n乙\n丙\u202e丁\u2028戊😀\x00己")
    text = printed(render_pdf(assessment, encode(assessment)).pdf, tmp_path)
    assert "甲\n" in text
    assert "丙〓〔U+202E〕丁〓〔U+2028〕戊〓〔U+1F600〕〓〔U+0000〕己" in re.sub(r"\s", "", text)


def test_ten_thousand_characters_are_all_printed_over_several_pages(tmp_path: Path) -> None:
    assessment = with_answer(papers.stored("medium"), party_name="甲乙丙丁戊" * 2000)
    made = render_pdf(assessment, encode(assessment))
    text = re.sub(r"\s", "", printed(made.pdf, tmp_path, "-layout"))
    assert sum(text.count(letter) for letter in "戊") >= 2000
    assert pages_of(made.pdf) > 20


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="http://127.0.0.1:9/x.png"/>',
        "<script>1</script>",
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/passwd"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><use href="http://127.0.0.1:9/x.svg"/></svg>',
        "<p>left open",
        "&unknown;",
        "<table><colgroup><col/></colgroup></table>",
        '<table><colgroup><col style="width: 9%"/></colgroup><tbody><tr><td>1</td><td>2</td></tr></tbody></table>',
    ],
)
def test_markup_that_no_paper_has_is_refused(markup: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assessment = papers.stored("medium")
    real = pdf.render_html(assessment)
    monkeypatch.setattr(pdf, "render_html", lambda *_: real.replace("<h1>", markup + "<h1>"))
    with pytest.raises(ReportFailed, match="排版失败"):
        render_pdf(assessment, encode(assessment))


@pytest.mark.parametrize(
    "code",
    [
        '#read("/etc/passwd")',
        '#read("../fonts/coverage.txt")',
        '#image("../fonts/fang.otf")',
        '#include "/../report.html.j2"',
        '#import "@local/x:1.0.0": *',
    ],
)
def test_even_code_would_reach_no_file(code: str) -> None:
    with pytest.raises((RuntimeError, typst.TypstError)):
        pdf._compiler({"main.typ": code.encode()}).compile(format="pdf", pdf_standards=["a-3a"])


def test_no_font_but_ours_is_known() -> None:
    families = set(pdf._fonts().families())
    assert families == {f"Yanpan {name}" for name in ("Fang", "Song", "Title", "Hei", "Kai")}


def test_the_fixed_document_reads_its_two_files_and_evaluates_nothing() -> None:
    code = re.sub(r"//[^\n]*", "", pdf._document().decode())
    assert re.findall(r"\b(?:json|read)\(([^,)]*)", code) == ['"paper.json"', '"assessment.json"']
    assert (
        re.findall(
            r"\b(?:eval|import|include|plugin|sys|datetime\.today|yaml|toml|csv|xml|cbor|link)\b", code
        )
        == []
    )
