"""What a process that was killed leaves half done, under hidden names: passed over by readers, swept by the next writer."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock

from yanpan.errors import InputRefused, OutputRefused
from yanpan.storage.locks import take_lock
from yanpan.storage.trees import below

_PART = re.compile(r"\..+\.(?:[0-9a-f]{12}|next)\.part(?:\.lock)?|\.yanpan-[0-9a-f]{12}")
_NEXT = re.compile(r"\.(.+)\.next\.part")
_LONG_AGO = 3600.0
"""Seconds. A file is written within a few; what is older was left."""

_swept: set[str] = set()
"""Folders that this process has swept: a batch of thousands of cases looks through its folder once."""


def is_leftover(name: str) -> bool:
    """Whether a file or folder of this name is something half done of this program, and nothing of a person's."""
    return _PART.fullmatch(name) is not None


def part_name(name: str) -> str:
    """A hidden name for something half done that is to be called `name`."""
    return f".{name[:20]}.{secrets.token_hex(6)}.part"


@contextlib.contextmanager
def held_part(building: Path) -> Iterator[None]:
    """Hold the name of a folder that is being built, for as long as it is: then nobody sweeps it.

    Where the place has no locks, nobody sweeps anything.
    """
    lock, file = None, _lock_of(building)
    with contextlib.suppress(OutputRefused):
        # Whoever sweeps may have taken the file away between our opening and our locking it.
        while (lock := take_lock(file, remedy="")) is not None and not os.path.lexists(file):
            lock.release()
    try:
        yield
    finally:
        _let_go(lock, file)


def sweep_once(folder: Path) -> None:
    """Remove what killed processes have left in a folder, where no living one holds it. Raises nothing."""
    place = os.path.realpath(folder)
    if place in _swept:
        return
    _swept.add(place)
    with contextlib.suppress(OSError):
        for name in sorted(os.listdir(folder)):  # noqa: PTH208 — a folder may hold thousands
            if is_leftover(name):
                with contextlib.suppress(OSError, InputRefused):
                    _sweep(folder / name)


def remove_tree(folder: Path) -> None:
    """Remove a folder that yanpan itself made; links inside are removed, not followed."""
    for path, is_folder in reversed(list(below(folder, closed=True))):
        with contextlib.suppress(OSError):
            path.rmdir() if is_folder else path.unlink()
    with contextlib.suppress(OSError):
        folder.rmdir()


def _lock_of(building: Path) -> Path:
    return building.with_name(f"{building.name}.lock")


def _let_go(lock: FileLock | None, file: Path) -> None:
    # Gone before it is free: who takes the name then has made it himself.
    with contextlib.suppress(OSError):
        file.unlink()
    if lock is not None:
        lock.release()


def _sweep(path: Path) -> None:
    found = path.lstat()
    if path.name.endswith(".lock"):
        lock = take_lock(path, remedy="") if stat.S_ISREG(found.st_mode) else None
        if lock is not None:
            _let_go(lock, path)
    elif stat.S_ISREG(found.st_mode):
        if time.time() - found.st_mtime > _LONG_AGO:
            path.unlink()
    elif stat.S_ISDIR(found.st_mode) and path.name.startswith(".yanpan-"):
        path.rmdir()
    elif stat.S_ISDIR(found.st_mode):
        _sweep_folder(path)


def _sweep_folder(path: Path) -> None:
    """A folder that was being built, unless it is: whoever builds the next version of a case holds that case."""
    file = _lock_of(path)
    if (of_case := _NEXT.fullmatch(path.name)) and (case := path.with_name(of_case[1])).is_dir():
        file = case / ".lock"
    lock = take_lock(file, remedy="")
    if lock is None:
        return
    try:
        remove_tree(path)
    finally:
        if file.parent == path.parent:
            _let_go(lock, file)
        else:
            lock.release()
