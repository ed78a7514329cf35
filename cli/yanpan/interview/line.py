"""A screen for one line that is not the answer to a question: case number, note, evidence, owner, deadline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from yanpan.answers import WrongValue
from yanpan.errors import YanpanError
from yanpan.interview.editor import Editor
from yanpan.interview.frame import foot, head
from yanpan.interview.paint import Body, Picture, compose


@dataclass(frozen=True)
class Typed:
    """What was typed, checked; None when the person went back."""

    text: str | None


class LinePage:
    """Asks for one line. `check` returns the line as it is to be kept, or raises with words for the person."""

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
    ) -> None:
        self.title, self.ask, self.help = title, ask, help
        self.editor = Editor(text, offered=bool(text))
        self.echo, self.check, self.cancel, self.message = echo, check, cancel, message

    def paint(self, width: int, height: int) -> Picture:
        body = Body()
        body.block("class:question", self.ask, width)
        if self.help:
            body.block("class:dim", self.help, width, indent=3)
        body.add("")
        text, at = self.editor.view(width - 7)
        body.cursor, body.focus = (3 + at, len(body.lines)), len(body.lines)
        body.lines.append([("class:chosen", " › "), ("class:given" if self.editor.offered else "", text)])
        words = "回车照用，直接打字就换成新的" if self.editor.offered else self._understood()
        body.block("class:dim", words, width, indent=3)
        keys = [key for key in ("回车定", self.cancel, "Ctrl-C存下再走") if key]
        return compose(height, head(width, self.title), body, foot(width, [], self.message, keys))

    def _understood(self) -> str:
        text = self.editor.text.strip()
        if not text:
            return ""
        try:
            return self.echo(text)
        except (WrongValue, YanpanError) as wrong:
            return f"… {wrong.what}"

    def press(self, key: str, typed: str) -> Typed | None:
        if key in ("escape", "up", "s-tab") and self.cancel:
            return Typed(None)
        if key == "enter":
            try:
                return Typed(self.check(self.editor.text))
            except (WrongValue, YanpanError) as wrong:
                self.message = f"{wrong.what}。{wrong.remedy}"
                return None
        if self.editor.press(key, typed):
            self.message = ""
        return None
