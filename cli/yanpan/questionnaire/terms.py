"""What a condition is made of: tests on answers, joined by `and`, `or`, `not`.

A condition runs as one function (`as_test`). It is kept as a tree too, so that `settled` can work out beforehand
what the facts of a kind of case already decide.
"""

from __future__ import annotations

from collections.abc import Callable, Set

import msgspec

from yanpan.questionnaire.facts import (
    UNKNOWN_DATE,
    Facts,
    OpenDate,
    calendar_known,
    day_of,
    holiday,
    night,
    supposed,
)
from yanpan.questionnaire.model import Period
from yanpan.questionnaire.periods import bounds, last_day

Test = Callable[[Facts], bool]
Compare = Callable[[float, float], bool]


class Leaf(msgspec.Struct, frozen=True):
    """One test; `names` are the questions it looks at. False whenever one of those is not asked.

    `also` are questions that it looks at where they are asked.
    """

    test: Test
    names: frozenset[str]
    also: frozenset[str] = frozenset()


class Joined(msgspec.Struct, frozen=True):
    """`and` (`every`) or `or`."""

    every: bool
    parts: tuple[Term, ...]


class Negated(msgspec.Struct, frozen=True):
    part: Term


Term = Leaf | Joined | Negated


class Condition(msgspec.Struct, frozen=True):
    """A compiled condition: its text, the questions it names, the test over `Facts`, and what that is made of."""

    text: str
    names: frozenset[str]
    holds: Test
    term: Term


def as_test(term: Term) -> Test:
    """The whole as one function."""
    if isinstance(term, Leaf):
        return term.test
    if isinstance(term, Negated):
        inner = as_test(term.part)
        return lambda facts: not inner(facts)
    tests = tuple(as_test(part) for part in term.parts)
    return _all_of(tests) if term.every else _any_of(tests)


def names_in(term: Term) -> frozenset[str]:
    """The questions that it looks at."""
    if isinstance(term, Leaf):
        return term.names | term.also
    parts = (term.part,) if isinstance(term, Negated) else term.parts
    return frozenset[str]().union(*map(names_in, parts))


def settled(term: Term, facts: Facts, decided: Set[str], absent: Set[str]) -> Term | bool:
    """The term with what is certain worked out.

    `decided` are questions whose value stands in `facts` or that are not asked; `absent` are not asked either way.
    """
    if isinstance(term, Leaf):
        certain = term.names | term.also <= decided or not absent.isdisjoint(term.names)
        return term.test(facts) if certain else term
    if isinstance(term, Negated):
        inner = settled(term.part, facts, decided, absent)
        return not inner if isinstance(inner, bool) else Negated(inner)
    left = []
    for part in term.parts:
        found = settled(part, facts, decided, absent)
        if not isinstance(found, bool):
            left.append(found)
        elif found is not term.every:
            return found
    if not left:
        return term.every
    return left[0] if len(left) == 1 else Joined(term.every, tuple(left))


def chosen(name: str, wanted: frozenset[str], *, inside: bool) -> Leaf:
    """A choice question against option values."""

    def among(facts: Facts) -> bool:
        return facts.values.get(name) in wanted

    def another(facts: Facts) -> bool:
        value = facts.values.get(name)
        return value is not None and value not in wanted

    return Leaf(among if inside else another, frozenset([name]))


def ticked(name: str, wanted: str, *, inside: bool) -> Leaf:
    """Whether an option of a choices question is ticked."""

    def test(facts: Facts) -> bool:
        value = facts.values.get(name)
        return value is not None and (wanted in value) is inside  # type: ignore[operator]

    return Leaf(test, frozenset([name]))


def count(name: str, compare: Compare, limit: float) -> Leaf:
    """How many options of a choices question are ticked, or people named."""

    def test(facts: Facts) -> bool:
        value = facts.values.get(name)
        return value is not None and compare(len(value), limit)  # type: ignore[arg-type]

    return Leaf(test, frozenset([name]))


def unnumbered(name: str) -> Leaf:
    """Whether one of the people named has no number of a certificate."""

    def test(facts: Facts) -> bool:
        value = facts.values.get(name)
        return isinstance(value, tuple) and any(not getattr(person, "certificate", "") for person in value)

    return Leaf(test, frozenset([name]))


def number(name: str, compare: Compare, limit: float) -> Leaf:
    def test(facts: Facts) -> bool:
        value = facts.values.get(name)
        return value is not None and compare(value, limit)  # type: ignore[arg-type]

    return Leaf(test, frozenset([name]))


def answered(name: str) -> Leaf:
    return Leaf(lambda facts: name in facts.known, frozenset([name]))


def days_between(first: str, second: str, compare: Compare, limit: float, *, positive: bool) -> Leaf:
    def test(facts: Facts) -> bool:
        a, b = facts.values.get(first), facts.values.get(second)
        if a is None or b is None:
            return False
        if isinstance(a, OpenDate) or isinstance(b, OpenDate):
            return supposed(facts, positive, a, b)
        return compare((day_of(b) - day_of(a)).days, limit)

    return Leaf(test, frozenset([first, second]))


def lapsed(period: Period, when: str, *, positive: bool) -> Leaf:
    """Whether the last day of the period lies before that date. Where it hangs on holidays not known: as is worse."""

    def test(facts: Facts) -> bool:
        start, end = facts.values.get(period.start), facts.values.get(when)
        if start is None or end is None:
            return False
        if isinstance(start, OpenDate) or isinstance(end, OpenDate):
            return supposed(facts, positive, start, end)
        last = last_day(period, day_of(start), facts.calendar_until)
        if last is not None:
            return day_of(end) > last
        # Days off put it later, and not by more than there can be.
        soonest, latest = bounds(period, day_of(start))
        return day_of(end) > soonest and (day_of(end) > latest or supposed(facts, positive, UNKNOWN_DATE))

    return Leaf(test, frozenset([period.start, when]))


def moment(name: str, function: str, *, positive: bool) -> Leaf:
    """`night`, `holiday` or `calendar_known` of a date."""

    def test(facts: Facts) -> bool:
        value = facts.values.get(name)
        if value is None:
            return False
        if function == "calendar_known":
            return isinstance(value, OpenDate) or calendar_known(value, facts.calendar_until)
        if isinstance(value, OpenDate):
            return supposed(facts, positive, value)
        return night(value) if function == "night" else holiday(value, facts.calendar_until)

    return Leaf(test, frozenset([name]))


def _all_of(tests: tuple[Test, ...]) -> Test:
    # Most have two parts or three, which takes half the time without a loop.
    if len(tests) == 2:
        first, second = tests
        return lambda facts: first(facts) and second(facts)
    if len(tests) == 3:
        first, second, third = tests
        return lambda facts: first(facts) and second(facts) and third(facts)

    def test(facts: Facts) -> bool:
        for part in tests:  # noqa: SIM110 — a plain loop is half the time of all() here
            if not part(facts):
                return False
        return True

    return test


def _any_of(tests: tuple[Test, ...]) -> Test:
    if len(tests) == 2:
        first, second = tests
        return lambda facts: first(facts) or second(facts)
    if len(tests) == 3:
        first, second, third = tests
        return lambda facts: first(facts) or second(facts) or third(facts)

    def test(facts: Facts) -> bool:
        for part in tests:  # noqa: SIM110
            if part(facts):
                return True
        return False

    return test
