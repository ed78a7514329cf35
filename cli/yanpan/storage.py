"""Files and folders as yanpan writes them: whole or not at all, private, and named safely.

Writes go to a temporary file in the same folder, are flushed to disk and then take the name in one step.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from yanpan.errors import CaseNumberRefused, InputRefused, OutputRefused, os_words

_ALLOWED = re.compile(
    r"\A[0-9A-Za-z\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff〔〕（）()\[\]【】《》·・_\-—.、 ]+\Z"
)
_RESERVED = frozenset(
    ["CON", "PRN", "AUX", "NUL", *(f"COM{i}" for i in range(1, 10)), *(f"LPT{i}" for i in range(1, 10))]
)


def check_case_number(number: str) -> str:
    """Return the case number in NFC if it can name a folder, else raise `CaseNumberRefused`.

    >>> check_case_number("粤穗执〔2026〕12号")
    '粤穗执〔2026〕12号'
    """
    shown = number.encode("unicode_escape").decode() if not number.isprintable() else number
    name = unicodedata.normalize("NFC", number).strip()
    where = f"案号“{shown[:60]}{'…' if len(shown) > 60 else ''}”"
    remedy = "写成类似 粤穗执〔2026〕12号 的样子：汉字、字母、数字、〔〕（）-，不要斜杠。"
    if not name:
        raise CaseNumberRefused("案号是空的", where=where, remedy=remedy)
    if not _ALLOWED.match(name):
        wrong = next(c for c in name if not _ALLOWED.match(c))
        word = f"“{wrong}”" if wrong.isprintable() else f"控制字符 U+{ord(wrong):04X}"
        raise CaseNumberRefused(f"案号里不能有{word}", where=where, remedy=remedy)
    if name.startswith((".", "-")) or name.endswith(".") or ".." in name:
        raise CaseNumberRefused(
            "案号不能以点、短横开头，不能以点结尾，不能有两个连着的点", where=where, remedy=remedy
        )
    if name.split(".")[0].strip().upper() in _RESERVED:
        raise CaseNumberRefused("这是系统保留的名字", where=where, remedy=remedy)
    # Room for suffixes such as “（原2）” and for the lock file beside the folder.
    if len(name.encode()) > 225:
        raise CaseNumberRefused(f"案号太长（{len(name)} 个字）", where=where, remedy="缩短到 70 个字以内。")
    return name


def write_file(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Write `data` to `path` whole or not at all. Raises `OutputRefused` in words."""
    folder = path.parent
    temporary = folder / f".{path.name[:40]}.{secrets.token_hex(6)}.part"
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), mode)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            temporary.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        sync_folder(folder)
    except OSError as error:
        raise refused_output(path, error) from error


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries to disk where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def refused_output(path: Path, error: OSError) -> OutputRefused:
    """The error of a write, in words with a remedy."""
    full, elsewhere = "腾出空间后重试；原有文件没有改动。", "换一个文件夹（--out），或者请管理员开通权限。"
    words, remedy = {
        errno.ENOSPC: ("磁盘满了，没有写成", full),
        getattr(errno, "EDQUOT", -1): ("磁盘配额用完了，没有写成", full),
        errno.EFBIG: ("超过文件大小的限制，写不成", "放宽对文件大小的限制后重试；原有文件没有改动。"),
        errno.EACCES: ("没有写入权限", elsewhere),
        errno.EPERM: ("没有写入权限", elsewhere),
        errno.EROFS: ("这个位置是只读的", "换一个文件夹（--out）。"),
        errno.ENOENT: ("文件夹不存在", "先建好文件夹，或者检查路径。"),
        errno.ENOTDIR: ("路径中有一段不是文件夹", "检查路径。"),
        errno.EISDIR: ("这个名字已经是文件夹，写不成文件", "移走它，或者换一个文件夹（--out）。"),
        errno.ENAMETOOLONG: ("名字太长", "缩短案号或者路径。"),
    }.get(error.errno or 0, (f"写不成（{os_words(error)}）", "检查磁盘和路径后重试；原有文件没有改动。"))
    # A folder under construction has a name of no meaning to the person: name the case it is for.
    building = next((parent for parent in (path, *path.parents) if parent.name.endswith(".part")), None)
    shown = building.with_name(building.name[1:].rsplit(".", 2)[0]) if building else path
    return OutputRefused(words, where=str(shown), remedy=remedy)


def make_folder(path: Path) -> None:
    """Make one private folder (0700); its parent must exist."""
    try:
        path.mkdir(mode=0o700)
    except OSError as error:
        raise refused_output(path, error) from error


def check_output_folder(folder: Path) -> None:
    """Raise `OutputRefused` unless `folder` exists and takes files; leaves nothing behind."""
    if not folder.exists():
        raise OutputRefused(
            "输出文件夹不存在", where=str(folder), remedy=f"先运行 mkdir -p {folder}，或者换一个 --out。"
        )
    if not folder.is_dir():
        raise OutputRefused("这不是文件夹", where=str(folder), remedy="换一个 --out。")
    probe = folder / f".yanpan-{secrets.token_hex(6)}"
    try:
        probe.mkdir()
        probe.rmdir()
    except OSError as error:
        raise refused_output(folder, error) from error


@contextlib.contextmanager
def new_case_folder(out: Path, number: str, *, replace: bool) -> Iterator[Path]:
    """Build a case folder aside and give it its name in one step when the block ends well.

    Yields the folder to write into. An existing case is refused, or kept beside as `<number>（原N）`
    with `replace`. On any error nothing of the new folder stays.
    """
    name = check_case_number(number)
    check_output_folder(out)
    target = out / name
    if (target.exists() or target.is_symlink()) and not replace:
        raise OutputRefused(
            "这个案号的文件夹已经有了",
            where=str(target),
            remedy="换一个案号；确要重做的加 --replace，原来的会留在旁边。",
        )
    building = out / f".{name[:20]}.{secrets.token_hex(6)}.part"
    make_folder(building)
    try:
        yield building
        sync_folder(building)
        if target.exists() or target.is_symlink():
            if not replace:
                raise OutputRefused(
                    "这个案号的文件夹刚被别人建了", where=str(target), remedy="换一个案号后重试。"
                )
            _replace_folder(target, building)
        else:
            _take_name(building, target)
        sync_folder(out)
    except OSError as error:
        remove_tree(building)
        raise refused_output(target, error) from error
    except BaseException:
        remove_tree(building)
        raise


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


def _replace_folder(target: Path, building: Path) -> None:
    """Give the new folder its name and keep the old one beside it.

    The old case is held meanwhile: whoever is signing it would else write an old paper into the new folder.
    """
    held = target.is_dir() and not target.is_symlink()
    with locked(target) if held else contextlib.nullcontext():
        n = 1
        while (kept := target.with_name(f"{target.name}（原{n}）")).exists():
            n += 1
        target.rename(kept)
        try:
            building.rename(target)
        except BaseException:
            kept.rename(target)
            raise


def remove_tree(folder: Path) -> None:
    """Remove a folder that yanpan itself made; links inside are removed, not followed."""
    for entry in sorted(folder.glob("**/*"), reverse=True):
        with contextlib.suppress(OSError):
            entry.rmdir() if entry.is_dir() and not entry.is_symlink() else entry.unlink()
    with contextlib.suppress(OSError):
        folder.rmdir()


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a case folder while it is changed; another process that tries is told at once."""
    lock = FileLock(folder / ".lock", timeout=0, mode=0o600)
    try:
        if not folder.is_dir():
            raise FileNotFoundError(errno.ENOENT, "no such folder")
        lock.acquire()
    except Timeout as error:
        raise InputRefused("别的程序正在改这个案件", where=str(folder), remedy="等它结束后再试。") from error
    except OSError as error:
        raise refused_output(folder, error) from error
    try:
        _sweep(folder)
        yield
    finally:
        lock.release()


def _sweep(folder: Path) -> None:
    """Remove the half files of a process that was killed; nobody else writes here while the folder is held."""
    for part in folder.glob(".*.part"):
        if part.is_file() and not part.is_symlink():
            with contextlib.suppress(OSError):
                part.unlink()


def check_free(path: Path, what: str, *, remedy: str = "用 --to 另写一个文件。") -> None:
    """Raise `OutputRefused` if anything stands at `path`, a link that leads nowhere too, or if nothing can."""
    try:
        path.lstat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise refused_output(path, error) from error
    raise OutputRefused(what, where=str(path), remedy=remedy)
