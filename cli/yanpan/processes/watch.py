"""Time limits for work that cannot look at the clock itself, because it waits on a pipe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition, Thread
from time import monotonic

from yanpan.interrupts import leave_to_main

_TICK = 0.25
"""Seconds between two looks at the clock: how late a limit may be."""


class Limit:
    """A limit that runs. `over` says whether its time has come."""

    def __init__(self, seconds: float, late: Callable[[], None]) -> None:
        self.left = seconds
        self.late = late
        self.over = False


class Watch:
    """One thread that keeps all limits of a crew.

    Time in which the whole program stood still (Ctrl-Z, a laptop asleep) does not count: the children stood still
    with it.
    """

    def __init__(self) -> None:
        self._limits: set[Limit] = set()
        self._changed = Condition()
        self._thread: Thread | None = None
        self._closed = False

    @contextmanager
    def limit(self, seconds: float, late: Callable[[], None]) -> Iterator[Limit]:
        """Call `late` when the block takes longer than `seconds`; never after the block has ended."""
        limit = Limit(seconds, late)
        with self._changed:
            self._limits.add(limit)
            if self._thread is None:
                self._thread = Thread(target=self._run, name="yanpan-watch", daemon=True)
                self._thread.start()
            elif len(self._limits) == 1:
                self._changed.notify_all()
        try:
            yield limit
        finally:
            with self._changed:
                self._limits.discard(limit)

    def close(self) -> None:
        """End the thread. Limits that still run are forgotten."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _run(self) -> None:
        leave_to_main()
        with self._changed:
            while not self._closed:
                if not self._limits:
                    self._changed.wait()
                    continue
                running, before = tuple(self._limits), monotonic()
                self._changed.wait(_TICK)
                passed = min(monotonic() - before, 2 * _TICK)
                for limit in running:
                    limit.left -= passed
                    if limit.left <= 0 and limit in self._limits:
                        self._limits.discard(limit)
                        limit.over = True
                        # With the lock held: once the block has ended, its child belongs to other work.
                        limit.late()
