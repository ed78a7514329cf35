"""Whether two embedded font files have the same letters: every outline of every glyph, and nothing that bends them.

Another version of the library that cuts a font down to its used glyphs lays the file out otherwise. The outlines stay.
"""

# fontTools is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from io import BytesIO
from typing import Any

MOST_GLYPHS = 70_000
_ASIDE = frozenset({"head", "CFF ", "glyf", "loca", "GlyphOrder"})
_HEAD = ("unitsPerEm", "indexToLocFormat", "glyphDataFormat", "flags", "macStyle")


def letters_alike(one: bytes, other: bytes) -> bool:
    """Whether two OpenType files (or bare CFF) draw the same glyphs under the same numbers. False for what is neither."""
    try:
        return _alike(_read(one), _read(other))
    except Exception:  # noqa: BLE001 - a forged font can raise anything, and is not ours
        return False


def _read(data: bytes) -> Any:
    from fontTools.ttLib import TTFont

    return TTFont(BytesIO(data), lazy=True, checkChecksums=0)


def _alike(one: Any, other: Any) -> bool:
    if set(one.keys()) != set(other.keys()) or one.sfntVersion != other.sfntVersion:
        return False
    for tag in set(one.keys()) - _ASIDE:
        if one.reader[tag] != other.reader[tag]:
            return False
    if "head" in one and any(getattr(one["head"], key) != getattr(other["head"], key) for key in _HEAD):
        return False
    if "CFF " in one and _settings(one["CFF "]) != _settings(other["CFF "]):
        return False
    return _outlines_alike(one, other)


def _settings(table: Any) -> Any:
    """What scales or bends the outlines of a CFF table beyond the glyphs themselves."""
    [top] = table.cff.topDictIndex
    parts = list(getattr(top, "FDArray", ())) or [top]
    bending = (
        "BlueValues",
        "OtherBlues",
        "FamilyBlues",
        "FamilyOtherBlues",
        "BlueScale",
        "BlueShift",
        "BlueFuzz",
    )
    return (
        getattr(top, "FontMatrix", None),
        getattr(top, "CharstringType", 2),
        getattr(top, "PaintType", 0),
        [
            (
                getattr(part, "FontMatrix", None),
                [part.Private.rawDict.get(key) for key in (*bending, "StdHW", "StdVW")],
            )
            for part in parts
        ],
    )


def _outlines_alike(one: Any, other: Any) -> bool:
    from fontTools.pens.recordingPen import RecordingPen

    count = one["maxp"].numGlyphs
    if count != other["maxp"].numGlyphs or count > MOST_GLYPHS:
        return False
    if "glyf" in one:
        left, right = one["glyf"], other["glyf"]
        names = one.getGlyphOrder(), other.getGlyphOrder()
        return all(left[a] == right[b] for a, b in zip(*names, strict=True))
    sets = one.getGlyphSet(), other.getGlyphSet()
    for a, b in zip(one.getGlyphOrder(), other.getGlyphOrder(), strict=True):
        pens = RecordingPen(), RecordingPen()
        sets[0][a].draw(pens[0])
        sets[1][b].draw(pens[1])
        if pens[0].value != pens[1].value or sets[0][a].width != sets[1][b].width:
            return False
    return True
