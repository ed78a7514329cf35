"""Answers that contradict each other, told before the result: put one right, or write how both can be so (law 9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yanpan.answers import WrongValue
from yanpan.answers.by_act import asked_for
from yanpan.answers.check import says_something
from yanpan.assessment.words import show_answer
from yanpan.interview.desk import Desk
from yanpan.interview.extras import needed
from yanpan.interview.frame import foot, head
from yanpan.interview.item import Item
from yanpan.interview.line import LinePage
from yanpan.interview.listing import ListPage, command, digit
from yanpan.interview.paint import Body, Picture, compose
from yanpan.interview.session import Session
from yanpan.questionnaire.model import Contradiction

_EXPLAIN, _REMOVE = "", "-"
"""The values of the rows that stand for no question."""


@dataclass(frozen=True)
class Settled:
    """`question` to look at again; `explain` to write how both are so, `remove` to take that back; none to go back."""

    question: str = ""
    explain: bool = False
    remove: bool = False


@dataclass(frozen=True)
class Looked:
    """Which one to look at; none to go back."""

    told: Contradiction | None = None


class ContradictionPage(ListPage):
    """One contradiction with the answers that it is between. Nothing is chosen by looking at it."""

    plain = "打序号；< 回检查；q 存下再走"

    def __init__(self, session: Session, told: Contradiction, case_number: str) -> None:
        self.session, self.told, self.case_number, self.message = session, told, case_number, ""
        self.explained = session.explained.get(told.id, "")
        self.sure = False

    def items(self) -> Sequence[Item]:
        session = self.session
        asked = {question.id for question in session.asked}
        names = (asked_for(session.form, session.given, name) for name in self.told.questions)
        questions = [session.form.questions[name] for name in dict.fromkeys(names) if name in asked]
        rows = [
            Item(
                q.id, f"改这一题：{q.ask}（现在答：{show_answer(session.form, q, session.given.get(q.id))}）"
            )
            for q in questions
        ]
        if self.explained:
            return [*rows, Item(_EXPLAIN, "都没有答错：改写明的话"), Item(_REMOVE, "删去写明的话")]
        return [*rows, Item(_EXPLAIN, "都没有答错：写明怎样都对，印在文书首页")]

    def paint(self, width: int, height: int | None) -> Picture:
        body = Body()
        body.block("class:warn", f"有两个回答对不上：{self.told.words}。", width)
        if self.explained:
            body.block("class:given", f"已经写明：{self.explained}", width, indent=3)
        elif self.session.ended_early:
            body.block("class:dim", "核对一下。提前结束的不必说明，文书照印。", width, indent=3)
        else:
            body.block("class:dim", "核对一下。没有改正、也没有写明怎样都对的，谁也不能签。", width, indent=3)
        body.add("")
        for number, (item, here) in enumerate(self.shown(), 1):
            if here:
                body.focus = len(body.lines)
            top = len(body.lines)
            body.block(
                "class:chosen" if here else "", item.title, width, first=f"{'›' if here else ' '} {number} "
            )
            body.row(number, top)
        keys = ["数字或↑↓+回车 选", "←回检查", "Ctrl-C存下再走"]
        picture = compose(
            height, head(width, f"{self.case_number} · 回答对不上"), body, foot(width, [], self.message, keys)
        )
        return self.seen(picture)

    def press(self, key: str, typed: str) -> Settled | None:
        name = command(key, typed)
        sure, self.sure, self.message = self.sure, False, ""
        if name == "y" and sure:
            # The key that asks is not the one that does it: a key held down would be both.
            return Settled(remove=True)
        if self.move(name):
            return None
        if name in ("left", "b", "escape"):
            return Settled()
        found = self.picked_by(name) if digit(name) else self.pointed() if name == "enter" else None
        if found is not None and found.value == _REMOVE:
            self.sure, self.message = True, "删去写明的话？要删按 y，按别的键不删。"
            return None
        if found is not None:
            return Settled(str(found.value), explain=found.value == _EXPLAIN)
        if name == "enter":
            self.message = "还没有选：按数字，或者用↑↓选好再回车。"
        return None


def _explanation(text: str) -> str:
    """Raises `WrongValue` for what the paper could not be signed with."""
    if not says_something(needed(text)):
        raise WrongValue("这还不是说明", "写清两个回答怎样都对，至少六个字，不写套话。")
    return text.strip()


async def settle(desk: Desk, told: Contradiction, case_number: str) -> str | None:
    """Ask what is to be done about one contradiction: the question to put right, empty where it was explained.

    None when the person went back to the review, or took back what explained it.
    """
    while True:
        done = await desk.show(ContradictionPage(desk.session, told, case_number))
        if done.question:
            return done.question
        if done.remove:
            desk.save(desk.session.unexplain(told.id))
        if not done.explain:
            return None
        had, before = desk.session.explained.get(told.id, ""), desk.session.laid_by(told.id)
        help_ = "写清两个回答怎样都对。印在文书首页。"
        if before and not had:
            help_ += "下面是回答改动以前写的：还对的按 Tab 照用。"
        page = LinePage(
            "回答对不上", told.words, help=help_, check=_explanation, text=had or before, suggested=not had
        )
        words = await desk.line(f"explain:{told.id}", page)
        if words is not None:
            desk.save(desk.forget(f"explain:{told.id}").explain(told.id, words))
            return ""


class ContradictionsPage(ListPage):
    """All contradictions of the case, each with what explains it: one is looked at."""

    plain = "打序号；< 回检查；q 存下再走"

    def __init__(self, session: Session, case_number: str) -> None:
        self.session, self.case_number, self.message = session, case_number, ""

    def items(self) -> Sequence[Item]:
        explained = self.session.explained
        return [
            Item(c, f"{c.words}（{'写明：' + explained[c.id] if c.id in explained else '还没有写明'}）")
            for c in self.session.contradictions
        ]

    def paint(self, width: int, height: int | None) -> Picture:
        body = self.listed("对不上的回答", width)
        keys = ["数字或↑↓+回车 选", "←回检查", "Ctrl-C存下再走"]
        picture = compose(
            height, head(width, f"{self.case_number} · 回答对不上"), body, foot(width, [], self.message, keys)
        )
        return self.seen(picture)

    def press(self, key: str, typed: str) -> Looked | None:
        name = command(key, typed)
        self.message = ""
        if self.move(name):
            return None
        if name in ("left", "b", "escape"):
            return Looked()
        found = self.picked_by(name) if digit(name) else self.pointed() if name == "enter" else None
        if found is not None:
            return Looked(found.value)
        if name == "enter":
            self.message = "还没有选：按数字，或者用↑↓选好再回车。"
        return None


async def look_through(desk: Desk, case_number: str) -> str:
    """Look at the contradictions there are, straight at the only one; the question to put right, if any."""
    while told := desk.session.contradictions:
        if len(told) == 1:
            return await settle(desk, told[0], case_number) or ""
        looked = await desk.show(ContradictionsPage(desk.session, case_number))
        if looked.told is None:
            return ""
        if question := await settle(desk, looked.told, case_number):
            return question
    return ""
