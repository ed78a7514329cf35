"""Whether a later assessment of a case lies near it, so that this one is an old version under whatever name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import msgspec

from yanpan.assessment import digest_of_bytes
from yanpan.assessment.record import MAX_BYTES
from yanpan.cases.case_folder import MAX_PAPER_BYTES, PAPER, RESULT, Case
from yanpan.cases.superseded import earlier_versions, is_replaced, superseded_by
from yanpan.documents import look_at, read_plain, subfolders, true_path
from yanpan.errors import NOT_JSON, InputRefused
from yanpan.inert import is_letter
from yanpan.storage import is_leftover, is_old_version

_MOST_NEAR = 10_000
"""Folders beside a case, and versions in them, that are looked at for a later one of it."""

_MOST_READ = 512 * 1024 * 1024
"""Bytes of the records in them: those of some five thousand cases."""

_MOST_FAR = 3_000
"""Folders further away that are looked at as well: cases are kept by year and month."""

_MOST_ENTRIES = 200_000
"""Of one folder, files and all."""

_MOST_LINKS = 40
"""As many as the system follows."""

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


def later_than(case: Case, *, far: bool = True) -> Later:
    """A record of the same case near this one that took its place.

    It is one that names it as superseded; one whose earlier version it is; and, right beside or above it, one that was
    assessed later: the last of a chain does not name the first.

    Looked for in the folders above and in what lies beside those, so that an old version that was copied, renamed or
    put in the place of the present one is known for what it is, also one that was copied over it. Where the files of a
    case are links, it is where they lead, too; and where the links lie that lead to the case. One that was carried away
    alone is not known. Without `far` only what lies in it, above it and beside it,
    and a copy that is called an earlier version tells nothing. Raises nothing.
    """
    place = true_path(case.folder)
    files = [true_path(place / name).parent for name in (RESULT, PAPER)]
    own = list(dict.fromkeys([place, *files, *_on_the_way(case.folder)]))
    reading = _Reading(case, copies=far)
    try:
        for start in own:
            if start != place and reading.told(start, is_beside=True):
                return Later(start)
            for earlier in earlier_versions(start):
                if reading.told(earlier, is_earlier=True, is_beside=True):
                    return Later(earlier)
            for inside in _beside(start, reading.number):
                reading.step()
                if not is_old_version(inside.name) and _is_current(inside, reading):
                    versions = [inside, *earlier_versions(inside)]
                    if any(reading.told(one, is_earlier=one != inside, is_beside=True) for one in versions):
                        return Later(inside)
        for near in _near(own, reading, far=far):
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
    return Later(reading.later_one(), closed=reading.closed)


def _on_the_way(folder: Path) -> Iterator[Path]:
    """The places of a case that was named by a link, from link to link: what lies beside each is near as well."""
    place = _absolute(folder)
    for _ in range(_MOST_LINKS):
        yield place
        try:
            place = _absolute(place.parent / place.readlink())
        except OSError:
            return


def _absolute(place: Path) -> Path:
    """Without `..`, links left as they are: where they lie is what is asked for."""
    return Path(os.path.abspath(place))  # noqa: PTH100 — resolve() would follow them


def check_current(case: Case, *, remedy: str) -> None:
    """Raise `InputRefused` for a case that another assessment superseded, by where it lies or by what lies beside it."""
    # A copy beside that is called an earlier version keeps nobody from signing: else neither of the two could be.
    place = superseded_by(case.folder, case.assessment.case_number) or later_than(case, far=False).place
    if place is not None:
        raise InputRefused(
            f"已被替代：现行的研判在 {place}", where=str(case.folder), remedy=remedy.format(later=place)
        )


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
    copies: bool = True
    """Whether the same record, called an earlier version, tells: this may be that one, or that one a copy of this."""
    _superseded: dict[str, str] = field(default_factory=dict)
    _later: list[tuple[str, Path]] = field(default_factory=list)

    @property
    def number(self) -> str:
        return self.case.assessment.case_number

    def step(self) -> None:
        """One more was looked at. Raises `_TooMuch`."""
        self.steps -= 1
        if self.steps < 0:
            raise _TooMuch

    def told(self, folder: Path, *, is_earlier: bool = False, is_beside: bool = False) -> bool:
        """Whether the record in a folder took the place of the case; of an earlier version also whether it is the same.

        One right beside that was assessed later is kept for `later_one`; further away it may be anything of this number,
        somebody's exercise too. Raises `_TooMuch`.
        """
        try:
            data = self._record(folder)
            other = msgspec.json.decode(data, type=_Named) if data else None
        except (InputRefused, *NOT_JSON):
            data, other = b"", None
        if other is None:
            self.cannot_read(folder)
            return False
        if other.case_number != self.number:
            return False
        digest = digest_of_bytes(data)
        is_copy = self.copies and is_earlier and digest == self.case.digest
        if other.supersedes == self.case.digest or is_copy:
            return True
        self._superseded[digest] = other.supersedes
        if (
            is_beside
            and digest != self.case.digest
            and self._is_later(other.assessed_at, is_earlier=is_earlier)
        ):
            self._later.append((digest, folder))
        return False

    def _record(self, folder: Path) -> bytes:
        """The record in a folder; where only its paper is left, the one that the paper carries; empty for none.

        Raises `InputRefused` and `_TooMuch`.
        """
        if (found := look_at(folder / RESULT)) is not None:
            if found.st_size > MAX_BYTES:
                return b""
            self._take(found.st_size)
            return read_plain(folder / RESULT, most=MAX_BYTES)
        if (found := look_at(folder / PAPER)) is None or found.st_size > MAX_PAPER_BYTES:
            return b""
        from yanpan.verification import embedded_assessment

        self._take(found.st_size)
        return embedded_assessment(read_plain(folder / PAPER, most=MAX_PAPER_BYTES))

    def _take(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise _TooMuch

    def later_one(self) -> Path | None:
        """One that was assessed later and is none of those that this one superseded: a clock may have been wrong."""
        before, digest = set[str](), self.case.assessment.supersedes
        while digest and digest not in before:
            before.add(digest)
            digest = self._superseded.get(digest, "")
        return next((folder for digest, folder in self._later if digest not in before), None)

    def cannot_read(self, folder: Path) -> None:
        """What is called like the case may be the present one; what is called otherwise is somebody else's.

        Nor is it one where the folder around it is closed: nothing says that there is any of that name in it.
        """
        with suppress(InputRefused):
            if self.closed is None and _called(folder.name, self.number) and look_at(folder) is not None:
                self.closed = folder

    def is_case(self, folder: Path) -> bool:
        """Whether it is the folder of a case; one that is called so also where only its paper is left."""
        files = (RESULT, PAPER) if folder.name == self.number else (RESULT,)
        try:
            return any(look_at(folder / name, follow=False) is not None for name in files)
        except InputRefused:
            self.cannot_read(folder)
            return False

    def _is_later(self, at: datetime | None, *, is_earlier: bool) -> bool:
        """Of two of one second the one that lies as an earlier version is not later; else it cannot be said."""
        if at is None or at.tzinfo is None:
            return False
        own = self.case.assessment.assessed_at
        return at > own or (at == own and not is_earlier)


def _near(own: list[Path], reading: _Reading, *, far: bool) -> Iterator[Path]:
    """The cases above some folders, those beside them and then those further away, the likeliest first; each once.

    Raises `_TooMuch`.
    """
    number = reading.number
    above = list(dict.fromkeys(parent for place in own for parent in place.parents))
    close = list(dict.fromkeys(parent for place in own for parent in list(place.parents)[:2]))
    tops = list(dict.fromkeys(parent for place in own for parent in list(place.parents)[:_UP]))
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
    if far:
        yield from filter(new, _far(tops, number))


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
                try:
                    entries = _beside(folder, number)
                except _TooMuch:
                    # Further away nothing is promised, and what is full there is somebody else's.
                    continue
                folders = [item for item in entries if item.name[:1] != "."]
                yield from (item for item in folders if _called(item.name, number))
                below += folders
            level = below


def _called(name: str, number: str) -> bool:
    """Whether a folder is called by the number of a case: 粤测〔2026〕1号 and 2026-12 are other numbers than 测〔2026〕1号
    and 2026-1."""
    before, found, after = name.partition(number)
    return bool(found) and not any(map(is_letter, before[-1:] + after[:1]))


def _is_current(folder: Path, reading: _Reading) -> bool:
    """Whether it is the folder of a case, and neither an earlier version in one nor something half done."""
    if is_leftover(folder.name) or not reading.is_case(folder):
        return False
    return not (is_old_version(folder.name) and reading.is_case(folder.parent))


def _beside(parent: Path, number: str) -> list[Path]:
    """The folders in a folder, what is called like the case first; none where it cannot be listed.

    Raises `_TooMuch` where there is more in it than anybody waits for.
    """
    try:
        found = subfolders(parent, most=_MOST_ENTRIES)
    except InputRefused:
        return []
    if found is None:
        raise _TooMuch
    return sorted(found, key=lambda entry: number not in entry.name)
