"""What is half done is left alone while a process is at it, and is swept when that process is gone."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from yanpan.storage import (
    is_leftover,
    leftovers,
    locked,
    new_case_folder,
    next_version,
    sweep_once,
    write_file,
)


@pytest.fixture(autouse=True)
def nothing_swept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leftovers, "_swept", set[str]())


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def left(folder: Path, name: str) -> Path:
    part = folder / name
    part.mkdir()
    (part / "assessment.json").write_bytes(b"half")
    return part


@pytest.mark.parametrize("name", [".案.0123456789ab.part", ".案.next.part"])
def test_a_folder_of_a_dead_process_is_swept(name: str, tmp_path: Path) -> None:
    left(tmp_path, name)
    sweep_once(tmp_path)
    assert names(tmp_path) == []


def test_a_case_that_is_being_built_is_left_alone(tmp_path: Path) -> None:
    with new_case_folder(tmp_path, "1号", replace=False) as building:
        write_file(building / "a", b"1")
        leftovers._swept.clear()
        with new_case_folder(tmp_path, "2号", replace=False) as other:
            write_file(other / "b", b"2")
        assert (building / "a").read_bytes() == b"1"
    assert names(tmp_path) == ["1号", "2号"]


def test_a_version_that_is_being_built_is_left_alone(tmp_path: Path) -> None:
    case = tmp_path / "1号"
    case.mkdir()
    with next_version(case) as building:
        write_file(building / "a", b"1")
        sweep_once(tmp_path)
        assert (building / "a").read_bytes() == b"1"
    assert (case / "a").read_bytes() == b"1"


def test_half_a_version_of_a_case_that_is_held_is_left_alone(tmp_path: Path) -> None:
    case = tmp_path / "1号"
    case.mkdir()
    part = left(tmp_path, ".1号.next.part")
    with locked(case):
        sweep_once(tmp_path)
        assert part.is_dir()


def test_a_half_file_is_swept_when_nobody_can_be_at_it_any_more(tmp_path: Path) -> None:
    old, new = tmp_path / ".results.csv.0123456789ab.part", tmp_path / ".results.csv.ba9876543210.part"
    for file in (old, new):
        file.write_bytes(b"half")
    long_ago = time.time() - 7200
    os.utime(old, (long_ago, long_ago))
    sweep_once(tmp_path)
    assert names(tmp_path) == [new.name]


@pytest.mark.parametrize(
    "name",
    [".part", "film.mkv.part", ".film.part", ".0123456789ab.part", ".x.0123456789AB.part", "x.next.part"],
)
def test_what_a_person_called_so_is_no_leftover(name: str, tmp_path: Path) -> None:
    assert not is_leftover(name)
    left(tmp_path, name)
    sweep_once(tmp_path)
    assert names(tmp_path) == [name]


def test_links_are_not_followed(tmp_path: Path) -> None:
    victim = left(tmp_path, "victim")
    (tmp_path / ".x.0123456789ab.part").symlink_to(victim)
    sweep_once(tmp_path)
    assert names(victim) == ["assessment.json"]
