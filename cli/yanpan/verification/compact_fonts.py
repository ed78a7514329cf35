"""A table of compact outlines taken apart (CFF; Adobe Technical Note 5176): its parts without their places.

What a part says must be said in the one form that is written today; where a part stands may differ. The parts fill the
table: a byte that belongs to none, or to two, is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from yanpan.verification.syntax import NotOurs

_CHARSET, _ENCODING, _CHARSTRINGS, _PRIVATE, _SUBRS = 15, 16, 17, 18, 19
_FDARRAY, _FDSELECT, _ROS = (12, 36), (12, 37), (12, 30)
MOST_GLYPHS = 70_000

Operator = int | tuple[int, int]
Dict = dict[Operator, bytes]
"""The operands of each operator as they are spelled."""


@dataclass
class _Table:
    """The bytes, and what of them was read: where each part begins and ends. Parts of the same bytes may share a place."""

    data: bytes
    taken: set[tuple[int, int]] = field(default_factory=set)

    def take(self, start: int, end: int) -> bytes:
        if not 0 <= start <= end <= len(self.data):
            raise NotOurs("a part outside of its table")
        self.taken.add((start, end))
        return self.data[start:end]

    def index(self, start: int) -> tuple[tuple[bytes, ...], int]:
        """The items of an INDEX, and where it ends."""
        count = int.from_bytes(self.data[start : start + 2], "big")
        if count == 0:
            self.take(start, start + 2)
            return (), start + 2
        size = self.data[start + 2]
        begin = start + 3 + (count + 1) * size
        if not 1 <= size <= 4 or count > MOST_GLYPHS:
            raise NotOurs("an index of another kind")
        offsets = [
            int.from_bytes(self.data[start + 3 + n * size : start + 3 + (n + 1) * size], "big")
            for n in range(count + 1)
        ]
        if offsets[0] != 1 or offsets != sorted(offsets):
            raise NotOurs("an index with gaps")
        end = begin - 1 + offsets[-1]
        self.take(start, end)
        items = tuple(
            self.data[begin - 1 + a : begin - 1 + b] for a, b in zip(offsets, offsets[1:], strict=False)
        )
        return items, end

    def check_full(self) -> None:
        place = 0
        for start, end in sorted(self.taken):
            if start == end:
                continue
            if start != place:
                raise NotOurs("a gap between parts, or one over another")
            place = end
        if place != len(self.data):
            raise NotOurs("something behind the parts")


def parts_of(data: bytes) -> object:
    """All parts of a CFF table of one font, to be compared with those of another. Raises `NotOurs`."""
    table = _Table(data)
    # Nothing follows from the last byte, the size of offsets, and some programs refuse a font for another one.
    if table.take(0, 4) != b"\x01\x00\x04\x04":
        raise NotOurs("another header")
    names, place = table.index(4)
    tops, place = table.index(place)
    strings, place = table.index(place)
    subroutines, _ = table.index(place)
    if len(names) != 1 or len(tops) != 1:
        raise NotOurs("several fonts")
    top = read_dict(tops[0])
    order = list(top)
    glyphs, _ = table.index(number(top.pop(_CHARSTRINGS)))
    parts: list[object] = [names, order, strings, subroutines, glyphs]
    parts.append(_charset(table, number(top.pop(_CHARSET)), len(glyphs)) if _CHARSET in top else None)
    if _ENCODING in top:
        raise NotOurs("an encoding of its own")
    if _ROS in top:
        parts.append(_selection(table, number(top.pop(_FDSELECT)), len(glyphs)))
        fonts, _ = table.index(number(top.pop(_FDARRAY)))
        parts.append([_with_private(table, read_dict(item)) for item in fonts])
    parts.append(_with_private(table, top))
    table.check_full()
    return parts


def _with_private(table: _Table, held: Dict) -> object:
    """A font dictionary with its private one and its subroutines in the place of their offsets."""
    # In the order in which they stand: readers rely on which comes first.
    if _PRIVATE not in held:
        return tuple(held.items())
    order = list(held)
    size, start = numbers(held.pop(_PRIVATE), 2)
    private = read_dict(table.take(start, start + size))
    order += private
    inner: tuple[bytes, ...] = ()
    if _SUBRS in private:
        inner, _ = table.index(start + number(private.pop(_SUBRS)))
    return order, tuple(held.items()), tuple(private.items()), inner


def _charset(table: _Table, start: int, glyphs: int) -> bytes:
    """The characters of the glyphs, as stored (section 13)."""
    form, place, left = table.data[start], start + 1, glyphs - 1
    if form == 0:
        return table.take(start, place + 2 * left)
    width = {1: 3, 2: 4}.get(form, 0)
    if not width:
        raise NotOurs("a charset of another kind")
    while left > 0:
        left -= 1 + int.from_bytes(table.data[place + 2 : place + width], "big")
        place += width
        if place > len(table.data):
            raise NotOurs("a charset without end")
    if left:
        raise NotOurs("a charset for more glyphs than there are")
    return table.take(start, place)


def _selection(table: _Table, start: int, glyphs: int) -> bytes:
    """Which font dictionary each glyph has, as stored (section 19)."""
    if table.data[start] == 0:
        return table.take(start, start + 1 + glyphs)
    if table.data[start] != 3:
        raise NotOurs("a selection of another kind")
    ranges = int.from_bytes(table.data[start + 1 : start + 3], "big")
    return table.take(start, start + 3 + 3 * ranges + 2)


def read_dict(data: bytes) -> Dict:
    """The entries of a DICT (section 4). Raises `NotOurs` for an operator that stands twice, or one without end."""
    found: Dict = {}
    begin = place = 0
    while place < len(data):
        first = data[place]
        if first <= 21:
            operands = data[begin:place]
            operator: Operator = (first, data[place + 1]) if first == 12 else first
            place += 2 if first == 12 else 1
            if operator in found:
                raise NotOurs("an operator twice")
            found[operator] = operands
            begin = place
        elif first == 30:
            while data[place + 1] & 0x0F != 0x0F and data[place + 1] >> 4 != 0x0F:
                place += 1
            place += 2
        else:
            place += {28: 3, 29: 5}.get(first, 2 if 247 <= first <= 254 else 1 if 32 <= first <= 246 else 99)
    if place != len(data) or begin != place:
        raise NotOurs("a dictionary that breaks off")
    return found


def numbers(operands: bytes, count: int) -> list[int]:
    """Whole numbers as a DICT spells them. Raises `NotOurs` unless they are so many."""
    found: list[int] = []
    place = 0
    while place < len(operands):
        first = operands[place]
        if first in (28, 29):
            size = 2 if first == 28 else 4
            found.append(int.from_bytes(operands[place + 1 : place + 1 + size], "big", signed=True))
            place += 1 + size
        elif 32 <= first <= 246:
            found.append(first - 139)
            place += 1
        elif 247 <= first <= 254:
            low = operands[place + 1]
            found.append(
                (first - 247) * 256 + low + 108 if first <= 250 else -(first - 251) * 256 - low - 108
            )
            place += 2
        else:
            raise NotOurs("no whole number")
    if len(found) != count or place != len(operands):
        raise NotOurs("more or fewer numbers")
    return found


def number(operands: bytes) -> int:
    """One whole number."""
    return numbers(operands, 1)[0]
