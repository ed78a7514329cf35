"""Questions of one screen in answers files and tables: each is written down for itself, and none says two things."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from yanpan.answers import read_answers
from yanpan.answers.load import plain_answers
from yanpan.data import data_folder
from yanpan.errors import AnswersRefused
from yanpan.questionnaire import Form, compile_form, load_questionnaire


@cache
def form() -> Form:
    return compile_form(load_questionnaire(data_folder("questionnaires") / "gd-563"))


def read(**given: Any) -> dict[str, object]:
    return {name: a.value for name, a in read_answers({"answers": given}, form()).answers.items()}


def refused(**given: Any) -> str:
    with pytest.raises(AnswersRefused) as stop:
        read(**given)
    (fault,) = stop.value.faults
    return f"{fault.field} {fault.what} {fault.remedy}"


def test_nothing_ticked_is_the_first_answer_to_each() -> None:
    assert read(act="当场罚款", spot_faults=[]) == {
        "act": "当场罚款", "within_power": "own", "officers_ready": "yes", "spot_told": "all", "fine_collection": "bank",
    }  # fmt: skip


def test_what_is_ticked_answers_its_own_question() -> None:
    found = read(act="当场罚款", spot_faults=["one", "no_receipt"])
    assert (found["officers_ready"], found["spot_told"], found["fine_collection"]) == (
        "one",
        "all",
        "no_receipt",
    )


def test_an_act_answers_only_what_it_is_asked() -> None:
    assert "fine_collection" not in read(act="当场警告", spot_faults=[])
    assert "答了两次" in refused(act="当场警告", spot_faults=[], spot_told="all")
    assert "没有“late”" in refused(act="当场警告", spot_faults=["late"])


def test_not_known_is_not_known_of_each_that_may_be() -> None:
    found = read(act="日常检查", inspection_readiness="不清楚")
    assert {found[name] for name in form().screens["inspection_readiness"].of} == {"unknown"}


def test_two_answers_to_one_question_are_refused() -> None:
    assert "两样是“到场执法的人员合格吗？”的回答" in refused(
        act="当场罚款", spot_faults=["one", "uncertified"]
    )


def test_a_screen_of_another_act_is_refused() -> None:
    assert "只用于这几种行为：当场警告、当场罚款" in refused(act="日常检查", spot_faults=[])
    assert "只用于这几种行为：日常检查" in refused(kind="检查", inspection_readiness=[])


def test_a_note_and_evidence_go_to_each() -> None:
    answers = read_answers(
        {
            "answers": {
                "act": "当场警告",
                "spot_faults": {"value": [], "note": "带了记录仪", "evidence": ["照片1"]},
            }
        },
        form(),
    ).answers
    assert {(a.note, a.evidence) for name, a in answers.items() if name != "act"} == {
        ("带了记录仪", ("照片1",))
    }


def test_that_the_full_assessment_is_wanted_is_kept() -> None:
    answers = read_answers({"answers": {"act": "当场警告"}, "full": True}, form())
    assert answers.full
    assert read_answers(plain_answers(answers, form()), form()) == answers
    assert "full" not in plain_answers(read_answers({"answers": {"act": "当场警告"}}, form()), form())
    with pytest.raises(AnswersRefused, match="应是 true 或者 false"):
        read_answers({"answers": {}, "full": "要"}, form())
