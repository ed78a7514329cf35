"""The search for the smallest set of measures that lowers the grade (law 8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from yanpan.assessment.judge import Judged, Levels, escalated, grade_of, score_grade, section_scores
from yanpan.assessment.measures import Gains, gains_of, offered, treated
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.model import Grade, Section

MAX_MEASURES = 8
"""A set larger than this is no advice, and finding it takes too long; that the search gave up is then said."""

MAX_LOOKS = 2000
"""At sets that are begun. The worked cases need eighteen; a questionnaire by a stranger could keep a reader for years."""

_NEVER = 1000
"""More measures than there are."""


@dataclass(frozen=True, slots=True)
class Side:
    """One act as the search sees it: the `levels` that the measures planned for it leave, and which others are free.

    `gains`: what is offered at these levels, planned or free.
    """

    judged: Judged
    levels: Levels
    free: frozenset[str]
    gains: Gains

    def after(self, form: Form, chosen: Iterable[str]) -> Levels:
        """Its levels after those of the measures that it is free to take."""
        return treated(form, self.levels, [name for name in chosen if name in self.free])


@dataclass(frozen=True, slots=True)
class Lowering:
    """What further measures can do: the smallest set that lowers the grade and the grade it gives.

    Without `smallest`, `to` is what all `free` measures together give: the grade as it is where none can lower it,
    a lower one where the search for a smallest set ended at `MAX_MEASURES` or `MAX_LOOKS`. `left` are the levels of each act after all
    of them.
    """

    to: Grade
    smallest: tuple[str, ...]
    free: tuple[str, ...]
    left: tuple[Levels, ...]


def side(form: Form, judged: Judged, planned: list[str], base: Levels) -> Side:
    """An act with the levels `base` that the measures `planned` leave it."""
    gains = gains_of(form, judged, base)
    return Side(judged, base, frozenset(gains) - {*planned}, gains)


def lowering(form: Form, sides: Sequence[Side], now: Grade) -> Lowering:
    """The smallest set of further measures that lowers the grade `now`, red lines set aside, in every act that has it.

    Depth by depth, branching only on measures that touch a rule which still gives the grade: every set that lowers
    it must contain one of those.
    """
    together = offered(form, [act.gains for act in sides])
    any_free = frozenset[str]().union(*(act.free for act in sides))
    free = [m.id for m in together if m.id in any_free]
    left = tuple(act.after(form, free) for act in sides)
    by_all = _highest(form, sides, left)
    if by_all.rank < now.rank:
        least = max([_needed(form, act.levels, act.free, now) for act in sides])
        looks = count()
        for size in range(max(1, least), min(MAX_MEASURES, len(free)) + 1):
            try:
                found = next(_sets(form, sides, free, now, size, (), looks), None)
            except _TooManyLooks:
                break
            if found is not None:
                to = _highest(form, sides, [act.after(form, found) for act in sides])
                return Lowering(to, found, tuple(free), left)
    return Lowering(by_all, (), tuple(free), left)


def _highest(form: Form, sides: Sequence[Side], levels: Sequence[Levels]) -> Grade:
    """The highest grade that any act has at these levels, red lines set aside."""
    grades = [
        grade_of(form, act.judged, red_lines=False, levels=left)
        for act, left in zip(sides, levels, strict=True)
    ]
    return max(grades, key=lambda grade: grade.rank)


class _TooManyLooks(Exception):
    """The search has taken as long as it may."""


def _sets(
    form: Form,
    sides: Sequence[Side],
    free: list[str],
    now: Grade,
    size: int,
    chosen: tuple[str, ...],
    looks: Iterator[int],
) -> Iterator[tuple[str, ...]]:
    """The sets of that size which hold the chosen; the size is one that `_needed` allows. Raises `_TooManyLooks`."""
    if next(looks) >= MAX_LOOKS:
        raise _TooManyLooks
    levels = [act.after(form, chosen) for act in sides]
    act, touching = None, set[str]()
    for each, have in zip(sides, levels, strict=True):
        touching = _still_firing(form, each.judged, have, now)
        if touching:
            act = each
            break
    if act is None:
        yield chosen
        return
    more = size - len(chosen)
    if not more:
        return
    for each, have in zip(sides, levels, strict=True) if chosen else ():
        if _needed(form, have, each.free.intersection(free).difference(chosen), now) > more:
            return
    passed: set[str] = set()
    for name in free:
        if name in chosen or name in passed or name not in act.free:
            continue
        if not touching.isdisjoint(form.touched_by[name]):
            yield from _sets(
                form, sides, [f for f in free if f not in passed], now, size, (*chosen, name), looks
            )
            passed.add(name)


def _needed(form: Form, levels: Levels, free: frozenset[str], now: Grade) -> int:
    """How many of the free measures it takes at least to bring every section under the line that gives `now`.

    Measures take off together what each takes off alone, or less. So each section needs as many as take off enough of it
    by the most that they can, and all of them together as many as stand that often in the sections. More than there are
    where all of them are too few.
    """
    thresholds = form.questionnaire.header.section_thresholds
    limit = thresholds["high"] if now is Grade.HIGH else thresholds["medium"]
    each: list[int] = []
    stands: dict[str, int] = {}
    for section, total in _raw_sums(form, levels).items():
        if total < limit:
            continue
        gains: dict[str, int] = {}
        for hazard, have in levels.items():
            if form.section_of[hazard] is section:
                for name, points in form.gains(hazard, have):
                    if points and name in free:
                        gains[name] = gains.get(name, 0) + points
        for name in gains:
            stands[name] = stands.get(name, 0) + 1
        each.append(_fewest(gains.values(), total - limit + 1))
    if not each:
        return 0
    return max(*each, _fewest(stands.values(), sum(each)))


def _fewest(numbers: Iterable[int], least: int) -> int:
    """How many of the numbers come to `least` together; `_NEVER` where not even all do."""
    taken = 0
    for number in sorted(numbers, reverse=True):
        if least <= 0:
            break
        least -= number
        taken += 1
    return taken if least <= 0 else _NEVER


def _raw_sums(form: Form, levels: Levels) -> dict[Section, int]:
    sums: dict[Section, int] = {}
    for name, (likelihood, consequence) in levels.items():
        section = form.section_of[name]
        sums[section] = sums.get(section, 0) + likelihood * consequence
    return sums


def _still_firing(form: Form, judged: Judged, levels: Levels, now: Grade) -> set[str]:
    """Hazards behind one rule that still gives at least `now`; empty when none does."""
    cells, least = form.cells, now.rank
    for name, pair in levels.items():
        if cells[pair].rank >= least:
            return {name}
    for section, score in section_scores(form, levels).items():
        if score_grade(form, score).rank >= least:
            return {name for name in levels if form.section_of[name] is section}
    for i in escalated(form, judged, levels):
        escalator = form.escalators[i][0]
        if escalator.at_least.rank >= least:
            return set(escalator.of) & set(levels) or {""}
    return set()
