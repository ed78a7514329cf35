"""How a paper is laid out, as laws read from the PDF: where text may stand, how large, in which colour, what stays together."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
import papers
import pikepdf
import pytest
import reading
from papers import KINDS, assessment_of, paper, printed_case, worked
from reading import A4, Run, elements, squeezed

from yanpan.answers import read_answers
from yanpan.assessment import Assessment, assess, encode
from yanpan.data import data_folder
from yanpan.documents import load_document
from yanpan.report import render_html, render_pdf

_MM = 72 / 25.4
_SMALLEST, _BODY = 9.0, 10.5
_RED = (0xC0 / 255, 0, 0)

SAMPLE = (
    *("R03-凌晨强制拆除", "L01-当场处罚", "demolition", "demolition-replanned", "R03", "E28", "C16", "Q09"),
    *("P58", "P46", "P13", "G03", "I13", "B01"),
)
"""Worked cases of all lengths and kinds; the long run takes all."""

PAGES = {
    "R03-凌晨强制拆除": 7,
    "demolition-replanned": 6,
    "P46": 4,
    "P68": 4,
    "P58": 4,
    "L01-当场处罚": 1,
    "P20": 1,
    "P10": 1,
}
"""At most so many pages: the longest case, one planned anew, an ordinary penalty with and without hearing, short forms."""


def margins() -> tuple[float, float, float, float]:
    """Of a page, from the style sheet, in points: top, right, bottom, left."""
    css = (data_folder("report_templates") / "paper.css").read_text()
    found = re.search(r"@page \{.*?margin: ([\d.]+)mm ([\d.]+)mm ([\d.]+)mm ([\d.]+)mm", css, re.DOTALL)
    assert found
    top, right, bottom, left = (float(value) * _MM for value in found.groups())
    return top, right, bottom, left


def faults(a: Assessment, data: bytes) -> list[str]:
    """What a paper breaks of all laws that hold for every paper."""
    with reading.read(data) as pdf:
        runs = reading.runs(pdf)
        count = len(pdf.pages)
        found = [*outside(runs), *illegible(runs), *unequal(pdf, runs), *torn(a, pdf), *lonely(pdf, runs)]
        found += [*empty(runs, count), *signing(pdf)]
    return found


def outside(runs: list[Run]) -> Iterator[str]:
    """Text beyond the margins; the foot may stand in the lower one, not beyond the sides."""
    top, right, bottom, left = margins()
    for run in runs:
        below = run.y < bottom
        inside = left - 1 < run.x and run.end < A4[0] - right + 1 and run.y < A4[1] - top
        if not inside or (below and (not _is_foot(run) or run.y < 20)):
            yield f"page {run.page + 1}: outside the margins: {run.text[:30]!r} at {run.x:.0f}–{run.end:.0f}, {run.y:.0f}"


def _is_foot(run: Run) -> bool:
    return run.y < margins()[2]


def illegible(runs: list[Run]) -> Iterator[str]:
    for run in runs:
        if run.size < _SMALLEST - 0.01:
            yield f"page {run.page + 1}: {run.size:.1f} pt: {run.text[:30]!r}"
        red = len(run.fill) == 3 and max(abs(a - b) for a, b in zip(run.fill, _RED, strict=True)) < 0.01
        if not run.black and not red:
            yield f"page {run.page + 1}: neither black nor red: {run.text[:30]!r} {run.fill}"


def unequal(pdf: pikepdf.Pdf, runs: list[Run]) -> Iterator[str]:
    """Sentences outside tables and pictures that are smaller than body text."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    by_place = {(run.page, run.mcid): run for run in runs}
    for element in elements(pdf):
        if element.tag == "P" and not {"Table", "Figure", "TD"} & set(element.above):
            for page, mcid in element.contents():
                run = by_place.get((numbers[page.objgen], mcid))
                if run and run.size < _BODY - 0.01 and len(run.text) > 12 and "阵" not in run.text:
                    yield f"page {run.page + 1}: body text of {run.size:.1f} pt: {run.text[:30]!r}"


def torn(a: Assessment, pdf: pikepdf.Pdf) -> Iterator[str]:
    """Rows that a page break cuts in two: there are then more rows in the file than in the HTML."""
    html = render_html(a)
    if a.short_form or 'class="tall"' in html:
        return
    body = re.sub(r"<thead>.*?</thead>", "", html, flags=re.DOTALL)
    wanted = len(re.findall(r"<tr\b", body))
    rows = [e for e in elements(pdf) if e.tag == "TR" and "THead" not in e.above]
    if len(rows) != wanted:
        yield f"{len(rows)} rows instead of {wanted}"


def lonely(pdf: pikepdf.Pdf, runs: list[Run]) -> Iterator[str]:
    """Headings and captions with nothing under them on their page."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    heads = {
        (numbers[page.objgen], mcid)
        for element in elements(pdf)
        if element.tag in ("H1", "H2", "H3", "Caption")
        for page, mcid in element.contents()
    }
    for page in sorted({run.page for run in runs}):
        body = [run for run in runs if run.page == page and not _is_foot(run)]
        lowest = min(run.y for run in body)
        for run in body:
            if (page, run.mcid) in heads and run.y < lowest + run.size:
                yield f"page {page + 1} ends with {run.text!r}"


def empty(runs: list[Run], count: int) -> Iterator[str]:
    """Pages less than half full, but for the last one."""
    top, _, bottom, _ = margins()
    middle = bottom + (A4[1] - top - bottom) / 2
    for page in range(count - 1):
        lowest = min((run.y for run in runs if run.page == page and not _is_foot(run)), default=A4[1])
        if lowest > middle:
            yield f"page {page + 1} ends at {lowest:.0f} pt, above its middle"


def signing(pdf: pikepdf.Pdf) -> Iterator[str]:
    """All signature fields stand on one of the first two pages, inside the margins and apart."""
    places = [
        (number, tuple(float(value) for value in item.Rect), str(item.T))
        for number, page in enumerate(pdf.pages)
        for item in page.obj.get("/Annots", [])
    ]
    if not places:
        yield "no signature field"
    if len({page for page, _, _ in places}) > 1:
        yield f"the signing table is torn: pages {sorted({page + 1 for page, _, _ in places})}"
    if any(page > 1 for page, _, _ in places):
        yield f"signed on page {max(page for page, _, _ in places) + 1}"
    top, right, bottom, left = margins()
    for at, (page, (x1, y1, x2, y2), name) in enumerate(places):
        if not (left <= x1 < x2 <= A4[0] - right and bottom <= y1 < y2 <= A4[1] - top):
            yield f"{name}: outside the margins"
        if x2 - x1 < 140 or y2 - y1 < 45:
            yield f"{name}: too small to sign in: {x2 - x1:.0f} × {y2 - y1:.0f} pt"
        for other, (x3, y3, x4, y4), its_name in places[at + 1 :]:
            if page == other and x1 < x4 and x3 < x2 and y1 < y4 and y3 < y2:
                yield f"{name} and {its_name} overlap"


@pytest.mark.long(one_in=6)
@pytest.mark.parametrize("name", [name for name in KINDS if name != "hostile"])
def test_a_stored_paper_keeps_the_laws_of_layout(name: str) -> None:
    assert faults(assessment_of(name), paper(name).pdf) == []


@pytest.mark.long(one_in=8)
@pytest.mark.parametrize("name", SAMPLE)
def test_a_worked_case_keeps_the_laws_of_layout(name: str) -> None:
    assert faults(worked()[name], printed_case(name)) == []


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(set(worked()) - set(SAMPLE)))
def test_every_worked_case_keeps_the_laws_of_layout(name: str) -> None:
    assert faults(worked()[name], printed_case(name)) == []


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(("name", "most"), PAGES.items())
def test_no_paper_is_longer_than_its_kind_may_be(name: str, most: int) -> None:
    assert papers.pages_of(printed_case(name)) <= most


def test_an_ordinary_penalty_with_hearing_takes_four_pages() -> None:
    """The worked case of a large fine in an emergency, as it would be in quiet times."""
    case = load_document(data_folder("questionnaires") / "gd-563" / "cases" / "p46_mask_gouging.yaml")[0]
    of_the_emergency = {"waiting_harm", "event_type", "wrong_in_period", "emergency_order", "proportionality"}
    said = {name: value for name, value in case["answers"].items() if name not in of_the_emergency}
    said |= {"setting": "平常", "proportionate": "fit", "place": "某路某市场", "fine_amount": 300000}
    said |= {"basis_articles": "《食品安全法》第124条"}
    document = {"questionnaire": "gd-563", "case_number": "粤示执〔2026〕7号", "answers": said}
    assessment = assess(papers.form(), read_answers(document, papers.form()), papers.AT)
    assert (assessment.conclusion.grade, assessment.missing, assessment.short_form) == ("low", (), False)
    assert papers.pages_of(render_pdf(assessment, encode(assessment)).pdf) <= 4


@pytest.mark.long
def test_no_worked_case_is_longer_than_the_longest_may_be() -> None:
    long = {name: papers.pages_of(printed_case(name)) for name in worked()}
    assert {name: count for name, count in long.items() if count > PAGES["R03-凌晨强制拆除"]} == {}


def test_the_longest_case_is_told_on_five_pages_before_the_appendices() -> None:
    pages = reading.poppler(printed_case("R03-凌晨强制拆除"))
    (first,) = [number for number, page in enumerate(pages, 1) if re.search(r"^附录一", page, re.MULTILINE)]
    assert first <= 6


@pytest.mark.parametrize("name", ["medium", "high", "prohibited", "unknown"])
def test_nothing_is_printed_on_the_lines_that_are_signed_on(name: str) -> None:
    """A field lies over the words 意见, 签名 and 日期 with their lines, and over nothing else."""
    with reading.read(paper(name).pdf) as pdf:
        runs = reading.runs(pdf)
        for number, page in enumerate(pdf.pages):
            for item in page.obj.get("/Annots", []):
                x1, y1, x2, y2 = (float(value) for value in item.Rect)
                over = [r.text for r in runs if r.page == number and x1 < r.x < x2 and y1 < r.y < y2]
                assert set(re.sub(r"[\s：年月日不同意见签名期]", "", "".join(over))) == set()


@pytest.mark.long
def test_fields_of_two_thousand_characters_and_long_words_stay_inside_the_margins() -> None:
    long = papers.stuffed(papers.stored("high"), "字" * 600 + "x" * 1400)
    data = render_pdf(long, encode(long)).pdf
    with reading.read(data) as pdf:
        assert list(outside(reading.runs(pdf))) == []


@pytest.mark.long
def test_a_hundred_measures_are_all_told_inside_the_margins() -> None:
    a = papers.stored("high")
    many = tuple(
        msgspec.structs.replace(m, title=f"{m.title}之{n}", owner="李某", planned=True)
        for n, m in enumerate((a.measures * 100)[:100])
    )
    a = msgspec.structs.replace(a, measures=many)
    data = render_pdf(a, encode(a)).pdf
    with reading.read(data) as pdf:
        assert list(outside(reading.runs(pdf))) == []
    text = reading.bodies(reading.poppler(data), a.case_number)
    assert [m.title for m in many if squeezed(m.title) not in text] == []


@pytest.mark.long
def test_the_hostile_paper_stays_inside_the_margins() -> None:
    with reading.read(paper("hostile").pdf) as pdf:
        runs = reading.runs(pdf)
    assert [*outside(runs), *illegible(runs)] == []
