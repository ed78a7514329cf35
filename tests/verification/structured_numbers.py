"""Forgeries that compute: exact in a judge's numbers, and somewhere else in a reader's that counts in 32 bits.

And places and bytes on which nothing seems to hang: a code's bars within the tolerance of text, rows of a table that one
reader takes by lines and another by twenty bytes.
"""

from __future__ import annotations

import re
from random import Random

from structured_book import Book
from structured_bytes import TABLE
from structured_fonts import CONTENT, FONTS, file_of, operator, tables
from structured_operators import Unfit
from structured_operators import operator as enlisted


@enlisted(TABLE, alone=True)
def rows_of_another_length(book: Book, by: Random) -> None:
    """By lines nothing is lost; by twenty bytes a row, other objects are found."""
    book.row_end = by.choice([b"\n", b"\r\n", b" \r\n", b"  \n"])


def _before_texts(book: Book, by: Random, before: bytes, after: bytes) -> None:
    """Around some of the texts of a page."""
    number = book.to(by.choice(book.pages), b"Contents")
    data = book.data(number)
    share = by.choice([0.1, 0.5, 1.0])

    def around(found: re.Match[bytes]) -> bytes:
        return b"\n" + before + found[0].strip(b"\n") + b"\n" + after if by.random() < share else found[0]

    changed = re.sub(rb"\nBT\n.*?\nET(?=\n)", around, data, flags=re.DOTALL)
    if changed == data:
        raise Unfit
    book.refill(number, changed)


@operator(CONTENT)
def texts_sent_far_away_and_back(book: Book, by: Random) -> None:
    far = by.choice([20_000, 900_000, 900_000_000])
    there, back = b"1 0 0 1 %d %d cm\n" % (far, far), b"1 0 0 1 -%d -%d cm\n" % (far, far)
    _before_texts(book, by, there + back, b"")


@operator(CONTENT)
def texts_enlarged_and_made_small_again(book: Book, by: Random) -> None:
    by_how_much = by.choice([100, 1000])
    larger, smaller = b"%d 0 0 %d 0 0 cm\n" % (by_how_much, by_how_much), b"%.6f" % (1 / by_how_much)
    back = b"%s 0 0 %s 0 0 cm\n" % (smaller, smaller)
    pair = by.choice([(larger, back), (back, larger)])
    _before_texts(book, by, pair[0] + b"1 0 0 1 900 900 cm\n1 0 0 1 -900 -900 cm\n" + pair[1], b"")


@operator(CONTENT)
def texts_moved_by_many_steps_too_small_to_see(book: Book, by: Random) -> None:
    """Each step is less than 32 bits can hold at that place."""
    step = b"1 0 0 1 0.0000%d 0 cm\n" % by.choice([1, 2, 4])
    _before_texts(book, by, step * by.choice([60, 3000]), b"")


@operator(CONTENT)
def letters_too_small_to_be_drawn(book: Book, by: Random) -> None:
    """The size is made up for by the matrix; some readers draw no letters of such a size."""
    number = book.to(by.choice(book.pages), b"Contents")
    data = book.data(number)
    changed = re.sub(
        rb"BT\n1 0 0 -1 ([\d.]+) ([\d.]+) Tm\n(/\S+) ([\d.]+) Tf",
        lambda m: (
            b"BT\n%f 0 0 -%f %s %s Tm\n%s 0.0001 Tf"
            % (float(m[4]) * 1e4, float(m[4]) * 1e4, m[1], m[2], m[3])
        ),
        data,
    )
    if changed == data:
        raise Unfit
    book.refill(number, changed)


@operator(CONTENT)
def letters_pushed_far_and_pulled_back(book: Book, by: Random) -> None:
    far = by.choice([5_000, 90_000, 900_000])
    number = book.to(by.choice(book.pages), b"Contents")
    data = book.data(number)
    changed = re.sub(rb"\[<([0-9a-f]{4})", rb"[<\1> %d <> -%d <" % (far, far), data)
    if changed == data:
        raise Unfit
    book.refill(number, changed)


@operator(CONTENT)
def numbers_glued_together(book: Book, by: Random) -> None:
    number = book.to(by.choice(book.pages), b"Contents")
    data = book.data(number)
    changed = re.sub(rb"1 0 0 -1 ", b"1 0 0-1 ", data, count=by.choice([1, 0]))
    if changed == data:
        raise Unfit
    book.refill(number, changed)


@operator(CONTENT)
def a_code_that_no_reader_reads(book: Book, by: Random) -> None:
    """Every bar a little to the side and a little shorter."""
    shift = by.choice([0.3, 0.49])
    for page in book.pages:
        number = book.to(page, b"Contents")
        data = book.data(number)

        def bent(found: re.Match[bytes]) -> bytes:
            left, line, right = float(found[1]), float(found[2]), float(found[3])
            return b"\n%.4f %.4f m\n%.4f %.4f l" % (left + shift, line + shift, right - shift, line + shift)

        changed = re.sub(rb"\n(\d+) (\d+\.5) m\n(\d+) \d+\.5 l(?=\n)", bent, data)
        if changed != data:
            book.refill(number, changed)
            return
    raise Unfit


@operator(CONTENT)
def shifts_without_a_letter(book: Book, by: Random) -> None:
    """Far out by whole numbers and back by broken ones, which 32 bits round one way."""
    count = by.choice([300, 9000])
    out, back = b"1000<>" * count, b"-999.49<>" * count
    _before_texts_of_a_font(book, by, b"[" + out + back + b"] TJ\n")


@operator(CONTENT)
def shifts_alone(book: Book, by: Random) -> None:
    _before_texts_of_a_font(book, by, b"[500] TJ\n[-500] TJ\n" * by.choice([1, 400]))


def _before_texts_of_a_font(book: Book, by: Random, more: bytes) -> None:
    number = book.to(by.choice(book.pages), b"Contents")
    data = book.data(number)
    changed = re.sub(rb"( Tf\n(?:\S+ Tr\n)?)(?=\[)", rb"\1" + more, data)
    if changed == data:
        raise Unfit
    book.refill(number, changed)


@operator(CONTENT)
def a_number_of_content_that_is_not_whole(book: Book, by: Random) -> None:
    """Poppler passes over an MCID of 3.0: the words are gone for who hears the paper."""
    number = book.to(by.choice(book.pages), b"Contents")
    data = book.data(number)
    found = list(re.finditer(rb"/MCID \d+", data))
    one = by.choice(found)
    book.refill(number, data[: one.end()] + by.choice([b".0", b"."]) + data[one.end() :])


@operator(CONTENT)
def a_frame_without_its_line(book: Book, by: Random) -> None:
    """Two rectangles that are one frame, laid onto each other."""
    number = book.to(by.choice(book.pages), b"Contents")
    data = book.data(number)
    one = rb"([-\d.]+ [-\d.]+ [-\d.]+ [-\d.]+ re\n)[-\d.]+ [-\d.]+ [-\d.]+ [-\d.]+ re\nf\*"
    changed = re.sub(one, rb"\1\1f*", data)
    if changed == data:
        raise Unfit
    book.refill(number, changed)


@operator(FONTS)
def fonts_called_by_long_names(book: Book, by: Random) -> None:
    """Readers cut names, and take two fonts for one where the beginnings are the same."""
    prefix = by.choice([b"A" * 130, b"THIS-PAPER-IS-VOID.", b"X" * 300])
    tags = sorted(
        {tag for number in book.bodies for tag in re.findall(rb"/([A-Z]{6})\+Yanpan", book.bodies[number])}
    )
    for number in book.bodies:
        if book.is_stream(number):
            continue
        for tag in tags:
            book.bodies[number] = book.bodies[number].replace(b"/%s " % tag, b"/%s%s " % (prefix, tag))
    for page in book.pages:
        content = book.to(page, b"Contents")
        data = book.data(content)
        for tag in tags:
            data = data.replace(b"/%s " % tag, b"/%s%s " % (prefix, tag))
        book.refill(content, data)


@operator(FONTS)
def tags_that_say_something(book: Book, by: Random) -> None:
    """The tag of a subset may differ, but it is one."""
    tags = sorted(
        {
            tag
            for number in book.bodies
            for tag in re.findall(rb"/FontName /([A-Z]{6})\+", book.bodies[number])
        }
    )
    tag = by.choice(tags)
    for number in book.bodies:
        if b"/FontName /" + tag in book.bodies[number]:
            book.bodies[number] = book.bodies[number].replace(b"/FontName /" + tag, b"/FontName /DRAFTS")


@operator(FONTS)
def a_sum_of_a_font_that_is_a_word(book: Book, by: Random) -> None:
    def change(font: bytes) -> bytes:
        place = dict(_places(font))[b"head"]
        return font[: place + 8] + by.choice([b"VOID", b"\0\0\0\0"]) + font[place + 12 :]

    book.redo(book.to(by.choice(book.all(b"/Type /FontDescriptor")), b"FontFile3"), change)


def _places(font: bytes) -> list[tuple[bytes, int]]:
    count = int.from_bytes(font[4:6], "big")
    rows = [font[12 + 16 * n : 28 + 16 * n] for n in range(count)]
    return [(row[:4], int.from_bytes(row[8:12], "big")) for row in rows]


@enlisted(TABLE, alone=True)
def an_id_that_says_something(book: Book, by: Random) -> None:
    words = by.choice([b"NOBODY HAS AGREED; PAPER IS VOID", b"0123456789ABCDEF0123456789abcdef"])
    book.trailer = re.sub(rb"(/ID \[\(\w+\) \()\w{32}", lambda found: found[1] + words[:32], book.trailer)


@operator(FONTS)
def a_head_of_outlines_with_another_size_of_offsets(book: Book, by: Random) -> None:
    """Nothing hangs on it, and FreeType refuses the font for it: then no letter is drawn."""
    size = by.choice([0, 1, 5, 255])

    def change(font: bytes) -> bytes:
        return _summed(
            [
                (tag, data[:3] + bytes([size]) + data[4:] if tag == b"CFF " else data)
                for tag, data in tables(font)
            ]
        )

    number = book.to(by.choice(book.all(b"/Type /FontDescriptor")), b"FontFile3")
    book.redo(number, change)


def _summed(parts: list[tuple[bytes, bytes]]) -> bytes:
    """A font file with true sums over its tables."""
    made = bytearray(file_of(parts))
    count = len(parts)
    power = 1 << (count.bit_length() - 1)
    made[6:12] = b"".join(
        n.to_bytes(2, "big") for n in (power * 16, power.bit_length() - 1, (count - power) * 16)
    )
    for index, (tag, data) in enumerate(parts):
        held = data[:8] + bytes(4) + data[12:] if tag == b"head" else data
        words = held + bytes(-len(held) % 4)
        total = sum(int.from_bytes(words[n : n + 4], "big") for n in range(0, len(words), 4)) & 0xFFFFFFFF
        made[12 + 16 * index + 4 : 12 + 16 * index + 8] = total.to_bytes(4, "big")
    return bytes(made)
