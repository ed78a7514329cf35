"""The 5×5 risk matrix (ISO 31010, B.10.3) as cells to draw, and in words for those who do not see it."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from yanpan.assessment.model import Assessment
from yanpan.questionnaire.model import Grade

_WIDTH, _LINES = 8, 2
"""Characters of a line in a cell, and lines."""


@dataclass(frozen=True, slots=True)
class Cell:
    """`column` 0–4 from the left (consequence 1–5), `row` 0–4 from the top (likelihood 5–1), the numbers it holds."""

    row: int
    column: int
    grade: Grade
    numbers: tuple[int, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The numbers as printed; those that would not be legible are counted."""
        lines = textwrap.wrap(" ".join(map(str, self.numbers)), _WIDTH)
        if len(lines) > _LINES:
            return (lines[0], f"等{len(self.numbers)}个")
        return tuple(lines)


def cells_of(assessment: Assessment, *, residual: bool) -> tuple[Cell, ...]:
    """All 25 cells with the numbers of the hazards in them, as they stand or after measures."""
    held: dict[tuple[int, int], list[int]] = {}
    for number, h in enumerate(assessment.hazards, 1):
        likelihood, consequence = (
            (h.residual_likelihood, h.residual_consequence) if residual else (h.likelihood, h.consequence)
        )
        held.setdefault((5 - likelihood, consequence - 1), []).append(number)
    return tuple(
        Cell(row, column, grade, tuple(held.get((row, column), ())))
        for row, grades in enumerate(assessment.matrix.rows)
        for column, grade in enumerate(grades)
    )


def words_of(title: str, cells: tuple[Cell, ...]) -> str:
    """`现状的风险矩阵：可能性4、后果4的格有风险点1、2；……`."""
    told = [
        f"可能性{5 - cell.row}、后果{cell.column + 1}的格有风险点{'、'.join(map(str, cell.numbers))}"
        for cell in cells
        if cell.numbers
    ]
    return f"{title}：{'；'.join(told) or '没有风险点'}"
