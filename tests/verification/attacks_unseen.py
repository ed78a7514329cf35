"""Words where nobody looks: in what a page sets and never draws, and in the names of fonts.

The papers name another engine where that is what keeps their bytes from being compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from unittest.mock import patch

from attacks_content import COVERED
from attacks_signing import ALL, signed_by
from attacks_tools import Judging, forgery
from signed_papers import prepared, print_again
from structured_book import Book

from yanpan.signature import letters

WORDS = "本人不同意，签名作废".encode("utf-16-be")


def _by_another_engine(change: Callable[[Book], object]) -> Judging:
    book = Book.of(prepared())
    book.redo(book.metadata, lambda data: re.sub(rb'yanpan:engine="\w+"', b'yanpan:engine="%016d"' % 0, data))
    change(book)
    return Judging(signed_by(book.written(), ALL), {"render": print_again})


def _with(data: bytes) -> Judging:
    """Something more at the end of the first page, where nothing is drawn any more."""

    def change(book: Book) -> None:
        book.redo(book.to(book.pages[0], b"Contents"), lambda before: before + b"\n" + data)

    return _by_another_engine(change)


@forgery(COVERED, "页面末尾一次次设线宽，数字拼出一句话，什么也不画（自称另一个引擎）")
def words_in_widths_of_lines_never_drawn() -> Judging:
    return _with(b"\n".join(b"%d w" % byte for byte in WORDS))


@forgery(COVERED, "页面末尾一次次设颜色，数字拼出一句话，什么也不画（自称另一个引擎）")
def words_in_colours_never_painted() -> Judging:
    return _with(b"\n".join(b"0.%03d 0 0 rg" % byte for byte in WORDS))


@forgery(COVERED, "虚线的样式写成一千个数，拼出一句话（自称另一个引擎）")
def words_in_a_dash_never_drawn() -> Judging:
    return _with(b"[" + b" ".join(b"%d" % byte for byte in WORDS * 50) + b"] 0 d")


@forgery(COVERED, "页面末尾添五百个空的文字块（自称另一个引擎）")
def texts_without_a_letter() -> Judging:
    return _with(b"\n".join([b"BT\nET"] * 500))


@forgery(COVERED, "一行字后面的间距拼出一句话，后面没有字（自称另一个引擎）")
def words_in_shifts_behind_the_last_letter() -> Judging:
    left = iter(WORDS)

    def said(data: bytes) -> bytes:
        return re.sub(rb">\] TJ\n", lambda _: b">%d] TJ\n" % next(left, 0), data)

    return _by_another_engine(lambda book: book.redo(book.to(book.pages[0], b"Contents"), said))


@forgery(COVERED, "页面字体的子集标记写成 REJECT，字体列表里看得到（自称另一个引擎）")
def a_word_for_the_tag_of_a_page_s_font() -> Judging:
    def change(book: Book) -> None:
        old = book.value(book.fonts[0], b"BaseFont")[1:7]
        for number in book.bodies:
            count = book.dictionary(number).count(b"/" + old)
            if count:
                book.swap(number, b"/" + old, b"/REJECT", count)
            if book.is_stream(number) and b"/%s " % old in book.data(number):
                book.redo(number, lambda data: data.replace(b"/%s " % old, b"/REJECT "))

    return _by_another_engine(change)


@forgery(COVERED, "签署人把自己签名图样的字体子集标记写成 REJECT，字体列表里看得到")
def a_word_for_the_tag_of_a_look_s_font() -> Judging:
    with patch.object(letters, "_tag", lambda *_: "REJECT"):
        pdf = signed_by(prepared(), ALL[:1])
    assert b"/REJECT+" in pdf
    return Judging(signed_by(pdf, ALL[1:]), {"render": print_again})
