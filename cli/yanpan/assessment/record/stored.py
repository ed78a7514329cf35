"""`assessment.json`: the assessment as bytes and back, its digest, and its JSON Schema.

The bytes are the record: its digest is theirs, and only one text stands for one assessment. So reading refuses whatever
is not byte for byte what `encode` writes: other spaces, another order, a key twice, a field of its own.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

import msgspec

from yanpan.assessment.model import SCHEMA_VERSION, Assessment
from yanpan.assessment.record import schema1
from yanpan.assessment.record.upgrade import upgraded
from yanpan.errors import NOT_JSON, DocumentUnreadable, InputRefused
from yanpan.questionnaire.model import Grade, Section

MAX_BYTES = 4 * 1024 * 1024
"""Five times the longest that gd-563 and the text budget of a case can give. The schema has no free part, so what is
read of as many bytes takes some twenty times the memory at worst."""

FIRST_YEAR, LAST_YEAR = 1900, 2300
"""Of all times in a record. Answers know the years from 1950 to 2199; terms run on from them."""

_SCHEMAS: dict[int, type[msgspec.Struct]] = {1: schema1.Assessment, SCHEMA_VERSION: Assessment}


_N = r"(?:0|[1-9][0-9]{0,5})"
_RELEASE = re.compile(rf"(?!0\.0(?:\D|\Z)){_N}(?:\.{_N}){{1,3}}(?:(?:a|b|rc|\.dev|\.post){_N})?", re.ASCII)
"""A version (PEP 440), written as versions are, none from before the first one.

It stands on the paper and is no content: other words would be a remark of the forger's.
"""


_TITLES = frozenset([*(f"grade.{grade}" for grade in Grade), *(f"section.{section}" for section in Section)])
"""What every questionnaire has words for, and every page of a record says."""


class NewerRecord(DocumentUnreadable):
    """A record in a schema that a later yanpan writes: it cannot be judged here, and is none the worse for it."""


class _Version(msgspec.Struct):
    schema_version: int


def encode(assessment: Assessment) -> bytes:
    """The file `assessment.json`: UTF-8, keys in order, two spaces of indent. Same value, same bytes.

    Raises `InputRefused` for what was read from an older schema, whose bytes are the ones that were stored, and for
    one that is too long to be read again.
    """
    if assessment.schema_version != SCHEMA_VERSION:
        raise InputRefused(
            f"研判结果是第 {assessment.schema_version} 版格式，不能改写成第 {SCHEMA_VERSION} 版",
            where=assessment.case_number,
            remedy="用原来的文件；要新的，用 yanpan assess 按文件夹里的 answers.yaml 重新研判。",
        )
    data = _text(assessment)
    if len(data) > MAX_BYTES:
        raise InputRefused(
            f"研判结果超过 {MAX_BYTES // 1024 // 1024} MB",
            where=assessment.case_number,
            remedy="缩短备注、陈述等文字，详细内容作为附件；问卷本身过长的，请问卷的作者拆开。",
        )
    return data


def read_record(data: bytes, *, name: str = "assessment.json") -> Assessment:
    """Read the bytes of a record; `name` is what messages call the file.

    One of an older schema is read through its upgrades and keeps the number of its own in `schema_version`.
    Raises `NewerRecord`, and `DocumentUnreadable` for anything that no version of yanpan wrote.
    """
    if len(data) > MAX_BYTES:
        raise DocumentUnreadable(
            f"研判结果文件超过 {MAX_BYTES // 1024 // 1024} MB", where=name, remedy="核对是不是拿错了文件。"
        )
    version = _version_of(data, name)
    if version > SCHEMA_VERSION:
        raise NewerRecord(
            f"研判结果是第 {version} 版格式，由更新的 yanpan 生成，本程序只认到第 {SCHEMA_VERSION} 版",
            where=name,
            remedy="升级 yanpan 后再打开。",
        )
    stored = _stored(data, version, name)
    _check_times(stored, name)
    if not isinstance(stored, Assessment):
        return upgraded(stored, version)
    if (
        stored.judgement < 1
        or not _RELEASE.fullmatch(stored.tool_version)
        or not stored.titles.keys() >= _TITLES
    ):
        raise _unreadable(name)
    return stored


def is_canonical(data: bytes) -> bool:
    """Whether these are bytes that `read_record` takes."""
    try:
        read_record(data)
    except DocumentUnreadable:
        return False
    return True


def digest_of_bytes(data: bytes) -> str:
    """SHA-256 (hex) of a record as it is stored."""
    return hashlib.sha256(data).hexdigest()


def digest_of(assessment: Assessment) -> str:
    """SHA-256 (hex) of `encode`. Raises as that does."""
    return digest_of_bytes(encode(assessment))


def json_schema() -> dict[str, Any]:
    """JSON Schema of `assessment.json` in its newest version."""
    return msgspec.json.schema(Assessment)


def _text(record: msgspec.Struct) -> bytes:
    return msgspec.json.format(msgspec.json.encode(record, order="sorted"), indent=2) + b"\n"


def _version_of(data: bytes, name: str) -> int:
    try:
        return msgspec.json.decode(data, type=_Version, strict=True).schema_version
    except NOT_JSON as error:
        raise _unreadable(name) from error


def _stored(data: bytes, version: int, name: str) -> msgspec.Struct:
    """The record in its own schema, of which these are the very bytes."""
    schema = _SCHEMAS.get(version)
    if schema is None:
        raise _unreadable(name)
    try:
        stored: msgspec.Struct = msgspec.json.decode(data, type=schema, strict=True)
        same = _text(stored) == data
    except NOT_JSON as error:
        raise _unreadable(name) from error
    if not same:
        raise DocumentUnreadable(
            "研判结果文件不是 yanpan 写出的原样：字段、次序或者空格被改过",
            where=name,
            remedy="用没有改过的那一份；要改答案，改 answers.yaml，再用 yanpan assess 重新研判。",
        )
    return stored


def _check_times(stored: Any, name: str) -> None:
    """Raise `DocumentUnreadable` for a time that leaves no room for zones and terms at the ends of the calendar."""
    due = (duty.due_at for duty in stored.duties if duty.due_at is not None)
    steps = getattr(stored, "preconditions", ())
    soonest = (step.earliest for step in steps if step.earliest is not None)
    for moment in (stored.assessed_at, stored.validity.expires_at, *due, *soonest):
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise DocumentUnreadable(
                f"研判结果里的时间不对：年份 {moment.year} 不在 {FIRST_YEAR} 到 {LAST_YEAR} 之间",
                where=name,
                remedy="用没有改过的那一份；没有的，用 yanpan assess 按 answers.yaml 重新研判。",
            )


def _unreadable(name: str) -> DocumentUnreadable:
    return DocumentUnreadable(
        "不是完整的研判结果文件", where=name, remedy="核对是不是拿错了文件；用 yanpan assess 重新生成。"
    )
