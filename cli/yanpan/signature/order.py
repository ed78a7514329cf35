"""Time stamps in the order in which they stand in the file: each covers all before it, so it is not older.

What it covers are other time stamps, and what has a date of its own: revocation data, and certificates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from yanpan.findings import Finding, invalid, unjudged
from yanpan.keys import CLOCKS_DIFFER, later


@dataclass(frozen=True)
class Moment:
    """What one time stamp says: a document's, or the own one of a signature (`role`), in its revision."""

    revision: int
    time: datetime
    trusted: bool
    role: str = ""
    title: str = ""

    @property
    def words(self) -> str:
        return f"“{self.title}”的时间戳" if self.role else "存档时间戳"


@dataclass(frozen=True)
class Dated:
    """What was not there before `time`, and the revision in which it stands. `trusted`: by an authority that is."""

    revision: int
    time: datetime
    trusted: bool
    words: str


def order_findings(moments: Iterable[Moment], dated: Iterable[Dated] = ()) -> Iterator[Finding]:
    """One that is older than what it covers: one of the two is false. Clocks of services may differ by minutes."""
    there = list(dated)
    before: list[Moment] = []
    for moment in sorted(moments, key=lambda item: item.revision):
        # The own one of a signature covers the certificate that stands in the same revision.
        covered: list[Moment | Dated] = [
            *(item for item in there if item.revision <= moment.revision),
            *before,
        ]
        newer = [item for item in covered if item.time > later(moment.time, CLOCKS_DIFFER)]
        believed = [item for item in newer if item.trusted] if moment.trusted else []
        if believed:
            words = f"{moment.words}比它盖住的{believed[-1].words}早：其中有假的"
            yield invalid("TIMES_BACKWARDS", words, moment.role)
        elif newer:
            words = f"{moment.words}比它盖住的{newer[-1].words}早，其中有不能信任的"
            yield unjudged("TIME_STAMP_ORDER", words, moment.role)
        before.append(moment)
