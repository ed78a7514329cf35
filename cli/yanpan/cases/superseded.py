"""Which assessment took the place of which: named by its digest in the record, and by where the folders lie.

The record names by its digest what it supersedes; the paper prints that and the signatures cover it. The earlier version
lies in `旧版-N` inside the case folder (`yanpan edit`), or beside it as `…（原N）` (`assess --replace`).
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from yanpan.assessment import digest_of_bytes
from yanpan.assessment.record import MAX_BYTES
from yanpan.cases.case_folder import RESULT, Case
from yanpan.documents import entries, is_folder, is_there, read_plain, true_path
from yanpan.errors import InputRefused
from yanpan.storage import is_old_version, old_versions

_LEVELS, _MOST_NEAR = 4, 1000
"""How far up one looks for the later one of a case, and how many cases at most."""

MOST_VERSIONS = 100
"""Of the earlier versions in a folder the last ones, whose records are read."""


def superseded_by(folder: Path, number: str) -> Path | None:
    """The case folder whose assessment took the place of the one in `folder`, of the case `number`; None for none.

    Told by where the folder lies, and by nothing in it: an old paper stays what it was. Raises nothing.
    """
    place = true_path(folder)
    if is_old_version(place.name):
        return place.parent if _is_case(place.parent) else None
    if place.name.startswith(f"{number}（原") and place.name.endswith("）"):
        later = place.with_name(number)
        return later if _is_case(later) else None
    return None


def earlier_versions(folder: Path) -> list[Path]:
    """The earlier versions inside a case folder, the first one first; none where it cannot be listed."""
    try:
        names = [entry.name for entry in entries(folder)]
    except InputRefused:
        return []
    return [folder / name for name in old_versions(names) if is_folder(folder / name)]


def superseded_version(case: Case) -> Path | None:
    """The earlier version in a case folder that its record names by digest; None where none of them is it."""
    digest = case.assessment.supersedes
    for folder in reversed(earlier_versions(case.folder)[-MOST_VERSIONS:]) if digest else ():
        try:
            record = read_plain(folder / RESULT, most=MAX_BYTES)
        except InputRefused:
            continue
        if digest_of_bytes(record) == digest:
            return folder
    return None


def taken_over_by(folder: Path, number: str, digest: str) -> Path | None:
    """A case folder near this one whose assessment, or one of its earlier versions, names this record as superseded.

    Looked for in the folders above and in what lies beside those, so that an old version that was copied, renamed or
    put in the place of the present one is known for what it is. One that was carried away alone is not. Raises nothing.
    """
    place = true_path(folder)
    above = list(place.parents)[:_LEVELS]
    seen = 0
    for near in (*above, *(entry for parent in above[:2] for entry in _folders_in(parent))):
        if near == place or is_old_version(near.name) or not _is_case(near):
            continue
        seen += 1
        if seen > _MOST_NEAR:
            return None
        if digest in _superseded_digests(near, number):
            return near
    return None


def _folders_in(folder: Path) -> list[Path]:
    try:
        return [entry for entry in entries(folder) if is_folder(entry)]
    except InputRefused:
        return []


class _Named(msgspec.Struct):
    """So much of a record as tells whose it is and what it superseded."""

    case_number: str = ""
    supersedes: str = ""


def _superseded_digests(folder: Path, number: str) -> set[str]:
    """What the assessment in a folder superseded, and what those did that lie in it as its earlier versions."""
    found: set[str] = set()
    for place in (folder, *earlier_versions(folder)[-MOST_VERSIONS:]):
        try:
            data = read_plain(place / RESULT, most=MAX_BYTES)
            told = msgspec.json.decode(data, type=_Named)
        except (InputRefused, msgspec.DecodeError, RecursionError):
            continue
        if told.case_number == number:
            found |= {told.supersedes, *(() if place == folder else (digest_of_bytes(data),))}
    return found - {""}


def check_current(case: Case, *, remedy: str) -> None:
    """Raise `InputRefused` for a case that another assessment superseded."""
    later = superseded_by(case.folder, case.assessment.case_number)
    if later is not None:
        raise InputRefused(
            f"已被替代：现行的研判在 {later}", where=str(case.folder), remedy=remedy.format(later=later)
        )


def _is_case(folder: Path) -> bool:
    try:
        return is_there(folder / RESULT)
    except InputRefused:
        return False
