"""Law 12: an operation of several acts is judged as the highest of its acts, with all of their duties."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import strategies as s
from sampling import examples
from yanpan.answers import UNKNOWN, Answer, Answers, RaisedGrade, read_answers
from yanpan.answers.operation import act_keys, each_act
from yanpan.assessment import Assessment, Outcome, answers_of, encode, may_end_early, read_record, recompute
from yanpan.batch.worked_cases import load_cases, merged
from yanpan.data import data_folder
from yanpan.errors import AnswersRefused
from yanpan.questionnaire import Form, Questionnaire, Section, compile_form
from yanpan.questionnaire.effects import STAYS_WHEN_STOPPED
from yanpan.questionnaire.model import ListedAct, Option, Precondition, RedLine

replace = msgspec.structs.replace


def with_acts(q: Questionnaire, shared: Iterable[str]) -> Form:
    """The questionnaire with acts for each kind, and these of its questions for all acts together."""
    kind = next((item for item in q.questions if item.id == "kind"), None)
    questions = q.questions
    if kind is None:
        kind = s.choice("kind", "a", "b", nominal=True, unknown=False, section=Section.FACTS, basis=())
        questions = (kind, *questions)
    asks = s.choice("act", acts=True, nominal=True, unknown=False, required=False, section=Section.FACTS)
    acts = tuple(
        ListedAct(id=f"{name}{option.value}", label=f"做{name}{option.value}", sets={"kind": option.value})
        for name in "甲乙"
        for option in kind.options
    )
    listed = (*acts, ListedAct(id="没有", label="列表里没有"))
    header = replace(q.header, shared=tuple(shared), meanings=replace(q.header.meanings, kind="kind"))
    return compile_form(replace(q, header=header, questions=(asks, *questions), acts=listed))


@st.composite
def generated(draw: Callable[..., Any], **wanted: bool | int) -> s.Case:
    """A small questionnaire with two to four of its acts at once."""
    q = draw(s.questionnaires(**wanted))
    names = [item.id for item in q.questions if item.id != "kind"]
    form = with_acts(q, draw(st.sets(st.sampled_from(names), min_size=1)))
    acts = draw(
        st.lists(st.sampled_from([a for a in form.acts if a != "没有"]), min_size=2, max_size=4, unique=True)
    )
    given = [s.by_act(form, draw(s.answers_for(form, facts_open=False)), act) for act in acts]
    return form, operation(form, *given)


def operation(form: Form, first: Answers, *further: Answers) -> Answers:
    """The acts of these cases as one operation: what they share is as in the first."""
    own = [{n: a for n, a in case.answers.items() if n not in form.shared} for case in further]
    return replace(first, also=tuple(own))


def of_gd563(seeds: tuple[int, int, int], acts: list[str]) -> s.Case:
    form = s.gd563()
    cases = [s.by_act(form, s.random_answers(form, n), act) for n, act in zip(seeds, acts, strict=False)]
    return form, operation(form, *cases)


def worked(name: str) -> s.Case:
    files = load_cases(data_folder("questionnaires") / "gd-563" / "cases")
    case, lines = files[name]
    return s.gd563(), read_answers(merged(case, files, lines), s.gd563())


PLAIN = [act.id for act in s.gd563().acts.values() if act.sets]
SHIPPED = st.builds(
    of_gd563,
    st.tuples(*[st.integers(0, 2**32)] * 3),
    st.lists(st.sampled_from(PLAIN), min_size=2, max_size=3, unique=True),
)
BOTH = pytest.mark.parametrize("cases", [generated(), SHIPPED], ids=["generated", "gd-563"])


def alone(case: s.Case) -> list[Assessment]:
    return [s.judged((case[0], act)) for act in each_act(*case)]


def highest(grades: Iterable[s.Grade]) -> s.Grade:
    return max(grades, key=lambda grade: grade.rank)


def bare(entry: Any) -> Any:
    """What an entry says, whatever it cites and wherever it stands."""
    return replace(entry, basis=(), acts=())


def unordered(entry: Any) -> Any:
    """An entry with its acts and what it cites in no order."""
    plain = replace(entry, acts=())
    cited = frozenset(getattr(entry, "basis", ()))
    return bare(entry) if cited else plain, frozenset(entry.acts), cited


def of_act(entries: Iterable[Any], act: str) -> set[Any]:
    """What an operation says of one act."""
    return {bare(entry) for entry in entries if not entry.acts or act in entry.acts}


# ── The highest, and all of them ──


@BOTH
@given(data=st.data())
def test_the_grade_is_the_highest_of_the_acts_alone(
    cases: st.SearchStrategy[s.Case], data: st.DataObject
) -> None:
    case = data.draw(cases)
    whole, acts = s.judged(case), alone(case)
    for grade in ("initial", "residual", "best"):
        assert getattr(whole.grade, grade) is highest(getattr(act.grade, grade) for act in acts)
    gravest = [act for act in acts if act.grade.initial is whole.grade.initial]
    assert whole.grade.decided_by in {act.grade.decided_by for act in gravest}
    assert [(x.initial, x.residual) for x in whole.acts] == [
        (x.grade.initial, x.grade.residual) for x in acts
    ]
    assert [x.id for x in whole.acts] == list(act_keys(*case))
    for i, score in enumerate(whole.sections):
        assert score.initial == max(act.sections[i].initial for act in acts)
        assert score.residual == max(act.sections[i].residual for act in acts)
        assert score.initial_grade is highest(act.sections[i].initial_grade for act in acts)
    assert whole.validity.expires_at == min(act.validity.expires_at for act in acts)
    assert whole.signable is all(act.signable for act in acts)
    assert set(whole.missing) == {name for act in acts for name in act.missing}
    roles = [signer.role for signer in whole.signers]
    assert len(set(roles)) == len(roles)
    assert set(roles) == {signer.role for act in acts for signer in act.signers}


@BOTH
@given(data=st.data())
def test_all_that_stands_in_an_act_alone_stands_in_the_operation_as_its_own(
    cases: st.SearchStrategy[s.Case], data: st.DataObject
) -> None:
    case = data.draw(cases)
    whole, acts = s.judged(case), alone(case)
    for act, key in zip(acts, act_keys(*case), strict=True):
        for name in ("red_lines", "hazards", "rules", "residual_rules"):
            assert of_act(getattr(whole, name), key) == {bare(x) for x in getattr(act, name)}, name
        effects = {duty.id: duty.effect for duty, _ in case[0].duties}
        due = {(duty.id, duty.done) for duty in act.duties}
        if whole.grade.initial is s.STOP and act.grade.initial is not s.STOP:
            # Nobody carries out a part of what must not be carried out (law 10).
            due = {d for d in due if effects[d[0]] is None or effects[d[0]] in STAYS_WHEN_STOPPED}
        assert {(duty.id, duty.done) for duty in of_act(whole.duties, key)} == due
        assert {m.id for m in act.measures} <= {m.id for m in whole.measures}
        assert {u.question for u in act.unknowns} == {
            u.question for u in whole.unknowns if not u.acts or key in u.acts
        } & {u.question for u in act.unknowns}
    assert {d.id for d in whole.duties} <= {d.id for act in acts for d in act.duties}
    assert {m.id for m in whole.measures if m.counted} == {
        m.id for a in acts for m in a.measures if m.counted
    }
    cited = {c.ref for act in acts for line in act.red_lines for c in line.basis}
    assert {c.ref for line in whole.red_lines for c in line.basis} == cited


@BOTH
@given(data=st.data())
def test_the_order_of_the_acts_changes_nothing_but_the_order(
    cases: st.SearchStrategy[s.Case], data: st.DataObject
) -> None:
    form, answers = data.draw(cases)
    shared = {n: a for n, a in answers.answers.items() if n in form.shared}
    own = [{n: a for n, a in answers.answers.items() if n not in form.shared}, *answers.also]
    first, *further = data.draw(st.permutations(own))
    other = replace(answers, answers={**shared, **first}, also=tuple(further))
    one, two = s.judged((form, answers)), s.judged((form, other))
    assert one.grade == two.grade
    assert one.sections == two.sections
    assert one.validity == two.validity
    assert (one.missing, one.signable, one.if_cured) == (two.missing, two.signable, two.if_cured)
    assert (one.what_if.possible, one.what_if.to, set(one.what_if.measures)) == (
        two.what_if.possible, two.what_if.to, set(two.what_if.measures)
    )  # fmt: skip
    assert {x.id: (x.initial, x.residual) for x in one.acts} == {
        x.id: (x.initial, x.residual) for x in two.acts
    }
    for name in ("red_lines", "hazards", "rules", "duties", "answers", "unknowns"):
        assert {unordered(x) for x in getattr(one, name)} == {unordered(x) for x in getattr(two, name)}, name


# ── The record ──


@BOTH
@given(data=st.data())
def test_a_record_gives_its_acts_back_and_is_judged_again_to_the_byte(
    cases: st.SearchStrategy[s.Case], data: st.DataObject
) -> None:
    form, answers = data.draw(cases)
    a = s.judged((form, answers))
    assert read_record(encode(a)) == a
    assert answers_of(a, form) == replace(answers, measures=a.planned)
    found = recompute(a, form)
    assert found.differing in ((), ("回答的写法",))
    assert encode(s.judged((form, answers_of(a, form)))) == encode(a)


def test_an_answer_moved_to_another_act_is_found_out() -> None:
    form, answers = of_gd563((1, 2, 3), ["扣货", "日常检查"])
    a = s.judged((form, answers))
    assert recompute(a, form).outcome is Outcome.SAME
    first, second = (act.id for act in a.acts)
    swapped = {(first,): (second,), (second,): (first,), (): ()}
    turned = replace(a, answers=tuple(replace(x, acts=swapped[x.acts]) for x in a.answers))
    whole = replace(a, answers=tuple(replace(x, acts=()) for x in a.answers))
    fewer = replace(a, acts=a.acts[:1])
    lower = replace(a, acts=tuple(replace(act, initial=s.LOW, residual=s.LOW) for act in a.acts))
    for forged in (turned, whole, fewer, lower):
        assert forged != a
        assert recompute(forged, form).outcome is Outcome.DIFFERENT


# ── What would lower it ──


@given(case=generated(red_lines=False))
@examples(200)
def test_what_if_gives_a_smallest_set_that_lowers_every_act(case: s.Case) -> None:
    form, answers = case
    answers = replace(answers, measures=s.counting(answers)[:2])
    a = s.judged((form, answers))
    assume(a.grade.decided_by != "facts")
    now = a.grade.residual

    def grade(more: Iterable[str]) -> s.Grade:
        return s.judged((form, replace(answers, measures=answers.measures + s.planned(*more)))).grade.residual

    free = [m.id for m in a.measures if not m.planned]
    sizes = range(len(a.what_if.measures)) if a.what_if.possible else range(len(free) + 1)
    if a.what_if.possible:
        assert grade(a.what_if.measures) is a.what_if.to
        assert a.what_if.to.rank < now.rank
    for size in sizes:
        assert all(grade(names).rank >= now.rank for names in combinations(free, size))


@given(case=generated())
@examples(200)
def test_what_an_unknown_would_give_is_what_it_gives_once_it_is_known(case: s.Case) -> None:
    form, answers = case
    a = s.judged(case)
    for unknown in a.unknowns:
        question = form.questions[unknown.question]
        if question.type is not s.CHOICE or question.nominal:
            continue
        known = Answer(value=question.options[0].value)
        place = [act.id for act in a.acts].index(unknown.acts[0]) if unknown.acts else 0
        given = [answers.answers, *answers.also]
        given[place] = {**given[place], question.id: known}
        told = replace(answers, answers=given[0], also=tuple(given[1:]))
        assert s.judged((form, told)).grade.initial is unknown.if_best


# ── A person's raise, steps to come, contradictions, the early end ──


def test_a_raise_is_of_the_whole_and_leaves_the_grades_of_the_acts() -> None:
    form, answers = of_gd563((7, 8, 9), ["扣货", "日常检查"])
    mild = replace(s.by_act(form, s.random_answers(form, 3, temper="mild"), "扣货"), also=answers.also)
    raised = RaisedGrade(grade="prohibited", by="王某 副局长", reason="另有隐情")
    plain, whole = s.judged((form, mild)), s.judged((form, replace(mild, raised=raised)))
    assert whole.grade.initial is s.STOP
    assert [act.initial for act in whole.acts] == [act.initial for act in plain.acts]
    assert [rule.acts for rule in whole.rules if rule.kind == "person"] == [()]


STEP = Precondition(
    id="notice", title="告知", what="送达告知书", who="执法人员", before="决定前", proof="回证", basis=s.BASIS
)
LINE = RedLine(
    id="stop",
    section=Section.LEGALITY,
    title="没有权",
    words="停。",
    curable=True,
    cure="移送",
    basis=s.BASIS,
)


def steps_form(*shared: str) -> Form:
    options = (
        Option(value="done", label="办了"),
        Option(value="to_come", label="还没到", precondition="notice"),
        Option(value="no", label="没有办", red_line="stop"),
    )
    q = s.questionnaire(
        questions=(s.choice("own_step", *options), s.choice("common", *options)),
        preconditions=(STEP,),
        red_lines=(LINE,),
    )
    return with_acts(q, shared or ("common",))


def steps(first: str, second: str, common: str) -> Answers:
    return Answers(
        answers={"act": Answer(value="甲a"), "own_step": Answer(value=first), "common": Answer(value=common)},
        also=({"act": Answer(value="甲b"), "own_step": Answer(value=second)},),
    )


def test_a_step_of_each_act_is_ticked_off_by_itself_and_a_shared_one_once() -> None:
    a = s.judged((steps_form(), steps("to_come", "to_come", "done")))
    assert [(step.id, step.act) for step in a.preconditions] == [("notice", "甲a"), ("notice-2", "甲b")]
    assert a.conclusion.first_steps[:2] == (
        "先办妥：【甲a】告知（决定前）",
        "先办妥：【甲b】告知（决定前）",
    )
    one = s.judged((steps_form(), steps("done", "done", "to_come")))
    assert [(step.id, step.act) for step in one.preconditions] == [("notice", "")]


def test_the_hour_that_one_act_asks_for_is_the_hour_of_all() -> None:
    """An inspection alone asks for none; with a seizure that starts tomorrow a measure of the day after comes too late."""
    form, answers = worked("V11")
    first = {**answers.answers, "inspection_faults": Answer(value=("picked", "repeat"))}
    late = s.planned("targets_redrawn", deadline="2026-11-26")
    answers = replace(answers, answers=first, measures=late)
    inspection, whole = replace(answers, also=()), s.judged((form, answers))
    assert [m.counted for m in s.judged((form, inspection)).measures if m.planned] == [True]
    told = next(m for m in whole.measures if m.planned)
    assert not told.counted
    assert "晚于计划实施的时间" in told.not_counted
    in_time = replace(answers, measures=s.planned("targets_redrawn", deadline="2026-11-25 09:00"))
    assert next(m for m in s.judged((form, in_time)).measures if m.planned).counted
    # A duty of all stands once, with one hour.
    before = [duty for duty in whole.duties if duty.due_kind == "before_action" and not duty.done]
    assert len({duty.id for duty in before}) == len(before)
    assert all("11月25日 10:00" in duty.due_words for duty in before)


def test_the_act_that_must_not_be_carried_out_is_named() -> None:
    a = s.judged((steps_form(), steps("done", "no", "done")))
    assert a.grade.initial is s.STOP
    assert [line.acts for line in a.red_lines] == [("甲b",)]
    assert [(act.id, act.initial) for act in a.acts] == [("甲a", s.LOW), ("甲b", s.STOP)]
    assert a.conclusion.first_steps == ("【甲b】移送",)


def test_the_early_end_stands_on_a_certain_red_line_of_any_act() -> None:
    form = steps_form()
    open_ = steps("done", "no", "done")
    open_ = replace(open_, answers={"act": Answer(value="甲a")}, ended_early=True)
    assert may_end_early(form, open_)
    a = s.judged((form, open_))
    assert a.ended_early
    assert a.signable
    assert a.grade.best is s.STOP
    assert [line.acts for line in a.red_lines] == [("甲b",)]
    assert [item.ask for item in a.not_asked] == ["common？", "【甲a】own_step？"]
    assert recompute(read_record(encode(a)), form).outcome is Outcome.SAME
    with pytest.raises(AnswersRefused, match="还没有确定触碰红线"):
        s.judged(
            (form, replace(open_, also=({"act": Answer(value="甲b"), "own_step": Answer(value=UNKNOWN)},)))
        )


def test_a_contradiction_of_one_act_is_explained_for_that_act_alone() -> None:
    form = s.gd563()
    said = {"act": Answer(value="日常检查"), "action_summary": Answer(value="强拆加建的房子")}
    other = {"act": Answer(value="举报核查"), "action_summary": Answer(value="强拆加建的围墙")}
    answers = Answers(answers=said, also=(other,))
    told = s.judged((form, answers)).contradictions
    assert [item.id for item in told] == ["force_called_otherwise", "举报核查/force_called_otherwise"]
    assert told[0].words.startswith("【日常检查】")
    words = "围墙由施工单位自己拆，我们只去看"
    one = replace(answers, explained={"force_called_otherwise": words})
    assert [item.explained for item in s.judged((form, one)).contradictions] == [words, ""]
    both = replace(one, explained={**one.explained, "举报核查/force_called_otherwise": words})
    assert s.judged((form, both)).unexplained == ()
    assert answers_of(s.judged((form, both)), form) == both
