"""What comes in one piece was not pressed key by key: a number of an input method, the keys of a line that stood still."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from piped import piped
from test_closed_lists import all_at_once, answer, field, nothing
from test_closed_lists import page as one
from test_seen import second

from yanpan.errors import Interrupted
from yanpan.interview.burst import APART
from yanpan.interview.fingers import LET_GO, Fingers, Verdict
from yanpan.interview.pages import Flow, Screen


@pytest.mark.parametrize("number", ["500", "２０", "30", "11", "12", "300000"])
def test_a_number_in_one_piece_picks_nothing_where_words_are_looked_for(
    number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing("act", [[(0, word), (APART + 0.3, number)] for word in ("罚款", "查封", "拆")], monkeypatch)


def test_a_digit_of_its_own_still_picks(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        [found] = all_at_once([answer(one("act"), [(0, "查封"), (APART + 0.3, "1")], monkeypatch)])
        if found is not None:
            break
    assert found is not None


@pytest.mark.parametrize("number", ["500元", "53元", "5000", "2000块", "5户", "50万元", "3号仓", "55元"])
@pytest.mark.parametrize("gap", [0.12, 0.3])
def test_a_number_typed_behind_a_pause_is_looked_for(
    number: str, gap: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing("act", [[(0, "罚款"), (APART + 0.4, number[0]), *((gap, c) for c in number[1:])]], monkeypatch)


def test_enter_behind_a_digit_takes_what_the_digit_picks(monkeypatch: pytest.MonkeyPatch) -> None:
    [found] = all_at_once([answer(one("act"), [(0, "查封"), (APART + 0.3, "1"), (0.1, "\r")], monkeypatch)])
    assert found is not None


@pytest.mark.parametrize("key", ["\x7f", "\x1b[B", "\t"])
def test_another_key_behind_a_digit_leaves_it_looked_for(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing("act", [[(0, "查封"), (APART + 0.3, "1"), (0.1, key)]], monkeypatch)


# ── A key held down over a line that stands still ──


@pytest.mark.parametrize("key", ["1", "enter", "tab", "u"])
def test_a_bundle_behind_a_standstill_is_the_key_that_was_down(key: str) -> None:
    now = [50.0]
    fingers = Fingers(lambda: now[0])
    now[0] += 9
    assert fingers.judge(key, "first", free=False) is Verdict.TAKE
    now[0] += 2 * LET_GO
    bundle = [fingers.judge(key, "second", free=False, held=left >= 2) for left in reversed(range(12))]
    assert set(bundle) == {Verdict.DROP}
    # Another key is pressed, and so is the same one once it was let go.
    assert fingers.judge("2", "second", free=False) is Verdict.TAKE
    now[0] += 2 * LET_GO
    assert fingers.judge("2", "third", free=False) is Verdict.TAKE


def test_it_ticks_and_answers_nothing_on_the_page_that_came_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for kind in ("choice", "choices"):
        then = one(kind)
        pieces = [(0.0, "1"), (LET_GO + 0.2, "1" * 15)]
        assert all_at_once([second(one("choice"), then, pieces, monkeypatch)]) == [None]
        assert getattr(then, "ticked", ()) == ()
        assert then.message


# ── Leaving ──


async def left(pieces: list[tuple[float, str]], monkeypatch: pytest.MonkeyPatch) -> str:
    """What stands in the field of the second page once the person has left there."""
    then = field("party")

    async def ask() -> Any:
        await Screen().show(one("choice"))
        return await Screen().show(then)

    flow: Flow[Any] = Flow(ask())
    with pytest.raises(Interrupted):
        async with piped(flow, monkeypatch, leaves=True) as (keys, terminal):
            for wait, piece in pieces:
                await asyncio.sleep(wait)
                if piece == "hang-up":
                    terminal._told_to_leave()
                else:
                    keys.send_text(piece)
    return str(then.held())


@pytest.mark.parametrize("leave", ["\x03", "\x04", "hang-up"])
@pytest.mark.parametrize("typed", ["1", "11", "111"])
def test_what_is_watched_when_the_person_leaves_is_kept(
    typed: str, leave: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind a 1 that answered the page before, 11 of 11栋 may be that key still down: it is not taken at once."""
    pieces = [(0.0, "1"), (0.8, typed[0]), *[(0.1, c) for c in typed[1:]], (0.05, leave)]
    assert asyncio.run(left(pieces, monkeypatch)) == typed
