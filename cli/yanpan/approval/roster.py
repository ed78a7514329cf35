"""Who of the required roles has signed, in which order, and what is still missing before a paper counts as approved.

A role has signed when its field holds a signature, or when a later signer's opinion takes in the scan of a page
that the role signed in ink.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from yanpan.approval.opinion import Decision, InkScan, Opinion, grade_after, read_opinion
from yanpan.assessment.model import Assessment
from yanpan.findings import (
    Finding,
    invalid,
    note,
    unjudged,
)
from yanpan.questionnaire.model import Grade


@dataclass(frozen=True)
class RoleSignature:
    """One digital signature by its role and title, in the order of signing. `opinion` is None in another form."""

    role: str
    title: str
    opinion: Opinion | None


def ink_scans(roster: Sequence[str], signatures: Iterable[RoleSignature]) -> dict[str, tuple[InkScan, str]]:
    """By role: the scan of the page signed in ink, and the role whose signature takes it in.

    Only for roles above the one that takes it in: nobody vouches for who has yet to sign.
    """
    found: dict[str, tuple[InkScan, str]] = {}
    for signature in signatures:
        above = roster[: roster.index(signature.role)] if signature.role in roster else ()
        for scan in signature.opinion.scans if signature.opinion else ():
            if scan.role in above:
                found.setdefault(scan.role, (scan, signature.role))
    return found


def first_to_sign(roster: Sequence[str], reason: str) -> str | None:
    """Whose signature opens a paper: the first role that the opinion (/Reason) takes in no ink scan of."""
    opinion = read_opinion(reason)
    in_ink = {scan.role for scan in opinion.scans} if opinion else set()
    return next((role for role in roster if role not in in_ink), None)


def skipped_before(place: int, roster: Sequence[str], signatures: Sequence[RoleSignature]) -> list[str]:
    """The roles that should have signed before the signature at `place`, and had not, on screen or in ink."""
    there = _there(roster, signatures[: place + 1])
    role = signatures[place].role
    return [other for other in roster[: roster.index(role)] if other not in there] if role in roster else []


def missing_roles(roster: Sequence[str], signatures: Sequence[RoleSignature]) -> list[str]:
    """The roles that have signed neither on screen nor in ink, in the order of the paper."""
    there = _there(roster, signatures)
    return [role for role in roster if role not in there]


def _there(roster: Sequence[str], signatures: Sequence[RoleSignature]) -> set[str]:
    return {item.role for item in signatures} | set(ink_scans(roster, signatures))


def missing_after_raise(assessment: Assessment, opinions: Iterable[Opinion | None]) -> tuple[str, ...]:
    """The roles that the grade raised by a signer asks for and that this paper has no field for (law 9)."""
    grade = grade_after(assessment.grade.residual, opinions)
    if grade.rank <= Grade(assessment.grade.initial).rank:
        return ()
    there = {signer.role for signer in assessment.signers}
    return tuple(role for role in assessment.signers_if_raised.get(grade, ()) if role not in there)


def order_findings(
    roster: Sequence[str], titles: Mapping[str, str], signatures: Sequence[RoleSignature]
) -> Iterator[Finding]:
    """A role that signed before one that stands above it in the table: invalid, the order is the procedure."""
    signed = {item.role for item in signatures}
    for place, signature in enumerate(signatures):
        late = [titles[role] for role in skipped_before(place, roster, signatures) if role in signed]
        if late:
            words = f"“{signature.title}”签在“{'、'.join(late)}”之前，和签批栏的次序不合"
            yield invalid("OUT_OF_ORDER", words, signature.role)


def approval_findings(
    assessment: Assessment,
    roster: Sequence[str],
    titles: Mapping[str, str],
    signatures: Sequence[RoleSignature],
    *,
    so_far: bool,
) -> Iterator[Finding]:
    """What keeps genuine signatures from being an approval: a refusal, a raise beyond this paper, roles missing.

    With `so_far` these are notes: the reader asks only whether what is signed so far is genuine.
    """
    if not signatures:
        return
    weigh = note if so_far else unjudged
    refused = next(
        (s for s in signatures if s.opinion is not None and s.opinion.decision is Decision.REFUSE), None
    )
    if refused is not None and refused.opinion is not None:
        words = f"{refused.title}不同意，已退回：{refused.opinion.reason}"
        yield weigh("REFUSED", words, refused.role)
        return
    beyond = missing_after_raise(assessment, [s.opinion for s in signatures])
    if beyond:
        named = "、".join(assessment.titles.get(f"role.{role}", role) for role in beyond)
        yield weigh("RAISED_BEYOND_PAPER", f"签批中调高了等级，要加签的不在这份文书上：{named}")
        return
    missing = missing_roles(roster, signatures)
    if missing:
        yield weigh("NOT_COMPLETE", f"尚未签署：{'、'.join(titles.get(r, r) for r in missing)}")


def scan_findings(
    roster: Sequence[str],
    titles: Mapping[str, str],
    signatures: Sequence[RoleSignature],
    files: Mapping[str, str] | None,
    *,
    so_far: bool,
) -> Iterator[Finding]:
    """Hold the scans of the case folder (`files`: name to SHA-256) against what the signers took in.

    Without the folder nobody has seen a page signed in ink, and the paper alone is no proof that there is one.
    """
    there = files or {}
    for role, (scan, _) in ink_scans(roster, signatures).items():
        title = titles.get(role, role)
        if scan.sha256 in there.values():
            yield note("SIGNED_IN_INK", f"“{title}”是手签的，扫描件没有换过；笔迹真假看原件", role)
        elif any(name.startswith(scan_name(scan)) for name in there):
            yield invalid("SCAN_CHANGED", f"“{title}”手签页的扫描件和签进去的不一样", role)
        else:
            words = f"“{title}”是手签的，没有看到扫描件：连案件文件夹一起验"
            yield (note if so_far else unjudged)("SCAN_MISSING", words, role)


def scan_name(scan: InkScan) -> str:
    """How the file of a registered scan is named, without its ending."""
    return f"{scan.role}-{scan.sha256[:12]}"
