"""A screen as plain values: lines of (style, text), widths counted in cells, wide characters never cut.

Text that people typed is only ever a `text` here, never markup; what cannot be printed is left out.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from yanpan.inert import is_new_letter

Fragment = tuple[str, str]
Line = list[Fragment]

MIN_WIDTH, MIN_HEIGHT = 60, 16
DEFAULT_SIZE = (80, 24)
STYLES = {
    # Colour never says anything alone: a mark or a word always does too.
    "dim": "dim", "keys": "dim", "head": "bold", "question": "bold", "chosen": "bold ansicyan", "given": "ansicyan",
    "danger": "bold ansired", "warn": "ansiyellow", "said": "ansiyellow", "good": "ansigreen",
}  # fmt: skip
LABEL = " › "
"""Stands before what is typed."""

# Punctuation that must not start a line; it may hang into the margin instead.
_NO_START = frozenset("，。、；：？！）】》〕”’…·,.;:?!)]}%")
_NO_END = "（《“‘〔【［〈「(["
_MARGIN = 2
_LEAST = 3
"""Rows that what is scrolled has at least, if there are as many."""
SAID = "class:said"
"""Style of a message for the person."""
_SAID, _WAY_OUT = 3, 2
"""Rows that a message has at least, if it has as many, and how many of them are its end."""


class Place(NamedTuple):
    """Where a field stands: its first line and how many it takes."""

    line: int
    rows: int


@dataclass
class Picture:
    """What one screen shows. The lines of `field` are those in which somebody types.

    `whole` are the numbers of the rows of a list that can be read to their end; None where nothing is out of sight.
    """

    lines: list[Line] = field(default_factory=list)
    field: Place | None = None
    whole: frozenset[int] | None = None


@dataclass
class Body:
    """The part between header and foot. It scrolls so that the line `focus` stays in view."""

    lines: list[Line] = field(default_factory=list)
    focus: int = 0
    rows: dict[int, range] = field(default_factory=dict)
    """Lines in which the rows of a list stand, by their numbers."""
    field: Place | None = None

    def row(self, number: int, first: int) -> None:
        """All since line `first` is the row of this number."""
        self.rows[number] = range(first, len(self.lines))

    def add(self, style: str, text: str = "") -> None:
        self.lines.append([(style, text)])

    def block(self, style: str, text: str, width: int, *, indent: int = 1, first: str = "") -> None:
        """Wrapped text. `first` stands before the first line, the rest is indented under it."""
        pad = " " * (indent + cells(first))
        for i, row in enumerate(wrap(text, width - len(pad) - _MARGIN)):
            self.lines.append([(style, (" " * indent + first if i == 0 else pad) + row)])


@cache
def cell(c: str) -> int:
    """Columns of one character: 2 for Chinese and other wide ones, 0 for marks that sit on the one before.

    The interpreter's own tables say what is needed here; the usual library takes 50 ms to load.
    """
    if unicodedata.combining(c) or unicodedata.category(c) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(c) in "WF" else 1


def cells(text: str) -> int:
    """Columns a text takes on screen."""
    return sum(map(cell, text))


def printable(text: str) -> str:
    """Text without control and format characters; line breaks and tabs become spaces."""
    return "".join(" " if c in "\n\r\t\u3000\u2028\u2029" else c for c in text if not _hidden(c))


def _hidden(c: str) -> bool:
    # Co stays: rare characters of names stand in the private area on some systems.
    kind = unicodedata.category(c)
    return c not in "\n\r\t" and (kind in ("Cc", "Cf", "Cs") or (kind == "Cn" and not is_new_letter(c)))


def clip(text: str, width: int) -> str:
    """The text in at most `width` columns, `…` where something is left out."""
    text = printable(text)
    if cells(text) <= width:
        return text
    kept, used = [], 0
    for c in text:
        wide = cell(c)
        if used + wide > width - 1:
            break
        kept.append(c)
        used += wide
    return "".join(kept) + "…" if width > 0 else ""


def fill(text: str, width: int) -> str:
    """The text clipped and padded to exactly `width` columns."""
    text = clip(text, width)
    return text + " " * (width - cells(text))


def wrap(text: str, width: int) -> list[str]:
    """Rows of at most `width` columns, one more wide mark allowed to hang; at least one row."""
    rows: list[str] = []
    for part in text.split("\n"):
        row, used = "", 0
        for word in _words(printable(part), width):
            size = cells(word)
            if used + size > width and row and not (word in _NO_START and used <= width):
                kept = row.rstrip(_NO_END) or row
                rows.append(kept.rstrip())
                row = row[len(kept) :]
                word = word.lstrip() if not row else word
                used, size = cells(row), cells(word)
            row += word
            used += size
        rows.append(row.rstrip())
    return rows


def _words(text: str, width: int) -> list[str]:
    """Pieces that stay together: every wide character by itself, runs of narrow ones as words."""
    words: list[str] = []
    for c in text:
        narrow = cell(c) == 1 and c not in _NO_START
        joins = narrow and words and c != " " and words[-1][-1] != " " and cell(words[-1][-1]) == 1
        fits = joins and words[-1] not in _NO_START and len(words[-1]) < width // 2
        if words and (fits or cell(c) == 0):
            words[-1] += c
        else:
            words.append(c)
    return words


def typing_rows(body: Body, text: str, rows: int, width: int, *, offered: bool) -> None:
    """The lines of a field. A screen puts the field itself in their place."""
    body.field, body.focus = Place(len(body.lines), rows), len(body.lines) + rows - 1
    style, shown = "class:given" if offered else "", wrap(text, width)[:rows]
    for i in range(rows):
        body.lines.append(
            [("class:chosen", LABEL if i == 0 else " " * len(LABEL)), (style, (shown[i : i + 1] or [""])[0])]
        )


def compose(height: int | None, head: list[Line], body: Body, foot: list[Line]) -> Picture:
    """Head on top, foot at the bottom, body between; without a height all of it.

    Where the body does not fit, the question at its top stays and what follows scrolls to its focus.
    """
    if height is not None:
        foot = _with_room(foot, height - len(head) - len(body.lines))
    room = len(body.lines) if height is None else max(0, height - len(head) - len(foot))
    place = body.field
    if len(body.lines) <= room:
        blank: Line = [("", "")]
        shown = body.lines + [blank] * (room - len(body.lines))
        whole = None if height is None else frozenset(body.rows)
        return Picture([*head, *shown, *foot], place and Place(place.line + len(head), place.rows), whole)
    asked = next((i for i, line in enumerate(body.lines) if line[0][0] != "class:question"), 0)
    asked = min(asked, max(0, room - _LEAST))
    rest, space = body.lines[asked:], room - asked
    top = min(max(0, body.focus - asked - space + (3 if space > _LEAST else 2)), len(rest) - space)
    shown = rest[top : top + space]
    first, last = top + asked, top + asked + space - 1
    if top and body.focus > first:
        shown[0], first = [("class:dim", " ↑ 上面还有")], first + 1
    if top + space < len(rest) and body.focus < last:
        shown[-1], last = [("class:dim", " ↓ 下面还有")], last - 1
    if place is not None:
        start, end = max(place.line, first), min(place.line + place.rows - 1, last)
        place = Place(start - top + len(head), max(0, end - start + 1))
    seen = {*range(asked), *range(first, last + 1)}
    whole = frozenset(number for number, lines in body.rows.items() if seen.issuperset(lines))
    return Picture([*head, *body.lines[:asked], *shown, *foot], place, whole)


def _with_room(foot: list[Line], most: int) -> list[Line]:
    """The foot in `most` lines, if a message that takes more than its share stands in the way.

    Its beginning and its end stay: what happened, and the way out. What is left out between them has a sign.
    """
    said = [line for line in foot if line[0][0] == SAID]
    keep = max(_SAID, len(said) - max(0, len(foot) - most))
    if len(said) <= keep:
        return foot
    *before, cut = said[: keep - _WAY_OUT]
    words = cut[0][1]
    shown = [*before, [(SAID, clip(words + "……", max(cells(words), 3)))], *said[-_WAY_OUT:]]
    at = foot.index(said[0])
    return [*foot[:at], *shown, *foot[at + len(said) :]]


def too_small(width: int, height: int) -> Picture:
    """Shown while a window has been made too small to go on in."""
    words = f"窗口太小（{width}×{height}），请拉大到 {MIN_WIDTH}×{MIN_HEIGHT} 以上"
    return Picture([[("", row)] for row in wrap(words, max(8, width - 2))][: max(1, height)])


def fragments(lines: list[Line]) -> list[Fragment]:
    """Lines one under the other, as prompt_toolkit takes them."""
    found: list[Fragment] = []
    for i, line in enumerate(lines):
        found += [("", "\n"), *line] if i else line
    return found
