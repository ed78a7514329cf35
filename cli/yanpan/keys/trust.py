"""Whom a reader trusts: roots, revocation lists and OCSP responses that were given, and nothing else."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from yanpan.errors import KeyRefused
from yanpan.keys.certificates import read_certificates
from yanpan.keys.identity import name_of
from yanpan.keys.known import one_and_the_same
from yanpan.keys.lists import as_der
from yanpan.keys.loaded import load_certificate
from yanpan.keys.names import compare_rare_characters
from yanpan.keys.tries import Tries, seen, self_signed
from yanpan.keys.verified import Verified
from yanpan.keys.wellformed import may_issue, odd

if TYPE_CHECKING:
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko_certvalidator import ValidationContext
    from pyhanko_certvalidator.authority import CertTrustAnchor

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
    at: datetime,
    trust: Sequence[x509.Certificate],
    others: Iterable[bytes] = (),
    without: Set[bytes] = frozenset(),
) -> ValidationContext:
    """pyHanko's settings: whether a chain up to somebody trusted is one at a moment (RFC 5280, 6.1). No network.

    `others` are further certificates for it, as DER; those `without` which a chain is looked for stand in none, and change
    nothing of who is a root. Revocation is asked elsewhere (`cleared`, `condemned`): the library
    takes for a certificate the ordinary list of any authority that its issuer certified, the word of a responder about
    himself, and a certificate for the authority's that only looks like it.
    """
    from asn1crypto import x509 as asn1
    from pyhanko_certvalidator import ValidationContext
    from pyhanko_certvalidator.policy_decl import (
        CertRevTrustPolicy,
        RevocationCheckingPolicy,
        RevocationCheckingRule,
    )

    roots, known = known_issuers(trust, others)
    nothing = RevocationCheckingPolicy(RevocationCheckingRule.NO_CHECK, RevocationCheckingRule.NO_CHECK)
    return ValidationContext(
        trust_roots=[_anchor(item) for item in as_der(roots)],
        other_certs=[
            asn1.Certificate.load(item)
            for item in known
            if item not in without and may_issue(load_certificate(item))
        ],
        moment=at,
        allow_fetching=False,
        crls=[],
        ocsps=[],
        revinfo_policy=CertRevTrustPolicy(nothing),
    )


def _anchor(root: bytes) -> CertTrustAnchor:
    """A root (DER) with what its certificate says of whom it stands above (RFC 5937): how long chains are, and names."""
    from asn1crypto import x509 as asn1
    from pyhanko_certvalidator.authority import CertTrustAnchor, TrustQualifiers, derive_quals_from_cert
    from pyhanko_certvalidator.policy_decl import PKIXValidationParams

    certificate = asn1.Certificate.load(root)
    told = derive_quals_from_cert(certificate)
    names = told.standard_parameters and PKIXValidationParams(
        initial_permitted_subtrees=told.standard_parameters.initial_permitted_subtrees,
        initial_excluded_subtrees=told.standard_parameters.initial_excluded_subtrees,
    )
    longest = told.max_path_length
    # Where the one is given the library reckons with the other, too.
    bounds = TrustQualifiers(
        standard_parameters=names or None, max_path_length=longest, max_aa_path_length=longest
    )
    return CertTrustAnchor(certificate, bounds)


def known_issuers(
    trust: Sequence[x509.Certificate], others: Iterable[bytes]
) -> tuple[list[x509.Certificate], list[bytes]]:
    """The authorities to begin with, and what of all other certificates (DER) leads up to one of them.

    An intermediate one that was trusted beside its root is none to begin with: who gives the whole chain wants it
    judged as a chain, and its own list can be judged from the root only.
    """
    roots, found = _known_issuers(tuple(trust), tuple(map(bytes, others)))
    return list(roots), list(found)


def all_known(trust: Sequence[x509.Certificate], others: Iterable[bytes]) -> tuple[bytes, ...]:
    """The same as DER in one row, roots first."""
    return _all_known(tuple(trust), tuple(map(bytes, others)))


@lru_cache(maxsize=256)
def _all_known(trust: tuple[x509.Certificate, ...], others: tuple[bytes, ...]) -> tuple[bytes, ...]:
    roots, found = _known_issuers(trust, others)
    return one_and_the_same((*as_der(roots), *map(bytes, found)))


@lru_cache(maxsize=256)
def _known_issuers(
    trust: tuple[x509.Certificate, ...], others: tuple[bytes, ...]
) -> tuple[tuple[x509.Certificate, ...], tuple[bytes, ...]]:
    roots = [root for root in trust if may_issue(root)]
    own = [root for root in roots if self_signed(root)]
    selves = frozenset(as_der(own))
    under = _leading_up(own, [item for item in (*as_der(roots), *others) if item not in selves])
    tops = [root for root, der in zip(roots, as_der(roots), strict=True) if der not in under]
    return tuple(tops), tuple(_leading_up(tops, [*under, *others]))


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
