"""The letters of a stamp: which shipped font has a character, how wide it is, and the font embedded in a paper.

Glyph numbers stand in the text as they are and the subset keeps them (CID = GID), so that every reader shows the
same: some take a CID for the number of a glyph. PDF/A wants the font embedded, with its widths and a map to Unicode
(ISO 19005-3, 6.2.11).
"""

# pyHanko leaves many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import uharfbuzz  # type: ignore[import-untyped]
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.writer import BasePdfFileWriter

from yanpan.data import data_folder
from yanpan.errors import ReportFailed

GETA = "〓"
"""The typesetters' sign for a character that no font has."""

_ORDER = ("fang.otf", "song.otf", "kai.ttf", "hei.otf", "title.otf")
"""The body's font first, then those that may have what it lacks."""

_SYMBOLIC = 4
_PER_EM = 1000


@dataclass(frozen=True)
class Glyph:
    """One character in a font. `width` is in thousandths of the size."""

    character: str
    font: str
    number: int
    width: int


@dataclass(frozen=True)
class _Font:
    name: str
    face: Any
    sizes: Any

    def glyph(self, character: str) -> Glyph | None:
        number = self.sizes.get_nominal_glyph(ord(character))
        if not number:
            return None
        width = round(self.sizes.get_glyph_h_advance(number) * _PER_EM / self.face.upem)
        return Glyph(character, self.name, number, width)


@cache
def _font(name: str) -> _Font | None:
    """A shipped font; None when it is not there. It is mapped and not read."""
    path = data_folder("report_templates") / "fonts" / name
    if not path.is_file():
        return None
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
    return _Font(name, face, uharfbuzz.Font(face))


@cache
def glyph_of(character: str) -> Glyph:
    """The first shipped font's glyph for a character, 〓 when none has it. Raises `ReportFailed` without any fonts."""
    fonts = (_font(name) for name in _ORDER)
    found = next((glyph for font in fonts if font and (glyph := font.glyph(character))), None)
    if found is not None:
        return found
    if character == GETA:
        raise ReportFailed(
            "安装里没有印章用的中文字体", where="report_templates/fonts", remedy="重新安装 yanpan。"
        )
    return glyph_of(GETA)


def embed(writer: BasePdfFileWriter, name: str, used: Mapping[int, Glyph]) -> generic.IndirectObject:
    """Put into a paper what is used of a font, and give the font (ISO 32000-2, 9.7.6.2 and 9.9.2)."""
    font = _font(name)
    if font is None:
        raise ReportFailed("安装里少了字体", where=name, remedy="重新安装 yanpan。")
    data = _subset(font, used)
    outlines = data[:4] == b"OTTO"
    called = pdf_name(f"/{_tag(name, used)}+Yanpan-{name.partition('.')[0].capitalize()}")
    file = generic.StreamObject(
        {pdf_name("/Subtype"): pdf_name("/OpenType")} if outlines else {}, stream_data=data
    )
    file.compress()
    lines = font.sizes.get_font_extents("ltr")
    scale = _PER_EM / font.face.upem
    numbers = {
        "/Flags": _SYMBOLIC,
        "/ItalicAngle": 0,
        "/Ascent": round(lines.ascender * scale),
        "/Descent": round(lines.descender * scale),
        "/CapHeight": 700,
        "/StemV": 80,
    }
    descriptor = _dictionary(
        {
            "/Type": pdf_name("/FontDescriptor"),
            "/FontName": called,
            **{key: generic.NumberObject(value) for key, value in numbers.items()},
            "/FontBBox": _numbers(0, numbers["/Descent"], _PER_EM, numbers["/Ascent"]),
            "/FontFile3" if outlines else "/FontFile2": writer.add_object(file),
        }
    )
    descendant = {
        "/Type": pdf_name("/Font"),
        "/Subtype": pdf_name("/CIDFontType0" if outlines else "/CIDFontType2"),
        "/BaseFont": called,
        "/CIDSystemInfo": _dictionary(
            {
                "/Registry": generic.pdf_string("Adobe"),
                "/Ordering": generic.pdf_string("Identity"),
                "/Supplement": generic.NumberObject(0),
            }
        ),
        "/FontDescriptor": writer.add_object(descriptor),
        "/W": generic.ArrayObject(
            item
            for number, glyph in sorted(used.items())
            for item in (generic.NumberObject(number), _numbers(glyph.width))
        ),
    }
    if not outlines:
        descendant["/CIDToGIDMap"] = pdf_name("/Identity")
    codes = generic.StreamObject(stream_data=_to_unicode(used))
    codes.compress()
    return writer.add_object(
        _dictionary(
            {
                "/Type": pdf_name("/Font"),
                "/Subtype": pdf_name("/Type0"),
                "/BaseFont": called,
                "/Encoding": pdf_name("/Identity-H"),
                "/DescendantFonts": generic.ArrayObject([writer.add_object(_dictionary(descendant))]),
                "/ToUnicode": writer.add_object(codes),
            }
        )
    )


def _tag(name: str, used: Collection[int]) -> str:
    """The tag of a subset (ISO 32000-2, 9.9.2), which follows from its letters.

    Not from the bytes of the file: another HarfBuzz lays them out otherwise, and a signer could lay them out in so many
    ways that one of them gives a word.
    """
    told = f"{name} {' '.join(map(str, sorted(used)))}"
    return "".join(chr(65 + byte % 26) for byte in hashlib.sha256(told.encode()).digest()[:6])


def _subset(font: _Font, used: Mapping[int, Glyph]) -> bytes:
    """The font with nothing but these glyphs, each under its number."""
    wanted = uharfbuzz.SubsetInput()
    wanted.glyph_set.update(used)
    flags = uharfbuzz.SubsetFlags
    wanted.flags = flags.RETAIN_GIDS | flags.NO_LAYOUT_CLOSURE | flags.DESUBROUTINIZE
    for table in ("GSUB", "GPOS", "GDEF", "BASE", "DSIG", "VORG", "vhea", "vmtx"):
        wanted.drop_table_tag_set.add(int.from_bytes(table.encode(), "big"))
    made: bytes = uharfbuzz.subset(font.face, wanted).blob.data
    return made


def _to_unicode(used: Mapping[int, Glyph]) -> bytes:
    """The CMap from glyph numbers to characters (ISO 32000-2, 9.10.3)."""
    head = (
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo\n"
        b"<< /Registry (Adobe)\n/Ordering (UCS)\n/Supplement 0\n>> def\n/CMapName /Adobe-Identity-UCS def\n"
        b"/CMapType 2 def\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
    )
    tail = b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    return head + b"".join(_blocks(used)) + tail


def _blocks(used: Mapping[int, Glyph]) -> Iterator[bytes]:
    """At most a hundred characters in a block, as the specification wants."""
    pairs = [
        b"<%04x> <%s>\n" % (number, glyph.character.encode("utf-16-be").hex().encode())
        for number, glyph in sorted(used.items())
    ]
    for start in range(0, len(pairs), 100):
        block = pairs[start : start + 100]
        yield b"%d beginbfchar\n%sendbfchar\n" % (len(block), b"".join(block))


def _dictionary(entries: Mapping[str, Any]) -> generic.DictionaryObject:
    return generic.DictionaryObject({pdf_name(key): value for key, value in entries.items()})


def _numbers(*values: int) -> generic.ArrayObject:
    return generic.ArrayObject(generic.NumberObject(value) for value in values)
