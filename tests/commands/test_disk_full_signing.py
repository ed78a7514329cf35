"""A full disk while a case is being signed: the paper stays whole, and the message says what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from issuing import issue, write
from program import ANSWERS, NUMBER, SMALL, Keys, Run, Stamps, check_refused, limit_file_size, listing

from scanned_pages import png

Case = Callable[[str], Path]
NOW = datetime.now(ZoneInfo("Asia/Shanghai")).replace(microsecond=0)
ROOT = issue("测试根", ca=True, now=NOW)
CMS = ("openssl", "cms", "-sign", "-binary", "-cades", "-nosmimecap", "-outform", "DER")
ROOM = 40 * 1024
"""What is left: enough for a lock and a list, for no paper and no scan."""


@dataclass(frozen=True)
class Disk:
    """A disk with hardly any room, what to call in each process that is to meet it, and the remedy it is told."""

    folder: Path
    before: Callable[[], None] | None
    remedy: str
    ballast: Path

    def make_room(self) -> None:
        self.ballast.unlink(missing_ok=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[..., Disk]]:
    """`disk(case)` is a full disk with a copy of a case on it. Where nothing can be mounted, files have a limit."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16m,mode=0700", "tmpfs", str(folder)]
    mounted = subprocess.run(mount, capture_output=True).returncode == 0

    def fill(*cases: Path, room: int = ROOM) -> Disk:
        for case in cases:
            shutil.copytree(case, folder / case.name)
        ballast = folder / ".ballast"
        if not mounted:
            return Disk(folder, limit_file_size, "放宽对文件大小的限制", ballast)
        ballast.write_bytes(b"0" * (shutil.disk_usage(folder).free - room))
        return Disk(folder, None, "腾出空间", ballast)

    yield fill
    if mounted:
        subprocess.run(["umount", folder], check=True)


@pytest.fixture
def high(run: Run, case: Case, keys: Keys) -> Path:
    """A case with a high risk that its officer has signed and its head has not."""
    folder = case("high")
    key = ("--key", keys.officer, "--passphrase-file", keys.passphrase)
    done = run("sign", folder, "--as", "officer", *key)
    assert done.code == 0, done
    return folder


def as_head(folder: Path, keys: Keys, *more: str | Path) -> list[str | Path]:
    key = ("--key", keys.head, "--passphrase-file", keys.passphrase)
    return ["sign", folder, "--as", "unit_head", *key, *more]


def check_signed_by_both(run: Run, folder: Path, *trust: str | Path) -> None:
    done = run("verify", folder, *trust, "--questionnaire", SMALL)
    assert done.code == 0, done
    assert "应签的都签了" in done.out


def test_the_paper_stays_until_there_is_room_to_sign(
    disk: Callable[..., Disk], high: Path, run: Run, keys: Keys
) -> None:
    full = disk(high)
    folder = full.folder / NUMBER
    before = listing(folder)
    done = run(*as_head(folder, keys), before=full.before)
    check_refused(done, says=(full.remedy, "assessment.pdf", "没有改动"))
    assert listing(folder) == before
    full.make_room()
    assert run(*as_head(folder, keys)).code == 0
    check_signed_by_both(run, folder, *keys.trust())


@pytest.mark.long
def test_the_paper_stays_until_there_is_room_for_an_archive(
    disk: Callable[..., Disk], high: Path, run: Run, keys: Keys, stamps: Stamps
) -> None:
    full = disk(high)
    folder = full.folder / NUMBER
    before = listing(folder)
    sign = as_head(folder, keys, "--level", "b-lta", *stamps.options(), *keys.trust())
    extend = ("extend", folder, *stamps.options(), *keys.trust())
    for command in (sign, extend):
        check_refused(run(*command, before=full.before), says=(full.remedy, "没有改动"))
        assert listing(folder) == before
    full.make_room()
    for command in (sign, extend):
        done = run(*command)
        assert done.code == 0, done
    check_signed_by_both(run, folder, *keys.trust(), "--trust", stamps.root)


@pytest.mark.long
def test_a_scan_that_does_not_fit_is_not_registered(
    disk: Callable[..., Disk], high: Path, run: Run, tmp_path: Path
) -> None:
    full, scan = disk(high), tmp_path / "手签页.png"
    folder = full.folder / NUMBER
    scan.write_bytes(png(os.urandom(60_000).hex()))
    before = run("sign", folder, "--json").json
    done = run("sign", folder, "--as", "unit_head", "--scan", scan, before=full.before)
    check_refused(done, says=(full.remedy, "没有改动"))
    assert run("sign", folder, "--json").json == before
    assert [name for name in listing(folder) if name.endswith((".png", ".part", ".json"))] == [
        "assessment.json"
    ]
    full.make_room()
    assert run("sign", folder, "--as", "unit_head", "--scan", scan).code == 0


@pytest.fixture
def head(tmp_path: Path) -> Path:
    """A folder with the key and the certificate of the head, for another program."""
    folder, issued = tmp_path / "head", issue("李某", ROOT, now=NOW)
    folder.mkdir()
    write(folder / "key.pem", issued.pkcs8)
    write(folder / "cert.pem", issued.pem, mode=0o644)
    write(folder / "root.pem", ROOT.pem, mode=0o644)
    return folder


def prepare(folder: Path, request: Path, head: Path) -> list[str | Path]:
    return ["sign", folder, "--as", "unit_head", "--prepare", request, "--cert", head / "cert.pem"]


def answer(request: Path, head: Path) -> Path:
    """What another program signs."""
    key = ("-signer", head / "cert.pem", "-inkey", head / "key.pem")
    subprocess.run([*CMS, *key, "-in", f"{request}.bin", "-out", head / "a.cms"], check=True)
    return head / "a.cms"


@pytest.mark.long
def test_a_request_that_does_not_fit_is_not_made(
    disk: Callable[..., Disk], high: Path, run: Run, head: Path, keys: Keys
) -> None:
    """The request goes to a full stick."""
    full = disk()
    before, request = listing(high), full.folder / "q"
    there = sorted(listing(full.folder))
    check_refused(run(*prepare(high, request, head), before=full.before), says=full.remedy)
    assert (listing(high), sorted(listing(full.folder))) == (before, there)
    full.make_room()
    assert run(*prepare(high, request, head)).code == 0
    finished = run("sign", high, "--as", "unit_head", "--finish", answer(request, head))
    assert finished.code == 0, finished
    check_signed_by_both(run, high, *keys.trust(), "--trust", head / "root.pem")


@pytest.mark.long
def test_a_case_with_no_room_for_the_waiting_paper_stays(
    disk: Callable[..., Disk], high: Path, run: Run, head: Path, tmp_path: Path
) -> None:
    full = disk(high)
    folder = full.folder / NUMBER
    before = listing(folder)
    check_refused(run(*prepare(folder, tmp_path / "q", head), before=full.before), says=full.remedy)
    assert listing(folder) == before


@pytest.mark.long
def test_a_request_whose_paper_cannot_wait_leaves_no_files_to_sign(
    disk: Callable[..., Disk], high: Path, run: Run, head: Path, tmp_path: Path
) -> None:
    full, request = disk(high), tmp_path / "q"
    folder = full.folder / NUMBER
    check_refused(run(*prepare(folder, request, head), before=full.before), says=full.remedy)
    assert not request.exists()
    assert not (tmp_path / "q.bin").exists()
    full.make_room()
    assert run(*prepare(folder, request, head)).code == 0


@pytest.mark.long
def test_a_signature_of_another_program_waits_until_there_is_room(
    disk: Callable[..., Disk], high: Path, run: Run, head: Path, keys: Keys, tmp_path: Path
) -> None:
    request = tmp_path / "q"
    assert run(*prepare(high, request, head)).code == 0
    full = disk(high)
    folder = full.folder / NUMBER
    before = listing(folder)
    finish = ("sign", folder, "--as", "unit_head", "--finish", answer(request, head))
    check_refused(run(*finish, before=full.before), says=(full.remedy, "assessment.pdf"))
    assert listing(folder) == before
    full.make_room()
    finished = run(*finish)
    assert finished.code == 0, finished
    check_signed_by_both(run, folder, *keys.trust(), "--trust", head / "root.pem")


@pytest.mark.long
def test_a_signed_case_that_does_not_fit_is_not_made(disk: Callable[..., Disk], run: Run, keys: Keys) -> None:
    full = disk()
    there = sorted(listing(full.folder))
    done = run(
        "assess", "--answers", ANSWERS / "medium.yaml", "--out", full.folder, "--questionnaire", SMALL,
        "--sign-as", "officer", "--key", keys.officer, "--passphrase-file", keys.passphrase, before=full.before,
    )  # fmt: skip
    # A limit on the size of files strikes already while the paper is set.
    code, says = (3, full.remedy) if full.before is None else (4, "磁盘")
    check_refused(done, code=code, says=says)
    assert sorted(listing(full.folder)) == there
