"""Chains of every kind for the tests: honest ones, ones that no authority may make, and ones written oddly."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from asn1crypto import algos
from asn1crypto import cms as asn1_cms
from asn1crypto import crl as asn1_crl
from asn1crypto import pkcs12 as asn1_pkcs12
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from issuing import SIGNING, usage
from signed_papers import AT, PASSPHRASE

from yanpan.keys import Identity

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
AUTHORITY = usage("key_cert_sign", "crl_sign")
DER, PEM = serialization.Encoding.DER, serialization.Encoding.PEM
NO_LIST = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.56"), b"\x05\x00")
OCSP_SERVICE = x509.AuthorityInformationAccess(
    [
        x509.AccessDescription(
            x509.AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier("http://ocsp.invalid/")
        )
    ]
)


@cache
def key(kind: str = "p256", which: str = "") -> Key:
    """A key of a kind; the same words give the same one."""
    if kind.startswith("rsa"):
        return rsa.generate_private_key(65537, int(kind[3:]))
    curves = {"p256": ec.SECP256R1, "p384": ec.SECP384R1, "p521": ec.SECP521R1}
    curves |= {"bp256": ec.BrainpoolP256R1, "bp384": ec.BrainpoolP384R1}
    return ec.generate_private_key(curves[kind]())


@dataclass(frozen=True)
class Made:
    """A certificate, its key and what stands above it."""

    certificate: x509.Certificate
    key: Key
    above: Made | None = field(default=None, repr=False)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(PEM)

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        return (self.above.certificate, *self.above.chain) if self.above else ()

    @property
    def identity(self) -> Identity:
        return Identity(self.certificate, self.chain, self.key)


def name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common)])


def make(
    common: str,
    by: Made | None = None,
    *,
    kind: str = "p256",
    own: Key | None = None,
    ca: bool | None = False,
    key_usage: x509.KeyUsage | None = None,
    path_length: int | None = None,
    number: int | None = None,
    start: datetime = AT - timedelta(days=30),
    end: datetime = AT + timedelta(days=300),
    pss: bool = False,
    more: Iterable[tuple[x509.ExtensionType, bool]] = (),
    subject: x509.Name | None = None,
    bare: bool = False,
) -> Made:
    """A certificate by an issuer, or by itself. `ca` None leaves basicConstraints out, `bare` also the usage."""
    own = own or key(kind, common)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject or name(common))
        .issuer_name(by.certificate.subject if by else subject or name(common))
        .public_key(own.public_key())
        .serial_number(number or x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
    )
    if ca is not None:
        builder = builder.add_extension(x509.BasicConstraints(ca=ca, path_length=path_length), critical=True)
    if not bare:
        builder = builder.add_extension(key_usage or (AUTHORITY if ca else SIGNING), critical=True)
    for extension, critical in more:
        builder = builder.add_extension(extension, critical=critical)
    signer = by.key if by else own
    scheme = padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.DIGEST_LENGTH) if pss else None
    return Made(builder.sign(signer, hashes.SHA256(), rsa_padding=scheme), own, by)


def crl(
    by: Made,
    *revoked: int | x509.RevokedCertificate,
    ago: timedelta = timedelta(hours=2),
    lasts: timedelta = timedelta(days=7),
    more: Iterable[tuple[x509.ExtensionType, bool]] = (),
    signer: Key | None = None,
    issuer: x509.Name | None = None,
    without_next: bool = False,
    entry: Callable[[x509.RevokedCertificateBuilder], x509.RevokedCertificateBuilder] = lambda entry: entry,
    pss: bool = False,
    now: datetime = AT,
) -> bytes:
    """A revocation list that was issued so long ago, DER."""
    begun = now - ago
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer or by.certificate.subject)
        .last_update(begun)
        .next_update(begun + lasts)
        .add_extension(x509.CRLNumber(int(begun.timestamp())), critical=False)
    )
    for number in revoked:
        date = min(begun, now - timedelta(hours=3))
        one = entry(x509.RevokedCertificateBuilder().serial_number(number).revocation_date(date))
        builder = builder.add_revoked_certificate(one.build())
    for extension, critical in more:
        builder = builder.add_extension(extension, critical=critical)
    scheme = padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.DIGEST_LENGTH) if pss else None
    made = builder.sign(signer or by.key, hashes.SHA256(), rsa_padding=scheme)
    return _without_next(made, by) if without_next else made.public_bytes(DER)


def _without_next(made: x509.CertificateRevocationList, by: Made) -> bytes:
    loaded = asn1_crl.CertificateList.load(made.public_bytes(DER))
    content = loaded["tbs_cert_list"]
    del content["next_update"]
    body = content.dump(force=True)
    loaded["signature"] = by.key.sign(body, ec.ECDSA(hashes.SHA256()))  # type: ignore[call-arg, arg-type]
    return bytes(loaded.dump(force=True))


def pem_list(data: bytes) -> bytes:
    return x509.load_der_x509_crl(data).public_bytes(PEM)


def rewritten(made: Made, change: Callable[[bytes], bytes]) -> Made:
    """The certificate with its signed part changed, and signed again by its issuer (an elliptic key)."""
    loaded = asn1.Certificate.load(made.der)
    body = change(loaded["tbs_certificate"].dump())
    signer = made.above.key if made.above else made.key
    signature = signer.sign(body, ec.ECDSA(hashes.SHA256()))  # type: ignore[call-arg, arg-type]
    value = loaded["signature_value"].copy()
    value.set(signature)
    outside = body + loaded["signature_algorithm"].dump() + value.dump()
    whole = _wrapped(outside)
    return Made(x509.load_der_x509_certificate(whole), made.key, made.above)


def rewritten_list(data: bytes, by: Made, change: Callable[[bytes], bytes]) -> bytes:
    """A list with its signed part changed, and signed again (with an elliptic key)."""
    loaded = asn1_crl.CertificateList.load(data)
    body = change(loaded["tbs_cert_list"].dump())
    value = loaded["signature"].copy()
    value.set(by.key.sign(body, ec.ECDSA(hashes.SHA256())))  # type: ignore[call-arg, arg-type]
    return _wrapped(body + loaded["signature_algorithm"].dump() + value.dump())


def _wrapped(body: bytes) -> bytes:
    size = len(body)
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return b"\x30" + (bytes([0x80 | len(length)]) + length if size > 127 else bytes([size])) + body


def doubled_usage(body: bytes) -> bytes:
    """The signed part with its key usage twice."""
    loaded = asn1.TbsCertificate.load(body)
    extensions = loaded["extensions"]
    extensions.append(next(item for item in extensions if item["extn_id"].native == "key_usage").copy())
    return bytes(loaded.dump(force=True))


def in_gbk(tag: int, place: bytes) -> Callable[[bytes], bytes]:
    """Put GBK bytes into a string of ten letters, with another tag."""
    gbk = "张某某某某".encode("gbk")

    def change(body: bytes) -> bytes:
        at = body.index(place)
        return body[: at - 2] + bytes([tag, 10]) + gbk + body[at + 10 :]

    return change


def spelled_out(folder: Path) -> bytes:
    """A key file, PEM: P-256 with its parameters written out, and its own certificate, by OpenSSL."""
    run = lambda words: subprocess.run(words.split(), check=True, capture_output=True, cwd=folder)  # noqa: E731
    run("openssl ecparam -name prime256v1 -param_enc explicit -genkey -noout -out k.pem")
    (folder / "c.cnf").write_text(
        "[req]\ndistinguished_name=d\nx509_extensions=e\nprompt=no\n[d]\nCN=zhang\n"
        "[e]\nbasicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n"
    )
    run("openssl req -new -x509 -key k.pem -days 3000 -config c.cnf -out c.pem")
    return (folder / "k.pem").read_bytes() + (folder / "c.pem").read_bytes()


def key_file(path: Path, made: Made, *others: Made) -> Path:
    """A PKCS#12 of one pair and what stands above it."""
    data = pkcs12.serialize_key_and_certificates(
        b"k",
        made.key,
        made.certificate,
        [*made.chain, *(item.certificate for item in others)],
        serialization.BestAvailableEncryption(PASSPHRASE.reveal()),
    )
    return private(path, data)


def openssl_key_file(path: Path, made: Made) -> Path:
    """The same by OpenSSL, which asks nothing of the certificate."""
    pem = path.with_suffix(".pem")
    der = asn1.Certificate.load(made.der)
    from asn1crypto import pem as armour

    plain = made.key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    pem.write_bytes(plain + armour.armor("CERTIFICATE", der.dump()))
    words = [
        "openssl",
        "pkcs12",
        "-export",
        "-in",
        str(pem),
        "-out",
        str(path),
        "-passout",
        "pass:correct horse",
    ]
    subprocess.run(words, check=True, capture_output=True)
    path.chmod(0o600)
    return path


def several_pairs(path: Path, *pairs: Made) -> Path:
    """One PKCS#12 that holds several pairs, as double certificates come."""
    parts: list[asn1_cms.ContentInfo] = []
    for pair in pairs:
        data = pkcs12.serialize_key_and_certificates(
            pair.certificate.serial_number.to_bytes(4, "big"),
            pair.key,
            pair.certificate,
            None,
            serialization.BestAvailableEncryption(PASSPHRASE.reveal()),
        )
        parts.extend(asn1_pkcs12.Pfx.load(data).authenticated_safe)
    safe = asn1_pkcs12.AuthenticatedSafe(parts).dump()
    whole = asn1_pkcs12.Pfx(
        {
            "version": "v3",
            "auth_safe": {"content_type": "data", "content": safe},
            "mac_data": {
                "mac": {
                    "digest_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
                    "digest": _mac(safe),
                },
                "mac_salt": b"saltsalt",
                "iterations": 2048,
            },
        }
    )
    return private(path, whole.dump())


def _mac(safe: bytes) -> bytes:
    import hmac

    return hmac.digest(_pkcs12_key(PASSPHRASE.reveal().decode(), b"saltsalt", 2048), safe, "sha256")


def _pkcs12_key(secret: str, salt: bytes, rounds: int) -> bytes:
    """RFC 7292, B.2, for the key of a MAC of SHA-256 (one block is enough)."""
    import hashlib

    block = 64
    fill = lambda text: (text * (block // len(text) + 1))[: -(-len(text) // block) * block]  # noqa: E731
    password = secret.encode("utf-16-be") + b"\x00\x00"
    digest = hashlib.sha256(b"\x03" * block + fill(salt) + fill(password)).digest()
    for _ in range(rounds - 1):
        digest = hashlib.sha256(digest).digest()
    return digest


def private(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    path.chmod(0o600)
    return path


def p7b(certificates: Sequence[Made], *, pem: bool = False) -> bytes:
    from cryptography.hazmat.primitives.serialization import pkcs7

    return pkcs7.serialize_certificates([item.certificate for item in certificates], PEM if pem else DER)
