"""The parts of a large object as they stand there, one after another: to look at a list of 16 MB without opening it."""

from __future__ import annotations

from collections.abc import Iterator


def parts_of(content: memoryview) -> Iterator[tuple[int, memoryview]]:
    """First octet and content of each object in some DER. Raises `ValueError` for lengths that do not fit."""
    place, end = 0, len(content)
    while place < end:
        if place + 2 > end:
            raise ValueError("cut off")
        tag, size = content[place], content[place + 1]
        place += 2
        if size > 127:
            octets = size & 127
            if not 0 < octets <= 4 or place + octets > end:
                raise ValueError("a length that nobody writes")
            size = int.from_bytes(content[place : place + octets], "big")
            place += octets
        if place + size > end:
            raise ValueError("cut off")
        yield tag, content[place : place + size]
        place += size
