"""A `yanpan` that has read its code already: for each run it forks, and the fork goes on as a new process would.

Most of a short run is the reading of libraries. A run that wants another environment, open files or limits of its own
is started in full (`program.yanpan`), and so are, everywhere, the children that yanpan itself starts.

Talks on the socket that is its only argument: asked with arguments, folder and environment, it is given standard
output and standard error, tells the number of the process, and then how it ended.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path

_LONGEST = 1 << 16


class Warm:
    """The waiting program, in the environment `plain`; forks share all of that but HOME and the like."""

    def __init__(self, plain: dict[str, str]) -> None:
        self._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            # Pipes, as each run has them: a file could be sought in.
            self._process = subprocess.Popen(
                [sys.executable, __file__, str(theirs.fileno())],
                env=plain, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                pass_fds=[theirs.fileno()],
            )  # fmt: skip
        atexit.register(self.end)

    def run(
        self, arguments: Sequence[str], folder: Path, environment: dict[str, str], seconds: float
    ) -> tuple[int, bytes, bytes]:
        """Exit code, standard output and standard error of a run. Raises `TimeoutExpired`."""
        out, out_in = os.pipe()
        err, err_in = os.pipe()
        asked = json.dumps([list(arguments), str(folder), environment]).encode("utf-8", "surrogateescape")
        socket.send_fds(self._ours, [asked], [out_in, err_in])
        os.close(out_in)
        os.close(err_in)
        number = int(self._ours.recv(_LONGEST))
        try:
            said = _read(out, err, seconds)
        except TimeoutError:
            os.kill(number, signal.SIGKILL)
            raise subprocess.TimeoutExpired(list(arguments), seconds) from None
        finally:
            code = int(self._ours.recv(_LONGEST))
            os.close(out)
            os.close(err)
        return code, *said

    def end(self) -> None:
        self._ours.close()
        self._process.wait()


def _read(out: int, err: int, seconds: float) -> tuple[bytes, bytes]:
    """Both to their ends. Raises `TimeoutError`."""
    import selectors
    import time

    end = time.monotonic() + seconds
    said = {out: bytearray(), err: bytearray()}
    with selectors.DefaultSelector() as both:
        for file in said:
            both.register(file, selectors.EVENT_READ)
        while both.get_map():
            ready = both.select(max(0.0, end - time.monotonic()))
            if not ready:
                raise TimeoutError
            for key, _ in ready:
                data = os.read(key.fd, 1 << 16)
                said[key.fd] += data
                if not data:
                    both.unregister(key.fd)
    return bytes(said[out]), bytes(said[err])


@cache
def _warm(plain: tuple[tuple[str, str], ...]) -> Warm:
    return Warm(dict(plain))


def warm(environment: dict[str, str]) -> Warm:
    """The program waiting in this environment, started when it is wanted first."""
    own = ("HOME", "YANPAN_HOME", "PWD")
    return _warm(tuple(sorted((name, value) for name, value in environment.items() if name not in own)))


def _serve(line: socket.socket) -> None:
    """Fork for each that asks; returns in the fork, with everything as a new process finds it."""
    while True:
        asked, files, _, _ = socket.recv_fds(line, _LONGEST, 2)
        if not asked:
            os._exit(0)
        number = os.fork()
        if not number:
            break
        for file in files:
            os.close(file)
        line.send(str(number).encode())
        _, status = os.waitpid(number, 0)
        line.send(str(os.waitstatus_to_exitcode(status)).encode())
    line.close()
    arguments, folder, environment = json.loads(asked)
    for at, file in enumerate(files, 1):
        os.dup2(file, at)
        os.close(file)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = [str(Path(sys.executable).parent / "yanpan"), *arguments]


def _end(code: object) -> None:
    """As the interpreter ends, save that it gives no memory back: of so many modules that takes a quarter of a second."""
    threading._shutdown()
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        os._exit(120)
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)


if __name__ == "__main__":
    sys.path.pop(0)
    import yanpan

    for found in pkgutil.walk_packages(yanpan.__path__, "yanpan."):
        if not found.name.endswith("__main__"):
            import_module(found.name)
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=int(sys.argv[1])) as socket_:
        _serve(socket_)
    from yanpan.start import run

    try:
        run()
    except SystemExit as end:
        _end(end.code)
