"""Ten thousand papers changed at random: none is valid unless all that is signed, and all that is shown, is the same.

A valid mutant is one of three: the paper itself, byte for byte; the paper cut back to an earlier state in which all had
signed; or a paper with the same bytes up to the end of its last digest, CMS included, and the same pages, whose tail
holds revocation data that no digest covers yet. What is cut back to where somebody is missing cannot be judged.
`make test` tries one in twenty-five of them, always the same; `make test-long` tries all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from io import BytesIO

import pikepdf
import pytest
from attacks import gap, revisions
from attacks_control import small_paper
from attacks_signing import paper_of_a_pair, signed_by
from authorities import OFFICER, REVIEWER, lists
from hypothesis import given
from hypothesis import strategies as st
from long_term_papers import judged_at

from sampling import examples

KINDS = ("b-b", "pair", "b-t", "b-lt", "b-lta")


@cache
def paper(kind: str) -> bytes:
    """A small paper that all have signed: by one to a level, or by two."""
    if kind == "pair":
        return signed_by(paper_of_a_pair(), [("officer", OFFICER), ("co_officer", REVIEWER)])
    return small_paper(kind)


@cache
def whole_states(kind: str) -> frozenset[bytes]:
    """The paper and its earlier states in which all had signed, by their digests."""
    pdf = paper(kind)
    signed = gap(pdf, 1 if kind == "pair" else 0)[1]
    return frozenset(hashlib.sha256(pdf[:end]).digest() for end in revisions(pdf) if end > signed)


@cache
def covered(kind: str) -> int:
    """Where the last digest ends: of the last signature, or of the archive time stamp."""
    pdf = paper(kind)
    _, end = gap(pdf, -1)
    return next(place for place in revisions(pdf) if place > end)


def shown(pdf: bytes) -> tuple[bytes, ...]:
    """What another reader finds on the pages: contents, resources and annotations, written out by qpdf's library."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return tuple(
            page.Contents.read_bytes() + page.obj.unparse(resolved=True) + b"".join(_notes(page))
            for page in opened.pages
        )


def _notes(page: pikepdf.Page) -> list[bytes]:
    return [note.unparse(resolved=True) for note in page.obj.get("/Annots", [])]


def check(kind: str, mutant: bytes) -> None:
    """Judge a mutant, and hold a good verdict against what it may be."""
    verdict = judged_at(mutant, crls=lists()).verdict
    if hashlib.sha256(mutant).digest() in whole_states(kind):
        assert verdict == "valid"
    elif verdict == "valid":
        end = covered(kind)
        assert mutant[:end] == paper(kind)[:end]
        assert shown(mutant) == shown(paper(kind))


def over(kind: str) -> st.SearchStrategy[int]:
    """Any place in a paper."""
    return st.integers(0, len(paper(kind)) - 1)


def tender(kind: str) -> st.SearchStrategy[int]:
    """A place where a reader is easily led astray: a CMS and its ByteRange, a table, the end."""
    pdf = paper(kind)
    spans = [(start - 200, end + 300) for start, end in _gaps(pdf)]
    spans += [(end - 250, end) for end in revisions(pdf)]
    spans += [(covered(kind) - 600, len(pdf)), (len(pdf) - 1200, len(pdf))]
    return st.one_of([st.integers(max(a, 0), min(b, len(pdf)) - 1) for a, b in spans])


def _gaps(pdf: bytes) -> list[tuple[int, int]]:
    return [gap(pdf, which) for which in range(pdf.count(b"/ByteRange ["))]


def places(kind: str) -> st.SearchStrategy[int]:
    return over(kind) | tender(kind)


Places = Callable[[str], st.SearchStrategy[int]]


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("kind", KINDS)
def test_the_papers_themselves_are_valid(kind: str) -> None:
    assert judged_at(paper(kind), crls=lists()).verdict == "valid"
    assert len(whole_states(kind)) == {"b-lt": 2, "b-lta": 3}.get(kind, 1)


def flipped(kind: str, where: Places, data: st.DataObject) -> None:
    changed = bytearray(paper(kind))
    changed[data.draw(where(kind))] ^= data.draw(st.integers(1, 255))
    check(kind, bytes(changed))


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@examples(500, one_in=25)
def test_a_byte_changed_anywhere_is_seen(kind: str, data: st.DataObject) -> None:
    flipped(kind, over, data)


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@examples(500, one_in=25)
def test_a_byte_changed_in_a_tender_place_is_seen(kind: str, data: st.DataObject) -> None:
    flipped(kind, tender, data)


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data(), count=st.integers(2, 6))
@examples(100, one_in=25)
def test_several_bytes_changed_are_seen(kind: str, data: st.DataObject, count: int) -> None:
    changed = bytearray(paper(kind))
    for _ in range(count):
        changed[data.draw(tender(kind))] ^= data.draw(st.integers(1, 255))
    check(kind, bytes(changed))


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@examples(150, one_in=25)
def test_a_cut_is_seen(kind: str, data: st.DataObject) -> None:
    check(kind, paper(kind)[: data.draw(places(kind))])


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data(), length=st.integers(1, 300))
@examples(150, one_in=25)
def test_a_piece_taken_out_is_seen(kind: str, data: st.DataObject, length: int) -> None:
    pdf, place = paper(kind), data.draw(places(kind))
    check(kind, pdf[:place] + pdf[place + length :])


SNIPPETS = st.one_of(
    st.binary(min_size=1, max_size=40),
    st.sampled_from([b" ", b"\n", b"%", b"%%EOF\n", b"endobj\n", b"null ", b"<<>>", b"xref\n", b"0", b"(", b">"]),
    st.sampled_from([b"9 0 obj\n<<>>\nendobj\n", b"startxref\n0\n%%EOF\n", b"/ByteRange [0 1 2 3] ", b"/Contents <00> "]),
)  # fmt: skip


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data(), more=SNIPPETS)
@examples(250, one_in=25)
def test_inserted_bytes_are_seen(kind: str, data: st.DataObject, more: bytes) -> None:
    pdf, place = paper(kind), data.draw(places(kind))
    check(kind, pdf[:place] + more + pdf[place:])


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("kind", KINDS)
@given(more=st.lists(SNIPPETS, min_size=1, max_size=4), end=st.booleans())
@examples(150, one_in=25)
def test_appended_bytes_are_seen(kind: str, more: list[bytes], end: bool) -> None:
    pdf = paper(kind)
    tail = pdf[pdf.rindex(b"startxref") :] if end else b""
    check(kind, pdf + b"".join(more) + tail)


def _block(kind: str, data: st.DataObject) -> bytes:
    start = data.draw(places(kind))
    return paper(kind)[start : start + data.draw(st.integers(1, 2000))]


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@examples(100, one_in=25)
def test_a_block_copied_is_seen(kind: str, data: st.DataObject) -> None:
    pdf, place = paper(kind), data.draw(places(kind))
    check(kind, pdf[:place] + _block(kind, data) + pdf[place:])


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@examples(100, one_in=25)
def test_a_block_copied_over_another_is_seen(kind: str, data: st.DataObject) -> None:
    pdf, place, block = paper(kind), data.draw(places(kind)), _block(kind, data)
    check(kind, (pdf[:place] + block + pdf[place + len(block) :])[: max(len(pdf), place + len(block))])
