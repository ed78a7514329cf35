"""Worked cases of a questionnaire: the tests a lawyer writes. `yanpan pack test` runs them.

A case file names its facts and what must come out. `like` starts from another case of the folder, so
that a border is shown by the one answer that crosses it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from yanpan.answers.check import read_answers
from yanpan.answers.exact import parse_moment
from yanpan.assessment import Assessment, assess
from yanpan.documents import Lines, convert_items, load_document
from yanpan.errors import InputRefused, YanpanError
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.model import Grade


class Expectation(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What must come out. `red_lines`, `contradictions` and `preconditions` are all that there are; `hazards`, `duties` and
    `measures` must be among those found, `done` are duties that the answers show done. `cures`: red line → words that its
    cure holds. `acts`: every act of the operation with its own initial grade.
    """

    grade: Grade
    decided_by: str = ""
    residual: Grade | None = None
    best: Grade | None = None
    red_lines: tuple[str, ...] | None = None
    hazards: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    not_duties: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    not_measures: tuple[str, ...] = ()
    cures: dict[str, str] = {}
    find_out_first: str = ""
    contradictions: tuple[str, ...] = ()
    preconditions: tuple[str, ...] = ()
    short_form: bool | None = None
    note: bool | None = None
    ended_early: bool | None = None
    acts: dict[str, Grade] = {}


class CaseFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One case as written. `at` is the moment of assessment; answers that `like` gives can be replaced or, with null, removed.

    `also`: further acts of the same operation, as in an answers file; those that `like` gives are replaced as a whole.
    `whole`: a plan as it would be met with, and not one of a pair that differs in one answer on purpose. Where it is not
    said, a case that starts from another is none.
    """

    id: str
    title: str
    at: str
    expect: Expectation
    source: str = ""
    why: str = ""
    like: str = ""
    answers: dict[str, Any] = {}
    also: list[dict[str, Any]] | None = None
    measures: list[dict[str, Any]] | None = None
    raised: dict[str, Any] | None = None
    ended_early: bool = False
    full: bool = False
    complete: bool = True
    whole: bool | None = None

    @property
    def is_whole(self) -> bool:
        return not self.like if self.whole is None else self.whole


@dataclass(frozen=True)
class CaseResult:
    """How a case came out. `faults` is empty when all that was expected holds."""

    case: CaseFile
    where: str
    assessment: Assessment | None
    faults: tuple[str, ...]


def run_cases(folder: Path, form: Form) -> list[CaseResult]:
    """Run every case in `folder`/cases. Raises `InputRefused` for files that are not cases."""
    files = load_cases(folder / "cases")
    return [_run(case, lines, files, form) for case, lines in files.values()]


def load_cases(folder: Path) -> dict[str, tuple[CaseFile, Lines]]:
    """Case id → case, in order of file name. Raises `InputRefused`."""
    found: dict[str, tuple[CaseFile, Lines]] = {}
    for path in sorted(folder.glob("*.yaml")):
        document, lines = load_document(path, name=f"cases/{path.name}")
        values, faults = convert_items([(document, ())], CaseFile, lines)
        if faults:
            raise faults[0]
        case: CaseFile = values[0]
        if case.id in found:
            raise InputRefused(f"案例编号“{case.id}”重复", where=lines.where(("id",)))
        found[case.id] = (case, lines)
    return found


def merged(
    case: CaseFile, files: dict[str, tuple[CaseFile, Lines]], lines: Lines, depth: int = 0
) -> dict[str, Any]:
    """The answers document of a case, what `like` gives filled in. Raises `InputRefused`."""
    document: dict[str, Any] = {"answers": {}, "measures": []}
    if case.like:
        base = files.get(case.like)
        if base is None or depth > 8:
            raise InputRefused(
                f"like 指向的案例“{case.like}”不存在，或者绕成了圈", where=lines.where(("like",))
            )
        document = merged(base[0], files, base[1], depth + 1)
    document["answers"] = {**document["answers"], **case.answers}
    if case.also is not None:
        document["also"] = case.also
    if case.measures is not None:
        document["measures"] = case.measures
    if case.raised is not None:
        document["raised"] = case.raised
    # They belong to what was asked here, so `like` does not hand them on.
    document["ended_early"], document["full"] = case.ended_early, case.full
    return document


def _run(case: CaseFile, lines: Lines, files: dict[str, tuple[CaseFile, Lines]], form: Form) -> CaseResult:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    where = lines.where(("expect",))
    try:
        answers = read_answers(merged(case, files, lines), form, lines)
        moment = parse_moment(case.at)
        at = moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day, 9)  # noqa: DTZ001
        assessment = assess(form, answers, at.replace(tzinfo=ZoneInfo(form.questionnaire.header.timezone)))
    except (YanpanError, ValueError) as error:
        return CaseResult(case, where, None, (str(error),))
    return CaseResult(case, where, assessment, tuple(_faults(case, assessment, form)))


def _faults(case: CaseFile, a: Assessment, form: Form) -> list[str]:
    want, found = case.expect, []
    titles = {item.id: item.title for item in form.questionnaire.header.grades}
    for name, expected, got in (
        ("初始等级", want.grade, a.grade.initial),
        ("措施后等级", want.residual, a.grade.residual),
        ("最好等级", want.best, a.grade.best),
    ):
        if expected is not None and expected != got:
            found.append(
                f"{name}应是{titles[expected]}，得出{titles[got]}（{a.grade.decided_by or '没有规则触发'}）"
            )
    if want.decided_by and want.decided_by != a.grade.decided_by:
        found.append(f"应由“{want.decided_by}”决定，实际由“{a.grade.decided_by}”决定")
    lines = {line.id for line in a.red_lines}
    if want.red_lines is not None and set(want.red_lines) != lines:
        more, less = sorted(lines - set(want.red_lines)), sorted(set(want.red_lines) - lines)
        found.append(f"红线不同：多出 {'、'.join(more) or '无'}；缺少 {'、'.join(less) or '无'}")
    for name, expected_ids, got_ids in (
        ("矛盾", set(want.contradictions), {item.id for item in a.contradictions}),
        ("前置条件", set(want.preconditions), {step.id for step in a.preconditions}),
    ):
        if expected_ids != got_ids:
            more, less = sorted(got_ids - expected_ids), sorted(expected_ids - got_ids)
            found.append(f"{name}不同：多出 {'、'.join(more) or '无'}；缺少 {'、'.join(less) or '无'}")
    duties, measures = {duty.id for duty in a.duties}, {measure.id for measure in a.measures}
    for name, missing in (
        ("风险点", set(want.hazards) - {hazard.id for hazard in a.hazards}),
        ("职责", set(want.duties) - duties),
        ("已经办了的职责", set(want.done) - {duty.id for duty in a.duties if duty.done}),
        ("措施", set(want.measures) - measures),
    ):
        if missing:
            found.append(f"缺少{name}：{'、'.join(sorted(missing))}")
    if unwanted := set(want.not_duties) & duties:
        found.append(f"不该有的职责：{'、'.join(sorted(unwanted))}")
    if unwanted := set(want.not_measures) & measures:
        found.append(f"不该有的措施：{'、'.join(sorted(unwanted))}")
    found += _wording_faults(want, a)
    grades = {act.id: act.initial for act in a.acts}
    if want.acts and want.acts != grades:
        told = "、".join(f"{name} {titles[grade]}" for name, grade in grades.items())
        found.append(f"各件事的等级不同，实际是：{told}")
    if want.short_form is not None and want.short_form != a.short_form:
        found.append("应是一页简表" if want.short_form else "不应是一页简表")
    if want.note is not None and want.note != (a.paper == "note"):
        found.append("应是不需要全面研判的说明" if want.note else "不应出不需要全面研判的说明，应全面研判")
    if want.ended_early is not None and want.ended_early != a.ended_early:
        found.append("应是提前结束的" if want.ended_early else "不应提前结束")
    if case.complete:
        for label, names in (("没有答", a.missing), ("答了但不问", tuple(x.question for x in a.aside))):
            if names:
                found.append(f"{label}：{'、'.join(names)}")
    return found


def _wording_faults(want: Expectation, a: Assessment) -> Iterator[str]:
    """Where a cure, or what is to be found out first, does not say what it should."""
    said = {line.id: line.cure for line in a.red_lines}
    for name, words in want.cures.items():
        if words not in said.get(name, ""):
            yield f"“{name}”的改正应写“{words}”，实际是“{said.get(name, '没有这条红线')}”"
    if want.find_out_first not in a.conclusion.find_out_first:
        yield f"先弄清的应写“{want.find_out_first}”，实际是“{a.conclusion.find_out_first}”"
