"""Law 4: a worse option never lowers the grade, a measure never raises it, a red line survives every measure."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import strategies as s
from yanpan.answers import Answer
from yanpan.assessment import Assessment
from yanpan.questionnaire import Form, compile_form
from yanpan.questionnaire.model import Option, Question

BOTH = pytest.mark.parametrize("cases", [s.small_cases(), s.gd563_cases()], ids=["generated", "gd-563"])


def ordered(form: Form, a: Assessment) -> list[Question]:
    kinds = (s.CHOICE, s.CHOICES, s.NUMBER)
    questions = [form.questions[x.question] for x in a.answers]
    return [q for q in questions if q.type in kinds and not q.nominal]


def assert_no_better(worse: Assessment, better: Assessment) -> None:
    for part in ("initial", "residual", "best"):
        assert getattr(worse.grade, part).rank >= getattr(better.grade, part).rank, part


@BOTH
@given(data=st.data())
def test_a_worse_option_never_lowers_the_grade(cases: st.SearchStrategy[s.Case], data: st.DataObject) -> None:
    form, answers = data.draw(cases)
    choices = ordered(form, s.judged((form, answers)))
    assume(choices)
    q = data.draw(st.sampled_from(choices))
    if q.type is s.CHOICES:
        ticked = data.draw(s.values_of(q))
        more = data.draw(s.values_of(q))
        assert isinstance(ticked, tuple)
        assert isinstance(more, tuple)
        steps: list[object] = [ticked, tuple(o.value for o in q.options if o.value in ticked + more)]
    else:
        steps = s.worst_first(q)
    grades = [
        s.judged((form, s.with_answers(answers, {**answers.answers, q.id: Answer(value=step)})))  # type: ignore[arg-type]
        for step in steps
    ]
    for better, worse in zip(grades, grades[1:], strict=False):
        assert_no_better(worse, better)


@BOTH
@given(data=st.data())
def test_unknown_is_never_better_than_any_answer(
    cases: st.SearchStrategy[s.Case], data: st.DataObject
) -> None:
    form, answers = data.draw(cases)
    choices = ordered(form, s.judged((form, answers)))
    assume(choices)
    q = data.draw(st.sampled_from(choices))
    left_out = {name: value for name, value in answers.answers.items() if name != q.id}
    unknown = s.judged((form, s.with_answers(answers, left_out)))
    value = data.draw(s.values_of(q))
    told = s.judged((form, s.with_answers(answers, {**left_out, q.id: Answer(value=value)})))  # type: ignore[arg-type]
    assert unknown.grade.initial.rank >= told.grade.initial.rank
    assert unknown.grade.residual.rank >= told.grade.residual.rank
    assert unknown.grade.best.rank <= told.grade.best.rank


@BOTH
@given(data=st.data())
def test_a_measure_never_raises_the_grade(cases: st.SearchStrategy[s.Case], data: st.DataObject) -> None:
    form, answers = data.draw(cases)
    assume(form.measures)
    fewer = data.draw(st.lists(st.sampled_from(sorted(form.measures)), unique=True, max_size=8))
    more = fewer + data.draw(st.lists(st.sampled_from(sorted(form.measures)), unique=True, max_size=8))
    steps = [
        s.judged((form, s.with_measures(answers, s.planned(*names))))
        for names in ([], fewer, list(dict.fromkeys(more)))
    ]
    for less, further in zip(steps, steps[1:], strict=False):
        assert further.grade.initial is less.grade.initial
        assert further.grade.residual.rank <= less.grade.residual.rank
        for before, after in zip(less.sections, further.sections, strict=True):
            assert after.initial == before.initial
            assert after.residual <= before.residual
        for h in further.hazards:
            assert h.residual_points <= h.points
            assert h.residual_cell.rank <= h.cell.rank
            assert min(h.residual_likelihood, h.residual_consequence) >= 1
        assert {h.id for h in further.hazards} == {h.id for h in less.hazards}


def on_a_red_line(case: s.Case) -> s.Case:
    """The case with one more question, whose answer is a red line."""
    form, answers = case
    q = form.questionnaire
    stop = s.choice("stop", "good", Option(value="bad", label="坏", red_line="stop"))
    more = msgspec.structs.replace(
        q, questions=(*q.questions, stop), red_lines=(*q.red_lines, s.red_line("stop"))
    )
    return compile_form(more), s.with_answers(answers, {**answers.answers, "stop": Answer(value="bad")})


@pytest.mark.parametrize(
    "cases", [s.small_cases().map(on_a_red_line), s.gd563_cases()], ids=["generated", "gd-563"]
)
@given(data=st.data())
def test_a_red_line_survives_every_measure(cases: st.SearchStrategy[s.Case], data: st.DataObject) -> None:
    form, answers = data.draw(cases)
    bare = s.judged((form, s.with_measures(answers, ())))
    assume(bare.red_lines)
    everything = s.judged((form, s.with_measures(answers, s.planned(*form.measures))))
    assert {r.id for r in everything.red_lines} == {r.id for r in bare.red_lines}
    assert everything.grade.initial is s.STOP
    assert everything.grade.residual is s.STOP
    assert everything.rules[0].grade is s.STOP


@given(case=s.small_cases())
def test_a_measure_without_a_person_or_a_deadline_in_time_changes_nothing(case: s.Case) -> None:
    form, answers = case
    counting = s.counting(answers)
    a, b = s.judged(case), s.judged((form, s.with_measures(answers, counting)))
    for part in (
        "grade",
        "sections",
        "hazards",
        "residual_rules",
        "what_if",
        "if_cured",
        "duties",
        "signers",
    ):
        assert getattr(a, part) == getattr(b, part), part
    assert a.conclusion == b.conclusion
    assert {m.id for m in a.measures if m.counted} <= {m.id for m in counting}
    for m in a.measures:
        assert bool(m.not_counted) is (m.planned and not m.counted), m
