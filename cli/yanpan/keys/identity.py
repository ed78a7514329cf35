"""Who signs: a certificate found fit to sign, with its private key or with the device that keeps the key."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from yanpan.errors import KeyRefused
from yanpan.keys.wellformed import NEW_ONE, may_issue, oddity, only_pss, unknown_critical

if TYPE_CHECKING:
    from asn1crypto import x509 as asn1_x509
    from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
    from pyhanko.sign.signers import Signer

TRIAL_ORGANISATION = "yanpan 试用身份（无法律效力）"
"""The subject O of every trial identity and its root; what marks a signature as trial."""

LARGEST_KEY_FILE = 1024 * 1024
TRY_FIRST = "检查路径；想先试用，运行 yanpan keys trial。"

_SM2 = "国密（SM2）介质请用本单位的电子签章系统，或者用 yanpan sign --prepare 交给介质自带的软件去签。"

_NOT_FOR_DOCUMENTS = frozenset(
    {
        ExtendedKeyUsageOID.TIME_STAMPING,
        ExtendedKeyUsageOID.OCSP_SIGNING,
        ExtendedKeyUsageOID.CODE_SIGNING,
        ExtendedKeyUsageOID.SERVER_AUTH,
    }
)

SigningKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class KeyElsewhere(ABC):
    """A private key that stays where it is: in a token, or behind another program."""

    any_algorithm = False
    """Whether the certificate may be of an algorithm that this program cannot judge (SM2)."""

    @abstractmethod
    def signer(self, certificate: asn1_x509.Certificate, others: Sequence[asn1_x509.Certificate]) -> Signer:
        """pyHanko's way to this key. `others` are the intermediate certificates to put into the signature."""


@dataclass(frozen=True)
class Identity:
    """A signer: certificate, the chain above it (nearest first) and the key, which is never shown."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    key: SigningKey | KeyElsewhere = field(repr=False)

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
    def any_algorithm(self) -> bool:
        """Whether its signature may be of an algorithm that this program cannot judge."""
        return isinstance(self.key, KeyElsewhere) and self.key.any_algorithm

    @property
    def trial(self) -> bool:
        """Whether the certificate is marked as a trial one."""
        return is_trial(self.certificate)


def first(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    """The first value of one attribute of a name, or empty."""
    return next((str(item.value) for item in name.get_attributes_for_oid(oid)), "")


def name_of(certificate: x509.Certificate) -> str:
    """The common name, else the whole subject; what stands in for a name that cannot be read."""
    try:
        return first(certificate.subject, NameOID.COMMON_NAME) or certificate.subject.rfc4514_string()
    except ValueError:
        return "（名称读不出来）"


def is_trial(certificate: x509.Certificate) -> bool:
    """Whether the subject carries the trial organisation."""
    return first(certificate.subject, NameOID.ORGANIZATION_NAME) == TRIAL_ORGANISATION


def key_fingerprint(certificate: x509.Certificate) -> bytes:
    """The public key's DER: two certificates of one key are one person."""
    try:
        public = certificate.public_key()
    except UnsupportedAlgorithm:
        from asn1crypto import x509 as asn1

        data = certificate.public_bytes(serialization.Encoding.DER)
        return bytes(asn1.Certificate.load(data).public_key.dump())
    return public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def same_person(one: x509.Certificate, other: x509.Certificate) -> bool:
    """Whether two certificates have one key, or one subject of one issuer (RFC 5280, 4.1.2.6: unique to one entity)."""
    named_alike = one.subject == other.subject and one.issuer == other.issuer
    return named_alike or key_fingerprint(one) == key_fingerprint(other)


def chain_of(
    certificate: x509.Certificate, candidates: Iterable[x509.Certificate]
) -> tuple[x509.Certificate, ...]:
    """The candidates that lead up from a certificate, nearest first; what does not belong is left out."""
    left, chain, last = list(candidates), [], certificate
    while last.issuer != last.subject:
        above = next((item for item in left if _issued(last, item)), None)
        if above is None:
            break
        left.remove(above)
        chain.append(above)
        last = above
    return tuple(chain)


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except UnsupportedAlgorithm:
        return certificate.issuer == issuer.subject
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def checked_pair(key: object, certificate: x509.Certificate, *, where: str) -> SigningKey:
    """The private key when it can sign papers and belongs to the certificate. Raises `KeyRefused`."""
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise unsupported_key(where)
    if key.public_key() != certificate.public_key():
        raise KeyRefused("私钥和证书不是一对", where=where, remedy="重新导出密钥文件。")
    return key


def check_fit(
    certificate: x509.Certificate, *, at: datetime, where: str = "", any_algorithm: bool = False
) -> None:
    """Raise `KeyRefused` when a certificate may not sign a document at the moment `at`.

    Checks that it is written as it must be and holds no unknown critical extension, its validity, the key's kind and
    length, key usage (digitalSignature or contentCommitment), extended key usage and that it is no CA certificate
    (RFC 5280, 4.2 and 4.2.1). With `any_algorithm` a key of a kind that is not known here passes.
    """
    check_written(certificate, where=where)
    days = "%Y年%m月%d日 %H:%M"
    start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if at < start:
        shown = start.astimezone(at.tzinfo).strftime(days)
        raise KeyRefused(f"证书还没有生效（{shown} 起有效）", where=where, remedy="检查电脑的日期和时间。")
    if at > end:
        shown = end.astimezone(at.tzinfo).strftime(days)
        raise KeyRefused(f"证书已经过期（{shown} 到期）", where=where, remedy="向发证机构换发证书。")
    if only_pss(certificate) and not any_algorithm:
        raise KeyRefused(
            "这把密钥限定只能用 RSA-PSS 签名，本工具不能用它签署",
            where=where,
            remedy="请发证机构换发普通的 RSA 或者椭圆曲线（P-256）证书。",
        )
    try:
        if not strong_enough(certificate.public_key()):
            raise unsupported_key(where)
    except UnsupportedAlgorithm:
        if not any_algorithm:
            raise unsupported_key(where) from None
    if unknown_critical(certificate):
        raise KeyRefused(unfit_usage(certificate), where=where, remedy=NEW_ONE)
    if reason := unfit_usage(certificate):
        raise KeyRefused(reason, where=where, remedy="改用签名证书。")


def check_written(certificate: x509.Certificate, *, where: str) -> None:
    """Raise `KeyRefused` when a certificate is not written as it must be."""
    if reason := oddity(certificate):
        raise KeyRefused(reason, where=where, remedy=NEW_ONE)


def check_issuers(identity: Identity, *, where: str = "") -> None:
    """Raise `KeyRefused` when what stands above a signer is no authority, or is not written as it must be."""
    for issuer in identity.chain:
        check_written(issuer, where=f"{where or identity.name}（签发它的证书）")
        if not may_issue(issuer):
            raise KeyRefused(
                f"签发这张证书的“{name_of(issuer)}”不是发证机构，不能签发证书",
                where=where or identity.name,
                remedy="这张证书没有人会认：向发证机构申请证书。",
            )


def strong_enough(key: CertificatePublicKeyTypes) -> bool:
    """EC on a NIST or Brainpool curve of 256 bits and more, or RSA of 2048 bits and more (ETSI TS 119 312)."""
    if isinstance(key, ec.EllipticCurvePublicKey):
        return key.curve.key_size >= 256 and key.curve.name.startswith(("secp", "brainpool"))
    return isinstance(key, rsa.RSAPublicKey) and key.key_size >= 2048


def unfit_usage(certificate: x509.Certificate) -> str:
    """Why a certificate's form or usages forbid signing documents, in words; empty when they allow it."""
    if odd := oddity(certificate):
        return odd
    if unknown := unknown_critical(certificate):
        return f"证书有不认识的关键扩展（{'、'.join(unknown)}）"
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


def unsupported_key(where: str) -> KeyRefused:
    """The refusal of a key that cannot sign a PDF here."""
    words = "这种密钥不能用来签署 PDF：只支持 RSA（2048 位以上）和 NIST 椭圆曲线"
    return KeyRefused(words, where=where, remedy=_SM2)
