"""Files are written whole or not at all, privately, and never through somebody else's link."""

from __future__ import annotations

import errno
import os
import resource
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from yanpan.errors import InputRefused, OutputRefused
from yanpan.storage import (
    check_output_folder,
    locked,
    make_folder,
    refused_output,
    remove_tree,
    write_file,
    write_over,
)

NOBODY = 65534


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the rights of root, to whom nothing is read-only."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def read_only(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that may be read and not written, reachable by anybody."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "old.json").write_bytes(b"old")
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file can grow beyond `size` bytes, as on a disk that is nearly full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_and_private(tmp_path: Path) -> None:
    path = tmp_path / "粤穗执〔2026〕12号.json"
    write_file(path, "内容".encode())
    assert path.read_text(encoding="utf-8") == "内容"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert names(tmp_path) == [path.name]


def test_an_existing_file_is_replaced_and_stays_private(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    path.chmod(0o666)
    write_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("umask", [0o022, 0o077])
def test_who_could_read_a_file_of_a_case_can_still(tmp_path: Path, umask: int) -> None:
    """A unit signs on a share: the next one opens what the one before has written."""
    paper, beside, alone = tmp_path / "paper", tmp_path / "list", tmp_path / "else" / "x"
    paper.write_bytes(b"old")
    paper.chmod(0o664)
    before = os.umask(umask)
    try:
        write_over(paper, b"new")
        write_over(beside, b"list", like=paper)
        make_folder(tmp_path / "else", like=tmp_path)
        write_over(alone, b"x", like=tmp_path / "none")
    finally:
        os.umask(before)
    assert paper.read_bytes() == b"new"
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (paper, beside, alone)]
    assert modes == [0o664, 0o664, 0o600]
    assert stat.S_IMODE((tmp_path / "else").stat().st_mode) == stat.S_IMODE(tmp_path.stat().st_mode) | 0o700


def test_what_could_be_run_is_not_run_any_more(tmp_path: Path) -> None:
    paper = tmp_path / "paper"
    paper.write_bytes(b"old")
    paper.chmod(0o4755)
    write_over(paper, b"new")
    assert stat.S_IMODE(paper.stat().st_mode) == 0o644


def test_an_empty_and_a_large_file_are_written_whole(tmp_path: Path) -> None:
    for data in (b"", b"x" * 5_000_000):
        write_file(tmp_path / "a", data)
        assert (tmp_path / "a").read_bytes() == data


def test_a_long_chinese_name_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("号" * 84)
    write_file(path, b"x")
    assert path.read_bytes() == b"x"


@pytest.mark.parametrize(
    "error", [OSError(errno.EIO, "broken"), KeyboardInterrupt(), MemoryError()], ids=repr
)
def test_a_crash_before_the_last_step_leaves_the_old_file(
    error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"old")

    def crash(*_: object) -> None:
        raise error

    for place, name in ((Path, "replace"), (os, "replace"), (os, "rename")):
        monkeypatch.setattr(place, name, crash)
    with pytest.raises((OutputRefused, KeyboardInterrupt, MemoryError)):
        write_file(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.json"]


def test_a_process_killed_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom yanpan.storage import write_file\n"
        "os.fsync = lambda _: os._exit(9)\nwrite_file(Path(sys.argv[1]), b'new')\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], timeout=60, check=False)
    assert done.returncode == 9
    assert path.read_bytes() == b"old"


def test_what_is_written_is_flushed_to_disk_before_it_takes_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    real_sync, real_replace = os.fsync, Path.replace

    def sync(handle: int) -> None:
        steps.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        real_sync(handle)

    def replace(self: Path, target: Path) -> Path:
        steps.append("name")
        return real_replace(self, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", replace)
    write_file(tmp_path / "a", b"x")
    assert steps == ["file", "name", "folder"]


def test_a_link_planted_at_the_name_is_replaced_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    link = tmp_path / "a.json"
    link.symlink_to(victim)
    write_file(link, b"new")
    assert victim.read_bytes() == b"precious"
    assert not link.is_symlink()
    assert link.read_bytes() == b"new"


def test_a_hard_link_planted_at_the_name_is_replaced_not_written_through(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    (tmp_path / "a.json").hardlink_to(victim)
    write_file(tmp_path / "a.json", b"new")
    assert victim.read_bytes() == b"precious"


@pytest.mark.parametrize("kind", ["link", "file"])
def test_something_planted_at_the_temporary_name_is_not_written_through(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secrets.token_hex", lambda _: "guessed")
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    planted = tmp_path / ".a.json.guessed.part"
    planted.symlink_to(victim) if kind == "link" else planted.hardlink_to(victim)
    with pytest.raises(OutputRefused):
        write_file(tmp_path / "a.json", b"new")
    assert victim.read_bytes() == b"precious"
    assert not (tmp_path / "a.json").exists()


def test_a_full_disk_leaves_the_old_file_and_nothing_half_written(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    with room_for(4096), pytest.raises(OutputRefused) as refused:
        write_file(path, b"x" * 1_000_000)
    assert refused.value.exit_code == 3
    assert refused.value.where == str(path)
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.json"]


def test_a_disk_found_full_only_when_flushing_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputRefused) as refused:
        write_file(path, b"new")
    assert refused.value.what == "磁盘满了，没有写成"
    assert refused.value.remedy == "腾出空间后重试；原有文件没有改动。"
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.json"]


def test_a_read_only_folder_is_refused_in_words(read_only: Path) -> None:
    with as_nobody(), pytest.raises(OutputRefused) as refused:
        write_file(read_only / "old.json", b"new")
    assert refused.value.what == "没有写入权限"
    assert "权限" in refused.value.remedy
    assert (read_only / "old.json").read_bytes() == b"old"
    assert names(read_only) == ["old.json"]


def test_a_read_only_folder_is_found_before_the_work_begins(read_only: Path) -> None:
    with as_nobody(), pytest.raises(OutputRefused, match="没有写入权限"):
        check_output_folder(read_only)
    with as_nobody(), pytest.raises(OutputRefused, match="没有写入权限"):
        make_folder(read_only / "new")


def test_a_good_folder_is_left_as_it_was(tmp_path: Path) -> None:
    check_output_folder(tmp_path)
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("place", "words"),
    [("missing/a", "文件夹不存在"), ("file/a", "路径中有一段不是文件夹"), ("号" * 200, "名字太长")],
    ids=["missing folder", "file as folder", "long name"],
)
def test_a_place_that_cannot_be_is_refused_in_words(place: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputRefused, match=words):
        write_file(tmp_path / place, b"x")


def test_a_folder_at_the_name_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "a.json").mkdir()
    (tmp_path / "a.json" / "kept").write_bytes(b"kept")
    with pytest.raises(OutputRefused):
        write_file(tmp_path / "a.json", b"new")
    assert (tmp_path / "a.json" / "kept").read_bytes() == b"kept"
    assert names(tmp_path) == ["a.json"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "磁盘满了"), (errno.EDQUOT, "磁盘配额用完了"), (errno.EROFS, "只读"), (errno.EACCES, "没有写入权限"),
        (errno.EPERM, "没有写入权限"), (errno.EFBIG, "写不成"), (errno.EIO, "写不成"),
    ],
)  # fmt: skip
def test_each_error_of_the_system_has_words(number: int, words: str) -> None:
    error = refused_output(Path("/a"), OSError(number, os.strerror(number)))
    assert words in error.what
    assert error.where == "/a"


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EROFS, errno.EISDIR])
def test_another_place_is_offered_only_by_who_knows_one(number: int) -> None:
    error = OSError(number, os.strerror(number))
    assert "--" not in refused_output(Path("/a"), error).remedy
    assert refused_output(Path("/a"), error, remedy="用 --out。").remedy == "用 --out。"


def test_check_output_folder_says_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(OutputRefused, match="输出文件夹不存在"):
        check_output_folder(tmp_path / "missing")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputRefused, match="这不是文件夹"):
        check_output_folder(tmp_path / "file")


def test_links_inside_a_folder_to_remove_are_removed_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_bytes(b"kept")
    folder = tmp_path / "folder"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "file").write_bytes(b"x")
    (folder / "deep" / "link").symlink_to(outside)
    (folder / ".hidden").write_bytes(b"x")
    remove_tree(folder)
    assert not folder.exists()
    assert names(outside) == ["kept"]


# ── Locks ──

HOLD = """
import sys
from pathlib import Path
from yanpan.storage import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_process_is_told_at_once_that_the_case_is_held(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(InputRefused, match="别的程序正在改这个案件"), locked(tmp_path):
            raise AssertionError("two hold the same case")
    finally:
        holder.stdin.close()
        assert holder.wait(timeout=60) == 0
        holder.stdout.close()
    with locked(tmp_path):
        pass


def test_a_holder_that_was_killed_holds_no_longer(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdin is not None
    assert holder.stdout.readline() == "held\n"
    holder.kill()
    holder.wait(timeout=60)
    holder.stdin.close()
    holder.stdout.close()
    with locked(tmp_path):
        pass


def test_two_cases_do_not_hold_each_other(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    with locked(tmp_path / "a"), locked(tmp_path / "b"):
        pass


def test_an_error_while_holding_passes_on_and_lets_go(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), locked(tmp_path):
        raise ZeroDivisionError
    with locked(tmp_path):
        pass


def test_an_error_of_the_system_while_holding_is_not_taken_for_the_lock(tmp_path: Path) -> None:
    """What goes wrong inside keeps its own place: the file that failed, not the folder that is locked."""
    with pytest.raises((OutputRefused, FileNotFoundError)) as raised, locked(tmp_path):
        (tmp_path / "missing" / "evidence.pdf").read_bytes()
    assert "evidence.pdf" in str(raised.value)


def test_a_link_planted_at_the_lock_does_not_empty_its_target(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    case = tmp_path / "case"
    case.mkdir()
    (case / ".lock").symlink_to(victim)
    with pytest.raises(InputRefused), locked(case):
        pass
    assert victim.read_bytes() == b"precious"


def test_a_missing_case_cannot_be_held(tmp_path: Path) -> None:
    with pytest.raises(OutputRefused), locked(tmp_path / "missing"):
        pass
    assert names(tmp_path) == []
