"""What was said about a case, as frozen values.

`Answers` holds checked values only (see `check`): a choice is an option value, a number an int or float,
a date or a datetime with zone, a text a string, people a tuple of `Person`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

UNKNOWN = "unknown"
"""The word for 不清楚 in files and on screen; judged as the worst option (law 5)."""


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An officer: name and enforcement certificate number (may be empty)."""

    name: str
    certificate: str = ""


Value = str | int | float | date | datetime | tuple[str, ...] | tuple[Person, ...]


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One answer with its note and references to evidence. `value` is `UNKNOWN` for 不清楚."""

    value: Value
    note: str = ""
    evidence: tuple[str, ...] = ()


class PlannedMeasure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A measure chosen for this case. It counts only with a person as `owner` and a `deadline` in time."""

    id: str
    owner: str = ""
    deadline: str = ""
    note: str = ""


class Statement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """陈述申辩 or a dissenting opinion, and what became of it (563号 1.3)."""

    who: str
    said: str
    kind: Literal["statement", "dissent"] = "statement"
    adopted: Literal["yes", "no", "partly"] = "no"
    why: str = ""


class RaisedGrade(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person raises the grade above what was computed; lowering is a signer's act, not an answer (law 9)."""

    grade: Literal["medium", "high", "prohibited"]
    by: str
    reason: str


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """All that was said about one case, checked against one questionnaire."""

    answers: dict[str, Answer]
    case_number: str = ""
    measures: tuple[PlannedMeasure, ...] = ()
    statements: tuple[Statement, ...] = ()
    attachments: tuple[str, ...] = ()
    raised: RaisedGrade | None = None
    explained: dict[str, str] = {}
    """Contradiction → how both answers can be so, as a person wrote it (law 9)."""
    supersedes: str = ""
    """SHA-256 (hex) of the record that this assessment takes the place of; empty for the first of a case. What
    `yanpan edit` says and nobody types: no answers file has it."""
    ended_early: bool = False
    """Whether whoever answered stopped at a certain red line (law 6); `assess` refuses it where none is."""
    full: bool = False
    """Whether the full assessment is wanted although the threshold test would end with a note (563号 4.2)."""
    also: tuple[dict[str, Answer], ...] = ()
    """What further acts of the same operation answer for themselves, an entry for each, the act among them (law 12).
    What they share with the first stands in `answers` alone. A key of `explained` may name one of them: `扣货/编号`."""
