"""Whatever a file, a name or a certificate holds: a terminal gets our own bytes and no others, from every command."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from program import ANSWERS, NUMBER, SMALL, YANPAN, Keys, Run, environment
from test_help import commands

from yanpan.assessment import Assessment, encode
from yanpan.inert import inert, inert_json

if sys.platform == "win32":
    pytest.skip("needs a pty", allow_module_level=True)

import pty

Case = Callable[[str], Path]

EVIL = "\x1b[2J\x1b[H：有效\n  ✓ 都有效\x1b]0;x\x07\x1b[8m\x9b31m\r\x85\u202e\u2066\u200b\u2028\U000e0041\ue000[red]红[/red]"
"""Wipes the screen, forges lines, names the window, hides what follows, turns the line round; and markup of rich."""

NAME = "案\x1b[2J\x1b]0;x\x07\n有效\u202e"
"""As much of that as a file's name can hold."""

_EVIL_CN = "甲\x1b[2J\n有效\x9b31m\u202e\u2066\u200b\u2028\U000e0041\x07"
"""A name of a certificate has 64 bytes."""

_OURS = re.compile(r"\x1b\[(?:0|1;32|1;33|1;31|1;97;41)m|\r\n")
_PROGRESS = re.compile(r"\x1b\[(?:\?25[lh]|2K|1A|[0-9;]*m)|\r")
"""What the progress line of `batch` sends besides."""


def on_a_terminal(
    *words: str | Path | bytes, home: Path, cwd: Path | None = None, **more: str
) -> tuple[int, bytes]:
    """Exit code, and every byte that a terminal got on both streams."""
    master, slave = pty.openpty()
    os.set_blocking(master, True)
    running = subprocess.Popen(
        [os.fsencode(YANPAN), *(word if isinstance(word, bytes) else os.fsencode(word) for word in words)],
        env=environment(home, **more), cwd=cwd or home, stdin=subprocess.DEVNULL, stdout=slave, stderr=slave,
        start_new_session=True,
    )  # fmt: skip
    os.close(slave)
    parts = []
    try:
        while part := os.read(master, 65536):
            parts.append(part)
    except OSError:
        pass
    os.close(master)
    return running.wait(120), b"".join(parts)


def strange(got: bytes, *, progress: bool = False) -> list[str]:
    """Characters that are not ours to send; the Traceback of a bug is one too."""
    text = _OURS.sub("", got.decode())
    if progress:
        text = _PROGRESS.sub("", text)
    assert "Traceback" not in text
    return [f"U+{ord(c):04X}" for c in set(text) if inert(c) != c and c not in "\u0301"]


def poisoned(value: Any, key: str = "") -> Any:
    """A record in which every text that people wrote ends in `EVIL`."""
    free = {
        "title", "words", "why", "what", "shown", "ask", "note", "owner", "gist", "cure", "who", "said", "answer", "how", "by",
        "to", "due_words", "why_not", "find_out_first", "not_counted", "best_answer", "worst_answer", "case_number",
    }  # fmt: skip
    many = {"first_steps", "evidence", "attachments", "warnings", "void_when", "titles", "facts"}
    if isinstance(value, str):
        return value + EVIL if key in free | many else value
    if isinstance(value, list):
        return [poisoned(item, key) for item in value]
    if isinstance(value, dict):
        if key in many:
            return {name: poisoned(item, key) for name, item in value.items()}
        return {
            name: poisoned(item, name if name != "to" or "due_words" in value else "")
            for name, item in value.items()
        }
    return value


@pytest.fixture(scope="module")
def evil_pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate whose names are hostile; anybody can make one for himself."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [x509.NameAttribute(kind, _EVIL_CN) for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)]
    )
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
        .not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(9)).sign(key, hashes.SHA256())
    )  # fmt: skip
    file = tmp_path_factory.mktemp("pem") / f"{NAME}.pem"
    file.write_bytes(certificate.public_bytes(Encoding.PEM))
    return file


@pytest.fixture
def evil_case(case: Case, tmp_path: Path) -> Path:
    """A case folder of a hostile name with a hostile record and an honest paper."""
    folder = Path(shutil.copytree(case("prohibited"), tmp_path / NAME / NUMBER))
    record = json.loads((folder / "assessment.json").read_bytes())
    made = msgspec.convert(poisoned(record), Assessment, strict=False)
    (folder / "assessment.json").write_bytes(encode(made))
    return folder


@pytest.fixture
def evil_pack(tmp_path: Path) -> Path:
    """A questionnaire whose texts are hostile."""
    folder = Path(shutil.copytree(SMALL, tmp_path / f"{NAME}问卷"))
    told = json.dumps(EVIL)[1:-1]
    for file in folder.glob("*.yaml"):
        text = re.sub(
            r"(?m)^(\s*(?:- )?(?:title|ask|help|words|label): )([^\n\"'\[{|>]+)$",
            rf'\1"\2{told}"'.replace("\\u", "\\\\u"),
            file.read_text(),
        )
        file.write_text(text)
    return folder


def evil_answers(tmp_path: Path) -> Path:
    """An answers file whose notes, measures and statements are hostile as far as answers may be."""
    file = tmp_path / f"{NAME}.yaml"
    soft = "\\u202e\\u2066\\u200b[red]x[/red]"
    text = (ANSWERS / "high.yaml").read_text()
    file.write_text(text + f'\nraised: {{grade: prohibited, by: "陈{soft}", reason: "理由{soft}"}}\n')
    return file


@pytest.mark.long
def test_every_command_is_walked() -> None:
    groups = {words[:-1] for words in commands() if words}
    assert {" ".join(words) for words in commands() if words not in groups} == WALKED


WALKED = {
    "assess", "show", "list", "edit", "ready", "report", "explain", "what-if", "batch", "sign", "verify", "extend", "keys trial", "keys show",
    "pack list", "pack show", "pack lint", "pack test", "pack slips", "pack print", "schema", "doctor",
}  # fmt: skip


def test_a_hostile_record_writes_nothing_of_its_own(evil_case: Path, home: Path, tmp_path: Path) -> None:
    for words in (
        ["explain", evil_case], ["explain", evil_case, "night_work"], ["what-if", evil_case], ["sign", evil_case], ["verify", evil_case],
        ["report", evil_case], ["report", evil_case, "--out", tmp_path / f"{NAME}.html"],
        ["extend", evil_case, "--tsa", "http://127.0.0.1:9/"], ["show", evil_case], ["ready", evil_case],
        ["list", evil_case], ["list", evil_case.parent],
        ["list", evil_case.parent.parent], ["edit", evil_case, "--answers", evil_case / "answers.yaml"],
    ):  # fmt: skip
        code, got = on_a_terminal(*words, home=home)
        assert strange(got) == [], (words, got)
        assert code != 1, got
    _, got = on_a_terminal("explain", evil_case, home=home)
    assert "〔U+001B〕[2J" in got.decode()
    assert "[red]" in re.sub(r"\s", "", got.decode())


@pytest.mark.long
def test_a_hostile_record_is_plain_json(evil_case: Path, run: Run) -> None:
    for words in (
        ["explain", evil_case], ["what-if", evil_case], ["verify", evil_case], ["show", evil_case], ["list", evil_case],
    ):  # fmt: skip
        done = run(*words, "--json")
        assert json.loads(done.out) is not None
        assert inert_json(done.out.encode()) == done.out.encode()
        assert "\x1b" not in done.out + done.err


@pytest.mark.long
def test_hostile_answers_and_names_of_files(home: Path, out: Path, tmp_path: Path) -> None:
    answers, source = evil_answers(tmp_path), tmp_path / f"{NAME}来源"
    source.mkdir()
    shutil.copy(answers, source)
    base = ["--questionnaire", SMALL, "--no-pdf", "--out", out]
    code, got = on_a_terminal("assess", "--answers", answers, *base, home=home)
    assert (code, strange(got)) == (0, []), got
    assert "文书" in got.decode()
    for words in (
        ["assess", "--answers", answers, *base], ["assess", "--answers", answers, *base, "--case-number", f"粤{EVIL}"],
        ["assess", "--answers", tmp_path / f"没有{NAME}.yaml", *base], ["assess", "--answers", answers, *base, "--fail-on", EVIL],
        ["report", out / NUMBER, "--out", tmp_path / NAME / "x.pdf"], ["verify", tmp_path / f"没有{NAME}"],
    ):  # fmt: skip
        code, got = on_a_terminal(*words, home=home)
        assert code in (2, 3), got
        assert strange(got) == [], (words, got)
    code, got = on_a_terminal("batch", source, *base, "--replace", "--jobs", "1", home=home)
    assert strange(got, progress=True) == [], got


@pytest.mark.long
def test_hostile_certificates_and_key_files(evil_pem: Path, home: Path, signed: Path, keys: Keys) -> None:
    trial = ["keys", "trial", "--name", EVIL, "--out", home, "--passphrase-file", keys.passphrase]
    sign = ["sign", signed, "--as", "unit_head", "--key", evil_pem, "--passphrase-file", keys.passphrase]
    for words in (["keys", "show", evil_pem], ["verify", signed, "--trust", evil_pem], trial, sign):
        code, got = on_a_terminal(*words, home=home)
        assert strange(got) == [], (words, got)
        assert code != 1, got


@pytest.mark.long
def test_a_hostile_questionnaire(evil_pack: Path, home: Path, tmp_path: Path) -> None:
    for words in (
        ["list"],
        ["show", evil_pack],
        ["lint", evil_pack],
        ["test", evil_pack],
        ["print", evil_pack, "--out", tmp_path / "a.pdf"],
    ):
        code, got = on_a_terminal("pack", *words, home=home)
        assert strange(got) == [], (words, got[:2000])
        assert code != 1, got


@pytest.mark.long
def test_wrong_words_on_the_command_line(home: Path, tmp_path: Path) -> None:
    evil_home = tmp_path / f"{NAME}家"
    evil_home.mkdir()
    for words in ([EVIL], [f"--{EVIL}"], ["assess", f"--{EVIL}"], ["batch", EVIL, "--out", EVIL], ["batch", "x", "--out", "x", "--jobs", EVIL],
                  ["explain", "x", "y", EVIL], ["doctor"], ["schema"], ["verify", "x", "--at", EVIL],
                  ["verify", "x", "--trust-questionnaire", EVIL]):  # fmt: skip
        code, got = on_a_terminal(*words, home=evil_home, cwd=home)
        assert strange(got) == [], (words, got)
        assert code in (0, 2, 3), got


@pytest.mark.long
def test_file_names_that_are_no_text(case: Case, home: Path, tmp_path: Path, run: Run) -> None:
    """As old Chinese systems leave them on a stick: GBK bytes."""
    folder = os.fsencode(tmp_path) + b"/" + "案件".encode("gbk")
    shutil.copytree(case("high"), os.fsdecode(folder))
    answers = os.fsencode(tmp_path) + "/答案.yaml".encode("gbk")
    shutil.copy(ANSWERS / "low.yaml", os.fsdecode(answers))
    paper = folder + "/新.pdf".encode("gbk")
    for words in (
        [b"verify", folder], [b"explain", folder], [b"report", folder, b"--out", paper],
        [b"assess", b"--answers", answers, b"--out", folder, b"--no-pdf", b"--questionnaire", os.fsencode(SMALL)],
        [b"assess", b"--answers", answers + b"x", b"--out", folder],
    ):  # fmt: skip
        for more in ([], [b"--json"]):
            code, got = on_a_terminal(*words, *more, home=home)
            assert code != 1, got
            assert strange(got) == [], got
            if words[0] == b"report":
                os.unlink(paper)  # noqa: PTH108 — bytes
            shutil.rmtree(folder + b"/" + NUMBER.encode(), ignore_errors=True)
    done = subprocess.run(
        [os.fsencode(YANPAN), b"verify", folder, b"--json"], env=environment(home), capture_output=True, stdin=subprocess.DEVNULL
    )  # fmt: skip
    assert "〔U+DCB0〕" in json.loads(done.stdout)[0]["file"]


@pytest.mark.long
def test_a_gbk_terminal_gets_marks_that_it_has(case: Case, home: Path) -> None:
    folder = case("high")
    for words in (["verify", folder], ["explain", folder], ["doctor"], ["pack", "test", SMALL]):
        master, slave = pty.openpty()
        done = subprocess.run(
            [str(YANPAN), *map(str, words)], env=environment(home, PYTHONIOENCODING="gbk"), capture_output=True, stdin=slave
        )  # fmt: skip
        os.close(master)
        os.close(slave)
        text = (done.stdout + done.stderr).decode("gbk")
        assert "Traceback" not in text
        assert "?" not in text, text
