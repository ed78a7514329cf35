"""`assessment.json`: the assessment as bytes and back, its digest, and its JSON Schema."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
import rfc8785

from yanpan.answers.check import read_answers
from yanpan.answers.model import Answers
from yanpan.assessment.model import SCHEMA_VERSION, Aside, Assessment, ShownAnswer
from yanpan.errors import DocumentUnreadable
from yanpan.questionnaire.compile import Form

MAX_BYTES = 8 * 1024 * 1024


def encode(assessment: Assessment) -> bytes:
    """The file `assessment.json`: UTF-8, keys in order, two spaces of indent. Same value, same bytes."""
    return msgspec.json.format(msgspec.json.encode(assessment, order="sorted"), indent=2) + b"\n"


def read_assessment(data: bytes, *, name: str = "assessment.json") -> Assessment:
    """Read bytes made by `encode`. Raises `DocumentUnreadable` for anything else."""
    if len(data) > MAX_BYTES:
        raise DocumentUnreadable("研判结果文件太大", where=name, remedy="核对是不是拿错了文件。")
    try:
        assessment = msgspec.json.decode(data, type=Assessment, strict=True)
    except (msgspec.DecodeError, RecursionError) as error:
        raise DocumentUnreadable(
            "不是完整的研判结果文件，或者版本不同",
            where=name,
            remedy="用 yanpan assess 重新生成，或者用同版本的 yanpan 打开。",
        ) from error
    if assessment.schema_version != SCHEMA_VERSION:
        raise DocumentUnreadable(
            f"研判结果是第 {assessment.schema_version} 版格式，本程序只认第 {SCHEMA_VERSION} 版",
            where=name,
            remedy="换用相应版本的 yanpan 打开。",
        )
    return assessment


def digest_of(assessment: Assessment) -> str:
    """SHA-256 (hex) of the RFC 8785 form of the assessment."""
    return hashlib.sha256(rfc8785.dumps(msgspec.to_builtins(assessment))).hexdigest()


def answers_of(assessment: Assessment, form: Form) -> Answers:
    """The answers that an assessment holds, checked again: assessing them anew must give the same value.

    Their length was accepted when they were read; a limit that came later does not undo a paper.
    """
    given: list[ShownAnswer | Aside] = [*assessment.answers, *assessment.aside]
    document: dict[str, Any] = {
        "questionnaire": assessment.questionnaire.id,
        "case_number": assessment.case_number,
        "answers": {
            a.question: {"value": a.value, "note": a.note, "evidence": list(a.evidence)}
            for a in given
            if a.value is not None
        },
        "measures": [msgspec.to_builtins(m) for m in assessment.planned],
        "statements": [msgspec.to_builtins(s) for s in assessment.statements],
        "attachments": list(assessment.attachments),
    }
    if assessment.raised:
        document["raised"] = msgspec.to_builtins(assessment.raised)
    return read_answers(document, form, budgeted=False)


def json_schema() -> dict[str, Any]:
    """JSON Schema of `assessment.json`."""
    return msgspec.json.schema(Assessment)
