"""The form for one kind of case: what its case facts rule out is left out, what they settle is not tested again.

A case fact is a choice without better or worse (nominal) that only other case facts bring up: the kind of act,
its procedure, calm or emergency. Most conditions hang on them, or on the act itself; cases of one kind share them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from yanpan.questionnaire.citing import OffTopic
from yanpan.questionnaire.effects import Effect
from yanpan.questionnaire.facts import Facts
from yanpan.questionnaire.model import (
    Contradiction,
    DueKind,
    Duty,
    Hazard,
    Question,
    QuestionType,
    RedLine,
    SignoffRule,
)
from yanpan.questionnaire.terms import Condition, Term, Test, as_test, names_in, settled

if TYPE_CHECKING:
    from yanpan.questionnaire.form import Effects, Form

MAX_KINDS = 256
"""Kinds of case kept ready; the one not used for longest gives way."""

Kind = tuple[object, ...]
"""The values of the case facts in order; None for one that is not asked or not known."""

OPEN_ACT = object()
"""In place of the act: whichever it is."""

Asked = tuple[str, Question, Test | None]
"""A question with its id and the test that brings it up; None when nothing is left to test."""

_DONE_IN_ORDER = {
    DueKind.AT_ONCE: 0,
    DueKind.WITHIN_HOURS: 1,
    DueKind.BEFORE_ACTION: 2,
    DueKind.ON_SCENE: 3,
    DueKind.AFTER_ACTION: 5,
    DueKind.STANDING: 6,
}

_FIRST = {Effect.RESCUE: 0, Effect.STOP: 1, Effect.UNDO: 2}
"""What comes before all that falls due with it: people, then the end of what is unlawful."""

_Entry = TypeVar("_Entry")


@dataclass(frozen=True, slots=True)
class NarrowedForm:
    """What can still come up. A test that is None has nothing left to test: it holds."""

    questions: tuple[Question, ...]
    """All that can be asked, case facts among them, in order."""
    asked: tuple[Asked, ...]
    """The same without case facts, and without the act: it is a fact only where somebody said it."""
    effects: tuple[tuple[str, Effects], ...]
    hazard_rules: tuple[tuple[Hazard, str, Test | None], ...]
    red_line_rules: tuple[tuple[RedLine, str, Test | None], ...]
    escalated_by_facts: tuple[tuple[int, Test | None], ...]
    """Escalators with a condition, by their place in `Form.escalators`."""
    duties: tuple[tuple[Duty, Test | None], ...]
    """In the order in which they must be done."""
    signoff: tuple[tuple[SignoffRule, Test | None], ...]
    contradictions: tuple[tuple[Contradiction, Test | None], ...]
    off_topic: OffTopic
    """What cannot be cited in a case of this kind; `cited_if` holds what other answers must decide."""
    cited_if: tuple[tuple[str, Term, Test], ...]
    cited_by: frozenset[str]
    """The questions that `cited_if` looks at."""


def in_order(duty: Duty) -> tuple[int, int]:
    """Where a duty comes among others: what is due first, then what is done first."""
    first = len(_FIRST) if duty.effect is None else _FIRST.get(duty.effect, len(_FIRST))
    return _DONE_IN_ORDER.get(duty.due.kind, 4), first


def case_facts(order: Iterable[Question], when: Mapping[str, Condition]) -> tuple[Asked, ...]:
    """The case facts of a form, each after those its condition names."""
    found: dict[str, Asked] = {}
    for question in order:
        condition = when.get(question.id)
        alone = condition is None or condition.names <= found.keys()
        if question.nominal and question.type is QuestionType.CHOICE and alone and not question.acts:
            found[question.id] = question.id, question, condition.holds if condition else None
    return tuple(found.values())


def narrowed(form: Form, kind: Kind, act: object = OPEN_ACT) -> NarrowedForm:
    """The form for cases of this kind, and of this act; None where nobody said one. `Form.for_kind` keeps what this makes."""
    return _Narrowing(form, kind, act).form_left()


class _Narrowing:
    def __init__(self, form: Form, kind: Kind, act: object) -> None:
        self.form = form
        self.case_facts = {name for name, _, _ in form.case_facts}
        values = dict(zip((name for name, _, _ in form.case_facts), kind, strict=True))
        known = {name: value for name, value in values.items() if value is not None}
        self.absent: set[str] = set()
        if act is None:
            self.absent.add(form.act_question)
        elif act is not OPEN_ACT:
            known[form.act_question] = act
        self.facts = Facts(values=known, known=set(known))
        self.decided = self.case_facts | known.keys()
        self.questions: list[Question] = []
        self.asked: list[Asked] = []

    def form_left(self) -> NarrowedForm:
        form = self.form
        for question in form.order:
            self._question(question)
        rules = [(i, c) for i, (_, c) in enumerate(form.escalators) if c is not None]
        off_topic, cited_if = self._citations()
        duties = sorted(form.duties, key=lambda entry: in_order(entry[0]))
        return NarrowedForm(
            questions=tuple(self.questions),
            asked=tuple(self.asked),
            effects=tuple((name, e) for name, e in form.effects.items() if name not in self.absent),
            hazard_rules=tuple(
                (h, c.text, t) for (h, c), t in self._left((e, e[1]) for e in form.hazard_rules)
            ),
            red_line_rules=tuple(
                (r, c.text, t) for (r, c), t in self._left((e, e[1]) for e in form.red_line_rules)
            ),
            escalated_by_facts=tuple(self._left(rules)),
            duties=tuple(self._left(duties)),
            signoff=tuple(self._left(form.signoff)),
            contradictions=tuple(self._left(form.contradictions)),
            off_topic=off_topic,
            cited_if=tuple((key, term, as_test(term)) for key, term in cited_if),
            cited_by=frozenset[str]().union(*(names_in(term) for _, term in cited_if)),
        )

    def _citations(self) -> tuple[OffTopic, tuple[tuple[str, Term], ...]]:
        """What this kind rules out as a citation. A case fact that is open, unlike one not asked, rules out nothing."""
        decided = self.facts.known & self.case_facts
        absent: set[str] = set()
        for name, question, _ in self.form.case_facts:
            condition = self.form.when.get(question.id)
            if condition and settled(condition.term, self.facts, decided, absent) is False:
                absent.add(name)
        if self.case_facts <= decided | absent:
            absent |= self.absent
            decided |= self.facts.known
        decided |= absent
        out: list[str] = []
        open_: list[tuple[str, Term]] = []
        for key, condition in self.form.cited_when.items():
            left = settled(condition.term, self.facts, decided, absent)
            if left is False:
                out.append(key)
            elif left is not True:
                open_.append((key, left))
        return frozenset(out), tuple(open_)

    def _question(self, question: Question) -> None:
        if question.id in self.case_facts or question.acts:
            self.questions.append(question)
            return
        condition = self.form.when.get(question.id)
        left = self._settled(condition)
        if left is False:
            self.absent.add(question.id)
            return
        self.questions.append(question)
        self.asked.append((question.id, question, None if left is True else as_test(left)))

    def _left(self, entries: Iterable[tuple[_Entry, Condition | None]]) -> list[tuple[_Entry, Test | None]]:
        """Entries whose condition can still hold, with what is left of it to test."""
        found: list[tuple[_Entry, Test | None]] = []
        for entry, condition in entries:
            left = self._settled(condition)
            if left is not False:
                found.append((entry, None if left is True else as_test(left)))
        return found

    def _settled(self, condition: Condition | None) -> Term | bool:
        if condition is None:
            return True
        return settled(condition.term, self.facts, self.decided, self.absent)
