"""OCSP responses (RFC 6960) held against the certificates that they are about: nothing in them but what was asked for."""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import NamedTuple

from asn1crypto import keys as asn1_keys
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import Hash
from cryptography.x509 import ocsp

from yanpan.keys.answerers import MOST_CARRIED, answerers, appointed, best, least, once, signed_by
from yanpan.keys.lists import CLOCKS_DIFFER
from yanpan.keys.loaded import UNREADABLE, load_answer
from yanpan.keys.moments import later
from yanpan.keys.speaking import feared_since, plain_answer
from yanpan.keys.tries import Seen, TooManyTried, Tries, seen
from yanpan.keys.verified import Verified
from yanpan.keys.wellformed import may_issue

_NONCE = 32
"""Octets, the most that RFC 8954, 2.1 lets anybody ask for: whoever asks chooses them."""


def true_answer(
    data: bytes, about: Sequence[x509.Certificate], authorities: Sequence[Seen], tries: Tries
) -> Verified:
    """Whether an answer is about these certificates alone, and signed by an authority or by whom it appointed."""
    try:
        answer = ocsp.load_der_ocsp_response(data)
        keys = frozenset(item.key for item in authorities)
        if not all(any(_is_about(item, one, keys) for one in about) for item in answer.responses):
            return Verified.FALSE
        if any(_too_long(item.value) for item in answer.extensions):
            return Verified.FALSE
        carried = [seen(item) for item in answer.certificates]
    except UnsupportedAlgorithm:
        return Verified.UNKNOWN
    except ValueError:
        return Verified.FALSE
    if len(carried) > MOST_CARRIED or len({item.der for item in carried}) != len(carried):
        return Verified.FALSE
    others = [item for item in carried if item not in authorities]
    told = [appointed(item, authorities, [data], tries) for item in others]
    return least([*told, best(signed_by(data, item, tries) for item in once(carried, authorities))])


def tells_of(data: bytes, certificate: x509.Certificate) -> bool:
    """Whether an answer, whoever gave it, is about a certificate."""
    try:
        return any(_may_be_about(item, certificate) for item in load_answer(data).responses)
    except (*UNREADABLE, UnsupportedAlgorithm):
        return False


def tells_only_of(data: bytes, certificates: Iterable[x509.Certificate]) -> bool:
    """Whether an answer tells of some certificates and of nobody else."""
    about = list(certificates)
    try:
        return all(any(_may_be_about(item, one) for one in about) for item in load_answer(data).responses)
    except (*UNREADABLE, UnsupportedAlgorithm):
        return False


_NEVER = datetime.max.replace(tzinfo=UTC)


class Said(NamedTuple):
    """What an answer says of a certificate: when and until when, whether it is good, else since when it is revoked, and if
    held only. `by`: whose keys gave it; `own`: the authority's own."""

    at: datetime
    good: bool
    since: datetime | None = None
    held: bool = False
    until: datetime | None = None
    by: tuple[Seen, ...] = ()
    own: bool = False


def said_of(
    data: bytes, certificate: x509.Certificate, issuers: Iterable[x509.Certificate], tries: Tries
) -> list[Said]:
    """What an answer by a certificate's authority, or by whom it appointed, says of it, however old; nothing where it is
    by nobody who may.

    Who the authority is hangs on who really issued the certificate, not on what the answer says (RFC 6960, 4.1.1): name,
    key and number together name a certificate. A date of revocation ahead of the answer counts from the answer on. Raises
    `TooManyTried`.
    """
    try:
        low, known = seen(certificate), [seen(item) for item in issuers]
        above = [top for top in known if tries.link(low, top) is Verified.TRUE]
        keys = frozenset(top.key for top in above)
        about = [item for item in load_answer(data).responses if _may_be_about(item, certificate, keys)]
        by = answerers(data, above, [item.this_update_utc for item in about], known, tries) if about else ()
        plain, feared = plain_answer(data), feared_since(data, certificate.serial_number) or _NEVER
        return [
            Said(
                item.this_update_utc,
                item.certificate_status is ocsp.OCSPCertStatus.GOOD and _usual(item) and plain,
                min(item.revocation_time_utc or item.this_update_utc, item.this_update_utc, feared)
                if item.certificate_status is ocsp.OCSPCertStatus.REVOKED
                else None,
                _is_hold(item),
                item.next_update_utc,
                by,
                any(giver.key in keys for giver in by),
            )
            for item in about
            if by
        ]
    except TooManyTried:
        raise
    except (*UNREADABLE, UnsupportedAlgorithm):
        return []


def revoked_by_answers(
    answers: Iterable[bytes],
    certificate: x509.Certificate,
    issuers: Sequence[x509.Certificate],
    tries: Tries,
    now: datetime,
    lifted: datetime | None = None,
    fallen: Mapping[bytes, datetime | None] = MappingProxyType({}),
    *,
    himself: bool = False,
) -> datetime | None:
    """Since when answers that are really the authority's say that a certificate is revoked, however old they are.

    As with lists: a number is revoked for ever, so that what was said once holds. A hold is over where a later answer
    says that all is well, or a later list does (`lifted`: when the last one did), and neither is of the future. Of an
    answer in `fallen` the giver was revoked then (None: nobody can tell who he is): what he says well counts for nothing,
    a date can be written on any; what he says ill counts up to then. `himself`: he is one who answers for the authority. Of
    him his own word counts for nothing, and a colleague's only where it is ill.
    """
    for_ever, held = list[datetime](), None
    newest = later(now, CLOCKS_DIFFER)
    for said in sorted(
        (
            item
            for data in answers
            for item in said_of(data, certificate, issuers, tries)
            if _counts(item, bytes(data), fallen, newest) and not (himself and _by_himself(item, certificate))
        ),
        key=lambda item: (item.at, not item.good),
    ):
        if said.good:
            held = None
        elif said.since is not None and said.held:
            # Of two that nobody lifted in between the first counts.
            held = said if held is None else said._replace(since=min(said.since, held.since or said.since))
        elif said.since is not None:
            for_ever.append(said.since)
    if held is not None and held.since is not None and (lifted is None or lifted <= held.at):
        for_ever.append(held.since)
    return min(for_ever, default=None)


def _is_hold(single: ocsp.OCSPSingleResponse) -> bool:
    try:
        return single.revocation_reason is x509.ReasonFlags.certificate_hold
    except ValueError:
        return False  # A reason that nobody knows: revoked for ever.


def _counts(said: Said, data: bytes, fallen: Mapping[bytes, datetime | None], newest: datetime) -> bool:
    if said.good:
        return data not in fallen and said.at <= newest
    gone = fallen.get(data)
    return gone is None or said.at <= gone


def _by_himself(said: Said, certificate: x509.Certificate) -> bool:
    """Whether none but he says it; where it is well, whether it is not the authority itself."""
    own = seen(certificate).key
    return not said.own if said.good else {item.key for item in said.by} <= {own}


def givers_of(data: bytes, known: Iterable[x509.Certificate], tries: Tries) -> list[x509.Certificate] | None:
    """Who, of those that an answer carries and of those that are known, gave it and is not the authority itself.

    The authority is known here, and all of the answer is about certificates by its key (RFC 6960, 4.1.1). None
    where nobody can tell: it carries more certificates than any honest one, or is not to be read. Raises `TooManyTried`.
    """
    try:
        answer = load_answer(data)
        carried = answer.certificates
        if len(carried) > MOST_CARRIED:
            return None
        by = [
            item
            for item in once([*map(seen, carried), *map(seen, known)])
            if signed_by(data, item, tries) is Verified.TRUE
        ]
        authorities = {item.key for item in map(seen, known) if may_issue(item.certificate)}
        own = [
            item.key
            for item in by
            if item.key in authorities and all(_names_key(single, item.key) for single in answer.responses)
        ]
        return [
            item.certificate
            for item in map(seen, (*carried, *known))
            if item.key in {x.key for x in by} - {*own}
        ]
    except TooManyTried:
        raise
    except (*UNREADABLE, UnsupportedAlgorithm):
        return None


def _names_key(single: ocsp.OCSPSingleResponse, key: bytes) -> bool:
    bits = asn1_keys.PublicKeyInfo.load(key)["public_key"].contents[1:]
    return _digest_of(bits, single) == single.issuer_key_hash


def _digest_of(data: bytes, single: ocsp.OCSPSingleResponse) -> bytes:
    digest = Hash(single.hash_algorithm)
    digest.update(data)
    return digest.finalize()


def by_authority(
    data: bytes, certificate: x509.Certificate, issuers: Iterable[x509.Certificate], tries: Tries
) -> bool:
    """Whether an answer tells of a certificate and is really signed by its authority, or by whom that appointed.

    Raises `TooManyTried`.
    """
    return bool(said_of(data, certificate, issuers, tries))


def _too_long(extension: x509.ExtensionType) -> bool:
    return isinstance(extension, x509.OCSPNonce) and len(extension.nonce) > _NONCE


def _is_about(
    single: ocsp.OCSPSingleResponse, certificate: x509.Certificate, keys: Collection[bytes] | None
) -> bool:
    """Whether name, number and key (one of `keys`; None: any) are those of a certificate."""
    if single.serial_number != certificate.serial_number:
        return False
    if _digest_of(certificate.issuer.public_bytes(), single) != single.issuer_name_hash:
        return False
    return keys is None or any(_names_key(single, key) for key in keys)


def _usual(single: ocsp.OCSPSingleResponse) -> bool:
    """Whether a certificate is named by a digest that can be computed here."""
    try:
        return single.hash_algorithm is not None
    except UnsupportedAlgorithm:
        return False


def _may_be_about(
    single: ocsp.OCSPSingleResponse, certificate: x509.Certificate, keys: Collection[bytes] | None = None
) -> bool:
    """As `_is_about`; of one that is named by a digest that nobody here computes, the number decides."""
    if _usual(single):
        return _is_about(single, certificate, keys)
    return single.serial_number == certificate.serial_number
