"""The assessment arranged for the paper: numbered, grouped and counted. Adds nothing that it does not hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from yanpan.assessment.model import (
    Assessment,
    Cause,
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

_NUMERALS = "〇一二三四五六七八九"
_COVER = (
    ("执法行为", ("kind", "action_summary")),
    ("当事人", ("party_name",)),
    ("地点", ("place",)),
    ("计划时间", ("planned_start",)),
    ("执法人员", ("officers",)),
)
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
    facts: tuple[ShownAnswer, ...]
    sections: tuple[SectionView, ...]
    answers: tuple[tuple[str, tuple[ShownAnswer, ...]], ...]
    hazards: tuple[NumberedHazard, ...]
    numbers: dict[str, int]
    moved: bool
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
    lapsed: tuple[Citation, ...]
    evidence: tuple[str, ...]
    missing: tuple[str, ...]


def view_of(assessment: Assessment) -> View:
    """Arrange an assessment for the templates."""
    hazards = tuple(NumberedHazard(n, h) for n, h in enumerate(assessment.hazards, 1))
    duties = tuple(NumberedDuty(n, d) for n, d in enumerate(assessment.duties, 1))
    facts = _of_section(assessment, Section.FACTS)
    sources = _cited(assessment)
    deciding, others = _split(assessment.rules, assessment.grade.decided_by)
    planned = tuple(m for m in assessment.measures if m.planned)
    asks = {answer.question: answer.ask for answer in assessment.answers}
    return View(
        unit=assessment.facts.get("unit_name", ""),
        cover=tuple(_cover(assessment.facts)),
        facts=facts,
        sections=tuple(_section(assessment, score, hazards) for score in assessment.sections),
        answers=_grouped(assessment),
        hazards=hazards,
        numbers={item.hazard.id: item.number for item in hazards},
        moved=any(h.points != h.residual_points for h in assessment.hazards),
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
        lapsed=tuple(c for c in sources if not c.in_force),
        evidence=tuple(dict.fromkeys(e for answer in assessment.answers for e in answer.evidence)),
        missing=tuple(asks.get(name, name) for name in assessment.missing),
    )


def grade_title(assessment: Assessment, grade: Grade) -> str:
    """`高风险`, in the words of the questionnaire."""
    return assessment.titles.get(f"grade.{grade}", grade.value)


def grade_conclusion(assessment: Assessment, grade: Grade) -> str:
    """`暂缓实施并报告`: what follows from the grade, in the words of the questionnaire."""
    return assessment.titles.get(f"conclusion.{grade}", "")


def section_title(assessment: Assessment, section: Section) -> str:
    """`合法性`, in the words of the questionnaire."""
    return assessment.titles.get(f"section.{section}", section.value)


def numeral(number: int) -> str:
    """1–99 as headings of official papers count.

    >>> [numeral(n) for n in (3, 10, 12, 20, 21)]
    ['三', '十', '十二', '二十', '二十一']
    """
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_NUMERALS[tens]}十"
    return head + (_NUMERALS[ones] if ones else "")


def moment(value: datetime | str) -> str:
    """`2026年11月24日 20:15` in the zone it was written in; other zones than UTC+8 are said. Plain text stays."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return value
        if value.hour == value.minute == 0 and value.tzinfo is None:
            return f"{value.year}年{value.month}月{value.day}日"
    zone = "" if value.utcoffset() in (None, timedelta(hours=8)) else f"（{value:%Z}）"
    return f"{value.year}年{value.month}月{value.day}日 {value:%H:%M}{zone}"


def cause_words(cause: Cause) -> str:
    """Why something fired, in a line: the question and its answer, or the answers that met a condition."""
    return f"{cause.ask.rstrip('？?')}：{cause.answer}" if cause.ask else cause.answer or cause.condition


def basis_words(basis: Iterable[Citation]) -> str:
    """Citations in a line; one that is not in force on the day says so."""
    return "、".join(c.words if c.in_force else f"{c.words}（研判当日不在施行期内）" for c in basis)


def _cover(facts: dict[str, str]) -> Iterator[CoverFact]:
    """What the first page says of the case: questions of the same meaning in a line, unanswered ones left out."""
    for label, names in _COVER:
        words = "：".join(facts[name] for name in names if name in facts)
        if words:
            yield CoverFact(label, words)


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
    groups = ((section, _of_section(assessment, section)) for section in Section)
    return tuple((section_title(assessment, section), found) for section, found in groups if found)


def _cells(assessment: Assessment, hazards: tuple[NumberedHazard, ...], *, residual: bool) -> tuple[Cell, ...]:
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


def _cited(assessment: Assessment) -> tuple[Citation, ...]:
    """Every citation once: the policy first, then in the order of the source and of first use."""
    found: dict[str, Citation] = {assessment.policy.ref: assessment.policy}
    for citation in _all_citations(assessment):
        found.setdefault(citation.ref, citation)
    names: dict[str, int] = {}
    for ref in found:
        names.setdefault(ref.partition(":")[0], len(names))
    return tuple(sorted(found.values(), key=lambda c: names[c.ref.partition(":")[0]]))


def _all_citations(assessment: Assessment) -> Iterator[Citation]:
    for holder in (
        *assessment.red_lines,
        *assessment.rules,
        *assessment.hazards,
        *assessment.measures,
        *assessment.duties,
        *assessment.signers,
        assessment.validity,
        *assessment.answers,
    ):
        yield from holder.basis
