"""The marks that a page is made of, and the state in which each is drawn (ISO 32000-2, 8.4 and 9.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from yanpan.verification.syntax import NotOurs

Matrix = tuple[float, float, float, float, float, float]
Value = int | float | bytes | list["Value"] | tuple[str, bytes] | dict[bytes, "Value"]
Widths = Mapping[int, float]
Font = tuple[str, Callable[[int], float]]
"""What a font is known by, and how wide a glyph is, in thousandths of the size."""

ONE: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_CORNERS = 4
_HAIR = 0.1
_FAR, _FINE = 0.75, 0.01
"""By how much places (points), and colours and scales may differ in what draws the same."""


_LARGEST, _SMALLEST, _FARTHEST = 20.0, 0.01, 5000.0
"""Of scales and places. A page is 842 points high."""


def tame(matrix: Matrix) -> Matrix:
    """The matrix, if every reader computes the same with it. Raises `NotOurs`.

    Many count in 32 bits: far off the page, or much enlarged and made small again, they put things elsewhere.
    """
    a, b, c, d, e, f = matrix
    if (
        max(map(abs, (a, b, c, d))) > _LARGEST
        or abs(a * d - b * c) < _SMALLEST
        or max(abs(e), abs(f)) > _FARTHEST
    ):
        raise NotOurs("a place or a scale that no page of ours has")
    return matrix


def times(one: Matrix, other: Matrix) -> Matrix:
    """What one matrix does, and then the other."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a matrix puts a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


@dataclass(frozen=True)
class Mark:
    """One thing drawn or set: what must agree to the letter, places in points, and numbers that may hardly differ.

    `far` is by how much a place may differ, in points; `bent` by how much the places may differ from each other.
    What only `sets` draws nothing. It stands here as well: what nobody sees must be said as often and in the same place.
    """

    what: tuple[object, ...]
    places: tuple[float, ...] = ()
    fine: tuple[float, ...] = ()
    far: float = _FAR
    bent: float = 2 * _FAR
    sets: bool = False

    def like(self, other: Mark) -> bool:
        """Whether both draw the same."""
        return (
            self.what == other.what
            and _close(self.places, other.places, min(self.far, other.far))
            and _close(_shape(self.places), _shape(other.places), min(self.bent, other.bent))
            and _close(self.fine, other.fine, _FINE)
        )


@dataclass(frozen=True)
class State:
    """What of the graphics and text state decides places. `steps` is how many matrices made up `matrix`.

    The rest, such as colours, is the same where it was set in the same places.
    """

    matrix: Matrix = ONE
    steps: int = 0
    font: bytes = b""
    size: float = 0.0
    rise: float = 0.0


def far_for(path: Sequence[tuple[str, float, float]]) -> tuple[float, float]:
    """By how much a path may lie elsewhere as a whole, and by how much its points may differ from each other.

    As a whole like text; but nothing may be bent by more than a tenth of its smallest part, so that a code stays
    readable, and the parts of one path hardly against each other: between two of them may be no more than a line.
    """
    parts: list[list[tuple[float, float]]] = []
    for place, (name, x, y) in enumerate(path):
        begun = bool(parts) and (len(parts[-1]) < _CORNERS if name == "re" else name != "m")
        if not begun or (name == "re" and place and path[place - 1][0] != "re"):
            parts.append([])
        if name != "h":
            parts[-1].append((x, y))
    sides = [side for part in parts if part for side in _sides(part) if side]
    bent = min([_FAR, *(side / 10 for side in sides)])
    return _FAR, max(bent if len(parts) == 1 else min(bent, _HAIR), _FINE)


def _sides(part: Sequence[tuple[float, float]]) -> tuple[float, float]:
    xs, ys = zip(*part, strict=True)
    return max(xs) - min(xs), max(ys) - min(ys)


@dataclass
class Drawing:
    """What a content stream has said so far."""

    fonts: Mapping[bytes, Font]
    state: State = field(default_factory=State)
    kept: list[State] = field(default_factory=list)
    path: list[tuple[str, float, float]] = field(default_factory=list)
    clip: str = ""
    text: Matrix | None = None
    marked: list[bool] = field(default_factory=list)


def _close(one: tuple[float, ...], other: tuple[float, ...], most: float) -> bool:
    return len(one) == len(other) and all(abs(a - b) <= most for a, b in zip(one, other, strict=True))


def _shape(places: tuple[float, ...]) -> tuple[float, ...]:
    """Points (x and y in turn) as seen from the first of them."""
    return tuple(place - places[index % 2] for index, place in enumerate(places))


def follows_alike(before: tuple[Mark, Mark], now: tuple[Mark, Mark]) -> bool:
    """Whether two letters of one line stand as far from each other here as there: else a reader finds other words."""
    if any(mark.what[0] != "glyph" for mark in (*before, *now)):
        return True
    (x1, y1), (x2, y2) = before[0].places, now[0].places
    if abs(y2 - y1) > _FINE:
        return True
    (x3, y3), (x4, y4) = before[1].places, now[1].places
    return _close((x2 - x1, y2 - y1), (x4 - x3, y4 - y3), _HAIR)
