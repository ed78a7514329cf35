"""Every byte of one revision: its objects end to end, the table that lists them, the trailer, and nothing else.

For papers that another version of the libraries wrote. A reader believes the table, a program that repairs files
believes the objects: here both say the same, and no byte is left over for a third opinion (ISO 32000-2, 7.5).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count, takewhile
from typing import Any

from yanpan.verification.syntax import NotOurs, read_dictionary, read_object

_HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
_BEGIN = re.compile(rb"([1-9]\d{0,6}) 0 obj\n")
_END = b"\nendobj\n"
_LENGTH = re.compile(rb"/Length (\d{1,9})(?=[ \n/>])")
_STREAM = re.compile(rb">>\n?stream\n")
_TRAILER = re.compile(rb"trailer\n(<<.*?>>)\n?startxref\n([1-9]\d{0,9})\n%%EOF\n", re.DOTALL)
_FREE = b"0000000000 65535 f \n"


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
        if not pdf.startswith(_HEADER):
            raise NotOurs("another header")
        place = len(_HEADER)
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
    table = _table_of(offsets, first=start == 0)
    trailer = _TRAILER.match(pdf, place + len(table)) if pdf.startswith(table, place) else None
    if trailer is None or int(trailer[2]) != place:
        raise NotOurs("something between the objects and their table, or another table")
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


def _table_of(offsets: Mapping[int, int], *, first: bool) -> bytes:
    """The table of some objects as our papers spell it, to the byte: rows of twenty bytes, sections in order.

    Readers step through it by lines, by words or by twenty bytes a row (ISO 32000-2, 7.5.4), and where its spelling is
    free each of them finds other objects. Number 0 is free and stands in every table.
    """
    rows = {0: _FREE} | {number: b"%010d 00000 n \n" % offsets[number] for number in sorted(offsets)}
    if first and list(rows) != list(range(len(rows))):
        raise NotOurs("a number that no object has")
    table = [b"xref\n"]
    for begin in (number for number in rows if number - 1 not in rows):
        section = list(takewhile(rows.__contains__, count(begin)))
        table += [b"%d %d\n" % (begin, len(section)), *(rows[number] for number in section)]
    return b"".join(table)
