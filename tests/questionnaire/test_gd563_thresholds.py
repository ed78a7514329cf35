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
from yanpan.commands.pack_text import pack_lines
from yanpan.commands.summary import summary_lines
from yanpan.data import data_folder
from yanpan.questionnaire import Form, compile_form, load_questionnaire
from yanpan.questionnaire.acts import name_act
from yanpan.questionnaire.in_words import InWords

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


def test_no_worked_case_comes_out_lower_by_the_amounts_of_a_unit(tmp_path: Path) -> None:
    mine, compared = compile_form(load_questionnaire(unit(tmp_path))), 0
    files = load_cases(data_folder("questionnaires") / "gd-563" / "cases")
    for found, lines in files.values():
        given = read_answers(merged(found, files, lines), shipped(), lines)
        if given.ended_early or not {"fine_amount", "penalty_amount"} & given.answers.keys():
            continue
        before, after = assess(shipped(), given, AT), assess(mine, given, AT)
        assert after.grade.initial.rank >= before.grade.initial.rank, found.id
        assert {line.id for line in before.red_lines} <= {line.id for line in after.red_lines}, found.id
        compared += 1
    assert compared > 30


def test_a_fine_that_opens_a_hearing_is_weighty_though_nobody_ticked_it() -> None:
    changes = {"unit_name": POLICE, "penalty_law": "security", "fine_reaches_hearing": None, "interests": []}
    for amount, weighty in ((3999, False), (4000, True)):
        a = judged("P20", fine_amount=amount, **changes)
        assert ("weighty_outcome" in {hazard.id for hazard in a.hazards}) is weighty


def test_the_authors_see_each_amount_with_its_law_and_days() -> None:
    shown = list(pack_lines(shipped()))
    assert "    - 治安罚款 4000 元起  2026-01-01 起（治安管理处罚法:117）" in shown
    assert any(line.startswith("spot_limit  当场罚款的限额  比 penalty_amount") for line in shown)


def test_the_printed_form_says_that_a_standard_is_not_listed() -> None:
    act = name_act(shipped(), ["立案罚款（走普通程序）"])
    number = {question.id: i for i, question in enumerate(act.asked, 1)}
    said = InWords(act, number.__getitem__).when(shipped().questions["fine_reaches_hearing"])
    assert said.startswith(f"仅当第{number['fine_amount']}题达到2000元，")
    assert said.endswith("，并且“要告知听证的数额”没有收录时答")


def test_the_result_says_what_is_over_which_limit() -> None:
    a = judged("L01", penalty_amount=201, fined_party="citizen", fine_collection="bank")
    said = "".join(line.strip() for line in summary_lines(a, colour=False, width=80))
    assert (
        "数额、期限  当场罚款的限额：这次 201 元，超过了：对公民至多 200 元（2021年7月15日起施行）（行政处罚法第51条）"
        in said
    )
