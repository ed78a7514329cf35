"""Batches of the small questionnaire, run by the real program."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

# The small questionnaire and the way to run the program stand with the tests of the commands.
sys.path.append(str(Path(__file__).parent.parent / "commands"))

from batches import GOOD, HEADER
from program import ANSWERS, SMALL, Done, Run, yanpan


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
        (found / f"{number}-{grade}.yaml").write_text(
            text.replace("〔2026〕1号", f"〔2026〕{number}号"), encoding="utf-8"
        )
    return found
