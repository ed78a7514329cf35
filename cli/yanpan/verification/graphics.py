"""The marks that a page is made of, and the state in which each is drawn (ISO 32000-2, 8.4 and 9.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Matrix = tuple[float, float, float, float, float, float]
Value = float | bytes | list["Value"] | tuple[str, bytes] | dict[bytes, "Value"]
Widths = Mapping[int, float]
Font = tuple[str, Callable[[int], float]]
"""What a font is known by, and how wide a glyph is, in thousandths of the size."""

ONE: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_FAR, _FINE = 0.75, 0.01
"""By how much places (points), and colours and scales may differ in what draws the same."""


@dataclass(frozen=True)
class Mark:
    """One thing drawn: what must agree to the letter, places in points, and numbers that may hardly differ."""

    what: tuple[object, ...]
    places: tuple[float, ...] = ()
    fine: tuple[float, ...] = ()

    def like(self, other: Mark) -> bool:
        """Whether both draw the same."""
        return (
            self.what == other.what
            and _close(self.places, other.places, _FAR)
            and _close(self.fine, other.fine, _FINE)
        )


@dataclass(frozen=True)
class State:
    """The graphics and text state that our papers use."""

    matrix: Matrix = ONE
    fill: tuple[float, ...] = (0.0,)
    stroke: tuple[float, ...] = (0.0,)
    lines: tuple[tuple[str, tuple[float, ...]], ...] = ()
    font: str = ""
    size: float = 0.0
    mode: int = 0


@dataclass
class Drawing:
    """What a content stream has said so far."""

    fonts: Mapping[bytes, Font]
    state: State = field(default_factory=State)
    kept: list[State] = field(default_factory=list)
    path: list[tuple[str, float, float]] = field(default_factory=list)
    clip: str = ""
    text: Matrix | None = None
    marked: int = 0


def _close(one: tuple[float, ...], other: tuple[float, ...], most: float) -> bool:
    return len(one) == len(other) and all(abs(a - b) <= most for a, b in zip(one, other, strict=True))
