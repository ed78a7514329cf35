"""What follows the paper in a file: each update held against the one that this program writes in its place.

An update is a signature, the evidence for signatures, or a document time stamp. It is made again from what stands in the
file (`yanpan.signature.again`); the CMS alone, which needs a key, is taken as it stands, since its digest covers the
rest. Every byte up to the end of the file must then be the same. Where another version of a library wrote them, each
object must be (`alike`).
"""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from cryptography import x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from yanpan.findings import Finding, invalid
from yanpan.signature import (
    ANY_MECHANISM,
    KINDS,
    Again,
    Field,
    Judged,
    archived_again,
    check_signatures,
    open_pdf,
    signature_fields,
    signed_again,
    stamped_again,
    stored,
    time_stamp_fields,
)
from yanpan.verification.alike import revisions_alike
from yanpan.verification.ledger import read_revision

MOST_RESERVED = 262_144
"""Hexadecimal digits that a signature or a time stamp may have room for: many times what a long chain takes."""

_CODE = "EXTRA_REVISION"


def end_of(pdf: bytes, reader: PdfFileReader, revision: int) -> int:
    """Where a revision of a file ends, as its own end says; 0 when that is not plain to see."""
    if not 0 <= revision < reader.total_revisions:
        return 0
    mark = b"startxref\n%d\n%%%%EOF\n" % reader.xrefs.get_startxref_for_revision(revision)
    return pdf.index(mark) + len(mark) if pdf.count(mark) == 1 else 0


def update_findings(pdf: bytes, judged: Judged, start: int, *, number: int = 1) -> Iterator[Finding]:
    """What of a file is no update of ours. `start` is where revision `number` begins."""
    if judged.reader is None:
        return
    filled = {item.revision for item in judged.signatures} | {stamp.revision for stamp in judged.stamps}
    first = min((item.revision for item in judged.signatures), default=0)
    place = start
    for revision in range(number, judged.reader.total_revisions):
        try:
            if revision < first:
                raise ValueError("something before anybody signed")
            place = _after(pdf, place, judged.reader, revision, filled=revision in filled)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - whatever a forged update provokes, it is none of ours
            words = "签名之间或者签名之后，文件又被追加了内容"
            if revision == first:
                words = "第一个签名夹带了别的改动"
            elif revision < first:
                words = "第一个签名之前，文书被追加过内容：签的不是印出来的那一份"
            yield invalid(_CODE, words)
            return
    if place != len(pdf):
        yield invalid(_CODE, "文件最后还有不属于任何签名的内容")


def added_findings(before: bytes, pdf: bytes, *, at: datetime) -> tuple[Finding, ...]:
    """What of the last update of a paper, behind `before`, is none of ours: what another program signed is held
    against this before it takes the place of the paper."""
    judged = check_signatures(pdf, at=at, trust=(), crls=())
    if judged.reader is None or not pdf.startswith(before):
        return tuple(judged.findings) or (invalid(_CODE, "准备好的文书被改动"),)
    return tuple(update_findings(pdf, judged, len(before), number=judged.reader.total_revisions - 1))


def _after(pdf: bytes, place: int, reader: PdfFileReader, number: int, *, filled: bool) -> int:
    """Where the update that begins at `place` ends. Raises `ValueError`, or what a broken one provokes."""
    before = pdf[:place]
    if not filled:
        return _evidence_end(pdf, before, reader, number)
    field, embedded = _embedded(reader, number)
    _, gap_start, gap_end, rest = (int(value) for value in embedded.byte_range)
    reserved = gap_end - gap_start - 2
    if reserved > MOST_RESERVED:
        raise ValueError("more room than any signature takes")
    gap, end = (gap_start, gap_end), gap_end + rest
    tries: list[Again] = []
    for again in _tries(before, field, embedded, reserved):
        made = again.pdf[:gap_start] + pdf[gap_start:gap_end] + again.pdf[gap_end:]
        if again.gap == gap and end == len(made) and pdf.startswith(made[place:], place):
            return end
        tries.append(again)
    return _alike_end(pdf, before, tries, gap, end)


def _embedded(reader: PdfFileReader, number: int) -> tuple[Field, EmbeddedPdfSignature]:
    """The one signature or time stamp of a revision. Raises `ValueError` when there are several."""
    found = []
    for field in (*signature_fields(reader), *time_stamp_fields(reader)):
        if field.signed:
            embedded = EmbeddedPdfSignature(reader, field.dictionary, field.role)
            if int(embedded.signed_revision) == number:
                found.append((field, embedded))
    [one] = found
    return one


def _tries(before: bytes, field: Field, embedded: EmbeddedPdfSignature, reserved: int) -> Iterator[Again]:
    """The update as this program writes it: a time stamp, a signature by its own means, or by another program."""
    if embedded.sig_object_type == "/DocTimeStamp":
        yield stamped_again(before, reserved=reserved)
        return
    for outside in (False, True):
        yield _signed_again(before, field, embedded, reserved, outside=outside)


def _signed_again(
    before: bytes, field: Field, embedded: EmbeddedPdfSignature, reserved: int, *, outside: bool
) -> Again:
    """The signature by a key of this program's, or by another program, whose algorithm is not known beforehand."""
    # Of the signature dictionary: another program may write a time of its own into its CMS.
    at = generic.parse_pdf_date(str(embedded.sig_object["/M"]))
    if at.tzinfo is None:
        raise ValueError("a signature without its time")
    return signed_again(
        before,
        role=field.role,
        certificate=x509.load_der_x509_certificate(embedded.signer_cert.dump()),
        mechanism=ANY_MECHANISM if outside else embedded.signer_info["signature_algorithm"],
        reason=str(embedded.sig_object.get("/Reason", "")),
        at=at,
        reserved=reserved,
    )


def _evidence_end(pdf: bytes, before: bytes, reader: PdfFileReader, number: int) -> int:
    """Evidence is made again from the objects that it adds, in their order."""
    there = set(stored(reader.get_historical_resolver(number - 1)))
    added: dict[str, list[bytes]] = {key: [] for key in KINDS}
    for key, data in stored(reader.get_historical_resolver(number)):
        if (key, data) not in there:
            added[key].append(data)
    again = archived_again(before, certificates=added["/Certs"], crls=added["/CRLs"], ocsps=added["/OCSPs"])
    if len(again.pdf) == len(before):
        raise ValueError("an update that adds nothing")
    if pdf.startswith(again.pdf[len(before) :], len(before)):
        return len(again.pdf)
    return _alike_end(pdf, before, [again], None, None)


def _alike_end(
    pdf: bytes, before: bytes, tries: Sequence[Again], gap: tuple[int, int] | None, end: int | None
) -> int:
    """The same where the bytes differ: object by object. Raises `ValueError` unless all are alike."""
    found = read_revision(pdf, len(before))
    if end is not None and found.end != end:
        raise ValueError("more or less than the signature covers")
    highest = int(open_pdf(before).trailer["/Size"]) - 1
    for again in tries:
        made = again.pdf
        if gap is not None and again.gap is not None:
            made = made[: again.gap[0]] + pdf[gap[0] : gap[1]] + made[again.gap[1] :]
        if revisions_alike(read_revision(made, len(before)), found, before=highest):
            return found.end
    raise ValueError("another update")
