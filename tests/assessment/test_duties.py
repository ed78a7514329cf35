"""What the law wants and by when: due times over holidays, and years the calendar does not know."""

from __future__ import annotations

from datetime import datetime

import pytest

import strategies as s
from yanpan.assessment.model import DutyDue
from yanpan.questionnaire import QuestionType, Section
from yanpan.questionnaire.model import Due, DueKind, Duty, Option, Raise


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=s.ZONE)


def duty(name: str, kind: DueKind, n: int | None = None, start: str = "", **more: object) -> Duty:
    return Duty(
        id=name, title=name, what=name, who="本单位", due=Due(kind=kind, n=n, start=start), basis=s.BASIS,
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def due(at: str, kind: DueKind, n: int | None = None, start: str = "", **answers: object) -> DutyDue:
    """The one duty of a case judged `at`."""
    form = s.form_of(
        questions=(
            s.choice("q", "good", "bad"),
            s.question("planned_start", QuestionType.DATETIME, section=Section.FACTS),
        ),
        duties=(duty("d", kind, n, start),),
    )
    (found,) = s.judged((form, s.given(q="bad", **answers)), moment(at)).duties
    return found


def test_twenty_four_hours_run_on_the_clock_even_over_a_holiday() -> None:
    found = due("2026-09-30 20:15", DueKind.WITHIN_HOURS, 24)
    assert found.due_at == moment("2026-10-01 20:15")
    assert found.due_words == "24 小时内（2026年10月1日 20:15 前）"


@pytest.mark.parametrize(
    ("at", "n", "expected"),
    [
        ("2026-09-30 15:00", 1, "2026-10-08 15:00"),  # 国庆 1–7 October
        ("2026-09-30 15:00", 3, "2026-10-10 15:00"),  # Saturday the 10th is worked
        ("2026-09-30 15:00", 4, "2026-10-12 15:00"),
        ("2026-09-18 09:00", 1, "2026-09-20 09:00"),  # Sunday the 20th is worked
        ("2026-10-03 09:00", 1, "2026-10-08 09:00"),  # begun within the holiday
        ("2026-03-06 09:00", 2, "2026-03-10 09:00"),  # a plain weekend
    ],
)
def test_working_days_skip_holidays_and_count_weekends_that_are_worked(
    at: str, n: int, expected: str
) -> None:
    assert due(at, DueKind.WITHIN_WORKING_DAYS, n).due_at == moment(expected)


@pytest.mark.parametrize("at", ["2035-03-01 09:00", "1999-03-01 09:00"])
def test_a_year_that_the_calendar_does_not_know_is_said_and_not_guessed(at: str) -> None:
    found = due(at, DueKind.WITHIN_WORKING_DAYS, 5)
    assert found.due_at is None
    assert found.due_words == "5 个工作日内（本工具没有该年度的放假安排，请自行推算）"


def test_working_days_that_run_into_an_unknown_year_are_not_guessed_either() -> None:
    import chinese_calendar.constants as calendar

    last = max(day.year for day in calendar.holidays)
    found = due(f"{last}-12-31 09:00", DueKind.WITHIN_WORKING_DAYS, 5)
    assert found.due_at is None
    assert "请自行推算" in found.due_words


def test_calendar_days_cross_the_year_and_name_it() -> None:
    found = due("2026-12-30 09:00", DueKind.WITHIN_DAYS, 7)
    assert found.due_at == moment("2027-01-06 09:00")
    assert found.due_words == "7 日内（2027年1月6日 09:00 前）"


def test_at_once_is_now() -> None:
    found = due("2026-03-03 10:00", DueKind.AT_ONCE)
    assert (found.due_at, found.due_words) == (moment("2026-03-03 10:00"), "立即")


def test_a_clock_that_starts_with_a_later_event_has_no_moment_yet() -> None:
    found = due("2026-03-03 10:00", DueKind.WITHIN_HOURS, 24, "扣押")
    assert (found.due_at, found.due_words) == (None, "自扣押起 24 小时内")


@pytest.mark.parametrize(
    ("start", "due_at", "words"),
    [
        (None, None, "实施前"),
        ("2026-03-09 09:30", "2026-03-09 09:30", "实施前（2026年3月9日 09:30 前）"),
        ("2026-03-01 09:30", "2026-03-01 09:30", "实施前（现在就要完成）"),
    ],
    ids=["not known", "later", "past"],
)
def test_before_the_action_means_before_the_planned_start(
    start: str | None, due_at: str | None, words: str
) -> None:
    answers = {"planned_start": moment(start)} if start else {}
    found = due("2026-03-03 10:00", DueKind.BEFORE_ACTION, **answers)
    assert (found.due_at, found.due_words) == (moment(due_at) if due_at else None, words)


def test_duties_stand_in_the_order_in_which_they_must_be_done() -> None:
    kinds = [
        DueKind.STANDING, DueKind.AFTER_ACTION, DueKind.ON_SCENE, DueKind.BEFORE_ACTION, DueKind.AT_ONCE,
    ]  # fmt: skip
    form = s.form_of(
        questions=(s.choice("q", "good", "bad"),), duties=tuple(duty(kind.value, kind) for kind in kinds)
    )
    assert [d.id for d in s.judged((form, s.given(q="good"))).duties] == [
        "at_once", "before_action", "on_scene", "after_action", "standing",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("good", set()),
        ("fair", {"by_hazard", "by_condition"}),
        ("bad", {"by_hazard", "by_condition", "by_grade", "always"}),
    ],
)
def test_a_duty_applies_when_its_grade_hazard_or_condition_holds(answer: str, expected: set[str]) -> None:
    mild = Raise(hazard="crowd", likelihood=1, consequence=1)
    form = s.form_of(
        questions=(
            s.choice(
                "q", "good", Option(value="fair", label="中", raises=(mild,)),
                Option(value="bad", label="坏", raises=("crowd",)),
            ),
        ),
        hazards=(s.hazard("crowd", 5, 5), s.hazard("other", 1, 1, when='q == "bad"')),
        duties=(
            duty("by_hazard", DueKind.AT_ONCE, hazards=("crowd",)),
            duty("by_condition", DueKind.AT_ONCE, when='q != "good"'),
            duty("by_grade", DueKind.AT_ONCE, from_grade=s.HIGH),
            duty("always", DueKind.AT_ONCE, hazards=("other",), always_from=s.HIGH),
        ),
    )  # fmt: skip
    assert {d.id for d in s.judged((form, s.given(q=answer))).duties} == expected
