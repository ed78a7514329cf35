"""法定职责 and sign-off: what the policy and the statutes require once the grade stands."""

from __future__ import annotations

from datetime import datetime

from yanpan.assessment.judge import Judged
from yanpan.assessment.model import DutyDue, RequiredSigner
from yanpan.assessment.words import cite, due
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.model import DueKind, Grade

_WHEN_ORDER = {
    DueKind.AT_ONCE: 0,
    DueKind.WITHIN_HOURS: 1,
    DueKind.BEFORE_ACTION: 2,
    DueKind.ON_SCENE: 3,
    DueKind.AFTER_ACTION: 5,
    DueKind.STANDING: 6,
}


def duties_of(form: Form, judged: Judged, grade: Grade, at: datetime) -> tuple[DutyDue, ...]:
    """Every duty that holds, in the order in which it must be done."""
    start = judged.facts.values.get("planned_start")
    planned = start if isinstance(start, datetime) else None
    found = []
    for position, (duty, condition) in enumerate(form.duties):
        if duty.from_grade is not None and grade.rank < duty.from_grade.rank:
            continue
        by_grade = duty.always_from is not None and grade.rank >= duty.always_from.rank
        if (duty.hazards or duty.red_lines) and not (
            by_grade
            or judged.red_lines.intersection(duty.red_lines)
            or any(name in judged.levels for name in duty.hazards)
        ):
            continue
        if condition is not None and not condition.holds(judged.facts):
            continue
        moment, words = due(duty.due, at, planned)
        entry = DutyDue(
            id=duty.id,
            title=duty.title,
            what=duty.what,
            who=duty.who,
            to=duty.to,
            due_kind=duty.due.kind.value,
            due_at=moment,
            due_words=words,
            basis=cite(form, duty.basis, at.date()),
        )
        found.append(((_WHEN_ORDER.get(duty.due.kind, 4), position), entry))
    return tuple(entry for _, entry in sorted(found, key=lambda item: item[0]))


def signers_of(form: Form, judged: Judged, grade: Grade, at: datetime) -> tuple[RequiredSigner, ...]:
    """The ranks that must sign, in signing order, with the rule that asks for each."""
    basis: dict[str, tuple[str, ...]] = {}
    for rule, condition in form.signoff:
        if rule.from_grade is not None and grade.rank < rule.from_grade.rank:
            continue
        if condition is not None and not condition.holds(judged.facts):
            continue
        for role in rule.roles:
            basis.setdefault(role, rule.basis)
    return tuple(
        RequiredSigner(
            role=role.id,
            title=role.title,
            basis=cite(form, basis[role.id], at.date()),
            may_lower=role.may_lower,
        )
        for role in form.questionnaire.signoff.roles
        if role.id in basis
    )
