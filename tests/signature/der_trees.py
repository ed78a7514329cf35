"""Values in DER, taken apart and put together by hand: so that they can hold what no library writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from asn1crypto import core

Change = Callable[[bytes], bytes]

_DIRECTORY_NAME = 0xA4


def wrapped(tag: int, content: bytes) -> bytes:
    """One value in DER (X.690, 8.1)."""
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content


def opened(der: bytes) -> tuple[int, bytes]:
    """The tag and the content of a value."""
    body, length = 2, der[1]
    if length >= 0x80:
        body += length & 0x7F
        length = int.from_bytes(der[2:body], "big")
    assert len(der) == body + length
    return der[0], der[body:]


def parts(der: bytes) -> list[bytes]:
    """What a constructed value consists of."""
    _, content = opened(der)
    found = []
    while content:
        head = 2 + (content[1] & 0x7F if content[1] >= 0x80 else 0)
        length = int.from_bytes(content[2:head], "big") if head > 2 else content[1]
        found.append(content[: head + length])
        content = content[head + length :]
    return found


def at(der: bytes, path: Sequence[int], change: Change) -> bytes:
    """The value with one part inside it changed; all lengths around it are made right."""
    if not path:
        return change(der)
    inside = parts(der)
    inside[path[0]] = at(inside[path[0]], path[1:], change)
    return wrapped(der[0], b"".join(inside))


def with_part(place: int, part: bytes) -> Change:
    """A change that puts one more part into a constructed value."""

    def change(der: bytes) -> bytes:
        inside = parts(der)
        inside.insert(place, part)
        return wrapped(der[0], b"".join(inside))

    return change


def appended(part: bytes) -> Change:
    """A change that puts one more part behind the last."""
    return lambda der: wrapped(der[0], opened(der)[1] + part)


def places(der: bytes, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], bytes]]:
    """Every value inside a value, and where it stands; but for what stands in a name (GeneralName, RFC 5280)."""
    yield path, der
    if der[0] & 0x20 and der[0] != _DIRECTORY_NAME:
        for number, part in enumerate(parts(der)):
            yield from places(part, (*path, number))


def utf8(words: str) -> bytes:
    return bytes(core.UTF8String(words).dump())


def oid(dotted: str) -> bytes:
    return bytes(core.ObjectIdentifier(dotted).dump())


def number(value: int) -> bytes:
    return bytes(core.Integer(value).dump())
