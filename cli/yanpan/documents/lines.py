"""Where each value of a file stands."""

from __future__ import annotations

Path_ = tuple[str | int, ...]
"""Keys and indexes from the outside in."""


class Lines:
    """Where each value stands: path of keys and indexes → line number, from 1."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._lines: dict[Path_, int] = {}

    def note(self, path: Path_, line: int) -> None:
        self._lines.setdefault(path, line)

    def where(self, path: Path_ = ()) -> str:
        """`file:line` of a value, or of its nearest known parent."""
        while path and path not in self._lines:
            path = path[:-1]
        line = self._lines.get(path)
        return f"{self.name}:{line}" if line else self.name

    def line(self, path: Path_) -> int:
        """Line of a value, or of its nearest known parent; 1 when nothing is known."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)
