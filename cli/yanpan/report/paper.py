"""What the report hands on: a job to the engine; the PDF, and what no font could print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A character that no shipped font has, and where it stands (`answers[party_name].shown`)."""

    character: str
    place: str

    @property
    def code(self) -> str:
        """The code point as people write it: `U+2A6A5`."""
        return f"U+{ord(self.character):04X}"


LAYOUT = 1
"""Which layout a paper has: its templates, its style and what is drawn for signatures. It stands in the XMP.

A paper that was signed is held against one set anew, for good: a layout that was in a release stays as it is, and what
changes gets the next number.
"""


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished report with its empty signature fields."""

    pdf: bytes
    missing_glyphs: tuple[MissingGlyph, ...]


@dataclass(frozen=True, slots=True)
class Attached:
    """A JSON file in a paper: `words` describe it, `relationship` is what it is to the paper (ISO 19005-3, annex E)."""

    name: str
    data: bytes
    words: str
    relationship: str


@dataclass(frozen=True, slots=True)
class PrintJob:
    """All that the engine needs for one paper.

    It fits if its signature fields, or of a `whole` one all its pages, lie within `pages`; the `last` try is taken as it
    is. Signature fields of `roles` stand in `html`. `moment` dates the attachments, which stand in the order of their
    names; `identifier` is the file's (ISO 32000-2, 14.4); `engine` is the fingerprint, found while the engine still loads.
    """

    html: str
    pages: int
    whole: bool
    last: bool
    roles: tuple[str, ...]
    attachments: tuple[Attached, ...]
    moment: datetime
    identifier: bytes
    engine: str
