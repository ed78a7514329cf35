"""Whether a paper of the same words looks the same: other bytes may do, another look may not.

Papers that were redrawn before signing are in `attacks_content.py`.
"""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from attacks import FORGERIES
from attacks_content import COVERED, redrawn
from attacks_table import verify
from authorities import lists
from signed_papers import codes, prepared, print_paper

from yanpan.assessment import Assessment
from yanpan.report import Paper
from yanpan.signature.pdf import open_pdf
from yanpan.verification.looks import close, drawn_alike, same_looks


def by_another_engine(shown: Assessment, attachment: bytes) -> Paper:
    """The printer of a reader whose libraries are others: then looks decide."""
    return print_paper(shown, attachment, made_by="0123456789abcdef")


def test_a_paper_packed_otherwise_is_valid_where_it_was_set_by_another_engine() -> None:
    made = redrawn(lambda _: None)
    found = verify(made.pdf, {"crls": lists(), "render": by_another_engine})
    assert (found.verdict, found.reprinted, codes(found)) == ("valid", "same_text", set())
    assert "REPRINT_BYTES" in {item.code for item in found.findings}


def test_a_paper_packed_otherwise_is_invalid_where_it_claims_to_be_of_the_same_engine() -> None:
    made = redrawn(lambda _: None)
    found = verify(made.pdf, {"crls": lists(), **made.given})
    assert (found.verdict, codes(found)) == ("invalid", {"REPRINT_BYTES"})


@pytest.mark.parametrize("name", [item.name for item in FORGERIES.values() if item.group == COVERED])
def test_a_paper_redrawn_before_signing_is_not_valid_by_the_word_of_another_engine(name: str) -> None:
    """Fingerprints are the forger's word: naming another engine makes nothing valid."""
    found = verify(FORGERIES[name].make().pdf, {"crls": lists(), "render": by_another_engine})
    assert found.verdict != "valid"
    assert codes(found) & {"REPRINT_LOOKS", "REPRINT_DIFFERENT", "CONTENT_UNREADABLE"}


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
