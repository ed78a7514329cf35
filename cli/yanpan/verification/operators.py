"""What the operators of our papers do (ISO 32000-2, annex A): each takes its operands and gives the marks it makes.

Among them is none that shows text outside of TJ, and no image, shading or colour space. One that only sets something makes
a mark too: in a paper of ours it stands where it stands here, and a setting that another one undoes would be a place for
any number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from yanpan.verification.graphics import Drawing, Mark, Value, tame, times
from yanpan.verification.operands import Work, as_set, name, numbers
from yanpan.verification.path_operators import CLIPPING, CONSTRUCTING, PAINTING
from yanpan.verification.syntax import NotOurs
from yanpan.verification.text_operators import IN_A_TEXT_ALONE, TEXT

_MOST_STEPS = 40
"""Matrices, one upon the other: in 32 bits each of them rounds."""


def _save(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
    numbers(operands, 0)
    if len(drawing.kept) > 60 or drawing.path or drawing.text:
        raise NotOurs("states too deep")
    drawing.kept.append(drawing.state)
    # A clip lasts until its state is left.
    yield Mark(("q",))


def _restore(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
    numbers(operands, 0)
    if not drawing.kept or drawing.path or drawing.text:
        raise NotOurs("no state to go back to")
    drawing.state = drawing.kept.pop()
    yield Mark(("Q",))


def _concat(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
    a, b, c, d, e, f = numbers(operands, 6)
    state = drawing.state
    if state.steps >= _MOST_STEPS:
        raise NotOurs("too many matrices")
    matrix = tame(times(tame((a, b, c, d, e, f)), state.matrix))
    drawing.state = replace(state, matrix=matrix, steps=state.steps + 1)
    # Each for itself: of two that undo each other nobody sees anything.
    yield Mark(("cm",), (e, f), (a, b, c, d), sets=True)


def _line_state(operator: str) -> Work:
    """Line width, cap, join and miter limit: one number each."""

    def work(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:  # noqa: ARG001
        numbers(operands, 1)
        if operator in "Jj" and not isinstance(operands[0], int):
            raise NotOurs("a number that is not whole")
        yield as_set(operator, operands)

    return work


def _dash(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:  # noqa: ARG001
    """A list of lengths, and where it starts."""
    if len(operands) != 2 or not isinstance(operands[0], list):
        raise NotOurs("operands of another kind")
    numbers([*operands[0], operands[1]], len(operands[0]) + 1)
    yield as_set("d", operands)


def _colour(operator: str) -> Work:
    def work(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:  # noqa: ARG001
        if not all(0 <= part <= 1 for part in numbers(operands, 3)):
            raise NotOurs("a colour that there is not")
        yield as_set(operator, operands)

    return work


def _settings(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
    if drawing.path:
        raise NotOurs("settings out of place")
    yield Mark(("gs", name(operands)))


def _draw(drawing: Drawing, operands: list[Value]) -> Iterator[Mark]:
    matrix = drawing.state.matrix
    yield Mark(("Do", name(operands)), matrix[4:], matrix[:4])


def allowed_now(drawing: Drawing) -> Collection[bytes]:
    """Which operators may come (ISO 32000-2, figure 9): a path is painted, and a text ended, before anything else.

    Readers differ in what they make of others in between.
    """
    if drawing.clip:
        return PAINTING.keys()
    if drawing.path:
        return _IN_A_PATH
    return _ANYWHERE if drawing.text is None else _IN_A_TEXT


_SETTING: dict[bytes, Work] = {
    **{operator.encode(): _line_state(operator) for operator in ("w", "J", "j", "M")},
    b"d": _dash,
    b"rg": _colour("rg"),
    b"RG": _colour("RG"),
    b"gs": _settings,
}
OPERATORS: dict[bytes, Work] = {
    b"q": _save,
    b"Q": _restore,
    b"cm": _concat,
    b"Do": _draw,
    **_SETTING,
    **CONSTRUCTING,
    **CLIPPING,
    **PAINTING,
    **TEXT,
}
_IN_A_PATH = CONSTRUCTING.keys() | CLIPPING.keys() | PAINTING.keys()
_IN_A_TEXT = (TEXT.keys() | _SETTING.keys()) - {b"BT"}
_ANYWHERE = OPERATORS.keys() - IN_A_TEXT_ALONE.keys()
