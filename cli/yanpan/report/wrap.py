"""Where an overlong word may break. Typst breaks lines at words only, and never within one that fills a line.

A digest, an address or a word of 300 letters would run off the page. Such a piece of text is cut into its
characters, between which the paper allows a break; ordinary words stay whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

_CHINESE = "\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Between two of these a line may always end."""

_MARKS = "“”‘’\"'·…—～/\\-"
"""These hold on to the character before or after them."""


def breakable(text: str, room: int) -> Iterator[str | None]:
    """The text in pieces; between the characters of a piece longer than `room`, None: a break is allowed there.

    >>> list(breakable("网址 abcdef", 5))
    ['网址 ', 'a', None, 'b', None, 'c', None, 'd', None, 'e', None, 'f']
    """
    at = 0
    for found in _overlong(room).finditer(text):
        if found.start() > at:
            yield text[at : found.start()]
        for number, character in enumerate(found[0]):
            if number:
                yield None
            yield character
        at = found.end()
    if at < len(text):
        yield text[at:]


@cache
def _overlong(room: int) -> re.Pattern[str]:
    """Matches more than `room` characters in a row without a sure place to break."""
    other = f"[^ {_CHINESE}]"
    return re.compile(f"{other}{{{room + 1},}}|(?:[{_CHINESE}]?[{_MARKS}]){{{room + 1},}}")
