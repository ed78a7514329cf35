"""Signing: one role, one field, one incremental update, and what its level adds (PAdES, ETSI EN 319 142-1)."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from yanpan.approval.roster import first_to_sign
from yanpan.errors import InputRefused, KeyRefused, ReportFailed, SignatureInvalid, YanpanError
from yanpan.findings import (
    Verdict,
)
from yanpan.keys.identity import Identity, KeyElsewhere, check_fit, same_person
from yanpan.signature.levels import LongTerm, check_signer, raise_level
from yanpan.signature.pdf import MAX_PDF_BYTES, Field, SteadyWriter, open_pdf, run, signature_fields
from yanpan.signature.signatures import check_signatures
from yanpan.signature.stamp import stamp_style
from yanpan.signature.stamped import stamping


def sign_pdf(
    pdf: bytes,
    *,
    role: str,
    identity: Identity,
    reason: str,
    at: datetime,
    long_term: LongTerm | None = None,
) -> bytes:
    """Sign the field of `role` and return the longer PDF; what was there stays byte for byte.

    `long_term` is how far the signature is to be provable; without it the level is B-B, and nobody is asked.

    `at` is the time of signing with its zone; it is the signer's claim, not a timestamp. The first signature
    certifies; it is by the first role, or by the first after those whose pages signed in ink `reason` takes in
    (`opinion_words`). Raises `InputRefused` when the paper has no such empty field or
    its turn has not come, `KeyRefused` when the certificate may not sign at that moment, carries another
    role's title or has signed already, `SignatureInvalid` when a signature that is there is broken, and
    `ReportFailed` when the time-stamping service fails or the level is not reached.
    """
    wanted = long_term or LongTerm()
    if at.tzinfo is None:
        raise ValueError("the time of signing needs its zone")
    at = at.replace(microsecond=0)
    field, fields = _empty_field(pdf, role, reason)
    check_fit(identity.certificate, at=at, where=identity.name, any_algorithm=identity.any_algorithm)
    check_signer(identity, wanted, at=at)
    _check_role(identity, field, fields)
    first = not any(item.signed for item in fields)
    if not first:
        _check_earlier(pdf, identity, at)
    stamper = wanted.stamper(at)
    signer = signer_of(field, identity, reason=reason, at=at, certify=first, stamper=stamper)
    out = BytesIO()
    try:
        run(
            signer.async_sign_pdf(
                SteadyWriter(pdf),
                existing_fields_only=True,
                output=out,
            )
        )
    except YanpanError:
        raise
    except Exception as error:
        raise ReportFailed(f"签名没有写成（{type(error).__name__}）", where=field.title) from error
    return raise_level(out.getvalue(), wanted, stamper, role=role, chain=identity.chain, at=at)


def signer_of(
    field: Field,
    identity: Identity,
    *,
    reason: str,
    at: datetime,
    certify: bool,
    stamper: TimeStamper | None = None,
) -> PdfSigner:
    """pyHanko's signer for one field of a paper: all that decides what the update consists of, but the key's answer."""
    metadata = PdfSignatureMetadata(
        field_name=field.role,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=certify,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        reason=reason or None,
        name=identity.name,
    )
    style = stamp_style(identity, title=field.title, at=at, reason=reason)
    signer = _SignerAt(metadata, stamping(_signer(identity)), timestamper=stamper, stamp_style=style)
    signer.at = at
    return signer


class _SignerAt(PdfSigner):
    """A signer whose clock is the caller's: pyHanko would ask the machine."""

    at: datetime

    def init_signing_session(
        self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only=existing_fields_only)
        session.system_time = self.at
        return session


def _signer(identity: Identity) -> Signer:
    """pyHanko's view of an identity. The root is left out of the signature: a reader must have its own."""
    certificate = _asn1(identity.certificate)
    others = [_asn1(item) for item in identity.chain if item.subject != item.issuer]
    if isinstance(identity.key, KeyElsewhere):
        return identity.key.signer(certificate, others)
    store = SimpleCertificateStore()
    store.register_multiple(others)
    key = identity.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return SimpleSigner(
        signing_cert=certificate,
        signing_key=asn1_keys.PrivateKeyInfo.load(key),
        cert_registry=store,
        embed_roots=False,
    )


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    loaded: asn1_x509.Certificate = asn1_x509.Certificate.load(
        certificate.public_bytes(serialization.Encoding.DER)
    )
    return loaded


def _empty_field(pdf: bytes, role: str, reason: str) -> tuple[Field, tuple[Field, ...]]:
    """The field to sign, and all fields. Raises `InputRefused`."""
    if len(pdf) > MAX_PDF_BYTES:
        raise InputRefused("PDF 超过 50 MB", where=role, remedy="只签署 yanpan 生成的研判文书。")
    try:
        fields = signature_fields(open_pdf(pdf))
    except Exception:  # noqa: BLE001 - a broken file can raise anything
        raise InputRefused(
            "这份 PDF 读不了，不能签署", where=role, remedy="用 yanpan report 重新生成。"
        ) from None
    field = next((item for item in fields if item.role == role), None)
    if field is None:
        there = "、".join(f"{item.role}（{item.title}）" for item in fields) or "没有签名栏"
        raise InputRefused("这份文书没有这个角色的签名栏", where=role, remedy=f"可签的角色：{there}。")
    if field.signed:
        raise InputRefused(
            "这个角色已经签署过了", where=field.title, remedy="不能重签；内容有变的，重新研判。"
        )
    opening = None
    if not any(item.signed for item in fields):
        first = first_to_sign([item.role for item in fields], reason)
        opening = next((item for item in fields if item.role == first), None)
    if opening is not None and opening is not field:
        raise InputRefused(
            f"还没轮到：要先由“{opening.title}”签署",
            where=field.title,
            remedy=f"先用 --as {opening.role} 签署。",
        )
    return field, fields


def _check_role(identity: Identity, field: Field, fields: tuple[Field, ...]) -> None:
    """Raise `KeyRefused` when the certificate names another role of this paper."""
    others = {item.title for item in fields} - {field.title}
    if identity.unit in others:
        raise KeyRefused(
            f"这张证书是“{identity.unit}”的，不能签“{field.title}”",
            where=identity.name,
            remedy="换本角色的证书。",
        )


def _check_earlier(pdf: bytes, identity: Identity, at: datetime) -> None:
    """Nobody puts a name under a broken paper, and nobody signs twice."""
    judged = check_signatures(pdf, at=at, trust=(), crls=())
    broken = [finding.words for finding in judged.findings if finding.weight is Verdict.INVALID]
    if broken:
        raise SignatureInvalid(
            f"已有的签名有问题，不能接着签：{broken[0]}",
            where=identity.name,
            remedy="用 yanpan verify 查看详情。",
        )
    for signature in judged.signatures:
        if same_person(signature.certificate, identity.certificate):
            raise KeyRefused(
                f"这张证书（或者这把密钥）已经签过“{signature.checked.title}”，一人不能签两个角色",
                where=identity.name,
                remedy="由另一个人用自己的证书签署。",
            )
