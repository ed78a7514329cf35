"""Whom a reader trusts: roots, revocation lists and OCSP responses that were given, and nothing else."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from yanpan.errors import KeyRefused
from yanpan.keys.certificates import read_certificates
from yanpan.keys.entries import revoked_on
from yanpan.keys.identity import name_of
from yanpan.keys.lists import as_der, authentic, too_new, too_new_answer, usable_answer
from yanpan.keys.loaded import load_certificate
from yanpan.keys.moments import LAST_YEAR
from yanpan.keys.names import compare_rare_characters
from yanpan.keys.tries import Tries, seen
from yanpan.keys.verified import Verified
from yanpan.keys.wellformed import may_issue, odd

if TYPE_CHECKING:
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko_certvalidator import ValidationContext

MAX_TRUST_BYTES = 4 * 1024 * 1024
compare_rare_characters()
_NO_REVOCATION = x509.ObjectIdentifier("2.5.29.56")


def load_trust(path: Path) -> tuple[x509.Certificate, ...]:
    """The authorities' certificates of a file: PEM or DER, one or many, or .p7b. Raises `KeyRefused`.

    A certificate that may not issue others is refused: whoever holds its key could issue any, and be believed.
    """
    found = read_certificates(path, what="根证书文件", most=MAX_TRUST_BYTES)
    for certificate in found:
        if not may_issue(certificate):
            raise KeyRefused(
                f"“{name_of(certificate)}”不是发证机构的证书，不能当根证书",
                where=str(path),
                remedy="换成发证机构的根证书；文件里夹有签署人证书的，去掉它。",
            )
    return tuple(found)


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
    lists and answers that were issued after the moment count too: they tell what had been revoked by then;
    without it they may be ahead by what clocks differ.

    Only authorities are trusted, and only lists count that one of them, or whom it lets, has really signed: pyHanko
    takes a list by anybody who holds a certificate of the same authority without a key usage.
    """
    from asn1crypto import x509 as asn1
    from pyhanko_certvalidator import ValidationContext
    from pyhanko_certvalidator.policy_decl import (
        CertRevTrustPolicy,
        RevocationCheckingPolicy,
        RevocationCheckingRule,
    )

    required = RevocationCheckingRule.CRL_OR_OCSP_REQUIRED
    roots, known = known_issuers(trust, others)
    issuers = [*as_der(roots), *known]
    newest = LAST_YEAR if past else at
    crls = [data for data in crls if not too_new(data, newest)]
    ocsps = [data for data in ocsps if not too_new_answer(data, newest) and usable_answer(data)]
    # An authority may have two certificates of one name; a list by the one that was revoked says nothing good.
    gone = {item: revoked_on(item, crls, issuers, now=at) for item in issuers}
    standing = [item for item, since in gone.items() if since is None or since > at]
    rule = RevocationCheckingRule.NO_CHECK if needs_no_list(certificate) else required
    return ValidationContext(
        trust_roots=[asn1.Certificate.load(root.public_bytes(Encoding.DER)) for root in roots],
        other_certs=[asn1.Certificate.load(item) for item in known],
        moment=at,
        allow_fetching=False,
        crls=[bytes(data) for data in crls if authentic(data, standing)],
        ocsps=[bytes(data) for data in ocsps],
        # What is too new has been taken out above.
        revinfo_policy=CertRevTrustPolicy(RevocationCheckingPolicy(rule, required), retroactive_revinfo=True),
    )


def known_issuers(
    trust: Sequence[x509.Certificate], others: Iterable[bytes]
) -> tuple[list[x509.Certificate], list[bytes]]:
    """The authorities to begin with, and what of all other certificates (DER) leads up to one of them.

    An intermediate one that was trusted beside its root is none to begin with: who gives the whole chain wants it
    judged as a chain, and its own list can be judged from the root only.
    """
    roots = [root for root in trust if may_issue(root)]
    own = [root for root in roots if root.issuer == root.subject]
    under = _leading_up(own, as_der(root for root in roots if root not in own))
    tops = [root for root, der in zip(roots, as_der(roots), strict=True) if der not in under]
    return tops, _leading_up(tops, [*under, *others])


def _leading_up(trust: Sequence[x509.Certificate], others: Iterable[bytes]) -> list[bytes]:
    """Those of some certificates (DER) that lead up to a root, by their signatures, without odd ones.

    The rest could be anybody's. From a dozen that name each other as issuers, pyHanko would try every chain in
    every order, for hours.
    """
    left = dict.fromkeys(item for item in others if not odd(item))
    known, found = [root.public_bytes(Encoding.DER) for root in trust], []
    while known:
        issuer = known.pop()
        if not may_issue(load_certificate(issuer)):
            continue
        below = [item for item in left if _issued(item, issuer)]
        for item in below:
            del left[item]
        found += below
        known += below
    return found


def _issued(certificate: bytes, issuer: bytes) -> bool:
    try:
        low, top = (seen(load_certificate(item)) for item in (certificate, issuer))
        return Tries().link(low, top) is Verified.TRUE
    except Exception:  # noqa: BLE001 - whatever an odd certificate provokes, it is no proof of issue
        return False


def needs_no_list(certificate: x509.Certificate) -> bool:
    """Whether its issuer says that nobody keeps a revocation list for it (noRevAvail, RFC 9608)."""
    return any(item.oid == _NO_REVOCATION for item in certificate.extensions)


def key_usage() -> KeyUsageConstraints:
    """One of the two usages that Chinese and European signing certificates carry."""
    from pyhanko.sign.validation.settings import KeyUsageConstraints

    return KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
