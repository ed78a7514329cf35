"""Standard streams that are closed or full: told as such, and no fault of the program."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from program import ANSWERS, SMALL, YANPAN, Keys, environment

Case = Callable[[str], Path]


def shell(line: str, home: Path, *words: str | Path) -> tuple[int, str]:
    """What `sh -c LINE` ends with; `"$@"` in it is `yanpan` and the words."""
    done = subprocess.run(
        ["sh", "-c", line, "sh", YANPAN, *words],
        capture_output=True,
        text=True,
        env=environment(home),
        timeout=120,
    )
    return done.returncode, done.stderr


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("where", [">&-", ">/dev/full"])
@pytest.mark.parametrize(
    "words",
    ["explain", "what-if", "sign", "pack show", "schema", "--help", "--version", "", "sign --help", "keys"],
)
def test_where_nothing_can_be_said_that_is_told(words: str, where: str, case: Case, home: Path) -> None:
    named = [case("medium")] if words in ("explain", "what-if", "sign") else []
    code, err = shell(f'"$@" {where}', home, *words.split(), *named)
    assert code == 3 and err.startswith("yanpan：标准输出写不出去") and err.count("\n") == 2, err


@pytest.mark.long
def test_a_command_that_says_nothing_needs_no_output(case: Case, keys: Keys, home: Path) -> None:
    folder = case("medium")
    sign = [
        "sign",
        folder,
        "--as",
        "officer",
        "--key",
        keys.officer,
        "--passphrase-file",
        keys.passphrase,
        "-q",
    ]
    assert shell('"$@" >&- <&- 2>&-', home, *sign) == (0, "")
    assert (folder / "assessment.pdf").read_bytes().startswith(b"%PDF")
    assert shell('"$@" >&- <&-', home, "verify", folder, "--so-far", *keys.trust(), "-q")[0] in (0, 6)


def test_a_passphrase_from_a_closed_input_is_refused_in_words(case: Case, keys: Keys, home: Path) -> None:
    code, err = shell('"$@" <&-', home, "sign", case("medium"), "--as", "officer", "--key", keys.officer)
    assert code == 3 and "没有终端可以输入口令" in err, err


@pytest.mark.parametrize("where", ["2>/dev/full", "2>&-"])
@pytest.mark.parametrize(
    ("code", "words"),
    [
        (2, "verify --nothing"),
        (2, "verify --at x y"),
        (3, "verify nothing.pdf"),
        (3, "keys show nothing.pem"),
    ],
)
def test_a_refusal_that_nobody_can_read_keeps_its_code(code: int, words: str, where: str, home: Path) -> None:
    assert shell(f'"$@" {where}', home, *words.split()) == (code, "")


def test_a_refusal_whose_reader_went_away_keeps_its_code(home: Path) -> None:
    line = 'exec 3>&1; { "$@" 2>&1 >&3; echo $? >&3; } | true'
    done = subprocess.run(
        ["sh", "-c", line, "sh", YANPAN, "keys", "show", "nothing.pem"],
        capture_output=True, text=True, env=environment(home), timeout=120,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("3\n", "")


def gone(home: Path, *words: str | Path) -> int:
    """The exit code of a run whose standard output nobody reads."""
    read, write = os.pipe()
    os.close(read)
    try:
        return subprocess.run(
            [str(YANPAN), *map(str, words)], stdout=write, stderr=subprocess.DEVNULL, env=environment(home),
            timeout=120, check=False,
        ).returncode  # fmt: skip
    finally:
        os.close(write)


@pytest.mark.long
def test_an_answer_is_no_yes_because_nobody_listens(
    home: Path, case: Callable[[str], Path], keys: Keys, tmp_path: Path
) -> None:
    """`ready CASE | grep -q …`: what the exit code says is said whoever reads."""
    folder = case("prohibited")
    assert gone(home, "ready", folder, *keys.trust()) == 9
    assert gone(home, "ready", folder, *keys.trust(), "--json") == 9
    out = tmp_path / "out"
    out.mkdir()
    judged = (
        "assess",
        "--answers",
        ANSWERS / "high.yaml",
        "--out",
        out,
        "--questionnaire",
        SMALL,
        "--no-pdf",
    )
    assert gone(home, *judged, "--fail-on", "high") == 9
    paper = folder / "assessment.pdf"
    paper.write_bytes(paper.read_bytes().replace(b"%PDF-1.7", b"%PDF-1.6", 1))
    assert gone(home, "verify", folder, *keys.trust()) in (5, 6)
