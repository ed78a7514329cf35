"""What a terminal is given: nothing that it obeys and nothing that nobody sees, and every name as it is written."""

from __future__ import annotations

import json
import os
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanpan.errors import FieldFault, InputRefused, QuestionnaireBroken
from yanpan.inert import MOST_MARKS, Shown, inert, inert_json, without_halves

NAMES = (
    "𬱖某", "㛃䶮𠮷𰻝𱁬𪚥𫝀", "\U00030000\U00031350\U000323af", "阿依古丽·买买提", "ئابدۇراخمان", "བསོད་ནམས", "ᠪᠣᠷᠵᠢᠭᠢᠨ", "Nguyễn Văn",
    "e\u0301ñ", "葛\U000e0100城", "辻\ufe00", "粤韶执〔2026〕12号", "甲　乙", "（一）“二”—…", "①②■▲✓✗☑", "👮\ufe0f",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stays_as_it_is(name: str) -> None:
    assert inert(name) == name


@pytest.mark.parametrize(
    "hidden",
    [
        "\x00", "\x07", "\x08", "\t", "\n", "\r", "\x1b", "\x7f", "\x80", "\x85", "\x9b", "\x9d", "\xad", "\u034f", "\u061c", "\u115f",
        "\u180e", "\u200b", "\u200d", "\u200e", "\u2028", "\u2029", "\u202a", "\u202e", "\u2060", "\u2066", "\u2069", "\u2800", "\u3164",
        "\ud800", "\udc80", "\udcff", "\ue000", "\ufeff", "\uffa0", "\ufff9", "\uffff", "\U000e0001", "\U000e0041", "\U000f0000",
        "\U0001ffff", "\U0002fffe", "\u0378",
    ],
)  # fmt: skip
def test_what_is_obeyed_or_not_seen_is_spelled(hidden: str) -> None:
    assert inert(f"张{hidden}某") == f"张〔U+{ord(hidden):04X}〕某"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\ufe0f", "a〔U+FE0F〕"), ("1\U000e0100", "1〔U+E0100〕"), ("\ufe00", "〔U+FE00〕"), ("字\u180b", "字〔U+180B〕"),
        ("葛\U000e0100\U000e0101", "葛\U000e0100〔U+E0101〕"), ("葛\u0301\ufe00", "葛\u0301〔U+FE00〕"),
    ],
)  # fmt: skip
def test_a_variation_selector_needs_what_has_variants(text: str, shown: str) -> None:
    assert inert(text) == shown


def test_marks_without_end_are_spelled() -> None:
    assert inert("a" + "\u0301" * 1000).count("\u0301") == MOST_MARKS


@given(st.text())
def test_no_text_at_all_gets_through_alive(text: str) -> None:
    shown = inert(text)
    kinds = {unicodedata.category(c) for c in shown}
    assert not kinds & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    assert inert(shown) == shown


@given(st.dictionaries(st.text(), st.text(), max_size=4))
def test_json_means_the_same_and_hides_nothing(value: dict[str, str]) -> None:
    plain = {without_halves(key): without_halves(item) for key, item in value.items()}
    data = inert_json(json.dumps(plain, ensure_ascii=False, indent=2).encode())
    assert json.loads(data) == plain
    assert inert(data.decode().replace("\n", " ")).count("〔U+") == str(plain).count("〔U+")


def test_our_own_colour_stays_and_ends_when_anything_is_joined_to_it() -> None:
    painted = Shown.painted([("", "等级 "), ("1;31", "高\x1b[2J")])
    assert painted == "等级 \x1b[1;31m高〔U+001B〕[2J\x1b[0m"
    assert inert(painted) == painted
    assert "\x1b" not in inert(f"{painted}。")
    with pytest.raises(ValueError, match="SGR"):
        Shown.painted([("2J\x1b[H", "")])


def test_rows_are_ours_and_what_stands_in_them_is_not() -> None:
    assert Shown.rows(["一\n二", "三"]) == "一〔U+000A〕二\n三"


def test_an_error_makes_its_lines_itself() -> None:
    error = InputRefused("没有\n  怎么办：照做", where="a\x1b[2J", remedy="一\r二")
    assert error.lines() == ["a〔U+001B〕[2J：没有〔U+000A〕  怎么办：照做", "  怎么办：一〔U+000D〕二"]
    assert str(error) == "\n".join(error.lines())


def test_an_error_of_many_parts_lists_each_on_lines_of_its_own() -> None:
    parts = (FieldFault("x\ny", "不对", where="a:1", remedy="改。"), InputRefused("别的"))
    assert QuestionnaireBroken(parts, where="包").lines() == [
        "包：问卷有 2 处错误：", "- a:1 x〔U+000A〕y：不对", "  怎么办：改。", "- 别的",
        "  怎么办：逐条改正后，用 yanpan pack lint 再查一遍。",
    ]  # fmt: skip
    many = QuestionnaireBroken(tuple(InputRefused(str(i)) for i in range(100_000)))
    assert len(many.lines()) < 300
    assert "… 另有 99800 处" in many.lines()


@pytest.mark.skipif(sys.platform == "win32", reason="names there are text")
def test_a_file_name_that_is_no_text_is_spelled() -> None:
    assert inert(os.fsdecode("案件".encode("gbk"))) == "〔U+DCB0〕〔U+DCB8〕〔U+DCBC〕〔U+DCFE〕"
