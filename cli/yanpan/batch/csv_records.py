"""The records of a CSV, strict: every line of the file is part of a record, or of one that is told as wrong.

A stray quote makes one cell of all the rows up to the next quote. So a record of several lines is taken only when it is
sound. Of any other its first line alone is wrong, and reading goes on at the line after: no row is lost in another's cell.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_CELL = 1024 * 1024
"""Letters. What is longer is no answer; up to here the questionnaire says what is too long."""

_MOST_LINES = 1000
"""Of one record. A note has some dozen."""

_QUOTES = '整格加引号的，前后各一个；内容里的引号写两个（""）。'
_LINE_BREAKS = f"引号写漏了的，补上或者删去；本来就是一格的，去掉里面的换行或者逗号。{_QUOTES}"


@dataclass(frozen=True)
class Record:
    """One record and the line it begins at; with `fault` what is wrong with it, at `line`, and what to do."""

    start: int
    cells: tuple[str, ...]
    line: int = 0
    fault: str = ""
    remedy: str = ""


def records(text: str) -> Iterator[Record]:
    """Every record of a CSV (RFC 4180) in order, an empty line as one without cells. Lines end as on any system.

    How many cells there must be is what the first record has.
    """
    lines = _Lines(text)
    width = 0
    while True:
        lines.begin()
        if csv.field_size_limit() != LONGEST_CELL:
            csv.field_size_limit(LONGEST_CELL)
        try:
            cells = next(csv.reader(lines, strict=True))
        except StopIteration:
            return
        except csv.Error:
            found = _unsound(lines)
        else:
            found = _sound(lines, tuple(cells), width)
        width = width or len(found.cells)
        if found.fault:
            lines.take_only_first()
        yield found


class _Lines:
    """The lines of a text, of which those of the record in hand can be given back."""

    def __init__(self, text: str) -> None:
        self._text = io.StringIO(text, newline=None)
        self._back: deque[str] = deque()
        self.start = 1
        self.taken: list[str] = []

    def begin(self) -> None:
        """The next line begins a record."""
        self.start += len(self.taken)
        self.taken = []

    def take_only_first(self) -> None:
        """Give back all lines of the record but its first."""
        self._back.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else self._text.readline()
        if not line:
            raise StopIteration
        self.taken.append(line)
        if len(self.taken) > _MOST_LINES:
            raise csv.Error("too many lines")
        return line


def _sound(lines: _Lines, cells: tuple[str, ...], width: int) -> Record:
    """A record that could be read: it may still be several rows in one."""
    start, last = lines.start, lines.start + len(lines.taken) - 1
    spans = f"；引号把第 {start} 到 {last} 行连成了一行" if last > start else ""
    if width and cells and len(cells) != width:
        what = f"有 {len(cells)} 格，列名有 {width} 个{spans}"
        remedy = _LINE_BREAKS if spans else "内容里有逗号的，整格加引号。"
        return Record(start, cells, start, what, remedy)
    line = start
    for i, cell in enumerate(cells, 1):
        if width and _holds_rows(cell, width):
            what = f"第 {i} 格的引号开在这里，到第 {line + cell.count(chr(10))} 行才关上，里面像是别的行"
            return Record(start, cells, line, what, _LINE_BREAKS)
        line += cell.count("\n")
    return Record(start, cells)


def _holds_rows(cell: str, width: int) -> bool:
    """Whether a cell with line breaks holds as many commas as rows between its quotes would."""
    first, *rest = cell.split("\n")
    if not rest:
        return False
    *between, last = rest
    wanted = max(width - 1, 1)
    return first.count(",") + last.count(",") >= wanted or any(item.count(",") >= wanted for item in between)


def _unsound(lines: _Lines) -> Record:
    """What is wrong with a record that could not be read."""
    start = lines.start
    number, opened, longest = _walk("".join(lines.taken))
    if len(lines.taken) == 1 and longest > LONGEST_CELL:
        what = f"第 {number} 格有 {longest} 个字，太长（上限 {LONGEST_CELL} 个）"
        return Record(start, (), start, what, "缩短这一格；整行都像一格的，检查引号。")
    if opened >= 0:
        what = f"第 {number} 格的引号开在这里，后面没有关上，或者关上以后还有字"
        return Record(start, (), start + opened, what, _QUOTES)
    return Record(start, (), start, "这一行读不懂", _QUOTES)


def _walk(text: str) -> tuple[int, int, int]:
    """The cell at which a record goes wrong, how many lines on its quote opens (-1 for none), and the cell's length."""
    number, place, line = 1, 0, 0
    while place < len(text):
        if text[place] != '"':
            ends = [end for end in (text.find(",", place), text.find("\n", place)) if end >= 0]
            end = min(ends, default=len(text))
            if end - place > LONGEST_CELL:
                return number, -1, end - place
            if text[end : end + 1] != ",":
                break
            number, place = number + 1, end + 1
            continue
        closing = _closing(text, place + 1)
        behind = text[closing + 1 : closing + 2] if closing >= 0 else ""
        if closing < 0 or behind not in ("", ",", "\n") or closing - place > LONGEST_CELL:
            return number, line, (closing if closing >= 0 else len(text)) - place - 1
        line += text.count("\n", place, closing)
        if behind != ",":
            break
        number, place = number + 1, closing + 2
    return number, -1, 0


def _closing(text: str, place: int) -> int:
    """Where the quote stands that closes a cell; two of them are one in it. -1 for nowhere."""
    while (found := text.find('"', place)) >= 0:
        if text[found + 1 : found + 2] != '"':
            return found
        place = found + 2
    return -1
