"""What is saved is read back as it was, whatever people write."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_form import FORM

import strategies as s
from yanpan.answers import (
    UNKNOWN,
    Answer,
    Answers,
    Person,
    PlannedMeasure,
    RaisedGrade,
    Statement,
    WrongValue,
    load_answers,
    plain_answers,
    read_answers,
    render_answers,
)
from yanpan.answers.budget import MAX_LINE, MAX_TITLE
from yanpan.answers.people import check_person
from yanpan.answers.values import MAX_TEXT
from yanpan.documents import read_document
from yanpan.questionnaire import Form

HOSTILE = [
    "yes",
    "no",
    "true",
    "null",
    "~",
    "on",
    "off",
    "y",
    "=",
    "<<",
    "-",
    "?",
    ":",
    "- a",
    "a: b",
    "a #b",
    "# a",
    "#",
    "'",
    '"',
    "''",
    '"a"',
    "it's",
    "\\",
    "\\n",
    "a\\",
    "&a",
    "*a",
    "!a",
    "!!str a",
    "%TAG",
    "@a",
    "`a`",
    "|",
    ">",
    "|-",
    "{",
    "}",
    "[",
    "]",
    "{a: b}",
    "[a, b]",
    ",",
    "---",
    "...",
    "--- a",
    "a\nb",
    "a\n\nb",
    "a\n b",
    "a\n---\nb",
    "a\n  # 题\n  b: c",
    "a\tb",
    "\u3000缩进",
    "号：〔2026〕",
    "😀👨‍👩‍👧",
    "𬱖",
    "é",
    "e\u0301",
    "\u200b",
    "\u202eabc",
    "a\u2028b",
    "a\u2029b",
    "a\ufeffb",
    "a\xa0b",
    "=cmd|' /C calc'!A0",
    "+1",
    "@SUM(1)",
    "{{ 7*7 }}",
    "{% raw %}",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "0898",
    "089",
    "0o17",
    "0x1F",
    "1_000",
    "1e5",
    "1.5e3",
    ".5e1",
    "1.",
    "+.5",
    "-.5",
    "12:30:45",
    "1:20",
    "190:20:30",
    "2026-11-25",
    "2026-11-25 09:30",
    "0b11",
    "NaN",
    ".nan",
    ".inf",
    "1" * 30,
    "007",
    "00",
    "08.50",
    "-0",
    "+8613800000000",
    "长" * 1500,
    "字 " * 700,
    "unknown",
    "不清楚",
    "a" * 1999 + "b",
]

TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30),
    st.lists(
        st.sampled_from(["a", " ", "\n", "\t", "'", '"', ":", "#", "-", "号", "0", "9", "\\", "\u2028"]),
        max_size=12,
    ).map("".join),
    st.from_regex(r"\A[-+]?[0-9.:_eExo]{1,8}\Z"),
)


def saved(form: Form, answers: Answers, folder: Path) -> Answers:
    """Write the file and read it again."""
    path = folder / "answers.yaml"
    path.write_text(render_answers(answers, form), encoding="utf-8", newline="")
    return load_answers(path, form)


def answer_text(text: str) -> str:
    """Text as the check leaves it: no spaces around it, never empty, 不清楚 as one word."""
    text = text.strip()[:MAX_TEXT] or "空"
    return UNKNOWN if text == "不清楚" else text


def name_or_other(text: str) -> str:
    """A text where it may be the name of an officer, else one that is."""
    try:
        check_person(Person(text, "粤A001"))
    except WrongValue:
        return "张三"
    return text


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_an_answer_of_hostile_text_is_read_back_as_it_was(text: str, tmp_path: Path) -> None:
    answers = Answers(
        answers={"place": Answer(value=answer_text(text)), "legal_basis": Answer(value="no", note=text)}
    )
    assert saved(FORM, answers, tmp_path) == answers


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_every_other_text_of_a_case_is_read_back_as_it_was(text: str, tmp_path: Path) -> None:
    short = text[: MAX_LINE - 1]
    answers = Answers(
        answers={
            "officers": Answer(value=(Person(name_or_other(answer_text(short)), "粤A001"),)),
            "vulnerable": Answer(value=(), evidence=(short, short)),
        },
        case_number=short,
        measures=(PlannedMeasure(id="notary_present", owner=short, deadline="实施前", note=short),),
        statements=(
            Statement(who=short, said=short, why=short),
            Statement(who=short, said=short, kind="dissent"),
        ),
        attachments=(short,),
        raised=RaisedGrade(grade="high", by=f"李{short}", reason=f"因{short}"),
        ended_early=True,
    )
    assert saved(FORM, answers, tmp_path) == answers


@given(text=TEXTS, note=TEXTS, evidence=st.lists(TEXTS.map(lambda t: t[:MAX_TITLE]), max_size=2))
@settings(max_examples=150)
def test_any_text_is_read_back_as_it_was(
    text: str, note: str, evidence: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    answers = Answers(
        answers={
            "place": Answer(value=answer_text(text), note=note[:MAX_TEXT], evidence=tuple(evidence)),
            "kind": Answer(value="强制", note=note[:MAX_TEXT]),
            "legal_basis": Answer(value=UNKNOWN),
        }
    )
    assert saved(FORM, answers, tmp_path_factory.getbasetemp()) == answers


@pytest.mark.parametrize(
    "cases", [s.small_cases(), s.gd563_cases(facts_open=True)], ids=["generated", "gd-563"]
)
@given(data=st.data())
def test_the_answers_of_any_form_are_read_back_as_they_were(
    cases: st.SearchStrategy[s.Case], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    form, answers = data.draw(cases)
    assert saved(form, answers, tmp_path_factory.getbasetemp()) == answers


@given(case=s.small_cases())
def test_the_answers_as_json_are_read_back_as_they_were(case: s.Case) -> None:
    form, answers = case
    data = msgspec.json.encode(plain_answers(answers, form))
    document, lines = read_document(data, name="answers.json", json=True)
    assert read_answers(document, form, lines) == answers


def test_the_file_puts_the_question_above_and_the_label_beside_each_answer() -> None:
    answers = Answers(answers={"legal_basis": Answer(value="no"), "people_affected": Answer(value=300.0)})
    assert render_answers(answers, FORM) == (
        "questionnaire: small\nanswers:\n"
        "  # legal_basis？\n  legal_basis: 'no'  # 没有\n"
        "  # people_affected？\n  people_affected: 300\n"
    )
