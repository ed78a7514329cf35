"""No averages, the matrix, escalators, validity: how points become grades (DESIGN section 4)."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies as s
from yanpan.assessment import explain_part, part_named
from yanpan.errors import InputRefused
from yanpan.questionnaire import Grade, Section, compile_form
from yanpan.questionnaire.model import Escalator, Option, Raise, Treatment

BOTH = pytest.mark.parametrize("cases", [s.small_cases(), s.gd563_cases()], ids=["generated", "gd-563"])


@BOTH
@given(data=st.data())
def test_a_section_score_is_the_sum_of_its_points_up_to_a_hundred(
    cases: st.SearchStrategy[s.Case], data: st.DataObject
) -> None:
    a = s.judged(data.draw(cases))
    for section in a.sections:
        hazards = [h for h in a.hazards if h.section is section.section]
        assert section.initial == min(100, sum(h.likelihood * h.consequence for h in hazards))
        assert section.residual == min(
            100, sum(h.residual_likelihood * h.residual_consequence for h in hazards)
        )
        assert section.initial_grade.rank <= a.grade.initial.rank
        assert section.residual_grade.rank <= a.grade.residual.rank
    for h in a.hazards:
        assert h.points == h.likelihood * h.consequence
        assert 1 <= h.points <= 25
        assert h.causes


@given(data=st.data())
def test_a_clean_answer_never_dilutes_a_bad_section(data: st.DataObject) -> None:
    form, answers = data.draw(s.small_cases())
    q = form.questionnaire
    clean = [
        s.choice(f"clean{i}", "good", "bad", section=data.draw(st.sampled_from(Section))) for i in range(3)
    ]
    larger = compile_form(msgspec.structs.replace(q, questions=(*q.questions, *clean)))
    before = s.judged((form, answers))
    more = {**answers.answers, **s.given(clean0="good", clean1="good", clean2="good").answers}
    after = s.judged((larger, s.with_answers(answers, more)))
    assert after.sections == before.sections
    assert after.grade == before.grade


@pytest.mark.parametrize("likelihood", range(1, 6))
@pytest.mark.parametrize("consequence", range(1, 6))
def test_a_single_hazard_is_looked_up_in_the_matrix(likelihood: int, consequence: int) -> None:
    expected = {
        1: ["low", "low", "low", "low", "medium"],
        2: ["low", "low", "medium", "medium", "medium"],
        3: ["low", "medium", "medium", "medium", "high"],
        4: ["low", "medium", "medium", "high", "high"],
        5: ["medium", "medium", "high", "high", "high"],
    }[likelihood][consequence - 1]
    form = s.form_of(
        header=s.header(section_thresholds={"medium": 99, "high": 100}),
        questions=(s.choice("q", "good", "bad"),),
        hazards=(s.hazard("h", likelihood, consequence, when='q == "bad"'),),
    )
    a = s.judged((form, s.given(q="bad")))
    assert a.grade.initial == expected
    assert (a.hazards[0].points, a.hazards[0].cell) == (likelihood * consequence, expected)
    assert a.grade.decided_by == ("h" if expected != "low" else "")
    assert a.matrix.rows[5 - likelihood][consequence - 1] == expected


@pytest.mark.parametrize(
    ("points", "expected"), [((3, 3), "low"), ((2, 5), "medium"), ((5, 5), "high")], ids=str
)
def test_a_section_reaches_a_grade_at_its_threshold(points: tuple[int, int], expected: str) -> None:
    form = s.form_of(
        header=s.header(matrix=((s.LOW,) * 5,) * 5, section_thresholds={"medium": 10, "high": 25}),
        questions=(s.choice("q", "good", "bad"),),
        hazards=(s.hazard("h", *points, when='q == "bad"'),),
    )
    a = s.judged((form, s.given(q="bad")))
    assert a.grade.initial == expected
    assert a.grade.decided_by == ("legality" if expected != "low" else "")


def test_points_of_two_sections_are_not_added_up() -> None:
    form = s.form_of(
        header=s.header(matrix=((s.LOW,) * 5,) * 5),
        questions=(s.choice("q", "good", "bad"),),
        hazards=(
            s.hazard("h1", 3, 3, Section.LEGALITY, when='q == "bad"'),
            s.hazard("h2", 3, 3, Section.STABILITY, when='q == "bad"'),
        ),
    )
    a = s.judged((form, s.given(q="bad")))
    assert [x.initial for x in a.sections] == [9, 9, 0]
    assert a.grade.initial is s.LOW


def test_a_score_stops_at_a_hundred() -> None:
    hazards = tuple(s.hazard(f"h{i}", 5, 5, when='q == "bad"') for i in range(6))
    form = s.form_of(questions=(s.choice("q", "good", "bad"),), hazards=hazards)
    assert s.judged((form, s.given(q="bad"))).sections[0].initial == 100


def test_a_hazard_raised_twice_counts_once_at_its_worst_levels() -> None:
    options = [
        Option(value="good", label="好"),
        Option(value="bad", label="坏", raises=(Raise(hazard="h", likelihood=5, consequence=1),)),
    ]
    form = s.form_of(
        questions=(s.choice("q1", *options), s.choice("q2", "good", Option(value="bad", label="坏", raises=("h",)))),
        hazards=(s.hazard("h", 2, 4),),
    )  # fmt: skip
    a = s.judged((form, s.given(q1="bad", q2="bad")))
    assert [(h.likelihood, h.consequence, len(h.causes)) for h in a.hazards] == [(5, 4, 2)]


@pytest.mark.parametrize(("standing", "expected"), [(0, "low"), (1, "low"), (2, "high"), (3, "high")])
def test_any_two_of_the_hazards_raise_the_grade(standing: int, expected: str) -> None:
    hazards = tuple(s.hazard(f"h{i}", 1, 1, when=f'q{i} == "bad"') for i in range(3))
    form = s.form_of(
        questions=tuple(s.choice(f"q{i}", "good", "bad") for i in range(3)),
        hazards=hazards,
        escalators=(
            Escalator(
                id="two", title="任两个", at_least=s.HIGH, basis=s.BASIS, any=2, of=("h0", "h1", "h2"), from_cell=s.LOW
            ),
        ),
    )  # fmt: skip
    a = s.judged((form, s.given(**{f"q{i}": "bad" if i < standing else "good" for i in range(3)})))
    assert a.grade.initial == expected
    assert a.grade.decided_by == ("two" if expected == "high" else "")


def test_a_hazard_treated_below_the_cell_no_longer_counts_for_an_escalator() -> None:
    form = s.form_of(
        questions=(s.choice("q", "good", "bad"),),
        hazards=(s.hazard("h", 3, 3, when='q == "bad"'),),
        escalators=(Escalator(id="e", title="e", at_least=s.HIGH, basis=s.BASIS, any=1, of=("h",)),),
        measures=(s.measure("m", Treatment(hazard="h", likelihood=-2)),),
    )
    bare = s.judged((form, s.given(q="bad")))
    treated = s.judged((form, s.with_measures(s.given(q="bad"), s.planned("m"))))
    assert (bare.grade.initial, bare.grade.residual) == ("high", "high")
    assert (treated.grade.initial, treated.grade.residual) == ("high", "low")


def test_the_rule_named_is_the_one_that_decides_and_the_others_are_listed() -> None:
    form = s.form_of(
        questions=(s.choice("q", "good", Option(value="bad", label="坏", raises=("h",), red_line="r")),),
        hazards=(s.hazard("h", 5, 5),),
        red_lines=(s.red_line("r"),),
        escalators=(Escalator(id="e", title="e", at_least=s.HIGH, basis=s.BASIS, any=1, of=("h",)),),
    )
    a = s.judged((form, s.given(q="bad")))
    assert a.grade.decided_by == "r"
    assert [(r.kind, r.ref) for r in a.rules] == [
        ("red_line", "r"), ("escalator", "e"), ("hazard", "h"), ("section", "legality"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("levels", "days"), [((1, 1), 30), ((3, 3), 15), ((5, 5), 7)], ids=["low", "medium", "high"]
)
def test_an_assessment_holds_as_long_as_its_residual_grade_allows(levels: tuple[int, int], days: int) -> None:
    form = s.form_of(
        questions=(s.choice("q", "good", "bad"),),
        hazards=(s.hazard("h", *levels, when='q == "bad"'),),
        measures=(s.measure("m", Treatment(hazard="h", likelihood=-4, consequence=-4)),),
    )
    answers = s.given(q="bad")
    a = s.judged((form, answers))
    assert a.validity.expires_at == s.AT + timedelta(days=days)
    assert a.validity.void_when == ("情况改变",)
    after = s.judged((form, s.with_measures(answers, s.planned("m"))))
    assert after.validity.expires_at == s.AT + timedelta(days=30)


def test_nothing_triggered_gives_the_short_form() -> None:
    form = s.form_of(questions=(s.choice("q", "good", "bad"),))
    a = s.judged((form, s.given(q="good")))
    assert a.short_form
    assert (a.rules, a.hazards, a.unknowns, a.missing) == ((), (), (), ())
    assert a.grade.initial is Grade.LOW


def test_explain_of_an_unknown_hazard_offers_the_nearest() -> None:
    form = s.form_of(
        questions=(s.choice("q", "good", "bad"),),
        hazards=(s.hazard("crowd_gathers", 3, 3, when='q == "bad"'),),
    )
    a = s.judged((form, s.given(q="bad")))
    with pytest.raises(InputRefused) as refused:
        part_named(a, "crowd_gather")
    assert "crowd_gathers" in refused.value.remedy
    assert any("3 × 3 = 9 分" in line for line in explain_part(a, part_named(a, "crowd_gathers")))
