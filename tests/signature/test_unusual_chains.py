"""Certificates, lists and answers that no library gets through: told in words, never called broken or forged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from chains import DER, NO_LIST, Made, crl, make
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed448, ed25519, padding
from issuing import SIGNING
from signed_papers import AT, LATER, prepared

from yanpan.errors import KeyRefused
from yanpan.findings import Verdict
from yanpan.keys import Identity
from yanpan.signature import LongTerm, sign_pdf
from yanpan.signature.signatures import check_signatures

ROOT = make("某根", ca=True)
RSA_ROOT = make("RSA根", ca=True, kind="rsa2048")
ZHANG = make("张某", ROOT, number=77)
END = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
Usage = x509.ExtendedKeyUsageOID


def signed(identity: Identity, long_term: LongTerm | None = None, pdf: bytes | None = None) -> bytes:
    return sign_pdf(
        pdf or prepared(), role="officer", identity=identity, reason="同意", at=AT, long_term=long_term
    )


def told(
    pdf: bytes, crls: tuple[bytes, ...], *trust: Made, at: datetime = LATER, ocsps: tuple[bytes, ...] = ()
) -> dict[str, str]:
    roots = [item.certificate for item in trust]
    judged = check_signatures(pdf, at=at, trust=roots, crls=crls, ocsps=ocsps)
    return {item.code: item.words for item in judged.findings if item.weight is not Verdict.VALID}


@pytest.fixture
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sign as somebody else's program would."""
    for check in ("check_fit", "check_signer"):
        monkeypatch.setattr(f"yanpan.signature.sign.{check}", lambda *_, **__: None)


def issued_with(
    by: Made,
    digest: hashes.HashAlgorithm | None,
    *,
    ca: bool = False,
    pss: bool = False,
    signer: object = None,
) -> Made:
    """A certificate whose signature is of some algorithm."""
    like = make("新中级" if ca else "张某", by, ca=ca, more=[(NO_LIST, False)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(like.certificate.subject)
        .issuer_name(by.certificate.subject)
        .public_key(like.key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(AT - timedelta(days=30))
        .not_valid_after(AT + timedelta(days=300))
    )
    for item in like.certificate.extensions:
        builder = builder.add_extension(item.value, critical=item.critical)
    scheme = padding.PSS(padding.MGF1(digest), 32) if pss and digest else None
    made = builder.sign(signer or by.key, digest, rsa_padding=scheme)  # type: ignore[arg-type]
    return replace(like, certificate=made)


UNKNOWN: dict[str, Callable[[bool], Made]] = {
    "ecdsa-sha3-256": lambda ca: issued_with(ROOT, hashes.SHA3_256(), ca=ca),
    "ecdsa-sha3-512": lambda ca: issued_with(ROOT, hashes.SHA3_512(), ca=ca),
    "rsa-sha3": lambda ca: issued_with(RSA_ROOT, hashes.SHA3_256(), ca=ca),
}


@pytest.mark.parametrize("kind", list(UNKNOWN))
def test_a_certificate_of_an_unknown_algorithm_does_not_sign(kind: str) -> None:
    for made in (UNKNOWN[kind](False), make("张某", UNKNOWN[kind](True))):
        with pytest.raises(KeyRefused, match="不认识的算法"):
            signed(made.identity)


@pytest.mark.usefixtures("unchecked")
@pytest.mark.parametrize("kind", list(UNKNOWN))
def test_a_certificate_of_an_unknown_algorithm_cannot_be_judged(kind: str) -> None:
    for made in (UNKNOWN[kind](False), make("张某", UNKNOWN[kind](True), more=[(NO_LIST, False)])):
        found = told(signed(made.identity), (crl(ROOT), crl(RSA_ROOT)), ROOT, RSA_ROOT)
        assert set(found) == {"CERTIFICATE_ODD"}, found
        assert "不认识的算法" in found["CERTIFICATE_ODD"]


@pytest.mark.parametrize("kind", list(UNKNOWN))
def test_as_a_root_or_beside_it_such_a_certificate_harms_nobody(kind: str) -> None:
    assert told(signed(ZHANG.identity), (crl(ROOT),), ROOT, UNKNOWN[kind](True)) == {}


@pytest.mark.parametrize("curve", [ed25519.Ed25519PrivateKey, ed448.Ed448PrivateKey])
def test_edwards_curves_above_are_known(curve: type[ed25519.Ed25519PrivateKey]) -> None:
    own, like = curve.generate(), make("爱德华根", ca=True)
    builder = (
        x509.CertificateBuilder()
        .subject_name(like.certificate.subject)
        .issuer_name(like.certificate.subject)
        .public_key(own.public_key())
        .serial_number(1)
        .not_valid_before(AT - timedelta(days=30))
        .not_valid_after(AT + timedelta(days=300))
    )
    for item in like.certificate.extensions:
        builder = builder.add_extension(item.value, critical=item.critical)
    root = replace(like, certificate=builder.sign(own, None))
    made = issued_with(root, None, signer=own)
    assert told(signed(made.identity), (), root) == {}


def test_pss_is_known_with_every_digest() -> None:
    made = issued_with(RSA_ROOT, hashes.SHA3_256(), pss=True)
    assert told(signed(made.identity), (), RSA_ROOT) == {}


def sha3_list(by: Made) -> bytes:
    loaded = x509.load_der_x509_crl(crl(by))
    builder = x509.CertificateRevocationListBuilder().issuer_name(loaded.issuer)
    dated = builder.last_update(loaded.last_update_utc).next_update(loaded.next_update_utc or END)
    return dated.sign(by.key, hashes.SHA3_256()).public_bytes(DER)


def test_a_list_of_an_unknown_algorithm_is_named_or_left_out() -> None:
    pdf = signed(ZHANG.identity)
    found = told(pdf, (sha3_list(ROOT),), ROOT)
    assert set(found) == {"REVOCATION_UNKNOWN"}
    assert "不认识的算法" in found["REVOCATION_UNKNOWN"]
    assert told(pdf, (sha3_list(ROOT), crl(ROOT)), ROOT) == {}


AT_THE_END = {
    "begun": crl(ROOT, now=END, ago=timedelta(seconds=2), lasts=timedelta(seconds=1)),
    "day-before": crl(ROOT, now=END, ago=timedelta(days=1), lasts=timedelta(hours=1)),
    "naming": crl(ROOT, 77, now=END, ago=timedelta(seconds=2), lasts=timedelta(seconds=1)),
    "without-next": crl(ROOT, now=END, ago=timedelta(minutes=2), lasts=timedelta(0), without_next=True),
}


@pytest.mark.parametrize("kind", list(AT_THE_END))
def test_a_list_from_the_end_of_the_calendar_says_nothing_and_breaks_nothing(kind: str) -> None:
    pdf, strange = signed(ZHANG.identity), AT_THE_END[kind]
    assert told(pdf, (crl(ROOT), strange), ROOT) == {}
    found = told(pdf, (strange,), ROOT)
    assert set(found) == {"REVOCATION_UNKNOWN"}
    assert "时间在将来" in found["REVOCATION_UNKNOWN"]
    signed(ZHANG.identity, LongTerm(trust=(ROOT.certificate,), crls=(crl(ROOT), strange)))


def test_what_never_ends_is_good() -> None:
    root = make("永久根", ca=True, end=END, start=datetime(1950, 1, 1, tzinfo=UTC))
    zhang = make("张某", root, end=END)
    for_ever = crl(root, lasts=END - AT - timedelta(days=1))
    assert told(signed(zhang.identity), (for_ever,), root) == {}


def test_a_moment_at_the_end_of_the_calendar_is_judged() -> None:
    root = make("永久根", ca=True, end=END)
    zhang = make("张某", root, end=END, more=[(NO_LIST, False)])
    pdf = signed(zhang.identity)
    found = told(pdf, (), root, at=END - timedelta(minutes=1))
    assert "UNPARSABLE" not in found


@pytest.mark.usefixtures("unchecked")
def test_what_fails_over_a_chain_is_told_in_words_and_a_change_is_still_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever it is: the paper itself is not called broken for it, nor whole where it is not."""

    def fail(*_: object, **__: object) -> None:
        raise OverflowError

    pdf = signed(ZHANG.identity)
    monkeypatch.setattr("yanpan.signature.over_time.revoked_in", fail)
    found = told(pdf, (crl(ROOT),), ROOT)
    assert set(found) == {"CHAIN"}
    assert "处理不了" in found["CHAIN"]
    place = (
        pdf.index("研判".encode("utf-16-be"))
        if "研判".encode("utf-16-be") in pdf
        else pdf.index(b"%PDF") + 10
    )
    changed = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
    judged = check_signatures(changed, at=LATER, trust=[ROOT.certificate], crls=[crl(ROOT)])
    assert any(item.weight is Verdict.INVALID for item in judged.findings)


NARROW = {
    "server": [Usage.SERVER_AUTH],
    "stamps": [Usage.TIME_STAMPING],
    "code": [Usage.CODE_SIGNING, Usage.SERVER_AUTH],
}
WIDE = {
    "any": [Usage.ANY_EXTENDED_KEY_USAGE, Usage.SERVER_AUTH],
    "client": [Usage.CLIENT_AUTH],
    "documents": [x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36"), Usage.TIME_STAMPING],
}


def under(purposes: list[x509.ObjectIdentifier]) -> tuple[Made, tuple[bytes, ...]]:
    middle = make("窄中级", ROOT, ca=True, more=[(x509.ExtendedKeyUsage(purposes), False)])
    return make("张某", middle), (crl(ROOT), crl(middle))


@pytest.mark.parametrize("kind", list(NARROW))
def test_an_authority_for_other_purposes_cannot_vouch_for_a_signer(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    zhang, lists = under(NARROW[kind])
    with pytest.raises(KeyRefused, match="窄中级"):
        signed(zhang.identity)
    monkeypatch.setattr("yanpan.signature.sign.check_signer", lambda *_, **__: None)
    found = told(signed(zhang.identity), lists, ROOT)
    assert set(found) == {"KEY_USAGE"}
    assert "窄中级" in found["KEY_USAGE"]


@pytest.mark.parametrize("kind", list(WIDE))
def test_an_authority_whose_purposes_allow_it_can(kind: str) -> None:
    zhang, lists = under(WIDE[kind])
    assert told(signed(zhang.identity), lists, ROOT) == {}


def test_the_purposes_of_a_root_are_its_owners_matter() -> None:
    root = make("窄根", ca=True, more=[(x509.ExtendedKeyUsage([Usage.SERVER_AUTH]), False)])
    assert told(signed(make("张某", root, key_usage=SIGNING).identity), (crl(root),), root) == {}
