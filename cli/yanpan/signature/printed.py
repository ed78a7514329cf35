"""The text that a paper shows, read from its pages, to hold it against the data it carries.

Reads what WeasyPrint writes: two-byte glyph codes in hexadecimal strings, and a ToUnicode map for each font
(ISO 32000-2, 9.10.3). It is no general text extractor: text drawn otherwise is not seen, and so not found.
"""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from yanpan.signature.pdf import entry

MAX_PAGES = 400
MAX_TEXT_BYTES = 64 * 1024 * 1024
"""Of page content and font maps together, so that a stream used on every page costs no more than one."""

_MAX_CODES = 70_000

_TOKEN = re.compile(rb"/([^\s/\[\]<>()]{1,127})\s+[-\d.]+\s+Tf|\[([^\[\]]*)\]\s*TJ|<([0-9A-Fa-f]*)>\s*Tj")
_HEX = re.compile(rb"<([0-9A-Fa-f]*)>")
_PAIR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4,64})>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4,64})>")

Codes = dict[int, str]


def page_texts(reader: PdfFileReader, *, most: int = MAX_PAGES) -> tuple[str, ...]:
    """The text of each page in drawing order, without any white space. Raises on a broken page tree."""
    read = _Reading()
    return tuple(_page_text(page, read) for page in islice(_pages(reader), most))


@dataclass
class _Reading:
    """The fonts read so far, and how many bytes may still be read."""

    fonts: dict[Any, Codes] = field(default_factory=dict)
    left: int = MAX_TEXT_BYTES

    def spend(self, data: bytes) -> bytes:
        self.left -= len(data)
        if self.left < 0:
            raise ValueError("too much text")
        return data


def page_count(reader: PdfFileReader) -> int:
    """How many pages the paper says it has."""
    return int(reader.root["/Pages"]["/Count"])


def squeezed(text: str) -> str:
    """A text as `page_texts` gives it: without white space."""
    return "".join(text.split())


def _pages(reader: PdfFileReader) -> Any:
    count = page_count(reader)
    if not 0 < count <= MAX_PAGES:
        raise ValueError("too many pages")
    for number in range(count):
        yield reader.find_page_for_modification(number)[0].get_object()


def _page_text(page: generic.DictionaryObject, read: _Reading) -> str:
    resources = entry(page["/Resources"], "/Font", {})
    contents = page["/Contents"]
    streams = contents if isinstance(contents, generic.ArrayObject) else [contents]
    data = b"\n".join(read.spend(stream.get_object().data) for stream in streams)
    codes: Codes = {}
    words: list[str] = []
    for font, array, single in _TOKEN.findall(data):
        if font:
            codes = _codes(resources, "/" + font.decode("latin-1"), read)
        else:
            glyphs = b"".join(_HEX.findall(array)) if array else single
            words.append("".join(codes.get(int(glyphs[i : i + 4], 16), "") for i in range(0, len(glyphs), 4)))
    return squeezed("".join(words))


def _codes(resources: generic.DictionaryObject, name: str, read: _Reading) -> Codes:
    """The ToUnicode map of a font, read once a paper."""
    if name not in resources:
        return {}
    raw = resources.raw_get(name)
    key = raw.reference if isinstance(raw, generic.IndirectObject) else id(raw)
    if key not in read.fonts:
        font = resources[name]
        read.fonts[key] = _read_map(read.spend(font["/ToUnicode"].data)) if "/ToUnicode" in font else {}
    return read.fonts[key]


def _read_map(data: bytes) -> Codes:
    codes: Codes = {}
    for piece in data.split(b"beginbf")[1:]:
        block = piece.partition(b"endbf")[0]
        if block.startswith(b"char"):
            codes |= {int(code, 16): _text(value) for code, value in _PAIR.findall(block)}
            continue
        for first, last, value in _RANGE.findall(block):
            start = int(value, 16)
            if int(last, 16) - int(first, 16) + len(codes) > _MAX_CODES:
                raise ValueError("too many codes")
            for step in range(int(last, 16) - int(first, 16) + 1):
                codes[int(first, 16) + step] = _text(b"%0*x" % (len(value), start + step))
    return codes


def _text(value: bytes) -> str:
    return bytes.fromhex(value.decode("ascii")).decode("utf-16-be", "replace")
