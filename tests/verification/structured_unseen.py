"""Forgeries that draw nothing: words spelled in what a page sets and nobody sees, in a paper by another engine."""

from __future__ import annotations

import re
from random import Random

from structured_book import Book
from structured_fonts import operator
from structured_operators import Unfit

CONTENT, FONTS = "内容", "字体"

_WORDS = "本人不同意，签名作废".encode("utf-16-be")

_IDLE: dict[str, tuple[bytes, ...]] = {
    "widths": (b"%d w", b"%d M", b"[%d] 0 d", b"[] %d d", b"%d w\n1 w"),
    "colours": (b"0.%03d 0 0 rg", b"0.%03d 0 0 RG", b"0.000%03d 0 0 rg\n0 0 0 rg"),
    "matrices": (b"1 0 0 1 %d 0 cm", b"q\n1 0 0 1 %d 0 cm\nQ", b"1.000%03d 0 0 1 0 0 cm"),
    "paths": (b"%d 0 m\nn", b"0 0 %d 0 re\nn"),
    "texts": (b"BT\n1 0 0 1 %d 0 Tm\nET", b"BT\n%d.5 Tr\nET"),
}
"""Operators that take a number and draw nothing, by kind."""

_EMPTY = (b"BT\nET\n", b"q\nQ\n", b"0 Tr\n", b"0 J\n", b"0 j\n", b"n\n", b"1 0 0 1 0 0 cm\n", b"[] 0 d\n")


def _put(book: Book, by: Random, data: bytes) -> None:
    """Put something at the beginning of a page, or at its end."""
    number = book.to(by.choice(book.pages), b"Contents")
    before = book.data(number)
    book.refill(number, data + b"\n" + before if by.random() < 0.5 else before + b"\n" + data)


def _spelled(book: Book, by: Random, kind: str) -> None:
    once = by.choice(_IDLE[kind])
    _put(book, by, b"\n".join(once % byte for byte in _WORDS))


@operator(CONTENT)
def words_in_widths_of_lines(book: Book, by: Random) -> None:
    _spelled(book, by, "widths")


@operator(CONTENT)
def words_in_colours_of_nothing(book: Book, by: Random) -> None:
    _spelled(book, by, "colours")


@operator(CONTENT)
def words_in_matrices(book: Book, by: Random) -> None:
    _spelled(book, by, "matrices")


@operator(CONTENT)
def words_in_paths_not_painted(book: Book, by: Random) -> None:
    _spelled(book, by, "paths")


@operator(CONTENT)
def words_in_texts_without_a_letter(book: Book, by: Random) -> None:
    _spelled(book, by, "texts")


@operator(CONTENT)
def a_long_list_of_dashes(book: Book, by: Random) -> None:
    _put(book, by, b"[" + b" ".join(b"%d" % byte for byte in _WORDS * 50) + b"] 0 d")


@operator(CONTENT)
def what_says_nothing_said_again_and_again(book: Book, by: Random) -> None:
    _put(book, by, by.choice(_EMPTY) * by.choice([1, 500]))


@operator(CONTENT)
def a_setting_said_twice(book: Book, by: Random) -> None:
    """What is set already, once more; or something else, and then what was set."""
    number = book.to(by.choice(book.pages), b"Contents")
    data = book.data(number)
    found = by.choice(list(re.finditer(rb"\n[^\n]+ (?:rg|Tf|Tm|gs|cm)(?=\n)", data)) or [None])
    if found is None:
        raise Unfit
    book.refill(number, data[: found.start()] + found[0] + data[found.start() :])


@operator(CONTENT)
def words_in_white_space(book: Book, by: Random) -> None:
    """A blank for a line end, or the other way round."""
    number = book.to(by.choice(book.pages), b"Contents")
    one, other = by.choice([(b"\nq\n", b"\nq "), (b" rg\n", b"\nrg\n"), (b"] TJ\n", b" ] TJ\n")])
    data = book.data(number)
    if one not in data:
        raise Unfit
    book.refill(number, data.replace(one, other, 1))


@operator(CONTENT)
def words_behind_the_last_letter_of_a_line(book: Book, by: Random) -> None:
    """A shift that moves nothing, since another line follows."""
    number = book.to(by.choice(book.pages), b"Contents")
    data = book.data(number)
    after = re.sub(rb">\] TJ\n", lambda _: b">%d] TJ\n" % by.choice(_WORDS), data)
    if after == data:
        raise Unfit
    book.refill(number, after)


@operator(FONTS)
def a_word_for_the_tag_of_a_font(book: Book, by: Random) -> None:
    """In every name of one font, and in what the pages call it by."""
    old = re.findall(rb"/([A-Z]{6})\+", b"".join(map(book.dictionary, book.fonts)))
    if not old:
        raise Unfit
    one, word = by.choice(old), by.choice([b"REJECT", b"FORGED"])
    for number in book.bodies:
        head = book.dictionary(number)
        if b"/" + one in head:
            book.swap(number, b"/" + one, b"/" + word, head.count(b"/" + one))
        if book.is_stream(number) and b"/%s " % one in book.data(number):
            book.redo(number, lambda data: data.replace(b"/%s " % one, b"/%s " % word))


@operator(FONTS)
def a_word_in_one_name_of_a_font(book: Book, by: Random) -> None:
    number = by.choice([n for n in book.bodies if re.search(rb"/[A-Z]{6}\+", book.dictionary(n))])
    tag = by.choice(re.findall(rb"/[A-Z]{6}\+", book.dictionary(number)))
    book.swap(number, tag, b"/REJECT+")
