"""A paper as `verify` reads it: the file, what lies beside it in a case folder, and what of that a case keeps of itself."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from yanpan.documents import look_at
from yanpan.errors import NOT_JSON, InputRefused

if TYPE_CHECKING:
    from yanpan.verification import ToJudge

MAX_BYTES = 50 * 1024 * 1024
RESULT = "assessment.json"
_TRIES = 3
"""How often a case is read again that was changed meanwhile."""

MOST_OF_LISTS = 16 * 1024 * 1024
"""Bytes of lists, and of the records that they are about, that are read to see what a case and its earlier versions keep."""

_LISTS = (RESULT, "scans.json", "events.jsonl")


@dataclass(frozen=True)
class Beside:
    """What else lies in a case folder and was not judged.

    `other` is no paper that can be seen to be one, `unclear` could be one all the same, `kept` is called as the case
    calls what it keeps (with its SHA-256), `old` are the papers of earlier versions.
    """

    other: tuple[Path, ...] = ()
    unclear: tuple[Path, ...] = ()
    kept: tuple[tuple[Path, str], ...] = ()
    old: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Named:
    """A paper to judge, or `left`: why it was not looked at."""

    path: Path
    left: str = ""
    beside: Beside = Beside()


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
        with suppress(InputRefused):
            if found := look_at(name):
                state += [found.st_ino, found.st_mtime_ns, found.st_size]
    return tuple(state)


def bytes_of(file: Path) -> bytes:
    """A file of a case, or a paper. Raises `InputRefused`."""
    from yanpan.documents import read_plain

    return read_plain(file, most=MAX_BYTES, remedy="给出 PDF 文书，或者案件文件夹。")


def not_known(item: Named, signed: frozenset[str]) -> list[Path]:
    """Of what is called as a case calls what it keeps the files that no list names and no signature takes in.

    Each list is read once, the case's own first, and those of earlier versions as long as that is quick.
    """
    kept = [(path, digest) for path, digest in item.beside.kept if digest not in signed]
    left = MOST_OF_LISTS
    listed: dict[Path, frozenset[tuple[str, str]]] = {}
    for folder in sorted({path.parent for path, _ in kept}, key=lambda path: (len(path.parts), str(path))):
        left -= _size_of_lists(folder.parent)
        listed[folder] = _registered(folder) if left >= 0 else frozenset()
    return [path for path, digest in kept if (path.name, digest) not in listed[path.parent]]


def _size_of_lists(folder: Path) -> int:
    size = 0
    for name in _LISTS:
        with suppress(InputRefused):
            found = look_at(folder / name)
            size += found.st_size if found else 0
    return size


class _Signer(msgspec.Struct):
    role: str


class _Record(msgspec.Struct):
    """So much of a record as tells who may sign."""

    signers: tuple[_Signer, ...] = ()


def _registered(folder: Path) -> frozenset[tuple[str, str]]:
    """Name and SHA-256 (hex) of what the lists of a case say lies in its folder of scans, or of evidence.

    Nobody signs these lists: only what they say of this case counts, of its roles and of its record.
    """
    from yanpan.cases import SCAN_FOLDER, listed_evidence, listed_scan_files

    with suppress(InputRefused, *NOT_JSON):
        record = bytes_of(folder.parent / RESULT)
        if folder.name != SCAN_FOLDER:
            return listed_evidence(folder.parent, hashlib.sha256(record).hexdigest())
        roles = {signer.role for signer in msgspec.json.decode(record, type=_Record).signers}
        listed = listed_scan_files(folder.parent)
        return frozenset((scan.file, scan.sha256) for scan in listed if scan.role in roles)
    return frozenset()
