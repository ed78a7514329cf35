"""What the report hands on: the PDF, and what no font could print."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A character that no shipped font has, and where it stands (`answers[party_name].shown`)."""

    character: str
    place: str

    @property
    def code(self) -> str:
        """The code point as people write it: `U+2A6A5`."""
        return f"U+{ord(self.character):04X}"


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished report with its empty signature fields."""

    pdf: bytes
    missing_glyphs: tuple[MissingGlyph, ...]
