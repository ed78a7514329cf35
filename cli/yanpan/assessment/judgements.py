"""Every version of the judgement that a released yanpan used, each still runnable: a record names the one that made it.

A version is never changed once it was in a release. When the judgement is to say something else of the same answers to
the same questionnaire, the modules that it needs are kept as they are under the old number, and `assess` gets the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from yanpan.answers.model import Answers
from yanpan.assessment.assess import JUDGEMENT, assess
from yanpan.assessment.model import Assessment
from yanpan.questionnaire.compile import Form


class Judgement(Protocol):
    """What each version is: `assess`, or what it was."""

    def __call__(
        self, form: Form, answers: Answers, at: datetime, *, calendar_until: int | None = None
    ) -> Assessment: ...


JUDGEMENTS: Mapping[int, Judgement] = MappingProxyType({1: assess})
NEWEST = JUDGEMENT
