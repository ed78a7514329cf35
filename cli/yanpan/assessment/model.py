"""The judgement as a frozen, complete value: whatever the paper shows stands here.

`Assessment` is what `assessment.json` holds. Points are ints, grades and sections enums,
times ISO 8601 with zone. `schema_version` changes when a field changes its meaning.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec

from yanpan.answers.model import PlannedMeasure, RaisedGrade, Statement
from yanpan.questionnaire.model import Grade, Section

SCHEMA_VERSION = 1


JsonValue = Any
"""A JSON value: text, number, list or object; dates as ISO 8601 text."""


class _Value(msgspec.Struct, frozen=True, kw_only=True):
    pass


class Citation(_Value, frozen=True):
    """A clause or article as cited: `ref` is the id (`行政强制法:43`), `words` what is printed."""

    ref: str
    words: str
    gist: str = ""
    in_force: bool = True


class Cause(_Value, frozen=True):
    """Why something fired: a question with the answer given, or a condition over answers."""

    question: str = ""
    ask: str = ""
    answer: str = ""
    condition: str = ""
    by_unknown: bool = False


class FiredHazard(_Value, frozen=True):
    """A 风险点 that stands. `points` = likelihood × consequence (1–25); residual after planned measures."""

    id: str
    section: Section
    title: str
    why: str
    likelihood: int
    consequence: int
    points: int
    cell: Grade
    residual_likelihood: int
    residual_consequence: int
    residual_points: int
    residual_cell: Grade
    causes: tuple[Cause, ...]
    treated_by: tuple[str, ...]
    basis: tuple[Citation, ...]


class HitRedLine(_Value, frozen=True):
    id: str
    section: Section
    title: str
    words: str
    curable: bool
    cure: str
    causes: tuple[Cause, ...]
    basis: tuple[Citation, ...]
    by_unknown: bool = False


class FiredRule(_Value, frozen=True):
    """A rule that gives a grade: red line, escalator, single hazard, section score, or a person's raise."""

    kind: Literal["red_line", "escalator", "hazard", "section", "person"]
    ref: str
    title: str
    grade: Grade
    why: str
    basis: tuple[Citation, ...]


class SectionScore(_Value, frozen=True):
    """min(100, sum of its hazards' points), before and after planned measures.

    Where a red line of the section stands, both grades are `prohibited`, whatever the points.
    """

    section: Section
    title: str
    initial: int
    residual: int
    initial_grade: Grade
    residual_grade: Grade


class Grades(_Value, frozen=True):
    """`initial` counts controls in place, `residual` planned measures too, `best` if every unknown turns out well."""

    initial: Grade
    residual: Grade
    best: Grade
    decided_by: str
    residual_decided_by: str


class Unknown(_Value, frozen=True):
    """A question without a known answer. `if_best` / `if_worst` are the initial grades were it known so."""

    question: str
    ask: str
    answered: bool
    if_best: Grade
    if_worst: Grade
    best_answer: str
    worst_answer: str
    red_lines: tuple[str, ...]
    points: int


class TreatedHazard(_Value, frozen=True):
    hazard: str
    title: str
    likelihood: int
    consequence: int


class OfferedMeasure(_Value, frozen=True):
    """A measure that treats a hazard of this case. `counted` when planned with owner and deadline."""

    id: str
    title: str
    how: str
    who: str
    by: str
    treats: tuple[TreatedHazard, ...]
    planned: bool
    counted: bool
    owner: str
    deadline: str
    note: str
    basis: tuple[Citation, ...]


class DutyDue(_Value, frozen=True):
    """A duty with its clock. `at` is the moment it falls due when that can be computed; `words` is printed."""

    id: str
    title: str
    what: str
    who: str
    to: str
    due_kind: str
    due_at: datetime | None
    due_words: str
    basis: tuple[Citation, ...]


class RequiredSigner(_Value, frozen=True):
    role: str
    title: str
    basis: tuple[Citation, ...]
    may_lower: bool = False


class ShownAnswer(_Value, frozen=True):
    """A question that was asked, and what was answered. `shown` is the answer in words."""

    question: str
    section: Section
    ask: str
    value: JsonValue
    shown: str
    state: Literal["answered", "unknown", "unanswered"]
    required: bool
    note: str
    evidence: tuple[str, ...]
    basis: tuple[Citation, ...]


class Aside(_Value, frozen=True):
    """An answer to a question that is not asked: kept, counted for nothing (law 3)."""

    question: str
    ask: str
    value: JsonValue
    shown: str
    note: str
    evidence: tuple[str, ...]


class QuestionnaireRef(_Value, frozen=True):
    id: str
    version: str
    title: str
    digest: str


class MatrixPicture(_Value, frozen=True):
    """The 5×5 matrix as printed: rows from likelihood 5 down to 1, columns consequence 1 to 5."""

    rows: tuple[tuple[Grade, ...], ...]
    likelihood: tuple[str, ...]
    consequence: tuple[str, ...]


class Validity(_Value, frozen=True):
    expires_at: datetime
    void_when: tuple[str, ...]
    basis: tuple[Citation, ...]


class WhatIf(_Value, frozen=True):
    """The smallest set of measures that lowers the residual grade, or none (law 8)."""

    possible: bool
    to: Grade
    measures: tuple[str, ...]
    titles: tuple[str, ...]
    why_not: str = ""


class Conclusion(_Value, frozen=True):
    grade: Grade
    title: str
    words: str
    first_steps: tuple[str, ...]
    find_out_first: str


class Assessment(_Value, frozen=True):
    """The whole result. Made by `assess`, read by the report, `explain`, `what-if` and `verify`."""

    schema_version: int
    tool_version: str
    calendar_until: int
    questionnaire: QuestionnaireRef
    case_number: str
    assessed_at: datetime
    titles: dict[str, str]
    facts: dict[str, str]
    answers: tuple[ShownAnswer, ...]
    aside: tuple[Aside, ...]
    grade: Grades
    sections: tuple[SectionScore, ...]
    red_lines: tuple[HitRedLine, ...]
    hazards: tuple[FiredHazard, ...]
    rules: tuple[FiredRule, ...]
    residual_rules: tuple[FiredRule, ...]
    unknowns: tuple[Unknown, ...]
    measures: tuple[OfferedMeasure, ...]
    what_if: WhatIf
    if_cured: Grade | None
    if_cured_and_measures: Grade | None
    duties: tuple[DutyDue, ...]
    signers: tuple[RequiredSigner, ...]
    signers_if_raised: dict[Grade, tuple[str, ...]]
    missing: tuple[str, ...]
    signable: bool
    conclusion: Conclusion
    validity: Validity
    matrix: MatrixPicture
    planned: tuple[PlannedMeasure, ...]
    statements: tuple[Statement, ...]
    attachments: tuple[str, ...]
    raised: RaisedGrade | None
    warnings: tuple[str, ...]
    policy: Citation
    short_form: bool
