"""The frame around a field: the page's picture above and below it, and prompt_toolkit's own window in which one types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from prompt_toolkit.layout import BufferControl, Container, FormattedTextControl, HSplit, VSplit, Window

from yanpan.interview.paint import LABEL, Picture, cells, fragments


class FieldFrame:
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
