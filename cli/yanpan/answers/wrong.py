"""What is said of one value that does not fit its question."""

from __future__ import annotations


class WrongValue(ValueError):
    """A value that does not fit its question: what is wrong, and how to put it right."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


class OnlyRoughly(WrongValue):
    """Words that give no single number (两三百人, 不到300), but are worth a note beside the one that is written instead."""
