"""What there is to judge a chain of certificates by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

Proven = Callable[[bytes, datetime], bool]
"""Whether a list or a response is proven to have been there by a moment."""


def unproven(_data: bytes, _by: datetime) -> bool:
    """Nothing is proven of what a reader gives."""
    return False


@dataclass(frozen=True)
class Grounds:
    """What there was to judge a chain by: whom to trust, further certificates (DER), lists and responses."""

    trust: Sequence[x509.Certificate]
    others: Sequence[bytes]
    crls: Sequence[bytes]
    ocsps: Sequence[bytes] = ()
