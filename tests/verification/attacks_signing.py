"""Signing by somebody who does not care for our rules: any field, any certificate, any time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
from authorities import HEAD, OFFICER, REVIEWER
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata
from signed_papers import AT, assessment, prepared, print_paper, rewritten

from yanpan.assessment import Assessment, encode
from yanpan.keys import Identity
from yanpan.signature import sign_pdf
from yanpan.signature.pdf import SteadyWriter
from yanpan.signature.sign import _signer, _SignerAt
from yanpan.signature.stamped import stamping

ALL = (("officer", OFFICER), ("legal_review", REVIEWER), ("unit_head", HEAD))
PAIR = (("officer", "执法人员（承办人）"), ("co_officer", "执法人员（协办人）"))


class _Careless(_SignerAt):
    """A signer that does not ask whether an earlier signature allows a further one."""

    def _enforce_certification_constraints(self, reader: PdfFileReader) -> None:
        """Enforce nothing."""


def by_hand(
    pdf: bytes,
    field: str,
    who: Identity,
    *,
    md: str = "sha256",
    certify: bool = False,
    permission: MDPPerm = MDPPerm.FILL_FORMS,
    new_field: SigFieldSpec | None = None,
    reason: str = "同意",
    at: datetime = AT,
    stamper: Any = None,
    before: Callable[[SteadyWriter], Any] | None = None,
) -> bytes:
    """Sign with pyHanko directly; `before` changes something else in the same update."""
    metadata = PdfSignatureMetadata(
        field_name=field,
        md_algorithm=md,
        certify=certify,
        docmdp_permissions=permission,
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
    )
    signer = _Careless(metadata, stamping(_signer(who)), timestamper=stamper, new_field_spec=new_field)
    signer.at = at
    out = BytesIO()
    writer = SteadyWriter(pdf)
    if before:
        before(writer)
    signer.sign_pdf(writer, existing_fields_only=new_field is None, output=out)
    return out.getvalue()


def signed_by(
    pdf: bytes, signers: Sequence[tuple[str, Identity]], *, reason: str = "同意", at: datetime = AT
) -> bytes:
    """Signed by some as they should."""
    for role, who in signers:
        pdf = sign_pdf(pdf, role=role, identity=who, reason=reason, at=at)
    return pdf


def finished(pdf: bytes, *, after: int = 1) -> bytes:
    """The paper signed by those who are still to sign, as a careless colleague would."""
    for role, who in ALL[after:]:
        pdf = by_hand(pdf, role, who)
    return pdf


@cache
def complete() -> bytes:
    """Signed by all three to B-B, with certificates of the authority."""
    return signed_by(prepared(), ALL)


def paper_of(shown: Assessment, data: bytes | None = None, **printed: Any) -> bytes:
    """An unsigned paper with its fields."""
    return print_paper(shown, encode(shown) if data is None else data, **printed).pdf


@cache
def paper_of_a_pair() -> bytes:
    """A paper that two officers sign."""
    signers = [{"role": role, "title": title, "basis": []} for role, title in PAIR]
    return paper_of(assessment(signers=signers))


@cache
def without_locks() -> bytes:
    """The paper with fields that lock nothing when they are signed."""

    def unlock(pdf: pikepdf.Pdf) -> None:
        for field in pdf.Root.AcroForm.Fields:
            del field.Lock

    return rewritten(unlock)
