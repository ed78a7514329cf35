"""Certificates that nobody signed, made of a real one without its key."""

from __future__ import annotations

from datetime import timedelta

import pytest
from asn1crypto import core, parser
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from signed_papers import AT

from yanpan.keys import tries
from yanpan.keys.verified import Verified

WORDS = "签字人本人不同意，签名作废"
PSS, SM2, SHA3 = "1.2.840.113549.1.1.10", "1.2.156.10197.1.501", "2.16.840.1.101.3.4.3.14"


def wrapped(tag: int, content: bytes) -> bytes:
    """One value in DER (X.690, 8.1)."""
    size = len(content)
    length = bytes([size]) if size < 128 else bytes([0x80 + len(_octets(size))]) + _octets(size)
    return bytes([tag]) + length + content


def _octets(size: int) -> bytes:
    return size.to_bytes((size.bit_length() + 7) // 8, "big")


def parts(der: bytes) -> list[bytes]:
    """The values inside one."""
    content, place, found = parser.parse(der)[4], 0, []
    while place < len(content):
        length = parser.peek(content[place:])
        found.append(content[place : place + length])
        place += length
    return found


def named(number: str, parameters: bytes = b"") -> bytes:
    """An algorithm identifier."""
    return wrapped(0x30, core.ObjectIdentifier(number).dump() + parameters)


def pss(digest: str) -> bytes:
    """RSA-PSS with a digest of one's own (RFC 4055, 3.1)."""
    mask = named("1.2.840.113549.1.1.8", named(digest))
    inner = wrapped(0xA0, named(digest)) + wrapped(0xA1, mask) + wrapped(0xA2, core.Integer(32).dump())
    return named(PSS, wrapped(0x30, inner))


STRANGE = {
    "pss-unknown": pss("1.2.3.4"),
    "pss-sm3": pss("1.2.156.10197.1.401"),
    "pss-md5": pss("1.2.840.113549.2.5"),
    "pss-shake": pss("2.16.840.1.101.3.4.2.11"),
    "pss-plain": named(PSS),
    "sm2": named(SM2),
    "unknown": named("1.2.3.4"),
}
"""Algorithms of which no library here knows whether a signature is true."""


def forged(
    real: x509.Certificate,
    algorithm: bytes,
    *,
    number: int = 4242,
    subject: x509.Name | None = None,
    key: bytes | None = None,
    extensions: bytes | None = None,
) -> x509.Certificate:
    """The real issuer's name, and its subject and key unless others are given, under words instead of a signature."""
    fields = parts(parts(real.public_bytes(Encoding.DER))[0])
    fields[1], fields[2] = core.Integer(number).dump(), algorithm
    if subject is not None:
        fields[5] = subject.public_bytes()
    if key is not None:
        fields[6] = key
    if extensions is not None:
        fields[7] = wrapped(0xA3, wrapped(0x30, extensions))
    head = wrapped(0x30, b"".join(fields))
    der = wrapped(0x30, head + algorithm + wrapped(0x03, b"\0" + WORDS.encode() * 10))
    return x509.load_der_x509_certificate(der)


def inflated(real: x509.Certificate, *, octets: int = 0, parts_of_name: int = 0) -> bytes:
    """A certificate (DER) with an extension of so many octets, or a name of so many parts."""
    head, *rest = parts(real.public_bytes(Encoding.DER))
    fields = parts(head)
    if octets:
        blob = wrapped(0x30, core.ObjectIdentifier("1.2.3.4").dump() + wrapped(0x04, bytes(octets)))
        fields[7] = wrapped(0xA3, wrapped(0x30, blob))
    if parts_of_name:
        one = wrapped(0x30, core.ObjectIdentifier("2.5.4.3").dump() + core.UTF8String("x").dump())
        fields[5] = wrapped(0x30, wrapped(0x31, one) * parts_of_name)
    return wrapped(0x30, wrapped(0x30, b"".join(fields)) + b"".join(rest))


def sm2_root(real: x509.Certificate, name: x509.Name) -> x509.Certificate:
    """A certificate with an SM2 key, of a name of its own, that no library here can load the key of."""
    kind = named("1.2.840.10045.2.1", core.ObjectIdentifier("1.2.156.10197.1.301").dump())
    key = wrapped(0x30, kind + wrapped(0x03, b"\0\x04" + bytes(range(64))))
    fields = parts(parts(real.public_bytes(Encoding.DER))[0])
    fields[2], fields[3], fields[5], fields[6] = named(SM2), name.public_bytes(), name.public_bytes(), key
    head = wrapped(0x30, b"".join(fields))
    return x509.load_der_x509_certificate(wrapped(0x30, head + named(SM2) + wrapped(0x03, b"\0" + bytes(70))))


def upside_down(root: x509.Certificate, count: int) -> list[x509.Certificate]:
    """A chain of one name, above the root's own key, the topmost first: whoever looks in this order finds one a round."""
    keys = [ec.generate_private_key(ec.SECP521R1()) for _ in range(count)]
    public = [root.public_key(), *(key.public_key() for key in keys)]
    made = [
        x509.CertificateBuilder()
        .subject_name(root.subject)
        .issuer_name(root.subject)
        .public_key(public[place])  # type: ignore[arg-type]
        .serial_number(10000 + place)
        .not_valid_before(AT - timedelta(days=9))
        .not_valid_after(AT + timedelta(days=900))
        .add_extension(x509.BasicConstraints(True, None), critical=True)
        .sign(keys[place], hashes.SHA256())
        for place in range(count)
    ]
    return made[::-1]


def counted(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The certificates whose signature is looked at from now on, each as often as it is."""
    looked, plain = list[bytes](), tries.issued_with

    def counting(certificate: bytes, key: bytes) -> Verified:
        looked.append(certificate)
        return plain(certificate, key)

    monkeypatch.setattr(tries, "issued_with", counting)
    return looked
