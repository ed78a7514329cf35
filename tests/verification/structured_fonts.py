"""Forgeries that were found by hand in the comparison of papers by another engine: what one program reads and another not.

Most do to a font file, a path or a number what our reading of it does not see and other readers draw.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import Any

from fontTools.ttLib import TTFont
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from structured_book import Book
from structured_operators import Operate, Unfit
from structured_operators import operator as enlisted
from structured_updates import SIGNING, Forge, Raw

from yanpan.signature.pdf import SteadyWriter

FONTS, CONTENT, METADATA = "字体", "内容", "元数据"

FOUND: list[str] = []
"""The operators of this file, which are tried every day."""

LOOKS = (
    "the_look_s_font_with_two_tables_of_outlines",
    "the_look_s_font_with_a_length_that_is_none",
    "the_field_a_hair_larger",
    "the_look_a_hair_larger",
    "an_id_drawn_by_lot",
    "the_look_s_fonts_tagged_with_a_word",
)
"""And what a signer does to his own look."""


def operator(group: str) -> Callable[[Operate], Operate]:
    """List a function among all operators, and among these."""

    def listed(run: Operate) -> Operate:
        FOUND.append(run.__name__)
        return enlisted(group)(run)

    return listed


def _file(book: Book, by: Random) -> int:
    return book.to(by.choice(book.all(b"/Type /FontDescriptor")), b"FontFile3")


def tables(font: bytes) -> list[tuple[bytes, bytes]]:
    """The tables of an OpenType file in their order (ISO/IEC 14496-22, 4.4)."""
    found = []
    for index in range(int.from_bytes(font[4:6], "big")):
        tag, _, start, length = struct.unpack(">4sLLL", font[12 + 16 * index : 28 + 16 * index])
        found.append((tag, font[start : start + length]))
    return found


def file_of(parts: list[tuple[bytes, bytes]]) -> bytes:
    """An OpenType file of these tables; a tag may stand twice."""
    rows, body = b"", b""
    start = 12 + 16 * len(parts)
    for tag, data in parts:
        rows += struct.pack(">4sLLL", tag, 0, start + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    return b"OTTO" + struct.pack(">HHHH", len(parts), 16, 0, 0) + rows + body


def _outlines_exchanged(font: bytes, by: Random) -> bytes:
    """The file with two letters drawn as each other."""
    opened = TTFont(BytesIO(font))
    outlines = opened["CFF "].cff.topDictIndex[0].CharStrings
    names = [name for name in opened.getGlyphOrder() if len(outlines[name].bytecode or b"") > 30]
    if len(names) < 2:
        raise Unfit
    one, two = by.sample(names, 2)
    outlines[one].bytecode, outlines[two].bytecode = outlines[two].bytecode, outlines[one].bytecode
    out = BytesIO()
    opened.save(out)
    return out.getvalue()


def with_two_outlines(font: bytes, by: Random) -> bytes:
    """The file with a second table of outlines, of other letters, listed before the true one or after it.

    FreeType, and so poppler and MuPDF, draws by the first of one tag; fontTools reads the last.
    """
    forged = dict(tables(_outlines_exchanged(font, by)))[b"CFF "]
    found: list[tuple[bytes, bytes]] = []
    first = by.random() < 0.7
    for tag, data in tables(font):
        pair = [(tag, data)]
        if tag == b"CFF ":
            pair = [(tag, forged), *pair] if first else [*pair, (tag, forged)]
        found += pair
    return file_of(found)


@operator(FONTS)
def a_font_file_with_two_tables_of_outlines(book: Book, by: Random) -> None:
    book.redo(_file(book, by), lambda font: with_two_outlines(font, by))


@operator(FONTS)
def a_font_file_with_another_list_of_characters(book: Book, by: Random) -> None:
    """The charset of a CID-keyed font: readers that obey it draw other letters, the outlines stay where they are."""

    def change(font: bytes) -> bytes:
        opened = TTFont(BytesIO(font))
        top = opened["CFF "].cff.topDictIndex[0]
        outlines = top.CharStrings
        order = opened.getGlyphOrder()
        used = [n for n, name in enumerate(order) if n and len(outlines[name].bytecode or b"") > 30]
        if len(used) < 2:
            raise Unfit
        one, two = by.sample(used, 2)
        numbers = list(range(len(order)))
        numbers[one], numbers[two] = two, one
        data = dict(tables(font))[b"CFF "]
        place = b"\x1d" + struct.pack(">l", top.rawDict["charset"]) + b"\x0f"
        if data.count(place) != 1:
            raise Unfit
        data = data.replace(place, b"\x1d" + struct.pack(">l", len(data)) + b"\x0f")
        data += b"\0" + b"".join(struct.pack(">H", number) for number in numbers[1:])
        return file_of([(tag, data if tag == b"CFF " else held) for tag, held in tables(font)])

    book.redo(_file(book, by), change)


@operator(FONTS)
def letters_bent_for_other_readers(book: Book, by: Random) -> None:
    """A move with more operands than it takes: fontTools goes by the first of them, FreeType by the last."""
    distance = by.choice([60, 300, 3000])

    def change(font: bytes) -> bytes:
        opened = TTFont(BytesIO(font))
        outlines = opened["CFF "].cff.topDictIndex[0].CharStrings
        if not sum(_bent(outlines[name], distance) for name in opened.getGlyphOrder()):
            raise Unfit
        out = BytesIO()
        opened.save(out)
        return out.getvalue()

    book.redo(_file(book, by), change)


def _bent(outline: Any, distance: int) -> bool:
    outline.decompile()
    made: list[Any] = []
    operands: list[Any] = []
    moved, changed = False, False
    program = iter(outline.program)
    for item in program:
        if not isinstance(item, str):
            operands.append(item)
            continue
        if item in ("hmoveto", "vmoveto") and moved and len(operands) == 1:
            operands = [operands[0], 0, operands[0] + distance]
            changed = True
        moved = moved or item.endswith("moveto")
        made += [*operands, item]
        operands = []
        if item in ("hintmask", "cntrmask"):
            made.append(next(program))
    if changed:
        outline.setProgram(made)
    return changed


@operator(FONTS)
def a_font_file_with_something_in_its_gaps(book: Book, by: Random) -> None:
    def change(font: bytes) -> bytes:
        parts = tables(font)
        number = by.randrange(len(parts) - 1)
        tag, data = parts[number]
        parts[number] = (tag, data)
        made = file_of(parts)
        start = int.from_bytes(made[12 + 16 * number + 8 : 12 + 16 * number + 12], "big")
        more = b"low risk low risk "
        shifted = bytearray(made[:start] + more + b"\0" * (-len(more) % 4) + made[start:])
        moved = len(shifted) - len(made)
        for index in range(number, len(parts)):
            place = 12 + 16 * index + 8
            old = int.from_bytes(shifted[place : place + 4], "big")
            shifted[place : place + 4] = (old + moved).to_bytes(4, "big")
        return bytes(shifted)

    book.redo(_file(book, by), change)


@operator(FONTS)
def a_font_file_with_a_length_that_is_none(book: Book, by: Random) -> None:
    number = _file(book, by)
    book.put(number, b"Length1", by.choice([b"(low risk)", b"<</X (low risk)/Y [1 2 3]>>", b"/Low", b"null"]))


def _drawn(book: Book, by: Random, pattern: bytes, new: Callable[[re.Match[bytes]], bytes]) -> None:
    number = book.to(by.choice(book.pages), b"Contents")
    data = book.data(number)
    found = list(re.finditer(pattern, data))
    if not found:
        raise Unfit
    one = by.choice(found)
    book.refill(number, data[: one.start()] + new(one) + data[one.end() :])


_RECTANGLES = rb"((?:(?:[-\d.]+ ){3}[-\d.]+ re\n)+)(f\*?)\n"


@operator(CONTENT)
def an_area_moved_before_it_is_painted(book: Book, by: Random) -> None:
    """The coordinates change between path and paint: some readers move the path then, others not."""
    x, y = by.choice([(0, -300), (0, 100), (5000, 0)])

    def moved(found: re.Match[bytes]) -> bytes:
        return b"%s1 0 0 1 %d %d cm\n%s\n1 0 0 1 %d %d cm\n" % (found[1], x, y, found[2], -x, -y)

    _drawn(book, by, _RECTANGLES, moved)


@operator(CONTENT)
def clips_moved_before_they_are_set(book: Book, by: Random) -> None:
    """All of a page: poppler and MuPDF then show nothing of what is clipped, the colours of the grades among it."""
    number = book.to(by.choice(book.pages), b"Contents")
    distance = by.choice([300, 5000])
    before = book.data(number)
    moved = b"\nW\n1 0 0 1 0 -%d cm\nn\n1 0 0 1 0 %d cm\n" % (distance, distance)
    after = before.replace(b"\nW\nn\n", moved)
    if before == after:
        raise Unfit
    book.refill(number, after)


@operator(CONTENT)
def a_state_that_a_form_takes_over(book: Book, by: Random) -> None:
    """What is set before a form is drawn holds inside of it (ISO 32000-2, 8.10.1)."""
    state = by.choice([b"3 Tr", b"1 1 1 rg", b"90 w", b"1 1 1 RG", b"2 J"])
    _drawn(book, by, rb"\n(/\w+ Do\n)", lambda found: b"\n" + state + b"\n" + found[1])


@operator(CONTENT)
def a_colour_changed_before_the_paint(book: Book, by: Random) -> None:
    """Between path and paint no colour may be set (ISO 32000-2, figure 9): readers obey or not."""
    colour = re.compile(rb"([\d.]+ [\d.]+ [\d.]+ rg)\n((?:(?:[-\d.]+ ){3}[-\d.]+ re\n)+)(f\*?)\n")
    _drawn(book, by, colour.pattern, lambda found: found[2] + found[1] + b"\n" + found[3] + b"\n")


@operator(CONTENT)
def coordinates_changed_inside_a_text(book: Book, by: Random) -> None:
    def changed(found: re.Match[bytes]) -> bytes:
        x, y = float(found[1]), float(found[2])
        tm = b"BT\n0.5 0 0 0.5 0 0 cm\n2 0 0 -2 %.6f %.6f Tm" % (2 * x, 2 * y)
        return tm + found[3] + b"\n2 0 0 2 0 0 cm\nET\n"

    _drawn(book, by, rb"BT\n1 0 0 -1 ([\d.]+) ([\d.]+) Tm([^T]+T[fJ]\n[^T]+TJ)\nET\n", changed)


@operator(CONTENT)
def operands_of_another_kind(book: Book, by: Random) -> None:
    """What a reader that is strict leaves out, and a lenient one takes: dashes and widths in brackets, or without."""
    pattern, new = by.choice(
        [
            (rb"\[\] 0 d\n", b"0 d\n"),
            (rb"\[\] 0 d\n", b"[0] d\n"),
            (rb"\n([\d.]+) w\n", rb"\n[\1] w\n"),
            (rb"\n0 ([Jj])\n", rb"\n[0] \1\n"),
            (rb"(<</MCID \d+>>)\nBDC", rb"\1\nBMC"),
            (rb"\n0 Tr\n", b"\n0.9 Tr\n"),
            (rb"\n0 Tr\n", b"\n-0.9 Tr\n"),
            (rb"\nET\n", b"\nET\n0.5 Tr\n"),
        ]
    )
    _drawn(book, by, pattern, lambda found: found.expand(new))


@operator(CONTENT)
def gaps_that_say_nothing(book: Book, by: Random) -> None:
    more = by.choice([b"<> 0 0 0] TJ\n", b" 500 -500] TJ\n", b" 0.0001] TJ\n", b"] TJ\n[] TJ\n"])
    _drawn(book, by, rb"\] TJ\n", lambda _: more)


@operator(METADATA)
def the_maker_s_name_among_other_words(book: Book, by: Random) -> None:
    """The version of the engine may differ: that is no reason to have it anywhere."""
    how = by.randrange(4)
    if how == 0:
        book.redo(book.metadata, lambda data: data.replace("号".encode(), "号WeasyPrint 9".encode(), 1))
    elif how == 1:
        book.put(book.info, b"Producer", b"()")
    elif how == 2:
        book.put(book.info, b"Producer", b"(WeasyPrint 70.0WeasyPrint 1234.5678.9012.3456)")
    else:
        book.redo(book.metadata, lambda data: re.sub(rb' yanpan:engine="\w+"', b"", data))


# In a signer's own look


def _in_font_files(change: Callable[[Any, Random], None]) -> Forge:
    def run(writer: SteadyWriter, by: Random) -> None:
        files = [
            item
            for item in writer.objects.values()
            if isinstance(item, generic.StreamObject) and item.get("/Subtype") == "/OpenType"
        ]
        if not files:
            raise Unfit
        change(by.choice(files), by)

    return run


def _two_outlines(file: Any, by: Random) -> None:
    file._data = with_two_outlines(file.data, by)
    file._encoded_data = None


def _a_length(file: Any, by: Random) -> None:
    file[pdf_name("/Length1")] = Raw(by.choice([b"(low risk)", b"<</X (low risk)>>"]))


def _tagged(writer: SteadyWriter, by: Random) -> None:
    """Words for the tags of the subsets, which readers show to who asks for the fonts: in one kind of name, or in all."""
    keys = by.choice([("/BaseFont",), ("/FontName",), ("/BaseFont", "/FontName")])
    word = by.choice(["REJECT", "FORGED"])
    for item in writer.objects.values():
        for key in keys:
            if isinstance(item, generic.DictionaryObject) and key in item:
                item[pdf_name(key)] = pdf_name(f"/{word}{item[key][7:]}")


def _hair(find: Callable[[SteadyWriter], Any], key: str) -> Forge:
    def run(writer: SteadyWriter, by: Random) -> None:
        target = find(writer)
        one, two, three, four = (float(value) for value in target[key])
        by_how_much = by.choice([-0.7, 0.1, 0.7])
        target[pdf_name(key)] = Raw(
            b"[%f %f %f %f]" % (one - by_how_much, two - by_how_much, three + by_how_much, four + by_how_much)
        )

    return run


def _looks(writer: SteadyWriter) -> Any:
    return next(
        item
        for item in writer.objects.values()
        if isinstance(item, generic.DictionaryObject) and item.get("/Subtype") == "/Form"
    )


def _fields(writer: SteadyWriter) -> Any:
    return next(
        item
        for item in writer.objects.values()
        if isinstance(item, generic.DictionaryObject) and item.get("/FT") == "/Sig" and "/V" in item
    )


SIGNING["the_look_s_font_with_two_tables_of_outlines"] = _in_font_files(_two_outlines)
SIGNING["the_look_s_font_with_a_length_that_is_none"] = _in_font_files(_a_length)
SIGNING["the_look_s_fonts_tagged_with_a_word"] = _tagged
SIGNING["the_field_a_hair_larger"] = _hair(_fields, "/Rect")
SIGNING["the_look_a_hair_larger"] = _hair(_looks, "/BBox")
