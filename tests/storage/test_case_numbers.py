"""A case number names a folder: what is allowed, and what is refused in words."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanpan.errors import CaseNumberRefused
from yanpan.storage import check_case_number, check_new_number


@pytest.mark.parametrize(
    "number",
    [
        "粤穗执〔2026〕12号",
        "粤韶执(2026)12号",
        "粤穗执（2026）12号",
        "粤穗执[2026]12号",
        "粤穗执【2026】12号",
        "2026-012",
        "GD_563.2026",
        "A",
        "号",
        "《行政处罚》2026·1",
        "𬱖执〔2026〕1号",
        "㐂执1号",
        "CONSOLE",
        "CONX",
        "NULL",
        "LPT10",
        "COM",
        "a.CON",
        "粤 穗",
        "a—b",
        "a、b",
        "号" * 75,
    ],
)
def test_a_normal_case_number_is_kept_as_it_is(number: str) -> None:
    year = re.sub(r"[(（\[【]2026[)）\]】]", "〔2026〕", number)
    assert check_case_number(number) == year


def test_one_case_has_one_number_whatever_the_brackets_of_its_year() -> None:
    ways = ("粤执(2026)1号", "粤执（2026）1号", "粤执[2026]1号", "粤执【2026】1号", "粤执〔2026〕1号")
    ways += (
        "粤执﹝2026﹞1号",
        "粤执｛2026｝1号",
        "粤执{2026}1号",
        "粤执〔２０２６〕１号",
        "粤执［２０２６］１号",
        "粤执〖2026〗1号",
    )
    assert {check_case_number(way) for way in ways} == {"粤执〔2026〕1号"}
    assert check_case_number("ＧＤ－０１２") == "GD-012"
    assert check_case_number("粤执（原1）") == "粤执（原1）"


@given(
    st.lists(st.sampled_from(["", " ", "\u3000", "  "]), min_size=8, max_size=8),
    st.sampled_from(["〔〕", "()", "（）", "[]"]),
)
def test_one_case_has_one_number_with_blanks_or_without(blanks: list[str], brackets: str) -> None:
    parts = ["粤韶", "执", brackets[0], "2026", brackets[1], "12", "号"]
    typed = "".join(a + b for a, b in zip(blanks, [*parts, ""], strict=True))
    assert check_case_number(typed) == "粤韶执〔2026〕12号"


@pytest.mark.parametrize(
    "number", ["粤 穗", "粤执〔2026〕1 2号", "GD 563", "粤执 AB〔2026〕1号", "a b〔2026〕c d"]
)
def test_blanks_elsewhere_are_a_part_of_the_number(number: str) -> None:
    assert check_case_number(number) == number


@pytest.mark.parametrize(
    ("number", "name"), [(" 粤1号 ", "粤1号"), ("\t粤1号\n", "粤1号"), ("\u3000粤1号", "粤1号")]
)
def test_spaces_around_a_case_number_fall_away(number: str, name: str) -> None:
    assert check_case_number(number) == name


@pytest.mark.parametrize("behind", ["。", " 。", "，", "；", ".", "．"])
def test_the_end_of_a_sentence_is_no_part_of_a_new_number(behind: str) -> None:
    assert check_new_number(f"粤韶执〔2026〕12号{behind}") == "粤韶执〔2026〕12号"
    for number in ("粤韶执〔2026〕第12号", "粤韶执〔2026〕012号"):
        assert check_new_number(number + behind) == number


def test_a_case_number_is_put_in_nfc() -> None:
    compatibility = "\uf900執1号"  # a CJK compatibility ideograph: NFC turns it into 豈
    assert check_case_number(compatibility) == "豈執1号"


REFUSED = {
    "nothing": "",
    "spaces": "   ",
    "slash": "粤/穗",
    "root": "/",
    "absolute": "/etc/passwd",
    "backslash": "粤\\穗",
    "up": "..",
    "up and over": "../x",
    "dots within": "a..b",
    "here": ".",
    "hidden": ".粤",
    "trailing dot": "粤.",
    "trailing dot and space": "粤. ",
    "leading dash": "-rf",
    "null": "粤\x00穗",
    "newline": "粤\n穗",
    "tab": "粤\t穗",
    "escape": "粤\x1b[31m",
    "delete": "a\x7f",
    "colon": "C:",
    "stream": "a:b",
    "star": "a*",
    "question mark": "a?",
    "quote": 'a"b',
    "less": "<a>",
    "pipe": "a|b",
    "tilde": "~",
    "dollar": "$HOME",
    "percent": "a%2fb",
    "semicolon": "a;b",
    "ampersand": "a&b",
    "full-width slash": "粤／穗",
    "division slash": "粤∕穗",
    "fraction slash": "粤⁄穗",
    "two dot leader": "‥/x",
    "one dot leaders": "․․",
    "right to left": "粤\u202e穗",
    "zero width": "粤\u200b穗",
    "no-break space": "粤\xa0穗",
    "surrogate": "粤\ud800",
    "emoji": "粤😀",
    "combining": "粤a\u0301",
    "CON": "CON",
    "con": "con",
    "Con.txt": "Con.txt",
    "NUL": "NUL",
    "PRN": "PRN",
    "AUX": "aux",
    "COM1": "com1",
    "LPT9": "LPT9.x",
    "CON with space": "CON ",
    "CON with space and ending": "CON .txt",
    "300 characters": "号" * 300,
    "76 characters": "号" * 76,
    "300 letters": "a" * 300,
}


@pytest.mark.parametrize("number", REFUSED.values(), ids=list(REFUSED))
def test_a_dangerous_case_number_is_refused_with_a_remedy(number: str) -> None:
    with pytest.raises(CaseNumberRefused) as refused:
        check_case_number(number)
    error = refused.value
    assert error.what
    assert error.remedy
    assert error.exit_code == 3
    assert len(str(error)) < 400
    assert str(error).replace("\n", "").isprintable()


def test_a_control_character_is_named_not_printed() -> None:
    with pytest.raises(CaseNumberRefused) as refused:
        check_case_number("粤\x1b穗")
    assert refused.value.what == "案号里不能有控制字符 U+001B"


@given(number=st.text(st.characters(), max_size=80) | st.text("号.〔〕 -aCON1", max_size=12))
def test_any_text_is_refused_or_names_one_folder_right_here(number: str) -> None:
    try:
        name = check_case_number(number)
    except CaseNumberRefused:
        return
    assert name == unicodedata.normalize("NFC", name) == name.strip()
    assert Path(name).name == name
    assert Path(name).parts == (name,)
    assert name not in (".", "..")
    assert not name.startswith((".", "-"))
    assert not name.endswith(".")
    assert len(f"{name}（原99）".encode()) <= 255
    assert check_case_number(name) == name


def test_a_number_of_a_record_is_judged_alike_in_every_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    """A paper was made elsewhere; only a folder is made here."""

    def narrow(name: str) -> bytes:
        return name.encode("latin-1")

    monkeypatch.setattr("os.fsencode", narrow)
    assert check_case_number("粤穗执〔2026〕12号", here=False) == "粤穗执〔2026〕12号"
    with pytest.raises(CaseNumberRefused, match="系统的编码"):
        check_case_number("粤穗执〔2026〕12号")


@pytest.mark.parametrize("words", ["待定", "不清楚", "没有", "无", "u", "Q", " 待定 "])
def test_what_says_that_there_is_no_number_begins_no_case(words: str) -> None:
    with pytest.raises(CaseNumberRefused, match="不是案号") as refused:
        check_new_number(words)
    assert "自己编一个" in refused.value.remedy
    assert check_case_number(words) == words.strip()
