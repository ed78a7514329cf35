"""Strict data files: YAML 1.2 (core schema) and JSON to plain values, with the line of every value.

Standard libraries parse; this adds what law as data needs: `yes`/`no` stay words, aliases, tags and
duplicate keys are refused, size is capped, and every value remembers its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from json import JSONDecodeError, loads
from pathlib import Path
from typing import Any

import msgspec
import yaml

from yanpan.errors import DocumentUnreadable, os_words

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 40

Path_ = tuple[str | int, ...]

_INT = re.compile(r"\A[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"\A[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


class WrittenInt(int):
    """A whole number that remembers how it was written: an area code 0898 is digits, not the number 898."""

    written: str

    def __new__(cls, text: str) -> WrittenInt:
        self = super().__new__(cls, text)
        self.written = text
        return self


class WrittenFloat(float):
    """A number that remembers how it was written."""

    written: str

    def __new__(cls, text: str) -> WrittenFloat:
        self = super().__new__(cls, text)
        self.written = text
        return self


def as_written(value: Any) -> Any:
    """Digits as they stood in the file, where a text is wanted; anything else unchanged."""
    return getattr(value, "written", value)


class Lines:
    """Where each value stands: path of keys and indexes → line number, from 1."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._lines: dict[Path_, int] = {}

    def note(self, path: Path_, line: int) -> None:
        self._lines.setdefault(path, line)

    def where(self, path: Path_ = ()) -> str:
        """`file:line` of a value, or of its nearest known parent."""
        while path and path not in self._lines:
            path = path[:-1]
        line = self._lines.get(path)
        return f"{self.name}:{line}" if line else self.name

    def line(self, path: Path_) -> int:
        """Line of a value, or of its nearest known parent; 1 when nothing is known."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)


def load_document(path: Path, *, name: str = "") -> tuple[Any, Lines]:
    """Read a `.json`, `.yaml` or `.yml` file as strict data. Raises `DocumentUnreadable`."""
    shown = name or str(path)
    try:
        if not path.is_file():
            raise DocumentUnreadable("没有这个文件", where=shown, remedy="检查路径和文件名。")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise DocumentUnreadable(
                f"文件有 {size // 1024 // 1024} MB，超过上限 {MAX_BYTES // 1024 // 1024} MB",
                where=shown,
                remedy="确认没有选错文件；一个案件一个答案文件。",
            )
        data = path.read_bytes()
    except OSError as error:
        raise DocumentUnreadable(
            f"读不了这个文件（{os_words(error)}）", where=shown, remedy="检查路径和权限。"
        ) from error
    return read_document(data, name=shown, json=path.suffix.lower() == ".json")


def read_document(data: bytes, *, name: str, json: bool = False) -> tuple[Any, Lines]:
    """Turn bytes into plain values and their lines. Raises `DocumentUnreadable`."""
    text = _decode(data, name)
    if not text.strip():
        raise DocumentUnreadable(
            "文件是空的", where=name, remedy="写入内容，或者用 yanpan assess 在终端里作答。"
        )
    return _read_json(text, name) if json else _read_yaml(text, name)


def _decode(data: bytes, name: str) -> str:
    if len(data) > MAX_BYTES:
        raise DocumentUnreadable(f"内容超过上限 {MAX_BYTES // 1024 // 1024} MB", where=name)
    if b"\x00" in data:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise DocumentUnreadable(
                "文件是 UTF-16 编码，不是 UTF-8", where=name, remedy="在编辑器里另存为 UTF-8。"
            )
        raise DocumentUnreadable(
            "这是二进制文件，不是文本", where=name, remedy="答案文件应是 UTF-8 编码的 YAML 或者 JSON 文本。"
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        try:
            data.decode("gb18030")
        except UnicodeDecodeError:
            raise DocumentUnreadable(
                "不是 UTF-8 文本", where=f"{name}:{line}", remedy="用 UTF-8 编码另存后再试。"
            ) from error
        raise DocumentUnreadable(
            "文件是 GB18030（GBK）编码，不是 UTF-8",
            where=f"{name}:{line}",
            remedy=f"在编辑器里另存为 UTF-8，或者运行 iconv -f GB18030 -t UTF-8 {Path(name).name}。",
        ) from error


def _read_json(text: str, name: str) -> tuple[Any, Lines]:
    lines, fault = Lines(name), None
    try:
        # JSON is nearly all YAML: reading it as such gives the line of every value. Where it is not, the file must do.
        _, lines = _read_yaml(text, name)
    except DocumentUnreadable as error:
        fault = error
    try:
        return loads(text, object_pairs_hook=_no_duplicates, parse_constant=_no_constant), lines
    except JSONDecodeError as error:
        raise DocumentUnreadable(
            "JSON 写法有误", where=f"{name}:{error.lineno}", remedy="检查这一行前后的逗号、引号、括号。"
        ) from error
    except _NotStrict as error:
        where = (
            fault.where if fault else f"{name}:{text.count(chr(10), 0, max(0, text.find(error.word))) + 1}"
        )
        raise DocumentUnreadable(str(error), where=where, remedy="改成严格的 JSON。") from error
    except (RecursionError, ValueError) as error:
        raise DocumentUnreadable(
            "嵌套层数太多，或者数太长", where=name, remedy="答案文件最多三四层；核对是不是拿错了文件。"
        ) from error


class _NotStrict(Exception):
    """JSON that Python would read and this program does not; `word` is where to look."""

    def __init__(self, what: str, word: str) -> None:
        super().__init__(what)
        self.word = word


def read_json_line(text: str, *, where: str) -> Any:
    """One line of JSONL, strict like a whole file. Raises `DocumentUnreadable`."""
    try:
        return loads(text, object_pairs_hook=_no_duplicates, parse_constant=_no_constant)
    except (ValueError, RecursionError, _NotStrict) as error:
        what = str(error) if isinstance(error, _NotStrict) else "这一行不是完整的 JSON"
        raise DocumentUnreadable(what, where=where, remedy="一行一个完整的 JSON 对象，键不重复。") from error


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _NotStrict(f"“{key}”写了两次", key)
        found[key] = value
    return found


def _no_constant(word: str) -> Any:
    raise _NotStrict(f"JSON 写法有误（{word} 不是 JSON 的数）", word)


class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """Parses to events only; values are built here by the YAML 1.2 core schema."""


def _read_yaml(text: str, name: str) -> tuple[Any, Lines]:
    lines = Lines(name)
    try:
        # Events, not nodes: the library's composer is recursive and can be made to crash by deep nesting.
        builder = _Builder(yaml.parse(text, Loader=_Loader), lines)
        return builder.document(), lines
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise DocumentUnreadable(
            "YAML 写法有误",
            where=f"{name}:{line}",
            remedy="检查这一行的缩进、冒号后的空格和引号；内容里有冒号或者井号的要加引号。",
        ) from error


class _Builder:
    """Plain values from YAML events: no anchors, aliases, tags, merge keys or second documents."""

    def __init__(self, events: Iterator[Any], lines: Lines) -> None:
        self.events = events
        self.lines = lines

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
                remedy="写上内容，或者用 yanpan assess 在终端里作答。",
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
                raise DocumentUnreadable(f"“{key.value}”写了两次", where=where, remedy="删去一个。")
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
        return WrittenInt(text) if len(text) <= 18 else text
    if _FLOAT.match(text) and len(text) <= 40:
        return WrittenFloat(text)
    return text


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
                " | ".join(_TYPES.get(t.strip(), t.strip()) for t in part.split("|"))
                for part in found.groups()
            ]
            if pattern.pattern.startswith("Object contains"):
                inner.append(found[1])
            return words.format(*parts), tuple(inner)
    return head, tuple(inner)
