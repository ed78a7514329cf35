"""The parent's side of one child process."""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from yanpan.errors import ChildFailed, YanpanError
from yanpan.processes.watch import Watch
from yanpan.processes.wire import READY, SENT, TAKEN, VALUE, receive, send, skip_to_mark

_ROOT = str(Path(__file__).parents[2])
# Nothing but this stands on its command line: no case, no paths of the person. Where the root is on the path it stays
# in its place: before the standard library, an old backport beside us would take the place of a module there.
_CODE = """import sys
sys.argv[1] in sys.path or sys.path.insert(0, sys.argv[1])
from yanpan.processes.inside import live
live()"""


class Late(Exception):
    """The child took longer than it may and was ended."""


class Died(Exception):
    """The child is gone. `taken` says whether it had begun to take in the work."""

    def __init__(self, *, taken: bool = False) -> None:
        super().__init__()
        self.taken = taken


class Unfit(Exception):
    """The child could not make itself ready; `error` says why."""

    def __init__(self, error: YanpanError) -> None:
        super().__init__()
        self.error = error


class Child:
    """One child. All but `alive` and `kill` is for the one thread that keeps it. Raises `OSError` if it cannot start."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._process = subprocess.Popen(  # noqa: S603 — this very interpreter
            [sys.executable, "-P", *_flags(), "-c", _CODE, _ROOT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # What a library complains about would stand in the middle of a page, or of a message.
            stderr=subprocess.DEVNULL,
            # Windows: Ctrl-C goes to the parent's group alone, and no window opens.
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
            | getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert self._process.stdin is not None  # noqa: S101 — asked for above
        assert self._process.stdout is not None  # noqa: S101
        self._to: BinaryIO = self._process.stdin  # type: ignore[assignment]
        self._from: BinaryIO = self._process.stdout  # type: ignore[assignment]

    def prepare(self, outfit: bytes, seconds: float, memory: int = 0) -> None:
        """Hand over the outfit and wait until the child is ready. Raises `Late`, `Died` or `Unfit`.

        `memory`: bytes that it may have at most; 0 for no limit.
        """
        with self._watch.limit(seconds, self.kill) as limit:
            try:
                send(self._to, SENT, pickle.dumps((sys.path, memory)))
                send(self._to, SENT, outfit)
                skip_to_mark(self._from)
                kind, content = receive(self._from)
            except (OSError, EOFError):
                raise (Late() if limit.over else Died()) from None
        if kind != READY:
            raise Unfit(_error(content))

    def do(self, work: bytes, seconds: float) -> Any:
        """The answer. Raises `Late`, `Died`, or the error that the work ended with."""
        taken = False
        with self._watch.limit(seconds, self.kill) as limit:
            try:
                send(self._to, SENT, work)
                taken = receive(self._from)[0] == TAKEN
                kind, content = receive(self._from)
            except (OSError, EOFError):
                if not taken:
                    taken = self._took()
                raise (Late() if limit.over else Died(taken=taken)) from None
        if kind != VALUE:
            raise _error(content)
        try:
            return pickle.loads(content)  # noqa: S301 — from our own child
        except Exception as error:  # noqa: BLE001 — an answer that cannot be read is a bug of that work
            raise ChildFailed(type(error).__name__) from error

    def alive(self) -> bool:
        """Whether it runs still."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End it now, whatever it is doing. From any thread, as often as one likes."""
        with suppress(OSError):
            self._process.kill()

    def go_on(self) -> None:
        """Wake it if somebody stopped it (SIGSTOP): else whoever waits for its work waits for nothing."""
        if hasattr(signal, "SIGCONT"):
            with suppress(OSError):
                self._process.send_signal(signal.SIGCONT)

    def end(self) -> None:
        """Kill it and clear away what is left."""
        self.kill()
        self._process.wait()
        for line in (self._to, self._from):
            with suppress(OSError):
                line.close()

    def _took(self) -> bool:
        """Whether it had begun with work that was still being sent when it died."""
        self.kill()
        with suppress(OSError, EOFError):
            return receive(self._from)[0] == TAKEN
        return False


def _flags() -> list[str]:
    """What changes the interpreter itself must be the same in the child; paths it is told."""
    flags = [
        name
        for name, on in (
            ("-I", sys.flags.isolated),
            ("-E", sys.flags.ignore_environment),
            ("-B", sys.dont_write_bytecode),
            ("-O", sys.flags.optimize),
        )
        if on
    ]
    return [*flags, "-X", f"utf8={sys.flags.utf8_mode}"]


def _error(content: bytes) -> YanpanError:
    """The error of a child: itself if it is one of ours, else `ChildFailed` with the name of its type."""
    name, trace, itself = pickle.loads(content)  # noqa: S301
    if itself:
        with suppress(Exception):
            error = pickle.loads(itself)  # noqa: S301
            if isinstance(error, YanpanError):
                return error
    return ChildFailed(name, trace)
