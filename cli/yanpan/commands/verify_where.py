"""Which papers are meant by what a person names, and what of it is no paper that can be judged: it is named, too."""

from __future__ import annotations

import hashlib
import stat
import unicodedata
from dataclasses import dataclass, field, replace
from pathlib import Path

from yanpan.commands.verify_named import MAX_BYTES, RESULT, Beside, Named, bytes_of
from yanpan.documents import look_at, walk
from yanpan.errors import InputRefused, os_words
from yanpan.inert import is_unseen

MOST_PAPERS = 100_000

DEEPEST = 60
"""Folders within folders: what lies deeper is named, and not gone into."""

MOST_LOOKED_THROUGH = 512 * 1024 * 1024
"""Bytes of other PDF in case folders that are read to see whether they are papers: a folder may hold thousands of links
to one large file."""


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


@dataclass
class _Found:
    """What lies in one case folder, as far as it was gone through."""

    other: list[Path] = field(default_factory=list)
    unclear: list[Path] = field(default_factory=list)
    kept: list[tuple[Path, str]] = field(default_factory=list)
    old: list[Path] = field(default_factory=list)

    def told(self) -> Beside:
        return Beside(*(tuple(sorted(found)) for found in (self.other, self.unclear, self.kept, self.old)))  # type: ignore[arg-type]


class _Walk:
    """All papers below a folder.

    A paper in a folder makes it a case folder, and nothing else below it any less of a paper: what is no paper of ours
    is named beside it, and so is what a case keeps there of itself, unless its lists or its signatures know it. What looks
    like a paper of ours is judged, whatever it is called and whoever lists it.
    """

    def __init__(self) -> None:
        self.found: list[Named] = []
        self.beside: dict[Path, _Found] = {}
        self.left_to_read = MOST_LOOKED_THROUGH

    def through(self, path: Path) -> list[Named]:
        for folder, folders, files in walk(path, self._closed):
            if len(folder.parts) - len(path.parts) > DEEPEST:
                self.found.append(Named(folder, f"文件夹套得太深（{DEEPEST} 层以下），没有看"))
                folders.clear()
            else:
                self._here(folder, folders, files)
        return [
            replace(item, beside=self.beside[item.path].told()) if item.path in self.beside else item
            for item in self.found
        ]

    def _closed(self, error: OSError) -> None:
        self.found.append(Named(Path(str(error.filename)), f"打不开（{os_words(error)}），没有看"))

    def _here(self, folder: Path, folders: list[str], files: list[str]) -> None:
        """What one folder holds. Of `folders` those are taken out that are not to be gone into."""
        from yanpan.cases import PAPER, WAITING

        old, keeps = self._an_earlier_version(folder), self._kept_by_a_case(folder)
        if old and PAPER in files:
            # The case tells of it; whatever else lies in it is as anywhere.
            self.beside[folder.parent].old.append(folder / PAPER)
        elif not old and (PAPER in files or RESULT in files):
            self.beside[folder] = _Found()
            self.found.append(Named(folder, "" if PAPER in files else "有研判结果，没有文书"))
        case = next((place for place in (folder, *folder.parents) if place in self.beside), None)
        self._folders(folder, folders, case)
        for name in files:
            if not like_a_pdf(name) or (name == PAPER and (old or folder == case)):
                continue
            if name == WAITING and case is not None and (old or folder == case):
                # Not signed yet: it is no paper that anybody relies on.
                self._leave(folder / name, "", case)
            else:
                self._file(folder / name, case, keeps=keeps)

    def _folders(self, folder: Path, names: list[str], case: Path | None) -> None:
        from yanpan.storage import is_leftover

        for name in list(names):
            why, place = _left(folder / name, case)
            if not why and is_leftover(name):
                if not _holds_a_pdf(folder / name):
                    names.remove(name)
                    continue
                why = "没有做完的，或者正在做的，没有看"
            if why:
                names.remove(name)
                self._leave(folder / name, why, place)

    def _file(self, file: Path, case: Path | None, *, keeps: bool) -> None:
        from yanpan.cases import is_scan

        why, place = _left(file, case)
        if why or case is None:
            self._leave(file, why, place)
            return
        kind, digest = self._look(file)
        if kind == _OURS:
            # Whoever lists it: nobody signs the lists.
            self.found.append(Named(file))
        elif keeps and is_scan(file.name):
            self.beside[case].kept.append((file, digest))
        elif kind == _UNCLEAR:
            self.beside[case].unclear.append(file)
        else:
            self.beside[case].other.append(file)

    def _look(self, file: Path) -> tuple[str, str]:
        """Whether a PDF carries what a paper of this program does, and its SHA-256 where it was read."""
        try:
            found = look_at(file)
            if found is None or found.st_size > min(MAX_BYTES, self.left_to_read):
                return _UNCLEAR, ""
            self.left_to_read -= found.st_size
            data = bytes_of(file)
        except (InputRefused, OSError):
            return _UNCLEAR, ""
        digest = hashlib.sha256(data).hexdigest()
        if b"/AFRelationship" in data and RESULT.encode() in data:
            return _OURS, digest
        # In compressed objects nothing is seen without unpacking them.
        return (_UNCLEAR if b"/ObjStm" in data or b"/Encrypt" in data else _OTHER), digest

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

    def _leave(self, path: Path, why: str, case: Path | None) -> None:
        if case is not None:
            self.beside[case].other.append(path)
        else:
            self.found.append(Named(path, why))


_OURS, _OTHER, _UNCLEAR = "ours", "other", "unclear"


def like_a_pdf(name: str) -> bool:
    """Whether a person takes a file of this name for a PDF: with blanks behind, in full-width letters, too.

    >>> like_a_pdf("文书．ＰＤＦ "), like_a_pdf("文书.pdf.txt")
    (True, False)
    """
    seen = "".join(c for c in unicodedata.normalize("NFKC", name) if not is_unseen(c))
    return seen.strip().rstrip(". ").lower().endswith(".pdf")


def _holds_a_pdf(folder: Path) -> bool:
    """Whether there is one below a folder, as far as a look goes; what cannot be looked at may hold one."""
    left, closed = 1000, list[OSError]()
    for _, _, files in walk(folder, closed.append):
        if any(map(like_a_pdf, files)):
            return True
        left -= 1 + len(files)
        if left < 0:
            return True
    return bool(closed)


def _left(path: Path, case: Path | None) -> tuple[str, Path | None]:
    """Why what was found in a folder is not looked at, empty where it is; and the case that tells of it.

    Of what cannot be told no case tells: it may be a paper.
    """
    try:
        found = look_at(path, follow=False)
    except InputRefused as error:
        return f"{error.what}，没有看", None
    linked = found is not None and stat.S_ISLNK(found.st_mode)
    return "是链接，没有跟过去看" if linked else "", case
