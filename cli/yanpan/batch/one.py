"""One row of a batch: check, judge, write its case folder, or say what is wrong. Runs in a worker process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from yanpan.answers.check import read_answers
from yanpan.answers.model import Answers
from yanpan.assessment import Assessment, answers_of, assess, digest_of, section_words
from yanpan.batch.source import Row
from yanpan.cases import Case, make_paper, naming_replaced, open_case, write_case
from yanpan.documents import is_there
from yanpan.errors import AnswersRefused, CaseNumberRefused, InputRefused, YanpanError
from yanpan.questionnaire.compile import Form
from yanpan.storage import check_new_number, locked, write_file

RESULT_COLUMNS = (
    "row", "case_number", "kind", "initial", "residual", "best", "decided_by", "red_lines", "hazards",
    "legality", "stability", "controllability", "unknowns", "missing", "signable", "digest", "folder", "state",
)  # fmt: skip
ERROR_COLUMNS = ("row", "where", "case_number", "field", "what", "remedy")


@dataclass(frozen=True)
class Outcome:
    """What became of a row: its line of results.csv, or its lines of errors.csv."""

    row: int
    result: tuple[object, ...] = ()
    errors: tuple[tuple[object, ...], ...] = ()
    skipped: bool = False
    grade: str = ""
    note: bool = False
    """Whether it ended with a note that no full assessment is due."""


@dataclass(frozen=True)
class Job:
    """What every row needs: the form, where to write, whether with paper; and since when, to the second."""

    form: Form
    out: Path
    paper: bool
    replace: bool
    started: datetime


def do_row(job: Job, row: Row) -> Outcome:
    """Do one row; never raises for what the row holds."""
    number = ""
    try:
        if row.fault is not None:
            raise row.fault
        answers = read_answers(row.document, job.form, row.lines)
        if not answers.case_number:
            raise CaseNumberRefused("没有案号", remedy="填上 case_number。")
        number = check_new_number(answers.case_number)
        assessment, state = _do(job, msgspec.structs.replace(answers, case_number=number))
        return Outcome(
            row.number,
            result_line(row.number, assessment, job, state),
            skipped=state == "已有",
            grade=assessment.grade.residual,
            note=assessment.paper == "note",
        )
    except AnswersRefused as error:
        return _failed(
            row, number or _number_of(row), [(f.field, f.what, f.remedy, f.place) for f in error.faults]
        )
    except CaseNumberRefused as error:
        return _failed(row, _number_of(row), [("case_number", error.what, error.remedy, "")])
    except YanpanError as error:
        return _failed(row, number or _number_of(row), [("", error.what, error.remedy, "")])
    except Exception as error:  # noqa: BLE001 — one row that breaks yanpan must not stop the others
        what = f"yanpan 自身出错（{type(error).__name__}）"
        return _failed(row, number or _number_of(row), [("", what, "请把这一行交给维护人员。", "")])


def not_done(row: Row, what: str, remedy: str) -> Outcome:
    """The outcome of a row that could not be done, for a reason that does not lie in one of its fields."""
    return _failed(row, _number_of(row), [("", what, remedy, "")])


def _number_of(row: Row) -> str:
    found = row.document.get("case_number") if isinstance(row.document, dict) else ""
    return found if isinstance(found, str) else ""


def _failed(row: Row, number: str, faults: list[tuple[str, str, str, str]]) -> Outcome:
    """Lines of errors.csv from (field, what, remedy, place); a place of the fault itself is nearer than the row's."""
    lines = (
        (row.number, place or row.where, number, field, what, todo) for field, what, todo, place in faults
    )
    return Outcome(row.number, errors=tuple(lines))


def _do(job: Job, answers: Answers) -> tuple[Assessment, str]:
    """Judge and write, or find that it is done already."""
    folder = job.out / answers.case_number
    if is_there(folder):
        if not job.replace:
            return _already(job, open_case(folder), answers), "已有"
        if _of_this_run(job, folder, answers):
            return _already(job, open_case(folder), answers), "新做"
        answers = naming_replaced(answers, job.out)
    at = datetime.now(ZoneInfo(job.form.questionnaire.header.timezone)).replace(microsecond=0)
    assessment = assess(job.form, answers, at)
    paper = make_paper(assessment, questionnaire=job.form.embedded)[0] if job.paper else None
    write_case(job.out, job.form, answers, assessment, paper=paper, replace=job.replace)
    return assessment, "新做"


def _of_this_run(job: Job, folder: Path, answers: Answers) -> bool:
    """Whether this very batch wrote the case, in a process that was killed right after: it is not replaced again."""
    try:
        found = open_case(folder).assessment
    except YanpanError:
        return False
    return found.assessed_at >= job.started and _is_same(job, found, answers)


def _is_same(job: Job, found: Assessment, answers: Answers) -> bool:
    """Whether it is of the same answers and questionnaire, whatever it superseded."""
    if found.questionnaire.digest != job.form.questionnaire.digest:
        return False
    one, other = (
        msgspec.structs.replace(item, supersedes="") for item in (answers_of(found, job.form), answers)
    )
    return one == other


def _already(job: Job, case: Case, answers: Answers) -> Assessment:
    """The assessment made earlier, if it is of the same answers and questionnaire; its paper is made if it lacks."""
    found = case.assessment
    if not _is_same(job, found, answers):
        raise InputRefused(
            "这个案号已有研判，答案或者问卷版本不同",
            remedy="换案号；确要重做的加 --replace，原来的会留在旁边。",
        )
    if job.paper and not is_there(case.paper):
        paper = make_paper(found, questionnaire=job.form.embedded)[0]
        with locked(case.folder):
            # Another may have made it meanwhile, and someone signed it.
            if not is_there(case.paper):
                write_file(case.paper, paper)
    return found


def result_line(row: int, a: Assessment, job: Job, state: str) -> tuple[object, ...]:
    """One line of results.csv, in the order of `RESULT_COLUMNS`."""
    scores = {s.section.value: section_words(a, s) for s in a.sections}
    return (
        row, a.case_number, a.facts.get(a.meanings.kind, ""), a.grade.initial.value, a.grade.residual.value, a.grade.best.value,
        a.grade.decided_by, "|".join(r.id for r in a.red_lines), "|".join(h.id for h in a.hazards),
        *(scores.get(name, "") for name in ("legality", "stability", "controllability")),
        "|".join(u.question for u in a.unknowns), "|".join(a.missing), "yes" if a.signable else "no",
        digest_of(a), str(job.out / a.case_number), state,
    )  # fmt: skip
