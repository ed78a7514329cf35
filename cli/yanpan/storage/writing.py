"""Files written whole or not at all, and what went wrong with it in words."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from pathlib import Path

from yanpan.errors import OutputRefused, os_words


def write_file(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Write `data` to `path` whole or not at all. Raises `OutputRefused` in words."""
    folder = path.parent
    temporary = folder / f".{path.name[:40]}.{secrets.token_hex(6)}.part"
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), mode)
        try:
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
        raise refused_output(path, error) from error


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


def refused_output(path: Path, error: OSError) -> OutputRefused:
    """The error of a write, in words with a remedy."""
    full, elsewhere = "腾出空间后重试；原有文件没有改动。", "换一个文件夹（--out），或者请管理员开通权限。"
    words, remedy = {
        errno.ENOSPC: ("磁盘满了，没有写成", full),
        getattr(errno, "EDQUOT", -1): ("磁盘配额用完了，没有写成", full),
        errno.EFBIG: ("超过文件大小的限制，写不成", "放宽对文件大小的限制后重试；原有文件没有改动。"),
        errno.EACCES: ("没有写入权限", elsewhere),
        errno.EPERM: ("没有写入权限", elsewhere),
        errno.EROFS: ("这个位置是只读的", "换一个文件夹（--out）。"),
        errno.ENOENT: ("文件夹不存在", "先建好文件夹，或者检查路径。"),
        errno.ENOTDIR: ("路径中有一段不是文件夹", "检查路径。"),
        errno.EISDIR: ("这个名字已经是文件夹，写不成文件", "移走它，或者换一个文件夹（--out）。"),
        errno.ENAMETOOLONG: ("名字太长", "缩短案号或者路径。"),
    }.get(error.errno or 0, (f"写不成（{os_words(error)}）", "检查磁盘和路径后重试；原有文件没有改动。"))
    # A folder under construction has a name of no meaning to the person: name the case it is for.
    building = next((parent for parent in (path, *path.parents) if parent.name.endswith(".part")), None)
    shown = building.with_name(building.name[1:].rsplit(".", 2)[0]) if building else path
    return OutputRefused(words, where=str(shown), remedy=remedy)


def check_free(path: Path, what: str, *, remedy: str = "用 --to 另写一个文件。") -> None:
    """Raise `OutputRefused` if anything stands at `path`, a link that leads nowhere too, or if nothing can."""
    try:
        path.lstat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise refused_output(path, error) from error
    raise OutputRefused(what, where=str(path), remedy=remedy)
