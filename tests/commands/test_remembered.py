"""A questionnaire is read and checked once; what was kept is used only for the very same files, program and law."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from program import ANSWERS, SMALL, Run

from yanpan.commands.remembered import key_of

LOW = ANSWERS / "low.yaml"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "pack"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Of somebody who has never used yanpan."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def cache(home: Path) -> Path:
    return home / "cache"


@pytest.fixture
def judged(run: Run, pack: Path, tmp_path: Path) -> Run:
    """`judged()` → the digest of the questionnaire that judged, or what was said against it."""
    count = iter(range(100))

    def judged() -> str:
        out = tmp_path / f"out-{next(count)}"
        out.mkdir()
        done = run("assess", "--answers", LOW, "--questionnaire", pack, "--out", out, "--no-pdf", "--quiet")
        if done.code:
            return str(done.err)
        (result,) = out.rglob("assessment.json")
        return str(json.loads(result.read_bytes())["questionnaire"]["digest"])

    return judged


def only(cache: Path, ending: str) -> Path:
    (found,) = cache.glob(f"*.{ending}")
    return found


def changed(pack: Path, old: str, new: str) -> None:
    (file,) = [path for path in pack.glob("*.yaml") if old in path.read_text()]
    file.write_text(file.read_text().replace(old, new))


def test_what_was_kept_is_what_is_read(judged: Run, cache: Path) -> None:
    first = judged()
    assert (only(cache, "pack").read_bytes()[:64].decode(), only(cache, "checked").exists()) == (first, True)
    assert judged() == first


def test_another_word_in_the_files_is_another_questionnaire(judged: Run, pack: Path, cache: Path) -> None:
    first = judged()
    title = next(
        line for line in (pack / "questionnaire.yaml").read_text().splitlines() if line.startswith("title:")
    )
    changed(pack, title, f"{title}（修订）")
    assert judged() != first
    assert len([*cache.glob("*.pack")]) == 2


def test_a_file_added_to_the_folder_is_seen(judged: Run, pack: Path) -> None:
    judged()
    (pack / "sources.yaml").write_text("sources: 不是列表\n")
    assert "sources" in judged()


@pytest.mark.parametrize("damage", [b"", b"\x00" * 70, b"{}", b"0" * 64 + b"\n{}"])
def test_what_is_damaged_is_worked_out_anew(judged: Run, cache: Path, damage: bytes) -> None:
    first = judged()
    only(cache, "pack").write_bytes(damage)
    only(cache, "checked").write_bytes(damage)
    assert judged() == first
    assert only(cache, "pack").read_bytes()[:64].decode() == first


def test_a_letter_that_flipped_is_not_believed(judged: Run, cache: Path) -> None:
    first = judged()
    kept = only(cache, "pack")
    whole = kept.read_bytes()
    kept.write_bytes(whole.replace(b'"version":"', b'"version":"9', 1))
    assert kept.read_bytes() != whole
    assert judged() == first


def ends(pack: Path, day: str) -> str:
    """Its first source ends on that day. → the name under which the files are kept."""
    sources = pack / "sources.yaml"
    began = "    in_force_from: 2020-07-17\n"
    assert sources.read_text().count(began) == 1
    sources.write_text(sources.read_text().replace(began, f"{began}    in_force_to: {day}\n"))
    return key_of(pack)


def test_what_lint_refuses_is_refused_each_time(judged: Run, pack: Path, cache: Path) -> None:
    ends(pack, "2026-06-30")
    assert "不在施行期内" in judged()
    assert not [*cache.glob("*.checked")]
    assert "不在施行期内" in judged()


@pytest.mark.parametrize(
    ("checked", "believed"), [("2026-01-01", False), ("2026-06-30", False), ("2026-07-01", True)]
)
def test_a_check_of_before_a_law_ended_says_nothing_of_today(
    judged: Run, pack: Path, cache: Path, checked: str, believed: bool
) -> None:
    key = ends(pack, "2026-06-30")
    cache.mkdir()
    (cache / f"{key}.checked").write_text(checked)
    assert ("不在施行期内" not in judged()) is believed


def test_a_check_of_a_day_to_come_is_made_again(judged: Run, cache: Path) -> None:
    judged()
    only(cache, "checked").write_text("2199-01-01")
    judged()
    assert only(cache, "checked").read_text() < "2199"


def test_a_home_that_takes_nothing_is_no_fault(judged: Run, home: Path, cache: Path) -> None:
    cache.parent.mkdir(exist_ok=True)
    cache.write_text("a file where the folder would be")
    assert len(judged()) == 64


def test_it_does_not_grow_without_end(judged: Run, pack: Path, cache: Path) -> None:
    cache.mkdir(parents=True)
    for i in range(40):
        (cache / f"{i}.pack").write_text("old")
    judged()
    assert len([*cache.iterdir()]) <= 24
