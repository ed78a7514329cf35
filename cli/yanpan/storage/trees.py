"""A folder with all that is in it, however deep: the standard library's own walks call themselves for each folder in a folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path


def below(top: Path, *, closed: bool = False) -> Iterator[tuple[Path, bool]]:
    """All below a folder and whether it is a folder, each before what is in it. A link is none, and is not followed.

    Raises `OSError` for a folder that cannot be read, or passes over what is in it where it may be `closed`.
    """
    waiting = [top]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError:
            if not closed:
                raise
            continue
        for entry in entries:
            folder = entry.is_dir(follow_symlinks=False)
            yield Path(entry.path), folder
            if folder:
                waiting.append(Path(entry.path))


def copy_tree(source: Path, target: Path, copy_file: Callable[[str, str], None]) -> None:
    """Make a folder like another one, its files by `copy_file`. Raises `OSError` for the first thing that cannot be copied."""
    target.mkdir()
    folders = [(source, target)]
    for path, folder in below(source):
        place = target / path.relative_to(source)
        if folder:
            place.mkdir()
            folders.append((path, place))
        else:
            copy_file(str(path), str(place))
    # At the end, for a folder that is closed to its owner takes no files.
    for path, place in reversed(folders):
        shutil.copystat(path, place)
