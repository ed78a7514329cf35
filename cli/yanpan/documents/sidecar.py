"""The small JSON files that lie beside a paper: written by this program, and read as if anybody had been at them."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from yanpan.documents.read import read_json_line
from yanpan.errors import DocumentUnreadable, InputRefused

T = TypeVar("T")


def read_sidecar(data: bytes, kind: type[T], *, what: str, where: str, remedy: str) -> T:
    """The value of a file of this `kind`: UTF-8, strict JSON, no key twice, each field of its type.

    Raises `InputRefused` with `what` and `remedy` for everything else.
    """
    try:
        plain = read_json_line(data.decode(), where=where)
        # Halves of characters could not be written again: they are found here.
        msgspec.json.encode(plain)
        return msgspec.convert(plain, kind, strict=True)
    except (UnicodeError, RecursionError, DocumentUnreadable, msgspec.ValidationError) as error:
        raise InputRefused(what, where=where, remedy=remedy) from error
