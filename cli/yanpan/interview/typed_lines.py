"""Lines as they come from a pipe or from a terminal that edits them itself: taken whole, or not at all.

Bytes that are no text, the half of a character that a Backspace left (a terminal without IUTF8 rubs out one byte), and
what arrow keys send stand in a line like anything else. Such a line is told, with what was read, and is no answer.
"""

from __future__ import annotations

import io
import re
import sys
import time
import unicodedata
from contextlib import suppress

from yanpan.errors import InputRefused
from yanpan.inert import inert
from yanpan.interview import behind
from yanpan.interview.encodings import expected, meant, remedy, sent_in

_NO_TEXT = re.compile("[\ud800-\udfff\ufffd]+")
_KEYS = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|O.|.)?")
_SHOWN = 60


class Unreadable(Exception):  # noqa: N818 — it is told, and the line asked for again
    """What of a line was not understood, in words."""


class TypedLines:
    """Standard input, line by line."""

    def __init__(self) -> None:
        self._number = 0
        self._ended = False
        self._begun = b""
        self._told: BaseException | None = None
        self.dropped = ""
        """What is to be said of what came with the last line, behind its end, and was dropped."""
        # Bytes that are no text come as halves of characters then, and can be told; there is nothing to tell of a fault.
        with suppress(AttributeError, io.UnsupportedOperation, OSError, ValueError):
            sys.stdin.reconfigure(errors="surrogateescape")  # type: ignore[union-attr]

    def next(self) -> str:
        """The next line with its end, empty at the end of all.

        Raises `Unreadable` where a person can type it again, and `InputRefused` where nobody is there; `KeyboardInterrupt`
        where the input ends in the middle of a line that is typed.
        """
        self._number += 1
        self.dropped = ""
        if self._ended:
            return ""
        asked = time.monotonic()
        try:
            line = self._read()
        except UnicodeDecodeError as error:
            raise self._refused(
                f"有不是文字的字节（{error.object[error.start : error.start + 1].hex()}）", remedy()
            ) from None
        came = time.monotonic()
        if line and (more := self._taken_behind()):
            self._ended, self.dropped = behind.is_end(more), _dropped(more)
        if line and sys.stdin.isatty() and came - asked < behind.SOON:
            read = f"，读到的是“{shown(line)}”" if line.strip() else ""
            raise Unreadable(f"这一题刚出来，这一行没有收下{read}。看清、听完再打。")
        odd = _odd(line.rstrip("\r\n"))
        if not odd:
            return line
        what, how = odd
        read = f"读到的是“{shown(line)}”"
        if sys.stdin.isatty():
            way = "整行重打一遍。" if expected() == "UTF-8" and what != _ARROWS else how
            raise Unreadable(f"{what}，没有收下，{read}。{way}")
        raise self._refused(f"{what}，{read}", how)

    def _read(self) -> str:
        """The next line. On a terminal what has no end yet stays at hand, for whoever leaves in the middle of it."""
        if not sys.stdin.isatty():
            return sys.stdin.readline()
        while not self._begun.endswith(b"\n") and (
            piece := sys.stdin.buffer.read1()  # type: ignore[union-attr]  # it is a `BufferedReader`
        ):
            self._begun += piece
        if self._begun and not self._begun.endswith(b"\n"):
            # Ctrl-D was pressed twice, or the terminal is gone: nobody has ended this line.
            raise KeyboardInterrupt
        line, self._begun = self._begun, b""
        return line.decode(sys.stdin.encoding, sys.stdin.errors or "strict").replace("\r\n", "\n")

    def _taken_behind(self) -> bytes:
        """What came behind a line. Who leaves meanwhile has ended that line: it counts, and then he leaves."""
        try:
            return behind.taken_behind()
        except BaseException as stop:  # noqa: BLE001 — raised by `leave_if_told`
            self._told = stop
            return b""

    def half(self) -> str:
        """What was typed of a line that has no end yet; empty where that is no text."""
        begun, self._begun = self._begun + self._taken_behind(), b""
        typed = begun.decode(sys.stdin.encoding or "utf-8", "surrogateescape")
        words = " ".join(typed.rstrip("\x04\0").split())
        return "" if _odd(words) else words

    def leave_if_told(self) -> None:
        """Raise what came while a line was still being taken."""
        told, self._told = self._told, None
        if told is not None:
            raise told

    def _refused(self, what: str, how: str) -> InputRefused:
        return InputRefused(
            what,
            where=f"标准输入第 {self._number} 行",
            remedy=f"{how}前面答过的都存好了，改好以后从这一题接着答。",
        )


_ARROWS = "这一行里有方向键一类的键"


def _dropped(more: bytes) -> str:
    words = more.decode(sys.stdin.encoding or "utf-8", "surrogateescape").rstrip("\x04\0")
    if not words.strip():
        return "！回车连着来了几次：只算第一次，后面的没有算。\n" if words else ""
    # The cursor stands behind what has no end yet.
    begin, rest = "" if words.endswith(("\n", "\r")) else "\n", " ".join(words.split())
    return f"{begin}！一下来了几行，只收第一行；后面的没有收下，要的请再打：“{shown(rest)}”。\n"


def _odd(line: str) -> tuple[str, str] | None:
    """What in a line is no text, and what to do."""
    words = meant(line)
    if _NO_TEXT.search(line) or words:
        like = f"（像是 {sent_in()} 的“{words}”）" if words else ""
        return f"这一行里有半个字，或者不是 {expected()} 的字节{like}", remedy()
    if "\x1b" in line:
        return _ARROWS, "这里只能用退格改字：整行重打一遍。"
    if any(unicodedata.category(c) == "Cc" and c != "\t" for c in line):
        return "这一行里有控制字符", "删去看不见的字符，整行重打一遍。"
    return None


def shown(line: str) -> str:
    """A line as a terminal can show it: bytes by their numbers, keys as such."""
    words = _KEYS.sub("〔键〕", line.strip())
    words = _NO_TEXT.sub(lambda found: f"〔{' '.join(map(_number, found[0]))}〕", words)
    return inert(words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…")


def _number(c: str) -> str:
    return f"{ord(c) - 0xDC00:02X}" if "\udc80" <= c <= "\udcff" else f"U+{ord(c):04X}"
