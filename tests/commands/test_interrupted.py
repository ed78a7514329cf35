"""Killed at any moment: a case is there whole or not at all, and the next run works."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from issuing import issue, write
from program import (
    ANSWERS,
    NUMBER,
    SMALL,
    YANPAN,
    Keys,
    Run,
    Stamps,
    check_refused,
    environment,
    listing,
    yanpan,
)

from scanned_pages import png

Case = Callable[[str], Path]
NOW = datetime.now(ZoneInfo("Asia/Shanghai")).replace(microsecond=0)
ROOT = issue("测试根", ca=True, now=NOW)
CMS = ("openssl", "cms", "-sign", "-binary", "-cades", "-nosmimecap", "-outform", "DER")


def _killed_at(nth: int, folder: Path, home: Path, command: list[str]) -> int:
    """Run a command that is killed with SIGKILL just before its nth change below `folder`."""
    return subprocess.run(
        [str(YANPAN), *command], env=environment(home, TEST_KILL_AT_WRITE=f"{folder}#{nth}"), cwd=home,
        stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
    ).returncode  # fmt: skip


@pytest.mark.long
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


@pytest.mark.long
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


@pytest.mark.long
def test_a_kill_during_report_leaves_no_half_paper(home: Path, case: Case, tmp_path: Path) -> None:
    folder, to = case("low"), tmp_path / "papers"
    to.mkdir()
    for nth in range(1, 10):
        paper = to / f"{nth}.pdf"
        code = _killed_at(
            nth, to, home, ["report", str(folder), "--out", str(paper), "--questionnaire", str(SMALL)]
        )
        assert not paper.exists() or paper.read_bytes() == (folder / "assessment.pdf").read_bytes()
        if code == 0:
            break
    assert code == 0
    assert paper.exists()


@pytest.mark.long
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


@pytest.fixture(scope="module")
def _signed_high(
    _papers: Callable[[str], Path], keys: Keys, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder = Path(shutil.copytree(_papers("high"), tmp_path_factory.mktemp("signed-high") / NUMBER))
    sign = ("sign", folder, "--as", "officer", "--key", keys.officer)
    done = yanpan(*sign, "--passphrase-file", keys.passphrase, home=folder.parent)
    assert done.code == 0, done
    return folder


@pytest.fixture
def head(tmp_path: Path) -> Path:
    """A folder with the key and the certificate of the one who signs last, for another program."""
    folder, issued = tmp_path / "head", issue("李某", ROOT, now=NOW)
    folder.mkdir()
    write(folder / "key.pem", issued.pkcs8)
    write(folder / "cert.pem", issued.pem, mode=0o644)
    write(folder / "root.pem", ROOT.pem, mode=0o644)
    (folder / "手签页.png").write_bytes(png())
    return folder


@pytest.fixture
def waiting(_signed_high: Path, head: Path, run: Run, tmp_path: Path) -> Path:
    """A case that waits for the signature of its head, which another program has made: `a.cms` beside it."""
    folder = Path(shutil.copytree(_signed_high, tmp_path / "waiting" / NUMBER))
    request = head / "q"
    done = run("sign", folder, "--as", "unit_head", "--prepare", request, "--cert", head / "cert.pem")
    assert done.code == 0, done
    key = ("-signer", head / "cert.pem", "-inkey", head / "key.pem")
    subprocess.run([*CMS, *key, "-in", f"{request}.bin", "-out", head / "a.cms"], check=True)
    return folder


@pytest.mark.long(one_in=6)
@pytest.mark.parametrize("change", ["sign", "archive", "extend", "prepare", "finish", "scan"])
def test_a_kill_while_a_signed_paper_changes_leaves_it_as_it_was_or_done(
    change: str,
    home: Path,
    tmp_path: Path,
    keys: Keys,
    head: Path,
    stamps: Stamps,
    run: Run,
    request: pytest.FixtureRequest,
    _signed_high: Path,
) -> None:
    """At every change to a file: the old paper whole or the new one, the case usable, and the same again works."""
    as_head = ("--as", "unit_head")
    key = ("--key", str(keys.head), "--passphrase-file", str(keys.passphrase))
    level = ("--level", "b-lta", *stamps.options(), *keys.trust())
    source = request.getfixturevalue("waiting") if change == "finish" else _signed_high
    old = (source / "assessment.pdf").read_bytes()
    killed = 0
    for nth in range(1, 20):
        folder = Path(shutil.copytree(source, tmp_path / f"{change}{nth}" / NUMBER))

        def command(again: str = "", folder: Path = folder) -> list[str]:
            sign = ("sign", str(folder), *as_head)
            to_sign = f"{folder.parent / 'q'}{again}"
            return {
                "sign": [*sign, *key],
                "archive": [*sign, *key, *level],
                "extend": ["extend", str(folder), *stamps.options(), *keys.trust()],
                "prepare": [*sign, "--prepare", to_sign, "--cert", str(head / "cert.pem")],
                "finish": [*sign, "--finish", str(head / "a.cms")],
                "scan": [*sign, "--scan", str(head / "手签页.png")],
            }[change]

        code = _killed_at(nth, folder.parent, home, command())
        assert code in (0, -9)
        paper = (folder / "assessment.pdf").read_bytes()
        assert paper.startswith(old)
        if code == 0:
            break
        killed += 1
        made = paper != old or (folder / "scans.json").exists()
        if made or nth % 3 == 1:
            done = run(*command("-again"))
            if done.code:
                check_refused(done)
                assert made
            assert run("sign", folder).code == 0
    assert code == 0
    assert killed >= 3
    roots = (*keys.trust(), "--trust", head / "root.pem", "--trust", stamps.root)
    found = run("verify", folder, *roots, "--crl", stamps.lists, "--questionnaire", SMALL, "--json")
    findings = found.json[0]["result"]["findings"]
    assert [item["code"] for item in findings if item["weight"] == "invalid"] == []


@pytest.mark.long
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
