"""Signatures whose CMS says more than it should: bytes that no digest covers, and words among what is signed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from asn1crypto import cms, core
from attacks_signing import ALL, signed_by
from attacks_tools import forgery, gap
from authorities import HEAD, OFFICER, ROOT
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from signed_papers import AT, prepared

from yanpan.signature.cms_shape import read_contents
from yanpan.signature.pdf import SteadyWriter, open_pdf, signature_fields
from yanpan.signature.sign import signer_of

UNCOVERED, ATTRIBUTES = "CMS 里没有摘要管的字节", "签名属性里夹带"

WORDS = "本人不同意，签名作废"
_ROOM = 8192


@dataclass
class Parts:
    """The pieces of a CMS (RFC 5652, 5.1 and 5.3), as they are encoded, so that each can be what no library writes."""

    before_certificates: bytes
    certificates: list[bytes]
    before_attributes: bytes
    attributes: list[bytes]
    algorithm: bytes
    signature: bytes
    unsigned: bytes = b""

    def message(self) -> bytes:
        own = self.before_attributes + _wrapped(0xA0, b"".join(self.attributes)) + self.algorithm
        own = _wrapped(0x30, own + _wrapped(0x04, self.signature) + self.unsigned)
        certificates = _wrapped(0xA0, b"".join(self.certificates))
        data = _wrapped(0x30, self.before_certificates + certificates + _wrapped(0x31, own))
        return _wrapped(0x30, core.ObjectIdentifier("1.2.840.113549.1.7.2").dump() + _wrapped(0xA0, data))


def _wrapped(tag: int, content: bytes) -> bytes:
    """One value in DER (X.690, 8.1)."""
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content


def _parts(der: bytes) -> Parts:
    data = cms.ContentInfo.load(der)["content"]
    signer = data["signer_infos"][0]
    return Parts(
        b"".join(data[key].dump() for key in ("version", "digest_algorithms", "encap_content_info")),
        [item.dump() for item in data["certificates"]],
        b"".join(signer[key].dump() for key in ("version", "sid", "digest_algorithm")),
        [item.dump() for item in signer["signed_attrs"]],
        signer["signature_algorithm"].dump(),
        signer["signature"].native,
    )


def with_room() -> bytes:
    """A good paper whose last signature leaves room behind its CMS."""
    before, out = signed_by(prepared(), ALL[:2]), BytesIO()
    field = next(item for item in signature_fields(open_pdf(before)) if item.role == "unit_head")
    signer = signer_of(field, HEAD, reason="同意", at=AT, certify=False)
    signer.sign_pdf(SteadyWriter(before), existing_fields_only=True, bytes_reserved=_ROOM, output=out)
    return out.getvalue()


Change = Callable[[Parts], None]


def changed(change: Change, *, signed_again: bool = False) -> bytes:
    """A paper that all have signed, with the last CMS changed; `signed_again` by its signer, who holds the key."""
    pdf = with_room()
    start, end = gap(pdf, -1)
    der = read_contents(pdf[start:end])
    assert der is not None
    parts = _parts(der)
    assert parts.message() == der
    change(parts)
    if signed_again:
        assert isinstance(HEAD.key, ec.EllipticCurvePrivateKey)
        covered = _wrapped(0x31, b"".join(sorted(parts.attributes)))
        parts.attributes.sort()
        parts.signature = HEAD.key.sign(covered, ec.ECDSA(hashes.SHA256()))
    digits = parts.message().hex().encode()
    return pdf[: start + 1] + digits.ljust(end - start - 2, b"0") + pdf[end - 1 :]


def _listed(group: str, words: str, *, signed_again: bool) -> Callable[[Change], Change]:
    def listed(change: Change) -> Change:
        def make() -> bytes:
            return changed(change, signed_again=signed_again)

        make.__name__ = change.__name__.lstrip("_")
        forgery(group, words)(make)
        return change

    return listed


def _uncovered(words: str) -> Callable[[Change], Change]:
    return _listed(UNCOVERED, words, signed_again=False)


def _signed(words: str) -> Callable[[Change], Change]:
    return _listed(ATTRIBUTES, words, signed_again=True)


_ECDSA = core.ObjectIdentifier("1.2.840.10045.4.3.2").dump()
_CAPABILITIES = "1.2.840.113549.1.9.15"


@_uncovered("签名算法的参数里写字")
def _words_in_the_algorithm(parts: Parts) -> None:
    parts.algorithm = _wrapped(0x30, _ECDSA + core.UTF8String(WORDS).dump())


@_uncovered("签名算法的参数里放几百个字节")
def _octets_in_the_algorithm(parts: Parts) -> None:
    parts.algorithm = _wrapped(0x30, _ECDSA + core.OctetString(b"x" * 400).dump())


@_uncovered("ECDSA 的签名算法加一个 NULL 参数")
def _a_null_in_the_algorithm(parts: Parts) -> None:
    parts.algorithm = _wrapped(0x30, _ECDSA + core.Null().dump())


@_uncovered("签名算法换成没写摘要的 ecdsa")
def _an_algorithm_without_its_digest(parts: Parts) -> None:
    parts.algorithm = _wrapped(0x30, core.ObjectIdentifier("1.2.840.10045.4").dump())


@_uncovered("加一个空的未签属性表")
def _an_empty_table_of_attributes(parts: Parts) -> None:
    parts.unsigned = _wrapped(0xA1, b"")


@_uncovered("夹带别人的证书（同一家机构发的）")
def _a_strangers_certificate(parts: Parts) -> None:
    parts.certificates.append(OFFICER.certificate.public_bytes(Encoding.DER))


@_uncovered("签名属性换一个次序")
def _attributes_shuffled(parts: Parts) -> None:
    """A reader sorts them before it takes their digest, so that it holds in any order."""
    parts.attributes.reverse()


def _attribute(kind: str, value: bytes) -> bytes:
    return _wrapped(0x30, core.ObjectIdentifier(kind).dump() + _wrapped(0x31, value))


@_signed("S/MIME 能力里写字")
def _words_among_the_capabilities(parts: Parts) -> None:
    parts.attributes.append(_attribute(_CAPABILITIES, _wrapped(0x30, core.UTF8String(WORDS).dump())))


@_signed("S/MIME 能力的参数里写字")
def _words_in_a_capability(parts: Parts) -> None:
    one = _wrapped(0x30, core.ObjectIdentifier("1.2.3.4").dump() + core.UTF8String(WORDS).dump())
    parts.attributes.append(_attribute(_CAPABILITIES, _wrapped(0x30, one)))


@_signed("签名属性写两个值")
def _an_attribute_of_two_values(parts: Parts) -> None:
    empty = _wrapped(0x30, b"")
    parts.attributes.append(_attribute(_CAPABILITIES, empty + empty))


def _naming(parts: Parts, *certs: bytes, more: bytes = b"") -> None:
    kind = "1.2.840.113549.1.9.16.2.47"
    wanted = core.ObjectIdentifier(kind).dump()
    place = next(i for i, item in enumerate(parts.attributes) if wanted in item)
    parts.attributes[place] = _attribute(kind, _wrapped(0x30, _wrapped(0x30, b"".join(certs)) + more))


def _named(digest: bytes, *, algorithm: str = "", number: int = 0) -> bytes:
    """One ESSCertIDv2 (RFC 5035, 4)."""
    inner = _wrapped(0x30, core.ObjectIdentifier(algorithm).dump()) if algorithm else b""
    inner += core.OctetString(digest).dump()
    if number:
        subject = ROOT.certificate.subject.public_bytes()
        inner += _wrapped(0x30, _wrapped(0x30, _wrapped(0xA4, subject)) + core.Integer(number).dump())
    return _wrapped(0x30, inner)


_OWN = HEAD.certificate.public_bytes(Encoding.DER)


@_signed("签名证书属性里写上证书策略")
def _policies_beside_the_certificate(parts: Parts) -> None:
    policy = _wrapped(0x30, core.ObjectIdentifier("1.2.3.4").dump())
    _naming(parts, _named(hashlib.sha256(_OWN).digest()), more=_wrapped(0x30, policy))


@_signed("签名证书属性里多写一张证书的摘要")
def _another_certificate_named(parts: Parts) -> None:
    _naming(parts, _named(hashlib.sha256(_OWN).digest()), _named(b"\x01" * 32))


@_signed("签名证书属性用 SHA-1")
def _the_certificate_named_by_sha1(parts: Parts) -> None:
    _naming(parts, _named(hashlib.sha1(_OWN).digest(), algorithm="1.3.14.3.2.26"))  # noqa: S324


@_signed("签名证书属性里的证书号是另一张的")
def _the_number_of_another_certificate(parts: Parts) -> None:
    _naming(parts, _named(hashlib.sha256(_OWN).digest(), number=OFFICER.certificate.serial_number))
