"""Law 9: nobody lowers a grade by hand; an officer may raise it, and both grades are printed."""

from __future__ import annotations

from typing import Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies as s
from yanpan.answers import RaisedGrade, read_answers
from yanpan.assessment import explain
from yanpan.errors import AnswersRefused
from yanpan.questionnaire import Grade


@pytest.mark.parametrize(
    "cases", [s.small_cases(), s.gd563_cases(facts_open=True)], ids=["generated", "gd-563"]
)
@given(data=st.data(), to=st.sampled_from(["medium", "high", "prohibited"]))
def test_a_person_can_only_raise_the_grade(
    cases: st.SearchStrategy[s.Case], data: st.DataObject, to: Literal["medium", "high", "prohibited"]
) -> None:
    form, answers = data.draw(cases)
    bare = s.judged((form, answers))
    raised = RaisedGrade(grade=to, by="李四", reason="现场有变")
    a = s.judged((form, msgspec.structs.replace(answers, raised=raised)))
    for part in ("initial", "residual", "best"):
        computed, now = getattr(bare.grade, part), getattr(a.grade, part)
        assert now.rank == max(computed.rank, Grade(to).rank), part
    if bare.grade.initial.rank >= Grade(to).rank:
        assert a.grade.decided_by == bare.grade.decided_by
    else:
        assert a.grade.decided_by == "person"
    assert [r for r in a.rules if r.kind != "person"] == list(bare.rules)
    assert (a.hazards, a.sections, a.red_lines) == (bare.hazards, bare.sections, bare.red_lines)
    assert a.raised == raised
    assert a.grade.initial is a.rules[0].grade


@given(case=s.small_cases())
def test_both_grades_are_printed_and_so_is_who_raised_them_and_why(case: s.Case) -> None:
    form, answers = case
    raised = RaisedGrade(grade="high", by="李四", reason="现场有变")
    a = s.judged((form, msgspec.structs.replace(answers, raised=raised)))
    lines = explain(a)
    title = a.titles
    assert any(line.startswith("初始等级：" + title[f"grade.{a.grade.initial}"]) for line in lines)
    assert any(line.startswith("措施后等级：" + title[f"grade.{a.grade.residual}"]) for line in lines)
    text = "\n".join(lines)
    assert "人工调高等级" in text
    person = next(r for r in a.rules if r.kind == "person")
    assert "李四" in person.why
    assert "现场有变" in person.why


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("grade", ["low", "lowest", "", None, 2, "higher"])
def test_no_other_grade_can_be_set_by_hand(grade: object) -> None:
    form = s.form_of(questions=(s.choice("q", "good", "bad"),))
    document = {"answers": {"q": "bad"}, "raised": {"grade": grade, "by": "李四", "reason": "情况简单"}}
    with pytest.raises(AnswersRefused):
        read_answers(document, form)


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("missing", ["by", "reason"])
@pytest.mark.parametrize("value", [None, "", "  "])
def test_who_raises_a_grade_says_who_and_why(missing: str, value: str | None) -> None:
    form = s.form_of(questions=(s.choice("q", "good", "bad"),))
    raised: dict[str, object] = {"grade": "high", "by": "李四", "reason": "现场有变", missing: value}
    with pytest.raises(AnswersRefused) as refused:
        read_answers({"answers": {}, "raised": raised}, form)
    assert refused.value.faults[0].field == "raised"
