"""Renewing the archive time stamp of a signed paper in place."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from yanpan.assessment.record import MAX_BYTES
from yanpan.cases.case_folder import MAX_PAPER_BYTES, PAPER, RESULT, check_no_link
from yanpan.cases.scans import scan_files
from yanpan.documents import is_folder, is_there, read_plain, true_path
from yanpan.errors import OutputRefused, SignatureInvalid, SignatureNotJudged
from yanpan.findings import Verdict
from yanpan.storage import locked, write_over

if TYPE_CHECKING:
    from yanpan.approval import RoleRegister
    from yanpan.questionnaire.model import Questionnaire
    from yanpan.signature import LongTerm


def extend_paper(
    path: Path,
    *,
    long_term: LongTerm,
    at: datetime,
    register: RoleRegister | None = None,
    questionnaires: tuple[Questionnaire, ...],
) -> int:
    """Extend the paper of a case folder, or one by itself, and return by how many bytes it grew.

    It is asked what `verify` asks, with the `questionnaires` at hand: of a folder, and of the paper of one by its own name,
    also what lies beside; of another file nothing else. A link to a paper is followed, and the folder held where the paper
    lies; a folder whose own paper is a link is none. The old paper stays whole until the new one is written. Raises
    `InputRefused`, `SignatureInvalid`, `SignatureNotJudged`, `ReportFailed`, `OutputRefused`.
    """
    from yanpan.signature import extend_pdf

    given = true_path(path)
    paper = given / PAPER if is_folder(given) else given
    check_no_link(paper, "到真正的案件文件夹续")
    folder = paper.parent
    in_case = is_folder(given) or (
        paper.name == PAPER and (is_there(folder / RESULT) or bool(scan_files(folder)))
    )
    with locked(folder) if in_case else nullcontext():
        pdf = _read(paper)
        _check_valid(
            paper, pdf, long_term, at, in_case=in_case, register=register, questionnaires=questionnaires
        )
        longer = extend_pdf(pdf, long_term=long_term, at=at)
        if _read(paper) != pdf:
            remedy = "没有覆盖它；重新运行。"
            raise OutputRefused("续存档时文书被别的程序改动", where=str(paper), remedy=remedy)
        write_over(paper, longer)
    return len(longer) - len(pdf)


def _check_valid(
    paper: Path,
    pdf: bytes,
    long_term: LongTerm,
    at: datetime,
    *,
    in_case: bool,
    register: RoleRegister | None,
    questionnaires: tuple[Questionnaire, ...],
) -> None:
    """Raise `SignatureInvalid` for what `verify` calls invalid: a time stamp must not prove what was forged.

    And `SignatureNotJudged` for what it stops at: judged in another process, which has its bounds of time and memory.
    """
    from yanpan.verification import STOPPED, ReadersView, ToJudge, verify_many

    result = paper.parent / RESULT
    beside = read_plain(result, most=MAX_BYTES) if in_case and is_there(result) else None
    scans = scan_files(paper.parent) if in_case else None
    view = ReadersView.of(
        long_term.trust,
        at=at,
        crls=tuple(long_term.crls),
        ocsps=tuple(long_term.ocsps),
        roles=register,
        questionnaires=questionnaires,
        so_far=True,
    )
    (found,) = verify_many([lambda: ToJudge(pdf, beside, scans)], view)
    for finding in found.findings:
        if finding.weight is Verdict.INVALID:
            raise SignatureInvalid(
                f"文书无效，不能续：{finding.words}",
                where=str(paper),
                remedy="用 yanpan verify 查看详情；不要采信这份文件，向签署人索取原件。",
            )
        if finding.code in STOPPED:
            raise SignatureNotJudged(
                f"没有判断完，不能续：{finding.words}", where=str(paper), remedy="用 yanpan verify 查看详情。"
            )


def _read(paper: Path) -> bytes:
    remedy = "给出签署过的 PDF 文书，或者案件文件夹。"
    return read_plain(paper, most=MAX_PAPER_BYTES, remedy=remedy)
