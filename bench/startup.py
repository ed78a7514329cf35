"""How long until something can be read: help, import, the first question on the screen."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Callable

import pexpect

from bench.measure import PYTHON, YANPAN, Line, fresh_home, in_turns, milliseconds, process, ratio, table

ROUNDS = 15


def first_question() -> Callable[[], None]:
    """From the command to the first question on a terminal of 80×24."""

    def ask() -> None:
        out = tempfile.mkdtemp(prefix="yanpan-bench-")
        child = pexpect.spawn(
            YANPAN,
            ["assess", "--out", out, "--case-number", "测速1号"],
            env={**os.environ, **fresh_home()},
            dimensions=(24, 80),
            timeout=30,
        )
        child.expect("第1题".encode())
        # `close` waits politely for tenths of a second, which are nobody's start-up.
        child.kill(signal.SIGKILL)
        child.wait()
        os.close(child.child_fd)

    return ask


def figures() -> list[Line]:
    home = fresh_home()
    names = {
        "python -c pass": process(PYTHON, "-c", "pass"),
        'python -c "import typer"': process(PYTHON, "-c", "import typer"),
        'python -c "import yanpan"': process(PYTHON, "-c", "import yanpan"),
        "yanpan --version": process(YANPAN, "--version", environment=home),
        "yanpan --help": process(YANPAN, "--help", environment=home),
        "yanpan assess, first question on screen": first_question(),
    }
    aims = {"yanpan --help": "≤ 150 ms", "yanpan assess, first question on screen": "≤ 400 ms"}
    found = in_turns(names, ROUNDS)
    bare = found["python -c pass"].median
    return [
        Line(
            name, milliseconds(t.least), milliseconds(t.median), f"{ratio(t.median, bare)} python", aims.get(name, "")
        )
        for name, t in found.items()
    ]  # fmt: skip


if __name__ == "__main__":
    print(table(f"start-up, whole processes, {ROUNDS} rounds", figures()))
