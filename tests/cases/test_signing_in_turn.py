"""Signing in order: whose turn it is, refusing, raising, lowering, and what `verify` says of all that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest

from scanned_pages import png
from signing_desk import AT, ROLES, SIGNED, Desk, desk_of
from yanpan.approval import opinion_words
from yanpan.cases import again_command, opinion_for, sign_case, turn_of
from yanpan.errors import InputRefused, KeyRefused, SignatureInvalid
from yanpan.findings import Verdict
from yanpan.keys import Identity, Passphrase, make_trial_identity
from yanpan.questionnaire import Grade
from yanpan.signature import pdf as door_to_pdf
from yanpan.signature import sign_pdf

OpenDesk = Callable[[str], Desk]


def test_the_roles_sign_in_the_order_of_the_paper(desk: OpenDesk) -> None:
    at_desk = desk("M01")
    wanted = [s.role for s in at_desk.case.assessment.signers]
    for role in wanted:
        assert at_desk.standing().next_role == role
        at_desk.sign(role, reprint=True)
    assert at_desk.standing().next_role is None
    found = at_desk.verified()
    assert (found.verdict, found.complete, found.in_order) == (Verdict.VALID, True, True), found.findings


def test_a_role_out_of_turn_is_told_who_comes_first(desk: OpenDesk) -> None:
    at_desk = desk("H01")
    with pytest.raises(InputRefused, match="现在轮到执法人员（承办人）"):
        at_desk.sign("unit_head")
    at_desk.sign("officer")
    with pytest.raises(InputRefused, match="已经签过了"):
        at_desk.sign("officer")


@pytest.mark.long
def test_what_someone_did_meanwhile_stops_a_signature(desk: OpenDesk, tmp_path: Path) -> None:
    """An opinion is given on what the signer has seen: not on a paper that another has signed since."""
    at_desk, page = desk("H01"), tmp_path / "page.png"
    page.write_bytes(png())
    at_desk.sign("officer")
    seen = at_desk.turn()
    with seen.held():
        pass
    at_desk.in_ink("co_officer", page)
    with pytest.raises(InputRefused, match="刚刚有别人"), seen.held():
        pass
    seen = at_desk.turn()
    words = opinion_words(opinion_for(seen.standing, refuse=False, grade="", reason=""))
    at_desk.sign("section_head", who=at_desk.people["deputy_head"])
    before = at_desk.case.paper.read_bytes()
    with pytest.raises(InputRefused, match="刚刚有别人"):
        sign_case(seen, role="section_head", identity=at_desk.people["unit_head"], words=words, at=SIGNED)
    assert at_desk.case.paper.read_bytes() == before


@pytest.mark.long
def test_the_standing_after_a_signature_is_what_the_paper_says(desk: OpenDesk) -> None:
    at_desk = desk("H01")
    for role, words in (("officer", "同意"), ("co_officer", "调高为不得实施：人多")):
        turn, who = at_desk.turn(), at_desk.people[role]
        sign_case(turn, role=role, identity=who, words=words, at=SIGNED)
        assert turn.after(role, who.certificate, words, SIGNED) == at_desk.standing()


@pytest.mark.long
def test_a_signature_reads_the_paper_twice_at_most(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once to judge it, once to add to it; it is megabytes."""
    at_desk = desk("H01")
    at_desk.sign("officer")
    paper, read = at_desk.case.paper.read_bytes(), []
    plain = door_to_pdf._Reader.__init__

    def counting(self: object, stream: object, **settings: object) -> None:
        read.append(stream.getvalue() == paper)
        plain(self, stream, **settings)

    monkeypatch.setattr(door_to_pdf._Reader, "__init__", counting)
    at_desk.sign("co_officer", reprint=True)
    assert sum(read) <= 2


@pytest.mark.long
def test_who_refuses_sends_the_case_back_and_nobody_signs_after(desk: OpenDesk) -> None:
    at_desk = desk("H01")
    at_desk.sign("officer")
    before = at_desk.case.paper.read_bytes()
    at_desk.sign("co_officer", refuse=True, reason="没有应急预案")
    assert at_desk.case.paper.read_bytes().startswith(before)
    standing = at_desk.standing()
    assert standing.refused is not None
    assert standing.next_role is None
    with pytest.raises(InputRefused, match="退回：没有应急预案"):
        at_desk.sign("section_head")
    assert at_desk.verified().refused_by == "执法人员（协办人）"
    assert at_desk.why() == {"REFUSED"}
    assert at_desk.why(so_far=True) == set()


@pytest.mark.long
def test_a_raise_beyond_the_paper_sends_it_back_for_a_paper_with_more_signers(desk: OpenDesk) -> None:
    at_desk = desk("L01")
    roles = [s.role for s in at_desk.case.assessment.signers]
    at_desk.sign(roles[0])
    at_desk.sign(roles[1], grade="high", reason="当事人情绪激动，围观的人越来越多")
    standing = at_desk.standing()
    assert (standing.grade, standing.next_role, standing.refused) == (Grade.HIGH, None, None)
    assert standing.beyond_paper[-1] == "主要负责人"
    assert at_desk.why() == {"RAISED_BEYOND_PAPER"}
    command = again_command(at_desk.case, standing)
    for words in ("--replace", "--grade high", "围观的人越来越多", "协办人"):
        assert words in command
    at_desk.case.paper.read_bytes()
    with pytest.raises(InputRefused, match=r"已经签过了|不在这份文书上：.*主要负责人"):
        at_desk.sign("officer")


def test_a_raise_within_the_paper_goes_on(desk: OpenDesk) -> None:
    at_desk = desk("H01")
    at_desk.sign("officer", grade="prohibited", reason="现场又来了二十人")
    assert at_desk.standing().next_role == "co_officer"
    assert at_desk.standing().beyond_paper == ()


def test_a_draft_that_was_changed_is_not_signed(desk: OpenDesk) -> None:
    """Other words on the pages, the same data attached: only printing it anew tells."""
    at_desk = desk("L01")
    with pikepdf.open(at_desk.case.paper, allow_overwriting_input=True) as pdf:
        pdf.pages[0].contents_add(b"q 1 1 1 rg 80 300 400 60 re f Q")
        pdf.save()
    with pytest.raises(InputRefused, match="起草以后被改过"):
        at_desk.sign("officer", reprint=True)


@pytest.mark.long
def test_a_changed_draft_that_somebody_signed_without_asking_is_not_signed_on(desk: OpenDesk) -> None:
    """What verify calls invalid nobody signs onto: exit 5, and nothing is written."""
    at_desk = desk("L01")
    with pikepdf.open(at_desk.case.paper, allow_overwriting_input=True) as pdf:
        pdf.pages[0].contents_add(b"q 1 1 1 rg 80 300 400 60 re f Q")
        pdf.save(static_id=True)
    hostile = sign_pdf(
        at_desk.case.paper.read_bytes(),
        role="officer",
        identity=at_desk.people["officer"],
        reason="同意",
        at=SIGNED,
    )
    at_desk.case.paper.write_bytes(hostile)
    assert at_desk.verified(so_far=True).verdict is Verdict.INVALID
    with pytest.raises(SignatureInvalid, match="不能接着签") as refused:
        at_desk.sign("co_officer", reprint=True)
    assert (refused.value.exit_code, bool(refused.value.remedy)) == (5, True)
    assert at_desk.case.paper.read_bytes() == hostile


def test_a_broken_signature_is_not_signed_on(desk: OpenDesk) -> None:
    at_desk = desk("M01")
    at_desk.sign("officer")
    broken = bytearray(at_desk.case.paper.read_bytes())
    broken[broken.index(b"stream", 2000) + 20] ^= 1
    at_desk.case.paper.write_bytes(broken)
    with pytest.raises(SignatureInvalid, match="不能接着签"):
        at_desk.sign("co_officer")


def test_a_paper_of_another_case_is_not_signed(tmp_path: Path) -> None:
    for name in ("mine", "other"):
        (tmp_path / name).mkdir()
    at_desk, other = desk_of("H01", tmp_path / "mine"), desk_of("M01", tmp_path / "other")
    at_desk.case.paper.write_bytes(other.case.paper.read_bytes())
    with pytest.raises(InputRefused, match="不一致，不能签署"):
        at_desk.sign("officer")
    other.sign("officer")
    at_desk.case.paper.write_bytes(other.case.paper.read_bytes())
    with pytest.raises(SignatureInvalid, match="不能接着签"):
        at_desk.sign("co_officer")


@pytest.mark.parametrize("what", [{"refuse": True}, {"grade": "prohibited"}])
def test_a_refusal_or_another_grade_needs_a_reason(what: dict[str, object], desk: OpenDesk) -> None:
    with pytest.raises(InputRefused, match="写理由"):
        desk("H01").sign("officer", **what)  # type: ignore[arg-type]


@pytest.mark.long
def test_anyone_may_raise_only_a_higher_rank_may_lower_and_both_grades_stand(desk: OpenDesk) -> None:
    at_desk = desk("H01")
    at_desk.sign("officer")
    at_desk.sign("co_officer", grade="prohibited", reason="现场又来了二十人")
    assert at_desk.standing().grade is Grade.PROHIBITED
    with pytest.raises(InputRefused, match="承办机构负责人不能调低等级"):
        at_desk.sign("section_head", grade="high", reason="人散了")
    with pytest.raises(InputRefused, match="不是调高"):
        at_desk.sign("section_head", grade="prohibited", reason="人多")
    at_desk.sign("section_head")
    at_desk.sign("legal_review")
    at_desk.sign("deputy_head", grade="high", reason="经劝导人已散去")
    found = at_desk.verified(so_far=True)
    assert (found.grade, found.signed_grade) == (Grade.HIGH, Grade.HIGH)
    reasons = [s.reason for s in found.signatures]
    assert reasons[1] == "调高为不得实施：现场又来了二十人"
    assert reasons[-1] == "调低为高风险：经劝导人已散去"
    assert found.verdict is Verdict.VALID, found.findings


@pytest.mark.long
def test_nobody_lowers_a_red_line(desk: OpenDesk) -> None:
    at_desk = desk("R03")
    for role in ROLES[:4]:
        at_desk.sign(role)
    with pytest.raises(InputRefused, match="红线"):
        at_desk.sign("deputy_head", grade="high", reason="情况特殊")


def test_a_certificate_of_another_role_does_not_sign(desk: OpenDesk, tmp_path: Path) -> None:
    at_desk = desk("H01")
    title = at_desk.case.assessment.signers[-1].title
    head = _person(tmp_path, title)
    with pytest.raises(KeyRefused, match="不能签“执法人员（承办人）”"):
        at_desk.sign("officer", who=head)


def test_one_person_does_not_sign_two_roles(desk: OpenDesk) -> None:
    at_desk = desk("H01")
    at_desk.sign("officer")
    with pytest.raises(KeyRefused, match="一人不能签两个角色"):
        at_desk.sign("co_officer", who=at_desk.people["officer"])


@pytest.mark.long
def test_an_expired_assessment_and_a_clock_that_stands_before_it_stop_everyone(desk: OpenDesk) -> None:
    at_desk = desk("H01")
    with pytest.raises(InputRefused, match="过期，不能再签署"):
        at_desk.sign("officer", at=at_desk.case.assessment.validity.expires_at + timedelta(seconds=1))
    with pytest.raises(InputRefused, match="比现在还晚"):
        at_desk.sign("officer", at=AT - timedelta(minutes=11))
    at_desk.sign("officer", at=AT - timedelta(minutes=9))


@pytest.mark.long
def test_a_clock_that_stands_before_the_earlier_signers_stops_the_next(desk: OpenDesk) -> None:
    at_desk = desk("H01")
    at_desk.sign("officer", at=AT + timedelta(minutes=30))
    with pytest.raises(InputRefused, match="前面的人签署的时间"):
        at_desk.sign("co_officer", at=AT + timedelta(minutes=15))
    at_desk.sign("co_officer", at=AT + timedelta(minutes=21))


@pytest.mark.long
def test_who_only_looks_needs_no_reprint(desk: OpenDesk) -> None:
    at_desk = desk("H01")
    assert turn_of(at_desk.case, SIGNED, reprint=False).standing == at_desk.turn(reprint=True).standing


def _person(folder: Path, title: str) -> Identity:
    made = make_trial_identity(
        folder / "another.p12", name="赵某", passphrase=Passphrase(b"secret"), now=AT, role_title=title
    )
    return made.identity
