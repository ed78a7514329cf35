"""The signed content: the attached assessment, whether it is what the paper shows, and whether it adds up."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from yanpan import __version__
from yanpan.answers.model import Answers
from yanpan.assessment import answers_of, assess, digest_of, read_assessment
from yanpan.assessment.model import SCHEMA_VERSION, Assessment
from yanpan.errors import InputRefused, YanpanError
from yanpan.findings import (
    Finding,
    invalid,
    note,
    unjudged,
)
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.facts import last_calendar_year
from yanpan.report import Paper, printable
from yanpan.signature.pdf import MAX_NODES, Field, entry, open_pdf
from yanpan.verification.printed import page_texts, squeezed
from yanpan.verification.reprint import compare
from yanpan.verification.verdict import (
    Recomputed,
    Reprinted,
)

ATTACHMENT_NAME = "assessment.json"
MAX_ATTACHMENT_BYTES = 8 * 1024 * 1024

Render = Callable[[Assessment, bytes], Paper]
"""Makes the unsigned paper anew: `yanpan.report.render_pdf`."""


@dataclass(frozen=True)
class Judgement:
    """The functions that read and judge an assessment; other ones stand in for them in tests."""

    read: Callable[[bytes], Assessment] = read_assessment
    digest_of: Callable[[Assessment], str] = digest_of
    answers_of: Callable[[Assessment, Form], Answers] = answers_of
    assess: Callable[[Form, Answers, datetime], Assessment] = assess


@dataclass
class Content:
    """What was found about the content so far."""

    findings: list[Finding] = field(default_factory=list)
    assessment: Assessment | None = None
    recomputed: Recomputed = Recomputed.NOT_DONE
    reprinted: Reprinted = Reprinted.NOT_DONE


def check_content(
    pdf: bytes,
    reader: PdfFileReader,
    fields: Sequence[Field],
    forms: Iterable[Form],
    judgement: Judgement,
    render: Render | None,
    beside: bytes | None = None,
) -> Content:
    """Judge the content of a paper whose signatures are being judged. May raise on a broken file."""
    content = Content()
    data = _attached(reader)
    if data is None:
        content.findings.append(
            unjudged("NO_ASSESSMENT", "文件里没有 assessment.json：不是 yanpan 的研判文书")
        )
        return content
    assessment = _read(data, judgement, content)
    if assessment is None:
        return content
    content.assessment = assessment
    if beside is not None and beside != data:
        words = "文件夹里的 assessment.json 和文书里签署的不一致：以文书为准"
        content.findings.append(invalid("RESULT_NOT_SIGNED", words))
    content.findings.extend(_roster_findings(assessment, fields))
    pages = page_texts(reader)
    content.findings.extend(_text_findings(assessment, judgement.digest_of(assessment), pages))
    _recompute(assessment, forms, judgement, content)
    if render is not None:
        try:
            prepared = render(assessment, data).pdf
        except Exception as error:  # noqa: BLE001 - what this machine lacks is no evidence against a paper
            words = f"不能重新排印比对（{error if isinstance(error, YanpanError) else type(error).__name__}）"
            content.findings.append(unjudged("NOT_REPRINTED", words))
            return content
        content.reprinted, finding = compare(pdf, reader, pages, prepared)
        content.findings.extend([finding] if finding else [])
    return content


def embedded_assessment(pdf: bytes) -> bytes:
    """The attached `assessment.json` of a paper, as it stands there. Raises `InputRefused` when there is none."""
    remedy = "这不是本工具出的文书，或者已损坏；用 yanpan report 重出。"
    try:
        data = _attached(open_pdf(pdf))
    except Exception as error:
        raise InputRefused(f"文书读不下去（{type(error).__name__}）", remedy=remedy) from error
    if data is None:
        raise InputRefused("文书里没有附研判结果", remedy=remedy)
    return data


def _attached(reader: PdfFileReader) -> bytes | None:
    """The bytes of the one attachment with the name; None when there is none. Raises when there are several."""
    names = entry(reader.root, "/Names")
    tree = entry(names, "/EmbeddedFiles") if isinstance(names, generic.DictionaryObject) else None
    found = [item for item in _leaves(tree) if _file_name(item) == ATTACHMENT_NAME]
    if not found:
        return None
    if len(found) > 1:
        raise ValueError("two attachments of one name")
    data: bytes = found[0]["/EF"]["/F"].data
    if len(data) > MAX_ATTACHMENT_BYTES:
        raise ValueError("attachment too large")
    return data


def _file_name(specification: generic.DictionaryObject) -> str:
    return str(entry(specification, "/UF", entry(specification, "/F", "")))


def _leaves(tree: Any) -> Iterator[generic.DictionaryObject]:
    """The file specifications of a name tree (ISO 32000-2, 7.9.6). Raises when it has too many parts."""
    pending, left = [tree], MAX_NODES
    while pending:
        node = pending.pop()
        if not isinstance(node, generic.DictionaryObject):
            continue
        kids, pairs = list(entry(node, "/Kids", ())), list(entry(node, "/Names", ()))
        left -= len(kids) + len(pairs)
        if left < 0:
            raise ValueError("too many names")
        pending.extend(kid.get_object() for kid in reversed(kids))
        for item in pairs[1::2]:
            value = item.get_object()
            if isinstance(value, generic.DictionaryObject):
                yield value


def _read(data: bytes, judgement: Judgement, content: Content) -> Assessment | None:
    try:
        version = msgspec.json.decode(data, type=dict[str, Any]).get("schema_version")
        if isinstance(version, int) and version > SCHEMA_VERSION:
            words = f"研判结果是第 {version} 版格式，由更新的 yanpan 生成：升级后再验"
            content.findings.append(unjudged("NEWER_SCHEMA", words))
            return None
        return judgement.read(data)
    except (YanpanError, msgspec.DecodeError, RecursionError):
        content.findings.append(invalid("ASSESSMENT_UNREADABLE", "附件 assessment.json 不是完整的研判结果"))
        return None


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
    if digest not in "".join(pages):
        yield invalid("DIGEST_MISMATCH", "附件的摘要值和文书上印的不一致")


def _recompute(assessment: Assessment, forms: Iterable[Form], judgement: Judgement, content: Content) -> None:
    """Assess the embedded answers anew with the very same questionnaire."""
    reference = assessment.questionnaire
    form = next((item for item in forms if _is(item, reference)), None)
    if form is None:
        content.recomputed = Recomputed.NO_SUCH_QUESTIONNAIRE
        words = f"没有问卷 {reference.id} {reference.version}，没有重算等级"
        content.findings.append(note("NOT_RECOMPUTED", words))
        return
    try:
        again = judgement.assess(form, judgement.answers_of(assessment, form), assessment.assessed_at)
    except YanpanError:
        again = None
    content.recomputed = Recomputed.SAME if again == assessment else Recomputed.DIFFERENT
    if again == assessment:
        return
    words = "用附件里的回答重算，等级和文书上的不一样"
    if again is not None and again.grade == assessment.grade:
        words = "用附件里的回答重算，等级相同，但风险点、职责等其他内容和文书上的不一样"
    if _same_judgement(assessment):
        content.findings.append(invalid("RECOMPUTED_DIFFERENT", words))
    else:
        words += f"（文书由 yanpan {assessment.tool_version} 生成，本机是 {__version__}）"
        content.findings.append(unjudged("RECOMPUTED_DIFFERENT", words))


def _same_judgement(assessment: Assessment) -> bool:
    """Whether this very version judged it, with the same calendar of holidays: then any difference is a forgery."""
    return (assessment.tool_version, assessment.calendar_until) == (__version__, last_calendar_year())


def _is(form: Form, reference: Any) -> bool:
    questionnaire = form.questionnaire
    return (questionnaire.header.id, questionnaire.header.version, questionnaire.digest) == (
        reference.id,
        reference.version,
        reference.digest,
    )
