"""What a signature looks like on paper: the blank lines of the signer's cell, filled in.

The field lies over 意见、签名、日期 as they are printed for a pen. A stamp covers them with white and says the same
three things for the signature (`stamp_lines`). The size is the field's. Letters are embedded (`letters`); ☐ and ☑
are drawn, since no shipped font has them.
"""

# pyHanko leaves many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import AppearanceContent, ResourceType
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.stamp import BaseStampStyle

from yanpan.keys import (
    Identity,
)
from yanpan.signature.letters import Glyph, embed, glyph_of
from yanpan.signature.stamp_lines import BOXES, Shown, set_in, shown_by, wide

_PITCH = 1.3
"""Most distance of lines of one row, in sizes."""

_EDGE = 1.5
_RULE = 0.4


@dataclass(frozen=True)
class StampStyle(BaseStampStyle):
    """How pyHanko is told to draw a stamp of ours."""

    shown: Shown | None = None

    def create_stamp(
        self,
        writer: BasePdfFileWriter,
        box: BoxConstraints,
        text_params: dict[str, Any],  # noqa: ARG002
    ) -> Any:
        """The stamp for a field of some size."""
        if self.shown is None:
            raise ValueError("nothing to show")
        return _Stamp(writer, box, self.shown)


class _Stamp(AppearanceContent):
    def __init__(self, writer: BasePdfFileWriter, box: BoxConstraints, shown: Shown) -> None:
        super().__init__(writer, box)
        self.shown = shown

    def render(self) -> bytes:
        width, height = float(self.box.width), float(self.box.height)
        made = set_in(self.shown, width - 2 * _EDGE, height)
        used: dict[str, dict[int, Glyph]] = {}
        parts = [b"1 1 1 rg 0 0 %s %s re f 0 0 0 rg 0 0 0 RG" % (_n(width), _n(height))]
        # What is left over goes to the rows in equal parts, above and below their lines.
        pitch = min(height / made.lines, made.size * _PITCH)
        gap = (height - pitch * made.lines) / len(made.rows)
        top = height
        for row in made.rows:
            top -= gap / 2
            for text, aside in row:
                # The middle of a Chinese letter is 0.38 sizes over its base line.
                base = top - pitch / 2 - 0.38 * made.size
                parts += _drawn(text, _EDGE, base, made.size, used)
                parts += _drawn(aside, width - _EDGE - wide(aside) * made.size, base, made.size, used)
                top -= pitch
            top -= gap / 2
            if row is not made.rows[-1]:
                parts.append(b"%s w 0 %s m %s %s l S" % (_n(_RULE), _n(top), _n(width), _n(top)))
        for name, glyphs in used.items():
            font = embed(self._ensure_writer, name, glyphs)
            self.set_resource(ResourceType.FONT, generic.pdf_name("/" + _key(name)), font)
        return b"\n".join([b"q", *parts, b"Q"])


def stamp_style(identity: Identity, *, title: str, at: datetime, reason: str = "") -> StampStyle:
    """The style that draws the stamp of one signature."""
    return StampStyle(border_width=0, shown=shown_by(identity, title=title, at=at, reason=reason))


def _drawn(
    text: str, x: float, base: float, size: float, used: dict[str, dict[int, Glyph]]
) -> Iterator[bytes]:
    """The operators that draw a text from `x` on; the glyphs are noted in `used`."""
    for run in _runs(text):
        if run[0] in BOXES:
            yield _box(x + 0.18 * size, base - 0.08 * size, 0.74 * size, ticked=run == "☑")
        else:
            glyphs = [glyph_of(c) for c in run]
            used.setdefault(glyphs[0].font, {}).update({glyph.number: glyph for glyph in glyphs})
            shown = "".join(f"{glyph.number:04x}" for glyph in glyphs).encode()
            yield b"BT /%s %s Tf %s %s Td <%s> Tj ET" % (
                _key(glyphs[0].font).encode(), _n(size), _n(x), _n(base), shown,
            )  # fmt: skip
        x += wide(run) * size


def _runs(text: str) -> list[str]:
    """A text in pieces of one font; each box is a piece."""
    runs: list[str] = []
    for character in text:
        if runs and character not in BOXES and runs[-1] not in BOXES and _same_font(runs[-1], character):
            runs[-1] += character
        else:
            runs.append(character)
    return runs


def _same_font(run: str, character: str) -> bool:
    return glyph_of(run[0]).font == glyph_of(character).font


def _box(x: float, y: float, side: float, *, ticked: bool) -> bytes:
    """An empty box, or one with a tick in it."""
    square = b"0.8 w %s %s %s %s re S" % (_n(x), _n(y), _n(side), _n(side))
    if not ticked:
        return square
    points: Sequence[tuple[float, float]] = ((0.18, 0.52), (0.42, 0.22), (0.84, 0.84))
    places = [b"%s %s" % (_n(x + a * side), _n(y + b * side)) for a, b in points]
    return square + b" 1.3 w %s m %s l %s l S" % tuple(places)


def _key(font: str) -> str:
    return font.partition(".")[0].capitalize()


def _n(value: float) -> bytes:
    """A number as PDF writes it, without an exponent."""
    return (f"{value:.3f}".rstrip("0").rstrip(".") or "0").encode()
