"""Who gave an OCSP response: the authority itself, or whom it appointed; by keys, whatever the response says."""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from asn1crypto import ocsp as asn1_ocsp
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from yanpan.keys.fit import may_use_for_signatures, weak_above
from yanpan.keys.known import known_by, numbers_for
from yanpan.keys.lists import CLOCKS_DIFFER
from yanpan.keys.loaded import UNREADABLE, load_answer
from yanpan.keys.moments import later
from yanpan.keys.tries import Seen, Tries, seen
from yanpan.keys.verified import Verified, signed_with
from yanpan.keys.wellformed import unknown_critical

MOST_CARRIED = 8
"""Certificates in one answer, as in a signature. No signature covers them (RFC 6960, 4.2.1)."""


def answerers(
    data: bytes,
    above: Sequence[Seen],
    times: Sequence[datetime],
    known: tuple[bytes, ...],
    tries: Tries,
) -> tuple[Seen, ...]:
    """Those who really signed an answer and may: an authority in `above`, or whom it appointed (RFC 6960, 4.2.2.2).

    An appointment must have stood at all the `times` at which the answer says something of the certificate asked about,
    and when it was given. Raises `TooManyTried`, and `ValueError` or `UnsupportedAlgorithm` for what cannot be read.
    """
    answer = load_answer(data)
    # He is looked for by what the answer says of him first: anybody may have put a hundred others beside him.
    named = named_in(data)
    carried = [item for item in map(seen, answer.certificates) if _names(named, item)]
    own = {item.key for item in once(above) if signed_by(data, item, tries) is Verified.TRUE}
    there = known_by(known)
    # Where authorities appoint somebody of one name every day, he is mostly the one whom his answer carries.
    keys = signing(data, carried, tries) or signing(data, there.called(*named), tries)
    candidates = [*carried, *(item for key in sorted(keys) for item in there.with_key(key))]
    by = [
        item
        for item in dict.fromkeys(candidates)
        if item.key in keys
        and item.key not in {top.key for top in above}
        and _in_time(item.certificate, times, answer.produced_at_utc)
        and appointed(item, above, [data], tries) is Verified.TRUE
    ]
    return (*(item for item in above if item.key in own), *by)


def signing(data: bytes, among: Sequence[Seen], tries: Tries) -> frozenset[bytes]:
    """The keys of those by whom an answer is signed."""
    return frozenset(item.key for item in once(among) if signed_by(data, item, tries) is Verified.TRUE)


@lru_cache(maxsize=4096)
def named_in(data: bytes) -> tuple[str, object]:
    """Whom an answer names as its giver: by name or by key (RFC 6960, 4.2.2.3), and as what to compare."""
    basic = asn1_ocsp.OCSPResponse.load(data)["response_bytes"]["response"].parsed
    found = basic["tbs_response_data"]["responder_id"]
    return found.name, found.chosen.hashable if found.name == "by_name" else found.chosen.native


def _in_time(responder: x509.Certificate, times: Sequence[datetime], given: datetime) -> bool:
    """Whether an appointment stood when an answer was given, and had not ended at what it tells of.

    It may tell of a list that is older than the appointment.
    """
    begun, ended = responder.not_valid_before_utc, responder.not_valid_after_utc
    return begun <= later(given, CLOCKS_DIFFER) and all(at <= ended for at in (*times, given))


def appointed(
    certificate: Seen, authorities: Sequence[Seen], answers: Sequence[bytes], tries: Tries
) -> Verified:
    """Whether an authority appointed somebody to answer for it (RFC 6960, 4.2.2.2), and an answer is there by them."""
    if not may_answer(certificate.certificate):
        return Verified.FALSE
    by = best(tries.link(certificate, item) for item in authorities)
    if by is Verified.FALSE:
        return by
    return least([by, best(signed_by(item, certificate, tries) for item in answers)])


def may_answer(certificate: x509.Certificate) -> bool:
    """Whether a certificate is one of somebody who answers for an authority (id-kp-OCSPSigning)."""
    try:
        purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (*UNREADABLE, x509.ExtensionNotFound):
        return False
    return ExtendedKeyUsageOID.OCSP_SIGNING in purposes


def needs_no_word(responder: Seen) -> bool:
    """Whether somebody who was appointed is heard with no word about himself: his authority says that nobody need ask
    (id-pkix-ocsp-nocheck; RFC 6960, 4.2.2.2.1), his key may sign, and nothing is demanded of it that is not understood."""
    try:
        responder.certificate.extensions.get_extension_for_class(x509.OCSPNoCheck)
    except (*UNREADABLE, x509.ExtensionNotFound):
        return False
    certificate = responder.certificate
    fit = may_use_for_signatures(certificate) and not weak_above(certificate.public_key())
    return fit and not unknown_critical(certificate)


def best(found: Iterable[Verified]) -> Verified:
    """True where one is, else unknown where one is."""
    there = set(found)
    return next((item for item in (Verified.TRUE, Verified.UNKNOWN) if item in there), Verified.FALSE)


def least(found: Collection[Verified]) -> Verified:
    """False where one is, else unknown where one is."""
    return next((item for item in (Verified.FALSE, Verified.UNKNOWN) if item in found), Verified.TRUE)


def once(*lists: Sequence[Seen]) -> list[Seen]:
    """One certificate a key."""
    return list({item.key: item for items in lists for item in items}.values())


def signed_by(data: bytes, signer: Seen, tries: Tries) -> Verified:
    """Whether an answer is by a certificate's key. It names who gave it (RFC 6960, 4.2.2.3): others are not tried."""
    try:
        if not _names(named_in(data), signer):
            return Verified.FALSE
        basic = asn1_ocsp.OCSPResponse.load(data)["response_bytes"]["response"].parsed
        parts = basic["tbs_response_data"].dump(), basic["signature"], basic["signature_algorithm"]
    except (ValueError, TypeError, KeyError):
        return Verified.FALSE
    tries.spend()
    return signed_with(*parts, signer.key)


def _names(responder: tuple[str, object], signer: Seen) -> bool:
    kind, value = responder
    return value == signer.subject if kind == "by_name" else value in numbers_for(signer)
