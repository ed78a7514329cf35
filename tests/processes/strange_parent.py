"""A program with two children, to be killed and interrupted: MAKE FOLDER SECONDS WORD [NUMBER]..."""

from __future__ import annotations

import sys
from pathlib import Path

import strange_work

from yanpan.processes import Crew

if __name__ == "__main__":
    makes, folder, seconds, word, *numbers = sys.argv[1:]
    with Crew(getattr(strange_work, makes), Path(folder), size=2, seconds=float(seconds)) as crew:
        crew.warm()
        try:
            print(crew.do((word, *map(float, numbers))))
        except KeyboardInterrupt:
            print("interrupted", flush=True)
            print(crew.do(("same", "again")))
