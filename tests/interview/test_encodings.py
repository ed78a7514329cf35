"""Characters of another encoding than the one that is read are told for what they are, and are no answer."""

from __future__ import annotations

import io
import sys

import pytest
from test_closed_lists import all_at_once, answer, field

from yanpan.errors import InputRefused
from yanpan.interview.encodings import meant
from yanpan.interview.typed_lines import TypedLines

WORDS = [
    "粤韶执〔2026〕31号",
    "李四",
    "张三丰",
    "韶关市城市管理和综合执法局",
    "某局，二中队",
    "约300人",
    "陈某（代表人）",
]


def reads(monkeypatch: pytest.MonkeyPatch, encoding: str, data: bytes = b"") -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding=encoding))


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize(("here", "other"), [("gb18030", "utf-8"), ("gbk", "utf-8"), ("utf-8", "gb18030")])
def test_a_line_in_another_encoding_is_refused_and_read_as_what_it_is(
    words: str, here: str, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads(monkeypatch, here, f"{words}\n".encode(other))
    with pytest.raises(InputRefused) as refused:
        TypedLines().next()
    told = f"{refused.value.what}{refused.value.remedy}"
    assert f"不是 {here.upper()} 的字节" in told
    assert f"像是 {'GBK' if other == 'gb18030' else 'UTF-8'} 的“{words}”" in told
    assert f"收 {here.upper()}" in told
    assert f"-t {here.upper()}" in told
    if here != "utf-8":
        assert "只收 UTF-8" not in told
        assert f"iconv -f UTF-8 -t {here.upper()}" in told


@pytest.mark.parametrize("words", [*WORDS, "12号", "", "abc", "㐀", "联通", "龘"])
@pytest.mark.parametrize("here", ["gb18030", "utf-8"])
def test_a_line_in_the_right_one_is_taken(words: str, here: str, monkeypatch: pytest.MonkeyPatch) -> None:
    reads(monkeypatch, here, f"{words}\n".encode(here))
    assert TypedLines().next() == f"{words}\n"
    assert meant(words) == ""


def test_bytes_that_are_neither_are_told_without_a_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    reads(monkeypatch, "gb18030", b"\xff\xfe\n")
    with pytest.raises(InputRefused) as refused:
        TypedLines().next()
    assert "像是" not in refused.value.what


def test_what_reads_as_other_characters_is_no_name_on_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    reads(monkeypatch, "gb18030")
    for words, taken in (("李四局", False), ("某局", True)):
        typed = words if taken else words.encode().decode("gb18030", "replace").rstrip("\ufffd")
        one = field("unit")
        [found] = all_at_once([answer(one, [(0, typed), (1.6, "\r")], monkeypatch)])
        assert (found is not None) is taken
        assert taken or "没有收下" in one.message
