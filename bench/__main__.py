"""`python -m bench [startup] [assess] [report] [signing] [archive]`: everything, or what is named, in one run and one table each."""

from __future__ import annotations

import os
import platform
import sys

from bench import archive, assess, report, signing, startup
from bench.measure import table

PARTS = {
    "startup": ("start-up, whole processes", startup.figures),
    "assess": ("assessments a second on one core", assess.figures),
    "report": ("papers", report.figures),
    "signing": ("signing and verifying one paper", signing.figures),
    "archive": ("verifying an archive, start to end", archive.figures),
}


def main(names: list[str]) -> None:
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        raise SystemExit(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    # Case folders are private; so is what is written here.
    os.umask(0o077)
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores{load}")
    for name in names or PARTS:
        title, figures = PARTS[name]
        print()
        print(table(title, figures()), flush=True)


main(sys.argv[1:])
