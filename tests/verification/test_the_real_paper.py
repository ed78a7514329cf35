"""The room against the real questionnaire and the real report."""

from __future__ import annotations

from pathlib import Path

from signed_papers import AT, codes, identity, judged, sign

from yanpan.answers import load_answers
from yanpan.assessment import assess, encode
from yanpan.data import data_folder
from yanpan.questionnaire import compile_form, known_digests, load_questionnaire
from yanpan.report import render_pdf
from yanpan.verification.judged_again import judge_again

ANSWERS = Path(__file__).parents[2] / "demo" / "L01-当场处罚.yaml"


def test_a_real_paper_is_signed_by_all_judged_anew_and_printed_anew() -> None:
    """It carries its questionnaire: a reader who has none of that version comes to the same."""
    form = compile_form(load_questionnaire(data_folder("questionnaires") / "gd-563"))
    assessment = assess(form, load_answers(ANSWERS, form), AT)
    pdf = render_pdf(assessment, encode(assessment), form.embedded).pdf
    for signer in assessment.signers:
        pdf = sign(pdf, signer.role, identity(f"{signer.role}", signer.title))
    for at_hand in ([form], []):
        found = judged(
            pdf,
            questionnaires=at_hand,
            judge_again=judge_again,
            trusted=known_digests(),
            render=render_pdf,
        )
        assert (found.verdict, found.recomputed, found.reprinted) == ("valid", "same", "same"), codes(found)
        assert "NO_QUESTIONNAIRE" not in {item.code for item in found.findings}


def test_one_that_carries_no_questionnaire_says_so() -> None:
    """What judged it is known all the same."""
    form = compile_form(load_questionnaire(data_folder("questionnaires") / "gd-563"))
    assessment = assess(form, load_answers(ANSWERS, form), AT)
    pdf = render_pdf(assessment, encode(assessment)).pdf
    for signer in assessment.signers:
        pdf = sign(pdf, signer.role, identity(f"{signer.role}", signer.title))
    found = judged(
        pdf, questionnaires=[form], judge_again=judge_again, trusted=known_digests(), render=render_pdf
    )
    assert found.verdict == "valid"
    assert "NO_QUESTIONNAIRE" in {item.code for item in found.findings}
