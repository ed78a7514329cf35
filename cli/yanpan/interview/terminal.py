"""The real terminal: checks it, shows pages on it, hands keys to them. The only file that knows prompt_toolkit.

Not questionary: one question a screen with a live header, notes, help and review needs the whole screen, and one
`Application` for the whole interview sends only what changes between two screens, which is what a slow line needs.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import unicodedata
from collections.abc import Awaitable, Callable
from typing import Protocol, TextIO, TypeVar

from yanpan.errors import Interrupted, TerminalRefused
from yanpan.interview.paint import MIN_HEIGHT, MIN_WIDTH, Picture, too_small

R_co = TypeVar("R_co", covariant=True)
R = TypeVar("R")

_REMEDY = "换用答案文件：yanpan assess --answers 文件（yaml 或者 json）。"
_LEAVE = ("c-c", "c-d", "<sigint>")
_NAMES = {"c-m": "enter", "c-j": "enter", "c-i": "tab", "c-h": "backspace", "<bracketed-paste>": "paste"}


class Page(Protocol[R_co]):
    """One screen. `press` returns None while the page stays, else what it was shown for."""

    def paint(self, width: int, height: int) -> Picture: ...

    def press(self, key: str, typed: str) -> R_co | None: ...


class Screen(Protocol):
    """Shows one page after another."""

    async def show(self, page: Page[R]) -> R: ...


def check_terminal() -> TextIO:
    """The stream to draw on. Raises `TerminalRefused` when questions cannot be asked here."""
    # With --json the result goes to standard output; the questions then stand on standard error.
    out = next((stream for stream in (sys.stdout, sys.stderr) if stream and stream.isatty()), None)
    if out is None or not sys.stdin or not sys.stdin.isatty():
        raise TerminalRefused("这里不是终端，没法一题一题地问", remedy=_REMEDY)
    if os.environ.get("TERM", "") in ("", "dumb") and os.name != "nt":
        raise TerminalRefused(f"终端类型是“{os.environ.get('TERM', '')}”，不能整屏显示", remedy=f"设置 TERM=xterm 后再试；或者{_REMEDY}")
    try:
        "研判 ›☑▓".encode(out.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        raise TerminalRefused(
            f"终端编码是 {out.encoding}，显示不了中文", remedy=f"设置 LANG=zh_CN.UTF-8 后再试；或者{_REMEDY}"
        ) from None
    size = os.get_terminal_size(out.fileno())
    # 0×0 is a terminal that does not know its size; 80×24 is then assumed.
    if 0 < size.columns < MIN_WIDTH or 0 < size.lines < MIN_HEIGHT:
        raise TerminalRefused(
            f"窗口只有 {size.columns}×{size.lines}，放不下题目", remedy=f"拉大到 {MIN_WIDTH}×{MIN_HEIGHT} 以上（80×24 最好）再试。"
        )
    return out


def run_on_terminal(out: TextIO, flow: Callable[[Screen], Awaitable[R]]) -> R:
    """Run `flow` on the terminal; what it raises comes out after the terminal is as before."""
    return asyncio.run(_run(out, flow))


async def _run(out: TextIO, flow: Callable[[Screen], Awaitable[R]]) -> R:
    screen = _Terminal(out)

    async def work() -> R:
        try:
            return await flow(screen)
        finally:
            screen.leave()

    tasks: list[asyncio.Task[R]] = []
    with contextlib.suppress(EOFError):
        await screen.application.run_async(
            pre_run=lambda: tasks.append(asyncio.get_running_loop().create_task(work())), set_exception_handler=False
        )
    # The terminal may have gone away (EOF) while a page was still waiting.
    screen.interrupt()
    return await tasks[0]


class _Terminal:
    def __init__(self, out: TextIO) -> None:
        from prompt_toolkit.application import Application
        from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
        from prompt_toolkit.keys import Keys
        from prompt_toolkit.layout import Layout, UIContent, UIControl, Window
        from prompt_toolkit.output import ColorDepth, create_output
        from prompt_toolkit.styles import Style

        terminal = self

        class Control(UIControl):
            def create_content(self, width: int, height: int) -> UIContent:
                picture = terminal.picture(width, height)
                from prompt_toolkit.data_structures import Point

                x, y = picture.cursor or (0, 0)
                return UIContent(
                    get_line=lambda i: list(picture.lines[i]),
                    line_count=len(picture.lines),
                    cursor_position=Point(x=x, y=y),
                    show_cursor=picture.cursor is not None,
                )

            def is_focusable(self) -> bool:
                return True

        keys = KeyBindings()

        # Eager: the default bindings of the toolkit would otherwise take arrows, Ctrl keys and Enter first.
        @keys.add(Keys.Any, eager=True)
        def _(event: KeyPressEvent) -> None:
            press = event.key_sequence[-1]
            key = press.key.value if isinstance(press.key, Keys) else "text"
            terminal.press(_NAMES.get(key, key), press.data)

        self._page: Page[object] | None = None
        self._waiting: asyncio.Future[object] | None = None
        self._left = False
        plain = bool(os.environ.get("NO_COLOR"))
        self.application: Application[None] = Application(
            layout=Layout(Window(Control(), wrap_lines=False, always_hide_cursor=False)),
            key_bindings=keys,
            style=Style(_STYLE),
            include_default_pygments_style=False,
            full_screen=True,
            mouse_support=False,
            color_depth=ColorDepth.DEPTH_1_BIT if plain else ColorDepth.DEPTH_4_BIT,
            output=create_output(out),
        )

    async def show(self, page: Page[R]) -> R:
        if self._left:
            raise Interrupted("已停下")
        self._page = page
        self._waiting = asyncio.get_running_loop().create_future()
        self._catch_signals()
        self.application.invalidate()
        return await self._waiting  # type: ignore[return-value]

    def press(self, key: str, typed: str) -> None:
        if self._page is None or self._waiting is None or self._waiting.done():
            return
        if key in _LEAVE:
            self.interrupt()
            return
        if key == "text":
            typed = unicodedata.normalize("NFC", typed)
        result = self._page.press(key, typed)
        if result is not None:
            self._waiting.set_result(result)
        self.application.invalidate()

    def interrupt(self) -> None:
        """Stop asking: the page that waits raises `Interrupted`."""
        self._left = True
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(Interrupted("已停下"))

    def leave(self) -> None:
        """Give the terminal back."""
        self._left = True
        if self.application.is_running:
            self.application.exit()

    def picture(self, width: int, height: int) -> Picture:
        if self._page is None:
            return Picture([[("", "")]])
        if width < MIN_WIDTH or height < MIN_HEIGHT:
            return too_small(width, height)
        return self._page.paint(width, height)

    def _catch_signals(self) -> None:
        """A closed window or a polite kill leaves like Ctrl-C: terminal restored, exit code kept."""
        for name in ("SIGTERM", "SIGHUP"):
            with contextlib.suppress(NotImplementedError, AttributeError, ValueError, RuntimeError):
                asyncio.get_running_loop().add_signal_handler(getattr(signal, name), self.interrupt)


_STYLE = [
    # The attribute, not a grey: some palettes paint bright black on black.
    ("dim", "dim"),
    ("head", "bold"),
    ("question", "bold"),
    ("chosen", "bold fg:ansicyan"),
    ("given", "fg:ansicyan"),
    ("danger", "bold fg:ansired"),
    ("warn", "fg:ansiyellow"),
    ("good", "fg:ansigreen"),
    ("keys", "dim"),
]
