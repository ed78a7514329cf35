"""What `yanpan assess` does once the answers are there: judge, make the paper, sign it, write the case folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from yanpan.commands.common import (
    KeyChoice,
    identity_for,
    now_for,
    roles_for,
    say,
    tell_missing,
)
from yanpan.commands.named import role_named, role_titles
from yanpan.commands.output import say_document
from yanpan.errors import AnswersRefused, FieldFault, GradeReached, InputRefused

if TYPE_CHECKING:
    from yanpan.answers.model import Answers
    from yanpan.approval import RoleRegister
    from yanpan.assessment import Assessment
    from yanpan.cases import Turn
    from yanpan.keys import Identity
    from yanpan.questionnaire.compile import Form
    from yanpan.report import MissingGlyph, Press
    from yanpan.signature import LongTerm

_AGREED = "同意"
"""The opinion of who signs what they have just assessed."""


@contextmanager
def placed_in(file: Path) -> Iterator[None]:
    """Name the line of the answers file for what only the judgement finds wrong with it."""
    try:
        yield
    except AnswersRefused as error:
        faults = (
            FieldFault(f.field, f.what, where=f.place or _place(file, f.field), remedy=f.remedy)
            for f in error.faults
        )
        raise AnswersRefused(tuple(faults)) from None


def _place(file: Path, field: str) -> str:
    from yanpan.documents import is_file, load_document

    try:
        return load_document(file, name=file.name)[1].where((field,)) if is_file(file) else file.name
    except InputRefused:
        return file.name


@dataclass
class Signer:
    role: str
    identity: Identity
    roles: RoleRegister | None
    long_term: LongTerm | None


def signer_for(
    role: str, choice: KeyChoice, roles: Path | None, form: Form, long_term: LongTerm | None
) -> Signer:
    """Who signs, refused now rather than after all the questions."""
    from yanpan.approval import check_entitled

    titles, at = role_titles((form,)), now_for(form)
    role = role_named(role, titles)
    register = roles_for(roles, titles)
    identity = identity_for(choice, at)
    if register is not None:
        check_entitled(register, identity.certificate, role, at)
    return Signer(role, identity, register, long_term)


@dataclass(kw_only=True)
class Wanted:
    """What the options ask for."""

    out: Path
    no_pdf: bool
    replace: bool
    json: bool
    quiet: bool
    fail_on: str
    signer: Signer | None = None
    press: Press | None = None


def finish(form: Form, answers: Answers, wanted: Wanted, filed: Callable[[], None] = lambda: None) -> None:
    """Judge, make the paper, sign it, write the case folder, say what came out. `filed` is told once it stands."""
    from yanpan.assessment import assess as judge
    from yanpan.cases import make_paper, naming_replaced, write_case

    at = now_for(form)
    if wanted.replace:
        answers = naming_replaced(answers, wanted.out)
    assessment = judge(form, answers, at)
    paper: bytes | None = None
    missing: tuple[MissingGlyph, ...] = ()
    if not wanted.no_pdf:
        if wanted.signer:
            _signing(wanted.signer, b"", assessment, wanted.out, at).check()
        paper, missing = make_paper(assessment, wanted.press, questionnaire=form.embedded)
        if wanted.signer:
            paper = _signing(wanted.signer, paper, assessment, wanted.out, at).sign()
    folder = write_case(wanted.out, form, answers, assessment, paper=paper, replace=wanted.replace)
    filed()
    tell_missing(missing)
    _say_result(assessment, folder, wanted)
    if wanted.fail_on:
        _check_grade(assessment, wanted.fail_on)


@dataclass(frozen=True)
class _FirstSignature:
    """The signature of who assesses, on the fresh paper."""

    by: Signer
    turn: Turn
    at: datetime

    def check(self) -> None:
        """Refused before the paper is printed rather than after."""
        self.turn.check(self.by.role, at=self.at, words=_AGREED, certificate=self.by.identity.certificate)

    def sign(self) -> bytes:
        from yanpan.cases import signed_paper

        return signed_paper(
            self.turn,
            role=self.by.role,
            identity=self.by.identity,
            words=_AGREED,
            at=self.at,
            long_term=self.by.long_term,
        )


def _signing(by: Signer, paper: bytes, assessment: Assessment, out: Path, at: datetime) -> _FirstSignature:
    from yanpan.cases import Case, first_turn

    case = Case(out / assessment.case_number, assessment)
    return _FirstSignature(by, first_turn(case, paper, at, register=by.roles), at)


def _check_grade(assessment: Assessment, limit: str) -> None:
    from yanpan.questionnaire.model import Grade

    if assessment.grade.residual.rank >= Grade(limit).rank:
        limit_title = assessment.titles[f"grade.{limit}"]
        title = assessment.titles[f"grade.{assessment.grade.residual}"]
        raise GradeReached(f"措施后等级为{title}，达到 --fail-on {limit_title}")


def _say_result(assessment: Assessment, folder: Path, wanted: Wanted) -> None:
    from yanpan.assessment import encode
    from yanpan.cases import PAPER
    from yanpan.commands.summary import coloured, paper_line, summary_lines

    if wanted.json:
        say_document(encode(assessment))
        return
    if wanted.quiet:
        return
    for line in summary_lines(assessment, colour=coloured()):
        say(line)
    signer = wanted.signer.identity.name if wanted.signer else ""
    say(paper_line(None if wanted.no_pdf else folder / PAPER, signer))
