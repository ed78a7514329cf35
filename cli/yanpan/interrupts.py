"""What asks the program to stop: Ctrl-C, a window that is closed (SIGHUP), `kill` (SIGTERM). All of them are one thing.

They raise `KeyboardInterrupt` in the main thread, so that what is half done is cleared away, and the run ends with 130.
"""

from __future__ import annotations

import signal

SIGNALS = frozenset(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


def hear() -> None:
    """Let them all interrupt, unless whoever started the program has them ignored (nohup, a script's background)."""
    for number in SIGNALS:
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


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
