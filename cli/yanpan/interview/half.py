"""What was begun and left without Enter: one list of all of it, for the review and for whoever completes the case.

Everything that a draft holds as typed is named here, also what is not known by this: it would be thrown away with the draft.
"""

from __future__ import annotations

from collections.abc import Collection

from yanpan.interview.paint import clip
from yanpan.interview.planning import TICKS
from yanpan.interview.raising import RAISE
from yanpan.interview.session import BESIDE, SAID, WORDS, Session
from yanpan.interview.statements import STATEMENT
from yanpan.questionnaire.model import Question, QuestionType

_MEASURES = "措施还没有定完"
_BESIDES = {TICKS: (_MEASURES, "m"), "owner:": (_MEASURES, "m"), "due:": (_MEASURES, "m"),
            RAISE: ("调高等级只写了一半", "g"), STATEMENT: ("陈述申辩只写了一半", "s"),
            "explain:": ("对不上的回答只说明了一半", "c")}  # fmt: skip
_REMARKS = {"note:": ("备注", "n"), "evidence:": ("证据", "e")}
_SHOWN = 40


def half_written(session: Session, *, measures: bool = True, but: Collection[str] = ()) -> tuple[str, ...]:
    """Each in words, with the key that goes on with it where there is one.

    `measures`: they can be chosen now. `but`: names of what is on the next page anyway.
    """
    found = []
    for name, text in session.typed.items():
        if name.startswith(BESIDE) or name in but:
            # What is beside a number is in its note already.
            continue
        words = _beside(session, name, measures=measures) or _of_question(session, name, text)
        found.append(words or f"写了一半的{_quoted(text)}")
    return tuple(dict.fromkeys(found))


def _beside(session: Session, name: str, *, measures: bool) -> str:
    for start, (words, key) in _BESIDES.items():
        if name.startswith(start):
            can = measures if key == "m" else bool(session.contradictions) if key == "c" else True
            if key == "m" and not can and not (session.finished or session.ended_early):
                return f"{words}：题答完以后接着定"
            return f"{words}：按 {key} 接着写" if can else f"{words}，现在用不着了"
    return ""


def _of_question(session: Session, name: str, text: str) -> str:
    """Text, ticks, note or evidence of a question, with what was typed: it tells which of two answers was meant."""
    start = next((start for start in (*_REMARKS, WORDS) if name.startswith(start)), "")
    name = name.removeprefix(start)
    question = session.form.questions.get(name)
    if question is None:
        sheet = session.form.screens.get(name)
        return f"{_quoted(sheet.question.ask)}{_typed(sheet.question, text)}，没有定" if sheet else ""
    remark, key = _REMARKS.get(start, ("", ""))
    what = f"的{remark}写了{_quoted(text)}" if remark else _typed(question, text.removeprefix(SAID))
    words = f"{_quoted(question.ask)}{what}，没有定"
    if question not in (*session.asked, *session.aside):
        return f"{words}，现在不用问"
    if remark:
        return f"{words}：选这一题，按 {key} 接着写"
    return f"{words}，现在不用问" if question in session.aside else f"{words}：改这一题，接着写"


def _typed(question: Question, text: str) -> str:
    if question.type is not QuestionType.CHOICES:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        return f"写了{_quoted('；'.join(lines))}" if lines else "清空了"
    labels = {option.value: option.label for option in question.options}
    ticked = [labels[value] for value in text.split("；") if value in labels]
    return f"勾了{_quoted('；'.join(ticked))}" if ticked else "改成一项也没有勾"


def _quoted(text: str) -> str:
    return f"“{clip(text, _SHOWN)}”"
