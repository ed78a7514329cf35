"""A case folder appears in one step or not at all; with `replace` the old one stays beside it."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from yanpan.errors import CaseNumberRefused, OutputRefused
from yanpan.storage import locked, new_case_folder, write_file

NUMBER = "粤穗执〔2026〕12号"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def make(out: Path, content: bytes, *, replace: bool = False) -> None:
    with new_case_folder(out, NUMBER, replace=replace) as folder:
        write_file(folder / "assessment.json", content)


def content(out: Path, name: str = NUMBER) -> bytes:
    return (out / name / "assessment.json").read_bytes()


def test_a_case_folder_takes_its_name_and_is_private(tmp_path: Path) -> None:
    make(tmp_path, b"1")
    assert names(tmp_path) == [NUMBER]
    assert content(tmp_path) == b"1"
    assert stat.S_IMODE((tmp_path / NUMBER).stat().st_mode) == 0o700


def test_nobody_sees_the_folder_under_its_name_before_it_is_whole(tmp_path: Path) -> None:
    with new_case_folder(tmp_path, NUMBER, replace=False) as folder:
        assert not (tmp_path / NUMBER).exists()
        assert folder.parent == tmp_path
        assert folder.name.startswith(".")
    assert (tmp_path / NUMBER).is_dir()


@pytest.mark.parametrize(
    "error", [ValueError("x"), KeyboardInterrupt(), OSError(errno.ENOSPC, "full"), SystemExit(1)], ids=repr
)
def test_an_error_while_building_leaves_nothing(error: BaseException, tmp_path: Path) -> None:
    with (
        pytest.raises((ValueError, KeyboardInterrupt, OutputRefused, SystemExit)),
        new_case_folder(tmp_path, NUMBER, replace=False) as folder,
    ):
        write_file(folder / "assessment.json", b"half")
        (folder / "scans").mkdir()
        write_file(folder / "scans" / "1.png", b"half")
        raise error
    assert names(tmp_path) == []


def test_an_error_while_replacing_leaves_the_old_case(tmp_path: Path) -> None:
    make(tmp_path, b"old")
    with pytest.raises(ValueError, match="x"), new_case_folder(tmp_path, NUMBER, replace=True) as folder:
        write_file(folder / "assessment.json", b"half")
        raise ValueError("x")
    assert names(tmp_path) == [NUMBER]
    assert content(tmp_path) == b"old"


def test_an_existing_case_is_refused_before_anything_is_built(tmp_path: Path) -> None:
    make(tmp_path, b"old")
    with pytest.raises(OutputRefused) as refused:
        make(tmp_path, b"new")
    assert "这个案号的文件夹已经有了" in refused.value.what
    assert "--replace" in refused.value.remedy
    assert names(tmp_path) == [NUMBER]
    assert content(tmp_path) == b"old"


def test_replacing_keeps_every_old_case_beside(tmp_path: Path) -> None:
    for data in (b"1", b"2", b"3"):
        make(tmp_path, data, replace=True)
    assert names(tmp_path) == sorted([NUMBER, f"{NUMBER}（原1）", f"{NUMBER}（原2）"])
    assert content(tmp_path) == b"3"
    assert content(tmp_path, f"{NUMBER}（原1）") == b"1"
    assert content(tmp_path, f"{NUMBER}（原2）") == b"2"


def test_a_case_made_meanwhile_by_another_is_not_overwritten(tmp_path: Path) -> None:
    with (
        pytest.raises(OutputRefused, match="刚被别人建了"),
        new_case_folder(tmp_path, NUMBER, replace=False) as folder,
    ):
        write_file(folder / "assessment.json", b"mine")
        make(tmp_path, b"theirs")
    assert names(tmp_path) == [NUMBER]
    assert content(tmp_path) == b"theirs"


def test_a_case_made_in_the_very_last_moment_is_told_as_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if self.name.endswith(".part"):
            monkeypatch.setattr(Path, "rename", real)
            make(tmp_path, b"theirs")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(OutputRefused, match="案号的文件夹刚被别人建了"):
        make(tmp_path, b"mine")
    assert names(tmp_path) == [NUMBER]
    assert content(tmp_path) == b"theirs"


@pytest.mark.parametrize("to", ["victim", "missing"])
def test_a_link_planted_at_the_name_is_refused(to: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "victim").mkdir()
    (out / NUMBER).symlink_to(tmp_path / to)
    with pytest.raises(OutputRefused):
        make(out, b"new")
    assert names(tmp_path / "victim") == []
    assert names(out) == [NUMBER]


def test_with_replace_a_link_planted_at_the_name_is_moved_not_followed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    victim = tmp_path / "victim"
    victim.mkdir()
    (out / NUMBER).symlink_to(victim)
    make(out, b"new", replace=True)
    assert names(victim) == []
    assert not (out / NUMBER).is_symlink()
    assert content(out) == b"new"


def test_when_the_new_folder_cannot_take_the_name_the_old_case_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, b"old")
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if self.name.endswith(".part"):
            raise OSError(errno.EIO, "broken")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(OutputRefused):
        make(tmp_path, b"new", replace=True)
    monkeypatch.undo()
    assert content(tmp_path) == b"old"
    assert names(tmp_path) == [NUMBER]


@pytest.mark.parametrize("number", ["../x", "a/b", "", "CON", "粤\x00"])
def test_a_dangerous_case_number_makes_no_folder(number: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(CaseNumberRefused), new_case_folder(out, number, replace=True):
        raise AssertionError("a folder was made")
    assert names(tmp_path) == ["out"]
    assert names(out) == []


def test_the_longest_case_number_still_has_room_beside_it(tmp_path: Path) -> None:
    number = "号" * 75
    for _ in range(3):
        with new_case_folder(tmp_path, number, replace=True):
            pass
    assert names(tmp_path) == sorted([number, f"{number}（原1）", f"{number}（原2）"])


def test_a_missing_or_wrong_output_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for name in ("missing", "file"):
        with pytest.raises(OutputRefused), new_case_folder(tmp_path / name, NUMBER, replace=False):
            raise AssertionError("a folder was made")
    assert names(tmp_path) == ["file"]


def test_a_shared_case_stays_shared_when_it_is_held_and_made_anew(tmp_path: Path) -> None:
    """Several people of an office write into it: one who signed first, or made it anew, shuts nobody out."""
    with new_case_folder(tmp_path, NUMBER, replace=False) as folder:
        write_file(folder / "assessment.pdf", b"one")
        write_file(folder / "answers.yaml", b"one")
    case = tmp_path / NUMBER
    case.chmod(0o2770)
    (case / "assessment.pdf").chmod(0o660)
    before = os.umask(0o077)
    try:
        with locked(case):
            assert stat.S_IMODE((case / ".lock").stat().st_mode) == 0o660
        with new_case_folder(tmp_path, NUMBER, replace=True) as folder:
            write_file(folder / "assessment.pdf", b"two")
            write_file(folder / "answers.yaml", b"two")
            write_file(folder / "new.json", b"two")
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in case.iterdir() if path.name[0] != "."}
    assert modes == {"assessment.pdf": 0o660, "answers.yaml": 0o600, "new.json": 0o600}
    assert stat.S_IMODE(case.stat().st_mode) & 0o777 == 0o770
    assert (case / "assessment.pdf").read_bytes() == b"two"
