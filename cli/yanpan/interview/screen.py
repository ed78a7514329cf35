"""The screen: one prompt_toolkit application that frames questionary's lists and fields, and hands keys to the pages.

No binding of prompt_toolkit's own is ever reached: a key means what a page or a field says, or nothing.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
import time
from contextlib import suppress
from typing import Any, TextIO

from prompt_toolkit import Application
from prompt_toolkit.input import Input, create_input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.key_binding.key_processor import KeyPress
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import Container, FormattedTextControl, Layout, Window
from prompt_toolkit.output import ColorDepth, create_output
from prompt_toolkit.styles import Style

from yanpan.interview import burst
from yanpan.interview.ahead import lines_follow, repeats_follow, words_follow
from yanpan.interview.burst import BACK, Burst
from yanpan.interview.cells import ALONE, Cells
from yanpan.interview.choose import ChoicePage
from yanpan.interview.encodings import expected, meant, sent_in
from yanpan.interview.field import EDITS
from yanpan.interview.field_frame import FieldFrame
from yanpan.interview.fingers import WATCHED, Fingers, Verdict
from yanpan.interview.keyboard import AFTER_ESC, ESCAPE_WAIT, SWALLOWED, UNENDED, Keyboard, named
from yanpan.interview.listing import MOVES, ListPage, command, digit
from yanpan.interview.pages import Flow
from yanpan.interview.paint import (
    DEFAULT_SIZE,
    MIN_HEIGHT,
    MIN_WIDTH,
    STYLES,
    Picture,
    fragments,
    too_small,
)
from yanpan.interview.raw_mode import RawMode
from yanpan.interview.seen import BY_HABIT, SOON, Seen
from yanpan.questionnaire.model import QuestionType

LET_GO = "键还按着：松开，看清这一屏再按。"
"""Said when a key repeats on a page that it has not been pressed for."""

AHEAD = "换页时打的字没有收下，请再打。"
"""Said when something was typed before the page could be read that it would stand on."""

SMALL = "窗口太小的时候按的键没有收下，请再按。"
"""Said of keys that came while the page could not be read, once it can be read again."""

SEVERAL = "一下来了几行：都放在这里，没有收下。"
"""Said of lines that came at once where one is asked for: the first of them is the answer by accident."""

NO_TEXT = (
    f"收到的不是 {expected()} 的字（像是 {sent_in()} 的），没有收下：把终端的编码改成 {expected()}，再打。"
)
"""Said of bytes that are no characters: half of them may read as others, so nothing that comes with them is taken."""

DOUBT = "看清这里写的全不全：全的再按一次回车，不全的补上或者 Ctrl-U 重打。"
DOUBT_EMPTY = "要填的请打字；确实空着的再按一次回车。"
"""Asked before a field is taken of whose text the beginning may have been dropped: half a name is another name."""

PAUSE = 0.5
"""Seconds without a key after which what is typed was not begun before the page stood there."""

_TYPES = ("text", "paste")
_FROM_HABIT = ("enter", "tab", "c-t")
"""Keys that take what stands there already."""
_NO_TEXT = re.compile("[\ud800-\udfff\ufffd]")
JOINED = "joined"
"""Name of the key that any is on a list, when it was typed as a part of a word or right behind one."""

_GO_BACK = ("left", "escape", BACK)
"""Keys that answer no list: they may turn page after page."""

_EXACT = (QuestionType.NUMBER, QuestionType.DATE, QuestionType.DATETIME)

_SAID = {
    UNENDED: "粘贴没有收到结尾：先按 Esc，再接着打。", AFTER_ESC: "刚按过 Esc：请再按一次。",
    SWALLOWED: "刚按过 Esc 或者 Alt，后面打的字没有收下：停两秒再打。",
}  # fmt: skip

REFRESH = 20.0
"""Seconds after which a page that stays open is painted again: what 今天 means may have changed."""

_READS = 1000
"""Times that typed-ahead input is read at most, a kilobyte each: it may come without end."""

# On the alternate screen the wheel would send ↑ and ↓.
_NO_WHEEL, _WHEEL = "\x1b[?1007s\x1b[?1007l", "\x1b[?1007r"


def show_all(out: TextIO, flow: Flow[Any]) -> None:
    """Show the pages of a flow to its end. Raises what the flow raises; the terminal is then as before."""
    asyncio.run(_Terminal(out, flow).run())


class _Terminal:
    def __init__(self, out: TextIO, flow: Flow[Any]) -> None:
        self._flow = flow
        self._error: BaseException | None = None
        self._input = create_input(sys.stdin)
        self._keyboard = _own_keyboard(self._input)
        self._fingers = Fingers()
        self._burst = Burst()
        self._cells = Cells()
        self._seen = Seen()
        self._raw = RawMode()
        self._watched: tuple[asyncio.TimerHandle, Any, list[tuple[str, str]]] | None = None
        self._number = False
        """Whether what is watched is a digit that may pick a row, or begin a number that is looked for."""
        self._by = ("", "")
        self._next: list[tuple[str, str]] = []
        self._shut_at: float | None = None
        self._turning = False
        self._why_shut = AHEAD
        self._alt = False
        self._doubted: tuple[Any, str, str | None] | None = None
        plain = {"color_depth": ColorDepth.DEPTH_1_BIT} if os.environ.get("NO_COLOR") else {}
        self.app: Application[None] = Application(
            layout=Layout(Window()),
            key_bindings=self._bindings(),
            style=Style.from_dict(STYLES),
            full_screen=True,
            input=self._input,
            output=create_output(out),
            refresh_interval=REFRESH,
            **plain,  # type: ignore[arg-type]
        )
        self.app.after_render += self._stands
        self.app.timeoutlen = self.app.ttimeoutlen = ESCAPE_WAIT

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._broken)
        told = dict.fromkeys(("SIGTERM", "SIGHUP", "SIGINT"), self._told_to_leave)
        for name, heard in {**told, "SIGCONT": self._came_back}.items():
            # Not on Windows, where there are no such signals.
            with suppress(NotImplementedError, AttributeError, ValueError):
                loop.add_signal_handler(getattr(signal, name), heard)
        self.app.output.write_raw(_NO_WHEEL)
        try:
            await self.app.run_async(pre_run=self._begin, handle_sigint=False, set_exception_handler=False)
        except EOFError:
            self._leave("终端断开了")
        finally:
            with suppress(OSError):
                self.app.output.write_raw(_WHEEL)
                self.app.output.flush()
        if self._error is not None:
            raise self._error

    def _begin(self) -> None:
        self._show(first=True)
        self.app.create_background_task(self._watch_paste())

    def _broken(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception") or RuntimeError(context.get("message", ""))
        self._end(EOFError() if isinstance(error, OSError) else error)

    def _end(self, error: BaseException | None = None) -> None:
        self._error = self._error or error
        if self.app.is_running and not self.app.is_done:
            self.app.exit()

    def _told_to_leave(self) -> None:
        """Leave as a signal says, with what was typed before it came and has not been looked at."""
        if self.app.is_running and not self.app.is_done:
            with suppress(EOFError, OSError):
                keys = self._input.read_keys()
                if self._keyboard is not None and self._keyboard.pasting:
                    # Read behind it, for the keyboard hands over what the input then holds.
                    self._keyboard.end_paste()
                    keys += self._input.read_keys()
                self._process(keys)
        self._leave()

    def _came_back(self) -> None:
        """Behind Ctrl-Z the page stands there anew, and the Enter of `fg` may come once more."""
        self._seen.turned()
        # Under Ctrl-Z prompt_toolkit still holds the terminal itself, and sets it when it is done.
        if not self.app._running_in_terminal and self._raw.again():  # noqa: SLF001 — told nowhere else
            self.app.renderer.clear()
        self.app.invalidate()

    def _keep_watched(self) -> None:
        """Characters of a field that are still watched are kept with what stands there: they may have been meant."""
        _, page, keys = self._watched or (None, None, [])
        self._unwatch()
        if page is self._flow.page and getattr(page, "field", None) is not None:
            for name, typed in keys:
                if name in _TYPES:
                    self._press_seen(page, name, typed)

    def _leave(self, why: str = "已停下") -> None:
        if self._flow.page is None:
            return
        self._keep_watched()
        try:
            self._flow.leave(why)
        except BaseException as error:  # noqa: BLE001 — carried out of the event loop
            self._end(error)

    def _show(self, *, first: bool = False) -> None:
        """Put the flow's page on the screen.

        The first one could be read before this program could: what was typed since then counts.
        """
        page = self._flow.page
        if page is None:
            self._end()
            return
        ahead = [] if first else self._typed_ahead()
        field = getattr(page, "field", None)
        self.app.layout = Layout(self._container(page), focused_element=field.buffer if field else None)
        self.app.invalidate()
        if not first:
            self._seen.turned()
            self._turned(page, ahead)

    def _typed_ahead(self) -> list[tuple[str, str]]:
        """What has come already, and was pressed before the next page could be read."""
        self._unwatch()
        typed = self.app.key_processor.empty_queue()
        for _ in range(_READS if self.app.is_running else 0):
            typed += self._input.read_keys()
            if self._keyboard is None or self._keyboard.idle:
                break
        ahead, self._next = [*self._next, *map(named, typed)], []
        return [(name, text) for name, text in ahead if name]

    def _turned(self, page: Any, ahead: list[tuple[str, str]]) -> None:
        """A line begun behind Enter goes into the field that follows. All else typed ahead is no answer to this page.

        It is dropped whole, what still comes of it too: the half of a number or of a name would be another one.
        """
        keeps = (
            getattr(page, "field", None) is not None
            and self._by[0] == "enter"
            and all(name in _TYPES for name, _ in ahead)
        )
        pasting = False
        if self._keyboard is not None:
            pasting = self._keyboard.pasting and not keeps
            self._keyboard.forget(paste=not keeps)
        if keeps:
            for name, text in ahead:
                self._pressed(name, text)
            return
        for name, text in ahead:
            self._fingers.saw(command(name, text))
        typed = [key for key in ahead if key[0] in _TYPES]
        if typed or pasting:
            held = not pasting and all(command(*key) == command(*self._by) for key in ahead)
            self._shut(LET_GO if held else AHEAD)
            self._doubt(page)

    def _shut(self, words: str) -> None:
        """Take no key before there was a pause."""
        self._shut_at, self._turning, self._why_shut = time.monotonic(), True, words
        self._say(words)
        self.app.invalidate()

    def _stands(self, _app: object) -> None:
        """The page was painted: what came meanwhile is looked at now, however long ago it was typed."""
        self._raw.remember()
        if not self._too_small():
            self._seen.painted()
        if self._turning:
            self._shut_at, self._turning = time.monotonic(), False

    def _is_shut(self) -> bool:
        if self._shut_at is not None and not self._turning and time.monotonic() - self._shut_at >= PAUSE:
            self._shut_at = None
        return self._shut_at is not None

    def _container(self, page: Any) -> Container:
        if isinstance(page, ListPage):
            page.picture = self._picture
            return Window(page.rows, always_hide_cursor=True)
        if getattr(page, "field", None) is None:
            return Window(
                FormattedTextControl(lambda: [*fragments(self._picture().lines)]), always_hide_cursor=True
            )
        return FieldFrame(self._picture, page.field.buffer, lambda: page.field.offered).container

    def _size(self) -> tuple[int, int]:
        size = self.app.output.get_size()
        return size.columns or DEFAULT_SIZE[0], size.rows or DEFAULT_SIZE[1]

    def _too_small(self) -> bool:
        width, height = self._size()
        return width < MIN_WIDTH or height < MIN_HEIGHT

    def _picture(self) -> Picture:
        page = self._flow.page
        if page is None:
            return Picture()
        return too_small(*self._size()) if self._too_small() else page.paint(*self._size())

    # ── Keys ──

    def _bindings(self) -> KeyBindings:
        keys = KeyBindings()
        # An eager one is taken before all that are not, and prompt_toolkit's are not.
        keys.add(Keys.Any, eager=True)(self._key)
        return keys

    def _key(self, event: KeyPressEvent) -> None:
        pressed = event.key_sequence[-1]
        name, typed = named(pressed)
        self._behind_tab(name)
        after_alt, self._alt = self._alt, pressed.key is Keys.Escape and not pressed.data
        if self._cells.apart(pressed, name, self._flow.page, self.app.key_processor.input_queue):
            self._pressed("text", " ")
        elif pressed.key in (Keys.ControlC, Keys.ControlD):
            self._leave()
        elif pressed.key is Keys.ControlL:
            self.app.renderer.clear()
        elif pressed.key is Keys.ControlZ:
            self.app.suspend_to_background()
        elif pressed.key is Keys.Ignore and pressed.data in _SAID:
            self._say(_SAID[pressed.data])
        elif name and not (after_alt or self._alt):
            # Windows sends what is pressed with Alt as an Esc without characters and the key.
            behind, page = self.app.key_processor.input_queue, self._flow.page
            ends = name == "enter" and getattr(page, "field", None) is not None
            more = ends and lines_follow(behind)
            if ends and self._burst.line(page, more=more):
                self._keep_lines(page, more)
                return
            begins = isinstance(page, ListPage) and words_follow(
                typed, behind, searched=getattr(page, "by_typing", False)
            )
            self._pressed(name, typed, begins=begins, held=repeats_follow(command(name, typed), behind))

    def _keep_lines(self, page: Any, more: bool) -> None:
        """Enter stands between two lines that came at once: they stay in the field together, and it is not left."""
        between = getattr(page, "between", " ")
        if more and not page.field.text.endswith(between):
            self._pressed("text", between)
        self._doubt(page, SEVERAL)
        self._say_doubt(page)

    def _pressed(self, name: str, typed: str, *, begins: bool = False, held: bool = False) -> None:
        """Take a key unless it is one that is only still down."""
        page: Any = self._flow.page
        key, free = command(name, typed), _free(page, name, typed)
        listed = isinstance(page, ListPage)
        goes_on = self._goes_on(page, name, key)
        chooses = name not in _TYPES or not listed or page.stands_for(key)
        found = listed and getattr(page, "by_typing", False) and page.pointed() is not None
        joins = self._burst.joins(
            name,
            key if name == "text" else typed,
            page,
            listed=listed,
            begins=begins,
            chooses=chooses,
            found=found,
        )
        joins = joins or goes_on
        if name in _TYPES and _NO_TEXT.search(typed):
            self._unwatch()
            self._doubt(page, NO_TEXT)
            self._shut(NO_TEXT)
            return
        if name in _TYPES and self._burst.rest and getattr(page, "field", None) is not None:
            words = LET_GO if key == command(*self._by) else AHEAD
            self._doubt(page, words)
            self._shut(words)
            return
        if joins and listed and not (free and (key == "backspace" or not isinstance(page, ChoicePage))):
            # A part of a word is no key: it may stand there twice, and never answers.
            name, free = JOINED, True
        if self._is_shut():
            self._fingers.saw(key)
            if self._why_shut == LET_GO and key != command(*self._by):
                self._why_shut = AHEAD
            if name in (*_TYPES, JOINED):
                self._doubt(page)
            self._shut(self._why_shut)
            return
        if _answers(page, name, key, free=free):
            if self._seen.too_soon:
                self._not_seen(page, key)
                return
            if name in _FROM_HABIT and _takes(page, name) and self._seen.by_habit:
                self._unwatch()
                self._fingers.saw(key)
                self._say(BY_HABIT)
                self.app.invalidate()
                return
        verdict = self._fingers.judge(
            key,
            page,
            free=free,
            typed=name == "text" and getattr(page, "field", None) is not None,
            words=name == "text" and _takes_words(page),
            held=held,
        )
        if verdict is not Verdict.DROP and name not in _FROM_HABIT:
            # A tick, too: whoever has ticked looks at this page.
            self._seen.touched()
        if verdict is Verdict.DROP:
            self._unwatch()
            self._say(LET_GO, getattr(page, "hint", ""))
            if name in _TYPES:
                self._doubt(page)
        elif verdict is Verdict.WATCH:
            number = self._number
            self._watch(page, name, typed)
            self._number = number
        else:
            self._next = [(name, typed)]
            self._take_watched()
            # Where the page has turned, the key was looked at as typed ahead.
            if self._flow.page is page:
                self._next = []
                if _begins_number(page, name, key):
                    self._watch(page, name, typed, burst.APART)
                    self._number = True
                elif name == "tab" and getattr(page, "field", None) is not None:
                    self._watch(page, name, typed, ALONE)
                else:
                    self._press_seen(page, name, typed)
            self._next = []

    def _goes_on(self, page: Any, name: str, key: str) -> bool:
        """Whether a character goes on with a number that is looked for: the digit before it is watched, and picks no row."""
        if not self._number or self._watched is None or self._watched[1] is not page:
            return False
        keys = self._watched[2]
        if key == command(*keys[0]) or (name == "enter" and len(keys) == 1):
            return False
        self._unwatch()
        for _, typed in keys:
            self._press_seen(page, JOINED, typed)
        return name in _TYPES or name == "enter"

    def _behind_tab(self, name: str) -> None:
        """A Tab that another key follows while it is watched stood in front of a cell, or in a row of empty ones."""
        if self._watched is None or name not in (*_TYPES, "enter", "tab"):
            return
        _, page, keys = self._watched
        if keys[-1][0] == "tab" and page is self._flow.page and getattr(page, "field", None) is not None:
            self._unwatch()
            if name in _TYPES:
                self._pressed("text", " ")

    def _not_seen(self, page: Any, key: str) -> None:
        """A key right behind what turned the page: on a list, so is what comes right behind it."""
        self._unwatch()
        self._fingers.saw(key)
        if key == command(*self._by):
            self._say(LET_GO, getattr(page, "hint", ""))
        elif isinstance(page, ListPage):
            self._shut(SOON)
        else:
            self._say(SOON)
        self.app.invalidate()

    def _watch(self, page: Any, name: str, typed: str, seconds: float | None = None) -> None:
        keys = self._watched[2] if self._watched is not None and self._watched[1] is page else []
        self._unwatch()
        timer = asyncio.get_running_loop().call_later(
            WATCHED if seconds is None else seconds, self._take_watched, True
        )
        self._watched = (timer, page, [*keys, (name, typed)])

    def _unwatch(self) -> None:
        if self._watched is not None:
            self._watched[0].cancel()
        self._watched, self._number = None, False

    def _take_watched(self, in_time: bool = False) -> None:
        """Nothing more of the key has come: it was pressed."""
        if in_time and self.app.is_running:
            # What came meanwhile may not have been looked at.
            self._process(self._input.read_keys())
        if self._watched is None:
            return
        _, page, keys = self._watched
        # The same digit twice is a number that is looked for, as two others are: 罚款 55元.
        looked_for = self._number and len(keys) > 1
        self._unwatch()
        if page is self._flow.page:
            self._fingers.pressed(page)
            for name, typed in keys:
                if page is self._flow.page:
                    self._press_seen(page, JOINED if looked_for else name, typed)
            self.app.invalidate()

    def _say(self, words: str, hint: str = "") -> None:
        """Say it in front of what the page says already, or else of what it would."""
        page: Any = self._flow.page
        said = getattr(page, "message", None)
        if isinstance(said, str) and not said.startswith(words):
            page.message = words + (said or hint)

    # ── Text of which the beginning may be missing ──

    def _doubt(self, page: Any, words: str = "") -> None:
        """Something typed for a field was dropped: what follows, after however long a pause, may be the rest of it."""
        if getattr(page, "field", None) is not None:
            words = words or (self._why_shut if self._is_shut() else LET_GO)
            self._doubted = (page, words, None)

    def _asks_first(self, page: Any, name: str) -> bool:
        """Whether Enter only asks. It takes the field when it comes again to the same text."""
        if self._doubted is None or self._doubted[0] is not page:
            self._doubted = None
            return False
        _, words, asked = self._doubted
        if name != "enter":
            return False
        if asked == page.field.text:
            self._doubted = None
            return False
        self._doubted = (page, words, page.field.text)
        self._say_doubt(page, anew=True)
        return True

    def _say_doubt(self, page: Any, *, anew: bool = False) -> None:
        """The warning stays until the field is taken, or emptied: the first key does not take it away."""
        if self._doubted is None or self._doubted[0] is not page:
            return
        _, words, asked = self._doubted
        said = AHEAD if words == LET_GO else words
        if anew:
            page.message = said + (DOUBT if page.field.text.strip() else DOUBT_EMPTY)
        else:
            self._say(words if asked is None else said)

    def _press_seen(self, page: Any, name: str, typed: str) -> None:
        """Take a key on a page that can be read. In a window too small it is dropped, and that is told."""
        if not self._too_small():
            self._press(name, typed)
            return
        if name in _TYPES or name in EDITS:
            self._doubt(page, SMALL)
        self._say(SMALL)

    def _press(self, name: str, typed: str) -> None:
        page: Any = self._flow.page
        if page is None:
            return
        field, self._by = getattr(page, "field", None), (name, typed)
        if field is not None and self._asks_first(page, name):
            return
        if field is not None and name in ("enter", "tab") and meant(field.text):
            # Its bytes are characters here too, and other ones.
            page.message = f"{NO_TEXT}Ctrl-U 删去这一行。"
            return
        try:
            if field is not None and name in EDITS and not page.takes(name):
                if field.edit(name):
                    page.changed()
                    if not field.text:
                        self._doubted = None
                self._say_doubt(page)
                return
            had_asked = bool(getattr(page, "past", ""))
            answer = page.typed_on(typed) if name == JOINED else page.press(name, typed)
            if answer is None and not had_asked and bool(getattr(page, "past", "")):
                # It asks about a time that is over: nobody answers that before it could be read.
                self._seen.turned()
            if answer is not None:
                if isinstance(page, ListPage) and name == "text":
                    self._burst.left()
                self._flow.answer(answer)
                self._show()
            else:
                self._say_doubt(page)
        except BaseException as error:  # noqa: BLE001 — carried out of the event loop
            self._flow.page = None
            self._end(error)

    def _process(self, keys: list[KeyPress]) -> None:
        self.app.key_processor.feed_multiple(keys)
        self.app.key_processor.process_keys()

    # ── A paste whose end never comes ──

    async def _watch_paste(self) -> None:
        """Show what was pasted so far when nothing more of it comes."""
        while self._keyboard is not None:
            await asyncio.sleep(ESCAPE_WAIT)
            self._keyboard.overdue()
            self._process(self._input.read_keys())


def _free(page: Any, name: str, typed: str) -> bool:
    """Whether a key only moves or types here, so that it may repeat while it is down."""
    if isinstance(page, ListPage):
        return page.free(command(name, typed))
    if getattr(page, "field", None) is not None:
        return name in ("text", "paste") or not page.takes(name)
    return name in MOVES


def _begins_number(page: Any, name: str, key: str) -> bool:
    """Whether a digit would pick a row of what words have found, where a number may be looked for as well: 罚款 500元."""
    return name == "text" and digit(key) and bool(getattr(page, "searched", "")) and page.stands_for(key)


def _answers(page: Any, name: str, key: str, *, free: bool) -> bool:
    """Whether a key may be an answer to a page. What moves, types, goes back or opens another page over it is none."""
    if isinstance(page, ListPage):
        return not free and key not in _GO_BACK
    return getattr(page, "field", None) is not None and name in ("enter", "tab", "c-t")


def _takes(page: Any, name: str) -> bool:
    """Whether the key would take what stands there. Enter on a list where nothing is pointed at or ticked only says what
    to press."""
    if name != "enter":
        return True
    question = getattr(page, "question", None)
    if question is not None and question.required and getattr(page, "field", None) and not page.field.text:
        return bool(getattr(page, "people", ()))  # else it only says that it wants an answer
    return not isinstance(page, ListPage) or page.pointed() is not None or bool(getattr(page, "ticked", ()))


def _takes_words(page: Any) -> bool:
    """Whether it has a field for words, where the same character too often is seen, and no other answer than was meant."""
    question = getattr(page, "question", None)
    return getattr(page, "field", None) is not None and (question is None or question.type not in _EXACT)


def _own_keyboard(source: Input) -> Keyboard | None:
    """Put our parser in its place, where the terminal is one of those that send sequences."""
    parser = getattr(source, "vt100_parser", None)
    if parser is None:
        return None
    keyboard = Keyboard(parser.feed_key_callback)
    source.vt100_parser = keyboard  # type: ignore[attr-defined]
    return keyboard
