"""What people call things: by the id, or by the title that they read on screen and on paper. Ids are what is written.

`named` is the one place that decides it, for roles, grades, options, measures, hazards. A title in brackets may be
called by either half where that means one thing only: `执法人员（承办人）` is 承办人, and 执法人员 while nobody else is.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping

Titles = Mapping[str, str]
"""Id → title."""

MOST_LETTERS = 40
"""Of a wrong name, as much is said again."""

_BRACKETS = re.compile(r"\A([^()]+)\(([^()]+)\)\Z")


class Misnamed(ValueError):  # noqa: N818 - whoever asks makes an error of it, with its place and its remedy
    """A name that means nothing, or `several` things. `hint` says what it was meant to be, or what it could be."""

    def __init__(self, word: str, hint: str, *, several: bool = False) -> None:
        super().__init__(word)
        self.word = word[:MOST_LETTERS]
        self.hint = hint
        self.several = several

    def words(self, kind: str) -> str:
        """What is wrong, for a name that should be one of a `kind` (`角色`, `选项`)."""
        wrong = f"“{self.word}”不止一个{kind}" if self.several else f"没有“{self.word}”这个{kind}"
        return f"{wrong}{self.hint}"


def named(word: str, titles: Titles, *, halves: bool = True) -> str:
    """The id that a word means, which is an id, a title, or with `halves` a half of a title. Raises `Misnamed`.

    An id comes first, whatever the titles are: what yanpan wrote is read as it was written.
    """
    if word in titles:
        return word
    found = {name: title for name, title in titles.items() if word == title} or _alike(word, titles, _whole)
    if not found and halves:
        found = _alike(word, titles, _halves)
    if not found:
        raise Misnamed(word, _meant(word, titles))
    if len(found) > 1:
        raise Misnamed(word, f"；可以是 {listed(found)}", several=True)
    return next(iter(found))


def listed(titles: Titles) -> str:
    """Names to choose from: `low（低风险）、medium（中风险）`."""
    return "、".join(_shown(name, title) for name, title in titles.items())


def nearest(name: str, known: Iterable[str]) -> str:
    """`；是不是“x”？` for the closest known name, or nothing."""
    found = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"；是不是“{found[0]}”？" if found else ""


def _alike(word: str, titles: Titles, ways: Callable[[str, str], tuple[str, ...]]) -> dict[str, str]:
    wanted = _plain(word)
    return {name: title for name, title in titles.items() if wanted and wanted in ways(name, title)}


def _meant(word: str, titles: Titles) -> str:
    """What a wrong word was probably meant to be, with both its names."""
    ways: dict[str, str] = {}
    for name, title in titles.items():
        for way in (name, title, *_halves(name, title)):
            ways.setdefault(way, name)
    found = difflib.get_close_matches(word[:MOST_LETTERS], list(ways), n=1, cutoff=0.6)
    if not found:
        return ""
    name, title = ways[found[0]], titles[ways[found[0]]]
    return f"；是不是“{name}”{f'（{title}）' if title not in ('', name) else ''}？"


def _shown(name: str, title: str) -> str:
    return f"{name}（{title}）" if title not in ("", name) else name


def _plain(text: str) -> str:
    """Without what people do not see: width of letters and brackets, case, spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _whole(name: str, title: str) -> tuple[str, ...]:
    return _plain(name), _plain(title)


def _halves(_: str, title: str) -> tuple[str, ...]:
    found = _BRACKETS.match(_plain(title))
    return found.groups() if found else ()
