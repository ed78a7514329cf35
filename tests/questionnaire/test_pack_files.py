"""The files of a questionnaire: which there must be, how they are called, and what is no text of one."""

from __future__ import annotations

from pathlib import Path

import packs
import pytest
from packs import DEMANDS, HEAD, PART, SOURCES


def test_the_languages_of_earlier_packs_are_no_field_any_more(pack: Path) -> None:
    line = packs.change(pack, HEAD, "timezone:", "locales: [zh-Hans]\ntimezone:")
    (found,) = packs.faults(pack)
    assert found.startswith(f"{HEAD}:{line}：没有“locales”这个字段")


@pytest.mark.parametrize(
    "name",
    ["../x.yaml", "/etc/passwd", "a/b.yaml", "Part.yaml", "part.yml", "..yaml", "部分.yaml", "part.yaml\\n", "a b.yaml", ""],
)  # fmt: skip
def test_a_part_cannot_be_a_file_elsewhere(pack: Path, name: str) -> None:
    (pack.parent / "x.yaml").write_text("red_lines: []\n", encoding="utf-8")
    line = packs.change(pack, HEAD, "parts: [part.yaml]", f'parts: [part.yaml, "{name}"]')
    found = packs.faults(pack)
    assert any("只能用小写字母、数字、下划线" in text for text in found), found
    assert any(text.startswith((f"{HEAD}：", f"{HEAD}:{line}")) for text in found)


def test_a_missing_part_is_an_error(pack: Path) -> None:
    packs.change(pack, HEAD, "parts: [part.yaml]", "parts: [part.yaml, more.yaml]")
    assert any(text.startswith("more.yaml：没有这个文件") for text in packs.faults(pack))


def test_a_part_named_twice_is_an_error(pack: Path) -> None:
    packs.change(pack, HEAD, "parts: [part.yaml]", "parts: [part.yaml, part.yaml]")
    assert any("编号“kind”重复" in text for text in packs.faults(pack))


@pytest.mark.parametrize("name", [HEAD, SOURCES, DEMANDS])
def test_a_missing_file_of_the_questionnaire_is_an_error(pack: Path, name: str) -> None:
    (pack / name).unlink()
    assert any(name in text for text in packs.faults(pack))


def test_a_folder_without_questionnaire_says_so(tmp_path: Path) -> None:
    (found,) = packs.faults(tmp_path)
    assert "这不是问卷文件夹（缺少 questionnaire.yaml）" in found


GOOD_PART = packs.GOOD[PART]
BYTES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "part.yaml：文件是空的"),
    "blank": (b"  \n\n\t\n", "part.yaml：文件是空的"),
    "comments only": ("# 只有注释\n".encode(), "part.yaml：文件里没有内容"),
    "gb18030": (GOOD_PART.encode("gb18030"), "part.yaml:2：文件是 GB18030（GBK）编码，不是 UTF-8"),
    "utf-16": (GOOD_PART.encode("utf-16"), "part.yaml：文件是 UTF-16 编码，不是 UTF-8"),
    "not text": (b"questions:\n  - \xff\xff\xff\xff\n", "part.yaml:2：不是 UTF-8 文本"),
    "binary": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "part.yaml：这是二进制文件，不是文本"),
    "a list": (b"- 1\n- 2\n", "part.yaml:1：文件最外层应是键值表"),
    "a word": ("你好\n".encode(), "part.yaml:1：文件最外层应是键值表"),
    "two documents": (b"questions: []\n---\nhazards: []\n", "一个文件里只能有一份内容"),
    "deep lists": (b"questions: " + b"[" * 500 + b"]" * 500, "嵌套层数太多"),
    "deep by indent": (b"".join(b" " * i + b"a:\n" for i in range(400)), "嵌套层数太多"),
    "alias bomb": (
        b"a: &a [x, x, x]\n"
        + b"".join(b"%c: &%c [*%c, *%c, *%c]\n" % (c, c, c - 1, c - 1, c - 1) for c in range(98, 115)),
        "不能用别名",
    ),
    "an alias of itself": (b"questions: &a [*a]\n", "不能用别名"),
    "50 MB": (b"# " + b"x" * 50 * 1024 * 1024, "文件有 50 MB，超过上限 4 MB"),
}


@pytest.mark.parametrize(("data", "words"), BYTES.values(), ids=list(BYTES))
def test_a_part_that_is_no_strict_text_is_refused_in_words(pack: Path, data: bytes, words: str) -> None:
    (pack / PART).write_bytes(data)
    found = packs.faults(pack)
    assert any(words in text for text in found), found
