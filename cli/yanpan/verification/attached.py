"""The files that a paper carries: the record, and the questionnaire that it was judged by."""

# pyHanko leaves many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from yanpan.errors import InputRefused
from yanpan.signature import (
    MAX_NODES,
    entry,
    open_pdf,
)

ASSESSMENT, QUESTIONNAIRE = "assessment.json", "questionnaire.json"
MAX_BYTES = 8 * 1024 * 1024
_FILTERS = (None, "/FlateDecode", ["/FlateDecode"])


def attachments(reader: PdfFileReader) -> dict[str, bytes]:
    """The two files by name, as far as they are there. Raises `ValueError` for two of one name or too large a one."""
    names = entry(reader.root, "/Names")
    tree = entry(names, "/EmbeddedFiles") if isinstance(names, generic.DictionaryObject) else None
    found: dict[str, bytes] = {}
    for item in _leaves(tree):
        name = str(entry(item, "/UF", entry(item, "/F", "")))
        if name not in (ASSESSMENT, QUESTIONNAIRE):
            continue
        if name in found:
            raise ValueError("two attachments of one name")
        stream = item["/EF"]["/F"]
        # Others take minutes to undo; no paper of ours ever had one.
        if entry(stream, "/Filter") not in _FILTERS:
            raise ValueError("a filter that our papers never have")
        data: bytes = stream.data
        if len(data) > MAX_BYTES:
            raise ValueError("attachment too large")
        found[name] = data
    return found


def embedded_assessment(pdf: bytes) -> bytes:
    """The attached `assessment.json` of a paper, as it stands there. Raises `InputRefused` when there is none."""
    remedy = "这不是本工具出的文书，或者已损坏；用 yanpan report 重出。"
    try:
        data = attachments(open_pdf(pdf)).get(ASSESSMENT)
    except Exception as error:
        raise InputRefused(f"文书读不下去（{type(error).__name__}）", remedy=remedy) from error
    if data is None:
        raise InputRefused("文书里没有附研判结果", remedy=remedy)
    return data


def embedded_questionnaire(pdf: bytes) -> bytes | None:
    """The attached `questionnaire.json` of a paper; None where it has none, or cannot be read."""
    try:
        return attachments(open_pdf(pdf)).get(QUESTIONNAIRE)
    except Exception:  # noqa: BLE001 — a paper may hold anything
        return None


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
