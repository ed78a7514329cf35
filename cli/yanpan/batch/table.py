"""CSV out: text from people never becomes a formula, and the file appears whole or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from yanpan.inert import inert
from yanpan.storage import write_file

_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def safe_cell(value: object) -> str:
    """A cell that a spreadsheet and a terminal show as text, hidden characters spelled; numbers stay numbers.

    >>> safe_cell("=1+1"), safe_cell(-3)
    ("'=1+1", '-3')
    """
    if isinstance(value, int | float):
        return str(value)
    text = inert(str(value))
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV with a byte-order mark, so that spreadsheets read it as UTF-8. Stray halves of characters are spelled out."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    write_file(path, b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "backslashreplace"))
