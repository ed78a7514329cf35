"""What revocation lists say of one certificate, taken together: since when it is revoked, if it is (RFC 5280, 5.3)."""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from datetime import UTC, datetime
from functools import lru_cache

from asn1crypto import core
from asn1crypto import x509 as asn1_x509
from cryptography import x509

from yanpan.keys.covering import in_scope
from yanpan.keys.lists import (
    as_der,
    authentic,
    delta_base,
    fault,
    is_delta,
    issuer_of,
    names_of,
    opened,
    said_by,
    too_new,
)
from yanpan.keys.loaded import UNREADABLE, load_certificate
from yanpan.keys.speaking import issuers_of, may_condemn, unclear

_ITS_ISSUER = b"\x06\x03\x55\x1d\x1d"
"""The number of the extension by which an entry names its issuer (2.5.29.29), as it is encoded."""

_ANYBODY = b"?"
"""Whose a certificate is of which nobody can tell."""

_UNKNOWN: frozenset[bytes | str] = frozenset([_ANYBODY])


def revoked_on(
    certificate: bytes,
    lists: Iterable[bytes],
    issuers: Sequence[bytes],
    *,
    now: datetime,
    freed: datetime | None = None,
    lifting: Sequence[bytes] | None = None,
    reasons: Set[x509.ReasonFlags] | None = None,
) -> datetime | None:
    """Since when lists that were really signed name a certificate (DER) as revoked.

    pyHanko asks only those lists that are fresh, complete and made for the certificate. That a list is old, partial
    or a supplement takes nothing from what it says: numbers are given once (RFC 5280, 4.1.2.2). A revocation is for
    ever; only a hold is lifted by a later complete list without the number, from the certificate's lifetime, and
    either by a supplement that says so (RFC 5280, 5.3.1). What lifts comes from the key that issued the certificate,
    what condemns from any that may (`may_condemn`). `issuers` are all authorities known (DER); `freed`: when an answer
    last said that all is well; `lifting`: the lists that may lift anything (None: all); `reasons`: the only ones that count.
    """
    loaded = load_certificate(certificate)
    number, issuer = loaded.serial_number, names_of(certificate)[1]
    known = tuple(map(bytes, issuers))
    # To open a hundred lists for each of a hundred responders takes minutes: most hold no such number at all.
    lists = list(lists)
    if not any(may_hold(data, number) for data in lists):
        return None
    signers, own = may_condemn(certificate, known), issuers_of(certificate, known)
    told = [
        (opened(data).last_update_utc, _entries(data, number, issuer), data)
        for data in lists
        if said_by(data, signers)
    ]
    for_ever: datetime | None = None
    held: datetime | None = None
    # Of two lists of one moment the one that says something against the certificate is heard last.
    last_held = datetime.min.replace(tzinfo=UTC)
    for begun, entries, data in sorted(told, key=lambda item: (item[0], _condemns(item[1]))):
        why = [_reason(entry) for entry in entries]
        removed = x509.ReasonFlags.remove_from_crl in why and is_delta(data)
        clean = not entries and not is_delta(data)
        heard = lifting is None or data in lifting
        if (
            heard
            and (removed or clean)
            and begun <= loaded.not_valid_after_utc
            and _lifts(data, certificate, own, now)
            and not (removed and _put_back(data, told))
        ):
            held = None
        # Every entry counts, also where a list names a number twice.
        for entry, reason in zip(entries, why, strict=True):
            if reasons is not None and reason not in reasons:
                continue
            since = min(*_dates(entry), begun)
            if reason is x509.ReasonFlags.certificate_hold:
                held, last_held = min(since, held or since), begun
            elif reason is not x509.ReasonFlags.remove_from_crl:
                for_ever = min(since, for_ever or since)
    if freed is not None and freed > last_held:
        held = None
    return min((since for since in (for_ever, held) if since is not None), default=None)


@lru_cache(maxsize=2**17)
def may_hold(data: bytes, number: int) -> bool:
    """Whether a list may have an entry for a number: as DER has it, it stands somewhere in it."""
    return core.Integer(number).dump() in data


def _put_back(
    removing: bytes, told: Iterable[tuple[datetime, Sequence[x509.RevokedCertificate], bytes]]
) -> bool:
    """Whether a later supplement to the same list no longer takes off what one did: then the list itself counts again."""
    base, when = delta_base(removing), opened(removing).last_update_utc
    return any(
        begun > when and not entries and base is not None and delta_base(data) == base
        for begun, entries, data in told
    )


def _condemns(entries: Sequence[x509.RevokedCertificate]) -> bool:
    return any(_reason(entry) is not x509.ReasonFlags.remove_from_crl for entry in entries)


def listed_since(data: bytes, number: int) -> datetime | None:
    """Since when one list names a number of its issuer as revoked, whether or not it was lifted later.

    A date that is ahead of the list itself counts from the list on: it says today that the number is revoked, and
    other readers (OpenSSL) look at no date.
    """
    dates = [
        min(_dates(entry))
        for entry in _entries(data, number, issuer_of(data))
        if _reason(entry) is not x509.ReasonFlags.remove_from_crl
    ]
    return min((*dates, opened(data).last_update_utc)) if dates else None


def last_clean(
    certificate: bytes, lists: Iterable[bytes], issuers: Sequence[bytes], *, now: datetime
) -> datetime | None:
    """When the last whole list was issued that was really signed and does not name a certificate (DER)."""
    loaded = load_certificate(certificate)
    number, issuer = loaded.serial_number, names_of(certificate)[1]
    own = issuers_of(certificate, tuple(map(bytes, issuers)))
    return max(
        (
            opened(data).last_update_utc
            for data in lists
            if not is_delta(data)
            and opened(data).last_update_utc <= loaded.not_valid_after_utc
            and _lifts(data, certificate, own, now)
            and not _entries(data, number, issuer)
        ),
        default=None,
    )


def _lifts(data: bytes, certificate: bytes, own: Sequence[bytes], now: datetime) -> bool:
    """Whether a list may take something back: by the very key that issued the certificate, about certificates like it, for
    all reasons, and not of the future."""
    plain = authentic(data, own) and not fault(data, own, now, past=True) and not unclear(data)
    return plain and in_scope(data, certificate) and not too_new(data, now)


def names_certificate(data: bytes, certificate: bytes) -> bool:
    """Whether a list has an entry for a certificate (DER), also one of another issuer in an indirect list."""
    try:
        return bool(_entries(data, load_certificate(certificate).serial_number, names_of(certificate)[1]))
    except Exception:  # noqa: BLE001 - whatever an odd list provokes in either library
        return False


def leaves_out(data: bytes, certificate: bytes, moment: datetime) -> bool:
    """Whether a list has beyond doubt nothing against a certificate (DER) of a moment: no entry, or of later days only."""
    try:
        found = _entries(data, load_certificate(certificate).serial_number, names_of(certificate)[1])
        begun = opened(data).last_update_utc
        return all(min(*_dates(entry), begun) > moment for entry in found)
    except UNREADABLE:
        return False


def named_ill(data: bytes, certificate: bytes, harmless: Set[x509.ReasonFlags]) -> bool:
    """Whether a list names a certificate (DER) for anything but harmless reasons. Raises `ValueError` and others of `UNREADABLE`."""
    found = _entries(data, load_certificate(certificate).serial_number, names_of(certificate)[1])
    return any(_reason(entry) not in harmless for entry in found)


def takes_off(delta: bytes, certificate: bytes) -> bool:
    """Whether a supplement takes a certificate (DER) off the list that it goes with, and says nothing else of it."""
    try:
        found = _entries(delta, load_certificate(certificate).serial_number, names_of(certificate)[1])
    except UNREADABLE:
        return False
    return bool(found) and not _condemns(found)


def telling(crls: Iterable[bytes], certificate: x509.Certificate) -> tuple[bytes, ...]:
    """Lists that can tell of a certificate: from its lifetime, or naming it.

    After a certificate's end its authority may drop it from the lists (RFC 5280, 3.3).
    """
    return tuple(data for data in crls if _tells(data, certificate))


def _tells(data: bytes, certificate: x509.Certificate) -> bool:
    (der,) = as_der([certificate])
    try:
        crl = opened(data)
        if crl.last_update_utc <= certificate.not_valid_after_utc or issuer_of(data) != names_of(der)[1]:
            return True
        return crl.get_revoked_certificate_by_serial_number(certificate.serial_number) is not None
    except ValueError:
        return False


@lru_cache(maxsize=4096)
def _entries(data: bytes, number: int, issuer: bytes | str) -> tuple[x509.RevokedCertificate, ...]:
    """All entries for a number of an issuer. In an indirect list an entry names its issuer (RFC 5280, 5.3.3)."""
    crl = opened(data)
    whose = issuer_of(data)
    # It looks for no number below zero, which some authorities give.
    if number >= 0 and crl.get_revoked_certificate_by_serial_number(number) is None:
        return ()
    # To open every entry of a large list takes a gigabyte: it is done only where one names its issuer.
    if _ITS_ISSUER not in data:
        return tuple(item for item in crl if item.serial_number == number) if whose == issuer else ()
    found, about = [], frozenset([whose])
    # The names hold for the entries that follow, too.
    for entry in crl:
        about = _whose(entry) or about
        if entry.serial_number == number and not about.isdisjoint((issuer, _ANYBODY)):
            found.append(entry)
    return tuple(found)


def _whose(entry: x509.RevokedCertificate) -> frozenset[bytes | str]:
    """Whose certificate an entry of an indirect list is about, if it says so; `_ANYBODY` where nobody can read it.

    One authority may have several names (RFC 5280, 5.3.3).
    """
    try:
        names = entry.extensions.get_extension_for_class(x509.CertificateIssuer).value
        found = names.get_values_for_type(x509.DirectoryName)
        return frozenset(asn1_x509.Name.load(item.public_bytes()).hashable for item in found) or _UNKNOWN
    except x509.ExtensionNotFound:
        return frozenset()
    except UNREADABLE:
        return _UNKNOWN


def _dates(entry: x509.RevokedCertificate) -> tuple[datetime, ...]:
    """Since when a number is revoked, and since when its key is known or feared to be in strange hands (RFC 5280, 5.3.2)."""
    try:
        feared = entry.extensions.get_extension_for_class(x509.InvalidityDate).value.invalidity_date_utc
    except (*UNREADABLE, x509.ExtensionNotFound):
        return (entry.revocation_date_utc,)
    return entry.revocation_date_utc, feared


def _reason(entry: x509.RevokedCertificate) -> x509.ReasonFlags:
    """Why a number was revoked; one that nobody can read is as none given, which is for ever."""
    try:
        return entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except (*UNREADABLE, x509.ExtensionNotFound):
        return x509.ReasonFlags.unspecified
