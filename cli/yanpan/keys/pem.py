"""Keys from PEM files: a private key beside its certificate, as OpenSSL writes them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from yanpan.errors import KeyRefused
from yanpan.keys.certificates import read_certificates
from yanpan.keys.costs import check_cost
from yanpan.keys.encodings import objects_in, pem_blocks, plain_text
from yanpan.keys.fit import check_fit, check_issuers, checked_pair, unsupported_key
from yanpan.keys.identity import LARGEST_KEY_FILE, TRY_FIRST, Identity, SigningKey
from yanpan.keys.issued import chain_of
from yanpan.keys.passphrase import AskPassphrase, Passphrase
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
    identity = Identity(
        certificate,
        chain_of(certificate, others),
        _private_key(data, certificate, ask, where),
    )
    check_issuers(identity, where=str(certificate_file))
    return identity


def _private_key(data: bytes, certificate: x509.Certificate, ask: AskPassphrase, where: str) -> SigningKey:
    """The key in a file that belongs to a certificate, wherever it stands; one that is not encrypted is tried first.

    Raises `KeyRefused`.
    """
    blocks = _blocks(data, where)
    plain = [block for block in blocks if not _encrypted(block)]
    locked = [block for block in blocks if _encrypted(block)]
    opened = [_opened(block, None) for block in plain]
    fitting = _fitting(opened, certificate)
    if fitting is None and locked:
        for block in locked:
            check_cost(_der(block), where=where)
        passphrase = ask()
        opened += [_opened(block, passphrase) for block in locked]
        fitting = _fitting(opened, certificate)
    if fitting is not None:
        return fitting
    unopened = opened[len(plain) :]
    if unopened and all(isinstance(item, ValueError) for item in unopened):
        raise KeyRefused("口令不对，打不开私钥文件", where=where, remedy="重新输入口令；确认没有拿错文件。")
    keys = [item for item in opened if not isinstance(item, Exception)]
    if keys:
        return checked_pair(keys[0], certificate, where=where)
    if any(isinstance(item, UnsupportedAlgorithm) for item in opened):
        raise unsupported_key(where)
    raise KeyRefused("私钥文件坏了", where=where, remedy="重新导出私钥。")


def _blocks(data: bytes, where: str) -> list[bytes]:
    """The private keys of a file, each as PEM. Raises `KeyRefused` when it has none that is whole."""
    try:
        found = [block for label, block in pem_blocks(data) if label.endswith("PRIVATE KEY")]
        begun = b"PRIVATE KEY-----" in plain_text(data)
    except ValueError:
        found, begun = [], False
    if found:
        return found
    if begun:
        raise KeyRefused("私钥文件坏了", where=where, remedy="重新导出私钥。")
    raise KeyRefused(
        "文件里没有 PEM 私钥", where=where, remedy="--key 给私钥，--cert 给证书；.p12 文件不用 --cert。"
    )


def _encrypted(block: bytes) -> bool:
    return any(mark in block for mark in _ENCRYPTED)


def _der(block: bytes) -> bytes:
    try:
        return objects_in(block)[0]
    except ValueError:
        return b""


def _opened(block: bytes, passphrase: Passphrase | None) -> object:
    """The key in a block, or why there is none; only the kind of an error is looked at: it may quote key material."""
    try:
        return load_pem_private_key(block, passphrase.reveal() if passphrase else None)
    except UnsupportedAlgorithm:
        return UnsupportedAlgorithm("")
    except Exception:  # noqa: BLE001 - whatever a damaged file provokes
        return ValueError("")


def _fitting(keys: list[object], certificate: x509.Certificate) -> SigningKey | None:
    for key in keys:
        try:
            return checked_pair(key, certificate, where="")
        except KeyRefused:
            continue
    return None
