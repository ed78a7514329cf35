"""One act of signing as the rules see it, and the paper that it is put on. Plain data: no file, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property

from cryptography import x509

from yanpan.approval.opinion import InkScan, Opinion, grade_after, read_opinion
from yanpan.approval.roles import RoleRegister
from yanpan.assessment.model import Assessment
from yanpan.questionnaire.model import Grade

CLOCKS_DIFFER = timedelta(minutes=10)
"""How far the clocks of two signers, or of a signer and a reader, may be apart: offices without a time server."""


@dataclass(frozen=True)
class Signing:
    """One signature: the role and title of its field, by whom, its /Reason, and when.

    `certificate` is None where it is not known yet, and for a page signed in ink. `claimed_at` is the signer's own
    word and stands on the paper, `told_at` what the signature itself says, later where another program made it;
    `proven_at` is the earliest moment at which a trusted time stamp saw the signature.
    With `stamped` the signature has a time stamp of its own, taken while it was made; else the proof may come from years
    later. `not_before` is the latest moment that stood in the file before it, which it covers: of a trusted time
    stamp, of revocation data, or from which on a certificate counts.
    """

    role: str
    title: str
    certificate: x509.Certificate | None
    reason: str
    claimed_at: datetime | None
    proven_at: datetime | None = None
    stamped: bool = False
    not_before: datetime | None = None
    told_at: datetime | None = None

    @property
    def last_claim(self) -> datetime | None:
        """The later of the two times that the signer gives."""
        return max((time for time in (self.claimed_at, self.told_at) if time is not None), default=None)

    @cached_property
    def opinion(self) -> Opinion | None:
        """What the signer says; None when the words are in no form of ours."""
        return read_opinion(self.reason)


@dataclass(frozen=True)
class Papers:
    """What is signed: the fields of the paper as (role, title) in their order, and the assessment that it carries.

    `register` is the unit's, if it keeps one; `scans` are the scans in the case folder, name to SHA-256 (hex), or
    None where only the paper is at hand. `at` is the moment of judging, with its zone.
    """

    roster: tuple[tuple[str, str], ...]
    assessment: Assessment | None
    at: datetime
    register: RoleRegister | None = None
    scans: Mapping[str, str] | None = field(default=None)

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(role for role, _ in self.roster)

    def title(self, role: str) -> str:
        """What people call a role of this paper; the bare id of any other."""
        return next((title or role for there, title in self.roster if there == role), role)

    def moment(self, at: datetime) -> Papers:
        """The same, judged at another moment."""
        return replace(self, at=at)


def ink_scans(roles: Sequence[str], signings: Sequence[Signing]) -> dict[str, tuple[InkScan, str]]:
    """By role: the scan of the page signed in ink, and the role whose signature takes it in.

    Only for roles above the one that takes it in: nobody vouches for who has yet to sign.
    """
    found: dict[str, tuple[InkScan, str]] = {}
    for signing in signings:
        above = roles[: roles.index(signing.role)] if signing.role in roles else ()
        for scan in signing.opinion.scans if signing.opinion else ():
            if scan.role in above:
                found.setdefault(scan.role, (scan, signing.role))
    return found


def there_after(roles: Sequence[str], signings: Sequence[Signing]) -> set[str]:
    """The roles that have signed, on screen or in ink."""
    return {item.role for item in signings} | set(ink_scans(roles, signings))


def missing_roles(roles: Sequence[str], signings: Sequence[Signing]) -> list[str]:
    """The roles that have signed neither on screen nor in ink, in the order of the paper."""
    there = there_after(roles, signings)
    return [role for role in roles if role not in there]


def skipped(roles: Sequence[str], signings: Sequence[Signing], place: int) -> list[str]:
    """The roles that should have signed before the signature at `place` and had not, on screen or in ink."""
    role = signings[place].role
    there = there_after(roles, signings[: place + 1])
    return [other for other in roles[: roles.index(role)] if other not in there] if role in roles else []


def missing_after_raise(assessment: Assessment, opinions: Iterable[Opinion | None]) -> tuple[str, ...]:
    """The roles that the grade raised by a signer asks for and that this paper has no field for (law 11)."""
    grade = grade_after(assessment.grade.residual, opinions)
    if grade.rank <= Grade(assessment.grade.initial).rank:
        return ()
    there = {signer.role for signer in assessment.signers}
    return tuple(role for role in assessment.signers_if_raised.get(grade, ()) if role not in there)


def scan_name(scan: InkScan) -> str:
    """How the file of a registered scan is named, without its ending."""
    return f"{scan.role}-{scan.sha256[:12]}"
