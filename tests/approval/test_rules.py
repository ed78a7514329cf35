"""The rules of approval from one table: what breaks one, sign refuses and verify does not call valid.

Each row is a paper signed by somebody who asked nobody. It is asked three times: the rules themselves, the door of the
case folder, and `verify` of a real paper that the library signed without asking.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from issuing import Issued, issue, root
from signed_papers import AT, assessment, identity, print_paper

from yanpan.approval import (
    Papers,
    RoleRegister,
    Rule,
    Signing,
    fingerprint_of,
    rule_findings,
    stopping,
)
from yanpan.approval.roles import Entry
from yanpan.assessment import Assessment, encode
from yanpan.cases import Case, first_turn
from yanpan.cases.door import Turn
from yanpan.errors import YanpanError
from yanpan.findings import Finding, Verdict
from yanpan.keys import Identity
from yanpan.signature import sign_pdf
from yanpan.verification import verify_pdf

ROSTER = (
    ("officer", "执法人员（承办人）"),
    ("co_officer", "执法人员（协办人）"),
    ("legal_review", "法制审核机构"),
    ("unit_head", "主要负责人"),
)
SCAN, OTHER = "ab" * 32, "cd" * 32
PERSON = {role: name for (role, _), name in zip(ROSTER, ("张某", "钱某", "李某", "王某"), strict=True)}


@cache
def who(name: str, *, number: int | None = None, key_of: str = "") -> Issued:
    """A person's certificate; the same arguments give the same one."""
    return issue(name, root(), number=number, key=who(key_of).key if key_of else None)


def head_by_title() -> Issued:
    """A certificate that names the head's role as its unit."""
    made = identity("赵某", "主要负责人")
    return Issued(made.key, made.certificate)


@dataclass(frozen=True)
class Step:
    """One signature: by whom, what they say, and how long after the assessment."""

    role: str
    says: str = "同意"
    by: Issued | None = None
    after: timedelta = timedelta(minutes=5)

    @property
    def certificate(self) -> Issued:
        return self.by or who(PERSON.get(self.role, self.role))


@dataclass(frozen=True)
class Row:
    """Steps of which the last one breaks a rule; the ones before break none."""

    steps: tuple[Step, ...]
    code: str
    changes: dict[str, Any] = field(default_factory=dict)
    register: RoleRegister | None = None
    scans: dict[str, str] | None = field(default_factory=dict)
    weight: Verdict = Verdict.INVALID


def record(**changes: Any) -> Assessment:
    signers = [
        {"role": role, "title": title, "basis": [], "may_lower": role == "unit_head"}
        for role, title in ROSTER
    ]
    there = {
        "signers": signers,
        "signers_if_raised": {"prohibited": [*(role for role, _ in ROSTER), "mayor"]},
        "validity": {"expires_at": AT + 30 * DAY, "void_when": [], "basis": []},
    }
    return assessment(**(there | changes))


def ink(role: str, digest: str = SCAN) -> str:
    return f"〔手签 {role} sha256:{digest}〕"


def scans(*pairs: tuple[str, str]) -> dict[str, str]:
    return {f"{role}-{digest[:12]}.png": digest for role, digest in pairs}


def entry(role: str, issued: Issued, person: str, until: date | None = None) -> Entry:
    certificate = fingerprint_of(issued.certificate)
    return Entry(role=role, person=person, certificate=certificate, since=date(2026, 1, 1), until=until)


REGISTER = RoleRegister(
    (
        entry("officer", who("张某"), "张某"),
        entry("co_officer", who("张某", number=77), "张某"),
        entry("co_officer", who("钱某"), "钱某", date(2026, 6, 30)),
    ),
    "roles.yaml",
)
OFFICER, CO, LEGAL, HEAD = (Step(role) for role, _ in ROSTER)
RED_LINE = {
    "id": "night", "section": "legality", "title": "夜间", "words": "x", "curable": True, "cure": "", "causes": [], "basis": [],
}  # fmt: skip


def contradiction(explained: str) -> dict[str, Any]:
    return {"id": "c", "questions": ["kind"], "words": "对不上", "explained": explained, "basis": []}


HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def step(role: str, says: str = "同意", **more: Any) -> Step:
    return Step(role, says, **more)


ROWS: dict[str, Row] = {
    "a required answer open": Row((OFFICER,), "OPEN_ANSWERS", {"signable": False, "missing": ["legal_basis_exists"]}),
    "open answers that the record calls signable": Row((OFFICER,), "OPEN_ANSWERS", {"missing": ["legal_basis_exists"]}),
    "answers that contradict each other, unexplained": Row(
        (OFFICER,), "OPEN_ANSWERS", {"signable": False, "contradictions": [contradiction("")]}
    ),
    "a contradiction that the record calls signable": Row((OFFICER,), "OPEN_ANSWERS", {"contradictions": [contradiction("")]}),
    "signed after it expired": Row((OFFICER, step("co_officer", after=31 * DAY)), "EXPIRED"),
    "assessed in the future of its signature": Row((step("officer", after=-DAY),), "BEFORE_ASSESSMENT"),
    "a time before the one before": Row((step("officer", after=HOUR), step("co_officer", after=HOUR / 2)), "TIMES_BACKWARDS"),
    "a time before one further up": Row(
        (step("officer", after=HOUR), step("co_officer", after=HOUR - 9 * HOUR / 60), step("legal_review", after=HOUR - 18 * HOUR / 60)),
        "TIMES_BACKWARDS",
    ),
    "the second first": Row((CO,), "OUT_OF_ORDER"),
    "one left out": Row((OFFICER, LEGAL), "OUT_OF_ORDER"),
    "after a refusal": Row((step("officer", "不同意，退回：证据不足"), CO), "AFTER_REFUSAL"),
    "after a raise that asks for more people": Row((step("officer", "调高为不得实施：人多"), CO), "AFTER_RAISE"),
    "lowered again after such a raise": Row(
        (step("officer", "调高为不得实施：人多"), step("unit_head", "调低为中风险：人散了")), "AFTER_RAISE"
    ),
    "a certificate of another role": Row((step("officer", by=head_by_title()),), "ROLE"),
    "one certificate twice": Row((OFFICER, step("co_officer", by=who("张某"))), "SAME_PERSON"),
    "one key under two names": Row((OFFICER, step("co_officer", by=who("孙某", key_of="张某"))), "SAME_PERSON"),
    "one person with two certificates": Row(
        (OFFICER, step("co_officer", by=who("张某", number=77))), "SAME_PERSON", register=REGISTER
    ),
    "nobody of the register": Row((step("officer", by=who("赵某")),), "WRONG_ROLE", register=REGISTER),
    "somebody whose time is over": Row((OFFICER, CO), "WRONG_ROLE", register=REGISTER),
    "no in their own words": Row(
        (OFFICER, step("co_officer", "本人不同意，证据不足")), "OPINION_FORM", weight=Verdict.CANNOT_BE_JUDGED
    ),
    "nothing said": Row((step("officer", ""),), "OPINION_FORM", weight=Verdict.CANNOT_BE_JUDGED),
    "yes with a second line": Row((step("officer", "同意：\n不同意"),), "OPINION_HIDDEN"),
    "yes that is turned round": Row((step("officer", "同意：\u202e意同不"),), "OPINION_HIDDEN"),
    "yes with a blank letter": Row((step("officer", "同意：\u3164无"),), "OPINION_HIDDEN"),
    "two spaces": Row((step("officer", "同意：a  b"),), "OPINION_FORM", weight=Verdict.CANNOT_BE_JUDGED),
    "a raise to the same": Row((step("officer", "调高为中风险：人多"),), "NOT_RAISED"),
    "a raise that lowers": Row((step("officer", "调高为低风险：情况好转"),), "NOT_RAISED"),
    "lowered by who may not": Row((step("officer", "调低为低风险：不要紧"),), "LOWERED_WITHOUT_RIGHT"),
    "lowered to more": Row((OFFICER, CO, LEGAL, step("unit_head", "调低为高风险：人多")), "NOT_LOWERED"),
    "lowered across a red line": Row(
        (OFFICER, CO, LEGAL, step("unit_head", "调低为低风险：不要紧")), "LOWERED_RED_LINE", {"red_lines": [RED_LINE]}
    ),
    "a page of who has yet to sign": Row((step("officer", "同意" + ink("co_officer")),), "SCAN_OUT_OF_ORDER"),
    "a page of nobody": Row((step("officer", "同意" + ink("mayor")),), "SCAN_OUT_OF_ORDER"),
    "a page of who has signed": Row((OFFICER, step("co_officer", "同意" + ink("officer"))), "SCAN_TWICE"),
    "a page taken in before": Row(
        (step("co_officer", "同意" + ink("officer")), step("legal_review", "同意" + ink("officer", OTHER))),
        "SCAN_TWICE",
        scans=scans(("officer", SCAN), ("officer", OTHER)),
    ),
    "one page twice": Row(
        (step("co_officer", "同意" + ink("officer") + ink("officer")),), "OPINION_FORM", weight=Verdict.CANNOT_BE_JUDGED
    ),
    "a page that the folder has not": Row(
        (step("co_officer", "同意" + ink("officer")),), "SCAN_MISSING", weight=Verdict.CANNOT_BE_JUDGED
    ),
    "a page that is another one now": Row(
        (step("co_officer", "同意" + ink("officer")),), "SCAN_CHANGED", scans={f"officer-{SCAN[:12]}.png": OTHER}
    ),
}  # fmt: skip
ONLY_IN_DATA = {
    "NO_ZONE": "the record of today cannot hold such a time",
    "NO_SUCH_ROLE": "a signature without a field of the paper is another finding before",
    "ROLE_TWICE": "a field is signed once",
    "ASSESSED_LATER": "the reader's clock",
    "NOT_PROVEN_IN_TIME": "wants a time stamp",
}
"""Rules with a test of their own below, and why they have no row."""


def test_every_rule_has_a_row_or_a_test_of_its_own() -> None:
    assert {row.code for row in ROWS.values()} | set(ONLY_IN_DATA) == {rule.value for rule in Rule}


def signing(item: Step) -> Signing:
    title = dict(ROSTER).get(item.role, item.role)
    return Signing(item.role, title, item.certificate.certificate, item.says, AT + item.after)


def papers_of(row: Row) -> Papers:
    at = max(AT + item.after for item in row.steps) + HOUR
    return Papers(ROSTER, record(**row.changes), max(at, AT + HOUR), row.register, row.scans)


def against(found: Sequence[Finding]) -> set[str]:
    return {item.code for item in found if item.weight is not Verdict.VALID}


@pytest.mark.parametrize("name", ROWS)
def test_the_last_signature_breaks_the_rule_and_the_ones_before_do_not(name: str) -> None:
    row = ROWS[name]
    papers, all_of_them = papers_of(row), [signing(item) for item in row.steps]
    assert list(stopping(papers, all_of_them[:-1])) == [] or name.startswith("lowered again")
    found = [item for item in rule_findings(papers, all_of_them) if item.code == row.code]
    assert {item.weight for item in found} == {row.weight}
    assert row.code in {item.code for item in stopping(papers, all_of_them)}


@pytest.mark.parametrize("name", ROWS)
def test_the_door_lets_nobody_do_it(name: str, tmp_path: Path) -> None:
    row = ROWS[name]
    *before, last = row.steps
    turn = turn_for(row, [signing(item) for item in before], tmp_path)
    with pytest.raises(YanpanError) as refused:
        turn.check(last.role, at=AT + last.after, words=last.says, certificate=last.certificate.certificate)
    assert refused.value.exit_code in (3, 6)
    assert refused.value.remedy
    assert not refused.value.what.isascii()


def turn_for(row: Row, before: list[Signing], folder: Path) -> Turn:
    papers = papers_of(row)
    return Turn(Case(folder, record(**row.changes)), b"", papers, tuple(before))


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("name", ROWS)
def test_verify_does_not_call_it_valid_though_the_library_signed_it(name: str) -> None:
    row = ROWS[name]
    shown = record(**row.changes)
    pdf = print_paper(shown, encode(shown)).pdf
    for item in row.steps:
        pdf = _signed(pdf, item)
    found = verify_pdf(
        pdf, at=papers_of(row).at, trust=[root().certificate], roles=row.register, scans=row.scans
    )
    assert row.code in against(found.findings), found.findings
    assert found.verdict is not Verdict.VALID
    if row.weight is Verdict.INVALID:
        assert found.verdict is Verdict.INVALID


def _signed(pdf: bytes, item: Step) -> bytes:
    """Signed with the library alone, at a time when the certificate was good, whatever the signature claims."""
    issued = item.certificate
    return sign_pdf(
        pdf,
        role=item.role,
        identity=Identity(issued.certificate, (), issued.key),
        reason=item.says,
        at=AT + item.after,
    )


HONEST = (OFFICER, CO, LEGAL, HEAD)


@pytest.mark.parametrize(
    "steps",
    [
        HONEST,
        (OFFICER, CO, LEGAL, step("unit_head", "调低为低风险：已采取措施")),
        (step("officer", "调高为高风险：人多"), CO, LEGAL, step("unit_head", "调低为中风险：人散了")),
        (step("co_officer", "同意" + ink("officer")), LEGAL, HEAD),
        tuple(step(role, after=timedelta(minutes=30 - 3 * n)) for n, (role, _) in enumerate(ROSTER)),
    ],
)
def test_what_breaks_no_rule_is_an_approval(steps: tuple[Step, ...], tmp_path: Path) -> None:
    row = Row(steps, "", scans=scans(("officer", SCAN)))
    all_of_them = [signing(item) for item in steps]
    assert against(list(rule_findings(papers_of(row), all_of_them))) == set()
    for place, item in enumerate(steps):
        turn = turn_for(row, all_of_them[:place], tmp_path)
        turn.check(item.role, at=AT + item.after, words=item.says, certificate=item.certificate.certificate)


# Rules without a row


def one(papers: Papers, *signings: Signing) -> set[str]:
    return against(list(rule_findings(papers, signings, so_far=True)))


def test_a_role_that_the_paper_has_not_or_had_already() -> None:
    papers = papers_of(Row(HONEST, ""))
    assert "NO_SUCH_ROLE" in one(papers, signing(step("mayor")))
    assert one(papers, signing(OFFICER), signing(step("officer", by=who("孙某")))) == {"ROLE_TWICE"}
    assert {item.code for item in stopping(papers, [signing(step("mayor"))])} == {"NO_SUCH_ROLE"}


def test_an_assessment_of_tomorrow_cannot_be_judged_today() -> None:
    papers = papers_of(Row(HONEST, "")).moment(AT - DAY)
    assert "ASSESSED_LATER" in one(papers, signing(OFFICER))
    assert one(papers.moment(AT - timedelta(minutes=9)), signing(OFFICER)) == set()


def test_a_time_without_a_zone_is_not_ours() -> None:
    bare = msgspec.structs.replace(record(), assessed_at=AT.replace(tzinfo=None))
    papers = Papers(ROSTER, bare, AT)
    assert one(papers, signing(OFFICER)) == {"NO_ZONE"}


def test_past_its_end_a_sound_paper_says_so() -> None:
    papers = papers_of(Row(HONEST, ""))
    end = record().validity.expires_at

    def notes(at: datetime) -> set[str]:
        return {item.code for item in rule_findings(papers.moment(at), [signing(OFFICER)], so_far=True)}

    assert "PAST_ITS_END" not in notes(end)
    assert "PAST_ITS_END" in notes(end + timedelta(seconds=1))
    assert one(papers.moment(end + DAY), signing(OFFICER)) == set()


def test_a_time_stamp_after_the_end_proves_nothing_unless_it_came_years_later() -> None:
    papers = papers_of(Row(HONEST, ""))
    end = record().validity.expires_at
    late = replace(signing(OFFICER), proven_at=end + DAY, stamped=True)
    assert one(papers, late) == {"NOT_PROVEN_IN_TIME"}
    assert {item.code for item in stopping(papers, [late])} == {"NOT_PROVEN_IN_TIME"}
    assert one(papers, replace(late, stamped=False)) == set()
    assert one(papers, replace(late, proven_at=end + timedelta(minutes=9))) == set()
    before = replace(signing(OFFICER), proven_at=AT - DAY, stamped=True)
    assert one(papers, before) == {"BEFORE_ASSESSMENT"}


def test_a_time_stamp_tells_that_the_next_one_is_older_than_it_claims() -> None:
    papers = papers_of(Row(HONEST, ""))
    stamped = replace(signing(OFFICER), proven_at=AT + DAY, stamped=True)
    assert one(papers, stamped, signing(CO)) == {"TIMES_BACKWARDS"}


def test_a_contradiction_that_was_explained_bars_nobody() -> None:
    papers = papers_of(Row(HONEST, "", {"contradictions": [contradiction("两个都对，见笔录")]}))
    assert one(papers, signing(OFFICER)) == set()


def test_who_signs_after_the_act_was_to_begin_is_said() -> None:
    start = {
        "question": "planned_start", "section": "facts", "ask": "何时", "value": (AT + HOUR).isoformat(), "shown": "x",
        "state": "answered", "required": True, "note": "", "evidence": [], "basis": [],
    }  # fmt: skip
    papers = papers_of(Row(HONEST, "", {"answers": [start]}))

    def notes(after: timedelta) -> list[str]:
        late = replace(signing(OFFICER), claimed_at=AT + after)
        return [
            item.code for item in rule_findings(papers, [late], so_far=True) if item.code == "AFTER_THE_ACT"
        ]

    assert notes(HOUR) == []
    assert notes(2 * HOUR) == ["AFTER_THE_ACT"]
    # What his own time stamp proves weighs as much as what he says; one that came years later proves nothing of it.
    for stamped in (True, False):
        late = replace(signing(OFFICER), claimed_at=AT, proven_at=AT + 2 * HOUR, stamped=stamped)
        told = [item.code for item in rule_findings(papers, [late], so_far=True)]
        assert ("AFTER_THE_ACT" in told) is stamped


def test_who_signs_after_a_time_stamp_did_not_sign_before_it() -> None:
    """It stands in the file before the signature, which covers it: no claim is older, and nobody signs after the end."""
    papers = papers_of(Row(HONEST, ""))
    end = record().validity.expires_at
    assert one(papers, replace(signing(OFFICER), not_before=AT + DAY)) == {"TIMES_BACKWARDS"}
    late = replace(signing(OFFICER), not_before=end + DAY)
    assert one(papers, late) == {"EXPIRED", "TIMES_BACKWARDS"}
    assert {item.code for item in stopping(papers, [late])} == {"EXPIRED", "TIMES_BACKWARDS"}
    near = replace(signing(OFFICER), not_before=AT + OFFICER.after + timedelta(minutes=9))
    assert one(papers, near) == set()


def test_a_register_judges_by_the_own_stamp_and_not_by_one_of_years_later() -> None:
    """The officer's time ended; what was put over the paper later proves only that it was signed before then."""
    over = RoleRegister((entry("officer", who("张某"), "张某", date(2026, 12, 31)),), "roles.yaml")
    papers = Papers(ROSTER, record(), AT + 700 * DAY, over)
    found = signing(OFFICER)
    assert one(papers, found) == {"ROLE_ENDED"}
    assert one(papers, replace(found, proven_at=AT + 600 * DAY)) == {"ROLE_ENDED"}
    assert one(papers, replace(found, proven_at=AT + HOUR)) == set()
    assert one(papers, replace(found, proven_at=AT + HOUR, stamped=True)) == set()
    assert list(stopping(papers, [found])) == []


def test_only_a_certain_red_line_lets_an_assessment_end_early() -> None:
    def papers(**changes: Any) -> Papers:
        whole = {"signable": True, "missing": ["legal_basis_exists"], "ended_early": True} | changes
        return Papers(ROSTER, record(**whole), AT + HOUR)

    assert one(papers(red_lines=[RED_LINE]), signing(OFFICER)) == set()
    assert one(papers(red_lines=[RED_LINE], ended_early=False), signing(OFFICER)) == {"OPEN_ANSWERS"}
    assert one(papers(red_lines=[RED_LINE | {"by_unknown": True}]), signing(OFFICER)) == {"OPEN_ANSWERS"}
    assert one(papers(), signing(OFFICER)) == {"OPEN_ANSWERS"}


def test_a_fresh_paper_asks_the_same_rules(tmp_path: Path) -> None:
    case = Case(tmp_path, record())
    turn = first_turn(case, b"", AT)
    turn.check("officer", at=AT, words="同意", certificate=who("张某").certificate)
    with pytest.raises(YanpanError, match="现在轮到"):
        turn.check("unit_head", at=AT, words="同意", certificate=who("王某").certificate)


def test_who_stands_at_the_folder_is_told_of_someone_elses_words(tmp_path: Path) -> None:
    """What cannot be judged by anyone stops the next signer with exit 6: no further signature mends it."""
    row = Row((OFFICER,), "")
    turn = turn_for(row, [signing(step("officer", "OK"))], tmp_path)
    with pytest.raises(YanpanError, match="不能接着签") as refused:
        turn.check("co_officer", at=AT + HOUR, words="同意", certificate=who("钱某").certificate)
    assert refused.value.exit_code == 6


def test_nothing_signed_breaks_no_rule() -> None:
    assert list(rule_findings(Papers(ROSTER, record(missing=["x"]), AT), [])) == []


def test_signers_to_look_at_twice_are_said() -> None:
    """One number of a person under two names, and a name written with what only looks like its letters."""
    papers = papers_of(Row(HONEST, ""))
    officer = issue("张某", root(), person_number="4401")
    other = issue("\u2f8f某", root(), person_number="4401")
    both = [signing(replace(OFFICER, by=officer)), signing(replace(CO, by=other))]
    said = {item.code for item in rule_findings(papers, both, so_far=True) if item.weight is Verdict.VALID}
    assert said >= {"SAME_NUMBER", "ODD_NAME"}
    plain = [signing(OFFICER), signing(CO)]
    assert not {"SAME_NUMBER", "ODD_NAME"} & {item.code for item in rule_findings(papers, plain, so_far=True)}
