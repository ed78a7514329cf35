"""Which certificates stand above one, by the signatures in them."""

from __future__ import annotations

from collections.abc import Iterable

from cryptography import x509

from yanpan.keys.tries import Tries, seen, self_signed
from yanpan.keys.verified import Verified

MOST_TRIED = 8
"""Signatures looked at for one certificate. Of an authority that renewed itself more often, key identifiers tell."""

MOST_ABOVE = 20


def chain_of(
    certificate: x509.Certificate, candidates: Iterable[x509.Certificate]
) -> tuple[x509.Certificate, ...]:
    """The candidates that lead up from a certificate, nearest first; what does not belong is left out.

    A thousand that only name each other as issuers are not all tried: a signature takes a millisecond each.
    """
    left, last = list(candidates), certificate
    chain: list[x509.Certificate] = []
    while not self_signed(last) and len(chain) < MOST_ABOVE:
        likely = sorted(_named_issuers(last, left), key=lambda item: not _key_named(last, item))
        above = _issuer_of(last, likely[:MOST_TRIED])
        if above is None:
            break
        left.remove(above)
        chain.append(above)
        last = above
    return tuple(chain)


def _issuer_of(
    certificate: x509.Certificate, candidates: Iterable[x509.Certificate]
) -> x509.Certificate | None:
    """Who has issued a certificate; one of whom nobody can tell only where no other has.

    An authority may have two certificates of one name, for RSA and for SM2.
    """
    perhaps = None
    for item in candidates:
        found = Tries().link(seen(certificate), seen(item))
        if found is Verified.TRUE:
            return item
        if found is Verified.UNKNOWN:
            perhaps = perhaps or item
    return perhaps


def lowest_first(found: list[x509.Certificate]) -> list[x509.Certificate]:
    """A .p7b holds its certificates in no order: the one with the longest chain of names above it comes first.

    In a file where the first one is named as the issuer of none of the others the order stays as it is.
    """
    above = {item.subject: item for item in reversed(found)}
    names = {item: _names_above(item, above) for item in found}
    if not any(found[0].subject in names[item] for item in found[1:]):
        return found
    lowest = max(found, key=lambda item: len(names[item]))
    return [lowest, *(item for item in found if item is not lowest)]


def _names_above(certificate: x509.Certificate, above: dict[x509.Name, x509.Certificate]) -> set[x509.Name]:
    """The subjects of the certificates above one, by their names only, none of them twice."""
    names: set[x509.Name] = set()
    last = certificate
    while last.issuer in above and last.issuer not in names | {certificate.subject}:
        last = above[last.issuer]
        names.add(last.subject)
    return names


def _named_issuers(
    certificate: x509.Certificate, candidates: Iterable[x509.Certificate]
) -> list[x509.Certificate]:
    return [item for item in candidates if item.subject == certificate.issuer]


def _key_named(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether a certificate names an issuer's key by its identifier (RFC 5280, 4.2.1.1)."""
    try:
        named = certificate.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value
        own = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    except (ValueError, x509.DuplicateExtension, x509.ExtensionNotFound):
        return False
    return named.key_identifier == own.digest


def is_issued_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether an issuer has signed a certificate; by their names alone where no library knows the algorithm.

    For what a person gives for themselves, as the chain of an SM2 certificate is. It proves nothing (`Tries`).
    """
    return Tries().link(seen(certificate), seen(issuer)) is not Verified.FALSE
