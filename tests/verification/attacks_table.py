"""docs/attacks.md: what `verify` and other readers say of every attack. `scripts/build-attack-table` writes it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from attacks import ATTACKS, FORGERIES, GROUPS
from authorities import TRUST, lists
from long_term_papers import LATER, all_signed
from signed_papers import believing, codes

from yanpan.verification import Verification, verify_pdf

TABLE = Path(__file__).parents[2] / "docs" / "attacks.md"
VERDICTS = {"valid": "有效", "invalid": "无效", "cannot_be_judged": "无法判断"}
MOST_CODES = 3


@dataclass(frozen=True)
class Row:
    """One line of the table: an attack, and what `verify` says of it."""

    group: str
    words: str
    verdict: str
    reason: str


def names() -> list[str]:
    """Every attack in the order of the table."""
    listed = ATTACKS | FORGERIES
    return [name for group in GROUPS for name in listed if listed[name].group == group]


def built(name: str) -> tuple[bytes, dict[str, Any]]:
    """The file of an attack, and what its reader gives beside it.

    Attacks on a good paper are made on one that three signed to B-LTA.
    """
    if name in ATTACKS:
        return ATTACKS[name](all_signed()), {}
    made = FORGERIES[name].make()
    return made.pdf, {"crls": lists()} | dict(made.given)


def row_of(name: str, verification: Verification) -> Row:
    listed = (ATTACKS | FORGERIES)[name]
    found = sorted(codes(verification))
    reason = "、".join(found[:MOST_CODES]) + (" 等" if len(found) > MOST_CODES else "")
    return Row(listed.group, listed.words, VERDICTS[verification.verdict], reason)


def beliefs(given: Mapping[str, Any]) -> dict[str, Any]:
    """What a reader judges by who trusts both authorities, at the moment after the last signature."""
    return believing(**({"at": LATER, "trust": TRUST} | dict(given)))


def verify(pdf: bytes, given: Mapping[str, Any]) -> Verification:
    """By that reader."""
    return verify_pdf(pdf, **beliefs(given))


@cache
def table() -> tuple[Row, ...]:
    """The rows of the document as it stands, without the columns of other readers."""
    rows = []
    group = ""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            group = line.removeprefix("### ")
        elif line.startswith("| ") and group in GROUPS:
            cells = [cell.strip().replace("\\|", "|") for cell in line.strip("|").split(" | ")]
            if cells[0] not in ("做法", "---"):
                rows.append(Row(group, cells[0], cells[1], cells[2]))
    return tuple(rows)


# What a program does to the machine while it judges

_OPENED = frozenset({"open", "os.listdir", "os.scandir"})
_BEYOND = ("socket.", "subprocess.", "os.", "shutil.", "ftplib.", "urllib.", "http.", "ctypes.dlopen")
_HARMLESS = frozenset({"socket.__new__", "os.putenv", "os.unsetenv", "os.fwalk", "os.walk"})
_watching = threading.Event()
_seen: list[tuple[str, str]] = []


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _watching.is_set() and event not in _HARMLESS and (event in _OPENED or event.startswith(_BEYOND)):
        _seen.append((event, str(arguments[0]) if arguments else ""))


@cache
def _hooked() -> None:
    """An audit hook stays for the life of the process."""
    sys.addaudithook(_hook)


@contextmanager
def watched() -> Iterator[list[tuple[str, str]]]:
    """Every file opened and everything else asked of the machine in the block, as (event, first argument)."""
    _hooked()
    _seen.clear()
    _watching.set()
    try:
        yield _seen
    finally:
        _watching.clear()
