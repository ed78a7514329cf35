"""One case in one folder named after its case number: `answers.yaml`, `assessment.json`, `assessment.pdf`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace as replace_fields

from yanpan.answers.load import render_answers
from yanpan.answers.model import Answers
from yanpan.assessment import Assessment, digest_of_bytes, encode, read_assessment
from yanpan.assessment.record import MAX_BYTES
from yanpan.documents import is_folder, is_link, is_there, look_at, read_plain, true_path
from yanpan.errors import InputRefused, YanpanError
from yanpan.questionnaire.compile import Form
from yanpan.storage import new_case_folder, write_file

if TYPE_CHECKING:
    from yanpan.report import MissingGlyph, Press

ANSWERS, RESULT, PAPER = "answers.yaml", "assessment.json", "assessment.pdf"
MAX_PAPER_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True)
class Case:
    """A case folder as found. `paper` is the PDF's path, whether it exists or not.

    `digest` is the SHA-256 (hex) of the record from which `assessment` was read; empty where it has not been stored.
    """

    folder: Path
    assessment: Assessment
    digest: str = ""

    @property
    def paper(self) -> Path:
        return self.folder / PAPER

    @property
    def answers(self) -> Path:
        return self.folder / ANSWERS

    def record(self) -> bytes:
        """`assessment.json` as it lies in the folder. Raises `InputRefused`."""
        return read_plain(self.folder / RESULT, most=MAX_BYTES)


def open_case(path: Path) -> Case:
    """Open a case by its folder or by a file in it. Raises `InputRefused` when it is no case."""
    folder = path if is_folder(path) else path.parent
    result = folder / RESULT
    # Another file in the folder is not the case: who names it may mean just that file.
    named = folder == path or path.name in (ANSWERS, RESULT, PAPER)
    if not named or not is_there(path) or not is_there(result):
        raise InputRefused(
            "这里没有研判结果",
            where=str(path),
            remedy="给出案件文件夹（里面有 assessment.json），例如 ./粤穗执〔2026〕12号。",
        )
    data = read_plain(result, most=MAX_BYTES)
    return Case(folder, read_assessment(data, name=str(result)), digest_of_bytes(data))


def check_no_link(path: Path, way: str) -> None:
    """Raise `InputRefused` for a file of a case that lies elsewhere: a signature would stand here, and the case be signed
    again there. `way`: what to do in the folder that it lies in."""
    if is_link(path):
        remedy = f"{way}：{true_path(path).parent}"
        raise InputRefused("这是一个链接，真正的文件在别处", where=str(path), remedy=remedy)


def make_paper(
    assessment: Assessment, press: Press | None = None, *, questionnaire: bytes | None = None
) -> tuple[bytes, tuple[MissingGlyph, ...]]:
    """The unsigned paper with all signature fields in place, and the characters no font could print.

    Set by the press, or without one in this process. `questionnaire` (`Form.embedded`) goes along in it. The same
    arguments give the same bytes. Raises `ReportFailed`.
    """
    from yanpan.report import render_pdf

    record = encode(assessment)
    paper = (
        press.print(assessment, record, questionnaire)
        if press
        else render_pdf(assessment, record, questionnaire)
    )
    return paper.pdf, paper.missing_glyphs


def naming_replaced(answers: Answers, out: Path) -> Answers:
    """With the digest of the assessment that is to be replaced in `out`, so that it can be told from the one that counts."""
    digest = _digest_there(out / answers.case_number)
    return replace_fields(answers, supersedes=digest) if digest else answers


def _digest_there(folder: Path) -> str:
    """The digest of the record of a case; empty where there is none that can be read."""
    try:
        return open_case(folder).digest
    except YanpanError:
        return ""


def write_case(
    out: Path, form: Form, answers: Answers, assessment: Assessment, *, paper: bytes | None, replace: bool
) -> Path:
    """Write a new case folder whole or not at all and return it.

    With `replace` the assessment names what stands there (`naming_replaced`). Raises `OutputRefused`,
    `CaseNumberRefused`, and `InputRefused` when somebody assessed it anew meanwhile.
    """
    number = assessment.case_number

    def check(folder: Path) -> None:
        if _digest_there(folder) not in ("", assessment.supersedes):
            raise InputRefused(
                "刚刚有别人改了这个案件",
                where=str(folder),
                remedy="看看现在的结果（yanpan show）；还要从头重做的，再运行一次。",
            )

    with new_case_folder(out, number, replace=replace, check=check) as folder:
        write_file(folder / ANSWERS, render_answers(answers, form).encode())
        write_file(folder / RESULT, encode(assessment))
        if paper is not None:
            write_file(folder / PAPER, paper)
    return out / number


def paper_bytes(case: Case) -> bytes:
    """The paper of a case as it lies there. Raises `InputRefused`."""
    if not is_there(case.paper):
        raise InputRefused("这个案件还没有文书", where=str(case.paper), remedy="先运行 yanpan report。")
    found = look_at(case.paper)
    if found is not None and found.st_size > MAX_PAPER_BYTES:
        raise InputRefused(
            "文书太大，不像本工具出的", where=str(case.paper), remedy="移开它，用 yanpan report 重出。"
        )
    return read_plain(
        case.paper, most=MAX_PAPER_BYTES, remedy="放回这个案件的文书；没有的，移开它，用 yanpan report 重出。"
    )
