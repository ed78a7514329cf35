"""Whether something bad is said of a certificate that nobody here can weigh.

A bad word may be passed over only where it is beyond doubt another's: about a certificate of another authority, or given by
a key that is known and has no say here. Whatever else names the certificate was heard (`condemned`), or nobody knows
whether it is true: a key that nobody has at hand, an algorithm that no library knows, a form that nobody can read.
"""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from asn1crypto import crl as asn1_crl
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509 import ocsp

from yanpan.keys.answerers import MOST_CARRIED, may_answer, signed_by
from yanpan.keys.entries import may_hold, named_ill
from yanpan.keys.grounds import Grounds
from yanpan.keys.known import known_by, of
from yanpan.keys.lists import issuer_of, said_by
from yanpan.keys.loaded import UNREADABLE, load_answer
from yanpan.keys.said import by_number, names_issuer, names_key, reason_of, said_of
from yanpan.keys.speaking import STOLEN, may_condemn, named_for_lists, same_key, under_one_root
from yanpan.keys.tries import MOST_ANSWERS, Seen, TooManyTried, Tries, seen
from yanpan.keys.trust import all_known
from yanpan.keys.verified import Verified, signed_with
from yanpan.keys.wellformed import may_issue

_TAKEN_OFF = frozenset({x509.ReasonFlags.remove_from_crl})
_OF_THE_OTHER_ALONE = frozenset(x509.ReasonFlags) - STOLEN - {x509.ReasonFlags.unspecified}
"""Reasons that tell of one certificate for a key, and nothing of the key."""


def unheard(der: bytes, had: Grounds) -> bytes | None:
    """A list or response that says that a certificate (DER) is revoked, where nobody can tell whether it is true."""
    known = all_known(had.trust, had.others)
    told = by_number(tuple(map(bytes, had.ocsps)))
    # What is said of another certificate for its key may be that the key was stolen.
    for item in (der, *same_key(der, (*known, *map(bytes, had.others)))):
        matter = _Matter(item, known, _TAKEN_OFF if item == der else _OF_THE_OTHER_ALONE)
        lists = (data for data in had.crls if matter.list_unheard(data))
        about = (*told.get(matter.own.certificate.serial_number, ()), *told.get(None, ()))
        answers = (data for data in about if matter.answer_unheard(data))
        found = next(chain(lists, answers), None)
        if found is not None:
            # With the file that it came from.
            return next(data for data in (*had.crls, *had.ocsps) if data == found)
    return None


@dataclass(frozen=True)
class _Matter:
    """A certificate, all authorities known (DER), and the reasons for which nobody minds that it is revoked."""

    der: bytes
    known: tuple[bytes, ...]
    harmless: Set[x509.ReasonFlags]

    @cached_property
    def own(self) -> Seen:
        """The certificate itself."""
        return of(self.der)

    @cached_property
    def _condemning(self) -> tuple[Seen, ...]:
        return tuple(map(of, may_condemn(self.der, self.known)))

    def list_unheard(self, data: bytes) -> bool:
        """Whether a list names it, and it is neither heard nor another's."""
        if not may_hold(data, self.own.certificate.serial_number):
            return False
        try:
            if not named_ill(data, self.der, self.harmless):
                return False
            if said_by(data, (item.der for item in self._condemning)):
                return False
            name, called = issuer_of(data), {self.own.issuer, *named_for_lists(self.der)}
            whole = asn1_crl.CertificateList.load(bytes(data))
            parts = whole["tbs_cert_list"].dump(), whole["signature"], whole["signature_algorithm"]
        except (*UNREADABLE, UnsupportedAlgorithm, KeyError):
            return True
        return not any(
            signed_with(*parts, item.key) is Verified.TRUE
            for item in known_by(self.known).named(name)
            if name not in called or not under_one_root(self.der, item.der, self.known)
        )

    def answer_unheard(self, data: bytes) -> bool:
        """The same for a response."""
        certificate, tries = self.own.certificate, Tries(MOST_ANSWERS)
        try:
            answer = load_answer(data)
            ill = [
                item
                for item in answer.responses
                if item.serial_number == certificate.serial_number
                and item.certificate_status is ocsp.OCSPCertStatus.REVOKED
                and reason_of(item) not in self.harmless
            ]
            if not any(map(self._may_name, ill)):
                return False
            if any(item.since is not None for item in said_of(data, certificate, self.known, tries)):
                return False
            few = len(answer.certificates) <= MOST_CARRIED
            return not self._another(data, [*map(seen, answer.certificates)] if few else [], tries)
        except (*UNREADABLE, UnsupportedAlgorithm, KeyError, TooManyTried):
            return True

    def _may_name(self, single: ocsp.OCSPSingleResponse) -> bool:
        """Whether an answer may be about it: the authority's key, or its name and no other key that is known.

        What an answer carries is covered by no signature: it tells of nobody that he is another.
        """
        try:
            _ = single.hash_algorithm
        except UnsupportedAlgorithm:
            return True
        theirs = {item.key for item in self._condemning}
        if any(names_key(single, key) for key in theirs):
            return True
        if not names_issuer(single, self.own.certificate, self._condemning):
            return False
        return not any(names_key(single, key) for key in {*known_by(self.known).by_key} - theirs)

    def _another(self, data: bytes, carried: Sequence[Seen], tries: Tries) -> bool:
        """Whether an answer is by somebody known who has no say: another authority, whom it appointed, or nobody's appointed."""
        known, theirs = list(map(of, self.known)), {item.key for item in self._condemning}
        strangers = [item for item in known if item.key not in theirs and may_issue(item.certificate)]
        below = []
        # One of the authority's name may be the authority, whatever his certificate says that his key is for.
        for item in (one for one in (*known, *carried) if one.subject != self.own.issuer):
            by_theirs = any(tries.link(item, top) is not Verified.FALSE for top in self._condemning)
            by_others = any(tries.link(item, top) is Verified.TRUE for top in strangers)
            speaks = may_answer(item.certificate) or may_issue(item.certificate)
            if by_theirs and not speaks or by_others and not by_theirs and not may_issue(item.certificate):
                below.append(item)
        return any(signed_by(data, item, tries) is Verified.TRUE for item in (*strangers, *below))
