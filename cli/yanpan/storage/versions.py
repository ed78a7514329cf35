"""A case folder and its earlier versions: the next one takes the place of the last in one step, which stays inside it."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from yanpan.errors import OutputRefused
from yanpan.storage.folders import make_folder
from yanpan.storage.leftovers import remove_tree
from yanpan.storage.locks import locked
from yanpan.storage.trees import below, copy_tree
from yanpan.storage.writing import refused_output, sync_folder

_OLD = re.compile(r"旧版-([1-9][0-9]{0,5})")
_PASSING = re.compile(r"\.lock|\..*\.part")
"""What lies in a case folder and is no part of the case."""

_EXCHANGE, _HERE = 2, -100
"""RENAME_EXCHANGE and AT_FDCWD of renameat2(2)."""

_NOT_THERE = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})


def is_old_version(name: str) -> bool:
    """Whether a folder of this name, inside a case folder, is an earlier version of the case."""
    return _OLD.fullmatch(name) is not None


def old_versions(names: list[str]) -> list[str]:
    """Of the names in a case folder those of earlier versions, the first one first."""
    return sorted((name for name in names if is_old_version(name)), key=_number)


@contextlib.contextmanager
def next_version(folder: Path) -> Iterator[Path]:
    """Build the next version of a case aside; when the block ends well it stands in `folder`, in one step.

    Yields the folder to write into. All that stood in `folder` stays as it was, in `旧版-N` inside it, beside the earlier
    ones. The case is held meanwhile. On any error, and for a process that is killed, the old version is whole where it
    was. Raises `InputRefused` when another process holds it, and `OutputRefused`.
    """
    # One name a case: what a killed process left there is swept by the next one that holds the case.
    building = folder.with_name(f".{folder.name}.next.part")
    with locked(folder):
        remove_tree(building)
        make_folder(building)
        try:
            # Held under its own name too: nobody is to change the new one before the old one is gone.
            with locked(building):
                _keep(folder, building)
                yield building
                sync_folder(building)
                _exchange(building, folder)
                sync_folder(folder.parent)
        except OSError as error:
            raise refused_output(folder, error) from error
        finally:
            remove_tree(building)


def _number(name: str) -> int:
    found = _OLD.fullmatch(name)
    return int(found[1]) if found else 0


def _keep(folder: Path, building: Path) -> None:
    """All of the old version under its new name in the new one, and the versions before it."""
    names = sorted(entry.name for entry in folder.iterdir())
    earlier = old_versions(names)
    kept = building / f"旧版-{_number(earlier[-1]) + 1 if earlier else 1}"
    if not is_old_version(kept.name):
        raise OutputRefused(
            "旧版的编号用完了",
            where=str(folder),
            remedy=f"“{earlier[-1]}”不是本程序编的：把它移出案件文件夹。",
        )
    make_folder(kept)
    for name in names:
        if not _PASSING.fullmatch(name):
            _copy(folder / name, (building if name in earlier else kept) / name)
    for path in (kept, *(path for path, is_folder in below(building) if is_folder)):
        sync_folder(path)


def _copy(source: Path, target: Path) -> None:
    """A file, a link or a folder. Nothing that lies in a case is changed in place, so a second name does for a copy."""
    try:
        if source.is_dir() and not source.is_symlink():
            copy_tree(source, target, _copy_file)
        else:
            _copy_file(str(source), str(target))
    except (shutil.Error, OSError) as error:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise
        raise OutputRefused(
            "原来的文件有的留不下来", where=str(source), remedy="移走不是文件的东西，检查权限，再试。"
        ) from error


def _copy_file(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        # A disk without links (a stick, a network share), or a file of somebody else's.
        shutil.copy2(source, target, follow_symlinks=False)
        if not os.path.islink(target):  # noqa: PTH114 — as a copy function it is given texts
            with open(target, "rb") as copy:  # noqa: PTH123
                os.fsync(copy.fileno())


def _exchange(building: Path, folder: Path) -> None:
    """Let the two folders change names, in one step where the system can (Linux)."""
    library = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    rename = getattr(library, "renameat2", None)
    if rename is not None:
        if rename(_HERE, os.fsencode(building), _HERE, os.fsencode(folder), _EXCHANGE) == 0:
            return
        code = ctypes.get_errno()
        if code not in _NOT_THERE:
            raise OSError(code, os.strerror(code), str(folder))
    _exchange_in_two(building, folder)


def _exchange_in_two(building: Path, folder: Path) -> None:
    """In two steps. Killed between them, the old version stands whole beside its place, as `…（原N）`."""
    n = 1
    while os.path.lexists(aside := folder.with_name(f"{folder.name}（原{n}）")):
        n += 1
    folder.rename(aside)
    try:
        building.rename(folder)
    except BaseException:
        aside.rename(folder)
        raise
    aside.rename(building)
