"""The room against the real questionnaire and the real report."""

from __future__ import annotations

from signed_papers import AT, codes, identity, judged, sign

from yanpan.answers.model import Answers
from yanpan.assessment import assess, encode
from yanpan.data import data_folder
from yanpan.questionnaire import compile_form, load_questionnaire
from yanpan.report import render_pdf


def test_a_real_paper_is_signed_by_all_recomputed_and_reprinted() -> None:
    form = compile_form(load_questionnaire(data_folder("questionnaires") / "gd-563"))
    assessment = assess(form, Answers(answers={}, case_number="粤韶执〔2026〕12号"), AT)
    data = encode(assessment)
    pdf = render_pdf(assessment, data).pdf
    for signer in assessment.signers:
        pdf = sign(pdf, signer.role, identity(f"{signer.role}", signer.title))
    verification = judged(pdf)
    assert verification.verdict == "valid", codes(verification)
    full = judged(pdf, questionnaires=[form], render=render_pdf)
    assert (full.verdict, full.recomputed, full.reprinted) == ("valid", "same", "same"), codes(full)
