"""The profile: only what does not change from case to case, kept privately, never in the way."""

import stat
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from strategies import choice, form_of, question
from yanpan.answers import UNKNOWN, Answer, Answers, Person
from yanpan.answers.profile import load_profile, next_case_number, profile_path, update_profile
from yanpan.questionnaire import QuestionType

FORM = form_of(
    questions=(
        question("unit", QuestionType.TEXT, remember=True),
        question("officers", QuestionType.PEOPLE, remember=True),
        question("party", QuestionType.TEXT),
        choice("basis", "yes", "no"),
    )
)
OFFICERS = (Person("张三", "粤A001"), Person("李四", "粤A002"))


def finished(**values: object) -> Answers:
    return Answers(answers={k: Answer(value=v) for k, v in values.items()}, case_number="粤韶执〔2026〕12号")  # type: ignore[arg-type]


def test_what_is_marked_to_be_remembered_comes_back_and_nothing_else(tmp_path: Path) -> None:
    path = profile_path(tmp_path / "home")
    update_profile(path, FORM, finished(unit="某局", officers=OFFICERS, party="王五", basis="no"))
    profile = load_profile(path, FORM)
    assert {name: answer.value for name, answer in profile.remembered.items()} == {
        "unit": "某局",
        "officers": OFFICERS,
    }
    assert profile.last_case_number == "粤韶执〔2026〕12号"
    assert profile.warning == ""
    assert "王五" not in path.read_text(encoding="utf-8")


def test_it_is_private(tmp_path: Path) -> None:
    path = profile_path(tmp_path / "home")
    update_profile(path, FORM, finished(unit="某局"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_notes_are_not_remembered(tmp_path: Path) -> None:
    path = profile_path(tmp_path)
    update_profile(path, FORM, Answers(answers={"unit": Answer(value="某局", note="只对本案")}))
    assert load_profile(path, FORM).remembered == {"unit": Answer(value="某局")}


def test_an_answer_not_known_or_empty_does_not_overwrite(tmp_path: Path) -> None:
    path = profile_path(tmp_path)
    update_profile(path, FORM, finished(unit="某局", officers=OFFICERS))
    update_profile(path, FORM, finished(unit="", officers=UNKNOWN))
    assert load_profile(path, FORM).remembered["unit"].value == "某局"
    assert load_profile(path, FORM).remembered["officers"].value == OFFICERS


def test_what_another_questionnaire_wrote_stays(tmp_path: Path) -> None:
    path = profile_path(tmp_path)
    path.write_text("answers:\n  other_question: 保留\n", encoding="utf-8")
    update_profile(path, FORM, finished(unit="某局"))
    assert "保留" in path.read_text(encoding="utf-8")


def test_no_profile_is_an_empty_one(tmp_path: Path) -> None:
    assert load_profile(profile_path(tmp_path), FORM).remembered == {}


@pytest.mark.parametrize(
    "content", [b"", b"a: [", b"- 1", b"\xff\xfe\x00", b"answers: []\n", b"answers: &a {}\nb: *a\n"]
)
def test_a_damaged_profile_is_set_aside_with_a_word_and_no_crash(tmp_path: Path, content: bytes) -> None:
    path = profile_path(tmp_path)
    path.write_bytes(content)
    profile = load_profile(path, FORM)
    assert profile.remembered == {}
    if content != b"answers: []\n":
        assert "常用资料读不了" in profile.warning
        assert not path.exists()
        assert [p.read_bytes() for p in tmp_path.iterdir()] == [content]


def test_one_wrong_entry_does_not_cost_the_others(tmp_path: Path) -> None:
    path = profile_path(tmp_path)
    path.write_text("last_case_number: ../../etc\nanswers:\n  unit: 某局\n  officers: 5\n", encoding="utf-8")
    profile = load_profile(path, FORM)
    assert set(profile.remembered) == {"unit"}
    assert profile.last_case_number == ""
    assert "officers" in profile.warning


@pytest.mark.parametrize(
    ("last", "year", "following"),
    [
        ("粤韶执〔2026〕12号", 2026, "粤韶执〔2026〕13号"),
        ("粤韶执〔2026〕12号", 2027, "粤韶执〔2027〕1号"),
        ("粤韶执〔2026〕009号", 2026, "粤韶执〔2026〕010号"),
        ("粤韶执〔2026〕099号", 2027, "粤韶执〔2027〕001号"),
        ("韶城执(2026)第7号", 2026, "韶城执(2026)第8号"),
        ("2026-31", 2026, "2026-32"),
        ("某案", 2026, ""),
        ("", 2026, ""),
    ],
)
def test_the_next_case_number(last: str, year: int, following: str) -> None:
    assert next_case_number(last, datetime(year, 1, 4, tzinfo=ZoneInfo("Asia/Shanghai"))) == following


# ── Versions ──


def test_it_names_its_version_and_a_file_without_one_is_read_as_before(tmp_path: Path) -> None:
    path = profile_path(tmp_path)
    path.write_text("answers:\n  unit: 某局\n", encoding="utf-8")
    assert load_profile(path, FORM).remembered["unit"].value == "某局"
    update_profile(path, FORM, finished(officers=OFFICERS))
    assert "version: 1\n" in path.read_text(encoding="utf-8")
    assert set(load_profile(path, FORM).remembered) == {"unit", "officers"}


def test_one_that_a_later_yanpan_wrote_is_not_used_and_not_touched(tmp_path: Path) -> None:
    path = profile_path(tmp_path)
    text = "version: 2\nanswers:\n  unit: 某局\nnew_part: [1]\n"
    path.write_text(text, encoding="utf-8")
    profile = load_profile(path, FORM)
    assert profile.remembered == {}
    assert str(path) in profile.warning
    assert "升级" in profile.warning
    update_profile(path, FORM, finished(unit="别的局"))
    assert path.read_text(encoding="utf-8") == text
    assert [file.name for file in tmp_path.iterdir() if "损坏" in file.name] == []


def test_numbers_that_somebody_typed_stay_as_they_stood(tmp_path: Path) -> None:
    path = profile_path(tmp_path)
    path.write_text(
        "answers:\n  officers: [{name: 张三, certificate: 0898}]\n  other: 1.5\n", encoding="utf-8"
    )
    update_profile(path, FORM, finished(unit="某局"))
    text = path.read_text(encoding="utf-8")
    assert "0898" in text
    assert "other: 1.5\n" in text
    assert load_profile(path, FORM).remembered["officers"].value == (Person("张三", "0898"),)
