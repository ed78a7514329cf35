"""Whatever path a person names, for whatever purpose: it is refused in words, and never a fault of the program."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from many_runs import HELD, many
from program import ANSWERS, SMALL, YANPAN, Done, Keys, check_message, environment, yanpan

CLI = Path(__file__).parents[2] / "cli" / "yanpan"
Lines = Callable[[str], list[list[str]]]


@pytest.fixture
def lines(case: Callable[[str], Path], keys: Keys, tmp_path: Path) -> Lines:
    """Every command line that names a path, with that path in its place."""
    good, root, tsa = str(case("medium")), str(keys.roots[0]), "http://127.0.0.1:9"
    secret = ["--passphrase-file", str(keys.passphrase)]
    answers = str(ANSWERS / "medium.yaml")

    def lines(path: str) -> list[list[str]]:
        return [
            ["sign", path], ["explain", path], ["what-if", path], ["report", path], ["verify", path],
            ["verify", f"{path}.pdf"], ["verify", good, "--trust", path], ["verify", good, "--crl", path],
            ["verify", good, "--ocsp", path], ["verify", good, "--roles", path], ["verify", good, "--trust-questionnaire", path],
            ["verify", good, "--questionnaire", path], ["keys", "show", path], ["keys", "show", f"{path}.p12", *secret],
            ["assess", "--answers", path], ["assess", "--answers", answers, "--out", path, "--questionnaire", SMALL],
            ["assess", "--answers", answers, "--out", path], ["assess", "--like", path],
            ["batch", path, "--out", str(tmp_path)], ["batch", f"{path}.csv", "--out", str(tmp_path)],
            ["batch", str(ANSWERS), "--out", path, "--questionnaire", SMALL],
            ["keys", "trial", "--out", path, *secret], ["keys", "trial", "--passphrase-file", path],
            ["report", good, "--out", f"{path}/x.html"], ["report", good, "--out", f"{path}.pdf"],
            ["report", good, "--out", str(tmp_path / "q.pdf"), "--questionnaire", path], ["pack", "lint", path], ["pack", "show", path],
            ["pack", "test", path], ["pack", "print", path, "--list"],
            ["pack", "print", "--act", "拆除", "--out", f"{path}.pdf"],
            ["sign", good, "--as", "officer", "--key", path, *secret],
            ["sign", good, "--as", "officer", "--token", path, *secret], ["keys", "show", "--token", path],
            ["sign", good, "--as", "officer", "--key", str(keys.officer), "--passphrase-file", path],
            ["sign", good, "--as", "officer", "--key", root, "--cert", path, *secret],
            ["sign", good, "--as", "officer", "--key", root, "--cert", root, "--chain", path, *secret],
            ["sign", good, "--as", "officer", "--cert", path, "--prepare", str(tmp_path / "r")],
            ["sign", good, "--as", "officer", "--cert", root, "--prepare", path],
            ["sign", good, "--as", "officer", "--finish", path], ["sign", good, "--as", "officer", "--scan", path],
            ["extend", path, "--tsa", tsa], ["extend", f"{path}.pdf", "--tsa", tsa],
            ["extend", good, "--tsa", tsa, "--trust", path],
        ]  # fmt: skip

    return lines


def check_all(found: Iterable[tuple[str, Done]], *, says: str = "") -> None:
    wrong = [
        f"{line[:150]}\n  exit {done.code} {done.err[:400]}"
        for line, done in found
        if not refused(done, says)
    ]
    assert not wrong, "\n".join(wrong).encode(errors="backslashreplace").decode()


def refused(done: Done, says: str) -> bool:
    try:
        check_message(done.err)
    except AssertionError:
        return False
    return done.code == 3 and says in done.err


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Path]:
    """A folder that the program may not enter."""
    folder = tmp_path / "closed"
    folder.mkdir()
    (folder / "answers.yaml").write_text("x: 1")
    folder.chmod(0)
    may = [*HELD, sys.executable, "-c", "import os, sys; os.listdir(sys.argv[1])", folder]
    if (HELD and not shutil.which("setpriv")) or subprocess.run(may, capture_output=True).returncode == 0:
        pytest.skip("nothing can be denied to who runs the tests")
    yield folder
    folder.chmod(0o700)


@pytest.mark.long(one_in=12)
@pytest.mark.parametrize(
    "name", ["a" * 300, "长" * 100, "d/" * 2500 + "d", "/" + "d" * 200 + "/" + "e" * 5000, "\udcff" * 300],
    ids=["name", "chinese", "path", "both", "no_text"],
)  # fmt: skip
def test_a_name_that_is_too_long(name: str, lines: Lines, home: Path) -> None:
    check_all(many(lines(name), home))


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("name", ["", ".", "/"])
def test_a_request_without_a_name_is_refused(name: str, lines: Lines, home: Path) -> None:
    line = next(line for line in lines(name) if "--prepare" in line and line[-1] == name)
    done = yanpan(*line, home=home)
    code, says = (3, "没有写文件名") if name else (2, "--prepare 后面是空的")
    assert done.code == code and says in done.err, done


def test_a_token_named_from_a_folder_that_is_gone(home: Path, tmp_path: Path) -> None:
    line = 'mkdir gone && cd gone && rmdir ../gone && "$@"'
    done = subprocess.run(
        ["sh", "-c", line, "sh", YANPAN, "keys", "show", "--token", "lib.so"],
        capture_output=True, text=True, env=environment(home), cwd=tmp_path, timeout=120,
    )  # fmt: skip
    assert done.returncode == 3 and "怎么办：" in done.stderr, done.stderr


@pytest.mark.long
def test_a_link_that_leads_to_itself(lines: Lines, home: Path, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    check_all(many(lines(str(tmp_path / "loop" / "x")), home))


@pytest.mark.long
def test_a_folder_that_may_not_be_entered(lines: Lines, home: Path, closed: Path) -> None:
    itself = [line for line in lines(str(closed)) if str(closed) in line]
    check_all(many([*lines(str(closed / "x")), *itself], home, held=True))


@pytest.mark.long
def test_a_case_whose_folder_may_be_listed_and_not_entered(
    case: Callable[[str], Path], home: Path, closed: Path
) -> None:
    folder = case("medium")
    folder.chmod(0o400)
    ways: list[list[str]] = [
        [command, str(folder)] for command in ("sign", "explain", "what-if", "report", "verify")
    ]
    check_all(many(ways, home, held=True))
    [(_, done)] = many([["verify", str(folder.parent), str(case("high"))]], home, held=True)
    folder.chmod(0o700)
    assert done.code == 6 and "没有权限" in done.out, done


@pytest.mark.long
def test_what_may_not_be_read_is_not_called_a_place_to_write(
    case: Callable[[str], Path], keys: Keys, home: Path, closed: Path
) -> None:
    folder = case("medium")
    sign = [
        "sign",
        str(folder),
        "--as",
        "officer",
        "--key",
        str(keys.officer),
        "--passphrase-file",
        str(keys.passphrase),
    ]
    for name in ("assessment.pdf", "assessment.json"):
        (folder / name).chmod(0)
        for _, done in many([["sign", str(folder)], sign, ["verify", str(folder)]], home, held=True):
            assert refused(done, name) and "读不了这个文件（没有权限）" in done.err, done
            assert "写" not in done.err and "--out" not in done.err, done
        (folder / name).chmod(0o600)


@pytest.mark.long
def test_a_case_that_may_not_be_written_is_told_without_options_that_are_not_there(
    case: Callable[[str], Path], keys: Keys, home: Path, closed: Path
) -> None:
    folder = case("medium")
    folder.chmod(0o500)
    sign = ["sign", str(folder), "--as", "officer"]
    ways = [
        [*sign, "--key", str(keys.officer), "--passphrase-file", str(keys.passphrase)],
        [*sign, "--withdraw-scan"],
        ["sign", str(folder)],
    ]
    *written, (_, looked) = many(ways, home, held=True)
    folder.chmod(0o700)
    assert looked.code == 0, looked
    for _, done in written:
        assert refused(done, "没有写入权限") and "--out" not in done.err, done


@pytest.mark.long
def test_a_home_that_may_not_be_entered(case: Callable[[str], Path], keys: Keys, closed: Path) -> None:
    folder = case("medium")
    sign = ["sign", str(folder), "--as", "officer", "--key", str(keys.officer)]
    lines = [["verify", str(folder)], [*sign, "--passphrase-file", str(keys.passphrase)]]
    check_all(many(lines, closed, held=True), says="YANPAN_HOME")


@pytest.mark.long
def test_a_home_below_a_file_is_none(case: Callable[[str], Path], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    [(_, done)] = many([["sign", str(case("medium"))]], tmp_path / "file" / "x", cwd=tmp_path)
    assert done.code == 0, done


ASKING = frozenset(
    {"exists", "is_dir", "is_file", "is_symlink", "stat", "lstat", "resolve", "iterdir", "samefile"}
)
"""What `pathlib` answers with an error of the system: `yanpan.documents` asks instead."""


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    "file", [file for room in ("commands", "cases", "batch") for file in sorted((CLI / room).rglob("*.py"))],
    ids=lambda file: f"{file.parent.name}/{file.stem}",
)  # fmt: skip
def test_what_stands_at_a_path_is_asked_in_one_place(file: Path) -> None:
    calls = [node.func for node in ast.walk(ast.parse(file.read_bytes())) if isinstance(node, ast.Call)]
    bare = [
        f"{file.name}:{call.lineno} {call.attr}"
        for call in calls
        if isinstance(call, ast.Attribute)
        and call.attr in ASKING
        and not ast.unparse(call.value).startswith("data_folder(")
    ]
    assert not bare
