"""One signature and one time stamp as judged, for machines and for people."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from yanpan.findings import Verdict

Level = Literal["b-b", "b-t", "b-lt", "b-lta"]
"""The levels of ETSI EN 319 142-1, 6: signed; time-stamped; with revocation data; with an archive time stamp."""


class CheckedSignature(msgspec.Struct, frozen=True, kw_only=True):
    """One signature. `claimed_at` is the signer's own word; `covers` says what its digest spans.

    `proven_at` is the earliest moment at which a trusted time stamp saw the signature, or None. `level` is
    what was built; whether it holds is what the verdict says.
    """

    role: str
    title: str
    signer: str
    organisation: str
    certificate_number: str
    issuer: str
    trial: bool
    claimed_at: datetime | None
    proven_at: datetime | None = None
    level: Level = "b-b"
    reason: str
    certifies: bool
    covers: Literal["whole_file", "revision", "unclear"]
    intact: bool
    trusted: bool
    verdict: Verdict


class CheckedTimeStamp(msgspec.Struct, frozen=True, kw_only=True):
    """A document time stamp: who says that the paper existed by when, and whether that authority is trusted."""

    authority: str
    time: datetime
    trusted: bool
