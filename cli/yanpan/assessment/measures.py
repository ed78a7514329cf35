"""Treatment of risk: which measures are offered in a case, and what planned ones leave. See `lowering` for the smallest set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from yanpan.assessment.judge import Judged, Levels
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.effects import Effect
from yanpan.questionnaire.form import lowered
from yanpan.questionnaire.model import Measure

Gains = Mapping[str, int]
"""Measures that treat a hazard of an act and fit it, each with the points that it takes off, as things stand."""


def treated(form: Form, levels: Levels, chosen: Iterable[str]) -> Levels:
    """Levels after the chosen measures; steps add up, no level falls below 1."""
    left = dict(levels)
    for name in chosen:
        for hazard, likelihood, consequence in form.steps_of[name]:
            have = left.get(hazard)
            if have is not None:
                left[hazard] = lowered(have, likelihood, consequence)
    return left


def fits(form: Form, name: str, judged: Judged) -> bool:
    """Whether a measure fits this act and this body: without the power, none that takes papers of its own."""
    if form.measures[name].effect is Effect.REDO and _no_power(form, judged):
        return False
    condition = form.fits_when.get(name)
    return condition is None or condition.holds(judged.facts)


def _no_power(form: Form, judged: Judged) -> bool:
    return any(form.red_lines[name].no_power for name in judged.red_lines)


def gains_of(form: Form, judged: Judged, levels: Levels) -> Gains:
    """The measures that are offered in an act at these levels, with their points, in no order."""
    found: dict[str, int] = {}
    for hazard, have in levels.items():
        for name, points in form.gains(hazard, have):
            found[name] = found.get(name, 0) + points
    return {name: points for name, points in found.items() if fits(form, name, judged)}


def offered(form: Form, sides: Iterable[Gains]) -> list[Measure]:
    """Measures that treat a hazard and fit, most points treated first.

    In an operation: what fits any of its acts, by the points that it treats in those that it fits.
    """
    gains: dict[str, int] = {}
    for side in sides:
        for name, points in side.items():
            gains[name] = gains.get(name, 0) + points
    return [form.measures[name] for name in sorted(gains, key=lambda name: (-gains[name], name))]
