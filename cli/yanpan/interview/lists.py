"""Screens with a list that is no question: measures to tick, facts to take over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from yanpan.answers.model import Answer
from yanpan.assessment import Assessment
from yanpan.assessment.words import show_answer
from yanpan.interview.frame import foot, head
from yanpan.interview.item import Item
from yanpan.interview.listing import UNREAD, ListPage, command, digit
from yanpan.interview.paint import Body, Picture, compose
from yanpan.interview.session import Session

_IDLE = "眼下没有对应的风险点，去掉勾就不要了"


@dataclass(frozen=True)
class Chosen:
    """Ids of the measures to take; None when the person went back."""

    measures: tuple[str, ...] | None


class MeasuresPage(ListPage):
    """Measures that treat this case's hazards. ★ marks the smallest set that lowers the grade; nothing is ticked first.

    `idle` are titles of those that are planned and treat nothing of it now: they stay until they are taken away here.
    """

    plain = "打序号，几个用空格隔开；a 勾上带★的，再直接回车；0 不加措施；< 回去；q 存下再走"
    letters = "ab0 "

    def __init__(
        self,
        assessment: Assessment,
        ticked: tuple[str, ...],
        case_number: str,
        idle: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.assessment = assessment
        self.idle = idle
        self.case_number = case_number
        advised = assessment.what_if.measures
        self.offered = sorted(assessment.measures, key=lambda m: m.id not in advised)
        self._ids = (*(measure.id for measure in self.offered), *idle)
        self._ticked = [name for name in ticked if name in self._ids]
        self.message = ""
        self.told: Callable[[], None] = lambda: None
        """Called after every tick, so that it is kept."""

    def items(self) -> Sequence[Item]:
        rows = [Item(measure.id, f"{measure.title}（{measure.who}）") for measure in self.offered]
        return [*rows, *(Item(name, f"{title}（{_IDLE}）") for name, title in self.idle.items())]

    def ticked_first(self) -> Sequence[object]:
        return self._ticked

    @property
    def ticked(self) -> tuple[str, ...]:
        ticked = self.rows.selected_options if "rows" in self.__dict__ else self._ticked
        return tuple(name for name in self._ids if name in ticked)

    def paint(self, width: int, height: int | None) -> Picture:
        a, body = self.assessment, Body()
        grade = a.titles[f"grade.{a.grade.initial}"]
        body.block("class:question", f"现在是{grade}。准备落实哪些防范化解措施？", width)
        what_if = a.what_if
        if a.red_lines:
            body.block("class:warn", "已触红线：措施消除不了红线，要改变方案后重新研判。", width, indent=3)
        if what_if.possible:
            to = a.titles[f"grade.{what_if.to}"]
            cured = "红线改正后，" if a.red_lines else ""
            body.block(
                "class:dim", f"{cured}至少落实带★的 {len(what_if.measures)} 项，可降到{to}。", width, indent=3
            )
        elif what_if.why_not:
            body.block("class:dim", what_if.why_not, width, indent=3)
        body.add("")
        measures = {measure.id: measure for measure in self.offered}
        for number, (item, here) in enumerate(self.shown(), 1):
            if here:
                body.focus = len(body.lines)
            star = "★" if item.value in what_if.measures else " "
            box = "[x]" if item.value in self.ticked else "[ ]"
            style = "class:chosen" if here else "class:given" if item.value in self.ticked else ""
            label = self.number(number)
            top = len(body.lines)
            body.block(style, item.title, width, first=f"{'›' if here else ' '} {label} {box} {star} ")
            body.row(number, top)
            if here and item.value in measures:
                body.block("class:dim", measures[item.value].how, width, indent=13)
        count = len(self.ticked)
        enter = f"回车 定这 {count} 项" if count else "0 不加措施"
        stars = ["a 勾上带★的"] if what_if.possible else []
        keys = [enter, "↑↓选", "数字或空格勾", *stars, "←回去", "Ctrl-C存下再走"]
        rule = head(width, f"{self.case_number} · 防范化解措施")
        return self.seen(compose(height, rule, body, foot(width, [], self.message, keys)))

    def press(self, key: str, typed: str) -> Chosen | None:
        name = command(key, typed)
        self.message = ""
        if self.move(name):
            return None
        if name == "enter" and self.ticked:
            return Chosen(self.ticked)
        if name == "enter":
            self.message = "还没有勾：按数字或者空格勾上，不加措施的按 0。"
        elif name == "0" and self.ticked:
            self.message = f"已经勾了 {len(self.ticked)} 项：要不加措施，先把勾去掉。"
        elif name == "0":
            return Chosen(())
        elif name == "a":
            for advised in self.assessment.what_if.measures:
                if advised not in self.ticked:
                    self.rows.toggle(advised)
            self.told()
        elif name in ("left", "b", "escape"):
            return Chosen(None)
        elif found := self.picked_by(name) if digit(name) else self.pointed() if name == " " else None:
            self.point(found)
            self.rows.toggle(found.value)
            self.told()
        return None


@dataclass(frozen=True)
class Carried:
    """`all`: take every fact over as it was; `one by one`; `back`."""

    name: str


class CarriedPage(ListPage):
    """Facts remembered from earlier cases, a page at a time. Nothing that weighs a risk stands here."""

    plain = "= 全部照用；n 一题一题来；q 存下再走"
    letters = "n"
    hint = "一样的按 Tab 全部照用；有不一样的按 n。"

    def __init__(self, session: Session, names: Sequence[str], case_number: str) -> None:
        self.session, self.names, self.case_number, self.message = session, names, case_number, ""

    def items(self) -> Sequence[Item]:
        return [Item(name, self._words(name)) for name in self.names]

    def _words(self, name: str) -> str:
        question = self.session.form.questions[name]
        return f"{question.ask} {show_answer(self.session.form, question, Answer(value=self.session.offers[name]))}"

    def paint(self, width: int, height: int | None) -> Picture:
        body = Body()
        body.block("class:question", "这些和上次一样吗？", width)
        body.block("class:dim", "一样的按 Tab 全部照用；有不一样的按 n，一题一题来。", width, indent=3)
        body.add("")
        for number, (item, here) in enumerate(self.shown(), 1):
            top = len(body.lines)
            if here:
                body.focus = top
            body.block(
                "class:chosen" if here else "class:given",
                item.title,
                width,
                first=f"{'›' if here else ' '} · ",
            )
            body.row(number, top)
        keys = ["Tab 全部照用", "n 一题一题来", "Ctrl-C存下再走"]
        rule = head(width, f"{self.case_number} · 上次的资料")
        return self.seen(compose(height, rule, body, foot(width, [], self.message, keys)))

    def press(self, key: str, typed: str) -> Carried | None:
        name = command(key, typed)
        self.message = ""
        if self.move(name):
            return None
        if name == "tab" and self.unread:
            self.message = UNREAD.format(len(self.unread))
            return None
        if name == "tab":
            return Carried("all")
        if name in ("n", "right", "escape"):
            return Carried("one by one")
        if name == "enter":
            self.message = self.hint
        return None
