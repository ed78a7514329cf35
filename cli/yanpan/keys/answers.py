"""OCSP responses (RFC 6960) held against the certificates that they are about: nothing in them but what was asked for."""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha1
from types import MappingProxyType
from typing import NamedTuple

from asn1crypto import keys as asn1_keys
from asn1crypto import ocsp as asn1_ocsp
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import Hash
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from yanpan.keys.lists import CLOCKS_DIFFER
from yanpan.keys.loaded import UNREADABLE, load_answer
from yanpan.keys.moments import later
from yanpan.keys.tries import Seen, TooManyTried, Tries, seen
from yanpan.keys.verified import Verified, signed_with

_NONCE = 32
"""Octets, the most that RFC 8954, 2.1 lets anybody ask for: whoever asks chooses them."""

_MOST_CARRIED = 8
"""Certificates in one answer, as in a signature. No signature covers them (RFC 6960, 4.2.1)."""


def true_answer(
    data: bytes, about: Sequence[x509.Certificate], authorities: Sequence[Seen], tries: Tries
) -> Verified:
    """Whether an answer is about these certificates alone, and signed by an authority or by whom it appointed."""
    try:
        answer = ocsp.load_der_ocsp_response(data)
        if not all(any(_is_about(item, one) for one in about) for item in answer.responses):
            return Verified.FALSE
        if any(_too_long(item.value) for item in answer.extensions):
            return Verified.FALSE
        carried = [seen(item) for item in answer.certificates]
    except UnsupportedAlgorithm:
        return Verified.UNKNOWN
    except ValueError:
        return Verified.FALSE
    if len(carried) > _MOST_CARRIED or len({item.der for item in carried}) != len(carried):
        return Verified.FALSE
    others = [item for item in carried if item not in authorities]
    told = [appointed(item, authorities, [data], tries) for item in others]
    return _least([*told, _best(_signed(data, item, tries) for item in _once(carried, authorities))])


def tells_of(data: bytes, certificate: x509.Certificate) -> bool:
    """Whether an answer, whoever gave it, is about a certificate."""
    try:
        return any(_may_be_about(item, certificate) for item in load_answer(data).responses)
    except (*UNREADABLE, UnsupportedAlgorithm):
        return False


class Said(NamedTuple):
    """What an answer says of a certificate: when, whether it is good, else since when it is revoked, and if held only."""

    at: datetime
    good: bool
    since: datetime | None = None
    held: bool = False


def said_of(
    data: bytes, certificate: x509.Certificate, issuers: Iterable[x509.Certificate], tries: Tries
) -> list[Said]:
    """What an answer by a certificate's authority, or by whom it appointed, says of it, however old; nothing where it is
    by nobody who may.

    A date of revocation ahead of the answer counts from the answer on. Raises `TooManyTried`.
    """
    try:
        found = [
            Said(
                item.this_update_utc,
                item.certificate_status is ocsp.OCSPCertStatus.GOOD and _usual(item),
                min(item.revocation_time_utc or item.this_update_utc, item.this_update_utc)
                if item.certificate_status is ocsp.OCSPCertStatus.REVOKED
                else None,
                item.revocation_reason is x509.ReasonFlags.certificate_hold,
            )
            for item in load_answer(data).responses
            if _may_be_about(item, certificate)
        ]
        return found if found and by_authority(data, certificate, issuers, tries) else []
    except TooManyTried:
        raise
    except (*UNREADABLE, UnsupportedAlgorithm):
        return []


def revoked_by_answers(
    answers: Iterable[bytes],
    certificate: x509.Certificate,
    issuers: Sequence[x509.Certificate],
    tries: Tries,
    lifted: datetime | None = None,
    fallen: Mapping[bytes, datetime] = MappingProxyType({}),
) -> datetime | None:
    """Since when answers that are really the authority's say that a certificate is revoked, however old they are.

    As with lists: a number is revoked for ever, so that what was said once holds. A hold is over where a later answer
    says that all is well, or a later list does (`lifted`: when the last one did). Of an answer in `fallen` the giver was
    revoked then: what he said since counts for nothing.
    """
    for_ever, held = list[datetime](), None
    for said in sorted(
        (
            item
            for data in answers
            for item in said_of(data, certificate, issuers, tries)
            if bytes(data) not in fallen or item.at <= fallen[bytes(data)]
        ),
        key=lambda item: (item.at, not item.good),
    ):
        if said.good:
            held = None
        elif said.since is not None and said.held:
            held = said
        elif said.since is not None:
            for_ever.append(said.since)
    if held is not None and held.since is not None and (lifted is None or lifted <= held.at):
        for_ever.append(held.since)
    return min(for_ever, default=None)


def givers_of(data: bytes, known: Iterable[x509.Certificate], tries: Tries) -> list[x509.Certificate] | None:
    """Who, of those that an answer carries and of those that are known, gave it and is not the authority itself.

    The authority is whose key the answer names as the issuer's (RFC 6960, 4.1.1). None where nobody can tell: it carries
    more certificates than any honest one, or is not to be read. Raises `TooManyTried`.
    """
    try:
        answer = load_answer(data)
        carried = answer.certificates
        if len(carried) > _MOST_CARRIED:
            return None
        by = [
            item
            for item in _once([*map(seen, carried), *map(seen, known)])
            if _signed(data, item, tries) is Verified.TRUE
        ]
        own = [item.key for item in by if all(_is_issuers(item, single) for single in answer.responses)]
        return [
            item.certificate
            for item in map(seen, (*carried, *known))
            if item.key in {x.key for x in by} - {*own}
        ]
    except TooManyTried:
        raise
    except (*UNREADABLE, UnsupportedAlgorithm):
        return None


def _is_issuers(signer: Seen, single: ocsp.OCSPSingleResponse) -> bool:
    digest = Hash(single.hash_algorithm)
    digest.update(asn1_keys.PublicKeyInfo.load(signer.key)["public_key"].contents[1:])
    return digest.finalize() == single.issuer_key_hash


def by_authority(
    data: bytes, certificate: x509.Certificate, issuers: Iterable[x509.Certificate], tries: Tries
) -> bool:
    """Whether an answer is really signed by the authority of a certificate, or by whom it appointed (RFC 6960, 4.2.2.2).

    Raises `TooManyTried`, and `ValueError` or `UnsupportedAlgorithm` for what cannot be read.
    """
    low = seen(certificate)
    above = [top for top in map(seen, issuers) if tries.link(low, top) is Verified.TRUE]
    carried = [seen(item) for item in load_answer(data).certificates[:_MOST_CARRIED] if _in_time(item, data)]
    by = [*above, *(item for item in carried if appointed(item, above, [data], tries) is Verified.TRUE)]
    return any(_signed(data, item, tries) is Verified.TRUE for item in _once(by))


def _in_time(responder: x509.Certificate, data: bytes) -> bool:
    """Whether an appointment stood when the answer was given."""
    times = [item.this_update_utc for item in load_answer(data).responses]
    begun, ended = responder.not_valid_before_utc, responder.not_valid_after_utc
    return bool(times) and begun <= later(max(times), CLOCKS_DIFFER) and min(times) <= ended


def appointed(
    certificate: Seen, authorities: Sequence[Seen], answers: Sequence[bytes], tries: Tries
) -> Verified:
    """Whether an authority appointed somebody to answer for it (RFC 6960, 4.2.2.2), and an answer is there by them."""
    try:
        purposes = certificate.certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (ValueError, x509.DuplicateExtension, x509.ExtensionNotFound):
        return Verified.FALSE
    if ExtendedKeyUsageOID.OCSP_SIGNING not in purposes:
        return Verified.FALSE
    by = _best(tries.link(certificate, item) for item in authorities)
    if by is Verified.FALSE:
        return by
    return _least([by, _best(_signed(item, certificate, tries) for item in answers)])


def _best(found: Iterable[Verified]) -> Verified:
    """True where one is, else unknown where one is."""
    there = set(found)
    return next((item for item in (Verified.TRUE, Verified.UNKNOWN) if item in there), Verified.FALSE)


def _least(found: Collection[Verified]) -> Verified:
    """False where one is, else unknown where one is."""
    return next((item for item in (Verified.FALSE, Verified.UNKNOWN) if item in found), Verified.TRUE)


def _once(*lists: Sequence[Seen]) -> list[Seen]:
    return list({item.key: item for items in lists for item in items}.values())


def _too_long(extension: x509.ExtensionType) -> bool:
    return isinstance(extension, x509.OCSPNonce) and len(extension.nonce) > _NONCE


def _is_about(single: ocsp.OCSPSingleResponse, certificate: x509.Certificate) -> bool:
    if single.serial_number != certificate.serial_number:
        return False
    digest = Hash(single.hash_algorithm)
    digest.update(certificate.issuer.public_bytes())
    return digest.finalize() == single.issuer_name_hash


def _usual(single: ocsp.OCSPSingleResponse) -> bool:
    """Whether a certificate is named by a digest that can be computed here."""
    try:
        return single.hash_algorithm is not None
    except UnsupportedAlgorithm:
        return False


def _may_be_about(single: ocsp.OCSPSingleResponse, certificate: x509.Certificate) -> bool:
    """As `_is_about`; of one that is named by a digest that nobody here computes, the number decides."""
    if _usual(single):
        return _is_about(single, certificate)
    return single.serial_number == certificate.serial_number


def _signed(data: bytes, signer: Seen, tries: Tries) -> Verified:
    """Whether an answer is by a certificate's key. It names who gave it (RFC 6960, 4.2.2.3): others are not tried."""
    try:
        basic = asn1_ocsp.OCSPResponse.load(data)["response_bytes"]["response"].parsed
        head = basic["tbs_response_data"]
        if not _names(head["responder_id"], signer):
            return Verified.FALSE
        parts = head.dump(), basic["signature"], basic["signature_algorithm"]
    except (ValueError, TypeError, KeyError):
        return Verified.FALSE
    tries.spend()
    return signed_with(*parts, signer.key)


def _names(responder: asn1_ocsp.ResponderId, signer: Seen) -> bool:
    if responder.name == "by_name":
        return bool(responder.chosen.hashable == signer.subject)
    key = asn1_keys.PublicKeyInfo.load(signer.key)["public_key"].contents[1:]
    # By the SHA-1 of the key; some give the identifier that their certificate has for it.
    return responder.chosen.native in (sha1(key).digest(), _identifier(signer))  # noqa: S324


def _identifier(signer: Seen) -> bytes | None:
    try:
        return signer.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    except (ValueError, x509.DuplicateExtension, x509.ExtensionNotFound):
        return None
