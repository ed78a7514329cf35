"""Whether a character was typed as one of several: 罚款50元 is words and no choice of the fifth row, wu is no 不清楚.

On a list a single character is a key. What comes right behind a letter belongs to the word that was begun, and what
comes right behind the character that turned the page to what was typed there: 1000 is no 1 here and no 都没有 there.
"""

from __future__ import annotations

import time
from collections.abc import Callable

APART = 0.6
"""Seconds after which a character is no part of what was typed before it."""

BACK = "b"
"""The key that may turn page after page: it goes back, and answers nothing."""


class Burst:
    """The last character that was typed; pages are only compared."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._letter, self._at = "", clock()
        self._page: object = None
        self._in_word = self._joined = False
        self._chose = True
        self._left: float | None = None

    def joins(
        self, key: str, typed: str, page: object, *, begins: bool = False, chooses: bool = True
    ) -> bool:
        """Whether a key is a part of what was being typed. `typed`: the character in plain form, or what was pasted.

        The same letter again is a key held down, or pressed twice. `begins`: letters came with it, in one piece.
        `chooses`: it stands for something here; behind one that does not, nothing is a key.
        """
        self._joined = self._joins(key, typed, page) or begins
        self._in_word = self._in_word or begins
        self._chose = chooses and not self._joined
        return self._joined

    def _joins(self, key: str, typed: str, page: object) -> bool:
        now = self._clock()
        near, word = now - self._at < APART, self._in_word
        before, where = self._letter, self._page
        self._at = now
        if key not in ("text", "paste"):
            self._letter, self._page, self._in_word, self._left = "", None, False, None
            return False
        self._letter, self._page = typed, page
        letter = key == "paste" or typed.isalpha()
        if not near or where is None:
            self._in_word = letter
            return False
        if where is not page:
            joins = self._joined or not before == typed == BACK
            self._in_word = joins or letter
            return joins
        again = before == typed and letter and not self._joined
        behind_digit = before.isdigit() and (letter or typed == "0")
        joins = not again and (word or behind_digit or not self._chose)
        self._in_word = word or letter or joins
        return joins

    def left(self) -> None:
        """A character has turned the page of a list: the rest of what is being typed may follow."""
        self._left = self._clock()

    @property
    def rest(self) -> bool:
        """Whether what is typed now may be that rest."""
        return self._left is not None and self._clock() - self._left < APART
