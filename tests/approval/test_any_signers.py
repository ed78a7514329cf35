"""Any people, opinions and times: what the door lets sign verify never calls invalid, and what is valid it let through."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import given
from hypothesis import strategies as st
from issuing import issue, root
from signed_papers import AT, assessment

from yanpan.approval import Papers, Signing, rule_findings
from yanpan.assessment import Assessment
from yanpan.cases import Case
from yanpan.cases.door import Turn
from yanpan.errors import YanpanError
from yanpan.findings import Verdict, heaviest

ROSTER = (
    ("officer", "承办人"),
    ("co_officer", "协办人"),
    ("legal_review", "法制审核"),
    ("unit_head", "主要负责人"),
)
SCANS = {f"{role}-{'ab' * 6}.png": "ab" * 32 for role, _ in ROSTER}
PEOPLE = [issue(f"人{number}", root()).certificate for number in range(5)]
AWAITING = {"NOT_COMPLETE", "REFUSED", "RAISED_BEYOND_PAPER"}
"""What keeps honest signatures from being an approval."""

INK = st.sampled_from(["", "", *(f"〔手签 {role} sha256:{'ab' * 32}〕" for role, _ in ROSTER)])
SAID = st.sampled_from(
    ["同意", "同意", "同意", "同意：已核实", "不同意，退回：证据不足", "不同意", "OK", "", "同意：\u202e好"]
    + [f"{how}为{grade}：情况有变" for how in ("调高", "调低") for grade in ("低风险", "中风险", "高风险", "不得实施")]
)  # fmt: skip


def record(red_line: bool, missing: bool) -> Assessment:
    line = {
        "id": "night", "section": "legality", "title": "夜间", "words": "x", "curable": True, "cure": "", "causes": [], "basis": [],
    }  # fmt: skip
    signers = [
        {"role": role, "title": title, "basis": [], "may_lower": role == "unit_head"}
        for role, title in ROSTER
    ]
    return assessment(
        signers=signers,
        signers_if_raised={"prohibited": [*(role for role, _ in ROSTER), "mayor"]},
        red_lines=[line] if red_line else [],
        missing=["legal_basis_exists"] if missing else [],
    )


@st.composite
def steps(draw: st.DrawFn) -> list[Signing]:
    """Mostly the roster in its order by different people, so that some sequences come through; minutes up and down."""
    roles = draw(
        st.sampled_from([[role for role, _ in ROSTER]])
        | st.lists(st.sampled_from([*(role for role, _ in ROSTER), "mayor"]), max_size=5)
    )
    made, minutes = [], 0
    for place, role in enumerate(roles):
        minutes += draw(st.sampled_from([1, 1, 1, 5, 600, -4, -30, 60 * 24 * 31]))
        who = draw(st.sampled_from([place, place, place, 0])) % len(PEOPLE)
        says = draw(SAID) + draw(INK)
        made.append(
            Signing(role, dict(ROSTER).get(role, role), PEOPLE[who], says, AT + timedelta(minutes=minutes))
        )
    return made


PLACE = Path(mkdtemp()) / "甲" / "乙" / "案件"
"""Nothing lies near it: the door looks for later versions of a case around."""


def let_through(shown: Assessment, items: list[Signing]) -> tuple[list[Signing], bool]:
    """Those that the door let sign, one after the other, and whether it let everyone."""
    there: list[Signing] = []
    for item in items:
        assert item.claimed_at is not None
        papers = Papers(ROSTER, shown, item.claimed_at, None, SCANS)
        turn = Turn(Case(PLACE, shown), b"", papers, tuple(there))
        try:
            turn.check(item.role, at=item.claimed_at, words=item.reason, certificate=item.certificate)
        except YanpanError as error:
            assert error.exit_code in (3, 6)
            assert error.remedy
            continue
        there.append(item)
    return there, len(there) == len(items)


@given(steps(), st.booleans(), st.sampled_from([False, False, False, True]))
def test_the_door_and_the_verdict_are_one(items: list[Signing], red_line: bool, missing: bool) -> None:
    shown = record(red_line, missing)
    papers = Papers(ROSTER, shown, AT + timedelta(days=200), None, SCANS)

    def against(signings: list[Signing]) -> set[str]:
        return {f.code for f in rule_findings(papers, signings) if f.weight is not Verdict.VALID}

    there, everyone = let_through(shown, items)
    # Whatever the door lets sign is never invalid, and lacks nothing but more signatures or another paper.
    assert against(there) <= AWAITING
    # Whatever has only that against it the door let through step by step; what has more it did not.
    assert everyone is (against(items) <= AWAITING)
    assert heaviest(f.weight for f in rule_findings(papers, there, so_far=True)) is Verdict.VALID
    # What was right stays right when somebody signs on.
    for length in range(len(there)):
        assert against(there[:length]) <= AWAITING


@given(steps(), st.booleans())
def test_nothing_that_is_signed_later_heals_a_breach(items: list[Signing], red_line: bool) -> None:
    papers = Papers(ROSTER, record(red_line, False), AT + timedelta(days=200), None, SCANS)
    broken: set[str] = set()
    for length in range(1, len(items) + 1):
        now = {f.code for f in rule_findings(papers, items[:length]) if f.weight is Verdict.INVALID}
        assert broken <= now
        broken = now


def test_some_sequences_come_through() -> None:
    """Else the properties would say nothing."""
    honest = [
        Signing(role, title, PEOPLE[place], "同意", AT + timedelta(minutes=place))
        for place, (role, title) in enumerate(ROSTER)
    ]
    assert let_through(record(False, False), honest) == (honest, True)
    assert let_through(record(False, True), honest) == ([], False)
