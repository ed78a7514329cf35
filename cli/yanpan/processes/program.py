"""Running a signing program that the person named on the command line, word for word and without a shell."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from threading import Thread

from yanpan.errors import InputRefused, os_words

_LONGEST_SECONDS = 600
_GRACE = 2.0
"""Seconds to wait for the end of the output once the program is gone: what it left running may hold the pipe for ever."""


def run_program(command: Sequence[str], data: bytes, *, most: int) -> bytes:
    """Give `data` to a program's standard input and return its standard output, at most `most` bytes of it.

    `command` comes from the person who runs yanpan and from nowhere else, never out of a file. What the
    program says on standard error goes straight to that person. It is over when the program itself has ended, whatever
    that left running. Raises `InputRefused`; a program that says more than `most` is ended.
    """
    where = command[0]
    try:
        program = subprocess.Popen(  # noqa: S603 - the person asked for this very program
            list(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
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
    said = bytearray()
    Thread(target=_give, args=(program, data), daemon=True).start()
    hearing = Thread(target=_hear, args=(program, said, most), daemon=True)
    hearing.start()
    try:
        code = program.wait(_LONGEST_SECONDS)
        hearing.join(_GRACE)
    except subprocess.TimeoutExpired:
        raise InputRefused(
            "签名程序十分钟没有结束", where=where, remedy="检查介质和签名软件后重试。"
        ) from None
    finally:
        program.kill()
        program.wait()
    if len(said) > most:
        raise InputRefused(
            f"签名程序的输出超过 {most // 1024} KB，不是签名，已停下",
            where=where,
            remedy="让它在标准输出上只给出签名（DER 或 PEM），不要给原文。",
        )
    if code != 0:
        raise InputRefused(
            f"签名程序没有成功（退出码 {code}）", where=where, remedy="按它自己的提示处理后重试。"
        )
    return bytes(said)


def _give(program: subprocess.Popen[bytes], data: bytes) -> None:
    """Write all of `data`. A program may end, or close its input, before it has read it."""
    assert program.stdin is not None  # noqa: S101 - a pipe was asked for
    with suppress(OSError), program.stdin as line:
        left = memoryview(data)
        while left:
            left = left[line.write(left) :]


def _hear(program: subprocess.Popen[bytes], said: bytearray, most: int) -> None:
    """Read to the end, or one byte more than may be; then the program is ended."""
    assert program.stdout is not None  # noqa: S101 - a pipe was asked for
    with suppress(OSError), program.stdout as line:
        while len(said) <= most:
            part = os.read(line.fileno(), min(1 << 16, most + 1 - len(said)))
            if not part:
                return
            said += part
    program.kill()
