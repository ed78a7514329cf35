"""Which certificates stand above one, by the signatures in them."""

from __future__ import annotations

from collections.abc import Iterable

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm


def chain_of(
    certificate: x509.Certificate, candidates: Iterable[x509.Certificate]
) -> tuple[x509.Certificate, ...]:
    """The candidates that lead up from a certificate, nearest first; what does not belong is left out."""
    left, chain, last = list(candidates), [], certificate
    while last.issuer != last.subject:
        above = next((item for item in left if _issued(last, item)), None)
        if above is None:
            break
        left.remove(above)
        chain.append(above)
        last = above
    return tuple(chain)


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except UnsupportedAlgorithm:
        return certificate.issuer == issuer.subject
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
