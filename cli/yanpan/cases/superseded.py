"""Which assessment took the place of which: named by its digest in the record, and by where the folders lie.

The record names by its digest what it supersedes; the paper prints that and the signatures cover it. The earlier version
lies in `旧版-N` inside the case folder (`yanpan edit`), or beside it as `…（原N）` (`assess --replace`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from yanpan.assessment import digest_of_bytes
from yanpan.assessment.record import MAX_BYTES
from yanpan.cases.case_folder import PAPER, RESULT, Case
from yanpan.documents import entries, is_folder, is_there, look_at, read_plain, true_path
from yanpan.errors import InputRefused
from yanpan.storage import is_leftover, is_old_version, old_versions

_MOST_NEAR = 10_000
"""Folders beside a case that are looked at for a later one of it."""

_MOST_READ = 512 * 1024 * 1024
"""Bytes of the records in them: those of some five thousand cases."""

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


@dataclass(frozen=True)
class Later:
    """Where a record is named as superseded: a case folder, or an earlier version inside the folder of the record itself.

    None where nothing near does; not `whole` where there was too much to look through.
    """

    place: Path | None
    whole: bool = True


def taken_over_by(folder: Path, number: str, digest: str) -> Later:
    """A case folder near this one whose assessment, or one of its earlier versions, names this record as superseded.

    Looked for in the folders above and in what lies beside those, so that an old version that was copied, renamed or
    put in the place of the present one is known for what it is, also one that was copied over it. Where the files of a
    case are links, it is where they lead, too. One that was carried away alone is not known. Raises nothing.
    """
    place = true_path(folder)
    own = list(dict.fromkeys([place, *(true_path(place / name).parent for name in (RESULT, PAPER))]))
    reading = _Reading(number, digest, _MOST_READ)
    try:
        for start in own:
            for earlier in earlier_versions(start):
                if reading.told(earlier, is_earlier=True):
                    return Later(earlier)
        for near in _near(own, number):
            if near not in own and any(
                reading.told(item, is_earlier=item != near) for item in (near, *earlier_versions(near))
            ):
                return Later(near)
    except _TooMuch:
        return Later(None, whole=False)
    return Later(None)


class _TooMuch(Exception):
    """There is more near a case than anybody waits for."""


class _Named(msgspec.Struct):
    """So much of a record as tells whose it is and what it superseded."""

    case_number: str = ""
    supersedes: str = ""


@dataclass
class _Reading:
    """The records near a case, read for whether they name that of the case, `digest`."""

    number: str
    digest: str
    left: int

    def told(self, folder: Path, *, is_earlier: bool) -> bool:
        """Whether the record in a folder names it; as an earlier version also whether it is the same. Raises `_TooMuch`."""
        try:
            found = look_at(folder / RESULT)
            if found is None or found.st_size > MAX_BYTES:
                return False
            self.left -= found.st_size
            if self.left < 0:
                raise _TooMuch
            data = read_plain(folder / RESULT, most=MAX_BYTES)
            told = msgspec.json.decode(data, type=_Named)
        except (InputRefused, msgspec.DecodeError, RecursionError):
            return False
        named = told.supersedes == self.digest or (is_earlier and digest_of_bytes(data) == self.digest)
        return named and told.case_number == self.number


def _near(own: list[Path], number: str) -> Iterator[Path]:
    """The cases above some folders, and those beside them, the likeliest first; each once. Raises `_TooMuch`."""
    above = list(dict.fromkeys(parent for place in own for parent in place.parents))
    close = list(dict.fromkeys(parent for place in own for parent in list(place.parents)[:2]))
    seen: set[Path] = set()
    for near in (*above, *(parent / number for parent in above)):
        if near not in seen and _is_current(near):
            seen.add(near)
            yield near
    looked_at = 0
    for parent in close:
        for entry in _beside(parent, number):
            looked_at += 1
            if looked_at > _MOST_NEAR:
                raise _TooMuch
            for near in (entry, entry / number):
                if near not in seen and _is_current(near):
                    seen.add(near)
                    yield near


def _is_current(folder: Path) -> bool:
    """Whether it is the folder of a case, and neither an earlier version in one nor something half done."""
    if is_leftover(folder.name) or not _is_case(folder):
        return False
    return not (is_old_version(folder.name) and _is_case(folder.parent))


def _beside(parent: Path, number: str) -> list[Path]:
    """What lies in a folder, what is called like the case first."""
    try:
        return sorted(entries(parent), key=lambda entry: number not in entry.name)
    except InputRefused:
        return []


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
