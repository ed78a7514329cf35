"""What asks the program to stop: Ctrl-C, a window that is closed (SIGHUP), `kill` (SIGTERM). All of them are one thing.

They raise `KeyboardInterrupt` in the main thread, so that what is half done is cleared away, and the run ends with 130.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = frozenset(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


def hear() -> None:
    """Let them all interrupt, unless whoever started the program has them ignored (nohup, a script's background)."""
    for number in SIGNALS:
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


IMPATIENT = 4
"""So many interrupts are raised after all: what counts them hangs."""


@contextmanager
def counted() -> Iterator[Callable[[], int]]:
    """Within it what asks to stop is counted and raised nowhere: work that asks for the number ends where it is whole.

    An interrupt between any two steps would also come amid those of a library, whose locks and files it leaves as they
    are. From the fourth on they are raised. In another thread than the main one there is nothing to count.
    """
    number = 0

    def count(*_: int | FrameType | None) -> None:
        nonlocal number
        number += 1
        if number >= IMPATIENT:
            raise KeyboardInterrupt

    main = threading.current_thread() is threading.main_thread()
    heard = [each for each in SIGNALS if main and signal.getsignal(each) is signal.default_int_handler]
    for each in heard:
        signal.signal(each, count)
    try:
        yield lambda: number
    finally:
        for each in heard:
            signal.signal(each, signal.default_int_handler)


def hear_nothing() -> None:
    """Let none of them end this process: it ends with its parent, which hears them too."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        # They were held back until here; programs that are started from here shall find nothing unusual.
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


def leave_to_main() -> None:
    """This thread, and every process it starts, does not hear them; the main thread does, at any moment."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
