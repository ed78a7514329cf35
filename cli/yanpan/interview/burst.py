"""Whether a key came as one of several: 罚款50元 is words and no choice of the fifth row, wu is no 不清楚.

On a list a single character is a key. What comes right behind a letter belongs to the word that was begun, and what
comes right behind the character that turned the page to what was typed there: 1000 is no 1 here and no 都没有 there.
A list that has seen text which is no answer is closed until nothing has come for a while: in 没有⏎1 neither Enter nor
the digit behind it was pressed by somebody who looked at the rows.
"""

from __future__ import annotations

import time
from collections.abc import Callable

APART = 0.6
"""Seconds after which a key is no part of what was typed before it."""

LOOKED = 0.2
"""Seconds between words that found just one row and the Enter that takes it: nobody's hand is quicker, a paste is."""

BACK = "b"
"""The key that may turn page after page: it goes back, and answers nothing."""

_BEHIND = ("enter", "tab")
"""Keys that are typed behind words by those who type lines. An arrow is pressed by somebody who looks at the rows."""


class Burst:
    """The last character that was typed; pages are only compared."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._at = clock()
        self._left: float | None = None
        self._several: object = None
        self._over()

    def _over(self) -> None:
        self._letter, self._page = "", None  # type: str, object
        self._in_word = self._joined = self._closed = False

    def joins(
        self,
        key: str,
        typed: str,
        page: object,
        *,
        listed: bool = True,
        begins: bool = False,
        chooses: bool = True,
        found: bool = False,
    ) -> bool:
        """Whether a key is a part of what was being typed. `typed`: the character in plain form, or what was pasted.

        The same letter again is a key held down, or pressed twice. `listed`: the page is a list; in a field Enter and
        the arrows end what was typed. `begins`: words came with it, in one piece. `chooses`: it stands for something
        here; behind one that does not, nothing is a key. `found`: what was typed has found a row, which is pointed at.
        """
        now = self._clock()
        looked = found and key == "enter" and now - self._at >= LOOKED and not begins
        if now - self._at >= APART or looked:
            self._over()
        self._at = now
        self._closed = self._closed or begins
        if key not in ("text", "paste"):
            if not self._closed:
                self._left = None
            if not listed or not (self._closed or key in _BEHIND):
                self._over()
            return self._closed
        self._joined = self._joins(key, typed, page) or self._closed
        self._letter, self._page = typed, page
        self._in_word = self._in_word or self._joined or key == "paste" or typed.isalpha()
        self._closed = self._joined or not chooses
        return self._joined

    def _joins(self, key: str, typed: str, page: object) -> bool:
        if self._page is None:
            return False
        if self._page is not page:
            return self._joined or not self._letter == typed == BACK
        letter = key == "paste" or typed.isalpha()
        again = self._letter == typed and letter and not self._joined
        behind_digit = self._letter.isdigit() and (letter or typed == "0")
        return not again and (self._in_word or behind_digit)

    def left(self) -> None:
        """A character has turned the page of a list: the rest of what is being typed may follow."""
        self._left = self._clock()

    @property
    def rest(self) -> bool:
        """Whether what is typed now may be that rest."""
        return self._left is not None and self._clock() - self._left < APART

    def line(self, page: object, *, more: bool) -> bool:
        """Whether Enter in a field only ends one of several lines that came at once. `more` of them follow."""
        now = self._clock()
        if more:
            self._several = page
        elif self._several is not page or now - self._at >= APART:
            self._several = None
            return False
        self._at = now
        return True
