"""`assess(form, answers, at) -> Assessment`: the pure middle of yanpan.

No clock, disk, printing, network or randomness. Same form, answers and time give the same value, and
`encode` gives the same bytes.
"""

from __future__ import annotations

from datetime import datetime

from yanpan.answers.model import Answers
from yanpan.assessment.early import check_end, end_early
from yanpan.assessment.model import Assessment
from yanpan.assessment.note import noted
from yanpan.assessment.one_act import JUDGEMENT, judge_act
from yanpan.assessment.operation import judge_operation
from yanpan.questionnaire.compile import Form

__all__ = ["JUDGEMENT", "assess"]


def assess(form: Form, answers: Answers, at: datetime, *, calendar_until: int | None = None) -> Assessment:
    """Judge one case. `at` carries its zone. `answers` must have passed `answers.check`.

    Public holidays count as known through the year `calendar_until`, without it as far as this program knows them.
    Raises `ValueError` for a year beyond that, and `AnswersRefused` for answers that ended early although no red line
    is certain (law 6). Source: 563号 4.1, 4.2 (the three judgements), laws 1–9 of the design; of several acts law 12.
    """
    if calendar_until is not None:
        form = form.known_until(calendar_until)
    check_end(form, answers)
    if answers.also:
        return noted(form, answers, judge_operation(form, answers, at))
    act = judge_act(form, answers, at)
    # With nothing left to ask it is an ordinary report, whoever thought of stopping.
    return end_early(act).made if answers.ended_early and act.made.missing else noted(form, answers, act.made)
