"""陈述申辩: who, what, adopted or not and why. Those that are there can be looked at, changed and removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from msgspec.structs import replace as changed

from yanpan.answers import WrongValue
from yanpan.answers.model import Statement
from yanpan.interview.desk import Desk
from yanpan.interview.extras import named, needed, short
from yanpan.interview.frame import foot, head
from yanpan.interview.item import Item
from yanpan.interview.line import LinePage
from yanpan.interview.listing import ListPage, command, digit
from yanpan.interview.paint import Picture, compose

STATEMENT = "statement:"
"""Begins the names under which a statement is kept that is only half written."""
NEW = "new"
_ADOPTED: Mapping[str, Literal["yes", "no", "partly"]] = {
    "1": "yes", "采纳": "yes", "2": "no", "不采纳": "no", "3": "partly", "部分采纳": "partly",
}  # fmt: skip
ADOPTED_WORDS = {value: words for words, value in _ADOPTED.items() if not words.isdigit()}


@dataclass(frozen=True)
class Picked:
    """`new`, `change`, `remove` or `back`, and which one."""

    name: str
    index: int = 0


class StatementsPage(ListPage):
    """The statements of the case: a digit or Enter changes one, n writes another, d removes one (asked twice)."""

    plain = "打序号就改那一条；n 再写一条；d 加序号就删那一条；< 回去；q 存下再走"

    def __init__(self, statements: Sequence[Statement], message: str = "") -> None:
        self.statements = statements
        self.message = message
        self.sure: int | None = None

    def items(self) -> Sequence[Item]:
        return [
            Item(i, f"{s.who}：{s.said}（{ADOPTED_WORDS[s.adopted]}{'，' + s.why if s.why else ''}）")
            for i, s in enumerate(self.statements)
        ]

    def paint(self, width: int, height: int | None) -> Picture:
        body = self.listed("已写的陈述申辩", width, "class:given")
        keys = ["数字 改", "↑↓选 回车改", "n 再写一条", "d 删去选中的", "←回去", "Ctrl-C存下再走"]
        picture = compose(height, head(width, "陈述申辩"), body, foot(width, [], self.message, keys))
        return self.seen(picture)

    def press(self, key: str, typed: str) -> Picked | None:
        name = command(key, typed)
        sure, self.sure, self.message = self.sure, None, ""
        if name == "y" and sure is not None:
            # The key that asks is not the one that does it: a key held down would be both.
            return Picked("remove", sure)
        if self.move(name):
            return None
        if name in ("n", "s"):
            return Picked("new")
        if name in ("left", "b", "escape"):
            return Picked("back")
        if digit(name):
            found = self.picked_by(name)
            return Picked("change", found.value) if found else None
        if name in ("enter", "d"):
            return self._on_row(name)
        return None

    def _on_row(self, name: str) -> Picked | None:
        found = self.pointed() or (self.items()[0] if name == "d" and len(self.statements) == 1 else None)
        if found is None:
            self.message = "还没有选：先用↑↓选一条。"
        elif name == "enter":
            return Picked("change", found.value)
        else:
            self.sure = found.value
            who = self.statements[found.value].who
            self.message = f"删去 {who} 的这一条？要删按 y，按别的键不删。"
        return None


async def ask_statements(desk: Desk) -> None:
    """The statements there are; straight to the first one where there is none."""
    if not desk.session.statements:
        await _write(desk, None)
        return
    message = ""
    while statements := desk.session.statements:
        page = StatementsPage(statements, message)
        done = await desk.show(page)
        message = ""
        if done.name == "back":
            return
        if done.name == "remove":
            left = (*statements[: done.index], *statements[done.index + 1 :])
            typed = _without(desk.session.typed, done.index)
            desk.save(replace(desk.session, statements=left, typed=typed))
            message = f"删去了 {statements[done.index].who} 的一条。"
        elif await _write(desk, None if done.name == "new" else done.index):
            return


def _without(typed: Mapping[str, str], gone: int) -> dict[str, str]:
    """What is half written once a statement is gone: those behind it have another number then."""
    left = {}
    for name, text in typed.items():
        number, _, part = name.removeprefix(STATEMENT).partition(":")
        if not (name.startswith(STATEMENT) and number.isdigit()):
            left[name] = text
        elif int(number) != gone:
            left[f"{STATEMENT}{int(number) - (int(number) > gone)}:{part}"] = text
    return left


async def _write(desk: Desk, index: int | None) -> bool:
    """Write one, or change the one of this number; False when the person went back."""
    statements = desk.session.statements
    old = Statement(who="", said="") if index is None else statements[index]
    base = f"{STATEMENT}{NEW if index is None else index}:"
    said: list[str] = []
    for name, ask, help_, check, text in (
        ("who", "谁提出的？", "当事人、利害关系人的姓名或者单位。", named, old.who),
        ("said", "提出了什么意见？", "写要点。", needed, old.said),
        ("adopted", "采纳了吗？", "1 采纳　2 不采纳　3 部分采纳", _adopted, ADOPTED_WORDS[old.adopted]),
        ("why", "理由是什么？", "采纳的也可以空着。", short, old.why),
    ):
        # A new one has no answer that Enter could take.
        there = "" if index is None else text
        typed = await desk.line(base + name, LinePage("陈述申辩", ask, help=help_, check=check, text=there))
        if typed is None:
            return False
        said.append(typed)
    who, words, adopted, why = said
    made = changed(old, who=who, said=words, adopted=_ADOPTED[adopted], why=why)
    at = len(statements) if index is None else index
    left = (*statements[:at], made, *statements[at + 1 :])
    desk.save(replace(desk.forget(base), statements=left))
    return True


def _adopted(text: str) -> str:
    words = text.strip()
    if words not in _ADOPTED:
        raise WrongValue("没有看懂", "打 1、2 或者 3。")
    return words
