"""A section that holds a red line shows the red line, never a harmless score."""

from __future__ import annotations

from hypothesis import given

import strategies as s
from yanpan.assessment import explain
from yanpan.assessment.explain import section_words
from yanpan.commands.summary import summary_lines
from yanpan.questionnaire import Section
from yanpan.questionnaire.model import Option, Treatment

STOPPED = Option(value="no", label="没有", red_line="none")


def stopped_form(*more: Option | str) -> s.Form:
    return s.form_of(
        questions=(
            s.choice("basis", "yes", STOPPED, section=Section.LEGALITY),
            s.choice("mood", "calm", *more, section=Section.STABILITY),
        ),
        hazards=(s.hazard("crowd", 2, 3, Section.STABILITY, when='mood == "hot"'),),
        red_lines=(s.red_line("none"),),
        measures=(s.measure("talk", Treatment(hazard="crowd", likelihood=-1)),),
    )


@given(case=s.small_cases())
def test_a_section_is_prohibited_when_and_only_when_one_of_its_red_lines_stands(case: s.Case) -> None:
    a = s.judged(case)
    stopped = {line.section for line in a.red_lines}
    for section in a.sections:
        assert (section.initial_grade == s.STOP) is (section.section in stopped)
        assert (section.residual_grade == s.STOP) is (section.section in stopped)


def test_a_section_with_a_red_line_and_no_hazard_says_how_many_red_lines_and_no_score() -> None:
    a = s.judged((stopped_form("hot"), s.given(basis="no", mood="calm")))
    legality, stability, _ = a.sections
    assert (legality.initial, legality.initial_grade, legality.residual_grade) == (0, s.STOP, s.STOP)
    assert section_words(a, legality) == "红线1条"
    assert section_words(a, stability) == "0"
    scores = next(line for line in summary_lines(a, colour=False, width=200) if line.startswith("得分"))
    assert "legality 红线1条 · stability 0" in scores
    told = "\n".join(explain(a))
    assert "legality：红线1条（prohibited）" in told
    assert "legality：0 分" not in told


def test_measures_leave_the_red_line_of_a_section_in_place() -> None:
    form = stopped_form("hot")
    answers = s.with_measures(s.given(basis="no", mood="hot"), s.planned("talk"))
    legality, stability, _ = s.judged((form, answers)).sections
    assert legality.residual_grade is s.STOP
    assert (stability.initial, stability.residual) == (6, 3)


def test_a_grade_raised_by_a_person_changes_no_section() -> None:
    import msgspec

    from yanpan.answers import RaisedGrade

    form, answers = stopped_form("hot"), s.given(basis="yes", mood="hot")
    raised = msgspec.structs.replace(
        answers, raised=RaisedGrade(grade="prohibited", by="李四", reason="现场有变")
    )
    assert s.judged((form, raised)).sections == s.judged((form, answers)).sections
