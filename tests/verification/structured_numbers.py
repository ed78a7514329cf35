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
