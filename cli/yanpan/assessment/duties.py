"""法定职责 and sign-off: what the policy and the statutes require once the grade stands."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from msgspec.structs import replace

from yanpan.assessment.judge import Judged
from yanpan.assessment.model import DutyDue, RequiredSigner
from yanpan.assessment.standing import Standing
from yanpan.assessment.timing import planned_start
from yanpan.assessment.words import due
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.model import Grade, SignoffRule

_GRADES = tuple(Grade)


def duties_of(standing: Standing, judged: Judged, grade: Grade, at: datetime) -> tuple[DutyDue, ...]:
    """Every duty that holds, in the order in which it must be done."""
    planned = planned_start(judged)
    until = standing.form.calendar_until
    clock = cache(lambda rule: due(rule, at, planned, until))  # many duties have the same
    found = []
    for duty, test in judged.form.duties:
        if duty.from_grade is not None and grade.rank < duty.from_grade.rank:
            continue
        by_grade = duty.always_from is not None and grade.rank >= duty.always_from.rank
        if (duty.hazards or duty.red_lines) and not (
            by_grade
            or not judged.red_lines.isdisjoint(duty.red_lines)
            or not judged.levels.keys().isdisjoint(duty.hazards)
        ):
            continue
        if test is None or test(judged.facts):
            entry = standing.duty(duty.id)
            if not entry.due_words:
                moment, words = clock(duty.due)
                entry = replace(entry, due_at=moment, due_words=words)
            found.append(entry)
    return tuple(found)


def signers_of(standing: Standing, judged: Judged, grade: Grade) -> tuple[RequiredSigner, ...]:
    """The ranks that must sign, in signing order, with the rule that asks for each."""
    basis, roles = _signing_basis(_sign_rules(judged), grade), standing.form.questionnaire.signoff.roles
    return tuple([standing.signer(role.id, basis[role.id]) for role in roles if role.id in basis])


def signers_if_raised(form: Form, judged: Judged, grade: Grade) -> dict[Grade, tuple[str, ...]]:
    """For each grade above this one, the roles that must sign once a person raises to it (law 9)."""
    rules, roles = _sign_rules(judged), form.questionnaire.signoff.roles
    found = {}
    for higher in _GRADES[grade.rank + 1 :]:
        basis = _signing_basis(rules, higher)
        found[higher] = tuple([role.id for role in roles if role.id in basis])
    return found


def _sign_rules(judged: Judged) -> list[SignoffRule]:
    """The rules on signing that hold for these facts, whatever the grade."""
    return [rule for rule, test in judged.form.signoff if test is None or test(judged.facts)]


def _signing_basis(rules: list[SignoffRule], grade: Grade) -> dict[str, tuple[str, ...]]:
    """By role: the clauses of the first rule that asks for its signature."""
    basis: dict[str, tuple[str, ...]] = {}
    for rule in rules:
        if rule.from_grade is None or grade.rank >= rule.from_grade.rank:
            for role in rule.roles:
                basis.setdefault(role, rule.basis)
    return basis
