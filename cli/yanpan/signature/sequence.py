"""How the signatures of one paper follow each other."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import SuspiciousModification
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, read_certification_data

from yanpan.signature.document_stamps import DocumentStamp
from yanpan.signature.keys import same_person
from yanpan.signature.pdf import Field, entry
from yanpan.signature.revisions import Change, Kind
from yanpan.signature.verdict import CheckedSignature, Finding, invalid


@dataclass(frozen=True)
class JudgedSignature:
    """One signature with what is compared across signatures: the certificate, and the revision it signs."""

    checked: CheckedSignature
    certificate: x509.Certificate
    revision: int


def sequence_findings(
    reader: PdfFileReader,
    fields: Sequence[Field],
    signatures: Sequence[JudgedSignature],
    stamps: Sequence[DocumentStamp],
    changes: Mapping[int, Change | SuspiciousModification],
) -> Iterator[Finding]:
    """The first role certifies; each later revision is a signature, evidence or a time stamp, and then comes nothing.

    `changes` says what each revision after the first signed one is.
    """
    opening = signatures[0]
    if not opening.checked.certifies or opening.checked.role != fields[0].role:
        yield invalid(
            "NOT_CERTIFIED", f"第一个签名应由“{fields[0].title}”签署并锁定全文", opening.checked.role
        )
    elif _permission(reader) not in (MDPPerm.NO_CHANGES, MDPPerm.FILL_FORMS):
        yield invalid("NOT_CERTIFIED", "锁定全文的签名允许了签名以外的改动", opening.checked.role)
    yield from _revision_findings(reader, signatures, stamps, changes)
    for place, signature in enumerate(signatures):
        for other in signatures[:place]:
            if same_person(other.certificate, signature.certificate):
                words = f"“{other.checked.title}”和“{signature.checked.title}”是同一张证书或者同一把密钥签的"
                yield invalid("SAME_PERSON", words, signature.checked.role)
                break


def _revision_findings(
    reader: PdfFileReader,
    signatures: Sequence[JudgedSignature],
    stamps: Sequence[DocumentStamp],
    changes: Mapping[int, Change | SuspiciousModification],
) -> Iterator[Finding]:
    filled = {signature.revision: (Kind.SIGNATURE, signature.checked.role) for signature in signatures[1:]}
    filled |= {stamp.revision: (Kind.TIME_STAMP, "") for stamp in stamps}
    for number, change in changes.items():
        kind, role = filled.pop(number, (Kind.EVIDENCE, ""))
        if not isinstance(change, Change) or change.kind is not kind or (role and change.field != role):
            yield invalid("EXTRA_REVISION", "签名之间或者签名之后，文件又被追加了内容")
            return
    if filled:
        yield invalid("EXTRA_REVISION", "签名之间或者签名之后，文件又被追加了内容")
        return
    last = reader.total_revisions - 1
    whole = {item.revision: item.checked.covers == "whole_file" for item in signatures}
    whole |= {stamp.revision: stamp.covers_all for stamp in stamps}
    if not whole.get(last, True):
        yield invalid("NOT_WHOLE_FILE", "最后一个签名没有覆盖整个文件", signatures[-1].checked.role)


def _permission(reader: PdfFileReader) -> MDPPerm | None:
    certification = read_certification_data(reader)
    return certification.permission if certification else None


def certifies(reader: PdfFileReader, embedded: EmbeddedPdfSignature) -> bool:
    """Whether this signature is the one that the catalog names as certifying (ISO 32000-2, 12.8.6)."""
    permissions = entry(reader.root, "/Perms")
    if permissions is None or "/DocMDP" not in permissions:
        return False
    certifying = permissions.raw_get("/DocMDP").reference
    return bool(certifying == embedded.sig_field.raw_get("/V").reference)
