"""A private key and its certificate in PEM files."""

from __future__ import annotations

import subprocess
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import pem as asn1_pem
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from issuing import ENCRYPTION, Issued, crl, issue, middle, root, rsa_key, write
from signed_papers import AT, PASSPHRASE, prepared, sign, so_far

from yanpan.errors import KeyRefused
from yanpan.keys import Identity, Passphrase, load_pem_identity

WRONG = Passphrase(b"hunter2-hunter2")


def unasked() -> Passphrase:
    raise AssertionError("no passphrase is needed")


def known() -> Passphrase:
    return PASSPHRASE


def load(
    folder: Path,
    issued: Issued,
    *,
    key: bytes | None = None,
    certificates: bytes | None = None,
    chain: bytes | None = None,
    ask: Callable[[], Passphrase] = unasked,
) -> Identity:
    key_file = write(folder / "key.pem", issued.pkcs8 if key is None else key)
    certificate_file = write(
        folder / "cert.pem", issued.pem if certificates is None else certificates, mode=0o644
    )
    chain_file = write(folder / "chain.pem", chain, mode=0o644) if chain is not None else None
    return load_pem_identity(key_file, certificate_file, chain_file, ask, at=AT)


def locked(issued: Issued) -> bytes:
    return issued.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(PASSPHRASE.reveal()),
    )


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_a_pem_key_signs_and_its_chain_goes_along(tmp_path: Path, kind: str) -> None:
    zhang = issue("张某", middle(), key=rsa_key() if kind == "rsa" else None)
    identity = load(tmp_path, zhang, chain=root().pem + middle().pem)
    assert identity.name == "张某"
    assert identity.chain == (middle().certificate, root().certificate)
    signed = sign(prepared(), "officer", identity)
    verification = so_far(signed, trust=[root().certificate], crls=[crl(root())])
    assert verification.verdict == "valid", verification.findings


def test_the_chain_may_stand_in_the_certificate_file(tmp_path: Path) -> None:
    zhang = issue("张某", middle())
    identity = load(tmp_path, zhang, certificates=zhang.pem + middle().pem)
    assert identity.chain == (middle().certificate,)


def test_what_does_not_belong_to_the_chain_is_left_out(tmp_path: Path) -> None:
    zhang, stranger = issue("张某", middle()), issue("别人")
    lookalike = issue("测试中级", ca=True)
    identity = load(tmp_path, zhang, chain=stranger.pem + lookalike.pem + middle().pem)
    assert identity.chain == (middle().certificate,)


def test_a_certificate_in_der_is_read_too(tmp_path: Path) -> None:
    zhang = issue("张某", root())
    assert load(tmp_path, zhang, certificates=zhang.der).certificate == zhang.certificate


def test_an_encrypted_key_asks_for_its_passphrase(tmp_path: Path) -> None:
    zhang = issue("张某", root())
    assert load(tmp_path, zhang, key=locked(zhang), ask=known).name == "张某"


def test_an_encrypted_key_of_openssls_old_form_is_read(tmp_path: Path) -> None:
    zhang = issue("张某", root(), key=rsa_key())
    key = zhang.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.BestAvailableEncryption(PASSPHRASE.reveal()),
    )
    assert b"Proc-Type: 4,ENCRYPTED" in key
    assert load(tmp_path, zhang, key=key, ask=known).name == "张某"


def by_the_root(folder: Path) -> list[str]:
    """What has OpenSSL issue a certificate by the tests' root."""
    write(folder / "root.key", root().pkcs8)
    write(folder / "root.pem", root().pem)
    # OpenSSL's own settings want a key identifier in the root.
    write(folder / "plain.cnf", b"[req]\ndistinguished_name=d\n[d]\n")
    return ["-CA", "root.pem", "-CAkey", "root.key", "-config", "plain.cnf"]


def test_a_key_made_by_openssl_is_read(tmp_path: Path) -> None:
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-passout", "pass:correct horse"]
    more = ["-keyout", "k.pem", "-out", "c.pem", "-subj", "/CN=zhang", "-days", "3650"]
    more += ["-addext", "keyUsage=digitalSignature", "-addext", "basicConstraints=CA:FALSE"]
    more += by_the_root(tmp_path)
    subprocess.run([*words, *more], cwd=tmp_path, check=True, capture_output=True)
    (tmp_path / "k.pem").chmod(0o600)
    # openssl dates it by the machine's clock.
    soon = datetime.now(AT.tzinfo) + timedelta(hours=1)
    identity = load_pem_identity(tmp_path / "k.pem", tmp_path / "c.pem", None, known, at=soon)
    assert identity.name == "zhang"


def test_a_wrong_passphrase_is_refused_without_a_trace(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    zhang = issue("张某", root())
    with pytest.raises(KeyRefused, match="口令不对") as refused:
        load(tmp_path, zhang, key=locked(zhang), ask=lambda: WRONG)
    trace = traceback.TracebackException.from_exception(refused.value, capture_locals=True)
    assert "hunter2" not in "".join(trace.format()) + repr(refused.value.__dict__)
    out = capfd.readouterr()
    assert out.out + out.err + caplog.text == ""


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("没有 PEM 私钥", b""),
        ("没有 PEM 私钥", b"hello"),
        ("坏了", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
        ("口令不对", b"-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n"),
        ("不是一对", issue("别人").pkcs8),
        ("太大", b"0" * 2_000_000),
    ],
)
def test_a_key_file_that_does_not_serve_is_refused(tmp_path: Path, words: str, key: bytes) -> None:
    with pytest.raises(KeyRefused, match=words):
        load(tmp_path, issue("张某", root()), key=key, ask=known)


@pytest.mark.parametrize(
    "certificates",
    [b"", b"hello", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", b"0" * 2_000_000],
)
def test_what_is_no_certificate_is_refused(tmp_path: Path, certificates: bytes) -> None:
    zhang = issue("张某", root())
    with pytest.raises(KeyRefused, match="这不是证书文件|文件超过上限"):
        load(tmp_path, zhang, certificates=certificates)
    with pytest.raises(KeyRefused, match="这不是证书链文件|文件超过上限"):
        load(tmp_path, zhang, chain=certificates)


def test_missing_files_are_named(tmp_path: Path) -> None:
    zhang = issue("张某", root())
    there = write(tmp_path / "there.pem", zhang.pem)
    with pytest.raises(KeyRefused, match=r"none\.pem.*找不到证书文件"):
        load_pem_identity(there, tmp_path / "none.pem", None, unasked, at=AT)
    with pytest.raises(KeyRefused, match=r"none\.pem.*找不到私钥文件"):
        load_pem_identity(tmp_path / "none.pem", there, None, unasked, at=AT)


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    zhang = issue("张某", root())
    key = write(tmp_path / "key.pem", zhang.pkcs8, mode=0o644)
    with pytest.raises(KeyRefused, match="别人也能读"):
        load_pem_identity(key, write(tmp_path / "cert.pem", zhang.pem), None, unasked, at=AT)


@pytest.mark.parametrize(
    ("words", "issued"),
    [
        ("已经过期", issue("张某", root(), end=AT - timedelta(days=1))),
        ("还没有生效", issue("张某", root(), start=AT + timedelta(days=1))),
        ("加密证书", issue("张某", root(), key_usage=ENCRYPTION)),
        ("发证机构的证书", root()),
    ],
)
def test_a_certificate_that_may_not_sign_is_refused_before_its_passphrase_is_asked(
    tmp_path: Path, words: str, issued: Issued
) -> None:
    with pytest.raises(KeyRefused, match=words):
        load(tmp_path, issued, key=locked(issued))


def test_an_sm2_pair_is_refused_with_the_way_to_go(tmp_path: Path) -> None:
    def openssl(*words: str) -> None:
        subprocess.run(["openssl", *words], check=True, capture_output=True, cwd=tmp_path)

    openssl("ecparam", "-name", "SM2", "-genkey", "-noout", "-out", "key.pem")
    openssl("req", "-new", "-x509", "-key", "key.pem", "-subj", "/CN=sm2", "-days", "9", "-out", "c.pem",
            "-addext", "keyUsage=digitalSignature", "-addext", "basicConstraints=CA:FALSE",
            *by_the_root(tmp_path))  # fmt: skip
    # openssl starts a certificate at the clock's now.
    soon = datetime.now(AT.tzinfo) + timedelta(hours=2)
    with pytest.raises(KeyRefused, match="--prepare"):
        load_pem_identity(tmp_path / "key.pem", tmp_path / "c.pem", None, unasked, at=soon)


def test_of_several_keys_the_one_that_fits_is_taken_wherever_it_stands(tmp_path: Path) -> None:
    zhang, other = issue("张某", root()), issue("别人")
    curve = b"-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
    for data in (other.pkcs8 + zhang.pkcs8, zhang.pkcs8 + other.pkcs8, curve + zhang.pkcs8):
        assert load(tmp_path, zhang, key=data).name == "张某"
    # Nothing is asked for a key that is not needed.
    for data in (locked(other) + zhang.pkcs8, zhang.pkcs8 + locked(other)):
        assert load(tmp_path, zhang, key=data).name == "张某"
    for data in (locked(other) + locked(zhang), other.pkcs8 + locked(zhang)):
        assert load(tmp_path, zhang, key=data, ask=known).name == "张某"
    with pytest.raises(KeyRefused, match="不是一对"):
        load(tmp_path, zhang, key=other.pkcs8 + locked(other), ask=known)
    with pytest.raises(KeyRefused, match="口令不对"):
        load(tmp_path, zhang, key=other.pkcs8 + locked(zhang), ask=lambda: WRONG)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_key_is_read_as_editors_save_it(tmp_path: Path, encoding: str, ending: str) -> None:
    zhang = issue("张某", root())
    for text, ask in ((zhang.pkcs8, unasked), (locked(zhang), known)):
        data = text.decode().replace("\n", ending).encode(encoding)
        assert load(tmp_path, zhang, key=data, ask=ask).name == "张某"


def with_rounds(encrypted: bytes) -> bytes:
    """A key whose passphrase is to be hashed two thousand million times."""
    loaded = asn1_keys.EncryptedPrivateKeyInfo.load(asn1_pem.unarmor(encrypted)[2])
    derivation = loaded["encryption_algorithm"]["parameters"]["key_derivation_func"]
    derivation["parameters"]["iteration_count"] = 2_000_000_000
    return asn1_pem.armor("ENCRYPTED PRIVATE KEY", loaded.dump(force=True))


def scrypt(folder: Path, issued: Issued, *, costly: bool) -> bytes:
    """A key that OpenSSL has locked with scrypt: 16384, 8 and 1, or 127 for the last two."""
    path = write(folder / "plain.pem", issued.pkcs8)
    words = ["openssl", "pkcs8", "-topk8", "-scrypt", "-in", path, "-passout", "pass:correct horse"]
    made = subprocess.run(words, check=True, capture_output=True).stdout
    der = asn1_pem.unarmor(made)[2]
    if costly:
        der = der.replace(b"\x02\x01\x08\x02\x01\x01", b"\x02\x01\x7f\x02\x01\x7f")
    return asn1_pem.armor("ENCRYPTED PRIVATE KEY", der)


def test_a_key_that_asks_for_days_of_work_is_refused_before_its_passphrase(tmp_path: Path) -> None:
    zhang = issue("张某", root())
    for costly in (with_rounds(locked(zhang)), scrypt(tmp_path, zhang, costly=True)):
        with pytest.raises(KeyRefused, match="次数太多"):
            load(tmp_path, zhang, key=costly)
    assert load(tmp_path, zhang, key=scrypt(tmp_path, zhang, costly=False), ask=known).name == "张某"


def test_many_that_only_name_each_other_are_refused_or_read_at_once(tmp_path: Path) -> None:
    """A thousand signatures of P-384 would take minutes."""
    zhang = issue("张某", root())
    one, other = (issue(name, ca=True, key=ec.generate_private_key(ec.SECP384R1())) for name in ("甲", "乙"))
    stranger = ec.generate_private_key(ec.SECP384R1())
    circle = [
        issue(a, replace(issued, key=stranger), ca=True, key=issued.key)
        for a, issued in (("甲", other), ("乙", one))
        for _ in range(99)
    ]
    began = monotonic()
    with pytest.raises(KeyRefused, match="不是一对|发证机构"):
        load(tmp_path, zhang, certificates=b"".join(item.pem for item in circle))
    identity = load(tmp_path, zhang, chain=b"".join(item.pem for item in circle) + root().pem)
    assert identity.chain == (root().certificate,)
    assert monotonic() - began < 20
    with pytest.raises(KeyRefused, match="超过 200 张"):
        load(tmp_path, zhang, chain=b"".join(item.pem for item in (*circle, one, other, root())))
