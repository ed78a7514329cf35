"""The judgement as a frozen, complete value: whatever the paper shows stands here.

`Assessment` is what `assessment.json` holds: this module is version 2 of its schema, and it is frozen. Where any field
is to be added, dropped or to mean something else, copy this module to `record/schema2.py`, raise `SCHEMA_VERSION` and
write the upgrade beside the others in `record/upgrade.py`; papers that were signed must read for ever. What stands here
of `answers.model` is frozen with it: the record gets its own copy before that changes. A test holds the schema against
`tests/records/schema-2.json`.

Points are ints, grades and sections enums, times ISO 8601 with zone. An entry's `acts` are the ids of the acts that it
belongs to; empty where it belongs to the whole case. Fields of which it is said “none yet” are for what the judgement
of a later version finds, in the very same schema.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from yanpan.answers.model import Person, PlannedMeasure, RaisedGrade, Statement
from yanpan.questionnaire.model import Grade, Section

SCHEMA_VERSION = 2
NOT_KNOWN = "（还没查清）"
"""Behind the title of a red line that only 不清楚 does not exclude."""

AnswerValue = str | int | float | tuple[str | Person, ...] | None
"""An answer as JSON has it: a date is ISO 8601 text, several options or people a list; None where none was given."""

Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Digest = Annotated[str, msgspec.Meta(pattern="^(?:[0-9a-f]{64})?\\Z")]
"""SHA-256 in hex; empty for none."""


StepId = Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9_][A-Za-z0-9_-]{0,99}\\Z")]
"""The id of a step: files are called by it."""
Days = Annotated[int, msgspec.Meta(ge=0, le=3650)]


class _Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all that is stored: immutable and closed."""


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


class Act(_Value, frozen=True):
    """One act (具体行为) of the case: what officers would call it, the kind of act that the law knows, its own grades."""

    id: str
    title: str
    kind: str
    initial: Grade
    residual: Grade


class Stage(_Value, frozen=True):
    """A step of an act, in the order of steps, and whether its time is past, now or to come."""

    id: str
    title: str
    state: Literal["done", "now", "to_come"]
    act: str = ""


class Precondition(_Value, frozen=True):
    """前置条件: what must be done before the stage `before` (its id; empty: before the act), and whether it was by then.

    Grade and signers are those of the case with all of them met. `proof` says what proves it; `earliest` is the first
    moment at which the act may begin, were the step taken at once, None where the law wants no days in between:
    `lead_days` of the calendar, or `lead_workdays`.
    """

    id: StepId
    title: str
    what: str
    who: str
    before: str
    before_words: str
    proof: str
    earliest: Moment | None
    causes: tuple[Cause, ...]
    basis: tuple[Citation, ...]
    met: bool
    act: str = ""
    lead_days: Days = 0
    lead_workdays: Days = 0


class DerivedFact(_Value, frozen=True):
    """A threshold or period that follows from answers, in words, with the law that it follows from."""

    id: str
    title: str
    shown: str
    basis: tuple[Citation, ...]


class Contradiction(_Value, frozen=True):
    """Answers, by their questions, that contradict each other or the facts, in words.

    `explained` is what a person wrote on how both can be so; empty where nobody did.
    """

    id: str
    questions: tuple[str, ...]
    words: str
    explained: str
    basis: tuple[Citation, ...]


class Meanings(_Value, frozen=True):
    """Which questions say when the act is to begin, whose paper it is, who the officers are, what kind of act it is: ids,
    empty where the questionnaire has no such question."""

    start: str = ""
    unit: str = ""
    officers: str = ""
    kind: str = ""


class CoverRow(_Value, frozen=True):
    """A fact of the first page: its title, and the questions whose answers stand under it."""

    title: str
    questions: tuple[str, ...]


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
    acts: tuple[str, ...] = ()


class HitRedLine(_Value, frozen=True):
    """红线. Of several that are hit the one with the smallest `rank` is the gravest."""

    id: str
    section: Section
    title: str
    words: str
    curable: bool
    cure: str
    causes: tuple[Cause, ...]
    basis: tuple[Citation, ...]
    by_unknown: bool = False
    rank: int = 0
    acts: tuple[str, ...] = ()


class FiredRule(_Value, frozen=True):
    """A rule that gives a grade: red line, escalator, single hazard, section score, or a person's raise.

    `rank` as in `HitRedLine`; 0 where the questionnaire gives none.
    """

    kind: Literal["red_line", "escalator", "hazard", "section", "person"]
    ref: str
    title: str
    grade: Grade
    why: str
    basis: tuple[Citation, ...]
    rank: int = 0
    acts: tuple[str, ...] = ()


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
    acts: tuple[str, ...] = ()


class TreatedHazard(_Value, frozen=True):
    hazard: str
    title: str
    likelihood: int
    consequence: int


class OfferedMeasure(_Value, frozen=True):
    """A measure that treats a hazard of this case. `counted` in the residual grade, or `not_counted` says why not.

    `not_counted` is empty for what is not planned.
    """

    id: str
    title: str
    how: str
    who: str
    by: str
    treats: tuple[TreatedHazard, ...]
    planned: bool
    counted: bool
    not_counted: str
    owner: str
    deadline: str
    note: str
    basis: tuple[Citation, ...]


class DutyDue(_Value, frozen=True):
    """A duty with its clock. `due_at` is the moment it falls due when that can be computed; `due_words` is printed.

    `done`: the answers show it done already; none yet. `stage`: the id of the step that has it, empty for all.
    """

    id: str
    title: str
    what: str
    who: str
    to: str
    due_kind: str
    due_at: Moment | None
    due_words: str
    basis: tuple[Citation, ...]
    done: bool = False
    stage: str = ""
    acts: tuple[str, ...] = ()


class RequiredSigner(_Value, frozen=True):
    role: str
    title: str
    basis: tuple[Citation, ...]
    may_lower: bool = False


class ShownAnswer(_Value, frozen=True):
    """A question that was asked, and what was answered. `shown` is the answer in words.

    `not_yet` is 还没到这一步, which leads to a precondition; none yet.
    """

    question: str
    section: Section
    ask: str
    value: AnswerValue
    shown: str
    state: Literal["answered", "unknown", "unanswered", "not_yet"]
    required: bool
    note: str
    evidence: tuple[str, ...]
    basis: tuple[Citation, ...]
    acts: tuple[str, ...] = ()


class Aside(_Value, frozen=True):
    """An answer to a question that is not asked: kept, counted for nothing (law 3)."""

    question: str
    ask: str
    value: AnswerValue
    shown: str
    note: str
    evidence: tuple[str, ...]
    acts: tuple[str, ...] = ()


class NotAsked(_Value, frozen=True):
    """A question that the case would have been asked, had it not ended early."""

    question: str
    section: Section
    ask: str


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
    expires_at: Moment
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
    """The whole result. Made by `assess`, read by the report, `explain`, `what-if` and `verify`.

    `schema_version` is the version that it was stored in, `judgement` the version of the judgement that made it, 0 for
    one of before versions were counted. `calendar_until` is the last year whose public holidays were known then; it and
    `tool_version` are no content: they may differ where all else is the same.
    """

    schema_version: int
    judgement: int
    tool_version: str
    calendar_until: int
    questionnaire: QuestionnaireRef
    case_number: str
    supersedes: Digest
    """The record of the same case that this one takes the place of."""
    assessed_at: Moment
    paper: Literal["report", "short", "early", "note"]
    """The kind of paper: the report, one page where nothing was triggered, one that ended at a certain red line, or a
    note of why no full assessment is due."""
    ended_early: bool
    titles: dict[str, str]
    meanings: Meanings
    cover: tuple[CoverRow, ...]
    acts: tuple[Act, ...]
    """Empty where the questionnaire does not ask for the act, or nobody said it."""
    stages: tuple[Stage, ...]
    """None yet."""
    facts: dict[str, str]
    derived: tuple[DerivedFact, ...]
    """Periods that run from days which were answered; of a note why no full assessment is due, and which facts say so."""
    preconditions: tuple[Precondition, ...]
    """None yet."""
    answers: tuple[ShownAnswer, ...]
    not_asked: tuple[NotAsked, ...]
    aside: tuple[Aside, ...]
    contradictions: tuple[Contradiction, ...]
    """They bar signing until they are explained, except where the case ended early."""
    grade: Grades
    sections: tuple[SectionScore, ...]
    """All three; of a case that ended early only those in which a red line stands."""
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
    """Required questions without an answer. They bar signing, except where the case ended early."""
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

    @property
    def unexplained(self) -> tuple[Contradiction, ...]:
        """Contradicting answers of which nobody has written how both can be so."""
        return tuple(item for item in self.contradictions if not item.explained)

    @property
    def short_form(self) -> bool:
        """Whether the paper is the one page of a case in which nothing was triggered."""
        return self.paper == "short"

    @property
    def one_page(self) -> bool:
        """Whether the paper is one page, the short form or a note."""
        return self.paper in ("short", "note")
