"""Strict data files: YAML 1.2 (core schema) and JSON to plain values, with the line of every value.

Standard libraries parse; this adds what law as data needs: `yes`/`no` stay words, aliases, tags and
duplicate keys are refused, size is capped, and every value remembers its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import yaml

from yanpan.errors import DocumentUnreadable

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 40

Path_ = tuple[str | int, ...]

_INT = re.compile(r"\A[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"\A[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


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
        raise DocumentUnreadable(f"读不了这个文件（{error.strerror}）", where=shown) from error
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
    try:
        value = msgspec.json.decode(text.encode())
    except (msgspec.DecodeError, RecursionError) as error:
        found = re.search(r"byte (\d+)", str(error))
        at = text.encode()[: int(found[1])].count(b"\n") + 1 if found else 1
        raise DocumentUnreadable(
            "JSON 写法有误", where=f"{name}:{at}", remedy="检查这一行前后的逗号、引号、括号。"
        ) from error
    # JSON is YAML: composing it again gives the line of every value, and refuses duplicate keys.
    return _read_yaml(text, name, value=value)


class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """Composes nodes only; scalars are resolved here by the YAML 1.2 core schema."""


def _read_yaml(text: str, name: str, value: Any = None) -> tuple[Any, Lines]:
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise DocumentUnreadable(
            f"YAML 写法有误（{getattr(error, 'problem', '') or '无法解析'}）",
            where=f"{name}:{line}",
            remedy="检查这一行的缩进、冒号后的空格和引号；内容里有冒号或者井号的要加引号。",
        ) from error
    except RecursionError as error:
        raise DocumentUnreadable("嵌套层数太多", where=name) from error
    lines = Lines(name)
    if node is None:
        raise DocumentUnreadable("文件里没有内容（只有注释）", where=name)
    built = _build(node, (), lines, set(), 0)
    return (built if value is None else value), lines


def _build(node: yaml.Node, path: Path_, lines: Lines, seen: set[int], depth: int) -> Any:
    line = node.start_mark.line + 1
    lines.note(path, line)
    where = f"{lines.name}:{line}"
    if depth > MAX_DEPTH:
        raise DocumentUnreadable("嵌套层数太多", where=where)
    if id(node) in seen:
        raise DocumentUnreadable("不能用别名（& 和 *）", where=where, remedy="把被引用的内容照写一遍。")
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, where)
    if isinstance(node, yaml.SequenceNode):
        _plain_tag(node, "tag:yaml.org,2002:seq", where)
        return [_build(item, (*path, i), lines, seen, depth + 1) for i, item in enumerate(node.value)]
    _plain_tag(node, "tag:yaml.org,2002:map", where)
    built: dict[str, Any] = {}
    for key, item in node.value:
        place = f"{lines.name}:{key.start_mark.line + 1}"
        if not isinstance(key, yaml.ScalarNode):
            raise DocumentUnreadable("键必须是文字", where=place)
        if key.value in built:
            raise DocumentUnreadable(f"“{key.value}”写了两次", where=place, remedy="删去一个。")
        if key.value == "<<":
            raise DocumentUnreadable("不能用合并键（<<）", where=place, remedy="把内容照写一遍。")
        built[key.value] = _build(item, (*path, key.value), lines, seen, depth + 1)
        lines._lines[(*path, key.value)] = key.start_mark.line + 1
    return built


def _plain_tag(node: yaml.Node, expected: str, where: str) -> None:
    if node.tag != expected:
        raise DocumentUnreadable(f"不能用类型标签（{node.tag}）", where=where, remedy="删去以 ! 开头的标签。")


def _scalar(node: yaml.ScalarNode, where: str) -> Any:
    if not node.tag.startswith("tag:yaml.org,2002:"):
        raise DocumentUnreadable(f"不能用类型标签（{node.tag}）", where=where, remedy="删去以 ! 开头的标签。")
    text: str = node.value
    if node.style in ('"', "'", "|", ">"):
        return text
    if text in _NULLS:
        return None
    if text in _BOOLS:
        return _BOOLS[text]
    if _INT.match(text) and len(text) <= 18:
        return int(text)
    if _FLOAT.match(text) and len(text) <= 40:
        return float(text)
    return text


def convert_items(
    items: Iterable[tuple[Any, Path_]], kind: Any, lines: Lines
) -> tuple[list[Any], list[DocumentUnreadable]]:
    """Convert each plain value to the struct `kind`; collect every fault with its place."""
    values: list[Any] = []
    faults: list[DocumentUnreadable] = []
    for item, path in items:
        try:
            values.append(msgspec.convert(item, kind, strict=True))
        except msgspec.ValidationError as error:
            what, inner = _explain(str(error))
            faults.append(DocumentUnreadable(what, where=lines.where((*path, *inner))))
    return values, faults


_EXPLAIN = (
    (re.compile(r"Object contains unknown field `(.+?)`"), "没有“{0}”这个字段"),
    (re.compile(r"Object missing required field `(.+?)`"), "缺少字段“{0}”"),
    (re.compile(r"Invalid enum value (.+?)$"), "不认识的取值 {0}"),
    (re.compile(r"Expected `(.+?)`, got `(.+?)`"), "类型不对：应是{0}，写成了{1}"),
)
_TYPES = {
    "str": "文字", "int": "整数", "float": "数", "bool": "true 或者 false", "array": "列表",
    "object": "键值表", "null": "空", "date": "日期", "datetime": "日期时间",
}  # fmt: skip


def _explain(message: str) -> tuple[str, Path_]:
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
