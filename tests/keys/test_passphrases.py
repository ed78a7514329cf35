"""Passphrases come from private places and show up nowhere."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from yanpan.errors import KeyRefused
from yanpan.keys import Passphrase, passphrase_from_fd, read_passphrase_file


def secret_file(folder: Path, data: bytes, mode: int = 0o600) -> Path:
    path = folder / "secret"
    path.write_bytes(data)
    path.chmod(mode)
    return path


@pytest.mark.parametrize("data", [b"secret", b"secret\n", b"secret\r\n", b"secret\nsecond line\n"])
def test_the_first_line_is_the_passphrase(tmp_path: Path, data: bytes) -> None:
    assert read_passphrase_file(secret_file(tmp_path, data)).reveal() == b"secret"


@pytest.mark.parametrize("text", ["secret", "secret\r\n第二行\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_what_editors_of_windows_save_is_read(tmp_path: Path, text: str, encoding: str) -> None:
    assert read_passphrase_file(secret_file(tmp_path, text.encode(encoding))).reveal() == b"secret"


NO_TEXT = {
    "gbk": ("密码".encode("gbk"), "UTF-8"),
    "latin": (b"caf\xe9", "UTF-8"),
    "utf-16-unmarked": ("secret".encode("utf-16-le"), "NUL"),
    "utf-32": ("secret".encode("utf-32"), "NUL"),
    "half": (b"\xff\xfea", "UTF-8"),
    "nul": (b"sec\0ret\n", "NUL"),
    "only-nul": (b"\0", "NUL"),
    "only-a-mark": (b"\xef\xbb\xbf\n", "空的"),
}


@pytest.mark.parametrize("kind", list(NO_TEXT))
def test_what_is_no_text_is_refused_before_it_is_tried(tmp_path: Path, kind: str) -> None:
    data, says = NO_TEXT[kind]
    path = secret_file(tmp_path, data)
    with pytest.raises(KeyRefused, match=says) as refused:
        read_passphrase_file(path)
    assert refused.value.where == str(path)
    with pytest.raises(KeyRefused, match=says), path.open("rb") as file:
        passphrase_from_fd(os.dup(file.fileno()))


@pytest.mark.parametrize("typed", [b"\xc3\xdc".decode(errors="surrogateescape"), "a\0", "\ud83d", ""])
def test_what_is_typed_in_another_encoding_is_refused(typed: str) -> None:
    with pytest.raises(KeyRefused):
        Passphrase.from_text(typed)


@pytest.mark.parametrize("mode", [0o640, 0o644, 0o606])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(KeyRefused, match="别人也能读") as refused:
        read_passphrase_file(secret_file(tmp_path, b"secret", mode))
    assert "chmod 600" in refused.value.remedy


def test_somebody_elses_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = secret_file(tmp_path, b"secret")
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    with pytest.raises(KeyRefused, match="不是您本人的"):
        read_passphrase_file(path)


def test_what_is_no_plain_file_is_refused(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo, 0o600)
    for path in (tmp_path, fifo, tmp_path / "none"):
        with pytest.raises(KeyRefused):
            read_passphrase_file(path)


@pytest.mark.parametrize("data", [b"", b"\n", b"\r\n", b"x" * 1025])
def test_an_empty_or_endless_passphrase_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(KeyRefused):
        read_passphrase_file(secret_file(tmp_path, data))


def test_a_descriptor_is_read_and_closed() -> None:
    out, into = os.pipe()
    os.write(into, "口令\n".encode())
    os.close(into)
    assert passphrase_from_fd(out).reveal() == "口令".encode()
    with pytest.raises(KeyRefused, match="读不到口令"):
        passphrase_from_fd(out)


def test_a_passphrase_is_not_shown_or_written() -> None:
    secret = Passphrase.from_text("hunter2")
    assert "hunter2" not in f"{secret} {secret!r} {[secret]}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_importing_the_room_loads_no_pdf_library() -> None:
    code = (
        "import sys, yanpan.cases, yanpan.keys, yanpan.signature, yanpan.verification; "
        "print([m for m in sys.modules if m.split('.')[0] in ('pyhanko', 'cryptography')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"
