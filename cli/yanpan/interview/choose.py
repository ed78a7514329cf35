"""Screens of choice and choices questions: a digit or Enter picks, space ticks."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from yanpan.answers.model import UNKNOWN
from yanpan.interview.paint import Body
from yanpan.interview.question import Act, QuestionPage
from yanpan.interview.session import Session
from yanpan.questionnaire.model import Question, QuestionType

_KEYS = {"b": "back", "?": "basis", "n": "note", "e": "evidence", "r": "review"}


def command(key: str, typed: str) -> str:
    """The command behind a key where no text is typed. Full-width forms count: the input method may be on."""
    return unicodedata.normalize("NFKC", typed).lower() if key == "text" else key


class ChoicePage(QuestionPage):
    """One option to pick. A digit picks and goes on; nothing is picked until a key says so."""

    def __init__(self, session: Session, question: Question, case_number: str, now: datetime) -> None:
        super().__init__(session, question, case_number, now)
        self.rows = [(option.value, option.label) for option in question.options]
        if question.unknown:
            self.rows.append((UNKNOWN, "不清楚"))
        given, offer = session.given.get(question.id), session.offer(question)
        self.had = given.value if given else None
        self.offered = offer if self.had is None else None
        values = [value for value, _ in self.rows]
        start = self.had if self.had is not None else self.offered
        self.row = values.index(start) if isinstance(start, str) and start in values else 0

    def keys(self) -> list[str]:
        return ["↑↓选 数字或回车定", *self.common_keys()]

    def rows_into(self, body: Body, width: int) -> None:
        for i, (value, label) in enumerate(self.rows):
            here = i == self.row
            if here:
                body.focus = len(body.lines)
            marks = "（已选）" if value == self.had else "（上次）" if value == self.offered else ""
            style = "class:chosen" if here else "class:given" if marks else ""
            body.block(style, label + marks, width, first=f"{'›' if here else ' '} {self.digit(i)} ")

    def digit(self, i: int) -> str:
        """The digit that picks row `i`; 0 is always 不清楚."""
        if self.rows[i][0] == UNKNOWN:
            return "0"
        return str(i + 1) if i < 9 else " "

    def press(self, key: str, typed: str) -> Act | None:
        name = command(key, typed)
        self.message = ""
        if name in ("up", "down"):
            self.row = (self.row + (1 if name == "down" else -1)) % len(self.rows)
        elif name in ("home", "pageup"):
            self.row = 0
        elif name in ("end", "pagedown"):
            self.row = len(self.rows) - 1
        elif name == "enter":
            return self.enter()
        elif name in ("0", "u"):
            return (
                Act("answer", UNKNOWN)
                if self.question.unknown
                else self.say("这一题不能答“不清楚”：查明后再答。")
            )
        elif name.isdecimal() and len(name) == 1:
            return self.pick(int(name) - 1)
        elif name in ("left", "backspace", "b"):
            return Act("back")
        elif name == "right":
            return Act("forward")
        elif name in ("?", "f1", "c-o"):
            return Act("basis")
        elif name in _KEYS:
            return Act(_KEYS[name])
        return self.other(name)

    def enter(self) -> Act | None:
        return Act("answer", self.rows[self.row][0])

    def pick(self, i: int) -> Act | None:
        if i >= len(self.rows) or self.rows[i][0] == UNKNOWN:
            return None
        return Act("answer", self.rows[i][0])

    def other(self, name: str) -> Act | None:  # noqa: ARG002 — for pages with more keys
        return None


class ChoicesPage(ChoicePage):
    """Any number of options: space or a digit ticks, Enter takes what is ticked; nothing ticked is 都没有."""

    def __init__(self, session: Session, question: Question, case_number: str, now: datetime) -> None:
        super().__init__(session, question, case_number, now)
        start = self.had if self.had is not None else self.offered
        self.ticked = set(start) if isinstance(start, tuple) else set[object]()
        self.row = len(self.rows) - 1 if self.had == UNKNOWN else 0
        self.sure = False

    def keys(self) -> list[str]:
        return ["↑↓选 空格或数字勾 回车定", *self.common_keys()]

    def rows_into(self, body: Body, width: int) -> None:
        for i, (value, label) in enumerate(self.rows):
            here = i == self.row
            if here:
                body.focus = len(body.lines)
            if value == UNKNOWN:
                box, label = "   ", label + ("（已选）" if self.had == UNKNOWN else "")
            else:
                box = "[x]" if value in self.ticked else "[ ]"
            style = "class:chosen" if here else "class:given" if value in self.ticked else ""
            body.block(style, label, width, first=f"{'›' if here else ' '} {self.digit(i)} {box} ")
        body.add("")
        count = len(self.ticked)
        from_before = "（上次勾的，回车照用）" if self.offered is not None and count else ""
        words = f"勾了 {count} 项{from_before}，回车定" if count else "一项没勾：回车就是“都没有”"
        body.block("class:good" if count else "class:dim", words, width)

    def enter(self) -> Act | None:
        if self.rows[self.row][0] == UNKNOWN and not self.ticked:
            return Act("answer", UNKNOWN)
        if not self.ticked and self.question.nominal and not self.sure:
            self.sure = True
            return self.say("一项也没有勾。确实一项都没有，就再按一次回车。")
        return Act("answer", tuple(o.value for o in self.question.options if o.value in self.ticked))

    def pick(self, i: int) -> Act | None:
        if i < len(self.rows) and self.rows[i][0] != UNKNOWN:
            self.row = i
            self.ticked ^= {self.rows[i][0]}
            self.sure = False
        return None

    def other(self, name: str) -> Act | None:
        if name == " ":
            if self.rows[self.row][0] == UNKNOWN:
                return Act("answer", UNKNOWN)
            return self.pick(self.row)
        return None


def choice_page(session: Session, question: Question, case_number: str, now: datetime) -> ChoicePage:
    kind = ChoicesPage if question.type is QuestionType.CHOICES else ChoicePage
    return kind(session, question, case_number, now)
