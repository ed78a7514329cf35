"""A signature time stamp put into a finished CMS signature (ETSI EN 319 122-1, 5.3), byte for byte.

asn1crypto takes every object whose length ends in the byte 0x80 for one of indefinite length. It then encodes it
anew, twice at every level of nesting, and at the depth of a time stamp inside a signature that takes many seconds,
once in some dozens of signatures. So the token goes in as bytes, and what is finished is never encoded again.
"""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

import hashlib
from typing import Any

from asn1crypto import cms
from pyhanko.sign.signers import Signer
from pyhanko.sign.timestamps import TimeStamper

_MD = "sha256"
_SIGNER_INFO = 4
"""How deep a SignerInfo lies: ContentInfo, its content, SignedData, signerInfos; each time in the last place."""

# OBJECT IDENTIFIER id-aa-signatureTimeStampToken (RFC 3161, appendix A)
_TIME_STAMP_TOKEN = bytes.fromhex("060b2a864886f70d010910020e")
_SEQUENCE, _SET, _UNSIGNED_ATTRIBUTES = b"\x30", b"\x31", b"\xa1"


class AsReceived(cms.ContentInfo):
    """A CMS object that is written as it came."""

    der = b""

    @classmethod
    def of(cls, der: bytes) -> AsReceived:
        """The object of these bytes."""
        received: AsReceived = cls.load(der)
        received.der = der
        return received

    def dump(self, force: bool = False) -> bytes:  # noqa: ARG002 - as the base class has it
        return self.der

    def _is_mutated(self) -> bool:
        return False


def stamping(signer: Signer) -> Signer:
    """The same signer, which now puts the time stamp in as bytes when pyHanko hands it a service."""
    plain: Any = signer.async_sign

    async def async_sign(
        *arguments: Any, timestamper: TimeStamper | None = None, dry_run: bool = False, **more: Any
    ) -> cms.ContentInfo:
        signed: cms.ContentInfo = await plain(*arguments, dry_run=dry_run, **more)
        if timestamper is None:
            return signed
        value: bytes = signed["content"]["signer_infos"][0]["signature"].native
        if dry_run:
            token = await timestamper.async_dummy_response(_MD)
        else:
            token = await timestamper.async_timestamp(hashlib.new(_MD, value).digest(), _MD)
        return AsReceived.of(with_time_stamp(signed.dump(), token.dump()))

    signer.async_sign = async_sign  # type: ignore[method-assign]
    return signer


def with_time_stamp(signature: bytes, token: bytes) -> bytes:
    """A CMS signature by one signer without unsigned attributes, and the token as its only one."""
    attribute = _value(_SEQUENCE, _TIME_STAMP_TOKEN + _value(_SET, token))
    return _appended(signature, _SIGNER_INFO, _value(_UNSIGNED_ATTRIBUTES, attribute))


def _appended(der: bytes, depth: int, tail: bytes) -> bytes:
    """A constructed value with `tail` at the end of the value that lies `depth` levels down in the last place."""
    start, end = _body(der, 0)
    if depth:
        place = start
        while _body(der, place)[1] < end:
            place = _body(der, place)[1]
        body = der[start:place] + _appended(der[place:end], depth - 1, tail)
    else:
        body = der[start:end] + tail
    return _value(der[:1], body)


def _body(der: bytes, place: int) -> tuple[int, int]:
    """Where the contents of the value at `place` begin and end; definite lengths only, as DER has them."""
    length, start = der[place + 1], place + 2
    if length >= 0x80:
        count = length & 0x7F
        length = int.from_bytes(der[start : start + count], "big")
        start += count
    return start, start + length


def _value(tag: bytes, body: bytes) -> bytes:
    if len(body) < 0x80:
        return tag + bytes([len(body)]) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return tag + bytes([0x80 | len(length)]) + length + body
