"""Pages signed in ink: their scans in the case folder, and the list of them, until a signature takes them in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import msgspec

from yanpan.approval import InkScan, scan_name
from yanpan.cases.case_folder import MAX_PAPER_BYTES, PAPER
from yanpan.cases.scan_kind import KINDS, kind_of_scan
from yanpan.documents import entries, is_file, is_folder, is_link, is_there, read_plain, read_sidecar
from yanpan.errors import InputRefused, OutputRefused
from yanpan.storage import make_folder, write_over

SCANS, SCAN_FOLDER = "scans.json", "scans"
VERSION = 1
"""Of the list's format. Before there was one the list was the whole file."""

_OURS = re.compile(r".+-[0-9a-f]{12}\.[a-z0-9]{1,8}", re.DOTALL)
"""How the file of a scan is named (`scan_name`)."""

_MOST = 20
"""Scans in a folder: one a role, and some that were withdrawn and could not be removed."""

_LARGEST_LIST = 1024 * 1024
_BACK = "从备份恢复；没有备份的，把 scans.json 和 scans 文件夹移出案件文件夹，再用 --scan 重新登记。"
_ROLE = re.compile(r"[a-z_]+")
"""How a role is written in an opinion that takes its scan in."""


class RegisteredScan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page signed in ink: who signed it by role, the file in the case folder, its SHA-256, when it was registered."""

    role: str
    file: str
    sha256: str
    registered_at: Annotated[datetime, msgspec.Meta(tz=True)]

    @property
    def ink(self) -> InkScan:
        return InkScan(self.role, self.sha256)


class _List(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    version: int
    scans: tuple[RegisteredScan, ...]


def listed_bytes(folder: Path) -> bytes:
    """The list as it lies in a case folder; empty where there is none. Raises `InputRefused`."""
    listed = folder / SCANS
    if not is_there(listed):
        return b""
    return read_plain(listed, most=_LARGEST_LIST, remedy=_BACK)


def registered_scans(folder: Path) -> tuple[RegisteredScan, ...]:
    """The ink scans of a case, in order. Raises `InputRefused` when the list is broken or a file was changed."""
    listed = folder / SCANS
    scans = _read_list(listed_bytes(folder), str(listed))
    there = scan_files(folder)
    for scan in scans:
        if there.get(scan.file) != scan.sha256:
            raise InputRefused(
                "手签扫描件不在了，或者和登记时不一样",
                where=str(folder / SCAN_FOLDER / scan.file),
                remedy="放回原来的扫描件，或者用 yanpan sign --withdraw-scan 撤回后重新登记。",
            )
    return scans


def listed_scan_files(folder: Path) -> tuple[RegisteredScan, ...]:
    """The list as it stands there, without a look at the files. Raises `InputRefused` when it is broken."""
    return _read_list(listed_bytes(folder), str(folder / SCANS))


def listed_scans(folder: Path) -> tuple[InkScan, ...]:
    """The same without a look at the files: who is on the list. Raises `InputRefused` when the list is broken."""
    return tuple(scan.ink for scan in listed_scan_files(folder))


def _read_list(data: bytes, where: str) -> tuple[RegisteredScan, ...]:
    if not data:
        return ()
    read = partial(read_sidecar, data, what="手签扫描件的登记读不懂", where=where, remedy=_BACK)
    plain = read(object)
    version = plain.get("version") if isinstance(plain, dict) else VERSION
    if isinstance(version, int) and version > VERSION:
        raise InputRefused(
            f"手签登记是第 {str(version)[:20]} 版格式，本程序只认到第 {VERSION} 版",
            where=where,
            remedy="升级 yanpan。",
        )
    scans: tuple[RegisteredScan, ...] = (
        read(tuple[RegisteredScan, ...]) if isinstance(plain, list) else read(_List).scans
    )
    if len(scans) > _MOST:
        raise InputRefused(f"手签登记多于 {_MOST} 份", where=where, remedy=_BACK)
    seen: set[str] = set()
    for scan in scans:
        if not _ROLE.fullmatch(scan.role):
            raise InputRefused(f"手签登记里有不能用的角色名“{scan.role[:40]}”", where=where, remedy=_BACK)
        if scan.role in seen:
            raise InputRefused(f"手签登记里“{scan.role[:40]}”登记了两次", where=where, remedy=_BACK)
        seen.add(scan.role)
    return scans


def scan_files(folder: Path) -> dict[str, str]:
    """The scans that lie in a case folder: name to SHA-256 (hex). Links, and what is no picture of a page, are none.

    Only names that this program gives are looked at, and no more of them than a case can have: whatever else lies
    there keeps nobody waiting. Raises `InputRefused` where a file cannot be read, and where there are too many.
    """
    scans = folder / SCAN_FOLDER
    there = entries(scans) if is_folder(scans) and not is_link(scans) else []
    ours = (file for file in there if _OURS.fullmatch(file.name))
    files = [file for file in ours if not is_link(file) and is_file(file)]
    if len(files) > _MOST:
        raise InputRefused(
            f"手签扫描件多于 {_MOST} 份", where=str(scans), remedy="移走没有登记在 scans.json 里的。"
        )
    found = {}
    for file in files:
        data = read_plain(file, most=MAX_PAPER_BYTES, remedy="移走它，或者从备份恢复。")
        if kind_of_scan(data):
            found[file.name] = hashlib.sha256(data).hexdigest()
    return found


def is_scan(name: str) -> bool:
    """Whether a file is named as this program names scans."""
    return _OURS.fullmatch(name) is not None


def read_scan(path: Path) -> tuple[bytes, str]:
    """The scan that a person names, and the ending that fits it. Raises `InputRefused` for what is none."""
    remedy = f"给出扫描件：{KINDS}，50 MB 以内。"
    data = read_plain(path, most=MAX_PAPER_BYTES, remedy=remedy)
    kind = kind_of_scan(data)
    if not kind:
        words = "扫描件是空的" if not data else "这不是扫描件：看内容不是一页的图片，也不是 PDF"
        raise InputRefused(words, where=str(path), remedy=remedy)
    return data, kind


def add_scan(
    folder: Path, known: Sequence[RegisteredScan], *, role: str, data: bytes, kind: str, at: datetime
) -> RegisteredScan:
    """Put a scan into a case folder that is held, and on its list. Both or neither. Raises `OutputRefused`."""
    digest = hashlib.sha256(data).hexdigest()
    scans = folder / SCAN_FOLDER
    if is_link(scans) or (is_there(scans) and not is_folder(scans)):
        raise OutputRefused("scans 不是文件夹，或者是链接", where=str(scans), remedy="移走它后重试。")
    if not is_there(scans):
        make_folder(scans, like=folder)
    made = RegisteredScan(
        role=role, file=scan_name(InkScan(role, digest)) + kind, sha256=digest, registered_at=at
    )
    write_over(scans / made.file, data, like=folder / PAPER)
    try:
        _write_list(folder, (*known, made))
    except BaseException:
        with suppress(OSError):
            (scans / made.file).unlink()
        raise
    return made


def drop_scan(folder: Path, role: str) -> None:
    """Take the scan of a role off the list of a case folder that is held, and then the file. Raises `OutputRefused`."""
    listed = _read_list(listed_bytes(folder), str(folder / SCANS))
    _write_list(folder, [scan for scan in listed if scan.role != role])
    for scan in listed:
        if scan.role == role:
            # Off the list it counts for nothing, whether it can be removed or not.
            with suppress(OSError):
                (folder / SCAN_FOLDER / Path(scan.file).name).unlink()


def open_scan_of(folder: Path, role: str) -> RegisteredScan | None:
    """The scan of a role on the list, though its file may be gone or changed. Raises `InputRefused`."""
    listed = _read_list(listed_bytes(folder), str(folder / SCANS))
    return next((scan for scan in listed if scan.role == role), None)


def _write_list(folder: Path, scans: Sequence[RegisteredScan]) -> None:
    listed = _List(version=VERSION, scans=tuple(scans))
    data = msgspec.json.format(msgspec.json.encode(listed), indent=2) + b"\n"
    write_over(folder / SCANS, data, like=folder / PAPER)
