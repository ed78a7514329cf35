"""Law 10: a duty is there only where this act has it and the answers do not show it done; none contradicts another."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies as s
from yanpan.assessment import explain
from yanpan.assessment.duties import BEFORE_ANOTHER
from yanpan.commands.summary import summary_lines
from yanpan.questionnaire.effects import APART, STAYS_WHEN_STOPPED, Effect
from yanpan.questionnaire.model import CureWhen, Due, DueKind, Duty, Option, Rank, Treatment

BAD = 'q == "bad"'
POWER = s.choice("power", "own", Option(value="none", label="没有", red_line="no_power"))
NO_POWER = s.red_line(
    "no_power", rank=Rank.POWER, no_power=True, cure_effect=Effect.ROUTE, cure="移送有权机关"
)


def duty(name: str, effect: Effect, kind: DueKind = DueKind.AT_ONCE, **more: object) -> Duty:
    return Duty(
        id=name, title=name, what=str(more.pop("what", name)), who="本单位", due=Due(kind=kind), basis=s.BASIS,
        effect=effect, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def ids(a: s.Assessment) -> list[str]:
    return [d.id for d in a.duties]


@given(data=st.data())
def test_no_two_duties_of_one_paper_contradict_each_other(data: st.DataObject) -> None:
    form, answers = data.draw(s.gd563_cases())
    effects = {d.id: d.effect for d, _ in form.duties}
    a = s.judged((form, answers))
    for one, other in combinations(a.duties, 2):
        assert frozenset((effects[one.id], effects[other.id])) not in APART
    if a.grade.initial is s.STOP:
        assert {effects[d.id] for d in a.duties} <= STAYS_WHEN_STOPPED
    assert [d.done for d in a.duties] == sorted(d.done for d in a.duties)


@pytest.mark.parametrize("effect", Effect)
def test_where_the_act_must_not_happen_only_what_stops_cures_or_reports_is_due(effect: Effect) -> None:
    form = s.form_of(
        questions=(POWER,), red_lines=(s.red_line("no_power", rank=Rank.POWER),), duties=(duty("d", effect),)
    )
    due = effect in STAYS_WHEN_STOPPED and effect is not Effect.ROUTE
    assert bool(s.judged((form, s.given(power="none"))).duties) is due
    assert bool(s.judged((form, s.given(power="own"))).duties) is (effect is not Effect.ROUTE)


def test_what_is_due_before_the_act_is_due_before_anybody_asks_for_it_again() -> None:
    form = s.form_of(
        questions=(POWER,),
        red_lines=(s.red_line("no_power", rank=Rank.POWER),),
        duties=(duty("d", Effect.CURE, DueKind.BEFORE_ACTION),),
    )
    (found,) = s.judged((form, s.given(power="none"))).duties
    assert (found.due_words, found.due_at) == (BEFORE_ANOTHER, None)


def without_power() -> s.Form:
    return s.form_of(
        questions=(
            POWER,
            s.choice("q", "good", Option(value="bad", label="没有告知", raises=("h",), red_line="no_notice")),
        ),
        hazards=(s.hazard("h", 3, 3),),
        red_lines=(
            NO_POWER,
            s.red_line("no_notice", rank=Rank.PROCEDURE, cure="补发告知书", cure_effect=Effect.REDO),
        ),
        measures=(
            s.msgspec_replace(s.measure("write", Treatment(hazard="h", likelihood=-1)), effect=Effect.REDO),
            s.measure("talk", Treatment(hazard="h", likelihood=-1)),
        ),
        duties=(
            duty("do_over", Effect.REDO, red_lines=("no_notice",)),
            duty("hand_on", Effect.ROUTE, red_lines=("no_power",)),
        ),
    )


def test_a_body_without_the_power_is_told_to_hand_the_matter_on_and_nothing_else() -> None:
    a = s.judged((without_power(), s.given(power="none", q="bad")))
    assert ids(a) == ["hand_on"]
    assert [m.id for m in a.measures] == ["talk"]
    cures = {line.id: line.cure for line in a.red_lines}
    assert "补发" not in cures["no_notice"]
    assert "移送有权机关" in cures["no_notice"]
    # Said once, not once for each thing that is not to be done over.
    assert a.conclusion.first_steps[0] == "移送有权机关"
    assert not any("无权" in step for step in a.conclusion.first_steps)


@pytest.mark.parametrize("power", ["own", "unknown"])
def test_nobody_is_told_that_he_has_no_power_before_that_is_certain(power: str) -> None:
    a = s.judged((without_power(), s.given(power=power, q="bad")))
    assert ids(a) == ["do_over"]
    assert {line.id: line.cure for line in a.red_lines}["no_notice"] == "补发告知书"


def test_a_planned_measure_that_does_not_fit_lowers_nothing() -> None:
    form = without_power()
    answers = s.given(power="none", q="bad")
    planned = s.with_measures(answers, s.planned("write"))
    assert s.judged((form, planned)).hazards == s.judged((form, answers)).hazards


def test_what_cannot_be_cured_is_not_to_be_waited_for() -> None:
    form = s.form_of(
        questions=(s.choice("q", "good", Option(value="bad", label="坏", red_line="stop")),),
        red_lines=(s.red_line("stop", rank=Rank.POWER, curable=False, cure=""),),
        duties=(duty("wait", Effect.WAIT), duty("over", Effect.REDO), duty("tell", Effect.REPORT)),
    )
    assert ids(s.judged((form, s.given(q="bad")))) == ["tell"]
    assert ids(s.judged((form, s.given(q="unknown")))) == ["wait", "over", "tell"]


def test_the_first_cure_whose_condition_holds_is_told() -> None:
    line = s.red_line(
        "stop", when=BAD, cure="申请法院", cures=(CureWhen(when='kind == "house"', cure="报政府责成"),)
    )
    form = s.form_of(
        questions=(
            s.choice(
                "kind", "house", "goods", nominal=True, unknown=False, section=s.Section.FACTS, basis=()
            ),
            s.choice("q", "good", "bad"),
        ),
        red_lines=(line,),
    )
    for kind, cure in (("house", "报政府责成"), ("goods", "申请法院")):
        assert s.judged((form, s.given(kind=kind, q="bad"))).conclusion.first_steps[0] == cure


@pytest.mark.parametrize(("reported", "done"), [("good", True), ("bad", False), ("unknown", False)])
def test_what_the_answers_show_done_comes_last_and_is_ticked(reported: str, done: bool) -> None:
    form = s.form_of(
        questions=(s.choice("q", "good", "bad"),),
        duties=(
            duty("told", Effect.REPORT, done_when='q == "good"'),
            duty("then", Effect.REPORT, DueKind.STANDING),
        ),
    )
    a = s.judged((form, s.given(q=reported)))
    assert ("☑ told" in "\n".join(summary_lines(a, colour=False, width=300))) is done
    assert ("told：☑ 已经办了" in "\n".join(explain(a))) is done
    assert ids(a) == (["then", "told"] if done else ["told", "then"])
    assert next(d for d in a.duties if d.id == "told").done is done


def test_a_duty_names_what_is_to_be_handled_the_gravest_first_and_counts_the_rest() -> None:
    form = s.form_of(
        questions=(s.choice("q", "good", "bad"),),
        hazards=tuple(s.hazard(f"h{n}", n, n, when=BAD) for n in (2, 3, 4, 5)),
        duties=(duty("d", Effect.REPORT, what="处理：{things}。", hazards=("h2", "h3", "h4", "h5")),),
    )
    (found,) = s.judged((form, s.given(q="bad"))).duties
    assert found.what == "处理：h5、h4、h3等 4 件。"


def test_a_duty_that_the_grade_alone_brings_up_names_what_gives_the_grade() -> None:
    form = s.form_of(
        questions=(s.choice("q", "good", "bad"),),
        hazards=(s.hazard("other", 1, 1), s.hazard("deep", 5, 5, when=BAD)),
        duties=(
            duty("d", Effect.REPORT, what="{things}", hazards=("other",), always_from=s.HIGH),
        ),
    )  # fmt: skip
    (found,) = s.judged((form, s.given(q="bad"))).duties
    assert found.what == "deep"


def test_people_come_first() -> None:
    form = s.form_of(
        questions=(s.choice("q", "good", "bad"),),
        hazards=(s.hazard("h", 5, 5, when=BAD),),
        duties=(duty("tell", Effect.REPORT), duty("save", Effect.RESCUE, from_grade=s.HIGH)),
    )
    a = s.judged((form, s.given(q="bad")))
    assert ids(a) == ["save", "tell"]
    assert a.conclusion.first_steps[0] == "save"


def test_a_duty_ends_with_its_highest_grade() -> None:
    form = s.form_of(
        questions=(s.choice("q", "good", "bad"),),
        hazards=(s.hazard("h", 5, 5, when=BAD),),
        duties=(duty("d", Effect.HOLD, to_grade=s.MEDIUM),),
    )
    assert [ids(s.judged((form, s.given(q=q)))) for q in ("good", "bad")] == [["d"], []]
