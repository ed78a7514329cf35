"""What a page is, and how the order of pages asks for them: one coroutine, stepped by whatever shows the pages."""

from __future__ import annotations

from collections.abc import Coroutine, Generator
from typing import Any, Generic, Protocol, TypeVar

from yanpan.errors import Interrupted
from yanpan.interview.paint import Picture

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


class Page(Protocol[R_co]):
    """One screen. `press` returns None while the page stays, else what it was shown for.

    One with `rows` is a list (`listing.ListPage`), one with a `field` is typed in; any other is only read.
    """

    def paint(self, width: int, height: int | None) -> Picture: ...

    def press(self, key: str, typed: str) -> R_co | None: ...


class Shown(Generic[R]):
    """Awaited, it is the answer to a page."""

    def __init__(self, page: Page[R]) -> None:
        self.page = page

    def __await__(self) -> Generator[Page[R], R, R]:
        return (yield self.page)


class Screen:
    """Asks for one page after another."""

    def show(self, page: Page[R]) -> Shown[R]:
        """`await screen.show(page)` is what the person did there. Raises `Interrupted` when they leave."""
        return Shown(page)


class Flow(Generic[R]):
    """The order of pages. `page` is the one to show now; None when it is `done`, and `result` then says with what."""

    def __init__(self, steps: Coroutine[Page[Any], Any, R]) -> None:
        self._steps = steps
        self.page: Page[Any] | None = None
        self.result: R | None = None
        self.done = False

    def begin(self) -> None:
        """To the first page. Raises what stands in the way of it."""
        self._step(None)

    def answer(self, answer: object) -> None:
        """To the page that follows on an answer."""
        self._step(answer)

    def leave(self, why: str = "已停下") -> None:
        """The person leaves: raises `Interrupted` once everything is put away."""
        self.page = None
        try:
            self._steps.throw(Interrupted(why))
        except StopIteration:
            return

    def close(self) -> None:
        """Nothing more will be shown."""
        self._steps.close()

    def _step(self, answer: Any) -> None:
        try:
            self.page = self._steps.send(answer)
        except StopIteration as end:
            self.page, self.result, self.done = None, end.value, True
