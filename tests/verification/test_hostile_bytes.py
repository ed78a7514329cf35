"""Whatever bytes come in: no traceback, and never a valid verdict for a changed file."""

from __future__ import annotations

import contextlib

import pytest
from attacks import flip, gap
from hypothesis import given, settings
from hypothesis import strategies as st
from signed_papers import codes, judged, signed_once

from yanpan.signature.pdf import MAX_PDF_BYTES
from yanpan.verification import printed


@pytest.mark.long
@given(st.data())
@settings(max_examples=120)
def test_a_flipped_bit_in_a_paper_on_its_way_is_seen(data: st.DataObject) -> None:
    """Those that all have signed are in `test_mutants.py`; the CMS is all that no digest covers."""
    pdf = signed_once()
    start, end = gap(pdf)
    place = data.draw(st.integers(0, len(pdf) - 1) | st.integers(start, end - 1))
    changed = flip(pdf, place, 1 << data.draw(st.integers(0, 7)))
    assert judged(changed, so_far=True).verdict != "valid"


@given(st.binary(max_size=400), st.sampled_from([b"", b"%PDF-1.7\n", b"%PDF-2.0\n"]), st.booleans())
@settings(max_examples=60)
def test_bytes_that_are_no_paper_get_a_verdict(body: bytes, head: bytes, tail: bool) -> None:
    assert judged(head + body + (b"\n%%EOF\n" if tail else b"")).verdict != "valid"


@pytest.mark.parametrize(
    "pdf",
    [
        b"",
        b"%PDF-1.7\n" + b"[" * 100_000 + b"\n%%EOF\n",
        b"%PDF-1.7\nstartxref\n9\n%%EOF\n",
        b"%PDF-1.7\ntrailer << /Root 1 0 R /Size 9999999999 >>\nstartxref\n9\n%%EOF\n",
    ],
)
def test_small_bombs_are_no_papers(pdf: bytes) -> None:
    """Nothing in them says that they ever were papers, so that nothing was forged either."""
    found = judged(pdf)
    assert (found.verdict, codes(found)) == ("cannot_be_judged", {"NO_PAPER"})


def test_a_broken_file_that_bears_a_signature_is_invalid() -> None:
    pdf = signed_once()
    for broken in (pdf[:-2000], pdf[2000:], pdf.replace(b"startxref", b"startxxxx")):
        assert judged(broken, so_far=True).verdict == "invalid"


def test_a_file_too_large_is_not_looked_at() -> None:
    verification = judged(b"%PDF-1.7\n".ljust(MAX_PDF_BYTES + 1, b" "))
    assert (verification.verdict, codes(verification)) == ("cannot_be_judged", {"TOO_LARGE"})


def test_text_that_would_take_forever_is_refused_or_passed_over() -> None:
    with pytest.raises(ValueError, match="too many codes"):
        printed._read_map(b"beginbfrange <0000> <ffff> <0000>" * 9)
    assert printed._read_map(b"beginbfchar" * 200_000) == {}
    for piece in (b"/", b"[", b"<a", b"/F ", b"/F 1 ", b"[<00", b"(", b"(\\", b"()", b"<<", b"Tj"):
        with contextlib.suppress(ValueError):
            assert set(printed._shown(piece * 500_000)) <= {("text", b"")}
