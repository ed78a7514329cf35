"""The form of a signature and of a token: honest ones have it, and nothing can be put into them anywhere."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from alone import asked, changed_information, contents, token_in, told_of_signature, told_of_token
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from authorities import openssl_reply, stamp_server
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from der_trees import appended, at, number, oid, parts, utf8, with_part, wrapped
from issuing import Issued, issue, root, rsa_key, write
from long_term_papers import all_signed, signed_to
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

KEYS: dict[str, Callable[[], Any]] = {
    "rsa": rsa_key,
    "p-256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "p-384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "p-521": lambda: ec.generate_private_key(ec.SECP521R1()),
    "brainpool": lambda: ec.generate_private_key(ec.BrainpoolP256R1()),
}
PSS = ("-keyopt", "rsa_padding_mode:pss")


@cache
def holder(kind: str) -> Issued:
    return issue("张某", root(), key=KEYS[kind]())


def openssl_cms(folder: Path, kind: str, *more: str) -> bytes:
    who = holder(kind)
    (folder / "to-sign").write_bytes(b"paper")
    write(folder / "key.pem", who.pkcs8)
    write(folder / "cert.pem", who.pem)
    words = "openssl cms -sign -binary -in to-sign -signer cert.pem -inkey key.pem -outform DER -cades"
    return subprocess.run([*words.split(), *more], cwd=folder, check=True, capture_output=True).stdout


@pytest.mark.parametrize("kind", KEYS)
@pytest.mark.parametrize("more", [(), ("-nosmimecap",)], ids=["capabilities", "plain"])
def test_what_openssl_signs_has_the_form(tmp_path: Path, kind: str, more: tuple[str, ...]) -> None:
    assert told_of_signature(openssl_cms(tmp_path, kind, *more)) == set()


@pytest.mark.parametrize(
    "more",
    [
        (),
        ("-md", "sha384"),
        ("-md", "sha512"),
        ("-keyopt", "rsa_pss_saltlen:20"),
        ("-keyopt", "rsa_pss_saltlen:0"),
    ],
    ids=["plain", "sha384", "sha512", "salt-20", "salt-0"],
)
def test_what_openssl_signs_with_pss_has_the_form(tmp_path: Path, more: tuple[str, ...]) -> None:
    options = [*PSS, *more] if "-keyopt" in more else [*more, *PSS]
    assert told_of_signature(openssl_cms(tmp_path, "rsa", *options)) == set()


PYHANKO: dict[str, tuple[Callable[[], Any], bool]] = {
    "rsa": (rsa_key, False),
    "pss": (rsa_key, True),
    "p-384": (KEYS["p-384"], False),
    "ed25519": (ed25519.Ed25519PrivateKey.generate, False),
}


@pytest.mark.parametrize("kind", PYHANKO)
def test_what_pyhanko_signs_has_the_form(kind: str) -> None:
    make, pss = PYHANKO[kind]
    who = issue("张某", root(), key=make())
    key = who.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(
        asn1_x509.Certificate.load(who.der),
        asn1_keys.PrivateKeyInfo.load(key),
        SimpleCertificateStore(),
        prefer_pss=pss,
    )
    signed = asyncio.run(signer.async_sign(bytes(64), "sha512", use_pades=True))
    assert told_of_signature(signed.dump()) == set()


@pytest.mark.parametrize("level", ["b-b", "b-t", "b-lt"])
def test_what_this_program_signs_has_the_form(level: str) -> None:
    assert told_of_signature(contents(signed_to(level))) == set()


def test_a_document_time_stamp_has_the_form() -> None:
    assert told_of_token(contents(all_signed())) == set()


# Tokens


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_what_openssl_stamps_has_the_form(tmp_path: Path, kind: str) -> None:
    with stamp_server(kind=kind) as service:
        for more in (
            "",
            "tsa_name = yes\n",
            "ess_cert_id_chain = yes\n",
            "accuracy = millisecs:500, microsecs:100\n",
        ):
            der = token_in(openssl_reply(service, asked(), tmp_path, more=more))
            assert told_of_token(der) == set(), more


def test_what_others_may_say_in_a_token_has_the_form() -> None:
    with stamp_server() as service:
        der = token_in(service.reply(asked()))
    assert told_of_token(der) == set()
    said: dict[str, Callable[[bytes], bytes]] = {
        "without its name": lambda info: at(info, (), lambda der: wrapped(0x30, b"".join(parts(der)[:-1]))),
        "with milliseconds": lambda info: at(info, (4,), lambda _: wrapped(0x18, b"20261124081500.123Z")),
        "with an accuracy": with_part(5, wrapped(0x30, number(1) + b"\x80\x02\x01\xf4\x81\x01\x64")),
        "with no accuracy to speak of": with_part(5, wrapped(0x30, b"")),
        "in order": with_part(5, b"\x01\x01\xff"),
        "in no order": with_part(5, b"\x01\x01\x00"),
        "with a NULL": lambda info: at(info, (2, 0), lambda der: wrapped(0x30, parts(der)[0] + b"\x05\x00")),
        "of a qualified service": appended(wrapped(0xA1, _qualified())),
    }
    for words, change in said.items():
        assert told_of_token(changed_information(der, change)) == set(), words


def _qualified(more: bytes = b"") -> bytes:
    statement = wrapped(0x30, wrapped(0x30, oid("0.4.0.19422.1.1") + more))
    return wrapped(0x30, oid("1.3.6.1.5.5.7.1.3") + wrapped(0x04, statement))


FALSE: dict[str, Callable[[bytes], bytes]] = {
    "another version": lambda info: at(info, (0,), lambda _: number(2)),
    "a padded version": lambda info: at(info, (0,), lambda _: wrapped(0x02, b"\0\1")),
    "a policy of text": lambda info: at(info, (1,), lambda _: wrapped(0x06, b"*" + b"I DO NOT AGREE " * 3)),
    "a long number": lambda info: at(info, (3,), lambda _: number(1 << 161)),
    "a number below zero": lambda info: at(info, (3,), lambda _: number(-1)),
    "a long fraction": lambda info: at(info, (4,), lambda _: wrapped(0x18, b"20261124081500.0000000001Z")),
    "a fraction that ends in 0": lambda info: at(info, (4,), lambda _: wrapped(0x18, b"20261124081500.10Z")),
    "a zone": lambda info: at(info, (4,), lambda _: wrapped(0x18, b"20261124161500+0800")),
    "no such day": lambda info: at(info, (4,), lambda _: wrapped(0x18, b"20261131081500Z")),
    "an accuracy of years": with_part(5, wrapped(0x30, number(1 << 40))),
    "an accuracy of text": with_part(5, wrapped(0x30, utf8("作废"))),
    "true in another way": with_part(5, b"\x01\x01\x01"),
    "another extension": appended(wrapped(0xA1, wrapped(0x30, oid("1.2.3") + wrapped(0x04, utf8("作废"))))),
    "words in an extension": appended(wrapped(0xA1, _qualified(utf8("作废")))),
    "an empty table": appended(wrapped(0xA1, b"")),
}


@pytest.mark.parametrize("words", FALSE)
def test_what_no_token_says_has_not_the_form(words: str) -> None:
    with stamp_server() as service:
        der = token_in(service.reply(asked()))
    assert told_of_token(changed_information(der, FALSE[words])) == {"TIME_STAMP_SHAPE"}
