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
from yanpan.signature.cms_algorithms import DIGESTS, algorithm_as_due
from yanpan.signature.der import end_of_der, fits
from yanpan.signature.der_form import PAPER_SIGNATURE
from yanpan.signature.signed_attributes import OF_A_SIGNATURE, names_one, says_no_more

_HEX = re.compile(rb"<[0-9A-F]+>")
"""As this program writes it; what another program signed comes in as bytes."""

_BROKEN_DIGESTS = frozenset({"md2", "md4", "md5", "sha1", "sha224"})
_NEEDED = ("content_type", "message_digest", "signing_certificate_v2")


def read_contents(gap: bytes) -> bytes | None:
    """The DER inside the gap of a ByteRange, or None when the gap is not one clean hexadecimal string."""
    if not _HEX.fullmatch(gap) or len(gap) % 2:
        return None
    contents = bytes.fromhex(gap[1:-1].decode("ascii"))
    end = end_of_der(contents, 0, len(contents))
    if end is None or any(contents[end:]):
        return None
    return contents[:end]


def form_findings(der: bytes, role: str) -> Iterator[Finding]:
    """Whether a CMS has the form of a signature, to the last byte. Asked before anything is read from it."""
    if not fits(PAPER_SIGNATURE, der):
        words = "签名数据的结构不规范或者被改动：不是严格的 DER，或者有 CMS 签名里不该有的内容"
        yield invalid("CMS_SHAPE", words, role)


def cms_findings(der: bytes, role: str) -> Iterator[Finding]:
    """What in a CMS of the right form is not as a PAdES signer writes it."""
    data = cms.ContentInfo.load(der, strict=True)["content"]
    signer = data["signer_infos"][0]
    digests = [item.native for item in data["digest_algorithms"]]
    regular = (
        digests == [signer["digest_algorithm"].native]
        and algorithm_as_due(signer)
        and names_its_certificate(data, signer)
    )
    if not regular:
        yield invalid("CMS_SHAPE", "签名数据的结构不规范或者被改动", role)
    kinds = [item["type"].native for item in signer["signed_attrs"]]
    if len(set(kinds)) != len(kinds) or not set(_NEEDED) <= set(kinds):
        yield invalid("CMS_SHAPE", "签名缺少 PAdES 要求的签名属性", role)
    elif not (says_no_more(der, OF_A_SIGNATURE) and names_one(signer)):
        yield unjudged("SIGNED_ATTRIBUTES", "签名带有本程序不认识的签名属性，可能另有声明，不能判断", role)
    if not only_a_time_stamp(signer):
        yield unjudged("UNSIGNED_ATTRIBUTES", "签名带有时间戳以外的未签属性，不能判断", role)
    yield from _digest_findings(signer["digest_algorithm"]["algorithm"].native, role)


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
