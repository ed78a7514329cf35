"""Which papers are meant by what a person names, and what of it is no paper that can be judged: it is named, too."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from yanpan.errors import InputRefused, os_words

if TYPE_CHECKING:
    from yanpan.findings import Finding
    from yanpan.verification import ToJudge, Verification

MAX_BYTES = 50 * 1024 * 1024
MOST_PAPERS = 100_000
_RESULT = "assessment.json"
_MOST_BESIDE = 10


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
    if is_there(path / _RESULT) and not is_there(path / PAPER):
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
            files = [name for name in files if name not in (PAPER, _RESULT, WAITING)]
        elif PAPER in files or _RESULT in files:
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
        """Whether it is the folder of scans of a case, or of an earlier version of one."""
        from yanpan.cases import SCAN_FOLDER

        of = folder.parent
        return folder.name == SCAN_FOLDER and (of in self.beside or self._an_earlier_version(of))

    def _left(self, path: Path, why: str, case: Path | None) -> None:
        if case is not None:
            self.beside[case].append(path)
        else:
            self.found.append(Named(path, why))


def _may_be_ours(file: Path) -> bool:
    """Whether a PDF carries what a paper of this program does."""
    try:
        data = _bytes_of(file)
        return b"/AFRelationship" in data and _RESULT.encode() in data
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
        return ToJudge(_bytes_of(path))
    result = path / _RESULT
    # Whatever lies there under the name of the result is compared, or the paper is not judged at all.
    return ToJudge(_bytes_of(path / PAPER), _bytes_of(result) if is_there(result) else None, scan_files(path))


def _bytes_of(file: Path) -> bytes:
    from yanpan.documents import read_plain

    return read_plain(file, most=MAX_BYTES, remedy="给出 PDF 文书，或者案件文件夹。")


def with_its_place(
    item: Named, found: Verification, faults: dict[Path, str], packs: Collection[str] = ()
) -> Verification:
    """What is said of a paper, with what its place says: that it could not be read, or lies in another case's folder.

    `packs` are digests of questionnaires that decide only because the reader named them: that is said, too.
    """
    import msgspec

    from yanpan.documents import is_folder, true_path
    from yanpan.findings import Verdict, note, unjudged

    if item.path in faults:
        finding = unjudged("NOT_LOOKED_AT", f"没有验：{faults[item.path]}")
        return msgspec.structs.replace(found, verdict=Verdict.CANNOT_BE_JUDGED, findings=(finding,))
    pack = found.questionnaire
    if pack is not None and pack.digest in packs:
        words = f"问卷 {pack.id} {pack.version} 不是本程序随附的，按你的指定采信（摘要 {pack.digest[:16]}…）"
        found = msgspec.structs.replace(found, findings=(*found.findings, note("TRUSTED_PACK", words)))
    number, name = found.case_number, true_path(item.path).name
    if number and is_folder(item.path):
        findings = (*found.findings, *_of_its_folder(item.path, name, number, found), *_beside(item))
        return msgspec.structs.replace(found, findings=findings)
    return found


def _beside(item: Named) -> Iterator[Finding]:
    """What lies in the case folder and was not looked at."""
    from yanpan.findings import note

    if item.beside:
        names = "、".join(str(path.relative_to(item.path)) for path in item.beside[:_MOST_BESIDE])
        more = f" 等 {len(item.beside)} 份" if len(item.beside) > _MOST_BESIDE else ""
        yield note("OTHER_FILES", f"文件夹里还有没有验的：{names}{more}。要验的，单独给出")


def _of_its_folder(path: Path, name: str, number: str, told: Verification) -> Iterator[Finding]:
    """What a case folder says of the paper in it. Notes: a signature is not the worse for where it lies."""
    from yanpan.cases import earlier_versions, superseded_by
    from yanpan.findings import note

    if name.startswith(f"{number}（原") and name.endswith("）"):
        yield note("REPLACED", "已被替代：这是被重做的一份，后来的在旁边")
    elif later := superseded_by(path, number):
        yield note("SUPERSEDED", f"已被替代：这是以前的研判，现行的在 {later}")
    elif name != number:
        yield note("OTHER_FOLDER", f"文件夹叫“{name}”，里面是“{number}”的文书")
    earlier = earlier_versions(path)
    named = told.stated.supersedes if told.stated else ""
    last = next((place for place in reversed(earlier) if named and _digest_in(place) == named), None)
    if last is not None:
        yield note("SUPERSEDES", f"替代了以前的研判，在这个文件夹里：{last.name}")
    elif named:
        yield note("SUPERSEDED_NOT_HERE", "它替代的上一次研判不在这个文件夹里")
    chain = _chain(earlier, last)
    if others := [place.name for place in earlier if place.name not in chain]:
        yield note("OTHER_VERSIONS", f"文件夹里还有不是它替代的：{'、'.join(others[:_MOST_BESIDE])}")


def _digest_in(folder: Path) -> str:
    """SHA-256 (hex) of the record in an earlier version; empty where it cannot be read."""
    try:
        return hashlib.sha256(_bytes_of(folder / _RESULT)).hexdigest()
    except InputRefused:
        return ""


def _chain(earlier: list[Path], last: Path | None) -> set[str]:
    """Names of the earlier versions that lead to the last one, each naming the one before by its digest."""
    from yanpan.assessment import read_record
    from yanpan.errors import DocumentUnreadable

    digests = {_digest_in(place): place for place in earlier}
    chain: set[str] = set()
    while last is not None and last.name not in chain:
        chain.add(last.name)
        try:
            last = digests.get(read_record(_bytes_of(last / _RESULT)).supersedes)
        except (InputRefused, DocumentUnreadable):
            last = None
    return chain
