"""One case in one folder named after its case number: `answers.yaml`, `assessment.json`, `assessment.pdf`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from yanpan.answers.load import render_answers
from yanpan.answers.model import Answers
from yanpan.assessment import Assessment, encode, read_assessment
from yanpan.assessment.words import show_moment
from yanpan.errors import InputRefused, os_words
from yanpan.questionnaire.compile import Form
from yanpan.storage import locked, new_case_folder, refused_output, write_file

if TYPE_CHECKING:
    from yanpan.approval import RoleRegister
    from yanpan.keys import Identity
    from yanpan.report import MissingGlyph, Press
    from yanpan.signature import LongTerm

ANSWERS, RESULT, PAPER = "answers.yaml", "assessment.json", "assessment.pdf"
MAX_PAPER_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True)
class Case:
    """A case folder as found. `paper` is the PDF's path, whether it exists or not."""

    folder: Path
    assessment: Assessment

    @property
    def paper(self) -> Path:
        return self.folder / PAPER

    @property
    def answers(self) -> Path:
        return self.folder / ANSWERS


def open_case(path: Path) -> Case:
    """Open a case by its folder or by a file in it. Raises `InputRefused` when it is no case."""
    folder = path if path.is_dir() else path.parent
    result = folder / RESULT
    if not path.exists() or not result.is_file():
        raise InputRefused(
            "这里没有研判结果",
            where=str(path),
            remedy="给出案件文件夹（里面有 assessment.json），例如 ./粤穗执〔2026〕12号。",
        )
    try:
        data = result.read_bytes()
    except OSError as error:
        raise InputRefused(
            f"读不了研判结果（{os_words(error)}）", where=str(result), remedy="检查权限。"
        ) from error
    return Case(folder, read_assessment(data, name=str(result)))


def make_paper(assessment: Assessment, press: Press | None = None) -> tuple[bytes, tuple[MissingGlyph, ...]]:
    """The unsigned paper with all signature fields in place, and the characters no font could print.

    Set by the press, or without one in this process. The same assessment gives the same bytes. Raises `ReportFailed`.
    """
    from yanpan.report import render_pdf

    paper = press.print(assessment) if press else render_pdf(assessment, encode(assessment))
    return paper.pdf, paper.missing_glyphs


def write_case(
    out: Path, form: Form, answers: Answers, assessment: Assessment, *, paper: bytes | None, replace: bool
) -> Path:
    """Write a new case folder whole or not at all and return it. Raises `OutputRefused`, `CaseNumberRefused`."""
    number = assessment.case_number
    with new_case_folder(out, number, replace=replace) as folder:
        write_file(folder / ANSWERS, render_answers(answers, form).encode())
        write_file(folder / RESULT, encode(assessment))
        if paper is not None:
            write_file(folder / PAPER, paper)
    return out / number


def check_signable(assessment: Assessment, at: datetime) -> None:
    """Raise `InputRefused` when the assessment may not be signed: a required question open, or expired (law 6)."""
    if not assessment.signable:
        asks = {a.question: a.ask for a in assessment.answers}
        open_questions = "；".join(asks[name] for name in assessment.missing[:5])
        raise InputRefused(
            f"还有 {len(assessment.missing)} 道必答题没有答，不能签署：{open_questions}",
            where=assessment.case_number,
            remedy="补答后重新研判（yanpan assess）。查不清的答“不清楚”。",
        )
    if at > assessment.validity.expires_at:
        raise InputRefused(
            f"研判已于 {show_moment(assessment.validity.expires_at)} 过期，不能再签署",
            where=assessment.case_number,
            remedy="按现在的情况重新研判。",
        )


def sign_case(
    case: Case,
    *,
    role: str,
    identity: Identity,
    at: datetime,
    reason: str,
    roles: RoleRegister | None = None,
    long_term: LongTerm | None = None,
    before: Callable[[bytes], None] = lambda _: None,
) -> None:
    """Sign the paper of a case in place, holding the folder. The old paper stays whole until the new one is written.

    With a role register the certificate must be entitled to the role; `long_term` is how far the signature is to
    be provable. `before` sees the paper once the folder is held and may refuse. Raises `InputRefused`, `KeyRefused`,
    `SignatureInvalid`, `ReportFailed`, `OutputRefused`.
    """
    from yanpan.cases.earlier import check_may_sign
    from yanpan.signature import sign_pdf

    check_signable(case.assessment, at)
    with locked(case.folder):
        pdf = paper_to_sign(case)
        check_unchanged(case, pdf)
        before(pdf)
        check_may_sign(pdf, identity.certificate, role=role, at=at, roles=roles)
        signed = sign_pdf(pdf, role=role, identity=identity, reason=reason, at=at, long_term=long_term)
        write_file(case.paper, signed)


def check_unchanged(case: Case, pdf: bytes) -> None:
    """Raise `InputRefused` when a paper that nobody has signed is not the one that its assessment gives.

    Between the draft and the first signature nothing guards the text; after it the signatures do.
    """
    from yanpan.cases.earlier import any_signed

    if any_signed(pdf) or pdf == make_paper(case.assessment)[0]:
        return
    raise InputRefused(
        "文书和按研判结果重排的不一样：起草以后被改过，或者是另一版程序出的，不能签署",
        where=str(case.paper),
        remedy="移开它，用 yanpan report 按研判结果重出一份再签。",
    )


def paper_to_sign(case: Case) -> bytes:
    """The paper, which carries the very assessment of its folder. Raises `InputRefused`, `OutputRefused`."""
    from yanpan.verification import embedded_assessment

    try:
        if not case.paper.is_file():
            raise InputRefused("这个案件还没有文书", where=str(case.paper), remedy="先运行 yanpan report。")
        if case.paper.stat().st_size > MAX_PAPER_BYTES:
            raise InputRefused("文书太大，不像本工具出的", where=str(case.paper))
        pdf = case.paper.read_bytes()
    except OSError as error:
        raise refused_output(case.paper, error) from error
    if embedded_assessment(pdf) != encode(case.assessment):
        raise InputRefused(
            "文书里附的研判结果和文件夹里的 assessment.json 不一致，不能签署",
            where=str(case.paper),
            remedy="用 yanpan report 重出文书，或者重新研判。",
        )
    return pdf
