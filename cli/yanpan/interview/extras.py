"""Note and evidence of a question, and the checks of lines that are written beside the questions."""

from __future__ import annotations

from yanpan.answers import WrongValue
from yanpan.answers.budget import MAX_EVIDENCE, MAX_LINE, check_length, check_titles
from yanpan.interview.desk import Desk
from yanpan.interview.line import LinePage
from yanpan.questionnaire.model import MAX_TEXT, Question


async def ask_note(desk: Desk, question: Question) -> None:
    """A note on a question."""
    name = f"note:{question.id}"
    help_ = "写一句备注，印在文书附录里。清空再回车就是删去备注。"
    page = LinePage("备注", question.ask, help=help_, text=desk.session.remark(question.id).note, check=short)
    text = await desk.line(name, page)
    if text is not None:
        evidence = desk.session.remark(question.id).evidence
        desk.save(desk.session.hold(name, "").note(question.id, text, evidence))


async def ask_evidence(desk: Desk, question: Question) -> None:
    """Evidence references on a question, several divided by ；."""
    name = f"evidence:{question.id}"
    help_ = "写证据的名称或者编号，如 现场笔录1、照片03。几份用；隔开，清空再回车就是删去。"
    had = "；".join(desk.session.remark(question.id).evidence)
    page = LinePage("证据", question.ask, help=help_, text=had, check=_evidence_line)
    text = await desk.line(name, page)
    if text is not None:
        note = desk.session.remark(question.id).note
        desk.save(desk.session.hold(name, "").note(question.id, note, _evidence(text)))


def short(text: str) -> str:
    """A text that may be empty."""
    check_length(text.strip(), "这里", MAX_TEXT)
    return text.strip()


def needed(text: str) -> str:
    """A text that may not."""
    if not text.strip():
        raise WrongValue("还没有写", "写上再回车，或者按 Esc 不写了。")
    return short(text)


def named(text: str) -> str:
    """A person or post: one line, and not empty."""
    check_length(text.strip(), "名字", MAX_LINE)
    return needed(text)


def _evidence(text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in text.replace(";", "；").split("；"))
    return tuple(part for part in parts if part)


def _evidence_line(text: str) -> str:
    check_titles(_evidence(text), "证据", MAX_EVIDENCE)
    return text.strip()
