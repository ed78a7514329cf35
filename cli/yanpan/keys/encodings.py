"""The objects in a file, however they are wrapped: PEM (one or many, with text around), DER (one or many), base64."""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

from asn1crypto import parser, pem

MOST_OBJECTS = 1000
_BASE64 = re.compile(rb"[A-Za-z0-9+/\s]+={0,2}\s*")
_BLOCK = re.compile(rb"-----BEGIN (?P<label>[A-Z0-9 ]+)-----.*?-----END (?P=label)-----", re.DOTALL)
_AFTER = b"\r\n\t \x00\x1a"
"""What editors, mail and old systems leave behind the last byte."""


def objects_in(data: bytes) -> list[bytes]:
    """Every object of a file as the bytes inside its wrapping. Raises `ValueError` for what is none, cut off, or more than 1,000."""
    data = plain_text(data)
    if b"-----BEGIN " in data:
        return _unwrapped(data)
    if data[:1] == b"M" and _BASE64.fullmatch(data):
        data = base64.b64decode(data)
    return list(_one_after_the_other(data))


def plain_text(data: bytes) -> bytes:
    """Text as editors of Windows save it (UTF-16, or UTF-8 with a mark), as bytes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16").encode()
    return data.removeprefix(b"\xef\xbb\xbf")


def pem_blocks(data: bytes) -> list[tuple[str, bytes]]:
    """Each PEM block of a text with its label, whole. Raises `ValueError` for text in no encoding."""
    text = plain_text(data).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return [(found["label"].decode(), found[0] + b"\n") for found in _BLOCK.finditer(text)]


def _unwrapped(data: bytes) -> list[bytes]:
    # The library wants each line to end the same way, and a mark to begin its line.
    text = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"-----BEGIN ", b"\n-----BEGIN ")
    found = [der for _, _, der in pem.unarmor(text, multiple=True)]
    if len(found) != data.count(b"-----BEGIN "):
        raise ValueError("a PEM block is cut off")
    return found


def _one_after_the_other(data: bytes) -> Iterator[bytes]:
    if not data.strip(_AFTER):
        raise ValueError("nothing in it")
    # Files of many megabytes are not copied for each object.
    place = count = 0
    while data[place : place + 64].strip(_AFTER):
        count += 1
        if count > MOST_OBJECTS:
            raise ValueError("too many objects")
        length = parser.peek(data[place:] if place else data)
        yield data[place : place + length]
        place += length
    if data[place:].strip(_AFTER):
        raise ValueError("something behind the last object")
