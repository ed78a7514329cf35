"""The threshold test (563号 4.2): a note only where nothing at all is found, all is known, and no right is touched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace as form_with
from datetime import datetime
from functools import cache

import msgspec
import pytest

import strategies as s
from yanpan.answers import UNKNOWN, Answer, Answers
from yanpan.answers.by_act import with_act
from yanpan.answers.check import read_answers
from yanpan.assessment import Assessment, Outcome, assess, encode, explain, recompute
from yanpan.assessment.judge import facts_of
from yanpan.assessment.note import followed, may_be_noted, rights_told, why_told
from yanpan.batch.worked_cases import load_cases, merged
from yanpan.data import data_folder
from yanpan.questionnaire import Form, Grade, QuestionType, compile_form, load_questionnaire

FOLDER = data_folder("questionnaires") / "gd-563"
AT = datetime(2026, 11, 24, 9, tzinfo=s.ZONE)
replace = msgspec.structs.replace


@cache
def form() -> Form:
    return compile_form(load_questionnaire(FOLDER))


@cache
def without() -> Form:
    """The same questionnaire, in which no act may end with a note."""
    return form_with(form(), note_tests=(), cache={})


@cache
def worked() -> dict[str, Answers]:
    files = load_cases(FOLDER / "cases")
    return {
        case.id: read_answers(merged(case, files, lines), form(), lines) for case, lines in files.values()
    }


NOTES = ("D01", "D02", "D11", "A43", "D31", "D33", "K08")
"""A worked case of every act on the list."""


def note(name: str) -> Answers:
    return worked()[name]


def judged(answers: Answers) -> Assessment:
    return assess(form(), answers, AT)


def changed(answers: Answers, name: str, value: object) -> Answers:
    return replace(answers, answers={**answers.answers, name: Answer(value=value)})  # type: ignore[arg-type]


def neighbours(answers: Answers) -> Iterator[tuple[str, object]]:
    """Every other answer to one question that raises something or is not known, and an amount that is not small."""
    asked = facts_of(form(), with_act(form(), answers.answers), worst=True).values
    for question in form().order:
        if question.id not in asked or question.id not in answers.answers or question.nominal:
            continue
        if question.unknown:
            yield question.id, UNKNOWN
        for option in question.options:
            if option.raises or option.red_line or option.precondition:
                many = question.type is QuestionType.CHOICES
                yield question.id, (option.value,) if many else option.value
        if question.type is QuestionType.NUMBER:
            yield question.id, 201


def test_every_act_on_the_list_has_a_worked_case_that_ends_with_a_note() -> None:
    acts = {with_act(form(), note(name).answers)["act"].value for name in NOTES}
    assert acts == set(form().note_test_of)
    assert {name: judged(note(name)).paper for name in NOTES} == dict.fromkeys(NOTES, "note")


@pytest.mark.parametrize("name", NOTES)
def test_any_one_answer_that_raises_anything_or_is_not_known_holds_the_note_back(name: str) -> None:
    tried = list(neighbours(note(name)))
    assert len(tried) > 20
    assert [one for one in tried if judged(changed(note(name), *one)).paper == "note"] == []


@pytest.mark.parametrize("name", NOTES)
def test_a_required_answer_that_is_missing_holds_the_note_back(name: str) -> None:
    given = note(name).answers
    required = [q.id for q in form().order if q.id in given and q.required and not q.acts]
    assert len(required) > 5
    for left in required:
        rest = replace(note(name), answers={key: a for key, a in given.items() if key != left})
        assert judged(rest).paper != "note", left


@pytest.mark.parametrize("name", NOTES)
def test_a_note_is_the_ordinary_judgement_of_the_same_answers_which_found_nothing(name: str) -> None:
    made, full = judged(note(name)), judged(replace(note(name), full=True))
    assert (full.paper, full.grade.initial, full.grade.residual) == ("short", Grade.LOW, Grade.LOW)
    told = replace(
        made, paper="short", derived=full.derived, conclusion=full.conclusion, validity=full.validity
    )
    assert encode(told) == encode(full)
    # Who asks for the full assessment gets what there was before notes.
    assert encode(full) == encode(assess(without(), note(name), AT))


def test_what_is_no_note_is_byte_for_byte_as_without_the_threshold_test() -> None:
    found = 0
    for name, answers in worked().items():
        made = judged(answers)
        if made.paper != "note":
            found += 1
            assert encode(made) == encode(assess(without(), answers, AT)), name
    assert found > 330


@pytest.mark.parametrize("name", NOTES)
def test_a_note_and_the_full_assessment_beside_it_are_judged_again_each_as_it_was(name: str) -> None:
    for answers in (note(name), replace(note(name), full=True)):
        made = judged(replace(answers, case_number="测〔2026〕1号"))
        assert recompute(made, form()).outcome is Outcome.SAME


@pytest.mark.parametrize("name", NOTES)
def test_a_full_record_that_calls_itself_a_note_is_another_than_its_answers_give(name: str) -> None:
    made = judged(note(name))
    for question, value in neighbours(note(name)):
        held = judged(changed(note(name), question, value))
        forged = replace(
            held, paper="note", derived=made.derived, conclusion=made.conclusion, validity=made.validity
        )
        assert recompute(forged, form()).outcome is Outcome.DIFFERENT, question


def test_it_says_why_of_each_right_and_what_would_undo_it() -> None:
    made = judged(note("D02"))
    assert [x.title for x in rights_told(made)] == ["人身自由", "生命健康", "重大财产权益"]
    assert "准备罚多少：50 元" in rights_told(made)[2].shown
    assert [c.words for c in rights_told(made)[2].basis] == ["563号 4.1", "563号 4.2", "行政处罚法第51条"]
    assert len(why_told(made)) == 1
    assert [x.shown for x in followed(made)] == [
        "这次 50 元，没有超过：不论罚谁，至多 200 元（2021年7月15日起施行）"
    ]
    assert made.conclusion.words == "不需要全面研判，可以实施"
    assert made.validity.void_when[:3] == (
        "当场还要带走人，或者另外拆、封、扣的", "当事人不满、可能起冲突的", "罚款超过二百元的",
    )  # fmt: skip
    assert any("三项都不碰" in line for line in explain(made))


def test_who_signs_is_as_for_any_low_grade() -> None:
    for name in NOTES:
        full = judged(replace(note(name), full=True))
        assert judged(note(name)).signers == full.signers


def test_of_several_acts_each_must_be_under_the_threshold() -> None:
    both = note("D41")
    made = judged(both)
    assert (made.paper, [act.id for act in made.acts]) == ("note", ["日常检查", "当场警告"])
    assert [x.title for x in rights_told(made)].count("生命健康") == 1
    for weighty in ("警告通报", "扣货", "强拆违建"):
        other = replace(both, also=({**both.also[0], "act": Answer(value=weighty)},))
        assert judged(other).paper != "note"
    upset = changed(both, "reaction_expected", "upset")
    assert judged(upset).paper != "note"
    named = replace(both, also=({**both.also[0], "spot_conditions": Answer(value="unclear")},))
    assert judged(named).paper != "note"


def test_what_anybody_adds_makes_it_a_report() -> None:
    raised = read_answers(
        {"answers": {}, "raised": {"grade": "medium", "by": "局长王某", "reason": "有人举报"}}, form()
    )
    said = read_answers({"answers": {}, "statements": [{"who": "陈某", "said": "不是我扔的"}]}, form())
    assert judged(replace(note("D02"), raised=raised.raised)).paper == "report"
    assert judged(replace(note("D02"), statements=said.statements)).paper == "report"


def test_an_act_by_hand_or_not_on_the_list_never_ends_with_a_note() -> None:
    given = dict(note("D02").answers)
    given.pop("act")
    by_hand = {"kind": "处罚", "penalty_procedure": "当场", "setting": "平常"}
    hand = replace(note("D02"), answers={**given, **{k: Answer(value=v) for k, v in by_hand.items()}})
    assert judged(hand).paper == "short"
    assert judged(changed(note("D02"), "act", "应急处罚")).paper != "note"


@pytest.mark.parametrize("name", NOTES)
def test_as_long_as_nothing_stands_against_it_the_note_may_still_come(name: str) -> None:
    given = note(name).answers
    so_far: dict[str, Answer] = {"act": given["act"]}
    for question in form().order:
        if question.id in given:
            so_far[question.id] = given[question.id]
            assert may_be_noted(form(), so_far), question.id
    for question_id, value in neighbours(note(name)):
        assert not may_be_noted(form(), changed(note(name), question_id, value).answers), (question_id, value)
