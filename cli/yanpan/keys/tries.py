"""Certificates side by side: which could have issued which by their names, and which have, by a bounded number of signatures."""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from yanpan.keys.names import compare_rare_characters
from yanpan.keys.verified import Verified, issued_with

compare_rare_characters()

MOST_SIGNATURES = 400
"""Looked at for one question. Each takes a millisecond or some; an honest paper asks for one or two per certificate."""


MOST_ANSWERS = 5000
"""The same, of OCSP responses that somebody gave for his certificates; each takes a fraction of a millisecond."""


class TooManyTried(ValueError):
    """More signatures than anybody needs to look at: who made this wants it to take long."""


@dataclass(frozen=True)
class Seen:
    """A certificate with what is compared: names as RFC 5280, 7.1 has it, whatever their encoding, and the key (DER)."""

    certificate: x509.Certificate
    der: bytes = field(repr=False)
    subject: str | bytes
    issuer: str | bytes
    key: bytes = field(repr=False)


@lru_cache(maxsize=8192)
def seen(certificate: x509.Certificate) -> Seen:
    """A certificate with its names and its key, which need not be of a kind that is known here."""
    der = certificate.public_bytes(Encoding.DER)
    loaded = asn1_x509.Certificate.load(der)
    subject, issuer = (_name(item) for item in (loaded.subject, loaded.issuer))
    return Seen(certificate, der, subject, issuer, loaded.public_key.dump())


def _name(name: asn1_x509.Name) -> str | bytes:
    try:
        found: str = name.hashable
    except ValueError:
        # Not in any encoding (GBK): it is equal to itself.
        return bytes(name.dump())
    return found


class Tries:
    """Looks at signatures, each once, and not at more than so many. Raises `TooManyTried`."""

    def __init__(self, most: int = MOST_SIGNATURES) -> None:
        self._left = most
        self._known: dict[tuple[bytes, bytes], Verified] = {}

    def spend(self) -> None:
        """Count one signature."""
        self._left -= 1
        if self._left < 0:
            raise TooManyTried

    def link(self, low: Seen, top: Seen) -> Verified:
        """Whether `top` has issued `low`: false without a look where the names say otherwise."""
        if low.issuer != top.subject:
            return Verified.FALSE
        pair = low.der, top.key
        if pair not in self._known:
            self.spend()
            self._known[pair] = issued_with(*pair)
        return self._known[pair]


def self_signed(certificate: x509.Certificate) -> bool:
    """Whether a certificate is signed with its own key, as a root's is, as far as anybody can tell here.

    An authority that renews its key certifies the new one under its own name with the old (RFC 4210, 4.4): that is none.
    """
    own = seen(certificate)
    return own.subject == own.issuer and Tries().link(own, own) is not Verified.FALSE
