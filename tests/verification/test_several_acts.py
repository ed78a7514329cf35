"""A signed paper of several acts is valid; one whose acts were changed is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
import structured_papers as papers

from signing_desk import desk_of, paper_of
from yanpan.assessment import Assessment, encode
from yanpan.questionnaire import Grade
from yanpan.report import render_pdf
from yanpan.verification import Verification
from yanpan.verification.judged_again import judge_again

replace = msgspec.structs.replace


@pytest.mark.long
@pytest.mark.parametrize("worked", ["V01", "V02", "V06", "V09", "V11"])
def test_signed_by_all_it_is_valid_and_says_every_act(worked: str, tmp_path: Path) -> None:
    desk = desk_of(worked, tmp_path)
    for signer in desk.case.assessment.signers:
        desk.sign(signer.role)
    found = desk.verified()
    assert (found.verdict, found.recomputed, desk.why()) == ("valid", "same", set()), found.findings
    assert found.stated is not None
    for n, act in enumerate(desk.case.assessment.acts):
        assert f"{'①②③'[n]}{act.title}" in found.stated.act


def judged(shown: Assessment) -> Verification:
    pdf = render_pdf(shown, encode(shown), papers.form().embedded).pdf
    for item in shown.signers:
        pdf = papers.signed(pdf, item.role, papers.Services("b-b", None), at=shown.assessed_at)
    return papers.judge(pdf, judge_again=judge_again, roles=None, at=shown.assessed_at)


def _left_out(a: Assessment) -> Assessment:
    """The act with the red line is taken out, with all that names it."""
    kept: dict[str, Any] = {
        name: tuple(x for x in getattr(a, name) if "扣货" not in x.acts)
        for name in ("red_lines", "rules", "residual_rules", "hazards", "duties", "unknowns", "answers")
    }
    return replace(
        a,
        acts=a.acts[:1],
        grade=replace(a.grade, initial=Grade.LOW, residual=Grade.LOW, decided_by=""),
        **kept,
    )


FORGED = {
    "an act left out": _left_out,
    "a lower grade of an act": lambda a: replace(
        a, acts=(a.acts[0], replace(a.acts[1], initial=Grade.LOW, residual=Grade.LOW))
    ),
    "an act by another name": lambda a: replace(a, acts=(a.acts[0], replace(a.acts[1], title="劝导"))),
    "a red line said of the other act": lambda a: replace(
        a, red_lines=tuple(replace(x, acts=("日常检查",)) for x in a.red_lines)
    ),
    "an answer moved to the other act": lambda a: replace(
        a,
        answers=tuple(
            replace(x, acts=("日常检查",)) if x.question == "measure_approved" else x for x in a.answers
        ),
    ),
    "a duty dropped": lambda a: replace(a, duties=a.duties[1:]),
}


@pytest.mark.long
@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_acts_that_were_changed_are_found_out(forged: Any) -> None:
    shown = forged(paper_of("V02")[0])
    found = judged(shown)
    assert (found.verdict, found.recomputed) == ("invalid", "different"), found.findings


def test_a_signed_record_that_hides_its_second_act_is_refused() -> None:
    found = judged(_left_out(paper_of("V02")[0]))
    assert (found.verdict, found.recomputed) == ("invalid", "different")
