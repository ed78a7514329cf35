"""法定职责 and sign-off: what the policy and the statutes require once the grade stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from yanpan.assessment.gravity import not_ours
from yanpan.assessment.judge import Judged
from yanpan.assessment.model import DutyDue, FiredHazard, FiredRule, HitRedLine, RequiredSigner
from yanpan.assessment.standing import Standing
from yanpan.assessment.timing import NOT_ASKED, Start, start_of
from yanpan.assessment.words import due
from yanpan.questionnaire.checks import THINGS
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.model import Due, DueKind, Duty, Grade, SignoffRule

MOST_THINGS = 3
"""Named in a duty; the rest is counted."""

BEFORE_ANOTHER = "重新研判以前"

_GRADES = tuple(Grade)


def duties_of(
    standing: Standing,
    judged: Judged,
    grade: Grade,
    at: datetime,
    things: Things,
    *,
    stopped: bool = False,
    otherwise: Start = NOT_ASKED,
) -> tuple[DutyDue, ...]:
    """Every duty that holds, in the order in which it must be done; those that the answers show done come last.

    Where the act must not happen, only what stops, cures, reports or keeps evidence is due; where this body has no
    power to do the matter itself, nothing that it would do over with papers of its own (see `not_ours`). `stopped`: it
    must not for another act's sake, which it goes together with. `otherwise`: see `start_of`.
    """
    form = standing.form
    planned = start_of(form, judged, otherwise).moment
    until = form.calendar_until
    clocks: dict[Due, tuple[datetime | None, str]] = {}  # many duties have the same
    stopped = stopped or grade is Grade.PROHIBITED
    facts, possible = judged.facts, form.duties_at(grade, stopped, not_ours(form, things.red_lines))
    left, done = [], []
    for duty, test in judged.form.duties:
        called_by_things = possible.get(duty.id)
        if called_by_things is None or not (test is None or test(facts)):
            continue
        if called_by_things and (
            judged.red_lines.isdisjoint(duty.red_lines) and judged.levels.keys().isdisjoint(duty.hazards)
        ):
            continue
        entry = standing.duty(duty.id)
        if stopped and duty.due.kind is DueKind.BEFORE_ACTION:
            # Nothing happens at the hour that was planned: it is due before anybody asks for the act again.
            entry = replace(entry, due_words=BEFORE_ANOTHER)
        elif not entry.due_words:
            clock = clocks.get(duty.due)
            if clock is None:
                clock = clocks[duty.due] = due(duty.due, at, planned, until)
            entry = replace(entry, due_at=clock[0], due_words=clock[1])
        if THINGS in entry.what:
            entry = replace(entry, what=entry.what.replace(THINGS, things.of(duty)))
        condition = form.done_when.get(duty.id)
        if condition and condition.names <= facts.known and condition.holds(facts):
            done.append(replace(entry, done=True))
        else:
            left.append(entry)
    return (*left, *done)


@dataclass(frozen=True, slots=True)
class Things:
    """What a duty may be about: red lines and hazards that stand, and what gives the grade, each the gravest first."""

    red_lines: tuple[HitRedLine, ...]
    hazards: tuple[FiredHazard, ...]
    rules: Sequence[FiredRule]

    def of(self, duty: Duty) -> str:
        """The titles of what this duty is about: red lines, hazards that bring it up, else what gives the grade."""
        titles = [line.title for line in self.red_lines]
        titles += [hazard.title for hazard in self.hazards if hazard.id in duty.hazards]
        titles = titles or [hazard.title for hazard in self.hazards if hazard.cell is not Grade.LOW]
        titles = titles or [rule.title for rule in self.rules]
        shown = "、".join(titles[:MOST_THINGS])
        return f"{shown}等 {len(titles)} 件" if len(titles) > MOST_THINGS else shown


def signers_of(standing: Standing, judged: Judged, grade: Grade) -> tuple[RequiredSigner, ...]:
    """The ranks that must sign, in signing order, with the rule that asks for each."""
    basis = standing.form.signing(_sign_rules(judged))[grade.rank]
    return tuple([standing.signer(role, refs) for role, refs in basis])


def signers_if_raised(form: Form, judged: Judged, grade: Grade) -> dict[Grade, tuple[str, ...]]:
    """For each grade above this one, the roles that must sign once a person raises to it (law 9)."""
    if grade is Grade.PROHIBITED:
        return {}
    asked = form.signing(_sign_rules(judged))
    return {higher: tuple([role for role, _ in asked[higher.rank]]) for higher in _GRADES[grade.rank + 1 :]}


def _sign_rules(judged: Judged) -> tuple[SignoffRule, ...]:
    """The rules on signing that hold for these facts, whatever the grade."""
    return tuple([rule for rule, test in judged.form.signoff if test is None or test(judged.facts)])
