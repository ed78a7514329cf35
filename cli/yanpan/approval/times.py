"""When it was signed: after the assessment, before it expired, and each after the one before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from yanpan.approval.signing import CLOCKS_DIFFER, Papers, Signing
from yanpan.assessment.timing import GRACE, recorded_start
from yanpan.assessment.words import show_moment
from yanpan.findings import Finding, invalid, note, unjudged


def time_findings(papers: Papers, signings: Sequence[Signing]) -> Iterator[Finding]:
    """What is wrong with the times of these signatures, in the order of the file."""
    if papers.assessment is not None:
        assessed, expires = papers.assessment.assessed_at, papers.assessment.validity.expires_at
        if assessed.tzinfo is None or expires.tzinfo is None:
            # Ours always have one; without it nobody can say which of two times was first.
            yield invalid("NO_ZONE", "研判的时间没有写时区：不是本工具写的")
            return
        if assessed - papers.at > CLOCKS_DIFFER:
            # The reader's clock may be the wrong one; a later look settles it.
            words = f"研判的时间（{show_moment(assessed)}）在将来：电脑的时钟不对，或者时间是假的"
            yield unjudged("ASSESSED_LATER", words)
        start = recorded_start(papers.assessment)
        for signing in signings:
            yield from _within(signing, assessed, expires)
            seen = signing.proven_at if signing.stamped else None
            last = max((time for time in (signing.last_claim, seen) if time is not None), default=None)
            if start is not None and last is not None and last - start > GRACE:
                words = (
                    f"“{signing.title}”签署时已过计划实施的时间（{show_moment(start)}）：核对是不是先签后办"
                )
                yield note("AFTER_THE_ACT", words, signing.role)
        if papers.at > expires:
            words = (
                f"这份研判 {show_moment(expires)} 到期，现在已过：还没有实施的，不能再凭它实施，要重新研判"
            )
            yield note("PAST_ITS_END", words)
    yield from _backwards(signings)


def _within(signing: Signing, assessed: datetime, expires: datetime) -> Iterator[Finding]:
    """Between the assessment and its end.

    A signature covers the assessment, so that one of the two times is false where it claims, or is proven, to be
    older. What the signer's own word puts after the end is invalid: the paper itself says that nobody could sign any
    more. A time stamp tells the latest moment only: where the signature's own is of after the end, nothing shows
    that it was in time, though it may have been. One that was put over the paper years later shows nothing of that.
    """
    times = [time for time in (signing.claimed_at, signing.proven_at) if time is not None]
    if any(assessed - time > CLOCKS_DIFFER for time in times):
        words = f"“{signing.title}”签在研判（{show_moment(assessed)}）之前，其中一个时间是假的"
        yield invalid("BEFORE_ASSESSMENT", words, signing.role)
    if signing.not_before is not None and signing.not_before - expires > CLOCKS_DIFFER:
        words = (
            f"“{signing.title}”签在一个时间戳或者一份吊销数据之后，那时研判已于 {show_moment(expires)} 过期"
        )
        yield invalid("EXPIRED", words, signing.role)
    elif signing.last_claim is not None and signing.last_claim > expires:
        words = f"“{signing.title}”签署时，研判已于 {show_moment(expires)} 过期"
        yield invalid("EXPIRED", words, signing.role)
    elif signing.stamped and signing.proven_at is not None and signing.proven_at - expires > CLOCKS_DIFFER:
        words = f"“{signing.title}”的时间戳晚于研判的有效期（{show_moment(expires)}），不能证明签在有效期内"
        yield unjudged("NOT_PROVEN_IN_TIME", words, signing.role)


def _backwards(signings: Sequence[Signing]) -> Iterator[Finding]:
    """Each signature covers the ones before it, so it is later than they are: any claim that says otherwise is false.

    Clocks of offices differ by minutes, so that little backwards is no more than a note.
    """
    latest: datetime | None = None
    for signing in signings:
        claimed = signing.claimed_at
        latest = max((time for time in (latest, signing.not_before) if time is not None), default=None)
        if claimed is not None and latest is not None and claimed < latest:
            if latest - claimed > CLOCKS_DIFFER:
                words = f"“{signing.title}”签在后面，时间（{show_moment(claimed)}）却比前面的早：其中有假的"
                yield invalid("TIMES_BACKWARDS", words, signing.role)
            else:
                yield note(
                    "CLOCKS_DIFFER", f"“{signing.title}”签在后面，自报的时间略早：时钟差几分钟", signing.role
                )
        own = signing.proven_at if signing.stamped else None
        latest = max((time for time in (latest, signing.last_claim, own) if time is not None), default=None)
