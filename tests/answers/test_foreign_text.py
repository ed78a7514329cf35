"""What stands at the head of an answers file is of its type, or is told so; what is told is short, whatever was written."""

from __future__ import annotations

from pathlib import Path

import pytest
from sample_form import FORM, refused

LONG, KEY = "x" * 100_000, "x" * 1000
HEAD = f"questionnaire: {FORM.questionnaire.header.id}\n"
FLOODS = {
    "questionnaire_list": f"questionnaire: [{','.join(['x'] * 50_000)}]\nanswers: {{}}\n",
    "questionnaire_text": f"questionnaire: {LONG}\nanswers: {{}}\n",
    "key": f'"{KEY}": 1\nanswers: {{}}\n',
    "question": f'answers:\n  "{KEY}": 1\n',
    "key_of_an_answer": f'answers:\n  place: {{"{KEY}": 1}}\n',
    "measure": f"answers: {{}}\nmeasures:\n- {{id: {LONG}}}\n",
    "key_of_a_measure": f'answers: {{}}\nmeasures:\n- {{id: notary_present, "{KEY}": 1}}\n',
    "key_of_a_raise": f'answers: {{}}\nraised: {{grade: high, by: 某, reason: 某, "{KEY}": 1}}\n',
    "grade": f"answers: {{}}\nraised: {{grade: {LONG}, by: 某, reason: 某}}\n",
}


@pytest.mark.parametrize("kind", FLOODS)
def test_no_text_of_a_file_floods_the_terminal(kind: str, tmp_path: Path) -> None:
    faults = refused(tmp_path / "a.yaml", FLOODS[kind])
    assert faults
    assert sum(len(str(fault)) for fault in faults) < 700


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("", "空的"),
        ("null", "空的"),
        ("[a]", "文字"),
        ("{a: 1}", "文字"),
        ("7", "文字"),
        ("other", "“other”"),
    ],
)
def test_the_questionnaire_is_named_by_a_text(written: str, says: str, tmp_path: Path) -> None:
    (fault,) = refused(tmp_path / "a.yaml", f"questionnaire: {written}\nanswers: {{}}\n")
    assert (fault.field, fault.place) == ("questionnaire", "a.yaml:1")
    assert says in fault.what
    assert "None" not in str(fault)


@pytest.mark.parametrize("written", ["[]", "{}", "0", "12", "false", "[1号]"])
def test_a_case_number_is_a_text(written: str, tmp_path: Path) -> None:
    (fault,) = refused(tmp_path / "a.yaml", f"{HEAD}case_number: {written}\nanswers: {{}}\n")
    assert (fault.field, fault.place) == ("case_number", "a.yaml:2")


def test_a_number_beyond_all_measure_is_told_as_such(tmp_path: Path) -> None:
    (fault,) = refused(tmp_path / "a.yaml", "answers: {people_affected: 99999999999999999999}\n")
    assert "太大" in fault.what
