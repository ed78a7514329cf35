"""One word, one meaning: every option of every command against the table in `yanpan.commands.options`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from yanpan.commands import options
from yanpan.commands.main import app

TWO_MEANINGS: dict[str, str] = {}
"""Options that may differ between commands, each with why. Empty is how it should stay."""

NEVER = ("--output", "--dest", "--file", "--force", "--overwrite", "--format", *options.ALIASES)
"""Words for which the table has another."""

MANUAL = Path(__file__).parents[2] / "docs" / "integrators.zh-CN.md"


def told(command: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    """Every option: its name, its command, what it means there."""
    for name, inner in getattr(command, "commands", {}).items():
        yield from told(inner, (*words, name))
    for parameter in command.params:
        if parameter.param_type_name == "option":
            means = (
                parameter.help,
                parameter.metavar,
                str(parameter.type_descriptor.annotation),
                parameter.is_flag,
                parameter.multiple,
            )
            for name in parameter.opts:
                yield name, " ".join(words), means


ALL = list(told(typer.main.get_command(app)))
USED = {name for name, _, _ in ALL}


def table(text: str) -> dict[str, str]:
    """Option → meaning, from a table whose rows start with options in code marks."""
    rows = re.findall(r"^\| (`--[^|]*) \|[^|]*\| ([^|]*) \|$", text, re.MULTILINE)
    return {name: meaning for names, meaning in rows for name in re.findall(r"`(-[a-z-]+)`", names)}


WORDS = table(options.__doc__ or "")
RESERVED = {name for name, meaning in WORDS.items() if meaning.startswith("reserved")}


def test_an_option_means_the_same_in_every_command() -> None:
    found: dict[str, dict[tuple[Any, ...], list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, command, means in ALL:
        found[name][means].append(command)
    differing = {name: dict(means) for name, means in found.items() if len(means) > 1}
    assert differing.keys() == TWO_MEANINGS.keys(), differing


def test_an_option_of_several_commands_stands_in_the_table() -> None:
    commands: dict[str, set[str]] = defaultdict(set)
    for name, command, _ in ALL:
        commands[name].add(command)
    assert [name for name, where in commands.items() if len(where) > 1 and name not in WORDS] == []


def test_a_word_of_the_table_is_used_or_reserved() -> None:
    assert [name for name in WORDS if name not in USED | RESERVED] == []


def test_reserved_words_are_not_used_for_anything_else() -> None:
    assert {"--register", "--cluster"} <= RESERVED
    assert not USED & RESERVED


def test_nothing_has_two_words() -> None:
    assert not USED & set(NEVER)


def test_a_word_of_an_earlier_version_stands_for_one_that_is_used() -> None:
    assert set(options.ALIASES.values()) <= USED


def test_the_manual_tells_the_words_of_earlier_versions() -> None:
    rows = re.findall(
        r"^\| `(--[a-z-]+)` \| `(--[a-z-]+)` \|", MANUAL.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert dict(rows) == options.ALIASES


def test_a_value_has_a_chinese_name() -> None:
    for name, command, (_, metavar, _, is_flag, _) in ALL:
        if not is_flag and metavar is not None:
            assert re.search(r"[\u4e00-\u9fff]", metavar), (command, name)


def test_the_manual_has_the_same_table() -> None:
    assert table(MANUAL.read_text(encoding="utf-8")).keys() == WORDS.keys()
