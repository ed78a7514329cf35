"""`definitions:` of a pack: a condition that several entries share, written once under a name and put in where it is named.

What is compiled, digested and carried by papers is the condition in full: a name is a convenience of who writes, no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from yanpan.documents import Lines
from yanpan.errors import InputRefused, YanpanError
from yanpan.questionnaire.condition import FUNCTIONS

MAX_DEEP = 8
"""Definitions within definitions."""

NAME = re.compile(r"[a-z][a-z0-9_]*")
_WORDS = re.compile(r""""[^"]*"|'[^']*'|\b[A-Za-z_][A-Za-z0-9_]*\b(?!\s*\()""")
"""Texts in quotes, which are left alone, and names; the name of a function is followed by a bracket."""

_CONDITIONS = ("when", "done_when")


class Undefined(ValueError):
    """A definition that leads to itself or too deep; the message is for the author."""


def put_in(value: Any, definitions: Mapping[str, str]) -> Any:
    """An entry as it was read, with every condition in it written out. Raises `Undefined`.

    >>> put_in({"when": 'heavy and kind == "heavy"'}, {"heavy": "fine >= 5000"})
    {'when': '(fine >= 5000) and kind == "heavy"'}
    """
    if not definitions:
        return value
    if isinstance(value, list):
        return [put_in(item, definitions) for item in value]
    if not isinstance(value, dict):
        return value
    found: dict[Any, Any] = {}
    for key, item in value.items():
        if key in _CONDITIONS and isinstance(item, str):
            found[key] = written_out(item, definitions)
        elif key == "when_provision" and isinstance(item, dict):
            found[key] = {
                name: written_out(text, definitions) if isinstance(text, str) else text
                for name, text in item.items()
            }
        else:
            found[key] = put_in(item, definitions)
    return found


def written_out(text: str, definitions: Mapping[str, str], *, within: tuple[str, ...] = ()) -> str:
    """A condition with the definitions that it names in their place, each in brackets. Raises `Undefined`."""

    def full(word: re.Match[str]) -> str:
        name = word[0]
        if name not in definitions:
            return name
        if name in within:
            raise Undefined(f"“{name}”说到自己：{' → '.join((*within, name))}")
        if len(within) >= MAX_DEEP:
            raise Undefined(f"一层套一层超过 {MAX_DEEP} 层：{' → '.join((*within, name))}")
        return f"({written_out(definitions[name], definitions, within=(*within, name)).strip()})"

    return _WORDS.sub(full, text)


def named_in(value: Any) -> Iterator[str]:
    """Every name in the conditions of what was read: of questions, of definitions."""
    if isinstance(value, list):
        for item in value:
            yield from named_in(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in _CONDITIONS and isinstance(item, str):
                yield from names(item)
            else:
                yield from named_in(
                    list(item.values()) if key == "when_provision" and isinstance(item, dict) else item
                )


def names(text: str) -> Iterator[str]:
    """The names in a condition, without those of functions."""
    yield from (word[0] for word in _WORDS.finditer(text) if word[0][0] not in "\"'")


class Definitions:
    """Those of a whole pack, file by file: `conditions` by name, what is `wrong` with others, and what is `idle`."""

    def __init__(self) -> None:
        self.conditions: dict[str, str] = {}
        self.wrong: list[YanpanError] = []
        self.idle: list[YanpanError] = []
        self._places: dict[str, str] = {}

    def take(self, document: Mapping[str, Any], lines: Lines) -> None:
        """What a file defines."""
        given = document.get("definitions", {})
        if not isinstance(given, dict):
            self._refuse("definitions 下面应是键值表", lines.where(("definitions",)), "写“名字: 条件”。")
            return
        for name, text in given.items():
            place = lines.where(("definitions", name))
            if not isinstance(text, str) or not NAME.fullmatch(str(name)):
                remedy = "名字用小写英文字母、数字、下划线，后面写条件。"
                self._refuse(f"定义“{name}”的写法不对", place, remedy)
            elif name in FUNCTIONS:
                self._refuse(f"定义“{name}”和一道题或者函数同名", place, "换一个名字。")
            elif name in self.conditions:
                self._refuse(f"定义“{name}”重复", place, f"另一处在 {self._places[name]}。")
            else:
                self.conditions[name] = text
                self._places[name] = place

    def finish(self, documents: Iterable[tuple[Mapping[str, Any], object]]) -> None:
        """Leave out what is called as a question is, or leads to itself; note what nothing names."""
        values = [value for value, _ in documents]
        questions = {item.get("id") for value in values for item in _entries(value.get("questions"))}
        for name in list(self.conditions):
            try:
                if name in questions:
                    self._refuse(f"定义“{name}”和一道题或者函数同名", self._places[name], "换一个名字。")
                    del self.conditions[name]
                    continue
                written_out(name, self.conditions)
            except Undefined as fault:
                self._refuse(f"定义{fault}", self._places[name], "去掉绕回来的那一处。")
                del self.conditions[name]
        used = {name for value in values for name in named_in(value)}
        used |= {name for text in self.conditions.values() for name in names(text)}
        for name in self.conditions.keys() - used:
            what = f"定义“{name}”没有用到"
            self.idle.append(InputRefused(what, where=self._places[name], remedy="删去，或者用上它。"))

    def _refuse(self, what: str, where: str, remedy: str) -> None:
        self.wrong.append(InputRefused(what, where=where, remedy=remedy))


def _entries(items: Any) -> list[dict[str, Any]]:
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
