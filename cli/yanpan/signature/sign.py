"""Signing: one role, one field, one incremental update, and what its level adds (PAdES, ETSI EN 319 142-1)."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from io import BytesIO

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import signers as pyhanko_signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from yanpan.errors import InputRefused, KeyRefused, ReportFailed, YanpanError
from yanpan.keys import (
    Identity,
    KeyElsewhere,
    check_fit,
    self_signed,
)
from yanpan.signature.der_form import MAX_CERTIFICATES
from yanpan.signature.levels import LongTerm, check_signer, raise_level
from yanpan.signature.pdf import MAX_PDF_BYTES, Field, SteadyWriter, run, signature_fields
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
    certifies. This is the hand that signs: whether one may is for the rules of `yanpan.approval` to say, which
    `yanpan.cases` asks first. Raises `InputRefused` when the paper has no such empty field, `KeyRefused` when the
    certificate is not fit to sign at that moment, and `ReportFailed` when the time-stamping service fails or the
    level is not reached.
    """
    wanted = long_term or LongTerm()
    if at.tzinfo is None:
        raise ValueError("the time of signing needs its zone")
    at = at.replace(microsecond=0)
    writer = _opened(pdf, role)
    field, fields = _empty_field(writer, role)
    check_fit(identity.certificate, at=at, where=identity.name, any_algorithm=identity.any_algorithm)
    _check_chain(identity)
    check_signer(identity, wanted, at=at)
    first = not any(item.signed for item in fields)
    stamper = wanted.stamper(at)
    signer = signer_of(field, identity, reason=reason, at=at, certify=first, stamper=stamper)
    out = BytesIO()
    try:
        run(
            signer.async_sign_pdf(
                writer,
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


class _NoZone:
    """In place of `tzlocal`, which raises for a zone without a name (TZ=CST-8)."""

    @staticmethod
    def get_localzone() -> tzinfo:
        """Any zone: the time for which it is asked is replaced by the caller's."""
        return UTC


# A session asks for the machine's time before it can be told another.
pyhanko_signers.pdf_signer.tzlocal = _NoZone  # type: ignore[attr-defined, assignment]


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
    others = [_asn1(item) for item in identity.chain if not self_signed(item)]
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
    )


def _check_chain(identity: Identity) -> None:
    """Raise `KeyRefused` for a chain longer than `verify` takes: the root is not carried along."""
    carried = 1 + sum(not self_signed(item) for item in identity.chain)
    if carried > MAX_CERTIFICATES:
        raise KeyRefused(
            f"证书链太长：签名里要带 {carried} 张证书，最多 {MAX_CERTIFICATES} 张",
            where=identity.name,
            remedy="从密钥文件、证书链文件里去掉用不着的；都用得着的，请发证机构换发上级少的证书。",
        )


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    loaded: asn1_x509.Certificate = asn1_x509.Certificate.load(
        certificate.public_bytes(serialization.Encoding.DER)
    )
    return loaded


def _opened(pdf: bytes, role: str) -> SteadyWriter:
    """The paper, to be added to. Raises `InputRefused`."""
    if len(pdf) > MAX_PDF_BYTES:
        raise InputRefused("PDF 超过 50 MB", where=role, remedy="只签署 yanpan 生成的研判文书。")
    try:
        return SteadyWriter(pdf)
    except Exception:  # noqa: BLE001 - a broken file can raise anything
        raise InputRefused(
            "这份 PDF 读不了，不能签署", where=role, remedy="用 yanpan report 重新生成。"
        ) from None


def _empty_field(writer: SteadyWriter, role: str) -> tuple[Field, tuple[Field, ...]]:
    """The field to sign, and all fields. Raises `InputRefused`."""
    try:
        fields = signature_fields(writer)
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
    return field, fields
