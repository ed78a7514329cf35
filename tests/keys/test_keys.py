"""Keys: made, read, and refused in words."""

from __future__ import annotations

import os
import stat
import subprocess
import traceback
from datetime import timedelta
from pathlib import Path

import pytest
from asn1crypto import pkcs12 as asn1_pkcs12
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from signed_papers import AT, PASSPHRASE

from yanpan.errors import KeyRefused, OutputRefused
from yanpan.keys import Passphrase, load_identity, load_trust, make_trial_identity


def test_a_trial_identity_says_so_everywhere(tmp_path: Path) -> None:
    made = make_trial_identity(
        tmp_path / "zhang.p12", name="张某", passphrase=PASSPHRASE, now=AT, role_title="主要负责人"
    )
    (root,) = load_trust(made.root_file)
    identity = load_identity(made.key_file, PASSPHRASE, at=AT)
    assert (identity.name, identity.unit, identity.trial) == ("试用身份·张某", "主要负责人", True)
    for certificate in (identity.certificate, root):
        assert "O=yanpan 试用身份（无法律效力）" in certificate.subject.rfc4514_string()
    assert isinstance(identity.key, ec.EllipticCurvePrivateKey)
    assert identity.key.curve.name == "secp256r1"
    identity.certificate.verify_directly_issued_by(root)
    assert made.root_file.name == "zhang.root.pem"


def test_the_key_file_is_private(tmp_path: Path) -> None:
    made = make_trial_identity(tmp_path / "zhang.p12", name="张某", passphrase=PASSPHRASE, now=AT)
    assert stat.S_IMODE(made.key_file.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["zhang.p12", "zhang.root.pem"]


def test_openssl_opens_the_key_file(tmp_path: Path) -> None:
    made = make_trial_identity(tmp_path / "zhang.p12", name="张某", passphrase=PASSPHRASE, now=AT)
    done = subprocess.run(
        ["openssl", "pkcs12", "-in", made.key_file, "-passin", "pass:correct horse", "-nokeys"],
        capture_output=True,
    )
    assert done.returncode == 0
    assert done.stdout.count(b"BEGIN CERTIFICATE") == 2


@pytest.mark.parametrize("there", ["zhang.p12", "zhang.root.pem"])
def test_nothing_is_overwritten_and_nothing_left_behind(tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_bytes(b"mine")
    with pytest.raises(OutputRefused, match="已经有了"):
        make_trial_identity(tmp_path / "zhang.p12", name="张某", passphrase=PASSPHRASE, now=AT)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(there, b"mine")]


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputRefused, match="文件夹不存在"):
        make_trial_identity(tmp_path / "no" / "zhang.p12", name="张某", passphrase=PASSPHRASE, now=AT)


@pytest.mark.parametrize("name", ["", "  ", "张\n某", "张" * 41])
def test_a_name_that_cannot_stand_in_a_certificate_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(KeyRefused):
        make_trial_identity(tmp_path / "zhang.p12", name=name, passphrase=PASSPHRASE, now=AT)
    assert list(tmp_path.iterdir()) == []


def key_file(folder: Path, data: bytes) -> Path:
    path = folder / "key.p12"
    path.write_bytes(data)
    path.chmod(0o600)
    return path


WRONG = Passphrase(b"hunter2-hunter2")


def test_the_longest_name_and_role_that_a_certificate_holds_are_taken(tmp_path: Path) -> None:
    """64 bytes of UTF-8 are what is written of a name, and 试用根证书 stands before that of a person."""
    made = make_trial_identity(
        tmp_path / "a.p12", name="欧" * 15, passphrase=PASSPHRASE, now=AT, role_title="长" * 21
    )
    assert (made.identity.name, made.identity.unit) == (f"试用身份·{'欧' * 15}", "长" * 21)
    for name, title in (("欧" * 16, ""), ("欧", "长" * 22), ("a" * 46, "")):
        with pytest.raises(KeyRefused, match="不能超过"):
            make_trial_identity(
                tmp_path / "b.p12", name=name, passphrase=PASSPHRASE, now=AT, role_title=title
            )


def trial(folder: Path) -> Path:
    return make_trial_identity(folder / "zhang.p12", name="张某", passphrase=PASSPHRASE, now=AT).key_file


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyRefused, match="找不到密钥文件"):
        load_identity(tmp_path / "none.p12", PASSPHRASE, at=AT)


def test_a_wrong_passphrase_is_refused_without_a_trace(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    path = trial(tmp_path)
    with pytest.raises(KeyRefused, match="口令不对") as refused:
        load_identity(path, WRONG, at=AT)
    trace = traceback.TracebackException.from_exception(refused.value, capture_locals=True)
    told = "".join(trace.format()) + str(refused.value) + repr(refused.value.__dict__)
    assert "hunter2" not in told
    assert "During handling" not in told, "no cause shown beneath"
    out = capfd.readouterr()
    assert out.out + out.err == ""
    assert caplog.text == ""


@pytest.mark.parametrize("data", [b"", b"hello", b"\x30\x03\x02\x01\x03", os.urandom(3000)])
def test_what_is_no_pkcs12_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(KeyRefused, match="不是 PKCS#12|口令不对"):
        load_identity(key_file(tmp_path, data), PASSPHRASE, at=AT)


def test_a_pem_file_is_told_how_to_become_one(tmp_path: Path) -> None:
    with pytest.raises(KeyRefused, match="openssl pkcs12 -export"):
        load_identity(key_file(tmp_path, b"-----BEGIN PRIVATE KEY-----\n"), PASSPHRASE, at=AT)


def test_a_file_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyRefused, match="太大"):
        load_identity(key_file(tmp_path, b"0" * 2_000_000), PASSPHRASE, at=AT)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyRefused):
        load_identity(tmp_path, PASSPHRASE, at=AT)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = trial(tmp_path)
    path.chmod(mode)
    with pytest.raises(KeyRefused, match="别人也能读") as refused:
        load_identity(path, PASSPHRASE, at=AT)
    assert f"chmod 600 {path}" in refused.value.remedy


def test_a_certificate_outside_its_time_is_refused(tmp_path: Path) -> None:
    path = trial(tmp_path)
    with pytest.raises(KeyRefused, match="还没有生效"):
        load_identity(path, PASSPHRASE, at=AT - timedelta(days=1))
    with pytest.raises(KeyRefused, match="已经过期"):
        load_identity(path, PASSPHRASE, at=AT + timedelta(days=366))


def issued(folder: Path, *, key: object = None, extensions: tuple[x509.ExtensionType, ...] = ()) -> Path:
    """A key file whose certificate has just these extensions, by an authority that nobody knows."""
    own = key or ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "张某")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "某根")]))
        .public_key(own.public_key())
        .serial_number(7)
        .not_valid_before(AT - timedelta(days=1))
        .not_valid_after(AT + timedelta(days=1))
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    certificate = builder.sign(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256())
    data = pkcs12.serialize_key_and_certificates(
        b"k", own, certificate, None, serialization.BestAvailableEncryption(PASSPHRASE.reveal())
    )
    return key_file(folder, data)


def usage(**true: bool) -> x509.KeyUsage:
    names = (
        *(
            "digital_signature",
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
        ),
        *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
    )
    return x509.KeyUsage(**(dict.fromkeys(names, False) | true))


SIGNING = usage(digital_signature=True)


@pytest.mark.parametrize(
    ("words", "extensions"),
    [
        ("没有写明密钥用途", ()),
        ("加密证书", (usage(key_encipherment=True, data_encipherment=True),)),
        ("不含数字签名", (usage(crl_sign=True),)),
        ("发证机构的证书", (SIGNING, x509.BasicConstraints(ca=True, path_length=None))),
        ("时间戳", (SIGNING, x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.TIME_STAMPING]))),
    ],
)
def test_a_certificate_for_something_else_is_refused(
    tmp_path: Path, words: str, extensions: tuple[x509.ExtensionType, ...]
) -> None:
    with pytest.raises(KeyRefused, match=words):
        load_identity(issued(tmp_path, extensions=extensions), PASSPHRASE, at=AT)


def test_usual_signing_certificates_are_accepted(tmp_path: Path) -> None:
    client = x509.ExtendedKeyUsage(
        [x509.ExtendedKeyUsageOID.CLIENT_AUTH, x509.ExtendedKeyUsageOID.EMAIL_PROTECTION]
    )
    key = rsa.generate_private_key(65537, 2048)
    path = issued(tmp_path, key=key, extensions=(usage(content_commitment=True), client))
    assert not load_identity(path, PASSPHRASE, at=AT).trial


@pytest.mark.parametrize(
    "key",
    [rsa.generate_private_key(65537, 1024), ed25519.Ed25519PrivateKey.generate()],  # noqa: S505
    ids=["rsa1024", "ed25519"],
)
def test_a_key_too_weak_or_of_another_kind_is_refused(tmp_path: Path, key: object) -> None:
    with pytest.raises(KeyRefused, match="RSA.*2048 位以上"):
        load_identity(issued(tmp_path, key=key, extensions=(SIGNING,)), PASSPHRASE, at=AT)


def test_an_sm2_key_is_refused_with_the_way_to_go(tmp_path: Path) -> None:
    run = lambda *words: subprocess.run(words, check=True, capture_output=True, cwd=tmp_path)  # noqa: E731
    run("openssl", "ecparam", "-name", "SM2", "-genkey", "-noout", "-out", "sm2.pem")
    run(
        "openssl",
        "req",
        "-new",
        "-x509",
        "-key",
        "sm2.pem",
        "-sm3",
        "-subj",
        "/CN=sm2",
        "-days",
        "9",
        "-out",
        "c.pem",
    )
    words = [
        "openssl",
        "pkcs12",
        "-export",
        "-inkey",
        "sm2.pem",
        "-in",
        "c.pem",
        "-out",
        "sm2.p12",
        "-passout",
    ]
    run(*words, "pass:correct horse")
    (tmp_path / "sm2.p12").chmod(0o600)
    with pytest.raises(KeyRefused, match="国密"):
        load_identity(tmp_path / "sm2.p12", PASSPHRASE, at=AT)


def test_a_key_without_its_certificate_is_refused(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    secret = serialization.BestAvailableEncryption(PASSPHRASE.reveal())
    data = pkcs12.serialize_key_and_certificates(b"k", key, None, None, secret)
    with pytest.raises(KeyRefused, match="成对"):
        load_identity(key_file(tmp_path, data), PASSPHRASE, at=AT)


def test_the_key_is_never_shown(tmp_path: Path) -> None:
    identity = load_identity(trial(tmp_path), PASSPHRASE, at=AT)
    assert "key=" not in repr(identity)


def test_a_trust_file_that_is_none_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "x.pem"
    wrong.write_bytes(b"no certificate")
    for path in (wrong, tmp_path / "none.pem", tmp_path):
        with pytest.raises(KeyRefused):
            load_trust(path)


@pytest.mark.parametrize("where", ["mac", "key", "certificates"])
def test_a_file_that_asks_for_days_of_work_is_refused_in_words(tmp_path: Path, where: str) -> None:
    """The count stands open in the file; a library that has begun hears no Ctrl-C."""
    loaded = asn1_pkcs12.Pfx.load(trial(tmp_path).read_bytes())
    rounds = 2_000_000_000
    if where == "mac":
        loaded["mac_data"]["iterations"] = rounds
    safe = asn1_pkcs12.AuthenticatedSafe.load(loaded["auth_safe"]["content"].native)
    for part in safe:
        if part["content_type"].native == "data" and where == "key":
            bags = asn1_pkcs12.SafeContents.load(part["content"].native)
            bags[0]["bag_value"]["encryption_algorithm"]["parameters"]["key_derivation_func"]["parameters"][
                "iteration_count"
            ] = rounds
            part["content"] = bags.dump(force=True)
        elif part["content_type"].native == "encrypted_data" and where == "certificates":
            content = part["content"]["encrypted_content_info"]["content_encryption_algorithm"]
            content["parameters"]["key_derivation_func"]["parameters"]["iteration_count"] = rounds
    loaded["auth_safe"]["content"] = safe.dump(force=True)
    path = key_file(tmp_path, loaded.dump(force=True))
    with pytest.raises(KeyRefused, match="次数太多"):
        load_identity(path, PASSPHRASE, at=AT)
