"""Which case it is: go on with an unfinished one, or give a new one its number."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from yanpan.answers import WrongValue
from yanpan.answers.draft import Draft, Revises, SavedDraft, sweep_damaged, unfinished
from yanpan.answers.draft_file import answered, decoded
from yanpan.answers.profile import next_case_number
from yanpan.errors import InputRefused, Interrupted, OutputRefused
from yanpan.interview.line import LinePage
from yanpan.interview.pages import Screen
from yanpan.interview.resume import ResumePage, edit_words
from yanpan.storage import check_case_number, check_new_number, write_file


@dataclass(frozen=True)
class Opened:
    """The case taken hold of. `resumed`: its draft is to be taken up, or the one of `instead` under this number."""

    draft: Draft
    resumed: bool
    instead: Draft | None = None


@dataclass
class Opening:
    """`last` is the last case number of the profile, `taken` says which numbers have a case folder already.

    With `revises` a finished case is changed: only drafts of that are gone on with. `edits` is the command that would
    change the case of a number that is taken.
    """

    drafts: Path
    last: str
    now: Callable[[], datetime]
    taken: Callable[[str], bool]
    message: str = ""
    revises: Revises | None = None
    edits: Callable[[str], str] = lambda _: "yanpan edit"

    async def run(self, screen: Screen, case_number: str | None) -> Opened:
        """Ask until a case is open. A number from the command line is taken as it is.

        What is damaged is set aside first and told on the first page, whichever that is.
        """
        self._add(*sweep_damaged(self.drafts))
        if case_number:
            return await self._named(screen, check_case_number(case_number))
        while True:
            found = self._found()
            if found and (opened := await self._resume(screen, found)):
                return opened
            if (number := await self._new(screen)) is None:
                continue
            try:
                return Opened(Draft.begin(self.drafts, number), False)
            except InputRefused as busy:
                self.message = f"{busy.what}。{busy.remedy}"

    def _found(self) -> list[SavedDraft]:
        return unfinished(self.drafts)

    async def _named(self, screen: Screen, number: str) -> Opened:
        editing = self.revises is not None
        found = self._found_of(number)
        for draft in found:
            self._check_same_case(draft)
        if found and (opened := await self._resume(screen, found, only=number)):
            return opened
        if not editing and self.taken(number):
            raise InputRefused(
                f"{number} 的案件文件夹已经有了",
                remedy=f"要改它的，用 {self.edits(number)}；从头重做、换掉它的，加 --replace；不是同一个案件的，换一个案号。",
            )
        return Opened(Draft.begin(self.drafts, number, revising=editing), False)

    def _found_of(self, number: str) -> list[SavedDraft]:
        editing = self.revises is not None
        return [d for d in self._found() if d.case_number == number and (d.revises is not None) is editing]

    def _check_same_case(self, draft: SavedDraft) -> None:
        """Say when the changes were begun on another record. Raises `InputRefused` for those to another case."""
        old, new = draft.revises, self.revises
        if old is None or new is None or old.digest == new.digest:
            return
        if old.folder != new.folder and Path(old.folder).exists():
            raise InputRefused(
                f"{draft.case_number} 有没改完的，改的是另一个文件夹里的：{old.folder}",
                remedy=f"先用 {edit_words(old)} 把那一份改完，或者在那里删去。",
            )
        self._add("开始改以后，这个案件又研判过一次：接着改的，用的是当时的答案，后来改的不在里面。")

    def _add(self, *words: str) -> None:
        self.message = "；".join(part for part in (self.message, *words) if part)

    def _take(self) -> str:
        """What is to be said on the next page."""
        message, self.message = self.message, ""
        return message

    async def _resume(self, screen: Screen, found: list[SavedDraft], *, only: str = "") -> Opened | None:
        """The case to go on with, or None for another (or the same from the start). `only`: those of this number."""
        editing = self.revises is not None
        while found:
            page = ResumePage(
                found, self.now(), taken=self.taken, only=bool(only), editing=editing, message=self._take()
            )
            act = await screen.show(page)
            if act.draft is None:
                return None
            number, revising = act.draft.case_number, act.draft.revises is not None
            try:
                draft = Draft.begin(self.drafts, number, revising=revising)
            except InputRefused as busy:
                self.message = f"{busy.what}。{busy.remedy}"
                continue
            if stale := self._stale(draft, act.draft, act.name):
                draft.close()
                self._add(stale)
                found = self._found_of(only) if only else self._found()
            elif act.name == "go on":
                return Opened(draft, True)
            elif act.name == "discard":
                draft.discard()
                found = [other for other in found if other is not act.draft]
            elif other := await self._renumbered(screen, draft):
                return other
        return None

    def _stale(self, draft: Draft, shown: SavedDraft, act: str) -> str:
        """What has become of a draft, held now, since the page showed it; empty where it is as it was.

        Raises `InputRefused` for changes that are gone: the answers at hand are those of before them.
        """
        number, revising = shown.case_number, shown.revises is not None
        there = decoded(draft.path) if draft.path.exists() else None
        if there is None and draft.lost:
            return ""
        if there is None and revising and self.revises is not None:
            draft.close()
            raise InputRefused(
                f"{number} 没改完的，在另一个窗口里改完了，或者删去了",
                remedy=f"再运行 {edit_words(self.revises)}，看现在的。",
            )
        if not revising and act == "go on" and self.taken(number):
            return f"{number} 在另一个窗口里做完了，案件文件夹已经有了"
        if there is None:
            return f"{number} 没做完的不在了：在另一个窗口里做完了，或者删去了"
        if (there.saved_at, answered(there.document)) != (shown.saved_at, shown.answered):
            return f"{number} 在另一个窗口里又答过：看清现在的再按"
        return ""

    async def _renumbered(self, screen: Screen, old: Draft) -> Opened | None:
        """The case of this draft under another number."""
        try:
            while (number := await self._new(screen)) is not None:
                try:
                    return Opened(Draft.begin(self.drafts, number), True, instead=old)
                except InputRefused as busy:
                    self.message = f"{busy.what}。{busy.remedy}"
        except BaseException:
            old.close()
            raise
        old.close()
        return None

    async def _new(self, screen: Screen) -> str | None:
        """A number that is free; None to go back to the unfinished cases."""
        suggestion = next_case_number(self.last, self.now())
        while suggestion and (self.taken(suggestion) or self._has_draft(suggestion)):
            suggestion = next_case_number(suggestion, self.now())
        cancel = "Esc 回上一屏" if self._found() else ""
        page = case_number_page(suggestion, self._free, self._take(), cancel)
        page.take_up(kept_number(self.drafts.parent))
        try:
            typed = await screen.show(page)
        except Interrupted:
            keep_number(self.drafts.parent, page.held())
            raise
        keep_number(self.drafts.parent, page.held() if typed.text is None else "")
        return typed.text

    def _free(self, text: str) -> str:
        number = check_new_number(text)
        if self.taken(number):
            raise WrongValue(
                f"{number} 的案件文件夹已经有了", f"换一个案号；要改它的，退出后用 {self.edits(number)}。"
            )
        if self._has_draft(number):
            raise WrongValue(f"{number} 有没做完的草稿", "换一个案号；要接着做的，按 Esc 回到上一屏选它。")
        return number

    def _has_draft(self, number: str) -> bool:
        return any(draft.case_number == number and draft.revises is None for draft in self._found())


def kept_number(home: Path) -> str:
    """A case number that was typed and left before there was a draft to keep it."""
    try:
        return (home / _NUMBER_TYPED).read_text(encoding="utf-8")[:_MOST]
    except (OSError, UnicodeDecodeError):
        return ""


def keep_number(home: Path, typed: str) -> None:
    """Keep it, or forget the one that was kept."""
    with contextlib.suppress(OSError, OutputRefused):
        if typed:
            write_file(home / _NUMBER_TYPED, typed.encode())
        else:
            (home / _NUMBER_TYPED).unlink(missing_ok=True)


_NUMBER_TYPED = "case-number.typed"
_MOST = 200


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
