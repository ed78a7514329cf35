"""PDF objects as our own papers spell them (ISO 32000-2, 7.3), and not a spelling more.

A reader that forgives reads what other readers do not. Here there are no comments, no repeated keys, no generations, no
indirect lengths, no white space but one blank or line end: what is spelled otherwise was not written by this program.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

DEEPEST = 40

_SPACE = re.compile(rb"[ \n]?")
_ROOM = re.compile(rb" {0,80}")
"""Behind a ByteRange, whose numbers are filled in when the rest is written."""

_TOKEN = re.compile(
    rb"(?P<ref>[1-9]\d{0,6} 0 R)(?=[ \n/<>\[\]()]|\Z)"
    rb"|(?P<number>-?(?:(?:0|[1-9]\d{0,11})(?:\.\d{0,12})?|\.\d{1,12}))(?=[ \n/<>\[\]()]|\Z)"
    rb"|/(?P<name>(?:[A-Za-z0-9_.+*:$'-]|#2[fF]){0,127})(?=[ \n/<>\[\]()])"
    rb"|(?P<open><<)|(?P<close>>>)|(?P<array>\[)|(?P<end>\])"
    rb"|<(?P<hex>(?:[0-9A-Fa-f]{2})*)>"
    rb"|(?P<literal>\()"
    rb"|(?P<word>true|false|null)(?=[ \n/<>\[\]()]|\Z)"
)
_IN_LITERAL = re.compile(rb"\\([0-3][0-7]{2}|[nrtbf()\\])|([()])|[\r\\]")
_ESCAPED = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"(": b"(",
    b")": b")",
    b"\\": b"\\",
}
_SLASH = re.compile(rb"#2[fF]")
"""The only escape in a name of ours: of a media type."""

_STREAM = re.compile(rb"\n?stream\n")
_WORDS = {b"true": True, b"false": False, b"null": None}


class NotOurs(ValueError):
    """What this program would not have written; the message is for developers."""


@dataclass(frozen=True)
class Name:
    """A name, without its slash and with its escapes resolved."""

    value: bytes


@dataclass(frozen=True)
class Ref:
    """A reference; the generation is always 0."""

    number: int


@dataclass(frozen=True)
class Stream:
    """A dictionary and the bytes as stored."""

    entries: dict[bytes, Any]
    data: bytes


def read_object(data: bytes, start: int, end: int) -> Any:
    """The one object that fills `data[start:end]`: None, bool, int, float, bytes, `Name`, `Ref`, list, dict, `Stream`.

    Raises `NotOurs`.
    """
    value, place = _value(data, start, end, 0)
    if isinstance(value, dict):
        stream = _STREAM.match(data, place, end)
        if stream is not None:
            length = value.get(b"Length")
            if not isinstance(length, int) or data[stream.end() + length : end] != b"\nendstream":
                raise NotOurs("a stream of another length")
            return Stream(value, data[stream.end() : stream.end() + length])
    if place != end:
        raise NotOurs("something after an object")
    return value


def read_dictionary(data: bytes, start: int, end: int) -> dict[bytes, Any]:
    """The dictionary that fills `data[start:end]`. Raises `NotOurs`."""
    value = read_object(data, start, end)
    if not isinstance(value, dict):
        raise NotOurs("no dictionary")
    return value


def _value(data: bytes, place: int, end: int, depth: int) -> tuple[Any, int]:
    token = _TOKEN.match(data, place, end)
    if token is None or depth > DEEPEST:
        raise NotOurs(f"another spelling at {place}")
    kind, text, place = token.lastgroup, token[0], token.end()
    if kind == "ref":
        return Ref(int(text.split()[0])), place
    if kind == "number":
        return (float(text) if b"." in text else int(text)), place
    if kind == "name":
        return Name(_SLASH.sub(b"/", token["name"])), place
    if kind == "hex":
        return bytes.fromhex(token["hex"].decode("ascii")), place
    if kind == "literal":
        return _literal(data, place, end)
    if kind == "word":
        return _WORDS[text], place
    if kind == "array":
        return _array(data, place, end, depth)
    if kind == "open":
        return _dictionary(data, place, end, depth)
    raise NotOurs(f"a bracket too many at {place}")


def _array(data: bytes, place: int, end: int, depth: int) -> tuple[list[Any], int]:
    found: list[Any] = []
    while True:
        place = _after_space(data, place, end)
        if data.startswith(b"]", place):
            return found, place + 1
        value, place = _value(data, place, end, depth + 1)
        found.append(value)


def _dictionary(data: bytes, place: int, end: int, depth: int) -> tuple[dict[bytes, Any], int]:
    found: dict[bytes, Any] = {}
    while True:
        place = _after_space(data, place, end)
        if data.startswith(b">>", place):
            return found, place + 2
        key, place = _value(data, place, end, depth + 1)
        if not isinstance(key, Name) or key.value in found:
            raise NotOurs("a key that is no name, or stands twice")
        value, place = _value(data, _after_space(data, place, end), end, depth + 1)
        if key.value == b"ByteRange" and (room := _ROOM.match(data, place, end)):
            place = room.end()
        found[key.value] = value


def _after_space(data: bytes, place: int, end: int) -> int:
    space = _SPACE.match(data, place, end)
    return space.end() if space else place


def _literal(data: bytes, place: int, end: int) -> tuple[bytes, int]:
    """A string in parentheses; those inside are escaped, as every writer here does it."""
    parts: list[bytes] = []
    for found in _IN_LITERAL.finditer(data, place, end):
        parts.append(data[place : found.start()])
        place = found.end()
        if found[2] == b")":
            return b"".join(parts), place
        if found[1] is None:
            raise NotOurs("a string with a bare parenthesis or carriage return")
        code = found[1]
        parts.append(_ESCAPED[code] if code in _ESCAPED else bytes([int(code, 8) & 255]))
    raise NotOurs("a string without end")
