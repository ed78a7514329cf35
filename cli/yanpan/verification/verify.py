"""`verify_pdf`: is this paper what its signers signed, and does it say what its data says?"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ParamSpec

from cryptography import x509

from yanpan.approval import (
    Decision,
    Papers,
    RoleRegister,
    Signing,
    grade_after,
    ink_scans,
    missing_roles,
    rule_findings,
    skipped,
)
from yanpan.findings import (
    Finding,
    heaviest,
    invalid,
    note,
    unjudged,
)
from yanpan.questionnaire.compile import Form
from yanpan.signature import (
    Judged,
    JudgedSignature,
    check_signatures,
    raw_signature_count,
)
from yanpan.verification.content import Beliefs, Content, JudgeAgain, Render, check_content
from yanpan.verification.judged_again import judge_again
from yanpan.verification.updates import end_of, update_findings
from yanpan.verification.verdict import (
    SignedInInk,
    Verification,
    stated_in,
)

P = ParamSpec("P")


@dataclass(frozen=True)
class Examined:
    """A paper as judged, and what the rules judged it by: for who wants to put one more signature there.

    `not_before` is the latest moment that stands in it already: nobody signs before that any more.
    """

    verification: Verification
    papers: Papers
    signings: tuple[Signing, ...]
    not_before: datetime | None = None


def examine_pdf(
    pdf: bytes,
    *,
    at: datetime,
    trust: Iterable[x509.Certificate] = (),
    crls: Iterable[bytes] = (),
    ocsps: Iterable[bytes] = (),
    questionnaires: Iterable[Form] = (),
    render: Render | None = None,
    trusted: Iterable[str] = (),
    judge_again: JudgeAgain = judge_again,
    roles: RoleRegister | None = None,
    beside: bytes | None = None,
    scans: Mapping[str, str] | None = None,
    so_far: bool = False,
) -> Examined:
    """Judge a signed paper at the moment `at`, which carries its zone. Raises nothing but `MemoryError` for what the file holds.

    Only the given roots are trusted; nothing is fetched. `crls` and `ocsps` (DER) are used beside those that the
    paper carries; trusted time stamps prove by when a signature existed, and then it is judged for that time,
    however much later `at` is. The record is judged anew by its questionnaire, among `questionnaires` or as the paper
    carries it, which may decide if its digest is among `trusted`; `render` (`yanpan.report.render_pdf`) makes the unsigned
    paper anew, with which the file must begin. Without one or the other nothing is `valid`. `roles` is the register of who may sign what,
    `beside` the `assessment.json` that lies in the case folder, `scans` the files of pages signed in ink there,
    by name, with their SHA-256 (hex).

    Verdicts after ETSI EN 319 102-1, 5.1.3: `valid` TOTAL-PASSED, `invalid` TOTAL-FAILED, `cannot_be_judged`
    INDETERMINATE. `valid` also wants that every required role has signed and none has refused; whether the paper that
    they signed says that the act may go ahead, its grade tells. With `so_far` only what is signed so far is judged.

    What a file alone cannot tell: that later signatures were cut off again, leaving an earlier whole state.
    """
    if at.tzinfo is None:
        raise ValueError("the moment of judging needs its zone")
    judged = check_signatures(pdf, at=at, trust=tuple(trust), crls=tuple(crls), ocsps=tuple(ocsps))
    beliefs = Beliefs(tuple(questionnaires), frozenset(trusted), render, judge_again)
    content = _content(pdf, judged, beliefs, beside)
    findings = [*judged.findings, *content.findings, *_following_findings(pdf, judged, content)]
    findings.extend(_signing_findings(pdf, judged))
    findings.extend(_zone_findings(judged, content))
    assessment = content.assessment
    papers = Papers(
        roster=tuple((item.role, item.title or item.role) for item in judged.fields),
        assessment=assessment,
        at=at,
        register=roles,
        scans=scans,
    )
    signed = tuple(_signing(item, judged) for item in judged.signatures)
    findings.extend(rule_findings(papers, signed, so_far=so_far))
    # Some of what the rules say the signatures said of themselves, in the same words.
    findings = list(dict.fromkeys(findings))
    missing = missing_roles(papers.roles, signed)
    opinions = [item.opinion for item in signed]
    verification = Verification(
        verdict=heaviest(item.weight for item in findings),
        findings=tuple(findings),
        stated=stated_in(assessment) if assessment else None,
        signatures=tuple(item.checked for item in judged.signatures),
        in_ink=tuple(
            SignedInInk(role=role, title=papers.title(role), sha256=scan.sha256, taken_in_by=by)
            for role, (scan, by) in ink_scans(papers.roles, signed).items()
        ),
        time_stamps=judged.time_stamps,
        unsigned=tuple(papers.title(role) for role in missing),
        complete=bool(signed) and not missing,
        in_order=bool(signed) and not any(skipped(papers.roles, signed, i) for i in range(len(signed))),
        recomputed=content.recomputed,
        reprinted=content.reprinted,
        case_number=assessment.case_number if assessment else "",
        grade=assessment.grade.residual if assessment else None,
        signed_grade=grade_after(assessment.grade.residual, opinions) if assessment else None,
        refused_by=next((s.title for s in signed if s.opinion and s.opinion.decision is Decision.REFUSE), ""),
        questionnaire=assessment.questionnaire if assessment else None,
        record=content.record,
    )
    return Examined(verification, papers, signed, max(_moments(judged), default=None))


def _verdict_alone(examine: Callable[P, Examined]) -> Callable[P, Verification]:
    def verify(*pdf: P.args, **given: P.kwargs) -> Verification:
        return examine(*pdf, **given).verification

    return verify


verify_pdf = _verdict_alone(examine_pdf)
"""As `examine_pdf`, for who wants no more than what is said of the paper."""


def _following_findings(pdf: bytes, judged: Judged, content: Content) -> Iterator[Finding]:
    """What follows the paper itself in the file, up to its end."""
    if judged.reader is None:
        return
    if content.base_end:
        yield from update_findings(pdf, judged, content.base_end)
        return
    if not judged.signatures:
        return
    # Where the paper itself cannot be judged, it can still be seen what was put after it.
    first = judged.signatures[0].revision
    start = end_of(pdf, judged.reader, first - 1)
    if start:
        found = list(update_findings(pdf, judged, start, number=first))
        if content.other_version:
            words = f"签名是{content.other_version}写的，签名以外有没有改动不能判断"
            found = [unjudged(item.code, words) for item in found]
        yield from found
    else:
        yield unjudged("NOT_OURS", "文件的写法和本程序的不一样，签名之后有没有改动不能判断")


def _content(pdf: bytes, judged: Judged, beliefs: Beliefs, beside: bytes | None) -> Content:
    if judged.reader is None:
        return Content()
    try:
        return check_content(pdf, judged.reader, judged.fields, beliefs, beside)
    except MemoryError:
        raise
    except (SystemError, OSError) as error:
        words = f"这台机器上判断不完文书的内容（{type(error).__name__}）"
        return Content([unjudged("CONTENT_NOT_JUDGED", words)])
    except Exception as error:  # noqa: BLE001 - a forged file can raise anything, and all of it means: not valid
        words = f"文书的内容读不下去，可能被改动（{type(error).__name__}）"
        return Content([invalid("CONTENT_UNREADABLE", words)])


def _zone_findings(judged: Judged, content: Content) -> Iterator[Finding]:
    """Our own signatures tell their time in the zone of the assessment: in another the paper shows another day."""
    if content.assessment is None or content.assessment.assessed_at.tzinfo is None:
        return
    zone = content.assessment.assessed_at.utcoffset()
    for item in judged.signatures:
        if item.stated is not None and item.stated.utcoffset() != zone:
            words = f"“{item.checked.title}”的签署时间写的是另一个时区，不是本程序写的"
            yield invalid("ZONE", words, item.checked.role)


def _signing(item: JudgedSignature, judged: Judged) -> Signing:
    """One signature for the rules, with what stood in the file before it: trusted time stamps, and what has a date."""
    checked = item.checked
    return Signing(
        role=checked.role,
        title=checked.title or checked.role,
        certificate=item.certificate,
        reason=checked.reason,
        claimed_at=checked.claimed_at,
        told_at=item.told,
        proven_at=checked.proven_at,
        stamped=item.stamped,
        not_before=max(_moments(judged, item.revision), default=None),
    )


def _moments(judged: Judged, before: float = math.inf) -> Iterator[datetime]:
    """What stands in the file before a revision and has a date that can be trusted."""
    yield from (s.checked.time for s in judged.stamps if s.revision < before and s.checked.trusted)
    yield from (there.time for there in judged.dated if there.revision < before and there.trusted)


def _signing_findings(pdf: bytes, judged: Judged) -> list[Finding]:
    """No signature at all is nothing to judge; and none of a B-B signature's times is proven."""
    unproven = [item.checked.title for item in judged.signatures if item.checked.proven_at is None]
    if judged.signatures and len(unproven) == len(judged.signatures):
        return [note("NO_TIMESTAMP", "签署时间是签署人自报的，没有可信时间戳")]
    if unproven:
        return [note("NO_TIMESTAMP", f"签署时间是自报的，没有可信时间戳：{'、'.join(unproven)}")]
    if judged.signatures:
        return []
    if judged.reader is not None and not raw_signature_count(pdf):
        return [unjudged("NO_SIGNATURE", "没有签名")]
    return []
