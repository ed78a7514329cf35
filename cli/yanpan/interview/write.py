"""Screens where something is typed: texts, numbers, dates, people. Letters type, so commands sit on other keys."""

from __future__ import annotations

import re
from datetime import datetime

from yanpan.answers import WrongValue, read_value
from yanpan.answers.budget import check_value
from yanpan.answers.counts import read_count
from yanpan.answers.load import plain_answer
from yanpan.answers.model import UNKNOWN, Answer, Person, Value
from yanpan.answers.moments import is_past, read_day, read_moment, say_moment
from yanpan.answers.people import check_begins_anew, check_people, read_people
from yanpan.answers.wrong import OnlyRoughly
from yanpan.assessment.words import show_answer, show_moment
from yanpan.interview.field import Field
from yanpan.interview.follows import follows_from
from yanpan.interview.line import DAY_CHANGED
from yanpan.interview.paint import LABEL, Body, cells, typing_rows
from yanpan.interview.question import Act, Clock, QuestionPage
from yanpan.interview.session import BESIDE, SAID, Session, may_take_over
from yanpan.questionnaire.model import MAX_TEXT, Question, QuestionType

_ACTS = {
    "up": "back", "s-tab": "back", "c-b": "back", "down": "forward", "f1": "basis", "c-o": "basis",
    "c-n": "note", "f2": "note", "c-e": "evidence", "f3": "evidence", "c-r": "review", "f4": "review",
}  # fmt: skip
_UNKNOWN_WORDS = ("不清楚", "不知道", "u", UNKNOWN)
_NOT_UNKNOWN = {True: "查明后再写；可以先存下再走。", False: "查明后再写；没有的就空着。"}
"""What to do instead where the question must be answered, and where it may be left empty."""
_HINTS = {
    QuestionType.DATETIME: "如：现在、今天下午3点、明早8点、下周一上午9点、11.25 9:30",
    QuestionType.DATE: "如：今天、下周一、11月25日、2026-11-25",
    QuestionType.NUMBER: "如：300、约300人、1.2万",
}


_HINTS_OF_THE_PAST = {
    QuestionType.DATETIME: "如：昨天下午3点、上周一上午9点、11.20 9:30",
    QuestionType.DATE: "如：今天、昨天、上周一、11月20日、2026-11-20",
}


def _hint(question: Question) -> str:
    hints = _HINTS_OF_THE_PAST if question.past else _HINTS
    return hints.get(question.type, "")


class WritePage(QuestionPage):
    """One line to type; Enter takes what was typed. What was remembered stands there, and Tab takes that over.

    What an earlier case had that no key takes over is only shown.
    """

    def __init__(self, session: Session, question: Question, case_number: str, now: Clock) -> None:
        super().__init__(session, question, case_number, now)
        given, offer = session.given.get(question.id), session.offer(question)
        self.had = given is not None
        self.value = given.value if given else None
        self.stood = self.shown(given.value) if given else ""
        self.before = ""
        if offer is not None and not may_take_over(question):
            # Seen, and answered anew: it weighs a risk, or is of that case alone.
            self.before, offer = show_answer(session.form, question, Answer(value=offer)), None
        text = self.shown(given.value) if given else self.shown(offer) if offer is not None else ""
        self.offered = bool(text) and not given
        typed = session.typed.get(question.id, "")
        self.field = Field(typed or text, offered=not typed)
        self.past = ""
        self.words = ""
        self.painted: tuple[str, Value] | None = None
        """A text, and how it was understood when it was shown first: one who has read that does not look again."""

    def shown(self, value: Value) -> str:
        """A value as it can be typed again."""
        if isinstance(value, datetime):
            return f"{value:%Y-%m-%d %H:%M}"
        return "不清楚" if value == UNKNOWN else str(plain_answer(Answer(value=value)))

    def keys(self) -> list[str]:
        take = ["Tab 照上次"] if self.offered and self.field.offered else []
        end = ["Ctrl-T到此为止"] if self.session.may_end else []
        return [
            "回车定",
            *take,
            "↑上一题",
            "F1依据",
            "Ctrl-N备注",
            "Ctrl-E证据",
            "Ctrl-R检查",
            *end,
            "Ctrl-C存下再走",
        ]

    @property
    def hint(self) -> str:
        """What to press, for whoever presses nothing that counts."""
        if self.offered and self.field.offered:
            return "这是上次填的：按 Tab 照用，或者打字换成新的。"
        return "这一题要填。" if self.question.required and not self.field.text.strip() else ""

    def held(self) -> str:
        """What would be lost when the page is left now: a blank where an answer was emptied."""
        text = self.field.text
        if self.field.offered or text.strip() == self.stood:
            return ""
        return text if text.strip() or not self.had else " "

    def rows_into(self, body: Body, width: int) -> None:
        if self.before:
            body.block("class:given", f"上次：{self.before}。这一题要重新答。", width, indent=3)
        self.typing_row(body, width)
        body.block("class:dim", self.echo(), width, indent=3)
        hint = "" if self.question.help else _hint(self.question)
        if hint or self.question.unknown:
            unknown = "不知道的打 u" if self.question.unknown else ""
            body.block("class:dim", "；".join(part for part in (hint, unknown) if part), width, indent=3)

    def typing_row(self, body: Body, width: int) -> None:
        room = width - cells(LABEL) - 1
        typing_rows(body, self.field.text, self.field.rows(room), room, offered=self.field.offered)

    def echo(self) -> str:
        """One line under what is typed: how it is understood."""
        text = self.field.text.strip()
        if self.field.offered:
            return (
                "上次填的：按 Tab 照用，直接打字就换成新的"
                if self.offered
                else "已填的：回车不变，直接打字就换成新的"
            )
        if not text:
            return "" if self.question.required else "没有的直接回车"
        try:
            value, said = self.read(text)
        except WrongValue as wrong:
            return f"… {wrong.what}"
        if self.painted is None or self.painted[0] != text:
            self.painted = (text, value)
        if value == UNKNOWN:
            return "= 不清楚"
        if isinstance(value, datetime) or self.question.type is QuestionType.DATE:
            follows = follows_from(self.session, self.question, value, self.now)
            told = (say_moment(value, self.now), *follows)  # type: ignore[arg-type]
            return f"= {'；'.join(told)}"
        if self.question.type is QuestionType.NUMBER:
            shown = show_answer(self.session.form, self.question, Answer(value=value))
            shown = "；".join((shown, *follows_from(self.session, self.question, value, self.now)))
            return f"= {shown}" + (f"，备注“{said}”" if said else "")
        return ""

    def read(self, text: str) -> tuple[Value, str]:
        """The value meant by the text and the word beside it. Raises `WrongValue`."""
        kind = self.question.type
        if text.lower() in _UNKNOWN_WORDS:
            if kind is QuestionType.TEXT and not self.question.unknown:
                raise WrongValue("这一题不能答“不清楚”", _NOT_UNKNOWN[self.question.required])
            return read_value(self.question, UNKNOWN, self.session.form), self.words
        if kind is QuestionType.DATETIME:
            return read_moment(text, self.now, gone=self.question.past), ""
        if kind is QuestionType.DATE:
            return read_day(text, self.now, gone=self.question.past), ""
        if kind is QuestionType.NUMBER:
            number, said = read_count(text, self.question.unit)
            said = "；".join(part for part in (said, self.words) if part)
            if self.had and self.field.offered:
                # It stands as it stood, and so does what is written beside it.
                said = self.session.typed.get(f"{BESIDE}{self.question.id}", "")
            return read_value(self.question, number, self.session.form), said
        value = read_value(self.question, text, self.session.form)
        check_value(self.question, value)
        return value, ""

    def press(self, key: str, typed: str) -> Act | None:
        if key == "c-t":
            return self.end()
        if key in _ACTS:
            return Act(_ACTS[key])
        if key == "tab" and self.past and self.past == self.field.text.strip():
            return self.answer(self.past, past=True)
        if key == "tab":
            return self.take_over() if self.offered and self.field.offered else None
        if key == "enter":
            return self.enter()
        if key in ("text", "paste"):
            self.message, self.past = self.field.insert(typed), ""
        return None

    def takes(self, key: str) -> bool:
        """Whether a key means something else here than to the field."""
        return key in _ACTS or key in ("tab", "enter", "c-t")

    def changed(self) -> None:
        """The field was edited by a key of its own."""
        self.message = self.past = ""

    def take_over(self) -> Act | None:
        """Answer with what was remembered."""
        text = self.field.text.strip()
        act = self.answer(text)
        if self.past:
            # The key that asked is not the one that confirms.
            self.past = ""
            self.field.replace(text)
            return self.say("这个时间已经过去：打字换成新的，或者按回车。")
        return act

    def _as_it_was(self) -> Act | None:
        """The answer that stands, with what stands beside it: nothing of it was typed anew."""
        given = self.session.given.get(self.question.id)
        if given is None or not self.field.offered:
            return None
        return Act("answer", given.value, self.session.typed.get(f"{BESIDE}{self.question.id}", ""))

    def enter(self) -> Act | None:
        text = self.field.text.strip()
        if self.hint:
            return self.say(self.hint)
        if unchanged := self._as_it_was():
            return unchanged
        if not text:
            return self._with_room(Act("skip", said=self.words))
        return self.answer(text)

    def _with_room(self, act: Act) -> Act | None:
        """The answer, unless its word makes the note longer than any may be: what stands there is not cut for it."""
        note = self.session.noted(self.question.id, act.said)
        if len(note) <= MAX_TEXT:
            return act
        word = f"加上“{act.said[:20]}”" if act.said else ""
        return self.say(f"备注{word}有 {len(note)} 字，最多 {MAX_TEXT} 字。先按 Ctrl-N 把备注写短些。")

    def answer(self, text: str, *, past: bool = False) -> Act | None:
        """Answer with a text. `past`: a time that has gone by is meant."""
        try:
            value, said = self.read(text)
        except WrongValue as wrong:
            vague = not text.isascii() and any(c in text for c in "几多余来数上")
            if isinstance(wrong, OnlyRoughly) or (self.question.type is QuestionType.NUMBER and vague):
                # The words are worth keeping where the number can only be set higher.
                self.words = f"{SAID}{text}"[:300]
                self.field.clear()
            return self.say(f"{wrong.what}。{wrong.remedy}")
        if self.painted and self.painted[0] == text and _day(self.painted[1]) != _day(value):
            self.painted = (text, value)
            return self.say(DAY_CHANGED)
        asks = isinstance(value, datetime) and not past and value != self.value and not self.question.past
        if asks and isinstance(value, datetime) and is_past(value, self.now):
            # Not Enter: a key held down would ask and answer.
            self.past = text
            return self.say(f"{show_moment(value)} 已经过去。确实是这个时间，按 Tab（一行一行答的打 =）。")
        return self._with_room(Act("answer", value, said))


def _day(value: Value) -> object:
    return value.date() if isinstance(value, datetime) else value


class PeoplePage(WritePage):
    """People one after another: Enter adds the one typed, Enter on an empty line is done."""

    between = "；"

    def __init__(self, session: Session, question: Question, case_number: str, now: Clock) -> None:
        super().__init__(session, question, case_number, now)
        given, offer = session.given.get(question.id), session.offer(question)
        start = given.value if given else offer if may_take_over(question) else None
        self.people: list[Person] = (
            [p for p in start if isinstance(p, Person)] if isinstance(start, tuple) else []
        )
        self.stood_there = tuple(self.people) if given else ()
        self.fresh = bool(self.people)
        self.offered = self.fresh and given is None
        self.field = Field()
        if held := session.typed.get(question.id, ""):
            *lines, last = held.split("\n")
            self.people, self.fresh = [_person(line) for line in lines], False
            self.field = Field(last)

    def keys(self) -> list[str]:
        take = ["Tab 照上次"] if self.offered and self.fresh else []
        return ["回车：加一人，空行回车定", *take, "退格改上一人", *super().keys()[1:]]

    @property
    def hint(self) -> str:
        if self.offered and self.fresh and not self.field.text.strip():
            return "这是上次的人员：按 Tab 照用，或者打字重新填。"
        return (
            "" if self.people or self.field.text.strip() else "至少写一人。" if self.question.required else ""
        )

    def held(self) -> str:
        if not self.field.text.strip() and (self.fresh or tuple(self.people) == self.stood_there):
            return ""
        lines = [f"{person.name}\t{person.certificate}" for person in self.people]
        # A blank, where an answer was emptied.
        return "\n".join([*lines, self.field.text]) if lines or self.field.text else " "

    def rows_into(self, body: Body, width: int) -> None:
        for i, person in enumerate(self.people, 1):
            body.block(
                "class:given", f"{i} {person.name}  {person.certificate or '（没有证号）'}", width, indent=3
            )
        if self.before:
            body.block("class:given", f"上次：{self.before}。这一题要重新答。", width, indent=3)
        if self.fresh:
            words = (
                "上次的人员：按 Tab 照用，直接打字就重新填"
                if self.offered
                else "已填的人员：回车不变，直接打字就重新填"
            )
            body.block("class:dim", words, width, indent=3)
        self.typing_row(body, width)
        body.block("class:dim", self.echo(), width, indent=3)

    def echo(self) -> str:
        if self.fresh and not self.field.text.strip():
            return ""
        if self.field.text.strip():
            try:
                found = read_people(self.field.text)
            except WrongValue as wrong:
                return f"… {wrong.what}"
            return "= " + "；".join(f"{p.name}，执法证号 {p.certificate or '（空）'}" for p in found)
        return "没有别的人了，回车定" if self.people else "写：姓名 空格 执法证号，如 张三 粤A001"

    def press(self, key: str, typed: str) -> Act | None:
        if key == "backspace" and not self.field.text and self.people:
            person = self.people.pop()
            self.fresh = False
            self.field.replace(f"{person.name} {person.certificate}".strip())
            return None
        if key == "tab":
            return Act("answer", tuple(self.people)) if self.offered and self.fresh else None
        if key in ("text", "paste") and self.fresh and typed.strip():
            self.people, self.fresh = [], False
        if key == "paste":  # each line is a person: the field holds one line
            typed = re.sub(r"[^\S\n]*[\r\n]+\s*", "；", typed.strip())
        return super().press(key, typed)

    def takes(self, key: str) -> bool:
        return super().takes(key) or (key == "backspace" and not self.field.text and bool(self.people))

    def enter(self) -> Act | None:
        text = self.field.text.strip()
        if self.hint:
            return self.say(self.hint)
        try:
            if text:
                return self._add(text)
            return Act("answer", tuple(self.people)) if self.people else Act("skip")
        except WrongValue as wrong:
            return self.say(f"{wrong.what}。{wrong.remedy}")

    def _add(self, text: str) -> Act | None:
        if text.lower() in _UNKNOWN_WORDS:
            raise WrongValue("这一题不能答“不清楚”", "写姓名；可以先存下再走。")
        if self.people:
            check_begins_anew(text)
        found = read_value(self.question, [text], self.session.form)
        people = [p for p in found if isinstance(p, Person)] if isinstance(found, tuple) else []
        fresh = [p for i, p in enumerate(people) if p not in (*self.people, *people[:i])]
        if not fresh:
            return self.say("这个人已经在上面了。")
        check_people((*self.people, *people))
        check_value(self.question, (*self.people, *fresh))
        self.people += fresh
        self.field.clear()
        # What was said of the line, and of keys before it, is said no more.
        self.message = ""
        self.told()
        return None


def _person(line: str) -> Person:
    """A line of `PeoplePage.held`. Drafts of before have a blank between name and number, and blanks in names, too."""
    name, mark, certificate = line.partition("\t")
    if not mark and re.search(r" \S*[0-9]\S*\Z", line):
        name, _, certificate = line.rpartition(" ")
    return Person(name, certificate)


def write_page(session: Session, question: Question, case_number: str, now: Clock) -> WritePage:
    kind = PeoplePage if question.type is QuestionType.PEOPLE else WritePage
    return kind(session, question, case_number, now)
