"""What the answers given settle, whatever the questions that are still open turn out to be.

Every question comes after those that its condition names, so one pass over them tells which are asked for certain,
which are not, and which hang on something open. A condition with an open part holds only where the rest of it decides
(three-valued logic, `terms.settled`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from yanpan.answers.by_act import with_act
from yanpan.answers.model import Answer, Answers
from yanpan.answers.operation import each_act
from yanpan.assessment.judge import Judged, extreme, facts_of, known, planned_day, raised_by
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.condition import Condition
from yanpan.questionnaire.facts import HARMLESS_DATE, UNKNOWN_DATE, Facts, OpenDate
from yanpan.questionnaire.model import Contradiction
from yanpan.questionnaire.narrow import NarrowedForm
from yanpan.questionnaire.terms import settled


def may_end_early(form: Form, answers: Answers) -> bool:
    """Whether an answer given makes a red line certain, so that no other answer can take it away (law 6).

    What is answered 不清楚 makes nothing certain, nor does what was not asked yet.
    """
    return any(certain_red_lines(form, act.answers) for act in each_act(form, answers))


def certain_red_lines(form: Form, given: Mapping[str, Answer]) -> frozenset[str]:
    """Ids of the red lines that the answers hit for certain; 不清楚 counts as open."""
    return frozenset(judge_certain(form, given, unknown=False).red_lines)


def judge_certain(form: Form, given: Mapping[str, Answer], *, unknown: bool = True) -> Judged:
    """Only what follows from the answers given, nothing from questions without one.

    With `unknown` an answer 不清楚 counts as its worst (law 5); without, as if nobody had answered.
    """
    found = _settle(form, given, unknown=unknown)
    return raised_by(found.facts, _left(form, found))


def certainly(form: Form, given: Mapping[str, Answer], condition: Condition) -> bool | None:
    """Whether a condition holds whatever is still open turns out to be; None where it hangs on that."""
    return _settle(form, given, unknown=True).holds(condition)


def certain_contradictions(
    form: Form, given: Mapping[str, Answer], judged: Judged | None = None
) -> tuple[Contradiction, ...]:
    """What contradicts each other in the answers given, for certain: 不清楚 contradicts nothing.

    Of several about the same questions the first one in the file: whoever looks at those answers again looks once.
    `judged`: these answers at their worst, where somebody has judged them already.
    """
    if not form.contradictions:
        return ()
    facts = facts_of(form, given, worst=True) if judged is None else judged.facts
    found: dict[tuple[str, ...], Contradiction] = {}
    if form.used_in_conditions.isdisjoint(facts.values.keys() - facts.known):
        # Nothing that a condition looks at is open, so that what holds is certain: most of them are left out at once.
        for item, test in form.for_case(facts.values).contradictions:
            if (test is None or test(facts)) and item.questions not in found:
                found[item.questions] = item
        return tuple(found.values())
    settled = _settle(form, given, unknown=False)
    for item, condition in form.contradictions:
        if item.questions not in found and settled.holds(condition):
            found[item.questions] = item
    return tuple(found.values())


def _settle(form: Form, given: Mapping[str, Answer], *, unknown: bool) -> _Settled:
    given = with_act(form, given)
    start = form.questionnaire.header.meanings.start
    said = start in given and (unknown or known(given[start]))
    # While the day may still be said, only what holds on all of them is certain.
    found = _settle_on(form, given, planned_day(form, given) if said else HARMLESS_DATE, unknown=unknown)
    if form.limits and (start in found.absent or not start):
        return _settle_on(form, given, UNKNOWN_DATE, unknown=unknown)
    return found


def _settle_on(form: Form, given: Mapping[str, Answer], on: date | OpenDate, *, unknown: bool) -> _Settled:
    found = _Settled(Facts(calendar_until=form.calendar_until, on=on))
    for question in form.order:
        asked = found.holds(form.when.get(question.id))
        answer = given.get(question.id)
        if asked is False or (question.acts and answer is None):
            # Nobody waits for the act where the kind is answered by hand.
            found.absent.add(question.id)
        elif asked is None or answer is None:
            continue
        elif known(answer):
            found.facts.values[question.id] = answer.value
            found.facts.known.add(question.id)
        elif unknown and (worst := extreme(question, worst=True)) is not None:
            found.facts.values[question.id] = worst
        else:
            continue
        found.decided.add(question.id)
    return found


@dataclass(slots=True)
class _Settled:
    """The questions whose value stands in `facts` or that are not asked (`decided`), and the latter (`absent`)."""

    facts: Facts
    decided: set[str] = field(default_factory=set)
    absent: set[str] = field(default_factory=set)

    def holds(self, condition: Condition | None) -> bool | None:
        """Whether a condition holds; None where that is open."""
        if condition is None:
            return True
        if condition.names <= self.decided:
            # Nothing is open: the whole as one function, which is several times as fast as the tree.
            return condition.holds(self.facts)
        left = settled(condition.term, self.facts, self.decided, self.absent)
        return left if isinstance(left, bool) else None


def _left(form: Form, found: _Settled) -> NarrowedForm:
    """The form with nothing but what holds for certain, so that there is nothing left to test."""
    kind = form.for_case(found.facts.values)
    rules = {duty.id for duty, condition in form.duties if found.holds(condition)}
    return replace(
        kind,
        effects=tuple(form.effects.items()),
        hazard_rules=tuple((h, c.text, None) for h, c in form.hazard_rules if found.holds(c)),
        red_line_rules=tuple((r, c.text, None) for r, c in form.red_line_rules if found.holds(c)),
        escalated_by_facts=tuple(
            (i, None) for i, (_, c) in enumerate(form.escalators) if c is not None and found.holds(c)
        ),
        # In the order of the kind: whatever an open fact is taken to be, what is certain is among them.
        duties=tuple((duty, None) for duty, _ in kind.duties if duty.id in rules),
    )
