"""What the officer is told beside the grade: nothing fired only where nothing did, and a medium case's measures."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies as s
from yanpan.answers import RaisedGrade
from yanpan.assessment import explain
from yanpan.commands.summary import summary_lines
from yanpan.questionnaire.model import Escalator, Treatment

NOTHING = ("没有触发任何", "没有发现风险点", "没有风险点")
BAD = 'q == "bad"'


def told(a: s.Assessment) -> str:
    return "\n".join([*summary_lines(a, colour=False, width=300), *explain(a)])


@pytest.mark.parametrize("cases", [s.small_cases(), s.gd563_cases()], ids=["generated", "gd-563"])
@given(data=st.data())
def test_nothing_fired_is_said_only_where_nothing_fired(
    cases: st.SearchStrategy[s.Case], data: st.DataObject
) -> None:
    a = s.judged(data.draw(cases))
    if a.hazards or a.red_lines or a.rules:
        assert not any(words in told(a) for words in NOTHING)
    else:
        assert "没有触发任何风险点和红线" in told(a)


def test_a_low_case_with_a_small_hazard_names_how_many_there_are() -> None:
    form = s.form_of(questions=(s.choice("q", "good", "bad"),), hazards=(s.hazard("h", 1, 2, when=BAD),))
    a = s.judged((form, s.given(q="bad")))
    assert (a.grade.initial, a.rules) == (s.LOW, ())
    assert "有 1 个风险点，都在低风险范围内" in told(a)


def test_a_medium_case_that_nothing_lowers_says_what_must_be_carried_out_first() -> None:
    form = s.form_of(
        questions=(s.choice("q", "good", "bad"),),
        hazards=(s.hazard("h", 2, 2, when=BAD),),
        escalators=(Escalator(id="e", title="限制自由", at_least=s.MEDIUM, basis=s.BASIS, when=BAD),),
        measures=(s.measure("talk", Treatment(hazard="h", likelihood=-1)),),
    )
    a = s.judged((form, s.given(q="bad")))
    assert a.grade.residual is s.MEDIUM
    assert a.conclusion.first_steps == ("实施前落实：talk", "做好法定职责清单上实施前的各项，再实施")
    assert "“限制自由”由案情决定" in a.what_if.why_not
    assert "要先落实措施" in a.what_if.why_not


def test_a_high_case_that_nothing_lowers_is_told_to_change_the_plan() -> None:
    form = s.form_of(questions=(s.choice("q", "good", "bad"),), hazards=(s.hazard("h", 5, 5, when=BAD),))
    a = s.judged((form, s.given(q="bad")))
    assert a.conclusion.first_steps == ("先不实施，改变方案（时间、方式、范围）后重新研判",)


def test_a_grade_that_a_person_raised_is_not_called_low_already() -> None:
    form = s.form_of(questions=(s.choice("q", "good", "bad"),))
    answers = msgspec.structs.replace(
        s.given(q="good"), raised=RaisedGrade(grade="medium", by="李四", reason="现场有变")
    )
    a = s.judged((form, answers))
    assert "人工调高" in a.what_if.why_not
    assert a.conclusion.first_steps
