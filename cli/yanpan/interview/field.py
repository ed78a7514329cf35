"""One line of text being typed: kept by prompt_toolkit's buffer once it is on the screen, so that all its keys work."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from yanpan.interview.paint import cell, printable

if TYPE_CHECKING:
    from prompt_toolkit.buffer import Buffer

MAX = 2000
EDITS = frozenset({
    "left", "right", "home", "end", "c-left", "c-right", "c-a", "c-e", "c-b", "c-f", "backspace", "delete", "c-k", "c-u", "c-w",
})  # fmt: skip
"""Keys with which a field is edited. There are no others."""

MOST_ROWS = 6

_APART = re.compile("[\x0b\x0c\x1c-\x1f\x85]|(?<=[0-9])[\x00-\x1f\x7f-\x9f]+(?=[0-9])")
"""Breaks of word processors and tables, and whatever stands between two numbers: 12 and 3 are not 123."""


class Field:
    """Text with a cursor. `offered` text was not typed here: the first character typed at its end replaces it."""

    def __init__(self, text: str = "", *, offered: bool = False) -> None:
        self._first = printable(text)
        self._offered = offered and bool(self._first)

    @cached_property
    def buffer(self) -> Buffer:
        """What the screen edits. Made when the field is shown first: to load it takes as long as to paint a page."""
        from prompt_toolkit.buffer import Buffer
        from prompt_toolkit.document import Document

        return Buffer(document=Document(self._first, len(self._first)), multiline=False)

    @property
    def text(self) -> str:
        return self.buffer.text if "buffer" in self.__dict__ else self._first

    @property
    def offered(self) -> bool:
        """Whether the text stands as it was offered; blanks before it make no other of it."""
        return self._offered and self.text.strip() == self._first.strip()

    def insert(self, typed: str) -> str:
        """Put text at the cursor, without control characters and within the limit; what to say of it, if anything."""
        buffer = self.buffer
        if self.offered and buffer.document.is_cursor_at_the_end:
            buffer.text = ""
        typed = printable(_APART.sub(" ", typed))
        if typed.strip() or not buffer.text:
            self._offered = False
        room = max(0, MAX - len(buffer.text))
        buffer.insert_text(typed[:room])
        return f"只能写 {MAX} 字，后面的 {len(typed) - room} 字没有收下。" if len(typed) > room else ""

    def clear(self) -> None:
        """Empty it, as a field in which nothing was offered."""
        self.replace("")

    def edit(self, key: str) -> bool:
        """Do what one of the `EDITS` does; whether the text is another then."""
        buffer = self.buffer
        before, document = buffer.text, buffer.document
        after = len(document.text_after_cursor)
        if key in ("left", "c-b"):
            buffer.cursor_left()
        elif key in ("right", "c-f"):
            buffer.cursor_right()
        elif key in ("home", "c-a"):
            buffer.cursor_position = 0
        elif key in ("end", "c-e"):
            buffer.cursor_position = len(before)
        elif key == "c-left":
            buffer.cursor_position += document.find_previous_word_beginning() or -document.cursor_position
        elif key == "c-right":
            buffer.cursor_position += document.find_next_word_ending() or after
        elif key == "backspace":
            buffer.delete_before_cursor()
        elif key == "delete":
            buffer.delete()
        elif key == "c-k":
            buffer.delete(after)
        elif key == "c-u":
            buffer.delete_before_cursor(document.cursor_position)
        elif key == "c-w":
            buffer.delete_before_cursor(
                -(document.find_previous_word_beginning() or -document.cursor_position)
            )
        return buffer.text != before

    def replace(self, text: str) -> None:
        """Other text, the cursor at its end."""
        text = printable(text)
        self._offered = False
        if "buffer" in self.__dict__:
            self.buffer.text = text
            self.buffer.cursor_position = len(text)
        else:
            self._first = text

    def rows(self, width: int) -> int:
        """Rows of `width` columns that it takes on the screen, with room for the cursor."""
        rows, used = 1, 0
        for c in self.text:
            wide = cell(c)
            if used + wide > width:
                rows, used = rows + 1, 0
            used += wide
        return min(MOST_ROWS, rows + (used >= width))
