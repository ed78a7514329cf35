"""Why this grade, and what would change it, in plain Chinese. Lines of text; no colour, no terminal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from yanpan.assessment.act_labels import with_labels
from yanpan.assessment.model import (
    NOT_KNOWN,
    Assessment,
    Cause,
    Citation,
    FiredHazard,
    HitRedLine,
    SectionScore,
)
from yanpan.assessment.note import all_rights, rights_told, why_told
from yanpan.assessment.words import show_deadline, show_moment
from yanpan.errors import InputRefused
from yanpan.naming import Misnamed, listed, named

NOT_KNOWN_YET = "还没有查清：查实没有这一情形的，重新研判；查实有的，停止这一安排。"


def refs(basis: tuple[Citation, ...]) -> str:
    """`563号 4.4 · 行政强制法第43条`"""
    return " · ".join(citation.words for citation in basis)


def section_words(a: Assessment, section: SectionScore) -> str:
    """What one section comes to: its red lines where it has any, else its score. A red line is never points."""
    lines = sum(line.section == section.section for line in a.red_lines)
    return f"红线{lines}条" if lines else f"{section.initial}"


def early_words(a: Assessment) -> str:
    """That a case ended early, and how much was not asked."""
    return f"红线已经确定，研判到此为止；还有 {len(a.not_asked)} 个问题没有答；要改变方案的，把题答完，重新研判。"


def note_lines(a: Assessment) -> list[str]:
    """Of a note why no full assessment is due, on which facts, and what would undo it."""
    if a.paper != "note":
        return []
    told = [f"{x.title}：{x.shown}（{refs(x.basis)}）" for x in (*why_told(a), *rights_told(a))]
    return [*told, f"有下列情形的不算数，先做全面研判：{'；'.join(a.validity.void_when)}"]


def nothing_decides(a: Assessment) -> str:
    """Why the grade is low where no rule gives more: nothing at all, or hazards that stay low."""
    if a.hazards:
        return f"没有触到红线；有 {len(a.hazards)} 个风险点，都在低风险范围内"
    return "没有触发任何风险点和红线"


def explain(a: Assessment) -> list[str]:
    """The whole reasoning, from the deciding rule to every hazard."""
    t, a = a.titles, with_labels(a)
    lines = [f"案号：{a.case_number or '（未编号）'}    研判时间：{show_moment(a.assessed_at)}"]
    lines += act_lines(a)
    name, then = t[f"grade.{a.grade.initial}"], t[f"conclusion.{a.grade.initial}"]
    lines += [f"初始等级：{name}" + (f"（{then}）" if then != name else "")]
    if a.rules:
        first = a.rules[0]
        lines += [f"  由这一条决定：{first.title}（{refs(first.basis)}）", f"  {first.why}"]
    else:
        lines += [f"  {nothing_decides(a)}。"]
    lines += [f"措施后等级：{t[f'grade.{a.grade.residual}']}"]
    if a.red_lines and a.grade.residual == "prohibited":
        lines += ["  红线不因措施消除；改变方案后重新研判。"]
    if a.paper == "note":
        lines += ["", f"{a.conclusion.words}（{all_rights()}，三项都不碰）："]
        lines += [f"  · {text}" for text in note_lines(a)]
    if a.ended_early:
        lines += ["", f"提前结束：{early_words(a)}"]
    else:
        several = "；几件事的，取最高的一件" if len(a.acts) > 1 else ""
        lines += ["", f"三项得分（每项 = 风险点分值之和，最多 100 分{several}）："]
        lines += [f"  {_section(a, s)}" for s in a.sections]
    if a.red_lines:
        lines += ["", f"红线 {len(a.red_lines)} 条："]
        for line in a.red_lines:
            lines += _red_line(line)
    if a.hazards:
        lines += ["", f"风险点 {len(a.hazards)} 个（可能性 × 后果 = 分）："]
        for hazard in a.hazards:
            lines += _hazard(hazard, t)
    others = a.rules[1:]
    if others:
        lines += ["", "同时触发的其他规则："]
        lines += [f"  · {r.title} → {t[f'grade.{r.grade}']}（{refs(r.basis)}）" for r in others]
    if left_out := uncounted_lines(a):
        lines += ["", f"没有计入的措施 {len(left_out)} 项："]
        lines += [f"  · {text}" for text in left_out]
    if a.unknowns:
        lines += [
            "",
            f"还不清楚的 {len(a.unknowns)} 件（不清楚按最坏算；查清后最好是{t[f'grade.{a.grade.best}']}）：",
        ]
        lines += [f"  {text}" for text in unknown_lines(a)]
    if a.aside:
        lines += ["", "答了但按现有案情不用问的（不计入）："]
        lines += [f"  · {x.ask} {x.shown}" for x in a.aside]
    if a.not_asked:
        lines += ["", f"没有答的 {len(a.not_asked)} 题：", *(f"  · {x.ask}" for x in a.not_asked)]
    if a.duties:
        lines += ["", f"法定职责 {len(a.duties)} 项："]
        lines += [
            f"  {i}. {d.title}：{'☑ 已经办了' if d.done else f'{d.who}，{d.due_words}'}（{refs(d.basis)}）"
            for i, d in enumerate(a.duties, 1)
        ]
    lines += [f"注意：{w}" for w in a.warnings]
    return lines


def act_lines(a: Assessment) -> list[str]:
    """Each act of an operation of several, with its own grades; of one that ended early alone its name."""
    if len(a.acts) < 2:
        return []
    lines = [f"一次行动 {len(a.acts)} 件事，等级取最高的一件："]
    for n, act in enumerate(a.acts, 1):
        before, after = (a.titles[f"grade.{grade}"] for grade in (act.initial, act.residual))
        moved = f"，措施后{after}" if after != before else ""
        lines.append(f"  {n}. {act.title}" + ("" if a.ended_early else f"：{before}{moved}"))
    return lines


def uncounted_lines(a: Assessment, titles: Mapping[str, str] = MappingProxyType({})) -> list[str]:
    """Each planned measure that the residual grade leaves out, with the reason.

    An assessment has no titles of those that treat nothing of it; `titles` are the questionnaire's, where it is at hand.
    """
    offered = {m.id for m in a.measures}
    lines = [f"{m.title}（{m.not_counted}）" for m in a.measures if m.planned and not m.counted]
    return lines + [
        f"{titles.get(m.id, m.id)}（与这次的风险点不对应）" for m in a.planned if m.id not in offered
    ]


@dataclass(frozen=True)
class Part:
    """What a person asks about by name: an item of a judgement, or of each kind one where they share a title."""

    sections: tuple[SectionScore, ...] = ()
    red_lines: tuple[HitRedLine, ...] = ()
    hazards: tuple[FiredHazard, ...] = ()


def part_named(a: Assessment, name: str) -> Part:
    """The section, red line or hazard that is called so by id or title. Raises `InputRefused` where none stands."""
    kinds = (
        {str(s.section): s.title for s in a.sections},
        {r.id: r.title.removesuffix(NOT_KNOWN) for r in a.red_lines},
        {h.id: h.title for h in a.hazards},
    )
    every = {name: title for kind in kinds for name, title in kind.items()}
    wrong = Misnamed(name, "")
    meant: list[str] = []
    for titles in (every, *kinds):
        try:
            meant.append(named(name, titles))
        except Misnamed as error:
            wrong = error if titles is every else wrong
    if not meant:
        remedy = f"本案有的：{listed(every)}。"
        raise InputRefused(wrong.words("红线、风险点或者研判项"), remedy=remedy)
    return Part(
        tuple(s for s in a.sections if s.section in meant),
        tuple(r for r in a.red_lines if r.id in meant),
        tuple(h for h in a.hazards if h.id in meant),
    )


def explain_part(a: Assessment, part: Part) -> list[str]:
    """A part alone: what raised it, how many points, which clause, what treats it."""
    lines, told = [], with_labels(a)
    part = Part(
        part.sections,
        tuple(x for x, was in zip(told.red_lines, a.red_lines, strict=True) if was in part.red_lines),
        tuple(x for x, was in zip(told.hazards, a.hazards, strict=True) if was in part.hazards),
    )
    a = told
    for section in part.sections:
        lines += [_section(a, section)]
        lines += [f"  ■ {r.title}（{r.id}）" for r in a.red_lines if r.section == section.section]
        for hazard in a.hazards:
            lines += _hazard(hazard, a.titles) if hazard.section == section.section else []
    for line in part.red_lines:
        lines += [f"{line.title}（{line.id}）", *_red_line(line)[1:], *_gists(line.basis)]
    for hazard in part.hazards:
        lines += [f"{hazard.title}（{hazard.id}）", *_hazard(hazard, a.titles)[1:], *_gists(hazard.basis)]
        lines += _treatments(a, hazard)
    return lines


def _gists(basis: tuple[Citation, ...]) -> list[str]:
    return [f"    {c.words}：{c.gist}" + ("" if c.in_force else "（研判之日不在施行期内）") for c in basis]


def _treatments(a: Assessment, hazard: FiredHazard) -> list[str]:
    lines = []
    for m in a.measures:
        steps = next((t for t in m.treats if t.hazard == hazard.id), None)
        if steps is None:
            continue
        lowers = f"可能性 {steps.likelihood:+d}，后果 {steps.consequence:+d}"
        done = (
            f"已列入，{m.owner}，{show_deadline(m.deadline)}"
            if m.counted
            else f"已列入，不计入：{m.not_counted}"
            if m.planned
            else "可采取"
        )
        lines.append(f"    措施（{done}）：{m.title}，{lowers}（{refs(m.basis)}）")
    return lines or ["    没有能降低它的措施：要改变方案。"]


def _red_line(line: HitRedLine) -> list[str]:
    lines = [f"  ■ {line.title}（{refs(line.basis)}）", f"    {line.words}"]
    lines += [f"    {text}" for text in _causes(line.causes)]
    return [*lines, f"    {cure_words(line)}"]


def cure_words(line: HitRedLine) -> str:
    """What lifts a red line. That nothing does is said only of what is certain."""
    if line.curable:
        return f"可改正：{line.cure}"
    return NOT_KNOWN_YET if line.by_unknown else "不可改正。"


def _section(a: Assessment, s: SectionScore) -> str:
    before, after = a.titles[f"grade.{s.initial_grade}"], a.titles[f"grade.{s.residual_grade}"]
    if any(line.section == s.section for line in a.red_lines):
        besides = f"；另有风险点 {s.initial} 分，措施后 {s.residual} 分" if s.initial else ""
        return f"{s.title}：{section_words(a, s)}（{before}），措施不能消除{besides}"
    return f"{s.title}：{s.initial} 分（{before}），措施后 {s.residual} 分（{after}）"


def _hazard(h: FiredHazard, titles: dict[str, str]) -> list[str]:
    after = (
        ""
        if h.points == h.residual_points
        else f"，措施后 {h.residual_likelihood} × {h.residual_consequence} = {h.residual_points} 分"
    )
    lines = [
        f"  ▲ {h.title}（{titles[f'section.{h.section}']}，{h.id}）",
        f"    {h.likelihood} × {h.consequence} = {h.points} 分，{titles[f'grade.{h.cell}']}{after}。{h.why}",
        f"    依据：{refs(h.basis)}",
    ]
    return lines + [f"    {text}" for text in _causes(h.causes)]


def _causes(causes: tuple[Cause, ...]) -> list[str]:
    return [f"起因：{c.ask} 答：{c.answer}" if c.question else f"起因：{c.answer}" for c in causes]


def _what_lifts(line: HitRedLine) -> str:
    if line.curable:
        return line.cure
    return NOT_KNOWN_YET if line.by_unknown else "不可改正，不能按此实施"


def unknown_lines(a: Assessment) -> list[str]:
    """Each unknown with what it could change, the most decisive first."""
    lines = []
    for i, u in enumerate(a.unknowns, 1):
        best, worst = a.titles[f"grade.{u.if_best}"], a.titles[f"grade.{u.if_worst}"]
        change = f"{u.best_answer} → {best}；{u.worst_answer} → {worst}"
        if best == worst:
            change = f"单独查清不改变等级，但可少 {u.points} 分" + (
                f"、少 {len(u.red_lines)} 条红线" if u.red_lines else ""
            )
        lines.append(f"{i}. {u.ask}（{change}）")
    return lines


def what_if_words(a: Assessment) -> list[str]:
    """What would change the grade: cures, the smallest set of measures, unknowns to clear up first."""
    t, a = a.titles, with_labels(a)
    lines = [f"现在：初始 {t[f'grade.{a.grade.initial}']}，措施后 {t[f'grade.{a.grade.residual}']}"]
    if a.red_lines:
        lines += ["", "红线要先改正（措施不能消除红线）："]
        lines += [f"  ■ {r.title}：{_what_lifts(r)}" for r in a.red_lines]
        if a.if_cured is not None:
            lines.append(f"  全部改正后预计：{t[f'grade.{a.if_cured}']}")
    lines.append("")
    if a.what_if.possible:
        after = "红线改正后" if a.red_lines else ""
        count, to = len(a.what_if.measures), t[f"grade.{a.what_if.to}"]
        lines.append(f"最少落实下面 {count} 项措施（要有负责的人和来得及的时限），{after}可降到{to}：")
        by_id = {m.id: m for m in a.measures}
        for name in a.what_if.measures:
            # A record that was tampered with may name what is not there.
            if (m := by_id.get(name)) is None:
                continue
            lines += [f"  · {m.title}（{m.id}；{m.who}；{refs(m.basis)}）", f"    {m.how}"]
    else:
        lines.append(a.what_if.why_not)
    if a.unknowns:
        lines += ["", "先弄清这些（最能改变结果的在前）："]
        lines += [f"  {text}" for text in unknown_lines(a)]
    return lines
