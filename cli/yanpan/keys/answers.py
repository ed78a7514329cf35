"""OCSP responses (RFC 6960) held against the certificates that they are about: nothing in them but what was asked for."""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from datetime import UTC, datetime
from types import MappingProxyType
from typing import NamedTuple

from asn1crypto import keys as asn1_keys
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import Hash
from cryptography.x509 import ocsp

from yanpan.keys.answerers import (
    MOST_CARRIED,
    answerers,
    appointed,
    best,
    least,
    needs_no_word,
    once,
    signed_by,
)
from yanpan.keys.lists import CLOCKS_DIFFER, as_der
from yanpan.keys.loaded import UNREADABLE, load_answer, load_certificate
from yanpan.keys.moments import later
from yanpan.keys.speaking import feared_since, issuers_of, may_condemn, plain_answer
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
    held only. `by`: whose keys gave it; `own`: the authority's own; `alone`: of such that no other word is wanted of them.
    """

    at: datetime
    good: bool
    since: datetime | None = None
    reason: x509.ReasonFlags | None = None
    until: datetime | None = None
    by: tuple[Seen, ...] = ()
    own: bool = False
    alone: bool = False

    @property
    def held(self) -> bool:
        """Whether it is a hold, which may end."""
        return self.reason is x509.ReasonFlags.certificate_hold


def said_of(
    data: bytes, certificate: x509.Certificate, issuers: Iterable[x509.Certificate], tries: Tries
) -> list[Said]:
    """What an answer by those who may speak of a certificate says of it, however old; nothing where it is by nobody who may.

    Well speaks the authority, or whom it appointed; ill also another key of its name (`may_condemn`). Who the authority is
    hangs on who really issued the certificate, not on what the answer says (RFC 6960, 4.1.1): name, key and number
    together name a certificate. A date of revocation ahead of the answer counts from the answer on. Raises `TooManyTried`.
    """
    try:
        known = [seen(item) for item in issuers]
        ders = tuple(item.der for item in known)
        (der,) = as_der([certificate])
        told = [
            item for item in load_answer(data).responses if item.serial_number == certificate.serial_number
        ]
        ill = [item for item in told if item.certificate_status is ocsp.OCSPCertStatus.REVOKED]
        well = [item for item in told if item.certificate_status is not ocsp.OCSPCertStatus.REVOKED]
        return [
            *_said(data, certificate, well, [seen(load_certificate(item)) for item in issuers_of(der, ders)], known, tries),
            *_said(data, certificate, ill, [seen(load_certificate(item)) for item in may_condemn(der, ders)], known, tries),
        ]  # fmt: skip
    except TooManyTried:
        raise
    except (*UNREADABLE, UnsupportedAlgorithm):
        return []


def _said(
    data: bytes,
    certificate: x509.Certificate,
    told: Sequence[ocsp.OCSPSingleResponse],
    above: Sequence[Seen],
    known: Sequence[Seen],
    tries: Tries,
) -> Iterator[Said]:
    keys = frozenset(top.key for top in above)
    about = [item for item in told if _may_be_about(item, certificate, keys)]
    by = answerers(data, above, [item.this_update_utc for item in about], known, tries) if about else ()
    if not by:
        return
    plain, feared = plain_answer(data), feared_since(data, certificate.serial_number) or _NEVER
    own = any(giver.key in keys for giver in by)
    for item in about:
        revoked = item.certificate_status is ocsp.OCSPCertStatus.REVOKED
        yield Said(
            item.this_update_utc,
            item.certificate_status is ocsp.OCSPCertStatus.GOOD and _usual(item) and plain,
            min(item.revocation_time_utc or item.this_update_utc, item.this_update_utc, feared)
            if revoked
            else None,
            _reason(item),
            item.next_update_utc,
            by,
            own,
            own or all(map(needs_no_word, by)),
        )


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
    reasons: Set[x509.ReasonFlags] | None = None,
) -> datetime | None:
    """Since when answers that are really the authority's say that a certificate is revoked, however old they are.

    As with lists: a number is revoked for ever, so that what was said once holds. A hold is over where a later answer
    says that all is well, or a later list does (`lifted`: when the last one did), and neither is of the future. Of an
    answer in `fallen` the giver was revoked then (None: nobody can tell who he is): what he says well counts for nothing,
    a date can be written on any; what he says ill counts up to then. `himself`: he is one who answers for the authority. Of
    him his own word counts for nothing, and a colleague's only where it is ill. `reasons`: the only ones that count. A hold
    ends by a word beside which no other is wanted (`Said.alone`).
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
        elif reasons is not None and said.reason not in reasons:
            continue
        elif said.since is not None and said.held:
            # Of two that nobody lifted in between the first counts.
            held = said if held is None else said._replace(since=min(said.since, held.since or said.since))
        elif said.since is not None:
            for_ever.append(said.since)
    if held is not None and held.since is not None and (lifted is None or lifted <= held.at):
        for_ever.append(held.since)
    return min(for_ever, default=None)


def _reason(single: ocsp.OCSPSingleResponse) -> x509.ReasonFlags | None:
    try:
        return single.revocation_reason
    except ValueError:
        return None  # A reason that nobody knows: revoked for ever.


def _counts(said: Said, data: bytes, fallen: Mapping[bytes, datetime | None], newest: datetime) -> bool:
    if said.good:
        return said.alone and data not in fallen and said.at <= newest
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
