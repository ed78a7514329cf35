"""The operators that make a path and paint it, or clip by it (ISO 32000-2, 8.5)."""

from __future__ import annotations

from collections.abc import Iterator

from yanpan.verification.graphics import Drawing, Mark, Value, at, far_for
from yanpan.verification.operands import Work, numbers
from yanpan.verification.syntax import NotOurs


def _segment(name: str, points: int) -> Work:
    def work(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
        found = numbers(operands, 2 * points)
        if drawing.text or not (drawing.path or name == "m"):
            raise NotOurs("a path out of place")
        for x, y in zip(found[::2], found[1::2], strict=True):
            drawing.path.append((name, *at(drawing.state.matrix, x, y)))
        return iter(())

    return work


def _rectangle(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
    x, y, width, height = numbers(operands, 4)
    if drawing.text:
        raise NotOurs("a path out of place")
    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
    drawing.path.extend(("re", *at(drawing.state.matrix, *corner)) for corner in corners)
    return iter(())


def _close_path(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
    numbers(operands, 0)
    if not drawing.path:
        raise NotOurs("a path out of place")
    drawing.path.append(("h", 0.0, 0.0))
    return iter(())


def _clip(name: str) -> Work:
    def work(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
        numbers(operands, 0)
        drawing.clip = name
        return iter(())

    return work


def _paint(name: str) -> Work:
    def work(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
        numbers(operands, 0)
        # A line is as wide as its matrix makes it.
        fine = drawing.state.matrix[:4] if name[0] in "SsBb" else ()
        shape = tuple(part[0] for part in drawing.path)
        places = tuple(number for part in drawing.path for number in part[1:])
        yield Mark((name, drawing.clip, shape), places, fine, *far_for(drawing.path))
        drawing.path, drawing.clip = [], ""

    return work


CLIPPING: dict[bytes, Work] = {name.encode(): _clip(name) for name in ("W", "W*")}
PAINTING: dict[bytes, Work] = {
    name.encode(): _paint(name) for name in ("f", "f*", "S", "s", "B", "B*", "b", "b*", "n")
}
CONSTRUCTING: dict[bytes, Work] = {
    b"m": _segment("m", 1),
    b"l": _segment("l", 1),
    b"c": _segment("c", 3),
    b"re": _rectangle,
    b"h": _close_path,
}
