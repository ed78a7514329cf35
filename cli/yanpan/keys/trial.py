"""A marked trial identity, so that everything can be tried before a real certificate is at hand.

Every name in it says 试用 and 无法律效力; the root's private key is thrown away when the one certificate is made.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID, ObjectIdentifier

from yanpan.errors import KeyRefused, OutputRefused
from yanpan.inert import is_printable
from yanpan.keys.identity import TRIAL_ORGANISATION, Identity
from yanpan.keys.passphrase import Passphrase
from yanpan.storage import refused_output, write_file

VALID_FOR = timedelta(days=365)
_EARLIER = timedelta(minutes=5)
"""How far the validity reaches back, for clocks of other machines that run late."""

_MOST_NAME, _MOST_ROLE = 45, 63
"""Bytes in UTF-8: 64 is what is written of an attribute of a name, and words of ours stand before that of a person."""

_NO_REVOCATION = ObjectIdentifier("2.5.29.56")
"""id-ce-noRevAvail (RFC 9608): nobody keeps a revocation list for a trial identity."""

_DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
"""id-kp-documentSigning (RFC 9336)."""


@dataclass(frozen=True)
class TrialIdentity:
    """What was made: the PKCS#12, the root to trust it by, and the identity itself."""

    key_file: Path
    root_file: Path
    identity: Identity
    expires_at: datetime


def make_trial_identity(
    path: Path, *, name: str, passphrase: Passphrase, now: datetime, role_title: str = ""
) -> TrialIdentity:
    """Write a trial PKCS#12 (0600) to `path` and its root certificate to `<stem>.root.pem` beside it.

    The subject is O=yanpan 试用身份（无法律效力）, CN=试用身份·<name>, OU=<role_title> if given. Raises
    `KeyRefused` for a name that cannot stand in a certificate and `OutputRefused` when either file
    exists already or cannot be written; then neither is left behind.
    """
    for word, text, most in (("姓名", name, _MOST_NAME), ("角色", role_title, _MOST_ROLE)):
        if not is_printable(text) or len(text.encode()) > most:
            words = f"{word}不能含控制字符，不能超过 {most // 3} 个汉字（{most} 个字母）"
            raise KeyRefused(words, where=word, remedy="写简短的名字。")
    if not name.strip():
        raise KeyRefused("姓名是空的", where="姓名", remedy="写上姓名，例如 --name 张某。")
    root_path = path.with_name(f"{path.stem}.root.pem")
    root, key, identity = _issue(name.strip(), role_title.strip(), now)
    protection = (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(100_000)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(passphrase.reveal())
    )
    bundle = pkcs12.serialize_key_and_certificates(
        identity.name.encode(), key, identity.certificate, [root], protection
    )
    with _reserved(path), _reserved(root_path):
        write_file(root_path, root.public_bytes(serialization.Encoding.PEM), mode=0o644)
        write_file(path, bundle)
    return TrialIdentity(path, root_path, identity, identity.certificate.not_valid_after_utc)


def _issue(
    name: str, role_title: str, now: datetime
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey, Identity]:
    """A fresh root and one signing certificate under it; the root's key ends with this call."""
    organisation = x509.NameAttribute(NameOID.ORGANIZATION_NAME, TRIAL_ORGANISATION)
    issuer = x509.Name([organisation, x509.NameAttribute(NameOID.COMMON_NAME, f"试用根证书·{name}")])
    unit = [x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, role_title)] if role_title else []
    subject = x509.Name([organisation, *unit, x509.NameAttribute(NameOID.COMMON_NAME, f"试用身份·{name}")])
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())

    def begun(name: x509.Name, public: ec.EllipticCurvePublicKey, *, ca: bool) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(issuer)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - _EARLIER)
            .not_valid_after(now + VALID_FOR)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=0 if ca else None), critical=True)
            .add_extension(_usage(ca=ca), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False
            )
        )

    root = begun(issuer, root_key.public_key(), ca=True).sign(root_key, hashes.SHA256())
    certificate = (
        begun(subject, key.public_key(), ca=False)
        .add_extension(x509.ExtendedKeyUsage([_DOCUMENT_SIGNING]), critical=False)
        .add_extension(x509.UnrecognizedExtension(_NO_REVOCATION, b"\x05\x00"), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    return root, key, Identity(certificate, (root,), key)


def _usage(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=not ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )


@contextlib.contextmanager
def _reserved(path: Path) -> Iterator[None]:
    """Hold a name that was free; on any error inside the block the file goes away again."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        remedy = "换一个文件名；旧的密钥文件不会被覆盖。"
        raise OutputRefused("这个文件已经有了", where=str(path), remedy=remedy) from None
    except OSError as error:
        raise refused_output(path, error) from error
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise
