"""1⏎ of somebody who ends every answer with Enter: the digit has answered, and the Enter leaves no question empty."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from piped import piped
from walk import small

from strategies import AT
from yanpan.interview.choice_page import choice_page
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
