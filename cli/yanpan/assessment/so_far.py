"""What the answers given so far have met: shown while a person is asked, and marked in the review. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from yanpan.answers.model import UNKNOWN, Answer
from yanpan.assessment.certain import judge_certain
from yanpan.assessment.judge import Judged
from yanpan.assessment.steps import steps_to_come
from yanpan.questionnaire.compile import Form


@dataclass(frozen=True)
class Met:
    """Red lines and hazards by id: True where an answer says so, False where only 不清楚 does not exclude it.

    `raised_by`: question → the red lines and hazards that its answer raised or has a part in.
    """

    red_lines: Mapping[str, bool]
    hazards: Mapping[str, bool]
    raised_by: Mapping[str, tuple[str, ...]]
    steps: Mapping[str, bool] = field(default_factory=dict)
    """The preconditions of steps that were said to be still to come, in the order of the questionnaire; False where that
    was only asked because of a 不清楚."""


def met_so_far(form: Form, answers: Mapping[str, Answer]) -> Met:
    """What is met whatever the open questions turn out to be; 不清楚 counts at its worst, and is told apart."""
    certain = judge_certain(form, answers, unknown=False)
    judged = judge_certain(form, answers) if any(a.value == UNKNOWN for a in answers.values()) else certain
    sure = steps_to_come(form, certain.facts)
    return Met(
        {name: name in certain.red_lines for name in judged.red_lines},
        {name: name in certain.levels for name in judged.levels},
        _raised_by(judged, answers),
        {name: name in sure for name in steps_to_come(form, judged.facts)},
    )


def _raised_by(judged: Judged, answers: Mapping[str, Answer]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for raised, causes in judged.causes.items():
        for question, words in causes:
            # A rule has no option of its own: the questions that its condition names have all a part in it.
            for name in [question] if question else re.findall(r"\w+", words):
                if name in answers and raised not in found.setdefault(name, []):
                    found[name].append(raised)
    return {name: tuple(raised) for name, raised in found.items() if raised}
