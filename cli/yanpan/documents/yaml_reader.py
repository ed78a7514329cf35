"""YAML 1.2 (core schema) to plain values, without anchors, aliases, tags, merge keys or second documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from yanpan.documents.lines import Lines, Path_
from yanpan.documents.written import WrittenFloat, WrittenInt
from yanpan.errors import DocumentUnreadable

MAX_DEPTH = 40
MAX_VALUES = 200_000
"""Values in one document: a questionnaire has some thousands. Each takes a place in memory, however short it is."""

_SHOWN = 40
"""Letters of a key that are said again."""

_LONGEST_INT = 300
"""Digits that every number of Python can hold."""

_INT = re.compile(r"\A[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"\A[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """Parses to events only; values are built here by the YAML 1.2 core schema."""


def read_yaml(text: str, name: str) -> tuple[Any, Lines]:
    lines = Lines(name)
    try:
        # Events, not nodes: the library's composer is recursive and can be made to crash by deep nesting.
        builder = _Builder(yaml.parse(text, Loader=_Loader), lines)
        return builder.document(), lines
    except yaml.reader.ReaderError as error:
        raise _unwritable(text, name) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise DocumentUnreadable(
            "YAML 写法有误",
            where=f"{name}:{line}",
            remedy="检查这一行的缩进、冒号后的空格和引号；内容里有冒号或者井号的要加引号。",
        ) from error


_NOT_IN_YAML = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What may stand nowhere in a text (YAML 1.2, 5.1)."""


def _unwritable(text: str, name: str) -> DocumentUnreadable:
    """The refusal of a control character, which the library places in no line."""
    found = _NOT_IN_YAML.search(text)
    if found is None:
        return DocumentUnreadable("文字里有不能用的字符", where=name, remedy="在编辑器里另存为 UTF-8。")
    line = text.count("\n" if "\n" in text else "\r", 0, found.start()) + 1
    return DocumentUnreadable(
        f"有控制字符 U+{ord(found[0]):04X}",
        where=f"{name}:{line}",
        remedy="删去它（多半是从别的软件粘贴来的换行符，看不见），再试。",
    )


class _Builder:
    """Plain values from YAML events: no anchors, aliases, tags, merge keys or second documents."""

    def __init__(self, events: Iterator[Any], lines: Lines) -> None:
        self.events = events
        self.lines = lines
        self.values = 0

    def where(self, event: Any) -> str:
        return f"{self.lines.name}:{event.start_mark.line + 1}"

    def document(self) -> Any:
        event = next(self.events)
        while isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            raise DocumentUnreadable(
                "文件里没有内容（只有注释）",
                where=self.lines.name,
                remedy="写上内容，或者换一份。",
            )
        value = self.value(event, (), 0)
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                raise DocumentUnreadable(
                    "一个文件里只能有一份内容", where=self.where(event), remedy="删去 ---，或者分成几个文件。"
                )
        return value

    def value(self, event: Any, path: Path_, depth: int) -> Any:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise DocumentUnreadable(
                "不能用别名（& 和 *）", where=self.where(event), remedy="把被引用的内容照写一遍。"
            )
        if event.tag is not None:
            tag = str(event.tag)[:40]
            raise DocumentUnreadable(
                f"不能用类型标签（{tag}）", where=self.where(event), remedy="删去以 ! 开头的标签。"
            )
        if depth > MAX_DEPTH:
            raise DocumentUnreadable(
                "嵌套层数太多", where=self.where(event), remedy="最多三四层；核对是不是拿错了文件。"
            )
        self.values += 1
        if self.values > MAX_VALUES:
            raise DocumentUnreadable(
                f"内容太多：超过 {MAX_VALUES} 个值",
                where=self.where(event),
                remedy="核对是不是拿错了文件；数据分成几个文件。",
            )
        self.lines.note(path, event.start_mark.line + 1)
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        return (
            self.list(path, depth)
            if isinstance(event, yaml.SequenceStartEvent)
            else self.mapping(path, depth)
        )

    def list(self, path: Path_, depth: int) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            found.append(self.value(event, (*path, len(found)), depth + 1))
        return found

    def mapping(self, path: Path_, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(key := next(self.events), yaml.MappingEndEvent):
            where = self.where(key)
            if not isinstance(key, yaml.ScalarEvent):
                raise DocumentUnreadable("键必须是文字", where=where, remedy="冒号前写一个名字。")
            if key.value == "<<" and not key.style:
                raise DocumentUnreadable("不能用合并键（<<）", where=where, remedy="把内容照写一遍。")
            if key.value in found:
                raise DocumentUnreadable(f"“{key.value[:_SHOWN]}”写了两次", where=where, remedy="删去一个。")
            self.value(key, (*path, key.value), depth)
            found[key.value] = self.value(next(self.events), (*path, key.value), depth + 1)
        return found


def _scalar(event: Any) -> Any:
    text: str = event.value
    if event.style in ("'", '"', "|", ">"):
        return text
    if text in _NULLS:
        return None
    if text in _BOOLS:
        return _BOOLS[text]
    if _INT.match(text):
        return WrittenInt(text) if len(text) <= _LONGEST_INT else text
    if _FLOAT.match(text) and len(text) <= 40:
        return WrittenFloat(text)
    return text
