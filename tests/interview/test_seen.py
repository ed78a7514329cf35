"""A page answers no key before it can have been read: not the one right behind the Enter that left the page before."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from typing import Any

import pytest
from piped import piped
from walk import small

import strategies as s
from yanpan.answers.model import Answer
from yanpan.interview.choice_page import choice_page
from yanpan.interview.extras import short
from yanpan.interview.line import LinePage
from yanpan.interview.lists import CarriedPage
from yanpan.interview.pages import Flow, Screen
from yanpan.interview.review import ReviewPage
from yanpan.interview.seen import SEEN, SOON, Seen
from yanpan.interview.session import Session
from yanpan.interview.write import write_page

Piece = tuple[float, str]
GIVEN = {"unit": Answer(value="某局"), "party": Answer(value="陈某")}


def page(kind: str) -> Any:
    form = small()
    session = Session(form, given=GIVEN)
    if kind == "line":
        return LinePage("备注", "甲？", check=short)
    if kind == "suggested":
        return LinePage("时限", "什么时候？", text="实施前", suggested=True)
    if kind == "carried":
        return CarriedPage(Session(form, offers={"unit": "某局"}), ["unit"], "1号")
    if kind == "review":
        return ReviewPage(Session(form, ended_early=True), "1号")
    question = form.questions[kind]
    make = choice_page if question.options else write_page
    return make(session, question, "1号", lambda: s.AT)


async def second(first: Any, then: Any, pieces: Sequence[Piece], monkeypatch: pytest.MonkeyPatch) -> Any:
    """What the page behind `first` is answered with, each piece sent after so many seconds; None when it stands."""

    async def ask() -> Any:
        await Screen().show(first)
        return await Screen().show(then)

    flow = Flow(ask())
    async with piped(flow, monkeypatch) as (keys, _):
        for wait, piece in pieces:
            await asyncio.sleep(wait)
            keys.send_text(piece)
        await asyncio.sleep(0.7)
        return flow.result if flow.page is None else None


def together(ways: Sequence[Awaitable[Any]]) -> list[Any]:
    async def each() -> list[Any]:
        return list(await asyncio.gather(*ways))

    return asyncio.run(each())


# How the page before is left, and what of the next one would be an answer.
LEAVES = {"line": "有老人\r", "suggested": "\t", "approved": "\x1b[B\r"}
ANSWERS = [
    ("approved", "2"), ("approved", "u"), ("approved", "\x1b[B\r"), ("reactions", "0"), ("reactions", "1\r"), ("carried", "\t"),
    ("review", "y"), ("suggested", "\t"), ("unit", "\r"), ("party", "\r"),
]  # fmt: skip


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("gap", [0.0, 0.02, 0.06, 0.12])
def test_a_key_right_behind_the_one_that_left_a_page_answers_nothing(
    gap: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [(leave, kind, key) for leave in LEAVES for kind, key in ANSWERS]
    pages = [page(kind) for _, kind, _ in cases]
    ways = [
        second(page(leave), then, [(0, LEAVES[leave]), (gap, key)], monkeypatch)
        for (leave, _, key), then in zip(cases, pages, strict=True)
    ]
    for case, then, found in zip(cases, pages, together(ways), strict=True):
        # A busy machine may be late with a key, which is then no longer right behind the other.
        for _ in range(3):
            if found is None and getattr(then, "ticked", ()) == ():
                break
            then = page(case[1])
            [found] = together(
                [second(page(case[0]), then, [(0, LEAVES[case[0]]), (gap, case[2])], monkeypatch)]
            )
        assert found is None, (case, found)
        assert getattr(then, "ticked", ()) == ()


def test_the_rest_of_what_was_typed_over_the_end_of_a_page_answers_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A text of two lines by something that types quickly: the second begins with what is a key there."""
    for kind, text in (("approved", "2间房"), ("review", "yes"), ("reactions", "0人"), ("approved", "u的")):
        pieces = [(0.0, "有老人\r"), *[(0.03, c) for c in text]]
        assert together([second(page("line"), page(kind), pieces, monkeypatch)]) == [None], text


def test_somebody_quick_who_has_looked_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [(kind, key) for kind, key in ANSWERS if key not in ("1\r", "\x1b[B\r")]
    for _ in range(3):
        ways = [
            second(
                page("line"),
                page(kind),
                [(0, "有老人\r"), (SEEN + 0.06 + 0.6 * (key in ("\r", "\t")), key)],
                monkeypatch,
            )
            for kind, key in cases
        ]
        found = together(ways[:3]) + together(ways[3:6]) + together(ways[6:])
        if None not in found:
            break
    assert None not in found, list(zip(cases, found, strict=True))


def test_it_is_told_and_the_key_counts_when_it_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    then = page("approved")
    assert together([second(page("line"), then, [(0, "有老人\r"), (0.05, "2")], monkeypatch)]) == [None]
    assert SOON in then.message
    pieces = [(0, "有老人\r"), (0.05, "2"), (0.9, "2")]
    for _ in range(3):
        [found] = together([second(page("line"), page("approved"), pieces, monkeypatch)])
        if found is not None:
            break
    assert found.value == "urgent"


def test_the_time_runs_from_the_moment_the_page_was_painted() -> None:
    now = [0.0]
    seen = Seen(lambda: now[0])
    assert not seen.too_soon
    seen.turned()
    now[0] += 9
    assert seen.too_soon
    seen.painted()
    now[0] += SEEN - 0.01
    seen.painted()
    assert seen.too_soon
    now[0] += 0.02
    assert not seen.too_soon
    seen.turned()
    assert seen.too_soon
