"""“What would lower the grade”: a smallest set of measures that really does, or in words why there is none (law 8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yanpan.answers.model import RaisedGrade
from yanpan.assessment.judge import Levels, escalated, score_grade, section_scores
from yanpan.assessment.lowering import Lowering, Side, lowering
from yanpan.assessment.measures import fits
from yanpan.assessment.model import HitRedLine, WhatIf
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.model import Grade

_RAISED = "等级是人工调高的，措施降不了它；调高的理由消除以后，重新研判。"
REASONS = 2
"""How many of the things that hold the grade are named; the rest stands in `explain`."""


def what_if_of(
    form: Form,
    sides: Sequence[Side],
    red_lines: tuple[HitRedLine, ...],
    now: Grade,
    raised: RaisedGrade | None,
    *,
    planned: bool,
) -> WhatIf:
    """The smallest set of measures beyond those planned that lowers `now`, or why there is none.

    `now` is the highest grade that the levels of the acts (`sides`) give, red lines and a person's raise set aside;
    `planned`: some measures count already. No measure lowers what a person has raised above it.
    """
    if any(act.judged.undecidable for act in sides):
        return _no_set(Grade.PROHIBITED, "基本情况没有答，先答完再看。")
    if any(not line.curable and not line.by_unknown for line in red_lines):
        return _no_set(now, "有不可改正的红线，加什么措施都不能按此实施。")
    if any(not line.curable for line in red_lines):
        return _no_set(now, "有的红线还没有查清，查实了就不能改正：先查清，再看怎样降低。")
    if raised is not None and Grade(raised.grade).rank > now.rank and not red_lines:
        return _no_set(Grade(raised.grade), _RAISED)
    if now is Grade.LOW:
        return _no_set(now, _already_low(red_lines))
    found = lowering(form, sides, now)
    if not found.smallest:
        return _no_set(now, _no_set_words(form, sides, red_lines, now, found, more=planned))
    return WhatIf(
        possible=True,
        to=found.to,
        measures=found.smallest,
        titles=tuple(form.measures[n].title for n in found.smallest),
    )


def _no_set(now: Grade, why: str) -> WhatIf:
    return WhatIf(possible=False, to=now, measures=(), titles=(), why_not=why)


def _already_low(red_lines: tuple[HitRedLine, ...]) -> str:
    if red_lines:
        return "除红线外已是低风险，措施不能消除红线。"
    return "已是低风险，不用再加措施。"


def _no_set_words(
    form: Form,
    sides: Sequence[Side],
    red_lines: tuple[HitRedLine, ...],
    now: Grade,
    found: Lowering,
    *,
    more: bool,
) -> str:
    titles = {item.id: item.title for item in form.questionnaire.header.grades}
    if found.to.rank < now.rank:
        # The search gave up: say so, and what is certain all the same.
        return (
            f"未能算出最少的一组措施。列出的 {len(found.free)} 项全部落实，可降到{titles[found.to]}；"
            "先落实得分降得多的（列在前面的），再看一次。"
        )
    held = (_holding(form, *act, now, titles[now]) for act in zip(sides, found.left, strict=True))
    reasons = list(dict.fromkeys(reason for act in held for reason in act))
    shown = "；".join(reasons[:REASONS]) + ("等" if len(reasons) > REASONS else "")
    measures = "再加措施" if more else "列出的措施全部落实"
    also = f"没有别的措施可加，仍是{titles[now]}" if not found.free else f"{measures}，也还是{titles[now]}"
    if red_lines:
        then = "红线全部改正、重新研判以前，不得实施。"
    elif now is Grade.MEDIUM:
        then = "可以实施，但要先落实措施，做好法定职责清单上实施前的各项。"
    else:
        then = "要改变执法方案（时间、方式、范围）后重新研判。"
    return f"{also}：{shown}。{then}"


def _holding(form: Form, act: Side, left: Levels, now: Grade, title: str) -> Iterator[str]:
    """What still gives the grade once every measure is carried out, in words."""
    for i in escalated(form, act.judged, left):
        rule = form.escalators[i][0]
        if rule.at_least.rank >= now.rank:
            why = "由案情决定，措施改变不了" if rule.when is not None else "仍然成立"
            yield f"“{rule.title}”{why}"
    points = {name: a * b for name, (a, b) in left.items()}
    for name in sorted(left, key=lambda name: (-points[name], name)):
        if form.cells[left[name]].rank >= now.rank:
            treated = any(fits(form, m.id, act.judged) for m in form.treated_by[name])
            why = f"落实措施后仍到{title}" if treated else "没有能降低它的措施"
            yield f"“{form.hazards[name].title}”{why}"
    sections = {item.id: item.title for item in form.questionnaire.header.sections}
    for section, score in section_scores(form, left).items():
        if score_grade(form, score).rank >= now.rank:
            yield f"{sections[section]}的风险点合计仍有 {score} 分"
