"""Which pieces of text must be able to break anywhere.

Typst ends a line only where the rules of the script allow it, and lets a word that no line holds run off the page.
A digest, an address, a row of 300 exclamation marks is therefore cut into its characters; other text stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Between two of these a line may always end."""

_HOLDING = "“”‘’\"'·…—～/\\-\u00a0"
"""These may hold on to what stands on both sides of them."""

_NARROW = re.compile("[!-@\\[-ln-vx-~]")
"""Half as wide as a Chinese character; the other capitals may be as wide as one."""


def pieces(text: str, room: int) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it must be able to break anywhere: it has no sure place for the end of a
    line and is wider than `room`, in half widths of a Chinese character.

    >>> list(pieces("网址 abcdef。", 5))
    [('网址 ', False), ('abcdef。', True)]
    """
    at = 0
    for found in _candidates(room).finditer(text):
        if found.lastgroup == "word" and 2 * len(found[0]) - len(_NARROW.findall(found[0])) <= room:
            continue
        if found.start() > at:
            yield text[at : found.start()], False
        yield found[0], True
        at = found.end()
    if at < len(text):
        yield text[at:], False


@cache
def _candidates(room: int) -> re.Pattern[str]:
    """Matches what may be too wide: a run without Chinese characters, or one where marks hold them together."""
    return re.compile(
        f"(?P<held>(?:[{_HAN}]?[{_HOLDING}]){{{room // 4 + 1},}}[{_HAN}]?)|(?P<word>[^ {_HAN}]{{{room // 2 + 1},}})"
    )
