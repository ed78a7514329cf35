"""A control character is told with its line and number; what never ends is no file; what people wrote is not said whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from yanpan.documents import load_document, read_document, read_plain
from yanpan.errors import DocumentUnreadable, InputRefused


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("character", ["\x0b", "\x0c", "\x01", "\x1b", "\x7f", "\x9f", "\ufffe"])
def test_a_control_character_is_told_where_it_is(character: str, end: str) -> None:
    text = end.join(["a: 1", "# 说明", f"b: 上塘{character}村", "c: 2", ""])
    with pytest.raises(DocumentUnreadable, match=f"U\\+{ord(character):04X}") as refused:
        read_document(text.encode(), name="a.yaml")
    assert refused.value.where == "a.yaml:3"
    assert "缩进" not in refused.value.remedy


@pytest.mark.parametrize("text", ["a: 一\tb\u3000c", "\ufeffa: 1", "a: 😀\u2028", "a: \x85"])
def test_what_yaml_allows_is_read(text: str) -> None:
    read_document(text.encode(), name="a.yaml")


def test_a_very_large_number_is_a_number() -> None:
    value, _ = read_document(b"a: 99999999999999999999\nb: 007\n", name="a.yaml")
    assert value == {"a": 99999999999999999999, "b": 7}
    assert value["b"].written == "007"
    assert isinstance(read_document(b"a: " + b"9" * 400, name="a.yaml")[0]["a"], str)


@pytest.mark.parametrize(("name", "json"), [("a.yaml", False), ("a.json", True)])
def test_a_key_written_twice_is_not_said_whole(name: str, *, json: bool) -> None:
    key = '"' + "x" * 1000 + '"'
    with pytest.raises(DocumentUnreadable, match="写了两次") as refused:
        read_document(f"{{{key}: 1, {key}: 2}}".encode(), name=name, json=json)
    assert len(str(refused.value)) < 300


def test_a_virtual_file_that_never_ends_is_told_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As /proc/kmsg is, which calls itself a plain file."""

    def nothing_yet(*_: object) -> bytes:
        raise BlockingIOError

    file = tmp_path / "a.yaml"
    file.touch()
    monkeypatch.setattr(os, "read", nothing_yet)
    with pytest.raises(InputRefused, match="虚拟文件"):
        read_plain(file, most=100)
    with pytest.raises(InputRefused, match="虚拟文件"):
        load_document(file)
