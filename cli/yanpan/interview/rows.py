"""questionary's list of choices as our screens show it: nothing is pointed at before a key says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from functools import cache
from typing import TypeVar

from prompt_toolkit.formatted_text import StyleAndTextTuples
from questionary import Choice, Separator
from questionary.prompts.common import InquirerControl

from yanpan.interview.initials import BY_LETTER
from yanpan.interview.item import Item

NOWHERE = -1
T = TypeVar("T")


class Heading(Separator):
    """The title of a group: seen, never chosen."""


class Row(Choice):
    """One that can be chosen, with all that finds it."""

    def __init__(self, item: Item) -> None:
        super().__init__(item.title, value=item.value)
        self.item = item


class Rows(InquirerControl):
    """A list that is painted as a part of its page. `pointed_at` is NOWHERE until a key moves it."""

    def __init__(
        self,
        choices: Sequence[Choice],
        picture: Callable[[], StyleAndTextTuples],
        ticked: Sequence[object] = (),
    ) -> None:
        self._picture = picture
        self._found: tuple[str, list[Choice], list[Choice]] | None = None
        super().__init__(choices, use_indicator=False, show_description=False)
        self.selected_options = list(ticked)
        self.pointed_at = NOWHERE

    def _get_choice_tokens(self) -> StyleAndTextTuples:
        return self._picture()

    @property
    def filtered_choices(self) -> list[Choice]:
        """Those whose title or words, or the first letters of their pinyin, hold what was typed; headings only above some."""
        words = (self.search_filter or "").strip().lower()
        if not words:
            return self.choices
        if self._found is None or self._found[:2] != (words, self.choices):
            self._found = words, self.choices, self._find(words)
        return self._found[2]

    def _find(self, words: str) -> list[Choice]:
        """Those called just so come first (kc: 扣车), then those that begin so, then the others; else as in the list."""
        said = {id(choice): _said(choice, words) for choice in self.choices}
        found = [
            choice
            for how in (Said.WHOLE, Said.FIRST, Said.WITHIN)
            for choice in self._under_headings([c for c in self.choices if said[id(c)] is how])
        ]
        self.found_in_search = bool(found)
        return found

    def _under_headings(self, wanted: list[Choice]) -> list[Choice]:
        shown: list[Choice] = []
        heading: list[Choice] = []
        for choice in self.choices:
            if isinstance(choice, Separator):
                heading = [choice]
            elif any(choice is one for one in wanted):
                shown += [*heading, choice]
                heading = []
        return shown

    @property
    def standing(self) -> list[Choice]:
        """Those that can be chosen now, in order."""
        return [choice for choice in self.filtered_choices if not isinstance(choice, Separator)]

    @property
    def pointed(self) -> Choice | None:
        """The one pointed at."""
        return self.filtered_choices[self.pointed_at] if self.pointed_at != NOWHERE else None

    def select_next(self) -> None:
        self._move(1)

    def select_previous(self) -> None:
        self._move(-1)

    def _move(self, step: int) -> None:
        shown = self.filtered_choices
        if not self.standing:
            return
        at = self.pointed_at if self.pointed_at != NOWHERE else (-1 if step > 0 else 0)
        at = (at + step) % len(shown)
        while isinstance(shown[at], Separator):
            at = (at + step) % len(shown)
        self.pointed_at = at

    def point(self, choice: Choice) -> None:
        """Point at one of those that can be chosen now."""
        self.pointed_at = self.filtered_choices.index(choice)

    def point_at_end(self, *, last: bool) -> None:
        """At the first or the last."""
        if self.standing:
            self.point(self.standing[-1 if last else 0])

    def toggle(self, value: object) -> None:
        """Tick one, or take its tick away."""
        if value in self.selected_options:
            self.selected_options.remove(value)
        else:
            self.selected_options.append(value)

    def search(self, words: str) -> None:
        """Show only what these words find; nothing is pointed at then, and the only one found is."""
        self.search_filter = words or None
        standing = [choice for choice in self.standing if not _is_always(choice)]
        self.pointed_at = NOWHERE
        if words and len(standing) == 1:
            self.point(standing[0])


def _is_always(choice: Choice) -> bool:
    return isinstance(choice, Row) and choice.item.always


def _titles(choice: Choice) -> tuple[str, ...]:
    words = choice.item.words if isinstance(choice, Row) else ()
    return (str(choice.title), *words)


def _said(choice: Choice, words: str) -> Said:
    if isinstance(choice, Separator):
        return Said.NOT
    if _is_always(choice):
        return Said.WITHIN
    return max(says(title, words) for title in _titles(choice))


class Said(IntEnum):
    """Where a title holds what was typed."""

    NOT = 0
    WITHIN = 1
    FIRST = 2
    WHOLE = 3


def says(title: str, words: str) -> Said:
    """Where a title holds the words, in characters or by first letters of pinyin (拆除: cc)."""
    at = title.lower().find(words)
    if at < 0 and words.isascii() and words.isalpha():
        letters = [_initials(c) for c in title]
        for start in range(len(letters) - len(words) + 1):
            if all(word in found for word, found in zip(words, letters[start:], strict=False)):
                at = start
                break
    if at != 0:
        return Said.WITHIN if at > 0 else Said.NOT
    return Said.WHOLE if len(words) == len(title) else Said.FIRST


@cache
def _initials(character: str) -> frozenset[str]:
    """First letters of all its readings; of a letter itself."""
    ready = frozenset(letter for letter, characters in BY_LETTER.items() if character in characters)
    if ready or character.isascii() or not character.isalpha():
        return ready or frozenset(character.lower())
    from pypinyin import Style, pinyin

    [found] = pinyin(character, style=Style.FIRST_LETTER, heteronym=True) or [[]]
    return frozenset(item.lower() for item in found)
