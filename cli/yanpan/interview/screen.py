"""The screen: one prompt_toolkit application that frames questionary's lists and fields, and hands keys to the pages."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TextIO, TypeVar

from prompt_toolkit import Application
from prompt_toolkit.filters import Condition
from prompt_toolkit.input import Input, create_input
from prompt_toolkit.input.vt100_parser import Vt100Parser
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import (
    BufferControl,
    Container,
    FormattedTextControl,
    HSplit,
    Layout,
    VSplit,
    Window,
)
from prompt_toolkit.output import ColorDepth, create_output
from prompt_toolkit.styles import Style

from yanpan.interview.listing import ListPage
from yanpan.interview.pages import Flow
from yanpan.interview.paint import (
    DEFAULT_SIZE,
    LABEL,
    MIN_HEIGHT,
    MIN_WIDTH,
    STYLES,
    Picture,
    cells,
    fragments,
    too_small,
)
from yanpan.interview.write import HELD

R = TypeVar("R")

ESCAPE_WAIT = 0.3
"""Seconds a begun sequence is given to arrive whole; slow lines split them."""

REPEATS = 0.08
"""Seconds between two Enters that a key held down sends; fingers are slower."""

_NAMED = {
    "up": "up", "down": "down", "left": "left", "right": "right", "home": "home", "end": "end", "pageup": "pageup",
    "pagedown": "pagedown", "enter": "enter", "c-j": "enter", "backspace": "backspace", "delete": "delete", "tab": "tab",
    "s-tab": "s-tab", "escape": "escape", "f1": "f1", "f2": "f2", "f3": "f3", "f4": "f4", "c-o": "c-o", "c-n": "c-n",
    "c-e": "c-e", "c-r": "c-r", "c-b": "c-b", "c-t": "c-t",
}  # fmt: skip
# On the alternate screen the wheel would send ↑ and ↓.
_NO_WHEEL, _WHEEL = "\x1b[?1007s\x1b[?1007l", "\x1b[?1007r"
_PASTE, _PASTED = "\x1b[200~", "\x1b[201~"


def show_all(out: TextIO, flow: Flow[Any]) -> None:
    """Show the pages of a flow to its end. Raises what the flow raises; the terminal is then as before."""
    asyncio.run(_Terminal(out, flow).run())


class _Terminal:
    def __init__(self, out: TextIO, flow: Flow[Any]) -> None:
        self._flow = flow
        self._error: BaseException | None = None
        self._entered = 0.0
        self._input = create_input(sys.stdin)
        self._paste = _patient(self._input)
        plain = {"color_depth": ColorDepth.DEPTH_1_BIT} if os.environ.get("NO_COLOR") else {}
        self.app: Application[None] = Application(
            layout=Layout(Window()),
            key_bindings=self._bindings(),
            style=Style.from_dict(STYLES),
            full_screen=True,
            input=self._input,
            output=create_output(out),
            **plain,  # type: ignore[arg-type]
        )
        self.app.timeoutlen = self.app.ttimeoutlen = ESCAPE_WAIT

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._broken)
        for name in ("SIGTERM", "SIGHUP", "SIGINT"):
            # Not on Windows, where there are no such signals.
            with suppress(NotImplementedError, AttributeError, ValueError):
                loop.add_signal_handler(getattr(signal, name), self._leave)
        watching = loop.create_task(self._watch_paste())
        self.app.output.write_raw(_NO_WHEEL)
        try:
            await self.app.run_async(
                pre_run=lambda: self._show(first=True), handle_sigint=False, set_exception_handler=False
            )
        except EOFError:
            self._leave("终端断开了")
        finally:
            watching.cancel()
            with suppress(OSError):
                self.app.output.write_raw(_WHEEL)
                self.app.output.flush()
        if self._error is not None:
            raise self._error

    def _broken(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception") or RuntimeError(context.get("message", ""))
        self._end(EOFError() if isinstance(error, OSError) else error)

    def _end(self, error: BaseException | None = None) -> None:
        self._error = self._error or error
        if self.app.is_running and not self.app.is_done:
            self.app.exit()

    def _leave(self, why: str = "已停下") -> None:
        if self._flow.page is None:
            return
        try:
            self._flow.leave(why)
        except BaseException as error:  # noqa: BLE001 — carried out of the event loop
            self._end(error)

    def _show(self, *, first: bool = False) -> None:
        """Put the flow's page on the screen. What was typed before it could be read is no answer to it.

        The first one could be read before this program could: what was typed since then counts.
        """
        page = self._flow.page
        if page is None:
            self._end()
            return
        if not first:
            self._forget_typed()
        field = getattr(page, "field", None)
        self.app.layout = Layout(self._container(page), focused_element=field.buffer if field else None)
        self.app.invalidate()

    def _forget_typed(self) -> None:
        self.app.key_processor.empty_queue()
        if self.app.is_running:
            self._input.read_keys()
        with suppress(OSError):
            _drop_input()
        self._input.flush_keys()

    def _container(self, page: Any) -> Container:
        if isinstance(page, ListPage):
            page.picture = self._picture
            return Window(page.rows, always_hide_cursor=True)
        if getattr(page, "field", None) is None:
            return Window(
                FormattedTextControl(lambda: [*fragments(self._picture().lines)]), always_hide_cursor=True
            )
        page.field.buffer.on_text_changed += lambda _: page.changed()
        return _FieldFrame(self._picture, page.field.buffer, lambda: page.field.offered).container

    def _size(self) -> tuple[int, int]:
        size = self.app.output.get_size()
        return size.columns or DEFAULT_SIZE[0], size.rows or DEFAULT_SIZE[1]

    def _picture(self) -> Picture:
        width, height = self._size()
        page = self._flow.page
        if page is None:
            return Picture()
        return (
            too_small(width, height)
            if width < MIN_WIDTH or height < MIN_HEIGHT
            else page.paint(width, height)
        )

    # ── Keys ──

    def _bindings(self) -> KeyBindings:
        keys = KeyBindings()
        for pressed, name in _NAMED.items():
            keys.add(pressed, filter=Condition(self._taking(name)))(self._handler(name))
        keys.add(Keys.Any)(lambda event: self._press("text", event.data))
        keys.add(Keys.BracketedPaste)(lambda event: self._press("paste", event.data))
        for leaving in ("c-c", "c-d"):
            keys.add(leaving)(lambda _: self._leave())
        keys.add("c-l")(lambda event: event.app.renderer.clear())
        keys.add("c-z")(lambda event: event.app.suspend_to_background())
        for nothing in (Keys.ScrollUp, Keys.ScrollDown, Keys.Ignore):
            keys.add(nothing)(lambda _: None)
        return keys

    def _taking(self, name: str) -> Callable[[], bool]:
        def taking() -> bool:
            page: Any = self._flow.page
            return getattr(page, "field", None) is None or page.takes(name)

        return taking

    def _handler(self, name: str) -> Callable[[KeyPressEvent], None]:
        return lambda _event: self._press(name, self._held() if name == "enter" else "")

    def _held(self) -> str:
        before, self._entered = self._entered, time.monotonic()
        return HELD if self._entered - before < REPEATS else ""

    def _press(self, name: str, typed: str) -> None:
        page: Any = self._flow.page
        if page is None:
            return
        try:
            answer = page.press(name, typed)
            if answer is not None:
                self._flow.answer(answer)
                self._show()
        except BaseException as error:  # noqa: BLE001 — carried out of the event loop
            self._flow.page = None
            self._end(error)

    # ── A paste whose end never comes ──

    async def _watch_paste(self) -> None:
        """Take what was pasted so far when nothing more of it comes: Ctrl-C would be a part of it for ever."""
        while True:
            await asyncio.sleep(ESCAPE_WAIT)
            if self._paste is not None and self._paste.stuck():
                self._paste.feed(_PASTED)
                self.app.key_processor.feed_multiple(self._input.read_keys())
                self.app.key_processor.process_keys()


class _Patient(Vt100Parser):
    """Knows how long a paste has been waiting for its end."""

    def __init__(self, taken: Callable[[Any], None]) -> None:
        super().__init__(taken)
        self._tail = ""
        self._since: float | None = None

    def feed(self, data: str) -> None:
        self._tail = (self._tail + data)[-1 << 16 :]
        begun, ended = self._tail.rfind(_PASTE), self._tail.rfind(_PASTED)
        if begun > ended or (self._since is not None and ended < 0):
            self._since = time.monotonic()
        else:
            self._since, self._tail = None, self._tail[-len(_PASTE) :]
        super().feed(data)

    def stuck(self) -> bool:
        return self._since is not None and time.monotonic() - self._since > 2 * ESCAPE_WAIT


def _patient(source: Input) -> _Patient | None:
    """Put the patient parser in its place, where the terminal is one of those that send such sequences."""
    parser = getattr(source, "vt100_parser", None)
    if parser is None:
        return None
    patient = _Patient(parser.feed_key_callback)
    source.vt100_parser = patient  # type: ignore[attr-defined]
    return patient


class _FieldFrame:
    """A picture with a field in it: what stands above it, the field, what stands below."""

    def __init__(self, picture: Callable[[], Picture], buffer: Any, offered: Callable[[], bool]) -> None:
        self._picture = picture
        style = lambda: "class:given" if offered() else ""  # noqa: E731
        field = VSplit(
            [
                Window(FormattedTextControl([("class:chosen", LABEL)]), width=cells(LABEL), dont_extend_width=True),
                Window(BufferControl(buffer, focusable=True), wrap_lines=True, style=style),
                Window(width=1),
            ],
            height=lambda: self._rows(),
        )  # fmt: skip
        above = Window(FormattedTextControl(self._above), height=lambda: len(self._parts()[0]))
        below = Window(FormattedTextControl(self._below), height=lambda: len(self._parts()[1]))
        self.container: Container = HSplit([above, field, below])

    def _parts(self) -> tuple[list[Any], list[Any]]:
        picture = self._picture()
        if picture.field is None:
            return picture.lines, []
        return picture.lines[: picture.field.line], picture.lines[picture.field.line + picture.field.rows :]

    def _rows(self) -> int:
        place = self._picture().field
        return place.rows if place else 0

    def _above(self) -> Any:
        return fragments(self._parts()[0])

    def _below(self) -> Any:
        return fragments(self._parts()[1])


if sys.platform != "win32":
    import termios

    def _drop_input() -> None:
        with suppress(termios.error):
            termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)

else:
    import msvcrt

    def _drop_input() -> None:
        while msvcrt.kbhit():
            msvcrt.getwch()
