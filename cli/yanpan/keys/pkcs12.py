"""Keys from PKCS#12 files (.p12, .pfx; RFC 7292), also those that hold several pairs, as double certificates come."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_private_key, pkcs12

from yanpan.errors import KeyRefused
from yanpan.keys.costs import check_cost
from yanpan.keys.fit import (
    check_fit,
    check_issuers,
    check_written,
    checked_pair,
    may_sign,
    unsupported_key,
)
from yanpan.keys.identity import LARGEST_KEY_FILE, TRY_FIRST, Identity, SigningKey, key_fingerprint
from yanpan.keys.issued import chain_of
from yanpan.keys.loaded import panicked
from yanpan.keys.passphrase import PROTECT, Passphrase
from yanpan.keys.private import read_private
from yanpan.keys.wellformed import NEW_ONE, oddity


def load_identity(path: Path, passphrase: Passphrase, *, at: datetime) -> Identity:
    """Read a PKCS#12 file that may be used for signing at the moment `at`.

    Of several pairs the one that is fit to sign is taken. Raises `KeyRefused` when the file is missing, readable by
    others, not PKCS#12 or locked by another passphrase, when no pair in it may sign at that moment (see `check_fit`),
    and when several may.
    """
    where = str(path)
    pairs = read_pkcs12(path, passphrase)
    fit = [pair for pair in pairs if may_sign(pair.certificate) and _in_time(pair.certificate, at)]
    if len({key_fingerprint(pair.certificate) for pair in fit}) > 1:
        listed = "；".join(f"{pair.name}（证书号 …{pair.number[-8:]}）" for pair in fit)
        raise KeyRefused(
            f"文件里有几对签名密钥，不知道用哪对：{listed}",
            where=where,
            remedy="重新导出，每个文件只放一对。",
        )
    # Renewed for the same key: the younger certificate stands.
    signing = [pair for pair in pairs if may_sign(pair.certificate)]
    chosen = (
        max(fit, key=lambda pair: pair.certificate.not_valid_before_utc) if fit else (signing or pairs)[0]
    )
    check_fit(chosen.certificate, at=at, where=where)
    check_issuers(chosen, where=where)
    return chosen


def read_pkcs12(path: Path, passphrase: Passphrase) -> tuple[Identity, ...]:
    """Every pair of key and certificate in a PKCS#12 file, fit to sign or not, at least one. Raises `KeyRefused`."""
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
    check_cost(data, where=where)
    bundle = _opened(data, passphrase, where)
    certificates = [item.certificate for item in (bundle.cert, *bundle.additional_certs) if item is not None]
    keys = [bundle.key, *_further_keys(data, passphrase)]
    if not certificates or keys == [None]:
        raise KeyRefused("文件里没有成对的私钥和证书", where=where, remedy="导出时同时选上私钥和证书。")
    pairs = tuple(_pairs(keys, certificates))
    if not pairs:
        for certificate in certificates:
            check_written(certificate, where=where)
        if bundle.cert is None:
            raise KeyRefused("文件里没有成对的私钥和证书", where=where, remedy="导出时同时选上私钥和证书。")
        checked_pair(bundle.key, bundle.cert.certificate, where=where)
    return pairs


def _opened(data: bytes, passphrase: Passphrase, where: str) -> pkcs12.PKCS12KeyAndCertificates:
    try:
        bundle = pkcs12.load_pkcs12(data, passphrase.reveal())
        # Reading the public key is what fails for a curve the library does not know.
        if bundle.cert:
            bundle.cert.certificate.public_key()
    except UnsupportedAlgorithm:
        raise unsupported_key(where) from None
    except BaseException as error:  # whatever a damaged file provokes; the cause may quote key material
        if not isinstance(error, Exception) and not panicked(error):
            raise
        # The content is reached only with the right passphrase (RFC 7292, 5): then it is not that.
        if isinstance(error, x509.InvalidVersion | TypeError) or "parsing asn1" in str(error):
            raise KeyRefused("文件里的证书没有按规定编码，读不出来", where=where, remedy=NEW_ONE) from None
        if _opens_without(data):
            raise KeyRefused("这个密钥文件没有口令保护，不能用", where=where, remedy=PROTECT) from None
        raise KeyRefused(
            "口令不对，打不开密钥文件", where=where, remedy="重新输入口令；确认没有拿错文件。"
        ) from None
    return bundle


def _opens_without(data: bytes) -> bool:
    """Whether it was exported with an empty passphrase, or with none."""
    for none in (b"", None):
        try:
            pkcs12.load_pkcs12(data, none)
        except BaseException as error:  # whatever a damaged file provokes
            if not isinstance(error, Exception) and not panicked(error):
                raise
            continue
        return True
    return False


def _pairs(keys: list[object], certificates: list[x509.Certificate]) -> Iterator[Identity]:
    """Each certificate with the key that belongs to it, in the order of the file."""
    for certificate in certificates:
        if oddity(certificate):
            continue
        for key in keys:
            try:
                own: SigningKey = checked_pair(key, certificate, where="")
            except (KeyRefused, UnsupportedAlgorithm):
                continue
            others = (item for item in certificates if item is not certificate and not oddity(item))
            yield Identity(certificate, chain_of(certificate, others), own)
            break


def _further_keys(data: bytes, passphrase: Passphrase) -> list[object]:
    """The private keys of the bags (RFC 7292, 4.2.2). The library gives the first one of them only."""
    from asn1crypto import pkcs12 as asn1

    found: list[object] = []
    try:
        for part in asn1.Pfx.load(data).authenticated_safe:
            if part["content_type"].native != "data":
                continue
            for bag in asn1.SafeContents.load(part["content"].native):
                if bag["bag_id"].native in ("pkcs8_shrouded_key_bag", "key_bag"):
                    found.append(_key(bag["bag_value"].untag().dump(), bag["bag_id"].native, passphrase))
    except Exception:  # noqa: BLE001 - an odd file: what the library gave is what there is; the cause may quote a key
        return [key for key in found if key is not None]
    return [key for key in found if key is not None]


def _key(der: bytes, kind: str, passphrase: Passphrase) -> object:
    secret = passphrase.reveal() if kind == "pkcs8_shrouded_key_bag" else None
    try:
        return load_der_private_key(der, secret)
    except Exception:  # noqa: BLE001 - of a kind that cannot sign here; the cause may quote key material
        return None


def _in_time(certificate: x509.Certificate, at: datetime) -> bool:
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc


def _looks_like_pkcs12(data: bytes) -> bool:
    """Whether the outer shape is a PFX (RFC 7292, 4), so that a wrong passphrase is told from a wrong file."""
    from asn1crypto import pkcs12 as asn1

    try:
        return bool(asn1.Pfx.load(data, strict=True)["version"].native == "v3")
    except (ValueError, TypeError):
        return False
