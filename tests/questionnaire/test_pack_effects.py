"""Duties of one paper that would contradict each other: an error, unless they are proven never to meet."""

from __future__ import annotations

from pathlib import Path

import packs
import pytest
from packs import PART

RUSH = (
    "  - {{id: rush, title: 快办, effect: finish, what: 快办, who: 本单位, due: {{kind: at_once}}, "
    "when: '{}', basis: [\"P:1\"]}}\nsignoff:"
)


@pytest.mark.parametrize(
    ("hold", "rush", "proven"),
    [
        ('not (basis == "weak")', 'basis == "weak"', True),
        ('kind == "强制"', 'kind == "处罚" and crowd >= 3', True),
        ('not ("press" in extra)', '"press" in extra', True),
        ("crowd < 10", "crowd >= 10", True),
        ("crowd < 10", "crowd >= 9", False),
        ('basis != "weak"', 'kind == "处罚"', False),
        ("count(extra) < 1", "count(extra) >= 1", False),
    ],
)
def test_duties_that_exclude_each_other_pass_only_where_it_is_proven_that_they_never_meet(
    pack: Path, hold: str, rush: str, proven: bool
) -> None:
    """What cannot be tried out to the end, such as a count, is not taken as proof."""
    packs.change(
        pack, PART, "effect: report, what: 报主要负责人,", f"effect: hold, when: '{hold}', what: 先放着,"
    )
    packs.change(pack, PART, "signoff:", RUSH.format(rush))
    found = [text for text in packs.faults(pack) if "会写在同一份文书上" in text]
    assert (found == []) is proven
    assert all("另写一项说明先后" in text for text in found)


def test_grades_keep_duties_apart_as_well(pack: Path) -> None:
    packs.change(pack, PART, "effect: report,", "effect: hold, to_grade: medium,")
    packs.change(
        pack,
        PART,
        "signoff:",
        RUSH.format("crowd >= 1").replace("effect: finish", "effect: finish, from_grade: high"),
    )
    assert packs.faults(pack) == []


@pytest.mark.parametrize("no_power", [True, False])
def test_whoever_hands_a_matter_on_is_not_told_to_do_it_over(pack: Path, no_power: bool) -> None:
    """Only a red line that says so takes the power away, and with it what would be done over."""
    if no_power:
        packs.change(pack, PART, "rank: power", "rank: power, no_power: true, cure_effect: route")
    packs.change(pack, PART, "effect: report,", "effect: route, red_lines: [none],")
    packs.change(pack, PART, "signoff:", RUSH.format("crowd >= 1").replace("effect: finish", "effect: redo"))
    assert any("会写在同一份文书上" in text for text in packs.faults(pack)) is not no_power
