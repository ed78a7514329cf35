"""What goes between a crew and a child: a kind, a length and so many bytes."""

from __future__ import annotations

import struct
from typing import BinaryIO

MARK = b"\0yanpan child\0"
"""The child's first bytes. What stands before them was printed while its interpreter started, and is dropped."""

# From the child.
READY, TAKEN, VALUE, ERROR = b"R", b"T", b"V", b"E"
# To the child.
SENT = b"S"

_HEAD = struct.Struct(">cQ")


def send(line: BinaryIO, kind: bytes, content: bytes = b"") -> None:
    """Send one message. Raises `OSError` when nobody is there any more."""
    line.write(_HEAD.pack(kind, len(content)))
    line.write(content)
    line.flush()


def receive_head(line: BinaryIO) -> tuple[bytes, int]:
    """Kind and length of the next message. Raises `EOFError` when there is none."""
    kind, length = _HEAD.unpack(receive_rest(line, _HEAD.size))
    return kind, length


def receive_rest(line: BinaryIO, length: int) -> bytes:
    """So many bytes. Raises `EOFError` when the line ends before."""
    content = line.read(length)
    if len(content) < length:
        raise EOFError
    return content


def receive(line: BinaryIO) -> tuple[bytes, bytes]:
    """The next message, whole. Raises `EOFError` when there is none."""
    kind, length = receive_head(line)
    return kind, receive_rest(line, length)


def skip_to_mark(line: BinaryIO) -> None:
    """Read up to and with the mark. Raises `EOFError` when it does not come."""
    seen = b""
    while seen != MARK:
        seen = (seen + receive_rest(line, 1))[-len(MARK) :]
