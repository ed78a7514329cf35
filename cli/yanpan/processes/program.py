"""Running a signing program that the person named on the command line, word for word and without a shell."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

from yanpan.errors import InputRefused, os_words

_LONGEST_SECONDS = 600


def run_program(command: Sequence[str], data: bytes) -> bytes:
    """Give `data` to a program's standard input and return its standard output. Raises `InputRefused`.

    `command` comes from the person who runs yanpan and from nowhere else, never out of a file. What the
    program says on standard error goes straight to that person.
    """
    where = command[0]
    try:
        done = subprocess.run(  # noqa: S603 - the person asked for this very program
            list(command), input=data, stdout=subprocess.PIPE, timeout=_LONGEST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise InputRefused(
            "签名程序十分钟没有结束", where=where, remedy="检查介质和签名软件后重试。"
        ) from None
    except FileNotFoundError:
        raise InputRefused(
            "没有这个签名程序", where=where, remedy="检查程序名和路径；参数写在 -- 之后，一个一个分开。"
        ) from None
    except OSError as error:
        raise InputRefused(
            f"运行不了签名程序（{os_words(error)}）",
            where=where,
            remedy="检查它有没有执行的权限。",
        ) from None
    if done.returncode != 0:
        raise InputRefused(
            f"签名程序没有成功（退出码 {done.returncode}）", where=where, remedy="按它自己的提示处理后重试。"
        )
    return done.stdout
