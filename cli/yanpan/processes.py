"""Child processes that leave Ctrl-C to their parent."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker


@contextmanager
def deaf_children() -> Iterator[None]:
    """Children started inside do not hear Ctrl-C, not even before they can say so themselves.

    It is held back, not thrown away: a Ctrl-C in this moment reaches the parent right after.
    """
    mask = getattr(signal, "pthread_sigmask", None)
    if mask is None:
        yield
        return
    # Starting the first child starts this one too, and that would open the mask again (CPython 3.11).
    resource_tracker.ensure_running()
    before = mask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        mask(signal.SIG_SETMASK, before)
