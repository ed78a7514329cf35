"""What all pages with a list share. The list itself is questionary's, loaded when the page is on the screen."""

from __future__ import annotations

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from yanpan.interview.item import Item
from yanpan.interview.paint import Body, Picture, fragments

if TYPE_CHECKING:
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from questionary import Choice

    from yanpan.interview.rows import Rows


MOST_DIGITS = 9
"""As many rows have a digit that picks them."""

NO_KEY = "“{}”是连着打的，没有当成按键：停一下，再按一个键。"
"""Said of a character that was typed as one of several."""

TOO_SOON = "刚打过字，紧跟着的键没有当成按键：停一下，再按一次。"
"""Said of Enter, Tab or an arrow right behind characters."""

HIDDEN = "第 {} 项现在不在屏上：按↑↓翻到它，看清再按。"
"""Said of a digit whose row is above or below what is shown."""

UNREAD = "还有 {} 项没在屏上出现过：按↓翻到底，看过再定。"
"""Said where an answer would deny options that nobody can have read."""

MOVES = frozenset({"up", "down", "home", "end", "pageup", "pagedown"})
"""Keys that only move about on a page."""


def command(key: str, typed: str) -> str:
    """The command behind a key where no text is typed. Full-width forms count: the input method may be on."""
    return unicodedata.normalize("NFKC", typed).lower() if key == "text" else key


class ListPage(ABC):
    """A page whose rows are chosen by ↑↓ and Enter; nothing is chosen by looking at it."""

    picture: Callable[[], Picture]
    """The whole page, in the size of the screen that shows it."""

    plain = ""
    """What to type where the page is asked line by line."""

    by_lines = False
    """Whether whole lines are typed here: then every row has its number."""

    start: object = None
    """Value of the row to be pointed at when the page is shown."""

    @abstractmethod
    def items(self) -> Sequence[Item]:
        """The rows, all of them."""

    @abstractmethod
    def paint(self, width: int, height: int | None) -> Picture: ...

    message = ""

    letters = "abcdefghijklmnopqrstuvwxyz? "
    """Characters that may be keys here, besides the digits of rows."""

    def stands_for(self, key: str) -> bool:
        """Whether a character stands for something here: of 500 where there is no fifth row, none does."""
        if not digit(key):
            return len(key) == 1 and key in self.letters
        found = self.numbered(int(key))
        return found is not None and self.in_sight(int(key), found)

    @abstractmethod
    def press(self, key: str, typed: str) -> object: ...

    def typed_on(self, typed: str) -> object:
        """A character right behind others is a part of what is being typed, and no key: nor is it the y that was asked for.

        Nothing is `typed` by Enter, Tab and the like.
        """
        self.press("", "")
        self.message = NO_KEY.format(typed[:8]) if typed else TOO_SOON
        return None

    def number(self, number: int) -> str:
        """What stands before a row: the digit that picks it, where one does."""
        return str(number) if number <= MOST_DIGITS or self.by_lines else " "

    def listed(self, ask: str, width: int, style: str = "") -> Body:
        """The rows under what is asked, each with its number; `style` is that of rows not pointed at."""
        body = Body()
        body.block("class:question", ask, width)
        body.add("")
        for number, (item, here) in enumerate(self.shown(), 1):
            if here:
                body.focus = len(body.lines)
            first, top = f"{'›' if here else ' '} {self.number(number)} ", len(body.lines)
            body.block("class:chosen" if here else style, item.title, width, first=first)
            body.row(number, top)
        return body

    # ── What of it can be read now ──

    on_screen: dict[int, Item] | None = None
    """Rows that stand on the screen whole, by their numbers; None where all can be read, line by line."""

    met: tuple[Item, ...] = ()
    """Rows that have stood there whole, or were pointed at, since the page was shown."""

    def seen(self, picture: Picture) -> Picture:
        """A picture that is shown: a digit picks only what can be read on it."""
        if picture.whole is None:
            self.on_screen = None
            return picture
        rows = [item for item, _ in self.shown() if not item.heading]
        self.on_screen = {number: rows[number - 1] for number in sorted(picture.whole)}
        here = self.pointed()
        read = [*self.on_screen.values(), *([here] if here else [])]
        self.met = (*self.met, *(item for item in read if item not in self.met))
        return picture

    def in_sight(self, number: int, item: Item) -> bool:
        """Whether a row with this number stands on the screen to be read: the one pointed at always does."""
        return self.on_screen is None or self.on_screen.get(number) == item or item == self.pointed()

    @property
    def unread(self) -> list[Item]:
        """Rows that have never been on the screen."""
        if self.on_screen is None:
            return []
        return [item for item, _ in self.shown() if not item.heading and item not in self.met]

    def picked_by(self, digit: str) -> Item | None:
        """The row that a digit picks. None where there is none; of one that cannot be read now it is said what to do."""
        found = self.numbered(int(digit))
        if found is None or self.in_sight(int(digit), found):
            return found
        self.message = HIDDEN.format(digit)
        return None

    def ticked_first(self) -> Sequence[object]:
        """Values that are ticked when the page is shown."""
        return ()

    @cached_property
    def rows(self) -> Rows:
        from yanpan.interview.rows import Rows

        rows = Rows(self._choices(), self._fragments, self.ticked_first())
        for choice in rows.standing:
            if self.start is not None and choice.value == self.start:
                rows.point(choice)
        return rows

    def refill(self) -> None:
        """Take other rows into the list on the screen."""
        self.rows.choices = self._choices()
        self.rows.pointed_at = -1

    def _choices(self) -> list[Choice]:
        from yanpan.interview.rows import Heading, Row

        return [Heading(i.title) if i.heading else Row(i) for i in self.items()]

    def shown(self) -> list[tuple[Item, bool]]:
        """Rows to paint, each with whether it is pointed at. Before the list is loaded nothing is."""
        if "rows" not in self.__dict__:
            return [(item, False) for item in self.items()]
        pointed = self.rows.pointed
        return [(self._item(choice), choice is pointed) for choice in self.rows.filtered_choices]

    def pointed(self) -> Item | None:
        """The row pointed at."""
        choice = self.rows.pointed if "rows" in self.__dict__ else None
        return self._item(choice) if choice else None

    def point_nowhere(self) -> None:
        """As it was before the first key."""
        if "rows" in self.__dict__:
            self.rows.pointed_at = -1

    def numbered(self, number: int) -> Item | None:
        """The row that a number stands for: 1 is the first that can be chosen."""
        standing = self.rows.standing
        return self._item(standing[number - 1]) if 0 < number <= len(standing) else None

    def point(self, item: Item) -> None:
        """Point at a row."""
        self.rows.point(next(choice for choice in self.rows.standing if choice.value == item.value))

    def free(self, name: str) -> bool:
        """Whether a key only moves or types here, so that it may repeat while it is down: j, k and f jump and filter."""
        return name in MOVES or name in ("j", "k", "f")

    def move(self, name: str) -> bool:
        """Whether a key moved the pointer, or would have."""
        if name == "down":
            self.rows.select_next()
        elif name == "up":
            self.rows.select_previous()
        elif name in ("home", "pageup"):
            self.rows.point_at_end(last=False)
        elif name in ("end", "pagedown"):
            self.rows.point_at_end(last=True)
        else:
            return False
        return True

    def _item(self, choice: Choice) -> Item:
        from yanpan.interview.rows import Row

        return choice.item if isinstance(choice, Row) else Item(None, str(choice.title), heading=True)

    def _fragments(self) -> StyleAndTextTuples:
        return [*fragments(self.picture().lines)]


def digit(text: str) -> bool:
    """Whether a key is one of 1–9."""
    return len(text) == 1 and text in "123456789"
