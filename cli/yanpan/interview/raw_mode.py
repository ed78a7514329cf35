"""The modes of the terminal under the pages, taken up again when another program has set them meanwhile.

A process stopped from outside (SIGSTOP) leaves nothing tidied: the shell that finds it stopped sets the terminal to
lines with an echo, and no shell undoes that for everyone. Ctrl-Z is not concerned: prompt_toolkit leaves and enters.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Any

if sys.platform != "win32":
    import os
    import termios

    class RawMode:
        """What the terminal of standard input was set to while pages stood on it."""

        def __init__(self) -> None:
            self._modes: list[Any] | None = None

        def remember(self) -> None:
            """Once, when a page was painted: keys come one by one then."""
            if self._modes is None:
                with suppress(termios.error, ValueError, OSError):
                    modes = termios.tcgetattr(sys.stdin.fileno())
                    self._modes = modes if not modes[3] & termios.ICANON else None

        def again(self) -> bool:
            """Set it so again, where it is not; whether it had to be. Never from the background: that would stop us."""
            with suppress(termios.error, ValueError, OSError):
                fd = sys.stdin.fileno()
                ours = os.tcgetpgrp(fd) == os.getpgrp()
                if self._modes is not None and ours and termios.tcgetattr(fd)[3] & termios.ICANON:
                    termios.tcsetattr(fd, termios.TCSANOW, self._modes)
                    return True
            return False

else:

    class RawMode:
        """Nothing stops a process so on Windows."""

        def remember(self) -> None:
            """Nothing to remember."""

        def again(self) -> bool:
            """Nothing was set otherwise."""
            return False
