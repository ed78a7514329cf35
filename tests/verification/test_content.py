"""The signed data: recomputed, reprinted, and judged when they cannot be read."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from signed_papers import (
    assessment,
    codes,
    identity,
    judged,
    plain,
    print_paper,
    sign,
    signed_once,
    signed_twice,
)

from yanpan.assessment import Assessment, encode
from yanpan.errors import InputRefused, ReportFailed
from yanpan.report import Paper
from yanpan.report.fingerprint import fingerprint
from yanpan.verification.content import Judgement


def form(**changes: str) -> Any:
    """A questionnaire by its id, version and digest alone."""
    said = {"id": "gd-563", "version": "2026.11", "digest": "ab" * 32} | changes
    header = SimpleNamespace(id=said["id"], version=said["version"])
    return SimpleNamespace(questionnaire=SimpleNamespace(header=header, digest=said["digest"]))


def judgement(**grade: str) -> Judgement:
    """A judgement that finds these grades."""
    fresh = assessment(grade=plain()["grade"] | grade)

    def assess(_form: Any, answers: Any, at: datetime) -> Assessment:
        assert (answers, at) == ("answers", fresh.assessed_at)
        return fresh

    return Judgement(assess=assess, answers_of=lambda _assessment, _form: "answers")


def signed(shown: Assessment, attachment: bytes | None) -> bytes:
    return sign(print_paper(shown, attachment).pdf, "officer", identity("张某"))


def test_the_same_grades_come_out_again() -> None:
    verification = judged(signed_once(), questionnaires=[form()], judgement=judgement(), so_far=True)
    assert (verification.verdict, verification.recomputed) == ("valid", "same")
    assert verification.grade == "medium"


def test_other_grades_make_a_paper_of_this_version_invalid() -> None:
    verification = judged(
        signed_once(), questionnaires=[form()], judgement=judgement(initial="low"), so_far=True
    )
    assert (verification.verdict, verification.recomputed) == ("invalid", "different")
    assert codes(verification) == {"RECOMPUTED_DIFFERENT"}


def test_other_grades_of_another_version_prove_nothing() -> None:
    old = assessment(tool_version="0.0.1")
    verification = judged(
        signed(old, encode(old)), questionnaires=[form()], judgement=judgement(initial="low")
    )
    assert (verification.verdict, verification.recomputed) == ("cannot_be_judged", "different")


def test_answers_that_the_questionnaire_refuses_are_different() -> None:
    def refuse(*_: Any) -> Any:
        raise InputRefused("no such option")

    verification = judged(signed_once(), questionnaires=[form()], judgement=Judgement(answers_of=refuse))
    assert (verification.verdict, verification.recomputed) == ("invalid", "different")


@pytest.mark.parametrize("changes", [{"id": "other"}, {"version": "2025.1"}, {"digest": "cd" * 32}])
def test_only_the_very_same_questionnaire_recomputes(changes: dict[str, str]) -> None:
    verification = judged(signed_once(), questionnaires=[form(**changes)], so_far=True)
    assert (verification.verdict, verification.recomputed) == ("valid", "no_such_questionnaire")


def test_a_paper_made_anew_is_the_same_to_the_byte() -> None:
    def render(shown: Assessment, attachment: bytes) -> Paper:
        assert shown == assessment()
        return print_paper(shown, attachment)

    verification = judged(signed_twice(), render=render, so_far=True)
    assert (verification.verdict, verification.reprinted) == ("valid", "same")


OTHER = "0123456789abcdef"
"""Another engine's fingerprint."""


def test_other_bytes_of_the_same_words_by_another_engine_are_still_valid() -> None:
    def render(shown: Assessment, attachment: bytes) -> Paper:
        return print_paper(shown, attachment, made_by=OTHER)

    verification = judged(signed_once(), render=render, so_far=True)
    assert (verification.verdict, verification.reprinted) == ("valid", "same_text")
    (words,) = [item.words for item in verification.findings if item.code == "REPRINT_BYTES"]
    assert OTHER in words
    assert fingerprint() in words


def test_other_bytes_that_claim_to_be_of_this_very_engine_are_invalid() -> None:
    def render(shown: Assessment, attachment: bytes) -> Paper:
        return print_paper(shown, attachment, number="1")

    verification = judged(signed_once(), render=render, so_far=True)
    assert (verification.verdict, codes(verification)) == ("invalid", {"REPRINT_BYTES"})


def test_other_words_than_a_fresh_print_by_the_same_engine_are_invalid() -> None:
    def render(shown: Assessment, attachment: bytes) -> Paper:
        return print_paper(shown, attachment, grade="高风险 加一句")

    verification = judged(signed_once(), render=render, so_far=True)
    assert (verification.verdict, verification.reprinted) == ("invalid", "different")


def test_other_words_than_a_fresh_print_by_another_engine_prove_nothing() -> None:
    def render(shown: Assessment, attachment: bytes) -> Paper:
        return print_paper(shown, attachment, grade="高风险 加一句", made_by=OTHER)

    verification = judged(signed_once(), render=render, so_far=True)
    assert (verification.verdict, verification.reprinted) == ("cannot_be_judged", "different")
    (words,) = [item.words for item in verification.findings if item.code == "REPRINT_DIFFERENT"]
    assert OTHER in words
    assert fingerprint() in words


def test_a_paper_without_data_is_none_of_ours() -> None:
    verification = judged(signed(assessment(), None))
    assert (verification.verdict, codes(verification)) == ("cannot_be_judged", {"NO_ASSESSMENT"})


@pytest.mark.parametrize("data", [b"{}", b"[]", b"not json", b"[" * 5000, b'{"schema_version": true}'])
def test_data_that_are_no_assessment_are_invalid(data: bytes) -> None:
    assert codes(judged(signed(assessment(), data))) == {"ASSESSMENT_UNREADABLE"}


def test_data_of_a_newer_format_cannot_be_judged() -> None:
    data = msgspec.json.encode(plain(schema_version=99))
    verification = judged(signed(assessment(), data))
    assert (verification.verdict, codes(verification)) == ("cannot_be_judged", {"NEWER_SCHEMA"})


def test_the_answer_is_one_plain_json_object() -> None:
    said = msgspec.json.decode(msgspec.json.encode(judged(signed_once(), so_far=True)))
    assert said["verdict"] == "valid"
    assert {"code", "words", "weight", "role"} == set(said["findings"][0])
    assert said["signatures"][0]["certificate_number"] == identity("张某").number


def test_what_this_machine_cannot_print_is_no_evidence_against_a_paper() -> None:
    """A library that is missing here, or too little memory, leaves the paper unjudged; what was found before stays."""

    def no_library(_assessment: Assessment, _data: bytes) -> Paper:
        raise ReportFailed("缺 libharfbuzz-subset，不出文书", remedy="sudo apt-get install …")

    def no_memory(_assessment: Assessment, _data: bytes) -> Paper:
        raise MemoryError

    for render, says in ((no_library, "libharfbuzz-subset"), (no_memory, "MemoryError")):
        found = judged(signed_twice(), render=render)
        assert found.verdict == "cannot_be_judged"
        [finding] = [item for item in found.findings if item.code == "NOT_REPRINTED"]
        assert says in finding.words
        assert found.signatures
