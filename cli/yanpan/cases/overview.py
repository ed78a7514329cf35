"""How a case stands, seen from afar: grade, expiry, whose turn it is, whether it is superseded. For looking at many.

Nothing is printed anew and no signature is judged: who signed is taken from the paper as it says. `verify` judges it, and
`sign` does before anybody signs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from yanpan.approval import open_answers
from yanpan.cases.case_folder import PAPER, RESULT, Case, open_case, paper_bytes
from yanpan.cases.scans import listed_scans
from yanpan.cases.standing import Standing, standing_of
from yanpan.cases.superseded import earlier_versions, superseded_by
from yanpan.documents import entries, is_folder, is_there
from yanpan.errors import InputRefused
from yanpan.questionnaire.model import Grade


class Signing(StrEnum):
    """How far the signing of a case has come."""

    TURN = "turn"
    """It is somebody's turn."""
    COMPLETE = "complete"
    SENT_BACK = "sent_back"
    MORE_SIGNERS = "more_signers"
    """Raised beyond the paper: it is to be made anew with more fields."""
    OPEN_ANSWERS = "open_answers"
    """Required questions are open: nobody may sign."""
    NO_PAPER = "no_paper"
    UNREADABLE = "unreadable"
    """The paper, or the list of pages signed in ink."""


@dataclass(frozen=True)
class Overview:
    """A case as it stands. `turn` is the role that signs next, and its title; empty unless it is somebody's turn.

    `signed_grade` is the residual grade as the signers changed it. `supersedes` is the digest of the record before,
    `earlier` the names of earlier versions in the folder, `superseded_by` where the later assessment lies.
    """

    folder: Path
    case_number: str
    digest: str
    initial: Grade
    residual: Grade
    signed_grade: Grade
    grade_titles: dict[str, str]
    red_lines: int
    conclusion: str
    expires_at: datetime
    expired: bool
    signing: Signing
    turn: tuple[str, str]
    signed: int
    signers: int
    missing: int
    supersedes: str
    earlier: tuple[str, ...]
    superseded_by: Path | None

    def title(self, grade: Grade) -> str:
        return self.grade_titles[f"grade.{grade}"]

    @property
    def urgency(self) -> tuple[int, float, str]:
        """What is to be done first comes first.

        Unfinished and in force, the one that ends first before the others; then signed by all; then what is over,
        the last first: unfinished, signed by all, superseded.
        """
        done = self.signing is Signing.COMPLETE
        ends = self.expires_at.timestamp()
        if self.superseded_by is not None:
            return 5, -ends, self.folder.name
        if self.expired:
            return 4 if done else 3, -ends, self.folder.name
        return 2 if done else 1, ends, self.folder.name


@dataclass(frozen=True)
class Unreadable:
    """A folder that is a case and cannot be read, and why."""

    folder: Path
    why: str

    @property
    def urgency(self) -> tuple[int, float, str]:
        """Before all others: nobody knows what is in it."""
        return 0, 0.0, self.folder.name


def overview_of(case: Case, at: datetime) -> Overview:
    """How a case stands at the moment `at`. Raises `InputRefused` when its record cannot be read."""
    a = case.assessment
    standing = _standing(case)
    turn, signing = ("", ""), _signing(case, standing)
    if signing is Signing.TURN and standing is not None and standing.next_role is not None:
        titles = {signer.role: signer.title for signer in a.signers}
        turn = standing.next_role, titles[standing.next_role]
    return Overview(
        folder=case.folder,
        case_number=a.case_number,
        digest=case.digest,
        initial=a.grade.initial,
        residual=a.grade.residual,
        signed_grade=standing.grade if standing else a.grade.residual,
        grade_titles={f"grade.{grade}": a.titles.get(f"grade.{grade}", grade) for grade in Grade},
        red_lines=len(a.red_lines),
        conclusion=a.conclusion.words,
        expires_at=a.validity.expires_at,
        expired=at > a.validity.expires_at,
        signing=signing,
        turn=turn,
        signed=len(standing.signed) if standing else 0,
        signers=len(a.signers),
        missing=len(a.missing),
        supersedes=a.supersedes,
        earlier=tuple(path.name for path in earlier_versions(case.folder)),
        superseded_by=superseded_by(case.folder, a.case_number),
    )


def overviews(folder: Path, at: datetime) -> list[Overview | Unreadable]:
    """The cases in a folder, what is to be done first at the head; of a case folder, that case and its earlier versions.

    Folders that are no cases are passed over. Raises `InputRefused` where the folder cannot be listed.
    """
    if not is_folder(folder):
        raise InputRefused(
            "没有这个文件夹" if not is_there(folder) else "这不是文件夹",
            where=str(folder),
            remedy="给出放案件文件夹的文件夹；不给就看现在所在的。",
        )
    return sorted(_found(folder, at), key=lambda item: item.urgency)


def _found(folder: Path, at: datetime) -> Iterator[Overview | Unreadable]:
    inside = entries(folder)
    if any(entry.name == RESULT for entry in inside):
        inside = [folder, *earlier_versions(folder)]
    for entry in inside:
        if (entry.name.startswith(".") and entry != folder) or not is_folder(entry):
            continue
        try:
            if is_there(entry / RESULT):
                yield overview_of(open_case(entry), at)
            elif is_there(entry / PAPER):
                yield Unreadable(entry, "有文书，没有研判结果（assessment.json）")
        except InputRefused as error:
            yield Unreadable(entry, error.what)


def _standing(case: Case) -> Standing | None:
    """Who has signed, as the paper says; None where it has no paper, or one that cannot be read."""
    from yanpan.verification import signings_of

    try:
        if not is_there(case.paper):
            return None
        return standing_of(case.assessment, signings_of(paper_bytes(case)), listed_scans(case.folder))
    except (InputRefused, ValueError):
        return None


def _signing(case: Case, standing: Standing | None) -> Signing:
    if open_answers(case.assessment):
        return Signing.OPEN_ANSWERS
    if standing is None:
        return Signing.UNREADABLE if _has_paper(case) else Signing.NO_PAPER
    if standing.refused:
        return Signing.SENT_BACK
    if standing.beyond_paper:
        return Signing.MORE_SIGNERS
    return Signing.COMPLETE if standing.next_role is None else Signing.TURN


def _has_paper(case: Case) -> bool:
    try:
        return is_there(case.paper)
    except InputRefused:
        return True
