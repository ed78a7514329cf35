"""Certificates that are written as they must not be are refused in words, at every door, and never in English."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from chains import (
    Made,
    doubled_usage,
    in_gbk,
    key,
    key_file,
    make,
    openssl_key_file,
    p7b,
    private,
    rewritten,
    several_pairs,
    spelled_out,
)
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from issuing import ENCRYPTION
from signed_papers import AT, PASSPHRASE

from yanpan.errors import KeyRefused
from yanpan.keys import load_identity, load_pem_identity, load_trust, read_certificates, read_pkcs12

PLACE = b"PLACEHOLD1"
PRIVATE_OID = x509.ObjectIdentifier("1.2.156.10260.4.1.1")


def notice(text: str) -> x509.CertificatePolicies:
    return x509.CertificatePolicies(
        [x509.PolicyInformation(x509.ObjectIdentifier("1.2.3"), [x509.UserNotice(None, text)])]
    )


def site() -> x509.SubjectAlternativeName:
    return x509.SubjectAlternativeName([x509.UniformResourceIdentifier(PLACE.decode())])


ODD: dict[str, tuple[str, Callable[[], Made]]] = {
    "name-t61": ("名称", lambda: rewritten(make(PLACE.decode()), in_gbk(0x14, PLACE))),
    "usage-twice": ("写了两次", lambda: rewritten(make("张某"), doubled_usage)),
    "notice": (
        "扩展",
        lambda: rewritten(make("张某", more=[(notice(PLACE.decode()), False)]), in_gbk(0x0C, PLACE)),
    ),
    "address": ("扩展", lambda: rewritten(make("张某", more=[(site(), False)]), in_gbk(0x86, PLACE))),
}


@pytest.fixture(params=list(ODD))
def odd(request: pytest.FixtureRequest) -> tuple[str, Made]:
    words, maker = ODD[request.param]
    return words, maker()


def test_odd_certificates_in_key_files_are_refused_in_words(tmp_path: Path, odd: tuple[str, Made]) -> None:
    words, made = odd
    path = openssl_key_file(tmp_path / "k.p12", made)
    for call in (lambda: read_pkcs12(path, PASSPHRASE), lambda: load_identity(path, PASSPHRASE, at=AT)):
        with pytest.raises(KeyRefused, match=words) as refused:
            call()
        assert "换发" in refused.value.remedy


def test_odd_certificates_in_pem_are_no_wrong_files(tmp_path: Path, odd: tuple[str, Made]) -> None:
    words, made = odd
    from asn1crypto import pem

    path = private(tmp_path / "c.pem", pem.armor("CERTIFICATE", made.der))
    with pytest.raises(KeyRefused, match=words):
        read_certificates(path, what="证书文件")
    with pytest.raises(KeyRefused, match=words):
        load_trust(path)


def test_a_name_in_gbk_that_no_library_opens_is_not_called_a_wrong_passphrase(tmp_path: Path) -> None:
    made = make(PLACE.decode())
    der = made.der
    at = der.index(PLACE)
    gbk = der[: at - 2] + bytes([0x13, 10]) + "张某某某某".encode("gbk") + der[at + 10 :]
    from asn1crypto import pem

    body = made.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    source = private(tmp_path / "s.pem", body + pem.armor("CERTIFICATE", gbk))
    import subprocess

    path = tmp_path / "k.p12"
    subprocess.run(
        ["openssl", "pkcs12", "-export", "-in", source, "-out", path, "-passout", "pass:correct horse"],
        check=True,
        capture_output=True,
    )
    path.chmod(0o600)
    with pytest.raises(KeyRefused, match="按规定编码"):
        read_pkcs12(path, PASSPHRASE)
    certificate = private(tmp_path / "c.pem", pem.armor("CERTIFICATE", gbk))
    with pytest.raises(KeyRefused, match="按规定编码"):
        read_certificates(certificate, what="证书文件")


def test_a_curve_that_is_spelled_out_is_refused(tmp_path: Path) -> None:
    both = private(tmp_path / "both.pem", spelled_out(tmp_path))
    with pytest.raises(KeyRefused, match="椭圆曲线的参数"):
        load_pem_identity(both, both, None, lambda: PASSPHRASE, at=AT)
    with pytest.raises(KeyRefused, match="椭圆曲线的参数"):
        load_trust(tmp_path / "c.pem")


def test_a_key_bound_to_pss_is_refused_before_anything_is_signed(tmp_path: Path) -> None:
    import subprocess

    run = lambda words: subprocess.run(words.split(), check=True, capture_output=True, cwd=tmp_path)  # noqa: E731
    (tmp_path / "c.cnf").write_text(
        "[req]\ndistinguished_name=d\nx509_extensions=e\nprompt=no\n[d]\nCN=zhang\n"
        "[e]\nbasicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n"
    )
    run(
        "openssl req -x509 -newkey rsa-pss -pkeyopt rsa_keygen_bits:2048 -nodes -days 3000"
        " -keyout k.pem -config c.cnf -out c.pem"
    )
    both = private(
        tmp_path / "both.pem", (tmp_path / "k.pem").read_bytes() + (tmp_path / "c.pem").read_bytes()
    )
    from datetime import UTC, datetime

    with pytest.raises(KeyRefused, match="RSA-PSS") as refused:
        load_pem_identity(both, both, None, lambda: PASSPHRASE, at=datetime.now(UTC))
    assert "换发" in refused.value.remedy


def test_a_critical_extension_that_nobody_knows_is_named_before_signing(tmp_path: Path) -> None:
    private_number = x509.UnrecognizedExtension(PRIVATE_OID, b"\x0c\x01A")
    root = make("某根", ca=True)
    path = key_file(tmp_path / "k.p12", make("张某", root, more=[(private_number, True)]))
    with pytest.raises(KeyRefused, match=r"不认识的关键扩展（1\.2\.156\.10260\.4\.1\.1）"):
        load_identity(path, PASSPHRASE, at=AT)
    plain = key_file(tmp_path / "p.p12", make("李某", root, more=[(private_number, False)]))
    assert load_identity(plain, PASSPHRASE, at=AT).name == "李某"


def test_libraries_say_nothing_of_odd_numbers_names_and_ber(tmp_path: Path) -> None:
    """What they would print is English, on standard error, also with --quiet and --json."""
    zero = rewritten(
        make("张某", number=0x7F), lambda body: body.replace(b"\x02\x01\x7f", b"\x02\x01\x00", 1)
    )
    minus = rewritten(
        make("张某", number=0x7F), lambda body: body.replace(b"\x02\x01\x7f", b"\x02\x01\x81", 1)
    )
    import subprocess
    import sys

    for number, made in enumerate((zero, minus)):
        key_path = openssl_key_file(tmp_path / f"{number}.p12", made)
        code = (
            "from datetime import datetime, UTC; from pathlib import Path; from yanpan.keys import *; import sys;"
            "read_pkcs12(Path(sys.argv[1]), Passphrase(b'correct horse'))[0].number"
        )
        done = subprocess.run([sys.executable, "-c", code, key_path], capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")


def test_a_non_authority_above_the_signer_is_refused(tmp_path: Path) -> None:
    leaf = make("某科员", make("某根", ca=True))
    path = key_file(tmp_path / "k.p12", make("张某", leaf))
    with pytest.raises(KeyRefused, match="“某科员”不是发证机构"):
        load_identity(path, PASSPHRASE, at=AT)


@pytest.mark.parametrize(
    "leaf",
    [
        make("某科员", make("某根", ca=True)),
        make("自签", None),
        make("自签", None, ca=None, bare=True),
        make("无用途", None, ca=True, key_usage=ENCRYPTION),
    ],
    ids=["leaf", "self", "bare", "no-cert-sign"],
)
def test_what_is_no_authority_is_no_root(tmp_path: Path, leaf: Made) -> None:
    with pytest.raises(KeyRefused, match="不是发证机构的证书"):
        load_trust(private(tmp_path / "r.pem", leaf.pem))
    root = make("某根", ca=True)
    with pytest.raises(KeyRefused, match="不是发证机构的证书"):
        load_trust(private(tmp_path / "both.pem", root.pem + leaf.pem))


def test_roots_are_read_however_they_are_wrapped(tmp_path: Path) -> None:
    root = make("某根", ca=True)
    middle = make("某中级", root, ca=True)
    both = {root.certificate, middle.certificate}
    text = "说明：两张证书\r\n".encode()
    crlf = root.pem.replace(b"\n", b"\r\n")
    wrappings = {
        "pem": root.pem + middle.pem,
        "text": text + crlf + text + middle.pem,
        "bom": b"\xef\xbb\xbf" + crlf + middle.pem,
        "utf16": (root.pem + middle.pem).decode().encode("utf-16"),
        "der": root.der + middle.der,
        "p7b": p7b([root, middle]),
        "p7b-pem": p7b([root, middle], pem=True),
        "bare": b"".join((root.pem + middle.pem).splitlines(keepends=True)),
    }
    for kind, data in wrappings.items():
        assert set(load_trust(private(tmp_path / kind, data))) == both, kind


def test_a_file_cut_off_is_refused_whole(tmp_path: Path) -> None:
    root, other = make("某根", ca=True), make("别根", ca=True)
    for data in (root.pem + other.pem[:200], root.der + other.der[:-5], root.der + b"tail"):
        with pytest.raises(KeyRefused, match="不完整|不是"):
            load_trust(private(tmp_path / "r", data))


def test_a_p7b_chain_goes_along_whatever_its_order(tmp_path: Path) -> None:
    root = make("某根", ca=True)
    middle = make("某中级", root, ca=True)
    zhang = make("张某", middle)
    plain = zhang.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    key_path = private(tmp_path / "k.pem", plain)
    for order in ([zhang, middle, root], [root, middle, zhang], [middle, zhang, root]):
        chain = private(tmp_path / "c.p7b", p7b(order))
        identity = load_pem_identity(key_path, chain, None, lambda: PASSPHRASE, at=AT)
        assert (identity.name, identity.chain) == ("张某", (middle.certificate, root.certificate))
        beside = load_pem_identity(
            key_path, private(tmp_path / "z.pem", zhang.pem), chain, lambda: PASSPHRASE, at=AT
        )
        assert beside.chain == identity.chain


@pytest.mark.parametrize("signing_first", [True, False])
def test_of_two_pairs_the_one_for_signing_is_taken(tmp_path: Path, signing_first: bool) -> None:
    root = make("某根", ca=True)
    signing = make("张某", root, number=70_001)
    other = make("张某", root, own=key("p256", "other"), number=70_002, key_usage=ENCRYPTION)
    pairs = [signing, other] if signing_first else [other, signing]
    path = several_pairs(tmp_path / "k.p12", *pairs)
    assert len(read_pkcs12(path, PASSPHRASE)) == 2
    assert load_identity(path, PASSPHRASE, at=AT).certificate == signing.certificate


def test_two_signing_pairs_are_named_and_nobody_guesses(tmp_path: Path) -> None:
    root = make("某根", ca=True)
    one, two = make("张某", root, number=70_001), make("李某", root, number=70_002)
    with pytest.raises(KeyRefused, match="张某.*李某"):
        load_identity(several_pairs(tmp_path / "k.p12", one, two), PASSPHRASE, at=AT)
    ended = make("王某", root, number=70_003, end=AT - timedelta(days=1))
    path = several_pairs(tmp_path / "e.p12", ended, two)
    assert load_identity(path, PASSPHRASE, at=AT).name == "李某"


def test_of_two_certificates_for_one_key_the_younger_stands(tmp_path: Path) -> None:
    root = make("某根", ca=True)
    old = make("张某", root, own=key("p256", "both"), number=70_001, start=AT - timedelta(days=200))
    new = make("张某", root, own=key("p256", "both"), number=70_002)
    data = key_file(tmp_path / "k.p12", old, new)
    assert load_identity(data, PASSPHRASE, at=AT).number == f"{70_002:X}"


def test_warnings_are_off_without_touching_those_of_others() -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        warnings.warn("anything else", UserWarning, stacklevel=1)
    assert len(told) == 1


def test_a_key_on_a_stick_is_told_the_way_that_works(tmp_path: Path) -> None:
    path = key_file(tmp_path / "张 某.p12", make("张某"))
    path.chmod(0o755)
    with pytest.raises(KeyRefused, match="别人也能读") as refused:
        load_identity(path, PASSPHRASE, at=AT)
    assert f"chmod 600 '{path}'" in refused.value.remedy
    assert f"cp '{path}' ~/'张 某.p12' && chmod 600 ~/'张 某.p12'" in refused.value.remedy
