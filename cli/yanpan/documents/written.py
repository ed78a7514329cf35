"""Numbers that remember how they were written, for where a text is wanted."""

from __future__ import annotations

from typing import Any


class WrittenInt(int):
    """A whole number that remembers how it was written: an area code 0898 is digits, not the number 898."""

    written: str

    def __new__(cls, text: str) -> WrittenInt:
        self = super().__new__(cls, text)
        self.written = text
        return self


class WrittenFloat(float):
    """A number that remembers how it was written."""

    written: str

    def __new__(cls, text: str) -> WrittenFloat:
        self = super().__new__(cls, text)
        self.written = text
        return self


def as_written(value: Any) -> Any:
    """Digits as they stood in the file, where a text is wanted; anything else unchanged."""
    return getattr(value, "written", value)
