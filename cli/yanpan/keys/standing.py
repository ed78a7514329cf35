"""Which OCSP responses may count: by whom they are, as all that was given has it, and in a form that can be compared.

pyHanko asks nothing of a responder whose certificate says that nobody need ask (id-pkix-ocsp-nocheck), not even where
what was given says that he is revoked; and a certificate named by a digest that it does not know ends it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from yanpan.keys.answers import responder_of, revoked_by_answers, said_of
from yanpan.keys.entries import revoked_on
from yanpan.keys.lists import as_der
from yanpan.keys.loaded import UNREADABLE, load_answer, load_certificate
from yanpan.keys.tries import TooManyTried, Tries
from yanpan.keys.trust import known_issuers

_DIGESTS = frozenset({"sha1", "sha224", "sha256", "sha384", "sha512"})


def standing_answers(
    ocsps: Sequence[bytes],
    crls: Sequence[bytes],
    trust: Sequence[x509.Certificate],
    others: Sequence[bytes],
    at: datetime,
) -> tuple[bytes, ...]:
    """Those of some responses that count at a moment: without the ones whose giver was revoked by then."""
    usual = [data for data in ocsps if names_by_usual_digests(data)]
    if not usual:
        return ()
    roots, known = known_issuers(trust, others)
    issuers = (*as_der(roots), *known)
    return tuple(data for data in usual if not by_revoked(data, usual, crls, issuers, at))


def answered(
    certificate: x509.Certificate,
    ocsps: Sequence[bytes],
    trust: Sequence[x509.Certificate],
    others: Sequence[bytes],
) -> bool:
    """Whether a response by the authority of a certificate, or by whom it appointed, tells of it."""
    roots, known = known_issuers(trust, others)
    above = [*roots, *map(load_certificate, known)]
    try:
        return any(said_of(data, certificate, above, Tries()) for data in ocsps)
    except TooManyTried:
        return False


def names_by_usual_digests(data: bytes) -> bool:
    """Whether a response names each certificate in a way that can be compared (RFC 6960, 4.1.1)."""
    try:
        return all(item.hash_algorithm.name in _DIGESTS for item in load_answer(data).responses)
    except (*UNREADABLE, UnsupportedAlgorithm):
        return False


def by_revoked(
    data: bytes, ocsps: Sequence[bytes], crls: Sequence[bytes], issuers: Sequence[bytes], at: datetime
) -> bool:
    """Whether somebody gave a response of whom lists, or other responses, say that he was revoked by a moment."""
    responder = _responder(bytes(data), tuple(map(bytes, issuers)))
    if responder is None:
        return False
    der = responder.public_bytes(Encoding.DER)
    since = [revoked_on(der, crls, issuers, now=at)]
    number = responder.serial_number
    about = [item for item in ocsps if item != data and number in _numbers(bytes(item))]
    if about:
        above = [load_certificate(item) for item in issuers]
        since.append(revoked_by_answers(about, responder, above, Tries()))
    return any(moment is not None and moment <= at for moment in since)


@lru_cache(maxsize=4096)
def _responder(data: bytes, issuers: tuple[bytes, ...]) -> x509.Certificate | None:
    try:
        return responder_of(data, [load_certificate(item) for item in issuers], Tries())
    except TooManyTried:
        return None


@lru_cache(maxsize=4096)
def _numbers(data: bytes) -> frozenset[int]:
    try:
        found: list[ocsp.OCSPSingleResponse] = list(load_answer(data).responses)
    except (*UNREADABLE, UnsupportedAlgorithm):
        return frozenset()
    return frozenset(item.serial_number for item in found)
