"""The second screen: grade, why, what to do first, what to find out first, what the law now wants and by when."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from yanpan.assessment.explain import refs
from yanpan.assessment.model import Assessment, DutyDue

_COLOURS = {"low": "32", "medium": "33", "high": "31", "prohibited": "97;41"}
_CIRCLED = "①②③④⑤"
_URGENT = ("at_once", "within_hours")


def coloured() -> bool:
    """Whether standard output is a terminal that wants colour (no-color.org)."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def paint(text: str, grade: str, *, colour: bool) -> str:
    return f"\x1b[1;{_COLOURS[grade]}m{text}\x1b[0m" if colour else text


def summary_lines(a: Assessment, *, colour: bool) -> list[str]:
    """The result as the officer reads it, at most about twenty lines."""
    t, g = a.titles, a.grade
    name = f"{t[f'grade.{g.initial}']}"
    lines = [
        f"案号        {a.case_number}",
        f"初始等级    {paint(name, g.initial, colour=colour)}    {_why(a)}",
    ]
    residual = t[f"grade.{g.residual}"]
    if a.red_lines:
        after = "红线不因措施消除。" + _after_cure(a)
    elif any(m.counted for m in a.measures):
        after = f"已列 {sum(m.counted for m in a.measures)} 项有责任人、有时限的措施。"
    elif g.residual == "low":
        after = ""
    else:
        after = "还没有列入有责任人、有时限的措施。"
    lines.append(f"措施后      {paint(residual, g.residual, colour=colour)}    {after}".rstrip())
    lines.append("得分        " + " · ".join(f"{s.title} {s.initial}" for s in a.sections))
    lines.append(f"结论        {a.conclusion.words}")
    if a.conclusion.first_steps:
        lines.append("先做这几件")
        lines += [f"  {_CIRCLED[i]} {step}" for i, step in enumerate(a.conclusion.first_steps)]
    if a.conclusion.find_out_first:
        lines += ["先弄清这一件", f"  {a.conclusion.find_out_first}"]
    lines += _duties(a.duties)
    if a.missing:
        lines.append(f"还有 {len(a.missing)} 道必答题没有答，按最坏情况判，不能签署。")
    lines += [f"注意        {w}" for w in a.warnings]
    return lines


def _why(a: Assessment) -> str:
    if not a.rules:
        return "没有触发任何风险点和红线"
    rule = a.rules[0]
    kind = {"red_line": "红线：", "hazard": "风险点：", "escalator": "升级：", "section": "", "person": ""}[
        rule.kind
    ]
    more = f"（共 {len(a.red_lines)} 条红线）" if len(a.red_lines) > 1 else ""
    return f"{kind}{rule.title}{more} · {refs(rule.basis)}"


def _after_cure(a: Assessment) -> str:
    if a.if_cured is None:
        return "有红线不可改正，不能按此实施。"
    words = f"改正后预计{a.titles[f'grade.{a.if_cured}']}"
    if a.if_cured_and_measures is not None and a.if_cured_and_measures != a.if_cured:
        words += f"，再落实措施可到{a.titles[f'grade.{a.if_cured_and_measures}']}"
    return words + "；改正后重新研判。"


def _duties(duties: tuple[DutyDue, ...]) -> list[str]:
    urgent = [d for d in duties if d.due_kind in _URGENT]
    lines = ["现在的义务"] if urgent else []
    lines += [f"  {d.title}：{d.due_words}（{refs(d.basis)}）" for d in urgent]
    others = len(duties) - len(urgent)
    if others:
        lines.append(f"其他职责    {others} 项，见文书“法定职责清单”（yanpan explain 可查）")
    return lines


def paper_line(paper: Path | None, signer: str) -> str:
    """Where the paper is and who signed it."""
    if paper is None:
        return "文书        未出（--no-pdf）"
    return f"文书        {paper}  " + (
        f"已由 {signer} 签署" if signer else "未签署（可打印后手签，或者 yanpan sign）"
    )
