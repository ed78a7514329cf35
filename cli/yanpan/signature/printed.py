"""The text that a paper shows, read from its pages, to hold it against the data it carries.

Reads what Typst writes: strings of two-byte glyph codes (ISO 32000-2, 7.3.4), shown by Tj and TJ, and a ToUnicode
map for each font (9.10.3). Glyphs count, never what marked content claims that they say (ActualText, 14.9.4).
It is no general text extractor: text drawn otherwise is not seen, and so not found.
"""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

import re
from collections.abc import Iterator
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

_TOKEN = re.compile(
    rb"/(?P<font>[^\s/\[\]<>()]{1,127})\s+[-\d.]+\s+Tf\b|/[^\s/\[\]<>()]*|<(?P<hex>[0-9A-Fa-f]*)>|(?P<literal>\()"
    rb"|(?P<operator>[A-Za-z'\"][A-Za-z0-9*'\"]*)"
)
_IN_LITERAL = re.compile(rb"\\(?:[0-7]{1,3}|\r\n|[\s\S])|[()]")
_ESCAPED = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r": b"",
    b"\r\n": b"",
}
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
    for font, glyphs in _shown(data):
        if font:
            codes = _codes(resources, "/" + font.decode("latin-1"), read)
        words.append(
            "".join(codes.get(glyphs[i] << 8 | glyphs[i + 1], "") for i in range(0, len(glyphs) - 1, 2))
        )
    return squeezed("".join(words))


def _shown(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """What page content sets and shows, in order: the name of a font, or the bytes of a shown string."""
    strings: list[bytes] = []
    at = 0
    while token := _TOKEN.search(data, at):
        at = token.end()
        if token["font"]:
            strings.clear()
            yield token["font"], b""
        elif token["hex"] is not None:
            strings.append(bytes.fromhex(token["hex"].decode("ascii") + "0" * (len(token["hex"]) % 2)))
        elif token["literal"]:
            string, at = _literal(data, at)
            strings.append(string)
        elif token["operator"]:
            if token["operator"] in (b"Tj", b"TJ"):
                yield b"", b"".join(strings)
            strings.clear()


def _literal(data: bytes, at: int) -> tuple[bytes, int]:
    """A string in parentheses, whose inside begins at `at`, and where what follows it begins."""
    parts: list[bytes] = []
    depth = 1
    for found in _IN_LITERAL.finditer(data, at):
        parts.append(data[at : found.start()])
        at = found.end()
        mark = found[0]
        if mark[:1] == b"\\":
            code = mark[1:]
            parts.append(
                bytes([int(code, 8) & 255])
                if code[:1].isdigit() and code < b"8"
                else _ESCAPED.get(code, code)
            )
            continue
        depth += 1 if mark == b"(" else -1
        if not depth:
            break
        parts.append(mark)
    return b"".join(parts), at


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
