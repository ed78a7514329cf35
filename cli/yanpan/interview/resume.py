"""The screen of unfinished cases: which one to go on with, if any."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from yanpan.answers.draft import Revises, SavedDraft
from yanpan.interview.frame import foot, head
from yanpan.interview.item import Item
from yanpan.interview.listing import ListPage, command, digit
from yanpan.interview.paint import Picture, compose


@dataclass(frozen=True)
class Resume:
    """`go on`, `renumber` (go on under another number), `new` or `discard`, and the draft it is about."""

    name: str
    draft: SavedDraft | None = None


def edit_words(revises: Revises) -> str:
    """The command that goes on with changes to a finished case."""
    folder = revises.folder
    return f'yanpan edit "{folder}"' if any(c.isspace() for c in folder) else f"yanpan edit {folder}"


class ResumePage(ListPage):
    """Unfinished cases, newest first: go on with one, begin another, or throw one away (asked twice).

    `only`: the drafts of the one case that was asked for. `editing`: they are changes to it. `taken` says which case
    numbers have a folder already.
    """

    def __init__(
        self,
        drafts: list[SavedDraft],
        now: datetime,
        *,
        taken: Callable[[str], bool] = lambda _: False,
        only: bool = False,
        editing: bool = False,
        message: str = "",
    ) -> None:
        self.drafts = drafts
        self.now = now
        self.taken = {d.case_number for d in drafts if d.revises is None and taken(d.case_number)}
        self.only, self.editing, self.message = only, editing, message
        self.sure: SavedDraft | None = None
        other = "c 加序号：换个案号接着做；" if self.taken else ""
        self.plain = f"打序号接着做；n 另起一案；{other}d 加序号：删去；q 走"
        if only:
            go_on = "接着改" if editing else "接着做"
            self.plain = (
                f"1 {go_on}；n {self._anew()}；{'c 换个案号接着做；' if self.taken else ''}d 删去；q 走"
            )

    def items(self) -> Sequence[Item]:
        return [Item(i, self._words(draft)) for i, draft in enumerate(self.drafts)]

    def _anew(self) -> str:
        return "从头改" if self.editing else "从头答"

    def _words(self, draft: SavedDraft) -> str:
        when = draft.saved_at.astimezone(self.now.tzinfo)
        days = (self.now.date() - when.date()).days
        day = {0: "今天", 1: "昨天", 2: "前天"}.get(days, f"{when.month}月{when.day}日")
        more = "，改旧案" if draft.revises and not self.editing else ""
        more += "，案件文件夹已经有了" if self._filed(draft) else ""
        more += "，另一个窗口正在做" if draft.busy else ""
        return f"{draft.case_number}（已答 {draft.answered} 题，{day} {when:%H:%M}{more}）"

    def _filed(self, draft: SavedDraft) -> bool:
        return draft.revises is None and draft.case_number in self.taken

    def paint(self, width: int, height: int | None) -> Picture:
        ask = "有没做完的案件，接着做吗？"
        if self.only:
            ask = "这个案号有没做完的修改，接着改吗？" if self.editing else "这个案号有没做完的，接着做吗？"
        body = self.listed(ask, width)
        new = f"n {self._anew()}" if self.only else "n 另起一案"
        other = ["c 换个案号接着做"] if self.taken else []
        go_on = "接着改" if self.editing else "接着做"
        keys = [f"数字 {go_on}", "↑↓选 回车定", new, *other, "d 删去选中的", "Ctrl-C走"]
        picture = compose(
            height, head(width, "研判 · 没做完的案件"), body, foot(width, [], self.message, keys)
        )
        return self.seen(picture)

    def press(self, key: str, typed: str) -> Resume | None:
        name = command(key, typed)
        sure, self.sure, self.message = self.sure, None, ""
        if name == "y" and sure is not None:
            return Resume("discard", sure)
        if self.move(name):
            return None
        if digit(name):
            found = self.picked_by(name)
            return self._go_on(found) if found else None
        if name == "n" and not self.only:
            return Resume("new")
        if name in ("enter", "d", "n", "c"):
            return self._on_row(name)
        return None

    def _on_row(self, name: str) -> Resume | None:
        found = self.pointed() or (self.items()[0] if len(self.drafts) == 1 else None)
        if found is None:
            self.message = "先选一件：按前面的数字，或者用↑↓选中。"
        elif name == "enter" and self.pointed() is None:
            self.message = "按 1 接着做。"
        elif name == "enter":
            return self._go_on(found)
        elif name == "c":
            return self._renumber(self.drafts[found.value])
        else:
            self._ask_to_discard(self.drafts[found.value])
        return None

    def _elsewhere(self, draft: SavedDraft) -> bool:
        """Changes to a finished case are gone on with, and thrown away, by `yanpan edit`, where that can be."""
        if draft.revises is None or self.editing:
            return False
        if Path(draft.revises.folder).exists():
            self.message = (
                f"这是改旧案的，不是新案件：退出后用 {edit_words(draft.revises)} 接着改，不要了的也在那里删。"
            )
        else:
            self.message = f"这是改旧案的，那个案件文件夹（{draft.revises.folder}）不在了：移回去再用 yanpan edit 接着改，不要了的按 d 删去。"
        return True

    def _ask_to_discard(self, draft: SavedDraft) -> None:
        """The key that asks is not the one that does it: a key held down would be both."""
        if draft.busy:
            self.message = "另一个窗口正在做这一案，不能删。"
        elif draft.revises and not self.editing and Path(draft.revises.folder).exists():
            self._elsewhere(draft)
        else:
            self.sure = draft
            self.message = f"删去 {draft.case_number} 已答的 {draft.answered} 题？要删按 y，按别的键不删。"

    def _renumber(self, draft: SavedDraft) -> Resume | None:
        if draft.busy:
            self.message = "另一个窗口正在做这一案，回到那个窗口去做。"
        elif not self._elsewhere(draft):
            if self._filed(draft):
                return Resume("renumber", draft)
            self.message = "这个案号没有人用，不用换：按前面的数字接着做。"
        return None

    def _go_on(self, item: Item) -> Resume | None:
        draft = self.drafts[item.value]
        if draft.busy:
            self.message = "另一个窗口正在做这一案，回到那个窗口去做。"
            return None
        if self._elsewhere(draft):
            return None
        if self._filed(draft):
            self.message = (
                f"{draft.case_number} 的案件文件夹已经有了：按 c 换个案号接着做；要改那个案件的，退出后用 yanpan edit；"
                "要换掉它的，退出后加 --replace；不要了的按 d 删去。"
            )
            return None
        return Resume("go on", draft)
