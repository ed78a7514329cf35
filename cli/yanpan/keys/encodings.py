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
_WRAPPED = re.compile(rb"-----BEGIN [A-Z0-9 ]+-----.*?-----END [A-Z0-9 ]+-----", re.DOTALL)
_BLOCK = re.compile(rb"-----BEGIN (?P<label>[A-Z0-9 ]+)-----.*?-----END (?P=label)-----", re.DOTALL)
_AFTER = b"\r\n\t \x00\x1a"
"""What editors, mail and old systems leave behind the last byte."""

_MARK = re.compile(rb"-{3,}\s*(?:BEGIN|END)\b", re.IGNORECASE)
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
_LONG = re.compile(rb"[A-Za-z0-9+/_-]{40,}={0,2}")
_LINES = re.compile(
    rb"^[ \t>]*[A-Za-z0-9+/]{24,}[ \t]*\n[ \t>]*[A-Za-z0-9+/]{24,}={0,2}[ \t]*$", re.MULTILINE
)
_ADDRESS = re.compile(rb"\b(?:https?|ldaps?|ftp)://[!-~]{1,2000}", re.IGNORECASE)
_MIXED = tuple(re.compile(one) for one in (rb"[0-9]", rb"[A-Z]", rb"[a-z]"))


MIXED = "PEM 段以外还有别的数据（DER、base64，或者写坏的 BEGIN 行），没有全读出来"
ONE_KIND = "一份存成一个文件，或者都转成 PEM 再放在一起；说明文字可以留。"


class Mixed(ValueError):
    """Beside the PEM blocks of a file stands something else that is no comment."""


def objects_in(data: bytes) -> list[bytes]:
    """Every object of a file as the bytes inside its wrapping. Raises `ValueError` for what is none, cut off, or more than 1,000.

    `Mixed` is raised where some of it is PEM and some is not: nothing is passed over.
    """
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
    if _is_more_than_comment(_WRAPPED.sub(b"\n\n", text).rstrip(_AFTER)):
        raise Mixed("something beside the PEM blocks")
    return found


def _is_more_than_comment(left: bytes) -> bool:
    """Whether what stands outside the blocks is data: bytes that are no text, a mark in another spelling, base64, hex.

    OpenSSL and others write there what a block holds, in words, with numbers of at most 64 digits.
    """
    if _NO_TEXT.search(left) or not _is_text(left) or _MARK.search(left) or _LINES.search(left):
        return True
    # Of lists and other certificates, in which the path may be long.
    left = _ADDRESS.sub(b"", left)
    return any(all(kind.search(word) for kind in _MIXED) for word in _LONG.findall(left)) or any(
        len(word) > 128 for word in re.findall(rb"[0-9A-Fa-f]{40,}", left)
    )


def _is_text(data: bytes) -> bool:
    for encoding in ("utf-8", "gb18030"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


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
