"""What the operators of content take: numbers and names, and as many as each wants (ISO 32000-2, annex A)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from yanpan.verification.graphics import Drawing, Mark, Value
from yanpan.verification.syntax import NotOurs

Work = Callable[[Drawing, list[Value]], Iterator[Mark]]
"""What an operator does: it takes its operands and gives the marks it makes."""


def numbers(operands: list[Value], count: int) -> tuple[float, ...]:
    """So many numbers. Raises `NotOurs`."""
    found = tuple(float(item) for item in operands if isinstance(item, int | float))
    if len(found) != count or len(operands) != count:
        raise NotOurs("operands of another kind")
    return found


def name(operands: list[Value]) -> bytes:
    """One name. Raises `NotOurs`."""
    if len(operands) != 1 or not isinstance(operands[0], tuple):
        raise NotOurs("operands of another kind")
    return operands[0][1]


def as_set(operator: str, operands: list[Value]) -> Mark:
    """The mark of what only sets something: its operands agree to the letter, since they come from the style sheet."""
    return Mark((operator, repr(operands)), sets=True)
