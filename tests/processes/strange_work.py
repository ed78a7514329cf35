"""Work for child processes that die, hang, print or fail, by what they are told."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from yanpan.errors import AnswersRefused, FieldFault, InputRefused

Do = Callable[[tuple[Any, ...]], Any]


def make(folder: Path) -> Do:
    """Notes its process in `folder` at each start, and does what it is told."""
    (folder / f"start-{os.getpid()}").touch()

    def do(work: tuple[Any, ...]) -> Any:
        word, *rest = work
        return _WORDS[word](folder, *rest)

    return do


def make_large(outfit: tuple[Path, bytes]) -> Do:
    """With an outfit that fills any pipe."""
    return make(outfit[0])


def make_dying(outfit: tuple[Path, int]) -> Do:
    """The first few starts die."""
    folder, deaths = outfit
    (folder / f"start-{os.getpid()}").touch()
    if len(list(folder.glob("start-*"))) <= deaths:
        os.kill(os.getpid(), signal.SIGKILL)
    return make(folder)


def make_hanging_once(folder: Path) -> Do:
    """The first start never ends."""
    if _first(folder):
        time.sleep(3600)
    return make(folder)


def make_hanging(folder: Path) -> Do:
    """No start ever ends."""
    (folder / f"start-{os.getpid()}").touch()
    time.sleep(3600)
    raise AssertionError


def _grow(_: Path, megabytes: int) -> int:
    """Take so much memory, and hold it."""
    return len(bytearray(megabytes * 1024 * 1024))


def _die_late(_: Path, seconds: float) -> None:
    """Die after so long."""
    time.sleep(seconds)
    os.kill(os.getpid(), signal.SIGKILL)


def make_refusing(folder: Path) -> Do:
    raise InputRefused("缺字体", where=str(folder), remedy="装上。")


def make_broken(folder: Path) -> Do:
    raise ZeroDivisionError


def _first(folder: Path) -> bool:
    try:
        (folder / "first").touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _die_once(folder: Path) -> str:
    if _first(folder):
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def _hang_once(folder: Path) -> str:
    if _first(folder):
        time.sleep(3600)
    return "done"


def _hold(folder: Path) -> None:
    (folder / f"work-{os.getpid()}").touch()
    time.sleep(3600)


def _hold_interpreter(folder: Path) -> None:
    """In one call that lets no other thread run, for longer than anyone waits."""
    (folder / f"work-{os.getpid()}").touch()
    re.match(r"(a+)+$", "a" * 64 + "b")


def _print(_: Path) -> str:
    print("noise")  # noqa: T201
    os.write(1, b"noise")
    os.write(2, b"noise")
    subprocess.run([sys.executable, "-c", "print('noise', input())"])
    return "quiet"


def _refuse(_: Path) -> None:
    raise AnswersRefused((FieldFault("crowd", "不认识", where="a:1", remedy="改。"), FieldFault("b", "c")))


def _hear(_: Path) -> str:
    os.kill(os.getpid(), signal.SIGINT)
    return "deaf"


def _wait(folder: Path, seconds: float) -> int:
    """In slices, so that time in which everything was stopped is not time that was waited."""
    (folder / f"work-{os.getpid()}").touch()
    for _ in range(20):
        time.sleep(seconds / 20)
    return os.getpid()


_WORDS: dict[str, Callable[..., Any]] = {
    "grow": _grow,
    "die late": _die_late,
    "pid": lambda _: os.getpid(),
    "same": lambda _, thing: thing,
    "length": lambda _, thing: len(thing),
    "bytes": lambda _, length: bytes(length),
    "die": lambda _: os.kill(os.getpid(), signal.SIGKILL),
    "exit": lambda _: sys.exit(3),
    "bug": lambda _: 1 // 0,
    "no pickle": lambda _: lambda: None,
    "die once": _die_once,
    "hang once": _hang_once,
    "hang": lambda _: time.sleep(3600),
    "hold": _hold,
    "hold interpreter": _hold_interpreter,
    "print": _print,
    "refuse": _refuse,
    "hear": _hear,
    "wait": _wait,
}
