"""An act by name, which questions it leaves, and their conditions in words that are true to the condition."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pytest

from yanpan.data import data_folder
from yanpan.errors import UsageError
from yanpan.questionnaire import Form, Question, compile_form, load_questionnaire
from yanpan.questionnaire.acts import NamedAct, acts_of, name_act
from yanpan.questionnaire.in_words import InWords
from yanpan.questionnaire.worlds import Worlds


@cache
def form() -> Form:
    return compile_form(load_questionnaire(data_folder("questionnaires") / "gd-563"))


def named(*words: str) -> NamedAct:
    return name_act(form(), words)


def when(act: NamedAct, question: str) -> str:
    """The condition of a question in words, each number followed by the question it stands for."""
    ids = [q.id for q in act.asked]
    words = InWords(act, lambda name: ids.index(name) + 1)
    said = words.when(form().questions[question])
    for number, name in sorted(enumerate(ids, 1), reverse=True):
        said = said.replace(f"第{number}题", f"〈{name}〉")
    return said


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    ("words", "settled"),
    [
        (["强制"], {"kind": "强制"}),
        (["行政强制"], {"kind": "强制"}),
        (["行政强制（措施或者执行）"], {"kind": "强制"}),
        (["拆除"], {"kind": "强制", "compulsion_type": "拆除"}),
        (["拆除", "强制"], {"kind": "强制", "compulsion_type": "拆除"}),
        (["当场处罚"], {"kind": "处罚", "penalty_procedure": "当场"}),
        (["征收", "集体土地"], {"kind": "征收", "expropriation_object": "集体土地"}),
        (["集体土地"], {"expropriation_object": "集体土地"}),
        (["检查", "应急"], {"kind": "检查", "setting": "应急"}),
        (["扣车"], {"kind": "强制", "compulsion_type": "扣押"}),
        (["强拆"], {"kind": "强制", "compulsion_type": "拆除"}),
        (["开罚单"], {"kind": "处罚", "penalty_procedure": "当场"}),
        (["强拆", "应急"], {"kind": "强制", "compulsion_type": "拆除", "setting": "应急"}),
    ],
)
def test_an_act_is_named_by_value_or_label_and_settles_what_lies_above_it(
    words: list[str], settled: dict[str, str]
) -> None:
    assert named(*words).settled == settled


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["折除"], "拆除"),
        (["强制拆违"], "强拆违建"),
        (["xyz"], "处罚"),
        (["拆除", "处罚"], "不能放在一起"),
        (["拆除", "查封"], "不能放在一起"),
        (["扣车", "封店"], "不能放在一起"),
    ],
)
def test_an_unknown_or_impossible_act_is_refused_with_the_nearest_names(words: list[str], says: str) -> None:
    with pytest.raises(UsageError) as error:
        named(*words)
    assert says in str(error.value)


def test_what_only_some_acts_are_asked_stands_on_their_forms_alone() -> None:
    def asked(word: str) -> set[str]:
        return {question.id for question in named(word).asked}

    assert "inventory_custody" in asked("征收腾房")
    assert "inventory_custody" not in asked("征收")
    assert when(named("征收腾房"), "inventory_custody") == ""
    assert "act" not in asked("征收腾房") | asked("征收")


def test_every_act_can_be_named() -> None:
    for act in acts_of(form()):
        assert named(act.value).settled[act.question] == act.value


class _OfAct(Worlds):
    """Worlds in which the act gives its own answers."""

    def __init__(self, act: NamedAct) -> None:
        super().__init__(act.form, act.form.when.values())
        self.settled = act.settled

    def values(self, question: Question) -> list[object]:
        if question.acts:
            return [""]  # none was named
        return [self.settled[question.id]] if question.id in self.settled else super().values(question)

    def askable(self) -> Iterable[str]:
        for question in self.form.order:
            condition = self.form.when.get(question.id)
            if question.acts:
                continue
            if condition is None or self.can_hold(condition, question.id):
                yield question.id


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("words", [["拆除"], ["当场"], ["许可"], ["征用"], ["检查", "平常"]])
def test_a_form_has_every_question_that_can_come_up_and_no_other(words: list[str]) -> None:
    act = named(*words)
    assert [question.id for question in act.asked] == list(_OfAct(act).askable())


def test_a_question_never_comes_before_those_that_decide_whether_it_is_asked() -> None:
    for act in acts_of(form()):
        asked = [question.id for question in named(act.value).asked]
        for name in asked:
            condition = form().when.get(name)
            later = set(asked[asked.index(name) :])
            assert not (condition and condition.names & later), name


def test_a_question_that_always_comes_up_has_no_condition() -> None:
    assert when(named("拆除"), "occupants_arranged") != ""
    for name in ("unit_name", "kind", "compulsion_type", "setting", "people_affected", "structure_occupied"):
        assert when(named("拆除"), name) == ""


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    ("act", "question", "words"),
    [
        ("拆除", "compulsion_track", "仅当〈setting〉答“突发事件应急”时答"),
        ("拆除", "demand_notice", "仅当〈compulsion_track〉没有答“应急措施、临时措施”时答"),
        ("拆除", "occupants_arranged", "仅当〈structure_occupied〉答“有人经营”或者“有人居住”时答"),
        ("拆除", "individual_shutdown_care", "仅当〈shutdown_scope〉答的不是“不要求停产停业”时答"),
        ("拆除", "public_explained", "仅当〈people_affected〉达到30人时答"),
        ("拆除", "shutdown_scope", "仅当〈interests〉选了“收入、就业、经营等基本生计”时答"),
        (
            "拆除",
            "event_type",
            "仅当〈setting〉答“突发事件应急”，并且〈compulsion_track〉没有答“一般强制（含执行原有决定）”时答",
        ),
        ("普通", "detention_exempt", "仅当〈penalty_types〉选了“行政拘留”时答"),
        ("强制", "liberty_steps", "仅当〈compulsion_type〉答“限制公民人身自由”时答"),
    ],
)
def test_a_simple_condition_is_said_with_number_and_label(act: str, question: str, words: str) -> None:
    assert when(named(act), question) == words


def test_a_condition_of_too_many_parts_names_the_questions_only() -> None:
    said = when(named("拆除"), "risk_reported")
    assert said.startswith("视前面的答案（第")
    assert "仅当" not in said


def test_labels_that_the_act_rules_out_are_not_named() -> None:
    assert "查封" not in when(named("拆除"), "rough_means")
    assert "征收" not in when(named("拆除"), "people_affected")
