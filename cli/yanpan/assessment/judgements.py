"""Every version of the judgement that a released yanpan used, each still runnable: a record names the one that made it.

A version is never changed once it was in a release. When the judgement is to say something else of the same answers to
the same questionnaire, or a door is to take what it refused or refuse what it took, the modules that it needs are kept
as they are under the old number, and `assess` gets the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from yanpan.answers.budget import Over
from yanpan.answers.model import Answers
from yanpan.answers.values import taken_by_no_door
from yanpan.assessment.assess import JUDGEMENT, assess
from yanpan.assessment.model import Assessment
from yanpan.questionnaire.compile import Form


class Assess(Protocol):
    """What each version judges by: `assess`, or what it was."""

    def __call__(
        self, form: Form, answers: Answers, at: datetime, *, calendar_until: int | None = None
    ) -> Assessment: ...


@dataclass(frozen=True, slots=True)
class Judgement:
    """One version: what it gave for answers, and which answers no interview, file or table of its time took."""

    assess: Assess
    taken_by_no_door: Callable[[Answers, Form], Iterable[Over]]


JUDGEMENTS: Mapping[int, Judgement] = MappingProxyType({1: Judgement(assess, taken_by_no_door)})
NEWEST = JUDGEMENT
