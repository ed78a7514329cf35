"""One line of text being typed. Pure: keys in, text and cursor out."""

from __future__ import annotations

from collections.abc import Callable

from yanpan.interview.paint import cells, printable

MAX = 2000


class Editor:
    """Text with a cursor. With `offered`, the first typed character replaces the text, a movement key keeps it."""

    def __init__(self, text: str = "", *, offered: bool = False) -> None:
        self.text = text
        self.cursor = len(text)
        self.offered = offered and bool(text)

    def press(self, key: str, typed: str) -> bool:
        """Take one key; False when it is not an editing key."""
        if key in _MOVES:
            self.offered = False
            self.cursor = min(max(_MOVES[key](self.cursor, len(self.text)), 0), len(self.text))
            return True
        if key in ("backspace", "c-h"):
            self._cut(self.cursor - 1, self.cursor)
        elif key == "delete":
            self._cut(self.cursor, self.cursor + 1)
        elif key == "c-u":
            self._cut(0, self.cursor)
        elif key == "c-k":
            self._cut(self.cursor, len(self.text))
        elif key == "c-w":
            left = self.text[: self.cursor].rstrip()
            self._cut(left.rfind(" ") + 1, self.cursor)
        elif key in ("text", "paste"):
            self.insert(typed)
        else:
            return False
        return True

    def insert(self, typed: str) -> None:
        """Put text at the cursor, without control characters and within the limit."""
        if self.offered:
            self.text, self.cursor, self.offered = "", 0, False
        typed = printable(typed)[: MAX - len(self.text)]
        self.text = self.text[: self.cursor] + typed + self.text[self.cursor :]
        self.cursor += len(typed)

    def _cut(self, start: int, end: int) -> None:
        self.offered = False
        start, end = max(0, start), min(len(self.text), end)
        self.text = self.text[:start] + self.text[end:]
        self.cursor = start

    def view(self, width: int) -> tuple[str, int]:
        """The part that fits in `width` columns with the cursor in it, and the column of the cursor in that part."""
        start = 0
        while cells(self.text[start : self.cursor]) > width - 2:
            start += 1
        shown, used = "", 0
        for c in self.text[start:]:
            used += cells(c)
            if used > width - 1:
                break
            shown += c
        return shown, cells(self.text[start : self.cursor])


_MOVES: dict[str, Callable[[int, int], int]] = {
    "left": lambda at, _end: at - 1,
    "right": lambda at, _end: at + 1,
    "home": lambda _at, _end: 0,
    "c-a": lambda _at, _end: 0,
    "end": lambda _at, end: end,
}
