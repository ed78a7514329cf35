"""Whether a certificate may sign documents: the same questions before signing and when a signature is judged."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from yanpan.errors import KeyRefused
from yanpan.keys.identity import Identity, SigningKey, name_of
from yanpan.keys.moments import in_zone
from yanpan.keys.subjects import read_alike, same_name
from yanpan.keys.wellformed import NEW_ONE, may_issue, oddity, only_pss, unknown_critical

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes

_SM2 = "国密（SM2）介质请用本单位的电子签章系统，或者用 yanpan sign --prepare 交给介质自带的软件去签。"

_NIST = frozenset({"secp256r1", "secp384r1", "secp521r1"})
_SUPPORTED = "只支持 RSA（2048 位以上）和 NIST（P-256、P-384、P-521）、Brainpool 椭圆曲线（256 位以上）"
_OTHER_KEY = "请发证机构换发 RSA（2048 位以上）或者椭圆曲线（P-256）证书。"

_NOT_FOR_DOCUMENTS = frozenset(
    {
        ExtendedKeyUsageOID.TIME_STAMPING,
        ExtendedKeyUsageOID.OCSP_SIGNING,
        ExtendedKeyUsageOID.CODE_SIGNING,
        ExtendedKeyUsageOID.SERVER_AUTH,
    }
)

NAMELESS = "证书上的名字是空的，或者全是看不见的字符"
SELF_MADE = "证书是自己签给自己的，没有机构证明是谁"


def nameless(certificate: x509.Certificate) -> bool:
    """Whether nothing is seen of whose certificate it is."""
    return not read_alike(name_of(certificate))


def self_made(certificate: x509.Certificate) -> bool:
    """Whether nobody but its owner vouches for a certificate; authorities are roots then."""
    return same_name(certificate.subject, certificate.issuer) and not may_issue(certificate)


def may_sign(certificate: x509.Certificate) -> bool:
    """Whether a certificate's form and usages allow signing documents, and somebody vouches for a name in it."""
    return not (unfit_usage(certificate) or nameless(certificate) or self_made(certificate))


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

    Checks that it is written as it must be, names somebody, is issued by another and holds no unknown critical
    extension, its validity, the key's kind and length, key usage (digitalSignature or contentCommitment), extended
    key usage and that it is no CA certificate (RFC 5280, 4.2 and 4.2.1). With `any_algorithm` a key of a kind that
    is not known here passes.
    """
    check_written(certificate, where=where)
    if nameless(certificate):
        raise KeyRefused(NAMELESS, where=where, remedy=NEW_ONE)
    days = "%Y年%m月%d日 %H:%M"
    start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if at < start:
        shown = in_zone(start, at.tzinfo).strftime(days)
        raise KeyRefused(f"证书还没有生效（{shown} 起有效）", where=where, remedy="检查电脑的日期和时间。")
    if at > end:
        shown = in_zone(end, at.tzinfo).strftime(days)
        raise KeyRefused(f"证书已经过期（{shown} 到期）", where=where, remedy="向发证机构换发证书。")
    if only_pss(certificate) and not any_algorithm:
        raise KeyRefused(
            "这把密钥限定只能用 RSA-PSS 签名，本工具不能用它签署",
            where=where,
            remedy="请发证机构换发普通的 RSA 或者椭圆曲线（P-256）证书。",
        )
    try:
        if why := weakness(certificate.public_key()):
            raise KeyRefused(why, where=where, remedy=_OTHER_KEY)
    except UnsupportedAlgorithm:
        if not any_algorithm:
            raise unsupported_key(where) from None
    if unknown_critical(certificate):
        raise KeyRefused(unfit_usage(certificate), where=where, remedy=NEW_ONE)
    if reason := unfit_usage(certificate):
        raise KeyRefused(reason, where=where, remedy="改用签名证书。")
    if self_made(certificate):
        raise KeyRefused(
            f"{SELF_MADE}；验签不会认",
            where=where,
            remedy="改用发证机构签发的证书；想先试用，运行 yanpan keys trial。",
        )


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
        if reason := issues_for_others(issuer, identity.certificate):
            raise KeyRefused(reason, where=where or identity.name, remedy="请发证机构换发签署文书用的证书。")


def issues_for_others(issuer: x509.Certificate, leaf: x509.Certificate) -> str:
    """Why an intermediate authority's own purposes forbid what the certificate below is used for; empty when they do not.

    RFC 5280, 4.2.1.12 speaks of the certificate's own key only; browsers and Acrobat take the purposes of an
    authority as what it may issue for. A list without the signer's purpose was written to keep it from that.
    """
    purposes = _purposes(issuer)
    if purposes is None or issuer.subject == issuer.issuer:
        return ""
    if _purposes(leaf) == {ExtendedKeyUsageOID.TIME_STAMPING}:
        fit = purposes & {ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE}
        return "" if fit else f"“{name_of(issuer)}”的证书不许签发时间戳服务的证书"
    if purposes <= _NOT_FOR_DOCUMENTS:
        return f"“{name_of(issuer)}”的证书只许签发服务器、代码或者时间戳的证书，不许签发签署文书的"
    return ""


def _purposes(certificate: x509.Certificate) -> set[x509.ObjectIdentifier] | None:
    try:
        return set(certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value)
    except x509.ExtensionNotFound:
        return None


def strong_enough(key: CertificatePublicKeyTypes) -> bool:
    """EC on a NIST or Brainpool curve of 256 bits and more, or RSA of 2048 bits and more (ETSI TS 119 312)."""
    return not weakness(key)


def weak_above(key: CertificatePublicKeyTypes) -> str:
    """The same of one who issues certificates or answers for an authority, who may have a key on an Edwards curve."""
    return "" if isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey) else weakness(key)


def weakness(key: CertificatePublicKeyTypes) -> str:
    """Why a key is not strong enough, or of no kind that is supported; empty where it is."""
    if isinstance(key, rsa.RSAPublicKey):
        short = key.key_size < 2048
        return f"RSA 密钥太短（{key.key_size} 位），要 2048 位以上" if short else ""
    if not isinstance(key, ec.EllipticCurvePublicKey):
        return f"这种密钥不能用来签署 PDF：{_SUPPORTED}"
    if key.curve.key_size < 256:
        return f"椭圆曲线太小（{key.curve.name}，{key.curve.key_size} 位），要 256 位以上"
    if key.curve.name not in _NIST and not key.curve.name.startswith("brainpool"):
        return f"不支持这条椭圆曲线（{key.curve.name}）：{_SUPPORTED}"
    return ""


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
    purposes = _purposes(certificate)
    if purposes is not None and purposes <= _NOT_FOR_DOCUMENTS:
        return "证书只能用于服务器、代码或者时间戳，不能签署文书"
    return ""


def may_use_for_signatures(certificate: x509.Certificate) -> bool:
    """Whether a key may make signatures at all: its usage says so, or nothing (RFC 5280, 4.2.1.3)."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return bool(usage.digital_signature or usage.content_commitment)


def unfit_for_stamps(certificate: x509.Certificate) -> str:
    """Why a certificate is none of a time-stamping service (RFC 3161, 2.3), in words; empty where it is.

    Its one purpose is time stamps, and critical, so that nothing else is signed with its key; it is no authority's.
    """
    try:
        purpose = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except (ValueError, x509.DuplicateExtension, x509.ExtensionNotFound):
        return "证书不是给时间戳用的"
    if list(purpose.value) != [ExtendedKeyUsageOID.TIME_STAMPING] or not purpose.critical:
        return "证书不是只给时间戳用的（用途要只有时间戳一项，并且标为关键）"
    if may_issue(certificate) or not may_use_for_signatures(certificate):
        return "证书的密钥用途不含数字签名"
    return ""


def unsupported_key(where: str) -> KeyRefused:
    """The refusal of a key that cannot sign a PDF here."""
    return KeyRefused(f"这种密钥不能用来签署 PDF：{_SUPPORTED}", where=where, remedy=_SM2)
