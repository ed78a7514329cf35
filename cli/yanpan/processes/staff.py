"""The children of a crew, each kept by a thread of its own that replaces it when it dies or hangs."""

from __future__ import annotations

from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Condition, Thread
from time import monotonic
from typing import Any

from yanpan.errors import CannotStart, ChildLost, TooSlow, YanpanError
from yanpan.interrupts import leave_to_main
from yanpan.processes.child import Child, Died, Late, Unfit
from yanpan.processes.watch import Watch

_FAILED_STARTS = 20
"""So many starts in a row that came to nothing mean that none ever will. A hung one counts for seven."""

_PAUSE = 0.02
"""Seconds to wait after a failed start, times how many failed: want of memory may pass."""


@dataclass(frozen=True)
class Rules:
    """How many children, how long and how often they try, how large they may grow: see `Crew`. Seconds and bytes."""

    size: int
    seconds: float
    starting: float
    tries: int
    slow_again: bool
    memory: int = 0


@dataclass(frozen=True)
class _Piece:
    work: bytes
    future: Future[Any]


class Staff:
    """Takes pickled work and ends its futures. `outfit` is what each child is given first."""

    def __init__(self, outfit: bytes, rules: Rules) -> None:
        self._outfit = outfit
        self._rules = rules
        self._watch = Watch()
        self._pieces: SimpleQueue[_Piece | None] = SimpleQueue()
        # Guards all below.
        self._changed = Condition()
        self._keepers: list[Thread] = []
        self._children: set[Child] = set()
        self._open = 0
        self._failed = 0
        self._ever_ready = False
        self._hopeless: YanpanError | None = None
        self._closed = False

    def warm(self) -> None:
        """Start all children, without waiting."""
        with self._changed:
            while len(self._keepers) < self._rules.size:
                self._hire()

    def give(self, work: bytes, future: Future[Any]) -> Future[Any]:
        """Line work up for the next child that is free; `future` will hold its end. Raises `CancelledError` when all is closed."""
        piece = _Piece(work, future)
        with self._changed:
            if self._closed:
                raise CancelledError
            self._open += 1
            if self._open > len(self._keepers) and len(self._keepers) < self._rules.size:
                self._hire()
        future.add_done_callback(self._count_ended)
        self._pieces.put(piece)
        return future

    def go_on(self) -> None:
        """Wake the children that somebody stopped."""
        with self._changed:
            children = tuple(self._children)
        for child in children:
            child.go_on()

    def close(self) -> None:
        """End all children at once. Futures that are not done raise `CancelledError`."""
        with self._changed:
            self._closed = True
            keepers, children = tuple(self._keepers), tuple(self._children)
            self._changed.notify_all()
        for child in children:
            child.kill()
        for _ in keepers:
            self._pieces.put(None)
        end = monotonic() + 5
        for keeper in keepers:
            keeper.join(max(0.0, end - monotonic()))
        self._watch.close()

    def _count_ended(self, _: Future[Any]) -> None:
        with self._changed:
            self._open -= 1

    def _hire(self) -> None:
        keeper = Thread(target=self._keep, name="yanpan-keeper", daemon=True)
        keeper.start()
        # Only now: one that an interrupt kept from starting cannot be waited for.
        self._keepers.append(keeper)

    def _keep(self) -> None:
        """The life of one keeper: a child is started, does piece after piece, and is ended."""
        leave_to_main()
        child: Child | None = None
        # What keeps it from starting is told to the first who gives it work.
        with suppress(Exception):
            child = self._start()
        while (piece := self._pieces.get()) is not None:
            if piece.future.set_running_or_notify_cancel():
                child = self._carry_out(piece, child)
            del piece
        if child is not None:
            self._part_with(child)

    def _carry_out(self, piece: _Piece, child: Child | None) -> Child | None:
        """Do a piece, again in another child where that helps. The child that is left, if any."""
        idle_deaths = deaths = 0
        left = self._rules.seconds
        while True:
            begun = monotonic()
            try:
                if child is not None and not child.alive():
                    self._part_with(child)
                    child = None
                if child is None:
                    child = self._start()
                    begun = monotonic()
                answer = child.do(piece.work, left)
            except Late:
                deaths += 1
                left = self._rules.seconds
                error: BaseException | None = TooSlow(self._rules.seconds)
                if self._rules.slow_again and deaths < self._rules.tries:
                    error = None
            except Died as died:
                # What kills its child late must not have all the time once more.
                left -= monotonic() - begun if died.taken else 0
                deaths += died.taken
                idle_deaths += not died.taken
                given_up = deaths >= self._rules.tries or idle_deaths >= _FAILED_STARTS
                error = (
                    CancelledError() if self._closed else ChildLost(self._rules.tries) if given_up else None
                )
                if error is None and left <= 0:
                    error = TooSlow(self._rules.seconds)
            except YanpanError as raised:
                # The work ended so: the child is as good as before.
                piece.future.set_exception(raised)
                return child
            except BaseException as raised:  # noqa: BLE001 — whoever waits must hear of it
                error = raised
            else:
                piece.future.set_result(answer)
                return child
            if child is not None:
                self._part_with(child)
                child = None
            if error is not None:
                piece.future.set_exception(error)
                return None

    def _start(self) -> Child:
        """A child that is ready. Tries again and again, until it is hopeless for the whole crew."""
        while True:
            with self._changed:
                if self._closed:
                    raise CancelledError
                if self._hopeless is not None:
                    raise self._hopeless.with_traceback(None)
            child: Child | None = None
            try:
                child = Child(self._watch)
                with self._changed:
                    self._children.add(child)
                    if self._closed:
                        raise CancelledError
                child.prepare(self._outfit, self._rules.starting, self._rules.memory)
            except Late:
                self._failed_start(7, CannotStart())
            except (Died, OSError):
                self._failed_start(1, CannotStart())
            except Unfit as unfit:
                self._failed_start(1 if self._ever_ready else _FAILED_STARTS, unfit.error)
            else:
                with self._changed:
                    self._ever_ready, self._failed = True, 0
                ready, child = child, None
                return ready
            finally:
                if child is not None:
                    self._part_with(child)

    def _failed_start(self, weight: int, error: YanpanError) -> None:
        with self._changed:
            self._failed += weight
            if self._failed >= _FAILED_STARTS:
                self._hopeless = error
            elif not self._closed:
                self._changed.wait(_PAUSE * self._failed)

    def _part_with(self, child: Child) -> None:
        child.end()
        with self._changed:
            self._children.discard(child)
