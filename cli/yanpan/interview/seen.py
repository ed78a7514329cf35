"""Whether the page on the screen can have been read: what is pressed before answers nothing, whatever turned the page."""

from __future__ import annotations

import time
from collections.abc import Callable

SEEN = 0.25
"""Seconds from the moment a page was painted to the first key that can be an answer to it: no eye and hand are quicker."""

SOON = "这一屏刚出来，按的键没有收下：看清再按。"
"""Said of a key that would have answered a page before it could be read."""


class Seen:
    """The page that stands on the screen now."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._waits = False
        self._painted: float | None = None

    def turned(self) -> None:
        """Another page is to be painted."""
        self._waits, self._painted = True, None

    def painted(self) -> None:
        """It stands on the screen, and could be read there."""
        if self._painted is None:
            self._painted = self._clock()

    @property
    def too_soon(self) -> bool:
        """Whether nobody can have read it yet."""
        if self._waits and self._painted is not None and self._clock() - self._painted >= SEEN:
            self._waits = False
        return self._waits
