"""Renewing the archive time stamp of a signed paper in place."""

from __future__ import annotations

import stat
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from yanpan.cases.case_folder import MAX_PAPER_BYTES, RESULT
from yanpan.errors import InputRefused, OutputRefused, os_words
from yanpan.storage import locked, write_file

if TYPE_CHECKING:
    from yanpan.signature import LongTerm


def extend_paper(paper: Path, *, long_term: LongTerm, at: datetime) -> int:
    """Extend a paper, holding its case folder if it lies in one, and return by how many bytes it grew.

    The old paper stays whole until the new one is written. Raises `InputRefused`, `SignatureInvalid`,
    `SignatureNotJudged`, `ReportFailed`, `OutputRefused`.
    """
    from yanpan.signature import extend_pdf

    in_case = (paper.parent / RESULT).is_file()
    with locked(paper.parent) if in_case else nullcontext():
        pdf, mode = _read(paper)
        longer = extend_pdf(pdf, long_term=long_term, at=at)
        if _read(paper)[0] != pdf:
            remedy = "没有覆盖它；重新运行。"
            raise OutputRefused("续存档时文书被别的程序改动", where=str(paper), remedy=remedy)
        write_file(paper, longer, mode=mode)
    return len(longer) - len(pdf)


def _read(paper: Path) -> tuple[bytes, int]:
    try:
        if not paper.is_file():
            raise InputRefused(
                "没有这个文件", where=str(paper), remedy="给出签署过的 PDF 文书，或者案件文件夹。"
            )
        facts = paper.stat()
        if facts.st_size > MAX_PAPER_BYTES:
            raise InputRefused("文件超过 50 MB，不像本工具出的文书", where=str(paper))
        return paper.read_bytes(), stat.S_IMODE(facts.st_mode)
    except OSError as error:
        raise InputRefused(f"读不了这个文件（{os_words(error)}）", where=str(paper)) from error
