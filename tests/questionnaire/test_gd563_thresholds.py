"""The amounts of gd-563 at their very edges, and what a unit that writes its own standards spares its officers."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace
from test_overlay import shipped
from test_threshold_faults import unit

import strategies as s
from yanpan.answers import Answers, read_answers
from yanpan.assessment import Assessment, assess
from yanpan.batch.worked_cases import load_cases, merged
from yanpan.data import data_folder
from yanpan.questionnaire import Form, compile_form, load_questionnaire

AT = datetime(2026, 11, 24, 9, tzinfo=s.ZONE)
POLICE = "某市公安局某分局"


@cache
def case(name: str) -> Answers:
    files = load_cases(data_folder("questionnaires") / "gd-563" / "cases")
    found, lines = files[name]
    return read_answers(merged(found, files, lines), shipped(), lines)


def judged(name: str, form: Form | None = None, at: datetime = AT, **changes: object) -> Assessment:
    """A worked case with other answers; None takes one away."""
    form = form or shipped()
    said = {key: value for key, value in changes.items() if value is not None}
    fresh = read_answers({"answers": said}, form).answers
    kept = {key: answer for key, answer in case(name).answers.items() if key not in changes}
    return assess(form, replace(case(name), answers=kept | fresh), at)


@pytest.mark.parametrize(
    ("amount", "who", "stops"),
    [
        (200, {}, False),
        (200, {"fined_party": "citizen"}, False),
        (201, {"fined_party": "citizen"}, True),
        (201, {"fined_party": "unit"}, False),
        (201, {}, True),  # not said whom: as for a citizen
        (201, {"fined_party": "unknown"}, True),
        (3000, {"fined_party": "unit"}, False),
        (3001, {"fined_party": "unit"}, True),
        (500, {"unit_name": POLICE, "penalty_law": "security"}, False),
        (501, {"unit_name": POLICE, "penalty_law": "security"}, True),
        (200, {"unit_name": POLICE, "penalty_law": "traffic"}, False),
        (201, {"unit_name": POLICE, "penalty_law": "traffic"}, True),
        (300, {"penalty_law": "security", "fined_party": "citizen"}, True),  # no police, no such law
    ],
)
def test_a_fine_on_the_spot_over_the_limit_stops(amount: int, who: dict[str, str], stops: bool) -> None:
    a = judged("L01", penalty_amount=amount, **who)
    assert ([line.id for line in a.red_lines] == ["spot_not_allowed"]) is stops
    assert ("spot_limit" in {fact.id for fact in a.derived}) is True


def test_an_answer_to_the_question_of_before_is_still_read() -> None:
    for old, new, stops in (
        ("unit", "unit", False),
        ("citizen", "citizen", True),
        ("security", "citizen", True),
    ):
        a = judged("L01", penalty_amount=300, spot_party=old)
        assert [answer.value for answer in a.answers if answer.question == "fined_party"] == [new]
        assert bool(a.red_lines) is stops


@pytest.mark.parametrize(
    ("amount", "start", "law", "hearing", "asked"),
    [
        (3999, "2026-11-25 10:00", "security", False, False),
        (4000, "2026-11-25 10:00", "security", True, False),
        (4000, "2026-11-25 10:00", "other", True, True),  # not known here, and nobody has answered
        (3999, "2026-01-01 00:00", "security", False, False),
        (3999, "2025-12-31 23:59", "security", True, True),
        (1999, "2025-12-31 23:59", "security", False, False),
    ],
)
def test_a_police_fine_opens_a_hearing_from_four_thousand(
    amount: int, start: str, law: str, hearing: bool, asked: bool
) -> None:
    changes: dict[str, object] = {
        "unit_name": POLICE, "penalty_law": law, "fine_amount": amount, "planned_start": start,
        "basis_articles": "治安管理处罚法第五十九条", "fine_reaches_hearing": None,
    }  # fmt: skip
    a = judged("P20", at=datetime(2025, 12, 20, 9, tzinfo=s.ZONE), **changes)
    questions = {answer.question for answer in a.answers}
    assert ("penalty_hearing" in questions) is hearing
    assert ("fine_reaches_hearing" in questions) is asked


@pytest.mark.parametrize(
    ("amount", "law", "told"), [(100, "", False), (101, "", True), (200, "security", False)]
)
def test_cash_over_the_amount_must_be_accounted_for(amount: int, law: str, told: bool) -> None:
    who = {"unit_name": POLICE, "penalty_law": law} if law else {}
    a = judged("L01", penalty_amount=amount, fine_collection="lawful_cash", **who)
    assert [item.id for item in a.contradictions] == ["cash_over_the_amount"][: int(told)]


def test_a_unit_with_its_own_standard_is_not_asked_whether_it_is_reached(tmp_path: Path) -> None:
    mine = compile_form(load_questionnaire(unit(tmp_path)))
    for amount, hearing in ((4999, False), (5000, True)):
        a = judged("P20", mine, fine_amount=amount, fine_reaches_hearing=None)
        questions = {answer.question for answer in a.answers}
        assert "fine_reaches_hearing" not in questions
        assert ("penalty_hearing" in questions) is hearing
        (fact,) = (fact for fact in a.derived if fact.id == "hearing_amount")
        assert fact.shown.endswith("本市的罚没 5000 元起（2024年5月1日起施行）")
        assert [c.ref for c in fact.basis] == ["市标准:3"]
    # What it says of a limit bites earlier; without it the law's own stands.
    assert [line.id for line in judged("L01", mine, penalty_amount=1001, fined_party="unit").red_lines] == [
        "spot_not_allowed"
    ]
    assert not judged("L01", penalty_amount=1001, fined_party="unit").red_lines
