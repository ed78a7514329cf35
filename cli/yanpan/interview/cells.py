"""Control characters in text that is pasted where the terminal does not say so: the tabs between the cells of a table are no
keys, and what stands on both sides of one is not one word."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from prompt_toolkit.key_binding.key_processor import KeyPress
from prompt_toolkit.keys import Keys

from yanpan.interview.ahead import text_follows
from yanpan.interview.field import EDITS

ALONE = 0.04
"""Seconds in which nothing comes behind a Tab that is a key: what is pasted may be handed over in several pieces."""

_CONTROL = re.compile(r"c-(?:[a-z@\\\]^_])")
_NEVER_PRESSED = frozenset({"c-k"})
"""What edits a field as a key, and stands in text as a line break of a word processor (U+000B)."""


class Cells:
    """What came right before, in one piece."""

    def __init__(self) -> None:
        self._text = False

    def apart(self, pressed: KeyPress, name: str, page: Any, behind: Collection[KeyPress]) -> bool:
        """Whether a key only sets apart what is typed into the field of a page. Asked of every key, in their order."""
        field = getattr(page, "field", None)
        before, self._text = self._text, bool(behind) and name in ("text", "paste")
        if field is None or name in ("text", "paste"):
            return False
        if name == "tab":
            # It takes what stands there untouched, or confirms what was asked of it; else it means nothing here.
            means = field.offered or getattr(page, "past", "") or not field.text
            apart = text_follows(behind) or not means
        else:
            apart = before and text_follows(behind) and _is_control(pressed, name, page)
        self._text = apart and bool(behind)
        return apart


def _is_control(pressed: KeyPress, name: str, page: Any) -> bool:
    if pressed.key is Keys.Ignore:
        return "\x80" <= pressed.data <= "\x9f"
    if name == "enter" or not isinstance(pressed.key, Keys) or not _CONTROL.fullmatch(pressed.key.value):
        return False
    # Whoever types ahead of a slow line corrects, too; and leaves.
    edits = name in EDITS - _NEVER_PRESSED and not page.takes(name)
    return not edits and pressed.key not in (Keys.ControlC, Keys.ControlD)
