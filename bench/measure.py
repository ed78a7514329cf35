"""Timing in turns, so that a busy moment of the machine falls on all sides alike; and one table of figures."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from unicodedata import east_asian_width

PYTHON = sys.executable
YANPAN = str(Path(sys.executable).parent / "yanpan")


@dataclass(frozen=True)
class Timing:
    """Seconds: the least and the median of all rounds."""

    least: float
    median: float


@dataclass(frozen=True)
class Line:
    """One line of the table, already in words."""

    what: str
    least: str
    median: str
    against: str = ""
    aim: str = ""


def in_turns(
    sides: Mapping[str, Callable[[], object]], rounds: int, clock: Callable[[], float] = time.perf_counter
) -> dict[str, Timing]:
    """Call every side once a round, after one round that does not count."""
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(rounds + 1):
        for name, call in sides.items():
            start = clock()
            call()
            if number:
                taken[name].append(clock() - start)
    return {name: Timing(min(times), median(times)) for name, times in taken.items()}


def rate_in_turns(
    sides: Mapping[str, Callable[[], object]], rounds: int, seconds: float = 0.2
) -> dict[str, Timing]:
    """As `in_turns` for calls of microseconds: each side is called for about `seconds` a round.

    In seconds of one core, which other programs do not lengthen; for sides of one thread only.
    """
    counts = {}
    for name, call in sides.items():
        start, count = time.perf_counter(), 0
        while time.perf_counter() - start < seconds:
            call()
            count += 1
        counts[name] = max(1, count)

    def many(name: str, call: Callable[[], object]) -> Callable[[], None]:
        def calls() -> None:
            for _ in range(counts[name]):
                call()

        return calls

    whole = in_turns({name: many(name, call) for name, call in sides.items()}, rounds, time.process_time)
    return {n: Timing(t.least / counts[n], t.median / counts[n]) for n, t in whole.items()}


def process(*command: str, environment: Mapping[str, str] | None = None) -> Callable[[], None]:
    """A side that is a whole process, from start to end."""

    def run() -> None:
        done = subprocess.run(
            command,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **(environment or {})},
        )
        if done.returncode:
            raise RuntimeError(f"{command} ended with {done.returncode}: {done.stderr.decode()}")

    return run


def fresh_home() -> dict[str, str]:
    """The environment of a person who has just installed yanpan."""
    return {"YANPAN_HOME": tempfile.mkdtemp(prefix="yanpan-bench-"), "TERM": "xterm-256color"}


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds >= 0.01 else f"{seconds * 1000:.2f} ms"


def per_second(seconds: float) -> str:
    return f"{1 / seconds:,.0f}/s"


def ratio(one: float, other: float) -> str:
    found = one / other
    return f"{found:.2f}×" if found < 10 else f"{found:.0f}×"


def table(title: str, lines: Sequence[Line]) -> str:
    """Plain text; Chinese takes two columns."""
    head = Line("", "least", "median", "against", "aim")
    rows = [[line.what, line.least, line.median, line.against, line.aim] for line in (head, *lines)]
    widths = [max(_cells(row[i]) for row in rows) for i in range(5)]
    text = [title]
    for row in rows:
        cells = [
            cell + " " * (width - _cells(cell)) if i in (0, 3) else " " * (width - _cells(cell)) + cell
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        text.append("  " + "   ".join(cells).rstrip())
    return "\n".join(text)


def _cells(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)
