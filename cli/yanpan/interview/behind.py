"""What has come from a terminal together with a line, behind its end: the rest of a paste, an Enter that is still down.

It was typed before the question could be read that follows on the line, and answers nothing. From a pipe every line counts.
"""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

SOON = 0.6
"""Seconds after a question was put in which no line is its answer: nobody has read or heard it by then."""

QUIET = 0.2
"""Seconds without anything after which a line was the last one: no hand has begun the next by then."""

REST = 0.6
"""Seconds that are waited once something more has come: a slow line hands over a paste in pieces."""

_MOST = 1 << 16
_ENDS = (b"\x04", b"\0")
"""The end of the input (Ctrl-D), as it is read here and as a terminal keeps one that came before."""


def taken_behind() -> bytes:
    """Take what has come behind a line, also the beginning of a line that has no end yet."""
    if not sys.stdin.isatty():
        return b""
    found, wait = b"", QUIET
    with suppress(OSError, ValueError), _by_characters(sys.stdin.fileno()) as fd:
        while select.select([fd], [], [], wait)[0]:
            if not (piece := os.read(fd, _MOST)):
                break
            found, wait = (found + piece)[-_MOST:], REST
    return found


def is_end(behind: bytes) -> bool:
    """Whether the person has ended the input there."""
    return behind.endswith(_ENDS)


if sys.platform != "win32":
    import termios

    @contextmanager
    def _by_characters(fd: int) -> Iterator[int]:
        """A terminal hands over whole lines only; for a while it hands over what is there."""
        before, each = termios.tcgetattr(fd), termios.tcgetattr(fd)
        each[3] &= ~termios.ICANON
        each[6][termios.VMIN], each[6][termios.VTIME] = 1, 0
        termios.tcsetattr(fd, termios.TCSANOW, each)
        try:
            yield fd
        finally:
            termios.tcsetattr(fd, termios.TCSANOW, before)

    @contextmanager
    def kept_when_told() -> Iterator[None]:
        """Within it who is told to leave finds what was typed of a line: else the terminal throws it away with Ctrl-C."""
        before = None
        with suppress(OSError, ValueError, termios.error):
            before = termios.tcgetattr(sys.stdin.fileno())
            each = termios.tcgetattr(sys.stdin.fileno())
            each[3] |= termios.NOFLSH
            termios.tcsetattr(sys.stdin.fileno(), termios.TCSANOW, each)
        try:
            yield
        finally:
            if before is not None:
                with suppress(OSError, ValueError, termios.error):
                    termios.tcsetattr(sys.stdin.fileno(), termios.TCSANOW, before)

else:

    @contextmanager
    def _by_characters(fd: int) -> Iterator[int]:
        raise OSError("no terminal of this kind")
        yield fd

    @contextmanager
    def kept_when_told() -> Iterator[None]:
        """There is no terminal of this kind."""
        yield
