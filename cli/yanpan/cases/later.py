"""Whether a later assessment of a case lies near it, so that this one is an old version under whatever name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import msgspec

from yanpan.assessment import digest_of_bytes
from yanpan.assessment.record import MAX_BYTES
from yanpan.cases.case_folder import PAPER, RESULT, Case
from yanpan.cases.superseded import earlier_versions, is_replaced
from yanpan.documents import entries, is_folder, look_at, read_plain, true_path
from yanpan.errors import NOT_JSON, InputRefused
from yanpan.storage import is_leftover, is_old_version

_MOST_NEAR = 10_000
"""Folders beside a case, and versions in them, that are looked at for a later one of it."""

_MOST_READ = 512 * 1024 * 1024
"""Bytes of the records in them: those of some five thousand cases."""

_MOST_FAR = 3_000
"""Folders further away that are looked at as well: cases are kept by year and month."""

_UP, _DOWN = 4, 3
"""So many folders up, and from there so many down."""


@dataclass(frozen=True)
class Later:
    """Where a later assessment lies: a case folder, or an earlier version in the folder of the case itself; None where
    nothing near is one.

    Not `whole` where there was too much to look through. `closed` is what is called like the case and cannot be read.
    """

    place: Path | None
    whole: bool = True
    closed: Path | None = None


def later_than(case: Case) -> Later:
    """A record of the same case near this one that took its place.

    It is one that names it as superseded; one whose earlier version it is; and, right beside or above it, one that was
    assessed later: the last of a chain does not name the first.

    Looked for in the folders above and in what lies beside those, so that an old version that was copied, renamed or
    put in the place of the present one is known for what it is, also one that was copied over it. Where the files of a
    case are links, it is where they lead, too. One that was carried away alone is not known. Raises nothing.
    """
    place = true_path(case.folder)
    own = list(dict.fromkeys([place, *(true_path(place / name).parent for name in (RESULT, PAPER))]))
    reading = _Reading(case)
    try:
        for start in own:
            for earlier in earlier_versions(start):
                if reading.told(earlier, is_earlier=True, is_beside=True):
                    return Later(earlier)
        for near in _near(own, reading):
            if near in own:
                continue
            beside = any(near.parent == place.parent or near in place.parents for place in own)
            if reading.told(near, is_earlier=is_replaced(near.name, reading.number), is_beside=beside):
                return Later(near)
            for earlier in earlier_versions(near):
                reading.step()
                if reading.told(earlier, is_earlier=True, is_beside=beside):
                    return Later(near)
    except _TooMuch:
        return Later(None, whole=False)
    return Later(None, closed=reading.closed)


class _TooMuch(Exception):
    """There is more near a case than anybody waits for."""


class _Named(msgspec.Struct):
    """So much of a record as tells whose it is, when it was made and what it superseded."""

    case_number: str = ""
    supersedes: str = ""
    assessed_at: datetime | None = None


@dataclass
class _Reading:
    """The records near a case, read for whether one of them took its place."""

    case: Case
    left: int = field(default_factory=lambda: _MOST_READ)
    steps: int = field(default_factory=lambda: _MOST_NEAR)
    closed: Path | None = None

    @property
    def number(self) -> str:
        return self.case.assessment.case_number

    def step(self) -> None:
        """One more was looked at. Raises `_TooMuch`."""
        self.steps -= 1
        if self.steps < 0:
            raise _TooMuch

    def told(self, folder: Path, *, is_earlier: bool, is_beside: bool) -> bool:
        """Whether the record in a folder took the place of the case; of an earlier version also whether it is the same.

        Further away a later one of the same number may be anything, somebody's exercise too. Raises `_TooMuch`.
        """
        try:
            found = look_at(folder / RESULT)
            if found is None or found.st_size > MAX_BYTES:
                return False
            self.left -= found.st_size
            if self.left < 0:
                raise _TooMuch
            data = read_plain(folder / RESULT, most=MAX_BYTES)
        except InputRefused:
            self.cannot_read(folder)
            return False
        try:
            other = msgspec.json.decode(data, type=_Named)
        except NOT_JSON:
            return False
        if other.case_number != self.number:
            return False
        digest = digest_of_bytes(data)
        if other.supersedes == self.case.digest or (is_earlier and digest == self.case.digest):
            return True
        # What this one superseded itself may bear a later time where the clock was wrong.
        return is_beside and self._is_later(other.assessed_at) and digest != self.case.assessment.supersedes

    def cannot_read(self, folder: Path) -> None:
        """What is called like the case may be the present one; what is called otherwise is somebody else's."""
        if self.number in folder.name and self.closed is None:
            self.closed = folder

    def is_case(self, folder: Path) -> bool:
        """Whether it is the folder of a case."""
        try:
            return look_at(folder / RESULT, follow=False) is not None
        except InputRefused:
            self.cannot_read(folder)
            return False

    def _is_later(self, at: datetime | None) -> bool:
        return at is not None and at.tzinfo is not None and at > self.case.assessment.assessed_at


def _near(own: list[Path], reading: _Reading) -> Iterator[Path]:
    """The cases above some folders, those beside them and then those further away, the likeliest first; each once.

    Raises `_TooMuch`.
    """
    number = reading.number
    above = list(dict.fromkeys(parent for place in own for parent in place.parents))
    close = list(dict.fromkeys(parent for place in own for parent in list(place.parents)[:2]))
    far = list(dict.fromkeys(parent for place in own for parent in list(place.parents)[:_UP]))
    seen: set[Path] = set()

    def new(near: Path) -> bool:
        if near in seen or not _is_current(near, reading):
            return False
        seen.add(near)
        return True

    yield from filter(new, [*above, *(parent / number for parent in above)])
    for parent in close:
        for entry in _beside(parent, number):
            reading.step()
            yield from filter(new, [entry, entry / number])
    yield from filter(new, _far(far, number))


def _far(tops: list[Path], number: str) -> Iterator[Path]:
    """What is called like the case, further away; as many folders as one can wait for, the nearest first."""
    left = _MOST_FAR
    looked_at: set[Path] = set()
    for top in tops:
        level = [top]
        for _ in range(_DOWN):
            below: list[Path] = []
            for folder in level:
                if folder in looked_at:
                    continue
                looked_at.add(folder)
                left -= 1
                if left < 0:
                    return
                folders = [
                    item for item in _beside(folder, number) if item.name[:1] != "." and is_folder(item)
                ]
                yield from (item for item in folders if number in item.name)
                below += folders
            level = below


def _is_current(folder: Path, reading: _Reading) -> bool:
    """Whether it is the folder of a case, and neither an earlier version in one nor something half done."""
    if is_leftover(folder.name) or not reading.is_case(folder):
        return False
    return not (is_old_version(folder.name) and reading.is_case(folder.parent))


def _beside(parent: Path, number: str) -> list[Path]:
    """What lies in a folder, what is called like the case first."""
    try:
        return sorted(entries(parent), key=lambda entry: number not in entry.name)
    except InputRefused:
        return []
