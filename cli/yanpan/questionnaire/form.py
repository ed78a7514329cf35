"""A questionnaire ready for use, and the same narrowed to one kind of case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache, partial

from yanpan.questionnaire.condition import Condition
from yanpan.questionnaire.model import (
    Duty,
    Escalator,
    Hazard,
    Measure,
    Question,
    Questionnaire,
    RedLine,
    SignoffRule,
    Source,
)
from yanpan.questionnaire.narrow import MAX_KINDS, Asked, Kind, NarrowedForm, narrowed

Level = tuple[str, int, int]
"""A hazard with likelihood and consequence (1–5)."""

Effects = dict[str, tuple[tuple[Level, ...], str | None]]
"""Option value → the hazards it raises and the red line it hits; options without effect are left out."""


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
    duties: tuple[tuple[Duty, Condition | None], ...]
    signoff: tuple[tuple[SignoffRule, Condition | None], ...]
    used_in_conditions: frozenset[str]
    option_labels: dict[str, dict[str, str]]
    effects: dict[str, Effects]
    treated_by: dict[str, tuple[Measure, ...]]
    case_facts: tuple[Asked, ...]
    cited_when: dict[str, Condition]
    """By source or single article: in which cases it may be cited."""
    cache: dict[object, object] = field(default_factory=dict, compare=False, repr=False)
    """What the judgement makes of the form once and keeps, by spans between `law_changes` and what may be cited."""

    @cached_property
    def for_kind(self) -> Callable[[Kind], NarrowedForm]:
        """The form for one kind of case; the kinds used last are kept."""
        return lru_cache(MAX_KINDS)(partial(narrowed, self))

    @cached_property
    def law_changes(self) -> tuple[list[date], list[date]]:
        """The first and the last days on which sources are in force, each in order."""
        sources = self.questionnaire.sources
        return (
            sorted(source.in_force_from for source in sources if source.in_force_from),
            sorted(source.in_force_to for source in sources if source.in_force_to),
        )
