"""Stands in every yanpan process that a test starts: no network, and, when asked, a kill -9 at a chosen write.

`TEST_MAY_REACH` names the few addresses (host:port) that a test of a time-stamping service lets it reach.

Python imports a module of this name by itself when its folder is on PYTHONPATH.
"""

from __future__ import annotations

import os
import signal
import sys

_NETWORK = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"})
_WRITES = frozenset({"open", "os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir"})
REACHED_NETWORK = 97
_MAY_REACH = os.environ.get("TEST_MAY_REACH", "").split()

_folder, _, _nth = os.environ.get("TEST_KILL_AT_WRITE", "").rpartition("#")
_left = int(_nth or 0)


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    global _left
    if event in _NETWORK or (event == "socket.connect" and _elsewhere(arguments[1])):
        os.write(2, f"reached for the network: {event}\n".encode())
        os._exit(REACHED_NETWORK)
    if _folder and event in _WRITES and isinstance(arguments[0], str | bytes | os.PathLike):
        if event == "open" and not _for_writing(arguments):
            return
        if os.fsdecode(arguments[0]).startswith(_folder):
            _left -= 1
            if _left == 0:
                os.kill(os.getpid(), int(os.environ.get("TEST_KILL_WITH", signal.SIGKILL)))


def _elsewhere(address: object) -> bool:
    return isinstance(address, tuple) and f"{address[0]}:{address[1]}" not in _MAY_REACH


def _for_writing(arguments: tuple[object, ...]) -> bool:
    flags = arguments[2] if len(arguments) > 2 else 0
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


sys.addaudithook(_watch)
