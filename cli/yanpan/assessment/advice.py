"""What to do about it: measures on offer, what a cure would bring, first steps. See `lowered` for what lowers the grade."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from yanpan.assessment.counting import Weighed
from yanpan.assessment.gravity import handed_on
from yanpan.assessment.judge import Judged
from yanpan.assessment.measures import Gains, offered
from yanpan.assessment.model import Conclusion, DutyDue, HitRedLine, OfferedMeasure, Unknown, WhatIf
from yanpan.assessment.standing import Standing
from yanpan.assessment.trace import Tracer
from yanpan.assessment.words import show_deadline
from yanpan.questionnaire.effects import Effect
from yanpan.questionnaire.model import DueKind, Grade

FIRST_STEPS = 3

Outcomes = tuple[tuple[tuple[str, ...], Grade], ...]
"""Answers in short with the grade that they give, see `unknowns.outcomes`."""


def measures_on_offer(
    trace: Tracer, plans: Mapping[str, Weighed], judged: Judged, gains: Gains
) -> tuple[OfferedMeasure, ...]:
    """Every measure that treats a hazard of this case; for a planned one whether it counts and, if not, why.

    `gains`: what is offered, with the points that each takes off.
    """
    found = []
    for measure in offered(trace.form, [gains]):
        entry, weighed = trace.standing.measure(measure.id), plans.get(measure.id)
        entry = replace(entry, treats=tuple([t for t in entry.treats if t.hazard in judged.levels]))
        if weighed is not None:
            plan = weighed.plan
            entry = replace(
                entry,
                planned=True,
                counted=not weighed.why_not,
                not_counted=weighed.why_not,
                owner=plan.owner,
                deadline=plan.deadline,
                note=plan.note,
            )
        found.append(entry)
    return tuple(found)


def after_cure(
    red_lines: tuple[HitRedLine, ...], now: Grade, what_if: WhatIf, *, undecidable: bool
) -> tuple[Grade | None, Grade | None]:
    """Grades expected once every red line is cured: without and with the advised measures. None when none is, or some cannot be.

    `now` is the residual grade, red lines set aside.
    """
    if not red_lines or not all(line.curable for line in red_lines) or undecidable:
        return None, None
    return now, what_if.to if what_if.possible else now


def _when_nothing_lowers(residual: Grade, measures: tuple[OfferedMeasure, ...], *, waits: bool) -> list[str]:
    """What is left to do where no cure, no unknown and no measure changes the grade.

    A medium case may go ahead only once controls are in place (563号 4.1), whether or not they lower the grade. One that
    cannot wait is not told to.
    """
    if residual is Grade.HIGH and waits:
        return ["先不实施，改变方案（时间、方式、范围）后重新研判"]
    if residual is not Grade.MEDIUM:
        return []
    before = [m for m in measures if m.by == "before_action"] or list(measures)
    when, last = ("实施前落实", ["做好法定职责清单上实施前的各项，再实施"]) if waits else ("同时落实", [])
    return [*(f"{when}：{m.title}" for m in before[: FIRST_STEPS - 1]), *last]


def conclusion(
    standing: Standing,
    initial: Grade,
    residual: Grade,
    red_lines: tuple[HitRedLine, ...],
    what_if: WhatIf,
    measures: tuple[OfferedMeasure, ...],
    unknowns: tuple[Unknown, ...],
    duties: tuple[DutyDue, ...] = (),
    each: Outcomes = (),
    *,
    lapses: bool,
) -> Conclusion:
    """Grade and its words, the first steps, what to find out first.

    `each`: what each answer to the first unknown would give. `lapses`: the assessment ends before the act starts.
    """
    titles = standing.grades
    stops = [
        f"停止，不能按此实施：{line.title}" for line in red_lines if not line.curable and not line.by_unknown
    ]
    cures = [
        line.cure
        for line in red_lines
        if line.curable and not line.by_unknown and not handed_on(standing.form, line, red_lines)
    ]
    # What cannot be cured ends the matter: to advise on the rest would read like a way around it.
    at_once = (DueKind.AT_ONCE, DueKind.ON_SCENE)
    rescues = [d.title for d in duties if standing.effect(d.id) is Effect.RESCUE and d.due_kind in at_once]
    steps = rescues + (stops or cures)
    if not stops:
        steps += [f"先查清：{u.ask}" for u in unknowns if u.red_lines or u.if_best.rank < u.if_worst.rank]
        steps += [f"落实：{m.title}（{m.owner}，{show_deadline(m.deadline)}）" for m in measures if m.counted]
        steps += list(what_if.titles)
    if steps == rescues:
        steps = rescues + _when_nothing_lowers(residual, measures, waits=not rescues)
    if lapses and not red_lines:
        steps += ["有效期先于计划实施的时间届满，到期前重新研判"]
    return Conclusion(
        grade=residual,
        title=titles[residual].title,
        words=titles[residual].conclusion,
        first_steps=tuple(dict.fromkeys(steps))[:FIRST_STEPS] if initial is not Grade.LOW else (),
        find_out_first=_find_out(standing, unknowns[0], each) if unknowns else "",
    )


def _find_out(standing: Standing, first: Unknown, each: Outcomes) -> str:
    """The question to find out first, with what each answer to it would give."""
    titles = standing.grades
    if len(each) > 1:
        told = [f"{''.join(labels)} → {titles[grade].title}" for labels, grade in each]
    elif first.if_best is not first.if_worst:
        told = [
            f"{first.best_answer} → {titles[first.if_best].title}",
            f"{first.worst_answer} → {titles[first.if_worst].title}",
        ]
    else:
        less = f"少 {len(first.red_lines)} 条红线" if first.red_lines else f"少 {first.points} 分"
        same = titles[first.if_worst].title
        told = [f"{first.best_answer} → 仍是{same}，可{less}"]
        if first.worst_answer != first.best_answer:
            told.append(f"{first.worst_answer} → 仍是{same}")
    return f"{first.ask}（{'；'.join(told)}）"
