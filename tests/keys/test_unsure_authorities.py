"""Authorities and answers that nobody can verify: never sure by their names, and never called false for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import ocsp
from forging import STRANGE, WORDS, counted, forged, named, parts, pss, sm2_root, upside_down, wrapped
from issuing import AT, Issued, issue, name, rsa_key

from yanpan.keys import above_of, is_issued_by, strays
from yanpan.keys.issued import chain_of
from yanpan.keys.tries import MOST_SIGNATURES

ROOT = issue("某RSA机构", ca=True, key=rsa_key())
OFFICER = issue("张某", ROOT)
DER = Encoding.DER


def found(*others: x509.Certificate, trust: list[x509.Certificate] | None = None) -> tuple[int, int, int]:
    above = above_of([OFFICER.certificate], others, [ROOT.certificate] if trust is None else trust)
    return len(above.authorities), len(above.doubtful), len(above.strangers)


def told(
    *answers: bytes, certificates: tuple[x509.Certificate, ...] = (), crls: tuple[bytes, ...] = ()
) -> list[tuple[str, bool]]:
    ders = [item.public_bytes(DER) for item in certificates]
    all_told = strays(ders, crls, answers, about=[OFFICER.der], trust=[ROOT.certificate])
    return [(item.words, item.certain) for item in all_told]


@pytest.mark.parametrize("kind", list(STRANGE))
def test_a_signature_of_an_unknown_algorithm_makes_no_authority(kind: str) -> None:
    """The real name and key copied, words where the signature should be."""
    false = forged(ROOT.certificate, STRANGE[kind])
    assert found(false) == (0, 1, 0)
    assert found(ROOT.certificate, false) == (1, 1, 0)
    assert told(certificates=(false,)) == [("证书", False)]


def test_a_known_algorithm_with_words_for_a_signature_is_false() -> None:
    rsa_sha256, ecdsa = named("1.2.840.113549.1.1.11", b"\5\0"), named("1.2.840.10045.4.3.2")
    assert found(forged(ROOT.certificate, rsa_sha256)) == (0, 0, 1)
    assert found(forged(ROOT.certificate, pss("2.16.840.1.101.3.4.2.1"))) == (0, 0, 1)
    assert found(forged(ROOT.certificate, ecdsa)) == (0, 0, 1)


def test_an_authority_whose_key_is_of_a_kind_unknown_here_can_stand_among_those_trusted() -> None:
    other = sm2_root(ROOT.certificate, name("某国密根"))
    assert found(ROOT.certificate, trust=[ROOT.certificate, other]) == (1, 0, 0)
    # One that bears the name of the real one: nobody can tell whether it issued anything.
    twin = sm2_root(ROOT.certificate, ROOT.certificate.subject)
    assert found(twin) == (0, 1, 0)
    assert found(twin, trust=[ROOT.certificate, twin]) == (1, 0, 0)


def test_who_is_under_an_unknown_key_is_doubtful() -> None:
    above = sm2_root(ROOT.certificate, name("某国密根"))
    under = issue("某国密下级", Issued(ROOT.key, above), ca=True)
    officer = issue("张某", under)
    judged = above_of([officer.certificate], [under.certificate, above], [above])
    assert (judged.authorities, judged.doubtful, judged.strangers) == ((above,), (under.certificate,), ())
    assert is_issued_by(under.certificate, above)


@pytest.mark.parametrize("text", ["ROOT X", "root  x"])
def test_names_are_compared_as_they_read_not_as_they_are_encoded(text: str) -> None:
    """RFC 5280, 7.1."""
    attribute = x509.NameAttribute(x509.NameOID.COMMON_NAME, "Root X")
    root = issue("某根", ca=True).key
    public = root.public_key()

    def made(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.Certificate:
        builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
        builder = builder.serial_number(5).not_valid_before(AT).not_valid_after(AT + timedelta(days=9))
        builder = builder.add_extension(x509.BasicConstraints(True, None), critical=True)
        assert isinstance(root, ec.EllipticCurvePrivateKey)
        return builder.sign(root, hashes.SHA256())

    assert isinstance(public, ec.EllipticCurvePublicKey)
    top = made(x509.Name([attribute]), x509.Name([attribute]), public)
    other = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text, _PRINTABLE)])
    own = ec.generate_private_key(ec.SECP256R1())
    middle = made(name("中级"), other, own.public_key())
    officer = issue("张某", Issued(own, middle)).certificate
    assert len(above_of([officer], [middle, top], [top]).authorities) == 2


_PRINTABLE = x509.name._ASN1Type.PrintableString  # noqa: SLF001


def test_a_chain_is_of_those_who_really_issued_where_one_name_has_two_keys() -> None:
    twin = sm2_root(ROOT.certificate, ROOT.certificate.subject)
    assert chain_of(OFFICER.certificate, [twin, ROOT.certificate]) == (ROOT.certificate,)
    assert chain_of(OFFICER.certificate, [twin]) == (twin,)


def test_a_cross_certificate_by_a_root_that_is_not_at_hand_is_doubtful() -> None:
    old = issue("旧根", ca=True)
    public = ROOT.key.public_key()
    cross = (
        x509.CertificateBuilder()
        .subject_name(ROOT.certificate.subject)
        .issuer_name(old.certificate.subject)
        .public_key(public)
        .serial_number(77)
        .not_valid_before(AT - timedelta(days=9))
        .not_valid_after(AT + timedelta(days=900))
        .add_extension(x509.BasicConstraints(True, None), critical=True)
        .sign(old.key, hashes.SHA256())
    )
    assert found(cross) == (0, 1, 0)
    assert found(cross, trust=[old.certificate]) == (1, 0, 0)
    # What the crossed key certified for itself is true, wherever the cross certificate stands.
    assert found(cross, ROOT.certificate, trust=[old.certificate]) == (2, 0, 0)
    above = above_of([OFFICER.certificate, cross], [ROOT.certificate], [old.certificate])
    assert above.authorities == (ROOT.certificate,)


def test_a_chain_stored_upside_down_takes_no_longer_than_any(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each round would have found one more of them: 400 certificates, ten million signatures."""
    chain = upside_down(ROOT.certificate, 60)
    looked = counted(monkeypatch)
    above = above_of([OFFICER.certificate], chain, [ROOT.certificate])
    assert above.too_many
    assert set(above.doubtful) == set(chain)
    assert 0 < len(looked) <= MOST_SIGNATURES
    assert not above_of([OFFICER.certificate], chain[-4:], [ROOT.certificate]).authorities
    [one] = strays([item.public_bytes(DER) for item in chain], (), (), about=[OFFICER.der], trust=[])
    assert one.too_many
    assert not one.certain


def answer(by: Issued, *, carried: tuple[x509.Certificate, ...] = (), scheme: bytes | None = None) -> bytes:
    """An OCSP response about the officer."""
    builder = ocsp.OCSPResponseBuilder().add_response(
        cert=OFFICER.certificate,
        issuer=ROOT.certificate,
        algorithm=hashes.SHA256(),
        cert_status=ocsp.OCSPCertStatus.GOOD,
        this_update=AT,
        next_update=AT + timedelta(days=7),
        revocation_time=None,
        revocation_reason=None,
    )
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, by.certificate)
    if carried:
        builder = builder.certificates(list(carried))
    digest = None if isinstance(by.key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    made = builder.sign(by.key, digest).public_bytes(DER)
    return made if scheme is None else _signed_otherwise(made, scheme)


def _signed_otherwise(made: bytes, scheme: bytes) -> bytes:
    """The same with RSA-PSS, which the builder cannot write."""
    status, rest = parts(made)
    kind, octets = parts(parts(rest)[0])
    head = parts(parts(octets)[0] if octets[:1] != b"\x04" else octets[_header(octets) :])[0]
    key = ROOT.key
    assert isinstance(key, rsa.RSAPrivateKey)
    signature = key.sign(head, padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256())
    basic = wrapped(0x30, head + scheme + wrapped(0x03, b"\0" + signature))
    return wrapped(0x30, status + wrapped(0xA0, wrapped(0x30, kind + wrapped(0x04, basic))))


def _header(octets: bytes) -> int:
    return 2 if octets[1] < 128 else 2 + octets[1] - 128


def responder(key: object, scheme: bytes | None = None) -> x509.Certificate:
    """Somebody who may answer for the authority; with a scheme, only as they say themselves."""
    public = key.public_key()  # type: ignore[attr-defined]
    purposes = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.OCSP_SIGNING])
    real = (
        x509.CertificateBuilder()
        .subject_name(name("答复人"))
        .issuer_name(ROOT.certificate.subject)
        .public_key(public)
        .serial_number(90)
        .not_valid_before(AT - timedelta(days=9))
        .not_valid_after(AT + timedelta(days=900))
        .add_extension(purposes, critical=False)
        .sign(ROOT.key, hashes.SHA256())
    )
    if scheme is None:
        return real
    spki = public.public_bytes(DER, PublicFormat.SubjectPublicKeyInfo)
    return forged(real, scheme, subject=name(WORDS), key=spki)


def test_answers_are_verified_whatever_their_kind() -> None:
    assert told(answer(ROOT)) == []
    assert told(answer(ROOT, scheme=pss("2.16.840.1.101.3.4.2.1"))) == []
    edwards = ed25519.Ed25519PrivateKey.generate()
    by = Issued(edwards, responder(edwards))  # type: ignore[arg-type]
    assert told(answer(by, carried=(by.certificate,))) == []
    assert told(answer(by, carried=(by.certificate,)), certificates=(by.certificate,)) == []
    true = answer(ROOT)
    assert told(true[:-1] + bytes([true[-1] ^ 1])) == [("OCSP 答复", True)]
    assert told(answer(issue("某RSA机构", ca=True))) == [("OCSP 答复", True)]


def test_an_answer_by_somebody_whom_nobody_can_say_was_appointed_is_not_believed() -> None:
    own = ec.generate_private_key(ec.SECP256R1())
    false = Issued(own, responder(own, STRANGE["pss-unknown"]))
    assert told(answer(false, carried=(false.certificate,))) == [("OCSP 答复", False)]
    assert told(answer(false, carried=(false.certificate,)), certificates=(false.certificate,)) == [
        ("证书", False),
        ("OCSP 答复", False),
    ]
    assert told(answer(ROOT, scheme=pss("1.2.3.4"))) == [("OCSP 答复", False)]


def test_an_answer_carries_each_certificate_once_and_few() -> None:
    assert told(answer(ROOT, carried=(ROOT.certificate,))) == []
    assert told(answer(ROOT, carried=(ROOT.certificate,) * 2)) == [("OCSP 答复", True)]


def test_a_signature_that_ends_within_an_octet_is_none() -> None:
    made = x509.CertificateRevocationListBuilder().issuer_name(ROOT.certificate.subject).last_update(AT)
    made = made.next_update(AT + timedelta(days=7))
    key = ROOT.key
    assert isinstance(key, rsa.RSAPrivateKey)
    number = 0
    while True:
        number += 1
        crl = made.add_extension(x509.CRLNumber(number), critical=False).sign(key, hashes.SHA256())
        head, algorithm, signature = parts(crl.public_bytes(DER))
        if not signature[-1] & 1:
            break
    assert told(crls=(crl.public_bytes(DER),)) == []
    shortened = wrapped(0x03, b"\1" + signature[_header(signature) + 1 :])
    assert told(crls=(wrapped(0x30, head + algorithm + shortened),)) == [("吊销列表", True)]
