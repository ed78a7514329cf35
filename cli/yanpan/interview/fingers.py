"""Whether a key was pressed, or is only still down: a keyboard repeats it after 0.25–0.8 s, then every 15–330 ms, and a
slow line hands over in one bundle what came in half a second.

A key that is held down does its work once. Where the same key comes again, it is a finger's when nothing more of it follows
for a while, or when there was a pause that no keyboard makes. Any other key is never kept waiting.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import Enum

REPEAT = 0.2
"""Seconds: the same key sooner than this after itself is the keyboard's."""

LET_GO = 1.5
"""Seconds after which the same key is a new press: a keyboard waits 0.8 at most before it repeats, a slow line adds 0.5."""

OPENS = 1.0
"""Seconds without a key after which a field that has refused one takes what is typed."""

PAUSE = 0.6
"""Seconds after which, once a key was seen to repeat, it may be a new press. Longer than WATCHED."""

RUN = 3
"""The same character as often, on a field for words, may be typed. More are a key held down."""

WATCHED = 0.55
"""Seconds for which a press that may be a repeat is watched before it counts: longer than between two repeats, or bundles."""


class Verdict(Enum):
    TAKE, WATCH, DROP = "take", "watch", "drop"


class Fingers:
    """One keyboard. `saw` what was thrown away, `judge` what is to be taken; pages are only compared."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        # The command that started all this was ended by Enter.
        self._key, self._at = "enter", clock()
        self._page: object = None
        self._repeating = self._watching = False
        self._closed: object = None
        self._run = 0

    def judge(
        self,
        key: str,
        page: object,
        *,
        free: bool,
        typed: bool = False,
        words: bool = False,
        held: bool = False,
    ) -> Verdict:
        """`free` keys move or type on their page, so they may repeat there; what left a page may not on the next one.

        `typed`: it is a character for a field. A field that has refused one takes none before a pause: half of a number
        would stand there. `words`: the field is one for words, so that a few of the same character are watched
        together (11栋 behind a 1 that answered the page before). `held`: more of the same came in one piece with it.
        """
        same, now = key == self._key, self._clock()
        gap, self._key, self._at = now - self._at, key, now
        if typed and self._closed is page and gap < OPENS:
            return Verdict.DROP
        self._closed = None
        if same and held and not free:
            # However long nothing has come: the line stood still, and the key was down all the time.
            self._repeating, self._watching = True, False
            self._closed = page if typed else None
            return Verdict.DROP
        if not same or gap >= LET_GO:
            self.pressed(page)
            return Verdict.TAKE
        if free and page is self._page:
            return Verdict.TAKE
        if words and self._run < RUN:
            self._run += 1
            return Verdict.WATCH
        if words or self._watching or gap < (PAUSE if self._repeating else REPEAT):
            self._repeating, self._watching = True, False
            self._closed = page if typed else None
            return Verdict.DROP
        self._watching = True
        return Verdict.WATCH

    def pressed(self, page: object) -> None:
        """The last key was pressed, on this page."""
        self._page, self._repeating, self._watching, self._run = page, False, False, 0

    def saw(self, key: str) -> None:
        """A key that came before the page it would have met could be read."""
        self._repeating = key == self._key
        if key != self._key:
            self._page = None
        self._key, self._at = key, self._clock()
