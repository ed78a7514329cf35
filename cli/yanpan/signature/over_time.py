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

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Generic, TypeVar

from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.validation.status import SignatureStatus
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathError, RevokedError, ValidationError

from yanpan.keys.trust import context, trust_problem
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

    def earliest(self, proofs: Iterable[Proof], revision: int) -> datetime | None:
        """When what stands in a revision is proven to have existed."""
        return min((proof.time for proof in proofs if proof.revision > revision), default=None)


@dataclass(frozen=True)
class Settled(Generic[S]):
    """How a signature stands: judged for `moment`. `problem` is the sub-indication when it is not trusted."""

    status: S
    moment: datetime
    trusted: bool
    problem: str = ""

    @property
    def revoked_before(self) -> bool:
        """Whether the certificate was revoked before the moment for which it was judged."""
        return self.problem in ("REVOKED_NO_POE", "REVOKED_CA_NO_POE")

    @property
    def time_bound(self) -> bool:
        """Whether time alone stands against it: at another moment, or with other lists, it could be trusted."""
        return self.problem in _TIME_BOUND


async def settle(
    check: Check[S],
    certificate: x509.Certificate,
    known: Known,
    *,
    proven: datetime | None,
    proofs: Sequence[Proof],
    others: Sequence[asn1_x509.Certificate] = (),
    now: S | None = None,
) -> Settled[S]:
    """Judge at the present, and where time alone stands against it for the moment `proven`.

    `now` is what `check` gave for the present, if it was asked already. A revocation before the proven moment
    stays one; a proof says nothing about a chain that no root trusts.
    """
    carried = [item.data for item in known.archive.certificates]
    if now is None:
        now = await check(_present(known, certificate, carried))
    settled = _settled(now, certificate, known.at)
    if settled.trusted and (known.ocsps or known.archive.ocsps):
        # pyHanko looks at no list where an OCSP response says "good", and the list may know better.
        lists = _present(
            replace(known, ocsps=(), archive=replace(known.archive, ocsps=())), certificate, carried
        )
        settled = _the_worse(settled, _settled(await check(lists), certificate, known.at))
    if settled.trusted or not (now.intact and now.valid):
        return settled
    if proven is None or proven >= known.at or not settled.time_bound:
        return settled
    crls = _telling(known.crls + _data(known.archive.crls), certificate)
    ocsps = known.ocsps + _data(known.archive.ocsps)
    then = await check(_past(known, certificate, proven, crls, ocsps, carried))
    past = _settled(then, certificate, proven)
    if past.trusted and ocsps:
        lists = _past(known, certificate, proven, crls, (), carried)
        past = _the_worse(past, _settled(await check(lists), certificate, proven))
    if not past.trusted or then.validation_path is None:
        return past
    issuers = list(then.validation_path.iter_certs(include_root=False))[:-1]
    end = await _end_of_trust(issuers, known, [*carried, *(item.dump() for item in others)])
    if end is None:
        return past
    # An authority that has ended could sign anything now: only what existed while it stood counts.
    crls = _telling(_proven_by(known.archive.crls, known, proofs, end), certificate)
    ocsps = _proven_by(known.archive.ocsps, known, proofs, end)
    return _settled(await check(_past(known, certificate, proven, crls, ocsps, carried)), certificate, proven)


def _settled(status: S, certificate: x509.Certificate, moment: datetime) -> Settled[S]:
    # Also where the certificate itself is among the roots: trust does not outlast its end.
    in_time = certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc
    if status.trusted and in_time:
        return Settled(status, moment, True)
    return Settled(status, moment, False, "OUT_OF_BOUNDS_NO_POE" if status.trusted else trust_problem(status))


def _the_worse(with_answers: Settled[S], with_lists: Settled[S]) -> Settled[S]:
    return with_lists if with_lists.revoked_before else with_answers


def _present(known: Known, certificate: x509.Certificate, carried: Sequence[bytes]) -> ValidationContext:
    crls = known.crls + _data(known.archive.crls)
    ocsps = known.ocsps + _data(known.archive.ocsps)
    return context(certificate, known.at, known.trust, crls, ocsps=ocsps, others=carried)


def present_context(known: Known, certificate: x509.Certificate) -> ValidationContext:
    """The settings for judging a certificate at the present, with all that is known."""
    return _present(known, certificate, _data(known.archive.certificates))


def _past(
    known: Known,
    certificate: x509.Certificate,
    moment: datetime,
    crls: Sequence[bytes],
    ocsps: Sequence[bytes],
    carried: Sequence[bytes],
) -> ValidationContext:
    return context(certificate, moment, known.trust, crls, ocsps=ocsps, others=carried, past=True)


async def _end_of_trust(
    issuers: Sequence[asn1_x509.Certificate], known: Known, carried: Sequence[bytes]
) -> datetime | None:
    """When the first of some intermediate authorities ended or was revoked, if any is no longer good today."""
    ends = []
    for issuer in issuers:
        certificate = x509.load_der_x509_certificate(issuer.dump())
        validator = CertificateValidator(issuer, validation_context=_present(known, certificate, carried))
        try:
            await validator.async_validate_usage(set())
        except RevokedError as error:
            ends.append(min(error.revocation_dt, certificate.not_valid_after_utc))
        except (ValidationError, PathError, PathBuildingError):
            # Ended, or nobody can tell today whether it still stood at its end.
            ends.append(min(known.at, certificate.not_valid_after_utc))
    return min(ends, default=None)


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


def _telling(crls: Sequence[bytes], certificate: x509.Certificate) -> tuple[bytes, ...]:
    """Lists that can tell of a certificate: from its lifetime, or naming it.

    After a certificate's end its authority may drop it from the lists (RFC 5280, 3.3).
    """
    issuer = asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER)).issuer.hashable
    kept = []
    for data in crls:
        tbs = asn1_crl.CertificateList.load(data)["tbs_cert_list"]
        late = tbs["this_update"].native > certificate.not_valid_after_utc
        if tbs["issuer"].hashable == issuer and late:
            crl = x509.load_der_x509_crl(data)
            if crl.get_revoked_certificate_by_serial_number(certificate.serial_number) is None:
                continue
        kept.append(data)
    return tuple(kept)


def _data(items: Sequence[Item]) -> tuple[bytes, ...]:
    return tuple(item.data for item in items)
