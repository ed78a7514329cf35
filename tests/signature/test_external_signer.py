"""Signing with a program of another maker."""

from __future__ import annotations

import hashlib
import subprocess
from dataclasses import replace
from datetime import timedelta
from functools import cache, partial
from pathlib import Path

import msgspec
import pytest
from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from issuing import ENCRYPTION, Issued, crl, rsa_key, write
from other_programs import AT, SOON, issue, middle, openssl, prepare, refused, root, verdict
from signed_papers import codes, prepared, sign

from yanpan.errors import InputRefused, KeyRefused
from yanpan.keys import Identity
from yanpan.signature import finish_signature, prepare_signature
from yanpan.signature.stamped import with_time_stamp


@cache
def officer() -> Identity:
    """Somebody who signs with a key at hand."""
    issued = issue("承办人", root())
    return Identity(issued.certificate, (), issued.key)


@cache
def signed_once() -> bytes:
    return sign(prepared(), "officer", officer(), at=AT)


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_another_program_signs_and_the_paper_is_valid(tmp_path: Path, kind: str) -> None:
    zhang = issue("张某", middle(), key=rsa_key() if kind == "rsa" else None)
    waiting = prepare(zhang.certificate)
    finished = finish_signature(waiting, openssl(tmp_path, waiting.to_sign, zhang, chain=[middle()]), at=SOON)
    assert finished.pdf.startswith(prepared())
    assert finished.unjudged == ()
    found = verdict(finished.pdf, crls=[crl(root(), now=AT)])
    assert found.verdict == "valid", found.findings
    assert [(s.role, s.signer) for s in found.signatures] == [("officer", "张某")]


def test_a_program_may_take_hours_and_the_paper_is_valid(tmp_path: Path) -> None:
    """The paper shows when it was made ready; the other program writes its own time into its signature."""
    zhang = issue("张某", root())
    ready = AT - timedelta(hours=5)
    waiting = prepare_signature(
        prepared(), role="officer", certificate=zhang.certificate, reason="同意", at=ready
    )
    finished = finish_signature(waiting, openssl(tmp_path, waiting.to_sign, zhang), at=SOON)
    found = verdict(finished.pdf)
    assert found.verdict == "valid", found.findings


def test_pdfsig_finds_it_sound(tmp_path: Path) -> None:
    zhang = issue("张某", root())
    waiting = prepare(zhang.certificate)
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(finish_signature(waiting, openssl(tmp_path, waiting.to_sign, zhang), at=SOON).pdf)
    said = subprocess.run(["pdfsig", "-nocert", paper], capture_output=True, check=True).stdout.decode()
    assert said.count("Signature is Valid") == 1


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("digest", ["sha384", "sha512"])
def test_the_program_chooses_among_the_digests(tmp_path: Path, digest: str) -> None:
    zhang = issue("张某", root())
    waiting = prepare(zhang.certificate)
    data = openssl(tmp_path, waiting.to_sign, zhang, "-md", digest)
    found = verdict(finish_signature(waiting, data, at=SOON).pdf)
    assert found.verdict == "valid", found.findings


def test_a_signature_in_pem_is_taken(tmp_path: Path) -> None:
    zhang = issue("张某", root())
    waiting = prepare(zhang.certificate)
    data = openssl(tmp_path, waiting.to_sign, zhang, form=("-outform", "PEM"))
    assert data.startswith(b"-----BEGIN")
    assert verdict(finish_signature(waiting, data, at=SOON).pdf).verdict == "valid"


def test_others_sign_before_and_after(tmp_path: Path) -> None:
    li = issue("李某", root())
    waiting = prepare(li.certificate, signed_once(), "legal_review")
    middle_of_three = finish_signature(waiting, openssl(tmp_path, waiting.to_sign, li), at=SOON).pdf
    head = issue("王某", root())
    all_three = sign(middle_of_three, "unit_head", Identity(head.certificate, (), head.key), at=SOON)
    found = verdict(all_three)
    assert found.verdict == "valid", found.findings
    assert [s.signer for s in found.signatures] == ["承办人", "李某", "王某"]


def test_the_request_says_what_is_to_be_signed() -> None:
    zhang = issue("张某", root())
    waiting = prepare(zhang.certificate)
    asked = msgspec.json.decode(msgspec.json.encode(waiting.request))
    assert (asked["field"], asked["title"], asked["signer"]) == ("officer", "执法人员（承办人）", "张某")
    assert asked["digests"]["sha256"] == hashlib.sha256(waiting.to_sign).hexdigest()
    assert asked["certificate"] == hashlib.sha256(zhang.der).hexdigest().upper()
    assert set(asked["digests"]) >= {"sha256", "sha384", "sha512"}


def test_a_paper_that_only_waits_has_no_valid_signature() -> None:
    assert verdict(prepare(issue("张某", root()).certificate).pdf).verdict == "invalid"


def carrying(cms_data: bytes, *more: Issued) -> bytes:
    """A CMS with more certificates in it, which its signature does not cover."""
    content = cms.ContentInfo.load(cms_data)
    certificates = [item.dump() for item in content["content"]["certificates"]]
    content["content"]["certificates"] = [
        cms.CertificateChoices.load(item) for item in (*certificates, *(item.der for item in more))
    ]
    changed: bytes = content.dump(force=True)
    return changed


@pytest.mark.long
def test_certificates_that_verify_would_not_have_are_refused_at_once(tmp_path: Path) -> None:
    """Whatever root the one who verifies will trust: he is not asked here."""
    zhang = issue("张某", middle())
    waiting = prepare(zhang.certificate)
    signature = openssl(tmp_path, waiting.to_sign, zhang, chain=[middle()])
    refused(waiting, carrying(signature, issue("别人", root())), "夹带了不相干的证书（别人）")
    refused(waiting, carrying(signature, zhang), "同一张证书放了两次")
    assert finish_signature(waiting, carrying(signature, root()), at=SOON).unjudged == ()


def test_what_sign_refuses_is_refused_while_preparing() -> None:
    with pytest.raises(KeyRefused, match="已经过期"):
        prepare(issue("张某", root(), end=AT - timedelta(days=1)).certificate)
    with pytest.raises(KeyRefused, match="加密证书"):
        prepare(issue("张某", root(), key_usage=ENCRYPTION).certificate)
    with pytest.raises(InputRefused, match="没有这个角色"):
        prepare(issue("张某", root()).certificate, role="deputy_head")


def test_a_signature_over_other_bytes_is_refused(tmp_path: Path) -> None:
    zhang = issue("张某", root())
    waiting = prepare(zhang.certificate)
    refused(waiting, openssl(tmp_path, waiting.to_sign + b" ", zhang), "签的不是这份文书")
    refused(waiting, openssl(tmp_path, waiting.pdf, zhang), "签的不是这份文书")


def test_a_signature_by_another_certificate_is_refused(tmp_path: Path) -> None:
    zhang, li = issue("张某", root()), issue("李某", root())
    waiting = prepare(zhang.certificate)
    by_li = openssl(tmp_path, waiting.to_sign, li)
    refused(waiting, by_li, "不是准备时那张证书", KeyRefused)
    refused(waiting, openssl(tmp_path, waiting.to_sign, li, chain=[zhang]), "不是准备时那张证书", KeyRefused)


def test_a_signature_of_another_key_under_the_same_name_is_refused(tmp_path: Path) -> None:
    """The certificate is the right one, the key is not: the program lies about who signed."""
    zhang = issue("张某", root())
    waiting = prepare(zhang.certificate)
    thief = issue("张某", root(), number=zhang.certificate.serial_number)
    message = cms.ContentInfo.load(openssl(tmp_path, waiting.to_sign, thief))
    message["content"]["certificates"] = [asn1.Certificate.load(zhang.der)]
    refused(waiting, message.dump(force=True), "外部签名不合格")


def test_a_signature_that_carries_the_paper_is_refused(tmp_path: Path) -> None:
    zhang = issue("张某", root())
    waiting = prepare(zhang.certificate)
    refused(waiting, openssl(tmp_path, waiting.to_sign[:9000], zhang, "-nodetach"), "带着原文")


def test_a_signature_too_large_for_its_place_is_refused(tmp_path: Path) -> None:
    zhang = issue("张某", root())
    waiting = prepare(zhang.certificate)
    crowd = [issue(f"陪衬{number}", root()) for number in range(45)]
    refused(waiting, openssl(tmp_path, waiting.to_sign, zhang, chain=crowd), "签名太大")
    refused(waiting, b"0" * 40_000_000, "签名太大")


def test_two_signers_are_refused(tmp_path: Path) -> None:
    zhang, li = issue("张某", root()), issue("李某", root())
    waiting = prepare(zhang.certificate)
    write(tmp_path / "li.pem", li.pem, li.pkcs8)
    refused(waiting, openssl(tmp_path, waiting.to_sign, zhang, "-signer", "li.pem"), "签名人不是一个")


def test_a_signature_without_its_certificate_is_refused(tmp_path: Path) -> None:
    zhang = issue("张某", root())
    waiting = prepare(zhang.certificate)
    refused(waiting, openssl(tmp_path, waiting.to_sign, zhang, "-nocerts"), "没有带证书", KeyRefused)


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize(
    ("words", "more"), [("PAdES 要求", ["-nosmimecap"]), ("不认识的摘要算法", ["-cades", "-md", "sha1"])]
)
def test_a_signature_that_is_no_pades_is_refused(tmp_path: Path, words: str, more: list[str]) -> None:
    zhang = issue("张某", root())
    waiting = prepare(zhang.certificate)
    refused(waiting, openssl(tmp_path, waiting.to_sign, zhang, kind=more), words)


def test_a_signature_without_signed_attributes_is_refused(tmp_path: Path) -> None:
    zhang = issue("张某", root())
    waiting = prepare(zhang.certificate)
    refused(waiting, openssl(tmp_path, waiting.to_sign, zhang, kind=["-noattr"]), "摘要对不上")


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    "data", [b"", b"hello", b"\x30\x00", b"\x30\x03\x02\x01\x01", b"-----BEGIN CMS-----\n?\n-----END CMS-----\n", b"\x30\x80\x00\x00"]
)  # fmt: skip
def test_what_is_no_signature_is_refused(data: bytes) -> None:
    refused(prepare(issue("张某", root()).certificate), data, "不是|坏了")


def test_a_signature_in_indefinite_lengths_is_refused(tmp_path: Path) -> None:
    zhang = issue("张某", root())
    waiting = prepare(zhang.certificate)
    data = openssl(tmp_path, waiting.to_sign, zhang, "-nodetach", "-indef", "-stream")
    refused(waiting, data[:15_000], "不是 DER")


def test_a_time_stamp_token_is_no_signature(tmp_path: Path) -> None:
    zhang = issue("张某", root())
    waiting = prepare(zhang.certificate)
    message = cms.ContentInfo.load(openssl(tmp_path, waiting.to_sign, zhang))
    message["content"]["encap_content_info"] = cms.ContentInfo({"content_type": "1.2.840.113549.1.9.16.1.4"})
    refused(waiting, message.dump(force=True), "外部签名不合格")


def test_a_signature_that_comes_after_a_day_is_refused(tmp_path: Path) -> None:
    zhang = issue("张某", root())
    waiting = prepare(zhang.certificate)
    data = openssl(tmp_path, waiting.to_sign, zhang)
    for at in (AT + timedelta(hours=25), AT - timedelta(hours=1)):
        with pytest.raises(InputRefused, match="太久"):
            finish_signature(waiting, data, at=at)


def test_a_certificate_that_ran_out_meanwhile_is_refused(tmp_path: Path) -> None:
    zhang = issue("张某", root(), end=AT + timedelta(minutes=1))
    waiting = prepare(zhang.certificate)
    refused(waiting, openssl(tmp_path, waiting.to_sign, zhang), "已经过期", KeyRefused)


def test_a_prepared_paper_changed_meanwhile_is_refused(tmp_path: Path) -> None:
    zhang = issue("张某", root())
    waiting = prepare(zhang.certificate)
    changed = replace(waiting, pdf=waiting.pdf.replace(b"/Reason", b"/Raeson"))
    refused(changed, openssl(tmp_path, changed.to_sign, zhang), "被改动")


def sm2(folder: Path) -> tuple[bytes, x509.Certificate]:
    """An SM2 key and certificate under an SM2 root, as a device would hold them."""
    run = partial(subprocess.run, cwd=folder, check=True, capture_output=True)
    for name in ("sm2", "root"):
        run(["openssl", "ecparam", "-name", "SM2", "-genkey", "-noout", "-out", f"{name}.pem"])
    request = ["openssl", "req", "-new", "-x509", "-sm3", "-days", "9"]
    run([*request, "-key", "root.pem", "-subj", "/CN=sm2 root", "-out", "root-cert.pem"])
    usage = ["-addext", "keyUsage=digitalSignature", "-addext", "basicConstraints=CA:FALSE"]
    above = ["-CA", "root-cert.pem", "-CAkey", "root.pem"]
    run(
        [
            *request,
            *above,
            "-key",
            "sm2.pem",
            "-subj",
            "/CN=sm2",
            "-outform",
            "DER",
            "-out",
            "sm2.der",
            *usage,
        ]
    )
    der = (folder / "sm2.der").read_bytes()
    return der, x509.load_der_x509_certificate(der)


def sm2_signature(folder: Path, data: bytes, certificate: bytes, *, digest: bytes | None = None) -> bytes:
    """A CMS with SM3 and SM2, as a device makes it: OpenSSL signs the attributes, but can make no CMS of SM2."""
    own = asn1.Certificate.load(certificate)
    sm3 = algos.DigestAlgorithm({"algorithm": "1.2.156.10197.1.401"})
    named = tsp.ESSCertIDv2({"cert_hash": hashlib.sha256(certificate).digest()})
    attributes = cms.CMSAttributes(
        [
            {"type": "content_type", "values": ["data"]},
            {"type": "message_digest", "values": [digest or hashlib.new("sm3", data).digest()]},
            {"type": "signing_certificate_v2", "values": [tsp.SigningCertificateV2({"certs": [named]})]},
        ]
    )
    (folder / "attributes").write_bytes(attributes.dump())
    words = [
        "openssl",
        "pkeyutl",
        "-sign",
        "-inkey",
        "sm2.pem",
        "-rawin",
        "-digest",
        "sm3",
        "-in",
        "attributes",
    ]
    value = subprocess.run(words, check=True, capture_output=True, cwd=folder).stdout
    signer = {
        "version": "v1",
        "sid": {"issuer_and_serial_number": {"issuer": own.issuer, "serial_number": own.serial_number}},
        "digest_algorithm": sm3,
        "signed_attrs": attributes,
        "signature_algorithm": {"algorithm": "1.2.156.10197.1.501"},
        "signature": value,
    }
    content = {
        "version": "v1",
        "digest_algorithms": [sm3],
        "encap_content_info": {"content_type": "data"},
        "certificates": [own],
        "signer_infos": [signer],
    }
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": content}).dump())


def test_an_sm2_signature_is_embedded_and_said_to_be_beyond_judgement(tmp_path: Path) -> None:
    der, certificate = sm2(tmp_path)
    now = certificate.not_valid_before_utc.astimezone(AT.tzinfo) + timedelta(minutes=1)
    waiting = prepare_signature(prepared(), role="officer", certificate=certificate, reason="同意", at=now)
    finished = finish_signature(waiting, sm2_signature(tmp_path, waiting.to_sign, der), at=now)
    assert finished.unjudged
    found = verdict(finished.pdf, at=now)
    assert found.verdict == "cannot_be_judged", found.findings
    assert "UNKNOWN_ALGORITHM" in codes(found)
    assert [s.signer for s in found.signatures] == ["sm2"]


def test_an_sm2_signature_over_other_bytes_is_refused(tmp_path: Path) -> None:
    der, certificate = sm2(tmp_path)
    now = certificate.not_valid_before_utc.astimezone(AT.tzinfo) + timedelta(minutes=1)
    waiting = prepare_signature(prepared(), role="officer", certificate=certificate, reason="同意", at=now)
    with pytest.raises(InputRefused, match="签的不是这份文书"):
        finish_signature(waiting, sm2_signature(tmp_path, b"another paper", der), at=now)


def test_the_chinese_message_format_is_refused_by_its_name(tmp_path: Path) -> None:
    zhang = issue("张某", root())
    message = cms.ContentInfo.load(openssl(tmp_path, b"x", zhang))
    kind = core.ObjectIdentifier("1.2.156.10197.6.1.4.2.2").dump()
    inside = kind + message["content"].dump()
    data = b"\x30\x82" + len(inside).to_bytes(2, "big") + inside
    refused(prepare(zhang.certificate), data, "GB/T 35275")


def test_a_program_whose_clock_is_wrong_is_refused(tmp_path: Path) -> None:
    zhang = issue("张某", root())
    early = AT - timedelta(hours=5)
    waiting = prepare_signature(
        prepared(), role="officer", certificate=zhang.certificate, reason="", at=early
    )
    with pytest.raises(InputRefused, match="签名里写的时间"):
        finish_signature(waiting, openssl(tmp_path, waiting.to_sign, zhang), at=early + timedelta(minutes=3))


def test_what_stands_above_the_signer_must_be_an_authority(tmp_path: Path) -> None:
    """As with a key at hand: nobody would ever believe the paper."""
    nobody = issue("中级", root(), ca=False)
    zhang = issue("张某", nobody)
    waiting = prepare(zhang.certificate)
    with pytest.raises(KeyRefused, match="不是发证机构"):
        finish_signature(waiting, openssl(tmp_path, waiting.to_sign, zhang, chain=[nobody]), at=SOON)


def test_a_certificate_that_leads_nowhere_is_not_taken(tmp_path: Path) -> None:
    """`verify` takes none, and nobody can take it out again."""
    zhang, other = issue("张某", root()), issue("李某", root())
    waiting = prepare(zhang.certificate)
    data = openssl(tmp_path, waiting.to_sign, zhang, chain=[other])
    refused(waiting, data, "夹带了不相干的证书")


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_time_stamp_in_a_time_stamp_takes_no_time(tmp_path: Path, depth: int) -> None:
    """It took twice as long for each, and the case is held meanwhile."""
    zhang = issue("张某", root())
    waiting = prepare(zhang.certificate)
    plain = openssl(tmp_path, waiting.to_sign, zhang)
    inner = plain
    for _ in range(depth):
        # As bytes: the library writes objects of its own twice for each that holds them, now and then without end.
        inner = with_time_stamp(plain, inner)
    # What reads it twice for each of them never comes to the end of the deepest.
    with pytest.raises((InputRefused, KeyRefused)):
        finish_signature(waiting, inner, at=SOON)
