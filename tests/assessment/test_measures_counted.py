"""Which planned measures count (law 4): a named person, and a deadline between the assessment and the act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies as s
from yanpan.answers import Answer, Answers
from yanpan.answers.check import read_answers
from yanpan.assessment import Outcome, encode, explain, explain_part, part_named, read_record, recompute
from yanpan.assessment.model import OfferedMeasure
from yanpan.commands.summary import summary_lines
from yanpan.questionnaire import Form, QuestionType
from yanpan.questionnaire.model import Measure, Treatment

START = datetime(2026, 3, 10, 9, 30, tzinfo=s.ZONE)
"""The act; the assessment is at `s.AT`, a week before at 10:00."""


def form_with(*measures: Measure, asks_start: bool = True) -> Form:
    start = s.question("planned_start", QuestionType.DATETIME)
    return s.form_of(
        questions=(*([start] if asks_start else []), s.choice("q", "good", "bad")),
        hazards=(s.hazard("h", 5, 5, when='q == "bad"'),),
        measures=measures,
    )


@dataclass(frozen=True)
class Plan:
    """One measure that takes the case from high to low, and how it was planned."""

    by: s.By = "before_action"
    owner: str = "李某"
    deadline: str = "实施前"
    start: datetime | str | None = START
    asks_start: bool = True

    def case(self) -> s.Case:
        measure = s.measure("m", Treatment(hazard="h", likelihood=-4, consequence=-4), by=self.by)
        form = form_with(measure, asks_start=self.asks_start)
        said = {"q": "bad"} | ({} if self.start is None else {"planned_start": self.start})
        return form, s.with_measures(
            s.given(**said), s.planned("m", owner=self.owner, deadline=self.deadline)
        )

    def judged(self) -> tuple[s.Grade, OfferedMeasure]:
        a = s.judged(self.case())
        assert a.grade.initial is s.HIGH
        assert (a.grade.residual is s.LOW) is a.measures[0].counted
        return a.grade.residual, a.measures[0]


def test_without_a_person_the_measure_lowers_nothing() -> None:
    assert Plan(owner="副局长李某").judged()[0] is s.LOW
    grade, measure = Plan(owner="副局长").judged()
    assert (grade, measure.not_counted) == (s.HIGH, "责任人写的是单位、职务，没有写到人")


# ── A deadline in time ──

IN_TIME = {
    "before_action": ["实施前", "2026-03-03", "2026-03-03 10:00", "2026-03-03 09:45", "2026-03-10", "2026-03-10 09:30",
                      "2026年3月9日", "2026-03-10T09:30:00+08:00", "2026-03-10 09:30+0800"],
    "on_scene": ["实施前", "实施时", "实施中", "2026-03-03", "2026-03-10 23:59"],
    "after_action": ["实施前", "实施时", "实施后", "2026-03-03", "2026-03-11", "2026-04-01 09:00"],
}  # fmt: skip
LATE = "时限晚于计划实施的时间，这一项要在{}落实"
EARLY = "时限早于研判的时间"
OTHER_ZONE = "时限写的是别的时区的钟点，换算成 {} 再写"
NOT_IN_TIME = [
    ("before_action", "实施时", "这一项要在实施前落实，时限写的是实施时"),
    ("before_action", "实施中", "这一项要在实施前落实，时限写的是实施中"),
    ("before_action", "实施后", "这一项要在实施前落实，时限写的是实施后"),
    ("before_action", "2026-03-10 09:31", LATE.format("实施前")),
    ("before_action", "2026-03-10T09:31:00+08:00", LATE.format("实施前")),
    ("before_action", "2026-03-11", LATE.format("实施前")),
    ("before_action", "2026-03-02", EARLY),
    ("before_action", "2026-03-03 09:00", EARLY),
    ("on_scene", "实施后", "这一项要在实施时落实，时限写的是实施后"),
    ("on_scene", "2026-03-11", LATE.format("实施时")),
    ("on_scene", "2026-03-02 23:00", EARLY),
    ("after_action", "2026-03-02", EARLY),
    ("before_action", "2026-03-10T01:30:00Z", OTHER_ZONE.format("2026-03-10 09:30")),
    ("before_action", "2026-03-10T17:29+23:59", OTHER_ZONE.format("2026-03-10 01:30")),
    ("before_action", "2026-03-09T01:30:00-07:00", OTHER_ZONE.format("2026-03-09 16:30")),
    ("on_scene", "2026-03-10 09:30+09:00", OTHER_ZONE.format("2026-03-10 08:30")),
    ("after_action", "2026-03-12T10:00+00:00", OTHER_ZONE.format("2026-03-12 18:00")),
    ("before_action", "", "没有写时限"),
    ("before_action", "尽快", "时限看不出是哪一天"),
]  # fmt: skip


@pytest.mark.parametrize(("by", "deadline"), [(by, text) for by, texts in IN_TIME.items() for text in texts])
def test_a_deadline_between_assessment_and_act_counts(by: s.By, deadline: str) -> None:
    assert Plan(by=by, deadline=deadline).judged()[0] is s.LOW


@pytest.mark.parametrize(("by", "deadline", "why"), NOT_IN_TIME)
def test_a_deadline_out_of_time_does_not_count_and_says_so(by: s.By, deadline: str, why: str) -> None:
    grade, measure = Plan(by=by, deadline=deadline).judged()
    assert (grade, measure.not_counted) == (s.HIGH, why)


def test_a_person_and_a_deadline_that_are_both_wanting_are_both_told() -> None:
    assert Plan(owner="", deadline="").judged()[1].not_counted == "没有写责任人、时限"
    assert Plan(owner="办公室", deadline="2026-03-01").judged()[1].not_counted == (
        "责任人写的是单位、职务，没有写到人；时限早于研判的时间"
    )


def test_no_date_is_before_an_act_that_has_begun() -> None:
    begun = s.AT - timedelta(hours=2)
    assert Plan(start=begun, deadline="2026-03-03 10:00").judged()[1].not_counted == LATE.format("实施前")
    assert Plan(start=begun, deadline="2026-03-04").judged()[1].not_counted == LATE.format("实施前")


@pytest.mark.parametrize("start", [None, "unknown"])
@pytest.mark.parametrize(("by", "word"), [("before_action", "实施前"), ("on_scene", "实施时")])
def test_a_date_counts_only_once_the_start_is_known(by: s.By, word: str, start: str | None) -> None:
    """An unknown is taken at its worst (law 5): the act could start before the deadline."""
    grade, measure = Plan(by=by, deadline="2026-03-05", start=start).judged()
    assert grade is s.HIGH
    assert measure.not_counted.startswith("还不知道什么时候实施")
    assert f"“{word}”" in measure.not_counted
    assert Plan(by=by, deadline=word, start=start).judged()[0] is s.LOW
    assert Plan(by=by, deadline="2026-03-02", start=start).judged()[1].not_counted == EARLY


def test_a_questionnaire_that_does_not_ask_for_the_start_takes_any_date_from_now_on() -> None:
    assert Plan(deadline="2026-03-05", start=None, asks_start=False).judged()[0] is s.LOW
    assert Plan(deadline="2026-03-02", start=None, asks_start=False).judged()[1].not_counted == EARLY


@given(
    by=st.sampled_from(["before_action", "on_scene", "after_action"]),
    deadline=st.one_of(
        st.sampled_from(["实施前", "实施时", "实施中", "实施后"]),
        st.integers(-200, 400).map(lambda hours: f"{s.AT + timedelta(hours=hours):%Y-%m-%d %H:%M}"),
        st.dates(s.AT.date() - timedelta(days=9), s.AT.date() + timedelta(days=20)).map(str),
    ),
    start=st.integers(-100, 400).map(lambda hours: s.AT + timedelta(hours=hours)),
)  # fmt: skip
def test_a_start_not_known_is_never_better_than_any_that_is(by: s.By, deadline: str, start: datetime) -> None:
    """Law 5 for the one unknown that decides which measures count."""
    known, _ = Plan(by=by, deadline=deadline, start=start).judged()
    unknown, _ = Plan(by=by, deadline=deadline, start="unknown").judged()
    assert unknown.rank >= known.rank


# ── Nothing is dropped in silence ──


def both() -> tuple[Form, Answers]:
    """Three measures: one that counts, one of an office, one that is for another hazard."""
    form = s.form_of(
        questions=(s.choice("q", "good", "bad"),),
        hazards=(s.hazard("h", 3, 3, when='q == "bad"'), s.hazard("other", 3, 3, when='q == "good"')),
        measures=(
            s.measure("good", Treatment(hazard="h", likelihood=-1)),
            s.measure("late", Treatment(hazard="h", consequence=-1)),
            s.measure("idle", Treatment(hazard="other", likelihood=-1)),
        ),
    )
    document = {
        "case_number": "粤穗执〔2026〕12号",
        "answers": {"q": "bad"},
        "measures": [
            {"id": "good", "owner": "李某", "deadline": "实施前"},
            {"id": "late", "owner": "法制机构", "deadline": "实施前"},
            {"id": "idle", "owner": "李某", "deadline": "实施前"},
        ],
    }
    return form, read_answers(document, form)


def test_the_summary_and_the_explanation_name_each_measure_that_does_not_count() -> None:
    a = s.judged(both())
    why = "责任人写的是单位、职务，没有写到人"
    text = "\n".join(summary_lines(a, colour=False, width=300))
    assert f"2 项措施没有计入：late（{why}）；idle（与这次的风险点不对应）" in text
    assert "已列 1 项有责任人、有时限的措施。" in text
    told = "\n".join(explain(a))
    assert f"没有计入的措施 2 项：\n  · late（{why}）\n  · idle（与这次的风险点不对应）" in told
    assert f"措施（已列入，不计入：{why}）：late" in "\n".join(explain_part(a, part_named(a, "h")))


def test_where_every_measure_counts_nothing_is_said() -> None:
    form, answers = both()
    a = s.judged((form, msgspec.structs.replace(answers, measures=answers.measures[:1])))
    assert "没有计入" not in "\n".join([*summary_lines(a, colour=False, width=300), *explain(a)])


def test_a_stored_case_is_judged_again_with_the_same_measures_counted() -> None:
    form, answers = both()
    stored = read_record(encode(s.judged((form, answers))))
    assert [m.not_counted for m in stored.measures] == ["", "责任人写的是单位、职务，没有写到人"]
    assert recompute(stored, form).outcome is Outcome.SAME


def test_of_two_plans_for_one_measure_the_one_that_counts_is_shown() -> None:
    form, answers = both()
    plans = (*s.planned("good", owner="办公室"), *s.planned("good"), *s.planned("good", owner=""))
    (good, *_) = s.judged((form, msgspec.structs.replace(answers, measures=plans))).measures
    assert (good.counted, good.not_counted, good.owner) == (True, "", "张三")


@given(case=s.gd563_cases(), data=st.data())
def test_a_measure_that_does_not_count_changes_nothing(case: s.Case, data: st.DataObject) -> None:
    form, answers = case
    idle = s.planned(
        *data.draw(st.lists(st.sampled_from(sorted(form.measures)), unique=True, max_size=6)),
        owner=data.draw(st.sampled_from(["李某", "法制机构", "待定"])),
        deadline="2026-03-02",
    )
    answers = s.with_answers(answers, {**answers.answers, "planned_start": Answer(value=START)})
    bare = s.judged((form, s.with_measures(answers, ())))
    told = s.judged((form, s.with_measures(answers, idle)))
    for part in (
        "grade",
        "sections",
        "hazards",
        "rules",
        "residual_rules",
        "what_if",
        "conclusion",
        "signers",
    ):
        assert getattr(told, part) == getattr(bare, part), part
    assert all(m.not_counted for m in told.measures if m.planned)
