"""What to do about it: measures on offer, what a cure would bring, first steps. See `lowered` for what lowers the grade."""

from __future__ import annotations

from collections.abc import Mapping

from yanpan.assessment.counting import Weighed
from yanpan.assessment.judge import Judged
from yanpan.assessment.measures import offered
from yanpan.assessment.model import Conclusion, HitRedLine, OfferedMeasure, Unknown, WhatIf
from yanpan.assessment.standing import Standing
from yanpan.assessment.trace import Tracer
from yanpan.assessment.words import show_deadline
from yanpan.questionnaire.model import Grade

FIRST_STEPS = 3


def measures_on_offer(
    trace: Tracer, plans: Mapping[str, Weighed], judged: Judged
) -> tuple[OfferedMeasure, ...]:
    """Every measure that treats a hazard of this case; for a planned one whether it counts and, if not, why."""
    found = []
    for measure in offered(trace.form, judged.levels):
        weighed = plans.get(measure.id)
        plan = weighed.plan if weighed else None
        found.append(
            OfferedMeasure(
                id=measure.id,
                title=measure.title,
                how=measure.how,
                who=measure.who,
                by=measure.by,
                treats=tuple([t for t in trace.standing.treats(measure.id) if t.hazard in judged.levels]),
                planned=plan is not None,
                counted=weighed is not None and not weighed.why_not,
                not_counted=weighed.why_not if weighed else "",
                owner=plan.owner if plan else "",
                deadline=plan.deadline if plan else "",
                note=plan.note if plan else "",
                basis=trace.standing.cite(measure.basis),
            )
        )
    return tuple(found)


def after_cure(
    judged: Judged, red_lines: tuple[HitRedLine, ...], now: Grade, what_if: WhatIf
) -> tuple[Grade | None, Grade | None]:
    """Grades expected once every red line is cured: without and with the advised measures. None when none is, or some cannot be.

    `now` is the residual grade, red lines set aside.
    """
    if not red_lines or not all(line.curable for line in red_lines) or judged.undecidable:
        return None, None
    return now, what_if.to if what_if.possible else now


def _when_nothing_lowers(residual: Grade, measures: tuple[OfferedMeasure, ...]) -> list[str]:
    """What is left to do where no cure, no unknown and no measure changes the grade.

    A medium case may go ahead only once controls are in place (563号 4.1), whether or not they lower the grade.
    """
    if residual is Grade.HIGH:
        return ["先不实施，改变方案（时间、方式、范围）后重新研判"]
    if residual is not Grade.MEDIUM:
        return []
    before = [m for m in measures if m.by == "before_action"] or list(measures)
    return [
        *(f"实施前落实：{m.title}" for m in before[: FIRST_STEPS - 1]),
        "做好法定职责清单上实施前的各项，再实施",
    ]


def conclusion(
    standing: Standing,
    initial: Grade,
    residual: Grade,
    red_lines: tuple[HitRedLine, ...],
    what_if: WhatIf,
    measures: tuple[OfferedMeasure, ...],
    unknowns: tuple[Unknown, ...],
    *,
    lapses: bool,
) -> Conclusion:
    """Grade and its words, the first steps, what to find out first. `lapses`: the assessment ends before the act starts."""
    titles = standing.grades
    stops = [
        f"停止，不能按此实施：{line.title}" for line in red_lines if not line.curable and not line.by_unknown
    ]
    cures = [line.cure for line in red_lines if line.curable and not line.by_unknown]
    # What cannot be cured ends the matter: to advise on the rest would read like a way around it.
    steps = stops or cures
    if not stops:
        steps += [f"先查清：{u.ask}" for u in unknowns if u.red_lines or u.if_best.rank < u.if_worst.rank]
        steps += [f"落实：{m.title}（{m.owner}，{show_deadline(m.deadline)}）" for m in measures if m.counted]
        steps += list(what_if.titles)
    if not steps:
        steps = _when_nothing_lowers(residual, measures)
    if lapses and not red_lines:
        steps += ["有效期先于计划实施的时间届满，到期前重新研判"]
    first = unknowns[0] if unknowns else None
    find_out = ""
    if first:
        best, worst = titles[first.if_best].title, titles[first.if_worst].title
        change = f"{first.best_answer} → {best}；{first.worst_answer} → {worst}"
        if best == worst:
            less = f"少 {len(first.red_lines)} 条红线" if first.red_lines else f"少 {first.points} 分"
            change = f"查清没有问题，可{less}"
        find_out = f"{first.ask}（{change}）"
    return Conclusion(
        grade=residual,
        title=titles[residual].title,
        words=titles[residual].conclusion,
        first_steps=tuple(dict.fromkeys(steps))[:FIRST_STEPS] if initial is not Grade.LOW else (),
        find_out_first=find_out,
    )
