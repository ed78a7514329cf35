"""An authority that renews its certificate, by the same key ahead of its first day or by a new one: only what counts is stored."""

from __future__ import annotations

from datetime import timedelta

import pytest
from authorities import Authority, new_key
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from signed_papers import AT, prepared

from yanpan.signature import sign_pdf
from yanpan.signature.archive import add_to_archive
from yanpan.signature.evidence import Evidence, collect
from yanpan.signature.pdf import open_pdf
from yanpan.signature.signatures import check_signatures

DAY = timedelta(days=1)
ROOT = Authority("换证的根")
MIDDLE = Authority("换证的中级", above=ROOT)
OTHER_KEY = new_key("换证的中级的新钥")


def renewed(key: ec.EllipticCurvePrivateKey, begins: timedelta) -> x509.Certificate:
    old = MIDDLE.certificate
    builder = (
        x509.CertificateBuilder()
        .subject_name(old.subject)
        .issuer_name(old.issuer)
        .public_key(key.public_key())
        .serial_number(77)
        .not_valid_before(AT + begins)
        .not_valid_after(AT + 900 * DAY)
    )
    for item in old.extensions:
        value = item.value
        if isinstance(value, x509.SubjectKeyIdentifier):
            value = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        builder = builder.add_extension(value, critical=item.critical)
    assert isinstance(ROOT.key, ec.EllipticCurvePrivateKey)
    return builder.sign(ROOT.key, hashes.SHA256())


def a_list(key: object) -> bytes:
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(MIDDLE.subject)
        .last_update(AT - timedelta(hours=1))
        .next_update(AT + 7 * DAY)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .add_extension(x509.CRLNumber(7), critical=False)
    )
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


def stored(*extra: x509.Certificate, crls: tuple[bytes, ...]) -> tuple[bytes, Evidence]:
    pdf = sign_pdf(prepared(), role="officer", identity=MIDDLE.signer("张某", serial=5), reason="同意", at=AT)
    given = (ROOT.certificate, *extra)
    found = collect(open_pdf(pdf), also=(), extra=given, crls=(ROOT.crl(AT), *crls), ocsps=(), at=AT)
    return add_to_archive(pdf, certificates=found.certificates, crls=found.crls, ocsps=found.ocsps), found


@pytest.mark.parametrize(("begins", "is_stored"), [(-DAY, True), (timedelta(), True), (DAY, False)])
def test_a_certificate_ahead_of_its_first_day_is_not_stored(begins: timedelta, *, is_stored: bool) -> None:
    assert isinstance(MIDDLE.key, ec.EllipticCurvePrivateKey)
    again = renewed(MIDDLE.key, begins)
    _, found = stored(again, crls=(MIDDLE.crl(AT),))
    assert (again.public_bytes(Encoding.DER) in found.certificates) == is_stored
    assert found.missing == ()


@pytest.mark.parametrize("by_hand", [True, False], ids=["both given", "as signed"])
def test_a_list_by_a_key_that_is_not_stored_is_left_out(*, by_hand: bool) -> None:
    assert isinstance(OTHER_KEY, ec.EllipticCurvePrivateKey)
    new, old_list, new_list = renewed(OTHER_KEY, -DAY), a_list(MIDDLE.key), a_list(OTHER_KEY)
    pdf, found = stored(*((MIDDLE.certificate, new) if by_hand else ()), crls=(old_list, new_list))
    assert new.public_bytes(Encoding.DER) not in found.certificates
    assert set(found.crls) == {ROOT.crl(AT), old_list}
    judged = check_signatures(pdf, at=AT, trust=[ROOT.certificate], crls=())
    assert not {item.code for item in judged.findings} & {"EXTRA_EVIDENCE", "UNKNOWN_EVIDENCE"}
    # By the new key alone nothing is known of who was certified by the old one.
    assert stored(new, crls=(new_list,))[1].missing
