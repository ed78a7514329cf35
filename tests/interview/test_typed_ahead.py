"""What is typed while a page turns stands in the next field whole or not at all, however the line cuts it."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable
from typing import Any

import pytest
from piped import piped

from yanpan.interview import screen
from yanpan.interview.item import Item
from yanpan.interview.line import LinePage
from yanpan.interview.listing import ListPage
from yanpan.interview.pages import Flow, Screen
from yanpan.interview.paint import Picture

GAP = 0.06


class Pick(ListPage):
    """Answered by a digit."""

    message = ""

    def items(self) -> list[Item]:
        return [Item(1, "甲"), Item(2, "乙")]

    def paint(self, width: int, height: int | None) -> Picture:  # noqa: ARG002
        return Picture()

    def press(self, key: str, typed: str) -> object | None:  # noqa: ARG002
        return typed if typed in ("1", "2") else None


async def two(first: Any, then: LinePage) -> str:
    await Screen().show(first)
    return (await Screen().show(then)).text or ""


async def settled(state: Callable[[], object]) -> None:
    """Wait until nothing changes for half a second in which the loop is never late: on a busy machine all takes longer."""
    calm = 0
    for _ in range(200):
        before, begun = state(), time.monotonic()
        await asyncio.sleep(0.05)
        calm = calm + 1 if state() == before and time.monotonic() - begun < 0.1 else 0
        if calm == 10:
            return


async def held(
    first: Any,
    pieces: list[tuple[float, bytes]],
    monkeypatch: pytest.MonkeyPatch,
    second: LinePage | None = None,
) -> tuple[str, str]:
    """What the field after `first` holds, and what is said, once these pieces have come, each after so many seconds."""
    then = second or LinePage("第二页", "多少？")
    flow = Flow(two(first, then))
    async with piped(flow, monkeypatch) as (keys, _):
        for wait, piece in pieces:
            await asyncio.sleep(wait)
            keys.send_bytes(piece)
        await settled(lambda: (then.field.text, flow.page, first.message, then.message))
        return then.field.text, first.message if flow.page is first else then.message


async def taken(
    first: Any, pieces: list[tuple[float, bytes]], monkeypatch: pytest.MonkeyPatch
) -> tuple[str, str, str | None]:
    """As `held`, and what the field was answered with, if it was."""
    answers: list[str] = []

    class Second(LinePage):
        def press(self, key: str, typed: str) -> Any:
            answer = super().press(key, typed)
            if answer is not None:
                answers.append(str(answer.text))
            return answer

    text, said = await held(first, pieces, monkeypatch, Second("第二页", "多少？"))
    return text, said, answers[0] if answers else None


def splits(data: bytes) -> list[list[tuple[float, bytes]]]:
    """Every way to cut these bytes into pieces."""
    found = []
    for cuts in itertools.product([False, True], repeat=len(data) - 1):
        pieces, piece = [], bytearray(data[:1])
        for cut, byte in zip(cuts, data[1:], strict=True):
            if cut:
                pieces.append((GAP, bytes(piece)))
                piece = bytearray()
            piece.append(byte)
        found.append([*pieces, (GAP, bytes(piece))])
    return found


CASES = [
    (LinePage, b"a\r", "45"),
    (LinePage, b"a\r", "陈4"),
    (LinePage, b"a\r", "\x1b[200~45\x1b[201~"),
    (Pick, b"1", "45"),
    (Pick, b"1", "陈4"),
    (Pick, b"1", "145"),
    (Pick, b"1", "\x1b[200~45\x1b[201~"),
]


@pytest.mark.long(one_in=9)
@pytest.mark.parametrize(("kind", "leaves", "typed"), CASES)
def test_all_of_it_or_none(kind: Any, leaves: bytes, typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = typed.removeprefix("\x1b[200~").removesuffix("\x1b[201~")
    data = typed.encode()
    cuts = (
        splits(data) if len(data) < 6 else [[(GAP, data[:n]), (GAP, data[n:])] for n in range(1, len(data))]
    )

    ways = [
        [(0.0, leaves + cut[0][1]), *cut[1:]] if joined else [(0.0, leaves), *cut]
        for joined, cut in itertools.product([True, False], cuts)
    ]

    async def each(pieces: list[list[tuple[float, bytes]]]) -> list[tuple[str, str]]:
        pages = [LinePage("第一页", "甲？") if kind is LinePage else kind() for _ in pieces]
        return list(await asyncio.gather(*map(held, pages, pieces, itertools.repeat(monkeypatch))))

    def right(text: str, said: str) -> bool:
        told = any(words in said for words in ("换页时打的字没有收下", "键还按着", "没有当成按键"))
        return text == whole or (kind is not LinePage and not text and told)

    for way, found in zip(ways, asyncio.run(each(ways)), strict=True):
        # A busy machine may have been late with one of so many at once: then it is tried alone.
        for _ in range(3):
            if right(*found):
                break
            [found] = asyncio.run(each([way]))
        assert right(*found), (way, found)


def test_enter_behind_what_was_dropped_answers_nothing_and_a_pause_ends_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def one(*pieces: tuple[float, bytes]) -> tuple[str, str]:
        return await held(Pick(), list(pieces), monkeypatch)

    text, said = asyncio.run(one((0, b"14"), (0.1, b"5"), (0.1, b"\r")))
    assert (text, said) == ("", screen.AHEAD)
    text, _ = asyncio.run(one((0, b"14"), (0.1, b"5"), (screen.PAUSE + 0.3, b"45")))
    assert text == "45"


def test_a_house_number_behind_the_digit_that_answered_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = [(1 / 9, c.encode()) for c in "11栋101李某"]

    async def both() -> list[tuple[str, str]]:
        one = held(Pick(), [(0, b"1"), (0.5, b""), *typed], monkeypatch)
        down = held(Pick(), [(0, b"1"), (0.4, b"1"), *[(0.035, b"1")] * 12], monkeypatch)
        return list(await asyncio.gather(one, down))

    for _ in range(3):
        # A busy machine may have been late with a key: then both are tried again.
        (text, _), (held_down, said) = asyncio.run(both())
        if text and not held_down:
            break
    assert text == "11栋101李某"
    assert held_down == ""
    assert "键还按着" in said


WAITS = [0.1, 0.3, 0.45, 0.6, 0.8, 1.2]


@pytest.mark.long
def test_what_follows_on_dropped_text_after_any_pause_is_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    """An input method commits word by word: 陈大, and 文木业有限公司 later. Half a name is another name."""

    async def each(leaves: str, rest: str) -> list[tuple[str, str, str | None]]:
        return list(
            await asyncio.gather(
                *(
                    taken(
                        Pick(),
                        [
                            (0, leaves[:1].encode()),
                            (0.05, leaves[1:].encode()),
                            (wait, rest.encode()),
                            (0.7, b"\r"),
                        ],
                        monkeypatch,
                    )
                    for wait in WAITS
                )
            )
        )

    for leaves, rest in (
        ("1陈大", "文木业有限公司"),
        ("1" + "11", "栋101李某"),
        ("2韶关", "市"),
        ("14", "5"),
    ):
        for text, said, answer in asyncio.run(each(leaves, rest)):
            assert answer is None, (leaves, rest, text)
            assert said.startswith(screen.AHEAD), (said, text)


@pytest.mark.long
def test_who_has_looked_takes_the_field_by_a_second_enter(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = [(0, b"1"), (0.1, "陈".encode()), (1.2, "陈大文".encode()), (0.1, b"\r")]

    async def ways() -> list[tuple[str, str, str | None]]:
        again = [(1.6, b"\r"), (0.2, b"")]
        return list(
            await asyncio.gather(
                taken(Pick(), [*pieces, *again], monkeypatch),
                taken(Pick(), [*pieces, (0.3, "木业".encode()), (0.1, b"\r")], monkeypatch),
                taken(Pick(), [(0, b"1"), (0.1, "陈".encode()), (1.2, "大".encode()), (0.1, b"\x15"), (0.1, "陈大".encode()), (0.1, b"\r")],
                      monkeypatch),
                taken(Pick(), [(0, b"1"), (0.1, "陈".encode()), (1.2, b"\r")], monkeypatch),
                taken(Pick(), [(0, b"1"), (1.2, "陈大".encode()), (0.3, b"\r")], monkeypatch),
            )
        )  # fmt: skip

    confirmed, more, anew, empty, usual = asyncio.run(ways())
    assert confirmed[2] == "陈大文"
    assert more[2] is None, more
    assert more[0] == "陈大文木业", more
    assert screen.DOUBT in more[1]
    assert anew[2] == "陈大"
    assert empty[2] is None
    assert screen.DOUBT_EMPTY in empty[1]
    assert usual[2] == "陈大"


@pytest.mark.long
def test_the_warning_stays_while_typing(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = [(0.05, c.encode()) for c in "大文木业"]
    for extra in ([], [(0.05, b"\x7f")], [(0.05, b"\x1b[D")]):
        text, said = asyncio.run(
            held(Pick(), [(0, b"1"), (0.1, "陈".encode()), (1.2, b""), *typed, *extra], monkeypatch)
        )
        assert text.startswith("大文木")
        assert said.startswith(screen.AHEAD)
