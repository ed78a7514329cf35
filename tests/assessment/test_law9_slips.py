"""Law 9: a slip is found wherever one single other answer lets a prohibited plan through, and only there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pytest
from msgspec.structs import replace

import strategies as s
from yanpan.answers import UNKNOWN, Answer, Answers, Person
from yanpan.assessment import is_prohibited, slips_of, slips_to
from yanpan.assessment.slips import others
from yanpan.questionnaire import Form, QuestionType, compile_form
from yanpan.questionnaire.model import Hazard, ListedAct, Option, Raise, RedLine, Section

LINE = RedLine(
    id="line",
    section=Section.LEGALITY,
    title="红线",
    words="不得实施。",
    curable=True,
    cure="改正。",
    basis=s.BASIS,
)
BAD = Option(value="bad", label="坏", red_line="line")
GOOD = Option(value="good", label="好")


def form_of(*questions: object, hazards: tuple[Hazard, ...] = ()) -> Form:
    return s.form_of(questions=questions, red_lines=(LINE,), hazards=hazards)


def given(**values: object) -> Mapping[str, Answer]:
    return {name: Answer(value=value) for name, value in values.items()}  # type: ignore[arg-type]


def found(form: Form, **values: object) -> list[tuple[str, str, bool, tuple[str, ...]]]:
    answers = given(**values)
    assert is_prohibited(form, Answers(answers=dict(answers)))
    return [(slip.question, slip.instead, slip.structural, slip.opened) for slip in slips_to(form, answers)]


def test_one_answer_alone_between_the_plan_and_low_is_a_slip() -> None:
    form = form_of(s.choice("q", GOOD, BAD), s.choice("other", "good", "bad"))
    assert found(form, q="bad", other="good") == [("q", "好", False, ())]
    (slip,) = slips_to(form, given(q="bad", other="good"))
    assert slip.said == "坏"


def test_two_answers_that_say_so_are_enough() -> None:
    form = form_of(s.choice("q", GOOD, BAD), s.choice("r", GOOD, BAD))
    assert found(form, q="bad", r="bad") == []


def test_what_still_leaves_a_risk_is_no_slip_to_low() -> None:
    heavy = s.hazard("heavy", 3, 3)
    form = form_of(
        s.choice("q", GOOD, BAD),
        s.choice("r", GOOD, Option(value="bad", label="坏", raises=(Raise(hazard="heavy"),))),
        hazards=(heavy,),
    )
    assert found(form, q="bad", r="bad") == []
    assert found(form, q="bad", r="good") == [("q", "好", False, ())]


def test_what_opens_is_answered_in_the_most_harmless_way() -> None:
    """The other question says the same where it is asked; it is asked only of a good answer."""
    form = form_of(
        s.choice("q", GOOD, BAD),
        s.choice("then", GOOD, BAD, when='q == "good"'),
        s.question("why", QuestionType.TEXT, when='q == "good"'),
        s.question("many", QuestionType.NUMBER, when='q == "good"', worse="more"),
    )
    assert found(form, q="bad") == [("q", "好", False, ("then", "why", "many"))]


def test_a_question_that_always_stops_cannot_be_slipped_into_low() -> None:
    always = (BAD, Option(value="worse", label="更坏", red_line="line"))
    form = form_of(s.choice("q", GOOD, BAD), s.choice("then", *always, when='q == "good"'))
    assert found(form, q="bad") == []


def test_a_slip_in_the_kind_of_case_is_structural_and_its_other_kinds_are_tried() -> None:
    form = form_of(
        s.choice("kind", "fine", "removal", section=Section.FACTS, nominal=True, unknown=False),
        s.choice("q", GOOD, BAD, when='kind == "removal"'),
        s.choice("way", "a", "b", section=Section.FACTS, nominal=True, unknown=False, when='kind == "fine"'),
        s.choice("r", GOOD, BAD, when='way == "a"'),
    )
    slips = found(form, kind="removal", q="bad")
    assert ("q", "好", False, ()) in slips
    assert [(name, opened) for name, _, structural, opened in slips if structural] == [("kind", ("way", "r"))]


def test_what_nobody_knew_may_be_answered_by_a_guess() -> None:
    form = form_of(s.choice("q", GOOD, BAD))
    assert found(form, q=UNKNOWN) == [("q", "好", False, ())]


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (QuestionType.NUMBER, 40, {0, 39, 41, 4, 400}),
        (QuestionType.NUMBER, 5, {0, 4, 6, 0.5, 50}),
        (QuestionType.TEXT, "某镇", set()),
        (QuestionType.PEOPLE, (Person("张某"), Person("李某")), {(Person("张某"),)}),
        (QuestionType.PEOPLE, (Person("张某"),), set()),
        (QuestionType.NUMBER, UNKNOWN, set()),
    ],
)
def test_how_a_hand_slips(kind: QuestionType, value: object, expected: set[object]) -> None:
    more = {"worse": "more"} if kind is QuestionType.NUMBER else {}
    assert set(others(s.question("q", kind, **more), value)) == expected  # type: ignore[arg-type]


def test_a_number_slips_only_to_what_the_question_takes() -> None:
    question = s.question("q", QuestionType.NUMBER, worse="more", min=1, max=100)
    assert set(others(question, 1)) == {2, 10}


def test_a_time_slips_by_half_a_day_and_by_days() -> None:
    start = datetime(2026, 12, 1, 9, 30, tzinfo=s.ZONE)
    around = list(others(s.question("q", QuestionType.DATETIME), start))
    assert start.replace(hour=21) in around
    assert start.replace(day=2) in around
    assert start not in around


def test_choices_slip_to_none_and_to_one_fewer() -> None:
    question = s.question(
        "q", QuestionType.CHOICES, options=tuple(Option(value=v, label=v) for v in ("a", "b", "c"))
    )
    assert set(others(question, ("a", "b"))) == {(), ("a",), ("b",)}
    assert list(others(question, ())) == []


# ── Several acts ──


def several(form: Form, common: str, *own: str) -> list[tuple[str, str, str]]:
    """By one slip: whose answer, the question, what it is instead."""
    acts = [{"act": Answer(value=act), "q": Answer(value=q)} for act, q in zip("甲乙丙", own, strict=False)]
    answers = Answers(answers={**acts[0], "r": Answer(value=common)}, also=tuple(acts[1:]))
    assert is_prohibited(form, answers)
    return [(slip.act, slip.question, slip.instead) for slip in slips_of(form, answers)]


def form_of_acts() -> Form:
    asks = s.choice("act", acts=True, nominal=True, unknown=False, required=False)
    kind = s.choice("kind", "a", "b", nominal=True, unknown=False)
    q = s.questionnaire(
        questions=(asks, kind, s.choice("q", GOOD, BAD), s.choice("r", GOOD, BAD)), red_lines=(LINE,)
    )
    acts = tuple(ListedAct(id=name, label=f"做{name}", sets={"kind": "a"}) for name in "甲乙丙")
    return compile_form(replace(q, acts=acts, header=replace(q.header, shared=("r",))))


def test_a_slip_in_one_act_lets_the_whole_through_only_where_the_others_are_clean() -> None:
    form = form_of_acts()
    assert several(form, "good", "good", "bad") == [("乙", "q", "好")]
    assert several(form, "good", "bad", "good", "good") == [("甲", "q", "好")]
    assert several(form, "good", "bad", "bad") == []


def test_a_slip_in_a_shared_answer_must_let_every_act_through() -> None:
    form = form_of_acts()
    assert several(form, "bad", "good", "good") == [("", "r", "好")]
    assert several(form, "bad", "good", "bad") == []
