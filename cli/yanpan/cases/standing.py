"""Where the signing of a case stands: who has signed, with what opinion, whose turn it is, which grade stands.

Nothing is kept beside the paper but the list of ink scans: opinions stand in the signatures themselves.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from yanpan.answers.budget import MAX_LINE
from yanpan.approval import (
    Decision,
    InkScan,
    Opinion,
    Signing,
    grade_after,
    ink_scans,
    missing_after_raise,
)
from yanpan.assessment import Assessment
from yanpan.cases.case_folder import Case
from yanpan.data import data_folder
from yanpan.questionnaire.model import Grade

IN_INK = "手签"


@dataclass(frozen=True)
class Signed:
    """One role that has signed. `opinion` is None for ink and for signatures in another form."""

    role: str
    title: str
    signer: str
    opinion: Opinion | None
    ink: bool = False


@dataclass(frozen=True)
class Standing:
    """`next_role` is None when all have signed or the case went back; `grade` counts raises and lowerings.

    The case goes back when someone refused, or raised the grade so far that more must sign than this paper has
    fields for: `beyond_paper` are the titles of those, `raised_by` who raised it. `open_scans` are those that no
    signature has taken in yet.
    """

    signed: tuple[Signed, ...]
    next_role: str | None
    refused: Signed | None
    grade: Grade
    open_scans: tuple[InkScan, ...]
    beyond_paper: tuple[str, ...] = ()

    @property
    def raised_by(self) -> Signed | None:
        """The last signer who raised the grade."""
        raising = [s for s in self.signed if s.opinion and s.opinion.decision is Decision.RAISE]
        return raising[-1] if raising else None


def standing_of(assessment: Assessment, signings: Sequence[Signing], listed: Sequence[InkScan]) -> Standing:
    """How a case stands by its signatures, in the order of the file, and the scans on its list."""
    roster = [signer.role for signer in assessment.signers]
    titles = {signer.role: signer.title for signer in assessment.signers}
    taken_in = {scan for scan, _ in ink_scans(roster, signings).values()}
    ink = {scan.role for scan in (*taken_in, *listed)}
    there = {role: Signed(role, titles.get(role, role), IN_INK, None, ink=True) for role in ink}
    there |= {item.role: _signed(item) for item in signings}
    signed = tuple(there[role] for role in roster if role in there)
    refused = next((s for s in signed if s.opinion and s.opinion.decision is Decision.REFUSE), None)
    opinions = [item.opinion for item in signings]
    beyond = missing_after_raise(assessment, opinions)
    following = next((role for role in roster if role not in there), None)
    return Standing(
        signed=signed,
        next_role=None if refused or beyond else following,
        refused=refused,
        grade=grade_after(assessment.grade.residual, opinions),
        beyond_paper=tuple(assessment.titles.get(f"role.{role}", role) for role in beyond),
        open_scans=tuple(scan for scan in listed if scan not in taken_in),
    )


def _signed(item: Signing) -> Signed:
    from yanpan.keys import name_of

    signer = name_of(item.certificate) if item.certificate is not None else IN_INK
    return Signed(item.role, item.title, signer, item.opinion)


def opinion_for(standing: Standing, *, refuse: bool, grade: str, reason: str) -> Opinion:
    """The opinion that the options of `yanpan sign` mean; scans not yet taken in are taken in by it."""
    if refuse:
        return Opinion(Decision.REFUSE, None, reason, standing.open_scans)
    if grade:
        wanted = Grade(grade)
        decision = Decision.LOWER if wanted.rank < standing.grade.rank else Decision.RAISE
        return Opinion(decision, wanted, reason, standing.open_scans)
    return Opinion(Decision.AGREE, None, reason, standing.open_scans)


def again_command(case: Case, standing: Standing) -> str:
    """What to run so that the raised grade gets a paper with everyone's field; the signed one stays beside it."""
    by = standing.raised_by
    reason = by.opinion.reason if by and by.opinion else ""
    words = [
        "yanpan",
        "assess",
        "--answers",
        str(case.answers),
        "--out",
        str(case.folder.parent),
        "--replace",
    ]
    words += ["--grade", standing.grade.value]
    who = f"{by.signer}（{by.title}）" if by else ""
    if by and len(who) > MAX_LINE:
        who = by.signer
    words += ["--raised-by", who, "--reason", reason]
    command = shlex.join(words)
    # Where a unit's own questionnaire lies is not in the record.
    known = case.assessment.questionnaire.id in {
        folder.name for folder in data_folder("questionnaires").iterdir()
    }
    return command if known else f"{command} --questionnaire 问卷文件夹"
