"""Two list screens: which measures to take, and which unfinished case to go on with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yanpan.answers.draft import SavedDraft
from yanpan.assessment import Assessment
from yanpan.interview.choose import command
from yanpan.interview.frame import foot, head
from yanpan.interview.paint import Body, Picture, compose


@dataclass(frozen=True)
class Chosen:
    """Ids of the measures to take; None when the person went back."""

    measures: tuple[str, ...] | None


class MeasuresPage:
    """Measures that treat this case's hazards. ★ marks the smallest set that lowers the grade; nothing is ticked first."""

    def __init__(self, assessment: Assessment, ticked: tuple[str, ...], case_number: str) -> None:
        self.assessment = assessment
        self.case_number = case_number
        advised = assessment.what_if.measures
        self.rows = sorted(assessment.measures, key=lambda m: m.id not in advised)
        self.ticked = [name for name in ticked if any(m.id == name for m in self.rows)]
        self.row = 0

    def paint(self, width: int, height: int) -> Picture:
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
        for i, measure in enumerate(self.rows):
            here = i == self.row
            if here:
                body.focus = len(body.lines)
            star = "★" if measure.id in what_if.measures else " "
            box = "[x]" if measure.id in self.ticked else "[ ]"
            style = "class:chosen" if here else "class:given" if measure.id in self.ticked else ""
            body.block(
                style,
                f"{measure.title}（{measure.who}）",
                width,
                first=f"{'›' if here else ' '} {box} {star} ",
            )
            if here:
                body.block("class:dim", measure.how, width, indent=11)
        count = len(self.ticked)
        enter = f"回车 定这 {count} 项" if count else "回车 不加措施"
        stars = ["a 勾上带★的"] if what_if.possible else []
        keys = [enter, "↑↓选", "空格勾", *stars, "←回去", "Ctrl-C存下再走"]
        return compose(
            height, head(width, f"{self.case_number} · 防范化解措施"), body, foot(width, [], "", keys)
        )

    def press(self, key: str, typed: str) -> Chosen | None:
        name = command(key, typed)
        if name in ("up", "down"):
            self.row = (self.row + (1 if name == "down" else -1)) % len(self.rows)
        elif name in ("pageup", "home", "pagedown", "end"):
            self.row = 0 if name in ("pageup", "home") else len(self.rows) - 1
        elif name == " " or (name.isdecimal() and len(name) == 1 and 0 < int(name) <= len(self.rows)):
            self.row = self.row if name == " " else int(name) - 1
            self._toggle(self.rows[self.row].id)
        elif name == "a":
            self.ticked += [name for name in self.assessment.what_if.measures if name not in self.ticked]
        elif name == "enter":
            return Chosen(tuple(m.id for m in self.rows if m.id in self.ticked))
        elif name in ("left", "b", "escape"):
            return Chosen(None)
        return None

    def _toggle(self, name: str) -> None:
        if name in self.ticked:
            self.ticked.remove(name)
        else:
            self.ticked.append(name)


@dataclass(frozen=True)
class Resume:
    """`go on`, `new` or `discard`, and the case."""

    name: str
    case_number: str = ""


class ResumePage:
    """Unfinished cases, newest first: go on with one, begin another, or throw one away (asked twice)."""

    def __init__(
        self, drafts: list[SavedDraft], now: datetime, *, only: bool = False, message: str = ""
    ) -> None:
        self.drafts = drafts
        self.now = now
        self.only = only
        self.row = 0
        self.message = message
        self.sure = False

    def paint(self, width: int, height: int) -> Picture:
        body = Body()
        ask = "这个案号有没做完的，接着做吗？" if self.only else "有没做完的案件，接着做吗？"
        body.block("class:question", ask, width)
        body.add("")
        for i, draft in enumerate(self.drafts):
            here = i == self.row
            if here:
                body.focus = len(body.lines)
            when = draft.saved_at.astimezone(self.now.tzinfo)
            days = (self.now.date() - when.date()).days
            day = {0: "今天", 1: "昨天", 2: "前天"}.get(days, f"{when.month}月{when.day}日")
            busy = "，另一个窗口正在做" if draft.busy else ""
            words = f"{draft.case_number}（已答 {draft.answered} 题，{day} {when:%H:%M}{busy}）"
            first = f"{'›' if here else ' '} {i + 1 if i < 9 else ' '} "
            body.block("class:chosen" if here else "", words, width, first=first)
        keys = ["↑↓选", "回车 接着做", "n 从头答" if self.only else "n 另起一案", "d 删去这份", "Ctrl-C走"]
        return compose(height, head(width, "研判 · 没做完的案件"), body, foot(width, [], self.message, keys))

    def press(self, key: str, typed: str) -> Resume | None:
        name = command(key, typed)
        sure, self.sure, self.message = self.sure, False, ""
        draft = self.drafts[self.row]
        if name in ("up", "down"):
            self.row = (self.row + (1 if name == "down" else -1)) % len(self.drafts)
        elif name.isdecimal() and len(name) == 1 and 0 < int(name) <= len(self.drafts):
            self.row = int(name) - 1
            return self._go_on(self.drafts[self.row])
        elif name == "enter":
            return self._go_on(draft)
        elif name == "n" and not self.only:
            return Resume("new")
        elif name in ("d", "n"):
            if draft.busy:
                self.message = "另一个窗口正在做这一案，不能删。"
            elif sure:
                return Resume("discard", draft.case_number)
            else:
                self.sure = True
                self.message = f"删去 {draft.case_number} 已答的 {draft.answered} 题？再按一次 {name} 就删，按别的键不删。"
        return None

    def _go_on(self, draft: SavedDraft) -> Resume | None:
        if draft.busy:
            self.message = "另一个窗口正在做这一案，回到那个窗口去做。"
            return None
        return Resume("go on", draft.case_number)
