"""The signatures of a paper as they say of themselves: who signed as what, with which opinion. Nothing is judged.

For lists of many cases. Updates of our own spelling are read as bytes, in a millisecond; any other paper as PDF.
"""

# pyHanko leaves many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from yanpan.approval import Signing
from yanpan.signature import REGULAR
from yanpan.verification.syntax import Name, NotOurs, Ref, read_dictionary

_MARK = re.compile(rb"/ByteRange(?!" + REGULAR + rb")")
_FIELD = re.compile(rb"/FT /Sig\n")
_HEAD = re.compile(rb"([1-9]\d{0,6}) 0 obj\n\Z")
MOST_MARKS = 64
"""Signatures and time stamps of a paper: more than `verify` takes."""

MOST_TO_PARSE = 8 * 1024 * 1024
"""Bytes of a paper that is spelled otherwise: to read it as PDF takes longer the larger it is, and nobody stops it."""

_SIGNATURE, _STAMP = Name(b"Sig"), Name(b"DocTimeStamp")


def signings_of(pdf: bytes) -> tuple[Signing, ...]:
    """The signatures of roles, in the order of the file. Not to be believed: `verify` judges them.

    Raises `ValueError` for a paper whose signatures cannot be read.
    """
    if b"/ByteRange" not in pdf:
        return ()
    marks = [found.start() for found in islice(_MARK.finditer(pdf), MOST_MARKS + 1)]
    if len(marks) > MOST_MARKS:
        raise ValueError("more signatures than a paper has")
    try:
        return tuple(_ours(pdf, marks))
    except NotOurs:
        return _as_pdf(pdf)


def _ours(pdf: bytes, marks: list[int]) -> Iterator[Signing]:
    """Read from the text of the updates. Raises `NotOurs` where something is spelled, or hangs together, otherwise."""
    values: dict[int, dict[bytes, Any]] = {}
    for mark in marks:
        number, value = _object(pdf, mark)
        if number in values:
            raise NotOurs("two signatures in one object")
        values[number] = value
    # The update that holds the first signature begins where the paper ends.
    updates = max(0, pdf.rfind(b"%%EOF\n", 0, marks[0]))
    named = [found.start() for found in islice(_FIELD.finditer(pdf, updates), MOST_MARKS * 4)]
    fields = dict(_object(pdf, place) for place in named)
    filled: dict[int, bytes] = {}
    for field in fields.values():
        held, name = field.get(b"V"), field.get(b"T")
        if isinstance(held, Ref) and isinstance(name, bytes):
            filled[held.number] = name
    if len(values) != len(marks) or values.keys() != filled.keys():
        raise NotOurs("signatures and fields that do not belong together")
    for number, value in values.items():
        if value.get(b"Type") == _SIGNATURE:
            yield _signing(_text(filled[number]), _text(value.get(b"Reason", b"")))
        elif value.get(b"Type") != _STAMP:
            raise NotOurs("another kind of signature")


def _object(pdf: bytes, place: int) -> tuple[int, dict[bytes, Any]]:
    """The number and the dictionary of the object in which `place` stands."""
    start, end = pdf.rfind(b" 0 obj\n", 0, place) + len(b" 0 obj\n"), pdf.find(b"\nendobj", place)
    head = _HEAD.search(pdf, max(0, start - 20), start)
    if head is None or end < 0:
        raise NotOurs("no object")
    return int(head[1]), read_dictionary(pdf, start, end)


def _text(value: Any) -> str:
    """A text string (ISO 32000-2, 7.9.2.2)."""
    if not isinstance(value, bytes):
        raise NotOurs("no text")
    try:
        return value[2:].decode("utf-16-be") if value.startswith(b"\xfe\xff") else value.decode("ascii")
    except UnicodeDecodeError as error:
        raise NotOurs("another encoding") from error


def _as_pdf(pdf: bytes) -> tuple[Signing, ...]:
    from yanpan.signature import entry, open_pdf, signature_fields

    if len(pdf) > MOST_TO_PARSE:
        raise ValueError("too large to be read in passing")
    try:
        fields = [field for field in signature_fields(open_pdf(pdf)) if field.signed]
        values = [(field.role, field.dictionary["/V"]) for field in fields]
        found = [(list(value["/ByteRange"])[2], role, entry(value, "/Reason", "")) for role, value in values]
        return tuple(
            _signing(str(role), str(reason)) for _, role, reason in sorted(found, key=lambda i: i[0])
        )
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 — a broken file can raise anything
        raise ValueError("the signatures cannot be read") from error


def _signing(role: str, reason: str) -> Signing:
    return Signing(role, role, None, reason, None)
