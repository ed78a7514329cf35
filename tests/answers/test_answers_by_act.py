"""An act in an answers file: by any of its names, and never against what is said by hand beside it."""

from __future__ import annotations

from typing import Any

import pytest

import strategies as s
from yanpan.answers import Answer, plain_answers, read_answers
from yanpan.errors import AnswersRefused
from yanpan.questionnaire.act_list import names_of


def read(**answers: Any) -> dict[str, Answer]:
    return dict(read_answers({"answers": answers}, s.gd563()).answers)


def refused(**answers: Any) -> str:
    with pytest.raises(AnswersRefused) as error:
        read(**answers)
    return str(error.value)


@pytest.mark.parametrize("act", s.gd563().acts.values(), ids=lambda act: act.id)
def test_every_name_of_an_act_is_read_as_that_act(act: Any) -> None:
    for name in names_of(act):
        assert read(act=name) == {"act": Answer(value=act.id)}


def test_what_says_the_same_by_hand_is_taken_and_not_kept_twice() -> None:
    assert read(act="扣车", kind="强制", compulsion_type="扣押") == {"act": Answer(value="扣车")}
    noted = read(act="扣车", kind={"value": "强制", "note": "局里定的"})
    assert noted["kind"] == Answer(value="强制", note="局里定的")
    again = read_answers(
        plain_answers(read_answers({"answers": {"act": "扣车"}}, s.gd563()), s.gd563()), s.gd563()
    )
    assert again.answers == {"act": Answer(value="扣车")}


def test_a_list_of_acts_is_told_that_one_is_to_be_chosen() -> None:
    said = refused(act=["扣车", "罚款"])
    assert "这一题只能选一项" in said
    assert "写在 also 里" in said
    assert "列表里没有" not in said


def test_what_denies_the_act_is_refused_with_both_named() -> None:
    said = refused(act="扣车", kind="检查")
    assert "行政检查" in said
    assert "行政强制" in said
    assert "扣押车辆、船只" in said
    assert "当场警告" not in said
    assert "都没有" in refused(act="拘留", penalty_types=[])


def test_a_word_that_is_no_act_names_the_nearest() -> None:
    assert "扣车" in refused(act="扣大车")
    assert "yanpan pack show" in refused(act="跳舞")
    assert "不清楚" in refused(act="不清楚")


def test_who_finds_nothing_answers_by_hand() -> None:
    assert read(act="列表里没有", kind="检查").keys() == {"act", "kind"}
    assert read(kind="检查").keys() == {"kind"}
