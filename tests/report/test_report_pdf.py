"""The finished PDF: same bytes, archival, complete, signable; and nothing fetched while it is made."""

from __future__ import annotations

import hashlib
import io
import itertools
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import papers
import pikepdf
import pytest
from papers import pages_of, printed, with_answer

from yanpan.assessment import digest_of, encode
from yanpan.report import Paper, pdf, render_pdf

NAMES = ("spot_fine", "medium", "high", "prohibited", "unknown")
A4_POINTS = (595.28, 841.89)


@cache
def paper(name: str) -> Paper:
    assessment = papers.stored(name)
    return render_pdf(assessment, encode(assessment))


def test_the_same_assessment_gives_the_same_bytes() -> None:
    assessment = papers.stored("high")
    assert render_pdf(assessment, encode(assessment)).pdf == paper("high").pdf


def test_another_process_gives_the_same_bytes() -> None:
    code = (
        "import hashlib, papers; from yanpan.report import render_pdf; from yanpan.assessment import encode;"
        "a = papers.stored('medium'); print(hashlib.sha256(render_pdf(a, encode(a)).pdf).hexdigest())"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parent, capture_output=True, check=True, text=True
    ).stdout.strip()
    assert found == hashlib.sha256(paper("medium").pdf).hexdigest()


@pytest.mark.parametrize("name", NAMES)
def test_it_is_written_as_pdf_a_3a_with_tags_language_and_title(name: str) -> None:
    with pikepdf.open(io.BytesIO(paper(name).pdf)) as document:
        xmp = document.Root.Metadata.read_bytes().decode()
        assert "<pdfaid:part>3</pdfaid:part>" in xmp
        assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
        assert document.Root.OutputIntents[0].S == pikepdf.Name.GTS_PDFA1
        assert document.Root.OutputIntents[0].DestOutputProfile.read_bytes()[36:40] == b"acsp"
        assert document.Root.MarkInfo.Marked
        assert document.Root.StructTreeRoot.K
        assert str(document.Root.Lang) == "zh-CN"
        assert "粤韶执〔2026〕12号" in str(document.docinfo.Title)
        assert str(document.docinfo.Author) == papers.stored(name).facts["unit_name"]
        assert str(document.docinfo.CreationDate) == "D:20261124081500Z"
        assert not any(
            "SMask" in state and state.SMask != pikepdf.Name("/None") for state in _graphics_states(document)
        )


def test_it_is_plain_enough_to_be_read_by_anyone() -> None:
    """No object or cross-reference streams: a signer's tool appends to what it can read."""
    assert b"/ObjStm" not in paper("high").pdf
    assert b"\nxref\n" in paper("high").pdf


@pytest.mark.parametrize("name", NAMES)
def test_before_fields_are_added_it_is_accessible_by_pdf_ua_1(name: str) -> None:
    """The typesetter checks headings, titles and the words for pictures."""
    assessment = papers.stored(name)
    files, _ = pdf._lay_out(assessment, encode(assessment))
    assert pdf._compiler(files).compile(format="pdf", pdf_standards=["a-3a", "ua-1"])


def test_headings_and_the_heads_of_tables_are_tagged_as_such() -> None:
    with pikepdf.open(io.BytesIO(paper("high").pdf)) as document:
        tags = Counter(
            str(o.S)
            for o in document.objects
            if isinstance(o, pikepdf.Dictionary) and "/S" in o and "/P" in o
        )
    assert tags["/H1"] == 1
    assert tags["/H2"] >= 16
    assert min(tags["/Table"], tags["/TH"], tags["/TD"], tags["/P"]) > 10


def _graphics_states(document: pikepdf.Pdf) -> list[Any]:
    return [s for page in document.pages for s in page.Resources.get("/ExtGState", {}).values()]


@pytest.mark.parametrize("name", NAMES)
def test_every_font_is_ours_and_embedded(name: str) -> None:
    with pikepdf.open(io.BytesIO(paper(name).pdf)) as document:
        fonts = {str(font.BaseFont): font for page in document.pages for font in page.Resources.Font.values()}
        assert fonts
        for base, font in fonts.items():
            assert re.match(r"/[A-Z]{6}\+Yanpan(Fang|Song|Title|Hei|Kai)(-Identity-H)?$", base)
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile3" in descriptor or "/FontFile2" in descriptor
            assert "/ToUnicode" in font


def test_pictures_have_words_for_those_who_do_not_see_them() -> None:
    with pikepdf.open(io.BytesIO(paper("high").pdf)) as document:
        figures = [
            o
            for o in document.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/S") == pikepdf.Name.Figure
        ]
        assert len(figures) == 3
        assert all(str(figure.Alt) for figure in figures)


def test_the_assessment_is_attached_byte_for_byte() -> None:
    data = encode(papers.stored("medium"))
    with pikepdf.open(io.BytesIO(paper("medium").pdf)) as document:
        assert list(document.attachments) == ["assessment.json"]
        attached = document.attachments["assessment.json"]
        assert attached.get_file().read_bytes() == data
        assert attached.obj.AFRelationship == pikepdf.Name.Source


def test_the_digest_stands_as_text(tmp_path: Path) -> None:
    text = printed(paper("medium").pdf, tmp_path)
    assert digest_of(papers.stored("medium")) in re.sub(r"\s", "", text)


@pytest.mark.parametrize("name", NAMES)
def test_signature_boxes_lie_on_the_page_in_order_and_apart(name: str) -> None:
    boxes = paper(name).boxes
    assert [b.role for b in boxes] == [s.role for s in papers.stored(name).signers]
    for box in boxes:
        assert 0 <= box.page < pages_of(paper(name).pdf)
        assert 60 < box.x1 < box.x2 < A4_POINTS[0] - 60
        assert 40 < box.y1 < box.y2 < A4_POINTS[1] - 40
        assert box.x2 - box.x1 > 140
        assert box.y2 - box.y1 > 27
    for one, other in itertools.combinations(boxes, 2):
        apart = one.x2 <= other.x1 or other.x2 <= one.x1 or one.y2 <= other.y1 or other.y2 <= one.y1
        assert one.page != other.page or apart


@pytest.mark.parametrize("name", ["spot_fine", "high"])
def test_every_signature_box_lies_on_the_one_that_is_drawn(name: str, tmp_path: Path) -> None:
    """Within a point on all sides: there stands a dashed line, and nowhere else."""
    file, per_point = tmp_path / "paper.pdf", 4
    file.write_bytes(paper(name).pdf)
    for box in paper(name).boxes:
        page, corner = str(box.page + 1), (box.x1 - 2, A4_POINTS[1] - box.y2 - 2)
        size = (box.x2 - box.x1 + 4, box.y2 - box.y1 + 4)
        numbers = (str(round(value * per_point)) for value in (*corner, *size))
        area = itertools.chain.from_iterable(zip(("-x", "-y", "-W", "-H"), numbers, strict=True))
        command = ["pdftoppm", "-gray", "-r", str(72 * per_point), "-f", page, "-l", page, *area, file]
        image = subprocess.run(command, capture_output=True, check=True).stdout
        _, wide, high, _, pixels = re.split(rb"\s", image, maxsplit=4)
        rows = [pixels[i * int(wide) : (i + 1) * int(wide)] for i in range(int(high))]
        for lines in (rows, list(zip(*rows, strict=True))):
            dark = [n for n, line in enumerate(lines) if sum(value < 200 for value in line) > len(line) * 0.3]
            inside = range(3 * per_point, len(lines) - 3 * per_point)
            assert dark
            assert all(n not in inside for n in dark)
            assert abs(dark[0] - 2 * per_point) <= per_point
            assert abs(dark[-1] - (len(lines) - 2 * per_point)) <= per_point


def test_nothing_is_printed_inside_a_signature_box(tmp_path: Path) -> None:
    made = paper("high")
    for box in made.boxes:
        area = (box.x1, A4_POINTS[1] - box.y2, box.x2 - box.x1, box.y2 - box.y1)
        crop = [
            part for flag, value in zip("xyWH", area, strict=True) for part in (f"-{flag}", str(round(value)))
        ]
        page = str(box.page + 1)
        assert printed(made.pdf, tmp_path, "-f", page, "-l", page, *crop).strip() == ""


def test_the_short_form_is_one_page_however_long_the_names() -> None:
    long = "仁化县某某街道办事处某某社区居民委员会综合行政执法协调办公室" * 12
    assessment = papers.stored("spot_fine")
    assert pages_of(paper("spot_fine").pdf) == 1
    stuffed = with_answer(assessment, unit_name=long, party_name=long, officers=long)
    stuffed = msgspec.structs.replace(
        stuffed,
        duties=assessment.duties * 3,
        attachments=(long,) * 5,
        case_number="粤韶执〔2026〕" + "1" * 200 + "号",
    )
    assert stuffed.short_form
    assert pages_of(render_pdf(stuffed, encode(stuffed)).pdf) == 1


def test_long_texts_and_long_words_stay_inside_the_margins(tmp_path: Path) -> None:
    stuffed = with_answer(
        papers.stored("medium"),
        party_name="王某" * 900,
        action_summary="x" * 1900,
        place="https://example.cn/" + "a" * 800,
        unit_name="广东省" + "综合行政执法" * 20 + "局",
    )
    boxed = printed(render_pdf(stuffed, encode(stuffed)).pdf, tmp_path, "-bbox")
    places = [
        (float(x1), float(x2)) for x1, x2 in re.findall(r'<word xMin="([\d.]+)".*?xMax="([\d.]+)"', boxed)
    ]
    assert len(places) > 1000
    # The text area of GB/T 9704 on the pages of the report, a wider one on those of the appendices.
    assert min(x1 for x1, _ in places) > 22 / 25.4 * 72 - 2
    assert max(x2 for _, x2 in places) < A4_POINTS[0] - 20 / 25.4 * 72 + 8


@pytest.mark.parametrize("name", ["欧阳𬱖", "㛃某", "䶮某", "𠮷某"])
def test_rare_names_can_be_read_out_of_the_paper(name: str, tmp_path: Path) -> None:
    assessment = with_answer(papers.stored("spot_fine"), party_name=name)
    made = render_pdf(assessment, encode(assessment))
    assert made.missing_glyphs == ()
    assert name in printed(made.pdf, tmp_path)


def test_a_character_no_font_has_is_named_in_the_paper(tmp_path: Path) -> None:
    assessment = with_answer(papers.stored("spot_fine"), party_name="王\U0002aed0")
    made = render_pdf(assessment, encode(assessment))
    assert {m.code for m in made.missing_glyphs} == {"U+2AED0"}
    assert "王〓〔U+2AED0〕" in printed(made.pdf, tmp_path)


def test_a_live_case_prints() -> None:
    assessment = papers.live(papers.DEMOLITION, worst=5, unknown=7, measures=2)
    made = render_pdf(assessment, encode(assessment))
    assert made.missing_glyphs == ()
    assert len(made.boxes) == len(assessment.signers)


def test_importing_the_report_is_cheap() -> None:
    code = "import sys, yanpan.report; print([m for m in ('typst', 'jinja2', 'segno') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout
    assert found.strip() == "[]"
