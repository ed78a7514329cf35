"""What one OCSP response (RFC 6960) says of one certificate, and by whom."""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import Hash
from cryptography.x509 import ocsp

from yanpan.keys.answerers import answerers, needs_no_word
from yanpan.keys.known import key_bits, of
from yanpan.keys.lists import as_der
from yanpan.keys.loaded import UNREADABLE, load_answer, load_certificate
from yanpan.keys.speaking import feared_since, issuers_of, may_condemn, plain_answer
from yanpan.keys.tries import Seen, TooManyTried, Tries

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
    data: bytes, certificate: x509.Certificate, issuers: Sequence[bytes], tries: Tries
) -> Sequence[Said]:
    """What an answer by those who may speak of a certificate says of it, however old; nothing where it is by nobody who may.

    Well speaks the authority, or whom it appointed; ill also another key of its name (`may_condemn`). Who the authority is
    hangs on who really issued the certificate, not on what the answer says (RFC 6960, 4.1.1): name, key and number
    together name a certificate. A date of revocation ahead of the answer counts from the answer on. `issuers`: all authorities
    known (DER). Raises `TooManyTried`.
    """
    if certificate.serial_number not in numbers_of(bytes(data)):
        return ()
    tries.spend()
    try:
        (der,) = as_der([certificate])
        return _said_of(bytes(data), der, tuple(issuers))
    except TooManyTried:
        raise
    except (*UNREADABLE, UnsupportedAlgorithm):
        return ()


@lru_cache(maxsize=65536)
def numbers_of(data: bytes) -> frozenset[int]:
    """Of which numbers an answer tells; none for what cannot be read."""
    try:
        found: list[ocsp.OCSPSingleResponse] = list(load_answer(data).responses)
    except (*UNREADABLE, UnsupportedAlgorithm):
        return frozenset()
    return frozenset(item.serial_number for item in found)


@lru_cache(maxsize=32)
def by_number(answers: tuple[bytes, ...]) -> Mapping[int | None, tuple[bytes, ...]]:
    """The answers that tell of a number; under None those that nobody can read."""
    found = defaultdict[int | None, list[bytes]](list)
    for data in answers:
        for number in numbers_of(data) or (None,):
            found[number].append(data)
    return {number: tuple(told) for number, told in found.items()}


@lru_cache(maxsize=16384)
def _said_of(data: bytes, der: bytes, issuers: tuple[bytes, ...]) -> tuple[Said, ...]:
    # Asked again and again where many answer for each other.
    certificate, tries = load_certificate(der), Tries()
    told = [item for item in load_answer(data).responses if item.serial_number == certificate.serial_number]
    ill = [item for item in told if item.certificate_status is ocsp.OCSPCertStatus.REVOKED]
    well = [item for item in told if item.certificate_status is not ocsp.OCSPCertStatus.REVOKED]
    return (
        *_said(data, certificate, well, [of(item) for item in issuers_of(der, issuers)], issuers, tries),
        *_said(data, certificate, ill, [of(item) for item in may_condemn(der, issuers)], issuers, tries),
    )


def _said(
    data: bytes,
    certificate: x509.Certificate,
    told: Sequence[ocsp.OCSPSingleResponse],
    above: Sequence[Seen],
    known: tuple[bytes, ...],
    tries: Tries,
) -> Iterator[Said]:
    keys = frozenset(top.key for top in above)
    about = [item for item in told if may_be_about(item, certificate, above)]
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
            reason_of(item),
            item.next_update_utc,
            by,
            own,
            own or any(map(needs_no_word, by)),
        )


def reason_of(single: ocsp.OCSPSingleResponse) -> x509.ReasonFlags | None:
    """Why it says that a certificate is revoked; None where it gives no reason, or one that nobody knows."""
    try:
        return single.revocation_reason
    except ValueError:
        return None  # A reason that nobody knows: revoked for ever.


def names_key(single: ocsp.OCSPSingleResponse, key: bytes) -> bool:
    """Whether an answer names a key as the issuer's (RFC 6960, 4.1.1). Raises `UnsupportedAlgorithm`."""
    return _digest_of(key_bits(key), single) == single.issuer_key_hash


def names_issuer(
    single: ocsp.OCSPSingleResponse, certificate: x509.Certificate, above: Iterable[Seen] = ()
) -> bool:
    """Whether it names the issuer of a certificate: as that writes it, or as one in `above` writes itself (RFC 5280, 7.1)."""
    names = {certificate.issuer.public_bytes(), *(top.certificate.subject.public_bytes() for top in above)}
    return single.issuer_name_hash in {_digest_of(name, single) for name in names}


def _digest_of(data: bytes, single: ocsp.OCSPSingleResponse) -> bytes:
    digest = Hash(single.hash_algorithm)
    digest.update(data)
    return digest.finalize()


def is_about(
    single: ocsp.OCSPSingleResponse, certificate: x509.Certificate, above: Collection[Seen] | None
) -> bool:
    """Whether name, number and key (of one in `above`; None: any) are those of a certificate."""
    if single.serial_number != certificate.serial_number or not names_issuer(
        single, certificate, above or ()
    ):
        return False
    return above is None or any(names_key(single, top.key) for top in above)


def _usual(single: ocsp.OCSPSingleResponse) -> bool:
    """Whether a certificate is named by a digest that can be computed here."""
    try:
        return single.hash_algorithm is not None
    except UnsupportedAlgorithm:
        return False


def may_be_about(
    single: ocsp.OCSPSingleResponse, certificate: x509.Certificate, above: Collection[Seen] | None = None
) -> bool:
    """As `is_about`; of one that is named by a digest that nobody here computes, the number decides.

    Of what is revoked number and key do: the name may be written in other letters than any certificate at hand has it.
    """
    if not _usual(single) or single.serial_number != certificate.serial_number:
        return single.serial_number == certificate.serial_number
    revoked = single.certificate_status is ocsp.OCSPCertStatus.REVOKED
    if revoked and any(names_key(single, top.key) for top in above or ()):
        return True
    return is_about(single, certificate, above)
