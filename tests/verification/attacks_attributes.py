"""Signatures by those who hold the key, with words where signed attributes leave room for them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from asn1crypto import core
from attacks_cms import WORDS, Change, Parts, listed
from authorities import HEAD, OFFICER, ROOT
from cryptography.hazmat.primitives.serialization import Encoding
from der_trees import number, oid, utf8, wrapped
from der_trees import parts as parts_of

ATTRIBUTES = "签名属性里夹带"

_DIGEST = "1.2.840.113549.1.9.4"
_TIME = "1.2.840.113549.1.9.5"
_CAPABILITIES = "1.2.840.113549.1.9.15"
_NAMING = "1.2.840.113549.1.9.16.2.47"
_PROTECTION = "1.2.840.113549.1.9.52"
_SHA256 = oid("2.16.840.1.101.3.4.2.1")
_CERTIFICATE = HEAD.certificate.public_bytes(Encoding.DER)
_OWN = hashlib.sha256(_CERTIFICATE).digest()
_WORDS = utf8(WORDS)


def signed(words: str) -> Callable[[Change], Change]:
    return listed(ATTRIBUTES, words, signed_again=True)


def _holding(parts: Parts, kind: str, value: bytes) -> None:
    parts.attributes = [item for item in parts.attributes if oid(kind) not in item]
    parts.attributes.append(_attribute(kind, value))


def _attribute(kind: str, value: bytes) -> bytes:
    return wrapped(0x30, oid(kind) + wrapped(0x31, value))


@signed("S/MIME 能力里写字")
def _words_among_the_capabilities(parts: Parts) -> None:
    parts.attributes.append(_attribute(_CAPABILITIES, wrapped(0x30, core.UTF8String(WORDS).dump())))


@signed("S/MIME 能力的参数里写字")
def _words_in_a_capability(parts: Parts) -> None:
    one = wrapped(0x30, oid("1.2.3.4") + core.UTF8String(WORDS).dump())
    parts.attributes.append(_attribute(_CAPABILITIES, wrapped(0x30, one)))


@signed("签名属性写两个值")
def _an_attribute_of_two_values(parts: Parts) -> None:
    empty = wrapped(0x30, b"")
    parts.attributes.append(_attribute(_CAPABILITIES, empty + empty))


def _naming(parts: Parts, *certs: bytes, more: bytes = b"") -> None:
    _holding(parts, _NAMING, wrapped(0x30, wrapped(0x30, b"".join(certs)) + more))


def _named(digest: bytes, *, algorithm: str = "", number: int = 0) -> bytes:
    """One ESSCertIDv2 (RFC 5035, 4)."""
    inner = wrapped(0x30, oid(algorithm)) if algorithm else b""
    inner += core.OctetString(digest).dump()
    if number:
        subject = ROOT.certificate.subject.public_bytes()
        inner += wrapped(0x30, wrapped(0x30, wrapped(0xA4, subject)) + core.Integer(number).dump())
    return wrapped(0x30, inner)


@signed("签名证书属性里写上证书策略")
def _policies_beside_the_certificate(parts: Parts) -> None:
    policy = wrapped(0x30, oid("1.2.3.4"))
    _naming(parts, _named(_OWN), more=wrapped(0x30, policy))


@signed("签名证书属性里多写一张证书的摘要")
def _another_certificate_named(parts: Parts) -> None:
    _naming(parts, _named(_OWN), _named(b"\x01" * 32))


@signed("签名证书属性用 SHA-1")
def _the_certificate_named_by_sha1(parts: Parts) -> None:
    _naming(parts, _named(hashlib.sha1(_CERTIFICATE).digest(), algorithm="1.3.14.3.2.26"))  # noqa: S324


@signed("签名证书属性里的证书号是另一张的")
def _the_number_of_another_certificate(parts: Parts) -> None:
    _naming(parts, _named(_OWN, number=OFFICER.certificate.serial_number))


# Words, each where a parser does not look


def _listed(name: str, words: str, kind: str, value: Callable[[Parts], bytes]) -> None:
    def attack(parts: Parts) -> None:
        _holding(parts, kind, value(parts))

    attack.__name__ = name
    signed(words)(attack)


def _one(kind: str, name: str, words: str, value: bytes) -> None:
    _listed(name, words, kind, lambda _: value)


def _issuer(more: bytes) -> bytes:
    subject = ROOT.certificate.subject.public_bytes()
    serial = number(HEAD.certificate.serial_number)
    return wrapped(0x30, wrapped(0x30, wrapped(0xA4, subject)) + serial + more)


def _value(*parts: bytes, more: bytes = b"") -> bytes:
    return wrapped(0x30, wrapped(0x30, wrapped(0x30, b"".join(parts))) + more)


_digest = core.OctetString(_OWN).dump()
_one(_NAMING, "words_after_the_digest", "签名证书属性的摘要后面写字", _value(_digest, _WORDS))
_one(
    _NAMING,
    "words_in_the_digest_algorithm",
    "签名证书属性的摘要算法里写字",
    _value(wrapped(0x30, _SHA256 + core.Null().dump() + _WORDS), _digest),
)
_one(
    _NAMING,
    "words_after_the_issuer",
    "签名证书属性的发证人和证书号后面写字",
    _value(_digest, _issuer(_WORDS)),
)
_one(_NAMING, "words_after_the_naming", "签名证书属性的末尾写字", _value(_digest, more=_WORDS))


@signed("签名属性（摘要）的末尾写字")
def _words_after_an_attribute(parts: Parts) -> None:
    place = next(i for i, item in enumerate(parts.attributes) if oid(_DIGEST) in item)
    value = parts.attributes[place][-34:]
    parts.attributes[place] = wrapped(0x30, oid(_DIGEST) + wrapped(0x31, value) + _WORDS)


def _protecting(more: bytes, *, inside: bytes = b"") -> Callable[[Parts], bytes]:
    """CMSAlgorithmProtection (RFC 6211, 2) of the right algorithms."""

    def value(parts: Parts) -> bytes:
        algorithm = parts.algorithm[2:] + inside
        return wrapped(
            0x30, parts_of(wrapped(0x30, parts.before_attributes))[-1] + wrapped(0xA1, algorithm) + more
        )

    return value


_MAC = wrapped(0xA2, oid("1.2.840.113549.2.9") + _WORDS)
_listed("an_unused_mac", "算法保护属性里放一个用不着的 MAC", _PROTECTION, _protecting(_MAC))
_listed("words_after_the_protection", "算法保护属性的末尾写字", _PROTECTION, _protecting(_WORDS))
_listed(
    "words_in_the_protected_algorithm",
    "算法保护属性的签名算法里写字",
    _PROTECTION,
    _protecting(b"", inside=_WORDS),
)

_RC2 = oid("1.2.840.113549.3.2")
_LONG = int.from_bytes(WORDS.encode() * 10, "big")
_PLAIN = wrapped(0x06, b"*I DO NOT AGREE TO THIS PAPER")
_one(
    _CAPABILITIES,
    "words_as_the_length_of_a_key",
    "S/MIME 能力里用密钥长度写字",
    wrapped(0x30, wrapped(0x30, _RC2 + number(_LONG))),
)
_one(
    _CAPABILITIES,
    "words_as_a_capability",
    "S/MIME 能力里用 OID 写字",
    wrapped(0x30, wrapped(0x30, _PLAIN)),
)

_one(
    _TIME,
    "words_as_a_fraction",
    "签署时间的秒写二百位小数",
    wrapped(0x18, b"20261124081500." + b"7" * 200 + b"Z"),
)
_one(_TIME, "a_time_without_seconds", "签署时间不写秒", wrapped(0x17, b"2611240815Z"))
_one(_TIME, "a_time_with_its_zone", "签署时间写时区，不写 UTC", wrapped(0x17, b"261124161500+0800"))
_one(_TIME, "a_time_that_is_to_come", "CMS 里的签署时间比验签的时候还晚", wrapped(0x17, b"261125080000Z"))
