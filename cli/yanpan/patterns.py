"""Regular expressions that are made when they are first asked: most that are known to a module are not, in most runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any


class Later:
    """A regular expression, compiled at its first use; the methods are those of `re.Pattern`."""

    __slots__ = ("_flags", "_made", "_words")

    def __init__(self, words: str, flags: int = 0) -> None:
        self._words, self._flags = words, flags
        self._made: re.Pattern[str] | None = None

    def _now(self) -> re.Pattern[str]:
        if self._made is None:
            self._made = re.compile(self._words, self._flags)
        return self._made

    def search(self, text: str, at: int = 0) -> re.Match[str] | None:
        return self._now().search(text, at)

    def match(self, text: str, at: int = 0) -> re.Match[str] | None:
        return self._now().match(text, at)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self._now().fullmatch(text)

    def sub(self, instead: str | Callable[[re.Match[str]], str], text: str) -> str:
        return self._now().sub(instead, text)

    def split(self, text: str, maxsplit: int = 0) -> list[str]:
        return [part or "" for part in self._now().split(text, maxsplit)]

    def findall(self, text: str) -> list[Any]:
        return self._now().findall(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self._now().finditer(text)
