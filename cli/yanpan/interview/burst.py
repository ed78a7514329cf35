"""Whether a character was typed as one of several: 罚款50元 is words and no choice of the fifth row, wu is no 不清楚.

On a list a single character is a key. What comes right behind a letter belongs to the word that was begun.
"""

from __future__ import annotations

import time
from collections.abc import Callable

APART = 0.6
"""Seconds after which a character is no part of what was typed before it."""

BACK = "b"
"""The key that goes back to a page with an answer: the rest of bu must not change it."""


class Burst:
    """The last character that was typed; pages are only compared."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._letter, self._at = "", clock()
        self._page: object = None
        self._in_word = self._joined = False
        self._left: float | None = None

    def joins(self, key: str, typed: str, page: object, *, begins: bool = False) -> bool:
        """Whether a key is a part of what was being typed. `typed`: the character in plain form, or what was pasted.

        The same letter again is a key held down, or pressed twice. Where the page has turned, only the letter that goes
        back joins letters: no word begins with u, and digits may answer the page that came at once. `begins`: letters
        came with it, in one piece.
        """
        self._joined = self._joins(key, typed, page) or begins
        self._in_word = self._in_word or begins
        return self._joined

    def _joins(self, key: str, typed: str, page: object) -> bool:
        now = self._clock()
        near, word = now - self._at < APART, self._in_word
        before, where = self._letter, self._page
        self._at = now
        if key not in ("text", "paste"):
            self._letter, self._page, self._in_word = "", None, False
            return False
        self._letter, self._page = typed, page
        letter = key == "paste" or typed.isalpha()
        if not near or where is None:
            self._in_word = letter
            return False
        if where is not page:
            self._in_word = letter
            return letter and word and before == BACK != typed
        again = before == typed and letter and not self._joined
        self._in_word = word or letter
        return word and not again

    def left(self) -> None:
        """A digit has turned a page where words are typed: the rest of them may follow."""
        self._left = self._clock()

    @property
    def rest(self) -> bool:
        """Whether what is typed now may be that rest."""
        return self._left is not None and self._clock() - self._left < APART
