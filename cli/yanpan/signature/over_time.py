"""Judging in later years: proofs of existence, and chains judged for the time that is proven.

ETSI EN 319 102-1, 5.6, narrowed. A signature is judged at the present first. Where only time stands against
it (a certificate ended or was revoked, the lists are old), it is judged again for the moment at which trusted
time stamps prove that it existed. Document time stamps are judged from the last to the first: each one proves
that all before it existed, and so carries the earlier ones over the end of their own certificates.

The clock is the caller's throughout. pyHanko's own `ades_lta_validation` asks the machine's clock in several
places, and so cannot tell how a paper will be judged in 2031.
"""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Generic, TypeVar

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.validation.status import SignatureStatus
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.path import ValidationPath

from yanpan.keys import (
    MOST_CHAINS,
    Grounds,
    Question,
    Trouble,
    all_known,
    as_der,
    carried_by,
    condemned_since,
    context,
    end_of_trust,
    lying_beside,
    name_of,
    narrow_issuer,
    not_cleared,
    odd,
    revoked_in,
    same_key,
    self_signed,
    standing_answers,
    telling,
    trouble_for,
    trouble_of,
    unreadable,
)
from yanpan.signature.archive import Archive, Item

_TIME_BOUND = frozenset(
    {
        "CERTIFICATE_CHAIN_GENERAL_FAILURE",
        "OUT_OF_BOUNDS_NO_POE",
        "REVOKED_CA_NO_POE",
        "REVOKED_NO_POE",
        "TRY_LATER",
    }
)
"""What another moment could change."""


def trust_problem(status: SignatureStatus) -> str:
    """The ETSI EN 319 102-1 sub-indication of a sound signature that is not trusted."""
    indication = status.trust_problem_indic
    return str(indication.standard_name) if indication is not None else "NO_CERTIFICATE_CHAIN_FOUND"


S = TypeVar("S", bound=SignatureStatus)
Check = Callable[[ValidationContext], Awaitable[S]]


@dataclass(frozen=True)
class Proof:
    """A trusted document time stamp: all up to and in its revision existed by then."""

    revision: int
    time: datetime


@dataclass(frozen=True)
class Known:
    """What a reader judges by: the moment, whom to trust, what was given, and what the paper carries."""

    at: datetime
    trust: tuple[x509.Certificate, ...]
    crls: tuple[bytes, ...] = ()
    ocsps: tuple[bytes, ...] = ()
    archive: Archive = field(default_factory=Archive)
    messages: tuple[bytes, ...] = ()
    """All certificates that the signatures and time stamps of the paper carry (DER): what one brings another may need."""

    def grounds(self, others: Sequence[asn1_x509.Certificate] = ()) -> Grounds:
        """All there is to judge a chain by at the present, with what a signature itself carries."""
        crls, ocsps = self.crls + _data(self.archive.crls), self.ocsps + _data(self.archive.ocsps)
        carried = [*_data(self.archive.certificates), *(item.dump() for item in others), *self._further]
        return Grounds(self.trust, carried, crls, ocsps)

    @cached_property
    def _further(self) -> list[bytes]:
        beside = [item for item in lying_beside(self.crls + self.ocsps) if not odd(item)]
        return [*self.messages, *beside, *carried_by(self.ocsps + _data(self.archive.ocsps))]

    def earliest(self, proofs: Iterable[Proof], revision: int) -> datetime | None:
        """When what stands in a revision is proven to have existed."""
        return min((proof.time for proof in proofs if proof.revision > revision), default=None)


@dataclass(frozen=True)
class Settled(Generic[S]):
    """How a signature stands: judged for `moment`. `problem` is the sub-indication when it is not trusted, `trouble` why."""

    status: S
    moment: datetime
    trusted: bool
    problem: str = ""
    trouble: Trouble | None = None

    @property
    def revoked_before(self) -> bool:
        """Whether the certificate was revoked before the moment for which it was judged."""
        return self.problem in ("REVOKED_NO_POE", "REVOKED_CA_NO_POE")

    @property
    def time_bound(self) -> bool:
        """Whether time alone stands against it: at another moment, or with other lists, it could be trusted."""
        return self.problem in _TIME_BOUND and (self.trouble is None or self.trouble.in_time)


async def settle(
    check: Check[S],
    certificate: x509.Certificate,
    known: Known,
    *,
    proven: datetime | None,
    proofs: Sequence[Proof],
    others: Sequence[asn1_x509.Certificate] = (),
) -> Settled[S]:
    """Judge at the present, and where time alone stands against it for the moment `proven`.

    A revocation before the proven moment stays one; a proof says nothing about a chain that no root trusts. A chain,
    list or answer that no library gets through leaves the signature untrusted; what is wrong with the signature
    itself raises.
    """
    try:
        return await _settled(check, certificate, known, proven=proven, proofs=proofs, others=others)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - asked once more without any of them, to know whose fault it is
        status = await check(context(known.at, ()))
        had = known.grounds(others)
        if revoked := await _revoked_all_the_same(certificate, had, known, proven):
            return Settled(status, known.at, False, revoked, trouble_for(revoked))
        return Settled(status, known.at, False, "", unreadable(certificate.public_bytes(Encoding.DER), had))


async def _revoked_all_the_same(
    certificate: x509.Certificate, had: Grounds, known: Known, proven: datetime | None
) -> str:
    """What our own reading of the lists says where the library fails over one, for a reason of revocation that is none."""
    by = min(proven or known.at, known.at)
    try:
        return revoked_in(certificate, None, had, moment=by, now=known.at, past=by < known.at)
    except Exception:  # noqa: BLE001 - then nothing is known of it
        return ""


async def _settled(
    check: Check[S],
    certificate: x509.Certificate,
    known: Known,
    *,
    proven: datetime | None,
    proofs: Sequence[Proof],
    others: Sequence[asn1_x509.Certificate],
) -> Settled[S]:
    judging = _Judging(check, certificate, known, known.grounds(others), proofs)
    settled = await judging.at_present()
    status = settled.status
    if settled.trusted or not (status.intact and status.valid):
        return settled
    if proven is None or proven >= known.at or not settled.time_bound:
        return settled
    crls = telling(known.crls + _data(known.archive.crls), certificate)
    ocsps = known.ocsps + _data(known.archive.ocsps)
    first = past = await judging.at(proven, crls, ocsps, past=True)
    end, without = None, frozenset[bytes]()
    # Where an authority of the one chain stands no more, another of its certificates may.
    for _ in range(MOST_CHAINS):
        if not past.trusted or past.status.validation_path is None:
            break
        if (found := await judging.ended(past)) is None:
            return past
        end, further = end or found, judging.others_than(past, without)
        if not further:
            break
        without = without.union(*further)
        past = await judging.at(proven, crls, ocsps, past=True, without=without)
    if end is None:
        return first
    # An authority that has ended could sign anything now: only what existed while it stood counts.
    crls = telling(_proven_by(known.archive.crls, known, proofs, end), certificate)
    return await judging.at(proven, crls, _proven_by(known.archive.ocsps, known, proofs, end), past=True)


@dataclass(frozen=True)
class _Judging(Generic[S]):
    """One signature and what there is to judge its chain by."""

    check: Check[S]
    certificate: x509.Certificate
    known: Known
    grounds: Grounds
    proofs: Sequence[Proof] = ()

    def proven(self, data: bytes, by: datetime) -> bool:
        """Whether a list or a response lay in the paper's archive by a moment, as time stamps prove."""
        archived = (*self.known.archive.crls, *self.known.archive.ocsps)
        return data in _proven_by(archived, self.known, self.proofs, by)

    async def at_present(self) -> Settled[S]:
        return await self.at(self.known.at, self.grounds.crls, self.grounds.ocsps)

    async def ended(self, settled: Settled[S]) -> datetime | None:
        """When the first of the authorities of the chain that was found ended or was revoked; None where all stand."""
        path = settled.status.validation_path
        if path is None:
            return None
        had = replace(self.known.grounds(), others=self.grounds.others)
        end = await end_of_trust(list(path.iter_certs(include_root=False))[:-1], had, self.known.at)
        if self.out_of_time(path, self.known.at) is not None:
            root = _root_of(path)
            end = min(root.not_valid_after_utc, end or root.not_valid_after_utc)
        return end

    async def at(
        self,
        moment: datetime,
        crls: Sequence[bytes],
        ocsps: Sequence[bytes],
        *,
        past: bool = False,
        without: frozenset[bytes] = frozenset(),
    ) -> Settled[S]:
        """Judge for a moment with some lists and responses: by any chain that holds (RFC 5280, 6.1).

        An authority may have several certificates for its key. Where one of them does not do the others are tried.
        """
        first = await self._by_a_chain(moment, crls, ocsps, without, past=past)
        waiting, tried = self.others_than(first, without), {without}
        while not first.trusted and waiting and len(tried) < MOST_CHAINS:
            without = waiting.pop(0)
            if without in tried:
                continue
            tried.add(without)
            found = await self._by_a_chain(moment, crls, ocsps, without, past=past)
            if found.trusted:
                return found
            # One that is revoked says nothing of those of whom nobody knows.
            first = found if first.revoked_before and not found.revoked_before else first
            waiting += self.others_than(found, without)
        return first

    def others_than(self, found: Settled[S], without: frozenset[bytes]) -> list[frozenset[bytes]]:
        """What to leave out for another chain: a certificate of one that was found whose key has another; never a root."""
        path = found.status.validation_path if found.status.intact and found.status.valid else None
        above = [item.dump() for item in path.iter_certs(include_root=False)][:-1] if path else []
        known = all_known(self.grounds.trust, self.grounds.others)
        further = [der for der in above if set(same_key(der, known)) - without]
        # Those that stand no more are left out first, all at once: an authority may renew its certificate every year.
        gone = [der for der in further if condemned_since(der, self.grounds, self.known.at) is not None]
        return [without.union(gone)] if gone else [without | {der} for der in further]

    async def _by_a_chain(
        self,
        moment: datetime,
        crls: Sequence[bytes],
        ocsps: Sequence[bytes],
        without: frozenset[bytes],
        *,
        past: bool,
    ) -> Settled[S]:
        """The same by the first chain that is found when some certificates of authorities are left out."""
        had = replace(self.grounds, crls=crls, ocsps=ocsps)
        every = self.grounds
        good = standing_answers(
            ocsps, every.crls, every.trust, every.others, self.known.at, self.proven, every.ocsps,
            about=(self.certificate,),
        )  # fmt: skip
        settings = context(moment, had.trust, had.others, without)
        status = await self.check(settings)
        if not (status.intact and status.valid):
            return Settled(status, moment, False, trust_problem(status))
        own = self.certificate
        # Also where the certificate itself is among the roots: trust does not outlast its end.
        in_time = own.not_valid_before_utc <= moment <= own.not_valid_after_utc
        root = self.out_of_time(status.validation_path, moment) if status.trusted and in_time else None
        trusted = bool(status.trusted and in_time and root is None)
        problem = "" if trusted else "OUT_OF_BOUNDS_NO_POE" if status.trusted else trust_problem(status)
        path = status.validation_path if trusted else None
        revoked = revoked_in(
            own,
            path,
            self.grounds,
            moment=moment,
            now=self.known.at,
            past=past,
            lifting=had,
            proven=self.proven,
        )
        if revoked and (trusted or problem in _TIME_BOUND):
            return Settled(status, moment, False, revoked, trouble_for(revoked))
        if trusted:
            if path and (narrow := narrow_issuer(path)):
                return Settled(status, moment, False, "CHAIN_CONSTRAINTS_FAILURE", narrow)
            asked = Question(had, good, moment, self.known.at, past, self.proven, self.grounds)
            wanting = await not_cleared(path, asked) if path else None
            return Settled(status, moment, wanting is None, "TRY_LATER" if wanting else "", wanting)
        if root is not None:
            return Settled(status, moment, False, problem, root)
        leaf = asn1_x509.Certificate.load(own.public_bytes(Encoding.DER))
        again = context(moment, had.trust, had.others, without)
        trouble = await trouble_of(leaf, again, had, moment, good, self.known.at if past else moment)
        return Settled(status, moment, False, problem, trouble or trouble_for(problem))

    def out_of_time(self, path: ValidationPath | None, moment: datetime) -> Trouble | None:
        """What is wrong with the root's own dates, which pyHanko does not look at: a root is trusted while it stands.

        Of a root that renewed its certificate by itself any one will do that is not revoked. A certificate of its name and
        key that another issued is none of these: it stands by a chain of its own.
        """
        if path is None:
            return None
        root = _root_of(path)
        if any(
            item.not_valid_before_utc <= moment <= item.not_valid_after_utc for item in self._renewed(root)
        ):
            return None
        if moment > root.not_valid_after_utc:
            return Trouble("CERTIFICATE_EXPIRED", f"根证书“{name_of(root)}”已经过期", in_time=True)
        words = f"根证书“{name_of(root)}”还没有生效：检查电脑的时钟"
        return Trouble("CERTIFICATE_EXPIRED", words, in_time=True)

    def _renewed(self, root: x509.Certificate) -> Iterator[x509.Certificate]:
        yield root
        # The paper may carry the one from before: it is signed with the very key that is trusted.
        carried = (x509.load_der_x509_certificate(item) for item in self.grounds.others if not odd(item))
        for item in (*self.known.trust, *carried):
            own = item.subject == root.subject and item.public_key() == root.public_key()
            if (
                own
                and self_signed(item)
                and condemned_since(as_der([item])[0], self.grounds, self.known.at) is None
            ):
                yield item


def _root_of(path: ValidationPath) -> x509.Certificate:
    return x509.load_der_x509_certificate(next(path.iter_certs(include_root=True)).dump())


def _proven_by(
    items: Sequence[Item], known: Known, proofs: Sequence[Proof], end: datetime
) -> tuple[bytes, ...]:
    """What is proven to have existed by a moment: it stands in a revision that a time stamp covers."""
    found = []
    for item in items:
        # A document time stamp covers the store of every revision before its own.
        time = known.earliest(proofs, item.revision)
        if time is not None and time <= end:
            found.append(item.data)
    return tuple(found)


def _data(items: Sequence[Item]) -> tuple[bytes, ...]:
    return tuple(item.data for item in items)
