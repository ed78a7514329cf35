"""A screen for one line that is not the answer to a question: case number, note, evidence, owner, deadline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from yanpan.answers import WrongValue
from yanpan.errors import YanpanError
from yanpan.interview.field import Field
from yanpan.interview.frame import foot, head
from yanpan.interview.paint import LABEL, Body, Picture, cells, compose, typing_rows

DAY_CHANGED = "日子已经变了：看清上面现在是哪一天，再按一次。"


@dataclass(frozen=True)
class Typed:
    """What was typed, checked; None when the person went back."""

    text: str | None


class LinePage:
    """Asks for one line. `check` returns the line as it is to be kept, or raises with words for the person.

    A text that is only `suggested` is taken by Tab; one that stands already, by Enter as well. `typed` is what was left
    here before without Enter. `back` are the words for ↑ where it goes one step back; else it is as Esc.
    `means` is what a text may not change in while the page stands: 明天 is another day after midnight.
    """

    more: tuple[str, ...] = ()
    """Words for keys of a page of its own kind."""
    went_back = False
    """Whether the person left by ↑, where that goes `back` and is no cancelling."""

    def __init__(
        self,
        title: str,
        ask: str,
        *,
        help: str = "",
        text: str = "",
        echo: Callable[[str], str] = lambda _: "",
        check: Callable[[str], str] = str.strip,
        cancel: str = "Esc 或↑ 不写了",
        message: str = "",
        typed: str = "",
        suggested: bool = False,
        back: str = "",
        means: Callable[[str], object] = lambda _: None,
    ) -> None:
        self.title, self.ask, self.help = title, ask, help
        self.field = Field(typed or text, offered=not typed)
        self.suggested = suggested and bool(text)
        self.had = "" if suggested else text
        self.echo, self.check, self.cancel, self.message = echo, check, cancel, message
        self.back, self.means = back, means
        self.painted: tuple[str, object] | None = None
        """A text, and what it meant when it was shown first."""

    def paint(self, width: int, height: int | None) -> Picture:
        body = Body()
        body.block("class:question", self.ask, width)
        if self.help:
            body.block("class:dim", self.help, width, indent=3)
        body.add("")
        room = width - cells(LABEL) - 1
        typing_rows(body, self.field.text, self.field.rows(room), room, offered=self.field.offered)
        take = "Tab" if self.suggested else "回车"
        words = f"{take}照用，直接打字就换成新的" if self.field.offered else self._understood()
        body.block("class:dim", words, width, indent=3)
        accept = "Tab 照用" if self.suggested and self.field.offered else ""
        keys = [
            key for key in ("回车定", accept, *self.more, self.back, self.cancel, "Ctrl-C存下再走") if key
        ]
        return compose(height, head(width, self.title), body, foot(width, [], self.message, keys))

    def _understood(self) -> str:
        text = self.field.text.strip()
        if not text:
            return ""
        try:
            if self.painted is None or self.painted[0] != text:
                self.painted = (text, self.means(text))
            return self.echo(text)
        except (WrongValue, YanpanError) as wrong:
            return f"… {wrong.what}"

    def take_up(self, typed: str) -> None:
        """Put what was left here before into the field."""
        if typed:
            self.field = Field(typed)

    def held(self) -> str:
        """What would be lost when the page is left now."""
        return "" if self.field.offered or self.field.text == self.had else self.field.text

    def takes(self, key: str) -> bool:
        """Whether a key means something else here than to the field."""
        return key in ("enter", "tab") or (bool(self.cancel) and key in _AWAY)

    def changed(self) -> None:
        """The field was edited by a key of its own."""
        self.message = ""

    def press(self, key: str, typed: str) -> Typed | None:
        if key in _AWAY and self.cancel:
            self.went_back = bool(self.back) and key != "escape"
            return Typed(None)
        untouched = self.suggested and self.field.offered
        if key == "enter" and untouched:
            self.message = "这是推荐的：按 Tab 照用，或者打字换成别的。"
        elif key == "enter" or (key == "tab" and untouched):
            return self._take()
        elif key in ("text", "paste"):
            self.message = self.field.insert(typed)
        return None

    def _take(self) -> Typed | None:
        text = self.field.text.strip()
        try:
            taken = self.check(self.field.text)
            if self.painted and self.painted[0] == text and self.painted[1] != self.means(text):
                self.painted, self.message = None, DAY_CHANGED
                return None
            return Typed(taken)
        except (WrongValue, YanpanError) as wrong:
            self.message = f"{wrong.what}。{wrong.remedy}"
            return None


_AWAY = ("escape", "up", "s-tab")
