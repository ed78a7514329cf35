"""前置条件: a step still to come is judged as taken, is no clean bill, and stands before every other conclusion."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

import strategies as s
from yanpan.answers import UNKNOWN
from yanpan.assessment import Assessment, assess, encode, read_record, recompute
from yanpan.assessment.slips import slips_to
from yanpan.assessment.so_far import met_so_far
from yanpan.questionnaire import Form, Grade, QuestionType
from yanpan.questionnaire.model import Option, Precondition


def step(name: str, **more: object) -> Precondition:
    settings: dict[str, object] = {
        "title": f"先{name}", "what": f"做{name}。", "who": "执法人员", "before": "决定前", "proof": f"{name}的回证", "basis": s.BASIS,
    } | more  # fmt: skip
    return Precondition(id=name, **settings)  # type: ignore[arg-type]


def asked(name: str, wanted: str) -> s.Question:
    return s.choice(
        name,
        "done",
        Option(value="to_come", label="还没到", precondition=wanted),
        Option(value="no", label="不做", red_line="stop"),
    )


def form() -> Form:
    return s.form_of(
        questions=(
            s.question("planned_start", QuestionType.DATETIME),
            asked("notice", "notify"),
            asked("hearing", "hear"),
            asked("review", "hear"),
            s.question(
                "faults",
                QuestionType.CHOICES,
                options=(
                    Option(value="approval", label="还在批", precondition="notify"),
                    Option(value="paper", label="通知书没出", precondition="notify"),
                    Option(value="no_plan", label="没有计划", red_line="stop"),
                ),
            ),
        ),
        red_lines=(s.red_line("stop", curable=True, cure="补做。"),),
        preconditions=(step("hear", lead_days=7), step("notify")),
    )


def judged(start: datetime | None = None, **values: object) -> Assessment:
    given = {"notice": "done", "hearing": "done", "review": "done", "faults": ()} | values
    return assess(form(), s.given(planned_start=start or s.AT + timedelta(days=20), **given), s.AT)


def test_a_step_to_come_is_judged_as_taken_and_is_no_clean_bill() -> None:
    clean, open_ = judged(), judged(notice="to_come")
    assert (clean.preconditions, clean.short_form, clean.conclusion.words) == ((), True, "结论 low")
    assert (open_.grade, open_.signers) == (clean.grade, clean.signers)
    (found,) = open_.preconditions
    assert (found.id, found.title, found.before_words, found.proof, found.met) == (
        "notify",
        "先notify",
        "决定前",
        "notify的回证",
        False,
    )
    assert [(c.question, c.answer) for c in found.causes] == [("notice", "还没到")]
    assert [c.ref for c in found.basis] == list(s.BASIS)
    assert open_.signable
    assert not open_.short_form
    assert open_.conclusion.words == "前置条件办妥前不得实施；办妥后：结论 low"
    assert open_.conclusion.first_steps == ("先办妥：先notify（决定前）",)


def test_each_step_stands_there_once_in_the_order_of_the_questionnaire() -> None:
    found = judged(notice="to_come", hearing="to_come", review="to_come").preconditions
    assert [(item.id, len(item.causes)) for item in found] == [("hear", 2), ("notify", 1)]


def test_a_step_to_come_may_be_one_of_several_options_to_tick() -> None:
    open_ = judged(faults=("paper", "approval"))
    assert open_.grade == judged().grade
    (found,) = open_.preconditions
    assert (found.id, [cause.answer for cause in found.causes]) == ("notify", ["还在批", "通知书没出"])
    assert judged(faults=("approval", "no_plan")).grade.initial is Grade.PROHIBITED
    assert (judged(faults=UNKNOWN).preconditions, judged(faults=UNKNOWN).grade.initial) == (
        (),
        Grade.PROHIBITED,
    )


def test_what_is_not_asked_not_known_or_left_undone_is_no_step_to_come() -> None:
    assert judged(notice=UNKNOWN).preconditions == ()
    assert judged(notice=UNKNOWN).grade.initial is Grade.PROHIBITED
    assert judged(notice="no").preconditions == ()
    assert judged(notice="no").grade.initial is Grade.PROHIBITED


def test_a_prohibited_plan_says_nothing_of_what_may_be_done_afterwards() -> None:
    found = judged(notice="no", hearing="to_come")
    assert [item.id for item in found.preconditions] == ["hear"]
    assert found.conclusion.words == "结论 prohibited"


@pytest.mark.parametrize(("days", "warned"), [(8, False), (7, True), (1, True)])
def test_a_start_before_the_days_that_the_law_wants_is_told(days: int, warned: bool) -> None:
    start = (s.AT + timedelta(days=days)).replace(hour=8)
    found = judged(start, hearing="to_come")
    (item,) = found.preconditions
    assert item.earliest == datetime(2026, 3, 11, tzinfo=s.ZONE)
    assert any("来不及" in words for words in found.warnings) is warned


def test_the_record_holds_it_and_is_judged_again() -> None:
    found = judged(notice="to_come", hearing="to_come")
    stored = read_record(encode(found))
    assert stored == found
    assert recompute(stored, form()).words.endswith("结果一样")


def test_a_step_to_come_is_no_slip_to_a_clean_bill() -> None:
    """Law 9: it keeps the act from being done until it is proven."""
    answers = s.given(
        planned_start=s.AT + timedelta(days=20), notice="no", hearing="done", review="done", faults=()
    ).answers
    assert [slip.instead for slip in slips_to(form(), answers)] == ["done"]


def test_a_step_of_a_question_that_only_something_unknown_brings_up_is_told_so_far() -> None:
    """The paper has it, so the screen has it too, marked."""
    angry = s.choice("angry", "no", Option(value="yes", label="是", raises=("h",)))
    questions = (angry, s.msgspec_replace(asked("signed", "sign"), when='angry == "yes"'))
    form = s.form_of(
        questions=questions,
        hazards=(s.hazard("h", 2, 2),),
        red_lines=(s.red_line("stop", curable=True, cure="补做。"),),
        preconditions=(step("sign"),),
    )
    for said, sure in (("yes", True), (UNKNOWN, False)):
        given = s.given(angry=said, signed="to_come")
        assert met_so_far(form, given.answers).steps == {"sign": sure}
        assert [p.id for p in assess(form, given, s.AT).preconditions] == ["sign"]
