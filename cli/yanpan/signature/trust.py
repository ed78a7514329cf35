"""Whom a reader trusts: root certificates and revocation lists that were given, and nothing else."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from yanpan.errors import InputRefused, KeyRefused
from yanpan.signature.verdict import Finding, unjudged

if TYPE_CHECKING:
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko.sign.validation.status import PdfSignatureStatus
    from pyhanko_certvalidator import ValidationContext

MAX_TRUST_BYTES = 4 * 1024 * 1024
MAX_CRL_BYTES = 32 * 1024 * 1024
_NO_REVOCATION = x509.ObjectIdentifier("2.5.29.56")


def load_trust(path: Path) -> tuple[x509.Certificate, ...]:
    """The certificates of a PEM file (one or many) or a DER file. Raises `KeyRefused`."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_TRUST_BYTES + 1)
    except OSError as error:
        raise KeyRefused(
            f"打不开根证书文件（{error.strerror}）", where=str(path), remedy="检查 --trust 的路径。"
        ) from None
    try:
        if len(data) > MAX_TRUST_BYTES:
            raise ValueError("too large")
        if b"-----BEGIN" in data:
            return tuple(x509.load_pem_x509_certificates(data))
        return (x509.load_der_x509_certificate(data),)
    except ValueError:
        raise KeyRefused(
            "这不是证书文件（PEM 或者 DER）", where=str(path), remedy="换成发证机构的根证书。"
        ) from None


def load_crls(folder: Path) -> tuple[bytes, ...]:
    """The revocation lists (`*.crl`, `*.pem`; DER or PEM) of a folder, as DER. Raises `InputRefused`."""
    lists = []
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() in (".crl", ".pem"))
        contents = [(path, path.read_bytes()) for path in files if path.stat().st_size <= MAX_CRL_BYTES]
    except OSError as error:
        raise InputRefused(
            f"读不了吊销列表（{error.strerror}）", where=str(folder), remedy="检查 --crl 的路径。"
        ) from None
    for path, data in contents:
        try:
            pem = data.lstrip().startswith(b"-----BEGIN")
            crl = x509.load_pem_x509_crl(data) if pem else x509.load_der_x509_crl(data)
        except ValueError:
            raise InputRefused(
                "这不是吊销列表（CRL）", where=str(path), remedy="移开这个文件后重试。"
            ) from None
        lists.append(crl.public_bytes(Encoding.DER))
    return tuple(lists)


def context(
    certificate: x509.Certificate, at: datetime, trust: Sequence[x509.Certificate], crls: Sequence[bytes]
) -> ValidationContext:
    """pyHanko's settings for one signer: no network, and revocation always required.

    "soft-fail" and "hard-fail" skip the check when a certificate names no revocation list, which lets a
    revoked one pass. Only a certificate whose issuer says that no list exists (noRevAvail, RFC 9608) goes
    without; the trial identities do.
    """
    from asn1crypto import x509 as asn1
    from pyhanko_certvalidator import ValidationContext
    from pyhanko_certvalidator.policy_decl import (
        CertRevTrustPolicy,
        RevocationCheckingPolicy,
        RevocationCheckingRule,
    )

    required = RevocationCheckingRule.CRL_OR_OCSP_REQUIRED
    without = any(item.oid == _NO_REVOCATION for item in certificate.extensions)
    rule = RevocationCheckingRule.NO_CHECK if without else required
    return ValidationContext(
        trust_roots=[asn1.Certificate.load(root.public_bytes(Encoding.DER)) for root in trust],
        moment=at,
        allow_fetching=False,
        crls=list(crls),
        revinfo_policy=CertRevTrustPolicy(RevocationCheckingPolicy(rule, required)),
    )


def key_usage() -> KeyUsageConstraints:
    """One of the two usages that Chinese and European signing certificates carry."""
    from pyhanko.sign.validation.settings import KeyUsageConstraints

    return KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)


_TRUST_WORDS = {
    "NO_CERTIFICATE_CHAIN_FOUND": ("UNTRUSTED", "证书链不受信任：用 --trust 指定根证书"),
    "OUT_OF_BOUNDS_NO_POE": ("CERTIFICATE_EXPIRED", "证书链上有证书不在有效期内"),
    "REVOKED_NO_POE": ("REVOKED", "签署人的证书已被吊销"),
    "REVOKED_CA_NO_POE": ("REVOKED", "发证机构的证书已被吊销"),
    "TRY_LATER": ("REVOCATION_UNKNOWN", "吊销列表太旧：用 --crl 给出新的"),
    "CHAIN_CONSTRAINTS_FAILURE": ("KEY_USAGE", "证书的用途不含签署文书"),
    "CRYPTO_CONSTRAINTS_FAILURE": ("WEAK_ALGORITHM", "签名或者证书用了不够安全的算法"),
    "CRYPTO_CONSTRAINTS_FAILURE_NO_POE": ("WEAK_ALGORITHM", "签名或者证书用了不够安全的算法"),
    "CERTIFICATE_CHAIN_GENERAL_FAILURE": (
        "REVOCATION_UNKNOWN",
        "证书是否被吊销查不清，或者证书链不完整：用 --crl 给出吊销列表",
    ),
}


def trust_finding(status: PdfSignatureStatus, role: str) -> Finding:
    """Why a sound signature is not trusted, after its ETSI EN 319 102-1 sub-indication: INDETERMINATE."""
    indication = status.trust_problem_indic
    name = indication.standard_name if indication is not None else "NO_CERTIFICATE_CHAIN_FOUND"
    code, words = _TRUST_WORDS.get(name, ("UNTRUSTED", f"证书链不受信任（{name}）"))
    return unjudged(code, words, role)
