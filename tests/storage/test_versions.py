"""The next version of a case folder takes its place in one step; the one before stays inside it as it was."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from yanpan.errors import InputRefused, OutputRefused
from yanpan.storage import next_version, old_versions, versions, write_file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A case folder with a scan, a link and a file of the person's own."""
    case = tmp_path / "粤〔2026〕1号"
    (case / "scans").mkdir(parents=True)
    (case / "assessment.json").write_bytes(b"1")
    (case / "scans" / "officer.png").write_bytes(b"ink")
    (case / "我的照片.jpg").write_bytes(b"photo")
    (case / "link").symlink_to("我的照片.jpg")
    (case / ".lock").touch()
    (case / ".half.part").write_bytes(b"half")
    return case


def state(folder: Path) -> dict[str, bytes | str | None]:
    """Everything in a folder but locks: path → content, where a link leads, None for a folder."""
    return {
        str(path.relative_to(folder)): str(path.readlink())
        if path.is_symlink()
        else path.read_bytes()
        if path.is_file()
        else None
        for path in sorted(folder.rglob("*"))
        if path.name != ".lock"
    }


OLD = {
    "assessment.json": b"1",
    "scans": None,
    "scans/officer.png": b"ink",
    "我的照片.jpg": b"photo",
    "link": "我的照片.jpg",
}


def change(folder: Path, content: bytes) -> None:
    with next_version(folder) as new:
        write_file(new / "assessment.json", content)


@pytest.fixture(params=["one step", "two steps", "no links"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk of each kind."""

    def none(*_: object, **__: object) -> None:
        raise OSError(95, "no links here")

    if request.param == "two steps":
        monkeypatch.setattr(versions, "_exchange", versions._exchange_in_two)
    if request.param == "no links":
        monkeypatch.setattr(os, "link", none)


def test_all_of_the_old_version_stays_inside(folder: Path, way: None) -> None:
    change(folder, b"2")
    assert state(folder) == {"assessment.json": b"2", "旧版-1": None} | {
        f"旧版-1/{k}": v for k, v in OLD.items()
    }
    assert sorted(path.name for path in folder.parent.iterdir()) == [folder.name]
    assert folder.stat().st_mode & 0o077 == 0


def test_versions_are_counted_on_and_earlier_ones_stay_beside_each_other(folder: Path, way: None) -> None:
    for number in range(2, 13):
        change(folder, b"%d" % number)
    names = old_versions([path.name for path in folder.iterdir()])
    assert names == [f"旧版-{i}" for i in range(1, 12)]
    assert [(folder / name / "assessment.json").read_bytes() for name in names] == [
        b"%d" % i for i in range(1, 12)
    ]
    assert state(folder / "旧版-1") == OLD
    assert not (folder / "旧版-5" / "旧版-4").exists()


@pytest.mark.parametrize("error", [ValueError("x"), KeyboardInterrupt(), OSError(28, "full")], ids=repr)
def test_an_error_leaves_the_old_version_alone(error: BaseException, folder: Path) -> None:
    with pytest.raises((ValueError, KeyboardInterrupt, OutputRefused)), next_version(folder) as new:
        write_file(new / "assessment.json", b"half")
        raise error
    assert state(folder) == OLD
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_a_folder_that_another_holds_is_refused(folder: Path) -> None:
    before = state(folder)
    with FileLock(folder / ".lock"), pytest.raises(InputRefused, match="别的程序"):
        change(folder, b"2")
    assert state(folder) == before


def test_nobody_else_changes_either_version_meanwhile(folder: Path) -> None:
    with next_version(folder) as new:
        for held in (folder, new):
            with pytest.raises(InputRefused, match="别的程序"):
                change(held, b"3")
        write_file(new / "assessment.json", b"2")
    change(folder, b"3")


def test_what_a_killed_process_left_is_swept(folder: Path) -> None:
    shutil.copytree(folder, folder.with_name(f".{folder.name}.next.part"), symlinks=True)
    change(folder, b"2")
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


@pytest.mark.parametrize("name", ["旧版-0", "旧版-", "旧版-01", "旧版-1x", "x旧版-1", "旧版-１"])
def test_other_names_are_no_versions(name: str) -> None:
    assert old_versions([name]) == []
