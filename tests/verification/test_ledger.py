"""Every byte of a revision, as our own papers spell them and not otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signed_papers import prepared, signed_by_all

from yanpan.verification.ledger import read_revision
from yanpan.verification.syntax import Name, NotOurs, Ref, Stream, read_object


def read(text: bytes) -> object:
    return read_object(text, 0, len(text))


def test_a_signed_paper_is_accounted_for_to_its_last_byte() -> None:
    pdf = signed_by_all()
    ends, place = [], 0
    while place < len(pdf):
        place = read_revision(pdf, place).end
        ends.append(place)
    assert len(ends) == 4
    assert ends[-1] == len(pdf)
    assert pdf[: ends[0]] == prepared()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b"<</A /B/C [1 -2.5 .5 3 0 R]/D (a\\(b\\051)/E <0a0B>/F true/G null>>",
         {b"A": Name(b"B"), b"C": [1, -2.5, 0.5, Ref(3)], b"D": b"a(b)", b"E": b"\n\x0b", b"F": True, b"G": None}),
        (b"[/application#2fjson]", [Name(b"application/json")]),
        (b"<</Length 3>>\nstream\nabc\nendstream", Stream({b"Length": 3}, b"abc")),
        (b"[ ]", []),
    ],
)  # fmt: skip
def test_what_our_papers_write_is_read(text: bytes, value: object) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    "text",
    [
        b"<</A 1/A 2>>", b"<</A 1>> ", b"<</A 1>>%", b"<</A%x\n1>>", b"<</A\t1>>", b"<</A\r1>>", b"<</A\x001>>",
        b"<</A 1 1 R>>", b"<</A 1e3>>", b"<</A --1>>", b"<</A +-1>>", b"(a(b)c)", b"(a\\\nb)", b"(a\rb)", b"(a", b"<0>",
        b"<0 0>", b"[1", b"[1>>", b"<<1 2>>", b"/A#0", b"/\xe4\xbd\x8e ", b"True", b"1 2", b"", b"{1}",
        b"<</Length 2 0 R>>\nstream\nabc\nendstream", b"<</Length 2>>\nstream\nabc\nendstream",
        b"<</Length 3>>\r\nstream\nabc\nendstream", b"<</Length 3>>\nstream\r\nabc\nendstream", b"[" * 60 + b"]" * 60,
        b"[0-1]", b"[1-2 3]", b"[01 0 R]", b"[0 0 R]", b"[true-1]", b"[/A#41 /B]", b"[/A#20]",
    ],
)  # fmt: skip
def test_another_spelling_is_not_ours(text: bytes) -> None:
    with pytest.raises(NotOurs):
        read(text)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_and_nothing_else_happens(data: bytes) -> None:
    with suppress(NotOurs):
        read(data)


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "a comment before the first object": lambda p: p.replace(b"1 0 obj\n", b"%x\n1 0 obj\n", 1),
    "a blank line between objects": lambda p: p.replace(b"\nendobj\n", b"\nendobj\n\n", 1),
    "an object that the table does not list": lambda p: p.replace(b"xref\n0 ", b"9999 0 obj\nnull\nendobj\nxref\n0 ", 1),
    "an object twice": lambda p: p.replace(b"xref\n0 ", b"1 0 obj\nnull\nendobj\nxref\n0 ", 1),
    "a free object": lambda p: re.sub(rb"\d{10} 00000 n", b"0000000000 00001 f", p, count=1),
    "another generation": lambda p: re.sub(rb"(\d{10}) 00000 n", rb"\1 00001 n", p, count=1),
    "an entry that points elsewhere": lambda p: re.sub(rb"\d{9}(\d) 00000 n", rb"00000001\g<1>0 00000 n", p, count=1),
    "a row of nineteen bytes and one of twenty-one": lambda p: re.sub(
        rb"(\d{10} 00000 n) \n(\d{10} 00000 n \n)", rb"\1\n \2", p, count=1
    ),
    "rows of nineteen bytes": lambda p: p.replace(b" 00000 n \n", b" 00000 n\n"),
    "rows that end in two characters": lambda p: p.replace(b" 00000 n \n", b" 00000 n\r\n"),
    "rows of twenty-one bytes": lambda p: p.replace(b" 00000 n \n", b" 00000 n \r\n", 1),
    "two sections for one": lambda p: re.sub(
        rb"xref\n0 (\d+)\n(.{20})", lambda m: b"xref\n0 1\n%s1 %d\n" % (m[2], int(m[1]) - 1), p, count=1, flags=re.S
    ),
    "no row for the free object": lambda p: re.sub(
        rb"xref\n0 (\d+)\n.{20}", lambda m: b"xref\n1 %d\n" % (int(m[1]) - 1), p, count=1, flags=re.S
    ),
    "a comment in the trailer": lambda p: p.replace(b"trailer\n<<", b"trailer\n%x\n<<", 1),
    "another start of the table": lambda p: re.sub(rb"startxref\n(\d+)", rb"startxref\n1\1", p, count=1),
    "something after the end": lambda p: p + b"%",
    "another header": lambda p: p.replace(b"%PDF-1.7", b"%PDF-1.4", 1),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_byte_more_or_another_table_is_not_ours(name: str) -> None:
    changed = CHANGES[name](prepared())
    assert changed != prepared()
    with pytest.raises(NotOurs):
        if read_revision(changed, 0).end != len(changed):
            raise NotOurs("bytes left over")
