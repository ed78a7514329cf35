"""`definitions:` of a pack: a condition that several entries share, written once under a name and put in where it is named.

What is compiled, digested and carried by papers is the condition in full: a name is a convenience of who writes, no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

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
