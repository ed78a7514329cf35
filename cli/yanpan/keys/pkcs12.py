"""Keys from PKCS#12 files (.p12, .pfx; RFC 7292)."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import pkcs12

from yanpan.errors import KeyRefused
from yanpan.keys.identity import (
    LARGEST_KEY_FILE,
    TRY_FIRST,
    Identity,
    chain_of,
    check_fit,
    checked_pair,
    unsupported_key,
)
from yanpan.keys.passphrase import Passphrase
from yanpan.keys.private import read_private


def load_identity(path: Path, passphrase: Passphrase, *, at: datetime) -> Identity:
    """Read a PKCS#12 file that may be used for signing at the moment `at`.

    Raises `KeyRefused` when the file is missing, readable by others, not PKCS#12 or locked by another
    passphrase, and when its certificate may not sign at that moment (see `check_fit`).
    """
    identity = read_pkcs12(path, passphrase)
    check_fit(identity.certificate, at=at, where=str(path))
    return identity


def read_pkcs12(path: Path, passphrase: Passphrase) -> Identity:
    """What a PKCS#12 file holds, fit to sign or not. Raises `KeyRefused`."""
    where = str(path)
    data = read_private(path, what="密钥文件", most=LARGEST_KEY_FILE, missing=TRY_FIRST)
    if data.lstrip().startswith(b"-----BEGIN"):
        remedy = (
            "加 --cert 证书.pem 一起给；"
            "或者转成 PKCS#12：openssl pkcs12 -export -inkey 私钥.pem -in 证书.pem -out 身份.p12"
        )
        raise KeyRefused("这是 PEM 文件，不是 PKCS#12（.p12、.pfx）", where=where, remedy=remedy)
    if not _looks_like_pkcs12(data):
        raise KeyRefused(
            "这不是 PKCS#12（.p12、.pfx）文件，或者文件坏了", where=where, remedy="检查是不是选错了文件。"
        )
    try:
        bundle = pkcs12.load_pkcs12(data, passphrase.reveal())
        # Reading the public key is what fails for a curve the library does not know.
        public = bundle.cert.certificate.public_key() if bundle.cert else None
    except UnsupportedAlgorithm:
        raise unsupported_key(where) from None
    except Exception:  # noqa: BLE001 - whatever a damaged file provokes; the cause may quote key material
        raise KeyRefused(
            "口令不对，打不开密钥文件", where=where, remedy="重新输入口令；确认没有拿错文件。"
        ) from None
    if bundle.key is None or bundle.cert is None or public is None:
        raise KeyRefused("文件里没有成对的私钥和证书", where=where, remedy="导出时同时选上私钥和证书。")
    certificate = bundle.cert.certificate
    key = checked_pair(bundle.key, certificate, where=where)
    return Identity(
        certificate, chain_of(certificate, (item.certificate for item in bundle.additional_certs)), key
    )


def _looks_like_pkcs12(data: bytes) -> bool:
    """Whether the outer shape is a PFX (RFC 7292, 4), so that a wrong passphrase is told from a wrong file."""
    from asn1crypto import pkcs12 as asn1

    try:
        return bool(asn1.Pfx.load(data, strict=True)["version"].native == "v3")
    except (ValueError, TypeError):
        return False
