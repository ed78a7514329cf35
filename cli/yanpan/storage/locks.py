"""Holding a case folder while it is changed."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from yanpan.errors import InputRefused, OutputRefused
from yanpan.storage.writing import refused_output


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a case folder while it is changed; another process that tries is told at once.

    The lock is the system's, on the file `.lock`, which stays: that it lies there means nothing. Raises `OutputRefused`
    where the place has no locks, as some network shares have none.
    """
    try:
        folder.stat()
    except OSError as error:
        raise refused_output(folder, error) from error
    lock = take_lock(
        folder / ".lock", remedy="把案件文件夹拷到本机磁盘上做，做完再拷回去；拷的时候别人不要改它。"
    )
    if lock is None:
        raise InputRefused("别的程序正在改这个案件", where=str(folder), remedy="等它结束后再试。")
    try:
        _sweep(folder)
        yield
    finally:
        lock.release()


_NO_LOCKS = frozenset(
    getattr(errno, name)
    for name in ("ENOLCK", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "ENOTTY", "EREMOTEIO", "EPROTONOSUPPORT")
    if hasattr(errno, name)
)
"""What flock() fails with on shares that have no locks (flock(2), nfs(5), mount.cifs(8))."""


def take_lock(file: Path, *, seconds: float = 0, remedy: str) -> FileLock | None:
    """The lock on `file`, to be released; None when another process holds it for longer than `seconds`.

    Raises `OutputRefused` where the place has no locks, with `remedy`, and for all else that keeps it from being taken.
    Never the library's other kind of lock, a file whose presence counts: one that was left over holds for ever.
    """
    lock = FileLock(file, timeout=seconds, mode=_rights(file), fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout:
        return None
    except NotImplementedError as error:
        raise _no_locks(file, remedy) from error
    except OSError as error:
        if error.errno in _NO_LOCKS:
            raise _no_locks(file, remedy) from error
        if error.errno == errno.ELOOP:
            words, remedy = "锁文件是个链接，不跟着它走", "删去这个链接后重试。"
            raise OutputRefused(words, where=str(file), remedy=remedy) from error
        # The place is at fault where there is no lock yet, else the lock itself.
        raise refused_output(file if os.path.lexists(file) else file.parent, error) from error
    return lock


def _rights(file: Path) -> int:
    """Who may write into the folder may hold it: on a share several people of an office do."""
    try:
        return stat.S_IMODE(file.parent.stat().st_mode) & 0o666 | 0o600
    except OSError:
        return 0o600


def _no_locks(file: Path, remedy: str) -> OutputRefused:
    return OutputRefused(
        "这个位置不能给文件加锁（多半是网络共享），保证不了两个人不同时改",
        where=str(file.parent),
        remedy=remedy,
    )


def _sweep(folder: Path) -> None:
    """Remove the half files of a process that was killed; nobody else writes here while the folder is held."""
    for part in folder.glob(".*.part"):
        with contextlib.suppress(OSError):
            if stat.S_ISREG(part.lstat().st_mode):
                part.unlink()
