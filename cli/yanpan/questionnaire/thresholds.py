"""数额标准: which amount of the law holds for whom on which day, and whether an amount that an officer knows is over it.

Of several amounts that hold at once the lowest decides. Where none is in force for the case nobody guesses: it is not
known whether the amount is over, which counts as whatever is worse (law 5). Where the day is not known, or nobody asks
for one, every amount that holds for the case on any day is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from yanpan.questionnaire.facts import UNKNOWN_DATE, Facts, OpenDate, supposed
from yanpan.questionnaire.model import Amount, Threshold
from yanpan.questionnaire.terms import Condition, Leaf

Day = date | OpenDate


@dataclass(frozen=True, slots=True)
class Limits:
    """A threshold with its conditions compiled: its own, and that of each amount in their order."""

    threshold: Threshold
    when: Condition | None
    rows: tuple[tuple[Amount, Condition | None], ...]

    @property
    def looked_at(self) -> frozenset[str]:
        """The questions that say which amount holds."""
        conditions = (self.when, *(condition for _, condition in self.rows))
        return frozenset(name for condition in conditions if condition for name in condition.names)

    def comes_up(self, facts: Facts) -> bool:
        """Whether there is such a threshold in the case: its amount is asked for, and its condition holds."""
        return self.threshold.amount in facts.values and (self.when is None or self.when.holds(facts))

    def standing(self, facts: Facts, on: Day | None = None) -> tuple[Amount, ...]:
        """The amounts that hold for the case on the day `on`, the lowest first; without it, on the day of the facts."""
        day = facts.on if on is None else on
        held = [
            amount
            for amount, condition in self.rows
            if in_force(amount, day) and (condition is None or condition.holds(facts))
        ]
        first = [amount for amount in held if not amount.otherwise] or held
        return tuple(sorted(first, key=height))


def height(amount: Amount) -> tuple[float, bool]:
    """How high it lies: 五千元以上 begins below 超过五千元."""
    if amount.at_least is not None:
        return amount.at_least, False
    return amount.more_than or 0, True


def in_force(amount: Amount, day: Day) -> bool:
    """Whether it is in force on that day; on a day that is not known it may be."""
    if isinstance(day, OpenDate):
        return True
    return (amount.since is None or amount.since <= day) and (amount.until is None or day <= amount.until)


def bites(amount: Amount, value: float) -> bool:
    """Whether so much is over it."""
    number, beyond = height(amount)
    return value > number if beyond else value >= number


def over(limits: Limits, *, positive: bool) -> Leaf:
    """Whether the amount of the case is over the threshold. Where no amount is known to hold: as is worse."""
    name = limits.threshold.amount

    def test(facts: Facts) -> bool:
        value = facts.values.get(name)
        if not isinstance(value, int | float) or not limits.comes_up(facts):
            return False
        standing = limits.standing(facts)
        if not standing:
            return supposed(facts, positive, UNKNOWN_DATE)
        found = [bites(amount, value) for amount in standing]
        # Of a day not known: over any that it could be, or all.
        loosely = not isinstance(facts.on, OpenDate) or supposed(facts, positive, facts.on)
        return any(found) if loosely else all(found)

    return Leaf(test, frozenset([name]), limits.looked_at)


def threshold_known(limits: Limits) -> Leaf:
    """Whether an amount is known that holds for the case."""

    def test(facts: Facts) -> bool:
        return limits.comes_up(facts) and bool(limits.standing(facts))

    return Leaf(test, frozenset([limits.threshold.amount]), limits.looked_at)


def together(amounts: Iterable[Amount]) -> Iterator[tuple[int, int]]:
    """The places of every two amounts that are in force on one day, of the same rank: both local, both otherwise."""
    for (i, one), (j, other) in combinations(enumerate(amounts), 2):
        if (one.local, one.otherwise) == (other.local, other.otherwise) and _same_days(one, other):
            yield i, j


def _same_days(one: Amount, other: Amount) -> bool:
    return all(
        a.until is None or b.since is None or b.since <= a.until for a, b in ((one, other), (other, one))
    )


def lowering(threshold: Threshold, added: Amount) -> str:
    """Why a unit may not add this amount, in words; empty where it can only make the threshold bite earlier.

    It never takes the place of an amount that holds, since the lowest decides. It must not stand in for the amount of
    last resort with a higher one, nor say of a case what nobody knew, except where local amounts are `open`.
    """
    for theirs in threshold.amounts:
        if theirs.otherwise and _same_days(theirs, added) and height(added) > height(theirs):
            return f"比没有本地标准时的{said(theirs)}高"
    if threshold.open:
        return ""
    mine = [theirs for theirs in threshold.amounts if theirs.when == added.when]
    if not mine:
        return "的 when 和原来的哪一个数额都不一样"
    if any(_same_days(theirs, added) and height(added) > height(theirs) for theirs in mine):
        theirs = min(mine, key=height)
        return f"比原来的{said(theirs)}高"
    if not any(_within(added, theirs) for theirs in mine):
        return "施行的日子超出了原来的"
    return ""


def _within(added: Amount, theirs: Amount) -> bool:
    early = theirs.since is not None and (added.since is None or added.since < theirs.since)
    late = theirs.until is not None and (added.until is None or added.until > theirs.until)
    return not early and not late


AMOUNT_ASKED = "amount 写一道问金额的数字题：单位是元，worse: more。"
MOST = 1e12
"""Yuan that an amount may have; the condition language reads no larger number either."""


def amount_faults(amount: Amount) -> Iterator[tuple[str, str]]:
    """What is wrong with one amount by itself, and what to do."""
    given = [number for number in (amount.more_than, amount.at_least) if number is not None]
    if len(given) != 1 or not 0 <= given[0] < MOST:
        yield (
            f"{named(amount)}只写 more_than、at_least 里的一个，是个数",
            "“二百元以下可以”写 more_than: 200（超过才算）；“四千元以上要”写 at_least: 4000。",
        )
    if not amount.basis:
        yield f"{named(amount)}没有写依据（basis）", "写上条目号或者条文号；查不到出处的数额不要写。"
    if amount.since is None:
        yield f"{named(amount)}没有写从哪一天起施行（since）", "写成 since: 2026-01-01 的样子。"
    elif amount.until is not None and amount.until < amount.since:
        yield f"{named(amount)}还没施行就失效了（until 在 since 以前）", "改正其中一个日子。"


def named(amount: Amount) -> str:
    """An amount as an author knows it: by whom it holds for."""
    return f"的一个数额（{amount.whom}）"


def stated(amount: Amount) -> str:
    """`对公民至多 200 元`, `治安罚款 4000 元起`: for whom it holds, and how much it is."""
    words = said(amount)
    return f"{amount.whom} {words}" if words[0].isdigit() else f"{amount.whom}{words}"


def said(amount: Amount) -> str:
    """`至多 200 元`, `4000 元起`: an amount in words."""
    number, beyond = height(amount)
    shown = int(number) if float(number).is_integer() else number
    return f"至多 {shown} 元" if beyond else f"{shown} 元起"
