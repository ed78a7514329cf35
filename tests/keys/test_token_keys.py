"""Keys in tokens, with SoftHSM2 as the device."""

from __future__ import annotations

import subprocess
import sys
import traceback
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from issuing import ENCRYPTION, crl, issue, middle, root, rsa_key
from signed_papers import AT, prepared, sign, signed_once, so_far
from soft_token import PIN, SoftToken, library, new_tokens, plugged_in

from yanpan.errors import KeyRefused
from yanpan.keys import Identity, Passphrase, TokenPlace, load_token_identity, token_certificates
from yanpan.keys.token_words import token_refusal

WRONG, NO_TEXT = Passphrase(b"hunter2-hunter2"), Passphrase(b"hunter2\xff")


@pytest.fixture
def tokens(tmp_path: Path) -> Iterator[SoftToken]:
    made = new_tokens(tmp_path / "hsm")
    made.add_token("盾")
    with plugged_in(made):
        yield made


def ask() -> Passphrase:
    return Passphrase(PIN.encode())


def unasked() -> Passphrase:
    raise AssertionError("no try of the PIN is spent")


def load(token: str = "", key: str = "") -> Identity:
    return load_token_identity(TokenPlace(library(), token, key), ask, at=AT)


def refused(words: str, token: str = "", key: str = "") -> KeyRefused:
    """The refusal, which comes before the PIN."""
    with pytest.raises(KeyRefused, match=words) as found:
        load_token_identity(TokenPlace(library(), token, key), unasked, at=AT)
    return found.value


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_a_token_signs_and_its_chain_goes_along(tokens: SoftToken, kind: str) -> None:
    zhang = issue("张某", middle(), key=rsa_key() if kind == "rsa" else None)
    tokens.add("盾", "sign", zhang, "a1")
    tokens.add_certificate("盾", "ca", middle(), "c1")
    tokens.add_certificate("盾", "别的", issue("别的机构", ca=True), "c2")
    identity = load("盾", "sign")
    assert (identity.name, identity.chain) == ("张某", (middle().certificate,))
    signed = sign(prepared(), "officer", identity)
    verification = so_far(signed, trust=[root().certificate], crls=[crl(root())])
    assert verification.verdict == "valid", verification.findings


def test_a_token_countersigns(tokens: SoftToken) -> None:
    tokens.add("盾", "sign", issue("李某", root()), "a1")
    signed = sign(signed_once(), "legal_review", load())
    assert [s.signer for s in so_far(signed).signatures] == ["试用身份·张某", "李某"]


def test_pdfsig_finds_a_tokens_signature_sound(tokens: SoftToken, tmp_path: Path) -> None:
    tokens.add("盾", "sign", issue("张某", root()), "a1")
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(sign(prepared(), "officer", load()))
    said = subprocess.run(["pdfsig", "-nocert", paper], capture_output=True, check=True).stdout.decode()
    assert said.count("Signature is Valid") == 1


def test_the_signing_certificate_is_told_from_the_encryption_certificate_of_the_same_label(
    tokens: SoftToken,
) -> None:
    zhang = issue("张某", root())
    tokens.add("盾", "张某", zhang, "a1")
    tokens.add("盾", "张某", issue("张某", root(), key_usage=ENCRYPTION), "a2")
    identity = load()
    assert identity.certificate == zhang.certificate
    assert so_far(sign(prepared(), "officer", identity), trust=[root().certificate]).verdict == "valid"


def test_a_key_that_wants_its_pin_for_each_signature_gets_it(tokens: SoftToken, tmp_path: Path) -> None:
    """The device makes the key, and an authority the certificate for it."""
    module = ("pkcs11-tool", "--module", library(), "--token-label", "盾", "--login", "--pin", PIN)
    tokens.run(*module, "--keypairgen", "--key-type", "EC:prime256v1", "--label", "k", "--id", "a1", "--always-auth")  # fmt: skip
    public = tmp_path / "public.der"
    tokens.run(*module, "--read-object", "--type", "pubkey", "--id", "a1", "--output-file", public)
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    class Outside:
        """Only the public half is known outside the token."""

        def public_key(self) -> object:
            return load_der_public_key(public.read_bytes())

    tokens.add_certificate("盾", "k", issue("张某", root(), key=Outside()), "a1")
    signed = sign(prepared(), "officer", load())
    assert so_far(signed, trust=[root().certificate]).verdict == "valid"


def test_a_wrong_pin_is_refused_without_a_trace(
    tokens: SoftToken, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    tokens.add("盾", "sign", issue("张某", root()), "a1")
    caplog.set_level("DEBUG")
    with pytest.raises(KeyRefused, match="PIN 不对") as found:
        load_token_identity(TokenPlace(library()), lambda: WRONG, at=AT)
    trace = traceback.TracebackException.from_exception(found.value, capture_locals=True)
    assert "hunter2" not in "".join(trace.format()) + repr(found.value.__dict__)
    out = capfd.readouterr()
    assert "hunter2" not in out.out + out.err + caplog.text


def test_a_pin_that_is_no_text_is_refused_without_a_trace(tokens: SoftToken) -> None:
    tokens.add("盾", "sign", issue("张某", root()), "a1")
    with pytest.raises(KeyRefused, match="UTF-8") as found:
        load_token_identity(TokenPlace(library()), lambda: NO_TEXT, at=AT)
    trace = traceback.TracebackException.from_exception(found.value, capture_locals=True)
    assert "hunter2" not in "".join(trace.format())


def test_neither_key_nor_pin_is_shown(tokens: SoftToken) -> None:
    tokens.add("盾", "sign", issue("张某", root()), "a1")
    identity = load()
    assert PIN not in f"{identity!r} {identity.key!r} {vars(identity.key)}"


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    ("kind", "flags", "words"),
    [
        ("PinIncorrect", 0, "PIN 不对.*\n.*锁死介质"),
        ("PinIncorrect", 0x20000, "PIN 不对.*\n.*只剩一次机会"),
        ("PinIncorrect", 0x40000, "已经锁死.*\n.*发证机构解锁"),
        ("PinLocked", 0, "已经锁死.*\n.*发证机构解锁"),
        ("PinExpired", 0, "已经过期.*\n.*改 PIN"),
        ("UserPinNotInitialized", 0, "还没有设 PIN.*\n"),
        ("DeviceRemoved", 0, "被拔掉了.*\n.*插好"),
        ("MechanismInvalid", 0, "不会这种签名算法.*\n.*--prepare"),
        ("DeviceMemory", 0, "令牌出错（DeviceMemory）.*\n.*重新插好"),
    ],
)
def test_what_a_token_answers_is_said_in_words_with_a_remedy(kind: str, flags: int, words: str) -> None:
    with pytest.raises(KeyRefused, match=words):
        raise token_refusal(kind, where="令牌", flags=flags)


def test_the_kinds_of_answers_are_those_of_the_library() -> None:
    import pkcs11.exceptions

    from yanpan.keys.token_words import _WORDS

    assert [kind for kind in _WORDS if not hasattr(pkcs11.exceptions, kind)] == []


def test_a_token_without_a_certificate_is_refused(tokens: SoftToken) -> None:
    tokens.add_key("盾", "sign", issue("张某", root()), "a1")
    with pytest.raises(KeyRefused, match="令牌里没有证书"):
        load()


def test_a_token_label_that_is_not_there_is_refused_with_those_that_are(tokens: SoftToken) -> None:
    assert "“盾”" in refused("没有名叫“别的”的令牌", "别的").remedy


def test_a_key_label_that_is_not_there_is_refused_with_those_that_are(tokens: SoftToken) -> None:
    tokens.add("盾", "sign", issue("张某", root()), "a1")
    assert "“sign”" in refused("没有名叫“别的”的证书", "盾", "别的").remedy


def test_several_tokens_are_not_guessed_among(tokens: SoftToken) -> None:
    tokens.add_token("另一个盾")
    told = refused("不知道用哪个").remedy
    assert "--token-label" in told
    assert "“盾”" in told
    assert "“另一个盾”" in told


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("label", ["", "sign"])
def test_several_matching_certificates_are_not_guessed_among(tokens: SoftToken, label: str) -> None:
    first, second = issue("张某", root()), issue("李某", root())
    tokens.add("盾", "sign", first, "a1")
    tokens.add("盾", "sign", second, "a2")
    told = refused("几张签名证书", "盾", label).remedy
    assert "张某" in told
    assert f"{second.certificate.serial_number:X}" in told


def test_a_certificate_without_its_key_is_refused(tokens: SoftToken) -> None:
    tokens.add_certificate("盾", "sign", issue("张某", root()), "a1")
    with pytest.raises(KeyRefused, match="没有配这张证书的私钥"):
        load()


def test_a_key_of_another_certificate_signs_nothing(tokens: SoftToken) -> None:
    tokens.add_certificate("盾", "sign", issue("张某", root()), "a1")
    tokens.add_key("盾", "sign", issue("李某", root()), "a1")
    identity = load()
    with pytest.raises(KeyRefused, match="不是一对"):
        sign(prepared(), "officer", identity)


def test_a_certificate_that_may_not_sign_is_refused_before_the_pin(tokens: SoftToken) -> None:
    tokens.add("盾", "old", issue("张某", root(), end=AT - timedelta(days=1)), "a1")
    tokens.add("盾", "early", issue("张某", root(), start=AT + timedelta(days=1)), "a2")
    tokens.add("盾", "enc", issue("张某", root(), key_usage=ENCRYPTION), "a3")
    refused("已经过期", "盾", "old")
    refused("还没有生效", "盾", "early")
    refused("加密证书", "盾", "enc")


def test_nothing_plugged_in_is_said(tmp_path: Path) -> None:
    with plugged_in(new_tokens(tmp_path / "hsm")):
        refused("没有插着令牌")


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("content", [None, b"", b"no library"])
def test_a_library_that_is_none_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "lib.so"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(KeyRefused, match="驱动库"):
        load_token_identity(TokenPlace(path), unasked, at=AT)


def test_a_library_is_not_looked_for_in_the_systems_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(KeyRefused, match="找不到令牌的驱动库"):
        load_token_identity(TokenPlace(Path("libz.so.1")), unasked, at=AT)


def test_without_the_component_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    with pytest.raises(KeyRefused, match=r"yanpan\[token\]"):
        load_token_identity(TokenPlace(library()), unasked, at=AT)


def test_a_tokens_certificates_are_listed_without_its_pin(tokens: SoftToken) -> None:
    zhang = issue("张某", root())
    tokens.add("盾", "sign", zhang, "a1")
    (found,) = token_certificates(TokenPlace(library()))
    assert (found.label, found.certificate) == ("sign", zhang.certificate)
