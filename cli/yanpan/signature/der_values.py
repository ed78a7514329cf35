"""The forms of single values in DER: numbers, object identifiers, octets and times (X.690, 8.3, 8.19, 11.7 and 11.8)."""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from asn1crypto import core

from yanpan.signature.der import Form, Value, fits, read

_LONGEST_OID = 40
_UTC_TIME = re.compile(rb"(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z")
_GENERAL_TIME = re.compile(rb"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{0,8}[1-9])?Z")
"""X.690, 11.7: in UTC, with its seconds, and a fraction that does not end in 0. No clock tells more than nine digits."""


def integer(lowest: int | None = None, highest: int | None = None) -> Form:
    """A number in as few octets as it needs (X.690, 8.3.2), within bounds."""

    def form(value: Value) -> bool:
        return _is_integer(value.tag, value.content, lowest, highest)

    return form


def numbered(tag: int, lowest: int, highest: int) -> Form:
    """A number under a tag of its own."""
    return lambda value: value.tag == tag and _is_integer(0x02, value.content, lowest, highest)


def _is_integer(tag: int, content: bytes, lowest: int | None, highest: int | None) -> bool:
    if tag != 0x02 or not content:
        return False
    number = int.from_bytes(content, "big", signed=True)
    needed = max(1, ((number if number >= 0 else ~number).bit_length() + 8) // 8)
    return (
        len(content) == needed
        and (lowest is None or lowest <= number)
        and (highest is None or number <= highest)
    )


def octets_of(dotted: str) -> bytes:
    """The content of an object identifier (X.690, 8.19)."""
    encoded: bytes = core.ObjectIdentifier(dotted).dump()
    return read(encoded).content


def oid(*dotted: str) -> Form:
    """One of these object identifiers, to the byte."""
    known = frozenset(map(octets_of, dotted))
    return lambda value: value.tag == 0x06 and value.content in known


def other_oid(dotted: Iterable[str] = ()) -> Form:
    """An object identifier that is none of these: each arc in as few octets as it needs, and no long text of arcs."""
    known = frozenset(map(octets_of, dotted))

    def form(value: Value) -> bool:
        content = value.content
        return (
            value.tag == 0x06
            and 0 < len(content) <= _LONGEST_OID
            and content[-1] < 0x80
            and content not in known
            and all(
                octet != 0x80 or before >= 0x80
                for before, octet in zip(b"\0" + content, content, strict=False)
            )
        )

    return form


any_oid = other_oid()


def null(value: Value) -> bool:
    return value.encoded == b"\x05\x00"


def boolean(value: Value) -> bool:
    """X.690, 11.1: true has one octet of its own."""
    return value.tag == 0x01 and value.content in (b"\x00", b"\xff")


def octets(shortest: int, longest: int) -> Form:
    return lambda value: value.tag == 0x04 and shortest <= len(value.content) <= longest


def holding(form: Form) -> Form:
    """Octets that are themselves a value of a form."""
    return lambda value: value.tag == 0x04 and fits(form, value.content)


def general_time(value: Value) -> bool:
    """GeneralizedTime (X.690, 11.7)."""
    found = _GENERAL_TIME.fullmatch(value.content) if value.tag == 0x18 else None
    return found is not None and _is_date(int(found[1]), found)


def signing_time(value: Value) -> bool:
    """Time (RFC 5652, 11.3): UTCTime until 2049, GeneralizedTime from 2050 on, both to the second."""
    if value.tag == 0x18:
        return (
            general_time(value) and len(value.content) == len("20500101000000Z") and value.content >= b"2050"
        )
    found = _UTC_TIME.fullmatch(value.content) if value.tag == 0x17 else None
    return found is not None and _is_date(2000 + int(found[1]), found)


def _is_date(year: int, found: re.Match[bytes]) -> bool:
    try:
        month, day, hour, minute, second = (int(found[place]) for place in range(2, 7))
        datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - only whether there is such a moment
    except ValueError:
        return False
    return True
