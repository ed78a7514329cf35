"""1⏎ of somebody who ends every answer with Enter: the digit has answered, and the Enter leaves no question empty."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from piped import piped
from walk import small

from strategies import AT
from yanpan.interview.choice_page import choice_page
from yanpan.interview.lists import CarriedPage
from yanpan.interview.pages import Flow, Screen
from yanpan.interview.session import Session
from yanpan.interview.write import write_page


async def behind(first: str, gaps: list[float], monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any]:
    """The field behind a list that a digit has answered, and its answer; Enter comes after each gap."""
    form = small()
    choice: Any = choice_page(Session(form), form.questions[first], "1号", lambda: AT)
    field: Any = write_page(Session(form), form.questions["party"], "1号", lambda: AT)

    async def ask() -> Any:
        await Screen().show(choice)
        return await Screen().show(field)

    flow = Flow(ask())
    async with piped(flow, monkeypatch) as (keys, _):
        keys.send_text("1")
        for gap in gaps:
            await asyncio.sleep(gap)
            keys.send_text("\r")
        await asyncio.sleep(0.7)
        found = flow.result if flow.page is None else None
    return field, found


@pytest.mark.parametrize("first", ["kind", "approved"])
@pytest.mark.parametrize("gaps", [[0.02], [0.1], [0.3], [0.45], [0.1, 0.1], [0.3, 0.1, 0.1]])
def test_it_leaves_no_question_empty(first: str, gaps: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        # A busy machine may hand a key over late.
        field, found = asyncio.run(behind(first, gaps, monkeypatch))
        if found is None:
            break
    assert found is None
    assert "没有算" in field.message or "没有收下" in field.message or "松开" in field.message


def test_who_has_looked_leaves_it_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    for gaps in ([0.9], [0.3, 1.8]):
        _, found = asyncio.run(behind("kind", gaps, monkeypatch))
        assert found.name == "skip"


async def at_once(page: Any, keys: str, gap: float, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What a page is answered with whose question before was left by Enter, the keys so long behind; None while it stands."""

    async def ask() -> Any:
        before: Any = write_page(Session(small()), small().questions["party"], "1号", lambda: AT)
        await Screen().show(before)
        return await Screen().show(page)

    flow = Flow(ask())
    async with piped(flow, monkeypatch) as (sent, _):
        sent.send_text("陈某\r")
        await asyncio.sleep(gap)
        sent.send_text(keys)
        await asyncio.sleep(0.7)
        return flow.result if flow.page is None else None


@pytest.mark.parametrize("gap", [0.3, 0.45])
def test_what_stands_there_already_is_taken_by_no_enter_and_no_tab_from_habit(
    gap: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a number, ticks of before, carried facts: the finger that left the page before comes down once more."""
    form = small()

    def pages() -> list[tuple[Any, str]]:
        number: Any = write_page(Session(form), form.questions["people"], "1号", lambda: AT)
        number.field.insert("3")
        ticks: Any = choice_page(Session(form), form.questions["reactions"], "1号", lambda: AT)
        ticks.tick(["gather"])
        carried = CarriedPage(Session(form, offers={"unit": "某局"}), ["unit"], "1号")
        return [(number, "\r"), (ticks, "\r"), (carried, "\t")]

    for index in range(3):
        for _ in range(3):
            # A busy machine may hand a key over late.
            page, key = pages()[index]
            found = asyncio.run(at_once(page, key, gap, monkeypatch))
            if found is None:
                break
        assert found is None, (index, found)
