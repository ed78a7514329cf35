"""Run a batch over child processes; write results.csv and errors.csv at the end, also when interrupted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from yanpan.batch.one import ERROR_COLUMNS, RESULT_COLUMNS, Job, Outcome, do_row, not_done
from yanpan.batch.source import Row
from yanpan.batch.table import write_table
from yanpan.errors import ChildLost, InputRefused, YanpanError
from yanpan.interrupts import counted
from yanpan.processes import Crew, Ended
from yanpan.questionnaire.compile import Form, compile_form
from yanpan.questionnaire.model import Questionnaire
from yanpan.storage import check_case_number, check_output_folder, sweep_once

RESULTS, ERRORS = "results.csv", "errors.csv"

SECONDS = 600.0
"""How long one row may take. With its paper it takes about one, on a slow disk some more."""

TRIES = 3
"""Workers that a row may lose. Where memory is short now and then, a row can be unlucky twice."""


@dataclass
class BatchSummary:
    """How a batch went. `grades` counts residual grades of all rows that have one, `notes` those of which no full
    assessment was due: they are among the low ones."""

    done: int = 0
    skipped: int = 0
    failed: int = 0
    interrupted: bool = False
    notes: int = 0
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
    interrupted: Callable[[], None] = lambda: None,
) -> BatchSummary:
    """Do every row. `progress` is told after each how many are done, `interrupted` that Ctrl-C was heard. Raises `OutputRefused` before starting."""
    check_output_folder(out)
    sweep_once(out)
    # By number of the row: after an interrupt a row may be told twice.
    outcomes: dict[int, Outcome] = {}

    def record(outcome: Outcome) -> None:
        outcomes[outcome.row] = outcome
        progress(len(outcomes))

    started = datetime.now(UTC).replace(microsecond=0)
    outfit = JobOutfit(form.questionnaire, out, paper, replace, started)
    with counted() as asked:
        with Crew(row_doer, outfit, size=jobs, seconds=SECONDS, tries=TRIES) as crew:
            for row, ended in crew.as_ended(_once_each(rows()), stop=lambda: asked() > 0):
                record(_outcome(row, ended))
            if was_interrupted := asked() > 0:
                interrupted()
                # The rows in hand are finished, unless there is a second Ctrl-C.
                for row, ended in crew.finish(stop=lambda: asked() > 1):
                    record(_outcome(row, ended))
        return _written(out, outcomes, interrupted=was_interrupted)


def _written(out: Path, outcomes: Mapping[int, Outcome], *, interrupted: bool) -> BatchSummary:
    """The two tables, written, and how it went."""
    in_order = [outcomes[number] for number in sorted(outcomes)]
    write_table(out / RESULTS, RESULT_COLUMNS, [one.result for one in in_order if not one.errors])
    write_table(out / ERRORS, ERROR_COLUMNS, [line for one in in_order for line in one.errors])
    return _summed_up(in_order, interrupted=interrupted)


@dataclass(frozen=True)
class JobOutfit:
    """A `Job` in a form that travels to another process."""

    questionnaire: Questionnaire
    out: Path
    paper: bool
    replace: bool
    started: datetime


def row_doer(outfit: JobOutfit) -> Callable[[Row], Outcome]:
    """What does the rows of a batch in a child process, the form compiled once."""
    form = compile_form(outfit.questionnaire)
    job = Job(form, outfit.out, outfit.paper, outfit.replace, outfit.started)
    return lambda row: do_row(job, row)


def _summed_up(outcomes: list[Outcome], *, interrupted: bool) -> BatchSummary:
    summary = BatchSummary(interrupted=interrupted)
    for outcome in outcomes:
        if outcome.errors:
            summary.failed += 1
            continue
        summary.grades[outcome.grade] += 1
        summary.notes += outcome.note
        if outcome.skipped:
            summary.skipped += 1
        else:
            summary.done += 1
    return summary


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


def _outcome(row: Row, ended: Ended[Outcome]) -> Outcome:
    """The outcome of a row; also of one that came to nothing in its child process, or that had none."""
    try:
        return ended.get()
    except ChildLost:
        what, remedy = (
            "做这一行时工作进程被系统终止了（多半是内存不够）",
            "减少 --jobs 后重跑，做完的会跳过。",
        )
        return not_done(row, what, remedy)
    except YanpanError as error:
        return not_done(row, error.what, error.remedy)
