"""The text that a paper shows, read from its pages, to hold it against the data it carries.

Reads what WeasyPrint writes: strings of two-byte glyph numbers (ISO 32000-2, 7.3.4) shown by TJ, a ToUnicode map for
each font (9.10.3), and form XObjects (8.10), in which it draws what stands centred in a picture. Glyphs count, never
what marked content claims that they say (ActualText, 14.9.4). It is no general text extractor: what no paper of ours
has (inline images, fonts without a map, names that nothing has) is refused.
"""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from yanpan.data import data_folder
from yanpan.signature import (
    REGULAR,
    WHITE,
    entry,
)

MAX_PAGES = 400
MAX_TEXT_BYTES = 12 * 1024 * 1024
"""Of page content and font maps together, so that a stream used on every page costs no more than one."""

_MAX_CODES = 70_000

_DEEPEST = 8

_TOKEN = re.compile(
    b"".join(
        (
            rb"[", WHITE, rb"]*+(?:",
            rb"/(?P<name>", REGULAR, rb"*+)",
            rb"|(?P<word>", REGULAR, rb"++)",
            rb"|<(?P<hex>[0-9A-Fa-f", WHITE, rb"]*+)>",
            rb"|(?P<literal>\()|<<|>>|[\[\]]|%[^\r\n]*+|\Z)",
        )
    )
)  # fmt: skip
_SHOWS = frozenset({b"Tj", b"TJ", b"'", b'"'})
_NUMBER = frozenset(b"+-.0123456789")
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
_GAP = rb"[" + WHITE + rb"]*"
_PAIR = re.compile(rb"<([0-9A-Fa-f]{4})>" + _GAP + rb"<([0-9A-Fa-f]{4,64})>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]{4})>" + _GAP + rb"<([0-9A-Fa-f]{4})>" + _GAP + rb"<([0-9A-Fa-f]{4,64})>")
_IDEOGRAPH = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
"""Radicals and compatibility ideographs, which Unicode gives the ideograph they are drawn as."""


@cache
def _alike() -> dict[int, str]:
    """For characters that the shipped fonts draw with one glyph, the one that people write (fonts/alike.txt): a font's map
    gives of those the one that stood first in the paper."""
    text = (data_folder("report_templates") / "fonts" / "alike.txt").read_text(encoding="utf-8")
    return {ord(other): group[0] for group in text.split("\n") for other in group[1:]}


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
    """A text as `page_texts` gives it: without white space, and of characters drawn alike always the same.

    >>> squeezed("⾼ 风险")
    '高风险'
    """
    plain = _IDEOGRAPH.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text.translate(_alike()))
    return "".join(plain.split())


def _pages(reader: PdfFileReader) -> Any:
    count = page_count(reader)
    if not 0 < count <= MAX_PAGES:
        raise ValueError("too many pages")
    for number in range(count):
        yield reader.find_page_for_modification(number)[0].get_object()


def _page_text(page: generic.DictionaryObject, read: _Reading) -> str:
    contents = page["/Contents"]
    streams = contents if isinstance(contents, generic.ArrayObject) else [contents]
    data = b"\n".join(read.spend(stream.get_object().data) for stream in streams)
    return squeezed("".join(_texts(data, page["/Resources"], read)))


def _texts(data: bytes, resources: generic.DictionaryObject, read: _Reading, depth: int = 0) -> Iterator[str]:
    """The texts that content shows, with those of the forms that it draws. Raises on what no paper of ours has."""
    codes: Codes = {}
    for what, value in _shown(data):
        if what == "font":
            codes = _codes(resources, "/" + value.decode("latin-1"), read)
        elif what == "text":
            yield "".join(codes.get(value[i] << 8 | value[i + 1], "") for i in range(0, len(value) - 1, 2))
        else:
            drawn = resources["/XObject"]["/" + value.decode("latin-1")]
            if entry(drawn, "/Subtype") != "/Form":
                continue
            if depth == _DEEPEST:
                raise ValueError("forms too deep")
            inside = entry(drawn, "/Resources", resources)
            yield from _texts(read.spend(drawn.data), inside, read, depth + 1)


def _shown(data: bytes) -> Iterator[tuple[str, bytes]]:
    """What content sets and shows, in order: the name of a `font`, the bytes of a `text`, the name of a `drawn` object."""
    strings: list[bytes] = []
    name = b""
    at = 0
    while at < len(data):
        token = _TOKEN.match(data, at)
        if token is None:
            raise ValueError("content of another kind")
        at = token.end()
        if token["name"] is not None:
            name = token["name"]
        elif token["hex"] is not None:
            digits = token["hex"].translate(None, b"\0\t\n\x0c\r ")
            strings.append(bytes.fromhex(digits.decode("ascii") + "0" * (len(digits) % 2)))
        elif token["literal"]:
            string, at = _literal(data, at)
            strings.append(string)
        elif token["word"] and token["word"][0] not in _NUMBER:
            if token["word"] == b"Tf":
                yield "font", name
            elif token["word"] in _SHOWS:
                yield "text", b"".join(strings)
            elif token["word"] == b"Do":
                yield "drawn", name
            elif token["word"] == b"BI":
                raise ValueError("an image among the content")
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
    fonts = resources["/Font"]
    raw = fonts.raw_get(name)
    key = raw.reference if isinstance(raw, generic.IndirectObject) else id(raw)
    if key not in read.fonts:
        read.fonts[key] = _read_map(read.spend(fonts[name]["/ToUnicode"].data))
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
