"""A note that no full assessment is due: honest ones are valid, and no full case is made one by people who skip the door."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import msgspec
import pytest
from structured_book import Book
from structured_papers import AT, LATER, Services, form, judge, renamed, signed

from yanpan.answers import Answers, read_answers
from yanpan.assessment import Assessment, assess, encode
from yanpan.report import render_pdf
from yanpan.verification import Verification
from yanpan.verification.judged_again import judge_again

replace = msgspec.structs.replace
SAID = {
    "unit_name": "某区城市管理和综合执法局", "officers": ["张某 粤F00001", "李某 粤F00002"], "act": "当场罚款", "place": "人民路",
    "action_summary": "在人行道乱扔垃圾，当场罚款五十元", "penalty_amount": 50, "spot_faults": [],
    "quota_or_revenue_link": [], "spot_conditions": "yes", "reaction_expected": "calm",
}  # fmt: skip


def answers(**more: object) -> Answers:
    return read_answers({"case_number": "测〔2026〕12号", "answers": SAID | more}, form())


@cache
def note() -> Assessment:
    return assess(form(), answers(), AT)


def by_all(pdf: bytes, shown: Assessment) -> bytes:
    for item in shown.signers:
        pdf = signed(pdf, item.role, Services("b-b", None), at=AT)
    return pdf


def judged(shown: Assessment) -> Verification:
    pdf = by_all(render_pdf(shown, encode(shown), form().embedded).pdf, shown)
    return judge(pdf, judge_again=judge_again, roles=None, at=LATER)


def test_an_honest_note_is_valid_and_said_to_be_one() -> None:
    found = judged(note())
    assert (found.verdict, found.recomputed, found.reprinted) == ("valid", "same", "same"), found.findings
    assert found.stated is not None
    assert found.stated.note


def test_one_set_by_another_engine_is_valid_by_the_grammar_of_papers() -> None:
    book = Book.of(render_pdf(note(), encode(note()), form().embedded).pdf)
    renamed(book)
    found = judge(by_all(book.written(), note()))
    assert found.verdict == "valid", found.findings


def test_the_full_assessment_of_the_same_answers_is_valid_too() -> None:
    found = judged(assess(form(), replace(answers(), full=True), AT))
    assert (found.verdict, found.recomputed) == ("valid", "same"), found.findings
    assert found.stated is not None
    assert not found.stated.note


def as_note(full: Assessment) -> Assessment:
    """A record that calls itself a note and says all that a note says."""
    mine = note()
    return replace(
        full, paper="note", derived=mine.derived, conclusion=mine.conclusion, validity=mine.validity,
    )  # fmt: skip


def scrubbed(full: Assessment) -> Assessment:
    """Beside that, all that was found is left out: only the answers tell."""
    return replace(note(), answers=full.answers, facts=full.facts)


FULL = {
    "somebody is upset": {"reaction_expected": "upset"},
    "nobody knows": {"reaction_expected": "unknown"},
    "too much money": {"penalty_amount": 300, "fined_party": "unit"},
    "a red line": {"quota_or_revenue_link": ["quota"]},
    "an act that is not on the list": {
        "act": "举报核查",
        "spot_faults": None,
        "spot_conditions": None,
        "penalty_amount": None,
        "within_power": "own",
        "officers_ready": "yes",
    },
}


@pytest.mark.parametrize("forge", [as_note, scrubbed])
@pytest.mark.parametrize("case", FULL)
def test_a_note_made_of_a_full_case_is_invalid(case: str, forge: Callable[[Assessment], Assessment]) -> None:
    full = assess(form(), answers(**FULL[case]), AT)
    assert full.paper != "note"
    found = judged(forge(full))
    assert (found.verdict, found.recomputed) == ("invalid", "different")


CHANGES = {
    "a right left out": lambda a: replace(a, derived=a.derived[:-1]),
    "what undoes it left out": lambda a: replace(
        a, validity=replace(a.validity, void_when=a.validity.void_when[3:])
    ),
    "another reason": lambda a: replace(
        a, derived=(replace(a.derived[0], shown="小事一桩。"), *a.derived[1:])
    ),
    "called a full assessment": lambda a: replace(a, paper="short"),
    "one signer less": lambda a: replace(a, signers=a.signers[:1]),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_note_that_says_something_else_is_invalid(change: str) -> None:
    found = judged(CHANGES[change](note()))
    assert (found.verdict, found.recomputed) == ("invalid", "different")
