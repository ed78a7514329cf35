"""What may be added to a signed paper is evidence and time stamps: nothing else passes under their name.

False evidence and false time stamps are in `attacks_evidence.py` and `attacks_stamps.py`; here is what is right, what
is left after a cut, and the last revision, which no digest covers.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from attacks import flip, grown, revisions
from attacks_control import small_paper
from attacks_evidence import complete_to, store_of
from attacks_stamps import document_stamp
from authorities import TRUST, lists
from hypothesis import given, settings
from hypothesis import strategies as st
from long_term_papers import LATER, all_signed, extended, judged_at
from pyhanko.pdf_utils import generic
from signed_papers import AT, codes

from yanpan.signature.archive import add_to_archive
from yanpan.signature.pdf import SteadyWriter


def test_evidence_by_hand_is_not_ours_whatever_its_form() -> None:
    pdf = grown(complete_to("b-t"), lambda writer: store_of(writer, {"CRLs": lists()}))
    assert judged_at(pdf).verdict == "invalid"


def test_a_time_stamp_by_another_program_is_not_ours() -> None:
    assert judged_at(document_stamp(complete_to("b-lt"))).verdict == "invalid"


def test_a_paper_cut_back_before_its_archive_time_stamp_is_as_it_was_then() -> None:
    pdf = small_paper("b-lta")
    ends = revisions(pdf)
    assert judged_at(pdf[: ends[-2]]).signatures[-1].level == "b-lt"
    assert judged_at(pdf[: ends[-3]], crls=lists()).signatures[-1].level == "b-t"


def test_an_update_under_an_archive_time_stamp_is_seen() -> None:
    changed = grown(complete_to("b-lt"), lambda writer: writer.update_root())
    assert {"EXTRA_REVISION"} <= codes(judged_at(document_stamp(changed)))


def test_a_stranger_s_list_in_the_store_changes_nothing() -> None:
    forged = add_to_archive(complete_to("b-t"), certificates=(), crls=(lists()[0],), ocsps=())
    assert judged_at(forged, crls=lists()).verdict == "valid"


def test_a_service_whose_certificate_was_revoked_lowers_nothing_by_itself() -> None:
    """Its stamps prove no time; the signatures are then judged for today, like those without a stamp."""
    found = judged_at(complete_to("b-t"), crls=lists(stamps={21: AT}))
    assert (found.verdict, {item.proven_at for item in found.signatures}) == ("valid", {None})


def test_a_service_under_an_unknown_root_keeps_a_paper_from_being_valid() -> None:
    found = judged_at(complete_to("b-t"), trust=TRUST[:1], crls=lists())
    assert (found.verdict, codes(found)) == ("cannot_be_judged", {"TIME_STAMP_UNTRUSTED"})


def tail() -> tuple[bytes, int]:
    """A paper whose last revision is evidence, and where that revision begins."""
    pdf = small_paper("b-lt")
    return pdf, revisions(pdf)[-2]


def _lenient_end(pdf: bytes, start: int) -> bytes:
    """A dictionary that ends in ">?": pyHanko takes it for ">>", other readers need not."""
    place = re.compile(rb">>\n/").search(pdf, start)
    assert place is not None
    return flip(pdf, place.start() + 1)


def _comment(pdf: bytes, start: int) -> bytes:
    return pdf[:start] + pdf[start:].replace(b"/Type /Catalog\n", b"/Type/Catalog%\n", 1)


def _string_without_end(pdf: bytes, start: int) -> bytes:
    return pdf[:start] + pdf[start:].replace(rb"/Lang (zh\055CN)", rb"/Lang (zh\055C(", 1)


def _stream_without_dictionary(pdf: bytes, start: int) -> bytes:
    return pdf[:start] + pdf[start:].replace(b"\nendobj\n", b"\nendobk\n", 1)


@pytest.mark.parametrize("change", [_lenient_end, _comment, _string_without_end, _stream_without_dictionary])
def test_nothing_in_the_last_revision_can_be_read_in_two_ways(change: Callable[[bytes, int], bytes]) -> None:
    pdf, start = tail()
    changed = change(pdf, start)
    assert changed != pdf
    assert judged_at(changed).verdict == "invalid"


def _extension(writer: SteadyWriter, value: object) -> None:
    writer.root["/Extensions"] = generic.DictionaryObject({generic.pdf_name("/X"): value})
    store_of(writer, {"CRLs": lists()})


def test_evidence_names_no_extension() -> None:
    plain = grown(complete_to("b-t"), lambda writer: _extension(writer, generic.pdf_string("1")))
    assert judged_at(plain).verdict == "invalid"
    hung = grown(
        complete_to("b-t"), lambda writer: _extension(writer, writer.add_object(generic.pdf_string("1")))
    )
    assert judged_at(hung).verdict == "invalid"


@pytest.mark.long
@given(st.data())
@settings(max_examples=25)
def test_a_flipped_bit_in_an_archived_paper_is_seen(data: st.DataObject) -> None:
    pdf = all_signed()
    place = data.draw(st.integers(0, len(pdf) - 1))
    assert judged_at(flip(pdf, place, 1 << data.draw(st.integers(0, 7)))).verdict != "valid"


@pytest.mark.long
def test_extending_keeps_everything() -> None:
    pdf = extended(all_signed(), LATER)
    assert pdf.startswith(all_signed())
    assert judged_at(pdf).verdict == "valid"
    assert len(judged_at(pdf).time_stamps) == 2
