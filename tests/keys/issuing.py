"""A small authority for the tests: certificates of any kind, valid or not, and key files in PEM."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from signed_papers import AT

NO_REVOCATION = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.56"), b"\x05\x00")
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def usage(*true: str) -> x509.KeyUsage:
    names = (
        *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
        *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
    )
    return x509.KeyUsage(**{name: name in true for name in names})


SIGNING = usage("digital_signature", "content_commitment")
ENCRYPTION = usage("key_encipherment", "data_encipherment")


def name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "某某局"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


@cache
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@dataclass(frozen=True)
class Issued:
    key: Key
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def pkcs8(self) -> bytes:
        return self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )


def issue(
    common: str,
    by: Issued | None = None,
    *,
    key: Key | None = None,
    key_usage: x509.KeyUsage = SIGNING,
    ca: bool = False,
    start: datetime | None = None,
    end: datetime | None = None,
    now: datetime = AT,
    number: int | None = None,
    person_number: str = "",
) -> Issued:
    """A certificate by some issuer, or a root; `number` is its own, `person_number` the one in its subject."""
    subject = name(common)
    if person_number:
        subject = x509.Name([*subject, x509.NameAttribute(x509.NameOID.SERIAL_NUMBER, person_number)])
    own = key or ec.generate_private_key(ec.SECP256R1())
    issuer = by.certificate.subject if by else name(common)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(own.public_key())
        .serial_number(number or x509.random_serial_number())
        .not_valid_before(start or now - timedelta(days=10))
        .not_valid_after(end or now + timedelta(days=300))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(usage("key_cert_sign", "crl_sign") if ca else key_usage, critical=True)
        .add_extension(NO_REVOCATION, critical=False)
    )
    return Issued(own, builder.sign(by.key if by else own, hashes.SHA256()))


@cache
def root() -> Issued:
    return issue("测试根", ca=True)


@cache
def middle() -> Issued:
    """An authority under the root, so that there is a chain."""
    return issue("测试中级", root(), ca=True)


def crl(by: Issued, *, now: datetime = AT) -> bytes:
    """An empty revocation list, DER."""
    builder = x509.CertificateRevocationListBuilder().issuer_name(by.certificate.subject)
    dated = builder.last_update(now - timedelta(days=1)).next_update(now + timedelta(days=9))
    return dated.sign(by.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def write(path: Path, *parts: bytes, mode: int = 0o600) -> Path:
    path.write_bytes(b"".join(parts))
    path.chmod(mode)
    return path
