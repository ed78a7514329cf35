"""The part all question screens share: head, question, help, note and evidence, foot; and what a screen answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from yanpan.answers.model import Value
from yanpan.interview.frame import clause, foot, head, met_rows, session_head
from yanpan.interview.paint import Body, Picture, compose
from yanpan.interview.session import Session
from yanpan.questionnaire.citing import on_topic
from yanpan.questionnaire.model import Question

Clock = Callable[[], datetime]
"""What time it is. A page may stay open over midnight."""


@dataclass(frozen=True)
class Act:
    """What the person did on a question screen. `value` and `said` go with `answer`."""

    name: Literal["answer", "skip", "back", "forward", "basis", "note", "evidence", "review", "end"] | str
    value: Value = ""
    said: str = ""


class QuestionPage(ABC):
    """A question on screen. Subclasses paint the answer part and take the keys."""

    def __init__(self, session: Session, question: Question, case_number: str, now: Clock) -> None:
        self.session = session
        self.question = question
        self.case_number = case_number
        self.clock = now
        self.message = ""
        self.told: Callable[[], None] = lambda: None
        """Called when what stands here may have changed without an answer: it is to be kept."""

    @property
    def now(self) -> datetime:
        return self.clock()

    def update(self, session: Session) -> None:
        """Take over a session changed on another page (a note), keeping what is typed or ticked here."""
        self.session = session

    def say(self, words: str) -> Act | None:
        """Put a message under the answer and stay on the page."""
        self.message = words
        self.told()
        return None

    def paint(self, width: int, height: int | None) -> Picture:
        body = Body()
        body.block("class:question", self.question.ask, width)
        if self.question.help:
            body.block("class:dim", self.question.help, width, indent=3)
        body.add("")
        before = len(body.lines)
        self.rows_into(body, width)
        body.focus = max(body.focus, before)
        remark = self.session.remark(self.question.id)
        if remark.note or remark.evidence:
            body.add("")
        if remark.note:
            body.block("class:given", remark.note, width, first="备注：")
        if remark.evidence:
            body.block("class:given", "；".join(remark.evidence), width, first="证据：")
        return compose(
            height,
            session_head(width, self.session, self.case_number),
            body,
            foot(width, met_rows(width, self.session), self.message, self.keys()),
        )

    def end(self) -> Act | None:
        """Leave the rest unasked; only where a red line is certain already (law 6)."""
        if self.session.may_end:
            return Act("end")
        return self.say("还没有由答案确定的红线，不能到此为止：把剩下的题答完。")

    @abstractmethod
    def rows_into(self, body: Body, width: int) -> None: ...

    @abstractmethod
    def keys(self) -> list[str]: ...

    @abstractmethod
    def press(self, key: str, typed: str) -> Act | None: ...

    def common_keys(self) -> list[str]:
        unknown = ["u不清楚"] if self.question.unknown else []
        end = ["x到此为止"] if self.session.may_end else []
        return [*unknown, "←上一题", "?依据", "n备注", "e证据", "r检查", *end, "Ctrl-C存下再走"]


class BasisPage:
    """The clauses behind a question, with their gist. Any key goes back."""

    def __init__(self, session: Session, question: Question) -> None:
        self.session = session
        self.question = question
        self.top = 0

    def paint(self, width: int, height: int | None) -> Picture:
        body = Body()
        body.block("class:question", self.question.ask, width)
        if self.question.help:
            body.block("class:dim", self.question.help, width, indent=3)
        heading = ""
        for ref in on_topic(self.session.form, self.question.basis, self.session.off_topic):
            source_id, _, provision = ref.partition(":")
            source = self.session.form.sources[source_id]
            if source_id != heading:
                heading = source_id
                body.add("")
                body.block(
                    "class:given", f"《{source.title}》{source.number and f'（{source.number}）'}", width
                )
            gist = source.provisions.get(provision, source.note) or "整体引用，没有登记条文要点"
            body.block("", gist, width, indent=3, first=f"{clause(self.session, ref)}：" if provision else "")
        if not self.question.basis:
            body.add("")
            body.block("", "这一题是案件事实，没有专门的条文。", width)
        room = height - 4 if height else len(body.lines)
        self.top = max(0, min(self.top, len(body.lines) - room))
        body.focus = self.top + room - 3 if self.top else 0
        return compose(
            height,
            head(width, "依据", "按任意键回到题目"),
            body,
            foot(width, [], "", ["↑↓翻看", "其他键回到题目"]),
        )

    def press(self, key: str, typed: str) -> Act | None:  # noqa: ARG002 — one shape for all pages
        step = {"up": -1, "down": 1, "pageup": -8, "pagedown": 8}.get(key)
        if step is None:
            return Act("back")
        self.top += step
        return None
