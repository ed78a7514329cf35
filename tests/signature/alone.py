"""Signatures and tokens by themselves: taken out of a paper, and judged without it, so that no digest helps."""

from __future__ import annotations

from collections.abc import Callable

from asn1crypto import algos, tsp
from attacks import gap
from der_trees import at, opened, parts, wrapped

from yanpan.signature.cms_shape import cms_findings, form_findings, read_contents
from yanpan.signature.time_stamps import Token, token_findings

SIGNER = (1, 0, 4, 0)
CERTIFICATES, NAME = (1, 0, 3), (*SIGNER, 1, 0)
INFORMATION = (1, 0, 2, 1, 0)
"""Where in a CMS its signer, its certificates, its signer's issuer and the words of a token stand."""


def contents(pdf: bytes, which: int = -1) -> bytes:
    start, end = gap(pdf, which)
    der = read_contents(pdf[start:end])
    assert der is not None
    return der


def told_of_signature(der: bytes) -> set[str]:
    """What is found in a signature by itself: without the paper, so that no digest helps."""
    found = list(form_findings(der, ""))
    try:
        return {item.code for item in found or cms_findings(der, "")}
    except ValueError:
        return {"UNPARSABLE"}


def told_of_token(der: bytes) -> set[str]:
    try:
        return {item.code for item in token_findings(Token(der, lambda _: b"", 0), "")}
    except ValueError:
        return {"UNPARSABLE"}


def asked() -> bytes:
    imprint = {"hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}), "hashed_message": bytes(32)}
    request = {"version": 1, "message_imprint": imprint, "cert_req": True, "nonce": 1 << 63}
    return bytes(tsp.TimeStampReq(request).dump())


def token_in(reply: bytes) -> bytes:
    return parts(reply)[1]


def changed_information(der: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """A token that says something else. Its signature does not hold, but is not asked."""
    return at(der, INFORMATION, lambda content: wrapped(0x04, change(opened(content)[1])))
