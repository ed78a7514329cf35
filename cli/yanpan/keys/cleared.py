"""Whether somebody who may has said that a certificate is not revoked: our own reading, beside the library's.

pyHanko takes for a certificate the ordinary list of any authority that its issuer certified, and the word of whoever
stands above himself. Here every certificate of a chain needs a good word of its own (`speaking`): of the key that issued
it, or of one that stands by good words which do not hang on it.
"""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from asn1crypto import x509 as asn1_x509
from cryptography import x509

from yanpan.keys.answerers import MOST_CARRIED
from yanpan.keys.answers import said_of
from yanpan.keys.condemned import condemned_since
from yanpan.keys.fit import may_use_for_signatures, weak_above
from yanpan.keys.grounds import Grounds
from yanpan.keys.lists import (
    CLOCKS_DIFFER,
    WITHOUT_NEXT,
    as_der,
    authentic,
    delta_base,
    fault,
    head_of,
    is_delta,
    is_partial,
    issuer_of,
    list_number,
    list_time,
    names_of,
    opened,
    scope_of,
    wants_delta,
)
from yanpan.keys.loaded import UNREADABLE, load_answer, load_certificate
from yanpan.keys.moments import later
from yanpan.keys.speaking import issuers_of, may_condemn, of, unclear
from yanpan.keys.tries import MOST_ANSWERS, Tries
from yanpan.keys.trust import known_issuers, needs_no_list

if TYPE_CHECKING:
    from pyhanko_certvalidator.path import ValidationPath


def uncleared(
    path: ValidationPath,
    had: Grounds,
    good: Sequence[bytes],
    moment: datetime,
    now: datetime,
    *,
    past: bool = False,
) -> x509.Certificate | None:
    """The first certificate of a chain that holds of which nobody who may says that it was good at a moment.

    `good`: those responses whose good word counts (`standing_answers`). With `past` what was issued after the moment
    counts too. The root is a person's choice; a signer's certificate for which no list is kept is asked about nowhere.
    """
    words = Words(had, tuple(good), moment, now, past=past)
    below = [item.dump() for item in path.iter_certs(include_root=False)]
    for der in below:
        certificate = load_certificate(der)
        if der == below[-1] and needs_no_list(certificate):
            continue
        if not words.clear(der):
            return certificate
    return None


@dataclass(frozen=True)
class Words:
    """What is said of certificates, and the moment for which it is to hold."""

    had: Grounds
    good: tuple[bytes, ...]
    moment: datetime
    now: datetime
    past: bool = False

    @cached_property
    def _roots(self) -> tuple[bytes, ...]:
        return tuple(map(bytes, as_der(known_issuers(self.had.trust, self.had.others)[0])))

    @cached_property
    def _known(self) -> tuple[bytes, ...]:
        return (*self._roots, *map(bytes, known_issuers(self.had.trust, self.had.others)[1]))

    def clear(self, der: bytes, asking: frozenset[bytes] = frozenset()) -> bool:
        """Whether a certificate (DER) has a good word. Keys in `asking` have none to give: it is about them.

        Raises `TooManyTried`.
        """
        asking = asking | {of(der).key}
        own = [item for item in issuers_of(der, self._known) if of(item).key not in asking]
        return any(self._listed_clean(data, der, own, asking) for data in self.had.crls) or any(
            self._answered_good(data, der, own, asking) for data in self.good
        )

    def _stands(self, der: bytes, asking: frozenset[bytes]) -> bool:
        """Whether one who is not the issuer may be heard: up to a root all above him and he himself are good."""
        if der in self._roots:
            return True
        if of(der).key in asking or condemned_since(der, self.had, self.now) is not None:
            return False
        asking = asking | {of(der).key}
        above = [item for item in issuers_of(der, self._known) if of(item).key not in asking]
        return any(self._stands(item, asking) for item in above) and self.clear(der, asking)

    def _listed_clean(self, data: bytes, der: bytes, own: list[bytes], asking: frozenset[bytes]) -> bool:
        """Whether a list is one that would name this certificate, in force then, by somebody who may."""
        if not _covers(data, der) or unclear(data) or not self._list_in_time(data, der):
            return False
        if fault(data, self._known, self.moment, past=True):
            return False
        if wants_delta(data) and not any(self._supplements(item, data, der) for item in self.had.crls):
            return False
        if authentic(data, own):
            return True
        others = [item for item in may_condemn(der, self._known) if item not in own]
        return any(
            authentic(data, [item]) and _stood(item, list_time(data)) and self._stands(item, asking)
            for item in others
        )

    def _list_in_time(self, data: bytes, der: bytes) -> bool:
        begun = list_time(data)
        return begun is not None and self._in_time(begun, opened(data).next_update_utc, der)

    def _supplements(self, delta: bytes, data: bytes, der: bytes) -> bool:
        """Whether a delta goes with a full list (RFC 5280, 5.2.4): same issuer and scope, from that list or one before on."""
        base, number = delta_base(delta), list_number(data)
        return (
            base is not None
            and (number is None or base <= number)
            and issuer_of(delta) == issuer_of(data)
            and scope_of(delta) == scope_of(data)
            and not fault(delta, self._known, self.moment, past=True)
            and not unclear(delta)
            and (list_time(delta) or self.moment) >= (list_time(data) or self.moment)
            and self._list_in_time(delta, der)
        )

    def _in_time(self, begun: datetime, until: datetime | None, der: bytes) -> bool:
        """Whether something said from `begun` to `until` holds at the moment, and was said while the certificate ran."""
        newest = later(self.now if self.past else self.moment, CLOCKS_DIFFER)
        if begun > min(newest, load_certificate(der).not_valid_after_utc):
            return False
        return begun >= self.moment or (until or later(begun, WITHOUT_NEXT)) >= self.moment

    def _answered_good(self, data: bytes, der: bytes, own: list[bytes], asking: frozenset[bytes]) -> bool:
        """Whether a response says so, of this moment, by the authority or by somebody whom it appointed and who is good."""
        known = [load_certificate(item) for item in self._known]
        certificate = load_certificate(der)
        try:
            said = said_of(data, certificate, known, Tries(MOST_ANSWERS))
            if not said or not all(item.good and self._in_time(item.at, item.until, der) for item in said):
                return False
            if len(load_answer(data).certificates) > MOST_CARRIED:
                return False
        except UNREADABLE:
            return False
        keys = {of(item).key for item in own}
        return any(
            giver.key in keys or (giver.key not in asking and self._may_answer(giver.der, asking))
            for giver in said[0].by
        )

    def _may_answer(self, der: bytes, asking: frozenset[bytes]) -> bool:
        """Whether whom the authority appointed is good: it says that nobody need ask, or says so of him."""
        certificate = load_certificate(der)
        if weak_above(certificate.public_key()) or not may_use_for_signatures(certificate):
            return False
        if condemned_since(der, self.had, self.now) is not None:
            return False
        try:
            certificate.extensions.get_extension_for_class(x509.OCSPNoCheck)
        except x509.ExtensionNotFound:
            return self.clear(der, asking)
        return True


def _stood(der: bytes, at: datetime | None) -> bool:
    """Whether the certificate of somebody who signs lists was in its time, and its key is strong enough."""
    certificate = load_certificate(der)
    if at is None or weak_above(certificate.public_key()):
        return False
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc


def _covers(data: bytes, der: bytes) -> bool:
    """Whether a list is about certificates like this one (RFC 5280, 5.2.5 and 6.3.3 b): complete, for all reasons.

    By its issuer's name, or indirect and named in the certificate. One for some places of publication covers those
    certificates that name one of them.
    """
    if is_delta(data):
        return False
    certificate = asn1_x509.Certificate.load(der)
    direct = issuer_of(data) == names_of(der)[1]
    if not is_partial(data):
        return direct
    scope: Any = None
    for extension in head_of(data)["crl_extensions"]:
        if extension["extn_id"].native == "issuing_distribution_point":
            scope = extension["extn_value"].parsed
    if scope is None or scope["only_some_reasons"].native or scope["only_contains_attribute_certs"].native:
        return False
    constraints = certificate.basic_constraints_value
    authority = bool(constraints and constraints["ca"].native)
    if scope["only_contains_user_certs" if authority else "only_contains_ca_certs"].native:
        return False
    points = list(certificate.crl_distribution_points_value or ())
    if not direct:
        name = issuer_of(data)
        points = [item for item in points if _named_in(item, name)]
        if not (scope["indirect_crl"].native and points):
            return False
    return _same_place(scope["distribution_point"], points)


def _named_in(point: Any, name: bytes | str) -> bool:
    found = point["crl_issuer"] or ()
    return any(item.name == "directory_name" and item.chosen.hashable == name for item in found)


def _same_place(published: Any, points: list[Any]) -> bool:
    """Whether a list of one place of publication is one that the certificate names. Without a place it is for all."""
    if not published:
        return True
    if published.name != "full_name":
        return any(
            item["distribution_point"] and item["distribution_point"].dump() == published.dump()
            for item in points
        )
    places = [name.dump() for name in published.chosen]
    return any(
        item["distribution_point"]
        and item["distribution_point"].name == "full_name"
        and any(name.dump() in places for name in item["distribution_point"].chosen)
        for item in points
    )
