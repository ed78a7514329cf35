"""Judging many files: each in a child process with a deadline, so that no file can hang or bring down the rest."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import TYPE_CHECKING

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from yanpan.documents import not_a_pdf
from yanpan.errors import CannotStart, ChildFailed, ChildLost, TooSlow, YanpanError
from yanpan.findings import Verdict, unjudged
from yanpan.processes import Crew
from yanpan.questionnaire.model import Questionnaire
from yanpan.verification.verdict import (
    Verification,
)

if TYPE_CHECKING:
    from yanpan.approval import (
        RoleRegister,
    )

SECONDS = 50.0
"""How long one file may take, so that the whole command ends within a minute. A paper of forty pages takes about three."""

MEMORY = 800 * 1024 * 1024
"""Bytes of its own that a judging process may have. Such a paper takes about a third of that."""

_ROOM = 2 * MEMORY
"""Bytes of the machine's memory for each process at work: many files may not take it all, whatever they are."""


@dataclass(frozen=True)
class ToJudge:
    """One file to judge; if it lies in a case folder, the `assessment.json` there and the scans, name to SHA-256."""

    pdf: bytes
    beside: bytes | None = None
    scans: Mapping[str, str] | None = None


@dataclass(frozen=True)
class ReadersView:
    """What a reader judges by, in a form that travels to another process.

    `trusted_packs` are digests (SHA-256, hex) of questionnaires that the reader trusts by name, beside the known ones;
    `known_packs` are those, where they have been read already.
    """

    at: datetime
    trust: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    ocsps: tuple[bytes, ...] = ()
    questionnaires: tuple[Questionnaire, ...] = ()
    trusted_packs: frozenset[str] = frozenset()
    known_packs: frozenset[str] | None = None
    roles: RoleRegister | None = None
    reprint: bool = True
    so_far: bool = False

    @classmethod
    def of(cls, trust: Sequence[x509.Certificate], **rest: object) -> ReadersView:
        """The view of a reader who trusts some roots."""
        ders = tuple(root.public_bytes(Encoding.DER) for root in trust)
        return cls(trust=ders, **rest)  # type: ignore[arg-type]


_MANY_LISTS = 8 * 1024 * 1024
"""Octets of revocation data beyond which reading them is what takes long."""

STOPPED = frozenset({"TOO_SLOW", "TOO_LARGE", "JUDGE_STOPPED", "JUDGE_FAILED"})
"""What is said of a file that was not judged to the end."""

Judge = Callable[[ToJudge], Verification]
MakeJudge = Callable[[ReadersView], Judge]


def judge_for(view: ReadersView) -> Judge:
    """The judge of the child process: `verify_pdf` with everything that takes long loaded once."""
    from yanpan.questionnaire import known_digests
    from yanpan.questionnaire.compile import compile_form
    from yanpan.report import render_pdf
    from yanpan.verification.verify import verify_pdf

    if view.reprint:
        _load_printer()
    forms = [compile_form(item) for item in view.questionnaires]
    known = known_digests() if view.known_packs is None else view.known_packs
    trusted = known | view.trusted_packs
    roots = [x509.load_der_x509_certificate(item) for item in view.trust]

    def judge(paper: ToJudge) -> Verification:
        if (other := not_a_pdf(paper.pdf)) is not None:
            what, remedy = other
            return _unjudged("NOT_PDF", f"这不是 PDF，是{what}；{remedy}")
        try:
            return verify_pdf(
                paper.pdf,
                at=view.at,
                trust=roots,
                crls=view.crls,
                ocsps=view.ocsps,
                questionnaires=forms,
                trusted=trusted,
                render=render_pdf if view.reprint else None,
                roles=view.roles,
                beside=paper.beside,
                scans=paper.scans,
                so_far=view.so_far,
            )
        except MemoryError:
            return _too_large(view)

    return judge


def _blame(view: ReadersView) -> str:
    """Whose fault it may be that judging takes so much: the lists that the reader gave, or the file."""
    given = sum(len(item) for item in (*view.crls, *view.ocsps))
    if given > _MANY_LISTS:
        return f"给出的吊销列表有 {given // 1024 // 1024} MB，只给要用的、每个机构最近的那份再验"
    return "文件可能是故意做成这样的"


def _too_large(view: ReadersView) -> Verification:
    words = f"判断它要的内存超过 {MEMORY // 1024 // 1024} MB，已停下：{_blame(view)}"
    return _unjudged("TOO_LARGE", words)


def _load_printer() -> None:
    """Load the layout library now: else its loading falls into the time of the first file, and of that alone."""
    from yanpan.report import warm

    # Where it cannot load, making the first paper says so in words; its own advice goes to standard output.
    with suppress(YanpanError), redirect_stdout(StringIO()):
        warm()


def verify_many(
    papers: Sequence[Callable[[], ToJudge]],
    view: ReadersView,
    *,
    seconds: float = SECONDS,
    jobs: int = 1,
    make_judge: MakeJudge = judge_for,
) -> Iterator[Verification]:
    """Judge papers in the given order, each as soon as it is read; at most `jobs` at a time.

    A file that takes more than `seconds`, that wants more than `MEMORY`, or that kills two processes judging it, cannot
    be judged. What a paper's function raises comes out of the iterator.
    """
    size = max(1, min(jobs, len(papers), _processes()))
    with Crew(_answerer, (view, make_judge), size=size, seconds=seconds, memory=MEMORY) as crew:
        for ended in crew.each(read() for read in papers):
            if ended.error is None:
                yield msgspec.json.decode(ended.get(), type=Verification)
            elif isinstance(ended.error, TooSlow):
                words = f"限定的 {seconds:g} 秒内没有判断完，已停下"
                words += f"：{_blame(view)}" if seconds >= SECONDS else "；放宽 --seconds 再验"
                yield _unjudged("TOO_SLOW", words)
            elif isinstance(ended.error, ChildLost | CannotStart):
                words = "判断这份文件的进程中途停了（多半是内存不够），不能判断"
                yield _unjudged("JUDGE_STOPPED", words)
            else:
                error = ended.error
                name = error.name if isinstance(error, ChildFailed) else type(error).__name__
                if name == MemoryError.__name__:
                    yield _too_large(view)
                    continue
                yield _unjudged("JUDGE_FAILED", f"判断这份文件时程序自身出错（{name}）")


def _processes() -> int:
    """So many as the machine's memory has room for; no limit where it is not known."""
    try:
        whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return sys.maxsize
    return max(1, whole // _ROOM)


def _answerer(outfit: tuple[ReadersView, MakeJudge]) -> Callable[[ToJudge], bytes]:
    """What judges in a child process."""
    view, make_judge = outfit
    judge = make_judge(view)
    return lambda paper: msgspec.json.encode(judge(paper))


def _unjudged(code: str, words: str) -> Verification:
    return Verification(verdict=Verdict.CANNOT_BE_JUDGED, findings=(unjudged(code, words),))
