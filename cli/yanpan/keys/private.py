"""Reading files that only their owner may read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from yanpan.errors import KeyRefused


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
            f"打不开{what}（{error.strerror}）", where=where, remedy="检查路径和权限。"
        ) from None
    try:
        # The open file is asked, not the path: it cannot be swapped in between.
        facts = os.fstat(handle)
        if not stat.S_ISREG(facts.st_mode):
            raise KeyRefused(f"{what}不是普通文件", where=where, remedy="检查路径。")
        if os.name == "posix":
            if facts.st_uid != os.geteuid():
                remedy = "复制一份到自己名下：cp 原文件 新文件 && chmod 600 新文件"
                raise KeyRefused(f"{what}不是您本人的", where=where, remedy=remedy)
            if facts.st_mode & 0o077:
                raise KeyRefused(f"{what}别人也能读", where=where, remedy=f"运行 chmod 600 {path}")
        if facts.st_size > most:
            raise KeyRefused(f"{what}太大", where=where, remedy="检查是不是选错了文件。")
        return os.read(handle, most)
    finally:
        os.close(handle)
