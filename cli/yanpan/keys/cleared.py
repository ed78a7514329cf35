"""Whether somebody who may has said that a certificate is not revoked: our own reading, complete in itself.

Every certificate of a chain needs a good word of its own (`speaking`): of the key that issued it, or of one who has a
valid chain himself, each certificate of which has such a word that does not hang on the one asked about.
"""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from pyhanko_certvalidator import CertificateValidator

from yanpan.keys.answerers import MOST_CARRIED
from yanpan.keys.condemned import condemned_since
from yanpan.keys.covering import covers, goes_with
from yanpan.keys.entries import leaves_out, takes_off
from yanpan.keys.fit import may_use_for_signatures, weak_above
from yanpan.keys.grounds import Grounds, Proven, unproven
from yanpan.keys.known import of
from yanpan.keys.lists import (
    CLOCKS_DIFFER,
    WITHOUT_NEXT,
    as_der,
    authentic,
    fault,
    list_time,
    opened,
    wants_delta,
)
from yanpan.keys.loaded import UNREADABLE, load_answer, load_certificate
from yanpan.keys.moments import later
from yanpan.keys.said import numbers_of, said_of
from yanpan.keys.speaking import issuers_of, may_condemn, same_key, unclear
from yanpan.keys.tries import MOST_ANSWERS, Seen, TooManyTried, Tries
from yanpan.keys.trust import all_known, context, known_issuers, needs_no_list
from yanpan.keys.unheard import unheard

if TYPE_CHECKING:
    from pyhanko_certvalidator.path import ValidationPath

MOST_ASKED = 200
"""Certificates on whose words one chain may hang."""

MOST_CHAINS = 16
"""Tried for one certificate."""


@dataclass(frozen=True)
class Question:
    """Whether certificates were good at a moment, asked `now`, and what there is to tell it by.

    `had`: what may speak well; `good`: those of its responses whose good word counts (`standing_answers`). With `past`
    what was issued after the moment counts too. `heard`: all that was given, where that is more.
    """

    had: Grounds
    good: Sequence[bytes]
    moment: datetime
    now: datetime
    past: bool = False
    proven: Proven = unproven
    heard: Grounds | None = None

    @property
    def all_of_it(self) -> Grounds:
        """What may speak ill."""
        return self.heard or self.had


async def uncleared(path: ValidationPath, question: Question) -> x509.Certificate | None:
    """The first certificate of a chain that holds of which nobody who may says that it was good at the moment.

    The root is a person's choice; a signer's certificate for which no list is kept is asked about nowhere.
    """
    below = [item.dump() for item in path.iter_certs(include_root=False)]
    asked = [der for der in below if der != below[-1] or not needs_no_list(load_certificate(der))]
    clear = await cleared(asked, question)
    return next((load_certificate(der) for der in asked if der not in clear), None)


async def cleared(wanted: Iterable[bytes], question: Question) -> frozenset[bytes]:
    """Those certificates (DER) of which somebody who may says so, beside others on whose words they hang."""
    words = Words(
        replace(question.had, ocsps=tuple(question.good)),
        question.all_of_it,
        question.moment,
        question.now,
        past=question.past,
        proven=question.proven,
    )
    return await words.clear(wanted)


@dataclass(frozen=True)
class Words:
    """What is said of certificates, and the moment for which it is to hold."""

    had: Grounds
    """What may speak well."""
    heard: Grounds
    """What may speak ill: all of it."""
    moment: datetime
    now: datetime
    past: bool = False
    proven: Proven = unproven
    _paths: dict[tuple[bytes, datetime], list[tuple[bytes, ...]]] = field(default_factory=dict, repr=False)
    _since: dict[bytes, datetime | None] = field(default_factory=dict, repr=False)

    @cached_property
    def _roots(self) -> tuple[bytes, ...]:
        return tuple(map(bytes, as_der(known_issuers(self.had.trust, self.had.others)[0])))

    @cached_property
    def _known(self) -> tuple[bytes, ...]:
        return all_known(self.had.trust, self.had.others)

    async def clear(self, wanted: Iterable[bytes]) -> frozenset[bytes]:
        """Which of some certificates (DER), and of those on whose words they hang, have a good word.

        Words that hang on each other give nothing: it begins with what the issuing keys say themselves, then come those
        whom that clears, and so on (the least fixed point). Raises `TooManyTried`.
        """
        needs, left = dict[bytes, list[frozenset[bytes]]](), list(wanted)
        while left:
            der = left.pop()
            if der not in needs:
                if len(needs) >= MOST_ASKED:
                    raise TooManyTried
                needs[der] = await self._words_for(der)
                left += (item for need in needs[der] for item in need)
        clear, before = frozenset[bytes](), -1
        while len(clear) > before:
            before = len(clear)
            clear |= {der for der, ways in needs.items() if any(need <= clear for need in ways)}
        return clear

    async def _words_for(self, der: bytes) -> list[frozenset[bytes]]:
        """For each good word about a certificate the certificates that must be good for it to count: none for a word of
        the very key that issued it, beside which no other is wanted."""
        own = issuers_of(der, self._known)
        keys = {of(item).key for item in own}
        listed = [(item, data) for data in self.had.crls for item in self._listed_clean(data, der, own)]
        said = [(giver, data) for data in self.had.ocsps for giver in self._answered_good(data, der)]
        by_own = [data for item, data in listed if item in own]
        by_own += [data for giver, data in said if giver.key in keys]
        if any(self._still_theirs(own, data) for data in by_own):
            return [frozenset()]
        found = list[frozenset[bytes]]()
        for item, data in listed:
            found += [] if item in own else await self._standing(item, data, list_time(data))
        for giver, data in said:
            found += [] if giver.key in keys else await self._may_answer(giver, data)
        return found

    def _still_theirs(self, own: Sequence[bytes], data: bytes) -> bool:
        """Whether something by the issuing key is the authority's beyond doubt: one of its certificates is not revoked, or it
        is proven to have been there before."""
        ends = [self._condemned(item) for item in own]
        return None in ends or self.proven(data, min(since for since in ends if since is not None))

    def _listed_clean(self, data: bytes, der: bytes, own: tuple[bytes, ...]) -> tuple[bytes, ...]:
        """Who signed a list that would name this certificate, was in force then, and may be heard: its issuers, or others."""
        if not covers(data, der) or unclear(data) or not self._list_in_time(data, der):
            return ()
        if fault(data, self._known, self.moment, past=True):
            return ()
        if authentic(data, own):
            return own if self._supplemented(data, der, own) else ()
        return tuple(
            item
            for item in may_condemn(der, self._known)
            if item not in own
            and authentic(data, [item])
            and self._supplemented(data, der, [item])
            and self._akin(item, own)
        )

    def _akin(self, item: bytes, own: Sequence[bytes]) -> bool:
        """Whether somebody of the issuer's name, or named in the certificate, belongs to the authority: certified by the same
        key, or one by the other."""
        # One of its certificates that was revoked, a cross certificate say, makes it nobody's kin.
        good = [one for one in own if self._condemned(one) is None]
        keys = {of(one).key for one in good}
        above = {of(top).key for one in good for top in issuers_of(one, self._known)}
        if of(item).subject not in {of(one).subject for one in own}:
            # One service may publish the lists of all authorities under a root.
            above |= self._all_above(good)
        over = {of(top).key for top in issuers_of(item, self._known)}
        return bool(over & (above | keys)) or of(item).key in above

    def _all_above(self, good: Iterable[bytes]) -> frozenset[bytes]:
        """The keys of those above some authorities, up to the root, of whom nothing bad is said."""
        found, left = set[bytes](), list(good)
        while left:
            for top in issuers_of(left.pop(), self._known):
                if top not in found and self._condemned(top) is None:
                    found.add(top)
                    left.append(top)
        return frozenset(of(item).key for item in found)

    def _supplemented(self, data: bytes, der: bytes, signers: Sequence[bytes]) -> bool:
        """Whether a list does not name a certificate, and the supplement is at hand that it points to."""
        left_out = leaves_out(data, der, self.moment)
        if left_out and not wants_delta(data):
            return True
        beside = [
            item
            for item in self.had.crls
            if goes_with(item, data)
            and authentic(item, signers)
            and not fault(item, signers, self.moment, past=True)
            and self._list_in_time(item, der)
        ]
        # What the list itself names, a hold for one, the newest must say is over (RFC 5280, 5.2.4).
        newest = max(beside, key=lambda item: opened(item).last_update_utc, default=None)
        return newest is not None and (left_out or takes_off(newest, der))

    def _list_in_time(self, data: bytes, der: bytes) -> bool:
        begun = list_time(data)
        return begun is not None and self._in_time(begun, opened(data).next_update_utc, der)

    def _in_time(self, begun: datetime, until: datetime | None, der: bytes) -> bool:
        """Whether something said from `begun` to `until` holds at the moment, and was said while the certificate ran."""
        newest = later(self.now if self.past else self.moment, CLOCKS_DIFFER)
        if begun > min(newest, load_certificate(der).not_valid_after_utc):
            return False
        return begun >= self.moment or (until or later(begun, WITHOUT_NEXT)) >= self.moment

    def _answered_good(self, data: bytes, der: bytes) -> tuple[Seen, ...]:
        """Who gave a response that says so, of this moment: the authority, or somebody whom it appointed."""
        certificate = load_certificate(der)
        if certificate.serial_number not in numbers_of(bytes(data)):
            return ()
        try:
            said = said_of(data, certificate, self._known, Tries(MOST_ANSWERS))
            answer = load_answer(data)
            if len(answer.certificates) > MOST_CARRIED or answer.produced_at_utc > later(
                self.now, CLOCKS_DIFFER
            ):
                return ()
        except UNREADABLE:
            return ()
        if not said or not all(item.good and self._in_time(item.at, item.until, der) for item in said):
            return ()
        return said[0].by

    async def _may_answer(self, giver: Seen, data: bytes) -> list[frozenset[bytes]]:
        """What must be good for somebody whom the authority appointed to be heard, for each of his chains; nothing where he
        may not be.

        That nobody need ask about him is for his authority to say.
        """
        if not may_use_for_signatures(giver.certificate):
            return []
        ways = await self._standing(giver.der, data, load_answer(data).produced_at_utc)
        try:
            giver.certificate.extensions.get_extension_for_class(x509.OCSPNoCheck)
        except x509.ExtensionNotFound:
            return ways
        return [needed - {giver.der} for needed in ways]

    async def _standing(self, der: bytes, data: bytes, at: datetime | None) -> list[frozenset[bytes]]:
        """What must be good for one who is not the issuer to be heard: all of one of his chains; nothing where he may not be."""
        certificate = load_certificate(der)
        begun = later(certificate.not_valid_before_utc, -CLOCKS_DIFFER)
        if at is None or not begun <= at <= certificate.not_valid_after_utc:
            return []
        chains = await self._chains(der, max(self.moment, at) if self.past else self.moment)
        return [
            frozenset(item for item in path if item not in self._roots)
            for path in chains
            if all(self._stands(item, data) for item in path)
        ]

    def _stands(self, item: bytes, data: bytes) -> bool:
        """Whether something that was given (`data`) is of the lifetime of one in its giver's chain.

        Once he has ended, or was revoked, a date can be written on anything: then it must be proven to have been there before.
        """
        if weak_above(load_certificate(item).public_key()) or unheard(item, self.heard) is not None:
            return False
        end = load_certificate(item).not_valid_after_utc
        ends = [since for since in [self._condemned(item)] if since is not None]
        ends += [end] if end < self.now else []
        return not ends or self.proven(data, min(ends))

    def _condemned(self, der: bytes) -> datetime | None:
        if der not in self._since:
            self._since[der] = condemned_since(
                der, self.heard, self.now, lifting=self.had, proven=self.proven
            )
        return self._since[der]

    async def _chains(self, der: bytes, at: datetime) -> list[tuple[bytes, ...]]:
        """The chains of somebody, each with the root first, valid at the time whatever is said of revocation.

        More than one where an authority above has several certificates for its key (RFC 4158).
        """
        if (der, at) in self._paths:
            return self._paths[der, at]
        found, waiting, tried = list[tuple[bytes, ...]](), [frozenset[bytes]()], set[frozenset[bytes]]()
        while waiting and len(tried) < MOST_CHAINS:
            without = waiting.pop(0)
            if without in tried:
                continue
            tried.add(without)
            path = await self._path(der, at, without)
            if path is not None and path not in found:
                found.append(path)
                waiting += [
                    without | {item} for item in path[1:-1] if set(same_key(item, self._known)) - without
                ]
        self._paths[der, at] = found
        return found

    async def _path(self, der: bytes, at: datetime, without: frozenset[bytes]) -> tuple[bytes, ...] | None:
        if der in self._roots:
            return (der,)
        settings = context(at, self.had.trust, self.had.others, without)
        validator = CertificateValidator(asn1_x509.Certificate.load(der), validation_context=settings)
        try:
            path = await validator.async_validate_path()
            return tuple(item.dump() for item in path.iter_certs(include_root=True))
        except (TooManyTried, MemoryError):
            raise
        except Exception:  # noqa: BLE001 - whatever keeps a chain from holding
            return None
