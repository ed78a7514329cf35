"""Which processes there are, as the system sees them."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable


def children(process: int) -> set[int]:
    """The crew's children of a process."""
    found = subprocess.run(["pgrep", "-P", str(process), "-f", "yanpan.processes"], capture_output=True)
    return {int(number) for number in found.stdout.split()}


def our_children() -> set[int]:
    return children(os.getpid())


def lives(process: int) -> bool:
    """Whether it runs still; one that nobody has buried yet does not."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True).stdout
    return bool(state.strip()) and not state.startswith("Z")


def until(happened: Callable[[], object]) -> None:
    """Look again and again until it happened; the guard of the test ends what never does."""
    while not happened():
        time.sleep(0.02)
