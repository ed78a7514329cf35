"""`make test` tries something of every kind; `make test-long`, and whoever names a test, leave nothing out."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

PARTS = """
import pytest

@pytest.mark.long(one_in=4, kind=lambda case: case[0])
@pytest.mark.parametrize("case", [f"{kind}{number}" for kind in "abc" for number in range(8)] + ["d0"])
def test_of_four_kinds(case): ...

@pytest.mark.long(one_in=10)
@pytest.mark.parametrize("case", range(30))
def test_of_one_kind(case): ...

@pytest.mark.long
def test_of_the_long_run(): ...

def test_of_every_day(): ...
"""


@pytest.fixture
def collected(tmp_path: Path, checkout: Path) -> Callable[..., list[str]]:
    """`collected(*options)`: the names of the tests that would run, as pytest of this project chooses them."""
    (tmp_path / "conftest.py").write_text((checkout / "tests" / "conftest.py").read_text(encoding="utf-8"))
    (tmp_path / "test_parts.py").write_text(PARTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n    long\n")

    def collected(*options: str) -> list[str]:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *options],
            cwd=tmp_path, capture_output=True, text=True,
        )  # fmt: skip
        return [line.partition("::")[2] for line in done.stdout.splitlines() if "::" in line]

    return collected


@pytest.mark.long
def test_every_kind_has_its_sample_and_the_rest_is_left_to_the_long_run(
    collected: Callable[..., list[str]],
) -> None:
    sample = collected()
    assert sample == collected()
    kinds = [name.partition("[")[2][:1] for name in sample if name.startswith("test_of_four_kinds")]
    assert kinds == ["a", "a", "b", "b", "c", "c", "d"]
    assert sum(name.startswith("test_of_one_kind") for name in sample) == 3
    assert "test_of_the_long_run" not in sample
    assert "test_of_every_day" in sample


def test_the_long_run_leaves_nothing_out(collected: Callable[..., list[str]]) -> None:
    assert len(collected("--long")) == 25 + 30 + 2


@pytest.mark.long
def test_who_names_a_test_gets_all_of_it(collected: Callable[..., list[str]]) -> None:
    assert len(collected("test_parts.py::test_of_one_kind")) == 30
    assert collected("test_parts.py::test_of_the_long_run") == ["test_of_the_long_run"]
