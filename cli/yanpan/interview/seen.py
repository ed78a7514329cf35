"""Whether the page on the screen can have been read: what is pressed before answers nothing, whatever turned the page."""

from __future__ import annotations

import time
from collections.abc import Callable

SEEN = 0.25
"""Seconds from the moment a page was painted to the first key that can be an answer to it: no eye and hand are quicker."""

HABIT = 0.6
"""Seconds for which Enter and Tab answer nothing where nothing was typed or pointed at: the finger that has just turned
the page, or took the words before, often comes down once more."""

SOON = "这一屏刚出来，按的键没有收下：看清再按。"
"""Said of a key that would have answered a page before it could be read."""

BY_HABIT = "前一题已经答了，跟着按的回车没有算：看清这一题再按。"
"""Said of Enter or Tab from habit."""


class Seen:
    """The page that stands on the screen now."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._waits = self._rests = False
        self._painted: float | None = None

    def turned(self) -> None:
        """Another page is to be painted."""
        self._waits, self._rests, self._painted = True, True, None

    def touched(self) -> None:
        """Something was typed or pointed at there: Enter means that."""
        if not self.too_soon:
            self._rests = False

    def painted(self) -> None:
        """It stands on the screen, and could be read there."""
        if self._painted is None:
            self._painted = self._clock()

    @property
    def too_soon(self) -> bool:
        """Whether nobody can have read it yet."""
        self._waits = self._waits and not self._stood(SEEN)
        return self._waits

    @property
    def by_habit(self) -> bool:
        """Whether Enter or Tab may still belong to the page before."""
        self._rests = self._rests and not self._stood(HABIT)
        return self._rests

    def _stood(self, seconds: float) -> bool:
        return self._painted is not None and self._clock() - self._painted >= seconds
