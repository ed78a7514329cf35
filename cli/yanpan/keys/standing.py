"""Which OCSP responses may count: by whom they are, as all that was given has it, and in a form that can be compared.

That nobody need ask about a responder (id-pkix-ocsp-nocheck) counts for nothing where what was given says that he is
revoked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from yanpan.keys.answerers import may_answer
from yanpan.keys.answers import givers_of, revoked_by_answers
from yanpan.keys.entries import revoked_on
from yanpan.keys.fit import weak_above
from yanpan.keys.grounds import Grounds
from yanpan.keys.known import one_and_the_same
from yanpan.keys.lists import CLOCKS_DIFFER, as_der
from yanpan.keys.loaded import UNREADABLE, load_answer, load_certificate
from yanpan.keys.moments import later
from yanpan.keys.said import by_number, numbers_of, said_of
from yanpan.keys.speaking import STOLEN
from yanpan.keys.tries import MOST_ANSWERS, TooManyTried, Tries
from yanpan.keys.trust import all_known
from yanpan.keys.unheard import unheard
from yanpan.keys.wellformed import odd

_MOST_RESPONDERS = 1000
"""Certificates of those who answer. Some authorities appoint somebody new every day."""

_DIGESTS = frozenset({"sha1", "sha224", "sha256", "sha384", "sha512"})


def standing_answers(
    ocsps: Sequence[bytes],
    crls: Sequence[bytes],
    trust: Sequence[x509.Certificate],
    others: Sequence[bytes],
    now: datetime,
    proven: Callable[[bytes, datetime], bool] = lambda _data, _by: False,
    also: Sequence[bytes] = (),
    *,
    about: Iterable[x509.Certificate] | None = None,
) -> tuple[bytes, ...]:
    """Those of some responses whose good word counts: given by the authority, or by somebody of whom nothing bad is known
    now.

    When he was revoked is not asked of one that is not `proven` to have been there before: a date can be written on any.
    What they say against a certificate is asked of all of them (`revoked_by_answers`); `also` are further ones of whom
    only that is asked. With `about`, those that tell neither of these nor of any certificate known are left out unread: a
    folder may hold those of a year.
    """
    telling, numbers = list(ocsps), None
    if about is not None:
        numbers = {item.serial_number for item in (*about, *trust, *map(load_certificate, others))}
        telling = [data for data in ocsps if not numbers.isdisjoint(numbers_of(bytes(data)))]
    usual = [data for data in telling if names_by_usual_digests(data) and _good(data, numbers)]
    gone = fallen(usual, [*ocsps, *also], crls, trust, others, now)
    return tuple(data for data in usual if bytes(data) not in gone or proven(data, gone[bytes(data)]))


def _good(data: bytes, numbers: Set[int] | None) -> bool:
    """Whether a response says nothing bad of these numbers; None: of anybody."""
    try:
        return not any(
            item.certificate_status is ocsp.OCSPCertStatus.REVOKED
            and (numbers is None or item.serial_number in numbers)
            for item in load_answer(data).responses
        )
    except (*UNREADABLE, UnsupportedAlgorithm):
        return False


def fallen(
    answers: Sequence[bytes],
    ocsps: Sequence[bytes],
    crls: Sequence[bytes],
    trust: Sequence[x509.Certificate],
    others: Sequence[bytes],
    at: datetime,
) -> dict[bytes, datetime]:
    """Of which answers the giver is revoked or has ended, as all that was given has it, and since when.

    `UNCLEAR` for one of which nobody can tell who gave it, or whether he is revoked.
    """
    if not answers:
        return {}
    parts = (ocsps, crls, all_known(trust, others), as_der(trust), others)
    given = _Given(*(one_and_the_same(tuple(map(bytes, part))) for part in parts))
    found = {bytes(data): _fallen_since(bytes(data), given, at) for data in answers}
    return {data: since for data, since in found.items() if since is not None}


UNCLEAR = datetime(1, 1, 1, tzinfo=UTC)
"""Since when somebody is no giver of whom nobody can tell who he is, or whose key is too short."""


class _Given(NamedTuple):
    """All that was given, as something to remember an answer by: who is known of it are the `issuers`."""

    ocsps: tuple[bytes, ...]
    crls: tuple[bytes, ...]
    issuers: tuple[bytes, ...]
    trust: tuple[bytes, ...]
    others: tuple[bytes, ...]


@lru_cache(maxsize=4096)
def _fallen_since(data: bytes, given: _Given, at: datetime) -> datetime | None:
    # Asked for each whom they tell of, where many answer for each other.
    givers = _givers(data, given.issuers)
    if givers is None:
        return UNCLEAR
    # Who has ended can write any date on what he says; his key may have a new certificate.
    end = max((giver.not_valid_after_utc for giver in givers), default=at)
    begun = min((giver.not_valid_before_utc for giver in givers), default=at)
    if begun > later(at, CLOCKS_DIFFER):
        return UNCLEAR
    # One of his certificates may have been replaced; a stolen key is stolen for all of them.
    stolen, revoked = [end if end < at else None], list[datetime | None]()
    for giver in givers:
        if weak_above(giver.public_key()):
            return UNCLEAR
        der = giver.public_bytes(Encoding.DER)
        told = [item for item in by_number(given.ocsps).get(giver.serial_number, ()) if item != data]
        try:
            if _may_be_revoked(der, given):
                return UNCLEAR
            revoked.append(_first(_revocations(giver, told, given, at, None)))
            stolen += _revocations(giver, told, given, at, STOLEN)
        except (*UNREADABLE, TooManyTried):
            return UNCLEAR
    ends = [moment for moment in revoked if moment is not None]
    return _first([*stolen, max(ends) if ends and len(ends) == len(revoked) else None])


def _first(moments: Iterable[datetime | None]) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)


def _revocations(
    giver: x509.Certificate,
    told: Sequence[bytes],
    given: _Given,
    at: datetime,
    reasons: Set[x509.ReasonFlags] | None,
) -> list[datetime | None]:
    """Since when lists and the answers `told` say that he is revoked."""
    der, tries = giver.public_bytes(Encoding.DER), Tries(MOST_ANSWERS)
    found = [revoked_on(der, given.crls, given.issuers, now=at, reasons=reasons)]
    if told:
        found.append(revoked_by_answers(told, giver, given.issuers, tries, at, himself=True, reasons=reasons))
    return found


@lru_cache(maxsize=4096)
def _may_be_revoked(giver: bytes, given: _Given) -> bool:
    had = Grounds([load_certificate(item) for item in given.trust], given.others, given.crls, given.ocsps)
    return unheard(giver, had) is not None


def answered(
    certificate: x509.Certificate,
    ocsps: Sequence[bytes],
    trust: Sequence[x509.Certificate],
    others: Sequence[bytes],
) -> bool:
    """Whether a response by the authority of a certificate, or by whom it appointed, tells of it."""
    try:
        return any(said_of(data, certificate, all_known(trust, others), Tries()) for data in ocsps)
    except TooManyTried:
        return False


def names_by_usual_digests(data: bytes) -> bool:
    """Whether a response names each certificate in a way that can be compared (RFC 6960, 4.1.1)."""
    try:
        return all(item.hash_algorithm.name in _DIGESTS for item in load_answer(data).responses)
    except (*UNREADABLE, UnsupportedAlgorithm):
        return False


@lru_cache(maxsize=4096)
def _givers(data: bytes, issuers: tuple[bytes, ...]) -> tuple[x509.Certificate, ...] | None:
    try:
        found = givers_of(data, issuers, Tries())
    except TooManyTried:
        return None
    return None if found is None else tuple(found)


def carried_by(ocsps: Iterable[bytes]) -> list[bytes]:
    """The certificates (DER) that responses carry, each once: who gave one may stand in another only."""
    found = dict[bytes, None]()
    for data in ocsps:
        with suppress(*UNREADABLE, UnsupportedAlgorithm):
            for item in load_answer(data).certificates:
                der = item.public_bytes(Encoding.DER)
                if len(found) < _MOST_RESPONDERS and der not in found and may_answer(item) and not odd(der):
                    found[der] = None
    return list(found)
