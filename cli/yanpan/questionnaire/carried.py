"""The questionnaire that a paper carries, read back: what strangers embedded is checked like a pack, and bounded."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

import msgspec

from yanpan.errors import NOT_JSON, DocumentUnreadable, QuestionnaireBroken, YanpanError
from yanpan.questionnaire.compile import first_problem
from yanpan.questionnaire.embedded import FORMAT, LISTS, Embedded, encode_pack, plain_header
from yanpan.questionnaire.header import shape_faults
from yanpan.questionnaire.model import Questionnaire

MAX_EMBEDDED_BYTES = 4 * 1024 * 1024
"""As much as one file of a pack on disk may have; gd-563 as a whole is a fifteenth of it."""

MAX_ENTRIES, MAX_OPTIONS = 5_000, 200
"""Of one list, and of one question or threshold, so that checking what a stranger embedded stays a matter of seconds."""

_NEWER = "升级 yanpan 后再打开。"


class NewerQuestionnaire(DocumentUnreadable):
    """An embedded questionnaire in a format that a later yanpan writes."""


class _Format(msgspec.Struct):
    format: int


def read_embedded(data: bytes, *, name: str = "questionnaire.json") -> Questionnaire:
    """The questionnaire that a paper carries, with the digest of these very bytes; parts are empty.

    Raises `NewerQuestionnaire`, `DocumentUnreadable` for bytes that `encode_pack` did not write, `QuestionnaireBroken`
    for content that cannot be loaded from a folder either.
    """
    content = _decoded(data, name)
    questionnaire = _as_read(content, data)
    if not _fits(content) or encode_pack(questionnaire) != data:
        raise _unreadable(name)
    faults = [DocumentUnreadable(what, where=field) for field, what in shape_faults(content.header)]
    faults += [DocumentUnreadable(f"编号“{id_}”重复", where=list_) for list_, id_ in _repeated(content)]
    if faults:
        raise QuestionnaireBroken(tuple(faults), where=name)
    _check_meaning(questionnaire, name)
    return questionnaire


def as_embedded(data: bytes) -> Questionnaire:
    """As `read_embedded`, of bytes that this program wrote for itself: their digest and types are seen to, no more.

    Raises `DocumentUnreadable`.
    """
    return _as_read(_decoded(data, "questionnaire.json"), data)


def _as_read(content: Embedded, data: bytes) -> Questionnaire:
    return Questionnaire(
        header=plain_header(content.header),
        digest=hashlib.sha256(data).hexdigest(),
        signoff=content.signoff,
        **{name: getattr(content, name) for name in LISTS},
    )


def _decoded(data: bytes, name: str) -> Embedded:
    if len(data) > MAX_EMBEDDED_BYTES:
        raise DocumentUnreadable(
            f"所附问卷超过 {MAX_EMBEDDED_BYTES // 1024 // 1024} MB",
            where=name,
            remedy="这不是 yanpan 附的问卷。",
        )
    try:
        version = msgspec.json.decode(data, type=_Format, strict=True).format
        if version > FORMAT:
            raise NewerQuestionnaire("所附问卷是更新的 yanpan 写的", where=name, remedy=_NEWER)
        if version == FORMAT:
            return msgspec.json.decode(data, type=Embedded, strict=True)
    except NOT_JSON as error:
        raise _unreadable(name) from error
    raise _unreadable(name)


def _unreadable(name: str) -> DocumentUnreadable:
    return DocumentUnreadable(
        "这不是 yanpan 随文书附的问卷，或者被改动过",
        where=name,
        remedy="从文书里取出 questionnaire.json，原样使用。",
    )


def _check_meaning(questionnaire: Questionnaire, name: str) -> None:
    try:
        problem: YanpanError | None = first_problem(questionnaire)
    except RecursionError as error:
        raise _unreadable(name) from error
    if problem is not None:
        raise QuestionnaireBroken((problem,), where=name)


def _fits(content: Embedded) -> bool:
    lists = all(len(getattr(content, name)) <= MAX_ENTRIES for name in LISTS)
    options = all(len(question.options) <= MAX_OPTIONS for question in content.questions)
    return lists and options and all(len(item.amounts) <= MAX_OPTIONS for item in content.thresholds)


def _repeated(content: Embedded) -> Iterator[tuple[str, str]]:
    for name in LISTS:
        counts = Counter(item.id for item in getattr(content, name))
        yield from ((name, id_) for id_, count in counts.items() if count > 1)
