"""Files and bytes to plain values: size, encoding, JSON; YAML stands next door."""

from __future__ import annotations

from json import JSONDecodeError, loads
from pathlib import Path
from typing import Any

from yanpan.documents.lines import Lines
from yanpan.documents.plain import read_plain
from yanpan.errors import DocumentUnreadable

MAX_BYTES = 4 * 1024 * 1024


def load_document(path: Path, *, name: str = "") -> tuple[Any, Lines]:
    """Read a `.json`, `.yaml` or `.yml` file, or what comes through a pipe, as strict data. Raises `DocumentUnreadable`."""
    shown = name or str(path)
    data = read_plain(path, most=MAX_BYTES, name=shown, pipes=True, refused=DocumentUnreadable)
    suffix = path.suffix.lower()
    # A pipe has no ending to go by. JSON that is whole is read as such: as YAML some of its escapes mean other things.
    json = suffix == ".json" or (suffix not in (".yaml", ".yml") and _is_json(data))
    return read_document(data, name=shown, json=json)


def _is_json(data: bytes) -> bool:
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return False
    try:
        loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def read_document(data: bytes, *, name: str, json: bool = False) -> tuple[Any, Lines]:
    """Turn bytes into plain values and their lines. Raises `DocumentUnreadable`."""
    text = _decode(data, name)
    if not text.strip():
        raise DocumentUnreadable("文件是空的", where=name, remedy="写入内容，或者换一份。")
    if json:
        return _read_json(text, name)
    return _read_yaml(text, name)


def _read_yaml(text: str, name: str) -> tuple[Any, Lines]:
    # Only now: most runs read no YAML, and its parser takes a while to load.
    from yanpan.documents.yaml_reader import read_yaml

    return read_yaml(text, name)


def _decode(data: bytes, name: str) -> str:
    if len(data) > MAX_BYTES:
        raise DocumentUnreadable(f"内容超过上限 {MAX_BYTES // 1024 // 1024} MB", where=name)
    if b"\x00" in data:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise DocumentUnreadable(
                "文件是 UTF-16 编码，不是 UTF-8", where=name, remedy="在编辑器里另存为 UTF-8。"
            )
        raise DocumentUnreadable(
            "这是二进制文件，不是文本",
            where=name,
            remedy="这里要 UTF-8 编码的 YAML 或者 JSON 文本；确认没有选错文件。",
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
            raise _NotStrict(f"“{key[:40]}”写了两次", key)
        found[key] = value
    return found


def _no_constant(word: str) -> Any:
    raise _NotStrict(f"JSON 写法有误（{word} 不是 JSON 的数）", word)
