"""Law 6: only a red line that an answer given makes certain may end a case early; then nothing else is promised."""

from __future__ import annotations

from datetime import datetime
from itertools import product
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies as s
from yanpan.answers import UNKNOWN, Answer, Answers
from yanpan.assessment import (
    Assessment,
    Outcome,
    assess,
    encode,
    explain,
    may_end_early,
    read_record,
    recompute,
    what_if_words,
)
from yanpan.assessment.certain import certain_red_lines
from yanpan.assessment.gravity import not_ours
from yanpan.errors import AnswersRefused
from yanpan.questionnaire import Form, QuestionType
from yanpan.questionnaire.model import Due, DueKind, Duty, Option, Role, Signoff, SignoffRule

replace = msgspec.structs.replace
BOTH = pytest.mark.parametrize(
    "cases", [s.small_cases(), s.gd563_cases(facts_open=True)], ids=["generated", "gd-563"]
)


def ended(answers: Answers) -> Answers:
    return replace(answers, ended_early=True)


def completed(form: Form, answers: Answers, data: st.DataObject) -> Answers:
    """The same answers and any to all other questions, 不清楚 made known too."""
    seed = data.draw(st.integers(0, 2**32))
    rest = s.random_answers(form, seed, temper="mixed").answers
    known = {name: a for name, a in answers.answers.items() if a.value != UNKNOWN}
    return s.with_answers(answers, {**rest, **known})


# ── When it may ──


@BOTH
@given(data=st.data())
def test_no_other_answer_takes_a_certain_red_line_away(
    cases: st.SearchStrategy[s.Case], data: st.DataObject
) -> None:
    form, answers = data.draw(cases)
    certain = certain_red_lines(form, answers.answers)
    for case in (answers, completed(form, answers, data), completed(form, answers, data)):
        a = s.judged((form, case))
        assert certain <= {line.id for line in a.red_lines}
        assert not certain or a.grade.best is a.grade.residual is s.STOP


@BOTH
@given(data=st.data())
def test_what_nobody_knows_makes_nothing_certain(
    cases: st.SearchStrategy[s.Case], data: st.DataObject
) -> None:
    form, answers = data.draw(cases)
    known = {name: a for name, a in answers.answers.items() if a.value != UNKNOWN}
    assert certain_red_lines(form, answers.answers) == certain_red_lines(form, known)
    nobody = {q.id: Answer(value=UNKNOWN) for q in form.questions.values() if q.unknown}
    assert certain_red_lines(form, nobody) <= certain_red_lines(form, {})


@BOTH
@given(data=st.data())
def test_without_a_certain_red_line_there_is_no_early_end(
    cases: st.SearchStrategy[s.Case], data: st.DataObject
) -> None:
    form, answers = data.draw(cases)
    try:
        a = s.judged((form, ended(answers)))
    except AnswersRefused as refused:
        assert not may_end_early(form, answers)
        assert refused.exit_code == 3
        assert [fault.field for fault in refused.faults] == ["ended_early"]
        assert "把剩下的题答完" in refused.remedy
        return
    assert may_end_early(form, answers)
    assert a.signable is (a.ended_early or not a.unexplained)
    assert a.ended_early is bool(a.missing)
    assert a.ended_early is bool(a.not_asked and a.missing)
    assert not a.ended_early or any(not line.by_unknown for line in a.red_lines)


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    ("values", "certain"),
    [
        ({}, False),
        ({"power": "own"}, False),
        ({"power": UNKNOWN}, False),
        ({"power": "beyond"}, True),
        # Asked only where the crowd is known to be there.
        ({"push": "yes"}, False),
        ({"crowd": UNKNOWN, "push": "yes"}, False),
        ({"crowd": "no", "push": "yes"}, False),
        ({"crowd": "yes", "push": "yes"}, True),
        # Of two ways to a red line one is enough, whatever the other turns out to be.
        ({"start": datetime(2026, 3, 5, 23, tzinfo=s.ZONE)}, True),
        ({"start": datetime(2026, 3, 5, 9, tzinfo=s.ZONE)}, False),
        ({"start": datetime(2026, 3, 5, 9, tzinfo=s.ZONE), "dark": UNKNOWN}, False),
        ({"dark": "yes"}, True),
        ({"start": UNKNOWN}, False),
    ],
)
def test_certain_is_what_an_answer_given_decides(values: dict[str, Any], certain: bool) -> None:
    assert may_end_early(stops(), s.given(**values)) is certain


def stops() -> Form:
    """Red lines by an option, by an option of a question that is not always asked, and by either of two answers."""
    return s.form_of(
        questions=(
            s.choice("power", "own", Option(value="beyond", label="超越职权", red_line="no_power")),
            s.choice("crowd", "no", Option(value="yes", label="有人聚集", raises=("crowd",))),
            s.choice("push", "no", Option(value="yes", label="照常", red_line="pushed"), when='crowd == "yes"'),
            s.question("start", QuestionType.DATETIME),
            s.choice("dark", "no", "yes"),
            s.question("place", QuestionType.TEXT, required=False),
        ),
        hazards=(s.hazard("crowd", 4, 4),),
        red_lines=(
            s.red_line("no_power", curable=False, cure=""),
            s.red_line("pushed"),
            s.red_line("night", when='night(start) or dark == "yes"'),
        ),
        measures=(s.measure("calm", s.Treatment(hazard="crowd", likelihood=-3)),),
        duties=(
            duty("stop", red_lines=("no_power", "pushed", "night")),
            duty("calm_down", when='crowd == "yes"'),
            duty("announce", when='dark == "no"'),
        ),
        signoff=Signoff(
            roles=(Role(id="officer", title="承办人"), Role(id="head", title="负责人")),
            rules=(
                SignoffRule(roles=("officer",), basis=s.BASIS),
                SignoffRule(roles=("head",), basis=s.BASIS, when='crowd == "yes"'),
            ),
        ),
    )  # fmt: skip


def duty(name: str, **more: Any) -> Duty:
    return Duty(
        id=name, title=name, what=name, who="本单位", due=Due(kind=DueKind.AT_ONCE), basis=s.BASIS, **more
    )


# ── What it says ──


def early(**values: Any) -> Assessment:
    return s.judged((stops(), ended(s.given(**values))))


def test_it_says_what_was_answered_and_what_was_not_asked() -> None:
    a = early(power="beyond", dark=UNKNOWN)
    assert (a.paper, a.ended_early, a.signable) == ("early", True, True)
    assert [x.question for x in a.answers] == ["power", "dark"]
    assert [x.question for x in a.not_asked] == ["crowd", "push", "start", "place"]
    assert a.missing == ("crowd", "push", "start")


def test_nothing_is_held_against_the_case_that_nobody_asked() -> None:
    a = early(power="beyond")
    assert [line.id for line in a.red_lines] == ["no_power"]
    assert a.hazards == ()
    assert [d.id for d in a.duties] == ["stop"]
    assert [x.section for x in a.sections] == [s.Section.LEGALITY]


def test_what_was_answered_counts_and_unknown_at_its_worst() -> None:
    a = early(power="beyond", crowd="yes", push=UNKNOWN)
    assert [(line.id, line.by_unknown) for line in a.red_lines] == [("no_power", False), ("pushed", True)]
    assert [h.id for h in a.hazards] == ["crowd"]
    assert {d.id for d in a.duties} == {"stop", "calm_down"}
    assert a.grade.decided_by == "no_power"


def test_who_must_sign_is_as_if_all_had_been_asked() -> None:
    assert [x.role for x in early(power="beyond").signers] == ["officer", "head"]


def test_a_red_line_that_is_certain_by_one_of_two_answers_is_not_called_unknown() -> None:
    (line,) = early(dark="yes").red_lines
    assert (line.id, line.by_unknown) == ("night", False)


def test_no_grade_is_promised() -> None:
    plan = s.planned("calm")
    a = s.judged((stops(), replace(ended(s.given(dark="yes", crowd="yes")), measures=plan)))
    assert (a.grade.initial, a.grade.residual, a.grade.best) == (s.STOP,) * 3
    assert (a.if_cured, a.if_cured_and_measures, a.measures, a.unknowns) == (None, None, (), ())
    assert not a.what_if.possible
    assert all(h.points == h.residual_points for h in a.hazards)
    assert a.planned == plan
    told = "".join([*explain(a), *what_if_words(a)])
    assert "可降到" not in told
    assert "改正后预计" not in told
    assert "没有答" in told


def test_with_everything_answered_it_is_an_ordinary_report() -> None:
    start = datetime(2026, 3, 5, 9, tzinfo=s.ZONE)
    whole = s.given(power="beyond", crowd="no", start=start, dark="no")
    assert s.judged((stops(), ended(whole))) == s.judged((stops(), whole))
    assert not s.judged((stops(), ended(whole))).ended_early


@BOTH
@given(data=st.data())
def test_an_early_end_never_lowers_anything_and_stores_like_any_other(
    cases: st.SearchStrategy[s.Case], data: st.DataObject
) -> None:
    form, answers = data.draw(cases)
    if not may_end_early(form, answers):
        return
    a, whole = s.judged((form, ended(answers))), s.judged((form, answers))
    assert (a.grade.initial, a.grade.residual, a.grade.best) == (s.STOP,) * 3
    assert a.signers == whole.signers
    assert a.validity == whole.validity
    assert {line.id for line in a.red_lines} <= {line.id for line in whole.red_lines}
    assert {x.question for x in a.answers} | {x.question for x in a.not_asked} == {
        x.question for x in whole.answers
    }
    again = s.judged((form, ended(s.with_answers(answers, dict(reversed(answers.answers.items()))))))
    assert encode(a) == encode(again)
    assert recompute(read_record(encode(a)), form).outcome is Outcome.SAME


@BOTH
@given(data=st.data())
def test_a_duty_of_an_early_paper_is_one_of_the_whole_case(
    cases: st.SearchStrategy[s.Case], data: st.DataObject
) -> None:
    """Whatever the other answers would have been, none of them takes it away; but where they show that this body has no
    power, or that nothing can cure it, nobody is told to do over or wait for what would only lead back to the act."""
    form, answers = data.draw(cases)
    known = s.with_answers(answers, {n: a for n, a in answers.answers.items() if a.value != UNKNOWN})
    if not may_end_early(form, known):
        return
    a = s.judged((form, ended(known)))
    whole = s.judged((form, completed(form, known, data)))
    moot = not_ours(form, whole.red_lines)
    pointless = {duty.id for duty, _ in form.duties if duty.effect in moot}
    assert {d.id for d in a.duties} - pointless <= {d.id for d in whole.duties}
    assert {h.id for h in a.hazards} <= {h.id for h in whole.hazards}


# ── Forged ──


def test_a_record_that_claims_an_early_end_without_a_certain_red_line_differs() -> None:
    form = stops()
    for values in ({}, {"power": UNKNOWN}, {"crowd": "no", "dark": "no"}):
        honest = s.judged((form, s.given(**values)))
        certain = tuple(replace(line, by_unknown=False) for line in honest.red_lines)
        forged = replace(honest, ended_early=True, paper="early", signable=True, red_lines=certain)
        found = recompute(read_record(encode(forged)), form)
        assert (found.outcome, found.differing) == (Outcome.DIFFERENT, ("是否提前结束",))


def test_an_early_record_with_any_of_it_changed_differs() -> None:
    a = early(power="beyond", crowd="yes")
    changes: dict[str, Any] = {
        "ended_early": False, "paper": "report", "not_asked": (), "missing": (), "duties": (), "red_lines": (),
        "if_cured": s.LOW, "signers": a.signers[:1], "grade": replace(a.grade, best=s.LOW),
    }  # fmt: skip
    for name, value in changes.items():
        found = recompute(read_record(encode(replace(a, **{name: value}))), stops())
        assert found.outcome is Outcome.DIFFERENT, name


def test_holidays_that_make_it_uncertain_are_told() -> None:
    """Certain only because an old calendar does not know the feast day: with the public one it could not have ended."""
    from yanpan.questionnaire.facts import last_calendar_year

    last = last_calendar_year()
    form = s.form_of(
        questions=(
            s.question("on", QuestionType.DATE),
            s.choice("asked", "no", Option(value="yes", label="是", red_line="r"), when="not calendar_known(on)"),
            s.choice("more", "good", "bad"),
        ),
        red_lines=(s.red_line("r"),),
    )  # fmt: skip
    answers = ended(s.given(on=datetime(last, 5, 20).date(), asked="yes"))  # noqa: DTZ001
    at = datetime(last, 3, 1, 10, tzinfo=s.ZONE)
    with pytest.raises(AnswersRefused):
        assess(form, answers, at)
    sly = assess(form, answers, at, calendar_until=last - 1)
    assert sly.ended_early
    assert recompute(sly, form).outcome is Outcome.OLDER_CALENDAR


def test_certain_is_exactly_what_every_way_to_answer_the_rest_has() -> None:
    form, start = stops(), datetime(2026, 3, 5, 9, tzinfo=s.ZONE)
    choices = {
        "power": ("own", "beyond"),
        "crowd": ("no", "yes"),
        "push": ("no", "yes"),
        "dark": ("no", "yes"),
    }

    def hit(way: tuple[str, ...]) -> set[str]:
        said: dict[str, Any] = dict(zip(choices, way, strict=True))
        return {line.id for line in s.judged((form, s.given(start=start, **said))).red_lines}

    for values in product(*((None, UNKNOWN, *options) for options in choices.values())):
        said = {name: value for name, value in zip(choices, values, strict=True) if value is not None}
        ways = product(*((said[n],) if said.get(n, UNKNOWN) != UNKNOWN else choices[n] for n in choices))
        assert certain_red_lines(form, s.given(start=start, **said).answers) == set.intersection(
            *map(hit, ways)
        )
