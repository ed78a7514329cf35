"""前置条件: the steps that were said to be still to come, and what they mean for when the act may begin.

Grade and signers are those of the case with all of them met, so all that keeps the act from being done before is what
is said here: the conclusion says it first, and `yanpan ready` says no until each is met.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec.structs import replace

from yanpan.assessment.judge import Judged
from yanpan.assessment.model import Conclusion, Precondition
from yanpan.assessment.trace import Tracer
from yanpan.assessment.words import show_moment, working_days_after
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.facts import Facts
from yanpan.questionnaire.model import Grade

NOT_BEFORE = "前置条件办妥前不得实施"
"""What comes before every other conclusion while steps are still to come."""


def preconditions_of(trace: Tracer, judged: Judged, at: datetime) -> tuple[Precondition, ...]:
    """The steps still to come, each once, in the order of the questionnaire; with the answers that said so."""
    form, said = trace.form, _said(trace.form, judged.facts)
    if not said:
        return ()
    return tuple(
        Precondition(
            id=step.id,
            title=step.title,
            what=step.what,
            who=step.who,
            before="",
            before_words=step.before,
            proof=step.proof,
            earliest=earliest(at, step.lead_days, step.lead_workdays, form.calendar_until),
            causes=tuple(trace.standing.cause(question, value) for question, value in said[step.id]),
            basis=trace.standing.cite(step.basis),
            met=False,
            lead_days=step.lead_days,
            lead_workdays=step.lead_workdays,
        )
        for step in form.preconditions.values()
        if step.id in said
    )


def steps_to_come(form: Form, facts: Facts) -> tuple[str, ...]:
    """Their ids alone, in the order of the questionnaire."""
    said = _said(form, facts)
    return tuple(name for name in form.preconditions if name in said)


def _said(form: Form, facts: Facts) -> dict[str, list[tuple[str, str]]]:
    """Precondition → the questions, with their answers, that say so."""
    found: dict[str, list[tuple[str, str]]] = {}
    values, known = facts.values, facts.known
    for question, steps in form.awaits.items():
        if question not in known:
            continue
        value = values.get(question)
        if isinstance(value, tuple) or value in steps:
            for option, wanted in form.steps_said(question, value):
                found.setdefault(wanted, []).append((question, option))
    return found


def earliest(
    at: datetime, lead_days: int, lead_workdays: int, calendar_until: int | None = None
) -> datetime | None:
    """When the act may begin that has to wait after a step taken at `at`; None where it need not wait.

    The day after the last of these days: the day of the step itself does not count (行政强制法69条, 民法典201条). The
    days of a hearing are working days (行政处罚法85条); where holidays are not published yet, as many as there may be.
    """
    if not (lead_days or lead_workdays):
        return None
    last = at + timedelta(days=lead_days)
    if lead_workdays:
        last = working_days_after(at, lead_workdays, calendar_until) or at + timedelta(
            days=2 * lead_workdays + _LONGEST_HOLIDAY
        )
    return (last + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


_LONGEST_HOLIDAY = 9


def concluded(said: Conclusion, steps: tuple[Precondition, ...], grade: Grade) -> Conclusion:
    """The conclusion with what has to come first; a prohibited plan is not to be prepared any further."""
    if not steps or grade is Grade.PROHIBITED:
        return said
    first = [first_step(step) for step in steps]
    return replace(
        said,
        words=f"{NOT_BEFORE}；办妥后：{said.words}",
        first_steps=tuple(dict.fromkeys([*first, *said.first_steps]))[
            : max(len(first), len(said.first_steps))
        ],
    )


def first_step(step: Precondition) -> str:
    """A precondition as one of the first steps."""
    return f"先办妥：{step.title}（{step.before_words}）"


def step_warnings(steps: tuple[Precondition, ...], start: datetime | None) -> Iterator[str]:
    """Which steps cannot be taken in time for the planned start."""
    if start is None:
        return
    for step in steps:
        if step.earliest is not None and start < step.earliest:
            yield (
                f"来不及：“{step.title}”现在就办，最早 {show_moment(step.earliest.date())}才能实施，"
                f"计划的是 {show_moment(start)}。改期。"
            )
