"""Treatment of risk: what planned measures leave, and the smallest set that lowers the grade (law 8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from yanpan.assessment.judge import Judged, Levels, escalated, grade_of, score_grade, section_scores
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.effects import Effect
from yanpan.questionnaire.model import Grade, Measure, Section

MAX_MEASURES = 8
"""A set larger than this is no advice, and finding it takes too long; that the search gave up is then said."""


def treated(form: Form, levels: Levels, chosen: Iterable[str]) -> Levels:
    """Levels after the chosen measures; steps add up, no level falls below 1."""
    left = dict(levels)
    for name in chosen:
        for hazard, likelihood, consequence, _ in form.steps_of[name]:
            have = left.get(hazard)
            if have is not None:
                left[hazard] = _lower(have, likelihood, consequence)
    return left


def _lower(have: tuple[int, int], likelihood: int, consequence: int) -> tuple[int, int]:
    likelihood += have[0]
    consequence += have[1]
    return (likelihood if likelihood > 1 else 1, consequence if consequence > 1 else 1)


def fits(form: Form, name: str, judged: Judged) -> bool:
    """Whether a measure fits this act and this body: without the power, none that takes papers of its own."""
    if form.measures[name].effect is Effect.REDO and any(
        form.red_lines[n].no_power for n in judged.red_lines
    ):
        return False
    condition = form.fits_when.get(name)
    return condition is None or condition.holds(judged.facts)


def offered(form: Form, judged: Judged, levels: Levels) -> list[Measure]:
    """Measures that treat a hazard of this act and fit it, most points treated first."""
    return offered_together(form, [(judged, levels)])


def offered_together(form: Form, sides: Iterable[tuple[Judged, Levels]]) -> list[Measure]:
    """The same of an operation: what fits any of its acts, by the points that it treats in those that it fits."""
    gains: dict[str, int] = {}
    for judged, levels in sides:
        for name in {m.id for hazard in levels for m in form.treated_by[hazard]}:
            if fits(form, name, judged):
                gains[name] = gains.get(name, 0) + _gain(form, levels, name)
    return [form.measures[name] for name in sorted(gains, key=lambda name: (-gains[name], name))]


@dataclass(frozen=True, slots=True)
class Side:
    """One act as the search sees it: the `levels` that the measures planned for it leave, and which others are free."""

    judged: Judged
    levels: Levels
    free: frozenset[str]

    def after(self, form: Form, chosen: Iterable[str]) -> Levels:
        """Its levels after those of the measures that it is free to take."""
        return treated(form, self.levels, [name for name in chosen if name in self.free])


@dataclass(frozen=True, slots=True)
class Lowering:
    """What further measures can do: the smallest set that lowers the grade and the grade it gives.

    Without `smallest`, `to` is what all `free` measures together give: the grade as it is where none can lower it,
    a lower one where the search for a smallest set ended at `MAX_MEASURES`. `left` are the levels of each act after all
    of them.
    """

    to: Grade
    smallest: tuple[str, ...]
    free: tuple[str, ...]
    left: tuple[Levels, ...]


def side(form: Form, judged: Judged, planned: list[str], base: Levels) -> Side:
    """An act with the levels `base` that the measures `planned` leave it."""
    free = frozenset(measure.id for measure in offered(form, judged, base)) - {*planned}
    return Side(judged, base, free)


def lowering(form: Form, sides: Sequence[Side], now: Grade) -> Lowering:
    """The smallest set of further measures that lowers the grade `now`, red lines set aside, in every act that has it.

    Depth by depth, branching only on measures that touch a rule which still gives the grade: every set that lowers
    it must contain one of those.
    """
    together = offered_together(form, [(act.judged, act.levels) for act in sides])
    free = [m.id for m in together if any(m.id in act.free for act in sides)]
    left = tuple(act.after(form, free) for act in sides)
    by_all = _highest(form, sides, left)
    if by_all.rank < now.rank:
        for size in range(1, min(MAX_MEASURES, len(free)) + 1):
            found = next(_sets(form, sides, free, now, size, ()), None)
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


def _sets(
    form: Form, sides: Sequence[Side], free: list[str], now: Grade, size: int, chosen: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    levels = [act.after(form, chosen) for act in sides]
    firing = [
        (act, _still_firing(form, act.judged, have, now)) for act, have in zip(sides, levels, strict=True)
    ]
    act, touching = next(((act, hazards) for act, hazards in firing if hazards), (None, set[str]()))
    if act is None:
        yield chosen
        return
    if len(chosen) == size:
        return
    more = size - len(chosen)
    for each, have in zip(sides, levels, strict=True):
        if _out_of_reach(form, have, [name for name in free if name in each.free], chosen, now, more):
            return
    passed: set[str] = set()
    for name in free:
        if name in chosen or name in passed or name not in act.free:
            continue
        if any(step.hazard in touching for step in form.measures[name].treats):
            yield from _sets(form, sides, [f for f in free if f not in passed], now, size, (*chosen, name))
            passed.add(name)


def _out_of_reach(
    form: Form, levels: Levels, free: list[str], chosen: tuple[str, ...], now: Grade, more: int
) -> bool:
    """Whether no `more` measures can bring a section under the line: gains taken together never exceed their sum."""
    thresholds = form.questionnaire.header.section_thresholds
    limit = thresholds["high"] if now is Grade.HIGH else thresholds["medium"]
    for section, total in _raw_sums(form, levels).items():
        if total >= limit:
            gains = [_gain(form, levels, name, section) for name in free if name not in chosen]
            gains.sort(reverse=True)
            if total - sum(gains[:more]) >= limit:
                return True
    return False


def _gain(form: Form, levels: Levels, name: str, section: Section | None = None) -> int:
    """Points that one measure takes off a section, or off all of them, as things stand."""
    gain = 0
    for hazard, likelihood, consequence, of in form.steps_of[name]:
        have = levels.get(hazard)
        if have is not None and (section is None or of is section):
            left = _lower(have, likelihood, consequence)
            gain += have[0] * have[1] - left[0] * left[1]
    return gain


def _raw_sums(form: Form, levels: Levels) -> dict[Section, int]:
    sums: dict[Section, int] = {}
    for name, (likelihood, consequence) in levels.items():
        section = form.section_of[name]
        sums[section] = sums.get(section, 0) + likelihood * consequence
    return sums


def _still_firing(form: Form, judged: Judged, levels: Levels, now: Grade) -> set[str]:
    """Hazards behind one rule that still gives at least `now`; empty when none does."""
    cells = form.cells
    for name, pair in levels.items():
        if cells[pair].rank >= now.rank:
            return {name}
    for section, score in section_scores(form, levels).items():
        if score_grade(form, score).rank >= now.rank:
            return {name for name in levels if form.section_of[name] is section}
    for i in escalated(form, judged, levels):
        escalator = form.escalators[i][0]
        if escalator.at_least.rank >= now.rank:
            return set(escalator.of) & set(levels) or {""}
    return set()
