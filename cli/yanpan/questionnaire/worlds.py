"""Small worlds of answers, to test what conditions can and cannot do. Used by lint only."""

from __future__ import annotations

import ast
import math
import random
from collections.abc import Iterable, Iterator
from copy import copy
from datetime import date, datetime, timedelta
from itertools import combinations, product

from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.condition import Condition
from yanpan.questionnaire.facts import UNKNOWN_DATE, Facts, OpenDate
from yanpan.questionnaire.model import Question, QuestionType
from yanpan.questionnaire.terms import Joined, Negated, Term, as_test
from yanpan.questionnaire.thresholds import height

MAX_WORLDS = 20_000
"""Above this many combinations a fixed random sample is taken."""

# A working day at noon, a night, New Year's Day at noon, a year whose holidays are not known yet: what conditions
# can ask of a moment.
_MOMENTS = tuple(
    datetime.fromisoformat(text)  # no zone: conditions look at the local day and hour alone
    for text in ("2026-03-03T12:00", "2026-03-03T23:00", "2026-01-01T12:00", "2199-03-03T12:00")
)

MAX_SILENT_WORLDS = 2_000
"""Of the worlds of a condition with answered(), so many for each of its questions."""

MAX_UPSTREAM_WORLDS = 400
"""Fewer where each is tried against every step of every question before it."""

_HELD_AGAINST = ("over", "threshold_known")

World = dict[str, object]


class Worlds:
    """Enumerates answers to questions with the values that conditions of this form can tell apart."""

    def __init__(self, form: Form, conditions: Iterable[Condition]) -> None:
        self.form = form
        self.limits: dict[str, set[float]] = {}
        self.words: dict[str, set[str]] = {}
        self.named: dict[str, set[str]] = {}
        self.held_against: set[str] = set()
        for condition in conditions:
            self._limits_of(condition)

    def _limits_of(self, condition: Condition) -> None:
        for node in ast.walk(ast.parse(condition.text.strip(), mode="eval")):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("mentions", "does")
            ):
                name, *words = node.args
                if isinstance(name, ast.Name):
                    found = (str(word.value) for word in words if isinstance(word, ast.Constant))
                    self.words.setdefault(name.id, set()).update(found)
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in _HELD_AGAINST
            ):
                self._amounts_of(node.args[0])
            if isinstance(node, ast.Compare) and isinstance(node.left, ast.Name):
                right = node.comparators[0]
                if isinstance(right, ast.Constant) and isinstance(right.value, int | float):
                    self.limits.setdefault(node.left.id, set()).add(float(right.value))
                texts = right.elts if isinstance(right, ast.List | ast.Tuple) else [right]
                values = [item.value for item in texts if isinstance(item, ast.Constant)]
                self.named.setdefault(node.left.id, set()).update(v for v in values if isinstance(v, str))

    def _amounts_of(self, named: ast.expr) -> None:
        """What a threshold tells apart: its amounts, and for whom each of them holds."""
        limits = self.form.limits.get(named.id) if isinstance(named, ast.Name) else None
        if limits is None:
            return
        self.held_against.add(limits.threshold.id)
        found = {height(amount)[0] for amount, _ in limits.rows}
        self.limits.setdefault(limits.threshold.amount, set()).update(found or {1.0})
        for condition in (limits.when, *(condition for _, condition in limits.rows)):
            if condition:
                self._limits_of(condition)

    def _days(self) -> list[date | OpenDate]:
        """Days that thresholds tell apart: the first of each amount and the one before; first of all, no day known."""
        rows = [row for name in self.held_against for row, _ in self.form.limits[name].rows]
        one = timedelta(days=1)
        first = {amount.since for amount in rows if amount.since}
        first |= {amount.until + one for amount in rows if amount.until and amount.until < date.max}
        before = {day - one for day in first if day > date.min}
        return [UNKNOWN_DATE, *sorted(first | before)]

    def values(self, question: Question) -> list[object]:
        """Values of one question worth telling apart; from best to worst where it has an order."""
        if question.type is QuestionType.CHOICE:
            values = [option.value for option in question.options]
            if not question.acts:
                return list(values)
            # Of some hundred acts those that a condition names, and one that none does.
            named = self.named.get(question.id, set())
            return [*(v for v in values if v in named), *[v for v in values if v not in named][:1]]
        if question.type is QuestionType.CHOICES:
            single: list[object] = [(option.value,) for option in question.options]
            return [(), *single, tuple(option.value for option in question.options)]
        if question.type is QuestionType.NUMBER:
            near = {v for limit in self.limits.get(question.id, {1.0}) for v in (limit - 1, limit, limit + 1)}
            kept = [v for v in near if (question.min or -math.inf) <= v <= (question.max or math.inf)]
            ordered: list[object] = [*sorted(kept or near, reverse=question.worse == "less")]
            return ordered
        if question.type in (QuestionType.DATE, QuestionType.DATETIME):
            return list(_MOMENTS)
        if question.type is QuestionType.PEOPLE:
            return [("x",), ("x", "y"), ("x", "y", "z")]
        words = sorted(self.words.get(question.id, ()))
        # One by one, and together: a condition may want two of them, or one without another.
        return ["x", *words, "、".join(words)] if words else ["x"]

    def closure(self, names: Iterable[str]) -> list[Question]:
        """The questions named and all that decide whether those are asked, in askable order."""
        wanted: set[str] = set()
        todo = list(names)
        while todo:
            name = todo.pop()
            if name in wanted:
                continue
            wanted.add(name)
            condition = self.form.when.get(name)
            todo.extend(condition.names if condition else ())
        return [q for q in self.form.order if q.id in wanted]

    def each(self, questions: list[Question], most: int = MAX_WORLDS) -> Iterator[World]:
        """Every combination, or a fixed random sample of `most` of them."""
        domains = [self.values(q) for q in questions]
        names = [q.id for q in questions]
        if math.prod(len(d) for d in domains) <= most:
            for combination in product(*domains):
                yield dict(zip(names, combination, strict=True))
            return
        chance = random.Random(563)  # noqa: S311 — a fixed sample, not a secret
        for _ in range(most):
            yield {n: chance.choice(d) for n, d in zip(names, domains, strict=True)}

    def can_hold(self, condition: Condition, extra: str | None = None) -> bool:
        """Whether some set of answers makes the condition true (or makes the question `extra` asked)."""
        questions = self.closure([extra] if extra else condition.names)
        # Only what these conditions tell apart: all words of all conditions would be too many to try each.
        own = copy(self)
        own.limits, own.words, own.named, own.held_against = {}, {}, {}, set()
        for one in (condition, *(self.form.when[q.id] for q in questions if q.id in self.form.when)):
            own._limits_of(one)
        days = own._days()
        return any(
            own._holds(condition, questions, world, extra, day)
            for world in own.each(questions)
            for day in days
        )

    def _holds(
        self,
        condition: Condition,
        questions: list[Question],
        world: World,
        extra: str | None,
        on: date | OpenDate = UNKNOWN_DATE,
    ) -> bool:
        facts = Facts(on=on)
        for question in questions:
            when = self.form.when.get(question.id)
            if when is None or when.holds(facts):
                facts.values[question.id] = world[question.id]
                facts.known.add(question.id)
        return extra in facts.values if extra else condition.holds(facts)

    def drops(self, condition: Condition) -> tuple[str, str, str] | None:
        """A question, a better and a worse answer such that the worse one makes the condition false; None if none."""
        questions = [self.form.questions[n] for n in sorted(condition.names)]
        for question in questions:
            if not _ordered(question):
                continue
            steps = self._steps(question)
            if _only_rises(condition.term, question.id, steps):
                continue
            values = list(dict.fromkeys(value for step in steps for value in step))
            for world in self.each([q for q in questions if q is not question]):
                true = {value: self._true(condition, world, question.id, value) for value in values}
                for better, worse in steps:
                    if true[better] and not true[worse]:
                        return question.id, str(better), str(worse)
        return self._drops_by_asking(condition)

    def _drops_by_asking(self, condition: Condition) -> tuple[str, str, str] | None:
        """As `drops`, where the worse answer works through a question that it brings up or hides."""
        questions = self.closure(condition.names)
        upstream = [q for q in questions if q.id not in condition.names and _ordered(q)]
        steps = {question.id: self._steps(question) for question in upstream}
        values = {
            name: list(dict.fromkeys(value for step in found for value in step))
            for name, found in steps.items()
        }
        for world in self.each(questions, most=MAX_UPSTREAM_WORLDS) if upstream else ():
            for name in steps:
                true = {v: self._holds(condition, questions, {**world, name: v}, None) for v in values[name]}
                for better, worse in steps[name]:
                    if true[better] and not true[worse]:
                        return name, str(better), str(worse)
        return None

    def gains(self, condition: Condition) -> tuple[str, str, str] | None:
        """As `drops`, of a worse answer that makes the condition true."""
        opposite = Negated(condition.term)
        text = f"not ({condition.text})"
        return self.drops(Condition(text, condition.names, as_test(opposite), opposite))

    def apart(self, first: Condition, second: Condition) -> bool:
        """Whether it is proven that no answers make both true: by trying all of them, not a sample.

        Any question may be left unasked, which is more than can be. What cannot be tried out, dates and counts, proves
        nothing, and what a threshold says hangs on a date.
        """
        text = f"{first.text} {second.text}"
        questions = [self.form.questions[name] for name in sorted(first.names | second.names)]
        dates = (QuestionType.DATE, QuestionType.DATETIME)
        open_ended = ("count(", "answered(", "over(", "threshold_known(")
        if any(word in text for word in open_ended) or any(q.type in dates for q in questions):
            return False
        domains = [[*self._every(question, text), None] for question in questions]
        if math.prod(len(domain) for domain in domains) > MAX_WORLDS:
            return False
        for combination in product(*domains):
            values = {q.id: v for q, v in zip(questions, combination, strict=True) if v is not None}
            facts = Facts(values=values, known=set(values))
            if first.holds(facts) and second.holds(facts):
                return False
        return True

    def _every(self, question: Question, text: str) -> list[object]:
        """Values of a question that the text can tell apart: of several options every choice of those it names."""
        if question.type is not QuestionType.CHOICES:
            return self.values(question)
        named = [o.value for o in question.options if f'"{o.value}"' in text or f"'{o.value}'" in text]
        return [tuple(picked) for size in range(len(named) + 1) for picked in combinations(named, size)]

    def silent_when_unknown(self, condition: Condition) -> str | None:
        """A question whose unknown answer makes the condition false although some answer makes it true."""
        if "answered(" not in condition.text:
            return None
        questions = [self.form.questions[n] for n in sorted(condition.names)]
        for question in questions:
            if question.nominal and question.type is QuestionType.CHOICE:
                continue  # nobody answers 不清楚 there; while it is open every option of it is tried
            worst = self.values(question)[-1]
            for world in self.each(questions, most=MAX_SILENT_WORLDS):
                unknown = Facts(values={**world, question.id: worst}, known=set(world) - {question.id})
                if self._true(condition, world, question.id, world[question.id]) and not condition.holds(
                    unknown
                ):
                    return question.id
        return None

    def _steps(self, question: Question) -> list[tuple[object, object]]:
        """Pairs (better, worse) of values; a worse value that is itself a red line stops anyway and is left out."""
        values = self.values(question)
        if question.type is QuestionType.CHOICES:
            full = values[-1]
            return [((), v) for v in values[1:]] + [(v, full) for v in values[1:-1]]
        stops = {o.value for o in question.options if o.red_line}
        return [(a, b) for i, a in enumerate(values) for b in values[i + 1 :] if b not in stops]

    @staticmethod
    def _true(condition: Condition, world: World, name: str, value: object) -> bool:
        values = {**world, name: value}
        return condition.holds(Facts(values=values, known=set(values)))


def _only_rises(term: Term, name: str, steps: list[tuple[object, object]], *, up: bool = True) -> bool:
    """Whether it is plain from each test of the question alone that no step turns the whole from true to false.

    Whatever the other answers are, `and` and `or` keep what all their parts have, and `not` turns it round. Where this
    is False nothing is proven: two tests that fall may still be one that does not.
    """
    if isinstance(term, Negated):
        return _only_rises(term.part, name, steps, up=not up)
    if isinstance(term, Joined):
        return all(_only_rises(part, name, steps, up=up) for part in term.parts)
    if name not in term.names | term.also:
        return True
    if term.names | term.also != {name}:
        return False
    known = {name}
    for step in steps:
        before, after = step if up else step[::-1]
        if term.test(Facts(values={name: before}, known=known)) and not term.test(
            Facts(values={name: after}, known=known)
        ):
            return False
    return True


def _ordered(question: Question) -> bool:
    if question.type is QuestionType.NUMBER:
        return True
    return question.type in (QuestionType.CHOICE, QuestionType.CHOICES) and not question.nominal
