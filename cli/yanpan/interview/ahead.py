"""What has come in one piece behind a key: nobody has looked at the page between the two."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from prompt_toolkit.key_binding.key_processor import KeyPress

from yanpan.interview.keyboard import named
from yanpan.interview.listing import command

_REPEATS = 2
_FOLLOWING = 80
"""Keys behind one that are looked at: what has come already may be very long."""


def words_follow(typed: str, queue: Iterable[KeyPress], *, searched: bool = False) -> bool:
    """Whether words came behind a key on a list: 2号 of an input method, u1, or an Enter in the middle of lines.

    The same character again is a key held down, and digits behind a digit or Enter are keys of somebody in a hurry. Where
    the list is `searched` by typing, a number in one piece is a word like any other: 500 of 罚款500元.
    """
    keys = (named(pressed) for pressed in islice(queue, _FOLLOWING))
    behind = [text for name, text in keys if name == "text" and text.strip()]
    if searched and typed.isdecimal():
        return bool(behind)
    return any(typed.isalpha() or not text.isdecimal() for text in behind if text != typed)


def repeats_follow(key: str, queue: Iterable[KeyPress]) -> bool:
    """Whether the same key came twice more in one piece with it: a stalled line hands over a key held down like that."""
    keys = [named(pressed) for pressed in islice(queue, _REPEATS)]
    return len(keys) == _REPEATS and all(command(*pressed) == key for pressed in keys)


def text_follows(queue: Iterable[KeyPress]) -> bool:
    """Whether a character came behind a key in one piece with it, an Enter between them or not."""
    return any(named(pressed)[0] == "text" for pressed in islice(queue, _FOLLOWING))


def lines_follow(queue: Iterable[KeyPress]) -> bool:
    """Whether another whole line came behind an Enter. A line that has no end yet is the beginning of what is typed next."""
    text = False
    for pressed in islice(queue, _FOLLOWING):
        name, _ = named(pressed)
        if name == "enter" and text:
            return True
        text = text or name in ("text", "paste")
    return False
