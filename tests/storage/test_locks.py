"""Places without locks, and lock files that were left over."""

from __future__ import annotations

import errno
import os
import sys
import warnings
from pathlib import Path

import pytest

from yanpan.errors import InputRefused, OutputRefused
from yanpan.storage import locked, new_case_folder, take_lock

if sys.platform == "win32":
    pytest.skip("flock is of Unix", allow_module_level=True)

import fcntl


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS])
@pytest.mark.parametrize("left_over", [False, True], ids=["first time", "signed elsewhere before"])
def test_a_place_without_locks_is_told_as_such_and_what_to_do(
    number: int, left_over: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As SMB, NFS and sshfs shares refuse it."""

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    if left_over:
        (tmp_path / ".lock").touch()
    monkeypatch.setattr(fcntl, "flock", refuse)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(OutputRefused, match="不能给文件加锁") as refused, locked(tmp_path):
            raise AssertionError
    assert "拷到本机磁盘上做" in refused.value.remedy
    assert refused.value.where == str(tmp_path)


def test_replacing_a_case_where_there_are_no_locks_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "")

    with new_case_folder(tmp_path, "测1号", replace=False) as folder:
        (folder / "a").write_text("旧")
    monkeypatch.setattr(fcntl, "flock", refuse)
    with (
        pytest.raises(OutputRefused, match="不能给文件加锁"),
        new_case_folder(tmp_path, "测1号", replace=True),
    ):
        pass
    assert (tmp_path / "测1号" / "a").read_text() == "旧"
    assert [path.name for path in tmp_path.iterdir()] == ["测1号"]


@pytest.mark.parametrize("content", [b"", b"12345\nhost\n", bytes(100)])
def test_a_lock_file_that_was_left_over_holds_nothing(content: bytes, tmp_path: Path) -> None:
    (tmp_path / ".lock").write_bytes(content)
    with locked(tmp_path), pytest.raises(InputRefused, match="别的程序正在改"), locked(tmp_path):
        raise AssertionError
    assert (tmp_path / ".lock").read_bytes() == content


def test_a_lock_file_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "precious"
    target.write_text("x")
    folder = tmp_path / "案件"
    folder.mkdir()
    (folder / ".lock").symlink_to(target)
    with pytest.raises(OutputRefused, match="链接") as refused, locked(folder):
        raise AssertionError
    assert refused.value.where.endswith(".lock")
    assert target.read_text() == "x"


def test_who_waits_for_a_lock_is_told_after_the_time(tmp_path: Path) -> None:
    held = take_lock(tmp_path / "a", remedy="")
    assert held is not None
    assert take_lock(tmp_path / "a", seconds=0.1, remedy="") is None
    held.release()
    assert take_lock(tmp_path / "a", remedy="") is not None


def test_what_stands_in_the_place_of_a_lock_is_named_itself(tmp_path: Path) -> None:
    """And nobody is told to move the case away."""
    (tmp_path / ".lock").mkdir()
    with pytest.raises(OutputRefused) as refused, locked(tmp_path):
        pass
    assert refused.value.where == str(tmp_path / ".lock")
    assert "文件夹" in refused.value.what and "移走它" in refused.value.remedy
