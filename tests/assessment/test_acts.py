"""What an act answers is a fact like any other: said by the act or by hand, the case is judged the same."""

from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies as s
from yanpan.answers import Answer
from yanpan.assessment import Assessment, Outcome, answers_of, encode, recompute
from yanpan.assessment.slips import other_acts, slips_to


def _in_list(act: str, text: str) -> bool:
    """Whether the act is one of those in an `act in [...]` of a condition."""
    return any(f'"{act}"' in listed for listed in re.findall(r"act in \[(.*?)\]", text))


def _if_none_is_said(kind: object, text: str) -> bool:
    """Whether the condition holds of a kind of case only where no act was picked."""
    return "not answered(act)" in text and f'"{kind}"' in text


_CONDITIONS = [
    *(condition.text for condition in s.gd563().when.values()),
    *(condition.text for _, condition in s.gd563().contradictions),
    *(text for source in s.gd563().questionnaire.sources for text in (source.when or "", *source.when_provision.values())),
    *(duty.when or "" for duty in s.gd563().questionnaire.duties),
]  # fmt: skip
OF_THEIR_OWN = frozenset(
    act.id
    for act in s.gd563().acts.values()
    if any(
        f'act == "{act.id}"' in text or _in_list(act.id, text) or _if_none_is_said(act.sets.get("kind"), text)
        for text in _CONDITIONS
    )
)
"""Acts that conditions ask for by name: something more is asked or said of them than by hand, or less."""

PLAIN = [a.id for a in s.gd563().acts.values() if a.sets and not a.red_line and a.id not in OF_THEIR_OWN]
FORBIDDEN = [a for a in s.gd563().acts.values() if a.red_line]


def by_hand(answers: s.Answers, act: str) -> s.Answers:
    sets = s.gd563().acts[act].sets
    return s.with_answers(answers, {**answers.answers, **{n: Answer(value=v) for n, v in sets.items()}})


def judged_of_it(a: Assessment) -> Assessment:
    """The record without the words for how it was said."""
    told = tuple(msgspec.structs.replace(item, questions=()) for item in a.contradictions)
    return msgspec.structs.replace(
        a, answers=(), acts=(), facts={}, aside=(), paper="report", contradictions=told
    )


@given(st.integers(0, 2**32), st.sampled_from(PLAIN))
def test_an_act_judges_as_what_it_answers_does(seed: int, act: str) -> None:
    form = s.gd563()
    answers = s.random_answers(form, seed)
    said, asked = s.judged((form, s.by_act(form, answers, act))), s.judged((form, by_hand(answers, act)))
    assert judged_of_it(said) == judged_of_it(asked)
    assert [x.question for x in said.answers if x.question != "act"] == [x.question for x in asked.answers]


@given(st.integers(0, 2**32), st.sampled_from(sorted(s.gd563().acts)))
def test_a_record_by_act_is_judged_again_to_the_byte(seed: int, act: str) -> None:
    form = s.gd563()
    a = s.judged((form, s.by_act(form, s.random_answers(form, seed), act)))
    assert recompute(a, form).outcome is Outcome.SAME
    assert encode(s.judged((form, answers_of(a, form)))) == encode(a)


@given(st.integers(0, 2**32), st.sampled_from(sorted(s.gd563().acts)), st.integers(0, 2**32))
def test_what_is_said_by_hand_beside_an_act_counts_for_nothing(seed: int, act: str, other: int) -> None:
    form = s.gd563()
    answers = s.by_act(form, s.random_answers(form, seed), act)
    beside = s.random_answers(form, other).answers
    denied = {name: beside[name] for name in form.acts[act].sets if name in beside}
    both = (s.judged((form, s.with_answers(answers, {**answers.answers, **more}))) for more in (denied, {}))
    said, alone = (msgspec.structs.replace(a, aside=(), paper="report") for a in both)
    assert said == alone


def test_the_record_says_which_act_it_was_and_what_came_from_it() -> None:
    form = s.gd563()
    a = s.judged((form, s.by_act(form, s.random_answers(form, 1, temper="mild"), "扣车")))
    (act,) = a.acts
    assert (act.id, act.title, act.kind) == ("扣车", "扣押车辆、船只", "强制")
    shown = {x.question: x.shown for x in a.answers}
    assert shown["act"] == "扣押车辆、船只"
    assert shown["kind"] == "行政强制（措施或者执行）（由“扣押车辆、船只”得出）"
    assert a.facts["kind"] == "行政强制（措施或者执行）"
    assert {"kind", "compulsion_type"}.isdisjoint(a.missing)


def test_who_finds_nothing_in_the_list_is_asked_for_the_kind() -> None:
    form = s.gd563()
    a = s.judged((form, s.given(act="列表里没有")))
    assert "kind" in a.missing
    assert a.acts == ()
    answers = s.given(act="列表里没有", kind="检查")
    assert [x.kind for x in s.judged((form, answers)).acts] == ["检查"]


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("act", FORBIDDEN, ids=lambda act: act.id)
def test_what_nobody_may_do_stops_at_once(act: object) -> None:
    form = s.gd563()
    a = s.judged((form, s.given(act=act.id)))  # type: ignore[attr-defined]
    line = next(x for x in a.red_lines if x.id == act.red_line)  # type: ignore[attr-defined]
    assert not line.by_unknown
    assert [c.question for c in line.causes if not c.by_unknown] == ["act"]


def test_words_of_another_act_contradict_the_act() -> None:
    form = s.gd563()
    a = s.judged((form, s.given(act="日常检查", action_summary="强拆加建的房子")))
    assert [c.id for c in a.contradictions] == ["force_called_otherwise"]
    assert a.contradictions[0].questions == ("act", "action_summary")
    assert not a.signable


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    ("act", "said", "told"),
    [
        ("收回闲置土地", "为旧城改造收回国有土地使用权", ["idle_land_not_named"]),
        ("收回闲置土地", "无偿收回闲置三年的土地", []),
        ("期满注销", "注销许可，不予延续", ["renewal_called_cancelling"]),
        ("抢险破拆", "台风来了强拆违建", ["demolition_called_rescue"]),
        ("强拆违建", "台风来了强拆违建", []),
    ],
)
def test_the_row_above_or_below_is_told_by_the_words(act: str, said: str, told: list[str]) -> None:
    form = s.gd563()
    found = {c.id for c in s.judged((form, s.given(act=act, action_summary=said))).contradictions}
    own = {"idle_land_not_named", "renewal_called_cancelling", "demolition_called_rescue"}
    assert sorted(found & own) == told


def test_a_slip_of_the_finger_is_an_act_that_the_same_words_find() -> None:
    form = s.gd563()
    assert "期满注销" in set(other_acts(form, "终止注销")) | set(other_acts(form, "更正注销登记"))
    assert "发放补助" not in set(other_acts(form, "期满注销"))
    assert list(other_acts(form, "列表里没有")) == []
    for slip in slips_to(form, s.given(act="停产停业").answers):
        assert slip.structural or slip.question != "act"
