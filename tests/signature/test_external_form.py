"""What `verify` would never call valid is refused while the other program can still be set right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC
from pathlib import Path

import pytest
from asn1crypto import core
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from der_trees import appended, at, oid, opened, parts, utf8, with_part, wrapped
from issuing import Issued, crl
from other_programs import AT, SOON, issue, openssl, prepare, refused, root, verdict

from yanpan.signature import finish_signature

_SIGNER = (1, 0, 4, 0)
_WORDS = utf8("本人不同意")


def attribute(kind: str, value: bytes) -> bytes:
    return wrapped(0x30, oid(kind) + wrapped(0x31, value))


def signed_again(der: bytes, who: Issued, change: Callable[[list[bytes]], Sequence[bytes]]) -> bytes:
    """The signature with other signed attributes, by who holds the key."""

    def signer(value: bytes) -> bytes:
        version, name, digest, attributes, algorithm, _ = parts(value)
        changed = b"".join(sorted(change(parts(attributes))))
        assert isinstance(who.key, ec.EllipticCurvePrivateKey)
        signature = wrapped(0x04, who.key.sign(wrapped(0x31, changed), ec.ECDSA(hashes.SHA256())))
        return wrapped(0x30, version + name + digest + wrapped(0xA0, changed) + algorithm + signature)

    return at(der, _SIGNER, signer)


_POLICY = wrapped(0x30, oid("2.16.840.1.101.3.4.2.1")) + wrapped(0x04, bytes(32))
SIGNED = {
    "unknown": attribute("1.2.3.4", _WORDS),
    "commitment": attribute("1.2.840.113549.1.9.16.2.16", wrapped(0x30, oid("1.2.840.113549.1.9.16.6.1"))),
    "policy": attribute("1.2.840.113549.1.9.16.2.15", wrapped(0x30, oid("1.2.3") + wrapped(0x30, _POLICY))),
    "revocation": attribute("1.2.840.113583.1.1.8", wrapped(0x30, b"")),
    "capabilities": attribute("1.2.840.113549.1.9.15", wrapped(0x30, wrapped(0x30, oid("1.2.3.4")))),
    "without seconds": attribute(
        "1.2.840.113549.1.9.5", wrapped(0x17, f"{AT.astimezone(UTC):%y%m%d%H%M}Z".encode())
    ),
}


@pytest.mark.parametrize("name", SIGNED)
def test_signed_attributes_that_say_something_are_refused(tmp_path: Path, name: str) -> None:
    zhang = issue("张某", root())
    waiting = prepare(zhang.certificate)
    good = openssl(tmp_path, waiting.to_sign, zhang)
    kind = parts(SIGNED[name])[0]

    def change(attributes: list[bytes]) -> list[bytes]:
        return [*(item for item in attributes if kind not in item), SIGNED[name]]

    refused(waiting, signed_again(good, zhang, change), "不认识的签名属性")


def test_the_same_signed_again_without_them_is_taken(tmp_path: Path) -> None:
    zhang = issue("张某", root())
    waiting = prepare(zhang.certificate)
    again = signed_again(openssl(tmp_path, waiting.to_sign, zhang), zhang, lambda attributes: attributes)
    finished = finish_signature(waiting, again, at=SOON)
    assert verdict(finished.pdf, crls=[crl(root(), now=AT)]).verdict == "valid"


def test_the_capabilities_of_openssl_are_taken(tmp_path: Path) -> None:
    zhang = issue("张某", root())
    waiting = prepare(zhang.certificate)
    finished = finish_signature(waiting, openssl(tmp_path, waiting.to_sign, zhang, kind=["-cades"]), at=SOON)
    assert verdict(finished.pdf, crls=[crl(root(), now=AT)]).verdict == "valid"


def _unsigned(content: bytes) -> Callable[[bytes], bytes]:
    return lambda der: at(der, _SIGNER, appended(wrapped(0xA1, content)))


def _padded(der: bytes) -> bytes:
    return wrapped(der[0], b"\0" + opened(der)[1])


UNCOVERED: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "another unsigned attribute": ("时间戳以外的未签属性", _unsigned(SIGNED["unknown"])),
    "an empty table": ("结构不规范", _unsigned(b"")),
    "a token that is none": (
        "结构不规范",
        _unsigned(attribute("1.2.840.113549.1.9.16.2.14", wrapped(0x30, core.Null().dump()))),
    ),
    "words at the end": ("结构不规范", appended(_WORDS)),
    "words in the wrapping": ("结构不规范", lambda der: at(der, (1,), appended(_WORDS))),
    "words in the data": ("结构不规范", lambda der: at(der, (1, 0), appended(_WORDS))),
    "words by the signer": ("结构不规范", lambda der: at(der, _SIGNER, appended(_WORDS))),
    "words by the name": ("结构不规范", lambda der: at(der, (*_SIGNER, 1), appended(_WORDS))),
    "words before the content": ("结构不规范", lambda der: at(der, (1, 0, 2), with_part(1, _WORDS))),
    "a padded version": ("结构不规范", lambda der: at(der, (1, 0, 0), _padded)),
}


@pytest.mark.parametrize("name", UNCOVERED)
def test_a_signature_with_anything_beside_it_is_refused(tmp_path: Path, name: str) -> None:
    zhang = issue("张某", root())
    waiting = prepare(zhang.certificate)
    words, change = UNCOVERED[name]
    refused(waiting, change(openssl(tmp_path, waiting.to_sign, zhang)), words)
