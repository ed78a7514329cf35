"""Whom a reader trusts: roots, revocation lists and OCSP responses that were given, and nothing else."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from yanpan.errors import InputRefused, KeyRefused, os_words
from yanpan.findings import (
    Finding,
    unjudged,
)

if TYPE_CHECKING:
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko.sign.validation.status import SignatureStatus
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
            f"打不开根证书文件（{os_words(error)}）", where=str(path), remedy="检查 --trust 的路径。"
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
    """The revocation lists (`*.crl`, `*.pem`; DER or PEM) of a folder, or of one file, as DER. Raises `InputRefused`."""
    lists = []
    for path, data in _read_folder(folder, (".crl", ".pem"), what="吊销列表", option="--crl"):
        try:
            pem = data.lstrip().startswith(b"-----BEGIN")
            crl = x509.load_pem_x509_crl(data) if pem else x509.load_der_x509_crl(data)
        except ValueError:
            raise InputRefused(
                "这不是吊销列表（CRL）", where=str(path), remedy="移开这个文件后重试。"
            ) from None
        lists.append(crl.public_bytes(Encoding.DER))
    return tuple(lists)


def load_ocsps(folder: Path) -> tuple[bytes, ...]:
    """The OCSP responses (`*.ocsp`, `*.ors`, `*.der`; RFC 6960) of a folder, or one. Raises `InputRefused`."""
    answers = []
    for path, data in _read_folder(folder, (".ocsp", ".ors", ".der"), what="OCSP 答复", option="--ocsp"):
        try:
            answer = ocsp.load_der_ocsp_response(data)
            good = answer.response_status is ocsp.OCSPResponseStatus.SUCCESSFUL
        except ValueError:
            good = False
        if not good:
            raise InputRefused("这不是成功的 OCSP 答复", where=str(path), remedy="移开这个文件后重试。")
        answers.append(data)
    return tuple(answers)


def _read_folder(
    folder: Path, endings: tuple[str, ...], *, what: str, option: str
) -> list[tuple[Path, bytes]]:
    """The files of a folder with one of the endings in order of their names, or one file. Raises `InputRefused`."""
    try:
        files = [folder]
        if not folder.is_file():
            files = sorted(path for path in folder.iterdir() if path.suffix.lower() in endings)
        return [(path, path.read_bytes()) for path in files if path.stat().st_size <= MAX_CRL_BYTES]
    except OSError as error:
        raise InputRefused(
            f"读不了{what}（{os_words(error)}）", where=str(folder), remedy=f"检查 {option} 的路径。"
        ) from None


def context(
    certificate: x509.Certificate,
    at: datetime,
    trust: Sequence[x509.Certificate],
    crls: Sequence[bytes],
    *,
    ocsps: Sequence[bytes] = (),
    others: Iterable[bytes] = (),
    past: bool = False,
) -> ValidationContext:
    """pyHanko's settings for one signer: no network, and revocation always required.

    "soft-fail" and "hard-fail" skip the check when a certificate names no revocation list, which lets a
    revoked one pass. Only a certificate whose issuer says that no list exists (noRevAvail, RFC 9608) goes
    without; the trial identities do. `others` are further certificates for the chain, as DER. With `past`
    lists and answers that were issued after the moment count too: they tell what had been revoked by then.
    """
    from asn1crypto import x509 as asn1
    from pyhanko_certvalidator import ValidationContext
    from pyhanko_certvalidator.policy_decl import (
        CertRevTrustPolicy,
        RevocationCheckingPolicy,
        RevocationCheckingRule,
    )

    required = RevocationCheckingRule.CRL_OR_OCSP_REQUIRED
    rule = RevocationCheckingRule.NO_CHECK if needs_no_list(certificate) else required
    return ValidationContext(
        trust_roots=[asn1.Certificate.load(root.public_bytes(Encoding.DER)) for root in trust],
        other_certs=[asn1.Certificate.load(item) for item in _leading_up(trust, others)],
        moment=at,
        allow_fetching=False,
        crls=list(crls),
        ocsps=list(ocsps),
        revinfo_policy=CertRevTrustPolicy(RevocationCheckingPolicy(rule, required), retroactive_revinfo=past),
    )


def _leading_up(trust: Sequence[x509.Certificate], others: Iterable[bytes]) -> list[bytes]:
    """Those of some certificates (DER) that lead up to a root, by their signatures.

    The rest could be anybody's. From a dozen that name each other as issuers, pyHanko would try every chain in
    every order, for hours.
    """
    left = dict.fromkeys(others)
    known, found = [root.public_bytes(Encoding.DER) for root in trust], []
    while known:
        issuer = known.pop()
        below = [item for item in left if _issued(item, issuer)]
        for item in below:
            del left[item]
        found += below
        known += below
    return found


@lru_cache(maxsize=4096)
def _issued(certificate: bytes, issuer: bytes) -> bool:
    try:
        x509.load_der_x509_certificate(certificate).verify_directly_issued_by(
            x509.load_der_x509_certificate(issuer)
        )
    except Exception:  # noqa: BLE001 - whatever an odd certificate provokes, it is no proof of issue
        return False
    return True


def needs_no_list(certificate: x509.Certificate) -> bool:
    """Whether its issuer says that nobody keeps a revocation list for it (noRevAvail, RFC 9608)."""
    return any(item.oid == _NO_REVOCATION for item in certificate.extensions)


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


def trust_problem(status: SignatureStatus) -> str:
    """The ETSI EN 319 102-1 sub-indication of a sound signature that is not trusted."""
    indication = status.trust_problem_indic
    return str(indication.standard_name) if indication is not None else "NO_CERTIFICATE_CHAIN_FOUND"


def trust_words(problem: str) -> tuple[str, str]:
    """Our code and our words for a sub-indication."""
    return _TRUST_WORDS.get(problem, ("UNTRUSTED", f"证书链不受信任（{problem}）"))


def trust_finding(status: SignatureStatus, role: str) -> Finding:
    """Why a sound signature is not trusted: INDETERMINATE."""
    code, words = trust_words(trust_problem(status))
    return unjudged(code, words, role)
