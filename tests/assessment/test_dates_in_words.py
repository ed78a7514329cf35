"""Dates: one way of writing them, and a validity that ends before the act is told."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies as s
from yanpan.answers import PlannedMeasure
from yanpan.assessment import Assessment, explain, what_if_words
from yanpan.commands.summary import summary_lines
from yanpan.questionnaire import QuestionType, Section
from yanpan.questionnaire.model import Due, DueKind, Duty, Option, Treatment

START = s.question("planned_start", QuestionType.DATETIME, section=Section.FACTS)
OTHER_STYLES = re.compile(r"\d{4}-\d|\d{4}/\d|\d年0\d|月0\d日|(?<!年)(?<!\d)\d{1,2}月\d{1,2}日")


def words_of(a: Assessment) -> list[str]:
    """Everything in which the judgement could word a date, what people wrote left aside."""
    said = [*a.warnings, *a.conclusion.first_steps, *a.facts.values(), *(d.due_words for d in a.duties)]
    said += [x.shown for x in a.answers] + [c.answer for h in a.hazards for c in h.causes]
    return [*said, *explain(a), *what_if_words(a), *summary_lines(a, colour=False, width=400)]


@pytest.mark.parametrize("cases", [s.small_cases(), s.gd563_cases()], ids=["generated", "gd-563"])
@given(data=st.data())
def test_every_date_is_worded_in_one_way(cases: st.SearchStrategy[s.Case], data: st.DataObject) -> None:
    a = s.judged(data.draw(cases))
    assert [text for text in words_of(a) if OTHER_STYLES.search(text)] == []


def test_a_deadline_written_as_a_number_is_worded_in_the_first_steps() -> None:
    form = s.form_of(
        questions=(s.choice("q", "good", "bad"),),
        hazards=(s.hazard("h", 3, 3, when='q == "bad"'),),
        measures=(s.measure("m", Treatment(hazard="h", likelihood=-1)),),
        duties=(
            Duty(id="d", title="d", what="d", who="本单位", due=Due(kind=DueKind.WITHIN_HOURS, n=24), basis=s.BASIS),
        ),
    )  # fmt: skip
    plan = (PlannedMeasure(id="m", owner="周某", deadline="2026-03-05 09:05"),)
    a = s.judged((form, s.with_measures(s.given(q="bad"), plan)))
    assert a.conclusion.first_steps[0] == "落实：m（周某，2026年3月5日 09:05）"
    assert a.duties[0].due_words == "24 小时内（2026年3月4日 10:00 前）"


def judged(answer: str, start: datetime | str) -> Assessment:
    form = s.form_of(
        questions=(START, s.choice("q", "good", "bad")), hazards=(s.hazard("h", 3, 3, when='q == "bad"'),)
    )
    return s.judged((form, s.given(q=answer, planned_start=start)))


@pytest.mark.parametrize(("answer", "days"), [("good", 30), ("bad", 15)])
def test_a_validity_that_ends_before_the_act_is_told_with_both_dates(answer: str, days: int) -> None:
    a = judged(answer, s.AT + timedelta(days=days, minutes=1))
    (warning,) = a.warnings
    day = (s.AT + timedelta(days=days)).day
    assert f"{day}日 10:00，早于计划实施的" in warning
    assert f"{day}日 10:01" in warning
    assert "到期前要续期" in warning
    assert "重新研判" in warning
    assert any("到期前要续期" in line for line in summary_lines(a, colour=False, width=400))
    assert (answer == "good") or "到期前重新研判" in a.conclusion.first_steps[-1]


@pytest.mark.parametrize(
    "start", [s.AT + timedelta(days=15), "unknown"], ids=["on the last minute", "not known"]
)
def test_a_validity_that_reaches_the_act_or_an_unknown_start_is_not_told(start: datetime | str) -> None:
    assert judged("bad", start).warnings == ()


def test_a_prohibited_plan_is_not_told_to_renew_what_it_must_change() -> None:
    form = s.form_of(
        questions=(START, s.choice("q", "good", Option(value="bad", label="坏", red_line="stop"))),
        red_lines=(s.red_line("stop"),),
    )
    a = s.judged((form, s.given(q="bad", planned_start=s.AT + timedelta(days=9))))
    (warning,) = a.warnings
    assert "早于计划实施的" in warning
    assert "改正方案后要重新研判" in warning
    assert "续期" not in warning
