"""Whether a paper of the same words looks the same: other bytes may do, another look may not.

Papers that were redrawn before signing are in `attacks_content.py`.
"""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from attacks_content import redrawn
from attacks_table import verify
from authorities import lists
from signed_papers import codes, prepared

from yanpan.signature.looks import close, drawn_alike, same_looks
from yanpan.signature.pdf import open_pdf


def test_a_paper_packed_by_another_library_is_still_valid() -> None:
    made = redrawn(lambda _: None)
    found = verify(made.pdf, {"crls": lists(), **made.given})
    assert (found.verdict, found.reprinted, codes(found)) == ("valid", "same_text", set())
    assert "REPRINT_BYTES" in {item.code for item in found.findings}


def test_unpacked_streams_look_the_same() -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(prepared())) as pdf:
        pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    assert same_looks(open_pdf(prepared()), open_pdf(out.getvalue()))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (b"q 10 20.5 m S Q", b"q\n10.3 20 m\nS Q", True),
        (b"0 0 0 rg", b"1 1 1 rg", False),
        (b"q 10 20 m S Q", b"q 10 20 m S Q 0 0 9 9 re f", False),
        (b"[<0102> -20 <03>] TJ", b"[<0102> -21 <03>] TJ", True),
        (b"[<0102> -20 <03>] TJ", b"[<0103> -20 <03>] TJ", False),
        (b"/P <</MCID 0>> BDC", b"/P << /MCID 0 >> BDC", True),
    ],
)
def test_drawing_is_compared_word_by_word_and_numbers_but_for_a_hair(
    one: bytes, other: bytes, alike: bool
) -> None:
    assert drawn_alike(one, other) is alike


@pytest.mark.parametrize("data", [b"BI /W 1 ID x EI", b"q % a comment", b"(never ends", b"{ add }"])
def test_what_our_pages_never_have_is_not_compared(data: bytes) -> None:
    with pytest.raises(ValueError, match="another kind"):
        drawn_alike(b"q", data)


def test_places_may_differ_by_two_points_and_colours_hardly() -> None:
    assert close(700, 701.9)
    assert not close(700, 703)
    assert not close(0, 1)
