"""Which assessment took the place of which: named by its digest in the record, and by where the folders lie.

The record names by its digest what it supersedes; the paper prints that and the signatures cover it. The earlier version
lies in `旧版-N` inside the case folder (`yanpan edit`), or beside it as `…（原N）` (`assess --replace`).
"""

from __future__ import annotations

import re
from pathlib import Path

from yanpan.assessment import digest_of_bytes
from yanpan.assessment.record import MAX_BYTES
from yanpan.cases.case_folder import RESULT, Case
from yanpan.documents import entries, is_folder, is_there, read_plain, true_path
from yanpan.errors import InputRefused
from yanpan.storage import check_case_number, is_old_version, old_versions

MOST_VERSIONS = 100
"""Of the earlier versions in a folder the last ones, whose records are read."""


def superseded_by(folder: Path, number: str) -> Path | None:
    """The case folder whose assessment took the place of the one in `folder`, of the case `number`; None for none.

    Told by where the folder lies, and by nothing in it: an old paper stays what it was. Raises nothing.
    """
    place = true_path(folder)
    if is_old_version(place.name):
        return place.parent if _is_case(place.parent) else None
    if is_replaced(place.name, number) and _is_number(number):
        later = place.with_name(number)
        return later if _is_case(later) else None
    return None


def _is_number(number: str) -> bool:
    """Whether a folder may be called by a case number; what a record says may be anything."""
    try:
        return check_case_number(number, here=False) == number
    except InputRefused:
        return False


def is_replaced(name: str, number: str) -> bool:
    """Whether a folder of this name is what `assess --replace` kept of the case `number`."""
    return re.fullmatch(rf"{re.escape(number)}（原[1-9][0-9]*）", name) is not None


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


def _is_case(folder: Path) -> bool:
    try:
        return is_there(folder / RESULT)
    except InputRefused:
        return False
