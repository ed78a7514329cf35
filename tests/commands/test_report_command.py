"""`yanpan report CASE --out FILE`: the ending chooses the form."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from program import Run, check_refused, listing

Case = Callable[[str], Path]


@pytest.mark.parametrize("ending", [".html", ".htm", ".HTML"])
def test_an_html_ending_gives_a_page(ending: str, run: Run, case: Case, tmp_path: Path) -> None:
    folder = case("medium")
    before = listing(folder)
    target = tmp_path / f"文书{ending}"
    done = run("report", folder, "--out", target)
    assert (done.code, done.err) == (0, "")
    assert str(target) in done.out and "签署在 PDF 上进行" in done.out
    page = target.read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>") and page.rstrip().endswith("</html>")
    assert target.stat().st_mode & 0o077 == 0
    assert listing(folder) == before


def test_the_same_case_gives_the_same_page_byte_for_byte(run: Run, case: Case, tmp_path: Path) -> None:
    folder = case("high")
    for name in ("one.html", "two.html"):
        assert run("report", folder, "--out", tmp_path / name).code == 0
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_json_names_the_file_and_its_form(run: Run, case: Case, tmp_path: Path) -> None:
    folder, target = case("medium"), tmp_path / "a.html"
    done = run("report", folder, "--out", target, "--json")
    assert done.json == {"paper": str(target), "form": "html", "signed": False}
    assert run("report", folder, "--out", tmp_path / "b.html", "--quiet").out == ""


@pytest.mark.parametrize("name", ["paper.docx", "paper", "paper.pdf.txt", ".html"])
def test_any_other_ending_is_wrong_usage(name: str, run: Run, case: Case, tmp_path: Path) -> None:
    done = run("report", case("medium"), "--out", tmp_path / name)
    check_refused(done, code=2, says=("--out", ".pdf", ".html", ".htm"))
    assert not (tmp_path / name).exists()


def test_a_page_does_not_overwrite_a_file(run: Run, case: Case, tmp_path: Path) -> None:
    target = tmp_path / "a.html"
    target.write_text("别人的")
    check_refused(run("report", case("medium"), "--out", target), says=str(target))
    assert target.read_text() == "别人的"


@pytest.mark.parametrize("name", ["长" * 84 + ".html", "长" * 84 + ".pdf"])
def test_a_name_that_no_system_stores_is_told(name: str, run: Run, case: Case, tmp_path: Path) -> None:
    check_refused(run("report", case("medium"), "--out", tmp_path / name), says="怎么办")


def test_a_link_that_leads_nowhere_is_not_replaced(run: Run, case: Case, tmp_path: Path) -> None:
    target = tmp_path / "a.html"
    target.symlink_to(tmp_path / "nowhere")
    check_refused(run("report", case("medium"), "--out", target), says=str(target))
    assert target.is_symlink()


def test_a_name_of_strange_bytes_is_written_and_told_in_json(run: Run, case: Case, tmp_path: Path) -> None:
    done = run("report", case("medium"), "--out", tmp_path / "x\udcff.html", "--json")
    assert done.json["form"] == "html"
    assert len(list(tmp_path.glob("x*.html"))) == 1
