"""What PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) ask of a paper, on each kind of paper."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import outloud
import pikepdf
import pytest
import reading
from fontTools.cffLib import CFFFontSet
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont
from papers import KINDS, assessment_of, paper
from reading import Element, elements

from yanpan.assessment import digest_of, encode
from yanpan.data import data_folder
from yanpan.report import LAYOUT
from yanpan.report.fingerprint import fingerprint

_ACTING = {
    "/OpenAction",
    "/AA",
    "/JS",
    "/JavaScript",
    "/URI",
    "/RichMediaContent",
    "/XFA",
    "/NeedAppearances",
}
every_kind = pytest.mark.parametrize("name", KINDS)
NAMES_OF = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "yanpan": "urn:yanpan:paper:1.0/",
}


@cache
def document(name: str) -> pikepdf.Pdf:
    return reading.read(paper(name).pdf)


@cache
def tree(name: str) -> list[Element]:
    return elements(document(name))


def tagged(name: str, *tags: str) -> list[Element]:
    return [element for element in tree(name) if element.tag in tags]


def xmp(name: str) -> ElementTree.Element:
    return ElementTree.fromstring(document(name).Root.Metadata.read_bytes().decode())  # noqa: S314


def says(name: str, prefix: str, word: str) -> str:
    """A property of the XMP, written as an attribute or as an element; it must stand there once."""
    key = f"{{{NAMES_OF[prefix]}}}{word}"
    packet = xmp(name)
    found = [node.attrib[key] for node in packet.iter() if key in node.attrib]
    found += ["".join(node.itertext()).strip() for node in packet.iter(key)]
    (value,) = found
    return value


# The file.


@every_kind
def test_a_paper_is_pdf_1_7_with_a_plain_table_of_objects_and_nothing_hidden_in_streams(name: str) -> None:
    data = paper(name).pdf
    assert data.startswith(b"%PDF-1.7\n")
    assert data.count(b"%%EOF") == data.count(b"startxref") == data.count(b"\nxref\n") == 1
    assert b"/ObjStm" not in data
    assert b"/XRef" not in data
    assert not document(name).is_encrypted


@every_kind
def test_no_reference_dangles_and_no_object_is_left_over(name: str) -> None:
    pdf = document(name)
    size = int(pdf.trailer.Size)
    seen: set[tuple[int, int]] = set()
    waiting = list(reading.objects(pdf.trailer))
    while waiting:
        item = waiting.pop()
        if item.objgen in seen:
            continue
        seen.add(item.objgen)
        waiting += reading.objects(item)
    named = {int(number) for number in re.findall(rb"\n(\d+) 0 obj\b", paper(name).pdf)}
    assert {number for number, _ in seen} == named
    assert len(named) == size - 1


@every_kind
def test_nothing_in_a_paper_acts_by_itself(name: str) -> None:
    everything = list(_dictionaries(document(name)))
    assert _ACTING & {key for node in everything for key in node} == set()
    # /A is an action, or the attributes of a structure element.
    assert all(node.get("/Type") == "/StructElem" for node in everything if "/A" in node)


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary of the file, those written in place too."""
    for item in pdf.objects:
        yield from _inside(item)


def _inside(node: Any) -> Iterator[Any]:
    if isinstance(node, pikepdf.Stream):
        node = node.stream_dict
    if isinstance(node, pikepdf.Dictionary):
        yield node
        for _, value in node.items():
            if isinstance(value, pikepdf.Object) and not value.is_indirect:
                yield from _inside(value)
    elif isinstance(node, pikepdf.Array):
        for value in node:
            if isinstance(value, pikepdf.Object) and not value.is_indirect:
                yield from _inside(value)


@every_kind
def test_its_identifier_comes_from_the_digest(name: str) -> None:
    digest = digest_of(assessment_of(name))[:32].encode()
    first, second = (bytes(item) for item in document(name).trailer.ID)
    assert first == digest
    assert len(second) >= 16


# What the file says of itself.


@every_kind
def test_it_is_marked_has_a_language_and_shows_its_title(name: str) -> None:
    root = document(name).Root
    assert root.MarkInfo.Marked
    assert "/Suspects" not in root.MarkInfo or not root.MarkInfo.Suspects
    assert str(root.Lang) == "zh-Hans"
    assert root.ViewerPreferences.DisplayDocTitle
    assert all(page.obj.Tabs == "/S" for page in document(name).pages)


@every_kind
def test_the_output_intent_is_srgb(name: str) -> None:
    (intent,) = document(name).Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"
    assert intent.DestOutputProfile.N == 3


@every_kind
def test_its_metadata_names_both_standards_and_the_engine_and_describes_what_is_its_own(name: str) -> None:
    assert (says(name, "pdfaid", "part"), says(name, "pdfaid", "conformance")) == ("3", "A")
    assert says(name, "pdfuaid", "part") == "1"
    assert says(name, "yanpan", "engine") == fingerprint()
    described = {
        (schema.findtext(f"{{{NAMES_OF['pdfaSchema']}}}prefix"), prop.text)
        for schema in xmp(name).iter(f"{{{NAMES_OF['rdf']}}}li")
        if schema.find(f"{{{NAMES_OF['pdfaSchema']}}}prefix") is not None
        for prop in schema.iter(f"{{{NAMES_OF['pdfaProperty']}}}name")
    }
    assert described == {("pdfuaid", "part"), ("yanpan", "layout"), ("yanpan", "engine")}
    assert says(name, "yanpan", "layout") == str(LAYOUT)


@every_kind
def test_its_metadata_agrees_with_its_information(name: str) -> None:
    info = document(name).docinfo
    assert says(name, "dc", "title") == str(info.Title)
    assert says(name, "dc", "creator") == str(info.Author)
    assert says(name, "pdf", "Producer") == str(info.Producer)
    assert says(name, "xmp", "CreatorTool") == str(info.Creator)
    at = assessment_of(name).assessed_at
    for word, key in (("CreateDate", "CreationDate"), ("ModifyDate", "ModDate")):
        assert says(name, "xmp", word) == at.isoformat(timespec="seconds")
        assert str(info[f"/{key}"]).rstrip("'") == f"D:{at:%Y%m%d%H%M%S}+08'00"


@every_kind
def test_the_record_is_attached_byte_for_byte_and_dated_by_itself(name: str) -> None:
    data = encode(assessment_of(name))
    (spec,) = document(name).Root.AF
    assert list(document(name).attachments) == ["assessment.json"]
    assert spec.AFRelationship == "/Source"
    assert str(spec.F) == str(spec.UF) == "assessment.json"
    assert str(spec.Desc)
    file = spec.EF.F
    assert file.read_bytes() == data
    assert file.Subtype in ("/application/json", "/application#2fjson")
    assert int(file.Params.Size) == len(data)
    at = assessment_of(name).assessed_at.astimezone(UTC)
    assert str(file.Params.CreationDate) == str(file.Params.ModDate) == f"D:{at:%Y%m%d%H%M%S}Z"


# Structure.


@every_kind
def test_all_stands_in_one_document(name: str) -> None:
    (top,) = reading.kids(document(name).Root.StructTreeRoot)
    assert top.S == "/Document"


@pytest.mark.long(one_in=4)
@every_kind
def test_all_that_is_drawn_is_tagged_once_or_an_artifact(name: str) -> None:
    pdf = document(name)
    held = Counter(
        (page.objgen, mcid)
        for element in tree(name)
        if element.tag == "Document"
        for page, mcid in element.contents()
    )
    pages = [page.obj.objgen for page in pdf.pages]
    drawn = [run for run in reading.runs(pdf) if not run.artifact]
    assert [run.text for run in drawn if run.mcid is None] == []
    loose = [run.text for run in drawn if (pages[run.page], run.mcid) not in held]
    assert loose == []
    assert set(held.values()) == {1}


@every_kind
def test_the_parent_tree_leads_back_to_the_element_that_holds_the_content(name: str) -> None:
    pdf = document(name)
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    parents = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
    for page in pdf.pages:
        back = parents[int(page.obj.StructParents)]
        for mcid, element in enumerate(back):
            assert mcid in [int(kid) for kid in reading.kids(element) if isinstance(kid, int)]
            assert element.Pg.objgen == page.obj.objgen


@every_kind
def test_headings_start_at_the_first_level_and_skip_none(name: str) -> None:
    levels = [int(element.tag[1]) for element in tree(name) if re.fullmatch(r"H[1-6]", element.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


@pytest.mark.long(one_in=4)
@every_kind
def test_every_table_has_heads_and_every_cell_knows_which(name: str) -> None:
    tables = tagged(name, "Table")
    assert len(tables) > 1
    for table in tables:
        cells = [e for e in _below(table) if e.tag in ("TH", "TD")]
        heads = {str(e.node.ID): e for e in cells if e.tag == "TH" and "/ID" in e.node}
        words = " | ".join(_words(document(name), e) for e in cells)[:60]
        assert any(e.tag == "TH" for e in cells), words
        named = {str(key) for e in cells for key in e.node.get("/A", {}).get("/Headers", [])}
        assert named <= set(heads), words
        for cell in cells:
            scope = cell.node.get("/A", {}).get("/Scope")
            if cell.tag == "TH":
                assert scope in ("/Row", "/Column") or str(cell.node.get("/ID", "")) in named, words


@every_kind
def test_rows_stand_in_tables_and_cells_in_rows_and_all_rows_are_as_wide(name: str) -> None:
    for element in tree(name):
        if element.tag in ("TH", "TD"):
            assert element.above[-1] == "TR"
        if element.tag == "TR":
            assert element.above[-1] in ("THead", "TBody", "Table")
    for table in tagged(name, "Table"):
        rows = [e for e in _below(table) if e.tag == "TR"]
        widths = {
            sum(int(c.get("/A", {}).get("/ColSpan", 1)) for c in reading.kids(row.node)) for row in rows
        }
        assert len(widths) == 1


@every_kind
def test_pictures_have_words_and_a_place_inside_their_page(name: str) -> None:
    for figure in tagged(name, "Figure"):
        assert len(str(figure.node.Alt)) > 5
        x1, y1, x2, y2 = (float(value) for value in figure.node.A.BBox)
        assert 0 < x1 < x2 < reading.A4[0]
        assert 0 < y1 < y2 < reading.A4[1]


@every_kind
def test_signature_fields_are_empty_named_locked_and_in_the_structure(name: str) -> None:
    pdf = document(name)
    roles = [signer.role for signer in assessment_of(name).signers]
    form = pdf.Root.AcroForm
    assert form.SigFlags == 1
    assert [str(field.T) for field in form.Fields] == roles
    titles = {signer.role: signer.title for signer in assessment_of(name).signers}
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    parents = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
    for field in form.Fields:
        assert (field.FT, field.Subtype) == ("/Sig", "/Widget")
        assert "/V" not in field
        assert str(field.TU) == titles[str(field.T)]
        assert int(field.F) == 132
        assert field.AP.N.read_bytes().strip() == b""
        last = str(field.T) == roles[-1]
        assert field.Lock.Action == ("/All" if last else "/Include")
        assert int(field.Lock.P) == (1 if last else 2)
        element = parents[int(field.StructParent)]
        assert element.S == "/Form"
        (kid,) = reading.kids(element)
        assert kid.Type == "/OBJR"
        assert kid.Obj.objgen == field.objgen
    on_pages = [a.objgen for page in pdf.pages for a in page.obj.get("/Annots", [])]
    assert sorted(on_pages) == sorted(field.objgen for field in form.Fields)
    assert len(tagged(name, "Form")) == len(roles)


def _below(element: Element) -> Iterator[Element]:
    for kid in reading.kids(element.node):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            below = Element(str(kid.S)[1:], kid, (*element.above, element.tag))
            yield below
            yield from _below(below)


def _words(pdf: pikepdf.Pdf, element: Element) -> str:
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    wanted = {(pages[page.objgen], mcid) for page, mcid in element.contents()}
    return "".join(run.text for run in _all_runs(id(pdf), pdf) if (run.page, run.mcid) in wanted)


_found_runs: dict[int, list[reading.Run]] = {}


def _all_runs(key: int, pdf: pikepdf.Pdf) -> list[reading.Run]:
    if key not in _found_runs:
        _found_runs[key] = reading.runs(pdf)
    return _found_runs[key]


# Fonts.

FILES = {"Fang": "fang.otf", "Song": "song.otf", "Title": "title.otf", "Hei": "hei.otf", "Kai": "kai.ttf"}


@cache
def shipped(name: str) -> TTFont:
    return TTFont(data_folder("report_templates") / "fonts" / FILES[name], lazy=True)


@cache
def characters_of(name: str) -> dict[int, set[str]]:
    """Which characters each glyph of a shipped font stands for."""
    found: dict[int, set[str]] = {}
    font = shipped(name)
    for code, glyph in font.getBestCmap().items():
        found.setdefault(font.getGlyphID(glyph), set()).add(chr(code))
    return found


def fonts(name: str) -> dict[str, Any]:
    return {
        str(font.BaseFont): font
        for page in document(name).pages
        for font in page.obj.Resources.get("/Font", {}).values()
    }


@every_kind
def test_every_font_is_ours_embedded_and_says_which_characters_it_holds(name: str) -> None:
    assert fonts(name)
    for base, font in fonts(name).items():
        assert re.fullmatch(r"/[A-Z]{6}\+Yanpan-(Fang|Song|Title|Hei|Kai)", base)
        (descendant,) = font.DescendantFonts
        assert font.Encoding == "/Identity-H"
        assert "/ToUnicode" in font
        descriptor = descendant.FontDescriptor
        if descendant.Subtype == "/CIDFontType2":
            assert descendant.CIDToGIDMap == "/Identity"
            assert "/FontFile2" in descriptor
        else:
            assert "/FontFile3" in descriptor


@pytest.mark.long(one_in=8)
@every_kind
def test_every_glyph_drawn_is_the_shipped_outline_of_the_character_it_claims_to_be(name: str) -> None:
    """In every reader: CID, glyph id of the embedded program and glyph id of the shipped font are one number."""
    used: dict[str, set[tuple[int, str]]] = {}
    for run in reading.runs(document(name)):
        assert len(run.glyphs) == len(run.text)
        used.setdefault(run.font, set()).update(zip(run.glyphs, run.text, strict=True))
    for base, font in fonts(name).items():
        own = base.partition("Yanpan-")[2]
        embedded, place = _program(font.DescendantFonts[0])
        ours = shipped(own)
        order = ours.getGlyphOrder()
        outlines = ours.getGlyphSet()
        for glyph, character in used.get(f"Yanpan-{own}", set()):
            assert glyph != 0, f"{own}: tofu for {character!r}"
            assert character in characters_of(own).get(glyph, set()), f"{own} {glyph}: {character!r}"
            assert _outline(embedded, place(glyph)) == _outline(outlines, order[glyph]), f"{own}: {character}"


def _outline(glyphs: Any, name: str) -> list[Any]:
    pen = RecordingPen()
    glyphs[name].draw(pen)
    return pen.value


def _program(descendant: Any) -> tuple[Any, Any]:
    """The glyphs of an embedded font, and the name that a CID has in it."""
    descriptor = descendant.FontDescriptor
    key = "/FontFile2" if "/FontFile2" in descriptor else "/FontFile3"
    data = descriptor[key].read_bytes()
    if data[:4] in (b"OTTO", b"\0\1\0\0", b"true"):
        font = TTFont(io.BytesIO(data))
        order = font.getGlyphOrder()
        if "CFF " in font:
            top = font["CFF "].cff.topDictIndex[0]
            return top.CharStrings, _by_cid(top, order)
        return font.getGlyphSet(), lambda cid: order[cid]
    bare = CFFFontSet()
    bare.decompile(io.BytesIO(data), None)
    top = bare.topDictIndex[0]
    return top.CharStrings, _by_cid(top, top.charset)


def _by_cid(top: Any, order: list[str]) -> Any:
    """A reader that goes by the font's own CIDs must come to the glyph that one going by glyph ids does."""
    if hasattr(top, "ROS"):
        assert all(top.charset[n] == f"cid{n:05d}" for n in range(len(top.charset)) if n)
    return lambda cid: order[cid]


# Another program's judgement.

HARMLESS = {
    "TBL-014": "holds the ruled lines of all tables of a page against the one table that covers most of them",
    "FIG-012": "takes Chinese with numbers for no language",
}
WRITTEN = {
    "DOC-040": "a case number of 500 characters",
    "LNK-010": "addresses that are no links, on purpose",
    "PAG-001": "heads of a table of many pages, which it repeats",
}
"""What people write and no template can help."""


@pytest.mark.long(one_in=8)
@every_kind
def test_outloud_finds_no_fault_of_pdf_ua(name: str, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(paper(name).pdf)
    found = outloud.check(str(file))
    assert found.error is None
    told = {(item.rule, item.severity, item.message) for item in found.findings}
    passed_over = {**HARMLESS, **(WRITTEN if name == "hostile" else {})}
    assert {item for item in told if item[1] != "info" and item[0] not in passed_over} == set()
