"""Strict data files: YAML and JSON to plain values, with the line of every value, or refused in words."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yanpan.documents import MAX_BYTES, load_document, read_document
from yanpan.errors import DocumentUnreadable


def yaml(text: str) -> object:
    return read_document(text.encode(), name="a.yaml")[0]


def refusal(data: bytes, *, as_json: bool = False) -> DocumentUnreadable:
    with pytest.raises(DocumentUnreadable) as refused:
        read_document(data, name="a.json" if as_json else "a.yaml", json=as_json)
    return refused.value


# ── YAML 1.2, core schema ──


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", "yes"), ("no", "no"), ("Yes", "Yes"), ("NO", "NO"), ("on", "on"), ("off", "off"), ("y", "y"), ("n", "n"),
        ("true", True), ("True", True), ("FALSE", False), ("null", None), ("~", None), ("", None), ("tRue", "tRue"),
        ("3", 3), ("-3", -3), ("+3", 3), ("3.5", 3.5), ("1e3", 1000.0), (".5", 0.5), ("3.", 3.0), ("1_000", "1_000"),
        ("12:30:45", "12:30:45"), ("0x1F", "0x1F"), ("2026-11-25", "2026-11-25"), ("9" * 30, int("9" * 30)),
        ("'3'", "3"), ('"yes"', "yes"), ('"true"', "true"), ("'null'", "null"), ('""', ""), ("|\n  3\n", "3\n"),
        ("粤穗执〔2026〕12号", "粤穗执〔2026〕12号"), ("𬱖", "𬱖"), ('"\\U0002CC56"', "𬱖"), (".inf", ".inf"), (".nan", ".nan"),
    ],
)  # fmt: skip
def test_a_plain_value_is_read_by_the_core_schema(text: str, value: object) -> None:
    found = yaml(f"a: {text}\n")
    assert found == {"a": value}
    assert isinstance(found, dict)
    assert isinstance(found["a"], type(value))
    assert isinstance(found["a"], bool) is isinstance(value, bool)


def test_a_key_stays_the_word_it_is() -> None:
    assert yaml("yes: 1\n12: 2\n2026-01-01: 3\ntrue: 4\n") == {"yes": 1, "12": 2, "2026-01-01": 3, "true": 4}


def test_lists_and_maps_nest() -> None:
    assert yaml("a:\n  - b: [1, {c: d}]\n  -\n") == {"a": [{"b": [1, {"c": "d"}]}, None]}


def test_a_byte_order_mark_is_passed_over() -> None:
    assert read_document(b"\xef\xbb\xbfa: 1\n", name="a.yaml")[0] == {"a": 1}
    assert read_document(b'\xef\xbb\xbf{"a": 1}', name="a.json", json=True)[0] == {"a": 1}


# ── Lines ──

YAML = "# 注释\na: 1\nb:\n  c: 2\n\n  d:\n    - e\n    - f: 3\n      g: |\n        长\n        文\nh: [4,\n  5]\n"
JSON = '{\n  "a": 1,\n  "b": {\n    "c": 2,\n\n    "d": ["e",\n      {"f": 3,\n       "g": "x"}]},\n "h": [4,\n  5]\n}\n'


@pytest.mark.parametrize(
    ("path", "in_yaml", "in_json"),
    [
        ((), 2, 1),
        (("a",), 2, 2),
        (("b",), 3, 3),
        (("b", "c"), 4, 4),
        (("b", "d"), 6, 6),
        (("b", "d", 0), 7, 6),
        (("b", "d", 1), 8, 7),
        (("b", "d", 1, "f"), 8, 7),
        (("b", "d", 1, "g"), 9, 8),
        (("h",), 12, 9),
        (("h", 1), 13, 10),
        (("b", "d", 7), 6, 6),  # not there: its nearest parent
        (("zzz", 1, "a"), 2, 1),
    ],
)
def test_each_value_knows_its_line(path: tuple[str | int, ...], in_yaml: int, in_json: int) -> None:
    lines = read_document(YAML.encode(), name="a.yaml")[1]
    assert lines.where(path) == f"a.yaml:{in_yaml}"
    lines = read_document(JSON.encode(), name="a.json", json=True)[1]
    assert lines.where(path) == f"a.json:{in_json}"


# ── JSON ──

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc号𬱖", max_size=3), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@given(
    value=st.dictionaries(st.text("abc号", min_size=1, max_size=3), JSON_VALUES, max_size=3),
    escaped=st.booleans(),
)
@settings(max_examples=120)
def test_any_json_is_read_as_python_reads_it(value: object, escaped: bool) -> None:
    """With and without `\\u` escapes: many programs write nothing but ASCII."""
    text = json.dumps(value, ensure_ascii=escaped)
    assert read_document(text.encode(), name="a.json", json=True)[0] == json.loads(text)


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "\\ud873\\udc56"}',
        '{"name": "\\ud83d\\ude00"}',
        '{"path": "a\\/b"}',
        '{"name": "a\\u2028b"}',
        '{"tab": "a\\tb"}',
        '{"rubout": "\x7f"}',
        '{"long": "' + "a" * 2000 + '"}',
        '{"' + "k" * 1100 + '": 1}',
        '{\t"a":\t1}',
        '{"a":1}',
        '{"a":"b"}',
        '{"a" : 1 , "b":[1,2 ,3]}',
        '{"a": "#", "b": "- x", "c": "x: y"}',
        "{\r\n\"a\": 1\r\n}",
    ],
    ids=ascii,
)  # fmt: skip
def test_json_that_python_reads_is_read(text: str) -> None:
    assert read_document(text.encode(), name="a.json", json=True)[0] == json.loads(text)


@pytest.mark.parametrize(
    ("data", "words", "where"),
    [
        (b'{\n"a": 1,\n"a": 2}', "“a”写了两次", "a.json:3"),
        (b'{\n"a": 1,\n}', "JSON 写法有误", "a.json:3"),
        (b"{'a': 1}", "JSON 写法有误", "a.json:1"),
        (b'{"a": NaN}', "NaN 不是 JSON 的数", "a.json:1"),
        (b'{"a": 1} x', "JSON 写法有误", "a.json:1"),
        (b"a: 1\n", "JSON 写法有误", "a.json:1"),
        (b"", "文件是空的", "a.json"),
    ],
    ids=["duplicate key", "trailing comma", "single quotes", "NaN", "more behind", "yaml", "empty"],
)
def test_other_json_is_refused_with_its_line(data: bytes, words: str, where: str) -> None:
    error = refusal(data, as_json=True)
    assert words in error.what
    assert error.where == where


# ── What is refused ──

REFUSED: dict[str, tuple[bytes, str, str]] = {
    "duplicate key": (b"a: 1\nb: 2\na: 3\n", "“a”写了两次", "a.yaml:3"),
    "duplicate key deep down": (b"x:\n  - a: 1\n    a: 3\n", "“a”写了两次", "a.yaml:3"),
    "alias": (b"a: &x 1\nb: *x\n", "不能用别名", "a.yaml:"),
    "alias of a list": (b"a: &x [1]\nb: *x\n", "不能用别名", "a.yaml:"),
    "alias of itself": (b"a: &x [*x]\n", "不能用别名", "a.yaml:"),
    "alias of nothing": (b"a: *x\n", "不能用别名", "a.yaml:1"),
    "merge key": (b"a: 1\n<<: {b: 2}\n", "不能用合并键", "a.yaml:2"),
    "own tag": (b"a: !x 1\n", "不能用类型标签（!x）", "a.yaml:1"),
    "own tag of a list": (b"a: !x [1]\n", "不能用类型标签（!x）", "a.yaml:1"),
    "own tag of a map": (b"a: !x {b: 1}\n", "不能用类型标签（!x）", "a.yaml:1"),
    "python object": (b"a: !!python/object/apply:os.system ['true']\n", "不能用类型标签", "a.yaml:1"),
    "python name": (b"a: !!python/name:os.system ''\n", "不能用类型标签", "a.yaml:1"),
    "binary tag": (b"a: !!binary aGk=\n", "不能用类型标签", "a.yaml:1"),
    "string tag": (b"a: !!str 3\n", "不能用类型标签", "a.yaml:1"),
    "number tag": (b"a: !!int '3'\n", "不能用类型标签", "a.yaml:1"),
    "set tag": (b"a: !!set {b, c}\n", "不能用类型标签", "a.yaml:1"),
    "key that is a list": (b"? [a]\n: 1\n", "键必须是文字", "a.yaml:1"),
    "two documents": (b"a: 1\n---\nb: 2\n", "一个文件里只能有一份内容", "a.yaml:"),
    "bad indent": (b"a:\n  b: 1\n c: 2\n", "YAML 写法有误", "a.yaml:3"),
    "tab indent": (b"a:\n\tb: 1\n", "YAML 写法有误", "a.yaml:2"),
    "open quote": (b"a: 'b\n", "YAML 写法有误", "a.yaml:"),
    "two colons": (b"a: b: c\n", "YAML 写法有误", "a.yaml:1"),
    "control character": (b"a: \x07\n", "有控制字符 U+0007", "a.yaml:1"),
    "null byte": (b"a: \x00\n", "二进制文件", "a.yaml"),
    "utf-16": ("a: 1\n".encode("utf-16"), "UTF-16", "a.yaml"),
    "gbk": ("a: 1\nb: 陈某\n".encode("gbk"), "GB18030", "a.yaml:2"),
    "not text": (b"a: 1\n\xff\xff\xff: 1\n", "不是 UTF-8 文本", "a.yaml:2"),
    "empty": (b"", "文件是空的", "a.yaml"),
    "blank": (b" \n\n", "文件是空的", "a.yaml"),
    "a comment": (b"# a\n", "没有内容", "a.yaml"),
    "41 levels": (b"[" * 42 + b"]" * 42, "嵌套层数太多", "a.yaml:1"),
    "too large": (b"a: " + b"x" * MAX_BYTES, "超过上限 4 MB", "a.yaml"),
}


@pytest.mark.parametrize(("data", "words", "where"), REFUSED.values(), ids=list(REFUSED))
def test_what_is_not_strict_data_is_refused_with_its_line(data: bytes, words: str, where: str) -> None:
    error = refusal(data)
    assert words in error.what
    assert error.where.startswith(where)
    assert error.exit_code == 3


def test_forty_levels_are_enough() -> None:
    assert read_document(b"[" * 40 + b"]" * 40, name="a.yaml")[0]


@given(
    data=st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
@settings(max_examples=200)
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    for as_json in (False, True):
        try:
            read_document(data, name="a", json=as_json)
        except DocumentUnreadable as error:
            assert error.what


DEEP = {
    "lists": ("yaml", "[", 1_000_000),
    "closed lists": ("yaml", "[[", 100_000),
    "maps": ("yaml", "{a: ", 300_000),
    "bullets": ("yaml", "- ", 300_000),
    "question marks": ("yaml", "? ", 300_000),
    "json lists": ("json", "[", 1_000_000),
    "json maps": ("json", '{"a":', 300_000),
}
READ = """
import sys
from pathlib import Path
from yanpan.documents import load_document
from yanpan.errors import DocumentUnreadable
try:
    load_document(Path(sys.argv[1]))
except DocumentUnreadable as error:
    print("refused")
"""


@pytest.mark.parametrize(("suffix", "unit", "times"), DEEP.values(), ids=list(DEEP))
def test_nesting_without_end_is_refused_and_does_not_bring_the_process_down(
    suffix: str, unit: str, times: int, tmp_path: Path
) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_text(unit * times + ("]" * 2 * times if unit == "[[" else ""), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)], capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stdout) == (0, "refused\n"), done.stderr[-500:]


# ── Files ──


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(DocumentUnreadable, match="没有这个文件"):
        load_document(tmp_path / "a.yaml")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(DocumentUnreadable, match="这是文件夹"):
        load_document(tmp_path)


def test_a_name_too_long_for_the_system_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(DocumentUnreadable):
        load_document(tmp_path / ("a" * 5000))


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024 * 1024)
    with pytest.raises(DocumentUnreadable, match="超过上限 4 MB"):
        load_document(path)


def test_the_file_ending_decides_between_json_and_yaml(tmp_path: Path) -> None:
    for name in ("a.json", "a.JSON"):
        (tmp_path / name).write_text("a: 1\n", encoding="utf-8")
        with pytest.raises(DocumentUnreadable, match="JSON 写法有误"):
            load_document(tmp_path / name)
    (tmp_path / "a.yml").write_text("a: 1\n", encoding="utf-8")
    assert load_document(tmp_path / "a.yml")[0] == {"a": 1}


def test_the_name_shown_is_the_one_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: [\n", encoding="utf-8")
    with pytest.raises(DocumentUnreadable) as refused:
        load_document(path, name="答案.yaml")
    assert refused.value.where.startswith("答案.yaml:")


@pytest.mark.parametrize(
    "text", ["[" + "1," * 300_000 + "1]", "- \n" * 300_000, "a: {b: [" + ",".join("c" * 300_000) + "]}"]
)
def test_more_values_than_any_document_has_are_refused(text: str) -> None:
    """Each takes a place in memory, however short it is: some megabytes would fill a gigabyte."""
    assert "内容太多" in refusal(text.encode()).what


def test_many_values_are_read() -> None:
    assert yaml("[" + "1," * 99_999 + "1]") == [1] * 100_000
