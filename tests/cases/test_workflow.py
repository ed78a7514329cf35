"""Signing in order: whose turn it is, refusing, raising, lowering, ink, and what `verify` says of all that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pikepdf
import pytest

from yanpan.answers import read_answers
from yanpan.approval import opinion_words, read_opinion
from yanpan.assessment import Assessment, assess
from yanpan.batch.cases import load_cases, merged
from yanpan.cases import (
    Case,
    Signed,
    Standing,
    again_command,
    check_opinion,
    check_still,
    check_turn,
    make_paper,
    open_case,
    opinion_for,
    register_scan,
    registered_scans,
    sign_case,
    standing_after,
    standing_of,
    write_case,
)
from yanpan.data import data_folder
from yanpan.errors import InputRefused
from yanpan.findings import (
    Verdict,
)
from yanpan.keys import Identity, Passphrase, load_trust, make_trial_identity
from yanpan.questionnaire import Form, Grade, compile_form, load_questionnaire
from yanpan.verification import (
    Verification,
    verify_pdf,
)

AT = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
ROLES = ("officer", "co_officer", "section_head", "legal_review", "deputy_head", "unit_head")


@cache
def form() -> Form:
    return compile_form(load_questionnaire(data_folder("questionnaires") / "gd-563"))


@cache
def paper_of(worked: str) -> tuple[Assessment, bytes]:
    files = load_cases(data_folder("questionnaires") / "gd-563" / "cases")
    case, lines = files[worked]
    answers = read_answers(merged(case, files, lines) | {"case_number": f"测〔2026〕{worked}号"}, form())
    assessment = assess(form(), answers, AT)
    return assessment, make_paper(assessment)[0]


@dataclass
class Desk:
    """A case folder and one trial identity a role."""

    case: Case
    people: dict[str, Identity]
    roots: list[Path]

    def standing(self) -> Standing:
        return standing_of(self.case, self.case.paper.read_bytes(), AT)

    def verified(self, **how: Any) -> Verification:
        return verify_pdf(
            self.case.paper.read_bytes(),
            at=AT + timedelta(hours=1),
            trust=[root for path in self.roots for root in load_trust(path)],
            **how,
        )

    def why(self, **how: Any) -> set[str]:
        """The codes of what keeps the paper from being valid."""
        return {f.code for f in self.verified(**how).findings if f.weight is not Verdict.VALID}

    def sign(self, role: str, *, refuse: bool = False, grade: str = "", reason: str = "") -> None:
        standing = self.standing()
        check_turn(self.case, standing, role)
        opinion = opinion_for(standing, refuse=refuse, grade=grade, reason=reason)
        check_opinion(self.case.assessment, standing, role, opinion)
        sign_case(
            self.case,
            role=role,
            identity=self.people[role],
            at=AT + timedelta(minutes=5),
            reason=opinion_words(opinion),
            before=lambda pdf: check_still(self.case, standing, pdf),
        )


@pytest.fixture
def desk(tmp_path: Path) -> Callable[[str], Desk]:
    def made(worked: str) -> Desk:
        assessment, paper = paper_of(worked)
        answers = msgspec.structs.replace(
            read_answers({"answers": {}}, form()), case_number=assessment.case_number
        )
        folder = write_case(tmp_path, form(), answers, assessment, paper=paper, replace=False)
        people, roots = {}, []
        for role in ROLES:
            trial = make_trial_identity(
                tmp_path / f"{role}.p12",
                name=role,
                passphrase=Passphrase(b"secret"),
                now=AT - timedelta(hours=1),
            )
            people[role] = trial.identity
            roots.append(trial.root_file)
        return Desk(open_case(folder), people, roots)

    return made


def test_the_roles_sign_in_the_order_of_the_paper(desk: Callable[[str], Desk]) -> None:
    at_desk = desk("M01")
    wanted = [s.role for s in at_desk.case.assessment.signers]
    for role in wanted:
        assert at_desk.standing().next_role == role
        at_desk.sign(role)
    assert at_desk.standing().next_role is None
    found = at_desk.verified()
    assert (found.verdict, found.complete, found.in_order) == (Verdict.VALID, True, True)


def test_a_role_out_of_turn_is_told_who_comes_first(desk: Callable[[str], Desk]) -> None:
    at_desk = desk("H01")
    with pytest.raises(InputRefused, match="现在轮到执法人员（承办人）"):
        at_desk.sign("unit_head")
    at_desk.sign("officer")
    with pytest.raises(InputRefused, match="已经签过了"):
        at_desk.sign("officer")


def test_what_someone_did_meanwhile_stops_a_signature(desk: Callable[[str], Desk], tmp_path: Path) -> None:
    """An opinion is given on what the signer has seen: not on a paper that another has signed since."""
    at_desk = desk("H01")
    at_desk.sign("officer")
    seen = at_desk.standing()
    check_still(at_desk.case, seen, at_desk.case.paper.read_bytes())
    scan = tmp_path / "page.png"
    scan.write_bytes(b"\x89PNG a page")
    register_scan(at_desk.case, role="co_officer", scan=scan, at=AT)
    with pytest.raises(InputRefused, match="刚刚有别人"):
        check_still(at_desk.case, seen, at_desk.case.paper.read_bytes())
    seen = at_desk.standing()
    at_desk.sign("section_head")
    with pytest.raises(InputRefused, match="刚刚有别人"):
        check_still(at_desk.case, seen, at_desk.case.paper.read_bytes())


def test_the_standing_after_a_signature_is_what_the_paper_says(desk: Callable[[str], Desk]) -> None:
    at_desk = desk("H01")
    for role, how in (("officer", {}), ("co_officer", {"grade": "prohibited", "reason": "人多"})):
        before = at_desk.standing()
        at_desk.sign(role, **how)
        signature = at_desk.verified(so_far=True).signatures[-1]
        by = Signed(role, signature.title, signature.signer, read_opinion(signature.reason))
        assert standing_after(at_desk.case, before, by) == at_desk.standing()


def test_who_refuses_sends_the_case_back_and_nobody_signs_after(desk: Callable[[str], Desk]) -> None:
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


def test_a_raise_beyond_the_paper_sends_it_back_for_a_paper_with_more_signers(
    desk: Callable[[str], Desk],
) -> None:
    at_desk = desk("L01")
    roles = [s.role for s in at_desk.case.assessment.signers]
    at_desk.sign(roles[0])
    at_desk.sign(roles[1], grade="high", reason="当事人情绪激动，围观的人越来越多")
    standing = at_desk.standing()
    assert (standing.grade, standing.next_role, standing.refused) == (Grade.HIGH, None, None)
    assert standing.beyond_paper[-1] == "主要负责人"
    assert at_desk.why() == {"RAISED_BEYOND_PAPER"}
    command = again_command(at_desk.case, standing)
    for words in ("--replace", "--raise high", "围观的人越来越多", "协办人"):
        assert words in command
    with pytest.raises(InputRefused, match="不在这份文书上：.*主要负责人"):
        at_desk.sign("officer")


def test_a_raise_within_the_paper_goes_on(desk: Callable[[str], Desk]) -> None:
    at_desk = desk("H01")
    at_desk.sign("officer", grade="prohibited", reason="现场又来了二十人")
    assert at_desk.standing().next_role == "co_officer"
    assert at_desk.standing().beyond_paper == ()


def test_a_draft_that_was_changed_is_not_signed(desk: Callable[[str], Desk]) -> None:
    """Other words on the pages, the same data attached: only printing it anew tells."""
    at_desk = desk("L01")
    with pikepdf.open(at_desk.case.paper, allow_overwriting_input=True) as pdf:
        pdf.pages[0].contents_add(b"q 1 1 1 rg 80 300 400 60 re f Q")
        pdf.save()
    with pytest.raises(InputRefused, match="起草以后被改过"):
        at_desk.sign("officer")


@pytest.mark.parametrize("what", [{"refuse": True}, {"grade": "prohibited"}])
def test_a_refusal_or_another_grade_needs_a_reason(
    what: dict[str, object], desk: Callable[[str], Desk]
) -> None:
    with pytest.raises(InputRefused, match="写理由"):
        desk("H01").sign("officer", **what)  # type: ignore[arg-type]


def test_anyone_may_raise_only_a_higher_rank_may_lower_and_both_grades_stand(
    desk: Callable[[str], Desk],
) -> None:
    at_desk = desk("H01")
    at_desk.sign("officer")
    at_desk.sign("co_officer", grade="prohibited", reason="现场又来了二十人")
    assert at_desk.standing().grade is Grade.PROHIBITED
    with pytest.raises(InputRefused, match="承办机构负责人不能调低等级"):
        at_desk.sign("section_head", grade="high", reason="人散了")
    at_desk.sign("section_head")
    at_desk.sign("legal_review")
    at_desk.sign("deputy_head", grade="high", reason="经劝导人已散去")
    found = verify_pdf(at_desk.case.paper.read_bytes(), at=AT + timedelta(hours=1))
    assert (found.grade, found.signed_grade) == (Grade.HIGH, Grade.HIGH)
    reasons = [s.reason for s in found.signatures]
    assert reasons[1] == "调高为不得实施：现场又来了二十人"
    assert reasons[-1] == "调低为高风险：经劝导人已散去"
    assert not [f for f in found.findings if f.code.startswith("LOWERED")]


def test_nobody_lowers_a_red_line(desk: Callable[[str], Desk]) -> None:
    at_desk = desk("R03")
    for role in ROLES[:4]:
        at_desk.sign(role)
    with pytest.raises(InputRefused, match="红线"):
        at_desk.sign("deputy_head", grade="high", reason="情况特殊")


@pytest.mark.parametrize(
    ("role", "worked", "code"),
    [("section_head", "H01", "LOWERED_WITHOUT_RIGHT"), ("deputy_head", "R03", "LOWERED_RED_LINE")],
)
def test_a_lowering_without_right_makes_the_paper_invalid(
    role: str, worked: str, code: str, desk: Callable[[str], Desk]
) -> None:
    """Signed with another program, which asked nobody."""
    at_desk = desk(worked)
    for earlier in ROLES[: ROLES.index(role)]:
        at_desk.sign(earlier)
    sign_case(
        at_desk.case,
        role=role,
        identity=at_desk.people[role],
        at=AT + timedelta(minutes=5),
        reason="调低为低风险：不要紧",
    )
    found = verify_pdf(at_desk.case.paper.read_bytes(), at=AT + timedelta(hours=1))
    assert found.verdict is Verdict.INVALID
    assert code in {f.code for f in found.findings}


def test_ink_takes_the_place_of_a_signature_and_the_next_one_covers_its_scan(
    desk: Callable[[str], Desk], tmp_path: Path
) -> None:
    at_desk = desk("H01")
    at_desk.sign("officer")
    at_desk.sign("co_officer")
    scan = tmp_path / "第十二页.pdf"
    scan.write_bytes(b"%PDF-1.4 a scanned page")
    with pytest.raises(InputRefused, match="现在轮到承办机构负责人"):
        register_scan(at_desk.case, role="legal_review", scan=scan, at=AT)
    made = register_scan(at_desk.case, role="section_head", scan=scan, at=AT)
    assert [(s.role, s.ink) for s in at_desk.standing().signed][-1] == ("section_head", True)
    at_desk.sign("legal_review", reason="程序齐备")
    found = verify_pdf(at_desk.case.paper.read_bytes(), at=AT + timedelta(hours=1))
    assert f"〔手签 section_head sha256:{made.sha256}〕" in found.signatures[-1].reason
    assert at_desk.standing().open_scans == ()


def test_a_scan_changed_after_its_registration_is_found(desk: Callable[[str], Desk], tmp_path: Path) -> None:
    at_desk = desk("H01")
    at_desk.sign("officer")
    scan = tmp_path / "page.png"
    scan.write_bytes(b"\x89PNG a page")
    made = register_scan(at_desk.case, role="co_officer", scan=scan, at=AT)
    (at_desk.case.folder / "scans" / made.file).write_bytes(b"\x89PNG another page")
    with pytest.raises(InputRefused, match="和登记时不一样"):
        registered_scans(at_desk.case)


def test_who_signs_first_may_sign_in_ink_and_the_next_one_certifies(
    desk: Callable[[str], Desk], tmp_path: Path
) -> None:
    at_desk = desk("H01")
    scan = tmp_path / "page.jpg"
    scan.write_bytes(b"\xff\xd8 a page")
    made = register_scan(at_desk.case, role="officer", scan=scan, at=AT)
    assert at_desk.standing().next_role == "co_officer"
    for role in ROLES[1:]:
        at_desk.sign(role)
    found = at_desk.verified(scans={made.file: made.sha256})
    assert (found.verdict, found.complete, found.in_order) == (Verdict.VALID, True, True)
    assert (found.signatures[0].role, found.signatures[0].certifies) == ("co_officer", True)
    assert [(page.role, page.taken_in_by) for page in found.in_ink] == [("officer", "co_officer")]


def test_a_page_in_ink_counts_only_where_its_scan_can_be_seen(
    desk: Callable[[str], Desk], tmp_path: Path
) -> None:
    at_desk = desk("M01")
    *before, last = [s.role for s in at_desk.case.assessment.signers]
    for role in before[:-1]:
        at_desk.sign(role)
    scan = tmp_path / "page.png"
    scan.write_bytes(b"\x89PNG a page")
    made = register_scan(at_desk.case, role=before[-1], scan=scan, at=AT)
    at_desk.sign(last)
    there = {made.file: made.sha256}
    assert at_desk.verified(scans=there).verdict is Verdict.VALID
    assert at_desk.why() == {"SCAN_MISSING"}
    assert at_desk.why(so_far=True) == set()
    assert at_desk.why(scans={}) == {"SCAN_MISSING"}
    assert at_desk.why(scans={made.file: "00" * 32}) == {"SCAN_CHANGED"}
    assert at_desk.verified(scans={made.file: "00" * 32}).verdict is Verdict.INVALID


def test_nobody_vouches_in_ink_for_who_has_yet_to_sign(desk: Callable[[str], Desk]) -> None:
    """The officer's own words claim that the heads have signed in ink."""
    at_desk = desk("M01")
    others = [s.role for s in at_desk.case.assessment.signers][1:]
    claims = "".join(f"〔手签 {role} sha256:{'ab' * 32}〕" for role in others)
    sign_case(at_desk.case, role="officer", identity=at_desk.people["officer"], at=AT, reason=f"同意{claims}")
    found = at_desk.verified(scans={f"{role}-{'ab' * 6}.png": "ab" * 32 for role in others})
    assert (found.verdict, found.complete, found.in_ink) == (Verdict.CANNOT_BE_JUDGED, False, ())


@pytest.mark.parametrize(("name", "data"), [("a.exe", b"MZ"), ("a.pdf", b""), ("none.pdf", None)])
def test_what_is_no_scan_is_refused(
    name: str, data: bytes | None, desk: Callable[[str], Desk], tmp_path: Path
) -> None:
    at_desk = desk("H01")
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(InputRefused) as refused:
        register_scan(at_desk.case, role="co_officer", scan=tmp_path / name, at=AT)
    assert refused.value.remedy
    assert not (at_desk.case.folder / "scans").exists()
