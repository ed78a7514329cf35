"""What an interview keeps on disk, from the moment the case has a number until the person is done or leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from yanpan.answers.draft import Draft, KeptAct, Revises, unfinished
from yanpan.answers.profile import Profile
from yanpan.errors import Interrupted, OutputRefused
from yanpan.interview.half import half_written
from yanpan.interview.opening import Opened, Opening, keep_number
from yanpan.interview.pages import Screen
from yanpan.interview.saved import Saved
from yanpan.interview.session import WORDS, Session
from yanpan.questionnaire.compile import Form


@dataclass
class Keeping:
    """The session and its draft, which is None until the case has a number."""

    form: Form
    now: Callable[[], datetime]
    profile: Profile
    drafts: Path
    taken: Callable[[str], bool]
    session: Session
    review_first: bool = False
    draft: Draft | None = None
    message: str = ""
    revises: Revises | None = None
    """The finished case that is being changed."""
    again: str = "yanpan assess"
    """The command that goes on after the person has left."""
    edits: Callable[[str], str] = lambda _: "yanpan edit"
    saved: Saved = field(default_factory=Saved)
    untouched: Session | None = None
    """The session as a new draft began: while it is so, there is nothing to be kept."""
    number_typed: bool = False

    def _stopped(self) -> Interrupted:
        if self.draft is None:
            there = unfinished(self.drafts)
            return Interrupted("已停下，没做完的都还在" if there else "已停下，还没有答题")
        if self.untouched is not None and replace(self.session, at=None) == self.untouched:
            self.draft.discard()
            if self.revises is not None:
                return Interrupted("已停下，什么也没有改")
            if self.number_typed:
                # It has no draft any more to stand in.
                keep_number(self.drafts.parent, self.draft.case_number)
            return Interrupted("已停下，还没有答题")
        if self.saved.trouble is not None or not self.draft.path.exists():
            self._keep(self.session)
        if not self.draft.path.exists():
            self.saved.answers = None
        return self.saved.stopped(self.draft.case_number, self.session.count, self.again)

    async def _begin(self, screen: Screen, case_number: str | None) -> None:
        opening = Opening(
            self.drafts, self.profile.last_case_number, self.now, self.taken, self.profile.warning, self.revises,
            self.edits,
        )  # fmt: skip
        opened = await opening.run(screen, case_number)
        self.draft, self.message = opened.draft, opening.message
        self.number_typed = case_number is None
        if opened.resumed:
            self._take_up(opened)
        else:
            # At once: where nothing can be saved, that is said before the first answer.
            self.untouched = replace(self.session, at=None)
            self._keep(self.session)
        if self.draft.lost and self.draft.lost not in self.message:
            self.message = "；".join(part for part in (self.message, self.draft.lost) if part)

    def _take_up(self, opened: Opened) -> None:
        """Go on with a draft, or with that of another number under this one."""
        kept = (opened.instead or opened.draft).load(self.form)
        if kept is None:
            return
        self.session = self.session.resumed(kept)
        self.saved.done(self.session.count)
        here = self.session.open
        shown = (here.id, f"{WORDS}{here.id}") if here else ()
        words = [*kept.dropped] or [
            f"接着做：已答 {self.session.count} 题。",
            *half_written(self.session, but=shown),
        ]
        *before, last = [part for part in (self.message, *words) if part]
        self.message = "；".join([*(part.rstrip("。") for part in before), last])
        if opened.instead is not None:
            self._keep(self.session)
            if self.saved.trouble is None:
                opened.instead.discard()
            else:
                opened.instead.close()

    def _said(self) -> str:
        """What is to be said on the next page: also that nothing can be saved, as long as it is so."""
        message, self.message = self.message, ""
        warning = self.saved.warning
        return "；".join(part for part in (warning, message if message != warning else "") if part)

    def _keep(self, session: Session) -> None:
        """Save at once. A full disk is said and must not throw away what is on screen."""
        self.session = session
        assert self.draft  # noqa: S101
        more = {} if self.revises is None else {"revises": self.revises}
        first = session.focused(0)
        acts = tuple(
            KeptAct(tuple(sorted(own.skipped)), dict(own.remarks), dict(own.typed)) for own in session.further
        )
        try:
            self.draft.save(
                session.answers(self.draft.case_number),
                self.form,
                self.now(),
                skipped=first.skipped,
                remarks=first.remarks,
                typed=first.typed,
                acts=acts,
                offers={name: value for name, value in session.offers.items() if name not in first.given},
                **more,
            )
        except OutputRefused as error:
            self.saved.failed(error)
            self.message = self.saved.warning
        else:
            self.saved.done(session.count)
