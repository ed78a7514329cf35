"""A case that ended at a certain red line is signed and verified like any other; one that only claims it is not."""

from __future__ import annotations

from dataclasses import replace as with_paper
from pathlib import Path

import msgspec
import pytest

from signing_desk import AT, Desk, desk_of, form
from yanpan.answers import Answers, read_answers
from yanpan.assessment import Assessment, assess, encode, read_record
from yanpan.cases import make_paper, open_case, write_case
from yanpan.errors import YanpanError

replace = msgspec.structs.replace
WORKED = "E41"


@pytest.fixture
def early(tmp_path: Path) -> Desk:
    return desk_of(WORKED, tmp_path)


@pytest.mark.long
def test_an_early_paper_is_signed_by_all_and_valid(early: Desk) -> None:
    assessment = early.case.assessment
    assert assessment.ended_early
    assert assessment.missing
    for signer in assessment.signers:
        early.sign(signer.role)
    found = early.verified()
    assert (found.verdict, found.recomputed, found.reprinted, found.complete) == (
        "valid",
        "same",
        "same",
        True,
    )
    assert found.stated is not None
    assert found.stated.not_asked == len(assessment.not_asked)


def at_desk(desk: Desk, folder: Path, shown: Assessment) -> Desk:
    """The same people, with a folder that holds this record and its own paper."""
    folder.mkdir()
    answers = Answers(answers={}, case_number=shown.case_number)
    paper = make_paper(shown, questionnaire=form().embedded)[0]
    case = open_case(write_case(folder, form(), answers, shown, paper=paper, replace=False))
    return with_paper(desk, case=case)


def claimed(said: dict[str, str]) -> Assessment:
    """A record that says it ended early and that its red lines are certain, of answers that make none so."""
    answers = read_answers({"case_number": "测〔2026〕9号", "answers": said}, form())
    whole = assess(form(), answers, AT)
    lines = tuple(replace(line, by_unknown=False) for line in whole.red_lines)
    forged = replace(whole, ended_early=True, paper="early", signable=True, red_lines=lines)
    return read_record(encode(forged))


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize(
    "said", [{"kind": "检查"}, {"kind": "检查", "within_power": "unknown"}], ids=["open", "unknown"]
)
def test_a_claimed_early_end_is_neither_signed_nor_valid(
    early: Desk, tmp_path: Path, said: dict[str, str]
) -> None:
    desk = at_desk(early, tmp_path / "forged", claimed(said))
    with pytest.raises(YanpanError):
        desk.sign("officer")


def test_a_record_with_open_answers_that_only_drops_the_flag_is_not_signed(
    early: Desk, tmp_path: Path
) -> None:
    shown = replace(early.case.assessment, ended_early=False, case_number="测〔2026〕10号")
    with pytest.raises(YanpanError, match="文书无效"):
        at_desk(early, tmp_path / "dropped", shown).sign("officer")
