"""Batches of the small questionnaire, run by the real program."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

# The small questionnaire and the way to run the program stand with the tests of the commands.
sys.path.append(str(Path(__file__).parent.parent / "commands"))

from program import ANSWERS, SMALL, Done, yanpan

Run = Callable[..., Done]
HEADER = "case_number,unit_name,party_name,planned_start,people_affected,legal_basis,crowd,lacking"
GOOD = {
    "low": "某局,王某,2026-12-01 09:30,3,yes,none,无",
    "medium": "某局,王某,2026-12-01 09:30,3,yes,some,无",
    "high": "某局,王某,2026-12-01 09:30,3,yes,many,recorder|plan",
    "prohibited": "某局,王某,2026-12-01 09:30,3,no,none,无",
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.fixture
def run(home: Path) -> Run:
    return partial(yanpan, home=home)


@pytest.fixture
def batch(run: Run, out: Path) -> Run:
    """`batch(source)` runs one process without paper, unless told otherwise."""

    def batch(source: Path, *more: str | Path, paper: bool = False, jobs: int = 1, into: Path = out) -> Done:
        extra = [] if paper else ["--no-pdf"]
        return run(
            "batch", source, "--out", into, "--questionnaire", SMALL, "--jobs", str(jobs), *extra, *more
        )

    return batch


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """`table("1号,…", "2号,…")` is a CSV of these rows under the usual header."""

    def table(*rows: str, header: str = HEADER, name: str = "cases.csv", encoding: str = "utf-8") -> Path:
        file = tmp_path / name
        file.write_bytes(("\n".join([header, *rows]) + "\n").encode(encoding))
        return file

    return table


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of four answers files, one a grade, each with its own case number."""
    found = tmp_path / "source"
    found.mkdir()
    for number, grade in enumerate(GOOD, 1):
        text = (ANSWERS / f"{grade}.yaml").read_text(encoding="utf-8")
        (found / f"{number}-{grade}.yaml").write_text(text.replace("〔2026〕1号", f"〔2026〕{number}号"), encoding="utf-8")
    return found


def rows(file: Path) -> list[dict[str, str]]:
    """A CSV that yanpan wrote: UTF-8 with byte-order mark, CRLF, every row as long as the header."""
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") >= 1
    lines = list(csv.reader(data.decode("utf-8-sig").splitlines(keepends=True)))
    assert {len(line) for line in lines} == {len(lines[0])}
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def results(out: Path) -> list[dict[str, str]]:
    return rows(out / "results.csv")


def errors(out: Path) -> list[dict[str, str]]:
    return rows(out / "errors.csv")
