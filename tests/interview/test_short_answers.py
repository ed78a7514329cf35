"""A bare yes or no, typed line by line, is the option that says so, or is asked about: never another that begins so."""

from __future__ import annotations

import re

import pytest
from person import NUMBER

from strategies import AT, gd563
from yanpan.interview.choice_page import choice_page
from yanpan.interview.lines import on_list
from yanpan.interview.session import Session
from yanpan.questionnaire import Question

BARE = [
    "有", "没有", "没", "无", "是", "不是", "否", "能", "不能", "会", "不会", "做了", "没做", "可以", "不可以", "都有", "都没有的", "属于", "不属于",
    "批准了", "没批", "已办", "没办", "已过", "没过", "行", "不行", "对", "不对", "要", "不要",
]  # fmt: skip
QUESTIONS = [q for q in gd563().order if q.options and not q.acts]


def taken(question: Question, words: str) -> tuple[str | None, str]:
    """The label that a line was taken for, and what was said."""
    page = choice_page(Session(gd563()), question, NUMBER, lambda: AT)
    page.by_lines = True
    act = on_list(page, words)
    value = getattr(act, "value", None)
    return next((o.label for o in question.options if value in (o.value, (o.value,))), None), page.message


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.id)
def test_a_bare_yes_or_no_takes_no_option_beside_which_another_could_be_meant(question: Question) -> None:
    for word in BARE:
        label, said = taken(question, word)
        if label is None:
            assert said
            continue
        if label == word:
            continue
        others = [o.label for o in question.options if o.label != label]
        assert not any(other.startswith(word) for other in others), (word, label)
        if re.search("[没无不未否非]", word):
            assert not any(re.search("[没无不未否非]", other) for other in others), (word, label)
        else:
            assert not any(re.search(f"(?<![没无不未否非]){word}", other) for other in others), (word, label)


def test_an_honest_no_is_asked_about_with_the_options() -> None:
    label, said = taken(gd563().questions["execution_authorised"], "没有")
    assert label is None
    for option in gd563().questions["execution_authorised"].options[2:]:
        assert option.label in said


def test_a_first_clause_is_shown_back_and_a_whole_label_is_taken() -> None:
    label, said = taken(gd563().questions["application_deadline"], "能")
    assert label is None
    assert "能，三个月内申请" in said
    assert taken(gd563().questions["application_deadline"], "能，三个月内申请")[0] == "能，三个月内申请"
    assert taken(gd563().questions["legal_basis_exists"], "没有")[0] == "没有"
