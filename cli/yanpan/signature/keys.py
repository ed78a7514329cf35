"""Who signs: a private key with its certificate, read from PKCS#12 and found fit to sign."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from yanpan.errors import KeyRefused
from yanpan.signature.passphrase import Passphrase
from yanpan.signature.private import read_private

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes

TRIAL_ORGANISATION = "yanpan 试用身份（无法律效力）"
"""The subject O of every trial identity and its root; what marks a signature as trial."""

LARGEST_KEY_FILE = 1024 * 1024
_TRY = "检查路径；想先试用，运行 yanpan keys trial。"

_NOT_FOR_DOCUMENTS = frozenset(
    {
        ExtendedKeyUsageOID.TIME_STAMPING,
        ExtendedKeyUsageOID.OCSP_SIGNING,
        ExtendedKeyUsageOID.CODE_SIGNING,
        ExtendedKeyUsageOID.SERVER_AUTH,
    }
)

SigningKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Identity:
    """A signer: certificate, the chain above it (nearest first) and the private key, which is never shown."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    key: SigningKey = field(repr=False)

    @property
    def name(self) -> str:
        """The subject's common name."""
        return name_of(self.certificate)

    @property
    def unit(self) -> str:
        """The subject's OU: in a trial identity the title of the role it was made for, or empty."""
        return first(self.certificate.subject, NameOID.ORGANIZATIONAL_UNIT_NAME)

    @property
    def number(self) -> str:
        """The certificate's serial number, upper-case hexadecimal."""
        return f"{self.certificate.serial_number:X}"

    @property
    def trial(self) -> bool:
        """Whether the certificate is marked as a trial one."""
        return is_trial(self.certificate)


def first(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    """The first value of one attribute of a name, or empty."""
    return next((str(item.value) for item in name.get_attributes_for_oid(oid)), "")


def name_of(certificate: x509.Certificate) -> str:
    """The common name, else the whole subject."""
    return first(certificate.subject, NameOID.COMMON_NAME) or certificate.subject.rfc4514_string()


def is_trial(certificate: x509.Certificate) -> bool:
    """Whether the subject carries the trial organisation."""
    return first(certificate.subject, NameOID.ORGANIZATION_NAME) == TRIAL_ORGANISATION


def key_fingerprint(certificate: x509.Certificate) -> bytes:
    """The public key's DER: two certificates of one key are one person."""
    return certificate.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def load_identity(path: Path, passphrase: Passphrase, *, at: datetime) -> Identity:
    """Read a PKCS#12 file that may be used for signing at the moment `at`.

    Raises `KeyRefused` when the file is missing, readable by others, not PKCS#12 or locked by another
    passphrase, and when its certificate may not sign at that moment (see `check_fit`).
    """
    where = str(path)
    data = read_private(path, what="密钥文件", most=LARGEST_KEY_FILE, missing=_TRY)
    if data.lstrip().startswith(b"-----BEGIN"):
        remedy = "先转成 PKCS#12：openssl pkcs12 -export -inkey 私钥.pem -in 证书.pem -out 身份.p12"
        raise KeyRefused("这是 PEM 文件，不是 PKCS#12（.p12、.pfx）", where=where, remedy=remedy)
    if not _looks_like_pkcs12(data):
        raise KeyRefused(
            "这不是 PKCS#12（.p12、.pfx）文件，或者文件坏了", where=where, remedy="检查是不是选错了文件。"
        )
    try:
        bundle = pkcs12.load_pkcs12(data, passphrase.reveal())
        # Reading the public key is what fails for a curve the library does not know.
        public = bundle.cert.certificate.public_key() if bundle.cert else None
    except UnsupportedAlgorithm:
        raise _unsupported(where) from None
    except Exception:  # noqa: BLE001 - whatever a damaged file provokes; the cause may quote key material
        raise KeyRefused(
            "口令不对，打不开密钥文件", where=where, remedy="重新输入口令；确认没有拿错文件。"
        ) from None
    if bundle.key is None or bundle.cert is None or public is None:
        raise KeyRefused("文件里没有成对的私钥和证书", where=where, remedy="导出时同时选上私钥和证书。")
    key = bundle.key
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise _unsupported(where)
    if key.public_key() != public:
        raise KeyRefused("私钥和证书不是一对", where=where, remedy="重新导出密钥文件。")
    identity = Identity(
        bundle.cert.certificate, tuple(item.certificate for item in bundle.additional_certs), key
    )
    check_fit(identity.certificate, at=at, where=where)
    return identity


def check_fit(certificate: x509.Certificate, *, at: datetime, where: str = "") -> None:
    """Raise `KeyRefused` when a certificate may not sign a document at the moment `at`.

    Checks validity, the key's kind and length, key usage (digitalSignature or contentCommitment),
    extended key usage and that it is no CA certificate (RFC 5280, 4.2.1).
    """
    days = "%Y年%m月%d日 %H:%M"
    start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if at < start:
        shown = start.astimezone(at.tzinfo).strftime(days)
        raise KeyRefused(f"证书还没有生效（{shown} 起有效）", where=where, remedy="检查电脑的日期和时间。")
    if at > end:
        shown = end.astimezone(at.tzinfo).strftime(days)
        raise KeyRefused(f"证书已经过期（{shown} 到期）", where=where, remedy="向发证机构换发证书。")
    if not strong_enough(certificate.public_key()):
        raise _unsupported(where)
    if reason := unfit_usage(certificate):
        raise KeyRefused(reason, where=where, remedy="改用签名证书。")


def strong_enough(key: CertificatePublicKeyTypes) -> bool:
    """EC on a NIST or Brainpool curve of 256 bits and more, or RSA of 2048 bits and more (ETSI TS 119 312)."""
    if isinstance(key, ec.EllipticCurvePublicKey):
        return key.curve.key_size >= 256 and key.curve.name.startswith(("secp", "brainpool"))
    return isinstance(key, rsa.RSAPublicKey) and key.key_size >= 2048


def unfit_usage(certificate: x509.Certificate) -> str:
    """Why a certificate's usages forbid signing documents, in words; empty when they allow it."""
    extensions = certificate.extensions
    try:
        if extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            return "这是发证机构的证书，不能用来签署文书"
    except x509.ExtensionNotFound:
        pass
    try:
        usage = extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return "证书没有写明密钥用途，不能用来签署文书"
    if not (usage.digital_signature or usage.content_commitment):
        if usage.key_encipherment or usage.data_encipherment or usage.key_agreement:
            return "这是加密证书，不是签名证书"
        return "证书的密钥用途不含数字签名"
    try:
        purposes = set(extensions.get_extension_for_class(x509.ExtendedKeyUsage).value)
    except x509.ExtensionNotFound:
        return ""
    return "证书只能用于服务器、代码或者时间戳，不能签署文书" if purposes <= _NOT_FOR_DOCUMENTS else ""


def _unsupported(where: str) -> KeyRefused:
    words = "这种密钥不能用来签署 PDF：只支持 RSA（2048 位以上）和 NIST 椭圆曲线"
    return KeyRefused(words, where=where, remedy="国密（SM2）介质请用本单位的电子签章系统。")


def _looks_like_pkcs12(data: bytes) -> bool:
    """Whether the outer shape is a PFX (RFC 7292, 4), so that a wrong passphrase is told from a wrong file."""
    from asn1crypto import pkcs12 as asn1

    try:
        return bool(asn1.Pfx.load(data, strict=True)["version"].native == "v3")
    except (ValueError, TypeError):
        return False
