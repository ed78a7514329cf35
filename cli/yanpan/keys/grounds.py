"""What there is to judge a chain of certificates by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cryptography import x509


@dataclass(frozen=True)
class Grounds:
    """What there was to judge a chain by: whom to trust, further certificates (DER), lists and responses."""

    trust: Sequence[x509.Certificate]
    others: Sequence[bytes]
    crls: Sequence[bytes]
    ocsps: Sequence[bytes] = ()
