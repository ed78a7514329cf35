"""Whether two embedded font files have the same letters, and whether a file holds nothing but them.

Another version of the library that cuts a font down to its used glyphs lays the parts of the file out in another order
(HarfBuzz 6 and 14 do). The parts are the same to the byte: every program that draws a glyph, every table of widths.
Readers differ in what they make of an odd file, so a file is taken apart here without any forgiveness: each byte belongs
to one part, no part stands twice or over another (ISO/IEC 14496-22, 4; Adobe Technical Note 5176).
"""

from __future__ import annotations

import struct

from yanpan.verification.compact_fonts import parts_of
from yanpan.verification.syntax import NotOurs

_ROW = 16
_HEAD = 12
MOST_TABLES = 40
_CHECKED = slice(8, 12)
"""In `head`, what brings the sum over the whole file to `_WHOLE` (ISO/IEC 14496-22, 5.2.3); it changes with their order."""

_WHOLE = 0xB1B0AFBA


def letters_alike(one: bytes, other: bytes) -> bool:
    """Whether two OpenType files draw the same glyphs under the same numbers. False for what is neither ours."""
    try:
        return _tables(one) == _tables(other)
    except (NotOurs, IndexError, ValueError):
        return False


def _tables(font: bytes) -> tuple[bytes, dict[bytes, object]]:
    """The kind of a file and its tables by tag. Raises `NotOurs` unless they fill it."""
    count = int.from_bytes(font[4:6], "big")
    power = 1 << max(count.bit_length() - 1, 0)
    search = (power * _ROW, power.bit_length() - 1, (count - power) * _ROW)
    if not 0 < count <= MOST_TABLES or font[6:12] != b"".join(n.to_bytes(2, "big") for n in search):
        raise NotOurs("another directory")
    rows = [font[_HEAD + _ROW * n :][:_ROW] for n in range(count)]
    tags = [row[:4] for row in rows]
    if tags != sorted(set(tags)):
        raise NotOurs("a table twice, or out of order")
    place = _HEAD + _ROW * count
    found: dict[bytes, object] = {}
    for row in sorted(rows, key=lambda row: row[8:12]):
        start, length = int.from_bytes(row[8:12], "big"), int.from_bytes(row[12:16], "big")
        data, padding = font[start : start + length], -length % 4
        if start != place or len(data) != length or font[start + length :][:padding] != bytes(padding):
            raise NotOurs("a gap between tables, or one over another")
        place = start + length + padding
        found[row[:4]] = _content(row[:4], data, int.from_bytes(row[4:8], "big"))
    if place != len(font) or _sum(font) != _WHOLE:
        raise NotOurs("something behind the tables, or another sum")
    return font[:4], found


def _content(tag: bytes, data: bytes, told: int) -> object:
    """What is compared of a table. Raises `NotOurs` when its sum is not the one that the directory tells."""
    if tag == b"head":
        data = data[: _CHECKED.start] + bytes(4) + data[_CHECKED.stop :]
    if _sum(data) != told:
        raise NotOurs("another sum")
    return parts_of(data) if tag == b"CFF " else data


def _sum(data: bytes) -> int:
    """The sum of 32-bit numbers (ISO/IEC 14496-22, 5)."""
    words = data + bytes(-len(data) % 4)
    total: int = sum(struct.unpack(f">{len(words) // 4}L", words))
    return total & 0xFFFFFFFF
