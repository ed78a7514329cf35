"""The terminal as a device: characters in as they are typed, text out, its size. One class a kind of system."""

from __future__ import annotations

import codecs
import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Protocol, TextIO

DEFAULT_SIZE = (80, 24)


class Device(Protocol):
    """What the screens need of a terminal."""

    def read(self, timeout: float | None) -> str | None:
        """What has been typed; "" when the time is up or the window changed; None when the terminal is gone."""

    def write(self, text: str) -> None: ...

    def size(self) -> tuple[int, int]:
        """Columns and rows."""

    def drop_input(self) -> None:
        """Throw away what was typed and not read."""


class _Output:
    def __init__(self, out: TextIO) -> None:
        self._out = out.fileno()
        self._encoding = out.encoding or "utf-8"
        out.flush()

    def write(self, text: str) -> None:
        data = text.encode(self._encoding, "replace")
        while data:
            data = data[os.write(self._out, data) :]

    def size(self) -> tuple[int, int]:
        width, height = os.get_terminal_size(self._out)
        return (width or DEFAULT_SIZE[0], height or DEFAULT_SIZE[1])


if sys.platform != "win32":
    import select
    import signal
    import termios

    class _Posix(_Output):
        def __init__(self, out: TextIO, wake: int) -> None:
            super().__init__(out)
            self._in = sys.stdin.fileno()
            self._wake = wake
            self._decode = codecs.getincrementaldecoder(self._encoding)("ignore").decode

        def read(self, timeout: float | None) -> str | None:
            ready, _, _ = select.select([self._in, self._wake], [], [], timeout)
            if self._wake in ready:
                os.read(self._wake, 64)
            if self._in not in ready:
                return ""
            try:
                data = os.read(self._in, 4096)
            except OSError:
                return None
            return self._decode(data) if data else None

        def drop_input(self) -> None:
            with contextlib.suppress(termios.error):
                termios.tcflush(self._in, termios.TCIFLUSH)

    @contextlib.contextmanager
    def open_device(out: TextIO) -> Iterator[Device]:
        """The terminal, key by key and without echo, until the block ends."""
        # A change of the window's size wakes `select` through this pipe.
        wake, waker = os.pipe()
        os.set_blocking(waker, False)
        before_pipe = signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
        before_size = signal.signal(signal.SIGWINCH, lambda *_: None)
        fd = sys.stdin.fileno()
        before = termios.tcgetattr(fd)
        raw = termios.tcgetattr(fd)
        raw[0] &= ~(termios.IXON | termios.ICRNL | termios.INLCR | termios.BRKINT | termios.ISTRIP)
        # Without ISIG Ctrl-C arrives as a key, in order with the others.
        raw[3] &= ~(termios.ICANON | termios.ECHO | termios.ISIG | termios.IEXTEN)
        raw[6][termios.VMIN], raw[6][termios.VTIME] = 1, 0
        try:
            termios.tcsetattr(fd, termios.TCSADRAIN, raw)
            yield _Posix(out, wake)
        finally:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(fd, termios.TCSADRAIN, before)
            signal.signal(signal.SIGWINCH, before_size)
            signal.set_wakeup_fd(before_pipe)
            os.close(wake)
            os.close(waker)

else:
    import ctypes
    import msvcrt
    import time

    class _Windows(_Output):
        def read(self, timeout: float | None) -> str | None:
            end = None if timeout is None else time.monotonic() + timeout
            size = self.size()
            while not msvcrt.kbhit():
                if (end is not None and time.monotonic() > end) or self.size() != size:
                    return ""
                time.sleep(0.02)
            text = ""
            while msvcrt.kbhit():
                text += msvcrt.getwch()
            return text

        def drop_input(self) -> None:
            while msvcrt.kbhit():
                msvcrt.getwch()

    @contextlib.contextmanager
    def open_device(out: TextIO) -> Iterator[Device]:
        """The console with keys and output as terminal sequences, until the block ends."""
        kernel = ctypes.windll.kernel32
        modes = []
        # -10 input: neither line, echo nor Ctrl-C handling, sequences on; -11 output: sequences on.
        for handle_id, off, on in ((-10, 0x0007, 0x0200), (-11, 0, 0x0004)):
            handle, mode = kernel.GetStdHandle(handle_id), ctypes.c_uint32()
            kernel.GetConsoleMode(handle, ctypes.byref(mode))
            modes.append((handle, mode.value))
            kernel.SetConsoleMode(handle, (mode.value & ~off) | on)
        try:
            yield _Windows(out)
        finally:
            for handle, value in modes:
                kernel.SetConsoleMode(handle, value)
