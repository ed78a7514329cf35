"""A signer's opinion in words, and back from the words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanpan.approval import Decision, InkScan, Opinion, grade_after, opinion_words, read_opinion
from yanpan.approval.opinion import has_hidden
from yanpan.errors import InputRefused
from yanpan.questionnaire import Grade

REASONS = st.text(
    st.characters(
        categories=["L", "N", "P", "S"], exclude_characters="〔〕\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
    ),
    max_size=40,
)
SCANS = st.lists(
    st.builds(
        InkScan,
        st.sampled_from(["officer", "unit_head"]),
        st.text("0123456789abcdef", min_size=64, max_size=64),
    ),
    max_size=2,
    unique_by=lambda scan: scan.role,
).map(tuple)


@given(decision=st.sampled_from(Decision), grade=st.sampled_from(Grade), reason=REASONS, scans=SCANS)
def test_an_opinion_is_read_back_as_it_was_given(
    decision: Decision, grade: Grade, reason: str, scans: tuple[InkScan, ...]
) -> None:
    given_grade = grade if decision in (Decision.RAISE, Decision.LOWER) else None
    opinion = Opinion(
        decision, given_grade, reason or ("理由" if decision is not Decision.AGREE else ""), scans
    )
    assert read_opinion(opinion_words(opinion)) == opinion


@given(st.text(max_size=60))
def test_any_other_text_is_no_opinion_or_one_that_says_the_same(text: str) -> None:
    found = read_opinion(text)
    assert found is None or opinion_words(found) == text


@pytest.mark.parametrize(
    "text", ["", "OK", "调低为零风险：x", "调高为高风险 \n同意", "同意〔手签 officer sha256:00〕"]
)
def test_a_text_of_another_form_is_no_opinion(text: str) -> None:
    assert read_opinion(text) is None


HIDDEN = (
    "\n",
    "\u202e",
    "\u2066",
    "\u200b",
    "\ufeff",
    "\u00ad",
    "\u3164",
    "\u2800",
    "\u034f",
    "\x1b",
    "\u2028",
)


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_no_reader_sees_is_in_no_opinion(hidden: str) -> None:
    assert read_opinion(f"同意：好{hidden}的") is None
    assert has_hidden(f"好{hidden}的")
    if not hidden.isspace():
        with pytest.raises(InputRefused, match="看不见"):
            opinion_words(Opinion(Decision.AGREE, None, f"好{hidden}的"))


@pytest.mark.parametrize(
    "text",
    [
        "同意：",
        "同意： 好",
        "同意：好 ",
        "同意：a  b",
        "同〔手签 officer sha256:" + "0" * 64 + "〕意",
        "〔手签 officer sha256:" + "0" * 64 + "〕同意",
        "同意" + ("〔手签 officer sha256:" + "0" * 64 + "〕") * 2,
        "不同意，退回",
        "调高为高风险",
        "同意：" + "长" * 301,
    ],
)
def test_one_opinion_has_one_spelling(text: str) -> None:
    assert read_opinion(text) is None


def test_brackets_in_a_reason_cannot_pass_for_a_scan() -> None:
    words = opinion_words(Opinion(Decision.REFUSE, None, "见〔手签 officer sha256:" + "0" * 64 + "〕"))
    found = read_opinion(words)
    assert found is not None
    assert found.scans == ()


def test_a_reason_too_long_is_refused() -> None:
    with pytest.raises(InputRefused, match="300"):
        opinion_words(Opinion(Decision.REFUSE, None, "长" * 301))


def test_the_last_say_stands() -> None:
    up, down = Opinion(Decision.RAISE, Grade.HIGH, "a"), Opinion(Decision.LOWER, Grade.MEDIUM, "b")
    assert grade_after(Grade.LOW, [Opinion(), up, None, down]) is Grade.MEDIUM
    assert grade_after(Grade.LOW, [None]) is Grade.LOW
