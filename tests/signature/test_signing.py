"""Signing a paper: who may, in which order, and what the paper then shows."""

from __future__ import annotations

import re
import subprocess
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from signed_papers import (
    AT,
    codes,
    identity,
    judged,
    prepared,
    sign,
    signed_by_all,
    signed_once,
    signed_twice,
)

from yanpan.errors import InputRefused, KeyRefused
from yanpan.signature import sign_pdf


def test_what_is_signed_so_far_is_sound_but_the_paper_is_not_valid_until_all_have_signed() -> None:
    found = judged(signed_once())
    assert (found.verdict, codes(found), found.complete) == ("cannot_be_judged", {"NOT_COMPLETE"}, False)
    verification = judged(signed_once(), so_far=True)
    assert verification.verdict == "valid"
    assert verification.unsigned == ("法制审核机构", "主要负责人")
    (signature,) = verification.signatures
    assert (signature.role, signature.signer, signature.trial) == ("officer", "试用身份·张某", True)
    assert (signature.certifies, signature.covers, signature.claimed_at) == (True, "whole_file", AT)


def test_several_roles_sign_one_after_the_other() -> None:
    verification = judged(signed_by_all())
    assert verification.verdict == "valid"
    assert [s.role for s in verification.signatures] == ["officer", "legal_review", "unit_head"]
    assert [s.covers for s in verification.signatures] == ["revision", "revision", "whole_file"]
    assert [s.certifies for s in verification.signatures] == [True, False, False]


def test_a_role_that_signs_before_those_above_it_makes_the_paper_invalid() -> None:
    """Another program asked nobody whose turn it was; the last role's lock stands in the way as well."""
    head_first = sign(signed_once(), "unit_head", identity("王某"))
    assert codes(judged(head_first)) == {"NOT_COMPLETE", "OUT_OF_ORDER"}
    assert not judged(head_first).in_order
    found = judged(sign(head_first, "legal_review", identity("李某")))
    assert found.verdict == "invalid"
    assert "OUT_OF_ORDER" in codes(found)


def test_signing_only_appends() -> None:
    assert signed_once().startswith(prepared())
    assert signed_twice().startswith(signed_once())


def test_a_role_without_a_field_is_refused_with_the_roles_there_are() -> None:
    with pytest.raises(InputRefused, match="legal_review（法制审核机构）"):
        sign(prepared(), "deputy_head", identity("王某"))


def test_a_signed_field_is_not_signed_again() -> None:
    with pytest.raises(InputRefused, match="已经签署过了"):
        sign(signed_once(), "officer", identity("李某"))


def test_an_expired_certificate_does_not_sign() -> None:
    with pytest.raises(KeyRefused, match="已经过期"):
        sign(prepared(), "officer", identity("张某"), at=AT + timedelta(days=400))


def test_what_is_no_pdf_is_not_signed() -> None:
    with pytest.raises(InputRefused, match="读不了"):
        sign(b"%PDF-1.7\nnothing", "officer", identity("张某"))


def test_the_time_of_signing_needs_its_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        sign_pdf(prepared(), role="officer", identity=identity("张某"), reason="", at=AT.replace(tzinfo=None))


def test_the_stamp_says_who_when_and_that_it_is_a_trial(tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(signed_once())
    text = subprocess.run(
        ["pdftotext", "-l", "1", paper, "-"], capture_output=True, check=True
    ).stdout.decode()
    assert "试用身份·张某" in text
    assert "日期：2026年11月24日 16:15" in text
    assert "+08:00" not in text
    assert "试用，无法律效力" in text
    assert identity("张某").number[-8:] in text


def test_a_character_that_no_font_has_is_shown_as_a_geta(tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(sign(prepared(), "officer", identity("张\U0002a6a5")))
    text = subprocess.run(
        ["pdftotext", "-l", "1", paper, "-"], capture_output=True, check=True
    ).stdout.decode()
    assert re.search("试用身份·张[〓\U0002a6a5]", text)


def test_a_signed_paper_keeps_what_pdf_a_asks_for(tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(signed_by_all())
    fonts = (
        subprocess.run(["pdffonts", paper], capture_output=True, check=True).stdout.decode().splitlines()[2:]
    )
    for line in fonts:
        embedded, subset, unicode = re.search(r"(yes|no) (yes|no) (yes|no) +\d+ +\d+$", line).groups()
        assert (embedded, subset, unicode) == ("yes", "yes", "yes"), line
    with pikepdf.open(paper) as pdf:
        metadata = pdf.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert "/NeedAppearances" not in pdf.Root.AcroForm
        assert pdf.Root.AcroForm.SigFlags == 3
        for field in pdf.Root.AcroForm.Fields:
            assert int(field.F) & 4, "the print flag"
            assert isinstance(field.AP.N, pikepdf.Stream)


def test_pdfsig_finds_every_signature_sound(tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(signed_by_all())
    said = subprocess.run(["pdfsig", "-nocert", paper], capture_output=True, check=True).stdout.decode()
    assert said.count("Signature is Valid") == 3
    assert said.count("ETSI.CAdES.detached") == 3


def test_without_the_root_nothing_is_called_valid() -> None:
    verification = judged(signed_once(), trust=(), so_far=True)
    assert verification.verdict == "cannot_be_judged"
    assert codes(verification) == {"UNTRUSTED"}
    assert verification.signatures[0].intact
    assert not verification.signatures[0].trusted
