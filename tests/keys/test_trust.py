"""Chains, revocation and times: what is missing makes a signature unjudged, never valid."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from asn1crypto.algos import SignedDigestAlgorithm
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import ExternalSigner, PdfSignatureMetadata, PdfSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore
from signed_papers import AT, LATER, codes, identity, prepared, sign, signed_once, so_far

from yanpan.errors import SignatureInvalid, SignatureNotJudged
from yanpan.keys import Identity
from yanpan.signature.pdf import SteadyWriter
from yanpan.signature.signatures import check_signatures
from yanpan.verification import check_verification

ROOT_KEY = ec.generate_private_key(ec.SECP256R1())
ROOT_NAME = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "某发证机构")])


def certificate(
    subject: x509.Name, public: ec.EllipticCurvePublicKey, *, ca: bool, serial: int
) -> x509.Certificate:
    usage = x509.KeyUsage(not ca, not ca, False, False, False, ca, ca, False, False)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(ROOT_NAME)
        .public_key(public)
        .serial_number(serial)
        .not_valid_before(AT - timedelta(days=1))
        .not_valid_after(AT + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(ROOT_KEY.public_key()), critical=False
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(ROOT_KEY, hashes.SHA256())
    )


@cache
def root() -> x509.Certificate:
    return certificate(ROOT_NAME, ROOT_KEY.public_key(), ca=True, serial=1)


@cache
def real() -> Identity:
    """A signer of an authority that keeps revocation lists."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "李某")])
    return Identity(certificate(name, key.public_key(), ca=False, serial=77), (root(),), key)


@cache
def signed_for_real() -> bytes:
    return sign(prepared(), "officer", real())


def crl(*revoked: int) -> bytes:
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(ROOT_NAME)
        .last_update(AT - timedelta(hours=2))
        .next_update(AT + timedelta(days=7))
    )
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(ROOT_KEY.public_key()), critical=False
    ).add_extension(x509.CRLNumber(1), critical=False)
    for number in revoked:
        entry = (
            x509.RevokedCertificateBuilder().serial_number(number).revocation_date(AT - timedelta(hours=3))
        )
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(ROOT_KEY, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def test_a_certificate_on_no_list_is_valid_and_no_trial() -> None:
    verification = so_far(signed_for_real(), trust=[root()], crls=[crl()])
    assert verification.verdict == "valid", verification.findings
    assert not verification.trial


def test_a_revoked_certificate_is_not_valid() -> None:
    verification = so_far(signed_for_real(), trust=[root()], crls=[crl(77)])
    assert (verification.verdict, codes(verification)) == ("cannot_be_judged", {"REVOKED"})


def test_without_a_list_revocation_is_not_guessed() -> None:
    """The certificate names no list; a lenient reader would then skip the check."""
    verification = so_far(signed_for_real(), trust=[root()])
    assert (verification.verdict, codes(verification)) == ("cannot_be_judged", {"REVOCATION_UNKNOWN"})


def test_a_list_too_old_does_not_count() -> None:
    verification = so_far(signed_for_real(), trust=[root()], crls=[crl()], at=AT + timedelta(days=20))
    assert verification.verdict == "cannot_be_judged"


def test_the_signers_own_certificate_is_no_root() -> None:
    """Who holds its key could issue any other, and be believed."""
    own = so_far(signed_once(), trust=[identity("张某").certificate])
    assert (own.verdict, codes(own)) == ("cannot_be_judged", {"NOT_AN_AUTHORITY"})


def test_after_the_certificates_end_nothing_proves_the_time_of_signing() -> None:
    verification = so_far(signed_once(), at=AT + timedelta(days=400))
    assert (verification.verdict, codes(verification)) == ("cannot_be_judged", {"CERTIFICATE_EXPIRED"})


def test_a_time_of_signing_in_the_future_is_not_believed() -> None:
    verification = so_far(signed_once(), at=AT - timedelta(hours=1))
    assert "SIGNING_TIME" in codes(verification)
    assert verification.verdict == "cannot_be_judged"


def test_an_algorithm_that_is_not_known_cannot_be_judged(tmp_path: Path) -> None:
    run = lambda words: subprocess.run(words.split(), check=True, capture_output=True, cwd=tmp_path)  # noqa: E731
    run("openssl ecparam -name SM2 -genkey -noout -out k.pem")
    run("openssl req -new -x509 -key k.pem -sm3 -subj /CN=sm2 -days 9 -out c.pem")
    _, _, der = pem.unarmor((tmp_path / "c.pem").read_bytes())
    signer = ExternalSigner(
        asn1_x509.Certificate.load(der),
        SimpleCertificateStore(),
        signature_value=bytes(72),
        signature_mechanism=SignedDigestAlgorithm({"algorithm": "1.2.156.10197.1.501"}),
    )
    metadata = PdfSignatureMetadata(
        field_name="officer", md_algorithm="sha256", certify=True, subfilter=SigSeedSubFilter.PADES
    )
    out = BytesIO()
    PdfSigner(metadata, signer).sign_pdf(
        SteadyWriter(prepared()), existing_fields_only=True, output=out, bytes_reserved=8192
    )
    # The signature alone: how the paper was written besides is judged elsewhere.
    judged = check_signatures(out.getvalue(), at=LATER, trust=(), crls=())
    lowering = {item.code: item.weight for item in judged.findings if item.weight != "valid"}
    assert lowering["UNKNOWN_ALGORITHM"] == "cannot_be_judged"
    assert "invalid" not in lowering.values()


def test_a_verdict_becomes_an_error_with_its_exit_code() -> None:
    check_verification(so_far(signed_once()))
    with pytest.raises(SignatureNotJudged, match="--trust"):
        check_verification(so_far(signed_once(), trust=()))
    with pytest.raises(SignatureInvalid, match="被加了东西"):
        check_verification(so_far(signed_once() + b"x"))


def test_nothing_is_printed_while_judging_forgeries(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    for pdf in (signed_once(), signed_once()[:5000] + b"%%EOF\n", prepared()):
        so_far(pdf, trust=())
    out = capfd.readouterr()
    assert out.out + out.err == ""
    assert caplog.text == ""
