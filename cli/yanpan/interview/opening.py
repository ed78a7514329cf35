"""Which case it is: go on with an unfinished one, or give a new one its number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from yanpan.answers import WrongValue
from yanpan.answers.draft import Draft, SavedDraft, unfinished
from yanpan.answers.profile import next_case_number
from yanpan.errors import InputRefused
from yanpan.interview.line import LinePage
from yanpan.interview.lists import ResumePage
from yanpan.interview.pages import Screen
from yanpan.storage import check_case_number


@dataclass(frozen=True)
class Opened:
    """The case taken hold of. `resumed`: its draft is to be taken up."""

    draft: Draft
    resumed: bool


@dataclass
class Opening:
    """`last` is the last case number of the profile, `taken` says which numbers have a case folder already."""

    drafts: Path
    last: str
    now: Callable[[], datetime]
    taken: Callable[[str], bool]
    message: str = ""

    async def run(self, screen: Screen, case_number: str | None) -> Opened:
        """Ask until a case is open. A number from the command line is taken as it is."""
        if case_number:
            found = [draft for draft in unfinished(self.drafts) if draft.case_number == case_number]
            resumed = bool(found) and await self._resume(screen, found, only=True) is not None
            return Opened(Draft.begin(self.drafts, case_number), resumed)
        while True:
            found = unfinished(self.drafts)
            if found and (number := await self._resume(screen, found)):
                return Opened(Draft.begin(self.drafts, number), True)
            if (number := await self._new(screen)) is None:
                continue
            try:
                return Opened(Draft.begin(self.drafts, number), False)
            except InputRefused as busy:
                self.message = str(busy)

    async def _resume(self, screen: Screen, found: list[SavedDraft], *, only: bool = False) -> str | None:
        """The case to go on with, or None for another (or the same from the start)."""
        message = ""
        while found:
            page = ResumePage(found, self.now(), only=only, message=message)
            act = await screen.show(page)
            if act.name == "new":
                return None
            if act.name == "discard":
                Draft.begin(self.drafts, act.case_number).discard()
                found = [draft for draft in found if draft.case_number != act.case_number]
            elif self.taken(act.case_number):
                ways = (
                    "在改它的，退出后用 yanpan edit；不要了的，删去这份草稿；从头重做的，退出后加 --replace"
                )
                message = f"{act.case_number} 的案件文件夹已经有了：{ways}。"
            else:
                return act.case_number
        return None

    async def _new(self, screen: Screen) -> str | None:
        """A number that is free; None to go back to the unfinished cases."""
        suggestion = next_case_number(self.last, self.now())
        while suggestion and (self.taken(suggestion) or self._has_draft(suggestion)):
            suggestion = next_case_number(suggestion, self.now())
        message, self.message = self.message, ""
        cancel = "Esc 回上一屏" if unfinished(self.drafts) else ""
        page = case_number_page(suggestion, self._free, message, cancel)
        return (await screen.show(page)).text

    def _free(self, text: str) -> str:
        number = check_case_number(text)
        if self.taken(number):
            raise WrongValue(f"{number} 的案件文件夹已经有了", "换一个案号；要改它的，退出后用 yanpan edit。")
        if self._has_draft(number):
            raise WrongValue(f"{number} 有没做完的草稿", "换一个案号；要接着做的，按 Esc 回到上一屏选它。")
        return number

    def _has_draft(self, number: str) -> bool:
        return any(draft.case_number == number for draft in unfinished(self.drafts))


def case_number_page(suggestion: str, check: Callable[[str], str], message: str, cancel: str) -> LinePage:
    """The page for the number of a new case, which is checked as it is typed."""
    return LinePage(
        "研判 · 新案件",
        "案号是什么？",
        help="案件文件夹以它命名。写成 粤韶执〔2026〕12号 的样子；括号用〔〕、（）、[] 都可以。",
        text=suggestion,
        check=check,
        echo=lambda text: "" if check(text) == text else f"= {check(text)}",
        cancel=cancel,
        message=message,
        suggested=True,
    )
