"""Signing with a program of another maker: the bytes to sign go out, a CMS signature comes in.

For devices that this program cannot reach, among them SM2 ones. What comes back is held against what
went out before it is taken. A signature of an algorithm that is not known here may be embedded; `verify`
then says that it cannot be judged. Nothing here claims conformance to GB/T 38540 (electronic seals).
"""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Annotated, Literal

import msgspec
from asn1crypto import algos
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from pyhanko.sign.signers import ExternalSigner
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko_certvalidator.registry import SimpleCertificateStore

from yanpan.approval import (
    fingerprint_of,
)
from yanpan.errors import InputRefused
from yanpan.findings import (
    Verdict,
)
from yanpan.keys import (
    CLOCKS_DIFFER,
    Identity,
    KeyElsewhere,
    check_fit,
    check_issuers,
    name_of,
)
from yanpan.signature.external_cms import (
    above,
    check_digest,
    check_stamps,
    check_time,
    der_of,
    signed_data,
    signer_of,
)
from yanpan.signature.pdf import open_pdf, signature_fields
from yanpan.signature.sign import sign_pdf
from yanpan.signature.signatures import check_signatures
from yanpan.signature.sound import LONGEST_WAIT

MAX_CMS_BYTES = 16 * 1024
"""Room for a signature with its chain and a time stamp."""

_GAP = re.compile(rb"<0{%d,}>" % (2 * MAX_CMS_BYTES))
"""Where a signature goes: a string of zeros, two for each byte."""

_NEVER_JUDGED = frozenset({"SIGNED_ATTRIBUTES", "UNSIGNED_ATTRIBUTES", "TIME_STAMP_ATTRIBUTES"})
"""What `verify` says of the form of a signature, whoever is trusted and whenever it is asked."""

_PLAINLY = "检查签名软件的设置后重签：不带承诺类型、签名策略、吊销信息，未签属性里只放时间戳。"

_ALGORITHMS = ("sha256", "sha384", "sha512", "sm3")


class SignatureRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What another program needs to know, and what tells its answer from any other.

    `digests` are over the bytes to sign, in hexadecimal, by the name of the algorithm; the signature may
    use any of them. `certificate` is the SHA-256 of the signer's certificate, `paper` that of the PDF
    before. `gap` is where the signature goes in the prepared PDF.
    """

    format: Literal["yanpan-signature-request-1"] = "yanpan-signature-request-1"
    field: str
    title: str
    signer: str
    certificate: str
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    digests: dict[str, str]
    paper: str
    prepared: str
    gap: tuple[int, int]
    signature: str = (
        f"CMS SignedData (RFC 5652), detached, DER, signing-certificate-v2, {MAX_CMS_BYTES} bytes"
    )


@dataclass(frozen=True)
class Prepared:
    """A paper waiting for its signature."""

    pdf: bytes
    request: SignatureRequest

    @property
    def to_sign(self) -> bytes:
        """All bytes of the paper but the gap: what the signature is over."""
        start, end = self.request.gap
        return self.pdf[:start] + self.pdf[end:]


@dataclass(frozen=True)
class Finished:
    """A signed paper, its signer's certificate and opinion, and in words what of the signature cannot be judged here.

    `told_at` is when the other program says that it signed, `stated_at` what the paper says (/M).
    """

    pdf: bytes
    certificate: x509.Certificate
    reason: str
    unjudged: tuple[str, ...]
    told_at: datetime | None = None
    stated_at: datetime | None = None


class _Outside(KeyElsewhere):
    """Stands for a key that another program uses: signs with zeros, to be replaced."""

    any_algorithm = True

    def signer(
        self, certificate: asn1_x509.Certificate, others: Sequence[asn1_x509.Certificate]
    ) -> ExternalSigner:
        store = SimpleCertificateStore()
        store.register_multiple(others)
        return ExternalSigner(
            certificate,
            store,
            signature_value=MAX_CMS_BYTES,
            # The zeros are of no algorithm; pyHanko would look for one in the key, and not know SM2.
            signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
        )


def prepare_signature(
    pdf: bytes, *, role: str, certificate: x509.Certificate, reason: str, at: datetime
) -> Prepared:
    """Make all of a signature but its value. Refuses what `sign_pdf` refuses, save unknown algorithms."""
    identity = Identity(certificate, (), _Outside())
    filled = sign_pdf(pdf, role=role, identity=identity, reason=reason, at=at)
    field = next(item for item in signature_fields(open_pdf(filled)) if item.role == role)
    _, start, end, _ = (int(value) for value in field.dictionary["/V"]["/ByteRange"])
    emptied = filled[: start + 1] + b"0" * (end - start - 2) + filled[end - 1 :]
    outside = emptied[:start] + emptied[end:]
    request = SignatureRequest(
        field=role,
        title=field.title,
        signer=identity.name,
        certificate=fingerprint_of(certificate),
        at=at,
        digests=_digests(outside),
        paper=hashlib.sha256(pdf).hexdigest(),
        prepared=hashlib.sha256(emptied).hexdigest(),
        gap=(start, end),
    )
    return Prepared(emptied, request)


def finish_signature(prepared: Prepared, data: bytes, *, at: datetime) -> Finished:
    """Put a CMS signature (DER or PEM) into the paper that was prepared for it.

    Raises `InputRefused` for what is no such signature, is over other bytes, is too large or does not
    verify, and `KeyRefused` when it is by another certificate or one that may no longer sign.
    """
    request = prepared.request
    if not request.at <= at + CLOCKS_DIFFER or at - request.at > LONGEST_WAIT:
        raise InputRefused(
            "准备签署之后过了太久（超过 24 小时）", where=request.title, remedy="重新 --prepare。"
        )
    _check_prepared(prepared)
    der = der_of(data, most=MAX_CMS_BYTES)
    signed = signed_data(der)
    certificate = signer_of(signed, request.certificate, name=request.signer)
    check_digest(signed, request.digests)
    told = check_time(signed, request.at - CLOCKS_DIFFER, at + CLOCKS_DIFFER)
    check_stamps(signed, request.at - CLOCKS_DIFFER, at + CLOCKS_DIFFER)
    check_fit(certificate, at=at, where=name_of(certificate), any_algorithm=True)
    check_issuers(Identity(certificate, above(signed, certificate), _Outside()))
    out = BytesIO(prepared.pdf)
    PreparedByteRangeDigest(b"", *request.gap).fill_with_cms(out, der)
    pdf = out.getvalue()
    judged = check_signatures(pdf, at=at, trust=(), crls=())
    mine = [item for item in judged.signatures if item.checked.role == request.field]
    reasons = [item.checked.reason for item in mine]
    broken = [
        item.words for item in judged.findings if item.weight is Verdict.INVALID or item.code in _NEVER_JUDGED
    ]
    if not reasons:
        broken += [item.words for item in judged.findings]
    if mine and (mine[0].stated != request.at or mine[0].stated.utcoffset() != request.at.utcoffset()):
        raise InputRefused(
            "准备好的文书里写的签署时间不是准备的时间", where=request.title, remedy="重新 --prepare。"
        )
    if broken:
        raise InputRefused(f"外部签名不合格：{broken[0]}", where=request.title, remedy=_PLAINLY)
    unknown = tuple(item.words for item in judged.findings if item.code == "UNKNOWN_ALGORITHM")
    return Finished(pdf, certificate, reasons[0], unknown, told, request.at)


def _digests(data: bytes) -> dict[str, str]:
    """By the name of each algorithm that is available here."""
    found = {}
    for name in _ALGORITHMS:
        with suppress(ValueError):
            found[name] = hashlib.new(name, data).hexdigest()
    return found


def _check_prepared(prepared: Prepared) -> None:
    """Raise `InputRefused` unless paper and request belong together: what was noted in between lies in a file."""
    request, pdf = prepared.request, prepared.pdf
    start, end = request.gap
    ours = _digests(prepared.to_sign) if 0 < start < end < len(pdf) else {}
    there = {name: digest for name, digest in request.digests.items() if name in ours}
    if (
        hashlib.sha256(pdf).hexdigest() != request.prepared
        or not there
        or any(ours[name] != digest for name, digest in there.items())
        or not _GAP.fullmatch(pdf, start, end)
    ):
        raise InputRefused("准备好的文书或者它的记录被改动", where=request.title, remedy="重新 --prepare。")
