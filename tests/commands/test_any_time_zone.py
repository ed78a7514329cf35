"""TZ may be written as POSIX has it, without a name: every way of signing works, and the paper says the same time."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from issuing import issue, write
from program import SMALL, Keys, Run, Stamps

Case = Callable[[str], Path]
CMS = ("openssl", "cms", "-sign", "-binary", "-cades", "-nosmimecap", "-outform", "DER")
ZONES = ["CST-8", "<+08>-8", "UTC0", "GMT-8", "Asia/Shanghai", "nonsense", ""]


@pytest.mark.long(one_in=7)
@pytest.mark.parametrize("zone", ZONES)
def test_a_paper_is_signed_and_valid(zone: str, case: Case, keys: Keys, run: Run) -> None:
    folder = case("low")
    sign = ("sign", folder, "--as", "officer", "--key", keys.officer, "--passphrase-file", keys.passphrase)
    done = run(*sign, env={"TZ": zone})
    assert (done.code, done.err) == (0, "")
    verify = ("verify", folder, "--so-far", "--json", "--questionnaire", SMALL, *keys.trust())
    assert run(*verify, env={"TZ": zone}).json == run(*verify).json
    assert run(*verify).code == 0


@pytest.mark.long
def test_time_stamps_too(case: Case, keys: Keys, run: Run, stamps: Stamps) -> None:
    folder, zone = case("low"), {"TZ": "CST-8"}
    sign = ("sign", folder, "--as", "officer", "--key", keys.officer, "--passphrase-file", keys.passphrase)
    assert run(*sign, *stamps.options(), *keys.trust(), env=zone).code == 0
    done = run("extend", folder, *stamps.options(), *keys.trust(), env=zone)
    assert (done.code, done.err) == (0, "")


@pytest.mark.long
def test_with_another_program(case: Case, run: Run, tmp_path: Path) -> None:
    now = datetime.now(ZoneInfo("Asia/Shanghai")).replace(microsecond=0)
    zhang = issue("张某", issue("测试根", ca=True, now=now), now=now)
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    write(key, zhang.pkcs8)
    write(cert, zhang.pem, mode=0o644)
    sign, zone, request = ("sign", case("low"), "--as", "officer"), {"TZ": "<+08>-8"}, tmp_path / "r.json"
    assert run(*sign, "--prepare", request, "--cert", cert, env=zone).code == 0
    files = ("-signer", cert, "-inkey", key, "-in", f"{request}.bin", "-out", tmp_path / "a.cms")
    subprocess.run([*CMS, *files], check=True)
    done = run(*sign, "--finish", tmp_path / "a.cms", env=zone)
    assert (done.code, done.err) == (0, "")
