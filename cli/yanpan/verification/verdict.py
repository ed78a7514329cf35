"""What `verify` says: a verdict, the reasons for it, and each signature in words for people.

The three verdicts are those of ETSI EN 319 102-1: TOTAL-PASSED, TOTAL-FAILED and INDETERMINATE.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from yanpan.assessment.act_labels import with_labels
from yanpan.assessment.model import Assessment, QuestionnaireRef
from yanpan.errors import SignatureInvalid, SignatureNotJudged
from yanpan.findings import Finding, Verdict
from yanpan.questionnaire.model import Grade
from yanpan.report.facts import facts_of_case
from yanpan.signature import (
    CheckedSignature,
    CheckedTimeStamp,
)

ACT = "执法行为"
"""The label of the act among the facts of the first page."""


class Recomputed(StrEnum):
    """What assessing the embedded answers anew gave."""

    SAME = "same"
    DIFFERENT = "different"
    NO_SUCH_QUESTIONNAIRE = "no_such_questionnaire"
    NOT_DONE = "not_done"


class Reprinted(StrEnum):
    """How the signed paper compares with one made anew from its own data."""

    SAME = "same"
    SAME_TEXT = "same_text"
    DIFFERENT = "different"
    NOT_DONE = "not_done"


class SignedInInk(msgspec.Struct, frozen=True, kw_only=True):
    """A page signed in ink: the SHA-256 (hex) of its scan, and the role whose signature takes it in.

    Whether the ink is genuine is not judged.
    """

    role: str
    title: str
    sha256: str
    taken_in_by: str


class StatedFact(msgspec.Struct, frozen=True, kw_only=True):
    """One fact of the case: a label of ours, and the answer in words."""

    label: str
    words: str


class Stated(msgspec.Struct, frozen=True, kw_only=True):
    """What the paper's data says was signed, so that a reader need not trust the drawing.

    `act` is the act in words, `facts` all that the first page must show of the case (the act among them), `red_lines`
    the titles of those that are hit, gravest first. Grades are those of the data, before any signer's raise. The data
    is worth what the verdict is worth.
    """

    case_number: str
    act: str
    facts: tuple[StatedFact, ...]
    initial: Grade
    residual: Grade
    red_lines: tuple[str, ...]
    assessed_at: datetime
    not_asked: int = 0
    """How many questions an early end left out; 0 where all were asked."""
    preconditions: tuple[str, ...] = ()
    """Titles of the steps that must be taken before the act may begin."""
    supersedes: str = ""
    """SHA-256 (hex) of the record that this assessment says it takes the place of; empty for none."""
    note: bool = False
    """Whether it is a note that no full assessment is due, and none was made."""


def stated_in(assessment: Assessment) -> Stated:
    """What was signed, from the data alone. Texts are as in the data: whoever prints them makes them inert."""
    assessment = with_labels(assessment)
    facts = [StatedFact(label=fact.label, words=fact.words) for fact in facts_of_case(assessment)]
    return Stated(
        note=assessment.paper == "note",
        case_number=assessment.case_number,
        act=next((fact.words for fact in facts if fact.label == ACT), ""),
        facts=tuple(facts),
        initial=assessment.grade.initial,
        residual=assessment.grade.residual,
        red_lines=tuple(line.title for line in assessment.red_lines),
        preconditions=tuple(step.title for step in assessment.preconditions),
        supersedes=assessment.supersedes,
        assessed_at=assessment.assessed_at,
        not_asked=len(assessment.not_asked),
    )


class Verification(msgspec.Struct, frozen=True, kw_only=True):
    """The whole answer. `unsigned` are the titles of required roles that have signed neither here nor in ink.

    `complete` says that all have signed, `in_order` that those who have did so in the order of the paper.
    `stated` is what the data says was signed: case, act, grades, red lines; `signatures` say who signed it as what.
    `grade` is the residual grade as assessed, `signed_grade` what the signers' raises and lowerings made of it,
    `refused_by` the role that refused and sent the case back. `record` is the SHA-256 (hex) of the record in the paper.
    """

    verdict: Verdict
    findings: tuple[Finding, ...]
    stated: Stated | None = None
    signatures: tuple[CheckedSignature, ...] = ()
    in_ink: tuple[SignedInInk, ...] = ()
    time_stamps: tuple[CheckedTimeStamp, ...] = ()
    unsigned: tuple[str, ...] = ()
    complete: bool = False
    in_order: bool = False
    recomputed: Recomputed = Recomputed.NOT_DONE
    reprinted: Reprinted = Reprinted.NOT_DONE
    case_number: str = ""
    grade: Grade | None = None
    signed_grade: Grade | None = None
    refused_by: str = ""
    questionnaire: QuestionnaireRef | None = None
    record: str = ""

    @property
    def trial(self) -> bool:
        """Whether any signature is by a trial identity, and so without legal effect."""
        return any(signature.trial for signature in self.signatures)


def check_verification(verification: Verification, *, where: str = "") -> None:
    """Raise `SignatureInvalid` or `SignatureNotJudged` unless the verdict is `valid`."""
    if verification.verdict is Verdict.VALID:
        return
    words = "；".join(item.words for item in verification.findings if item.weight is verification.verdict)
    if verification.verdict is Verdict.INVALID:
        raise SignatureInvalid(
            f"签名无效：{words}", where=where, remedy="不要采信这份文件；向签署人索取原件。"
        )
    raise SignatureNotJudged(
        f"签名无法判断：{words}", where=where, remedy="补上所缺的签名、根证书或者吊销列表后再验。"
    )
