"""A case seen from afar: the same standing as `sign` sees, without judging anything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from scanned_pages import png
from signing_desk import AT, ROLES, SIGNED, Desk
from yanpan.cases import Overview, Unreadable, open_case, overview_of, overviews
from yanpan.verification import glance, signings_of

OpenDesk = Callable[[str], Desk]


@pytest.fixture
def by_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is parsed as PDF: that takes thirty times as long."""

    def slow(_: bytes) -> None:
        raise AssertionError("read as PDF")

    monkeypatch.setattr(glance, "_as_pdf", slow)


def seen(desk: Desk) -> Overview:
    return overview_of(open_case(desk.case.folder), SIGNED)


@pytest.mark.long
def test_it_is_whose_turn_sign_says(desk: OpenDesk, by_bytes: None, tmp_path: Path) -> None:
    at_desk, page = desk("H01"), tmp_path / "page.png"
    page.write_bytes(png())
    for role in ROLES:
        assert (seen(at_desk).signing, seen(at_desk).turn[0]) == ("turn", role)
        assert at_desk.standing().next_role == role
        if role == "section_head":
            at_desk.in_ink(role, page)
        else:
            at_desk.sign(role)
    assert (seen(at_desk).signing, seen(at_desk).turn, seen(at_desk).signed) == ("complete", ("", ""), 6)


def test_a_refusal_and_another_grade_are_seen(desk: OpenDesk, by_bytes: None) -> None:
    at_desk = desk("H01")
    at_desk.sign("officer", grade="prohibited", reason="现场（又）来了\\二十人")
    assert (seen(at_desk).signing, seen(at_desk).signed_grade, seen(at_desk).residual) == (
        "turn",
        "prohibited",
        "high",
    )
    at_desk.sign("co_officer", refuse=True, reason="没有应急预案")
    assert seen(at_desk).signing == "sent_back"


@pytest.mark.long
def test_a_raise_beyond_the_paper_is_seen(desk: OpenDesk, by_bytes: None) -> None:
    at_desk = desk("L01")
    at_desk.sign("officer")
    at_desk.sign("co_officer", grade="high", reason="当事人情绪激动")
    assert seen(at_desk).signing == "more_signers"


@pytest.mark.long
def test_bytes_and_pdf_say_the_same(desk: OpenDesk) -> None:
    at_desk = desk("M01")
    for role in ROLES[:3]:
        at_desk.sign(role, reason="（同）意\\)")
        pdf = at_desk.case.paper.read_bytes()
        assert signings_of(pdf) == glance._as_pdf(pdf)
    assert [item.role for item in signings_of(pdf)] == list(ROLES[:3])
    assert [item.opinion.reason for item in signings_of(pdf) if item.opinion] == ["（同）意\\)"] * 3


def test_a_paper_of_another_spelling_is_read_as_pdf(desk: OpenDesk) -> None:
    at_desk = desk("M01")
    at_desk.sign("officer")
    pdf = at_desk.case.paper.read_bytes()
    assert [item.role for item in signings_of(pdf.replace(b"/FT /Sig\n/AP", b"/FT/Sig \n/AP"))] == ["officer"]
    with pytest.raises(ValueError, match="cannot be read"):
        signings_of(b"%PDF-1.7\n/ByteRange [0 1 2 3]\n")


def test_a_broken_paper_is_said_and_hides_nothing_else(desk: OpenDesk) -> None:
    at_desk = desk("H01")
    at_desk.case.paper.write_bytes(b"/ByteRange")
    assert (seen(at_desk).signing, seen(at_desk).initial) == (
        "unreadable",
        at_desk.case.assessment.grade.initial,
    )
    at_desk.case.paper.unlink()
    assert seen(at_desk).signing == "no_paper"


def test_it_expires_when_signing_ends(desk: OpenDesk) -> None:
    case = desk("H01").case
    ends = case.assessment.validity.expires_at
    assert not overview_of(case, ends).expired
    assert overview_of(case, ends + timedelta(seconds=1)).expired


def test_broken_cases_are_listed_and_what_is_no_case_is_passed_over(desk: OpenDesk, tmp_path: Path) -> None:
    case = desk("H01").case
    for name in ("broken", "paper only", "empty", ".hidden"):
        (tmp_path / name).mkdir()
    for name in ("broken", ".hidden"):
        (tmp_path / name / "assessment.json").write_bytes(b"{}")
    (tmp_path / "paper only" / "assessment.pdf").touch()
    found = overviews(tmp_path, AT)
    assert [item.folder.name for item in found] == ["broken", "paper only", case.folder.name]
    assert [isinstance(item, Unreadable) for item in found] == [True, True, False]


def test_a_paper_made_to_take_long_is_left_to_verify(
    desk: OpenDesk, by_bytes: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody stops a list: marks without end, and what could only be read as a large PDF, are not gone into."""
    at_desk, read = desk("H01"), []
    monkeypatch.setattr(glance, "read_dictionary", lambda *found: read.append(found) or {})
    for marks in (65, 20_000):
        at_desk.case.paper.write_bytes(
            b"%PDF-1.7\n1 0 obj\n<</A [" + b"/ByteRange " * marks + b"]>>\nendobj\n%%EOF\n"
        )
        assert seen(at_desk).signing == "unreadable"
    assert not read
    monkeypatch.undo()
    large = b"%PDF-1.7\n/ByteRange " + bytes(glance.MOST_TO_PARSE)
    with pytest.raises(ValueError, match="too large"):
        signings_of(large)
