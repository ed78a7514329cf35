"""Who may sign as what, by the unit's register."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from issuing import Issued, issue, root
from signed_papers import AT, assessment, codes, judged, prepared, sign

from yanpan.approval import (
    RoleRegister,
    SignedRole,
    Signing,
    check_entitled,
    entitled,
    fingerprint_of,
    load_roles,
    role_findings,
    with_role_ids,
)
from yanpan.cases import Case, first_turn
from yanpan.cases.door import Turn
from yanpan.errors import DocumentUnreadable, KeyRefused
from yanpan.keys import Identity

ZHANG, LI = issue("张某", root()), issue("李某", root())
RENEWED = issue("张某", root())
TOKYO = ZoneInfo("Asia/Tokyo")


def register(folder: Path, text: str) -> RoleRegister:
    path = folder / "roles.yaml"
    path.write_text(text, encoding="utf-8")
    return load_roles(path)


def entry(role: str, who: Issued, person: str, *, since: str = "2026-01-01", more: str = "") -> str:
    head = f"  - role: {role}\n    person: {person}\n    certificate: {fingerprint_of(who.certificate)}\n"
    return head + f"    from: {since}\n{more}"


@pytest.fixture
def roles(tmp_path: Path) -> RoleRegister:
    text = "roles:\n" + entry("officer", ZHANG, "张某", more="    to: 2026-12-31\n")
    text += entry("legal_review", RENEWED, "张某") + entry("legal_review", LI, "李某")
    return register(tmp_path, text)


def reason(roles: RoleRegister, who: Issued, role: str, at: datetime = AT) -> str:
    return entitled(roles, who.certificate, role, at).reason


def test_roles_may_be_written_as_people_call_them(tmp_path: Path) -> None:
    """By title, or by the half of a title that is theirs alone; a name of no one role lets nobody sign, and is told."""
    titles = {
        "officer": "执法人员（承办人）",
        "co_officer": "执法人员（协办人）",
        "legal_review": "法制审核机构",
    }
    written = ("承办人", "法制审核机构", "co_officer", "执法人员", "局长")
    text = "roles:\n" + "".join(entry(role, ZHANG, "张某") for role in written)
    found, wrong = with_role_ids(register(tmp_path, text), titles)
    assert [line.role for line in found.entries] == [
        "officer",
        "legal_review",
        "co_officer",
        "执法人员",
        "局长",
    ]
    assert [item.word for item in wrong] == ["执法人员", "局长"]
    assert [item.several for item in wrong] == [True, False]


def test_a_registered_certificate_may_sign_in_its_role(roles: RoleRegister) -> None:
    found = entitled(roles, ZHANG.certificate, "officer", AT)
    assert found.entry is not None
    assert (found.entry.person, found.reason) == ("张某", "")


def test_another_role_another_certificate_another_time_may_not(roles: RoleRegister) -> None:
    assert "张某）只能签 officer，不能签 legal_review" in reason(roles, ZHANG, "legal_review")
    assert "没有这张证书" in reason(roles, issue("张某", root()), "officer")
    assert "2026-01-01 至 2026-12-31" in reason(roles, ZHANG, "officer", AT + timedelta(days=60))
    assert "2026-01-01 起" in reason(roles, LI, "legal_review", AT - timedelta(days=600))


def test_the_days_are_those_of_the_unit_wherever_the_clock_stands(roles: RoleRegister) -> None:
    last_hour = datetime(2026, 12, 31, 23, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert reason(roles, ZHANG, "officer", last_hour.astimezone(TOKYO)) == ""
    assert reason(roles, ZHANG, "officer", last_hour + timedelta(hours=1)) != ""


def test_a_subject_is_matched_by_its_exact_values(tmp_path: Path) -> None:
    text = "roles:\n  - {role: officer, person: 张某, from: 2026-01-01, subject: {CN: 张某, O: 某某局}}\n"
    by_subject = register(tmp_path, text)
    assert reason(by_subject, ZHANG, "officer") == ""
    assert reason(by_subject, RENEWED, "officer") == ""
    for other in ("李某", "张某某", "张", "张.", "zhang"):
        assert reason(by_subject, issue(other, root()), "officer") != ""


def test_a_subject_needs_all_its_values(tmp_path: Path) -> None:
    text = "roles:\n  - {role: officer, person: 张某, from: 2026-01-01, subject: {CN: 张某, OU: 法制科}}\n"
    assert reason(register(tmp_path, text), ZHANG, "officer") != ""


def test_the_refusal_names_the_register(roles: RoleRegister) -> None:
    with pytest.raises(KeyRefused, match=r"roles\.yaml.*只能签") as refused:
        check_entitled(roles, LI.certificate, "officer", AT)
    assert "管理员" in refused.value.remedy


def test_signatures_are_judged_by_the_register(roles: RoleRegister) -> None:
    signed = [
        SignedRole("officer", "执法人员", ZHANG.certificate, AT),
        SignedRole("legal_review", "法制审核机构", RENEWED.certificate, AT),
        SignedRole("unit_head", "主要负责人", LI.certificate, AT),
    ]
    found = [(item.code, item.role, item.weight) for item in role_findings(roles, signed)]
    assert found == [("SAME_PERSON", "legal_review", "invalid"), ("WRONG_ROLE", "unit_head", "invalid")]
    assert list(role_findings(roles, signed[:1])) == []


def test_a_claimed_time_does_not_prove_that_it_was_signed_in_time(roles: RoleRegister) -> None:
    """The officer's entitlement has ended, and only the signature itself says that it is older."""

    def found(until: datetime | None) -> list[str]:
        signed = SignedRole("officer", "执法人员", ZHANG.certificate, AT, until)
        return [f"{item.code} {item.weight}" for item in role_findings(roles, [signed])]

    assert found(AT + timedelta(days=9)) == []
    assert found(AT + timedelta(days=90)) == ["ROLE_ENDED cannot_be_judged"]
    assert found(None) == []


def test_verify_judges_by_the_register(tmp_path: Path) -> None:
    zhang = Identity(ZHANG.certificate, (), ZHANG.key)
    signed = sign(prepared(), "officer", zhang)
    mine = register(tmp_path, "roles:\n" + entry("officer", ZHANG, "张某"))
    assert judged(signed, trust=[root().certificate], roles=mine, so_far=True).verdict == "valid"
    others = register(tmp_path, "roles:\n" + entry("officer", LI, "李某") + entry("unit_head", ZHANG, "张某"))
    found = judged(signed, trust=[root().certificate], roles=others, so_far=True)
    assert (found.verdict, codes(found)) == ("invalid", {"WRONG_ROLE"})


def turn_after_zhang(roles: RoleRegister | None, folder: Path) -> Turn:
    """The officer has signed."""
    turn = first_turn(Case(folder, assessment()), b"", AT, register=roles)
    return replace(turn, signings=(Signing("officer", "执法人员（承办人）", ZHANG.certificate, "同意", AT),))


def test_a_person_with_two_certificates_does_not_sign_the_second_role(
    roles: RoleRegister, tmp_path: Path
) -> None:
    turn = turn_after_zhang(roles, tmp_path)
    with pytest.raises(KeyRefused, match="一人不能签两个角色") as refused:
        turn.check("legal_review", at=AT, words="同意", certificate=RENEWED.certificate)
    assert "张某" in str(refused.value)
    turn.check("legal_review", at=AT, words="同意", certificate=LI.certificate)
    # Without a register one subject of one issuer is one person too.
    without = turn_after_zhang(None, tmp_path)
    with pytest.raises(KeyRefused, match="一人不能签两个角色"):
        without.check("legal_review", at=AT, words="同意", certificate=RENEWED.certificate)


@pytest.mark.parametrize(
    "written", ["张　某", "张 某", "张\u200b某", "张某\u00a0", "\u2060张某", "张\ufe00某"]
)
def test_a_person_in_two_spellings_is_one_person(tmp_path: Path, written: str) -> None:
    text = "roles:\n" + entry("officer", ZHANG, "张某") + entry("legal_review", LI, f'"{written}"')
    with pytest.raises(KeyRefused, match="一人不能签两个角色"):
        turn_after_zhang(register(tmp_path, text), tmp_path).check(
            "legal_review", at=AT, words="同意", certificate=LI.certificate
        )


def test_another_letter_is_another_person(tmp_path: Path) -> None:
    text = "roles:\n" + entry("officer", ZHANG, "张某") + entry("legal_review", LI, "張某")
    turn = turn_after_zhang(register(tmp_path, text), tmp_path)
    turn.check("legal_review", at=AT, words="同意", certificate=LI.certificate)


def test_a_name_of_which_nothing_is_seen_is_empty(tmp_path: Path) -> None:
    with pytest.raises(DocumentUnreadable, match="person 是空的"):
        register(tmp_path, "roles:\n" + entry("officer", ZHANG, '"\u200b\u3000"'))


def test_one_subject_and_number_is_one_person_whatever_the_key(tmp_path: Path) -> None:
    again = issue("张某", root(), number=ZHANG.certificate.serial_number)
    assert again.certificate.public_key() != ZHANG.certificate.public_key()
    with pytest.raises(KeyRefused, match="一人不能签两个角色"):
        turn_after_zhang(None, tmp_path).check(
            "legal_review", at=AT, words="同意", certificate=again.certificate
        )
    # A signer that does not ask.
    signed = sign(prepared(), "officer", Identity(ZHANG.certificate, (), ZHANG.key))
    signed = sign(signed, "legal_review", Identity(again.certificate, (), again.key))
    assert codes(judged(signed, trust=[root().certificate], so_far=True)) == {"SAME_PERSON"}


GOOD = "  - {role: officer, person: 张某, from: 2026-01-01, subject: {CN: 张某}}\n"
PRINT = "certificate: " + "AB" * 32
FAULTS = {
    "no_list": ("roles: 3\n", ":1", "只有一项 roles"),
    "empty": ("roles: []\n", ":1", "只有一项 roles"),
    "another_key": (f"roles:\n{GOOD}unit: 某局\n", ":1", "只有一项 roles"),
    "a_list_at_the_top": (f"- {{role: a}}\n{GOOD[2:]}", ":1", "只有一项|写法有误"),
    "unknown_field": (f"roles:\n{GOOD}  - role: a\n    person: b\n    from: 2026-01-01\n    {PRINT}\n    name: c\n", ":7", "没有“name”"),
    "no_role": (f"roles:\n{GOOD}  - {{person: b, from: 2026-01-01, {PRINT}}}\n", ":3", "缺少字段“role”"),
    "no_from": (f"roles:\n{GOOD}  - {{role: a, person: b, {PRINT}}}\n", ":3", "缺少字段“from”"),
    "no_person": (f"roles:\n{GOOD}  - {{role: a, person: ' ', from: 2026-01-01, {PRINT}}}\n", ":3", "person 是空的"),
    "short_fingerprint": ("roles:\n  - role: a\n    person: b\n    certificate: ABCD\n    from: 2026-01-01\n", ":4", "64 位"),
    "no_certificate": (f"roles:\n{GOOD}  - {{role: a, person: b, from: 2026-01-01}}\n", ":3", "没有写明是哪一个人"),
    "a_whole_unit": ("roles:\n  - {role: a, person: b, from: 2026-01-01, subject: {O: 某某局}}\n", ":2", "没有写明是哪一个人"),
    "unknown_attribute": ("roles:\n  - {role: a, person: b, from: 2026-01-01, subject: {CN: b, XX: c}}\n", ":2", "“XX”"),
    "no_date": ("roles:\n  - {role: a, person: b, subject: {CN: b}, from: 明天}\n", ":2", "日期不对"),
    "to_before_from": ("roles:\n  - role: a\n    person: b\n    subject: {CN: b}\n    from: 2026-02-01\n    to: 2026-01-01\n", ":6", "在起始之前"),
    "version_to_come": (f"version: 2\nroles:\n{GOOD}", ":1", "第 2 版.*第 1 版"),
    "version_in_words": (f"version: 一\nroles:\n{GOOD}", ":1", "version 要写整数"),
    "written_twice": ("roles:\n  - {role: a, role: b}\n", ":2", "写了两次"),
    "an_alias": ("roles:\n  - &x {role: a}\n  - *x\n", ":", "别名"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_register_is_refused_with_its_line(fault: str, tmp_path: Path) -> None:
    text, line, words = FAULTS[fault]
    with pytest.raises(DocumentUnreadable, match=words) as refused:
        register(tmp_path, text)
    assert f"roles.yaml{line}" in str(refused.value)


def test_a_register_may_name_its_version(tmp_path: Path) -> None:
    assert register(tmp_path, f"version: 1\nroles:\n{GOOD}").entries[0].person == "张某"


def test_every_fault_of_a_register_is_told_at_once(tmp_path: Path) -> None:
    text = "roles:\n  - {role: a, person: b, from: 2026-01-01}\n  - {role: '', person: b, from: 2026-01-01, subject: {CN: b}}\n"
    with pytest.raises(DocumentUnreadable, match="有 2 处不对") as refused:
        register(tmp_path, text)
    assert "roles.yaml:2" in str(refused.value)
    assert "roles.yaml:3" in str(refused.value)


def test_fingerprints_are_read_with_colons_and_in_small_letters(tmp_path: Path) -> None:
    plain = fingerprint_of(ZHANG.certificate).lower()
    shown = ":".join(plain[i : i + 2] for i in range(0, 64, 2))
    text = f"roles:\n  - {{role: officer, person: 张某, from: 2026-01-01, certificate: '{shown}'}}\n"
    assert reason(register(tmp_path, text), ZHANG, "officer") == ""


def test_a_fingerprint_of_digits_alone_is_still_text(tmp_path: Path) -> None:
    with pytest.raises(DocumentUnreadable, match="应是文字"):
        register(tmp_path, "roles:\n  - {role: a, person: b, from: 2026-01-01, certificate: 123}\n")
