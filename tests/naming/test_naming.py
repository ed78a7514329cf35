"""What people call things: by id, by title, by half of a title; never by what could be two things."""

from __future__ import annotations

import pytest

from yanpan.naming import Misnamed, listed, named

ROLES = {
    "officer": "执法人员（承办人）",
    "co_officer": "执法人员（协办人）",
    "unit_head": "主要负责人",
}


@pytest.mark.parametrize(
    "word",
    [
        "officer",
        "执法人员（承办人）",
        "执法人员(承办人)",
        " 执法人员 （承办人）",
        "承办人",
        "Officer",
        "ｏｆｆｉｃｅｒ",
    ],
)
def test_a_thing_is_called_by_its_id_its_title_or_a_half_that_is_its_own(word: str) -> None:
    assert named(word, ROLES) == "officer"


def test_a_half_that_two_share_is_refused_with_both() -> None:
    with pytest.raises(Misnamed) as wrong:
        named("执法人员", ROLES)
    assert wrong.value.words("角色") == (
        "“执法人员”不止一个角色；可以是 officer（执法人员（承办人））、co_officer（执法人员（协办人））"
    )


@pytest.mark.parametrize("word", ["承办员", "oficer", "执法人员（承办）"])
def test_a_slip_is_told_what_was_meant(word: str) -> None:
    with pytest.raises(Misnamed) as wrong:
        named(word, ROLES)
    assert wrong.value.words("角色") == f"没有“{word}”这个角色；是不是“officer”（执法人员（承办人））？"


@pytest.mark.parametrize("word", ["", " ", "局长", "（）", "承办人）"])
def test_what_is_near_to_nothing_is_nothing(word: str) -> None:
    with pytest.raises(Misnamed) as wrong:
        named(word, {"unit_head": "主要负责人", "x": "执法人员（别的）"})
    assert wrong.value.words("角色") == f"没有“{word}”这个角色"


def test_an_id_comes_before_the_same_word_as_a_title() -> None:
    assert named("no", {"yes": "no", "no": "没有"}) == "no"


def test_a_title_as_it_is_written_comes_before_one_that_is_like_it() -> None:
    titles = {"a": "有 人", "b": "有人"}
    assert (named("有人", titles), named("有 人", titles)) == ("b", "a")
    with pytest.raises(Misnamed, match="有"):
        named("有  人", titles)


def test_without_halves_only_the_whole_title_counts() -> None:
    assert named("执法人员（承办人）", ROLES, halves=False) == "officer"
    with pytest.raises(Misnamed):
        named("承办人", ROLES, halves=False)


def test_a_long_wrong_name_is_said_again_only_in_part() -> None:
    with pytest.raises(Misnamed) as wrong:
        named("长" * 1000, ROLES)
    assert len(wrong.value.words("角色")) < 60


def test_a_title_that_is_the_id_is_listed_once() -> None:
    assert listed({"high": "高风险", "强制": "强制"}) == "high（高风险）、强制"
