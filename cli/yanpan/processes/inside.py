"""The inside of a child: take the outfit, do what comes in, end when the parent is gone."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import traceback
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import Any, BinaryIO

from yanpan.errors import YanpanError
from yanpan.interrupts import hear_nothing
from yanpan.processes.wire import ERROR, MARK, READY, TAKEN, VALUE, receive, receive_head, receive_rest, send


def live() -> None:
    """Be a child. Standard input and output are the line to the parent; nothing else ever reads or writes them."""
    hear_nothing()
    inlet, outlet = _take_line()
    try:
        _die_with_parent()
        outlet.write(MARK)
        # Paths first: what stands in the outfit may need them to load.
        sys.path[:], memory = pickle.loads(receive(inlet)[1])  # noqa: S301 — from our own parent
        _keep_within(memory)
        outfit = receive(inlet)[1]
    except (EOFError, OSError):
        return
    works: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_listen, args=(inlet, outlet, works), daemon=True).start()
    try:
        make, worn = pickle.loads(outfit)  # noqa: S301
        do = make(worn)
    except BaseException as error:  # noqa: BLE001 — the parent says what became of it
        send(outlet, ERROR, _packed(error))
        os._exit(1)
    del outfit, make, worn
    # What is loaded stays for good: looking through it again and again costs a tenth of the time.
    gc.freeze()
    send(outlet, READY)
    while True:
        work = works.get()
        kind, answer = _done(do, work)
        del work
        send(outlet, kind, answer)


def _take_line() -> tuple[BinaryIO, BinaryIO]:
    """Move the line away from the standard places: a library that prints, or a program it starts, finds nothing there."""
    inlet, outlet = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    return inlet, outlet


def _die_with_parent() -> None:
    """Linux ends the child with its parent even in the middle of a call that lets no other thread run."""
    if sys.platform == "linux":
        with suppress(ImportError, OSError, AttributeError):
            import ctypes

            pr_set_pdeathsig = 1
            ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL, 0, 0, 0)


def _keep_within(memory: int) -> None:
    """More than so many bytes of its own the system gives it not: it gets `MemoryError`, or ends. 0 is no limit.

    Linux counts what is private and can be written (setrlimit(2), RLIMIT_DATA, since 4.7): not the libraries, nor what
    is only set aside. Where the system has no such limit, or keeps a smaller one, things stay as they are.
    """
    if not memory or sys.platform == "win32":
        return
    import resource

    with suppress(OSError, ValueError):
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        within = memory if most == resource.RLIM_INFINITY else min(memory, most)
        resource.setrlimit(resource.RLIMIT_DATA, (within, within))


def _listen(inlet: BinaryIO, outlet: BinaryIO, works: SimpleQueue[bytes]) -> None:
    """Take in work. The line ends when the parent closes it or is no more: end at once, whatever is being done."""
    try:
        while True:
            _, length = receive_head(inlet)
            # Said before it is read: if reading this much kills the child, this work was the reason.
            send(outlet, TAKEN)
            works.put(receive_rest(inlet, length))
    finally:
        os._exit(0)


def _done(do: Any, work: bytes) -> tuple[bytes, bytes]:
    try:
        return VALUE, pickle.dumps(do(pickle.loads(work)), pickle.HIGHEST_PROTOCOL)  # noqa: S301
    except BaseException as error:  # noqa: BLE001 — a bug with one piece of work must not end the child, nor print
        return ERROR, _packed(error)


def _packed(error: BaseException) -> bytes:
    """Type name, traceback, and the error itself if it is one of ours, pickled on its own: it may not come out again."""
    itself = b""
    if isinstance(error, YanpanError):
        with suppress(Exception):
            itself = pickle.dumps(error, pickle.HIGHEST_PROTOCOL)
    trace = "".join(traceback.format_exception(error))
    return pickle.dumps((type(error).__name__, trace, itself), pickle.HIGHEST_PROTOCOL)
