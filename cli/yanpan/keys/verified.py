"""Whether a key has really signed something: yes, no, or not to be told here. Names prove nothing.

What is stored in a paper or carried in a signature can be made by anybody. An algorithm that no library here knows
(SM2, RSA-PSS with a digest of its own) is therefore never taken for a proof, nor for a forgery.
"""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from asn1crypto import algos, core
from asn1crypto import x509 as asn1_x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

_DIGESTS: dict[str, hashes.HashAlgorithm] = {
    "md5": hashes.MD5(),  # noqa: S303 - as the next one
    "sha1": hashes.SHA1(),  # noqa: S303 - of old authorities; that it is weak is told where a chain is judged
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
    "sha3_256": hashes.SHA3_256(),
    "sha3_384": hashes.SHA3_384(),
    "sha3_512": hashes.SHA3_512(),
}
_EDWARDS = frozenset({"ed25519", "ed448"})
_KINDS = _EDWARDS | {"rsassa_pss", "rsassa_pkcs1v15", "ecdsa"}
_KEYS = (rsa.RSAPublicKey, ec.EllipticCurvePublicKey, ed25519.Ed25519PublicKey, ed448.Ed448PublicKey)
_LONGEST_SALT = 512


class Verified(Enum):
    """What is known of a signature."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


@lru_cache(maxsize=1024)
def issued_with(certificate: bytes, key: bytes) -> Verified:
    """Whether a certificate is signed with a key; both as DER, the key as its SubjectPublicKeyInfo."""
    try:
        loaded = asn1_x509.Certificate.load(certificate)
        algorithm, head = loaded["signature_algorithm"], loaded["tbs_certificate"]
        # RFC 5280, 4.1.1.2: the same algorithm inside, where the signature covers it.
        if head["signature"].dump() != algorithm.dump():
            return Verified.FALSE
        return signed_with(head.dump(), loaded["signature_value"], algorithm, key)
    except (ValueError, TypeError):
        return Verified.UNKNOWN


def signed_with(
    data: bytes, signature: core.BitString, algorithm: algos.SignedDigestAlgorithm, key: bytes
) -> Verified:
    """Whether a signature over some data is by a key. One that ends within an octet is no signature."""
    value = signature.contents
    if not value or value[0] != 0:
        return Verified.FALSE
    try:
        public = load_der_public_key(key)
        return _tried(public, bytes(value[1:]), data, algorithm)
    except InvalidSignature:
        return Verified.FALSE
    except (UnsupportedAlgorithm, ValueError, TypeError, KeyError):
        return Verified.UNKNOWN


def _tried(key: object, signature: bytes, data: bytes, algorithm: algos.SignedDigestAlgorithm) -> Verified:
    """Raises `InvalidSignature`, and `ValueError`, `KeyError` or `UnsupportedAlgorithm` for what is not known here."""
    kind = algorithm.signature_algo
    if kind == "rsassa_pss" and isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, data, *_pss(algorithm["parameters"]))
    elif algorithm["parameters"].dump() not in (b"", b"\x05\x00"):
        return Verified.UNKNOWN
    elif kind == "rsassa_pkcs1v15" and isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, data, padding.PKCS1v15(), _DIGESTS[algorithm.hash_algo])
    elif kind == "ecdsa" and isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, data, ec.ECDSA(_DIGESTS[algorithm.hash_algo]))
    elif kind in _EDWARDS and isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
        key.verify(signature, data)
    else:
        # Where both are known, a key of the one kind makes no signature of the other.
        return Verified.FALSE if kind in _KINDS and isinstance(key, _KEYS) else Verified.UNKNOWN
    return Verified.TRUE


def pss_known(algorithm: algos.SignedDigestAlgorithm) -> bool:
    """Whether RSA-PSS is used with digests that are known here."""
    try:
        _pss(algorithm["parameters"])
    except (ValueError, TypeError, KeyError):
        return False
    return True


def _pss(parameters: algos.RSASSAPSSParams) -> tuple[padding.PSS, hashes.HashAlgorithm]:
    """The padding and the digest of RSA-PSS (RFC 4055, 3.1). Raises `ValueError` or `KeyError` for others."""
    mask, salt = parameters["mask_gen_algorithm"], int(parameters["salt_length"].native)
    named = (parameters["hash_algorithm"], mask["parameters"])
    plain = all(item["parameters"].dump() in (b"", b"\x05\x00") for item in named)
    if not plain or mask["algorithm"].native != "mgf1" or not 0 <= salt <= _LONGEST_SALT:
        raise ValueError("parameters that nobody uses")
    digest, masked = (_DIGESTS[item["algorithm"].native] for item in named)
    if isinstance(digest, hashes.MD5) or isinstance(masked, hashes.MD5):
        raise ValueError("a digest that nobody uses with it")
    return padding.PSS(padding.MGF1(masked), salt), digest
