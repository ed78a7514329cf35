"""Law 3: an answer to a question that is not asked counts for nothing, is kept aside and reported."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import strategies as s
from yanpan.answers import Answer
from yanpan.assessment import Assessment, explain
from yanpan.assessment.judge import facts_of, judge_open
from yanpan.questionnaire.model import Option

BOTH = pytest.mark.parametrize(
    "cases", [s.small_cases(facts_open=False), s.gd563_cases()], ids=["generated", "gd-563"]
)


def but_for_aside(a: Assessment) -> Assessment:
    return msgspec.structs.replace(a, aside=(), paper="report")


@BOTH
@given(data=st.data())
def test_an_answer_to_a_question_that_is_not_asked_counts_for_nothing(
    cases: st.SearchStrategy[s.Case], data: st.DataObject
) -> None:
    form, answers = data.draw(cases)
    a = s.judged((form, answers))
    stale = {x.question for x in a.aside}
    assume(stale)
    kept = {name: value for name, value in answers.answers.items() if name not in stale}
    without = s.judged((form, s.with_answers(answers, kept)))
    assert not without.aside
    assert but_for_aside(without) == but_for_aside(a)

    changed = dict(answers.answers)
    for name in sorted(stale):
        changed[name] = Answer(value=data.draw(s.values_of(form.questions[name])))  # type: ignore[arg-type]
    assert but_for_aside(s.judged((form, s.with_answers(answers, changed)))) == but_for_aside(a)


@BOTH
@given(data=st.data())
def test_every_answer_is_either_counted_or_kept_aside(
    cases: st.SearchStrategy[s.Case], data: st.DataObject
) -> None:
    form, answers = data.draw(cases)
    a = s.judged((form, answers))
    asked, aside = [x.question for x in a.answers], [x.question for x in a.aside]
    assert len(set(asked)) == len(asked)
    assert not set(asked) & set(aside)
    assert set(answers.answers) <= set(asked) | set(aside)
    assert set(aside) <= set(answers.answers)


@pytest.mark.parametrize(
    "cases", [s.small_cases(), s.gd563_cases(facts_open=True)], ids=["generated", "gd-563"]
)
@given(data=st.data())
def test_what_is_asked_is_a_fixed_point(cases: st.SearchStrategy[s.Case], data: st.DataObject) -> None:
    """Judged by the facts that stand in the end, exactly the questions asked are those whose condition holds."""
    form, answers = data.draw(cases)
    worst = data.draw(st.booleans())
    for facts in (
        facts_of(form, answers.answers, worst=worst),
        judge_open(form, answers.answers, worst=worst).facts,
    ):
        for q in s.by_hand(form):
            condition = form.when.get(q.id)
            assert (q.id in facts.values) == (condition is None or condition.holds(facts)), q.id
        assert facts.known <= set(facts.values)


def test_an_answer_kept_aside_is_printed_with_its_note() -> None:
    form = s.form_of(
        questions=(
            s.choice("lives_there", "no", "yes"),
            s.choice("moved", Option(value="done", label="已搬"), Option(value="not", label="未搬", raises=("crowd",)),
                     when='lives_there == "yes"'),
        ),
        hazards=(s.hazard("crowd", 5, 5),),
    )  # fmt: skip
    answers = s.given(lives_there="no", moved="not")
    answers.answers["moved"] = Answer(value="not", note="邻居说的", evidence=("笔录3",))
    a = s.judged((form, answers))
    assert [(x.question, x.shown, x.note, x.evidence) for x in a.aside] == [
        ("moved", "未搬", "邻居说的", ("笔录3",))
    ]
    assert a.grade.initial is s.LOW
    assert any("moved" in line and "未搬" in line for line in explain(a))
    assert not a.short_form
