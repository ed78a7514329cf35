"""The signed content: the attached record, whether it is what the paper shows, and whether it adds up."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from pyhanko.pdf_utils.reader import PdfFileReader

from yanpan import __version__
from yanpan.assessment import NewerRecord, Outcome, digest_of_bytes, read_record
from yanpan.assessment.model import Assessment
from yanpan.errors import CaseNumberRefused, YanpanError
from yanpan.findings import Finding, invalid, note, unjudged
from yanpan.questionnaire.compile import Form
from yanpan.report import LAYOUT, Paper, printable
from yanpan.signature import (
    Field,
)
from yanpan.storage import check_case_number, check_new_number
from yanpan.verification.attached import ASSESSMENT, QUESTIONNAIRE, attachments
from yanpan.verification.base import hold_base, layout_of
from yanpan.verification.judged_again import Again, judge_again
from yanpan.verification.printed import page_texts, squeezed
from yanpan.verification.verdict import Recomputed, Reprinted

Render = Callable[[Assessment, bytes, bytes | None], Paper]
"""Makes the unsigned paper anew: `yanpan.report.render_pdf`."""

JudgeAgain = Callable[[Assessment, Sequence[Form], bytes | None], Again]
"""Judges the answers of a record anew: `judge_again`; another one stands in for it in tests."""


@dataclass
class Content:
    """What was found about the content so far. `base_end` is where the paper itself ends in the file; 0 if not known.

    `other_version` says in words of which versions it is, where this one cannot write what they wrote. `record` is the
    SHA-256 (hex) of the record that the paper carries.
    """

    findings: list[Finding] = field(default_factory=list)
    assessment: Assessment | None = None
    recomputed: Recomputed = Recomputed.NOT_DONE
    reprinted: Reprinted = Reprinted.NOT_DONE
    base_end: int = 0
    other_version: str = ""
    record: str = ""


@dataclass(frozen=True)
class Beliefs:
    """What a reader judges the content by: questionnaires at hand, and the digests of those that may decide."""

    forms: tuple[Form, ...] = ()
    trusted: frozenset[str] = frozenset()
    render: Render | None = None
    judge_again: JudgeAgain = judge_again


def check_content(
    pdf: bytes, reader: PdfFileReader, fields: Sequence[Field], beliefs: Beliefs, beside: bytes | None = None
) -> Content:
    """Judge the content of a paper whose signatures are being judged. May raise on a broken file."""
    content = Content()
    files = attachments(reader)
    data = files.get(ASSESSMENT)
    if data is None:
        content.findings.append(
            unjudged("NO_ASSESSMENT", "文件里没有 assessment.json：不是 yanpan 的研判文书")
        )
        return content
    assessment = _read(data, content)
    if assessment is None:
        return content
    content.assessment, content.record = assessment, digest_of_bytes(data)
    if beside is not None and beside != data:
        words = "文件夹里的 assessment.json 和文书里签署的不一致：以文书为准"
        content.findings.append(invalid("RESULT_NOT_SIGNED", words))
    content.findings.extend(_number_findings(assessment))
    content.findings.extend(_roster_findings(assessment, fields))
    if assessment.judgement and QUESTIONNAIRE not in files:
        # What judged it is known by its digest; only who keeps the paper for years would miss it.
        content.findings.append(note("NO_QUESTIONNAIRE", "文书里没有附着作出它的问卷 questionnaire.json"))
    _judge_again(assessment, files.get(QUESTIONNAIRE), beliefs, content)
    if content.recomputed is Recomputed.DIFFERENT and len(data) > _MOST_TO_PRINT:
        # No judgement gave it: to set it would take as long as a forger likes.
        content.findings.append(unjudged("CONTENT_NOT_JUDGED", "附件不是算出来的，又太长，没有重新排印"))
        return content
    _print_again(pdf, reader, assessment, data, files.get(QUESTIONNAIRE), beliefs.render, content)
    if content.reprinted is not Reprinted.SAME:
        # Says in words what is false, where the comparison could only say that something is.
        content.findings.extend(_text_findings(assessment, digest_of_bytes(data), page_texts(reader)))
    return content


def _read(data: bytes, content: Content) -> Assessment | None:
    try:
        return read_record(data)
    except NewerRecord as error:
        content.other_version = _NEWER
        content.findings.append(unjudged("NEWER_SCHEMA", f"{error.what}：升级后再验"))
    except YanpanError as error:
        content.findings.append(invalid("ASSESSMENT_UNREADABLE", f"附件 assessment.json：{error.what}"))
    return None


def _number_findings(assessment: Assessment) -> Iterator[Finding]:
    """A case number is one that a case folder could have had: it is printed on every page.

    What is asked of a new one (旧版-1 and 待定 are none) was asked of every case since judgements are counted.
    """
    number = assessment.case_number
    try:
        check = check_new_number if assessment.judgement else check_case_number
        proper = check(number, here=False) == number
    except CaseNumberRefused:
        proper = False
    if not proper:
        yield invalid("CASE_NUMBER", "附件里的案号不是案号的写法")


def _roster_findings(assessment: Assessment, fields: Sequence[Field]) -> Iterator[Finding]:
    """The signature fields must be those of the required signers, with their titles and in their order."""
    wanted = [(signer.role, signer.title) for signer in assessment.signers]
    there = [(item.role, item.title) for item in fields]
    if there != wanted:
        extra = "、".join(title or role for role, title in there if (role, title) not in wanted)
        missing = "、".join(title for role, title in wanted if (role, title) not in there)
        words = "签名栏和应签人员不一致"
        words += f"；多出：{extra}" if extra else ""
        words += f"；缺少：{missing}" if missing else ""
        yield invalid("ROSTER", words)


def _judge_again(assessment: Assessment, carried: bytes | None, beliefs: Beliefs, content: Content) -> None:
    """The record must be what its questionnaire gives for its answers, and the questionnaire one that may decide."""
    again = beliefs.judge_again(assessment, beliefs.forms, carried)
    found = again.outcome
    content.recomputed = _RECOMPUTED.get(found, Recomputed.NOT_DONE)
    if again.forged:
        content.findings.append(invalid("QUESTIONNAIRE_CHANGED", again.words))
    elif found is Outcome.DIFFERENT:
        weigh = invalid if again.exact else unjudged
        content.findings.append(weigh("RECOMPUTED_DIFFERENT", again.words))
    elif found is not Outcome.SAME:
        content.findings.append(unjudged("NOT_RECOMPUTED", again.words))
    elif again.caution:
        content.findings.append(note("OLD_CALENDAR", again.caution))
    if _release(assessment.tool_version) > _release(__version__):
        words = f"文书自称由 yanpan {assessment.tool_version} 作出，比本程序（{__version__}）新"
        content.findings.append(note("NEWER_PROGRAM", words))
    reference = assessment.questionnaire
    if reference.digest not in beliefs.trusted:
        words = f"问卷 {reference.id} {reference.version} 不是本程序认识的（摘要 {reference.digest[:16]}…）"
        namesakes = [item.questionnaire.header for item in beliefs.forms]
        if (reference.id, reference.version) in [(item.id, item.version) for item in namesakes]:
            words += "，和本程序的同名、同版，内容却不同"
        words += "：向文书的制作单位核实后，用 --trust-questionnaire 指定"
        content.findings.append(unjudged("UNKNOWN_QUESTIONNAIRE", words))
    if not assessment.judgement:
        content.other_version = "正式发布以前的版本"
        words = "文书是正式发布以前的版本作的：只能核对主要内容，排印不能判断"
        content.findings.append(unjudged("BEFORE_RELEASE", words))


def _release(version: str) -> tuple[int, ...]:
    """The numbers of a release, to be compared: 0.2.0rc1 counts as 0.2.0."""
    return tuple(int(part) for part in re.findall("[0-9]+", version)[:3])


_NEWER = "更新的 yanpan"
_MOST_TO_PRINT = 1024 * 1024
"""Bytes of a record that differs: the longest honest ones have a third of that."""

_RECOMPUTED = {
    Outcome.SAME: Recomputed.SAME,
    Outcome.DIFFERENT: Recomputed.DIFFERENT,
    Outcome.OTHER_QUESTIONNAIRE: Recomputed.NO_SUCH_QUESTIONNAIRE,
}


def _print_again(
    pdf: bytes,
    reader: PdfFileReader,
    assessment: Assessment,
    data: bytes,
    questionnaire: bytes | None,
    render: Render | None,
    content: Content,
) -> None:
    if layout_of(reader) > LAYOUT:
        content.other_version = _NEWER
        content.findings.append(unjudged("NEWER_LAYOUT", f"文书是{_NEWER}排印的：升级后再验"))
        return
    if render is None:
        content.findings.append(
            unjudged("NOT_REPRINTED", "没有重新排印比对，不能判断文书上印的是不是附件里的内容")
        )
        return
    try:
        prepared = render(assessment, data, questionnaire).pdf
    except (YanpanError, OSError) as error:
        # What this machine lacks is no evidence against a paper.
        words = (
            f"不能重新排印比对（{error.what if isinstance(error, YanpanError) else type(error).__name__}）"
        )
        content.findings.append(unjudged("NOT_REPRINTED", words))
        return
    base = hold_base(pdf, reader, prepared)
    content.reprinted, content.base_end = base.reprinted, base.end
    content.findings.extend([base.finding] if base.finding else [])


def _text_findings(assessment: Assessment, digest: str, pages: Sequence[str]) -> Iterator[Finding]:
    """What people read must be what the data says: case number and grades in front, the digest anywhere."""
    # A cover with long red lines runs over to the second page.
    front = "".join(pages[:2])
    titles = assessment.titles
    wanted = [
        ("案号", assessment.case_number),
        ("初始等级", titles.get(f"grade.{assessment.grade.initial.value}", "")),
        ("措施后等级", titles.get(f"grade.{assessment.grade.residual.value}", "")),
    ]
    for what, text in wanted:
        if squeezed(printable(text)) not in front:
            yield invalid("TEXT_MISMATCH", f"首页看到的{what}和附件里的“{text}”不一致")
    # Before the record was frozen its digest was one over another form of it.
    if assessment.judgement and digest not in "".join(pages):
        yield invalid("DIGEST_MISMATCH", "附件的摘要值和文书上印的不一致")
