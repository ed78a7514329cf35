"""The small files that lie beside a paper, edited by hand or broken: refused in words, with advice that works."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from many_runs import many
from program import NUMBER, PASSPHRASE, Keys, Run, check_refused, listing

from scanned_pages import png

Case = Callable[[str], Path]

RAW = {
    "empty": b"",
    "no JSON": b"{",
    "no text": b'{"a":"\xff\xfe"}',
    "another coding": '{"a":1}'.encode("utf-16"),
    "deep": b"[" * 60_000,
    "no number": b'{"version":NaN}',
    "a number beyond all bounds": b'{"version":1' + b"0" * 5000 + b"}",
    "half a character": b'{"version":1,"scans":[{"role":"\\ud800"}]}',
    "a list": b"[1]",
    "a number": b"3",
}


@pytest.fixture
def waiting(case: Case, keys: Keys, run: Run, tmp_path: Path) -> Path:
    """A case whose paper waits for the officer's signature."""
    _, certificate, _ = pkcs12.load_key_and_certificates(keys.officer.read_bytes(), PASSPHRASE.encode())
    assert certificate is not None
    (tmp_path / "cert.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    folder = case("medium")
    sign = ("sign", folder, "--as", "officer")
    done = run(*sign, "--prepare", tmp_path / "r.json", "--cert", tmp_path / "cert.pem")
    assert done.code == 0, done
    return folder


def changed(plain: dict[str, Any], **fields: Any) -> bytes:
    return json.dumps({**plain, **fields}).encode()


@pytest.mark.long
def test_a_request_that_was_edited_is_refused(waiting: Path, run: Run, home: Path, tmp_path: Path) -> None:
    file, answer = waiting / ".waiting.json", tmp_path / "answer"
    answer.write_bytes(b"anything")
    good = file.read_bytes()
    plain = json.loads(good)
    start, end = plain["gap"]
    gaps = [
        [-5, end], [end, start], [10**30, 10**31], [0, 0], [0, end], [start, 10**9], [start, start + 100],
        [start + 2, end + 2], [start - 2, end], [start, end - 1], [start + 1, end - 1], [start], [1.5, 2], "x", None,
    ]  # fmt: skip
    times = ["2026-11-26T18:50:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "x", 3]
    files = [
        *RAW.values(),
        *(changed(plain, gap=gap) for gap in gaps),
        *(changed(plain, at=at) for at in times),
        *(
            changed(plain, digests=digests)
            for digests in ({}, {"sha256": "zz"}, {"md5": "00"}, [], {"sha256": 1})
        ),
        changed(plain, prepared="0"),
        changed(plain, paper="0"),
        changed(plain, x=1),
        good.rstrip()[:-1] + b',"field":"officer"}',
    ]
    before = listing(waiting)
    for data in files:
        file.write_bytes(data)
        [(_, done)] = many([["sign", waiting, "--as", "officer", "--finish", answer]], home)
        check_refused(done, says="--prepare")
        assert "改用：。" not in done.err
    file.write_bytes(good)
    check_refused(run("sign", waiting, "--as", "officer", "--finish", answer), says="CMS")
    assert listing(waiting) == before


@pytest.mark.long
def test_a_list_of_scans_that_was_edited_is_refused_and_the_advice_works(
    case: Case, run: Run, home: Path, tmp_path: Path
) -> None:
    folder, page = case("medium"), tmp_path / "page.png"
    page.write_bytes(png())
    ink = ["sign", folder, "--as", "officer", "--scan", page]
    assert run(*ink).code == 0
    file = folder / "scans.json"
    plain = json.loads(file.read_bytes())
    (scan,) = plain["scans"]

    def of(*scans: dict[str, Any]) -> bytes:
        return json.dumps({"version": 1, "scans": scans}).encode()

    files = {
        **RAW,
        "twice": of(scan, scan),
        "an odd role": of(scan, {**scan, "role": "x〕：不同意\x1b[31m"}),
        "no zone": of({**scan, "registered_at": "2026-11-26T18:50:00"}),
        "a key twice": json.dumps(plain).encode()[:-1] + b',"scans":[]}',
        "a field more": of({**scan, "x": 1}),
        "false": b"",
    }
    del files["empty"], files["false"]
    withdraw = ["sign", folder, "--as", "officer", "--withdraw-scan"]
    for name, data in files.items():
        file.write_bytes(data)
        for _, done in many([["sign", folder], withdraw, [*ink[:-1], page]], home):
            check_refused(done, says="scans.json")
            if name != "a number beyond all bounds":
                assert "移出案件文件夹" in done.err, (name, done)
    (tmp_path / "aside").mkdir()
    file.rename(tmp_path / "aside" / "scans.json")
    (folder / "scans").rename(tmp_path / "aside" / "scans")
    assert run(*ink).code == 0
    assert json.loads(file.read_bytes())["scans"][0]["role"] == "officer"


@pytest.mark.long(one_in=6)
@pytest.mark.parametrize("kind", ["pipe", "folder", "dangling", "device", "loop"])
def test_what_stands_in_the_place_of_a_result_is_never_passed_over(
    kind: str, case: Case, home: Path, tmp_path: Path
) -> None:
    folder, other = case("medium"), case("high")
    result = folder / "assessment.json"
    result.unlink()
    if kind == "pipe":
        os.mkfifo(result)
    elif kind == "folder":
        result.mkdir()
    else:
        result.symlink_to({"dangling": "gone", "device": "/dev/null", "loop": result}[kind])
    ways = [
        ["verify", folder, "--so-far"],
        *([command, folder] for command in ("sign", "explain", "what-if", "report")),
    ]
    for _, done in many(ways, home):
        check_refused(done, says="assessment.json")
    [(_, done)] = many([["verify", folder.parent, other]], home)
    assert done.code == 6 and "没有验" in done.out, done


@pytest.mark.long(one_in=6)
@pytest.mark.parametrize(
    "at", ["0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-12:00", "1899-12-31T00:00:00+08:00"]
)
@pytest.mark.parametrize("field", ["assessed_at", "expires_at"])
def test_a_time_at_the_end_of_the_calendar_is_refused(
    field: str, at: str, case: Case, home: Path, tmp_path: Path
) -> None:
    folder = case("medium")
    result = folder / "assessment.json"
    plain = json.loads(result.read_bytes())
    holds = plain if field in plain else plain["validity"]
    result.write_bytes(result.read_bytes().replace(holds[field].encode(), at.encode()))
    ways = [
        ["sign", folder],
        ["explain", folder],
        ["what-if", folder],
        ["report", folder, "--out", tmp_path / "a.html"],
    ]
    for _, done in many(ways, home):
        check_refused(done, says="年份")
    [(_, done)] = many([["verify", folder]], home)
    assert done.code in (5, 6), done


@pytest.mark.long
def test_a_path_that_is_too_long_keeps_no_other_paper_from_being_judged(
    case: Case, home: Path, tmp_path: Path
) -> None:
    """A path below a folder may be longer than the system takes at once."""
    many_cases = tmp_path / "many"
    many_cases.mkdir()
    case("medium").rename(many_cases / NUMBER)
    before, name = os.open(".", os.O_RDONLY), "d" * 200
    os.chdir(many_cases)
    try:
        for _ in range(25):
            os.mkdir(name)  # noqa: PTH102 — no path can name it
            os.chdir(name)
        Path("x.pdf").touch()
    finally:
        os.fchdir(before)
        os.close(before)
    [(_, done)] = many([["verify", many_cases, "--so-far"]], home)
    assert done.code == 6, done
    assert NUMBER in done.out and "没有验" in done.out and "名字太长" in done.out, done
