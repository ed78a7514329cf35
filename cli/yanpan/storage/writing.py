"""Files written whole or not at all, and what went wrong with it in words."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from pathlib import Path

from yanpan.errors import OutputRefused, os_words


def write_file(
    path: Path, data: bytes, *, mode: int = 0o600, remedy: str = "", exactly: bool = False
) -> None:
    """Write `data` to `path` whole or not at all, with the rights `mode`, `exactly` or as far as the umask lets.

    Raises `OutputRefused` in words, see `refused_output`.
    """
    folder = path.parent
    temporary = folder / f".{path.name[:40]}.{secrets.token_hex(6)}.part"
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), mode)
        try:
            if exactly and hasattr(os, "fchmod"):
                # A share or a key stick may know no rights: those of its own then stand.
                with contextlib.suppress(OSError):
                    os.fchmod(handle, mode)
            with os.fdopen(handle, "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            temporary.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        sync_folder(folder)
    except OSError as error:
        raise refused_output(path, error, remedy=remedy) from error


def write_over(path: Path, data: bytes, *, like: Path | None = None) -> None:
    """Write over a file of a case that several people of an office may sign: who could read it can still.

    A new file may be read by whom `like` lets. Raises `OutputRefused` as `write_file`.
    """
    write_file(path, data, mode=_mode_of(path, like), exactly=True)


def _mode_of(*places: Path | None) -> int:
    """The rights on the first of these files that is there, no more than to read and write; without any, the owner's."""
    for place in places:
        with contextlib.suppress(OSError):
            if place is not None:
                facts = place.lstat()
                if stat.S_ISREG(facts.st_mode):
                    return stat.S_IMODE(facts.st_mode) & 0o666 | 0o600
    return 0o600


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries to disk where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def refused_output(path: Path, error: OSError, *, remedy: str = "") -> OutputRefused:
    """The error of a write, in words with a remedy.

    Only the caller knows whether another place will do, and how that is named: `remedy` is for a place that takes
    nothing. Without one it must be made to.
    """
    full = "腾出空间后重试；原有文件没有改动。"
    rights = remedy or "检查文件夹和文件的权限，或者请管理员开通；原有文件没有改动。"
    words, todo = {
        errno.ENOSPC: ("磁盘满了，没有写成", full),
        getattr(errno, "EDQUOT", -1): ("磁盘配额用完了，没有写成", full),
        errno.EFBIG: ("超过文件大小的限制，写不成", "放宽对文件大小的限制后重试；原有文件没有改动。"),
        errno.EACCES: ("没有写入权限", rights),
        errno.EPERM: ("没有写入权限", rights),
        errno.EROFS: ("这个位置是只读的", remedy or "换到能写的位置再做；原有文件没有改动。"),
        errno.ENOENT: ("文件夹不存在", "先建好文件夹，或者检查路径。"),
        errno.ENOTDIR: ("路径中有一段不是文件夹", "检查路径。"),
        errno.EISDIR: ("这个名字已经是文件夹，写不成文件", remedy or "移走它后重试。"),
        errno.ENAMETOOLONG: ("名字太长", "缩短案号或者路径。"),
    }.get(error.errno or 0, (f"写不成（{os_words(error)}）", "检查磁盘和路径后重试；原有文件没有改动。"))
    # A folder under construction has a name of no meaning to the person: name the case it is for.
    building = next((parent for parent in (path, *path.parents) if parent.name.endswith(".part")), None)
    shown = building.with_name(building.name[1:].rsplit(".", 2)[0]) if building else path
    return OutputRefused(words, where=str(shown), remedy=todo)


def check_free(path: Path, what: str, *, remedy: str = "用 --out 另写一个文件。") -> None:
    """Raise `OutputRefused` if anything stands at `path`, a link that leads nowhere too, or if nothing can."""
    try:
        path.lstat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise refused_output(path, error, remedy=remedy) from error
    raise OutputRefused(what, where=str(path), remedy=remedy)
