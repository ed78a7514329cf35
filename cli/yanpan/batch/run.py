"""Run a batch over worker processes; write results.csv and errors.csv at the end, also when interrupted."""

from __future__ import annotations

import multiprocessing
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path

from yanpan.batch.one import ERROR_COLUMNS, RESULT_COLUMNS, Job, Outcome, do_row
from yanpan.batch.source import Row
from yanpan.batch.table import write_table
from yanpan.errors import InputRefused
from yanpan.processes import deaf_children
from yanpan.questionnaire.compile import Form, compile_form
from yanpan.questionnaire.model import Questionnaire
from yanpan.storage import check_case_number, check_output_folder

RESULTS, ERRORS = "results.csv", "errors.csv"


@dataclass
class BatchSummary:
    """How a batch went. `grades` counts residual grades of all rows that have one."""

    done: int = 0
    skipped: int = 0
    failed: int = 0
    interrupted: bool = False
    grades: Counter[str] = field(default_factory=Counter)


def run_batch(
    rows: Callable[[], Iterator[Row]],
    form: Form,
    out: Path,
    *,
    jobs: int,
    paper: bool,
    replace: bool,
    progress: Callable[[int], None] = lambda _: None,
) -> BatchSummary:
    """Do every row. `progress` is told after each how many are done. Raises `OutputRefused` before starting."""
    check_output_folder(out)
    job = Job(form, out, paper, replace)
    summary = BatchSummary()
    results: list[tuple[object, ...]] = []
    errors: list[tuple[object, ...]] = []
    try:
        for outcome in _outcomes(job, _once_each(rows()), jobs):
            _count(summary, outcome)
            if outcome.errors:
                errors.extend(outcome.errors)
            else:
                results.append(outcome.result)
            progress(summary.done + summary.skipped + summary.failed)
    except KeyboardInterrupt:
        summary.interrupted = True
    write_table(out / RESULTS, RESULT_COLUMNS, sorted(results, key=lambda line: int(str(line[0]))))
    write_table(out / ERRORS, ERROR_COLUMNS, sorted(errors, key=lambda line: int(str(line[0]))))
    return summary


def _count(summary: BatchSummary, outcome: Outcome) -> None:
    if outcome.errors:
        summary.failed += 1
        return
    summary.grades[outcome.grade] += 1
    if outcome.skipped:
        summary.skipped += 1
    else:
        summary.done += 1


def _once_each(rows: Iterator[Row]) -> Iterator[Row]:
    """Two rows of one case number would race for one folder: the second is refused."""
    seen: dict[str, str] = {}
    for row in rows:
        number = row.document.get("case_number") if isinstance(row.document, dict) else None
        if row.fault is None and isinstance(number, str):
            try:
                name = check_case_number(number)
            except InputRefused:
                name = number
            if name in seen:
                fault = InputRefused(f"案号和 {seen[name]} 重复", where=row.where, remedy="一案一号。")
                row = Row(row.number, row.where, row.document, fault)  # noqa: PLW2901
            seen.setdefault(name, row.where)
        yield row


def _outcomes(job: Job, rows: Iterator[Row], jobs: int) -> Iterator[Outcome]:
    """Outcomes as they are ready; a few rows a worker are in flight, so that a large table is never held whole."""
    if jobs <= 1:
        for row in rows:
            yield do_row(job, row)
        return
    waiting = iter(rows)
    while True:
        try:
            yield from _in_pool(job, waiting, jobs)
            return
        except _WorkerDied as died:
            yield from (_lost(row) for row in died.rows)


class _WorkerDied(Exception):
    """A worker was ended from outside; `rows` were in hand."""

    def __init__(self, rows: list[Row]) -> None:
        super().__init__()
        self.rows = rows


def _lost(row: Row) -> Outcome:
    what, remedy = "做这一行时工作进程被系统终止了（多半是内存不够）", "减少 --jobs 后重跑，做完的会跳过。"
    return Outcome(row.number, errors=((row.number, row.where, "", "", what, remedy),))


def _in_pool(job: Job, rows: Iterator[Row], jobs: int) -> Iterator[Outcome]:
    start = (job.form.questionnaire, job.out, job.paper, job.replace)
    context = multiprocessing.get_context("spawn")
    pending: dict[Future[Outcome], Row] = {}
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_start_worker, initargs=start) as pool:
        try:
            for row in rows:
                with deaf_children():
                    pending[pool.submit(_work, row)] = row
                if len(pending) >= jobs * 4:
                    yield from _ready(pending)
            while pending:
                yield from _ready(pending)
        except BrokenProcessPool:
            raise _WorkerDied(list(pending.values())) from None
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _ready(pending: dict[Future[Outcome], Row]) -> list[Outcome]:
    """Wait for the next outcomes and take them out of `pending`."""
    done, _ = wait(pending, return_when=FIRST_COMPLETED)
    outcomes = []
    for future in done:
        outcomes.append(future.result())
        del pending[future]
    return outcomes


_JOB: list[Job] = []


def _start_worker(questionnaire: Questionnaire, out: Path, paper: bool, replace: bool) -> None:
    """Each worker compiles the form once. Ctrl-C is the parent's to handle: a row in hand is finished."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    _JOB.append(Job(compile_form(questionnaire), out, paper, replace))


def _work(row: Row) -> Outcome:
    return do_row(_JOB[0], row)
