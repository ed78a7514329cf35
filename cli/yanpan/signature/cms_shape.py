"""The one part of a signed PDF that no digest covers: the CMS in /Contents. It has exactly one right form.

A reader skips padding, ignores the letters' case and never looks at half of the CMS fields, so bytes there
could change unseen. Each such place is demanded to hold what a signer writes (RFC 5652; ETSI EN 319 122-1).
"""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

import re
from collections.abc import Iterator

from asn1crypto import cms, core

from yanpan.findings import (
    Finding,
    invalid,
    unjudged,
)
from yanpan.signature.cms_algorithms import DIGESTS, algorithm_as_due, no_parameters
from yanpan.signature.signed_attributes import CAPABILITIES, in_order, says_no_more

MAX_CERTIFICATES = 8

_HEX = re.compile(rb"<(?:[0-9a-f]+|[0-9A-F]+)>")
_BROKEN_DIGESTS = frozenset({"md2", "md4", "md5", "sha1", "sha224"})
_KNOWN = frozenset(
    {
        "content_type",
        "message_digest",
        "signing_certificate_v2",
        "signing_time",
        "cms_algorithm_protection",
        "smime_capabilities",
        CAPABILITIES,
    }
)
"""Signed attributes that say nothing of what is signed or why (RFC 5652, 11; RFC 6211; RFC 8551, 2.5.2)."""

_NEEDED = ("content_type", "message_digest", "signing_certificate_v2")


def read_contents(gap: bytes) -> bytes | None:
    """The DER inside the gap of a ByteRange, or None when the gap is not one clean hexadecimal string."""
    if not _HEX.fullmatch(gap) or len(gap) % 2:
        return None
    contents = bytes.fromhex(gap[1:-1].decode("ascii"))
    end = _end_of_der(contents, 0, len(contents))
    if end is None or any(contents[end:]):
        return None
    return contents[:end]


def cms_findings(der: bytes, role: str) -> Iterator[Finding]:
    """What in a CMS signature is not as a PAdES signer writes it. Raises on what is no CMS at all."""
    message = cms.ContentInfo.load(der, strict=True)
    if message["content_type"].native != "signed_data":
        yield invalid("CMS_SHAPE", "签名数据不是 CMS 签名", role)
        return
    data = message["content"]
    check_few_certificates(data)
    signers = data["signer_infos"]
    if len(signers) != 1:
        yield invalid("CMS_SHAPE", "签名数据里的签名人不是一个", role)
        return
    signer = signers[0]
    content = data["encap_content_info"]
    digests = data["digest_algorithms"]
    regular = (
        data["version"].native == "v1"
        and signer["version"].native == "v1"
        and signer["sid"].name == "issuer_and_serial_number"
        and len(digests) == 1
        and digests[0].native == signer["digest_algorithm"].native
        and no_parameters(signer["digest_algorithm"])
        and algorithm_as_due(signer)
        and content["content_type"].native == "data"
        and content["content"] is core.VOID
        and isinstance(data["crls"], core.Void)
        and all(choice.name == "certificate" for choice in data["certificates"])
        and names_its_certificate(data, signer)
    )
    if not regular:
        yield invalid("CMS_SHAPE", "签名数据的结构不规范或者被改动", role)
    kinds = [item["type"].native for item in signer["signed_attrs"]]
    if len(set(kinds)) != len(kinds) or not set(_NEEDED) <= set(kinds):
        yield invalid("CMS_SHAPE", "签名缺少 PAdES 要求的签名属性", role)
    if not in_order(signer["signed_attrs"]):
        yield invalid("CMS_SHAPE", "签名属性的次序不合规范（DER），或者被改动", role)
    if not set(kinds) <= _KNOWN or not says_no_more(signer):
        yield unjudged("SIGNED_ATTRIBUTES", "签名带有本程序不认识的签名属性，可能另有声明，不能判断", role)
    if not only_a_time_stamp(signer):
        yield unjudged("UNSIGNED_ATTRIBUTES", "签名带有时间戳以外的未签属性，不能判断", role)
    yield from _digest_findings(signer["digest_algorithm"]["algorithm"].native, role)


def check_few_certificates(data: cms.SignedData) -> None:
    """Raise `ValueError` for more certificates than a chain has: to find one among many takes very long."""
    if not isinstance(data["certificates"], core.Void) and len(data["certificates"]) > MAX_CERTIFICATES:
        raise ValueError("too many certificates")


def only_a_time_stamp(signer: cms.SignerInfo) -> bool:
    """Whether the attributes that no digest covers are none, or one signature time stamp (ETSI EN 319 122-1, 5.3)."""
    attributes = signer["unsigned_attrs"]
    if isinstance(attributes, core.Void):
        return True
    if len(attributes) != 1 or attributes[0]["type"].native != "signature_time_stamp_token":
        return False
    return len(attributes[0]["values"]) == 1


def names_its_certificate(data: cms.SignedData, signer: cms.SignerInfo) -> bool:
    """Whether the signer's certificate is named to the letter: names are else compared without case."""
    named = signer["sid"].chosen
    return any(
        choice.chosen.issuer.dump() == named["issuer"].dump()
        and choice.chosen.serial_number == named["serial_number"].native
        for choice in data["certificates"]
    )


def _digest_findings(name: str, role: str) -> Iterator[Finding]:
    if name in _BROKEN_DIGESTS:
        yield invalid("WEAK_HASH", f"摘要算法 {name.upper()} 已经不安全", role)
    elif name not in DIGESTS:
        yield unjudged("UNKNOWN_ALGORITHM", f"不认识的摘要算法 {name}，不能判断", role)


def _end_of_der(data: bytes, start: int, limit: int, depth: int = 0) -> int | None:
    """Where the value at `start` ends if it is DER all through, else None.

    Definite lengths in their shortest form, and every constructed value filled by its parts to the last
    byte (X.690, 10.1): a parser stops at the last part it knows and would not look at what follows.
    """
    if depth > 40 or limit - start < 2 or data[start] == 0 or data[start] & 0x1F == 0x1F:
        return None
    body, length = start + 2, data[start + 1]
    if length >= 0x80:
        count = length & 0x7F
        body += count
        length = int.from_bytes(data[start + 2 : body], "big")
        if not 1 <= count <= 4 or length < 0x80 or data[start + 2] == 0:
            return None
    end = body + length
    if end > limit:
        return None
    if data[start] & 0x20:
        place: int | None = body
        while place is not None and place < end:
            place = _end_of_der(data, place, end, depth + 1)
        if place is None:
            return None
    return end
