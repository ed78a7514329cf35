"""Law 6: unanswered is unknown; an assessment with a required question unanswered cannot be signed."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies as s
from yanpan.answers import UNKNOWN, Answer, Answers, Person, read_answers
from yanpan.assessment import Assessment
from yanpan.errors import AnswersRefused
from yanpan.questionnaire import QuestionType

BOTH = pytest.mark.parametrize(
    "cases", [s.small_cases(), s.gd563_cases(facts_open=True)], ids=["generated", "gd-563"]
)


def weight(a: Assessment) -> tuple[object, ...]:
    """What the case weighs, without the words for how each answer came about."""
    hazards = tuple((h.id, h.points, h.residual_points) for h in a.hazards)
    unknowns = tuple(msgspec.structs.replace(u, answered=False) for u in a.unknowns)
    return a.grade, a.sections, {r.id for r in a.red_lines}, hazards, unknowns, a.duties, a.signers, a.what_if


@BOTH
@given(data=st.data())
def test_unanswered_weighs_as_unknown(cases: st.SearchStrategy[s.Case], data: st.DataObject) -> None:
    form, answers = data.draw(cases)
    said = dict(answers.answers)
    for q in form.questions.values():
        if q.unknown and q.id not in said and q.type not in s.UNWEIGHED:
            said[q.id] = Answer(value=UNKNOWN)
    left = {name: a for name, a in said.items() if a.value != UNKNOWN}
    assert weight(s.judged((form, s.with_answers(answers, said)))) == weight(
        s.judged((form, s.with_answers(answers, left)))
    )


@BOTH
@given(data=st.data())
def test_a_required_question_unanswered_bars_signing(
    cases: st.SearchStrategy[s.Case], data: st.DataObject
) -> None:
    form, answers = data.draw(cases)
    a = s.judged((form, answers))
    wanted = {x.question for x in a.answers if form.questions[x.question].required}
    assert set(a.missing) == wanted - set(answers.answers)
    assert a.signable is (not a.missing and not a.unexplained)


@BOTH
@given(data=st.data())
def test_each_answer_shows_whether_it_is_known(cases: st.SearchStrategy[s.Case], data: st.DataObject) -> None:
    form, answers = data.draw(cases)
    for x in s.judged((form, answers)).answers:
        answer = answers.answers.get(x.question)
        expected = "unanswered" if answer is None else "unknown" if answer.value == UNKNOWN else "answered"
        assert x.state == expected
        assert (x.shown == "未答") is (answer is None)


def test_no_answers_at_all_give_the_widest_interval_without_delay() -> None:
    form = s.gd563()
    a = s.judged((form, Answers(answers={})))
    assert (a.grade.initial, a.grade.best) == (s.STOP, s.LOW)
    assert not a.signable


def test_more_open_case_facts_than_can_be_tried_stop_the_case_and_say_so() -> None:
    facts = [s.choice(f"fact{i}", "a", "b", "c", nominal=True, unknown=False) for i in range(10)]
    form = s.form_of(questions=tuple(facts))
    a = s.judged((form, s.given()))
    assert (a.grade.initial, a.grade.best) == (s.STOP, s.LOW)
    assert not a.signable
    assert a.what_if.why_not == "基本情况没有答，先答完再看。"


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (QuestionType.TEXT, ""),
        (QuestionType.TEXT, "   "),
        (QuestionType.TEXT, "unknown"),
        (QuestionType.PEOPLE, []),
    ],
    ids=["empty", "spaces", "unknown", "nobody"],
)
def test_a_required_question_with_nothing_in_it_is_not_answered(kind: QuestionType, value: object) -> None:
    form = s.form_of(questions=(s.question("who", kind, unknown=False),))
    try:
        answers = read_answers({"answers": {"who": value}}, form)
    except AnswersRefused:
        return
    assert not s.judged((form, answers)).signable


def test_a_name_given_is_an_answer() -> None:
    form = s.form_of(questions=(s.question("who", QuestionType.PEOPLE, unknown=False),))
    assert s.judged((form, s.given(who=(Person("张三"),)))).signable
