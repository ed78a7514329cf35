"""The signed data: read, judged anew, printed anew, and said to be beyond judgement where something is wanting."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import msgspec
import pikepdf
import pytest
from signed_papers import (
    QUESTIONNAIRE,
    assessment,
    codes,
    identity,
    judged,
    plain,
    prepared,
    print_paper,
    sign,
    signed_once,
    signed_twice,
)

from yanpan.assessment import Assessment, Outcome, encode
from yanpan.errors import ReportFailed
from yanpan.report import Paper
from yanpan.report.fingerprint import fingerprint
from yanpan.verification.judged_again import Again, judge_again


def signed(shown: Assessment, attachment: bytes | None) -> bytes:
    return sign(print_paper(shown, attachment).pdf, "officer", identity("张某"))


def comes_to(outcome: Outcome, **more: Any) -> Any:
    return lambda *_: Again(outcome, "重算的话", **more)


@pytest.mark.parametrize(
    ("again", "verdict", "recomputed", "said"),
    [
        (comes_to(Outcome.SAME), "valid", "same", set()),
        (comes_to(Outcome.DIFFERENT), "invalid", "different", {"RECOMPUTED_DIFFERENT"}),
        (comes_to(Outcome.DIFFERENT, exact=False), "cannot_be_judged", "different", {"RECOMPUTED_DIFFERENT"}),
        (comes_to(Outcome.OTHER_QUESTIONNAIRE), "cannot_be_judged", "no_such_questionnaire", {"NOT_RECOMPUTED"}),
        (comes_to(Outcome.NEWER_JUDGEMENT), "cannot_be_judged", "not_done", {"NOT_RECOMPUTED"}),
        (comes_to(Outcome.NEWER_CALENDAR), "cannot_be_judged", "not_done", {"NOT_RECOMPUTED"}),
        (
            comes_to(Outcome.OTHER_QUESTIONNAIRE, forged=True),
            "invalid", "no_such_questionnaire", {"QUESTIONNAIRE_CHANGED"},
        ),
    ],
)  # fmt: skip
def test_what_judging_anew_comes_to_decides(
    again: Any, verdict: str, recomputed: str, said: set[str]
) -> None:
    found = judged(signed_once(), judge_again=again, so_far=True)
    assert (found.verdict, found.recomputed, codes(found)) == (verdict, recomputed, said)
    assert not said or "重算的话" in {item.words for item in found.findings}


def test_a_questionnaire_that_nobody_knows_is_never_valid_although_all_adds_up() -> None:
    found = judged(signed_once(), trusted=(), so_far=True)
    assert (found.verdict, found.recomputed) == ("cannot_be_judged", "same")
    assert codes(found) == {"UNKNOWN_QUESTIONNAIRE"}
    [words] = [item.words for item in found.findings if item.code == "UNKNOWN_QUESTIONNAIRE"]
    assert QUESTIONNAIRE[:16] in words
    assert "--trust-questionnaire" in words


def test_without_its_questionnaire_nothing_is_judged_anew() -> None:
    found = judged(signed_once(), judge_again=judge_again, so_far=True)
    assert (found.verdict, found.recomputed) == ("cannot_be_judged", "no_such_questionnaire")
    assert codes(found) == {"NOT_RECOMPUTED"}


def test_a_paper_that_was_not_printed_anew_cannot_be_judged() -> None:
    found = judged(signed_once(), render=None, so_far=True)
    assert (found.verdict, found.reprinted, codes(found)) == (
        "cannot_be_judged",
        "not_done",
        {"NOT_REPRINTED"},
    )


def test_a_paper_made_anew_is_the_same_to_the_byte() -> None:
    def render(shown: Assessment, attachment: bytes, _: bytes | None) -> Paper:
        assert shown == assessment()
        return print_paper(shown, attachment)

    verification = judged(signed_twice(), render=render, so_far=True)
    assert (verification.verdict, verification.reprinted) == ("valid", "same")


OTHER = "0123456789abcdef"
"""Another engine's fingerprint."""


def test_other_bytes_of_the_same_looks_by_another_engine_are_still_valid() -> None:
    def render(shown: Assessment, attachment: bytes, _: bytes | None) -> Paper:
        return print_paper(shown, attachment, made_by=OTHER)

    verification = judged(signed_once(), render=render, so_far=True)
    assert (verification.verdict, verification.reprinted) == ("valid", "same_text")
    (words,) = [item.words for item in verification.findings if item.code == "REPRINT_BYTES"]
    assert fingerprint() in words


def test_other_bytes_that_claim_to_be_of_this_very_engine_are_invalid() -> None:
    def render(shown: Assessment, attachment: bytes, _: bytes | None) -> Paper:
        return print_paper(shown, attachment, number="1")

    verification = judged(signed_once(), render=render, so_far=True)
    assert (verification.verdict, codes(verification)) == ("invalid", {"REPRINT_DIFFERENT"})


@pytest.mark.parametrize(("engine", "verdict"), [(None, "invalid"), (OTHER, "cannot_be_judged")])
def test_other_words_than_a_fresh_print_are_never_valid(engine: str | None, verdict: str) -> None:
    def render(shown: Assessment, attachment: bytes, _: bytes | None) -> Paper:
        return print_paper(shown, attachment, grade="高风险 加一句", made_by=engine)

    verification = judged(signed_once(), render=render, so_far=True)
    assert (verification.verdict, verification.reprinted) == (verdict, "different")
    (words,) = [item.words for item in verification.findings if item.code == "REPRINT_DIFFERENT"]
    assert engine is None or (OTHER in words and fingerprint() in words)


def test_a_paper_without_data_is_none_of_ours() -> None:
    verification = judged(signed(assessment(), None), so_far=True)
    assert (verification.verdict, codes(verification)) == ("cannot_be_judged", {"NO_ASSESSMENT"})


@pytest.mark.parametrize("data", [b"{}", b"[]", b"not json", b"[" * 5000, b'{"schema_version": true}'])
def test_data_that_are_no_assessment_are_invalid(data: bytes) -> None:
    assert codes(judged(signed(assessment(), data), so_far=True)) == {"ASSESSMENT_UNREADABLE"}


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b'": ', b'":  ', 1),
        lambda data: data.replace(b"{\n", b'{\n  "go_ahead": true,\n', 1),
        lambda data: data.replace(b'"case_number"', b'"case_number": "",\n  "case_number"', 1),
        lambda data: data.rstrip(),
    ],
)
def test_a_record_that_is_not_byte_for_byte_as_written_is_invalid(change: Any) -> None:
    data = encode(assessment())
    assert change(data) != data
    assert codes(judged(signed(assessment(), change(data)), so_far=True)) == {"ASSESSMENT_UNREADABLE"}


def test_data_of_a_newer_format_cannot_be_judged() -> None:
    data = msgspec.json.encode(plain(schema_version=99))
    verification = judged(signed(assessment(), data), so_far=True)
    assert (verification.verdict, codes(verification)) == ("cannot_be_judged", {"NEWER_SCHEMA"})


def test_the_answer_is_one_plain_json_object() -> None:
    said = msgspec.json.decode(msgspec.json.encode(judged(signed_once(), so_far=True)))
    assert said["verdict"] == "valid"
    assert {"code", "words", "weight", "role"} == set(said["findings"][0])
    assert said["signatures"][0]["certificate_number"] == identity("张某").number


def test_what_this_machine_cannot_print_is_no_evidence_against_a_paper() -> None:
    """A library that is missing here leaves the paper unjudged; what was found before stays."""

    def no_library(*_: object) -> Paper:
        raise ReportFailed("缺 libharfbuzz-subset，不出文书", remedy="sudo apt-get install …")

    found = judged(signed_twice(), render=no_library)
    assert found.verdict == "cannot_be_judged"
    [finding] = [item for item in found.findings if item.code == "NOT_REPRINTED"]
    assert "libharfbuzz-subset" in finding.words
    assert found.signatures


def test_too_little_memory_is_no_finding() -> None:
    """It says nothing of the paper: whoever runs the judgement has to tell it, as `verify_many` does."""

    def no_memory(*_: object) -> Paper:
        raise MemoryError

    with pytest.raises(MemoryError):
        judged(signed_twice(), render=no_memory)


def _of_layout(pdf: bytes, number: int) -> bytes:
    """The same paper, unsigned, which names another layout; XMP and all lengths as a program would write them."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        metadata = opened.Root.Metadata.read_bytes()
        assert b'yanpan:layout="1"' in metadata
        opened.Root.Metadata.write(metadata.replace(b'yanpan:layout="1"', b'yanpan:layout="%d"' % number))
        opened.save(out, static_id=True)
    return out.getvalue()


def test_a_paper_of_a_newer_layout_cannot_be_judged_and_is_not_called_forged() -> None:
    newer = sign(_of_layout(prepared(), 2), "officer", identity("张某"))
    found = judged(newer, so_far=True)
    assert (found.verdict, codes(found)) == ("cannot_be_judged", {"NEWER_LAYOUT"})
    behind = judged(newer + b"1 0 obj\nnull\nendobj\n%%EOF\n", so_far=True)
    assert behind.verdict != "valid"
