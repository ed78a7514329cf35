"""The text read from a paper is what other readers find on it: all of it, and nothing that they do not show."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path

import msgspec
import pikepdf
import pytest
from fontTools.ttLib import TTFont
from signed_papers import AT, rewritten

from yanpan.answers import load_answers
from yanpan.assessment import assess, encode, read_assessment
from yanpan.data import data_folder
from yanpan.questionnaire import compile_form, load_questionnaire
from yanpan.report import printable, render_pdf
from yanpan.signature.pdf import open_pdf
from yanpan.verification.printed import _shown, page_texts, squeezed

TOP = Path(__file__).parents[2]
ANSWERS = [
    *sorted((TOP / "demo").glob("*.yaml")),
    *sorted((TOP / "docs" / "examples").glob("demolition*.yaml")),
]
STORED = sorted((TOP / "tests" / "report" / "assessments").glob("*.json"))


def made_from(path: Path) -> bytes:
    """The paper of answers, or of an assessment that was stored."""
    if path.suffix == ".json":
        assessment = read_assessment(path.read_bytes())
    else:
        form = compile_form(load_questionnaire(data_folder("questionnaires") / "gd-563"))
        assessment = assess(form, load_answers(path, form), AT)
    return render_pdf(assessment, encode(assessment)).pdf


@pytest.mark.long(one_in=12)
@pytest.mark.parametrize("path", [*ANSWERS, *STORED], ids=lambda path: path.stem)
def test_every_page_is_read_completely(path: Path, tmp_path: Path) -> None:
    """Letter by letter against poppler, whose order of words is another. Pictures hold words too."""
    pdf = made_from(path)
    (tmp_path / "paper.pdf").write_bytes(pdf)
    said = subprocess.run(
        ["pdftotext", "-raw", tmp_path / "paper.pdf", "-"], capture_output=True, check=True
    ).stdout.decode()
    read = page_texts(open_pdf(pdf))
    pages = said.split("\f")[:-1]
    assert len(read) == len(pages)
    for mine, theirs in zip(read, pages, strict=True):
        assert Counter(mine) == Counter(squeezed(theirs))


WORDS = b"BT /F 9 Tf [<0041>] TJ ET"


@pytest.mark.parametrize(
    "hidden",
    [
        WORDS.replace(b"TJ ", b"TJ\x0b "),
        WORDS.replace(b"TJ ", b"TJ\xa0 "),
        WORDS.replace(b"TJ ", b"TJx "),
        WORDS.replace(b"[", b"% [").replace(b" ET", b"\nET"),
        b"(" + WORDS + b") Tx",
        b"<</A (" + WORDS + b")>> BDC EMC",
    ],
)
def test_what_no_reader_shows_is_not_read(hidden: bytes) -> None:
    """To a reader of PDF a vertical tab is a letter: `TJ` with one after it is an unknown operator."""
    assert ("text", b"\0A") in set(_shown(WORDS))
    assert "text" not in {what for what, _ in _shown(hidden)}


@pytest.mark.parametrize("white", [b"\0", b"\t", b"\n", b"\x0c", b"\r", b" "])
def test_white_space_of_pdf_parts_words(white: bytes) -> None:
    spaced = WORDS.replace(b" ", white)
    assert set(_shown(spaced)) == set(_shown(WORDS))


@pytest.mark.parametrize("data", [b"BI /W 1 ID x EI", b"<0g> Tj", b"{ add }", b"> Tj"])
def test_content_that_no_paper_of_ours_has_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"another kind|image"):
        list(_shown(data))


def test_a_form_that_draws_itself_is_refused() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        form = pdf.make_stream(
            b"/F0 Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9]
        )
        form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F0=form))
        page = pdf.pages[0]
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F0=form))
        page.Contents = pdf.make_stream(b"/F0 Do")

    with pytest.raises(ValueError, match="too deep"):
        page_texts(open_pdf(rewritten(change)))


def test_letters_drawn_alike_are_read_alike() -> None:
    """A font has one glyph for 一 and its radical; its map names the one that the paper had first."""
    assert squeezed("⼀•⻁豈") == squeezed("一·⻁豈")


ODD_NUMBERS = ["粤𪛗1号", "䶶龾鿫1", "镸𤣩1号", "⻒⺩〔2026〕1号", "粤𬱖㛃𰻝1号"]
"""Characters that no shipped font has, that share a glyph with another, that are rare."""


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("number", ODD_NUMBERS)
def test_a_case_number_of_odd_characters_is_found_on_its_paper(number: str) -> None:
    stored = msgspec.structs.replace(read_assessment(STORED[0].read_bytes()), case_number=number)
    front = page_texts(open_pdf(render_pdf(stored, encode(stored)).pdf))[0]
    assert squeezed(printable(number)) in front


def test_characters_of_one_glyph_are_read_as_the_one_that_people_write() -> None:
    """`fonts/alike.txt` names every group that the shipped fonts have."""
    for path in sorted((data_folder("report_templates") / "fonts").glob("*.[ot]tf")):
        by_glyph: dict[str, set[str]] = {}
        for code, glyph in TTFont(path).getBestCmap().items():
            by_glyph.setdefault(glyph, set()).add(squeezed(chr(code)))
        assert [found for found in by_glyph.values() if len(found) > 1] == []
