"""Which characters the shipped fonts can print, and what stands in for the others.

A character that no font has would come out as an empty box (tofu): a name in a court's file must not. It is
printed as 〓 with its code point, and reported with its place. Controls and bidirectional overrides count as
unprintable too, so that the paper cannot be made to read otherwise than the data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import msgspec

from yanpan.assessment.model import Assessment
from yanpan.data import data_folder
from yanpan.report.paper import MissingGlyph

_NEEDS_NO_GLYPH = "\n\t☐☑"
"""Line breaks, and the boxes that CSS draws."""

_CODES_A_TEXT = 8


@cache
def _unprintable() -> re.Pattern[str]:
    """Matches one character outside report_templates/fonts/coverage.txt (ranges of code points, hex)."""
    lines = (data_folder("report_templates") / "fonts" / "coverage.txt").read_text(encoding="ascii").split()
    spans = (line.partition("-")[::2] for line in lines)
    allowed = "".join(f"\\U{int(first, 16):08x}-\\U{int(last or first, 16):08x}" for first, last in spans)
    return re.compile(f"[^{allowed}{_NEEDS_NO_GLYPH}]")


def printable(text: str) -> str:
    """`text` with every character that cannot be printed written as 〓, the first few of them with their code.

    More codes would make a text many times as long as what was typed and counted.

    >>> printable("张\\u202e某")
    '张〓〔U+202E〕某'
    """
    left = iter(range(_CODES_A_TEXT))

    def stand_in(found: re.Match[str]) -> str:
        return f"〓〔U+{ord(found[0]):04X}〕" if next(left, None) is not None else "〓"

    return _unprintable().sub(stand_in, text.replace("\r\n", "\n"))


def missing_glyphs(assessment: Assessment) -> tuple[MissingGlyph, ...]:
    """Every character of the assessment that no shipped font has, once for each place it stands in."""
    find = _unprintable().findall
    found = {
        (character, place): None
        for place, text in _texts(msgspec.to_builtins(assessment), "")
        for character in find(text.replace("\r\n", "\n"))
    }
    return tuple(MissingGlyph(character, place) for character, place in found)


def _texts(value: object, place: str) -> Iterator[tuple[str, str]]:
    """Each text in a JSON-like value with its path; list items go by their id where they have one."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, f"{place}.{key}" if place else str(key))
    elif isinstance(value, (list, tuple)):
        for number, item in enumerate(value, 1):
            name = item.get("id") or item.get("question") if isinstance(item, dict) else None
            yield from _texts(item, f"{place}[{name or number}]")
