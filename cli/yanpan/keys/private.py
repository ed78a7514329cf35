"""Reading files that only their owner may read."""

from __future__ import annotations

import os
import shlex
import stat
from pathlib import Path

from yanpan.errors import KeyRefused, os_words


def read_private(path: Path, *, what: str, most: int, missing: str = "检查路径。") -> bytes:
    """At most `most` bytes of a plain file of this user with mode 0600 or stricter. Raises `KeyRefused`.

    `what` names the file in messages, `missing` is the remedy when it is not there.
    """
    where = str(path)
    # No waiting for a writer of a named pipe.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags)
    except FileNotFoundError:
        raise KeyRefused(f"找不到{what}", where=where, remedy=missing) from None
    except OSError as error:
        raise KeyRefused(
            f"打不开{what}（{os_words(error)}）", where=where, remedy="检查路径和权限。"
        ) from None
    try:
        # The open file is asked, not the path: it cannot be swapped in between.
        facts = os.fstat(handle)
        if not stat.S_ISREG(facts.st_mode):
            raise KeyRefused(f"{what}不是普通文件", where=where, remedy="检查路径。")
        if os.name == "posix":
            if facts.st_uid != os.geteuid():
                remedy = f"复制一份到自己名下：{_copy_of(path)}"
                raise KeyRefused(f"{what}不是您本人的", where=where, remedy=remedy)
            if facts.st_mode & 0o077:
                # On a stick (FAT, exFAT) or a Windows disk chmod says that it is done, and nothing changes.
                remedy = f"运行 chmod 600 {shlex.quote(str(path))}；在 U 盘上的改不了权限，先复制到自己的文件夹：{_copy_of(path)}"
                raise KeyRefused(f"{what}别人也能读", where=where, remedy=remedy)
        if facts.st_size > most:
            raise KeyRefused(f"{what}太大", where=where, remedy="检查是不是选错了文件。")
        return _all_of(handle, most)
    except BlockingIOError:
        raise KeyRefused(f"{what}是系统的虚拟文件，读不到头", where=where, remedy="检查路径。") from None
    except OSError as error:
        # A stick that was pulled out, a share that is gone.
        words = f"读不了{what}（{os_words(error)}）"
        raise KeyRefused(words, where=where, remedy="确认介质还插着、网络盘还连着，再试。") from None
    finally:
        os.close(handle)


def _all_of(handle: int, most: int) -> bytes:
    """A system may give a file in pieces."""
    data = b""
    while len(data) < most and (part := os.read(handle, most - len(data))):
        data += part
    return data


def _copy_of(path: Path) -> str:
    """The commands that make a private copy in the person's home."""
    source, copy = shlex.quote(str(path)), f"~/{shlex.quote(path.name)}"
    return f"cp {source} {copy} && chmod 600 {copy}，然后用 {copy}"
