"""A name may have a character that is younger than this Python's tables: it is taken and shown as any other."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from person import CTRL_C, ENTER, Person, start
from walk import Walk, begun

from yanpan.answers import Person as Officer
from yanpan.answers import WrongValue
from yanpan.answers.people import check_person, read_people
from yanpan.approval.wording import another_opinion
from yanpan.assessment import owner_lacks
from yanpan.inert import inert, is_letter, is_new_letter, is_printable
from yanpan.interview.field import Field
from yanpan.interview.paint import cells, printable
from yanpan.questionnaire.said import read

NEW = ["\U0002ebf0", "\U0002ebf1", "\U0002ee5d", "\U00031350", "\U000323af", "\U000323b0", "\U0003347f"]
"""Extensions I, H and J: of Unicode 15.1, 15 and 17."""
NEVER = [
    "\U0002fffe",
    "\U0002ffff",
    "\U0003fffe",
    "\U0003ffff",
    "\u0378",
    "\uffff",
    "\U0004fffd",
    "\U000e0041",
]


@pytest.mark.parametrize("character", NEW)
def test_a_new_character_is_typed_painted_and_printed_as_a_letter_two_columns_wide(character: str) -> None:
    field = Field()
    field.insert(f"王{character}明")
    assert field.text == f"王{character}明"
    assert printable(character) == inert(character) == character
    assert cells(character) == 2
    assert is_letter(character)
    assert is_printable(character)
    assert read(f"查{character}封") == f"查{character}封"


@pytest.mark.parametrize("character", NEVER)
def test_what_is_no_character_is_still_none(character: str) -> None:
    assert printable(f"王{character}明") == "王明"
    assert not is_new_letter(character)
    assert unicodedata.category(character) in ("Cn", "Cf")
    with pytest.raises(WrongValue):
        check_person(Officer(f"王{character}明", "粤A001"))


@pytest.mark.parametrize("character", NEW)
@pytest.mark.parametrize("certificate", ["", "粤A001"])
@pytest.mark.parametrize("pattern", ["王{}明", "王{}", "{}三"])
def test_who_is_called_by_a_new_character_is_an_officer(
    pattern: str, certificate: str, character: str
) -> None:
    name = pattern.format(character)
    check_person(Officer(name, certificate))
    assert read_people(f"{name} {certificate}".strip()) == (Officer(name, certificate),)
    assert not owner_lacks(name)


def test_a_new_character_between_two_words_does_not_join_them() -> None:
    assert another_opinion("不\U0002ebf0同意", agreeing=True) == another_opinion("不王同意", agreeing=True)


def test_a_new_character_reaches_the_answers(tmp_path: Path) -> None:
    walk: Walk = begun(tmp_path).enter("某局", "王\U0002ebf0明 粤A001").press("enter")
    assert walk.session.given["officers"].value == (Officer("王\U0002ebf0明", "粤A001"),)


@pytest.mark.long
@pytest.mark.parametrize("options", [(), ("--plain",)], ids=["screen", "plain"])
def test_a_new_character_is_shown_where_it_is_typed(tmp_path: Path, options: tuple[str, ...]) -> None:
    person: Person = start(tmp_path / "home", *options).press("某局", ENTER).see("由哪些执法人员")
    person.press("王\U0002ebf0明 粤A001", ENTER).see("王\U0002ebf0明").press(CTRL_C).ends()
    assert "\U0002ebf0" in person.draft() or "2ebf0" in ascii(person.draft())
