"""Several people at one case at the same moment: one wins, the others are told, and nothing is lost."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from issuing import Issued, issue, write
from program import ANSWERS, SMALL, YANPAN, Done, Keys, Run, Stamps, check_refused, environment, listing

from scanned_pages import png

Case = Callable[[str], Path]
Start = Callable[..., subprocess.Popen[bytes]]
NOW = datetime.now(ZoneInfo("Asia/Shanghai")).replace(microsecond=0)
ROOT = issue("测试根", ca=True, now=NOW)
CMS = ("openssl", "cms", "-sign", "-binary", "-cades", "-nosmimecap", "-outform", "DER")

HELD = "别的程序正在改这个案件"
LATE = (HELD, "已经签", "刚刚有别人签署")
"""What the one who comes too late is told: the folder is held this moment, the role has signed, or just now someone."""


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Start yanpan and go on; whatever still runs at the end of the test is stopped."""
    running: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str | Path) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [str(YANPAN), *map(str, arguments)], env=environment(home), cwd=home,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


def ended(process: subprocess.Popen[bytes]) -> Done:
    out, err = process.communicate(timeout=120)
    return Done(process.returncode, out.decode(), err.decode())


def together(start: Start, *commands: tuple[str | Path, ...]) -> list[Done]:
    """Start all, then wait for each."""
    return [ended(process) for process in [start(*command) for command in commands]]


def check_late(done: Done) -> None:
    check_refused(done)
    assert any(words in done.err for words in LATE), done


def sign(folder: Path, role: str, key: Path, keys: Keys, *more: str | Path) -> tuple[str | Path, ...]:
    return ("sign", folder, "--as", role, "--key", key, "--passphrase-file", keys.passphrase, *more)


def signers(run: Run, folder: Path, trust: list[str]) -> dict[str, str]:
    """Who has signed by role, of a paper that is whole."""
    done = run("verify", folder, *trust, "--questionnaire", SMALL, "--json")
    (found,) = (item["result"] for item in done.json)
    assert [item["code"] for item in found["findings"] if item["weight"] == "invalid"] == [], done
    assert found["signatures"], done
    return {item["role"]: item["signer"] for item in found["signatures"]}


def names(folder: Path) -> list[str]:
    return sorted(listing(folder))


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("round_", range(4))
def test_of_two_people_who_sign_one_role_exactly_one_does(
    round_: int, start: Start, run: Run, case: Case, keys: Keys
) -> None:
    folder = case("low")
    before, unsigned = names(folder), (folder / "assessment.pdf").read_bytes()
    people = {"试用身份·张某": keys.officer, "试用身份·李某": keys.head}
    done = together(start, *(sign(folder, "officer", key, keys, "--json") for key in people.values()))
    assert sorted(item.code for item in done) == [0, 3], done
    winner = next(item for item in done if item.code == 0)
    check_late(next(item for item in done if item.code == 3))
    assert signers(run, folder, keys.trust()) == {"officer": winner.json["signer"]}
    assert (folder / "assessment.pdf").read_bytes().startswith(unsigned)
    assert names(folder) == before


@pytest.mark.long
def test_of_five_processes_with_one_key_exactly_one_signs(
    start: Start, run: Run, case: Case, keys: Keys
) -> None:
    folder = case("low")
    before = names(folder)
    done = together(start, *[sign(folder, "officer", keys.officer, keys)] * 5)
    assert sorted(item.code for item in done) == [0, 3, 3, 3, 3], done
    for late in done:
        if late.code:
            check_late(late)
    assert signers(run, folder, keys.trust()) == {"officer": "试用身份·张某"}
    assert names(folder) == before


@pytest.mark.long
def test_whose_turn_it_is_signs_whoever_else_tries_at_the_same_moment(
    start: Start, run: Run, case: Case, keys: Keys
) -> None:
    folder = case("high")
    officer, head = together(
        start, sign(folder, "officer", keys.officer, keys), sign(folder, "unit_head", keys.head, keys)
    )
    assert officer.code == 0, officer
    if head.code:
        check_refused(head)
        assert HELD in head.err or "还没轮到" in head.err, head
        assert run(*sign(folder, "unit_head", keys.head, keys)).code == 0
    assert signers(run, folder, keys.trust()) == {"officer": "试用身份·张某", "unit_head": "试用身份·李某"}


@pytest.fixture
def high(run: Run, case: Case, keys: Keys) -> Path:
    """A case with a high risk that its officer has signed and its head has not."""
    folder = case("high")
    done = run(*sign(folder, "officer", keys.officer, keys))
    assert done.code == 0, done
    return folder


@pytest.mark.long
def test_a_signature_and_a_new_archive_stamp_do_not_overwrite_each_other(
    start: Start, run: Run, high: Path, keys: Keys, stamps: Stamps
) -> None:
    before, old = names(high), (high / "assessment.pdf").read_bytes()
    head, extended = together(
        start,
        sign(high, "unit_head", keys.head, keys),
        ("extend", high, *stamps.options(), *keys.trust()),
    )
    for done in (head, extended):
        if done.code:
            check_late(done)
    assert 0 in (head.code, extended.code)
    there = signers(run, high, [*keys.trust(), "--trust", str(stamps.root)])
    assert ("unit_head" in there) == (head.code == 0)
    paper = (high / "assessment.pdf").read_bytes()
    assert paper.startswith(old)
    assert (b"/DocTimeStamp" in paper) == (extended.code == 0)
    assert names(high) == before


@pytest.mark.long
def test_a_role_signs_on_screen_or_in_ink_and_not_both(
    start: Start, run: Run, high: Path, keys: Keys, tmp_path: Path
) -> None:
    before, scan = names(high), tmp_path / "手签页.png"
    scan.write_bytes(png())
    screen, ink = together(
        start,
        sign(high, "unit_head", keys.head, keys),
        ("sign", high, "--as", "unit_head", "--scan", scan),
    )
    assert sorted((screen.code, ink.code)) == [0, 3], (screen, ink)
    check_late(screen if screen.code else ink)
    there = signers(run, high, keys.trust())
    assert ("unit_head" in there) == (screen.code == 0)
    assert ("scans.json" in names(high)) == (ink.code == 0)
    assert (names(high) == before) == (screen.code == 0)


@pytest.fixture
def people(tmp_path: Path) -> list[Path]:
    """Two folders, each with the key and the certificate of one person."""
    folders = []
    for name in ("张某", "李某"):
        folder = tmp_path / name
        folder.mkdir()
        issued: Issued = issue(name, ROOT, now=NOW)
        write(folder / "key.pem", issued.pkcs8)
        write(folder / "cert.pem", issued.pem, mode=0o644)
        folders.append(folder)
    write(tmp_path / "root.pem", ROOT.pem, mode=0o644)
    return folders


@pytest.mark.long
def test_of_two_requests_made_at_once_exactly_one_can_be_finished(
    start: Start, run: Run, case: Case, people: list[Path], tmp_path: Path
) -> None:
    folder = case("low")
    before = names(folder)
    as_officer = ("sign", folder, "--as", "officer")
    asked = together(
        start, *((*as_officer, "--prepare", who / "q", "--cert", who / "cert.pem") for who in people)
    )
    assert 0 in [item.code for item in asked]
    for who, done in zip(people, asked, strict=True):
        if done.code:
            check_refused(done, says=HELD)
            assert not (who / "q").exists()
            assert not (who / "q.bin").exists()
            write(who / "a.cms", b"nothing to sign")
            continue
        key = ("-signer", who / "cert.pem", "-inkey", who / "key.pem")
        subprocess.run([*CMS, *key, "-in", who / "q.bin", "-out", who / "a.cms"], check=True)
    given = together(start, *((*as_officer, "--finish", who / "a.cms", "--json") for who in people))
    if [item.code for item in given] == [3, 3]:
        # The answer that does not fit held the folder for a moment; the other waits.
        given = [run(*as_officer, "--finish", who / "a.cms", "--json") for who in people]
    assert sorted(item.code for item in given) == [0, 3], given
    check_refused(next(item for item in given if item.code))
    signer = next(item for item in given if not item.code).json["signer"]
    assert signers(run, folder, ["--trust", str(tmp_path / "root.pem")]) == {"officer": signer}
    assert names(folder) == before


PROGRAM = """
import pathlib, subprocess, sys, time
begun, go_on, *command = sys.argv[1:]
pathlib.Path(begun).touch()
while not pathlib.Path(go_on).exists():
    time.sleep(0.02)
sys.exit(subprocess.run(command).returncode)
"""
"""A signing program that waits, as one does that asks its person for a PIN."""


@dataclass(frozen=True)
class Waiting:
    """A run of yanpan that holds a case while its signing program waits."""

    process: subprocess.Popen[bytes]
    go_on: Path

    def finish(self) -> Done:
        self.go_on.touch()
        return ended(self.process)


Begin = Callable[[Path], Waiting]


@pytest.fixture
def begin(start: Start, people: list[Path], tmp_path: Path) -> Iterator[Begin]:
    """Begin to sign as officer with a program that waits."""
    begun, go_on, who = tmp_path / "begun", tmp_path / "go-on", people[0]

    def begin(folder: Path) -> Waiting:
        cms = (*CMS, "-signer", who / "cert.pem", "-inkey", who / "key.pem")
        process = start(
            "sign", folder, "--as", "officer", "--cert", who / "cert.pem", "--external",
            "--", sys.executable, "-c", PROGRAM, begun, go_on, *cms,
        )  # fmt: skip
        while not begun.exists():
            assert process.poll() is None, ended(process)
        return Waiting(process, go_on)

    yield begin
    # The program outlives a yanpan that was killed.
    go_on.touch()


@pytest.mark.long
def test_while_a_signing_program_works_nobody_else_changes_the_case(
    begin: Begin,
    run: Run,
    case: Case,
    keys: Keys,
    people: list[Path],
    stamps: Stamps,
    tmp_path: Path,
) -> None:
    folder, scan = case("high"), tmp_path / "手签页.png"
    scan.write_bytes(png())
    before = listing(folder)
    held = begin(folder)
    as_officer = ("sign", folder, "--as", "officer")
    for command in (
        sign(folder, "officer", keys.officer, keys),
        (*as_officer, "--prepare", tmp_path / "q", "--cert", people[1] / "cert.pem"),
        (*as_officer, "--finish", scan),
        (*as_officer, "--scan", scan),
        ("extend", folder, *stamps.options()),
    ):
        check_refused(run(*command), says=(HELD, "等它结束后再试"))
        assert listing(folder) == before
    assert run("sign", folder).code == 0
    assert held.finish().code == 0
    assert signers(run, folder, ["--trust", str(tmp_path / "root.pem")]) == {"officer": "张某"}


@pytest.mark.long
def test_a_signer_killed_while_holding_the_case_does_not_lock_it_for_good(
    begin: Begin, run: Run, case: Case, keys: Keys
) -> None:
    folder = case("low")
    held = begin(folder)
    held.process.kill()
    held.process.wait()
    assert run(*sign(folder, "officer", keys.officer, keys)).code == 0
    assert signers(run, folder, keys.trust()) == {"officer": "试用身份·张某"}


@pytest.mark.long
@pytest.mark.parametrize("how", ["assess", "batch"])
def test_a_case_is_not_replaced_while_someone_signs_it(
    how: str, begin: Begin, run: Run, case: Case, people: list[Path], tmp_path: Path
) -> None:
    """Else the signer would write the old paper, signed, into the new folder."""
    folder = case("low")
    before = names(folder)
    held = begin(folder)
    there = ("--out", folder.parent, "--questionnaire", SMALL, "--replace")
    if how == "assess":
        done = run("assess", "--answers", ANSWERS / "medium.yaml", *there)
        check_refused(done, says=HELD)
    else:
        shutil.copytree(ANSWERS, tmp_path / "in", ignore=lambda _, found: set(found) - {"medium.yaml"})
        done = run("batch", tmp_path / "in", *there)
        assert done.code == 7, done
        assert HELD in (folder.parent / "errors.csv").read_text(encoding="utf-8")
    finished = held.finish()
    assert finished.code == 0, finished
    assert names(folder) == before
    assert [path for path in folder.parent.iterdir() if path.is_dir()] == [folder]
    assert signers(run, folder, ["--trust", str(tmp_path / "root.pem")])
