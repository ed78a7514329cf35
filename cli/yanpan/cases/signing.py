"""Signing a case: with a key at hand, with another program, or in ink. All of it goes through the one door."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from yanpan.approval import InkScan, ink_scans, stopping
from yanpan.cases.case_folder import Case, paper_bytes
from yanpan.cases.door import Turn
from yanpan.cases.later import check_current
from yanpan.cases.scans import RegisteredScan, add_scan, drop_scan, open_scan_of, read_scan, registered_scans
from yanpan.errors import InputRefused
from yanpan.storage import locked, write_over

if TYPE_CHECKING:
    from yanpan.keys import Identity
    from yanpan.signature import LongTerm


def signed_paper(
    turn: Turn,
    *,
    role: str,
    identity: Identity,
    words: str,
    at: datetime,
    long_term: LongTerm | None = None,
) -> bytes:
    """The paper of this turn with one more signature; nothing is written.

    `words` is the opinion as /Reason, `long_term` how far the signature is to be provable. Raises what `Turn.check`
    raises, `KeyRefused` and `ReportFailed`.
    """
    from yanpan.signature import sign_pdf

    at = turn.claimed(at)
    turn.check(role, at=at, words=words, certificate=identity.certificate)
    signed = sign_pdf(turn.pdf, role=role, identity=identity, reason=words, at=at, long_term=long_term)
    if long_term is not None:
        _check_stamped(turn, signed, at, long_term)
    return signed


def sign_case(
    turn: Turn,
    *,
    role: str,
    identity: Identity,
    words: str,
    at: datetime,
    long_term: LongTerm | None = None,
) -> None:
    """Sign the paper of a case in place, holding the folder. The old paper stays whole until the new one is written.

    Raises what `signed_paper` raises, `InputRefused` when the case has changed meanwhile, and `OutputRefused`.
    """
    turn.check(role, at=at, words=words, certificate=identity.certificate)
    with turn.held():
        signed = signed_paper(turn, role=role, identity=identity, words=words, at=at, long_term=long_term)
        write_over(turn.case.paper, signed)


def _check_stamped(turn: Turn, signed: bytes, at: datetime, long_term: LongTerm) -> None:
    """Ask the rules again, now that a time stamp tells another time than this machine's clock may have."""
    from yanpan.verification import (
        examine_pdf,
    )

    found = examine_pdf(
        signed,
        at=at,
        trust=long_term.trust,
        crls=long_term.crls,
        ocsps=long_term.ocsps,
        roles=turn.papers.register,
    )
    for finding in stopping(found.papers, found.signings):
        raise InputRefused(
            f"按时间戳的时间不能签署：{finding.words}",
            where=str(turn.case.paper),
            remedy="检查电脑的日期和时间；文书没有改动。",
        )


def register_scan(turn: Turn, *, role: str, scan: Path, at: datetime) -> RegisteredScan:
    """Take the scan of a page signed in ink into the case folder; the next digital signature covers its hash.

    Raises what `Turn.check` raises, and `InputRefused` when the file is no scan.
    """
    data, kind = read_scan(scan)
    turn.check(role, at=at)
    with turn.held():
        known = registered_scans(turn.case.folder)
        return add_scan(turn.case.folder, known, role=role, data=data, kind=kind, at=turn.claimed(at))


def same_scan(turn: Turn, made: RegisteredScan) -> list[str]:
    """The titles of other roles whose page is the very same file: right where they signed on one sheet."""
    taken = [scan for scan, _ in ink_scans(turn.papers.roles, turn.signings).values()]
    others = {scan.role for scan in (*turn.listed, *taken) if scan.sha256 == made.sha256} - {made.role}
    return [turn.papers.title(role) for role in turn.papers.roles if role in others]


def withdraw_scan(case: Case, *, role: str, at: datetime) -> InkScan:
    """Take back the scan of a role that no signature has taken in yet; the role may then sign anew.

    The last one first, as they were listed. Raises `InputRefused` when there is none, or one stands on it.
    """
    from yanpan.verification import (
        examine_pdf,
    )

    check_current(case, remedy="现行的那一份：yanpan sign {later}")
    titles = {signer.role: signer.title for signer in case.assessment.signers}
    title, where = titles.get(role, role), str(case.folder)
    with locked(case.folder):
        found = open_scan_of(case.folder, role)
        if found is None:
            raise InputRefused(
                f"{title}没有登记手签扫描件", where=where, remedy="yanpan sign 案件 可看谁是手签的。"
            )
        signings = examine_pdf(paper_bytes(case), at=at, so_far=True).signings
        taken = ink_scans(tuple(titles), signings)
        if role in taken and taken[role][0] == found.ink:
            by = titles.get(taken[role][1], taken[role][1])
            raise InputRefused(
                f"{title}的手签页已经被“{by}”的签名签进去了，撤不回",
                where=where,
                remedy="弄错了的，由下一个人 --refuse 退回，重新研判。",
            )
        below = list(titles)[list(titles).index(role) + 1 :] if role in titles else []
        later = [
            other for other in below if open_scan_of(case.folder, other) is not None and other not in taken
        ]
        if later:
            raise InputRefused(
                f"{titles[later[-1]]}在{title}之后也登记了手签",
                where=where,
                remedy=f"先撤回：--as {later[-1]}。",
            )
        drop_scan(case.folder, role)
    return found.ink
