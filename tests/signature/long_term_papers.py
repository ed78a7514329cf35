"""Papers signed to the higher levels, made once a run with a service that answers of the moment AT."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache

from authorities import HEAD, OFFICER, REVIEWER, STAMPS, TRUST, Authority, StampServer, lists, stamp_server
from cryptography import x509
from signed_papers import AT, judged, prepared

from yanpan.keys import Identity
from yanpan.signature import LongTerm, TimeStampService, extend_pdf, sign_pdf
from yanpan.verification import Verification

LATER = AT + timedelta(hours=1)
ALL = (("officer", OFFICER), ("legal_review", REVIEWER), ("unit_head", HEAD))


def wanted(
    service: StampServer | None,
    level: str,
    *,
    trust: Sequence[x509.Certificate] = TRUST,
    crls: Sequence[bytes] | None = None,
    ocsps: Sequence[bytes] = (),
) -> LongTerm:
    """What a signer asks for; with the lists of AT unless others are given."""
    stamps = TimeStampService(service.url) if service else None
    given = lists() if crls is None else crls
    return LongTerm(level, stamps, tuple(trust), tuple(given), tuple(ocsps))


def sign_to(pdf: bytes, role: str, who: Identity, long_term: LongTerm, *, at: datetime = AT) -> bytes:
    return sign_pdf(pdf, role=role, identity=who, reason="同意", at=at, long_term=long_term)


@cache
def signed_to(level: str) -> bytes:
    """The officer has signed to a level."""
    with stamp_server() as service:
        return sign_to(prepared(), "officer", OFFICER, wanted(service, level))


@cache
def all_signed() -> bytes:
    """All have signed, each to B-LT, the last one to B-LTA."""
    pdf = prepared()
    with stamp_server() as service:
        for role, who in ALL:
            level = "b-lta" if role == "unit_head" else "b-lt"
            pdf = sign_to(pdf, role, who, wanted(service, level))
    return pdf


@contextmanager
def stamping_at(moment: datetime, authority: Authority = STAMPS, **more: int) -> Iterator[StampServer]:
    """A service whose clock shows another moment."""
    with stamp_server(authority, **more) as service:
        service.clock = moment
        yield service


def extended(pdf: bytes, moment: datetime, *, authority: Authority = STAMPS, **more: int) -> bytes:
    """The paper extended at another moment, with the lists of that moment."""
    trust = TRUST if authority is STAMPS else (*TRUST, authority.certificate)
    crls = lists(moment) if authority is STAMPS else (*lists(moment), authority.crl(moment))
    with stamping_at(moment, authority, **more) as service:
        return extend_pdf(pdf, long_term=wanted(service, "b-lta", trust=trust, crls=crls), at=moment)


def judged_at(
    pdf: bytes, at: datetime = LATER, *, crls: Sequence[bytes] = (), **more: object
) -> Verification:
    """The verdict of a reader who trusts both authorities, at a moment, with some lists."""
    return judged(pdf, **({"at": at, "trust": TRUST, "crls": crls} | more))


def so_far_at(
    pdf: bytes, at: datetime = LATER, *, crls: Sequence[bytes] = (), **more: object
) -> Verification:
    """The same on what is signed so far, though not all have signed."""
    return judged_at(pdf, at, crls=crls, so_far=True, **more)
