"""A crew: what one asks of its children, one piece of work or many."""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Generic, TypeVar

from yanpan.errors import YanpanError
from yanpan.processes.staff import Rules, Staff

Outfit = TypeVar("Outfit")
Work = TypeVar("Work")
Answer = TypeVar("Answer")

_LOOK = 0.5
"""Seconds between two looks at what is done, for systems where Ctrl-C does not wake a waiting thread."""


@dataclass(frozen=True)
class Ended(Generic[Answer]):
    """How a piece of work ended: with an answer, or with an error."""

    answer: Answer | None = None
    error: YanpanError | None = None

    def get(self) -> Answer:
        """The answer; raises the error if it ended with one."""
        if self.error is not None:
            raise self.error
        return self.answer  # type: ignore[return-value]


class Crew(Generic[Outfit, Work, Answer]):
    """Up to `size` children that do work. Started when first needed, or by `warm`.

    `seconds`: how long one piece of work may take, in children that are ready, and all its tries together.
    `starting`: how many seconds a child may take to get ready.
    `tries`: a piece of work that has killed so many children is given up (`ChildLost`).
    `slow_again`: also a piece that took too long is tried so often, with its whole time; else it is given up at once
    (`TooSlow`).
    `memory`: how many bytes of its own a child may have, where the system can hold it to that; 0 for no limit. Work
    that wants more ends with `ChildFailed` (`MemoryError`), or with `ChildLost` where a library cannot bear it.

    Work ends with `ChildLost`, `TooSlow`, with the error it raised in the child if that is a `YanpanError`, with
    `ChildFailed` if it raised anything else; with `CannotStart`, or the error of `make`, if there can be no children.
    What does not pickle raises in the caller.
    """

    def __init__(
        self,
        make: Callable[[Outfit], Callable[[Work], Answer]],
        outfit: Outfit,
        *,
        size: int = 1,
        seconds: float = 60.0,
        starting: float = 180.0,
        tries: int = 2,
        slow_again: bool = False,
        memory: int = 0,
    ) -> None:
        self._size = max(1, size)
        rules = Rules(self._size, seconds, starting, tries, slow_again, memory)
        self._staff = Staff(pickle.dumps((make, outfit), pickle.HIGHEST_PROTOCOL), rules)
        self._given: dict[Future[Answer], Work] = {}

    def warm(self) -> None:
        """Start all children now and return at once. If they cannot start, the first work says so."""
        self._staff.warm()

    def do(self, work: Work) -> Answer:
        """Do one piece of work in whichever child is free and wait for its answer. From any thread."""
        future = self._give(work)
        try:
            _await(future)
        except BaseException:
            future.cancel()
            raise
        return future.result()

    def each(self, works: Iterable[Work], *, ahead: int = 2) -> Iterator[Ended[Answer]]:
        """How each piece of work ended, in order. `works` is drawn on `ahead` pieces a child, never held whole.

        What drawing on `works` raises comes out in its place, after the ends of all that came before.
        """
        waiting: deque[Future[Answer]] = deque()
        source = _Source(works)
        try:
            while True:
                undone = [future for future in waiting if not future.done()]
                # While the first in line takes its time the others go on, but not without end.
                while len(undone) < self._size * ahead and len(waiting) < self._size * ahead * 16:
                    if (work := source.next()) is None:
                        break
                    waiting.append(self._give(work[0]))
                    undone.append(waiting[-1])
                if not waiting:
                    break
                if not waiting[0].done():
                    _await_any(undone)
                while waiting and waiting[0].done():
                    yield _ended(waiting.popleft())
        finally:
            for future in waiting:
                future.cancel()
        source.raise_trouble()

    def as_ended(
        self, works: Iterable[Work], *, ahead: int = 4, stop: Callable[[], bool] = lambda: False
    ) -> Iterator[tuple[Work, Ended[Answer]]]:
        """Each piece of work and how it ended, as soon as it did. One at a time; for the rest as `each`.

        It ends early once `stop` holds: `finish` tells the rest. A piece counts as told when the next is asked for: where
        the caller leaves before, `finish` tells it again.
        """
        source = _Source(works)
        self._given.clear()
        try:
            while True:
                while len(self._given) < self._size * ahead and (work := source.next()) is not None:
                    # Known before a child can have it: what is interrupted in between would be done and never told.
                    future: Future[Answer] = Future()
                    self._given[future] = work[0]
                    self._staff.give(_pickled(work[0]), future)
                if not self._given or stop():
                    break
                for future in _await_any(self._given, stop):
                    yield self._given[future], _ended(future)
                    del self._given[future]
        finally:
            for future in self._given:
                future.cancel()
        source.raise_trouble()

    def finish(self, *, stop: Callable[[], bool] = lambda: False) -> Iterator[tuple[Work, Ended[Answer]]]:
        """After `as_ended` was left early: let what is in hand end, and tell it, until `stop` holds.

        What was not begun is dropped.

        The last that `as_ended` told comes once more: whether the caller had taken it in, nobody can know.
        Children that somebody stopped are woken: the person who wants to leave must not wait for them.
        """
        self._staff.go_on()
        for future in tuple(self._given):
            work = self._given[future]
            if not future.cancel():
                if not _await_any([future], stop):
                    return
                yield work, _ended(future)
            del self._given[future]

    def close(self) -> None:
        """End all children at once, whatever they do. Work not ended raises `CancelledError` where it is waited for."""
        self._staff.close()

    def __enter__(self) -> Crew[Outfit, Work, Answer]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _give(self, work: Work) -> Future[Answer]:
        return self._staff.give(_pickled(work), Future())


class _Source(Generic[Work]):
    """An iterator whose trouble is kept for later."""

    def __init__(self, works: Iterable[Work]) -> None:
        self._works: Iterator[Work] | None = iter(works)
        self._trouble: Exception | None = None

    def next(self) -> tuple[Work] | None:
        """The next, in a tuple; None when there is no more."""
        if self._works is None:
            return None
        try:
            return (next(self._works),)
        except StopIteration:
            self._works = None
        except Exception as trouble:  # noqa: BLE001 — raised in its place
            self._works, self._trouble = None, trouble
        return None

    def raise_trouble(self) -> None:
        if self._trouble is not None:
            raise self._trouble


def _pickled(work: object) -> bytes:
    return pickle.dumps(work, pickle.HIGHEST_PROTOCOL)


def _await(future: Future[Any]) -> None:
    while not future.done():
        wait([future], timeout=_LOOK)


def _await_any(futures: Iterable[Future[Any]], stop: Callable[[], bool] = lambda: False) -> list[Future[Any]]:
    """Those that are done, in the order given; at least one, or none once `stop` holds."""
    while True:
        done = wait(futures, timeout=_LOOK, return_when=FIRST_COMPLETED).done
        if done or stop():
            return [future for future in futures if future in done]


def _ended(future: Future[Answer]) -> Ended[Answer]:
    error = future.exception()
    if error is None:
        return Ended(future.result())
    if isinstance(error, YanpanError):
        return Ended(error=error)
    raise error
