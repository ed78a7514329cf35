"""An early end without a certain red line, signed by people who skip the door, is invalid."""

from __future__ import annotations

from datetime import datetime

import msgspec
import pytest
from structured_papers import AT, LATER, Services, form, judge, signed

from yanpan.answers import Answers, read_answers
from yanpan.assessment import Assessment, assess, encode
from yanpan.report import render_pdf
from yanpan.verification import Verification
from yanpan.verification.judged_again import judge_again

SAID = {
    "unit_name": "某镇人民政府", "officers": ["张某 粤F00001", "李某 粤F00002"], "kind": "检查", "setting": "平常",
    "party_name": "某厂", "action_summary": "查消防通道", "place": "某镇", "planned_start": "2026-11-27 09:30",
    "people_affected": 4,
}  # fmt: skip


def answers(**more: str) -> Answers:
    return read_answers({"case_number": "测〔2026〕12号", "answers": SAID | more}, form())


def judged(shown: Assessment, at: datetime = AT) -> Verification:
    pdf = render_pdf(shown, encode(shown), form().embedded).pdf
    for item in shown.signers:
        pdf = signed(pdf, item.role, Services("b-b", None), at=at)
    return judge(pdf, judge_again=judge_again, roles=None, at=LATER)


def codes(found: Verification) -> set[str]:
    return {item.code for item in found.findings if item.weight.value == "invalid"}


@pytest.mark.long
def test_an_honest_early_end_is_valid() -> None:
    ended = msgspec.structs.replace(answers(within_power="beyond"), ended_early=True)
    found = judged(assess(form(), ended, AT))
    assert (found.verdict, found.recomputed) == ("valid", "same"), found.findings


@pytest.mark.long
def test_open_answers_called_an_early_end_are_invalid() -> None:
    """The red lines there are only because nobody answered: called certain, or left as they are."""
    whole = assess(form(), answers(within_power="unknown"), AT)
    for by_unknown in (True, False):
        lines = tuple(msgspec.structs.replace(line, by_unknown=by_unknown) for line in whole.red_lines)
        forged = msgspec.structs.replace(
            whole, ended_early=True, paper="early", signable=True, red_lines=lines
        )
        found = judged(forged)
        assert (found.verdict, found.recomputed) == ("invalid", "different")
        assert ("OPEN_ANSWERS" in codes(found)) is by_unknown


def test_an_honest_early_end_that_hides_what_was_not_asked_is_invalid() -> None:
    ended = msgspec.structs.replace(answers(within_power="beyond"), ended_early=True)
    found = judged(msgspec.structs.replace(assess(form(), ended, AT), not_asked=()))
    assert (found.verdict, found.recomputed) == ("invalid", "different")


def test_an_early_end_that_calls_itself_a_note_is_invalid() -> None:
    ended = msgspec.structs.replace(answers(within_power="beyond"), ended_early=True)
    found = judged(msgspec.structs.replace(assess(form(), ended, AT), paper="note"))
    assert (found.verdict, found.recomputed) == ("invalid", "different")
