"""Who stands above a signer: every signature verified up to a root that is trusted, and nothing that only looks like it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from issuing import AT, Issued, issue

from yanpan.keys import above_of, strays

ROOT = issue("某省发证机构", ca=True)
MIDDLE = issue("某市发证机构", ROOT, ca=True)
OFFICER = issue("张某", MIDDLE)
WORDS = "签字人本人不同意，签名作废"


def certified(subject: Issued, name: str, by: Issued, *, like: x509.Name | None = None) -> x509.Certificate:
    """Somebody's name and key, certified by another: what anybody can make without their key."""
    return (
        x509.CertificateBuilder()
        .subject_name(subject.certificate.subject)
        .issuer_name(like or x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]))
        .public_key(subject.certificate.public_key())
        .serial_number(7)
        .not_valid_before(AT - timedelta(days=9))
        .not_valid_after(AT + timedelta(days=900))
        .add_extension(x509.BasicConstraints(True, None), critical=True)
        .sign(by.key, hashes.SHA256())
    )


def der(*certificates: x509.Certificate) -> list[bytes]:
    return [item.public_bytes(Encoding.DER) for item in certificates]


def found(*others: x509.Certificate, trust: Issued = ROOT) -> tuple[int, int, int]:
    above = above_of([OFFICER.certificate], others, [trust.certificate])
    return len(above.authorities), len(above.doubtful), len(above.strangers)


def test_the_whole_chain_belongs() -> None:
    assert found(MIDDLE.certificate, ROOT.certificate) == (2, 0, 0)
    assert found(MIDDLE.certificate) == (1, 0, 0)


def test_a_renewed_certificate_of_an_authority_belongs() -> None:
    """The same name and key, by the same root or by its own key."""
    renewed = certified(MIDDLE, "", ROOT, like=ROOT.certificate.subject)
    assert found(MIDDLE.certificate, renewed) == (2, 0, 0)
    again = certified(ROOT, "", ROOT, like=ROOT.certificate.subject)
    assert found(MIDDLE.certificate, ROOT.certificate, again) == (3, 0, 0)


def test_the_real_name_and_key_under_words_belong_to_nobody() -> None:
    outsider = issue(WORDS, ca=True)
    forged = certified(MIDDLE, WORDS, outsider, like=outsider.certificate.subject)
    assert found(MIDDLE.certificate, forged) == (1, 1, 0)
    assert found(MIDDLE.certificate, forged, outsider.certificate) == (1, 2, 0)
    false = certified(MIDDLE, "", outsider, like=ROOT.certificate.subject)
    assert found(MIDDLE.certificate, false) == (1, 0, 1)


def test_who_issued_nobody_is_a_stranger() -> None:
    assert found(MIDDLE.certificate, issue(WORDS, ca=True).certificate) == (1, 0, 1)
    namesake = issue("某市发证机构", ROOT, ca=True)
    assert found(MIDDLE.certificate, namesake.certificate) == (1, 0, 1)


def test_without_the_root_nobody_is_called_false() -> None:
    other = issue("别的根", ca=True)
    assert found(MIDDLE.certificate, trust=other) == (0, 1, 0)
    assert found(MIDDLE.certificate, ROOT.certificate, trust=other) == (0, 2, 0)


def test_lists_are_by_those_authorities() -> None:
    def said(*crls: bytes, trust: Issued = ROOT) -> list[tuple[str, bool]]:
        told = strays(
            der(MIDDLE.certificate), crls, (), about=der(OFFICER.certificate), trust=[trust.certificate]
        )
        return [(item.words, item.certain) for item in told]

    def a_list(by: Issued, name: x509.Name) -> bytes:
        made = x509.CertificateRevocationListBuilder().issuer_name(name).last_update(AT)
        key = by.key
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return made.next_update(AT + timedelta(days=7)).sign(key, hashes.SHA256()).public_bytes(Encoding.DER)

    middle, outsider = MIDDLE.certificate.subject, issue(WORDS, ca=True)
    assert said(a_list(MIDDLE, middle)) == []
    assert said(a_list(outsider, middle)) == [("吊销列表", False)]
    assert said(a_list(outsider, outsider.certificate.subject)) == [("吊销列表", True)]


@pytest.mark.parametrize(("nonce", "belongs"), [(None, True), (bytes(32), True), (WORDS.encode(), False)])
def test_an_answer_holds_no_words_of_whoever_asked(nonce: bytes | None, belongs: bool) -> None:
    asked = ocsp.OCSPResponseBuilder().add_response(
        cert=OFFICER.certificate,
        issuer=MIDDLE.certificate,
        algorithm=hashes.SHA256(),
        cert_status=ocsp.OCSPCertStatus.GOOD,
        this_update=AT,
        next_update=AT + timedelta(days=7),
        revocation_time=None,
        revocation_reason=None,
    )
    asked = asked.responder_id(ocsp.OCSPResponderEncoding.HASH, MIDDLE.certificate)
    if nonce is not None:
        asked = asked.add_extension(x509.OCSPNonce(nonce), critical=False)
    answer = asked.sign(MIDDLE.key, hashes.SHA256()).public_bytes(Encoding.DER)
    told = strays(
        der(MIDDLE.certificate), (), [answer], about=der(OFFICER.certificate), trust=[ROOT.certificate]
    )
    assert [item.words for item in told] == ([] if belongs else ["OCSP 答复"])


def test_lists_of_an_authority_that_nobody_can_judge_here_are_not_called_false() -> None:
    """A signature of another program carries its signer alone: without the root the intermediate is only doubtful."""
    outsider = issue(WORDS, ca=True)

    def a_list(by: Issued) -> bytes:
        made = x509.CertificateRevocationListBuilder().issuer_name(by.certificate.subject).last_update(AT)
        key = by.key
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return made.next_update(AT + timedelta(days=7)).sign(key, hashes.SHA256()).public_bytes(Encoding.DER)

    def said(by: Issued, *trust: Issued) -> set[tuple[str, bool]]:
        told = strays(
            der(MIDDLE.certificate),
            [a_list(by)],
            (),
            about=der(OFFICER.certificate),
            trust=[t.certificate for t in trust],
        )
        return {(item.words, item.certain) for item in told}

    assert said(ROOT, ROOT) == said(MIDDLE, ROOT) == set()
    assert said(ROOT) == said(MIDDLE) == {("证书", False), ("吊销列表", False)}
    assert ("吊销列表", True) in said(outsider) & said(outsider, ROOT)
