"""A questionnaire ready for use, and the same narrowed to one kind of case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property, lru_cache, partial

from yanpan.questionnaire.condition import Condition
from yanpan.questionnaire.effects import STAYS_WHEN_STOPPED, Effect
from yanpan.questionnaire.embedded import encode_pack
from yanpan.questionnaire.facts import first_calendar_year, last_calendar_year
from yanpan.questionnaire.former import former_names
from yanpan.questionnaire.model import (
    Contradiction,
    Duty,
    Escalator,
    Grade,
    Hazard,
    ListedAct,
    Measure,
    Period,
    Precondition,
    Question,
    Questionnaire,
    RedLine,
    Section,
    SignoffRule,
    Source,
)
from yanpan.questionnaire.narrow import MAX_KINDS, Asked, Kind, NarrowedForm, narrowed
from yanpan.questionnaire.notes import NoteTest, OneScreen, asked_for_certain, one_screen
from yanpan.questionnaire.thresholds import Limits

Level = tuple[str, int, int]
"""A hazard with likelihood and consequence (1–5)."""

Step = tuple[str, int, int]
"""A hazard that a measure treats, or the measure that treats it: by how many steps of likelihood and consequence."""

Signing = tuple[tuple[str, tuple[str, ...]], ...]
"""Roles that must sign, each with the clauses of the first rule that asks for it."""

Effects = dict[str, tuple[tuple[Level, ...], str | None]]
"""Option value → the hazards it raises and the red line it hits; options without effect are left out."""


def lowered(have: tuple[int, int], likelihood: int, consequence: int) -> tuple[int, int]:
    """The levels of a hazard after steps, which are zero or negative; none falls below 1."""
    likelihood += have[0]
    consequence += have[1]
    return (likelihood if likelihood > 1 else 1, consequence if consequence > 1 else 1)


@dataclass(frozen=True)
class Form:
    """A questionnaire ready for use. `order` lists questions so that each follows those its condition names."""

    questionnaire: Questionnaire
    questions: dict[str, Question]
    order: tuple[Question, ...]
    when: dict[str, Condition]
    hazards: dict[str, Hazard]
    red_lines: dict[str, RedLine]
    measures: dict[str, Measure]
    sources: dict[str, Source]
    hazard_rules: tuple[tuple[Hazard, Condition], ...]
    red_line_rules: tuple[tuple[RedLine, Condition], ...]
    escalators: tuple[tuple[Escalator, Condition | None], ...]
    contradictions: tuple[tuple[Contradiction, Condition], ...]
    preconditions: dict[str, Precondition]
    duties: tuple[tuple[Duty, Condition | None], ...]
    signoff: tuple[tuple[SignoffRule, Condition | None], ...]
    used_in_conditions: frozenset[str]
    option_labels: dict[str, dict[str, str]]
    effects: dict[str, Effects]
    awaits: dict[str, dict[str, str]]
    """Question → option that says 还没到这一步 → its precondition."""
    treated_by: dict[str, tuple[Measure, ...]]
    case_facts: tuple[Asked, ...]
    done_when: dict[str, Condition]
    """By duty: when the answers show it done."""
    cures: dict[str, tuple[tuple[Condition, str], ...]]
    """By red line: what lifts it in which cases, the first that holds."""
    fits_when: dict[str, Condition]
    """By measure: in which cases it may be taken."""
    periods: tuple[tuple[Period, Condition | None], ...]
    cited_when: dict[str, Condition]
    """By source or single article: in which cases it may be cited."""
    cache: dict[object, object] = field(default_factory=dict, compare=False, repr=False)
    """What the judgement makes of the form once and keeps, by spans between `law_changes` and what may be cited."""
    acts: dict[str, ListedAct] = field(default_factory=dict)
    """What the question `act_question` can be answered with."""
    act_question: str = ""
    """The question that asks for the act; empty in a form that has none."""
    note_tests: tuple[NoteTest, ...] = ()
    """Which acts may end with a note, see `notes`."""
    calendar_until: int | None = None
    """The last year whose public holidays count as known; None for all that this program knows."""
    limits: dict[str, Limits] = field(default_factory=dict)
    """The thresholds by their ids, with their conditions compiled."""

    def question(self, name: str) -> Question | None:
        """A question by its id, or by what it was called in an earlier version."""
        return self.questions.get(self.former.get(name, name))

    @cached_property
    def shared(self) -> frozenset[str]:
        """The questions that an operation of several acts answers once; empty where there are no several acts."""
        return frozenset(self.questionnaire.header.shared)

    @cached_property
    def former(self) -> Mapping[str, str]:
        """What questions were called in earlier versions, with their ids of today."""
        return former_names(self.order)

    @cached_property
    def note_test_of(self) -> Mapping[str, NoteTest]:
        """By act: its threshold test, where it has one."""
        return {act: item for item in self.note_tests for act in item.note.acts}

    @cached_property
    def screens_of(self) -> Mapping[str, tuple[OneScreen, ...]]:
        """By act: the sheets on which several of its questions are asked at once."""
        found = {}
        for name, item in self.note_test_of.items():
            certain = asked_for_certain(self.acts[name], self.act_question, self.order, self.when)
            of = [(sheet, [q for q in sheet.of if q in certain]) for sheet in item.note.sheets]
            found[name] = tuple(
                one_screen(sheet, (self.questions[q] for q in asked)) for sheet, asked in of if len(asked) > 1
            )
        return found

    @cached_property
    def screens(self) -> Mapping[str, OneScreen]:
        """Every sheet by its id, with all of its questions."""
        return {
            sheet.id: one_screen(sheet, (self.questions[q] for q in sheet.of))
            for item in self.note_tests
            for sheet in item.note.sheets
        }

    def steps_said(self, question: str, value: object) -> tuple[tuple[str, str], ...]:
        """The options of an answer that say 还没到这一步, each with its precondition, in the order of the form."""
        picked = value if isinstance(value, tuple) else (value,)
        return tuple(step for step in self.awaits.get(question, {}).items() if step[0] in picked)

    def known_until(self, year: int) -> Form:
        """The form as it was when public holidays were known through `year` and no further.

        Raises `ValueError` for a year that this program does not know itself.
        """
        last = last_calendar_year()
        if year > last:
            raise ValueError(f"holidays are known through {last} only")
        if year == last:
            return replace(self, calendar_until=None) if self.calendar_until is not None else self
        # What lies before the first year is all one, so that no more forms are kept than there are years.
        year = max(year, first_calendar_year() - 1)
        if year == self.calendar_until:
            return self
        found = self.cache.get(("until", year))
        if not isinstance(found, Form):
            found = self.cache["until", year] = replace(self, cache={}, calendar_until=year)
        return found

    @cached_property
    def cells(self) -> Mapping[tuple[int, int], Grade]:
        """The matrix, by likelihood and consequence."""
        levels = range(1, 6)
        return {(a, b): self.questionnaire.cell(a, b) for a in levels for b in levels}

    @cached_property
    def counting(self) -> Mapping[str, list[tuple[tuple[int, int], int]]]:
        """By hazard: the escalators that count it, each by its place with how many it wants, and from which rank on."""
        found: dict[str, list[tuple[tuple[int, int], int]]] = {}
        for i, (escalator, condition) in enumerate(self.escalators):
            if condition is None and escalator.any is not None:
                for hazard in escalator.of:
                    found.setdefault(hazard, []).append(((i, escalator.any), escalator.from_cell.rank))
        return found

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        """The section of each hazard."""
        return {name: hazard.section for name, hazard in self.hazards.items()}

    @cached_property
    def steps_of(self) -> Mapping[str, tuple[Step, ...]]:
        """What each measure does: the hazards with the steps."""
        return {
            name: tuple((t.hazard, t.likelihood, t.consequence) for t in measure.treats)
            for name, measure in self.measures.items()
        }

    @cached_property
    def touched_by(self) -> Mapping[str, frozenset[str]]:
        """The hazards that each measure treats."""
        return {name: frozenset(hazard for hazard, _, _ in steps) for name, steps in self.steps_of.items()}

    @cached_property
    def gains(self) -> Callable[[str, tuple[int, int]], tuple[tuple[str, int], ...]]:
        """What can be done to a hazard at these levels: the measures that treat it, with the points that each takes off."""
        treating: dict[str, list[Step]] = {name: [] for name in self.hazards}
        for name, steps in self.steps_of.items():
            for hazard, likelihood, consequence in steps:
                treating[hazard].append((name, likelihood, consequence))

        def found(hazard: str, have: tuple[int, int]) -> tuple[tuple[str, int], ...]:
            after = ((name, lowered(have, a, b)) for name, a, b in treating[hazard])
            return tuple((name, have[0] * have[1] - left[0] * left[1]) for name, left in after)

        return cache(found)  # of each hazard there are no more than the cells of the matrix

    @cached_property
    def embedded(self) -> bytes:
        """The questionnaire as a paper carries it; its SHA-256 is the questionnaire's digest."""
        return encode_pack(self.questionnaire)

    @cached_property
    def duties_at(self) -> Callable[[Grade, bool, frozenset[Effect]], Mapping[str, bool]]:
        """The duties that a grade leaves, and whether each hangs on hazards and red lines too.

        Where the act is stopped only what stays then; of the effects that are left out none.
        """

        def found(grade: Grade, stopped: bool, left_out: frozenset[Effect]) -> Mapping[str, bool]:
            return {
                duty.id: bool(duty.hazards or duty.red_lines)
                and (duty.always_from is None or grade.rank < duty.always_from.rank)
                for duty, _ in self.duties
                if (duty.from_grade is None or grade.rank >= duty.from_grade.rank)
                and (duty.to_grade is None or grade.rank <= duty.to_grade.rank)
                and duty.effect not in left_out
                and (not stopped or duty.effect is None or duty.effect in STAYS_WHEN_STOPPED)
            }

        return cache(found)

    @cached_property
    def signing(self) -> Callable[[tuple[SignoffRule, ...]], tuple[Signing, ...]]:
        """By the rank of the grade: who must sign by these rules, in signing order."""

        def asked(rules: tuple[SignoffRule, ...], grade: Grade) -> Signing:
            basis: dict[str, tuple[str, ...]] = {}
            for rule in rules:
                if rule.from_grade is None or grade.rank >= rule.from_grade.rank:
                    for role in rule.roles:
                        basis.setdefault(role, rule.basis)
            roles = [role.id for role in self.questionnaire.signoff.roles]
            return tuple((role, basis[role]) for role in roles if role in basis)

        return lru_cache(MAX_KINDS)(lambda rules: tuple(asked(rules, grade) for grade in Grade))

    def for_case(self, values: Mapping[str, object]) -> NarrowedForm:
        """The form for the kind of case and the act that these values give."""
        return self.for_kind(self.kind_of(values), values.get(self.act_question))

    def kind_of(self, values: Mapping[str, object]) -> Kind:
        """Of which kind a case with these values is."""
        return tuple(map(values.get, self._case_fact_ids))

    @cached_property
    def _case_fact_ids(self) -> tuple[str, ...]:
        return tuple(name for name, _, _ in self.case_facts)

    @cached_property
    def for_kind(self) -> Callable[..., NarrowedForm]:
        """The form for one kind of case, and one act where it is said (see `narrowed`); those used last are kept."""
        return lru_cache(MAX_KINDS)(partial(narrowed, self))

    @cached_property
    def law_changes(self) -> tuple[list[date], list[date]]:
        """The first and the last days on which sources are in force, each in order."""
        sources = self.questionnaire.sources
        return (
            sorted(source.in_force_from for source in sources if source.in_force_from),
            sorted(source.in_force_to for source in sources if source.in_force_to),
        )
