"""What every screen has in common: the head with case and progress, the foot with red lines and keys."""

from __future__ import annotations

from collections.abc import Sequence

from yanpan.answers.by_act import act_said
from yanpan.assessment.words import cite
from yanpan.interview.paint import SAID, Line, cells, clip, fill, wrap
from yanpan.interview.session import Session
from yanpan.questionnaire.citing import on_topic
from yanpan.questionnaire.model import QuestionType, Section

BAR = 8
UNSURE = "（因不清楚）"
"""Marks what stands only because something is not known."""


def head(width: int, left: str, right: str = "") -> list[Line]:
    """The first line, `right` at its right edge, and a rule under it."""
    room = width - cells(right) - 4
    return [[("class:head", f" {fill(left, room)}  {right} ")], [("class:dim", " " + "─" * (width - 2))]]


def session_head(width: int, session: Session, case_number: str) -> list[Line]:
    """Case number and action, section with its bar, number of the question and about how many are left."""
    progress = session.progress
    filled = round(BAR * progress.section_done / max(1, progress.section_all))
    bar = "▓" * filled + "░" * (BAR - filled)
    right = f"{progress.section} {bar} 第{progress.number}题 约剩{progress.left}题"
    return head(
        width, f"{case_number} · {action}" if (action := action_words(session)) else case_number, right
    )


def action_words(session: Session) -> str:
    """What act it is, or what kind of action the case facts say it is, in a few characters: 扣车, 强制 拆除."""
    act = act_said(session.form, session.given)
    if act is not None:
        return act.id
    words = []
    for question in session.form.order:
        answer = session.given.get(question.id)
        if (
            question.section is not Section.FACTS
            or not question.nominal
            or question.type is not QuestionType.CHOICE
            or question.acts
        ):
            continue
        if answer is None or question not in session.asked:
            continue
        value = str(answer.value)
        words.append(session.form.option_labels[question.id].get(value, value) if value.isascii() else value)
    # Procedure and setting follow; the first two say what is done.
    return " ".join(words[:2])


def met_rows(width: int, session: Session) -> list[Line]:
    """The live lines: red lines with their clause, then hazards; what only stands because of 不清楚 is marked."""
    met, form = session.met, session.form
    lines = [line for line in form.questionnaire.red_lines if line.id in met.red_lines]
    found = []
    for line in lines:
        refs = on_topic(form, line.basis, session.off_topic)
        basis = f"（{clause(session, refs[-1])}）" if refs else ""
        found.append(line.title + basis + ("" if met.red_lines[line.id] else UNSURE))
    rows = _two_rows("class:danger", f"已触红线 {len(found)}：{'；'.join(found)}", width) if found else []
    hazards = [
        item.title + ("" if met.hazards[item.id] else UNSURE)
        for item in form.questionnaire.hazards
        if item.id in met.hazards
    ]
    if hazards:
        rows.append([("class:warn", f" {clip(f'风险点 {len(hazards)}：' + '；'.join(hazards), width - 3)}")])
    if met.steps:
        titles = "；".join(
            form.preconditions[name].title + ("" if sure else UNSURE) for name, sure in met.steps.items()
        )
        rows.append([("class:dim", f" {clip(f'前置条件 {len(met.steps)}：{titles}', width - 3)}")])
    return rows


def _two_rows(style: str, words: str, width: int) -> list[Line]:
    rows = wrap(words, width - 3)
    if len(rows) > 2:
        rows = [rows[0], clip(rows[1], width - 8) + "…"]
    return [[(style, f" {row}")] for row in rows]


def clause(session: Session, ref: str) -> str:
    """A citation in words. Whether it is in force is the judgement's business, not the live line's."""
    from datetime import date

    return cite(session.form, (ref,), date(2000, 1, 1))[0].words


def foot(width: int, rows: Sequence[Line], message: str, keys: Sequence[str]) -> list[Line]:
    """Rows, a message for the person, and the keys of this screen."""
    lines: list[Line] = [[("", "")], *rows]
    lines += [[(SAID, f" {row}")] for row in wrap(message, width - 3)] if message else []
    row = ""
    for key in keys:
        if row and cells(row) + cells(key) + 2 > width - 1:
            lines.append([("class:keys", row)])
            row = ""
        row += f" {key}"
    return [*lines, [("class:keys", row)]]
