"""Cells of a table that are pasted without a word of the terminal's: the tab between them is no key, and two numbers stay two."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from person import CTRL_C, Person, facts, start
from piped import piped
from walk import small

import strategies as s
from yanpan.answers.model import Person as Officer
from yanpan.answers.model import Value
from yanpan.interview.extras import short
from yanpan.interview.field import Field
from yanpan.interview.line import LinePage
from yanpan.interview.opening import case_number_page
from yanpan.interview.pages import Flow, Screen
from yanpan.interview.session import Session
from yanpan.interview.write import write_page

OFFERS: dict[str, Value] = {"unit": "某局", "officers": (Officer("张三", "粤A001"),)}
MARKS = [
    "\t",
    "\x0b",
    "\x0c",
    "\x0e",
    "\x10",
    "\x12",
    "\x14",
    "\x1a",
    "\x1c",
    "\x1d",
    "\x1e",
    "\x1f",
    "\x00",
    "\x07",
    "\x85",
    "\x0f",
]


def page(name: str) -> Any:
    if name == "number of the case":
        return case_number_page("粤韶执〔2026〕13号", str, "", "Esc 回上一屏")
    if name == "line":
        return LinePage("时限", "什么时候？", text="实施前", suggested=True, check=short)
    return write_page(Session(small(), offers=OFFERS), small().questions[name], "1号", lambda: s.AT)


async def typed(
    first: Any, pieces: Sequence[str], monkeypatch: pytest.MonkeyPatch, gap: float = 0.1
) -> tuple[Any, str]:
    """What a page that one has looked at is answered with, if it is, and what stands in its field."""

    async def ask() -> Any:
        return await Screen().show(first)

    flow: Flow[Any] = Flow(ask())
    async with piped(flow, monkeypatch) as (keys, _):
        await asyncio.sleep(0.7)
        for piece in pieces:
            keys.send_text(piece)
            await asyncio.sleep(gap)
        await asyncio.sleep(0.3)
        return flow.result if flow.page is None else None, first.field.text


def outcome(name: str, pieces: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> tuple[Any, str]:
    return asyncio.run(typed(page(name), pieces, monkeypatch))


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("mark", MARKS)
def test_two_numbers_with_a_mark_between_them_stay_two(mark: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answer, text = outcome("people", [f"12{mark}3\r"], monkeypatch)
    assert answer is None
    assert text == "12 3"


@pytest.mark.parametrize("pieces", [["1\t", "200\r"], ["1", "\t200\r"], ["1", "\t", "200\r"], ["1\t200\t\r"]])
def test_so_they_do_when_the_line_cuts_them_apart(pieces: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    answer, text = outcome("people", pieces, monkeypatch)
    assert answer is None
    assert text.strip() == "1 200"


TAKEN = {
    "unit": ("\t乙局\r", "乙局"), "officers": ("\t李四\t粤A002\r", ""), "start": ("\t明天上午\t9点\r", "明天上午 9点"),
    "line": ("\t今天\t下午5点\r", "今天 下午5点"), "number of the case": ("\t粤55号\r", "粤55号"), "party": ("甲公司\t乙\r", "甲公司 乙"),
}  # fmt: skip


@pytest.mark.parametrize("name", TAKEN)
def test_a_tab_in_front_of_cells_takes_nothing_that_is_remembered(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, text = TAKEN[name]
    asked = page(name)
    answer, stands = asyncio.run(typed(asked, [words], monkeypatch))
    assert stands.strip() == text
    value = getattr(answer, "value", getattr(answer, "text", None))
    assert value not in (*OFFERS.values(), "实施前", "粤韶执〔2026〕13号")
    if name == "officers":
        assert asked.people == [Officer("李四", "粤A002")]


@pytest.mark.parametrize("gap", [0.0, 0.003, 0.01])
@pytest.mark.parametrize("name", TAKEN)
def test_nor_does_one_that_a_slow_line_hands_over_before_them(
    name: str, gap: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, text = TAKEN[name]
    asked = page(name)
    answer, stands = asyncio.run(typed(asked, ["\t", words.removeprefix("\t")], monkeypatch, gap))
    assert stands.strip() == text
    value = getattr(answer, "value", getattr(answer, "text", None))
    assert value not in (*OFFERS.values(), "实施前", "粤韶执〔2026〕13号")
    if name == "officers":
        assert asked.people == [Officer("李四", "粤A002")]


EMPTY = (["\t\t\r\n"], ["\t\t"], ["\t\r"], ["\t", "\t"], ["\t", "\r"], ["\t", "\t\t\r"], ["\t\t\t", "\r\n"])


@pytest.mark.parametrize("pieces", EMPTY, ids=repr)
@pytest.mark.parametrize("name", ["unit", "officers", "line", "number of the case"])
def test_a_row_of_empty_cells_takes_nothing_that_is_remembered(
    name: str, pieces: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = page(name)
    before = asked.field.text
    answer, stands = asyncio.run(typed(asked, pieces, monkeypatch, 0.003))
    assert answer is None
    assert stands == before


def test_a_tab_alone_is_still_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("unit", "officers"):
        answer, _ = outcome(name, ["\t"], monkeypatch)
        assert answer.value == OFFERS[name]
    answer, _ = outcome("line", ["\t"], monkeypatch)
    assert answer.text == "实施前"


@pytest.mark.parametrize("pieces", [["昨天上午9点\r\t"], ["昨天上午9点\r", "\t"]])
def test_a_tab_confirms_no_time_that_is_over_before_it_was_asked_about(
    pieces: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = page("start")
    answer, _ = asyncio.run(typed(asked, pieces, monkeypatch))
    assert answer is None
    assert "已经过去" in asked.message


def test_a_tab_that_answers_the_question_does(monkeypatch: pytest.MonkeyPatch) -> None:
    answer, _ = outcome("start", ["昨天上午9点\r", "", "", "", "", "", "", "", "", "\t"], monkeypatch)
    assert answer.value.hour == 9


@pytest.mark.parametrize("keys", ["乙居\x7f局\r", "x\x15乙局\r", "甲\x17乙局\r"])
def test_who_corrects_ahead_of_a_slow_line_has_corrected(keys: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answer, _ = outcome("unit", [keys], monkeypatch)
    assert answer.value == "乙局"


@pytest.mark.parametrize("mark", [*MARKS, "\x01", "\x7f", "\x9b", "\r\n", "\u2028"])
def test_nor_are_they_joined_in_a_paste_that_is_one(mark: str) -> None:
    field = Field()
    field.insert(f"12{mark}3")
    assert field.text.split() == ["12", "3"]


@pytest.mark.long
def test_cells_pasted_onto_a_number_are_no_number(tmp_path: Path) -> None:
    person: Person = start(tmp_path / "home").press("某局", "\r").see("由哪些").press("张三 粤A001", "\r")
    person.see("1 张三").press("\r").see("哪一种").press("2").see("当事人是谁").press("\r").see("什么时候")
    person.press("现在", "\r").see("多少人").pause().program.send("1\t200\r")
    person.see("看不出是一个数还是两个数").press(CTRL_C).ends()
    assert "1200" not in person.draft()


@pytest.mark.long
def test_cells_pasted_over_officers_that_are_remembered_are_the_officers(tmp_path: Path) -> None:
    home = tmp_path / "home"
    person = facts(start(home)).press("1").see("会有哪些反应").press("0").see("检查答案").press("y")
    assert person.ends() == 0
    person = Person(home).see("13号").press("韶1号", "\r").see("和上次一样吗").press("n").see("› 某局")
    person.press("乙局", "\r").see("1 张三").pause().program.send("\t李四\t粤A002\r")
    person.see("1 李四  粤A002").press(CTRL_C).ends()
    assert r"李四\t粤A002" in person.draft()
