"""What is wrong with a key, a passphrase or a certificate file is told as what it is, with what helps."""

from __future__ import annotations

import errno
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from yanpan.errors import KeyRefused
from yanpan.keys import Passphrase, load_identity, passphrase_from_fd, read_certificates, read_passphrase_file
from yanpan.keys.encodings import Mixed, objects_in
from yanpan.keys.fit import weakness

AT = datetime(2026, 12, 1, tzinfo=UTC)
PASSPHRASE = Passphrase(b"passphrase-12345")


def openssl(folder: Path, *words: str) -> bytes:
    return subprocess.run(["openssl", *words], check=True, capture_output=True, cwd=folder).stdout


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "secret"
    found.write_bytes(b"secret\n")
    found.chmod(0o600)
    return found


@pytest.mark.parametrize("code", [errno.EIO, errno.ESTALE, errno.EAGAIN])
def test_a_read_that_fails_is_told(code: int, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stick that was pulled out, a share that is gone."""

    def fails(*_: object) -> bytes:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "read", fails)
    for read in (
        lambda: read_passphrase_file(file),
        lambda: load_identity(file, PASSPHRASE, at=AT),
        lambda: read_certificates(file, what="证书文件"),
    ):
        with pytest.raises(KeyRefused) as refused:
            read()
        assert refused.value.where == str(file)
        assert refused.value.remedy


def test_a_file_that_comes_in_pieces_is_read_whole(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.read
    monkeypatch.setattr(os, "read", lambda handle, _: real(handle, 1))
    assert read_passphrase_file(file).reveal() == b"secret"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_first_line_is_enough_while_the_writer_stays(encoding: str) -> None:
    reader, writer = os.pipe()
    found: list[Passphrase] = []
    os.write(writer, "secret\n".encode(encoding))
    waiting = Thread(target=lambda: found.append(passphrase_from_fd(reader)), daemon=True)
    waiting.start()
    waiting.join(10)
    os.close(writer)
    assert [item.reveal() for item in found] == [b"secret"]


ADDRESSES = [
    "http://crl.example.cn/a.crl",
    "http://www.gdca.com.cn/download/crl/GDCATrustAUTHR4PrimeCA/CRLDistribution2026",
    "ldap://ldap.example.cn/CN=Abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGH",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_words_about_a_certificate_may_hold_long_addresses(address: str, tmp_path: Path) -> None:
    openssl(
        tmp_path, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "k.pem",
        "-subj", "/CN=root", "-days", "9", "-out", "plain.pem", "-addext", f"crlDistributionPoints=URI:{address}",
    )  # fmt: skip
    (tmp_path / "words.pem").write_bytes(openssl(tmp_path, "x509", "-in", "plain.pem", "-text"))
    assert len(read_certificates(tmp_path / "words.pem", what="证书文件")) == 1


def test_what_only_stands_beside_an_address_is_data_still(tmp_path: Path) -> None:
    openssl(
        tmp_path, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "k.pem",
        "-subj", "/CN=root", "-days", "9", "-out", "plain.pem",
    )  # fmt: skip
    block = (tmp_path / "plain.pem").read_bytes()
    lost = block.split(b"\n")[1]
    assert len(objects_in(b"URI:http://a.cn/b\n" + block)) == 1
    with pytest.raises(Mixed):
        objects_in(b"URI:http://a.cn/b " + lost + b"\n" + block)


def test_a_key_file_without_a_passphrase_is_told_and_how_to_mend_it(tmp_path: Path) -> None:
    openssl(
        tmp_path, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "k.pem",
        "-out", "c.pem", "-subj", "/CN=x", "-days", "9",
    )  # fmt: skip
    openssl(
        tmp_path,
        "pkcs12",
        "-export",
        "-inkey",
        "k.pem",
        "-in",
        "c.pem",
        "-out",
        "旧的.p12",
        "-passout",
        "pass:",
    )
    (tmp_path / "旧的.p12").chmod(0o600)
    with pytest.raises(KeyRefused, match="没有口令保护") as refused:
        load_identity(tmp_path / "旧的.p12", PASSPHRASE, at=AT)
    # What it says to do works; it asks for the new passphrase.
    command = refused.value.remedy.partition("：")[2]
    subprocess.run(
        ["/bin/sh", "-c", f"{command.replace(' -out 新', ' -passout pass:passphrase-12345 -out 新')} && chmod 600 新的.p12"],
        cwd=tmp_path, capture_output=True, check=True,
    )  # fmt: skip
    with pytest.raises(KeyRefused) as refused:
        load_identity(tmp_path / "新的.p12", PASSPHRASE, at=AT)
    assert "口令" not in refused.value.what


def test_an_empty_passphrase_says_what_to_do_with_such_a_file(file: Path) -> None:
    file.write_bytes(b"\n")
    with pytest.raises(KeyRefused, match="口令是空的") as refused:
        read_passphrase_file(file)
    assert "openssl pkcs12" in refused.value.remedy


WEAK = {
    "rsa": (rsa.generate_private_key(65537, 1024), ("RSA", "1024", "2048")),  # noqa: S505
    "P-224": (ec.generate_private_key(ec.SECP224R1()), ("太小", "224", "256")),  # noqa: S505
    "secp256k1": (ec.generate_private_key(ec.SECP256K1()), ("不支持", "secp256k1", "Brainpool")),
}


@pytest.mark.parametrize("kind", WEAK)
def test_a_weak_key_is_told_by_its_weakness(kind: str) -> None:
    key, says = WEAK[kind]
    found = weakness(key.public_key())
    assert all(word in found for word in says), found


@pytest.mark.parametrize(
    "curve", [ec.SECP256R1(), ec.SECP384R1(), ec.SECP521R1(), ec.BrainpoolP256R1(), ec.BrainpoolP512R1()]
)
def test_the_supported_curves_are_strong(curve: ec.EllipticCurve) -> None:
    assert weakness(ec.generate_private_key(curve).public_key()) == ""
