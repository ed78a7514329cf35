"""A desk with a case on it, and one trial identity a role."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from yanpan.answers import read_answers
from yanpan.approval import RoleRegister, opinion_words
from yanpan.assessment import Assessment, assess
from yanpan.batch.worked_cases import load_cases, merged
from yanpan.cases import (
    Case,
    Standing,
    Turn,
    make_paper,
    open_case,
    opinion_for,
    register_scan,
    sign_case,
    turn_of,
    write_case,
)
from yanpan.data import data_folder
from yanpan.findings import Verdict
from yanpan.keys import Identity, Passphrase, load_trust, make_trial_identity
from yanpan.questionnaire import Form, compile_form, load_questionnaire
from yanpan.report import render_pdf
from yanpan.verification import Verification, verify_pdf

AT = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SIGNED = AT + timedelta(minutes=5)
LATER = AT + timedelta(hours=1)
ROLES = ("officer", "co_officer", "section_head", "legal_review", "deputy_head", "unit_head")


@cache
def form() -> Form:
    return compile_form(load_questionnaire(data_folder("questionnaires") / "gd-563"))


@cache
def paper_of(worked: str) -> tuple[Assessment, bytes]:
    """A worked case of the questionnaire, assessed, and its paper."""
    files = load_cases(data_folder("questionnaires") / "gd-563" / "cases")
    case, lines = files[worked]
    answers = read_answers(merged(case, files, lines) | {"case_number": f"测〔2026〕{worked}号"}, form())
    assessment = assess(form(), answers, AT)
    return assessment, make_paper(assessment)[0]


@dataclass
class Desk:
    """A case folder and one trial identity a role."""

    case: Case
    people: dict[str, Identity]
    roots: list[Path]
    register: RoleRegister | None = field(default=None)

    def turn(self, at: datetime = SIGNED, *, reprint: bool = False) -> Turn:
        """As `yanpan sign` takes it; the paper is printed anew only where a test is about that."""
        return turn_of(self.case, at, forms=(form(),), register=self.register, reprint=reprint)

    def standing(self) -> Standing:
        return turn_of(self.case, SIGNED, reprint=False).standing

    def verified(self, **how: Any) -> Verification:
        """The verdict of a reader who has everything at hand."""
        everything: dict[str, Any] = {
            "at": LATER,
            "trust": [root for path in self.roots for root in load_trust(path)],
            "questionnaires": [form()],
            "trusted": [form().questionnaire.digest],
            "render": render_pdf,
        }
        return verify_pdf(self.case.paper.read_bytes(), **(everything | how))

    def why(self, **how: Any) -> set[str]:
        """The codes of what keeps the paper from being valid."""
        return {f.code for f in self.verified(**how).findings if f.weight is not Verdict.VALID}

    def sign(
        self,
        role: str,
        *,
        refuse: bool = False,
        grade: str = "",
        reason: str = "",
        who: Identity | None = None,
        at: datetime = SIGNED,
        reprint: bool = False,
    ) -> None:
        turn = self.turn(at, reprint=reprint)
        words = opinion_words(opinion_for(turn.standing, refuse=refuse, grade=grade, reason=reason))
        sign_case(turn, role=role, identity=who or self.people[role], words=words, at=at)

    def in_ink(self, role: str, page: Path) -> str:
        """Register a scanned page; its SHA-256."""
        return register_scan(self.turn(), role=role, scan=page, at=SIGNED).sha256


def desk_of(worked: str, folder: Path) -> Desk:
    """A fresh case folder under `folder`, and everybody's keys."""
    assessment, paper = paper_of(worked)
    answers = msgspec.structs.replace(
        read_answers({"answers": {}}, form()), case_number=assessment.case_number
    )
    case = write_case(folder, form(), answers, assessment, paper=paper, replace=False)
    people, roots = {}, []
    for role in ROLES:
        trial = make_trial_identity(
            folder / f"{role}.p12", name=role, passphrase=Passphrase(b"secret"), now=AT - timedelta(hours=1)
        )
        people[role] = trial.identity
        roots.append(trial.root_file)
    return Desk(open_case(case), people, roots)
