"""What the report hands on: the PDF, where its signature boxes lie, what no font could print."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignatureBox:
    """The empty box of one signer. `page` counts from 0; corners in PDF points (1/72 inch) from the bottom left."""

    role: str
    title: str
    page: int
    x1: float
    y1: float
    x2: float
    y2: float


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
    """A finished report. `boxes` stand in the order in which the roles sign."""

    pdf: bytes
    boxes: tuple[SignatureBox, ...]
    missing_glyphs: tuple[MissingGlyph, ...]
