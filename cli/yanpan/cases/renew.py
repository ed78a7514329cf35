"""Renewing the archive time stamp of a signed paper in place."""

from __future__ import annotations

import stat
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from yanpan.assessment.record import MAX_BYTES
from yanpan.cases.case_folder import MAX_PAPER_BYTES, RESULT
from yanpan.cases.scans import scan_files
from yanpan.documents import is_there, look_at, read_plain
from yanpan.errors import OutputRefused, SignatureInvalid
from yanpan.findings import Verdict
from yanpan.storage import locked, write_file

if TYPE_CHECKING:
    from yanpan.approval import RoleRegister
    from yanpan.signature import LongTerm


def extend_paper(
    paper: Path, *, long_term: LongTerm, at: datetime, register: RoleRegister | None = None
) -> int:
    """Extend a paper, holding its case folder if it lies in one, and return by how many bytes it grew.

    The old paper stays whole until the new one is written. Raises `InputRefused`, `SignatureInvalid`,
    `SignatureNotJudged`, `ReportFailed`, `OutputRefused`.
    """
    from yanpan.signature import extend_pdf

    in_case = is_there(paper.parent / RESULT)
    with locked(paper.parent) if in_case else nullcontext():
        pdf, mode = _read(paper)
        _check_valid(paper, pdf, long_term, at, in_case=in_case, register=register)
        longer = extend_pdf(pdf, long_term=long_term, at=at)
        if _read(paper)[0] != pdf:
            remedy = "没有覆盖它；重新运行。"
            raise OutputRefused("续存档时文书被别的程序改动", where=str(paper), remedy=remedy)
        write_file(paper, longer, mode=mode)
    return len(longer) - len(pdf)


def _check_valid(
    paper: Path,
    pdf: bytes,
    long_term: LongTerm,
    at: datetime,
    *,
    in_case: bool,
    register: RoleRegister | None,
) -> None:
    """Raise `SignatureInvalid` for what `verify` calls invalid: a time stamp must not prove what was forged."""
    from yanpan.report import render_pdf
    from yanpan.verification import examine_pdf

    found = examine_pdf(
        pdf,
        at=at,
        trust=long_term.trust,
        crls=long_term.crls,
        ocsps=long_term.ocsps,
        render=render_pdf,
        roles=register,
        beside=read_plain(paper.parent / RESULT, most=MAX_BYTES) if in_case else None,
        scans=scan_files(paper.parent) if in_case else None,
        so_far=True,
    )
    for finding in found.verification.findings:
        if finding.weight is Verdict.INVALID:
            raise SignatureInvalid(
                f"文书无效，不能续：{finding.words}",
                where=str(paper),
                remedy="用 yanpan verify 查看详情；不要采信这份文件，向签署人索取原件。",
            )


def _read(paper: Path) -> tuple[bytes, int]:
    remedy = "给出签署过的 PDF 文书，或者案件文件夹。"
    facts = look_at(paper, remedy=remedy)
    pdf = read_plain(paper, most=MAX_PAPER_BYTES, remedy=remedy)
    return pdf, stat.S_IMODE(facts.st_mode) if facts else 0o600
