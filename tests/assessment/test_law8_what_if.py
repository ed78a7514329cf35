"""Law 8: “what would lower the grade” is a smallest set of measures that really does, or says that none can."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strategies as s
from yanpan.assessment import Assessment, explain, what_if_words
from yanpan.assessment.lowering import MAX_MEASURES
from yanpan.questionnaire import Form, Grade
from yanpan.questionnaire.model import Escalator, Section, Treatment


def highest(grades: Iterable[Grade]) -> Grade:
    return max(grades, key=lambda grade: grade.rank, default=s.LOW)


def grade_by_the_book(form: Form, a: Assessment, measures: Iterable[str]) -> Grade:
    """The grade without red lines after these measures, worked out from DESIGN section 4 and nothing else."""
    q = form.questionnaire
    levels = {h.id: [h.likelihood, h.consequence] for h in a.hazards}
    for name in measures:
        for step in form.measures[name].treats:
            if step.hazard in levels:
                likelihood, consequence = levels[step.hazard]
                levels[step.hazard] = [
                    max(1, likelihood + step.likelihood),
                    max(1, consequence + step.consequence),
                ]
    cells = {name: q.header.matrix[5 - pair[0]][pair[1] - 1] for name, pair in levels.items()}
    grades = list(cells.values())
    for section in Section:
        points = sum(x * y for n, (x, y) in levels.items() if form.hazards[n].section is section)
        limits = q.header.section_thresholds
        grades.append(
            s.HIGH if points >= limits["high"] else s.MEDIUM if points >= limits["medium"] else s.LOW
        )
    by_facts = {rule.ref for rule in a.rules if rule.kind == "escalator"}
    for e in q.escalators:
        if e.when is not None:
            grades += [e.at_least] if e.id in by_facts else []
        elif sum(n in cells and cells[n].rank >= e.from_cell.rank for n in e.of) >= (e.any or 0):
            grades.append(e.at_least)
    return highest(grades)


@pytest.mark.parametrize("cases", [s.small_cases(), s.gd563_cases()], ids=["generated", "gd-563"])
@given(data=st.data())
def test_both_grades_are_what_the_book_says(cases: st.SearchStrategy[s.Case], data: st.DataObject) -> None:
    form, answers = data.draw(cases)
    a = s.judged((form, answers))
    chosen = [m.id for m in s.counting(answers)]
    stop = [s.STOP] if a.red_lines else []
    assert a.grade.initial is highest([*stop, grade_by_the_book(form, a, [])])
    assert a.grade.residual is highest([*stop, grade_by_the_book(form, a, chosen)])
    assert a.grade.initial is highest(rule.grade for rule in a.rules)
    assert a.grade.decided_by == (a.rules[0].ref if a.rules else "")


@pytest.mark.parametrize(
    ("cases", "most"),
    [
        (s.small_cases(facts_open=False), 5),
        (s.small_cases(facts_open=False, red_lines=False), 5),
        (s.gd563_cases(), 2),
    ],
    ids=["generated", "generated-without-red-lines", "gd-563"],
)
@given(data=st.data())
def test_what_if_gives_a_smallest_set_that_lowers_the_grade(
    cases: st.SearchStrategy[s.Case], most: int, data: st.DataObject
) -> None:
    form, answers = data.draw(cases)
    answers = s.with_measures(answers, s.counting(answers)[:4])
    a = s.judged((form, answers))
    chosen = [m.id for m in answers.measures]
    now = s.grade_without_red_lines(a)
    # A measure may be for other cases than this: only those on offer can be planned.
    free = [m.id for m in a.measures if m.id not in chosen]
    if a.what_if.possible:
        advised = a.what_if.measures
        assert advised
        assert not set(advised) & set(chosen)
        assert len(set(advised)) == len(advised) <= MAX_MEASURES
        after = s.judged((form, s.with_measures(answers, answers.measures + s.planned(*advised))))
        assert s.grade_without_red_lines(after).rank < now.rank
        assert s.grade_without_red_lines(after) is a.what_if.to
        smaller = len(advised) - 1
    else:
        assert a.what_if.measures == ()
        assert a.what_if.why_not
        if not all(line.curable for line in a.red_lines):
            return  # what cannot be cured cannot be done, whatever measures would do to the rest
        smaller = most
    for size in range(min(smaller, most) + 1):
        for names in combinations(free, size):
            assert grade_by_the_book(form, a, [*chosen, *names]).rank >= now.rank, names


@given(case=s.small_cases(facts_open=False))
@settings(max_examples=60)
def test_once_cured_the_grade_is_what_was_foretold(case: s.Case) -> None:
    form, answers = case
    a = s.judged(case)
    if a.red_lines and all(line.curable for line in a.red_lines):
        chosen = [m.id for m in s.counting(answers)]
        assert a.if_cured is grade_by_the_book(form, a, chosen)
        assert a.if_cured_and_measures is grade_by_the_book(form, a, [*chosen, *a.what_if.measures])
    else:
        assert a.if_cured is None
        assert a.if_cured_and_measures is None


def many_hazards(n: int) -> tuple[Form, s.Case]:
    """`n` hazards that each take a measure of their own before the grade falls."""
    hazards = [s.hazard(f"h{i:02}", 5, 3, list(Section)[1 + i % 3], when='q == "bad"') for i in range(n)]
    form = s.form_of(
        header=s.header(section_thresholds={"medium": 99, "high": 100}),
        questions=(s.choice("q", "good", "bad"),),
        hazards=tuple(hazards),
        escalators=(Escalator(id="any", title="任何一个", at_least=s.HIGH, basis=s.BASIS, any=1, of=tuple(h.id for h in hazards)),),
        measures=tuple(s.measure(f"m{i:02}", Treatment(hazard=h.id, likelihood=-4)) for i, h in enumerate(hazards)),
    )  # fmt: skip
    return form, (form, s.given(q="bad"))


def test_a_set_as_large_as_the_limit_is_still_found() -> None:
    form, case = many_hazards(MAX_MEASURES)
    found = s.judged(case).what_if
    assert found.possible
    assert set(found.measures) == set(form.measures)


def test_a_set_beyond_the_limit_is_said_not_to_be_worked_out_and_what_all_measures_give_is_told() -> None:
    _, case = many_hazards(MAX_MEASURES + 1)
    found = s.judged(case).what_if
    assert not found.possible
    assert "未能算出最少的一组" in found.why_not
    assert f"{MAX_MEASURES + 1} 项全部落实，可降到low" in found.why_not
    assert f"{MAX_MEASURES} 项" not in found.why_not


def test_a_grade_that_facts_alone_give_cannot_be_lowered_by_measures() -> None:
    form = s.form_of(
        questions=(s.choice("q", "good", "bad"),),
        hazards=(s.hazard("h", 2, 3, when='q == "bad"'),),
        escalators=(Escalator(id="e", title="e", at_least=s.MEDIUM, basis=s.BASIS, when='q == "bad"'),),
        measures=(s.measure("m", Treatment(hazard="h", likelihood=-4)),),
    )
    found = s.judged((form, s.given(q="bad"))).what_if
    assert not found.possible
    assert "“e”由案情决定，措施改变不了" in found.why_not


def test_a_hazard_that_no_measure_treats_is_named_as_what_holds_the_grade() -> None:
    form = s.form_of(
        questions=(s.choice("q", "good", "bad"),),
        hazards=(s.hazard("h", 5, 5, when='q == "bad"'),),
    )
    found = s.judged((form, s.given(q="bad"))).what_if
    assert "“h”没有能降低它的措施" in found.why_not
    assert "要改变执法方案" in found.why_not


def test_a_hazard_that_stays_high_after_every_measure_is_named_too() -> None:
    form = s.form_of(
        questions=(s.choice("q", "good", "bad"),),
        hazards=(s.hazard("h", 5, 5, when='q == "bad"'),),
        measures=(s.measure("m", Treatment(hazard="h", likelihood=-1)),),
    )
    assert "“h”落实措施后仍到high" in s.judged((form, s.given(q="bad"))).what_if.why_not


@pytest.mark.parametrize("cases", [s.small_cases(), s.gd563_cases()], ids=["generated", "gd-563"])
@given(data=st.data())
def test_no_limit_of_the_search_and_no_needless_comfort_is_said(
    cases: st.SearchStrategy[s.Case], data: st.DataObject
) -> None:
    a = s.judged(data.draw(cases))
    words = "\n".join([a.what_if.why_not, *a.conclusion.first_steps, *what_if_words(a), *explain(a)])
    assert "以内的措施" not in words
    assert "不用另加" not in words
    if a.grade.residual is not Grade.LOW:
        assert "不用再加" not in words
