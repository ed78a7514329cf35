"""Passphrases: read from a private file or a descriptor, and never shown.

A `Passphrase` prints as `Passphrase(***)` wherever it turns up: a message, a log line, a traceback with locals.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from io import FileIO
from pathlib import Path

from yanpan.errors import KeyRefused, os_words
from yanpan.keys.encodings import plain_text
from yanpan.keys.private import read_private

LONGEST = 1024
"""Bytes. Longer input is not a passphrase but a wrong file."""


_IN_UTF_8 = "文件另存为 UTF-8 后重试；在终端里输入的，把终端的编码设成 UTF-8。"


PROTECT = (
    "重新导出一份，设上口令："
    "openssl pkcs12 -in 旧的.p12 -passin pass: -nodes -out 用完就删.pem && "
    "openssl pkcs12 -export -in 用完就删.pem -out 新的.p12 && rm 用完就删.pem"
)
"""What to do with a key file that has no passphrase."""


class Passphrase:
    """A secret in memory. `reveal()` is the only way to the bytes.

    >>> Passphrase(b"secret")
    Passphrase(***)
    """

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @classmethod
    def from_text(cls, text: str, *, where: str = "口令") -> Passphrase:
        """The passphrase a person typed. Raises `KeyRefused` when it is empty, or holds what is no text."""
        # Bytes that are no UTF-8 come from a terminal as halves of characters, and are refused with the rest.
        return cls(_checked(text.encode("utf-8", "surrogatepass"), where=where))

    def reveal(self) -> bytes:
        """The secret itself, for the library that opens the key."""
        return self._secret

    def __repr__(self) -> str:
        return "Passphrase(***)"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a passphrase is not written anywhere")


AskPassphrase = Callable[[], Passphrase]
"""Gets a passphrase or a PIN when it turns out to be needed."""


def read_passphrase_file(path: Path) -> Passphrase:
    """The first line of a file that only its owner may read.

    Raises `KeyRefused` unless the file is a plain file of this user with mode 0600 (or stricter).
    """
    return Passphrase(_checked(read_private(path, what="口令文件", most=LONGEST), where=str(path)))


def passphrase_from_fd(descriptor: int) -> Passphrase:
    """The first line that comes from an open file descriptor, which is closed. Raises `KeyRefused`."""
    where = f"文件描述符 {descriptor}"
    try:
        with os.fdopen(descriptor, "rb", buffering=0) as file:
            data = _first_line(file)
    except (OSError, OverflowError, ValueError, TypeError) as error:
        reason = os_words(error) if isinstance(error, OSError) else "没有这个编号"
        raise KeyRefused(
            f"读不到口令（{reason}）", where=where, remedy="检查 --passphrase-fd 的编号。"
        ) from None
    return Passphrase(_checked(data, where=where))


def _first_line(file: FileIO) -> bytes:
    """As far as the end of the first line, and not a byte more: who writes it may keep the descriptor open."""
    data = b""
    while len(data) <= LONGEST and (part := file.read(1)):
        data += part
        if data[:2] == b"\xff\xfe":
            ended = len(data) % 2 == 0 and data[-2:] == b"\n\0"
        elif data[:2] == b"\xfe\xff":
            ended = len(data) % 2 == 0 and data[-2:] == b"\0\n"
        else:
            ended = part == b"\n"
        if ended:
            break
    return data


def _checked(data: bytes, *, where: str) -> bytes:
    """The first line without its end, in UTF-8, from whatever an editor of Windows saves."""
    if len(data) > LONGEST:
        raise KeyRefused("口令太长", where=where, remedy="检查是不是拿错了文件。")
    try:
        text = plain_text(data).decode("utf-8")
    except ValueError:
        # Said before anything is opened with it: a token counts the tries.
        raise KeyRefused("口令不是 UTF-8 文字", where=where, remedy=_IN_UTF_8) from None
    line = text.split("\n", 1)[0].removesuffix("\r")
    if not line:
        raise KeyRefused(
            "口令是空的", where=where, remedy=f"写上口令后重试。密钥文件本来就没有口令的，先{PROTECT}"
        )
    if "\0" in line:
        raise KeyRefused("口令里有空字符（NUL）", where=where, remedy=_IN_UTF_8)
    return line.encode("utf-8")
