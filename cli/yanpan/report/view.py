"""The assessment arranged for the paper: numbered, grouped and counted. Adds nothing that it does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from yanpan.answers.model import PlannedMeasure
from yanpan.assessment.act_labels import label_of
from yanpan.assessment.model import (
    Assessment,
    FiredHazard,
    FiredRule,
    HitRedLine,
    OfferedMeasure,
)
from yanpan.assessment.steps import first_step
from yanpan.questionnaire.model import Grade, Section
from yanpan.report import words
from yanpan.report.clock import DutyGroup, NumberedDuty, TimeBar, grouped, numbered, time_bar
from yanpan.report.facts import CoverFact, cover_of, remarks_of
from yanpan.report.glyphs import printable
from yanpan.report.matrix import Cell, cells_of, words_of
from yanpan.report.questions import Asked, Causes
from yanpan.report.sources import Sources, SourceView

_COVER_STOPS = (900, 600, 300, 1)
"""By density: characters of red lines, four added for each citation, that the first two pages hold."""

_UNKNOWN_ON_PAPER = 40
_AT_THE_SCENE = "on_scene"
_URGENT = ("at_once", "within_hours")
_URGENT_ON_COVER = 4
_STOPS_BY_NUMBER = 8
_TOLD_BY_THEMSELVES = ("red_line", "hazard")
"""Kinds of rule whose red line or hazard stands in a table with its grade."""


@dataclass(frozen=True, slots=True)
class NumberedHazard:
    """A 风险点 with the number it has in the list and in the matrix, from 1, and the answers behind it in a line."""

    number: int
    section: str
    hazard: FiredHazard
    causes: str


@dataclass(frozen=True, slots=True)
class NumberedStop:
    """A red line with its number from 1, and the answers behind it in a line."""

    number: int
    line: HitRedLine
    causes: str


@dataclass(frozen=True, slots=True)
class Side:
    """How one of the three judgements stands, now or after measures."""

    grade: Grade
    words: str


@dataclass(frozen=True, slots=True)
class SectionView:
    title: str
    sides: tuple[Side, Side]


@dataclass(frozen=True, slots=True)
class UnknownView:
    """What is not known, with the best and the worst answer and the initial grade that each would give."""

    ask: str
    best: str
    worst: str


@dataclass(frozen=True, slots=True)
class Open:
    """How many questions were answered 不清楚, and how many not at all."""

    unknown: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    title: str
    answers: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What the templates read besides the assessment itself."""

    unit: str
    cover: tuple[tuple[CoverFact, ...], ...]
    remarks: tuple[CoverFact, ...]
    cover_red_lines: tuple[NumberedStop, ...]
    later_red_lines: tuple[NumberedStop, ...]
    warnings: tuple[str, ...]
    steps: tuple[str, ...]
    judged_as: Grade
    not_known_stops: int
    sections: tuple[SectionView, ...]
    answers: tuple[AnswerGroup, ...]
    hazards: tuple[NumberedHazard, ...]
    numbers: dict[str, str]
    moved: bool
    initial_cells: tuple[Cell, ...]
    residual_cells: tuple[Cell, ...]
    initial_words: str
    residual_words: str
    decided_by: FiredRule | None
    other_rules: tuple[FiredRule, ...]
    residual_decided_by: FiredRule | None
    unknowns: tuple[UnknownView, ...]
    other_unknowns: tuple[str, ...]
    idle: tuple[PlannedMeasure, ...]
    planned: tuple[OfferedMeasure, ...]
    not_planned: tuple[OfferedMeasure, ...]
    on_scene: tuple[OfferedMeasure, ...]
    duties: tuple[NumberedDuty, ...]
    duty_groups: tuple[DutyGroup, ...]
    done_duties: tuple[NumberedDuty, ...]
    urgent: tuple[NumberedDuty, ...]
    at_the_scene: tuple[NumberedDuty, ...]
    bar: TimeBar
    sources: tuple[tuple[SourceView, ...], ...]
    open: Open
    evidence: tuple[str, ...]
    missing: tuple[str, ...]


def view_of(assessment: Assessment, density: int = 0) -> View:
    """Arrange an assessment for the templates. `density` as for `render_html`."""
    causes = Causes(assessment)
    sources = Sources(assessment)
    hazards = tuple(
        NumberedHazard(n, words.section_title(assessment, h.section), h, causes.line(h.causes, h.acts))
        for n, h in enumerate(assessment.hazards, 1)
    )
    stops = _numbered_stops(assessment, causes)
    on_cover = _cover_stops(stops, _COVER_STOPS[density])
    duties = numbered(assessment.duties)
    left = tuple(item for item in duties if not item.duty.done)
    deciding, others = _split(assessment.rules, assessment.grade.decided_by)
    planned = tuple(m for m in assessment.measures if m.planned)
    asks = {answer.question: words.asked_words(answer.ask) for answer in assessment.answers}
    initial, residual = (cells_of(assessment, residual=side) for side in (False, True))
    return View(
        unit=printable(assessment.facts.get(assessment.meanings.unit, "")),
        cover=cover_of(assessment),
        remarks=remarks_of(assessment) if assessment.one_page else (),
        cover_red_lines=stops[:on_cover],
        later_red_lines=stops[on_cover:],
        warnings=tuple(_warnings(assessment, sources)),
        steps=_steps(assessment),
        judged_as=_judged_as(assessment),
        not_known_stops=sum(line.by_unknown for line in assessment.red_lines),
        sections=tuple(_section(assessment, score.section) for score in assessment.sections),
        answers=tuple(_grouped(assessment, causes, sources)),
        hazards=hazards,
        numbers=_by_hazard(hazards),
        moved=any(item.hazard.points != item.hazard.residual_points for item in hazards),
        initial_cells=initial,
        residual_cells=residual,
        initial_words=words_of("现状的风险矩阵", initial),
        residual_words=words_of("措施后的风险矩阵", residual),
        decided_by=deciding,
        other_rules=tuple(rule for rule in others if rule.kind not in _TOLD_BY_THEMSELVES),
        residual_decided_by=_split(assessment.residual_rules, assessment.grade.residual_decided_by)[0],
        unknowns=tuple(_unknowns(assessment)),
        other_unknowns=tuple(
            words.asked_words(u.ask)
            for u in assessment.unknowns[:_UNKNOWN_ON_PAPER]
            if u.if_best is u.if_worst
        ),
        idle=_idle(assessment),
        planned=planned,
        not_planned=tuple(m for m in assessment.measures if not m.planned),
        on_scene=tuple(m for m in planned if m.by == _AT_THE_SCENE),
        duties=duties,
        duty_groups=grouped(left),
        done_duties=tuple(item for item in duties if item.duty.done),
        urgent=tuple(d for d in left if d.duty.due_kind in _URGENT)[:_URGENT_ON_COVER],
        at_the_scene=tuple(d for d in left if d.duty.due_kind == _AT_THE_SCENE),
        bar=time_bar(assessment, left),
        sources=sources.rows(),
        open=Open(
            *(sum(a.state == state for a in assessment.answers) for state in ("unknown", "unanswered"))
        ),
        evidence=tuple(dict.fromkeys(e for answer in assessment.answers for e in answer.evidence)),
        missing=tuple(asks.get(name, name) for name in assessment.missing),
    )


def cover_stops(assessment: Assessment) -> tuple[int, ...]:
    """How many red lines the first two pages tell in full, by density."""
    stops = _numbered_stops(assessment, Causes(assessment))
    return tuple(_cover_stops(stops, room) for room in _COVER_STOPS)


def _numbered_stops(assessment: Assessment, causes: Causes) -> tuple[NumberedStop, ...]:
    return tuple(
        NumberedStop(n, line, causes.line(line.causes, line.acts))
        for n, line in enumerate(assessment.red_lines, 1)
    )


def _cover_stops(stops: tuple[NumberedStop, ...], room: int) -> int:
    """How many red lines the first two pages tell in full; at least one, if there is any."""
    lengths = accumulate(
        len(stop.line.title + stop.line.words + stop.line.cure + stop.causes) + 4 * len(stop.line.basis)
        for stop in stops
    )
    return sum(n == 0 or total <= room for n, total in enumerate(lengths))


def _warnings(assessment: Assessment, sources: Sources) -> Iterator[str]:
    yield from assessment.warnings
    if lapsed := sources.lapsed():
        yield f"下列条款研判当日不在施行期内：{'、'.join(lapsed)}。"


def _section(assessment: Assessment, section: Section) -> SectionView:
    """The three judgements stand for the whole paper: no points where a red line is, and the gravest of a section's
    sum and its single hazards."""
    score = next(item for item in assessment.sections if item.section is section)
    stops = [str(n) for n, line in enumerate(assessment.red_lines, 1) if line.section is section]
    hazards = [hazard for hazard in assessment.hazards if hazard.section is section]
    most = "最高的一件" if len(assessment.acts) > 1 else ""

    def side(points: int, grades: list[Grade]) -> Side:
        told = f"风险点{len(hazards)}个，{most}{points}分" if hazards else "没有触发风险点"
        if stops:
            beside = f"；另有{told}" if hazards else ""
            which = "、".join(stops) if len(stops) <= _STOPS_BY_NUMBER else f"共{len(stops)}条"
            return Side(Grade.PROHIBITED, f"触及红线（{which}）{beside}")
        grade = max(grades, key=lambda item: item.rank)
        return Side(grade, f"{words.grade_title(assessment, grade)}（{told}）")

    return SectionView(
        score.title,
        (
            side(score.initial, [score.initial_grade, *(hazard.cell for hazard in hazards)]),
            side(score.residual, [score.residual_grade, *(hazard.residual_cell for hazard in hazards)]),
        ),
    )


def _steps(assessment: Assessment) -> tuple[str, ...]:
    """The first steps; a cure says of which red line."""
    cures = {
        label_of(line.acts) + line.cure: f"红线{n}："
        for n, line in reversed(tuple(enumerate(assessment.red_lines, 1)))
        if line.cure
    }
    told = {first_step(step) for step in assessment.preconditions}
    return tuple(cures.get(step, "") + step for step in assessment.conclusion.first_steps if step not in told)


def _idle(assessment: Assessment) -> tuple[PlannedMeasure, ...]:
    """Measures that somebody planned and that treat nothing in this case: told, so that none vanishes."""
    offered = {measure.id for measure in assessment.measures}
    return tuple(measure for measure in assessment.planned if measure.id not in offered)


def _judged_as(assessment: Assessment) -> Grade:
    """The initial grade without a person's raise."""
    found = [rule.grade for rule in assessment.rules if rule.kind != "person"]
    return max(found, key=lambda grade: grade.rank, default=Grade.LOW)


def _unknowns(assessment: Assessment) -> Iterator[UnknownView]:
    """Those that alone would change the grade."""
    for unknown in assessment.unknowns[:_UNKNOWN_ON_PAPER]:
        if unknown.if_best is not unknown.if_worst:
            best, worst = (words.grade_title(assessment, g) for g in (unknown.if_best, unknown.if_worst))
            yield UnknownView(
                words.asked_words(unknown.ask),
                f"{unknown.best_answer} → {best}",
                f"{unknown.worst_answer} → {worst}",
            )


def _grouped(assessment: Assessment, causes: Causes, sources: Sources) -> Iterator[AnswerGroup]:
    """All answers as they are numbered: by sections, what acts have for themselves behind what they share."""
    for acts, section, found in causes.groups:
        title = label_of(acts) + words.section_title(assessment, section)
        yield AnswerGroup(title, tuple(Asked(number, a, sources.numbers(a.basis)) for number, a in found))


def _by_hazard(hazards: tuple[NumberedHazard, ...]) -> dict[str, str]:
    """The numbers of each hazard by its id: one that acts have for themselves has several."""
    found: dict[str, list[str]] = {}
    for item in hazards:
        found.setdefault(item.hazard.id, []).append(str(item.number))
    return {name: "、".join(numbers) for name, numbers in found.items()}


def _split(rules: tuple[FiredRule, ...], decided_by: str) -> tuple[FiredRule | None, tuple[FiredRule, ...]]:
    """The rule named by `decided_by` (its ref) and the others; rules come with the deciding one first."""
    for rule in rules:
        if rule.ref == decided_by:
            return rule, tuple(other for other in rules if other is not rule)
    return None, rules
