"""Places that take no case: exit code 3, one message with place and remedy, nothing changed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from program import (
    ANSWERS,
    NUMBER,
    SMALL,
    YANPAN,
    Done,
    FullFolder,
    Keys,
    Run,
    check_refused,
    environment,
    limit_file_size,
    listing,
)

Assess = Callable[..., Done]


@pytest.fixture
def assess_into(run: Run) -> Assess:
    def assess_into(folder: Path, *more: str | Path, grade: str = "medium", **options: object) -> Done:
        return run(
            "assess", "--answers", ANSWERS / f"{grade}.yaml", "--out", folder, "--questionnaire", SMALL, *more, **options
        )  # fmt: skip

    return assess_into


def test_a_missing_folder_is_not_made(assess_into: Assess, tmp_path: Path) -> None:
    missing = tmp_path / "没有" / "这个"
    check_refused(assess_into(missing, "--no-pdf"), says=(str(missing), "不存在", "mkdir"))
    assert not missing.parent.exists()


def test_a_file_is_no_folder(assess_into: Assess, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("原样")
    check_refused(assess_into(file, "--no-pdf"), says=str(file))
    assert file.read_text() == "原样"


def test_a_folder_below_a_file_is_none(assess_into: Assess, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("原样")
    check_refused(assess_into(tmp_path / "file" / "below", "--no-pdf"), says="file")


def test_a_link_that_leads_nowhere_is_no_folder(assess_into: Assess, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    check_refused(assess_into(tmp_path / "link", "--no-pdf"), says="link")
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("extra", [["--no-pdf"], []], ids=["without_paper", "with_paper"])
def test_a_read_only_folder_is_refused(extra: list[str], assess_into: Assess, read_only_folder: Path) -> None:
    check_refused(assess_into(read_only_folder, *extra), says=(str(read_only_folder), "--out"))
    assert not (read_only_folder / NUMBER).exists()


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("extra", [["--no-pdf"], []], ids=["without_paper", "with_paper"])
def test_a_full_disk_leaves_nothing_behind(
    extra: list[str], assess_into: Assess, full_folder: FullFolder
) -> None:
    check_refused(assess_into(full_folder.path, *extra, before=full_folder.before), says="腾出空间")
    assert listing(full_folder.path) == {}


def test_a_full_disk_keeps_the_case_that_was_to_be_replaced(
    assess_into: Assess, full_folder: FullFolder
) -> None:
    old = full_folder.path / NUMBER
    old.mkdir()
    (old / "assessment.json").write_text("旧的")
    done = assess_into(full_folder.path, "--no-pdf", "--replace", before=full_folder.before)
    check_refused(done, says="腾出空间")
    assert listing(full_folder.path) == {NUMBER: None, f"{NUMBER}/assessment.json": "旧的".encode()}


def test_a_limit_on_file_size_is_told_like_a_full_disk(assess_into: Assess, out: Path) -> None:
    before = listing(out)
    check_refused(assess_into(out, "--no-pdf", before=limit_file_size), says=NUMBER)
    assert listing(out) == before


def test_a_case_that_exists_is_refused(assess_into: Assess, out: Path) -> None:
    assert assess_into(out, "--no-pdf").code == 0
    before = listing(out)
    check_refused(assess_into(out, "--no-pdf", grade="high"), says=(NUMBER, "--replace"))
    assert listing(out) == before


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("kind", ["file", "link", "dead_link", "empty_folder"])
def test_anything_of_that_name_is_a_case_that_exists(kind: str, assess_into: Assess, out: Path) -> None:
    target = out / NUMBER
    if kind == "file":
        target.write_text("别的")
    elif kind == "empty_folder":
        target.mkdir()
    else:
        target.symlink_to(out if kind == "link" else out / "nowhere")
    before = sorted(path.name for path in out.iterdir())
    check_refused(assess_into(out, "--no-pdf"), says=NUMBER)
    assert sorted(path.name for path in out.iterdir()) == before


def test_replace_keeps_every_old_case_beside_the_new_one(assess_into: Assess, out: Path) -> None:
    kept = []
    for grade in ("low", "medium", "high"):
        assert assess_into(out, "--no-pdf", "--replace", grade=grade).code == 0
        kept.append((out / NUMBER / "assessment.json").read_bytes())
    names = [f"{NUMBER}（原1）", f"{NUMBER}（原2）", NUMBER]
    assert [(out / name / "assessment.json").read_bytes() for name in names] == kept
    assert sorted(p.name for p in out.iterdir()) == sorted([*names, "别的文件.txt"])


def test_replace_without_an_old_case_is_a_new_case(assess_into: Assess, out: Path) -> None:
    assert assess_into(out, "--no-pdf", "--replace").code == 0
    assert sorted(p.name for p in out.iterdir()) == sorted([NUMBER, "别的文件.txt"])


def test_a_report_into_a_read_only_folder_is_refused(
    run: Run, case: Callable[[str], Path], read_only_folder: Path
) -> None:
    done = run("report", case("medium"), "--out", read_only_folder / "paper.pdf")
    check_refused(done, says=str(read_only_folder))


def test_a_report_onto_a_full_disk_leaves_nothing_behind(
    run: Run, case: Callable[[str], Path], full_folder: FullFolder
) -> None:
    done = run("report", case("medium"), "--out", full_folder.path / "paper.pdf", before=full_folder.before)
    check_refused(done, says="腾出空间")
    assert listing(full_folder.path) == {}


def test_a_report_into_a_missing_folder_is_refused(
    run: Run, case: Callable[[str], Path], tmp_path: Path
) -> None:
    check_refused(run("report", case("medium"), "--out", tmp_path / "no" / "paper.pdf"), says="不存在")


@pytest.mark.long
def test_a_full_disk_keeps_the_unsigned_paper_whole(
    run: Run, case: Callable[[str], Path], keys: Keys, tmp_path: Path
) -> None:
    folder = case("medium")
    before = listing(folder)
    done = run(
        "sign", folder, "--as", "officer", "--key", keys.officer, "--passphrase-file", keys.passphrase,
        before=limit_file_size,
    )  # fmt: skip
    # The first signer's paper is made anew to compare, which needs no room on the disk; the signed one does.
    check_refused(done, says="文件大小")
    assert listing(folder) == before


def test_a_place_for_keys_that_takes_none_is_refused(run: Run, keys: Keys, read_only_folder: Path) -> None:
    done = run("keys", "trial", "--out", read_only_folder, "--passphrase-file", keys.passphrase)
    check_refused(done, says=str(read_only_folder))


def test_a_missing_place_for_results_is_refused(run: Run, tmp_path: Path) -> None:
    shutil.copytree(ANSWERS, tmp_path / "cases")
    done = run("batch", tmp_path / "cases", "--out", tmp_path / "no", "--questionnaire", SMALL, "--no-pdf")
    check_refused(done, says=(str(tmp_path / "no"), "mkdir"))
    assert not (tmp_path / "no").exists()


def test_where_nothing_can_be_said_the_work_is_done_all_the_same(home: Path, tmp_path: Path) -> None:
    """`yanpan doctor --json >/dev/full`: no bug of yanpan, and nothing is promised that does not hold."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [str(YANPAN), "pack", "list", "--json"], stdout=full, stderr=subprocess.PIPE, text=True, env=environment(home), cwd=tmp_path
        )  # fmt: skip
    assert done.returncode == 3
    assert "标准输出写不出去" in done.stderr and "自身出错" not in done.stderr
