"""Judging many files: each in a child process with a deadline, so that no file can hang or bring down the rest."""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Lock
from typing import TYPE_CHECKING

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from yanpan.processes import deaf_children
from yanpan.questionnaire.model import Questionnaire
from yanpan.signature.verdict import Verdict, Verification, unjudged

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

    from yanpan.signature.roles import RoleRegister

SECONDS = 60.0
"""How long one file may take. A paper of forty pages with five signatures takes about three."""

_START = 180.0
"""Seconds for a child to load its libraries, on a slow disk."""


@dataclass(frozen=True)
class ToJudge:
    """One file to judge; if it lies in a case folder, the `assessment.json` there and the scans, name to SHA-256."""

    pdf: bytes
    beside: bytes | None = None
    scans: Mapping[str, str] | None = None


@dataclass(frozen=True)
class ReadersView:
    """What a reader judges by, in a form that travels to another process."""

    at: datetime
    trust: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    ocsps: tuple[bytes, ...] = ()
    questionnaires: tuple[Questionnaire, ...] = ()
    roles: RoleRegister | None = None
    reprint: bool = True
    so_far: bool = False

    @classmethod
    def of(cls, trust: Sequence[x509.Certificate], **rest: object) -> ReadersView:
        """The view of a reader who trusts some roots."""
        ders = tuple(root.public_bytes(Encoding.DER) for root in trust)
        return cls(trust=ders, **rest)  # type: ignore[arg-type]


Judge = Callable[[ToJudge], Verification]
MakeJudge = Callable[[ReadersView], Judge]


def judge_for(view: ReadersView) -> Judge:
    """The judge of the child process: `verify_pdf` with everything that takes long loaded once."""
    from yanpan.questionnaire.compile import compile_form
    from yanpan.report import render_pdf
    from yanpan.signature.verify import verify_pdf

    if view.reprint:
        _load_printer()
    forms = [compile_form(item) for item in view.questionnaires]
    roots = [x509.load_der_x509_certificate(item) for item in view.trust]

    def judge(paper: ToJudge) -> Verification:
        return verify_pdf(
            paper.pdf,
            at=view.at,
            trust=roots,
            crls=view.crls,
            ocsps=view.ocsps,
            questionnaires=forms,
            render=render_pdf if view.reprint else None,
            roles=view.roles,
            beside=paper.beside,
            scans=paper.scans,
            so_far=view.so_far,
        )

    return judge


def _load_printer() -> None:
    """Load the layout library now: else its loading falls into the time of the first file, and of that alone."""
    # Where it cannot load, making the first paper says so in words; its own advice goes to standard output.
    with suppress(OSError, ImportError), redirect_stdout(StringIO()):
        import yanpan.report.pdf  # noqa: F401


def verify_many(
    papers: Sequence[Callable[[], ToJudge]],
    view: ReadersView,
    *,
    seconds: float = SECONDS,
    jobs: int = 1,
    make_judge: MakeJudge = judge_for,
) -> Iterator[Verification]:
    """Judge papers in the given order, each as soon as it is read; at most `jobs` at a time.

    A file that takes more than `seconds`, or that kills the process judging it, cannot be judged. What a
    paper's function raises comes out of the iterator.
    """
    workers = [_Worker(view, make_judge) for _ in range(max(1, min(jobs, len(papers))))]
    idle: SimpleQueue[_Worker] = SimpleQueue()
    for worker in workers:
        idle.put(worker)

    def one(read: Callable[[], ToJudge]) -> Verification:
        worker = idle.get()
        try:
            return worker.judge(read(), seconds)
        finally:
            idle.put(worker)

    pool = ThreadPoolExecutor(len(workers))
    try:
        yield from pool.map(one, papers)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.close()


class _Worker:
    """One child process, started when first needed and again after it had to be stopped."""

    def __init__(self, view: ReadersView, make_judge: MakeJudge) -> None:
        self._view = view
        self._make_judge = make_judge
        self._process: SpawnProcess | None = None
        self._line: Connection | None = None
        self._changing = Lock()
        self._closed = False

    def judge(self, paper: ToJudge, seconds: float) -> Verification:
        try:
            line = self._line or self._start()
            line.send(paper)
            if not line.poll(seconds):
                self.stop()
                words = f"{seconds:g} 秒内没有判断完，已停下：文件可能是故意做成这样的"
                return _unjudged("TOO_SLOW", words)
            answer: bytes = line.recv_bytes()
        except (EOFError, OSError):
            self.stop()
            return _unjudged("JUDGE_STOPPED", "判断这份文件的进程中途停了（例如内存不够），不能判断")
        return msgspec.json.decode(answer, type=Verification)

    def stop(self) -> None:
        """End the child, whatever it is doing."""
        with self._changing:
            process, line = self._process, self._line
            self._process = self._line = None
        if process is not None:
            process.kill()
            process.join()
        if line is not None:
            line.close()

    def close(self) -> None:
        """End the child for good: a thread that was about to hand it a file must not start another."""
        self._closed = True
        self.stop()

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        line, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self._make_judge), daemon=True)
        with deaf_children():
            process.start()
        theirs.close()
        with self._changing:
            self._process, self._line = process, line
        if self._closed:
            raise EOFError
        # No argument of the process: `start` would wait for good on a child that died before it read so much.
        line.send(self._view)
        if not line.poll(_START):
            raise EOFError
        line.recv_bytes()
        return line


def _serve(line: Connection, make_judge: MakeJudge) -> None:
    """The child: judge what comes in until the line is closed. Ctrl-C is the parent's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    view: ReadersView = line.recv()
    judge = make_judge(view)
    # What is loaded stays for good: looking through it again and again costs a tenth of the time.
    gc.freeze()
    line.send_bytes(b"ready")
    while True:
        try:
            paper: ToJudge = line.recv()
        except EOFError:
            return
        try:
            found = judge(paper)
        except Exception as error:  # noqa: BLE001 - a bug with one file must not end the others, nor print
            found = _unjudged("JUDGE_FAILED", f"判断这份文件时程序自身出错（{type(error).__name__}）")
        line.send_bytes(msgspec.json.encode(found))


def _unjudged(code: str, words: str) -> Verification:
    return Verification(verdict=Verdict.CANNOT_BE_JUDGED, findings=(unjudged(code, words),))
