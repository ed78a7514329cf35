"""What the shell offers after a Tab: roles, grades, acts, cases, questionnaires.

Whoever presses Tab is in the middle of a line: nothing is ever printed, nothing fails, and only the few files are read
that name what is offered. A name that a shell could read as more than a name is not offered.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import typer

Offers = list[tuple[str, str]]
"""What can stand there, each with what it means."""

MOST_FOLDERS, DEEPEST = 2000, 3
"""Folders looked at below the one a person stands in, so that a Tab never takes long."""

MOST_BYTES = 4 * 1024 * 1024
_UNSAFE = re.compile(r"[\s'\"`$\\:;&|<>*?(){}\[\]!#~]")


def roles(ctx: typer.Context, incomplete: str) -> Offers:
    return _quietly(_roles, ctx, incomplete)


def grades(ctx: typer.Context, incomplete: str) -> Offers:
    return _quietly(_grades, ctx, incomplete)


def acts(ctx: typer.Context, incomplete: str) -> Offers:
    return _quietly(_acts, ctx, incomplete)


def cases(ctx: typer.Context, incomplete: str) -> Offers:
    return _quietly(_cases, ctx, incomplete)


def packs(ctx: typer.Context, incomplete: str) -> Offers:
    return _quietly(_packs, ctx, incomplete)


Found = Iterable[tuple[str, str]]


def _quietly(find: Callable[[Mapping[str, Any], str], Found], ctx: typer.Context, incomplete: str) -> Offers:
    with suppress(Exception):
        # Where an option still waits for its value, the arguments before it were not yet given their names.
        first = next((word for word in ctx.args if not word.startswith("-")), None)
        given = {"first": first, **ctx.params}
        return [(word, means) for word, means in find(given, incomplete) if word.startswith(incomplete)]
    return []


def _called(titles: Found, incomplete: str) -> Iterator[tuple[str, str]]:
    """Ids with their titles; titles, for who has begun to write in Chinese."""
    for name, title in titles:
        yield name, title
        if incomplete and not incomplete.isascii() and title != name:
            yield title, name


def _roles(given: Mapping[str, Any], incomplete: str) -> Found:
    """Of the case that stands in the line, else of the questionnaire."""
    case = _assessment(given)
    if case:
        return _called(((s["role"], s["title"]) for s in case["signers"]), incomplete)
    (part, *_) = _parts_with("signoff:", given)
    return _called(((role["id"], role["title"]) for role in part["signoff"]["roles"]), incomplete)


def _grades(given: Mapping[str, Any], incomplete: str) -> Found:
    """Low only for who signs: a judgement is raised, and its limit reached, from medium on."""
    from_low = "fail_on" not in given
    titles = [(grade["id"], grade["title"]) for grade in _header(given)["grades"]]
    return _called((pair for pair in titles if from_low or pair[0] != "low"), incomplete)


def _acts(given: Mapping[str, Any], incomplete: str) -> Found:
    found = [
        (option["value"], option["label"])
        for part in _parts_with("id: kind", given)
        for question in part.get("questions", ())
        if question["id"] == "kind"
        for option in question["options"]
    ]
    for part in _parts_with("acts:", given):
        found += [(act["value"], act["label"]) for act in part.get("acts", ()) if act.get("sets")]
    return _called(found, incomplete)


def _cases(_: Mapping[str, Any], incomplete: str) -> Found:
    return ((path, "") for path in _folders_with("assessment.json", incomplete))


def _packs(_: Mapping[str, Any], incomplete: str) -> Found:
    from yanpan.data import data_folder
    from yanpan.documents import is_file

    for folder in sorted(data_folder("questionnaires").iterdir()):
        if is_file(folder / "questionnaire.yaml"):
            yield folder.name, "自带的问卷"
    for path in _folders_with("questionnaire.yaml", incomplete):
        yield path, ""


def _folders_with(name: str, incomplete: str) -> Iterator[str]:
    """The folders that hold a file, as a person would write them: below the last folder they wrote, else the present one."""
    start = incomplete.rpartition("/")[0] + "/" if "/" in incomplete else ""
    wait, seen = [(start, 0)], 0
    while wait and seen < MOST_FOLDERS:
        written, depth = wait.pop(0)
        seen += 1
        with suppress(OSError):
            inside = sorted(os.scandir(written or "."), key=lambda entry: entry.name)
            if any(entry.name == name for entry in inside):
                yield written.rstrip("/") or "."
            elif depth < DEEPEST:
                wait += [(f"{written}{entry.name}/", depth + 1) for entry in inside if _may_enter(entry)]


def _may_enter(entry: os.DirEntry[str]) -> bool:
    from yanpan.documents import is_folder, is_link
    from yanpan.inert import inert

    plain = inert(entry.name) == entry.name and not _UNSAFE.search(entry.name)
    return (
        plain
        and not entry.name.startswith(".")
        and not is_link(Path(entry.path))
        and is_folder(Path(entry.path))
    )


def _assessment(given: Mapping[str, Any]) -> Any:
    from yanpan.documents import is_file

    case = given.get("case") or given["first"]
    file = Path(case) / "assessment.json" if case else None
    if file is None or not is_file(file):
        return None
    with file.open("rb") as opened:
        data = opened.read(MOST_BYTES + 1)
    return json.loads(data) if len(data) <= MOST_BYTES else None


def _pack(given: Mapping[str, Any]) -> Path:
    """Where the words stand: of a unit's overlay those of the questionnaire that it extends, which has acts and signers."""
    from yanpan.commands.packs import pack_folder

    of_pack = given.get("pack") or (given["first"] if "pack" in given else None)
    folder = pack_folder(given.get("questionnaire") or of_pack)
    if "extends" not in (folder / "questionnaire.yaml").read_text(encoding="utf-8"):
        return folder
    from yanpan.questionnaire.load import base_of

    return base_of(folder) or folder


def _parts_with(words: str, given: Mapping[str, Any]) -> Iterator[Any]:
    """The parts of a questionnaire in which some words stand: to read all of it would take too long."""
    for name in _header(given)["parts"]:
        if words in (_pack(given) / name).read_text(encoding="utf-8"):
            yield _document(given, name)


def _header(given: Mapping[str, Any]) -> Any:
    return _document(given, "questionnaire.yaml")


def _document(given: Mapping[str, Any], name: str) -> Any:
    from yanpan.documents import load_document

    return load_document(_pack(given) / name, name=name)[0]
