"""`verify_pdf`: is this paper what its signers signed, and does it say what its data says?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from cryptography import x509

from yanpan.approval.opinion import Decision, grade_after, read_opinion
from yanpan.approval.roles import RoleRegister, SignedRole, role_findings
from yanpan.approval.roster import (
    RoleSignature,
    approval_findings,
    ink_scans,
    missing_roles,
    order_findings,
    scan_findings,
    skipped_before,
)
from yanpan.assessment.model import Assessment
from yanpan.findings import (
    Finding,
    heaviest,
    invalid,
    note,
    unjudged,
)
from yanpan.questionnaire.compile import Form
from yanpan.signature.shape import raw_signature_count
from yanpan.signature.signatures import Judged, check_signatures
from yanpan.verification.content import Content, Judgement, Render, check_content
from yanpan.verification.dangling import dangling_findings
from yanpan.verification.sequence import sequence_findings
from yanpan.verification.signing_only import SigningOnly
from yanpan.verification.unchanged import unchanged_findings
from yanpan.verification.verdict import (
    SignedInInk,
    Verification,
    stated_in,
)


def verify_pdf(
    pdf: bytes,
    *,
    at: datetime,
    trust: Iterable[x509.Certificate] = (),
    crls: Iterable[bytes] = (),
    ocsps: Iterable[bytes] = (),
    questionnaires: Iterable[Form] = (),
    render: Render | None = None,
    judgement: Judgement | None = None,
    roles: RoleRegister | None = None,
    beside: bytes | None = None,
    scans: Mapping[str, str] | None = None,
    so_far: bool = False,
) -> Verification:
    """Judge a signed paper at the moment `at`, which carries its zone. Never raises for what the file holds.

    Only the given roots are trusted; nothing is fetched. `crls` and `ocsps` (DER) are used beside those that the
    paper carries; trusted time stamps prove by when a signature existed, and then it is judged for that time,
    however much later `at` is. With the questionnaire of the paper's id, version
    and digest among `questionnaires` the grade is recomputed; with `render` (`yanpan.report.render_pdf`)
    the unsigned paper is made anew and compared byte for byte. `roles` is the register of who may sign what,
    `beside` the `assessment.json` that lies in the case folder, `scans` the files of pages signed in ink there,
    by name, with their SHA-256 (hex).

    Verdicts after ETSI EN 319 102-1, 5.1.3: `valid` TOTAL-PASSED, `invalid` TOTAL-FAILED, `cannot_be_judged`
    INDETERMINATE. `valid` also wants that every required role has signed and none has refused: a script that
    reads it as "go ahead" must not be wrong. With `so_far` only what is signed so far is judged.

    What a file alone cannot tell: that later signatures were cut off again, leaving an earlier whole state.
    """
    if at.tzinfo is None:
        raise ValueError("the moment of judging needs its zone")
    judged = check_signatures(pdf, at=at, trust=tuple(trust), crls=tuple(crls), ocsps=tuple(ocsps))
    findings = [*judged.findings, *_following_findings(pdf, judged)]
    content = _content(pdf, judged, tuple(questionnaires), judgement or Judgement(), render, beside)
    findings.extend(content.findings)
    if roles is not None:
        findings.extend(role_findings(roles, _signed_roles(judged, at)))
    findings.extend(_signing_findings(pdf, judged))
    assessment = content.assessment
    roster = [item.role for item in judged.fields]
    titles = {item.role: item.title or item.role for item in judged.fields}
    signed = [
        RoleSignature(item.checked.role, titles.get(item.checked.role, ""), read_opinion(item.checked.reason))
        for item in judged.signatures
    ]
    findings.extend(order_findings(roster, titles, signed))
    if assessment is not None:
        findings.extend(_opinion_findings(assessment, signed))
        findings.extend(approval_findings(assessment, roster, titles, signed, so_far=so_far))
    findings.extend(scan_findings(roster, titles, signed, scans, so_far=so_far))
    missing = missing_roles(roster, signed)
    opinions = [item.opinion for item in signed]
    return Verification(
        verdict=heaviest(item.weight for item in findings),
        findings=tuple(findings),
        stated=stated_in(assessment) if assessment else None,
        signatures=tuple(item.checked for item in judged.signatures),
        in_ink=tuple(
            SignedInInk(role=role, title=titles.get(role, role), sha256=scan.sha256, taken_in_by=by)
            for role, (scan, by) in ink_scans(roster, signed).items()
        ),
        time_stamps=judged.time_stamps,
        unsigned=tuple(titles[role] for role in missing),
        complete=bool(signed) and not missing,
        in_order=bool(signed) and not any(skipped_before(i, roster, signed) for i in range(len(signed))),
        recomputed=content.recomputed,
        reprinted=content.reprinted,
        case_number=assessment.case_number if assessment else "",
        grade=assessment.grade.residual if assessment else None,
        signed_grade=grade_after(assessment.grade.residual, opinions) if assessment else None,
        refused_by=next((s.title for s in signed if s.opinion and s.opinion.decision is Decision.REFUSE), ""),
        questionnaire=assessment.questionnaire if assessment else None,
    )


def _following_findings(pdf: bytes, judged: Judged) -> Iterator[Finding]:
    """What follows each signature in the file, up to its end."""
    if judged.reader is None or not judged.signatures:
        return
    try:
        start = judged.signatures[0].revision
        policy = SigningOnly()
        changes = {
            number: policy.change(judged.reader, number)
            for number in range(max(start, 1), judged.reader.total_revisions)
        }
        yield from sequence_findings(
            pdf, judged.reader, judged.fields, judged.signatures, judged.stamps, changes
        )
        yield from unchanged_findings(judged.reader, start)
        yield from dangling_findings(judged.reader, start)
    except Exception as error:  # noqa: BLE001 - a forged file can raise anything, and all of it means: not valid
        yield invalid("UNPARSABLE", f"文件结构损坏或者被改动，读不下去（{type(error).__name__}）")


def _opinion_findings(assessment: Assessment, signatures: Sequence[RoleSignature]) -> Iterator[Finding]:
    """Only a rank that may lowers the grade, and never across a red line (law 9), whatever the opinion calls it."""
    may_lower = {signer.role for signer in assessment.signers if signer.may_lower}
    grade = assessment.grade.residual
    for by in signatures:
        if by.opinion is None or by.opinion.grade is None:
            continue
        before, grade = grade, by.opinion.grade
        raises = by.opinion.decision is Decision.RAISE
        if raises and grade.rank > before.rank:
            continue
        if raises:
            yield invalid("NOT_RAISED", f"“{by.title}”写的是调高，等级却没有变高", by.role)
        if grade.rank == before.rank:
            continue
        if by.role not in may_lower:
            yield invalid("LOWERED_WITHOUT_RIGHT", f"“{by.title}”无权调低等级", by.role)
        elif assessment.red_lines:
            yield invalid("LOWERED_RED_LINE", f"触了红线的案件被“{by.title}”调低了等级", by.role)


def _content(
    pdf: bytes,
    judged: Judged,
    forms: tuple[Form, ...],
    judgement: Judgement,
    render: Render | None,
    beside: bytes | None,
) -> Content:
    if judged.reader is None:
        return Content()
    try:
        return check_content(pdf, judged.reader, judged.fields, forms, judgement, render, beside)
    except (MemoryError, SystemError, OSError) as error:
        words = f"这台机器上判断不完文书的内容（{type(error).__name__}，例如内存不够）"
        return Content([unjudged("CONTENT_NOT_JUDGED", words)])
    except Exception as error:  # noqa: BLE001 - a forged file can raise anything, and all of it means: not valid
        words = f"文书的内容读不下去，可能被改动（{type(error).__name__}）"
        return Content([invalid("CONTENT_UNREADABLE", words)])


def _signed_roles(judged: Judged, at: datetime) -> list[SignedRole]:
    """Who signed what and when: by the proven time, else the claimed one."""
    return [
        SignedRole(
            item.checked.role,
            item.checked.title,
            item.certificate,
            item.checked.proven_at or item.checked.claimed_at or at,
            None if item.checked.proven_at else at,
        )
        for item in judged.signatures
    ]


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
