"""Small things that are told where they are: an early end, the name of a file, the id of a questionnaire."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from program import ANSWERS, NUMBER, SMALL, Run, check_refused

Case = Callable[[str], Path]


def ended(folder: Path) -> tuple[Path, int]:
    """Answers that ended early without a reason, and the line that says so."""
    text = (ANSWERS / "low.yaml").read_text(encoding="utf-8") + "ended_early: true\n"
    file = folder / "ended.yaml"
    file.write_text(text, encoding="utf-8")
    return file, text.count("\n")


def test_an_early_end_that_may_not_be_is_told_with_its_line(run: Run, out: Path, tmp_path: Path) -> None:
    file, line = ended(tmp_path)
    done = run("assess", "--answers", file, "--out", out, "--questionnaire", SMALL, "--no-pdf", "--json")
    check_refused(done, says=f"ended.yaml:{line}")
    assert (done.json["error"]["line"], done.json["error"]["field"]) == (line, "ended_early")
    assert not (out / NUMBER).exists()


def test_in_edit_too(run: Run, case: Case, tmp_path: Path) -> None:
    file, line = ended(tmp_path)
    done = run("edit", case("medium"), "--answers", file, "--questionnaire", SMALL, "--no-pdf")
    check_refused(done, says=f"ended.yaml:{line}")


ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "utf-8"}


def test_a_name_that_the_system_cannot_write_is_told_with_what_to_set(run: Run, out: Path) -> None:
    file = ("--answers", ANSWERS / "low.yaml")
    done = run("assess", *file, "--out", out, "--questionnaire", SMALL, "--no-pdf", env=ASCII)
    check_refused(done, says=("编码", "LC_ALL"))
    assert not (out / NUMBER).exists()


def test_in_a_batch_it_is_the_rows_fault(run: Run, out: Path, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    shutil.copy(ANSWERS / "low.yaml", source)
    done = run("batch", source, "--out", out, "--questionnaire", SMALL, "--no-pdf", "--jobs", "1", env=ASCII)
    assert done.code == 7, done
    assert "LC_ALL" in (out / "errors.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    "name", ["results.csv", "Results.CSV", "assessment.json", "Assessment.PDF", "answers.yaml"]
)
def test_no_case_is_called_as_a_file_of_ours(name: str, run: Run, out: Path, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    text = (ANSWERS / "low.yaml").read_text(encoding="utf-8")
    for number in (name, "2号"):
        (source / f"{number}.yaml").write_text(text.replace(NUMBER, number), encoding="utf-8")
    done = run("batch", source, "--out", out, "--questionnaire", SMALL, "--no-pdf", "--jobs", "1")
    assert done.code == 7
    assert {path.name for path in out.iterdir() if path.is_dir()} == {"2号"}
    assert name in (out / "errors.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("name", ["Small", "小问卷", "a b", "../x", "a_b", "x" * 500 + "!"])
def test_lint_refuses_an_odd_id(name: str, run: Run, tmp_path: Path) -> None:
    pack = Path(shutil.copytree(SMALL, tmp_path / "pack"))
    file = pack / "questionnaire.yaml"
    first, rest = file.read_text(encoding="utf-8").split("id: ", 1)
    file.write_text(f'{first}id: "{name}"\n{rest.partition(chr(10))[2]}', encoding="utf-8")
    done = run("pack", "lint", pack)
    assert done.code == 3, done
    assert "questionnaire.yaml:" in done.err + done.out
    assert "a-z" in done.err + done.out
    assert len(done.err + done.out) < 2000
