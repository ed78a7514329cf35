"""The terminal: checks it, shows pages on it, hands them keys. Only `terminal` and `device` know there is one.

No screen library: one question a screen with a live head, notes and review wants the whole screen, and the usual
library takes 185 ms to load, half of what an officer should wait for the first question. Lines are sent whole, from
column 1, only when they change: little for a slow line, and right also where a terminal draws “ or · two columns wide.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Protocol, TextIO, TypeVar

from yanpan.errors import Interrupted, TerminalRefused
from yanpan.interview.device import Device, open_device
from yanpan.interview.keys import Key, KeyReader
from yanpan.interview.paint import MIN_HEIGHT, MIN_WIDTH, Line, Picture, too_small

R_co = TypeVar("R_co", covariant=True)
R = TypeVar("R")

ESCAPE_WAIT = 0.3
"""Seconds a begun sequence is given to arrive whole; slow lines split them."""

_REMEDY = "换用答案文件：yanpan assess --answers 文件（YAML 或者 JSON）。"
_LEAVE = ("c-c", "c-d")
_ENTER = "\x1b[?1049h\x1b[?2004h\x1b[?7l\x1b[2J"
_EXIT = "\x1b[0m\x1b[?7h\x1b[?2004l\x1b[?25h\x1b[?1049l"
_STYLES = {
    # style: attribute, colour. Colour never says anything alone: a mark or a word always does too.
    "class:dim": ("2", ""),
    "class:keys": ("2", ""),
    "class:head": ("1", ""),
    "class:question": ("1", ""),
    "class:chosen": ("1", "36"),
    "class:given": ("", "36"),
    "class:danger": ("1", "31"),
    "class:warn": ("", "33"),
    "class:good": ("", "32"),
}


class Page(Protocol[R_co]):
    """One screen. `press` returns None while the page stays, else what it was shown for."""

    def paint(self, width: int, height: int) -> Picture: ...

    def press(self, key: str, typed: str) -> R_co | None: ...


class Screen(Protocol):
    """Shows one page after another."""

    def show(self, page: Page[R]) -> R: ...


def check_terminal() -> TextIO:
    """The stream to draw on. Raises `TerminalRefused` when questions cannot be asked here."""
    # With --json the result goes to standard output; the questions then stand on standard error.
    out = next((stream for stream in (sys.stdout, sys.stderr) if stream and stream.isatty()), None)
    if out is None or not sys.stdin or not sys.stdin.isatty():
        raise TerminalRefused("这里不是终端，没法一题一题地问", remedy=_REMEDY)
    if os.environ.get("TERM", "") in ("", "dumb") and os.name != "nt":
        kind = os.environ.get("TERM", "")
        raise TerminalRefused(
            f"终端类型是“{kind}”，不能整屏显示", remedy=f"设置 TERM=xterm 后再试；或者{_REMEDY}"
        )
    try:
        "研判 ›▓".encode(out.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        raise TerminalRefused(
            f"终端编码是 {out.encoding}，显示不了中文", remedy=f"设置 LANG=zh_CN.UTF-8 后再试；或者{_REMEDY}"
        ) from None
    width, height = os.get_terminal_size(out.fileno())
    # 0×0 is a terminal that does not know its size; 80×24 is then taken.
    if 0 < width < MIN_WIDTH or 0 < height < MIN_HEIGHT:
        raise TerminalRefused(
            f"窗口只有 {width}×{height}，放不下题目",
            remedy=f"拉大到 {MIN_WIDTH}×{MIN_HEIGHT} 以上（80×24 最好）再试。",
        )
    return out


def run_on_terminal(out: TextIO, flow: Callable[[Screen], R]) -> R:
    """Run `flow` on the terminal; however it ends, the terminal is then as before."""
    with open_device(out) as device, _polite_kill():
        device.write(_ENTER)
        try:
            return flow(_Terminal(device, colour=not os.environ.get("NO_COLOR")))
        finally:
            device.write(_EXIT)


@contextlib.contextmanager
def _polite_kill() -> Iterator[None]:
    """A closed window (SIGHUP) or a polite kill leaves like Ctrl-C: terminal restored, exit code kept."""

    def leave(*_: object) -> None:
        raise Interrupted("已停下")

    before = {}
    for name in ("SIGTERM", "SIGHUP"):
        if number := getattr(signal, name, None):
            before[number] = signal.signal(number, leave)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Terminal:
    def __init__(self, device: Device, *, colour: bool) -> None:
        self._device = device
        self._colour = colour
        self._reader = KeyReader()
        self._size = (0, 0)
        self._lines: list[str] = []

    def show(self, page: Page[R]) -> R:
        # What was typed before this page could be read is no answer to it: a bouncing or held Enter must not
        # run through questions nobody saw.
        self._device.drop_input()
        self._reader.forget()
        while True:
            self._draw(page)
            for key in self._keys():
                if key.name in _LEAVE:
                    raise Interrupted("已停下")
                result = page.press(key.name, key.typed)
                if result is not None:
                    return result

    def _keys(self) -> list[Key]:
        """Wait for keys; an empty list when only the window changed."""
        text = self._device.read(None)
        if text is None:
            raise Interrupted("终端断开了")
        keys = self._reader.feed(text)
        while not keys and self._reader.waiting:
            more = self._device.read(ESCAPE_WAIT)
            keys = self._reader.feed(more or "", last=not more)
        return keys

    def _draw(self, page: Page[R]) -> None:
        width, height = size = self._device.size()
        small = width < MIN_WIDTH or height < MIN_HEIGHT
        picture = too_small(width, height) if small else page.paint(width, height)
        lines = [self._text(line) for line in picture.lines[:height]]
        lines += [""] * (height - len(lines))
        out = ["\x1b[?25l"]
        if size != self._size:
            out.append("\x1b[0m\x1b[2J")
            self._lines = [""] * height
            self._size = size
        for i, (line, old) in enumerate(zip(lines, self._lines, strict=True)):
            if line != old:
                out.append(f"\x1b[{i + 1};1H{line}\x1b[K")
        self._lines = lines
        if picture.cursor is not None and not small:
            column, row = picture.cursor
            out.append(f"\x1b[{row + 1};{column + 1}H\x1b[?25h")
        self._device.write("".join(out))

    def _text(self, line: Line) -> str:
        return "".join(self._styled(style, text) for style, text in line).rstrip(" ")

    def _styled(self, style: str, text: str) -> str:
        attribute, colour = _STYLES.get(style, ("", ""))
        codes = ";".join(code for code in (attribute, colour if self._colour else "") if code)
        return f"\x1b[{codes}m{text}\x1b[0m" if codes and text else text
