"""The form narrowed to a kind of case says what the whole form says, and nothing kept grows with the cases."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies as s
from yanpan.assessment.judge import judge
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.condition import compile_condition
from yanpan.questionnaire.facts import Facts, calendar_known, holiday, working_day
from yanpan.questionnaire.model import Section
from yanpan.questionnaire.narrow import MAX_KINDS
from yanpan.questionnaire.terms import as_test, settled

QUESTIONS = {
    q.id: q
    for q in (
        s.choice("kind", "a", "b", "c", nominal=True, unknown=False),
        s.choice("noise", "none", "some"),
        s.question("people", s.NUMBER, worse="more"),
    )
}


@pytest.mark.parametrize(
    "cases", [s.small_cases(), s.gd563_cases(facts_open=True)], ids=["generated", "gd-563"]
)
@given(data=st.data())
def test_what_is_left_holds_exactly_when_the_whole_condition_holds(
    cases: st.SearchStrategy[s.Case], data: st.DataObject
) -> None:
    form, answers = data.draw(cases)
    judged = judge(form, answers.answers, worst=data.draw(st.booleans()))
    left, facts = judged.form, judged.facts

    def held(entries: object) -> list[object]:
        return [entry[0] for entry in entries if entry[-1] is None or entry[-1](facts)]  # type: ignore[attr-defined]

    def holding(entries: object) -> list[object]:
        return [item for item, c in entries if c is None or c.holds(facts)]  # type: ignore[attr-defined]

    assert held(left.hazard_rules) == holding(form.hazard_rules)
    assert held(left.red_line_rules) == holding(form.red_line_rules)
    assert held(left.signoff) == holding(form.signoff)
    assert held(left.contradictions) == holding(form.contradictions)
    assert sorted(d.id for d in held(left.duties)) == sorted(d.id for d in holding(form.duties))  # type: ignore[attr-defined]
    by_facts = [i for i, (_, c) in enumerate(form.escalators) if c is not None and c.holds(facts)]
    assert held(left.escalated_by_facts) == by_facts == list(judged.by_facts)
    assert [q.id for q in form.order if q.id in facts.values] == [
        q.id for q in left.questions if q.id in facts.values
    ]


@pytest.mark.parametrize(
    ("text", "kind", "left"),
    [
        ('kind == "a"', "a", True),
        ('kind == "a"', None, False),
        ('kind == "a" or noise == "some"', "a", True),
        ('kind == "a" and noise == "some"', "b", False),
        ('kind != "a" and noise == "some"', "b", None),
        ('not (kind == "a" and people >= 3)', "b", True),
        ('not (kind == "a" and people >= 3)', "a", None),
        ("answered(kind) and people >= 3", None, False),
        ("people >= 3", "a", None),
    ],
)
def test_a_condition_is_worked_out_as_far_as_the_kind_decides_it(
    text: str, kind: str | None, left: bool | None
) -> None:
    condition = compile_condition(text, QUESTIONS)
    known = {"kind": kind} if kind else {}
    found = settled(condition.term, Facts(values=dict(known), known=set(known)), {"kind"}, set())
    if left is not None:
        assert found is left
        return
    assert not isinstance(found, bool)
    for noise, people in (("none", 1), ("some", 1), ("none", 5), ("some", 5)):
        values: dict[str, object] = {**known, "noise": noise, "people": people}
        facts = Facts(values=values, known=set(values))
        assert as_test(found)(facts) == condition.holds(facts)


def test_what_looks_at_a_question_never_asked_is_false() -> None:
    condition = compile_condition('noise == "some" or people >= 3', QUESTIONS)
    assert settled(condition.term, Facts(), set(), {"noise", "people"}) is False


def many_kinds(n: int) -> Form:
    names = [f"k{i}" for i in range(n)]
    return s.form_of(
        questions=tuple(
            s.choice(name, "a", "b", nominal=True, unknown=False, section=Section.FACTS) for name in names
        )
    )


def test_only_so_many_kinds_of_case_are_kept() -> None:
    form = many_kinds(9)
    for number in range(2**9):
        chosen = {f"k{i}": "ab"[number >> i & 1] for i in range(9)}
        judge(form, s.given(**chosen).answers, worst=True)
    assert MAX_KINDS < 2**9
    assert form.for_kind.cache_info().currsize == MAX_KINDS  # type: ignore[attr-defined]


def test_what_stands_is_kept_by_spans_of_the_law_and_not_by_days() -> None:
    form = s.form_of(questions=(s.choice("q", "good", "bad"),))
    for days in range(400):
        s.judged((form, s.given(q="good")), s.AT + timedelta(days=days))
    assert len(form.cache) == 1
    s.judged((form, s.given(q="good")), datetime(1999, 12, 31, 9, tzinfo=s.ZONE))
    assert len(form.cache) == 2


def test_days_off_are_those_of_the_state_council() -> None:
    import chinese_calendar

    day = date(2024, 1, 1)
    while day.year < 2027:
        if calendar_known(day):
            off, name = chinese_calendar.get_holiday_detail(day)
            assert holiday(day) == bool(off and name), day
            assert working_day(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)
    assert working_day(date(2199, 3, 3)) is None
    assert not holiday(date(2199, 1, 1))


def test_grades_are_ranked() -> None:
    assert [grade.rank for grade in (s.LOW, s.MEDIUM, s.HIGH, s.STOP)] == [0, 1, 2, 3]
