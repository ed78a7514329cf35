"""The text budget of a case: every limit at its edge; what is accepted before stays readable."""

from __future__ import annotations

from typing import Any

import pytest

import strategies as s
from yanpan.answers import WrongValue, read_answers, with_raise
from yanpan.answers.budget import LINE_BREAK, MAX_TOTAL, check_value, over_budget
from yanpan.assessment import answers_of
from yanpan.errors import AnswersRefused, FieldFault, InputRefused
from yanpan.questionnaire import Form, QuestionType
from yanpan.questionnaire.model import Treatment

TEXT, PEOPLE = QuestionType.TEXT, QuestionType.PEOPLE


def form() -> Form:
    return s.form_of(
        questions=(
            s.question("unit", TEXT, unknown=False, longest=60),
            s.question("story", TEXT, unknown=False),
            s.question("officers", PEOPLE, unknown=False),
            s.choice("q", "good", "bad"),
        ),
        hazards=(s.hazard("h", 3, 3, when='q == "bad"'),),
        measures=tuple(s.measure(f"m{i}", Treatment(hazard="h", likelihood=-1)) for i in range(101)),
    )


def faults(document: dict[str, Any]) -> list[FieldFault]:
    try:
        read_answers({"answers": {}} | document, form())
    except AnswersRefused as refused:
        return list(refused.faults)
    return []


def answer(name: str, value: object) -> dict[str, Any]:
    return {"answers": {name: value}}


def measure(i: int = 0, **more: str) -> dict[str, str]:
    return {"id": f"m{i}", "owner": "张三", "deadline": "实施前"} | more


def statement(**more: str) -> dict[str, str]:
    return {"who": "王某", "said": "不服"} | more


LONG = {
    "a text with a limit of its own": (lambda n: answer("unit", "长" * n), 60, "unit"),
    "a text without one": (lambda n: answer("story", "长" * n), 2000, "story"),
    "a note": (lambda n: answer("q", {"value": "bad", "note": "长" * n}), 2000, "q"),
    "the name of a person": (lambda n: answer("officers", [{"name": "长" * n, "certificate": "粤A001"}]), 60, "officers"),
    "a certificate": (lambda n: answer("officers", [{"name": "张三", "certificate": "1" * n}]), 60, "officers"),
    "the name of evidence": (lambda n: answer("q", {"value": "bad", "evidence": ["长" * n]}), 120, "q"),
    "the owner of a measure": (lambda n: {"measures": [measure(owner="长" * n)]}, 60, "measures.m0"),
    "the note of a measure": (lambda n: {"measures": [measure(note="长" * n)]}, 2000, "measures"),
    "who made a statement": (lambda n: {"statements": [statement(who="长" * n)]}, 60, "statements[1]"),
    "a statement": (lambda n: {"statements": [statement(said="长" * n)]}, 2000, "statements"),
    "why it was not adopted": (lambda n: {"statements": [statement(why="长" * n)]}, 2000, "statements"),
    "the name of an attachment": (lambda n: {"attachments": ["长" * n]}, 120, "attachments"),
    "who raised the grade": (lambda n: {"raised": {"grade": "high", "by": "长" * n, "reason": "变"}}, 60, "raised"),
}  # fmt: skip


@pytest.mark.parametrize("name", LONG)
def test_a_text_as_long_as_its_limit_is_taken_and_one_more_is_refused_by_field(name: str) -> None:
    make, limit, field = LONG[name]
    assert faults(make(limit)) == []
    (fault,) = faults(make(limit + 1))
    assert fault.field == field
    assert f"{limit} 字" in fault.what
    assert fault.remedy


MANY = {
    "people": (
        lambda n: answer("officers", [{"name": "张三", "certificate": f"粤A{i + 1:04}"} for i in range(n)]),
        50,
        "officers",
    ),
    "pieces of evidence": (lambda n: answer("q", {"value": "bad", "evidence": ["照片"] * n}), 50, "q"),
    "measures": (lambda n: {"measures": [measure(i, note="长" * 500) for i in range(n)]}, 100, "measures"),
    "statements": (lambda n: {"statements": [statement()] * n}, 50, "statements"),
    "attachments": (lambda n: {"attachments": ["笔录"] * n}, 100, "attachments"),
}


@pytest.mark.parametrize("name", MANY)
def test_as_many_entries_as_the_limit_are_taken_and_one_more_is_refused(name: str) -> None:
    make, limit, field = MANY[name]
    assert faults(make(limit)) == []
    (fault,) = faults(make(limit + 1))
    assert fault.field == field
    assert f"最多 {limit} 项" in fault.what
    assert "清单" in fault.remedy


def test_the_whole_case_has_a_limit_too_and_the_longest_text_is_named() -> None:
    full = [statement(said="长" * 1998) for _ in range(30)]  # with 王某, 60,000 together
    assert sum(len(x["who"] + x["said"]) for x in full) == MAX_TOTAL
    assert faults({"statements": full}) == []
    (fault,) = faults({"statements": full, **answer("unit", "长")})
    assert fault.field == "statements[1]"
    assert f"合计 {MAX_TOTAL + 1} 字" in fault.what
    assert "附件" in fault.remedy


def test_a_line_break_counts_as_the_line_it_takes() -> None:
    lines = ["甲" + "\n" * 1000] * 2
    (fault,) = faults({"statements": [statement(said=text) for text in lines]})
    assert str(2 * (1000 * (LINE_BREAK + 1) + 3)) in fault.what


def test_every_text_that_is_too_long_is_named_at_once() -> None:
    document = {
        "answers": {"unit": "长" * 61, "officers": [{"name": "长" * 61, "certificate": "粤A001"}]},
        "attachments": ["长" * 121],
    }
    assert [f.field for f in faults(document)] == ["unit", "officers", "attachments"]


def test_what_was_accepted_before_is_read_back_whatever_its_length() -> None:
    made = form()
    long = read_answers(answer("unit", "长" * 200), made, budgeted=False)
    assert [over.field for over in over_budget(long, made)] == ["unit"]
    assert answers_of(s.judged((made, long)), made).answers == long.answers


def test_what_is_typed_is_held_to_the_same_limits() -> None:
    unit = form().questions["unit"]
    check_value(unit, "长" * 60)
    with pytest.raises(WrongValue, match="61 字，最多 60 字"):
        check_value(unit, "长" * 61)


def test_who_raises_the_grade_on_the_command_line_is_held_to_it_too() -> None:
    with pytest.raises(InputRefused, match="最多 60 字"):
        with_raise(s.given(), grade="high", by="长" * 61, reason="变")
