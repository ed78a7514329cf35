"""Pages beside the questions: what is written there goes into the draft step by step, and stands there again later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from yanpan.errors import Interrupted
from yanpan.interview.line import LinePage
from yanpan.interview.listing import ListPage
from yanpan.interview.pages import Page, Screen
from yanpan.interview.session import Session

R = TypeVar("R")


@dataclass
class Desk:
    """Shows pages and keeps what stands on them. `keep` saves a session, and is told of every one."""

    screen: Screen
    session: Session
    keep: Callable[[Session], None]

    def save(self, session: Session) -> None:
        """Take over a session and save it, when it is another one."""
        if session is not self.session:
            self.session = session
            self.keep(session)

    def typed(self, name: str) -> str:
        """What was left under this name."""
        return self.session.typed.get(name, "")

    def hold(self, name: str, text: str) -> None:
        """Keep what stands under this name; nothing when it is empty."""
        self.save(self.session.hold(name, text))

    def forget(self, *names: str) -> Session:
        """The session without what stands under names that begin so: it has become a part of the case."""
        typed = {name: text for name, text in self.session.typed.items() if not name.startswith(names)}
        return replace(self.session, typed=typed)

    async def line(self, name: str, page: LinePage) -> str | None:
        """The line that is entered, kept at once; None when the person went back, and what stood there is kept."""
        page.take_up(self.typed(name))
        try:
            text = (await self.screen.show(page)).text
        except Interrupted:
            self.hold(name, page.held())
            raise
        self.hold(name, page.held() if text is None else "" if text == page.had else text)
        return text

    async def listed(self, page: ListPage, put_by: Callable[[], None]) -> object:
        """What was done on a page with a list. `put_by` keeps what stands there when the person leaves from it."""
        try:
            return await self.show(page)
        except Interrupted:
            put_by()
            raise

    async def show(self, page: Page[R]) -> R:
        """A page with nothing on it to be kept."""
        answer: R = await self.screen.show(page)
        return answer
