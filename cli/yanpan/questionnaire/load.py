"""A pack on disk → `Questionnaire`. Strict: every fault is collected with file and line, then raised together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from yanpan.data import data_folder
from yanpan.documents import Lines, convert_items, load_document
from yanpan.errors import DocumentUnreadable, InputRefused, QuestionnaireBroken, YanpanError
from yanpan.questionnaire.definitions import Definitions, put_in
from yanpan.questionnaire.embedded import digest_of_pack
from yanpan.questionnaire.header import shape_faults
from yanpan.questionnaire.model import (
    Contradiction,
    Demand,
    Duty,
    Escalator,
    Hazard,
    Header,
    ListedAct,
    LocalAmounts,
    Measure,
    Note,
    OverlayHeader,
    Period,
    Precondition,
    Question,
    Questionnaire,
    RedLine,
    Signoff,
    Source,
    Stricter,
    Threshold,
)
from yanpan.questionnaire.overlay import ADDED, header_faults, lowering_faults, merged

LISTS: dict[str, Any] = {
    "acts": ListedAct,
    "questions": Question,
    "hazards": Hazard,
    "red_lines": RedLine,
    "escalators": Escalator,
    "measures": Measure,
    "duties": Duty,
    "sources": Source,
    "demands": Demand,
    "contradictions": Contradiction,
    "preconditions": Precondition,
    "periods": Period,
    "notes": Note,
    "thresholds": Threshold,
}
OVERLAY_ONLY: dict[str, Any] = {"stricter": Stricter, "local_amounts": LocalAmounts}
"""The lists with which a unit changes what it extends."""
_FILE_NAME = re.compile(r"\A[a-z0-9_]+\.yaml\Z")


@dataclass
class Pack:
    """A questionnaire with the place of every entry, for messages. `problems` holds what reading found, `idle` what does
    nothing."""

    folder: Path
    questionnaire: Questionnaire | None = None
    places: dict[tuple[str, str], str] = field(default_factory=dict)
    problems: list[YanpanError] = field(default_factory=list)
    idle: list[YanpanError] = field(default_factory=list)

    def where(self, kind: str, name: str) -> str:
        """`file:line` of the entry `name` in the list `kind`; of the n-th amount of a threshold by `name n`."""
        whole = name.partition(" ")[0]
        return self.places.get((kind, name)) or self.places.get((kind, whole), str(self.folder))


def read_pack(folder: Path) -> Pack:
    """Read every file of a pack, collecting faults instead of raising."""
    pack = Pack(folder)
    if not (folder / "questionnaire.yaml").is_file():
        pack.problems.append(
            InputRefused(
                "这不是问卷文件夹（缺少 questionnaire.yaml）",
                where=str(folder),
                remedy="检查路径；yanpan pack list 列出已有的问卷。",
            )
        )
        return pack
    first = _document(pack, "questionnaire.yaml")
    if first is None:
        return pack
    if first[0].get("extends") is not None:
        _read_overlay(pack, *first)
        return pack
    header = _read_header(pack, *first)
    if header is None:
        return pack
    entries: dict[str, list[Any]] = {name: [] for name in LISTS}
    signoff = Signoff()
    documents = list(_documents(pack, header.parts))
    definitions = _definitions(pack, documents)
    for value, lines in documents:
        found = _read_part(pack, value, lines, entries, definitions)
        signoff = found or signoff
    read = Questionnaire(
        header=header,
        digest="",
        questions=tuple(entries["questions"]),
        hazards=tuple(entries["hazards"]),
        red_lines=tuple(entries["red_lines"]),
        escalators=tuple(entries["escalators"]),
        measures=tuple(entries["measures"]),
        duties=tuple(entries["duties"]),
        signoff=signoff,
        sources=tuple(entries["sources"]),
        demands=tuple(entries["demands"]),
        contradictions=tuple(entries["contradictions"]),
        preconditions=tuple(entries["preconditions"]),
        acts=tuple(entries["acts"]),
        periods=tuple(entries["periods"]),
        notes=tuple(entries["notes"]),
        thresholds=tuple(entries["thresholds"]),
    )
    pack.questionnaire = msgspec.structs.replace(read, digest=digest_of_pack(read))
    return pack


def load_questionnaire(folder: Path) -> Questionnaire:
    """Read a pack. Raises `QuestionnaireBroken` with every fault of form; see `compile_form` for meaning."""
    pack = read_pack(folder)
    if pack.problems or pack.questionnaire is None:
        raise QuestionnaireBroken(tuple(pack.problems), where=str(folder))
    return pack.questionnaire


def base_of(folder: Path) -> Path | None:
    """The folder of the shipped questionnaire that the one in this folder says it extends; None for a whole one.

    Raises `DocumentUnreadable`, and `InputRefused` where there is none of that name.
    """
    value, lines = load_document(folder / "questionnaire.yaml", name="questionnaire.yaml")
    wanted = value.get("extends") if isinstance(value, dict) else None
    return _shipped(wanted, lines) if wanted is not None else None


def _shipped(wanted: Any, lines: Lines) -> Path:
    """Where the questionnaire of this name stands that came with the program."""
    ours, name = data_folder("questionnaires"), wanted.get("id") if isinstance(wanted, dict) else None
    known = sorted(path.name for path in ours.iterdir() if (path / "questionnaire.yaml").is_file())
    if not isinstance(name, str) or name not in known:
        shown = f"“{name[:60]}”" if isinstance(name, str) else "写法不对"
        raise InputRefused(
            f"extends 里的问卷{shown}{'不是随程序带的' if isinstance(name, str) else ''}",
            where=lines.where(("extends",)),
            remedy=f'写成 extends: {{id: {known[0] if known else "gd-563"}, version: "…"}}。',
        )
    return ours / name


def _read_overlay(pack: Pack, value: dict[str, Any], lines: Lines) -> None:
    """Read what a unit adds, and put it together with what it extends."""
    values, wrong = convert_items([(value, ())], OverlayHeader, lines)
    pack.problems.extend(wrong)
    try:
        base = load_questionnaire(_shipped(value["extends"], lines))
    except YanpanError as error:
        pack.problems.append(error)
        return
    if not values:
        return
    header: OverlayHeader = values[0]
    for key in value:
        pack.places["header", key] = lines.where((key,))
    for name in LISTS:
        for item in getattr(base, name):
            pack.places[name, item.id] = base.header.id
    entries: dict[str, list[Any]] = {name: [] for name in (*LISTS, *OVERLAY_ONLY)}
    documents = list(_documents(pack, header.parts, optional=("sources.yaml",)))
    definitions = _definitions(pack, documents)
    allowed = {name: LISTS[name] for name in ADDED} | OVERLAY_ONLY
    for part, where in documents:
        _read_part(pack, part, where, entries, definitions, allowed)
    for kind, name, what, remedy in (
        *header_faults(header, base),
        *lowering_faults(base, entries, entries["stricter"], entries["local_amounts"]),
    ):
        shown = name.partition(" ")[0]
        pack.problems.append(InputRefused(f"“{shown}”{what}", where=pack.where(kind, name), remedy=remedy))
    for threshold in base.thresholds:
        for (kind, name), place in tuple(pack.places.items()):
            whole, _, number = name.partition(" ")
            if kind == "local_amounts" and whole == threshold.id and number.isdigit():
                # Where a unit's amounts come in the threshold as it is put together.
                pack.places["thresholds", f"{whole} {len(threshold.amounts) + int(number)}"] = place
    read = merged(base, header, entries, entries["stricter"], entries["local_amounts"])
    pack.questionnaire = msgspec.structs.replace(read, digest=digest_of_pack(read))


def _read_header(pack: Pack, value: dict[str, Any], lines: Lines) -> Header | None:
    values, wrong = convert_items([(value, ())], Header, lines)
    pack.problems.extend(wrong)
    if not values:
        return None
    header: Header = values[0]
    for key in value:
        pack.places["header", key] = lines.where((key,))
    for i, name in enumerate(header.shared):
        pack.places["shared", name] = lines.where(("shared", i))
    faults = list(shape_faults(header))
    pack.problems.extend(InputRefused(what, where=pack.where("header", field)) for field, what in faults)
    return None if faults else header


def _document(pack: Pack, name: str) -> tuple[Any, Lines] | None:
    try:
        value, lines = load_document(pack.folder / name, name=name)
    except DocumentUnreadable as fault:
        pack.problems.append(fault)
        return None
    if not isinstance(value, dict):
        pack.problems.append(InputRefused("文件最外层应是键值表", where=lines.where()))
        return None
    return value, lines


def _documents(
    pack: Pack, parts: tuple[str, ...], *, optional: tuple[str, ...] = ()
) -> Iterator[tuple[dict[str, Any], Lines]]:
    """Every file of the pack but the header, in order; what cannot be read is told, but for what need not be there."""
    rest = optional or ("sources.yaml", "demands.yaml")
    for name in (*parts, *rest):
        if name in optional and not (pack.folder / name).exists():
            continue
        if not _FILE_NAME.match(name):
            pack.problems.append(
                InputRefused(
                    f"文件名“{name}”只能用小写字母、数字、下划线，以 .yaml 结尾", where="questionnaire.yaml"
                )
            )
        elif (document := _document(pack, name)) is not None:
            yield document


def _definitions(pack: Pack, documents: list[tuple[dict[str, Any], Lines]]) -> dict[str, str]:
    """The definitions of all files by name; what is wrong with them is told, and those are left out."""
    read = Definitions()
    for value, lines in documents:
        read.take(value, lines)
    read.finish(documents)
    pack.problems.extend(read.wrong)
    pack.idle.extend(read.idle)
    return read.conditions


def _read_part(
    pack: Pack,
    value: dict[str, Any],
    lines: Lines,
    entries: dict[str, list[Any]],
    definitions: dict[str, str],
    allowed: dict[str, Any] | None = None,
) -> Signoff | None:
    """Take the entries of a file into `entries`. `allowed`: the lists there may be, and no `signoff`."""
    signoff: Signoff | None = None
    lists = LISTS if allowed is None else allowed
    for key, items in value.items():
        if key == "definitions":
            continue
        items = put_in(items, definitions)
        if key == "signoff" and allowed is None:
            found, faults = convert_items([(items, (key,))], Signoff, lines)
            pack.problems.extend(faults)
            signoff = found[0] if found else None
            pack.places["signoff", "rules"] = lines.where((key, "rules"))
            pack.places["signoff", "roles"] = lines.where((key, "roles"))
            continue
        if key not in lists:
            known = key in LISTS or key == "signoff"
            pack.problems.append(
                InputRefused(
                    f"“{key}”不能补充：照原来的问卷" if known else f"没有“{key}”这一类",
                    where=lines.where((key,)),
                    remedy=f"可用：{'、'.join(lists)}、{'' if allowed else 'signoff、'}definitions。",
                )
            )
            continue
        if not isinstance(items, list):
            pack.problems.append(InputRefused(f"“{key}”下面应是列表（以 - 开头）", where=lines.where((key,))))
            continue
        if key == "sources":
            items = [_dates(item, _IN_FORCE) for item in items]
        elif key in _WITH_AMOUNTS:
            items = [_amounts(item) for item in items]
        _read_list(pack, key, lists[key], items, lines, entries)
    return signoff


def _read_list(
    pack: Pack, key: str, shape: Any, items: list[Any], lines: Lines, entries: dict[str, list[Any]]
) -> None:
    for i, item in enumerate(items):
        values, faults = convert_items([(item, (key, i))], shape, lines)
        pack.problems.extend(faults)
        for value in values:
            place = lines.where((key, i))
            if (key, value.id) in pack.places:
                pack.problems.append(
                    InputRefused(
                        f"编号“{value.id}”重复",
                        where=place,
                        remedy=f"另一处在 {pack.places[key, value.id]}。",
                    )
                )
                continue
            pack.places[key, value.id] = place
            pack.places[key, f"{value.id} when"] = lines.where((key, i, "when"))
            if key in _WITH_AMOUNTS:
                for n in range(len(value.amounts)):
                    pack.places[key, f"{value.id} {n}"] = lines.where((key, i, "amounts", n))
            entries[key].append(value)


_IN_FORCE, _SINCE = ("in_force_from", "in_force_to"), ("since", "until")
_WITH_AMOUNTS = ("thresholds", "local_amounts")


def _amounts(item: Any) -> Any:
    """A threshold with the days of its amounts read as dates."""
    if not isinstance(item, dict) or not isinstance(item.get("amounts"), list):
        return item
    return {**item, "amounts": [_dates(amount, _SINCE) for amount in item["amounts"]]}


def _dates(item: Any, keys: tuple[str, str]) -> Any:
    """Dates stay words in YAML here; sources and thresholds alone need them as dates."""
    if not isinstance(item, dict):
        return item
    out = dict(item)
    for key in keys:
        if isinstance(out.get(key), str):
            try:
                out[key] = date.fromisoformat(out[key])
            except ValueError:
                continue
    return out
