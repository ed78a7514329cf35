"""A case of a questionnaire that lives in another zone than the one that signs: its paper tells all times in its own."""

from __future__ import annotations

import shutil
from dataclasses import replace as with_case
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from scanned_pages import png
from signing_desk import AT, SIGNED, Desk, desk_of, form
from yanpan.answers import read_answers
from yanpan.assessment import assess
from yanpan.batch.worked_cases import load_cases, merged
from yanpan.cases import (
    Turn,
    make_paper,
    open_case,
    prepare_case,
    register_scan,
    sign_case,
    sign_case_with,
    turn_of,
    write_case,
)
from yanpan.data import data_folder
from yanpan.errors import InputRefused
from yanpan.questionnaire import Form, compile_form, load_questionnaire
from yanpan.report.words import moment

URUMQI = ZoneInfo("Asia/Urumqi")


@pytest.fixture(scope="module")
def west(tmp_path_factory: pytest.TempPathFactory) -> Form:
    """A questionnaire of a unit in Urumqi."""
    pack = shutil.copytree(data_folder("questionnaires") / "gd-563", tmp_path_factory.mktemp("pack") / "p")
    head = Path(pack) / "questionnaire.yaml"
    text = head.read_text("utf-8")
    assert "timezone: Asia/Shanghai" in text
    head.write_text(text.replace("timezone: Asia/Shanghai", "timezone: Asia/Urumqi"), "utf-8")
    return compile_form(load_questionnaire(Path(pack)))


@pytest.fixture
def far_west(tmp_path: Path, west: Form) -> Desk:
    desk = desk_of("M01", tmp_path)
    files = load_cases(data_folder("questionnaires") / "gd-563" / "cases")
    case, lines = files["M01"]
    answers = read_answers(merged(case, files, lines) | {"case_number": "测〔2026〕M01号"}, west)
    assessment = assess(west, answers, AT.astimezone(URUMQI))
    paper = make_paper(assessment, questionnaire=west.embedded)[0]
    (tmp_path / "west").mkdir()
    folder = write_case(tmp_path / "west", west, answers, assessment, paper=paper, replace=False)
    return with_case(desk, case=open_case(folder))


def turn(desk: Desk) -> Turn:
    """As by somebody who has the shipped questionnaire."""
    return turn_of(desk.case, SIGNED, forms=(form(),), reprint=False)


@pytest.mark.long
def test_who_signs_with_a_questionnaire_of_another_zone_signs_in_that_of_the_paper(
    far_west: Desk, west: Form
) -> None:
    assert SIGNED.utcoffset() != far_west.case.assessment.assessed_at.utcoffset()
    for signer in far_west.case.assessment.signers:
        who = far_west.people[signer.role]
        sign_case(turn(far_west), role=signer.role, identity=who, words="同意", at=SIGNED)
    found = far_west.verified(questionnaires=[west], trusted=[west.questionnaire.digest])
    assert (found.verdict, found.reprinted) == ("valid", "same"), found.findings


def test_so_do_those_who_sign_with_another_program_or_in_ink(far_west: Desk, tmp_path: Path) -> None:
    first = far_west.case.assessment.signers[0].role
    page, request = tmp_path / "page.png", tmp_path / "request.json"
    page.write_bytes(png())
    certificate = far_west.people[first].certificate
    prepare_case(
        turn(far_west), role=first, certificate=certificate, words="同意", at=SIGNED, request=request
    )
    assert "+06:00" in request.read_text("utf-8")
    with pytest.raises(InputRefused):
        sign_case_with(
            turn(far_west), ["cp", "/dev/stdin", str(tmp_path / "to_sign")], role=first, certificate=certificate,
            words="同意", at=SIGNED,
        )  # fmt: skip
    assert b"+06'00" in (tmp_path / "to_sign").read_bytes()
    register_scan(turn(far_west), role=first, scan=page, at=SIGNED)
    assert "+06:00" in (far_west.case.folder / "scans.json").read_text("utf-8")


@pytest.mark.parametrize(
    "zone", ["Asia/Shanghai", "Asia/Urumqi", "Asia/Kathmandu", "America/New_York", "UTC"]
)
def test_a_fresh_paper_is_that_of_its_record(zone: str) -> None:
    fresh = AT.astimezone(ZoneInfo(zone))
    read_back = datetime.fromisoformat(fresh.isoformat())
    assert moment(fresh) == moment(read_back)
    assert (moment(fresh) == "2026年11月24日 10:00") == (zone == "Asia/Shanghai")


def test_a_fresh_paper_is_to_the_byte_that_of_its_record(far_west: Desk, west: Form) -> None:
    case = far_west.case
    assert case.assessment.assessed_at.tzinfo is not URUMQI
    assert make_paper(case.assessment, questionnaire=west.embedded)[0] == case.paper.read_bytes()
