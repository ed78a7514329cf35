"""Lint of what one paper tells people to do: ranks, effects, and duties that contradict each other (law 10)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from yanpan.questionnaire.effects import APART, STAYS_WHEN_STOPPED, WORDS, Effect
from yanpan.questionnaire.form import Form
from yanpan.questionnaire.model import Duty, Grade, Rank
from yanpan.questionnaire.worlds import Worlds


class EffectFault(NamedTuple):
    kind: str
    name: str
    what: str
    remedy: str


def effect_faults(form: Form, worlds: Worlds) -> Iterator[EffectFault]:
    """Every red line without a rank, every duty without an effect, every two duties that may contradict each other."""
    for line in form.questionnaire.red_lines:
        if line.rank is None:
            remedy = f"写 rank：{'、'.join(Rank)}，最重的在前。"
            yield EffectFault("red_lines", line.id, "没有写轻重（rank）", remedy)
        elif line.no_power and line.rank is not Rank.POWER:
            yield EffectFault("red_lines", line.id, "写了 no_power，轻重却不是 power", "写 rank: power。")
        if line.no_power and line.cure_effect is Effect.REDO:
            remedy = "没有权的，写交给谁：cure_effect: route。"
            yield EffectFault("red_lines", line.id, "是没有权，却要本单位补办", remedy)
    for duty in form.questionnaire.duties:
        if duty.effect is None:
            remedy = f"写 effect：{'、'.join(Effect)}。"
            yield EffectFault("duties", duty.id, "没有写要人做哪一类事（effect）", remedy)
        elif duty.red_lines and not duty.hazards and duty.effect not in STAYS_WHEN_STOPPED:
            what = f"只因为红线才有，可是触了红线的文书上没有“{WORDS[duty.effect]}”一类的职责"
            yield EffectFault("duties", duty.id, what, "改正 effect，或者去掉 red_lines。")
    yield from _unfit_measures(form, worlds)
    yield from _contradicting(form, worlds)


def _unfit_measures(form: Form, worlds: Worlds) -> Iterator[EffectFault]:
    """Law 4: a worse answer never brings up a measure that a better one does not."""
    for name, condition in form.fits_when.items():
        if gain := worlds.gains(condition):
            question, better, worse = gain
            what = f"的条件不单调：“{question}”从“{better}”变坏为“{worse}”，它反而能用了"
            yield EffectFault(
                "measures", name, what, "措施的 when 只看没有好坏的题，或者写成更坏的时候不能用。"
            )


def _contradicting(form: Form, worlds: Worlds) -> Iterator[EffectFault]:
    conditions = {duty.id: condition for duty, condition in form.duties}
    for one, other in combinations(form.questionnaire.duties, 2):
        if one.effect is None or other.effect is None or frozenset((one.effect, other.effect)) not in APART:
            continue
        if _grades(one).isdisjoint(_grades(other)) or _barred(form, one, other):
            continue
        first, second = conditions[one.id], conditions[other.id]
        if first and second and worlds.apart(first, second):
            continue
        what = f"和“{other.id}”会写在同一份文书上：一个要“{WORDS[one.effect]}”，一个要“{WORDS[other.effect]}”"
        remedy = "把两个的 when 或者等级写得不会同时成立，另写一项说明先后；或者改正 effect。"
        yield EffectFault("duties", one.id, what, remedy)


def _grades(duty: Duty) -> set[Grade]:
    """The grades of papers on which the duty can stand."""
    least = duty.from_grade.rank if duty.from_grade else 0
    most = duty.to_grade.rank if duty.to_grade else len(Grade)
    found = {grade for grade in Grade if least <= grade.rank <= most}
    if duty.effect not in STAYS_WHEN_STOPPED:
        found.discard(Grade.PROHIBITED)
    if duty.red_lines and not duty.hazards and duty.always_from is None:
        found &= {Grade.PROHIBITED}
    return found


def _barred(form: Form, one: Duty, other: Duty) -> bool:
    """Whether what brings up the one, for want of power, keeps the other from the paper."""
    for routed, redone in ((one, other), (other, one)):
        if (routed.effect, redone.effect) != (Effect.ROUTE, Effect.REDO):
            continue
        if routed.hazards or routed.always_from or not routed.red_lines:
            return False
        return all(form.red_lines[name].no_power for name in routed.red_lines)
    return False
