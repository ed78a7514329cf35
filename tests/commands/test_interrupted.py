"""Killed at any moment: a case is there whole or not at all, and the next run works."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from program import ANSWERS, NUMBER, SMALL, YANPAN, Keys, Run, environment, listing

Case = Callable[[str], Path]


def _killed_at(nth: int, folder: Path, home: Path, command: list[str]) -> int:
    """Run a command that is killed with SIGKILL just before its nth change below `folder`."""
    return subprocess.run(
        [str(YANPAN), *command], env=environment(home, TEST_KILL_AT_WRITE=f"{folder}#{nth}"), cwd=home,
        stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
    ).returncode  # fmt: skip


def test_a_kill_during_assess_leaves_a_whole_case_or_none(home: Path, tmp_path: Path, run: Run) -> None:
    whole = ["answers.yaml", "assessment.json"]
    killed = 0
    for nth in range(1, 40):
        out = tmp_path / f"out{nth}"
        out.mkdir()
        command = [
            "assess",
            "--answers",
            str(ANSWERS / "low.yaml"),
            "--out",
            str(out),
            "--questionnaire",
            str(SMALL),
            "--no-pdf",
        ]
        code = _killed_at(nth, out, home, command)
        visible = [p for p in out.iterdir() if not p.name.startswith(".")]
        assert [p.name for p in visible] in ([], [NUMBER])
        for case in visible:
            assert sorted(p.name for p in case.iterdir()) == whole
        if code == 0:
            break
        assert code == -9
        killed += 1
        if not visible and nth % 4 == 0:
            assert run(*command).code == 0
            assert sorted(p.name for p in (out / NUMBER).iterdir()) == whole
    assert killed >= 6
    assert code == 0


def test_a_kill_during_replace_keeps_the_old_case(home: Path, tmp_path: Path, run: Run) -> None:
    """The old one stands under its number or beside it, whole, at every moment."""
    first = tmp_path / "first"
    first.mkdir()
    made = run(
        "assess", "--answers", ANSWERS / "low.yaml", "--out", first, "--questionnaire", SMALL, "--no-pdf"
    )
    assert made.code == 0
    old = (first / NUMBER / "assessment.json").read_bytes()
    for nth in range(1, 40):
        out = Path(shutil.copytree(first, tmp_path / f"out{nth}"))
        command = ["assess", "--out", str(out), "--questionnaire", str(SMALL), "--no-pdf", "--answers"]
        code = _killed_at(nth, out, home, [*command, str(ANSWERS / "high.yaml"), "--replace"])
        standing = [p.read_bytes() for p in out.glob(f"{NUMBER}*/assessment.json")]
        assert old in standing
        if code == 0:
            break
    assert code == 0


def test_a_kill_during_report_leaves_no_half_paper(home: Path, case: Case, tmp_path: Path) -> None:
    folder, to = case("low"), tmp_path / "papers"
    to.mkdir()
    for nth in range(1, 10):
        paper = to / f"{nth}.pdf"
        code = _killed_at(nth, to, home, ["report", str(folder), "--to", str(paper)])
        assert not paper.exists() or paper.read_bytes() == (folder / "assessment.pdf").read_bytes()
        if code == 0:
            break
    assert code == 0
    assert paper.exists()


def test_a_kill_during_sign_leaves_the_paper_as_it_was_or_signed(
    home: Path, case: Case, keys: Keys, run: Run
) -> None:
    folder = case("low")
    unsigned = (folder / "assessment.pdf").read_bytes()
    command = [
        "sign",
        str(folder),
        "--as",
        "officer",
        "--key",
        str(keys.officer),
        "--passphrase-file",
        str(keys.passphrase),
    ]
    for nth in range(1, 10):
        code = _killed_at(nth, folder, home, command)
        paper = (folder / "assessment.pdf").read_bytes()
        if paper != unsigned:
            break
        assert code == -9
    assert paper.startswith(unsigned)
    assert run("verify", folder, *keys.trust(), "--questionnaire", SMALL).code == 0


def test_no_leftover_of_a_kill_is_ever_taken_for_a_case(home: Path, out: Path, run: Run) -> None:
    command = [
        "assess",
        "--answers",
        str(ANSWERS / "low.yaml"),
        "--out",
        str(out),
        "--questionnaire",
        str(SMALL),
        "--no-pdf",
    ]
    assert _killed_at(8, out, home, command) == -9
    leftovers = [name for name in listing(out) if "part" in name]
    assert leftovers
    assert all(name.startswith(".") for name in leftovers)


def test_the_network_is_out_of_reach(home: Path) -> None:
    """The guard that the tests above rely on stands in every process they start."""
    done = subprocess.run(
        [YANPAN.parent / "python", "-c", "import socket; socket.create_connection(('127.0.0.1', 9))"],
        env=environment(home), capture_output=True,
    )  # fmt: skip
    assert done.returncode == 97
