"""Every byte of one revision: its objects end to end, the table that lists them, the trailer, and nothing else.

For papers that another version of the libraries wrote. A reader believes the table, a program that repairs files
believes the objects: here both say the same, and no byte is left over for a third opinion (ISO 32000-2, 7.5).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from yanpan.verification.syntax import NotOurs, read_dictionary, read_object

_HEADER = re.compile(rb"%PDF-1\.7\n%[\x80-\xff]{4}\n")
_BEGIN = re.compile(rb"([1-9]\d{0,6}) 0 obj\n")
_END = b"\nendobj\n"
_LENGTH = re.compile(rb"/Length (\d{1,9})(?=[ \n/>])")
_STREAM = re.compile(rb">>\n?stream\n")
_TABLE = re.compile(rb"xref\n(?:\d{1,7} \d{1,7}\n(?:\d{10} \d{5} [nf] ?\r?\n)+)+")
_SECTION = re.compile(rb"(\d{1,7}) (\d{1,7})\n((?:\d{10} \d{5} [nf] ?\r?\n)+)")
_ROW = re.compile(rb"(\d{10}) (\d{5}) ([nf]) ?\r?\n")
_TRAILER = re.compile(rb"trailer\n(<<.*?>>)\n?startxref\n(\d{1,10})\n%%EOF\n", re.DOTALL)
_FREE = (0, 65535)


@dataclass(frozen=True)
class Revision:
    """The objects of one revision by number, its trailer, and where the revision ends."""

    objects: dict[int, Any]
    trailer: dict[bytes, Any]
    end: int


def read_revision(pdf: bytes, start: int) -> Revision:
    """The revision that begins at `start`; the first one, at 0, has the header. Raises `NotOurs`."""
    place = start
    if start == 0:
        header = _HEADER.match(pdf)
        if header is None:
            raise NotOurs("another header")
        place = header.end()
    objects: dict[int, Any] = {}
    offsets: dict[int, int] = {}
    while (begin := _BEGIN.match(pdf, place)) is not None:
        number = int(begin[1])
        if number in objects:
            raise NotOurs(f"object {number} stands twice")
        end = _end_of(pdf, begin.end())
        objects[number] = read_object(pdf, begin.end(), end)
        offsets[number] = place
        place = end + len(_END)
    table = _TABLE.match(pdf, place)
    trailer = _TRAILER.match(pdf, table.end()) if table else None
    if table is None or trailer is None or int(trailer[2]) != place:
        raise NotOurs("something between the objects and their table, or no table")
    if _listed(table[0], first=start == 0) != offsets:
        raise NotOurs("the table lists other objects than there are")
    return Revision(objects, read_dictionary(pdf, trailer.start(1), trailer.end(1)), trailer.end())


def _end_of(pdf: bytes, place: int) -> int:
    """Where the object that begins at `place` ends: a stream by its length, anything else before `endobj`."""
    end = pdf.find(_END, place)
    stream = _STREAM.search(pdf, place, max(end, place))
    if stream is not None:
        length = _LENGTH.findall(pdf, place, stream.start() + 2)
        if len(length) != 1:
            raise NotOurs("a stream without one length")
        end = stream.end() + int(length[0]) + len(b"\nendstream")
        if not pdf.startswith(_END, end):
            raise NotOurs("a stream of another length")
    if end < 0:
        raise NotOurs("an object without end")
    return end


def _listed(table: bytes, *, first: bool) -> dict[int, int]:
    """Offsets by number. Only number 0 is free, and it has to be in the first table."""
    found: dict[int, int] = {}
    free = 0
    for section in _SECTION.finditer(table):
        rows = _ROW.findall(section[3])
        if len(rows) != int(section[2]):
            raise NotOurs("a section of the table has more or fewer rows than it says")
        for number, (offset, generation, kind) in enumerate(rows, int(section[1])):
            if kind == b"f":
                free += 1
                if number or (int(offset), int(generation)) != _FREE:
                    raise NotOurs("a free object")
            elif int(generation) or number in found:
                raise NotOurs("a generation, or a number listed twice")
            else:
                found[number] = int(offset)
    if first and not free:
        raise NotOurs("a free object")
    return found
