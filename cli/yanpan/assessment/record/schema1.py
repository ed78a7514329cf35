"""Version 1 of the schema, frozen: what `assessment.json` held before the first release. See `assessment.model`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from yanpan.answers.model import Person, PlannedMeasure, RaisedGrade, Statement
from yanpan.questionnaire.model import Grade, Section

AnswerValue = str | int | float | tuple[str | Person, ...] | None
Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class _Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Citation(_Value, frozen=True):
    ref: str
    words: str
    gist: str = ""
    in_force: bool = True


class Cause(_Value, frozen=True):
    question: str = ""
    ask: str = ""
    answer: str = ""
    condition: str = ""
    by_unknown: bool = False


class FiredHazard(_Value, frozen=True):
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
    kind: Literal["red_line", "escalator", "hazard", "section", "person"]
    ref: str
    title: str
    grade: Grade
    why: str
    basis: tuple[Citation, ...]


class SectionScore(_Value, frozen=True):
    section: Section
    title: str
    initial: int
    residual: int
    initial_grade: Grade
    residual_grade: Grade


class Grades(_Value, frozen=True):
    initial: Grade
    residual: Grade
    best: Grade
    decided_by: str
    residual_decided_by: str


class Unknown(_Value, frozen=True):
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
    id: str
    title: str
    what: str
    who: str
    to: str
    due_kind: str
    due_at: Moment | None
    due_words: str
    basis: tuple[Citation, ...]


class RequiredSigner(_Value, frozen=True):
    role: str
    title: str
    basis: tuple[Citation, ...]
    may_lower: bool = False


class ShownAnswer(_Value, frozen=True):
    question: str
    section: Section
    ask: str
    value: AnswerValue
    shown: str
    state: Literal["answered", "unknown", "unanswered"]
    required: bool
    note: str
    evidence: tuple[str, ...]
    basis: tuple[Citation, ...]


class Aside(_Value, frozen=True):
    question: str
    ask: str
    value: AnswerValue
    shown: str
    note: str
    evidence: tuple[str, ...]


class QuestionnaireRef(_Value, frozen=True):
    id: str
    version: str
    title: str
    digest: str


class MatrixPicture(_Value, frozen=True):
    rows: tuple[tuple[Grade, ...], ...]
    likelihood: tuple[str, ...]
    consequence: tuple[str, ...]


class Validity(_Value, frozen=True):
    expires_at: Moment
    void_when: tuple[str, ...]
    basis: tuple[Citation, ...]


class WhatIf(_Value, frozen=True):
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
    schema_version: Literal[1]
    tool_version: str
    calendar_until: int
    questionnaire: QuestionnaireRef
    case_number: str
    assessed_at: Moment
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
