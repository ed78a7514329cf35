"""The screen that asks for the act: a long list under headings, looked through by typing what one would call it."""

from __future__ import annotations

from collections.abc import Sequence

from yanpan.interview.choose import ChoicePage
from yanpan.interview.item import Item
from yanpan.interview.listing import MOST_DIGITS
from yanpan.interview.paint import Body, Picture
from yanpan.interview.question import Act, Clock
from yanpan.interview.session import Session
from yanpan.questionnaire.act_list import follows_from
from yanpan.questionnaire.model import Question

FEW = 6
"""Of as many found each is read out with its help, where the page is printed line by line."""


class ActPage(ChoicePage):
    """One act to pick. Digits pick only among what was found, so that none is the third of a hundred by a slip."""

    plain = "打平常的说法就列出来，再打序号；= 照上次；< 上一题；? 依据；n 备注；e 证据；r 检查；q 存下再走"

    def __init__(self, session: Session, question: Question, case_number: str, now: Clock) -> None:
        super().__init__(session, question, case_number, now)
        self.by_typing = True
        self.read_out = False

    @property
    def hint(self) -> str:
        return "" if self.pointed() else "还没有选：打字找，例如 扣车、kc，再用↑↓选中回车。"

    def items(self) -> Sequence[Item]:
        rows, heading = list[Item](), ""
        for act in self.session.form.acts.values():
            if act.group and act.group != heading:
                heading = act.group
                rows.append(Item(None, heading, heading=True))
            words = (act.id, *act.words, act.group)
            rows.append(Item(act.id, act.label, words=words, always=not act.sets))
        return rows

    def keys(self) -> list[str]:
        numbers = ["停一下按数字定"] if self.searched else []
        return [
            "打字找", *numbers, "↑↓选 回车定", *self._accept(), "←上一题", "F1依据", "Ctrl-N备注", "Ctrl-R检查", "Ctrl-C存下再走",
        ]  # fmt: skip

    def paint(self, width: int, height: int | None) -> Picture:
        self.read_out = height is None
        return super().paint(width, height)

    def numbered(self, number: int) -> Item | None:
        return super().numbered(number) if self.searched else None

    def no_such(self, number: str) -> str:
        return super().no_such(number) if self.searched else "先打字找，找到的前面才有序号。"

    def look(self, words: str) -> Act | None:
        """Show what these words find, for who types a line at a time."""
        self.look_for(words)
        found = any(not item.always for item, _ in self.shown() if not item.heading)
        return None if found else self.say(f"没有“{self.searched}”：换个说法，或者选最后一项。")

    def rows_into(self, body: Body, width: int) -> None:
        if self._may_accept() and (last := self.session.form.acts.get(str(self.offered))):
            body.block("class:given", f"上次：{last.label}", width, indent=3)
        if self.read_out and not self.searched:
            groups = dict.fromkeys(act.group for act in self.session.form.acts.values() if act.sets)
            body.block(
                "", f"共 {len(self.session.form.acts)} 种，列不下：打平常的说法找，例如 扣车、停低保。", width
            )
            body.block("class:dim", f"也可以打一类的名字：{'；'.join(groups)}。", width)
            return
        if self.searched and not any(not item.always and not item.heading for item, _ in self.shown()):
            body.block(
                "class:warn",
                "没有这样的：退格删字、Ctrl-U 全删，换个说法；实在没有的选下面这一项。",
                width,
                indent=3,
            )
        super().rows_into(body, width)

    def label(self, item: Item, number: int) -> str:  # noqa: ARG002 — the number alone decides
        shown = self.searched and (self.read_out or number <= MOST_DIGITS)
        return str(number) if shown else " "

    def row_into(self, body: Body, width: int, item: Item, number: int, *, here: bool) -> None:
        super().row_into(body, width, item, number, here=here)
        if item.heading:
            return
        few = self.read_out and sum(not row.heading for row, _ in self.shown()) <= FEW
        if here or few:
            act = self.session.form.acts[str(item.value)]
            form = self.session.form
            words = [f"法律上是：{follows}。" if (follows := follows_from(form, act)) else "", act.help]
            if act.red_line:
                words[0] = f"红线：{form.red_lines[act.red_line].title}。"
            body.block("class:dim", "".join(words), width, indent=6)
