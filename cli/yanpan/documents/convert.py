"""Plain values to structs, with the faults of validation in Chinese and in place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from yanpan.documents.lines import Lines, Path_
from yanpan.documents.written import WrittenFloat, WrittenInt
from yanpan.errors import DocumentUnreadable


def _plain(value: Any) -> Any:
    """Numbers without the memory of how they were written, which msgspec does not take."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return (
        float(value)
        if isinstance(value, WrittenFloat)
        else int(value)
        if isinstance(value, WrittenInt)
        else value
    )


def convert_items(
    items: Iterable[tuple[Any, Path_]], kind: Any, lines: Lines
) -> tuple[list[Any], list[DocumentUnreadable]]:
    """Convert each plain value to the struct `kind`; collect every fault with its place."""
    values: list[Any] = []
    faults: list[DocumentUnreadable] = []
    for item, path in items:
        try:
            values.append(msgspec.convert(_plain(item), kind, strict=True))
        except msgspec.ValidationError as error:
            what, inner = explain_validation(str(error))
            faults.append(DocumentUnreadable(what, where=lines.where((*path, *inner))))
    return values, faults


_EXPLAIN = (
    (re.compile(r"Object contains unknown field `(.+?)`"), "没有“{0}”这个字段"),
    (re.compile(r"Object missing required field `(.+?)`"), "缺少字段“{0}”"),
    (re.compile(r"Invalid RFC3339 encoded date"), "日期不对，要写成 2026-01-31 的样子"),
    (re.compile(r"Invalid enum value (.+?)$"), "不认识的取值 {0}"),
    (re.compile(r"Invalid RFC3339 encoded (date)"), "日期写法不对，或者没有这一天"),
    (re.compile(r"Expected `(.+?)`, got `(.+?)`"), "类型不对：应是{0}，写成了{1}"),
)
_TYPES = {
    "str": "文字", "int": "整数", "float": "数", "bool": "true 或者 false", "array": "列表",
    "object": "键值表", "null": "空", "date": "日期", "datetime": "日期时间",
}  # fmt: skip


_SHOWN = 60
"""Letters of what somebody wrote that are said again."""


def explain_validation(message: str) -> tuple[str, Path_]:
    """A validation message of msgspec in Chinese, and the path inside the value it speaks of."""
    head, _, tail = message.partition(" - at ")
    inner: list[str | int] = []
    for step in re.findall(r"\.([^.\[\]`]+)|\[(\d+)\]", tail):
        inner.append(step[0] if step[0] else int(step[1]))
    for pattern, words in _EXPLAIN:
        found = pattern.search(head)
        if found:
            parts = [
                " | ".join(_TYPES.get(t.strip(), t.strip()) for t in part.split("|"))[:_SHOWN]
                for part in found.groups()
            ]
            if pattern.pattern.startswith("Object contains"):
                inner.append(found[1])
            return words.format(*parts), tuple(inner)
    return head[: 2 * _SHOWN], tuple(inner)
