"""Who has signed, in which order, in ink or not, and what is still missing before a paper counts as approved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yanpan.approval.opinion import Decision
from yanpan.approval.signing import (
    Papers,
    Signing,
    ink_scans,
    missing_after_raise,
    missing_roles,
    scan_name,
    skipped,
    there_after,
)
from yanpan.findings import Finding, invalid, note, unjudged


def order_findings(papers: Papers, signings: Sequence[Signing]) -> Iterator[Finding]:
    """Signatures that are not of this paper, twice, out of turn, or put there when the case had gone back.

    All of it is invalid: the order is the procedure, a signature stays where it is in the file, and who signs after a
    refusal, or after a raise that asks for people whom this paper has no field for, signs what was over.
    """
    roles = papers.roles
    back = ""
    for place, item in enumerate(signings):
        if item.role not in roles:
            yield invalid("NO_SUCH_ROLE", f"签批栏里没有“{item.title}”", item.role)
        elif item.role in there_after(roles, signings[:place]):
            yield invalid("ROLE_TWICE", f"“{item.title}”签了两次", item.role)
        elif late := skipped(roles, signings, place):
            names = "、".join(papers.title(role) for role in late)
            yield invalid("OUT_OF_ORDER", f"“{item.title}”签在“{names}”之前，和签批栏的次序不合", item.role)
        if back:
            words = "不同意、退回" if back == "AFTER_REFUSAL" else "调高到要加签的等级"
            yield invalid(back, f"前面的人已经{words}，“{item.title}”又签了", item.role)
        if item.opinion is not None and item.opinion.decision is Decision.REFUSE:
            back = "AFTER_REFUSAL"
        elif not back and papers.assessment is not None:
            opinions = [other.opinion for other in signings[: place + 1]]
            back = "AFTER_RAISE" if missing_after_raise(papers.assessment, opinions) else ""


def approval_findings(papers: Papers, signings: Sequence[Signing], *, so_far: bool) -> Iterator[Finding]:
    """What keeps genuine signatures from being an approval: a refusal, a raise beyond this paper, roles missing."""
    weigh = note if so_far else unjudged
    for item in signings:
        if item.opinion is not None and item.opinion.decision is Decision.REFUSE:
            yield weigh("REFUSED", f"{item.title}不同意，已退回：{item.opinion.reason}", item.role)
            return
    if papers.assessment is not None:
        beyond = missing_after_raise(papers.assessment, [item.opinion for item in signings])
        if beyond:
            named = "、".join(papers.assessment.titles.get(f"role.{role}", role) for role in beyond)
            yield weigh("RAISED_BEYOND_PAPER", f"签批中调高了等级，要加签的不在这份文书上：{named}")
            return
    missing = missing_roles(papers.roles, signings)
    if missing:
        yield weigh("NOT_COMPLETE", f"尚未签署：{'、'.join(papers.title(role) for role in missing)}")


def scan_findings(papers: Papers, signings: Sequence[Signing], *, so_far: bool) -> Iterator[Finding]:
    """Pages signed in ink: whose scans the signers took in, and whether the case folder has them.

    A scan taken in for a role below the signer, for one that the paper has not, or for one that had signed already is
    invalid: nobody vouches for what has yet to come, and no role signs twice. Without the folder nobody has seen the
    page, and the paper alone is no proof that there is one: that cannot be judged. Two roles on one sheet are nothing
    wrong, several may sign the printed table in ink, but the reader is told.
    """
    roles = papers.roles
    for place, item in enumerate(signings):
        above = roles[: roles.index(item.role)] if item.role in roles else ()
        there = there_after(roles, signings[:place])
        for scan in item.opinion.scans if item.opinion else ():
            title = papers.title(scan.role)
            if scan.role not in above:
                words = f"“{item.title}”把“{title}”的手签页签了进去：还没轮到他签"
                yield invalid("SCAN_OUT_OF_ORDER", words, item.role)
            elif scan.role in there:
                words = f"“{title}”已经签过，“{item.title}”又签进他的手签页"
                yield invalid("SCAN_TWICE", words, item.role)
    yield from _seen(papers, signings, so_far=so_far)


def _seen(papers: Papers, signings: Sequence[Signing], *, so_far: bool) -> Iterator[Finding]:
    files = papers.scans or {}
    of_one: dict[str, list[str]] = {}
    for role, (scan, _) in ink_scans(papers.roles, signings).items():
        title = papers.title(role)
        of_one.setdefault(scan.sha256, []).append(title)
        if scan.sha256 in files.values():
            yield note("SIGNED_IN_INK", f"“{title}”是手签的，扫描件没有换过；笔迹真假看原件", role)
        elif any(name.startswith(scan_name(scan)) for name in files):
            yield invalid("SCAN_CHANGED", f"“{title}”手签页的扫描件和签进去的不一样", role)
        else:
            words = f"“{title}”是手签的，没有看到扫描件：连案件文件夹一起验"
            yield (note if so_far else unjudged)("SCAN_MISSING", words, role)
    for titles in of_one.values():
        if len(titles) > 1:
            yield note("SCAN_SHARED", f"“{'、'.join(titles)}”是同一份扫描件：看原件上是不是各签各的")
