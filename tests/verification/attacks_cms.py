"""Signatures whose CMS holds more than it should where no digest covers its bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from asn1crypto import cms, core
from attacks_signing import ALL, signed_by
from attacks_tools import forgery, gap
from authorities import HEAD, OFFICER
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from der_trees import appended, at, oid, opened, utf8, wrapped
from signed_papers import AT, prepared

from yanpan.signature.cms_shape import read_contents
from yanpan.signature.pdf import SteadyWriter, open_pdf, signature_fields
from yanpan.signature.sign import signer_of

UNCOVERED = "CMS 里没有摘要管的字节"

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
    at_last: Callable[[bytes], bytes] = lambda message: message

    def message(self) -> bytes:
        own = self.before_attributes + wrapped(0xA0, b"".join(self.attributes)) + self.algorithm
        own = wrapped(0x30, own + wrapped(0x04, self.signature) + self.unsigned)
        certificates = wrapped(0xA0, b"".join(self.certificates))
        data = wrapped(0x30, self.before_certificates + certificates + wrapped(0x31, own))
        message = wrapped(0x30, oid("1.2.840.113549.1.7.2") + wrapped(0xA0, data))
        return self.at_last(message)


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
        covered = wrapped(0x31, b"".join(sorted(parts.attributes)))
        parts.attributes.sort()
        parts.signature = HEAD.key.sign(covered, ec.ECDSA(hashes.SHA256()))
    digits = parts.message().hex().upper().encode()
    return pdf[: start + 1] + digits.ljust(end - start - 2, b"0") + pdf[end - 1 :]


def listed(group: str, words: str, *, signed_again: bool) -> Callable[[Change], Change]:
    def noted(change: Change) -> Change:
        def make() -> bytes:
            return changed(change, signed_again=signed_again)

        make.__name__ = change.__name__.lstrip("_")
        forgery(group, words)(make)
        return change

    return noted


def _uncovered(words: str) -> Callable[[Change], Change]:
    return listed(UNCOVERED, words, signed_again=False)


_ECDSA = core.ObjectIdentifier("1.2.840.10045.4.3.2").dump()


@_uncovered("签名算法的参数里写字")
def _words_in_the_algorithm(parts: Parts) -> None:
    parts.algorithm = wrapped(0x30, _ECDSA + core.UTF8String(WORDS).dump())


@_uncovered("签名算法的参数里放几百个字节")
def _octets_in_the_algorithm(parts: Parts) -> None:
    parts.algorithm = wrapped(0x30, _ECDSA + core.OctetString(b"x" * 400).dump())


@_uncovered("ECDSA 的签名算法加一个 NULL 参数")
def _a_null_in_the_algorithm(parts: Parts) -> None:
    parts.algorithm = wrapped(0x30, _ECDSA + core.Null().dump())


@_uncovered("签名算法换成没写摘要的 ecdsa")
def _an_algorithm_without_its_digest(parts: Parts) -> None:
    parts.algorithm = wrapped(0x30, core.ObjectIdentifier("1.2.840.10045.4").dump())


@_uncovered("加一个空的未签属性表")
def _an_empty_table_of_attributes(parts: Parts) -> None:
    parts.unsigned = wrapped(0xA1, b"")


@_uncovered("夹带别人的证书（同一家机构发的）")
def _a_strangers_certificate(parts: Parts) -> None:
    parts.certificates.append(OFFICER.certificate.public_bytes(Encoding.DER))


@_uncovered("签名属性换一个次序")
def _attributes_shuffled(parts: Parts) -> None:
    """A reader sorts them before it takes their digest, so that it holds in any order."""
    parts.attributes.reverse()


# What parsers pass over


_SIGNER = (1, 0, 4, 0)
_PLACES = {
    "message": ("整个 CMS ", ()),
    "wrapping": ("CMS 的 [0] ", (1,)),
    "signed_data": ("SignedData ", (1, 0)),
    "content_info": ("encapContentInfo ", (1, 0, 2)),
    "signer_info": ("SignerInfo ", _SIGNER),
    "signer_name": ("签名人的名字和证书号", (*_SIGNER, 1)),
    "digest_algorithm": ("SignerInfo 的摘要算法", (*_SIGNER, 2)),
    "signature_algorithm": ("SignerInfo 的签名算法", (*_SIGNER, 4)),
}
"""Sequences that end where a parser has found all that it knows (RFC 5652, 3, 5.1 and 5.3)."""


def _at_last(name: str, words: str, path: tuple[int, ...], change: Callable[[bytes], bytes]) -> None:
    def attack(parts: Parts) -> None:
        parts.at_last = lambda message: at(message, path, change)

    attack.__name__ = name
    _uncovered(words)(attack)


for _name, (_words, _path) in _PLACES.items():
    _at_last(f"words_at_the_end_of_the_{_name}", f"{_words}的末尾写字", _path, appended(utf8(WORDS)))


def _longer_number(der: bytes) -> bytes:
    return wrapped(0x02, bytes(200) + opened(der)[1])


def _padded_oid(der: bytes) -> bytes:
    content = opened(der)[1]
    return wrapped(0x06, content[:1] + b"\x80" * 40 + content[1:])


_at_last("a_long_version", "版本号前面补零", (1, 0, 0), _longer_number)
_at_last("a_long_version_of_the_signer", "SignerInfo 的版本号前面补零", (*_SIGNER, 0), _longer_number)
_at_last("a_long_number_of_a_certificate", "证书号前面补零", (*_SIGNER, 1, 1), _longer_number)
_at_last("a_padded_name_of_the_message", "CMS 的种类（OID）里补 0x80", (0,), _padded_oid)
_at_last("a_padded_name_of_the_content", "内容的种类（OID）里补 0x80", (1, 0, 2, 0), _padded_oid)
_at_last("a_padded_name_of_a_digest", "摘要算法（OID）里补 0x80", (1, 0, 1, 0, 0), _padded_oid)
_at_last("a_padded_name_of_an_algorithm", "签名算法（OID）里补 0x80", (*_SIGNER, 4, 0), _padded_oid)
