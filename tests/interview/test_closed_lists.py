"""A list that has seen words is closed until nothing comes: Enter, Tab, arrows and digits among them answer nothing."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Sequence
from typing import Any

import pytest
from piped import piped
from walk import small

import strategies as s
from yanpan.interview.burst import APART, Burst
from yanpan.interview.choice_page import choice_page
from yanpan.interview.lists import MeasuresPage
from yanpan.interview.pages import Flow, Screen
from yanpan.interview.session import Session
from yanpan.interview.write import write_page
from yanpan.questionnaire.model import QuestionType

Piece = tuple[float, str]


def page(kind: str) -> Any:
    if kind == "act":
        form = s.gd563()
        question = next(q for q in form.questionnaire.questions if q.acts)
    else:
        form = small()
        type_ = QuestionType.CHOICES if kind == "choices" else QuestionType.CHOICE
        question = [q for q in form.questionnaire.questions if q.type is type_][-1]
    return choice_page(Session(form), question, "1号", lambda: s.AT)


def field(name: str) -> Any:
    return write_page(Session(small()), small().questions[name], "1号", lambda: s.AT)


async def answer(first: Any, pieces: Sequence[Piece], monkeypatch: pytest.MonkeyPatch) -> Any:
    """What a page is answered with by these pieces, each sent after so many seconds; None when it stands."""

    async def ask() -> Any:
        return await Screen().show(first)

    flow = Flow(ask())
    async with piped(flow, monkeypatch) as (keys, _):
        for wait, piece in pieces:
            await asyncio.sleep(wait)
            keys.send_text(piece)
        # A digit behind what was looked for picks when nothing follows it.
        await asyncio.sleep(APART + 0.3)
        return flow.result if flow.page is None else None


def all_at_once(ways: Sequence[Awaitable[Any]]) -> list[Any]:
    async def each() -> list[Any]:
        return list(await asyncio.gather(*ways))

    return asyncio.run(each())


def nothing(kind: str, ways: Sequence[Sequence[Piece]], monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [page(kind) for _ in ways]
    answers = all_at_once([answer(one, way, monkeypatch) for one, way in zip(pages, ways, strict=True)])
    for one, way, found in zip(pages, ways, answers, strict=True):
        # A key that a busy machine has handed over late was pressed after a pause: then it is tried alone.
        for _ in range(3):
            if found is None:
                break
            one = page(kind)
            [found] = all_at_once([answer(one, way, monkeypatch)])
        assert found is None, (way, found)
        # What is typed on the act page is looked for, and shown as that.
        assert one.message or one.searched, way


KINDS = ["choice", "choices", "act"]
LINES = [
    "罚款50元\n1\n2\n", "现在\r1\r", "abc\t1", "一、\n1、\n2、\n", "罚款\r1", "罚款\r\n1\r\n", "张三\n1\n2\n0\n", "款\x1b[B\r", "款\x1b[B1\r",
    "\x1b[200~罚款\x1b[201~\r1\r", "（1）\r", "，1\r", "a\n1\nu\n", "1、\n2、\n",
]  # fmt: skip


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("kind", KINDS)
def test_lines_in_one_piece_answer_nothing(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing(kind, [[(0.0, text)] for text in LINES], monkeypatch)


def test_a_command_with_a_digit_right_behind_is_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing("choice", [[(0.0, text)] for text in ("u1", "U1", "ｕ1", "u1\r", "n2", "b1")], monkeypatch)


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("kind", KINDS)
def test_a_slow_typist_answers_nothing_by_a_word(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["没有\r1", "没有\t1", "没有\x1b[B\r", "款\r1\r", "款\x1bOB1"]
    ways = [[(0.25, c) for c in _keys(word)] for word in words]
    nothing(kind, ways, monkeypatch)


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("kind", KINDS)
def test_no_mix_of_words_and_keys_answers_anything(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It begins with a character that is no key, or comes in one piece with one."""
    dice = random.Random(f"mixed {kind}")  # noqa: S311
    keys = [
        "\r",
        "\n",
        "\r\n",
        "\t",
        "\x1b[A",
        "\x1b[B",
        "\x1b[C",
        "\x1b[D",
        "\x1bOH",
        *"123456789",
        "0",
        "1",
        "2",
        "-",
        " ",
    ]
    words = ["款", "没有", "、", "罚款", "（", "kc", "第", "号", "元", "\x1b[200~张三\n1\x1b[201~"]
    ways = []
    for _ in range(40):
        burst = [dice.choice(keys if dice.random() < 0.6 else words) for _ in range(dice.randint(2, 8))]
        if dice.random() < 0.5:
            at = dice.randint(0, len(burst))
            ways.append([(0.0, "".join([*burst[:at], dice.choice(words), *burst[at:]]))])
        else:
            gap = dice.uniform(0.02, 0.3)
            ways.append([(gap, piece) for piece in (dice.choice(words[:5]), *burst)])
    nothing(kind, ways, monkeypatch)


def _keys(text: str) -> list[str]:
    found: list[str] = []
    for c in text:
        if found and found[-1].startswith("\x1b") and len(found[-1]) < 3:
            found[-1] += c
        else:
            found.append(c)
    return found


HONEST: list[tuple[str, list[Piece], object]] = [
    ("choice", [(0, "1")], "first"),
    ("choice", [(0, "\x1b[B\r")], "first"),
    ("choice", [(0, "\x1b[B"), (0.1, "\x1b[A"), (0.1, "\x1b[B"), (0.1, "\r")], "any"),
    ("choice", [(0, "没有\r"), (APART + 0.1, "1")], "first"),
    ("choice", [(0, "u")], "unknown"),
    ("choice", [(0, "?")], "basis"),
    ("choice", [(0, "n")], "note"),
    ("choices", [(0, "0")], "none"),
    ("choices", [(0, "1\r")], "any"),
    ("choices", [(0, "1"), (0.1, "2"), (0.1, "\r")], "any"),
    ("choices", [(0, "\x1b[B "), (0.1, "\r")], "any"),
    ("act", [(0, "罚款"), (APART + 0.1, "1")], "any"),
    ("act", [(0, "kc"), (APART + 0.1, "\x1b[B\r")], "any"),
    ("act", [(0, "kx\x7fc"), (APART + 0.1, "1")], "any"),
]


@pytest.mark.long(one_in=15)
@pytest.mark.parametrize(("kind", "way", "meant"), HONEST)
def test_who_presses_a_key_is_answered_at_once(
    kind: str, way: list[Piece], meant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        one = page(kind)
        [found] = all_at_once([answer(one, way, monkeypatch)])
        if found is not None:
            break
    assert found is not None, one.message
    if meant in ("basis", "note"):
        assert found.name == meant
    else:
        values = {"first": one.items()[0].value, "unknown": "unknown", "none": (), "any": found.value}
        assert (found.name, found.value) == ("answer", values[meant])


def test_the_list_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    one = page("choice")
    all_at_once([answer(one, [(0, "没有\r")], monkeypatch)])
    assert "停一下" in one.message


# ── The rule ──


def test_only_a_pause_opens_a_list_again() -> None:
    now = [0.0]
    burst, list_ = Burst(lambda: now[0]), object()

    def press(key: str, typed: str = "", wait: float = APART - 0.01, **more: bool) -> bool:
        now[0] += wait
        return burst.joins(key, typed, list_, **more)

    assert not press("text", "款", wait=9, chooses=False)
    for key in ("enter", "tab", "down", "enter", "escape"):
        assert press(key)
    assert press("text", "1")
    assert press("enter")
    assert not press("enter", wait=APART + 0.01)
    assert not press("text", "1")
    assert not press("enter")
    assert not press("text", "款", wait=9, chooses=False)
    assert not press("enter", listed=False)
    assert not press("text", "1")


def test_enter_behind_a_digit_that_turned_the_page_makes_no_answer_of_the_next_digit() -> None:
    """1⏎2⏎ of somebody who takes it for lines; with an arrow between them the second is a choice."""
    now = [9.0]
    for key, joins in (("enter", True), ("tab", True), ("left", False), ("down", False)):
        burst, first, second = Burst(lambda: now[0]), object(), object()
        assert not burst.joins("text", "1", first)
        now[0] += 0.3
        assert not burst.joins(key, "", second)
        now[0] += 0.3
        assert burst.joins("text", "2", second) is joins


# ── Lines in a field ──


@pytest.mark.long(one_in=8)
@pytest.mark.parametrize(
    ("name", "text", "kept"),
    [
        ("unit", "一、\n1、\n2、\n", "一、 1、 2、"), ("unit", "某局\r\n罚款\r\n", "某局 罚款"), ("unit", "5000\n0\n0\ny\n", "5000 0 0 y"),
        ("officers", "张三 粤A001\r\n李四 粤A002\r\n", "张三 粤A001；李四 粤A002"), ("unit", "某局\n\n\n罚款\n\n", "某局 罚款"),
    ],
)  # fmt: skip
def test_several_lines_at_once_stay_in_the_field(
    name: str, text: str, kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = field(name)
    [found] = all_at_once([answer(one, [(0, text)], monkeypatch)])
    assert found is None
    assert one.field.text == kept
    assert "几行" in one.message
    # Who has looked at it is asked once, and takes it.
    one = field(name)
    way = [(0, text), (1.6, "\r"), (1.6, "\r"), (1.6, "\r")]
    [found] = all_at_once([answer(one, way, monkeypatch)])
    assert found is not None, one.message


def test_one_line_at_once_is_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ("某局\n", "某局\r\n"):
        [found] = all_at_once([answer(field("unit"), [(0, text)], monkeypatch)])
        assert found.value == "某局"


def test_measures_are_not_taken_by_words() -> None:
    assert not MeasuresPage.stands_for(object.__new__(MeasuresPage), "款")
    assert MeasuresPage.stands_for(object.__new__(MeasuresPage), "a")
