"""A changed paper is never valid, at any level and however far the signing has come.

Every attack on a paper of the highest level, and every paper that was made wrongly, is in `test_attacks.py`.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from attacks import ATTACKS, Attack, grown, revisions
from attacks_evidence import complete_to
from attacks_forms import FORM, LOOKS
from attacks_signing import by_hand, signed_by
from authorities import OFFICER, REVIEWER, lists
from long_term_papers import judged_at
from pyhanko.pdf_utils import generic
from signed_papers import CASE, codes, judged, prepared, signed_by_all, signed_twice

from yanpan.signature.pdf import SteadyWriter
from yanpan.verification import Verification

NOT_FALSE = {
    "cut_back_to_the_unsigned_paper": {"NO_SIGNATURE"},
    "cut_back_to_the_first_signature": {"NOT_COMPLETE"},
    "cut_back_before_the_last_signature": {"NOT_COMPLETE"},
    "a_huge_size": {"TOO_COMPLEX"},
    "a_hundred_updates": {"TOO_COMPLEX"},
}
"""What cannot be judged: earlier states in which somebody is missing, and what is not looked at."""


def check(name: str, verification: Verification) -> None:
    if name in NOT_FALSE:
        assert verification.verdict == "cannot_be_judged"
        assert NOT_FALSE[name] <= codes(verification)
    else:
        assert verification.verdict == "invalid", codes(verification)


@pytest.mark.long(one_in=96, kind=lambda name: ATTACKS[name].group)
@pytest.mark.parametrize("name", ATTACKS)
def test_a_changed_paper_without_time_stamps_is_not_valid(name: str) -> None:
    check(name, judged(ATTACKS[name](signed_by_all())))


@pytest.mark.long(one_in=96, kind=lambda name: ATTACKS[name].group)
@pytest.mark.parametrize("name", ATTACKS)
def test_a_changed_paper_whose_revocation_data_no_digest_covers_is_not_valid(name: str) -> None:
    check(name, judged_at(ATTACKS[name](complete_to("b-lt")), crls=lists()))


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    "attack", [item for item in ATTACKS.values() if item.group in (FORM, LOOKS)], ids=lambda item: item.name
)
def test_a_paper_on_its_way_with_changed_fields_is_false(attack: Attack) -> None:
    assert judged(attack(signed_twice()), so_far=True).verdict == "invalid"


def test_a_paper_cut_back_to_an_earlier_signature_names_who_is_missing() -> None:
    verification = judged(signed_by_all()[: revisions(signed_by_all())[-2]])
    assert (verification.verdict, verification.unsigned) == ("cannot_be_judged", ("主要负责人",))


def _nothing_of_note(writer: SteadyWriter) -> None:
    writer.update_root()


def _a_sheet(writer: SteadyWriter) -> None:
    page, _ = writer.find_page_for_modification(0)
    sheet = generic.StreamObject(stream_data=b"q 1 1 1 rg 0 0 600 850 re f Q")
    page.get_object()["/Contents"] = generic.ArrayObject(
        [page.get_object().raw_get("/Contents"), writer.add_object(sheet)]
    )
    writer.mark_update(page)


@pytest.mark.parametrize("change", [_nothing_of_note, _a_sheet])
def test_an_update_between_two_signatures_is_seen(change: Callable[[SteadyWriter], None]) -> None:
    signed = signed_by(prepared(), [("officer", OFFICER)])
    changed = by_hand(grown(signed, change), "legal_review", REVIEWER)
    assert {"EXTRA_REVISION"} <= codes(judged_at(changed, crls=lists()))


def test_the_case_number_is_reported() -> None:
    assert judged(signed_by_all()).case_number == CASE
