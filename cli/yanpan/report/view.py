"""The assessment arranged for the paper: numbered, grouped and counted. Adds nothing that it does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from yanpan.assessment.model import (
    Assessment,
    Citation,
    DutyDue,
    FiredHazard,
    FiredRule,
    HitRedLine,
    OfferedMeasure,
    SectionScore,
    ShownAnswer,
    Unknown,
)
from yanpan.questionnaire.model import Grade, Section
from yanpan.report import words
from yanpan.report.sources import SourceView, by_source, cited

_COVER = (
    ("执法行为", ("kind", "action_summary")),
    ("当事人", ("party_name",)),
    ("地点", ("place",)),
    ("计划时间", ("planned_start",)),
    ("执法人员", ("officers",)),
)
_COVER_LIMIT = 50
_COVER_STOPS = 230
_AT_THE_SCENE = ("at_once", "within_hours", "on_scene")


@dataclass(frozen=True, slots=True)
class NumberedHazard:
    """A 风险点 with the number it has in the list and in the matrix, from 1."""

    number: int
    hazard: FiredHazard


@dataclass(frozen=True, slots=True)
class NumberedDuty:
    number: int
    duty: DutyDue


@dataclass(frozen=True, slots=True)
class CoverFact:
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class SectionView:
    """One of the three judgements with all that belongs to it."""

    score: SectionScore
    red_lines: tuple[HitRedLine, ...]
    hazards: tuple[NumberedHazard, ...]
    asked: int
    open_answers: tuple[ShownAnswer, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the 5×5 matrix: `column` 0–4 from the left, `row` 0–4 from the top, the numbers it holds."""

    row: int
    column: int
    grade: Grade
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What the templates read besides the assessment itself."""

    unit: str
    cover: tuple[CoverFact, ...]
    cover_red_lines: tuple[HitRedLine, ...]
    facts: tuple[ShownAnswer, ...]
    sections: tuple[SectionView, ...]
    answers: tuple[tuple[str, tuple[ShownAnswer, ...]], ...]
    hazards: tuple[NumberedHazard, ...]
    numbers: dict[str, int]
    moved: tuple[NumberedHazard, ...]
    initial_cells: tuple[Cell, ...]
    residual_cells: tuple[Cell, ...]
    decided_by: FiredRule | None
    other_rules: tuple[FiredRule, ...]
    residual_decided_by: FiredRule | None
    decisive: tuple[Unknown, ...]
    planned: tuple[OfferedMeasure, ...]
    not_planned: tuple[OfferedMeasure, ...]
    on_scene: tuple[OfferedMeasure, ...]
    duties: tuple[NumberedDuty, ...]
    urgent: tuple[NumberedDuty, ...]
    sources: tuple[Citation, ...]
    grouped_sources: tuple[SourceView, ...]
    lapsed: tuple[Citation, ...]
    evidence: tuple[str, ...]
    missing: tuple[str, ...]


def view_of(assessment: Assessment) -> View:
    """Arrange an assessment for the templates."""
    hazards = tuple(NumberedHazard(n, h) for n, h in enumerate(assessment.hazards, 1))
    duties = tuple(NumberedDuty(n, d) for n, d in enumerate(assessment.duties, 1))
    facts = _of_section(assessment, Section.FACTS)
    sources = cited(assessment)
    deciding, others = _split(assessment.rules, assessment.grade.decided_by)
    planned = tuple(m for m in assessment.measures if m.planned)
    asks = {answer.question: answer.ask for answer in assessment.answers}
    return View(
        unit=assessment.facts.get("unit_name", ""),
        cover=tuple(_cover(assessment.facts)),
        cover_red_lines=_for_the_cover(assessment.red_lines),
        facts=facts,
        sections=tuple(_section(assessment, score, hazards) for score in assessment.sections),
        answers=_grouped(assessment),
        hazards=hazards,
        numbers={item.hazard.id: item.number for item in hazards},
        moved=tuple(item for item in hazards if item.hazard.points != item.hazard.residual_points),
        initial_cells=_cells(assessment, hazards, residual=False),
        residual_cells=_cells(assessment, hazards, residual=True),
        decided_by=deciding,
        other_rules=others,
        residual_decided_by=_split(assessment.residual_rules, assessment.grade.residual_decided_by)[0],
        decisive=tuple(u for u in assessment.unknowns if u.if_best is not u.if_worst),
        planned=planned,
        not_planned=tuple(m for m in assessment.measures if not m.planned),
        on_scene=tuple(m for m in planned if m.by == "on_scene"),
        duties=duties,
        urgent=tuple(d for d in duties if d.duty.due_kind in _AT_THE_SCENE),
        sources=sources,
        grouped_sources=by_source(assessment, sources),
        lapsed=tuple(c for c in sources if not c.in_force),
        evidence=tuple(dict.fromkeys(e for answer in assessment.answers for e in answer.evidence)),
        missing=tuple(asks.get(name, name) for name in assessment.missing),
    )


def _cover(facts: dict[str, str]) -> Iterator[CoverFact]:
    """What the first page says of the case, each cut to a line or two; unanswered ones are left out."""
    for label, names in _COVER:
        said = "：".join(facts[name] for name in names if name in facts)
        if said:
            yield CoverFact(label, said if len(said) <= _COVER_LIMIT else f"{said[:_COVER_LIMIT]}……")


def _for_the_cover(lines: tuple[HitRedLine, ...]) -> tuple[HitRedLine, ...]:
    """The first red lines, as many as the first page holds; at least one."""
    lengths = accumulate(len(line.title + line.words + line.cure) + 4 * len(line.basis) for line in lines)
    return tuple(
        line
        for n, (line, total) in enumerate(zip(lines, lengths, strict=True))
        if n == 0 or total <= _COVER_STOPS
    )


def _of_section(assessment: Assessment, section: Section) -> tuple[ShownAnswer, ...]:
    return tuple(answer for answer in assessment.answers if answer.section is section)


def _section(assessment: Assessment, score: SectionScore, hazards: tuple[NumberedHazard, ...]) -> SectionView:
    asked = _of_section(assessment, score.section)
    return SectionView(
        score=score,
        red_lines=tuple(line for line in assessment.red_lines if line.section is score.section),
        hazards=tuple(item for item in hazards if item.hazard.section is score.section),
        asked=len(asked),
        open_answers=tuple(answer for answer in asked if answer.state != "answered"),
    )


def _grouped(assessment: Assessment) -> tuple[tuple[str, tuple[ShownAnswer, ...]], ...]:
    """The judged answers for the appendix; the case facts stand in the first part."""
    groups = (
        (section, _of_section(assessment, section)) for section in Section if section is not Section.FACTS
    )
    return tuple((words.section_title(assessment, section), found) for section, found in groups if found)


def _cells(
    assessment: Assessment, hazards: tuple[NumberedHazard, ...], *, residual: bool
) -> tuple[Cell, ...]:
    """All 25 cells. Numbers stand four a line; what passes three lines is summed up so that it stays legible."""
    held: dict[tuple[int, int], list[int]] = {}
    for item in hazards:
        h = item.hazard
        likelihood, consequence = (
            (h.residual_likelihood, h.residual_consequence) if residual else (h.likelihood, h.consequence)
        )
        held.setdefault((5 - likelihood, consequence - 1), []).append(item.number)
    return tuple(
        Cell(row, column, grade, _lines(held.get((row, column), [])))
        for row, grades in enumerate(assessment.matrix.rows)
        for column, grade in enumerate(grades)
    )


def _lines(numbers: list[int]) -> tuple[str, ...]:
    if len(numbers) > 12:
        return (*_lines(numbers[:8]), f"等{len(numbers)}个")
    return tuple("、".join(map(str, numbers[i : i + 4])) for i in range(0, len(numbers), 4))


def _split(rules: tuple[FiredRule, ...], decided_by: str) -> tuple[FiredRule | None, tuple[FiredRule, ...]]:
    """The rule named by `decided_by` (its ref) and the others; rules come with the deciding one first."""
    for rule in rules:
        if rule.ref == decided_by:
            return rule, tuple(other for other in rules if other is not rule)
    return None, rules
