"""What a signer says of when he signed, in the paper, in the CMS and by what he carries: all of it is asked by the rules."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from asn1crypto import algos, cms
from asn1crypto import x509 as asn1_x509
from attacks_signing import by_hand
from authorities import HEAD, OFFICER, REVIEWER, Authority, lists
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from long_term_papers import judged_at
from pyhanko.sign import general
from signed_papers import AT, codes, prepared, print_paper, sign
from signed_papers import assessment as record

from signing_desk import desk_of
from yanpan.assessment import encode
from yanpan.cases import finish_case, prepare_case
from yanpan.errors import InputRefused, KeyRefused
from yanpan.keys import Identity
from yanpan.signature import finish_signature, prepare_signature

HOUR = timedelta(hours=1)
LATE = AT + timedelta(days=2)


def message(who: Identity, data: bytes, told: datetime) -> bytes:
    """A detached CMS by another program, which tells the time of signing."""
    certificate = asn1_x509.Certificate.load(who.certificate.public_bytes(Encoding.DER))
    attributes = [
        general.simple_cms_attribute("content_type", "data"),
        general.simple_cms_attribute("signing_time", cms.Time({"utc_time": told.astimezone(UTC)})),
        general.simple_cms_attribute("message_digest", hashlib.sha256(data).digest()),
        general.simple_cms_attribute(
            "signing_certificate_v2", general.as_signing_certificate_v2(certificate)
        ),
    ]
    signed = cms.CMSAttributes(sorted(attributes, key=lambda item: item.dump()))
    assert isinstance(who.key, ec.EllipticCurvePrivateKey)
    names = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    digest = algos.DigestAlgorithm({"algorithm": "sha256"})
    signer = cms.SignerInfo({
        "version": "v1",
        "sid": cms.SignerIdentifier({"issuer_and_serial_number": cms.IssuerAndSerialNumber(names)}),
        "digest_algorithm": digest,
        "signed_attrs": signed,
        "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
        "signature": who.key.sign(signed.dump(), ec.ECDSA(hashes.SHA256())),
    })  # fmt: skip
    content = cms.SignedData({
        "version": "v1", "digest_algorithms": [digest], "encap_content_info": {"content_type": "data"},
        "certificates": [certificate], "signer_infos": [signer],
    })  # fmt: skip
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": content}).dump())


def by_another_program(pdf: bytes, role: str, who: Identity, stated: datetime, told: datetime) -> bytes:
    waiting = prepare_signature(pdf, role=role, certificate=who.certificate, reason="同意", at=stated)
    return finish_signature(waiting, message(who, waiting.to_sign, told), at=told).pdf


def signed(*, officer_told: datetime, next_at: datetime, expires: timedelta = timedelta(days=30)) -> bytes:
    shown = record(
        validity={"expires_at": AT + expires, "void_when": [], "basis": []},
        assessed_at=AT - timedelta(minutes=5),
    )
    pdf = print_paper(shown, encode(shown)).pdf
    pdf = by_another_program(pdf, "officer", OFFICER, AT, officer_told)
    pdf = sign(pdf, "legal_review", REVIEWER, at=next_at)
    return sign(pdf, "unit_head", HEAD, at=next_at + HOUR)


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize(
    ("told", "next_at", "expires", "code"),
    [
        (AT + 5 * HOUR, AT + 6 * HOUR, timedelta(days=30), None),
        (AT + 5 * HOUR, AT + HOUR, timedelta(days=30), "TIMES_BACKWARDS"),
        (AT + 5 * HOUR, AT + HOUR, timedelta(hours=3), "EXPIRED"),
    ],
    ids=["hours between, and the others after", "the others before", "after the end"],
)
def test_the_time_in_the_cms_counts_like_the_one_on_the_paper(
    told: datetime, next_at: datetime, expires: timedelta, code: str | None
) -> None:
    found = judged_at(signed(officer_told=told, next_at=next_at, expires=expires), LATE, crls=lists(LATE))
    if code is None:
        assert found.verdict == "valid", found.findings
    else:
        assert (found.verdict, code in codes(found)) == ("invalid", True), found.findings


def test_a_claim_older_than_a_certificate_that_came_with_an_earlier_signature_is_false() -> None:
    root = Authority("总的根")
    early, renewed = (
        Authority("中间", above=root),
        Authority("中间", above=Authority("总的根", begins=AT + timedelta(days=10))),
    )

    def carrying(name: str, serial: int, between: Authority) -> Identity:
        made = early.signer(name, serial=serial)
        return Identity(made.certificate, (between.certificate, root.certificate), made.key)

    now = AT + timedelta(days=12)
    crls = (root.crl(now), early.crl(now))
    papers = {}
    for between in (early, renewed):
        pdf = sign(prepared(), "officer", carrying("张某", 1, between), at=AT)
        pdf = sign(pdf, "legal_review", carrying("李某", 2, early), at=AT + HOUR)
        papers[between is early] = sign(pdf, "unit_head", carrying("王某", 3, early), at=AT + 2 * HOUR)
    honest, false = (
        judged_at(papers[true], now, crls=crls, trust=(root.certificate,)) for true in (True, False)
    )
    assert honest.verdict == "valid", honest.findings
    assert (false.verdict, "TIMES_BACKWARDS" in codes(false)) == ("invalid", True), false.findings


@pytest.mark.parametrize("hours", [-23, 0, 7, 9])
def test_a_time_in_another_zone_would_be_printed_as_another_day(hours: int) -> None:
    elsewhere = AT.astimezone(timezone(timedelta(hours=hours)))
    pdf = sign(prepared(), "officer", OFFICER, at=elsewhere)
    pdf = sign(sign(pdf, "legal_review", REVIEWER, at=AT), "unit_head", HEAD, at=AT)
    found = judged_at(pdf, LATE, crls=lists(LATE))
    assert (found.verdict, "ZONE" in codes(found)) == ("invalid", True), found.findings


def test_a_certificate_that_names_its_issuer_as_its_holder_is_taken_by_neither_door() -> None:
    """Issued by the authority, for another key: nobody else says whose it is."""
    root = Authority("同名机构")
    key = ec.generate_private_key(ec.SECP256R1())
    usage = dict.fromkeys(
        ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
         "encipher_only", "decipher_only"), False,
    )  # fmt: skip
    made = (
        x509.CertificateBuilder()
        .subject_name(root.certificate.subject)
        .issuer_name(root.certificate.subject)
        .public_key(key.public_key())
        .serial_number(99)
        .not_valid_before(AT - timedelta(days=1))
        .not_valid_after(AT + timedelta(days=300))
        .add_extension(x509.KeyUsage(digital_signature=True, **usage), True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(root.certificate.public_key()), False
        )
        .sign(root.key, hashes.SHA256())
    )
    who = Identity(made, (root.certificate,), key)
    with pytest.raises(KeyRefused, match="自己签给自己"):
        sign(prepared(), "officer", who, at=AT)
    pdf = by_hand(prepared(), "officer", who)
    found = judged_at(pdf, LATE, crls=(root.crl(LATE),), trust=(root.certificate,), so_far=True)
    assert found.verdict != "valid"
    assert "UNTRUSTED" in codes(found)


@pytest.mark.long
def test_who_signs_after_the_end_by_his_own_clock_is_refused_at_once(tmp_path: Path) -> None:
    """And not by whoever verifies: minutes before the end a device whose clock is ahead signs after it."""
    desk = desk_of("M01", tmp_path)
    role, ends = desk.case.assessment.signers[0].role, desk.case.assessment.validity.expires_at
    who, now, before = desk.people[role], ends - timedelta(minutes=2), desk.case.paper.read_bytes()
    began = ends - timedelta(minutes=4)
    to_sign = prepare_case(
        desk.turn(began),
        role=role,
        certificate=who.certificate,
        words="同意",
        at=began,
        request=tmp_path / "r.json",
    )
    answer = tmp_path / "answer.der"
    answer.write_bytes(message(who, to_sign.read_bytes(), ends + timedelta(minutes=3)))
    with pytest.raises(InputRefused, match="过期"):
        finish_case(desk.turn(now), role=role, answer=answer, at=now)
    assert desk.case.paper.read_bytes() == before
    answer.write_bytes(message(who, to_sign.read_bytes(), ends - timedelta(minutes=1)))
    finish_case(desk.turn(now), role=role, answer=answer, at=now)
    assert "EXPIRED" not in desk.why(at=now)
