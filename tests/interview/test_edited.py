"""An interview on the answers of a finished case: the review comes first, and nothing is asked that was answered."""

from pathlib import Path

import pytest
from person import CTRL_C, DOWN, ENTER, NUMBER, Person, facts, start


def finished(home: Path) -> str:
    """A finished case, whose party was left out; its answers."""
    person = facts(start(home)).press("1").see("会有哪些反应").press("0").see("检查答案").press("y")
    assert person.ends() == 0
    (home / "before.yaml").write_text(person.answers(), encoding="utf-8")
    return person.answers()


def at_the_review(home: Path) -> Person:
    person = Person(home, "--number", NUMBER, "--edit", str(home / "before.yaml"))
    return person.see("检查答案", "都答了", "y 完成")


def test_who_changes_nothing_gives_the_same_answers(tmp_path: Path) -> None:
    home = tmp_path / "home"
    before = finished(home)
    person = at_the_review(home).press("y")
    assert person.ends() == 0
    assert person.answers() == before


def test_one_answer_is_changed_and_the_rest_stays(tmp_path: Path) -> None:
    home = tmp_path / "home"
    before = finished(home)
    person = at_the_review(home).press(DOWN, ENTER).see("实施执法的单位").press("乙局", ENTER).see("检查答案")
    assert person.press("y").ends() == 0
    assert person.answers() == before.replace("某局", "乙局")


@pytest.mark.long
def test_an_edit_that_was_left_goes_on(tmp_path: Path) -> None:
    home = tmp_path / "home"
    finished(home)
    person = at_the_review(home).press(DOWN, ENTER).see("实施执法的单位").press("乙局", ENTER).see("检查答案")
    assert person.press(CTRL_C).ends() == 130
    person = Person(home, "--number", NUMBER, "--edit", str(home / "before.yaml"))
    person.see("这个案号有没做完的", NUMBER).press("1").see("检查答案", "乙局").press("y")
    assert person.ends() == 0


@pytest.mark.long
def test_an_edit_that_was_left_can_be_begun_anew(tmp_path: Path) -> None:
    home = tmp_path / "home"
    finished(home)
    person = at_the_review(home).press(DOWN, ENTER).see("实施执法的单位").press("乙局", ENTER).see("检查答案")
    assert person.press(CTRL_C).ends() == 130
    person = Person(home, "--number", NUMBER, "--edit", str(home / "before.yaml"))
    person.see("这个案号有没做完的", NUMBER).press("n").see("要删按 y").press("y").see("检查答案", "某局")
