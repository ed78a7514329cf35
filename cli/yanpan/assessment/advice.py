"""What to do about it: measures on offer, the smallest set that lowers the grade, what a cure would bring, first steps."""

from __future__ import annotations

from yanpan.answers.model import Answers
from yanpan.assessment.judge import Judged, Levels
from yanpan.assessment.measures import MAX_MEASURES, offered, smallest_set
from yanpan.assessment.model import Conclusion, HitRedLine, OfferedMeasure, Unknown, WhatIf
from yanpan.assessment.standing import Standing
from yanpan.assessment.trace import Tracer
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.model import Grade

FIRST_STEPS = 3


def measures_on_offer(
    trace: Tracer, answers: Answers, judged: Judged, chosen: list[str]
) -> tuple[OfferedMeasure, ...]:
    form = trace.form
    planned = {m.id: m for m in answers.measures}
    found = []
    for measure in offered(form, judged.levels):
        plan = planned.get(measure.id)
        found.append(
            OfferedMeasure(
                id=measure.id,
                title=measure.title,
                how=measure.how,
                who=measure.who,
                by=measure.by,
                treats=tuple([t for t in trace.standing.treats(measure.id) if t.hazard in judged.levels]),
                planned=plan is not None,
                counted=measure.id in chosen,
                owner=plan.owner if plan else "",
                deadline=plan.deadline if plan else "",
                note=plan.note if plan else "",
                basis=trace.standing.cite(measure.basis),
            )
        )
    return tuple(found)


def what_if_of(form: Form, judged: Judged, chosen: list[str], residual: Levels, now: Grade) -> WhatIf:
    """The smallest set of measures beyond those chosen that lowers `now`, or why there is none.

    `now` is the grade that the residual levels give, red lines set aside.
    """
    if judged.undecidable:
        return _no_set(Grade.PROHIBITED, "基本情况没有答，先答完再看。")
    if any(not form.red_lines[name].curable for name in judged.red_lines):
        return _no_set(now, "有不可改正的红线，加什么措施都不能按此实施。")
    if now is Grade.LOW:
        return _no_set(
            now, "除红线外已是低风险，不用再加措施。" if judged.red_lines else "已是低风险，不用再加措施。"
        )
    found = smallest_set(form, judged, chosen, residual, now)
    if found is None:
        return _no_set(now, _no_set_words(now))
    grade, names = found
    return WhatIf(
        possible=True, to=grade, measures=tuple(names), titles=tuple(form.measures[n].title for n in names)
    )


def _no_set(now: Grade, why: str) -> WhatIf:
    return WhatIf(possible=False, to=now, measures=(), titles=(), why_not=why)


def _no_set_words(now: Grade) -> str:
    more = f"再加 {MAX_MEASURES} 项以内的措施也降不了等级"
    if now is Grade.MEDIUM:
        return f"{more}；中风险按法定职责清单做好后可以实施。"
    return f"{more}；要改变执法方案后重新研判。"


def after_cure(
    judged: Judged, red_lines: tuple[HitRedLine, ...], now: Grade, what_if: WhatIf
) -> tuple[Grade | None, Grade | None]:
    """Grades expected once every red line is cured: without and with the advised measures. None when none is, or some cannot be.

    `now` is the residual grade, red lines set aside.
    """
    if not red_lines or not all(line.curable for line in red_lines) or judged.undecidable:
        return None, None
    return now, what_if.to if what_if.possible else now


def conclusion(
    standing: Standing,
    initial: Grade,
    residual: Grade,
    red_lines: tuple[HitRedLine, ...],
    what_if: WhatIf,
    measures: tuple[OfferedMeasure, ...],
    unknowns: tuple[Unknown, ...],
) -> Conclusion:
    titles = standing.grades
    stops = [
        f"停止，不能按此实施：{line.title}" for line in red_lines if not line.curable and not line.by_unknown
    ]
    cures = [line.cure for line in red_lines if line.curable and not line.by_unknown]
    # What cannot be cured ends the matter: to advise on the rest would read like a way around it.
    steps = stops or cures
    if not stops:
        steps += [f"先查清：{u.ask}" for u in unknowns if u.red_lines or u.if_best.rank < u.if_worst.rank]
        steps += [f"落实：{m.title}（{m.owner}，{m.deadline}）" for m in measures if m.counted]
        steps += list(what_if.titles)
    if not steps and residual is Grade.MEDIUM:
        steps = ["不用另加措施，按法定职责清单逐项做好后实施"]
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
