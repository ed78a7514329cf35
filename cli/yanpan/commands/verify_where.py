"""Which papers are meant by what a person names, and what of it is no paper that can be judged: it is named, too."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from yanpan.errors import InputRefused, os_words

if TYPE_CHECKING:
    from yanpan.verification import ToJudge

MAX_BYTES = 50 * 1024 * 1024
MOST_PAPERS = 100_000
RESULT = "assessment.json"
_TRIES = 3
"""How often a case is read again that was changed meanwhile."""


@dataclass(frozen=True)
class Named:
    """A paper to judge, or `left`: why it was not looked at. `beside`: what else lies in a case folder, not looked at."""

    path: Path
    left: str = ""
    beside: tuple[Path, ...] = ()


def papers_named(paths: list[Path]) -> list[Named]:
    """What some paths mean: files, case folders, and all below other folders. Raises `InputRefused`."""
    found = [item for path in paths for item in _meant(path)]
    if len(found) > MOST_PAPERS:
        raise InputRefused(f"文书超过 {MOST_PAPERS} 份", where=str(paths[0]), remedy="分几次验。")
    return found


def _meant(path: Path) -> list[Named]:
    from yanpan.cases import PAPER
    from yanpan.documents import is_folder, is_there

    if not is_folder(path):
        return [Named(path)]
    if is_there(path / RESULT) and not is_there(path / PAPER):
        raise InputRefused(
            "这个案件有研判结果，没有文书",
            where=str(path),
            remedy="用 yanpan report 出文书；找回签好的那一份。",
        )
    found = _Walk().through(path)
    if not found:
        raise InputRefused(
            "这个文件夹里没有文书", where=str(path), remedy="给出 PDF 文书，或者放案件文件夹的文件夹。"
        )
    return sorted(found, key=lambda item: str(item.path))


class _Walk:
    """All papers below a folder.

    A paper in a folder makes it a case folder, and nothing else below it any less of a paper: only what a case keeps
    there of itself is left out, and what is no paper of ours is named beside it.
    """

    def __init__(self) -> None:
        self.found: list[Named] = []
        self.beside: dict[Path, list[Path]] = {}

    def through(self, path: Path) -> list[Named]:
        for name, folders, files in os.walk(path, onerror=self._closed):
            self._here(Path(name), folders, files)
        return [replace(item, beside=tuple(sorted(self.beside.get(item.path, ())))) for item in self.found]

    def _closed(self, error: OSError) -> None:
        self.found.append(Named(Path(str(error.filename)), f"打不开（{os_words(error)}），没有看"))

    def _here(self, folder: Path, folders: list[str], files: list[str]) -> None:
        """What one folder holds. Of `folders` those are taken out that are not to be gone into."""
        from yanpan.cases import PAPER, WAITING, is_scan
        from yanpan.storage import is_leftover

        folders[:] = [name for name in folders if not is_leftover(name)]
        if self._an_earlier_version(folder):
            # The case tells of it; whatever else lies in it is as anywhere.
            files = [name for name in files if name not in (PAPER, RESULT, WAITING)]
        elif PAPER in files or RESULT in files:
            self.beside[folder] = []
            self.found.append(Named(folder, "" if PAPER in files else "有研判结果，没有文书"))
            files = [name for name in files if name not in (PAPER, WAITING)]
        elif self._kept_by_a_case(folder):
            files = [name for name in files if not is_scan(name)]
        case = next((place for place in (folder, *folder.parents) if place in self.beside), None)
        for name in list(folders):
            if why := _left(folder / name):
                folders.remove(name)
                self._left(folder / name, why, case)
        for name in files:
            if not name.lower().endswith(".pdf"):
                continue
            why = _left(folder / name)
            if why or (case is not None and not _may_be_ours(folder / name)):
                self._left(folder / name, why, case)
            else:
                self.found.append(Named(folder / name))

    def _an_earlier_version(self, folder: Path) -> bool:
        from yanpan.storage import is_old_version

        return folder.parent in self.beside and is_old_version(folder.name)

    def _kept_by_a_case(self, folder: Path) -> bool:
        """Whether it is the folder of scans or of evidence of a case, or of an earlier version of one."""
        from yanpan.cases import EVIDENCE_FOLDER, SCAN_FOLDER

        of = folder.parent
        return folder.name in (SCAN_FOLDER, EVIDENCE_FOLDER) and (
            of in self.beside or self._an_earlier_version(of)
        )

    def _left(self, path: Path, why: str, case: Path | None) -> None:
        if case is not None:
            self.beside[case].append(path)
        else:
            self.found.append(Named(path, why))


def _may_be_ours(file: Path) -> bool:
    """Whether a PDF carries what a paper of this program does."""
    try:
        data = bytes_of(file)
        return b"/AFRelationship" in data and RESULT.encode() in data
    except InputRefused:
        return False


def _left(path: Path) -> str:
    """Why what was found in a folder is not looked at; empty where it is."""
    from yanpan.documents import look_at

    try:
        found = look_at(path, follow=False)
    except InputRefused as error:
        return f"{error.what}，没有看"
    return "是链接，没有跟过去看" if found is not None and stat.S_ISLNK(found.st_mode) else ""


def read_named(item: Named, *, alone: bool, faults: dict[Path, str]) -> ToJudge:
    """The paper, and what lies beside it in a case folder: the result, and scans of ink.

    One among others that cannot be read is noted in `faults`, and does not keep the others from being judged. Raises
    `InputRefused` for one that is `alone`.
    """
    from yanpan.verification import ToJudge

    try:
        if item.left:
            raise InputRefused(item.left, where=str(item.path), remedy="单独给出它再验。")
        return _read(item.path)
    except InputRefused as error:
        if alone:
            raise
        faults[item.path] = f"{error.what}。{error.remedy}"
        return ToJudge(b"")


def _read(path: Path) -> ToJudge:
    from yanpan.cases import PAPER, scan_files
    from yanpan.documents import is_folder, is_there
    from yanpan.verification import ToJudge

    if not is_folder(path):
        return ToJudge(bytes_of(path))
    result = path / RESULT
    for _ in range(_TRIES):
        before = _of_the_case(path)
        # Whatever lies there under the name of the result is compared, or the paper is not judged at all.
        beside = bytes_of(result) if is_there(result) else None
        found = ToJudge(bytes_of(path / PAPER), beside, scan_files(path))
        if _of_the_case(path) == before:
            return found
    raise InputRefused("读的时候这个案件正在改", where=str(path), remedy="等改好、签好再验。")


def _of_the_case(path: Path) -> tuple[int, ...]:
    """What tells one state of a case folder from the next: it is replaced whole, or its paper is."""
    from yanpan.cases import PAPER

    state: list[int] = []
    for name in (path, path / PAPER, path / RESULT):
        with suppress(OSError):
            found = name.stat()
            state += [found.st_ino, found.st_mtime_ns, found.st_size]
    return tuple(state)


def bytes_of(file: Path) -> bytes:
    """A file of a case, or a paper. Raises `InputRefused`."""
    from yanpan.documents import read_plain

    return read_plain(file, most=MAX_BYTES, remedy="给出 PDF 文书，或者案件文件夹。")
