"""Untouched papers of every level, signer count and kind of key: valid, and nothing found against them."""

from __future__ import annotations

import pytest
from attacks import revisions
from attacks_control import KINDS, LEVELS, counts, good_paper, judge, longest, rosters
from signed_papers import codes, judged, prepared, signed_by_all, signed_once, signed_twice

NOTES = {"NO_QUESTIONNAIRE"}
"""What is said of the papers here: they carry none, for what judges them is of these tests."""

FEWEST, MOST = 2, 6
SIGNED_WITH = [
    (n, kind) for n in range(FEWEST, MOST + 1) for kind in KINDS if kind == "ec" or n in (FEWEST, MOST)
]
"""Every count with one kind of key; the other kind, which is slower, with the fewest and the most."""


def test_the_questionnaire_demands_between_two_and_six_signers() -> None:
    assert counts() == tuple(range(FEWEST, MOST + 1))
    assert len(rosters()) >= 6


@pytest.mark.long(one_in=32, kind=lambda case: next(level for level in LEVELS if case.endswith(f"-{level}")))
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(("count", "kind"), SIGNED_WITH)
def test_an_untouched_paper_is_valid_and_nothing_is_found(count: int, level: str, kind: str) -> None:
    found = judge(good_paper(longest(count), level, kind), level)
    assert (found.verdict, codes(found)) == ("valid", set())
    assert {item.code for item in found.findings} == NOTES | ({"NO_TIMESTAMP"} if level == "b-b" else set())
    assert [item.verdict for item in found.signatures] == ["valid"] * count
    assert {item.level for item in found.signatures} == {level}
    assert (found.complete, found.in_order, found.unsigned) == (True, True, ())


@pytest.mark.long(one_in=9)
@pytest.mark.parametrize("roles", rosters(), ids=lambda roles: "-".join(roles))
def test_every_list_of_signers_is_valid(roles: tuple[str, ...]) -> None:
    assert judge(good_paper(roles, "b-b", "ec"), "b-b").verdict == "valid"


def test_on_the_way_to_completeness_nothing_is_false() -> None:
    for pdf, count in ((signed_once(), 1), (signed_twice(), 2), (signed_by_all(), 3)):
        found = judged(pdf, so_far=True)
        assert (found.verdict, len(found.signatures)) == ("valid", count)
        assert judged(pdf).verdict == ("valid" if count == 3 else "cannot_be_judged")


def test_every_earlier_state_of_a_paper_is_incomplete_and_never_false() -> None:
    """A file alone cannot tell that later signatures were cut off; who is missing is said."""
    pdf = signed_by_all()
    said = [judged(pdf[:end]) for end in revisions(pdf)]
    assert [found.verdict for found in said] == ["cannot_be_judged"] * 3 + ["valid"]
    assert [len(found.unsigned) for found in said] == [3, 2, 1, 0]
    assert codes(judged(prepared())) == {"NO_SIGNATURE"}
