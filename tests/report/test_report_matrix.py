"""The risk matrix: whatever is in a cell can be read there."""

from __future__ import annotations

import pytest

from yanpan.questionnaire.model import Grade
from yanpan.report.matrix import Cell

WIDTH = 41
"""Of a cell, in the units of the picture; a digit of its type is 5.3 wide, a space 2.6, a Chinese character 9.5."""


def wide(line: str) -> float:
    return sum(2.6 if c == " " else 5.3 if c.isdigit() else 9.5 for c in line)


@pytest.mark.parametrize("first", [1, 8, 25, 96])
@pytest.mark.parametrize("count", [0, 1, 2, 4, 6, 8, 12, 40])
def test_the_numbers_of_a_cell_fit_it_and_none_is_lost_without_a_word(first: int, count: int) -> None:
    numbers = tuple(range(first, first + count))
    lines = Cell(0, 0, Grade.HIGH, numbers).lines
    assert len(lines) <= 2
    assert all(wide(line) <= WIDTH for line in lines)
    shown = " ".join(lines).split()
    assert shown == [str(n) for n in numbers] or f"等{count}个" in lines
