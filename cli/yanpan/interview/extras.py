"""What goes with the answers: note, evidence, measures with owner and deadline, statements of the party."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Literal

from yanpan.answers import WrongValue
from yanpan.answers.budget import MAX_EVIDENCE, MAX_LINE, check_length, check_titles
from yanpan.answers.model import Person, PlannedMeasure, RaisedGrade, Statement
from yanpan.answers.moments import read_deadline
from yanpan.assessment import Assessment, owner_lacks
from yanpan.assessment.model import OfferedMeasure
from yanpan.errors import Interrupted
from yanpan.interview.line import LinePage, Typed
from yanpan.interview.lists import MeasuresPage
from yanpan.interview.pages import Screen
from yanpan.interview.session import Session
from yanpan.questionnaire.model import MAX_TEXT, Question, QuestionType

_DUE = {"before_action": "实施前", "on_scene": "实施时", "after_action": "实施后"}
_GRADES: dict[str, Literal["medium", "high", "prohibited"]] = {
    "1": "medium", "中风险": "medium", "2": "high", "高风险": "high", "3": "prohibited", "不得实施": "prohibited",
}  # fmt: skip
_ADOPTED: dict[str, Literal["yes", "no", "partly"]] = {
    "1": "yes", "采纳": "yes", "2": "no", "不采纳": "no", "3": "partly", "部分采纳": "partly",
}  # fmt: skip


async def ask_note(screen: Screen, session: Session, question: Question) -> Session:
    """A note on a question; the session itself when the person went back."""
    remark = session.remark(question.id)
    page = LinePage(
        "备注",
        question.ask,
        help="写一句备注，印在文书附录里。清空再回车就是删去备注。",
        text=remark.note,
        check=_short,
        typed=session.typed.get(f"note:{question.id}", ""),
    )
    typed = await _kept(screen, page, session, f"note:{question.id}")
    if typed.text is None:
        return session.hold(f"note:{question.id}", page.held())
    return session.hold(f"note:{question.id}", "").note(question.id, typed.text, remark.evidence)


async def ask_evidence(screen: Screen, session: Session, question: Question) -> Session:
    """Evidence references on a question, several divided by ；."""
    remark = session.remark(question.id)
    page = LinePage(
        "证据", question.ask, help="写证据的名称或者编号，如 现场笔录1、照片03。几份用；隔开，清空再回车就是删去。",
        text="；".join(remark.evidence), check=_evidence_line, typed=session.typed.get(f"evidence:{question.id}", ""),
    )  # fmt: skip
    typed = await _kept(screen, page, session, f"evidence:{question.id}")
    if typed.text is None:
        return session.hold(f"evidence:{question.id}", page.held())
    return session.hold(f"evidence:{question.id}", "").note(question.id, remark.note, _evidence(typed.text))


class Left(Exception):
    """The person left while writing beside a question; `session` holds what stood there."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session


async def _kept(screen: Screen, page: LinePage, session: Session, name: str) -> Typed:
    """Show a page. Raises `Left` when the person leaves the whole interview from there."""
    try:
        typed: Typed = await screen.show(page)
    except Interrupted as stop:
        raise Left(session.hold(name, page.held())) from stop
    return typed


async def ask_measures(
    screen: Screen, session: Session, assessment: Assessment, case_number: str, now: datetime
) -> Session:
    """Measures to take, then owner and deadline of each; the session itself when the person went back."""
    planned = {measure.id: measure for measure in session.measures}
    chosen = (await screen.show(MeasuresPage(assessment, tuple(planned), case_number))).measures
    if chosen is None:
        return session
    offered = {measure.id: measure for measure in assessment.measures}
    owner = ""
    for i, name in enumerate(chosen, 1):
        have = planned.get(name)
        if have and not offered[name].not_counted:
            continue
        title = f"措施 {i}/{len(chosen)}"
        made = await _plan(screen, offered[name], title, owner or _owner(session, offered[name]), now)
        if made is None:
            planned.pop(name, None)
            continue
        planned[name] = made
    return replace(session, measures=tuple(planned[name] for name in chosen if name in planned))


async def _plan(
    screen: Screen, measure: OfferedMeasure, title: str, owner: str, now: datetime
) -> PlannedMeasure | None:
    leave = "Esc 不要这一项"
    who = await screen.show(
        LinePage(
            title,
            f"{measure.title}：由谁负责？",
            help=measure.how,
            text=owner,
            check=_person,
            cancel=leave,
            suggested=True,
        )
    )
    if who.text is None:
        return None
    due = await screen.show(
        LinePage(
            title, f"{measure.title}：什么时候落实？", help="实施前、实施时、实施后，或者一个日期：明天上午9点、11月25日。",
            text=_DUE[measure.by], check=lambda text: read_deadline(_needed(text), now),
            echo=lambda text: f"= {read_deadline(text, now)}", cancel=leave, suggested=True,
        )
    )  # fmt: skip
    return None if due.text is None else PlannedMeasure(id=measure.id, owner=who.text, deadline=due.text)


def _owner(session: Session, measure: OfferedMeasure) -> str:
    """The officers by name where the measure is theirs; a post answers for nothing."""
    if measure.who != "执法人员":
        return ""
    for question in session.asked:
        answer = session.given.get(question.id)
        if question.type is QuestionType.PEOPLE and answer and isinstance(answer.value, tuple):
            return "、".join(p.name for p in answer.value if isinstance(p, Person))
    return ""


async def ask_statement(screen: Screen, session: Session) -> Session:
    """陈述申辩: who, what, adopted or not and why."""
    said: list[str] = []
    for ask, help_, check in (
        ("谁提出的？", "当事人、利害关系人的姓名或者单位。", _name),
        ("提出了什么意见？", "写要点。", _needed),
        ("采纳了吗？", "1 采纳　2 不采纳　3 部分采纳", _adopted),
        ("理由是什么？", "采纳的也可以空着。", _short),
    ):
        typed = await screen.show(LinePage("陈述申辩", ask, help=help_, check=check))
        if typed.text is None:
            return session
        said.append(typed.text)
    who, words, adopted, why = said
    made = Statement(who=who, said=words, adopted=_ADOPTED[adopted], why=why)
    return replace(session, statements=(*session.statements, made))


async def ask_raise(screen: Screen, session: Session) -> Session:
    """Raise the grade above the computed one, with name and reason; an empty grade takes an earlier raise back.

    Lowering is not offered: only a higher signer may (law 9).
    """
    said: list[str] = []
    for ask, help_, check in (
        (
            "调高到哪一级？",
            "1 中风险　2 高风险　3 不得实施；清空再回车就是不调了。只能调高，不能调低。",
            _grade,
        ),
        ("谁决定调高？", "姓名、职务。", _name),
        ("理由是什么？", "写明题目里没有反映的情况。", _needed),
    ):
        typed = await screen.show(LinePage("调高等级", ask, help=help_, check=check))
        if typed.text is None:
            return session
        if not said and not typed.text:
            return replace(session, raised=None)
        said.append(typed.text)
    grade, by, reason = said
    return replace(session, raised=RaisedGrade(grade=_GRADES[grade], by=by, reason=reason))


def _grade(text: str) -> str:
    if text.strip() and text.strip() not in _GRADES:
        raise WrongValue("写 1、2 或者 3", "1 中风险，2 高风险，3 不得实施。")
    return text.strip()


def _short(text: str) -> str:
    check_length(text.strip(), "这里", MAX_TEXT)
    return text.strip()


def _needed(text: str) -> str:
    if not text.strip():
        raise WrongValue("还没有写", "写上再回车，或者按 Esc 不写了。")
    return _short(text)


def _name(text: str) -> str:
    """A person or post: one line, and not empty."""
    check_length(text.strip(), "名字", MAX_LINE)
    return _needed(text)


def _person(text: str) -> str:
    """Who answers for a measure: somebody by name, else it does not count."""
    name = _name(text)
    if lacks := owner_lacks(name):
        raise WrongValue(lacks, "写姓名，例如 张三；定不下来的，按 Esc 不要这一项。")
    return name


def _evidence(text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in text.replace(";", "；").split("；"))
    return tuple(part for part in parts if part)


def _evidence_line(text: str) -> str:
    check_titles(_evidence(text), "证据", MAX_EVIDENCE)
    return text.strip()


def _adopted(text: str) -> str:
    words = text.strip()
    if words not in _ADOPTED:
        raise WrongValue("没有看懂", "打 1、2 或者 3。")
    return words
