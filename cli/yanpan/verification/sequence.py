"""How the signatures of one paper follow each other."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import SuspiciousModification
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.pdf_embedded import read_certification_data

from yanpan.approval.roster import first_to_sign
from yanpan.findings import (
    Finding,
    invalid,
)
from yanpan.keys.identity import same_person
from yanpan.signature.document_stamps import DocumentStamp
from yanpan.signature.pdf import Field
from yanpan.signature.signatures import JudgedSignature
from yanpan.verification.last_update import objects_to_the_end
from yanpan.verification.revisions import Change, Kind


def sequence_findings(
    pdf: bytes,
    reader: PdfFileReader,
    fields: Sequence[Field],
    signatures: Sequence[JudgedSignature],
    stamps: Sequence[DocumentStamp],
    changes: Mapping[int, Change | SuspiciousModification],
) -> Iterator[Finding]:
    """The first signature certifies; each later revision is a signature, evidence or a time stamp, and then nothing.

    It is by the first role, or by the first after those whose pages signed in ink it takes in. `changes` says
    what each revision from the first signed one on is.
    """
    opening = signatures[0]
    first = first_to_sign([field.role for field in fields], opening.checked.reason)
    if not opening.checked.certifies or first is None or opening.checked.role != first:
        title = next((field.title for field in fields if field.role == first), fields[0].title)
        yield invalid("NOT_CERTIFIED", f"第一个签名应由“{title}”签署并锁定全文", opening.checked.role)
    elif _permission(reader) not in (MDPPerm.NO_CHANGES, MDPPerm.FILL_FORMS):
        yield invalid("NOT_CERTIFIED", "锁定全文的签名允许了签名以外的改动", opening.checked.role)
    yield from _revision_findings(pdf, reader, signatures, stamps, changes)
    for place, signature in enumerate(signatures):
        for other in signatures[:place]:
            if same_person(other.certificate, signature.certificate):
                words = f"“{other.checked.title}”和“{signature.checked.title}”是同一张证书或者同一把密钥签的"
                yield invalid("SAME_PERSON", words, signature.checked.role)
                break


def _revision_findings(
    pdf: bytes,
    reader: PdfFileReader,
    signatures: Sequence[JudgedSignature],
    stamps: Sequence[DocumentStamp],
    changes: Mapping[int, Change | SuspiciousModification],
) -> Iterator[Finding]:
    filled = {signature.revision: (Kind.SIGNATURE, signature.checked.role) for signature in signatures}
    filled |= {stamp.revision: (Kind.TIME_STAMP, "") for stamp in stamps}
    for number, change in changes.items():
        kind, role = filled.pop(number, (Kind.EVIDENCE, ""))
        if not isinstance(change, Change) or change.kind is not kind or (role and change.field != role):
            opening = number == signatures[0].revision
            words = "签名之间或者签名之后，文件又被追加了内容"
            yield invalid("EXTRA_REVISION", "第一个签名夹带了别的改动" if opening else words)
            return
    if filled:
        yield invalid("EXTRA_REVISION", "签名之间或者签名之后，文件又被追加了内容")
        return
    ends = {signature.revision: signature.end for signature in signatures}
    ends |= {stamp.revision: stamp.end for stamp in stamps}
    covered, last = max(ends), reader.total_revisions - 1
    if covered == last and ends[covered] != len(pdf):
        yield invalid("NOT_WHOLE_FILE", "最后一个签名没有覆盖整个文件", signatures[-1].checked.role)
    elif covered < last - 1 or (covered == last - 1 and not _is_plain(pdf, reader, ends[covered])):
        yield invalid("NOT_WHOLE_FILE", "最后一个签名之后，除了吊销数据还有别的内容")


def _is_plain(pdf: bytes, reader: PdfFileReader, start: int) -> bool:
    """Whether the uncovered evidence at the end holds the objects that its table names, and not a byte more."""
    found = objects_to_the_end(pdf, start)
    last = reader.get_historical_resolver(reader.total_revisions - 1)
    named = {(item.idnum, item.generation) for item in last.explicit_refs_in_revision()}
    return found is not None and len(found) == len(set(found)) and set(found) == named


def _permission(reader: PdfFileReader) -> MDPPerm | None:
    certification = read_certification_data(reader)
    return certification.permission if certification else None
