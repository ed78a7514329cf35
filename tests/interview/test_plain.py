"""Line by line, without a terminal that can do anything: pipes, TERM=dumb, screen readers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from person import HERE, NUMBER, PACK


def talk(home: Path, *lines: str, options: tuple[str, ...] = (), term: str = "dumb") -> tuple[int, str]:
    """Exit code and everything printed, for these lines typed into a pipe."""
    home.mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, str(HERE / "driver.py"), str(PACK), str(home), "--plain", *options],
        input="".join(f"{line}\n" for line in lines), capture_output=True, text=True, encoding="utf-8", timeout=120,
        env={"PATH": "/usr/bin:/bin", "TERM": term, "PYTHONUTF8": "1", "HOME": str(home)}, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr + done.stdout


FACTS = (NUMBER, "某局", "张三 粤A001", "", "行政强制", "", "现在", "300")


def test_a_whole_case_through_a_pipe(tmp_path: Path) -> None:
    code, said = talk(tmp_path / "home", *FACTS, "1", "1 2", "0", "y")
    assert code == 0, said
    answers = (tmp_path / "home" / "answers.yaml").read_text(encoding="utf-8")
    for words in ("某局", "kind: 强制", "people: 300", "approved:", "- gather", "- resist"):
        assert words in answers
    assert "\x1b" not in said


def test_no_line_of_blanks_answers_anything(tmp_path: Path) -> None:
    code, said = talk(tmp_path / "home", *FACTS, *[""] * 60)
    assert code == 130
    assert said.count("还没有选") == 60
    assert "答过的 5 题都存好了" in said


def test_the_end_of_the_input_leaves_and_goes_on_later(tmp_path: Path) -> None:
    code, _ = talk(tmp_path / "home", *FACTS, "u", "q")
    assert code == 130
    code, said = talk(tmp_path / "home", "1", "0", "0", "y")
    assert code == 0, said
    assert "接着做：已答" in said


def test_notes_clauses_and_the_review_are_there(tmp_path: Path) -> None:
    code, said = talk(tmp_path / "home", *FACTS, "?", "n", "口头同意过", "3", "r", "7", "1", "0", "y")
    assert code == 0, said
    assert "第18条" in said
    assert "备注：口头同意过" in said
    assert "approved:" in (tmp_path / "home" / "answers.yaml").read_text(encoding="utf-8")


def test_wrong_lines_are_told_and_asked_again(tmp_path: Path) -> None:
    code, said = talk(
        tmp_path / "home", *FACTS[:4], "7", "1 2", "x", "行政处罚", "", "2月30日9点", "现在", "q"
    )
    assert code == 130
    for words in ("没有这一项", "只能选一项", "没有“2月30日”这一天"):
        assert words in said
