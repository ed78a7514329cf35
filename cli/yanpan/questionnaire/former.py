"""What things were called in earlier versions of a questionnaire (`formerly`): answers that say so are read as ever."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from yanpan.questionnaire.model import Contradiction, ListedAct, Measure, Option, Question

T = TypeVar("T")
Renamed = Question | Measure | Contradiction | ListedAct


def former_names(items: Iterable[Renamed]) -> dict[str, str]:
    """Former id → the id of today."""
    return {name: item.id for item in items for name in item.formerly}


def option_now(word: str, options: Iterable[Option]) -> str:
    """What an option is called today; a word that is none of its former names as it is."""
    return next((option.value for option in options if word in option.formerly), word)


def with_names_of_today(given: Mapping[str, T], former: Mapping[str, str]) -> dict[str, T]:
    """The same by the names of today. What stands there under both stays under both."""
    return {
        former.get(name, name) if former.get(name) not in given else name: item
        for name, item in given.items()
    }


def clashes(items: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[tuple[str, str, str]]:
    """Names of today with their former ones: whose former name is another's name of today, or former one of two.

    Yields the name of today, the former one, and what it is besides.
    """
    pairs = list(items)
    today, seen = {name for name, _ in pairs}, dict[str, str]()
    for name, formers in pairs:
        for former in formers:
            if former in today:
                yield name, former, f"现在的“{former}”"
            elif former in seen:
                yield name, former, f"“{seen[former]}”从前的名称"
            seen.setdefault(former, name)
