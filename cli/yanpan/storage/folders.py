"""Case folders: built aside, named in one step, the old one kept beside."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from yanpan.errors import OutputRefused
from yanpan.storage.leftovers import held_part, part_name, remove_tree, sweep_once
from yanpan.storage.locks import locked
from yanpan.storage.names import check_case_number
from yanpan.storage.writing import refused_output, sync_folder

_ELSEWHERE = "换一个文件夹（--out），或者请管理员开通权限。"


def make_folder(path: Path, *, remedy: str = "", like: Path | None = None) -> None:
    """Make one private folder (0700), or one that is open to whom `like` is; its parent must exist.

    Raises `OutputRefused`, see `refused_output`.
    """
    try:
        path.mkdir(mode=0o700)
        if like is not None:
            # A share or a key stick may know no rights: those of its own then stand.
            with contextlib.suppress(OSError):
                path.chmod(stat.S_IMODE(like.stat().st_mode) | 0o700)
    except OSError as error:
        raise refused_output(path, error, remedy=remedy) from error


def check_output_folder(folder: Path) -> None:
    """Raise `OutputRefused` unless `folder` exists and takes files; leaves nothing behind."""
    try:
        found = folder.stat()
    except FileNotFoundError:
        raise OutputRefused(
            "输出文件夹不存在", where=str(folder), remedy=f"先运行 mkdir -p {folder}，或者换一个 --out。"
        ) from None
    except OSError as error:
        raise refused_output(folder, error, remedy=_ELSEWHERE) from error
    except ValueError:
        raise OutputRefused("路径里有不能用的字符", where=str(folder), remedy="换一个 --out。") from None
    if not stat.S_ISDIR(found.st_mode):
        raise OutputRefused("这不是文件夹", where=str(folder), remedy="换一个 --out。")
    probe = folder / f".yanpan-{secrets.token_hex(6)}"
    try:
        probe.mkdir()
        # Another run that sweeps here may have been quicker.
        with contextlib.suppress(FileNotFoundError):
            probe.rmdir()
    except OSError as error:
        raise refused_output(folder, error, remedy=_ELSEWHERE) from error


@contextlib.contextmanager
def new_case_folder(
    out: Path, number: str, *, replace: bool, check: Callable[[Path], None] = lambda _: None
) -> Iterator[Path]:
    """Build a case folder aside and give it its name in one step when the block ends well.

    Yields the folder to write into. An existing case is refused, or kept beside as `<number>（原N）`
    with `replace`, once `check` has looked at it while it is held. On any error, also one that `check` raises, nothing
    of the new folder stays.
    """
    name = check_case_number(number)
    check_output_folder(out)
    target = out / name
    if os.path.lexists(target) and not replace:
        raise OutputRefused(
            "这个案号的文件夹已经有了",
            where=str(target),
            remedy="换一个案号；要改它的用 yanpan edit；从头重做的加 --replace，原来的会留在旁边。",
        )
    sweep_once(out)
    building = out / part_name(name)
    with held_part(building):
        yield from _built(building, target, check if replace else None)


def _built(building: Path, target: Path, check: Callable[[Path], None] | None) -> Iterator[Path]:
    make_folder(building, remedy=_ELSEWHERE)
    try:
        yield building
        if check is not None:
            _as_open_as(building, target)
        sync_folder(building)
        if os.path.lexists(target):
            if check is None:
                raise OutputRefused(
                    "这个案号的文件夹刚被别人建了", where=str(target), remedy="换一个案号后重试。"
                )
            _replace_folder(target, building, check)
        else:
            _take_name(building, target)
        sync_folder(target.parent)
    except OSError as error:
        remove_tree(building)
        raise refused_output(target, error, remedy=_ELSEWHERE) from error
    except BaseException:
        remove_tree(building)
        raise


def _as_open_as(building: Path, target: Path) -> None:
    """Let those into the new folder, and let them read its files, who were let into the old one."""
    with contextlib.suppress(OSError):
        facts = target.lstat()
        if not stat.S_ISDIR(facts.st_mode):
            return
        for file in building.iterdir():
            old = target / file.name
            if file.is_file() and not file.is_symlink() and old.is_file() and not old.is_symlink():
                file.chmod(stat.S_IMODE(old.stat().st_mode) & 0o666 | 0o600)
        building.chmod(stat.S_IMODE(facts.st_mode) | 0o700)


def _take_name(building: Path, target: Path) -> None:
    """Give the new folder its name. Another process may have taken it since it was looked for: it is told as such."""
    try:
        building.rename(target)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise
        raise OutputRefused(
            "这个案号的文件夹刚被别人建了", where=str(target), remedy="换一个案号后重试。"
        ) from error


def _replace_folder(target: Path, building: Path, check: Callable[[Path], None]) -> None:
    """Give the new folder its name and keep the old one beside it.

    The old case is held meanwhile: whoever is signing it would else write an old paper into the new folder.
    """
    held = stat.S_ISDIR(target.lstat().st_mode)
    with locked(target) if held else contextlib.nullcontext():
        check(target)
        n = 1
        while os.path.lexists(kept := target.with_name(f"{target.name}（原{n}）")):
            n += 1
        target.rename(kept)
        try:
            building.rename(target)
        except BaseException:
            kept.rename(target)
            raise
