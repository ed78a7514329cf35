"""Screens of choice and choices questions: a digit picks at once, ↑↓ and Enter pick too, space ticks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from yanpan.answers.model import UNKNOWN
from yanpan.inert import is_printable
from yanpan.interview.item import Item
from yanpan.interview.listing import MOVES, NO_KEY, TOO_SOON, UNREAD, ListPage, command, digit
from yanpan.interview.paint import Body, Picture
from yanpan.interview.question import Act, Clock, QuestionPage
from yanpan.interview.session import Session, may_take_over
from yanpan.questionnaire.model import Question

_COMMANDS = {"b": "back", "?": "basis", "n": "note", "e": "evidence", "r": "review", "x": "end"}
_CLEARS = ("c-u", "c-w")
"""Keys that empty what is looked for, as they do in a field."""
_KEYS = {"left": "back", "backspace": "back", "right": "forward", "f1": "basis", "c-o": "basis"}
_WHILE_TYPING = {
    "left": "back", "right": "forward", "f1": "basis", "c-o": "basis", "c-n": "note", "f2": "note", "c-e": "evidence",
    "f3": "evidence", "c-r": "review", "f4": "review", "c-t": "end",
}  # fmt: skip
NONE = ()
"""The answer 都没有 to a question of several options."""

BY_TYPING = 20
"""A list of more options than these is looked through by typing."""

MOST_SEARCHED = 20
_AMOUNT = re.compile(
    r"[¥￥]?[0-9][0-9.,，]*[百千万亿]*(?:元|块钱?|号|户|人|个|间|辆|平方米|平米|平|天|日|㎡)?"
)
_BEHIND = re.compile(r"[¥￥]?[0-9].*")


def plain(typed: str) -> str:
    """As the words of the list are written: half-width, without blanks."""
    return "".join(unicodedata.normalize("NFKC", typed).split())


class ChoicePage(QuestionPage, ListPage):
    """One option to pick. Nothing is picked, and nothing pointed at, before a key says so."""

    plain = "打序号，或者整个选项；u 不清楚；= 照上次；< 上一题；? 依据；n 备注；e 证据；r 检查；q 存下再走"
    letters = "ubnerx?"

    def __init__(self, session: Session, question: Question, case_number: str, now: Clock) -> None:
        super().__init__(session, question, case_number, now)
        given, offer = session.given.get(question.id), session.offer(question)
        self.had = given.value if given else None
        self.offered = offer if self.had is None else None
        self.by_typing = len(question.options) > BY_TYPING
        self.searched = ""

    @property
    def hint(self) -> str:
        """What to press, for whoever presses nothing that counts."""
        return "" if self.pointed() else "还没有选：按前面的数字，或者用↑↓选中再回车。"

    def items(self) -> Sequence[Item]:
        rows = [Item(option.value, option.label) for option in self.question.options]
        return [*rows, Item(UNKNOWN, "不清楚")] if self.question.unknown else rows

    def paint(self, width: int, height: int | None) -> Picture:
        return self.seen(super().paint(width, height))

    def keys(self) -> list[str]:
        if self.by_typing:
            return [
                "打字找",
                "数字定",
                "↑↓选 回车定",
                *self._accept(),
                "←上一题",
                "F1依据",
                "Ctrl-N备注",
                "Ctrl-R检查",
                "Ctrl-C存下再走",
            ]
        return ["数字定", "↑↓选 回车定", *self._accept(), *self.common_keys()]

    def _accept(self) -> list[str]:
        return ["Tab 照上次"] if self._may_accept() and not self._instead() else []

    def _may_accept(self) -> bool:
        """What was remembered may be taken over by a key of its own: never for what weighs a risk."""
        return self.offered is not None and may_take_over(self.question)

    def rows_into(self, body: Body, width: int) -> None:
        if self.by_typing:
            words = f"找：{self.searched}" if self.searched else "打字或者拼音首字母就能找，例如 拆、cc"
            body.block("class:given" if self.searched else "class:dim", words, width, indent=3)
        number = 0
        for item, here in self.shown():
            number += not item.heading
            if here:
                body.focus = len(body.lines)
            top = len(body.lines)
            self.row_into(body, width, item, number, here=here)
            if not item.heading:
                body.row(number, top)
        if self.searched and not number:
            body.block("class:warn", "没有这样的：退格删字，再换个说法。", width, indent=3)

    def row_into(self, body: Body, width: int, item: Item, number: int, *, here: bool) -> None:
        if item.heading:
            body.block("class:head", item.title, width)
            return
        marks = "（已选）" if item.value == self.had else "（上次）" if item.value == self.offered else ""
        style = "class:chosen" if here else "class:given" if marks else ""
        first = f"{'›' if here else ' '} {self.label(item, number)} "
        body.block(style, item.title + marks, width, first=first)

    def label(self, item: Item, number: int) -> str:
        """The key that picks a row."""
        if item.value == UNKNOWN:
            return "-" if self.by_typing else "u"
        return self.number(number)

    def free(self, name: str) -> bool:
        if not self.by_typing:
            return name in MOVES
        letter = len(name) == 1 and not digit(name) and name not in "0-"
        return name in MOVES or letter or name in _CLEARS or (name == "backspace" and bool(self.searched))

    def stands_for(self, key: str) -> bool:
        if digit(key) or not self.by_typing:
            return super().stands_for(key) and (key != "u" or self.question.unknown)
        return key == "-" and self.question.unknown

    def press(self, key: str, typed: str) -> Act | None:
        name = command(key, typed)
        self.message = ""
        if self.move(name):
            return None
        if name == "enter":
            return self.enter()
        if name == "tab":
            return self.accept()
        if digit(name):
            found = self.picked_by(name)
            if found is None or found.value in (UNKNOWN, NONE):
                return self.say(self.message or self.no_such(name))
            return self.pick(found)
        if self.by_typing and name not in ("0", "-", " "):
            return self._search(key, typed, name)
        if self.by_typing and name == "-":
            return self.unknown()
        if name == "u":
            return self.unknown()
        act = _KEYS.get(name) or _COMMANDS.get(name)
        if act == "end":
            return self.end()
        return Act(act) if act else self.other(name)

    def typed_on(self, typed: str) -> Act | None:
        """A character right behind others is a part of what is being typed, and no key."""
        self.message = ""
        if not typed or not self.by_typing:
            return self.say(NO_KEY.format(typed[:8]) if typed else TOO_SOON)
        self._search("text", typed, "")
        if any(digit(c) for c in self.searched):
            self.say("连着打的数字当作要找的字；要选第几项，停一下再按数字，或者按↑↓选。")
        return None

    def look_for(self, words: str) -> None:
        """Search for words. Amounts and numbers of things are in no act: where they find nothing, the rest is searched."""
        self.searched = plain(words)[:MOST_SEARCHED]
        for part in dict.fromkeys(
            (self.searched, _AMOUNT.sub("", self.searched), _BEHIND.sub("", self.searched))
        ):
            self.rows.search(part)
            if any(not item.always and not item.heading for item, _ in self.shown()):
                return
        self.rows.search(self.searched)

    def _search(self, key: str, typed: str, name: str) -> Act | None:
        if name == "backspace" and self.searched:
            self.look_for(self.searched[:-1])
            return None
        if name in _CLEARS:
            self.look_for("")
            return None
        if key in ("text", "paste") and typed.strip():
            self.look_for(self.searched + typed)
            return None
        act = "back" if name == "backspace" else _WHILE_TYPING.get(name)
        if act == "end":
            return self.end()
        return Act(act) if act else None

    def unknown(self) -> Act | None:
        if self.question.unknown:
            return Act("answer", UNKNOWN)
        return self.say("这一题不能答“不清楚”：查明后再答。")

    def enter(self) -> Act | None:
        found = self.pointed()
        if found is None:
            return self.say(self.hint)
        return self.unknown() if found.value == UNKNOWN else self.pick(found)

    def accept(self) -> Act | None:
        if not self._may_accept():
            return self.say("这一题照不得上次的：看着上次的，重新选。") if self.offered is not None else None
        if instead := self._instead():
            return self.say(instead)
        return Act("answer", self.offered if self.offered is not None else "")

    def _instead(self) -> str:
        """What is being chosen here, where that is another than last time: Tab would answer what nobody looks at."""
        here, way = self.pointed(), "打前面的序号" if self.by_lines else "用↑↓选中再回车"
        if here is not None and here.value == self.offered:
            return ""
        if self.searched:
            back = "打它的名字再找" if self.by_lines else "先退格删去打的字，再按 Tab"
            return f"正在找“{self.searched}”：要找到的，{way}；要照上次的，{back}。"
        return f"现在选中的是“{here.title}”，不是上次的那一项：要哪一项，{way}。" if here is not None else ""

    def pick(self, item: Item) -> Act | None:
        return Act("answer", item.value)

    def no_such(self, number: str) -> str:
        """What is said of a number that no row has."""
        return f"没有 {number} 这一项。"

    def other(self, name: str) -> Act | None:
        """A key that means nothing on every such page."""
        return (
            self.say(f"“{name}”在这一屏没有用。{self.hint}")
            if len(name) == 1 and is_printable(name)
            else None
        )


class ChoicesPage(ChoicePage):
    """Any number of options: space or a digit ticks, Enter takes what is ticked, 0 is 都没有."""

    plain = "打序号，几个用空格隔开；0 都没有；u 不清楚；= 照上次；< 上一题；? 依据；n 备注；e 证据；r 检查；q 存下再走"
    letters = "ubnerx?0 "

    @property
    def hint(self) -> str:
        return "" if self.ticked else "一项也没有勾：有的按数字勾上再回车，都没有按 0，不清楚按 u。"

    def items(self) -> Sequence[Item]:
        rows = [Item(option.value, option.label) for option in self.question.options]
        unknown = [Item(UNKNOWN, "不清楚")] if self.question.unknown else []
        return [*rows, Item(NONE, "都没有"), *unknown]

    def ticked_first(self) -> Sequence[object]:
        # What an earlier case had ticked is only marked: each tick of this case is put by a key.
        return self.had if isinstance(self.had, tuple) else ()

    @property
    def ticked(self) -> tuple[str, ...]:
        """What is ticked, in the order of the questionnaire."""
        ticked = self.rows.selected_options if "rows" in self.__dict__ else self.ticked_first()
        return tuple(option.value for option in self.question.options if option.value in ticked)

    def tick(self, values: Sequence[str]) -> None:
        """Tick these: what was ticked before the page was left."""
        self.rows.selected_options = [
            option.value for option in self.question.options if option.value in values
        ]

    def keys(self) -> list[str]:
        return ["数字或空格勾", "↑↓选", "回车定勾上的", "0都没有", *self._accept(), *self.common_keys()]

    def row_into(self, body: Body, width: int, item: Item, number: int, *, here: bool) -> None:
        ticked = item.value in self.ticked
        before = isinstance(self.offered, tuple) and item.value in self.offered
        if item.value in (NONE, UNKNOWN):
            box, marks = "   ", "（已选）" if item.value == self.had else ""
        else:
            box, marks = "[x]" if ticked else "[ ]", "（上次）" if before else ""
        style = "class:chosen" if here else "class:given" if ticked else ""
        body.block(
            style,
            item.title + marks,
            width,
            first=f"{'›' if here else ' '} {self.label(item, number)} {box} ",
        )

    def rows_into(self, body: Body, width: int) -> None:
        super().rows_into(body, width)
        count = len(self.ticked)
        body.add("")
        words = f"勾了 {count} 项，回车定" if count else "一项没勾；确实一项都没有的按 0"
        body.block("class:good" if count else "class:dim", words, width)

    def label(self, item: Item, number: int) -> str:
        return "0" if item.value == NONE else super().label(item, number)

    def enter(self) -> Act | None:
        found = self.pointed()
        if found is not None and found.value == UNKNOWN:
            return self.unknown()
        if found is not None and found.value == NONE:
            return self.none()
        if not self.ticked:
            return self.say(self.hint)
        return self._deny_rest(self.ticked)

    def none(self) -> Act | None:
        if self.ticked:
            return self.say(f"已经勾了 {len(self.ticked)} 项：要答“都没有”，先把勾去掉。")
        return self._deny_rest(NONE)

    def _deny_rest(self, value: tuple[str, ...]) -> Act | None:
        """Answer with what is ticked: all the others are denied by it, which nobody does of what was never shown."""
        unread = [item for item in self.unread if item.value not in (NONE, UNKNOWN)]
        if unread and value != self.had:
            return self.say(UNREAD.format(len(unread)))
        return Act("answer", value)

    def unknown(self) -> Act | None:
        if self.ticked and self.question.unknown:
            return self.say(f"已经勾了 {len(self.ticked)} 项：要答“不清楚”，先把勾去掉。")
        return super().unknown()

    def _instead(self) -> str:
        if self.ticked:
            return f"已经勾了 {len(self.ticked)} 项：勾的对就按回车；要照上次的，先把勾去掉。"
        return ""

    def pick(self, item: Item) -> Act | None:
        if item.value == NONE:
            return self.none()
        self.point(item)
        self.rows.toggle(item.value)
        self.told()
        return None

    def other(self, name: str) -> Act | None:
        if name == "0":
            return self.none()
        if name == " ":
            found = self.pointed()
            if found is None:
                return self.say("还没有选：用↑↓选中再按空格，或者直接按数字。")
            return self.unknown() if found.value == UNKNOWN else self.pick(found)
        return super().other(name)
