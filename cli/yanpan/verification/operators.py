"""What the operators of our papers do (ISO 32000-2, annex A): each takes its operands and gives the marks it makes.

Among them is none that shows text outside of TJ, and no image, shading or colour space.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from yanpan.verification.graphics import ONE, Drawing, Mark, Matrix, Value, far_for, tame
from yanpan.verification.syntax import NotOurs

_MOST_STEPS = 40
"""Matrices, one upon the other: in 32 bits each of them rounds."""

_SIZES = (1.0, 200.0)
"""Of letters. Some readers draw none that are smaller."""

_WIDEST = 1000.0
"""A shift within a line of text: one letter's width."""


def _numbers(operands: list[Value], count: int) -> tuple[float, ...]:
    found = tuple(float(item) for item in operands if isinstance(item, int | float))
    if len(found) != count or len(operands) != count:
        raise NotOurs("operands of another kind")
    return found


def _name(operands: list[Value]) -> bytes:
    if len(operands) != 1 or not isinstance(operands[0], tuple):
        raise NotOurs("operands of another kind")
    return operands[0][1]


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _save(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
    _numbers(operands, 0)
    if len(drawing.kept) > 60 or drawing.path or drawing.text:
        raise NotOurs("states too deep")
    drawing.kept.append(drawing.state)
    # A clip lasts until its state is left.
    yield Mark(("q",))


def _restore(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
    _numbers(operands, 0)
    if not drawing.kept or drawing.path or drawing.text:
        raise NotOurs("no state to go back to")
    drawing.state = drawing.kept.pop()
    yield Mark(("Q",))


def _concat(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
    a, b, c, d, e, f = _numbers(operands, 6)
    state = drawing.state
    if state.steps >= _MOST_STEPS:
        raise NotOurs("too many matrices")
    matrix = tame(_times(tame((a, b, c, d, e, f)), state.matrix))
    drawing.state = replace(state, matrix=matrix, steps=state.steps + 1)
    return iter(())


def _line_state(name: str) -> Callable[[Drawing, list[Value]], Iterator[Mark]]:
    """Line width, cap, join and miter limit, as they stand when a line is drawn, or the dash: a list and where it starts."""

    def work(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
        dash = len(operands) == 2 and isinstance(operands[0], list)
        if dash is not (name == "d") or (not dash and len(operands) != 1) or isinstance(operands[-1], list):
            raise NotOurs("operands of another kind")
        if name in "Jj" and not isinstance(operands[0], int):
            raise NotOurs("a number that is not whole")
        flat: list[float] = []
        for item in operands:
            parts: list[Value] = item if isinstance(item, list) else [item]
            flat += _numbers(parts, len(parts))
        others = tuple(item for item in drawing.state.lines if item[0] != name)
        drawing.state = replace(drawing.state, lines=tuple(sorted((*others, (name, tuple(flat))))))
        return iter(())

    return work


def _colour(side: str, count: int) -> Callable[[Drawing, list[Value]], Iterator[Mark]]:
    def work(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
        found = _numbers(operands, count)
        if not all(0 <= part <= 1 for part in found):
            raise NotOurs("a colour that there is not")
        drawing.state = (
            replace(drawing.state, fill=found) if side == "fill" else replace(drawing.state, stroke=found)
        )
        return iter(())

    return work


def _settings(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
    if drawing.path:
        raise NotOurs("settings out of place")
    yield Mark(("gs", _name(operands)))


def _draw(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
    state = drawing.state
    # What is drawn begins with the state in which it is called.
    lines = tuple((kind, len(values)) for kind, values in state.lines)
    widths = tuple(number for _, values in state.lines for number in values)
    # By its face: the name that a page calls a font by differs with the tag of its subset.
    face = drawing.fonts[state.font.encode("ascii")][0] if state.font else ""
    shape = (len(state.fill), len(state.stroke), lines, face, state.mode)
    fine = (*state.matrix[:4], *state.fill, *state.stroke, *widths, state.size)
    yield Mark(("Do", _name(operands), *shape), state.matrix[4:], fine)


def _segment(name: str, points: int) -> Callable[[Drawing, list[Value]], Iterator[Mark]]:
    def work(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
        found = _numbers(operands, 2 * points)
        if drawing.text or not (drawing.path or name in ("m", "re")):
            raise NotOurs("a path out of place")
        for x, y in zip(found[::2], found[1::2], strict=True):
            drawing.path.append((name, *_at(drawing.state.matrix, x, y)))
        return iter(())

    return work


def _rectangle(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
    x, y, width, height = _numbers(operands, 4)
    if drawing.text:
        raise NotOurs("a path out of place")
    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
    drawing.path.extend(("re", *_at(drawing.state.matrix, *corner)) for corner in corners)
    return iter(())


def _close_path(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
    _numbers(operands, 0)
    if not drawing.path:
        raise NotOurs("a path out of place")
    drawing.path.append(("h", 0.0, 0.0))
    return iter(())


def _clip(name: str) -> Callable[[Drawing, list[Value]], Iterator[Mark]]:
    def work(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
        _numbers(operands, 0)
        drawing.clip = name
        return iter(())

    return work


def _paint(name: str) -> Callable[[Drawing, list[Value]], Iterator[Mark]]:
    def work(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
        _numbers(operands, 0)
        state = drawing.state
        fine: list[float] = []
        if name[0] in "fBb":
            fine += state.fill
        lines: tuple[tuple[str, int], ...] = ()
        if name[0] in "SsBb":
            fine += [
                *state.stroke,
                *(number for _, values in state.lines for number in values),
                *state.matrix[:4],
            ]
            lines = tuple((kind, len(values)) for kind, values in state.lines)
        shape = tuple(part[0] for part in drawing.path)
        sizes = (len(state.fill), len(state.stroke))
        places = tuple(number for part in drawing.path for number in part[1:])
        yield Mark((name, drawing.clip, shape, sizes, lines), places, tuple(fine), *far_for(drawing.path))
        drawing.path, drawing.clip = [], ""

    return work


def _begin_text(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
    _numbers(operands, 0)
    if drawing.text or drawing.path:
        raise NotOurs("a text out of place")
    drawing.text = ONE
    return iter(())


def _end_text(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
    _numbers(operands, 0)
    if drawing.marked and drawing.marked[-1]:
        raise NotOurs("a text that ends within its marked content")
    drawing.text = None
    return iter(())


def _font(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
    [size] = _numbers(operands[1:], 1)
    name = _name(operands[:1])
    if name not in drawing.fonts or not _SIZES[0] <= size <= _SIZES[1]:
        raise NotOurs("a font that nothing has, or a size")
    drawing.state = replace(drawing.state, font=name.decode("ascii"), size=size)
    return iter(())


def _mode(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
    [mode] = _numbers(operands, 1)
    if mode not in range(8) or not isinstance(operands[0], int):
        raise NotOurs("a way to show text that there is not")
    drawing.state = replace(drawing.state, mode=int(mode))
    return iter(())


def _place_text(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
    a, b, c, d, e, f = _numbers(operands, 6)
    drawing.text = tame((a, b, c, d, e, f))
    return iter(())


def _show(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
    state, at = drawing.state, drawing.text
    if at is None or len(operands) != 1 or not isinstance(operands[0], list) or not state.font:
        raise NotOurs("a text out of place")
    if not any(isinstance(item, bytes) for item in operands[0]):
        raise NotOurs("shifts without a letter: they would add up")
    known, width = drawing.fonts[state.font.encode("ascii")]
    before: Value = b""
    for item in operands[0]:
        before, previous = item, before
        if isinstance(item, int | float):
            if isinstance(previous, int | float) or abs(item) > _WIDEST:
                raise NotOurs("a shift of another kind")
            at = tame(_times((1, 0, 0, 1, -item / 1000 * state.size, 0), at))
            continue
        if not isinstance(item, bytes) or not item or len(item) % 2:
            raise NotOurs("a text of another kind")
        for start in range(0, len(item), 2):
            code = item[start] << 8 | item[start + 1]
            whole = _times((state.size, 0, 0, state.size, 0, 0), _times(at, state.matrix))
            tame(at)
            yield Mark(
                ("glyph", known, code, state.mode, len(state.fill)), whole[4:], (*whole[:4], *state.fill)
            )
            at = _times((1, 0, 0, 1, width(code) / 1000 * state.size, 0), at)
    drawing.text = at


def _begin_marked(properties: int) -> Callable[[Drawing, list[Value]], Iterator[Mark]]:
    def work(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
        if len(operands) != 1 + properties or not all(isinstance(item, dict) for item in operands[1:]):
            raise NotOurs("operands of another kind")
        drawing.marked.append(drawing.text is not None)
        yield Mark(("marked", _name(operands[:1]), repr(operands[1:])))

    return work


def _end_marked(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
    _numbers(operands, 0)
    if not drawing.marked or drawing.marked.pop() is not (drawing.text is not None):
        raise NotOurs("marked content that did not begin here")
    yield Mark(("unmarked",))


def allowed_now(drawing: Drawing) -> Collection[bytes]:
    """Which operators may come (ISO 32000-2, figure 9): a path is painted, and a text ended, before anything else.

    Readers differ in what they make of others in between.
    """
    if drawing.path or drawing.clip:
        return _IN_A_PATH
    return OPERATORS.keys() - _TEXT_ALONE if drawing.text is None else _IN_A_TEXT


OPERATORS: dict[bytes, Callable[[Drawing, list[Value]], Iterator[Mark]]] = {
    b"q": _save,
    b"Q": _restore,
    b"cm": _concat,
    b"w": _line_state("w"),
    b"J": _line_state("J"),
    b"j": _line_state("j"),
    b"M": _line_state("M"),
    b"d": _line_state("d"),
    b"rg": _colour("fill", 3),
    b"RG": _colour("stroke", 3),
    b"gs": _settings,
    b"Do": _draw,
    b"m": _segment("m", 1),
    b"l": _segment("l", 1),
    b"c": _segment("c", 3),
    b"re": _rectangle,
    b"h": _close_path,
    b"W": _clip("W"),
    b"W*": _clip("W*"),
    **{name.encode(): _paint(name) for name in ("f", "f*", "S", "s", "B", "B*", "b", "b*", "n")},
    b"BT": _begin_text,
    b"ET": _end_text,
    b"Tf": _font,
    b"Tr": _mode,
    b"Tm": _place_text,
    b"TJ": _show,
    b"BMC": _begin_marked(0),
    b"BDC": _begin_marked(1),
    b"EMC": _end_marked,
}

_CONSTRUCTING = frozenset({b"m", b"l", b"c", b"re", b"h", b"W", b"W*"})
_IN_A_PATH = _CONSTRUCTING | {b"f", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*", b"n"}
_TEXT_ALONE = frozenset({b"ET", b"Tm", b"TJ"})
_IN_A_TEXT = _TEXT_ALONE | {
    b"Tf",
    b"Tr",
    b"rg",
    b"RG",
    b"gs",
    b"w",
    b"J",
    b"j",
    b"M",
    b"d",
    b"BMC",
    b"BDC",
    b"EMC",
}
