"""The way to the terminal: whether questions can be asked there, and its first page before anything heavy is loaded."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TextIO, TypeVar

from yanpan.errors import TerminalRefused
from yanpan.interview.pages import Flow, Page
from yanpan.interview.paint import DEFAULT_SIZE, MIN_HEIGHT, MIN_WIDTH, STYLES, Line

R = TypeVar("R")

PLAIN = "一行一行地问的：加 --plain。"
_REMEDY = f"{PLAIN}或者用答案文件：yanpan assess --answers 文件（YAML 或者 JSON）。"
_CODES = {"dim": "2", "bold": "1", "ansicyan": "36", "ansired": "31", "ansiyellow": "33", "ansigreen": "32"}


def check_terminal() -> TextIO:
    """The stream to draw on. Raises `TerminalRefused` when whole screens cannot be shown here."""
    # With --json the result goes to standard output; the questions then stand on standard error.
    out = next((stream for stream in (sys.stdout, sys.stderr) if stream and stream.isatty()), None)
    if out is None or not sys.stdin or not sys.stdin.isatty():
        raise TerminalRefused("这里不是终端，没法整屏地问", remedy=_REMEDY)
    kind = os.environ.get("TERM", "")
    if kind in ("", "dumb") and os.name != "nt":
        raise TerminalRefused(
            f"终端类型是“{kind}”，不能整屏显示", remedy=f"设置 TERM=xterm 后再试；{_REMEDY}"
        )
    check_words(out)
    width, height = os.get_terminal_size(out.fileno())
    # 0×0 is a terminal that does not know its size; 80×24 is then taken.
    if 0 < width < MIN_WIDTH or 0 < height < MIN_HEIGHT:
        raise TerminalRefused(
            f"窗口只有 {width}×{height}，放不下题目",
            remedy=f"拉大到 {MIN_WIDTH}×{MIN_HEIGHT} 以上（80×24 最好）再试；{PLAIN}",
        )
    return out


def check_words(out: TextIO) -> None:
    """Raise `TerminalRefused` where Chinese cannot be shown."""
    try:
        "研判 ›▓".encode(out.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        raise TerminalRefused(
            f"终端编码是 {out.encoding}，显示不了中文",
            remedy="设置 LANG=zh_CN.UTF-8 后再试；或者用答案文件：yanpan assess --answers 文件。",
        ) from None


def run_on_terminal(
    out: TextIO, steps: Coroutine[Page[Any], Any, R], shown: Callable[[], None] | None = None
) -> R:
    """Show what `steps` asks for; however it ends, the terminal is then as before."""
    flow = Flow(steps)
    try:
        flow.begin()
        if flow.page is not None:
            try:
                with _curtain(out, flow.page):
                    if shown is not None:
                        shown()
                    from yanpan.interview.screen import show_all
            except KeyboardInterrupt:
                flow.leave()
            show_all(out, flow)
    finally:
        flow.close()
    assert flow.result is not None  # noqa: S101 — what has ended well has a result
    return flow.result


@contextlib.contextmanager
def _curtain(out: TextIO, page: Page[Any]) -> Iterator[None]:
    """The first page, painted before the libraries that show the others are there: they take as long to load again."""
    with _no_echo():
        width, height = _size(out)
        colour = not os.environ.get("NO_COLOR")
        lines = [_text(line, colour=colour) for line in page.paint(width, height).lines]
        try:
            out.write("\x1b[?1049h\x1b[2J\x1b[H\x1b[?25l" + "\r\n".join(lines))
            out.flush()
            yield
        except BaseException:
            out.write("\x1b[?25h\x1b[?1049l")
            out.flush()
            raise


def _size(out: TextIO) -> tuple[int, int]:
    width, height = os.get_terminal_size(out.fileno())
    return width or DEFAULT_SIZE[0], height or DEFAULT_SIZE[1]


def _text(line: Line, *, colour: bool) -> str:
    return "".join(_styled(style.removeprefix("class:"), text, colour=colour) for style, text in line).rstrip(
        " "
    )


def _styled(style: str, text: str, *, colour: bool) -> str:
    names = STYLES.get(style, "").split()
    codes = ";".join(_CODES[name] for name in names if colour or not name.startswith("ansi"))
    return f"\x1b[{codes}m{text}\x1b[0m" if codes and text else text


if sys.platform != "win32":
    import termios

    @contextlib.contextmanager
    def _no_echo() -> Iterator[None]:
        """What is typed before there is a field must not stand anywhere on the page."""
        fd = sys.stdin.fileno()
        before = termios.tcgetattr(fd)
        silent = termios.tcgetattr(fd)
        silent[3] &= ~(termios.ICANON | termios.ECHO)
        termios.tcsetattr(fd, termios.TCSAFLUSH, silent)
        try:
            yield
        finally:
            termios.tcsetattr(fd, termios.TCSANOW, before)

else:

    @contextlib.contextmanager
    def _no_echo() -> Iterator[None]:
        yield
