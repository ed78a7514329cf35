"""Reading a file that somebody named: bounded, never waiting for what never comes, and told for what it is."""

from __future__ import annotations

import errno
import os
import select
import stat
from pathlib import Path

from yanpan.documents.places import is_folder, is_link
from yanpan.errors import InputRefused, os_words

PATIENCE = 60.0
"""Seconds without a byte after which a pipe is given up."""

_OPEN = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
)


def read_plain(
    path: Path,
    *,
    most: int,
    name: str = "",
    remedy: str = "检查路径和文件名。",
    pipes: bool = False,
    peek: bool = False,
    refused: type[InputRefused] = InputRefused,
) -> bytes:
    """The bytes of a file, at most `most`. Raises `refused` (a kind of `InputRefused`) for all else, in words.

    A folder, a pipe, a device, a socket are told as what they are; none of them is waited on. With `pipes` what comes
    through a pipe is read too (`/dev/stdin`, `<(…)`), as long as it keeps coming. With `peek` nothing is read.
    """
    shown = name or str(path)
    try:
        # Opened first and looked at then: what is looked at by name may be another thing when it is opened.
        handle = os.open(path, _OPEN)
    except OSError as error:
        raise refused(_why_not_opened(path, error), where=shown, remedy=remedy) from error
    except ValueError as error:
        raise refused("路径里有不能用的字符", where=shown, remedy=remedy) from error
    try:
        found = os.fstat(handle)
        kind = _strange(found.st_mode)
        piped = pipes and stat.S_ISFIFO(found.st_mode)
        if kind and not piped:
            raise refused(f"这是{kind}，不是普通文件", where=shown, remedy=_STORE.get(kind, remedy))
        if peek:
            return b""
        if not piped and found.st_size > most:
            raise refused(_too_big(found.st_size, most), where=shown, remedy="确认没有选错文件。")
        data = _read(handle, most, shown, refused, piped=piped)
    except OSError as error:
        raise refused(
            f"读不了这个文件（{os_words(error)}）", where=shown, remedy="检查路径和权限。"
        ) from error
    finally:
        os.close(handle)
    if len(data) > most:
        raise refused(_too_big(len(data), most), where=shown, remedy="确认没有选错文件。")
    return data


def check_plain(path: Path, *, remedy: str) -> None:
    """Raise `InputRefused` unless a plain file stands there that can be opened; nothing of it is read."""
    read_plain(path, most=0, remedy=remedy, peek=True)


_NEVER_ENDS = "这是系统的虚拟文件，读不到头，不是普通文件"
"""Such as /proc/kmsg, which calls itself a plain file."""

_STORE = {
    "管道": "先把内容存成文件，再给出那个文件。",
    "设备": "给出一个文件；终端、磁盘这样的设备读不完。",
}


def _strange(mode: int) -> str:
    """What it is where it is no plain file."""
    for test, word in (
        (stat.S_ISDIR, "文件夹"),
        (stat.S_ISFIFO, "管道"),
        (stat.S_ISCHR, "设备"),
        (stat.S_ISBLK, "设备"),
        (stat.S_ISSOCK, "套接字"),
    ):
        if test(mode):
            return word
    return ""


def _why_not_opened(path: Path, error: OSError) -> str:
    if error.errno == errno.ENOENT:
        return "链接指向的文件不在了" if is_link(path) else "没有这个文件"
    if error.errno == errno.ENXIO:
        return "这是套接字或者设备，不是普通文件"
    if is_folder(path):
        # Windows refuses to open a folder at all.
        return "这是文件夹，不是普通文件"
    return f"读不了这个文件（{os_words(error)}）"


def _too_big(size: int, most: int) -> str:
    unit, word = (1024 * 1024, "MB") if most >= 1024 * 1024 else (1024, "KB")
    more = f"文件有 {size // unit} {word}，" if size >= most + unit else "文件"
    return f"{more}超过上限 {most // unit} {word}"


def _read(handle: int, most: int, shown: str, refused: type[InputRefused], *, piped: bool) -> bytes:
    """One byte more than may be, at most: a file may grow while it is read."""
    parts: list[bytes] = []
    left, patience = most + 1, PATIENCE
    while left > 0:
        try:
            part = os.read(handle, min(left, 1 << 20))
        except BlockingIOError:
            if not piped:
                raise refused(_NEVER_ENDS, where=shown, remedy=_STORE["设备"]) from None
            # A pipe whose writer is there and says nothing yet. In slices: not every end of a writer wakes who waits.
            if patience <= 0:
                raise refused("管道里一直没有内容", where=shown, remedy=_STORE["管道"]) from None
            patience -= 0.5
            select.select([handle], [], [], 0.5)
            continue
        if not part:
            break
        patience = PATIENCE
        parts.append(part)
        left -= len(part)
    return b"".join(parts)
