"""What stands at a path that somebody named. The questions of `pathlib` raise for a name that is too long, or a folder that is closed."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from yanpan.errors import InputRefused, os_words

_NOTHING = frozenset({errno.ENOENT, errno.ENOTDIR})


def look_at(
    path: Path,
    *,
    follow: bool = True,
    remedy: str = "检查路径和权限。",
    refused: type[InputRefused] = InputRefused,
) -> os.stat_result | None:
    """What stands there, or None for nothing. With `follow` a link is what it leads to, and nothing if that is gone.

    Raises `refused` (a kind of `InputRefused`) where it cannot be told, in words.
    """
    try:
        return path.stat(follow_symlinks=follow)
    except OSError as error:
        if error.errno in _NOTHING:
            return None
        raise refused(f"打不开（{os_words(error)}）", where=str(path), remedy=remedy) from error
    except ValueError as error:
        raise refused("路径里有不能用的字符", where=str(path), remedy=remedy) from error


def is_there(path: Path) -> bool:
    """Whether anything stands there, a link that leads nowhere too. Raises `InputRefused` where it cannot be told."""
    return look_at(path, follow=False) is not None


def is_file(path: Path) -> bool:
    """Whether a plain file stands there, or a link to one. Raises `InputRefused` where it cannot be told."""
    found = look_at(path)
    return found is not None and stat.S_ISREG(found.st_mode)


def is_folder(path: Path) -> bool:
    """Whether a folder stands there; a path that cannot be is none, and raises nothing."""
    return os.path.isdir(path)  # noqa: PTH112 — the question of `pathlib` raises


def is_link(path: Path) -> bool:
    """Whether a link stands there; a path that cannot be is none, and raises nothing."""
    return os.path.islink(path)  # noqa: PTH114 — the question of `pathlib` raises


def entries(folder: Path) -> list[Path]:
    """All that lies in a folder, in order of the names. Raises `InputRefused` where it cannot be listed."""
    try:
        return sorted(folder.iterdir())
    except (OSError, ValueError) as error:
        why = os_words(error) if isinstance(error, OSError) else "路径里有不能用的字符"
        raise InputRefused(
            f"打不开这个文件夹（{why}）", where=str(folder), remedy="检查路径和权限。"
        ) from error


def subfolders(folder: Path, *, most: int) -> list[Path] | None:
    """The folders in a folder, and links to some, in order of the names; None where more than `most` entries are in it.

    Raises `InputRefused` where it cannot be listed.
    """
    found: list[Path] = []
    try:
        with os.scandir(folder) as listed:
            for number, entry in enumerate(listed, 1):
                if number > most:
                    return None
                if _leads_to_folder(entry):
                    found.append(folder / entry.name)
    except (OSError, ValueError) as error:
        why = os_words(error) if isinstance(error, OSError) else "路径里有不能用的字符"
        raise InputRefused(
            f"打不开这个文件夹（{why}）", where=str(folder), remedy="检查路径和权限。"
        ) from error
    return sorted(found)


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return True  # a link that cannot be followed may lead to one: whoever looks closer is told why not


def true_path(path: Path) -> Path:
    """The path without links, as far as it can be followed; raises nothing."""
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError):
        return path


def walk(top: Path, closed: Callable[[OSError], None]) -> Iterator[tuple[Path, list[str], list[str]]]:
    """As `os.walk`, however deep it goes: that of Python 3.11 calls itself for each folder in a folder."""
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        folders: list[str] = []
        files: list[str] = []
        try:
            with os.scandir(folder) as found:
                for entry in found:
                    (folders if _like_a_folder(entry) else files).append(entry.name)
        except OSError as error:
            closed(error)
            continue
        yield folder, folders, files
        waiting += [folder / name for name in reversed(folders) if not is_link(folder / name)]


def _like_a_folder(entry: os.DirEntry[str]) -> bool:
    """Whether a folder stands there, or what nobody can tell: it is asked as a folder and named for what it refuses.

    The kind is that of the entry. The path may be too long to be asked for, or lead through a folder that is closed.
    """
    try:
        return entry.is_dir()
    except OSError:
        return True
