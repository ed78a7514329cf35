"""Where the program begins: what asks it to stop is heard before anything is loaded."""

import sys


def run() -> None:
    """Entry point of `yanpan`."""
    try:
        from yanpan.interrupts import hear

        hear()
        from yanpan.commands.main import run as begin
    except KeyboardInterrupt:
        sys.stderr.write("yanpan：已中断。\n")
        raise SystemExit(130) from None
    begin()
