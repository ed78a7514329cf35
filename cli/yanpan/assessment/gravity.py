"""Which red line is the gravest, and what lifts it in this case."""

from __future__ import annotations

from collections.abc import Iterable

from yanpan.assessment.model import HitRedLine
from yanpan.questionnaire.checks import MOST_IN_A_RANK
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.effects import Effect
from yanpan.questionnaire.facts import Facts
from yanpan.questionnaire.model import Rank, RedLine

NOT_OURS = "本单位无权自己办，不用补办；按“{}”办：{}"
"""The cure of what only a body with power could do over."""


def gravity(line: RedLine) -> tuple[int, str]:
    """The smaller, the graver. A red line without a rank, of a questionnaire from before ranks, comes last."""
    place = len(Rank) if line.rank is None else line.rank.place
    return place * MOST_IN_A_RANK + line.precedence, line.id


def cure_of(form: Form, line: RedLine, facts: Facts, instead: RedLine | None) -> str:
    """What lifts a red line in this case. `instead`: the gravest for want of power, which must be dealt with first."""
    own = next((cure for test, cure in form.cures.get(line.id, ()) if test.holds(facts)), line.cure)
    if instead is None or line.cure_effect is not Effect.REDO or not own:
        return own
    return NOT_OURS.format(instead.title, cure_of(form, instead, facts, None))


def for_want_of_power(form: Form, hit: Iterable[str]) -> RedLine | None:
    """Of the red lines that are hit the gravest that says that this body must not do the matter itself."""
    found = [form.red_lines[name] for name in hit if form.red_lines[name].no_power]
    return min(found, key=gravity, default=None)


def handed_on(form: Form, line: HitRedLine, red_lines: Iterable[HitRedLine]) -> bool:
    """Whether what would lift this red line is for whoever has the power, so that its cure only points to another's."""
    if form.red_lines[line.id].cure_effect is not Effect.REDO:
        return False
    return any(
        form.red_lines[other.id].no_power and not other.by_unknown and _of_one_act(line, other)
        for other in red_lines
    )


def _of_one_act(line: HitRedLine, other: HitRedLine) -> bool:
    """Whether both stand in the same act; one that names no act stands in all of them."""
    return not (line.acts and other.acts and set(line.acts).isdisjoint(other.acts))


def not_ours(form: Form, red_lines: Iterable[HitRedLine]) -> frozenset[Effect]:
    """What this body must not be told to do, where red lines stand for certain.

    Without the power it hands the matter on and does nothing over; what cannot be cured is not to be got round.
    """
    certain = [form.red_lines[line.id] for line in red_lines if not line.by_unknown]
    left_out: set[Effect] = set()
    if any(line.no_power for line in certain):
        left_out |= {Effect.REDO}
    else:
        left_out |= {Effect.ROUTE}
    if not all(line.curable for line in certain):
        left_out |= {Effect.REDO, Effect.WAIT}
    return frozenset(left_out)
