"""The operators that show text and mark content (ISO 32000-2, 9.4 and 14.6). None shows text but TJ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from yanpan.verification.graphics import ONE, Drawing, Mark, Value, tame, times
from yanpan.verification.operands import Work, as_set, name, numbers
from yanpan.verification.syntax import NotOurs

_SIZES = (1.0, 200.0)
"""Of letters. Some readers draw none that are smaller."""

_WIDEST = 1000
"""A shift within a line of text: one letter's width."""


def _begin_text(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
    numbers(operands, 0)
    if drawing.text or drawing.path:
        raise NotOurs("a text out of place")
    drawing.text = ONE
    yield Mark(("BT",), sets=True)


def _end_text(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
    numbers(operands, 0)
    if drawing.marked and drawing.marked[-1]:
        raise NotOurs("a text that ends within its marked content")
    drawing.text = None
    yield Mark(("ET",), sets=True)


def _font(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
    [size] = numbers(operands[1:], 1)
    called = name(operands[:1])
    if called not in drawing.fonts or not _SIZES[0] <= size <= _SIZES[1]:
        raise NotOurs("a font that nothing has, or a size")
    drawing.state = replace(drawing.state, font=called, size=size)
    yield Mark(("Tf", called), fine=(size,), sets=True)


def _mode(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:  # noqa: ARG001
    [mode] = numbers(operands, 1)
    if mode not in range(8) or not isinstance(operands[0], int):
        raise NotOurs("a way to show text that there is not")
    yield as_set("Tr", operands)


def _rise(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
    """How far the letters stand above the line: marks that a font has no place for are set so."""
    [rise] = numbers(operands, 1)
    if abs(rise) > _SIZES[1]:
        raise NotOurs("a rise of another kind")
    drawing.state = replace(drawing.state, rise=rise)
    yield Mark(("Ts",), fine=(rise,), sets=True)


def _place_text(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
    a, b, c, d, e, f = numbers(operands, 6)
    drawing.text = tame((a, b, c, d, e, f))
    yield Mark(("Tm",), (e, f), (a, b, c, d), sets=True)


def _show(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
    state, place = drawing.state, drawing.text
    if place is None or len(operands) != 1 or not isinstance(operands[0], list) or not state.font:
        raise NotOurs("a text out of place")
    if not operands[0]:
        raise NotOurs("a text without a letter")
    known, width = drawing.fonts[state.font]
    if len(operands[0]) == 2 and operands[0][0] == b"" and isinstance(operands[0][1], int | float):
        # Behind a letter set above the line: the engine moves on by itself.
        along = -_shift(operands[0][1]) / 1000 * state.size
        drawing.text = tame(times((1, 0, 0, 1, along, 0), place))
        yield Mark(("TJ to",), fine=(along,), sets=True)
        return
    # At the beginning it would say once more where the text begins, but for a letter above the line.
    last: Value = b"" if state.rise else 0
    for item in operands[0]:
        last, previous = item, last
        if isinstance(item, int | float):
            if isinstance(previous, int | float) or (isinstance(item, float) and not state.rise):
                raise NotOurs("a shift of another kind")
            _shift(item)
            place = tame(times((1, 0, 0, 1, -item / 1000 * state.size, 0), place))
            continue
        if not isinstance(item, bytes) or not item or len(item) % 2:
            raise NotOurs("a text of another kind")
        for start in range(0, len(item), 2):
            code = item[start] << 8 | item[start + 1]
            whole = times((state.size, 0, 0, state.size, 0, state.rise), times(place, state.matrix))
            tame(place)
            yield Mark(("glyph", known, code), whole[4:], whole[:4])
            place = times((1, 0, 0, 1, width(code) / 1000 * state.size, 0), place)
    drawing.text = place
    # Behind the last letter a shift moves nothing, and could be any.
    idle = last / 1000 * state.size if isinstance(last, int | float) else 0.0
    yield Mark(("TJ",), fine=(idle,), sets=True)


def _shift(item: float) -> float:
    if abs(item) > _WIDEST:
        raise NotOurs("a shift of another kind")
    return item


def _begin_marked(properties: int) -> Work:
    def work(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
        if len(operands) != 1 + properties or not all(isinstance(item, dict) for item in operands[1:]):
            raise NotOurs("operands of another kind")
        drawing.marked.append(drawing.text is not None)
        yield Mark(("marked", name(operands[:1]), repr(operands[1:])))

    return work


def _end_marked(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
    numbers(operands, 0)
    if not drawing.marked or drawing.marked.pop() is not (drawing.text is not None):
        raise NotOurs("marked content that did not begin here")
    yield Mark(("unmarked",))


IN_A_TEXT_ALONE: dict[bytes, Work] = {
    b"ET": _end_text,
    b"Tf": _font,
    b"Tm": _place_text,
    b"Ts": _rise,
    b"TJ": _show,
}
TEXT: dict[bytes, Work] = {
    b"BT": _begin_text,
    **IN_A_TEXT_ALONE,
    b"Tr": _mode,
    b"BMC": _begin_marked(0),
    b"BDC": _begin_marked(1),
    b"EMC": _end_marked,
}
