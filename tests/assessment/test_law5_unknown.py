"""Law 5: an unknown gives the interval over its options; the grade is the worst; what could change it is listed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from itertools import islice, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import strategies as s
from yanpan.answers import UNKNOWN, Answer, Answers
from yanpan.errors import QuestionnaireBroken
from yanpan.questionnaire import Form, Grade
from yanpan.questionnaire.model import Question, Section

MOST = 100
"""Above this many ways to complete a form, some are taken by chance."""


def told(form: Form, answers: Answers, **values: object) -> Grade:
    """The initial grade once these are known."""
    more = {name: Answer(value=value) for name, value in values.items()}  # type: ignore[arg-type]
    return s.judged((form, s.with_answers(answers, {**answers.answers, **more}))).grade.initial


def completions(form: Form, answers: Answers, data: st.DataObject) -> Iterator[Grade]:
    """Initial grades of completed answers: every way, or for many ways the extremes and a sample."""
    questions = s.not_known(form, answers)
    domains = [s.every_value(q) for q in questions]
    names = [q.id for q in questions]
    if math.prod(map(len, domains)) <= MOST:
        for values in product(*domains):
            yield told(form, answers, **dict(zip(names, values, strict=True)))
        return
    chance = data.draw(st.randoms(use_true_random=False))
    for _ in range(30):
        yield told(form, answers, **{n: chance.choice(d) for n, d in zip(names, domains, strict=True)})


@pytest.mark.parametrize(
    "cases", [s.small_cases(facts_open=False), s.gd563_cases()], ids=["generated", "gd-563"]
)
@given(data=st.data())
def test_one_unknown_choice_gives_the_interval_over_its_options(
    cases: st.SearchStrategy[s.Case], data: st.DataObject
) -> None:
    form, answers = data.draw(cases)
    full = dict(answers.answers)
    for q in s.not_known(form, answers):
        full[q.id] = Answer(value=s.every_value(q)[0])  # type: ignore[arg-type]
    asked = [form.questions[x.question] for x in s.judged((form, s.with_answers(answers, full))).answers]
    choices = [q for q in asked if q.type is s.CHOICE and not q.nominal and q.unknown]
    assume(choices)
    q = data.draw(st.sampled_from(choices))
    known = s.with_answers(answers, full)
    ranks = [told(form, known, **{q.id: option.value}).rank for option in q.options]
    full[q.id] = Answer(value=UNKNOWN)
    grade = s.judged((form, s.with_answers(answers, full))).grade
    assert grade.initial.rank == max(ranks)
    assert grade.best.rank == min(ranks)


@given(data=st.data())
def test_the_grade_is_no_lower_and_the_best_no_higher_than_any_completion(data: st.DataObject) -> None:
    form, answers = data.draw(s.small_cases())
    grade = s.judged((form, answers)).grade
    ranks = [found.rank for found in completions(form, answers, data)]
    assert grade.best.rank <= min(ranks)
    assert max(ranks) <= grade.initial.rank


@given(seed=st.integers(0, 2**32), temper=st.sampled_from(["mild", "sparse", "blank"]))
@settings(max_examples=20)
def test_the_grade_of_gd563_is_no_lower_and_the_best_no_higher_than_any_completion(
    seed: int, temper: str
) -> None:
    form = s.gd563()
    answers = s.random_answers(form, seed, temper=temper)
    grade = s.judged((form, answers)).grade
    for more in range(6):
        filled = s.random_answers(form, seed + 1 + more, temper="mixed").answers
        values = {
            q.id: filled.get(q.id, Answer(value=s.every_value(q)[0]))  # type: ignore[arg-type]
            for q in s.not_known(form, answers)
        }
        values = {
            n: v if v.value != UNKNOWN else Answer(value=s.every_value(form.questions[n])[-1])  # type: ignore[arg-type]
            for n, v in values.items()
        }
        found = s.judged((form, s.with_answers(answers, {**answers.answers, **values}))).grade.initial
        assert grade.best.rank <= found.rank <= grade.initial.rank


@given(data=st.data())
def test_some_completion_reaches_the_grade_and_some_the_best(data: st.DataObject) -> None:
    """Without dates every rule is monotone, so the interval is as narrow as it can be."""
    form, answers = data.draw(s.small_cases(dates=False, most_questions=3))
    unknown = s.not_known(form, answers)
    assume(math.prod(len(s.every_value(q)) for q in unknown) <= MOST)
    grade = s.judged((form, answers)).grade
    ranks = {found.rank for found in completions(form, answers, data)}
    assert (min(ranks), max(ranks)) == (grade.best.rank, grade.initial.rank)


@pytest.mark.parametrize("cases", [s.small_cases(), s.gd563_cases()], ids=["generated", "gd-563"])
@given(data=st.data())
def test_the_most_decisive_unknown_stands_first(
    cases: st.SearchStrategy[s.Case], data: st.DataObject
) -> None:
    form, answers = data.draw(cases)
    a = s.judged((form, answers))
    facts = [form.questions[u.question].nominal for u in a.unknowns]
    assert facts == sorted(facts, reverse=True)
    others = [u for u in a.unknowns if not form.questions[u.question].nominal]
    weights = [(u.if_best.rank, -len(u.red_lines), -u.points) for u in others]
    assert weights == sorted(weights)
    assert {u.if_worst for u in a.unknowns} <= {a.grade.initial}
    asked = {x.question: x.state for x in a.answers}
    assert all(asked[u.question] in ("unknown", "unanswered") for u in a.unknowns)
    assert all(u.answered is (asked[u.question] == "unknown") for u in a.unknowns)


def alone(form: Form, answers: Answers, q: Question) -> list[Grade]:
    return [told(form, answers, **{q.id: value}) for value in s.every_value(q)]


@pytest.mark.parametrize(
    "cases", [s.small_cases(), s.gd563_cases(facts_open=True)], ids=["generated", "gd-563"]
)
@given(data=st.data())
@settings(max_examples=15)
def test_every_unknown_that_alone_changes_the_grade_is_listed(
    cases: st.SearchStrategy[s.Case], data: st.DataObject
) -> None:
    form, answers = data.draw(cases)
    a = s.judged((form, answers))
    listed = {u.question for u in a.unknowns}
    asked = {x.question for x in a.answers}
    weighing = [q for q in s.not_known(form, answers) if q.id in asked and q.type is not s.CHOICES]
    for q in islice(weighing, 6):
        if any(found.rank < a.grade.initial.rank for found in alone(form, answers, q)):
            assert q.id in listed


@pytest.mark.parametrize(
    "cases", [s.small_cases(dates=False), s.gd563_cases(facts_open=True)], ids=["generated", "gd-563"]
)
@given(data=st.data())
@settings(max_examples=15)
def test_a_listed_unknown_says_truly_what_its_best_answer_gives(
    cases: st.SearchStrategy[s.Case], data: st.DataObject
) -> None:
    form, answers = data.draw(cases)
    for u in s.judged((form, answers)).unknowns[:5]:
        q = form.questions[u.question]
        if q.type is s.CHOICE:
            assert u.if_best is min(alone(form, answers, q), key=lambda grade: grade.rank), u.question


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize(
    "when", ["days_between(told, start) < 15", "not (days_between(told, start) >= 15)"], ids=["plain", "not"]
)
def test_an_unknown_date_counts_as_the_worse_whichever_way_the_rule_is_put(when: str) -> None:
    dates = [s.question(name, s.DATES[0], section=Section.FACTS) for name in ("told", "start")]
    form = s.form_of(questions=tuple(dates), hazards=(s.hazard("hasty", 5, 5, when=when),))
    start = Answer(value=s.AT.date().replace(day=30))
    a = s.judged((form, Answers(answers={"told": Answer(value=UNKNOWN), "start": start})))
    assert (a.grade.initial, a.grade.best) == (s.HIGH, s.LOW)
    assert [u.question for u in a.unknowns] == ["told"]
    assert a.unknowns[0].if_best is s.LOW


def test_one_open_date_among_two_unknown_ones_is_not_said_to_settle_the_matter_alone() -> None:
    dates = [s.question(name, s.DATES[0], section=Section.FACTS) for name in ("told", "start")]
    form = s.form_of(
        questions=tuple(dates), hazards=(s.hazard("hasty", 5, 5, when="days_between(told, start) < 15"),)
    )
    a = s.judged((form, s.given()))
    day = s.AT.date()
    for u in a.unknowns:
        assert u.if_best is told(form, s.given(), **{u.question: day}), u.question


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize(("on", "initial"), [("2026-10-01", s.HIGH), ("2026-03-03", s.LOW)])
def test_a_known_day_says_whether_it_is_a_holiday(on: str, initial: Grade) -> None:
    start = s.question("start", s.DATES[0], section=Section.FACTS)
    form = s.form_of(questions=(start,), hazards=(s.hazard("holiday", 5, 5, when="holiday(start)"),))
    assert s.judged((form, s.given(start=date.fromisoformat(on)))).grade.initial is initial


def test_a_day_without_a_time_of_day_cannot_be_asked_for_the_night() -> None:
    start = s.question("start", s.DATES[0], section=Section.FACTS)
    with pytest.raises(QuestionnaireBroken, match="night"):
        s.form_of(questions=(start,), hazards=(s.hazard("night", 5, 5, when="night(start)"),))
