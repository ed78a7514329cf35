"""Forgeries of what is drawn: page content, letters and fonts."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import Any

from fontTools.ttLib import TTFont
from structured_book import Book
from structured_operators import COVER, Unfit, operator

CONTENT, FONTS = "内容", "字体"

_SHOWN = re.compile(rb"<([0-9a-f]{4,})>")


def _redrawn(book: Book, by: Random, change: Callable[[bytes], bytes]) -> None:
    """Change the content of a page; it must come out otherwise."""
    number = book.to(by.choice(book.pages), b"Contents")
    before = book.data(number)
    after = change(before)
    if before == after:
        raise Unfit
    book.refill(number, after)


def _at_some(pattern: bytes, by: Random, data: bytes, new: Callable[[re.Match[bytes]], bytes]) -> bytes:
    found = list(re.finditer(pattern, data))
    if not found:
        raise Unfit
    chosen = by.choice(found)
    return data[: chosen.start()] + new(chosen) + data[chosen.end() :]


_DRAWINGS: dict[str, tuple[bytes, ...]] = {
    "painted_white": (COVER, b"q 1 1 1 rg 0 0 600 850 re f Q", b"q 1 g 100 700 9 12 re f* Q"),
    "painted_black": (b"q 0 g 60 600 300 20 re f Q",),
    "painted_with_a_wide_line": (b"q 1 G 90 w 60 650 m 500 650 l S Q", b"q 1 G 9 w [1 0] 0 d 60 650 m 500 650 l S Q"),
    "painted_with_an_inline_image": (
        b"q 400 0 0 90 60 600 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI Q",
        b"q 9 0 0 9 60 600 cm BI /IM true /W 1 /H 1 ID \x00 EI Q",
    ),
    "clipped_away": (b"0 0 1 1 re W n", b"0 0 595 421 re W n"),
    "moved": (b"1 0 0 1 9 0 cm", b"-1 0 0 1 595 0 cm", b"0.01 0 0 0.01 0 0 cm"),
    "in_a_compatibility_section": (b"BX (low risk) yanpan EX", b"BX EX"),
    "with_unknown_operators": (b"0 0 yp", b"/Low risk"),
    "with_marked_content": (
        b"/Span <</ActualText <feff4f4e98ce9669>>> BDC EMC",
        b"/OC /L BDC EMC",
        b"/Low MP",
        b"/Low <</A 1>> DP",
    ),
    "with_a_comment": (b"% low risk\n", b"%%EOF\n", b"%\n"),
    "with_state_changed": (b"/a1 gs", b"100 Tz", b"5 Ts", b"9 Tc", b"50 Tw", b"0 i", b"/Perceptual ri"),
    "with_a_colour": (b"/DeviceGray cs 1 sc", b"0 0 0 0 k", b"1 G", b"/Pattern CS"),
    "with_words_of_no_font": (b"BT (low) Tj ET", b"BT <0041> Tj ET", b"BT 0 0 Td ET"),
    "with_save_and_restore": (b"q Q", b"q", b"Q", b"q q Q Q"),
    "with_glyph_metrics": (b"1000 0 0 0 750 750 d1", b"1000 0 d0"),
}  # fmt: skip


def _drawing(values: tuple[bytes, ...]) -> Callable[[Book, Random], None]:
    def run(book: Book, by: Random) -> None:
        value = by.choice(values)
        # What only moves or colours what follows does nothing at the end.
        where = by.choice((0, 3)) if value.endswith(b" cm") else by.randrange(4)

        def change(data: bytes) -> bytes:
            if where == 0:
                return value + b"\n" + data
            if where == 1:
                return data + b"\n" + value
            if where == 2:
                return data + b" " + value + b"\n"
            return _at_some(rb"\nET\n", by, data, lambda found: found[0] + value + b"\n")

        _redrawn(book, by, change)

    return run


for _name, _values in _DRAWINGS.items():
    _made = _drawing(_values)
    _made.__name__ = f"content_{_name}"
    operator(CONTENT)(_made)


@operator(CONTENT)
def a_form_drawn_over(book: Book, by: Random) -> None:
    form = book.add_form(COVER)
    page = by.choice(book.pages)
    resources = book.to(page, b"Resources")
    book.put(resources, b"XObject", b"<</Over %s>>" % form)
    book.redo(book.to(page, b"Contents"), lambda data: data + b"\nq /Over Do Q\n")


@operator(CONTENT)
def an_image_drawn_over(book: Book, by: Random) -> None:
    page = by.choice(book.pages)
    image = book.add_stream(
        b"\xff" * 3,
        b"/Type /XObject/Subtype /Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace /DeviceRGB",
    )
    book.put(book.to(page, b"Resources"), b"XObject", b"<</Over %s>>" % image)
    book.redo(book.to(page, b"Contents"), lambda data: data + b"\nq 300 0 0 90 60 600 cm /Over Do Q\n")


@operator(CONTENT)
def a_shading_drawn_over(book: Book, by: Random) -> None:
    page = by.choice(book.pages)
    shading = (
        b"<</ShadingType 2/ColorSpace /DeviceGray/Coords [0 0 1 0]/Extend [true true]"
        b"/Function <</FunctionType 2/Domain [0 1]/N 1/C0 [1]/C1 [1]>>>>"
    )
    book.put(book.to(page, b"Resources"), b"Shading", b"<</S %s>>" % shading)
    book.redo(book.to(page, b"Contents"), lambda data: data + b"\nq 60 600 300 90 re W n /S sh Q\n")


@operator(CONTENT)
def a_pattern_drawn_over(book: Book, by: Random) -> None:
    page = by.choice(book.pages)
    pattern = book.add_stream(
        b"1 g 0 0 9 9 re f",
        b"/PatternType 1/PaintType 1/TilingType 1/BBox [0 0 9 9]/XStep 9/YStep 9/Resources <<>>",
    )
    book.put(book.to(page, b"Resources"), b"Pattern", b"<</P %s>>" % pattern)
    book.redo(
        book.to(page, b"Contents"), lambda data: data + b"\nq /Pattern cs /P scn 60 600 300 90 re f Q\n"
    )


@operator(CONTENT)
def a_second_content_stream(book: Book, by: Random) -> None:
    page = by.choice(book.pages)
    there = book.value(page, b"Contents")
    more = book.add_stream(by.choice([COVER, b"", b"\n", b"q", b"% nothing"]))
    order = by.choice([(there, more), (more, there)])
    book.put(page, b"Contents", b"[" + b" ".join(order) + b"]")


@operator(CONTENT)
def the_content_in_an_array(book: Book, by: Random) -> None:
    page = by.choice(book.pages)
    book.put(page, b"Contents", b"[" + book.value(page, b"Contents") + b"]")


@operator(CONTENT)
def the_content_cut_into_two(book: Book, by: Random) -> None:
    """In the middle of a word, which readers join otherwise."""
    page = by.choice(book.pages)
    number = book.to(page, b"Contents")
    data = book.data(number)
    place = by.randrange(len(data))
    book.refill(number, data[:place])
    book.put(page, b"Contents", b"[%d 0 R %s]" % (number, book.add_stream(data[place:])))


@operator(CONTENT)
def one_letter_exchanged(book: Book, by: Random) -> None:
    """One glyph of the words shown is another one that the font has."""

    def change(data: bytes) -> bytes:
        codes = sorted(
            {found[1][i : i + 4] for found in _SHOWN.finditer(data) for i in range(0, len(found[1]), 4)}
        )

        def other(found: re.Match[bytes]) -> bytes:
            place = 4 * by.randrange(len(found[1]) // 4)
            old = found[1][place : place + 4]
            new = by.choice([code for code in codes if code != old])
            return b"<" + found[1][:place] + new + found[1][place + 4 :] + b">"

        return _at_some(_SHOWN.pattern, by, data, other)

    _redrawn(book, by, change)


@operator(CONTENT)
def one_letter_left_out(book: Book, by: Random) -> None:
    _redrawn(
        book,
        by,
        lambda data: _at_some(
            _SHOWN.pattern,
            by,
            data,
            lambda found: b"<" + found[1][4:] + b">",
        ),
    )


@operator(CONTENT)
def one_letter_twice(book: Book, by: Random) -> None:
    _redrawn(
        book,
        by,
        lambda data: _at_some(_SHOWN.pattern, by, data, lambda found: b"<" + found[1][:4] + found[1] + b">"),
    )


@operator(CONTENT)
def a_string_in_capitals(book: Book, by: Random) -> None:
    _redrawn(
        book,
        by,
        lambda data: _at_some(_SHOWN.pattern, by, data, lambda found: b"<" + found[1].upper() + b">"),
    )


@operator(CONTENT)
def a_string_written_otherwise(book: Book, by: Random) -> None:
    """Nearly the same glyphs: with a gap, as a literal string of octal codes, with a digit too many or too few."""

    def other(found: re.Match[bytes]) -> bytes:
        digits = found[1]
        raw = bytes.fromhex(digits.decode())
        return by.choice(
            [
                b"<" + digits[:2] + b" " + digits[2:] + b">",
                b"<" + digits[:2] + b"\n" + digits[2:] + b">",
                b"(" + b"".join(b"\\%03o" % byte for byte in raw) + b")",
                b"<" + digits + b"0>",
                b"<" + digits[:-2] + b">",
            ]
        )

    _redrawn(book, by, lambda data: _at_some(_SHOWN.pattern, by, data, other))


@operator(CONTENT)
def words_moved(book: Book, by: Random) -> None:
    """By a few points, so that they lie over others or a digit disappears."""

    def other(found: re.Match[bytes]) -> bytes:
        values = found[1].split()
        index = by.choice([4, 5])
        values[index] = b"%.6g" % (
            float(values[index]) + by.choice([-900, -30, -6, -3, -1.5, 1.5, 3, 6, 30, 900])
        )
        return b" ".join(values) + b" Tm"

    _redrawn(book, by, lambda data: _at_some(rb"((?:-?[\d.]+ ){5}-?[\d.]+) Tm", by, data, other))


@operator(CONTENT)
def words_of_another_size(book: Book, by: Random) -> None:
    factor = by.choice([0.01, 0.5, 0.97, 1.03, 20])

    def other(found: re.Match[bytes]) -> bytes:
        return b"/%s %.6g Tf" % (found[1], float(found[2]) * factor)

    _redrawn(book, by, lambda data: _at_some(rb"/(\w+) ([\d.]+) Tf", by, data, other))


@operator(CONTENT)
def words_in_another_font(book: Book, by: Random) -> None:
    names = re.findall(
        rb"/([A-Z]+) \d+ 0 R", book.dictionary(book.one(*(b"%d 0 R" % font for font in book.fonts)))
    )

    def other(found: re.Match[bytes]) -> bytes:
        return b"/%s %s Tf" % (by.choice([name for name in names if name != found[1]]), found[2])

    _redrawn(book, by, lambda data: _at_some(rb"/(\w+) ([\d.]+) Tf", by, data, other))


@operator(CONTENT)
def words_with_other_gaps(book: Book, by: Random) -> None:
    def other(found: re.Match[bytes]) -> bytes:
        gap = by.choice([b"-90000", b"900", b"-500", b"1000", b"2000", b"1"])
        return b"[" + gap + b" <" + found[1]

    _redrawn(book, by, lambda data: _at_some(rb"\[<([0-9a-f])", by, data, other))


@operator(CONTENT)
def words_of_another_colour(book: Book, by: Random) -> None:
    colour = by.choice([b"1 1 1 rg", b"0.96 0.96 0.96 rg", b"1 0 0 rg", b"0.04 0 0 rg"])
    _redrawn(book, by, lambda data: _at_some(rb"\nBT\n", by, data, lambda found: b"\n" + colour + found[0]))


@operator(CONTENT)
def an_area_of_another_colour(book: Book, by: Random) -> None:
    """What lies behind words takes their colour."""
    colour = by.choice([b"0 0 0 rg", b"1 1 1 rg", b"0.75 0 0 rg"])
    _redrawn(
        book,
        by,
        lambda data: _at_some(
            rb"[\d.]+ [\d.]+ [\d.]+ rg", by, data, lambda found: colour if found[0] != colour else b"0.5 g"
        ),
    )


@operator(CONTENT)
def words_drawn_without_ink(book: Book, by: Random) -> None:
    mode = by.choice([b"3", b"7", b"1", b"5"])
    _redrawn(book, by, lambda data: _at_some(rb"\nBT\n", by, data, lambda found: found[0] + mode + b" Tr\n"))


@operator(CONTENT)
def a_block_of_words_left_out(book: Book, by: Random) -> None:
    _redrawn(book, by, lambda data: _at_some(rb"(?s:\nBT\n.*?\nET\n)", by, data, lambda _: b"\n"))


@operator(CONTENT)
def two_blocks_of_words_in_each_other_s_order(book: Book, by: Random) -> None:
    def change(data: bytes) -> bytes:
        pieces = re.split(rb"(?<=\nET\n)", data)
        one, two = sorted(by.sample(range(len(pieces) - 1), 2))
        pieces[one], pieces[two] = pieces[two], pieces[one]
        return b"".join(pieces)

    _redrawn(book, by, change)


@operator(CONTENT)
def an_area_moved_over_words(book: Book, by: Random) -> None:
    def other(found: re.Match[bytes]) -> bytes:
        x, y, width, height = map(float, found[1].split())
        return b"%.6g %.6g %.6g %.6g re\nf" % (x, y - by.choice([20, 60, 200]), width, height)

    _redrawn(book, by, lambda data: _at_some(rb"((?:[-\d.]+ ){3}[-\d.]+) re\nf", by, data, other))


@operator(CONTENT)
def content_at_the_end_of_which_areas_are_drawn_again(book: Book, by: Random) -> None:
    """An area that the page has is drawn once more, over the words."""

    def change(data: bytes) -> bytes:
        area = by.choice(
            re.findall(rb"[\d.]+ [\d.]+ [\d.]+ rg\n(?:(?:[-\d.]+ ){3}[-\d.]+ re\n)+f\*?\n", data)
        )
        return data + b"\nq 1 0 0 -1 0 841.889764 cm 0.75 0 0 0.75 0 0 cm\n" + area + b"Q\n"

    _redrawn(book, by, change)


@operator(CONTENT)
def a_number_in_other_digits(book: Book, by: Random) -> None:
    new = by.choice([rb"\n+\1 ", rb"\n000\g<1>00 "])
    _redrawn(book, by, lambda data: _at_some(rb"\n(\d+\.\d+) ", by, data, lambda found: found.expand(new)))


@operator(CONTENT)
def an_operator_written_otherwise(book: Book, by: Random) -> None:
    """Odd white space, numbers with exponents or two signs, names with #xx: readers differ."""
    pattern, new = by.choice(
        [
            (rb" TJ\n", b" TJ\x0b\n"),
            (rb" TJ\n", b" TJ\0\n"),
            (rb" TJ\n", b" TJ\x0c\n"),
            (rb"/Q([A-Z]+) ", rb"/#51\1 "),
            (rb"\n(\d+\.\d+) ", rb"\n\1e0 "),
            (rb"\n(\d+\.\d+) ", rb"\n--\1 "),
            (rb"\n(\d+)(\.\d+) ", rb"\n\1\2.0 "),
            (rb"\n(\d+)(\.\d+) ", rb"\n\1-\2 "),
            (rb"\nET\n", b"\r\nET\r\n"),
            (rb"\nET\n", b"\nET%\n"),
            (rb"\nET\n", b"\nET\0"),
        ]
    )
    _redrawn(book, by, lambda data: _at_some(pattern, by, data, lambda found: found.expand(new)))


# Letters and fonts


@operator(FONTS)
def a_map_with_other_letters(book: Book, by: Random) -> None:
    """ToUnicode: what programs read is another letter than what is drawn."""
    number = book.to(by.choice(book.fonts), b"ToUnicode")

    def other(found: re.Match[bytes]) -> bytes:
        return b"<" + found[1] + b"> <" + by.choice([b"4f4e", b"9ad8", b"0030", b"", b"00660066"]) + b">"

    before = book.data(number)
    after = _at_some(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})>", by, before, other)
    if before == after:
        raise Unfit
    book.refill(number, after)


@operator(FONTS)
def a_map_with_a_letter_more_or_less(book: Book, by: Random) -> None:
    number = book.to(by.choice(book.fonts), b"ToUnicode")
    before = book.data(number)
    if by.random() < 0.5:
        after = before.replace(b"endcmap", b"1 beginbfchar\n<ffff> <4f4e>\nendbfchar\nendcmap", 1)
    else:
        after = _at_some(rb"<[0-9A-Fa-f]{4}> <[0-9A-Fa-f]{4}>\n", by, before, lambda _: b"")
    if before == after:
        raise Unfit
    book.refill(number, after)


@operator(FONTS)
def a_map_with_a_comment(book: Book, by: Random) -> None:
    book.redo(
        book.to(by.choice(book.fonts), b"ToUnicode"), lambda data: data + by.choice([b"% x\n", b"\n", b" "])
    )


def _font(book: Book, by: Random) -> tuple[int, TTFont]:
    descriptor = by.choice(book.all(b"/Type /FontDescriptor"))
    number = book.to(descriptor, b"FontFile3")
    return number, TTFont(BytesIO(book.data(number)))


def _refont(book: Book, number: int, font: TTFont) -> None:
    out = BytesIO()
    font.save(out)
    book.refill(number, out.getvalue())


def _drawn(font: TTFont) -> tuple[Any, list[str]]:
    outlines = font["CFF "].cff.topDictIndex[0].CharStrings
    return outlines, [name for name in sorted(outlines.keys()) if len(outlines[name].bytecode or b"") > 40]


@operator(FONTS)
def two_letters_drawn_as_each_other(book: Book, by: Random) -> None:
    number, font = _font(book, by)
    outlines, names = _drawn(font)
    if len(names) < 2:
        raise Unfit
    one, two = by.sample(names, 2)
    outlines[one], outlines[two] = outlines[two], outlines[one]
    _refont(book, number, font)


@operator(FONTS)
def a_letter_drawn_as_nothing(book: Book, by: Random) -> None:
    number, font = _font(book, by)
    outlines, names = _drawn(font)
    outlines[by.choice(names)].setBytecode(b"\x0e")
    _refont(book, number, font)


@operator(FONTS)
def a_letter_of_another_width(book: Book, by: Random) -> None:
    number, font = _font(book, by)
    _, names = _drawn(font)
    font["hmtx"][by.choice(names)] = (by.choice([0, 500, 3000]), 0)
    _refont(book, number, font)


@operator(FONTS)
def a_font_file_with_a_table_more(book: Book, by: Random) -> None:
    from fontTools.ttLib.tables.DefaultTable import DefaultTable

    number, font = _font(book, by)
    tag = by.choice(["XXXX", "SVG ", "COLR", "fpgm", "meta", "name"])
    table = DefaultTable(tag)
    table.data = b"\0" * 12
    font[tag] = table
    _refont(book, number, font)


@operator(FONTS)
def a_font_file_with_bytes_behind(book: Book, by: Random) -> None:
    number = book.to(by.choice(book.all(b"/Type /FontDescriptor")), b"FontFile3")
    book.redo(number, lambda data: data + by.choice([b"\0", b"low risk"]))


@operator(FONTS)
def the_font_file_of_another_font(book: Book, by: Random) -> None:
    one, two = by.sample(book.all(b"/Type /FontDescriptor"), 2)
    book.put(one, b"FontFile3", b" " + book.value(two, b"FontFile3"))


@operator(FONTS)
def two_fonts_in_each_other_s_name(book: Book, by: Random) -> None:
    number = book.one(*(b"%d 0 R" % font for font in book.fonts))
    one, two = by.sample(book.fonts, 2)
    head = book.dictionary(number)
    marked = head.replace(b" %d 0 R" % one, b" @ 0 R").replace(b" %d 0 R" % two, b" %d 0 R" % one)
    book.bodies[number] = marked.replace(b" @ 0 R", b" %d 0 R" % two)


@operator(FONTS)
def a_type3_font_in_the_place_of_one(book: Book, by: Random) -> None:
    number = by.choice(book.fonts)
    glyph = book.add_stream(b"1000 0 d0 0 0 900 900 re f")
    book.bodies[number] = (
        b"<</Type /Font/Subtype /Type3/FontBBox [0 0 1000 1000]/FontMatrix [.001 0 0 .001 0 0]/CharProcs <</a %s>>"
        b"/Encoding <</Differences [0/a/a/a/a]>>/FirstChar 0/LastChar 3/Widths [9 9 9 9]/Resources <<>>/ToUnicode %s>>"
        % (glyph, book.value(number, b"ToUnicode"))
    )


@operator(FONTS)
def a_width_that_is_another(book: Book, by: Random) -> None:
    number = by.choice(book.descendants)
    widths = book.value(number, b"W")
    after = _at_some(rb"\[(\d+)", by, widths[1:], lambda _: b"[%d" % by.choice([0, 1, 999, 4000]))
    if b"[" + after == widths or widths[:1] + after == widths:
        raise Unfit
    book.put(number, b"W", widths[:1] + after)
