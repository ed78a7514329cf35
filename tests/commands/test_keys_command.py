"""Keys and passphrases at the command line: refused with reason, and never shown."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest
from program import PASSPHRASE, YANPAN, Done, Keys, Run, check_refused, environment, listing

Case = Callable[[str], Path]


def test_a_trial_identity_is_private_and_marked(run: Run, keys: Keys, out: Path) -> None:
    done = run("keys", "trial", "--name", "王某", "--out", out, "--passphrase-file", keys.passphrase)
    assert (done.code, done.err) == (0, "")
    (key,), (root,) = out.glob("*.p12"), out.glob("*.pem")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert "王某" in key.name
    assert "没有法律效力" in done.out
    assert "--trust" in done.out
    assert b"BEGIN CERTIFICATE" in root.read_bytes()


def test_a_key_is_never_overwritten(run: Run, keys: Keys, out: Path) -> None:
    made = run("keys", "trial", "--out", out, "--passphrase-file", keys.passphrase)
    assert made.code == 0
    before = listing(out)
    check_refused(run("keys", "trial", "--out", out, "--passphrase-file", keys.passphrase), says="已经有了")
    assert listing(out) == before


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("name", ["../王", "a/b", "", "名" * 50, "CON", "王\n某"])
def test_a_name_that_cannot_stand_in_file_and_certificate_is_refused(
    name: str, run: Run, keys: Keys, out: Path
) -> None:
    before = listing(out)
    done = run("keys", "trial", "--name", name, "--out", out, "--passphrase-file", keys.passphrase)
    check_refused(done)
    assert "案号" not in done.err
    assert listing(out) == before


def fault_missing(key: Path) -> None:
    key.unlink()


def fault_readable_by_others(key: Path) -> None:
    key.chmod(0o644)


def fault_readable_by_the_group(key: Path) -> None:
    key.chmod(0o640)


def fault_not_pkcs12(key: Path) -> None:
    key.write_bytes(b"hello")


def fault_empty(key: Path) -> None:
    key.write_bytes(b"")


def fault_cut_off(key: Path) -> None:
    key.write_bytes(key.read_bytes()[:200])


def fault_too_big(key: Path) -> None:
    key.write_bytes(bytes(2 * 1024 * 1024))


def fault_a_folder(key: Path) -> None:
    key.unlink()
    key.mkdir()


def fault_a_pipe(key: Path) -> None:
    key.unlink()
    os.mkfifo(key, 0o600)


FAULTS = (
    fault_missing, fault_readable_by_others, fault_readable_by_the_group, fault_not_pkcs12, fault_empty, fault_cut_off,
    fault_too_big, fault_a_folder, fault_a_pipe,
)  # fmt: skip


@pytest.fixture
def key(keys: Keys, tmp_path: Path) -> Path:
    """A copy of the officer's key that a test may spoil."""
    copy = tmp_path / "officer.p12"
    shutil.copy2(keys.officer, copy)
    return copy


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("spoil", FAULTS, ids=lambda f: f.__name__.removeprefix("fault_"))
def test_a_key_file_that_cannot_be_used_is_refused(
    spoil: Callable[[Path], None], assess: Run, keys: Keys, key: Path, out: Path
) -> None:
    spoil(key)
    before = listing(out)
    done = assess(
        "medium.yaml", "--sign-as", "officer", "--key", key, "--passphrase-file", keys.passphrase, paper=True
    )  # fmt: skip
    check_refused(done, says=str(key))
    assert listing(out) == before


def test_a_key_that_others_may_read_is_told_how_to_close(assess: Run, keys: Keys, key: Path) -> None:
    key.chmod(0o644)
    done = assess(
        "medium.yaml", "--sign-as", "officer", "--key", key, "--passphrase-file", keys.passphrase, paper=True
    )  # fmt: skip
    check_refused(done, says=f"chmod 600 {key}")


@pytest.fixture
def sign_with(run: Run, keys: Keys, case: Case) -> Callable[..., Done]:
    """Sign a fresh case with the right key and some other source of the passphrase."""

    def sign_with(*source: str | Path, **options: object) -> Done:
        folder = case("medium")
        before = listing(folder)
        done = run("sign", folder, "--as", "officer", "--key", keys.officer, *source, **options)
        if done.code:
            assert listing(folder) == before
        return done

    return sign_with


PASSPHRASES: dict[str, tuple[bytes | None, int]] = {
    "wrong": ("另一句口令，也只有测试知道".encode(), 0o600), "empty": (b"", 0o600), "only_a_line_end": (b"\n", 0o600),
    "too_long": (b"x" * 5000, 0o600), "readable_by_others": (PASSPHRASE.encode(), 0o644), "missing": (None, 0),
}  # fmt: skip


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("name", PASSPHRASES)
def test_a_passphrase_file_that_does_not_help_is_refused(
    name: str, sign_with: Callable[..., Done], tmp_path: Path
) -> None:
    content, mode = PASSPHRASES[name]
    file = tmp_path / "passphrase.txt"
    if content is not None:
        file.write_bytes(content)
        file.chmod(mode)
    done = sign_with("--passphrase-file", file)
    check_refused(done)
    if content and content.strip():
        assert content.decode()[:20] not in done.err


def test_a_wrong_passphrase_is_told_from_a_wrong_file(sign_with: Callable[..., Done], tmp_path: Path) -> None:
    file = tmp_path / "passphrase.txt"
    file.write_text("不对的口令")
    file.chmod(0o600)
    check_refused(sign_with("--passphrase-file", file), says="口令")


@pytest.mark.long
def test_a_passphrase_comes_through_a_descriptor(sign_with: Callable[..., Done]) -> None:
    read, write = os.pipe()
    os.write(write, f"{PASSPHRASE}\n".encode())
    os.close(write)
    done = sign_with("--passphrase-fd", str(read), pass_fds=(read,))
    os.close(read)
    assert done.code == 0, done


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("descriptor", ["77", "-1", "99999999999999999999"])
def test_a_descriptor_that_is_not_open_is_refused(descriptor: str, sign_with: Callable[..., Done]) -> None:
    check_refused(sign_with("--passphrase-fd", descriptor), says=descriptor)


def test_without_a_terminal_no_passphrase_is_asked(sign_with: Callable[..., Done]) -> None:
    check_refused(sign_with(), says=("终端", "--passphrase-file"))


def _ask_for_keys(home: Path, out: Path) -> pexpect.spawn:
    child = pexpect.spawn(
        str(YANPAN), ["keys", "trial", "--out", str(out)], env=environment(home), cwd=str(home), encoding="utf-8", timeout=60
    )  # fmt: skip
    child.expect("的口令：")
    return child


def test_the_prompt_shows_nothing_that_is_typed(home: Path, out: Path) -> None:
    child = _ask_for_keys(home, out)
    child.sendline(PASSPHRASE)
    child.expect("再输一遍：")
    child.sendline(PASSPHRASE)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert PASSPHRASE not in (child.before or "")
    assert list(out.glob("*.p12"))


def test_two_passphrases_that_differ_make_no_key(home: Path, out: Path) -> None:
    child = _ask_for_keys(home, out)
    child.sendline(PASSPHRASE)
    child.expect("再输一遍：")
    child.sendline("另一句")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 3
    assert "怎么办：" in (child.before or "")
    assert not list(out.glob("*.p12"))


def test_ctrl_c_at_the_prompt_exits_130_and_makes_no_key(home: Path, out: Path) -> None:
    before = listing(out)
    child = _ask_for_keys(home, out)
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert "Traceback" not in (child.before or "")
    assert "已中断" in (child.before or "")
    assert listing(out) == before


def test_end_of_input_at_the_prompt_is_no_bug(home: Path, out: Path) -> None:
    child = _ask_for_keys(home, out)
    child.sendeof()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus in (3, 130), child.before
    assert not list(out.glob("*.p12"))


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("typed", ["口令".encode("gbk"), b"caf\xe9", b"\xff\xfe"])
def test_a_passphrase_typed_in_another_encoding_is_refused(home: Path, out: Path, typed: bytes) -> None:
    child = _ask_for_keys(home, out)
    for asked in ("再输一遍：", pexpect.EOF):
        os.write(child.child_fd, typed + b"\n")
        if child.expect([asked, "UTF-8"]) == 1:
            break
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 3
    assert not list(out.glob("*.p12"))


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize(
    ("data", "says"),
    [("口令".encode("gbk"), "UTF-8"), (b"sec\0ret", "NUL"), ("口令 1".encode("utf-16-be")[4:], "NUL")],
)
def test_a_passphrase_that_is_no_text_makes_no_key(
    run: Run, out: Path, tmp_path: Path, data: bytes, says: str
) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(data)
    secret.chmod(0o600)
    check_refused(run("keys", "trial", "--out", out, "--passphrase-file", secret), says=says)
    assert not list(out.glob("*.p12"))


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_passphrase_saved_on_windows_signs(
    sign_with: Callable[..., Done], tmp_path: Path, encoding: str
) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(f"{PASSPHRASE}\r\n".encode(encoding))
    secret.chmod(0o600)
    assert sign_with("--passphrase-file", secret).code == 0
