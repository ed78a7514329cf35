"""What may be added to a signed paper is evidence and time stamps: nothing else passes under their name."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from attacks import ATTACKS, gap, revisions
from authorities import OFFICER, ROOT, lists, stamp_server
from hypothesis import given, settings
from hypothesis import strategies as st
from long_term_papers import LATER, all_signed, extended, judged_at, sign_to, signed_to, wanted
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp
from signed_papers import AT, codes, prepared

from yanpan.signature.archive import add_to_archive
from yanpan.signature.pdf import SteadyWriter, run

Change = Callable[[SteadyWriter], Any]


@pytest.mark.parametrize("name", ATTACKS)
@pytest.mark.parametrize("level", ["b-lt", "b-lta"])
def test_a_changed_paper_of_a_higher_level_is_not_valid(name: str, level: str) -> None:
    changed = ATTACKS[name](signed_to(level))
    verification = judged_at(changed)
    if name == "cut_back_to_the_unsigned_paper":
        assert (verification.verdict, codes(verification)) == ("cannot_be_judged", {"NO_SIGNATURE"})
    else:
        assert verification.verdict == "invalid", codes(verification)


def grown(pdf: bytes, change: Change) -> bytes:
    """One more revision, written as evidence is, with something else in it."""
    writer = SteadyWriter(pdf)
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def store_of(writer: SteadyWriter, parts: dict[str, list[bytes]], **more: Any) -> None:
    """A store made by hand."""
    store = generic.DictionaryObject()
    for key, contents in parts.items():
        streams = [writer.add_object(generic.StreamObject(stream_data=data)) for data in contents]
        store[pdf_name(key)] = generic.ArrayObject(streams)
    for key, value in more.items():
        store[pdf_name("/" + key)] = value
    writer.root["/DSS"] = writer.add_object(store)
    writer.update_root()


def good(writer: SteadyWriter) -> None:
    store_of(writer, {"/CRLs": list(lists())})


def test_evidence_by_hand_in_the_right_form_is_taken() -> None:
    assert judged_at(grown(signed_to("b-t"), good)).verdict == "valid"


def garbage(writer: SteadyWriter) -> None:
    store_of(writer, {"/CRLs": [b"no list"]})


def a_list_with_a_tail(writer: SteadyWriter) -> None:
    store_of(writer, {"/CRLs": [lists()[0] + b"more"]})


def a_store_with_another_key(writer: SteadyWriter) -> None:
    store_of(writer, {"/CRLs": list(lists())}, Payload=generic.pdf_string("hello"))


def a_page_as_evidence(writer: SteadyWriter) -> None:
    page = writer.find_page_for_modification(0)[0]
    store = generic.DictionaryObject({pdf_name("/CRLs"): generic.ArrayObject([page])})
    writer.root["/DSS"] = writer.add_object(store)
    writer.update_root()


def evidence_and_a_page(writer: SteadyWriter) -> None:
    good(writer)
    page, _ = writer.find_page_for_modification(0)
    content = generic.StreamObject(stream_data=b"q 1 1 1 rg 0 0 600 800 re f Q")
    page.get_object()["/Contents"] = writer.add_object(content)
    writer.mark_update(page)


def evidence_and_an_action(writer: SteadyWriter) -> None:
    good(writer)
    writer.root["/OpenAction"] = generic.DictionaryObject({pdf_name("/S"): pdf_name("/JavaScript")})


def evidence_and_a_signature_taken_out(writer: SteadyWriter) -> None:
    good(writer)
    field = writer.root["/AcroForm"]["/Fields"].raw_get(0)
    del field.get_object()["/V"]
    writer.mark_update(field.reference)


@pytest.mark.parametrize(
    "change",
    [
        garbage,
        a_list_with_a_tail,
        a_store_with_another_key,
        a_page_as_evidence,
        evidence_and_a_page,
        evidence_and_an_action,
        evidence_and_a_signature_taken_out,
    ],
)
def test_nothing_else_passes_as_evidence(change: Change) -> None:
    verification = judged_at(grown(signed_to("b-t"), change))
    assert verification.verdict == "invalid", verification.findings


def the_store_taken_out(writer: SteadyWriter) -> None:
    del writer.root["/DSS"]
    writer.update_root()


def a_list_taken_out(writer: SteadyWriter) -> None:
    store = writer.root["/DSS"]
    del store["/CRLs"][0]
    writer.update_container(store)


def a_list_exchanged(writer: SteadyWriter) -> None:
    reference = writer.root["/DSS"]["/CRLs"].raw_get(0).reference
    writer.objects[(0, reference.idnum)] = generic.StreamObject(stream_data=lists()[1])


def the_store_exchanged(writer: SteadyWriter) -> None:
    good(writer)


@pytest.mark.parametrize(
    "change", [the_store_taken_out, a_list_taken_out, a_list_exchanged, the_store_exchanged]
)
def test_evidence_only_grows(change: Change) -> None:
    assert judged_at(grown(signed_to("b-lt"), change)).verdict == "invalid"


def stamped(pdf: bytes, *, spec: SigFieldSpec | None = None, before: Change | None = None) -> bytes:
    """A document time stamp by somebody who does not care for our rules."""
    with stamp_server() as service:
        stamper = wanted(service, "b-t").stamper(AT)
        writer = SteadyWriter(pdf)
        if before:
            before(writer)
        out = BytesIO()
        if spec is None:
            run(PdfTimeStamper(stamper, "stamp").async_timestamp_pdf(writer, "sha256", output=out))
            return out.getvalue()
        work = PdfCMSEmbedder(spec).write_cms(spec.sig_field_name, writer)
        next(work)
        work.send(SigObjSetup(DocumentTimestamp(bytes_reserved=16384)))
        prepared_digest, out = work.send(SigIOSetup("sha256", output=out))
        work.send(run(stamper.async_timestamp(prepared_digest.document_digest, "sha256")))
        return out.getvalue()


def test_a_time_stamp_by_another_program_is_taken() -> None:
    assert judged_at(stamped(signed_to("b-lt"))).verdict == "valid"


def test_a_time_stamp_that_can_be_seen_is_not() -> None:
    seen = SigFieldSpec("stamp", box=(10, 10, 300, 200), on_page=0)
    assert "ILLEGAL_MODIFICATION" in codes(judged_at(stamped(signed_to("b-lt"), spec=seen)))


def test_a_time_stamp_brings_nothing_along() -> None:
    for change in (evidence_and_a_page, evidence_and_an_action):
        assert judged_at(stamped(signed_to("b-t"), before=change)).verdict == "invalid"


def test_a_time_stamp_of_another_paper_is_false() -> None:
    mine, theirs = signed_to("b-lta"), stamped(signed_to("b-lt"))
    (a, b), (c, d) = gap(mine, -1), gap(theirs, -1)
    moved = theirs[c + 1 : d - 1].rstrip(b"0")
    moved += b"0" * (len(moved) % 2)
    changed = mine[: a + 1] + moved.ljust(b - a - 2, b"0") + mine[b - 1 :]
    assert "TIME_STAMP_FALSE" in codes(judged_at(changed))


def test_a_paper_cut_back_before_its_archive_time_stamp_is_as_it_was_then() -> None:
    pdf = signed_to("b-lta")
    ends = revisions(pdf)
    assert judged_at(pdf[: ends[-2]]).signatures[0].level == "b-lt"
    assert judged_at(pdf[: ends[-3]], crls=lists()).signatures[0].level == "b-t"


def test_an_update_under_an_archive_time_stamp_is_seen() -> None:
    writer = IncrementalPdfFileWriter(BytesIO(signed_to("b-lt")))
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    assert {"EXTRA_REVISION", "METADATA_CHANGED"} <= codes(judged_at(stamped(out.getvalue())))


def test_a_stranger_s_list_in_the_store_changes_nothing() -> None:
    forged = add_to_archive(signed_to("b-t"), certificates=(), crls=(lists()[0],), ocsps=())
    assert judged_at(forged, crls=lists()).verdict == "valid"


def test_a_signature_time_stamp_of_another_signature_is_false() -> None:
    """The token stands where no digest covers it, and so is held against the signature itself."""
    with stamp_server() as service:
        service.change = lambda request: request
        one = sign_to(prepared(), "officer", OFFICER, wanted(service, "b-t"))
        two = sign_to(prepared(), "officer", ROOT.signer("周某", serial=61), wanted(service, "b-t"))
    first, second = token_in(one), token_in(two)
    assert len(first) == len(second)
    changed = one.replace(first, second)
    assert changed != one
    assert judged_at(changed, crls=lists()).verdict == "invalid"


def token_in(pdf: bytes) -> bytes:
    """The hexadecimal digits of the signature time stamp."""
    start, end = gap(pdf)
    contents = pdf[start + 1 : end - 1]
    place = contents.upper().index(b"060B2A864886F70D010910020E")
    return contents[place:].rstrip(b"0")[:1400]


@given(st.data())
@settings(max_examples=25)
def test_a_flipped_bit_in_an_archived_paper_is_seen(data: st.DataObject) -> None:
    pdf = all_signed()
    place = data.draw(st.integers(0, len(pdf) - 1))
    changed = bytearray(pdf)
    changed[place] ^= 1 << data.draw(st.integers(0, 7))
    assert judged_at(bytes(changed)).verdict != "valid"


@given(st.sampled_from([0, -1]), st.data())
@settings(max_examples=60)
def test_a_flipped_bit_in_a_gap_with_a_time_stamp_is_seen(which: int, data: st.DataObject) -> None:
    pdf = signed_to("b-t") if which == 0 else signed_to("b-lta")
    start, end = gap(pdf, which)
    changed = bytearray(pdf)
    changed[data.draw(st.integers(start, end - 1))] ^= 1 << data.draw(st.integers(0, 7))
    verification = judged_at(bytes(changed), crls=lists())
    assert verification.verdict != "valid", verification.findings


def test_extending_keeps_everything() -> None:
    pdf = extended(all_signed(), LATER)
    assert pdf.startswith(all_signed())
    assert judged_at(pdf).verdict == "valid"
    assert len(judged_at(pdf).time_stamps) == 2
