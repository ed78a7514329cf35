"""Keys from PEM files: a private key beside its certificate, as OpenSSL writes them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from yanpan.errors import KeyRefused
from yanpan.keys.certificates import read_certificates
from yanpan.keys.fit import check_fit, check_issuers, checked_pair, unsupported_key
from yanpan.keys.identity import LARGEST_KEY_FILE, TRY_FIRST, Identity
from yanpan.keys.issued import chain_of
from yanpan.keys.passphrase import AskPassphrase
from yanpan.keys.private import read_private

_ENCRYPTED = (b"ENCRYPTED PRIVATE KEY-----", b"Proc-Type: 4,ENCRYPTED")


def load_pem_identity(
    key_file: Path, certificate_file: Path, chain_file: Path | None, ask: AskPassphrase, *, at: datetime
) -> Identity:
    """Read a private key and its certificate that may be used for signing at the moment `at`.

    The certificate file (PEM, DER or .p7b) holds the signer's certificate, first where there are several signers';
    what else is in it, and what is in the chain file, may hold those above it. `ask` is called only when the key is encrypted. Raises `KeyRefused`.
    """
    certificate, *others = read_certificates(certificate_file, what="证书文件")
    if chain_file is not None:
        others.extend(read_certificates(chain_file, what="证书链文件"))
    where = str(key_file)
    data = read_private(key_file, what="私钥文件", most=LARGEST_KEY_FILE, missing=TRY_FIRST)
    # Before the passphrase is asked for: none is typed for nothing.
    check_fit(certificate, at=at, where=str(certificate_file))
    if b"PRIVATE KEY-----" not in data:
        raise KeyRefused(
            "文件里没有 PEM 私钥", where=where, remedy="--key 给私钥，--cert 给证书；.p12 文件不用 --cert。"
        )
    identity = Identity(
        certificate,
        chain_of(certificate, others),
        checked_pair(_private_key(data, ask, where), certificate, where=where),
    )
    check_issuers(identity, where=str(certificate_file))
    return identity


def _private_key(data: bytes, ask: AskPassphrase, where: str) -> object:
    encrypted = any(mark in data for mark in _ENCRYPTED)
    passphrase = ask() if encrypted else None
    try:
        return load_pem_private_key(data, passphrase.reveal() if passphrase else None)
    except UnsupportedAlgorithm:
        raise unsupported_key(where) from None
    except Exception:  # noqa: BLE001 - whatever a damaged file provokes; the cause may quote key material
        if encrypted:
            raise KeyRefused(
                "口令不对，打不开私钥文件", where=where, remedy="重新输入口令；确认没有拿错文件。"
            ) from None
        raise KeyRefused("私钥文件坏了", where=where, remedy="重新导出私钥。") from None
