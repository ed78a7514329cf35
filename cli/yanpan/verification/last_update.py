"""The one revision that no digest covers: evidence at the end of a file, until a time stamp or a signature follows.

A strict reader sees only what the cross-reference table names. Other programs that rebuild a file from its objects
would see more, so nothing more may stand there.
"""

from __future__ import annotations

import re

from yanpan.signature.tokens import REGULAR, WHITE

_BEGIN = re.compile(rb"(\d{1,10}) (\d{1,5}) obj\n")
_END = re.compile(rb"\nendobj\n| ?>>\nstream\n")
_BODY = re.compile(
    b"".join(
        (
            rb"(?:[", WHITE, rb"]++|<<|>>|[\[\]]|/", REGULAR, rb"*+|(?:[-+]?[0-9.]++|[A-Za-z]++)(?!", REGULAR, rb")",
            rb"|<[0-9A-Fa-f", WHITE, rb"]*+>|\((?:[^()\\]|\\.)*+\))*+",
        )
    ),
    re.DOTALL,
)  # fmt: skip
"""What stands in an object, word by word: a reader may be lenient where another one is not."""

_LENGTH = re.compile(rb"/Length (\d{1,10})\b")
_CLOSE = b"\nendstream\nendobj\n"
_FINISH = re.compile(rb"\nstartxref\n(\d{1,12})\n%%EOF\n")
_TABLE = re.compile(
    rb"xref\n(?:\d+ \d+\n(?:\d{10} \d{5} [nf] ?\r?\n)*)+trailer\n<<[^%]*>>\n?startxref\n(\d{1,12})\n%%EOF\n"
)

Numbers = list[tuple[int, int]]


def objects_to_the_end(pdf: bytes, start: int) -> Numbers | None:
    """The numbers of the objects that stand end to end from `start` to the table, or None when anything else does."""
    found: Numbers = []
    place = begin = start
    while (head := _BEGIN.match(pdf, place)) is not None:
        found.append((int(head[1]), int(head[2])))
        end = _END.search(pdf, head.end())
        if end is None or not _BODY.fullmatch(pdf, head.end(), end.start()):
            return None
        begin, place = place, end.end()
        if end[0].endswith(b"stream\n"):
            length = _LENGTH.search(pdf, head.end(), end.end())
            if length is None:
                return None
            place += int(length[1])
            if not pdf.startswith(_CLOSE, place):
                return None
            place += len(_CLOSE)
    if finish := _FINISH.fullmatch(pdf, place):
        # The last object is the cross-reference stream, which names itself.
        return found if int(finish[1]) == begin else None
    if table := _TABLE.fullmatch(pdf, place):
        return found if int(table[1]) == place else None
    return None
