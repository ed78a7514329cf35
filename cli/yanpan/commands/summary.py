"""The second screen: grade, why, what to do first, what to find out first, what the law now wants and by when."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from yanpan.assessment.act_labels import with_labels
from yanpan.assessment.explain import (
    act_lines,
    early_words,
    note_lines,
    nothing_decides,
    refs,
    section_words,
    uncounted_lines,
)
from yanpan.assessment.model import Assessment, DutyDue
from yanpan.assessment.note import followed
from yanpan.assessment.steps import first_step
from yanpan.assessment.words import show_moment
from yanpan.inert import Shown, inert
from yanpan.interview.paint import cells, wrap

_COLOURS = {"low": "1;32", "medium": "1;33", "high": "1;31", "prohibited": "1;97;41"}
_CIRCLED = "①②③④⑤"
_URGENT = ("at_once", "within_hours")
_LEFT_OUT = 3
"""How many measures that do not count are named; the paper names all."""
_LABEL = 12
"""Columns of the labels on the left."""

Row = tuple[str, str, str]
"""Label, text, and the grade whose name opens the text (or empty)."""


def coloured() -> bool:
    """Whether standard output is a terminal that wants colour (no-color.org)."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def summary_lines(a: Assessment, *, colour: bool, width: int = 0) -> list[str]:
    """The result as the officer reads it, at most about twenty lines, wrapped under its labels."""
    width = width or min(120, shutil.get_terminal_size().columns)
    return [line for row in _rows(a) for line in _wrapped(row, a, width, colour=colour)]


def state_lines(rows: Iterable[tuple[str, str]], a: Assessment, *, colour: bool) -> list[str]:
    """More rows (label, text) under the summary, set as it is."""
    width = min(120, shutil.get_terminal_size().columns)
    return [line for label, text in rows for line in _wrapped((label, text, ""), a, width, colour=colour)]


def _wrapped(row: Row, a: Assessment, width: int, *, colour: bool) -> Iterator[str]:
    label, text, grade = row
    # Inert before it is wrapped: what is spelled takes more columns.
    name = inert(a.titles[f"grade.{grade}"]) if grade else ""
    lines = wrap(f"{name}    {inert(text)}".strip() if name else inert(text), max(20, width - _LABEL))
    for i, line in enumerate(lines):
        margin = label + " " * (_LABEL - cells(label)) if i == 0 else " " * _LABEL
        if i == 0 and name and colour:
            yield Shown.painted([("", margin), (_COLOURS[grade], name), ("", line[len(name) :])])
        else:
            yield margin + line


def _rows(a: Assessment) -> Iterator[Row]:
    a = with_labels(a)
    yield "案号", a.case_number, ""
    for i, words in enumerate(act_lines(a)[1:]):
        yield "" if i else "一起做的", words.strip(), ""
    for item in a.unexplained:
        yield "回答矛盾", f"{item.words}。改正一题，或者写明怎样都对，才能签署。", ""
    yield "初始等级", _why(a), a.grade.initial
    yield "措施后", _after(a), a.grade.residual
    if a.ended_early:
        yield "提前结束", early_words(a), ""
    elif left_out := uncounted_lines(a):
        more = "等，全部见文书“防范化解措施”" if len(left_out) > _LEFT_OUT else ""
        yield "没有计入", f"{len(left_out)} 项措施没有计入：{'；'.join(left_out[:_LEFT_OUT])}{more}", ""
    if not a.ended_early:
        yield "得分", " · ".join(f"{s.title} {section_words(a, s)}" for s in a.sections), ""
    yield "结论", a.conclusion.words, ""
    for i, step in enumerate(a.preconditions):
        soonest = f"；最早 {show_moment(step.earliest.date())} 才能实施" if step.earliest else ""
        yield "" if i else "前置条件", f"{step.before_words}：{step.title}{soonest}（{refs(step.basis)}）", ""
    for i, fact in enumerate(followed(a)):
        yield "" if i else "数额、期限", f"{fact.title}：{fact.shown}（{refs(fact.basis)}）", ""
    for i, told in enumerate(note_lines(a)):
        yield "" if i else "说明", told, ""
    for i, words in enumerate(_other_steps(a)):
        yield "" if i else "先做这几件", f"{_CIRCLED[i]} {words}", ""
    if a.conclusion.find_out_first:
        yield "先弄清", a.conclusion.find_out_first, ""
    yield from _duties(a.duties)
    for item in a.contradictions:
        if item.explained:
            yield "矛盾已说明", f"{item.words}——{item.explained}", ""
    if a.missing and not a.signable:
        yield "没有答", f"{len(a.missing)} 道必答题没有答，按最坏情况判，不能签署。", ""
    for warning in a.warnings:
        yield "注意", warning, ""


def _other_steps(a: Assessment) -> tuple[str, ...]:
    """The first steps without the preconditions, which stand above them."""
    told = {first_step(step) for step in a.preconditions}
    return tuple(step for step in a.conclusion.first_steps if step not in told)


def _why(a: Assessment) -> str:
    if not a.rules:
        return nothing_decides(a)
    rule = a.rules[0]
    kind = {"red_line": "红线：", "hazard": "风险点：", "escalator": "升级："}.get(rule.kind, "")
    more = f"（共 {len(a.red_lines)} 条红线）" if len(a.red_lines) > 1 else ""
    return f"{kind}{rule.title}{more} · {refs(rule.basis)}"


def _after(a: Assessment) -> str:
    if a.ended_early:
        return "红线不因措施消除；改变方案以后是什么等级，题没有答完，不作预计。"
    if a.red_lines:
        return "红线不因措施消除。" + _after_cure(a)
    count = sum(m.counted for m in a.measures)
    if count:
        return f"已列 {count} 项有责任人、有时限的措施。"
    if a.planned:
        return "列入的措施都没有计入。"
    return "" if a.grade.residual == "low" else "还没有列入有责任人、有时限的措施。"


def _after_cure(a: Assessment) -> str:
    if a.if_cured is None:
        if any(not line.curable and not line.by_unknown for line in a.red_lines):
            return "有红线不可改正，不能按此实施。"
        return "有的红线还没有查清，先查清再看能不能改正。"
    words = f"改正后预计{a.titles[f'grade.{a.if_cured}']}"
    if a.if_cured_and_measures is not None and a.if_cured_and_measures != a.if_cured:
        words += f"，再落实措施可到{a.titles[f'grade.{a.if_cured_and_measures}']}"
    return words + "；改正后重新研判。"


def _duties(duties: tuple[DutyDue, ...]) -> Iterator[Row]:
    left = [d for d in duties if not d.done]
    urgent = [d for d in left if d.due_kind in _URGENT]
    for i, d in enumerate(urgent):
        yield "" if i else "现在的义务", f"{d.title}：{d.due_words}（{refs(d.basis)}）", ""
    if len(left) > len(urgent):
        yield "其他职责", f"{len(left) - len(urgent)} 项，见文书“法定职责和时限”", ""
    if done := [d.title for d in duties if d.done]:
        yield "已经办了", f"☑ {'；'.join(done)}", ""


def paper_line(paper: Path | None, signer: str) -> str:
    """Where the paper is and who signed it. Never wrapped: the path can be copied whole."""
    if paper is None:
        return "文书        未出（--no-pdf）"
    state = f"已由 {signer} 签署" if signer else "未签署：打印后手签，或者 yanpan sign"
    return Shown.rows([f"文书        {paper}", f"            {state}"])
