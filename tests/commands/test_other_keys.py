"""PEM keys, tokens, other programs and the role register at the command line."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import pem as asn1_pem
from asn1crypto import x509 as asn1_x509
from authorities import lists
from cryptography.x509 import load_pem_x509_certificate
from issuing import Issued, issue, write
from long_term_papers import stamping_at, wanted
from program import ANSWERS, SMALL, Keys, Run, check_refused, listing
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore
from soft_token import PIN, SoftToken, library, new_tokens

from yanpan.signature import prepare_signature

Case = Callable[[str], Path]
NOW = datetime.now(ZoneInfo("Asia/Shanghai")).replace(microsecond=0)
ROOT = issue("测试根", ca=True, now=NOW)
CMS = ("openssl", "cms", "-sign", "-binary", "-cades", "-nosmimecap", "-outform", "DER")


@pytest.fixture
def zhang() -> Issued:
    return issue("张某", ROOT, now=NOW)


@pytest.fixture
def files(tmp_path: Path, zhang: Issued) -> Path:
    folder = tmp_path / "pem"
    folder.mkdir()
    write(folder / "key.pem", zhang.pkcs8)
    write(folder / "cert.pem", zhang.pem, mode=0o644)
    write(folder / "root.pem", ROOT.pem, mode=0o644)
    return folder


@pytest.fixture
def tokens(tmp_path: Path, zhang: Issued) -> SoftToken:
    made = new_tokens(tmp_path / "hsm")
    made.add_token("盾")
    made.add("盾", "sign", zhang, "a1")
    write(tmp_path / "pin", PIN.encode())
    return made


def verified(run: Run, folder: Path, files: Path) -> None:
    done = run("verify", folder, "--trust", files / "root.pem", "--questionnaire", SMALL)
    assert done.code == 0, done
    assert "张某" in done.out


@pytest.mark.long
def test_a_pem_pair_signs(run: Run, case: Case, files: Path) -> None:
    folder = case("medium")
    done = run("sign", folder, "--as", "officer", "--key", files / "key.pem", "--cert", files / "cert.pem")
    assert (done.code, done.err) == (0, ""), done
    verified(run, folder, files)


@pytest.mark.long
def test_a_token_signs(run: Run, case: Case, files: Path, tokens: SoftToken, tmp_path: Path) -> None:
    folder = case("medium")
    key = ("--token", library(), "--token-label", "盾", "--key-label", "sign")
    env = {"SOFTHSM2_CONF": str(tokens.settings)}
    done = run("sign", folder, "--as", "officer", *key, "--passphrase-file", tmp_path / "pin", env=env)
    assert (done.code, done.err) == (0, ""), done
    verified(run, folder, files)


@pytest.mark.parametrize(
    ("there", "instead", "says"),
    [(b"/F 132", b"/F 130", "准备好的文书被改动"), (b"/Rect [", b"/Rect  ", "外部签名不合格：文件结构损坏")],
)
def test_a_waiting_paper_that_was_rewritten_is_not_finished(
    run: Run, case: Case, files: Path, tmp_path: Path, there: bytes, instead: bytes, says: str
) -> None:
    """All that was noted of it lies beside it, and was rewritten alike: only what this program writes is signed."""
    folder, request = case("medium"), tmp_path / "out.request"
    sign = ("sign", folder, "--as", "officer")
    assert run(*sign, "--prepare", request, "--cert", files / "cert.pem").code == 0
    printed, waiting = (folder / "assessment.pdf").read_bytes(), folder / ".waiting.pdf"
    added = waiting.read_bytes()[len(printed) :]
    assert there in added
    other = printed + added.replace(there, instead, 1)
    noted = json.loads((folder / ".waiting.json").read_text("utf-8"))
    start, end = noted["gap"]
    to_sign = other[:start] + other[end:]
    noted["prepared"] = hashlib.sha256(other).hexdigest()
    noted["digests"] = {
        name: hashlib.new(name, to_sign).hexdigest() for name in noted["digests"] if "sha" in name
    }
    waiting.write_bytes(other)
    (folder / ".waiting.json").write_text(json.dumps(noted), "utf-8")
    Path(f"{request}.bin").write_bytes(to_sign)
    key = ("-signer", files / "cert.pem", "-inkey", files / "key.pem")
    subprocess.run([*CMS, *key, "-in", f"{request}.bin", "-out", tmp_path / "a.cms"], check=True)
    check_refused(run(*sign, "--finish", tmp_path / "a.cms"), says=says)
    assert (folder / "assessment.pdf").read_bytes() == printed


@pytest.mark.parametrize(("shift", "zone"), [(-3, 8), (1, 8), (0, 0)], ids=["before", "ahead", "zone"])
@pytest.mark.parametrize("noted", [True, False], ids=["noted", "not noted"])
def test_a_waiting_paper_with_another_hour_is_not_finished(
    run: Run, case: Case, files: Path, tmp_path: Path, shift: int, zone: int, noted: bool
) -> None:
    """What the library itself prepares for an hour that no door gives; in the note beside it, or in the paper alone."""
    folder, request = case("medium"), tmp_path / "out.request"
    sign = ("sign", folder, "--as", "officer")
    assert run(*sign, "--prepare", request, "--cert", files / "cert.pem").code == 0
    now = datetime.now(UTC).replace(microsecond=0).astimezone(timezone(timedelta(hours=8)))
    certificate = load_pem_x509_certificate((files / "cert.pem").read_bytes())
    made = prepare_signature(
        (folder / "assessment.pdf").read_bytes(), role="officer", certificate=certificate, reason="同意",
        at=(now + timedelta(hours=shift)).astimezone(timezone(timedelta(hours=zone))),
    )  # fmt: skip
    printed = (folder / "assessment.pdf").read_bytes()
    told = made.request if noted else msgspec.structs.replace(made.request, at=now)
    (folder / ".waiting.pdf").write_bytes(made.pdf)
    (folder / ".waiting.json").write_bytes(msgspec.json.encode(told))
    Path(f"{request}.bin").write_bytes(made.to_sign)
    key = ("-signer", files / "cert.pem", "-inkey", files / "key.pem")
    bare = [part for part in CMS if part != "-cades"]
    subprocess.run([*bare, *key, "-in", f"{request}.bin", "-out", tmp_path / "a.cms"], check=True)
    done = run(*sign, "--finish", tmp_path / "a.cms")
    assert done.code == 3, done
    assert (folder / "assessment.pdf").read_bytes() == printed


@pytest.mark.parametrize(("minutes", "code"), [(0, 0), (-300, 3)], ids=["now", "five hours ago"])
def test_a_signature_with_a_time_stamp_of_another_hour_is_not_finished(
    run: Run, case: Case, files: Path, tmp_path: Path, zhang: Issued, minutes: int, code: int
) -> None:
    """It is the service that is believed, so verify holds its hour against the rules."""
    folder, request = case("medium"), tmp_path / "out.request"
    sign = ("sign", folder, "--as", "officer")
    assert run(*sign, "--prepare", request, "--cert", files / "cert.pem").code == 0
    when = datetime.now(ZoneInfo("Asia/Shanghai")).replace(microsecond=0) + timedelta(minutes=minutes)
    signer = signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(zhang.der),
        signing_key=asn1_keys.PrivateKeyInfo.load(asn1_pem.unarmor(zhang.pkcs8)[2]),
        cert_registry=SimpleCertificateStore(),
    )
    digest = hashlib.sha256(Path(f"{request}.bin").read_bytes()).digest()
    with stamping_at(when) as service:
        stamper = wanted(service, "b-t", crls=lists(when)).stamper(when)
        made = asyncio.run(signer.async_sign(digest, "sha256", use_pades=True, timestamper=stamper))
    (tmp_path / "a.cms").write_bytes(made.dump())
    done = run(*sign, "--finish", tmp_path / "a.cms")
    assert done.code == code, done
    assert ("时间戳的时间" in done.err) is bool(code)


@pytest.mark.long
def test_a_token_signs_while_assessing(
    run: Run, out: Path, files: Path, tokens: SoftToken, tmp_path: Path
) -> None:
    read, into = os.pipe()
    os.write(into, PIN.encode())
    os.close(into)
    done = run(
        "assess", "--answers", ANSWERS / "medium.yaml", "--out", out, "--questionnaire", SMALL,
        "--sign-as", "officer", "--token", library(), "--passphrase-fd", str(read),
        env={"SOFTHSM2_CONF": str(tokens.settings)}, pass_fds=(read,),
    )  # fmt: skip
    os.close(read)
    assert done.code == 0, done
    (folder,) = [path for path in out.iterdir() if path.is_dir()]
    verified(run, folder, files)


@pytest.mark.long
def test_a_wrong_pin_is_refused_and_shown_nowhere(
    run: Run, case: Case, tokens: SoftToken, tmp_path: Path, home: Path
) -> None:
    folder = case("medium")
    before = listing(folder)
    write(tmp_path / "pin", b"13579246")
    key = ("--token", library(), "--passphrase-file", tmp_path / "pin")
    done = run("sign", folder, "--as", "officer", *key, env={"SOFTHSM2_CONF": str(tokens.settings)})
    check_refused(done, says=("PIN 不对", "锁死"))
    assert "13579246" not in done.err
    assert not (home / "error.log").exists()
    assert listing(folder) == before


def test_two_steps_sign_with_another_program(run: Run, case: Case, files: Path, tmp_path: Path) -> None:
    folder, request = case("medium"), tmp_path / "out.request"
    paper = (folder / "assessment.pdf").read_bytes()
    sign = ("sign", folder, "--as", "officer")
    done = run(*sign, "--prepare", request, "--cert", files / "cert.pem")
    assert (done.code, done.err) == (0, ""), done
    assert "--finish" in done.out
    assert (folder / "assessment.pdf").read_bytes() == paper
    asked = json.loads(request.read_text(encoding="utf-8"))
    assert (asked["field"], asked["signer"]) == ("officer", "张某")
    key = ("-signer", files / "cert.pem", "-inkey", files / "key.pem")
    subprocess.run([*CMS, *key, "-in", f"{request}.bin", "-out", tmp_path / "a.cms"], check=True)
    done = run(*sign, "--finish", tmp_path / "a.cms", "--json")
    assert (done.code, done.err) == (0, ""), done
    assert done.json == {
        "paper": str(folder / "assessment.pdf"), "role": "officer", "signer": "张某", "opinion": "同意",
        "unjudged": [],
    }  # fmt: skip
    verified(run, folder, files)
    assert [name for name in listing(folder) if "waiting" in name] == []


@pytest.mark.long
def test_a_signature_for_a_paper_signed_meanwhile_is_refused(
    run: Run, case: Case, files: Path, keys: Keys, tmp_path: Path
) -> None:
    folder, request = case("medium"), tmp_path / "out.request"
    sign = ("sign", folder, "--as", "officer")
    assert run(*sign, "--prepare", request, "--cert", files / "cert.pem").code == 0
    assert run(*sign, "--key", keys.officer, "--passphrase-file", keys.passphrase).code == 0
    before = listing(folder)
    write(tmp_path / "a.cms", b"anything")
    check_refused(run(*sign, "--finish", tmp_path / "a.cms"), says="已经签过了")
    assert listing(folder) == before


@pytest.mark.long
def test_what_is_no_signature_leaves_the_paper_waiting(
    run: Run, case: Case, files: Path, tmp_path: Path
) -> None:
    folder, request = case("medium"), tmp_path / "out.request"
    sign = ("sign", folder, "--as", "officer")
    write(tmp_path / "a.cms", b"anything")
    check_refused(run(*sign, "--finish", tmp_path / "a.cms"), says=("没有等着签名", "--prepare"))
    assert run(*sign, "--prepare", request, "--cert", files / "cert.pem").code == 0
    before = listing(folder)
    check_refused(run(*sign, "--finish", tmp_path / "a.cms"), says="CMS")
    check_refused(run(*sign, "--finish", tmp_path / "none.cms"), says="没有这个签名文件")
    check_refused(run(*sign, "--prepare", request, "--cert", files / "cert.pem"), says="已经有了")
    assert listing(folder) == before


@pytest.mark.long
def test_one_step_runs_the_program_that_was_named(run: Run, case: Case, files: Path) -> None:
    folder = case("medium")
    program = (*CMS, "-signer", files / "cert.pem", "-inkey", files / "key.pem")
    done = run("sign", folder, "--as", "officer", "--cert", files / "cert.pem", "--external", "--", *program)
    assert (done.code, done.err) == (0, ""), done
    verified(run, folder, files)


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize(
    ("program", "says"),
    [
        (("no-such-program",), "没有这个签名程序"),
        ((sys.executable, "-c", "raise SystemExit(3)"), "退出码 3"),
        ((sys.executable, "-c", "print('; touch here')"), "CMS"),
    ],
)
def test_a_program_that_does_not_sign_is_refused(
    run: Run, case: Case, files: Path, program: tuple[str, ...], says: str
) -> None:
    folder = case("medium")
    before = listing(folder)
    done = run("sign", folder, "--as", "officer", "--cert", files / "cert.pem", "--external", "--", *program)
    check_refused(done, says=says)
    assert listing(folder) == before


def register(path: Path, who: Issued, role: str = "officer") -> Path:
    from yanpan.approval import fingerprint_of

    text = f"roles:\n  - role: {role}\n    person: 张某\n    certificate: {fingerprint_of(who.certificate)}\n"
    path.write_text(f"{text}    from: {NOW - timedelta(days=9):%Y-%m-%d}\n", encoding="utf-8")
    return path


def test_a_register_lets_sign_whom_it_names_and_nobody_else(
    run: Run, case: Case, files: Path, keys: Keys, zhang: Issued, tmp_path: Path
) -> None:
    folder, roles = case("medium"), register(tmp_path / "r.yaml", zhang)
    before = listing(folder)
    sign = ("sign", folder, "--as", "officer", "--roles", roles)
    check_refused(
        run(*sign, "--key", keys.officer, "--passphrase-file", keys.passphrase), says="名册里没有这张证书"
    )
    assert listing(folder) == before
    done = run(*sign, "--key", files / "key.pem", "--cert", files / "cert.pem")
    assert done.code == 0, done


@pytest.mark.long
def test_the_register_in_the_home_folder_counts_for_every_way_of_signing(
    run: Run, case: Case, files: Path, zhang: Issued, home: Path, out: Path, tmp_path: Path
) -> None:
    register(home / "roles.yaml", zhang, role="unit_head")
    folder, cert = case("medium"), files / "cert.pem"
    before, outside = listing(folder), listing(out)
    sign = ("sign", folder, "--as", "officer", "--cert", cert)
    for way in (
        (*sign, "--key", files / "key.pem"),
        (*sign, "--prepare", tmp_path / "q"),
        (*sign, "--external", "--", "openssl"),
        ("assess", "--answers", ANSWERS / "medium.yaml", "--out", out, "--questionnaire", SMALL,
         "--sign-as", "officer", "--key", files / "key.pem", "--cert", cert),
    ):  # fmt: skip
        check_refused(run(*way), says=("不能签 officer", "roles.yaml"))
    assert (listing(folder), listing(out)) == (before, outside)


def test_a_broken_register_stops_signing(run: Run, case: Case, files: Path, home: Path) -> None:
    (home / "roles.yaml").write_text("roles:\n  - {role: officer}\n", encoding="utf-8")
    key = ("--key", files / "key.pem", "--cert", files / "cert.pem")
    check_refused(run("sign", case("medium"), "--as", "officer", *key), says="roles.yaml:2")


@pytest.mark.long
def test_a_slip_in_the_register_is_told(
    run: Run, case: Case, files: Path, zhang: Issued, tmp_path: Path
) -> None:
    roles = register(tmp_path / "r.yaml", zhang, role="oficer")
    key = ("--key", files / "key.pem", "--cert", files / "cert.pem")
    for done in (
        run("sign", case("medium"), "--as", "officer", "--roles", roles, *key),
        run("verify", case("low"), "--roles", roles),
    ):
        assert "没有“oficer”这个角色；是不是“officer”" in done.err


def test_who_vouches_for_himself_does_not_sign(run: Run, case: Case, tmp_path: Path) -> None:
    """Nobody could verify it: such a certificate is not taken as a root."""
    own = issue("张某", now=NOW)
    write(tmp_path / "key.pem", own.pkcs8)
    write(tmp_path / "cert.pem", own.pem, mode=0o644)
    key = ("--key", tmp_path / "key.pem", "--cert", tmp_path / "cert.pem")
    check_refused(run("sign", case("medium"), "--as", "officer", *key), says=["自己签给自己", "keys trial"])
    shown = run("keys", "show", tmp_path / "cert.pem")
    assert (shown.code, "自己签给自己" in shown.out, "可以签署" in shown.out) == (0, True, False), shown


def test_a_certificate_is_shown_as_the_register_wants_it(
    run: Run, files: Path, zhang: Issued, tmp_path: Path
) -> None:
    done = run("keys", "show", files / "cert.pem")
    assert (done.code, done.err) == (0, "")
    assert f"{zhang.certificate.serial_number:X}" in done.out
    snippet = "roles:\n" + done.out[done.out.index("  - role:") :]
    (tmp_path / "roles.yaml").write_text(snippet, encoding="utf-8")
    from yanpan.approval import entitled, load_roles

    assert entitled(load_roles(tmp_path / "roles.yaml"), zhang.certificate, "officer", NOW).reason == ""


def test_a_token_is_shown_without_its_pin(run: Run, tokens: SoftToken, zhang: Issued) -> None:
    env = {"SOFTHSM2_CONF": str(tokens.settings)}
    done = run("keys", "show", "--token", library(), "--json", env=env)
    assert done.code == 0, done
    (shown,) = done.json
    assert (shown["label"], shown["subject"]) == ("sign", "CN=张某,O=某某局")


def test_a_pkcs12_is_shown_with_its_passphrase(run: Run, keys: Keys) -> None:
    done = run("keys", "show", keys.officer, "--passphrase-file", keys.passphrase)
    assert done.code == 0, done
    assert "CN=试用身份·张某" in done.out


def test_what_is_no_certificate_is_not_shown(run: Run, files: Path) -> None:
    check_refused(run("keys", "show", files / "key.pem"), says="不是证书文件")
    check_refused(run("keys", "show", files / "none.pem"), says="找不到")


WRONG: dict[str, tuple[list[str], tuple[str, ...]]] = {
    "key_and_token": (["--key", "a.p12", "--token", "b.so"], ("--key", "--token")),
    "chain_alone": (["--key", "a.pem", "--chain", "c.pem"], ("--chain", "--cert")),
    "labels_alone": (["--key", "a.p12", "--token-label", "盾"], ("--token-label", "--token")),
    "certificate_beside_a_token": (["--token", "b.so", "--cert", "c.pem"], ("--cert",)),
    "prepare_without_certificate": (["--prepare", "q"], ("--prepare", "--cert")),
    "two_ways": (["--prepare", "q", "--finish", "a.cms", "--cert", "c.pem"], ("--prepare", "--finish")),
    "finish_with_key": (["--finish", "a.cms", "--key", "a.p12"], ("--finish", "--key")),
    "external_without_program": (["--external", "--cert", "c.pem"], ("--external", "--")),
    "program_without_external": (["--key", "a.p12", "another-case"], ("多了参数", "another-case")),
}


@pytest.mark.parametrize("name", WRONG)
def test_options_that_contradict_each_other_are_wrong_usage(name: str, run: Run, out: Path) -> None:
    more, says = WRONG[name]
    check_refused(run("sign", ".", "--as", "officer", *more, cwd=out), code=2, says=says)


def test_a_pin_is_no_option(run: Run) -> None:
    for option in ("--pin", "--passphrase", "--password"):
        assert run("sign", ".", "--as", "officer", option, "246810").code == 2
