"""OCSP responses (RFC 6960) held against the certificates that they are about: nothing in them but what was asked for."""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509 import ocsp

from yanpan.keys.answerers import (
    MOST_CARRIED,
    appointed,
    best,
    least,
    named_in,
    once,
    signed_by,
    signing,
)
from yanpan.keys.known import known_by
from yanpan.keys.lists import CLOCKS_DIFFER, as_der
from yanpan.keys.loaded import UNREADABLE, load_answer
from yanpan.keys.moments import later
from yanpan.keys.said import Said, is_about, may_be_about, names_key, numbers_of, said_of
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
        if not all(any(is_about(item, one, authorities) for one in about) for item in answer.responses):
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
    """Whether an answer, whoever gave it, may be about a certificate: it tells of its number."""
    return certificate.serial_number in numbers_of(bytes(data))


def tells_only_of(data: bytes, certificates: Iterable[x509.Certificate]) -> bool:
    """Whether an answer tells of some certificates and of nobody else."""
    about = list(certificates)
    try:
        return all(any(may_be_about(item, one) for one in about) for item in load_answer(data).responses)
    except (*UNREADABLE, UnsupportedAlgorithm):
        return False


def revoked_by_answers(
    answers: Iterable[bytes],
    certificate: x509.Certificate,
    issuers: Sequence[bytes],
    tries: Tries,
    now: datetime,
    lifted: datetime | None = None,
    unsound: Set[bytes] = frozenset(),
    *,
    himself: bool = False,
    reasons: Set[x509.ReasonFlags] | None = None,
) -> datetime | None:
    """Since when answers that are really the authority's say that a certificate is revoked, however old they are.

    As with lists: a number is revoked for ever, so that what was said once holds. A hold is over where a later answer
    says that all is well, or a later list does (`lifted`: when the last one did), and neither is of the future; by a word
    beside which no other is wanted (`Said.alone`), and by none of the `unsound` answers, whose givers have fallen. What is
    said ill counts whoever gave it: to silence it would be a good word. `himself`: he is one who answers for the authority.
    Of him his own word counts for nothing, and a colleague's only where it is ill. `reasons`: the only ones that count.
    """
    for_ever, held = list[datetime](), None
    newest = later(now, CLOCKS_DIFFER)
    for said in sorted(
        (
            item
            for data in answers
            for item in said_of(data, certificate, issuers, tries)
            if (not item.good or item.alone and bytes(data) not in unsound and item.at <= newest)
            and not (himself and _by_himself(item, certificate))
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


def _by_himself(said: Said, certificate: x509.Certificate) -> bool:
    """Whether none but he says it; where it is well, whether it is not the authority itself."""
    own = seen(certificate).key
    return not said.own if said.good else {item.key for item in said.by} <= {own}


def givers_of(data: bytes, known: tuple[bytes, ...], tries: Tries) -> list[x509.Certificate] | None:
    """Who, of those that an answer carries and of those that are known, gave it and is not the authority itself.

    The authority is known here, and all of the answer is about certificates by its key (RFC 6960, 4.1.1). None
    where nobody can tell: it carries more certificates than any honest one, or is not to be read. Raises `TooManyTried`.
    """
    try:
        answer = load_answer(data)
        carried = answer.certificates
        if len(carried) > MOST_CARRIED:
            return None
        there, called = known_by(known), named_in(data)
        by = signing(data, [*map(seen, carried)], tries) or signing(data, there.called(*called), tries)
        own = {
            key
            for key in by
            if any(may_issue(item.certificate) for item in there.with_key(key))
            and all(names_key(single, key) for single in answer.responses)
        }
        givers = [item for item in map(seen, carried) if item.key in by - own]
        givers += (item for key in sorted(by - own) for item in there.with_key(key))
        return [item.certificate for item in dict.fromkeys(givers)]
    except TooManyTried:
        raise
    except (*UNREADABLE, UnsupportedAlgorithm):
        return None


def by_authority(
    data: bytes, certificate: x509.Certificate, issuers: Iterable[x509.Certificate], tries: Tries
) -> bool:
    """Whether an answer tells of a certificate and is really signed by its authority, or by whom that appointed.

    Raises `TooManyTried`.
    """
    return bool(said_of(data, certificate, as_der(issuers), tries))


def _too_long(extension: x509.ExtensionType) -> bool:
    return isinstance(extension, x509.OCSPNonce) and len(extension.nonce) > _NONCE
