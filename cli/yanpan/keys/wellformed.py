"""What is odd in a certificate: written so that a library fails over it, or that other readers refuse it.

Old Chinese authorities write names in GBK, some put an extension in twice, others spell out the curve. A certificate
is looked at once, before anything is done with it, so that nothing later fails in the middle.
"""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from functools import lru_cache

from asn1crypto import ocsp as asn1_ocsp
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from yanpan.keys.loaded import UNREADABLE, load_certificate
from yanpan.keys.quiet import quiet_libraries
from yanpan.keys.verified import pss_known

quiet_libraries()

MOST_BYTES = 64 * 1024
"""Of one certificate. Those of people have two or three KB; the libraries take seconds for one of many."""

MOST_IN_A_NAME = 4 * 1024
NEW_ONE = "请发证机构按规范换发证书。"
_PSS = x509.ObjectIdentifier("1.2.840.113549.1.1.10")
"""id-RSASSA-PSS as the algorithm of a key: it may sign in no other way (RFC 4055, 1.2)."""

_VERIFIED = frozenset(
    (
        *(f"1.2.840.113549.1.1.{number}" for number in (4, 5, 11, 12, 13, 14)),  # RSA with MD5, SHA-1, SHA-2
        *(
            "1.2.840.10045.4.1",
            *(f"1.2.840.10045.4.3.{number}" for number in (1, 2, 3, 4)),
        ),  # ECDSA, the same
        *("1.3.101.112", "1.3.101.113"),  # Ed25519, Ed448
        "1.2.156.10197.1.501",  # SM2 with SM3, of which is told elsewhere that nobody here can judge it
    )
)
"""The signature algorithms that the library knows that judges chains; of the weak ones it says that they are weak.

With others (SHA-3 for one) it fails in the middle or calls a true signature false.
"""


def verifiable(signed: x509.Certificate | x509.CertificateRevocationList | ocsp.OCSPResponse) -> bool:
    """Whether the signature of a certificate, list or answer is of an algorithm that can be verified here."""
    if signed.signature_algorithm_oid != _PSS:
        return signed.signature_algorithm_oid.dotted_string in _VERIFIED
    if isinstance(signed, ocsp.OCSPResponse):
        # Of the parameters of an answer's algorithm the library tells nothing.
        loaded = asn1_ocsp.OCSPResponse.load(signed.public_bytes(Encoding.DER))
        return pss_known(loaded["response_bytes"]["response"].parsed["signature_algorithm"])
    try:
        return signed.signature_hash_algorithm is not None
    except UnsupportedAlgorithm:
        return False


def too_large(der: bytes) -> str:
    """Why a certificate is larger than any that people use, in words, told before it is read; empty when it is not.

    Raises `ValueError` for what has not the frame of a certificate.
    """
    from asn1crypto import x509 as asn1

    if len(der) > MOST_BYTES:
        return f"证书超过 {MOST_BYTES // 1024} KB"
    head = asn1.Certificate.load(der)["tbs_certificate"]
    if any(len(head[part].dump()) > MOST_IN_A_NAME for part in ("subject", "issuer")):
        return f"证书里的名称超过 {MOST_IN_A_NAME // 1024} KB"
    return ""


def odd(der: bytes) -> bool:
    """Whether something is no certificate at all, or one that nobody can use."""
    try:
        return bool(_oddity(der))
    except ValueError:
        return True


def oddity(certificate: x509.Certificate) -> str:
    """Why a certificate cannot be used by anybody, in words; empty when it is written as RFC 5280 wants."""
    return _oddity(certificate.public_bytes(Encoding.DER))


@lru_cache(maxsize=8192)
def _oddity(der: bytes) -> str:
    certificate = load_certificate(der)
    if large := too_large(der):
        return large
    try:
        _ = certificate.subject, certificate.issuer
    except UNREADABLE:
        return "证书里的名称没有按规定编码（例如用了 GBK）"
    try:
        _ = certificate.extensions
    except x509.DuplicateExtension as error:
        return f"证书里同一个扩展写了两次（{error.oid.dotted_string}）"
    except UNREADABLE:
        return "证书的扩展没有按规定编码（例如用了 GBK）"
    try:
        _ = certificate.not_valid_before_utc, certificate.not_valid_after_utc, certificate.serial_number
        _ = certificate.signature_algorithm_oid
        if _spelled_out_curve(der):
            return "证书把椭圆曲线的参数逐个写出，没有写名称（RFC 5480 不允许，别的软件都不认）"
        certificate.public_key()
        # Nobody verifies the signature of a root, which is its own.
        if certificate.subject != certificate.issuer and not verifiable(certificate):
            return f"证书是用本程序不认识的算法签发的（{certificate.signature_algorithm_oid.dotted_string}）"
    except UnsupportedAlgorithm:
        return ""
    except (ValueError, TypeError):
        return "证书没有按规定编码"
    return ""


def _spelled_out_curve(der: bytes) -> bool:
    """Whether a key is on a curve that is not named. Raises `ValueError` for what asn1crypto cannot read either."""
    from asn1crypto import x509 as asn1

    from yanpan.keys.names import compare_rare_characters

    compare_rare_characters()
    loaded = asn1.Certificate.load(der, strict=True)
    # The other library that judges must get through all of it too; to read it is to check it.
    _ = loaded.native
    _ = loaded.subject.hashable, loaded.issuer.hashable
    algorithm = loaded["tbs_certificate"]["subject_public_key_info"]["algorithm"]
    return bool(algorithm["algorithm"].native == "ec" and algorithm["parameters"].name != "named")


def only_pss(certificate: x509.Certificate) -> bool:
    """Whether the key may sign with RSA-PSS only."""
    return certificate.public_key_algorithm_oid == _PSS


def unknown_critical(certificate: x509.Certificate) -> tuple[str, ...]:
    """The critical extensions (RFC 5280, 4.2) that are not understood here, as dotted numbers; none is let pass."""
    from asn1crypto import x509 as asn1
    from pyhanko_certvalidator.validate import SUPPORTED_EXTENSIONS

    loaded = asn1.Certificate.load(certificate.public_bytes(Encoding.DER))
    unknown = loaded.critical_extensions - SUPPORTED_EXTENSIONS
    extensions = loaded["tbs_certificate"]["extensions"]
    return tuple(item["extn_id"].dotted for item in extensions if item["extn_id"].native in unknown)


def may_issue(certificate: x509.Certificate) -> bool:
    """Whether a certificate is an authority's, that may stand above others (RFC 5280, 4.2.1.9, 4.2.1.3 and 6.1.4 k).

    One of X.509 version 1 cannot say so: it passes when it is its own issuer, since a person chose it as a root.
    """
    if certificate.version is not x509.Version.v3:
        return certificate.subject == certificate.issuer
    try:
        if not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            return False
        return certificate.extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign
    except x509.ExtensionNotFound as missing:
        return missing.oid == x509.KeyUsage.oid
    except (ValueError, x509.DuplicateExtension):
        return False


def may_sign_lists(certificate: x509.Certificate) -> bool:
    """Whether a certificate may sign revocation lists (RFC 5280, 4.2.1.3): says so, or is an authority's of no usage.

    Else anybody with a certificate of the authority could empty its list.
    """
    try:
        return certificate.extensions.get_extension_for_class(x509.KeyUsage).value.crl_sign
    except x509.ExtensionNotFound:
        return may_issue(certificate)
    except (ValueError, x509.DuplicateExtension):
        return False
