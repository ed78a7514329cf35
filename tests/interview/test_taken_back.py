"""What was written or answered stays through a change that is taken back: explanations, and answers that an act gave."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from walk import Walk, again, begun

from strategies import gd563
from yanpan.interview.besides import half_written
from yanpan.interview.session import Session

WORDS = "当事人绰号就叫强拆户，不是要拆房"
ID = "force_called_penalty"


def explained(home: Path) -> Walk:
    """At the review of a case with a contradiction that is explained."""
    walk = begun(home).enter("某局", "张三 粤A001").press("enter", "1").enter("强拆户陈某").enter("现在")
    walk.press("1", "0", "c", "3").enter(WORDS)
    assert walk.session.explained == {ID: WORDS}
    return walk.see("检查答案")


CHANGES = [
    [("party", "强拆户陈某某")], [("party", "陈某")], [("kind", "强制")], [("party", "陈某"), ("party", "强拆户某某")],
    [("kind", "强制"), ("party", "王某")],
]  # fmt: skip


@pytest.mark.parametrize("changes", CHANGES, ids=range(len(CHANGES)))
def test_an_explanation_counts_again_when_its_answers_are_back(
    tmp_path: Path, changes: list[tuple[str, str]]
) -> None:
    walk = explained(tmp_path / "home")
    session, had = walk.session, {n: walk.session.given[n].value for n in ("party", "kind")}
    for name, value in changes:
        session = session.reopen(name).answer(value)
        # Between other answers it explains nothing.
        assert session.explained == {}
        assert half_written(session) == ()
    for name in reversed([n for n, _ in changes]):
        session = session.reopen(name).answer(had[name])
    assert session.explained == {ID: WORDS}
    assert session.unexplained == ()
    assert not session.laid_by(ID)


def test_it_outlives_the_draft_and_is_offered_where_it_is_to_be_written_anew(tmp_path: Path) -> None:
    home = tmp_path / "home"
    walk = explained(home)
    walk.interview._keep(walk.session.reopen("party").answer("强拆户陈某某"))
    walk.leave()
    walk = again(home).see("检查答案").press("y", "3").see(WORDS, "按 Tab 照用")
    # Enter alone takes no words that were written for other answers.
    walk.press("enter").see("推荐的" if "推荐的" in walk.text else "Tab")
    assert walk.session.explained == {}
    walk.press("escape", "left")
    session = walk.session.reopen("party").answer("强拆户陈某")
    assert session.explained == {ID: WORDS}
    walk.press("y", "3", "tab")
    assert walk.flow.result is not None
    assert walk.flow.result.explained == {ID: WORDS}


def test_what_was_written_last_or_taken_back_is_what_stands(tmp_path: Path) -> None:
    session = explained(tmp_path / "home").session
    other = session.reopen("party").answer("强拆户王某").explain(ID, "说的是另一户人家")
    back = other.reopen("party").answer("强拆户陈某")
    assert back.explained == {}
    assert back.laid_by(ID) == "说的是另一户人家"
    gone = session.unexplain(ID).reopen("party").answer("陈某").reopen("party").answer("强拆户陈某")
    assert gone.explained == {}
    assert not gone.laid_by(ID)


def test_an_answer_left_empty_and_given_again_keeps_it_too(tmp_path: Path) -> None:
    session = explained(tmp_path / "home").session
    empty = session.reopen("party").skip()
    assert empty.explained == {}
    assert empty.reopen("party").answer("强拆户陈某").explained == {ID: WORDS}


# ── The act ──

ACTS = [act.id for act in gd563().acts.values() if act.sets]
NO_ACT = next(act.id for act in gd563().acts.values() if not act.sets)


def by_hand(act: str, note: str = "") -> Session:
    """A case without an act, its questions answered by hand with the last option of each."""
    settable = {name for act in gd563().acts.values() for name in act.sets}
    session = Session(gd563()).answer(NO_ACT)
    while open_ := [q for q in session.asked if q.id in settable and not session.done(q)]:
        last = open_[0].options[-1].value
        session = session.reopen(open_[0].id).answer((last,) if open_[0].type.value == "choices" else last)
    for name in gd563().acts[act].sets:
        if note and name in session.given:
            session = session.note(name, note, ())
    return session


@pytest.mark.parametrize("note", ["", "记一句"])
def test_answers_given_by_hand_are_there_again_when_the_act_is_taken_back(note: str) -> None:
    dice = random.Random("acts")  # noqa: S311
    for act in dice.sample(ACTS, 12):
        session = by_hand(act, note)
        assert len(session.given) > 1
        for between in ([act], [act, dice.choice(ACTS)], [act, act, dice.choice(ACTS), act]):
            there = session
            for name in between:
                there = there.reopen("act").answer(name)
                assert not any(n in there.given and not there.given[n].note for n in there.derived)
                assert half_written(there) == ()
            back = there.reopen("act").answer(NO_ACT)
            assert back.given == session.given, (act, between)
            assert back.typed == session.typed


def test_one_that_is_answered_anew_meanwhile_is_the_newer_one() -> None:
    session = Session(gd563()).answer(NO_ACT).reopen("kind").answer("强制")
    there = session.reopen("act").answer("扣车").reopen("act").answer(NO_ACT).reopen("kind").answer("处罚")
    assert there.given["kind"].value == "处罚"
    assert there.reopen("act").answer("扣车").reopen("act").answer(NO_ACT).given["kind"].value == "处罚"


def test_what_a_draft_holds_that_is_no_answer_any_more_is_dropped() -> None:
    session = Session(gd563()).answer(NO_ACT).reopen("kind").answer("强制").reopen("act").answer("扣车")
    [name] = [n for n in session.typed if n.endswith("kind")]
    for text in ("{", '"没有这一项"', "7", ""):
        assert "kind" not in session.hold(name, text).reopen("act").answer(NO_ACT).given
