"""`assessment.json` is complete: read back and judged again it gives the same bytes."""

from __future__ import annotations

from datetime import datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies as s
from yanpan.answers import RaisedGrade, Statement, read_answers
from yanpan.assessment import answers_of, assess, digest_of, encode, json_schema, read_assessment
from yanpan.errors import AnswersRefused, DocumentUnreadable
from yanpan.questionnaire import QuestionType

STATEMENTS = (
    Statement(who="王某", said="房子是祖屋", adopted="partly", why="已核查"),
    Statement(who="赵某", said="缓办", kind="dissent"),
)


@pytest.mark.parametrize(
    "cases", [s.small_cases(), s.gd563_cases(facts_open=True)], ids=["generated", "gd-563"]
)
@given(data=st.data(), raised=st.none() | st.just(RaisedGrade(grade="high", by="李四", reason="有变")))
def test_the_answers_in_the_record_judged_again_give_the_same_bytes(
    cases: st.SearchStrategy[s.Case], data: st.DataObject, raised: RaisedGrade | None
) -> None:
    form, answers = data.draw(cases)
    answers = msgspec.structs.replace(
        answers, raised=raised, statements=STATEMENTS, attachments=("照片1.jpg", "=cmd|' /C calc'!A0")
    )
    first = s.judged((form, answers))
    record = encode(first)
    read = read_assessment(record)
    assert encode(read) == record
    assert digest_of(read) == digest_of(first)
    again = assess(form, answers_of(read, form), read.assessed_at)
    assert encode(again) == record


@pytest.mark.parametrize(
    "text",
    ["2026-11-25 09:30", "1949-10-01 15:00", "1988-07-01 00:30", "2100-01-01 00:00", "1900-01-01 09:00", "0026-11-25 09:30"],
)  # fmt: skip
def test_a_moment_that_was_accepted_can_be_judged_again(text: str) -> None:
    form = s.form_of(questions=(s.question("start", QuestionType.DATETIME),))
    try:
        answers = read_answers({"answers": {"start": text}}, form)
    except AnswersRefused:
        return
    data = encode(s.judged((form, answers)))
    again = answers_of(read_assessment(data), form)
    assert encode(s.judged((form, again))) == data


def test_the_record_is_readable_text_with_sorted_keys() -> None:
    form = s.form_of(questions=(s.choice("q", "good", "bad"),))
    text = encode(s.judged((form, s.given(q="good")))).decode()
    assert text.endswith("}\n")
    keys = [line.split('"')[1] for line in text.splitlines() if line.startswith('  "')]
    assert keys == sorted(keys)


def test_the_record_fits_its_own_schema_names() -> None:
    form = s.form_of(questions=(s.choice("q", "good", "bad"),))
    schema = json_schema()
    fields = schema["$defs"]["Assessment"]["properties"]
    assert set(msgspec.json.decode(encode(s.judged((form, s.given()))))) == set(fields)


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[]", b"\xff\xfe", b'{"schema_version": 1}', b"[" * 100_000, b"null", b" " * (9 * 1024 * 1024)],
    ids=["empty", "no fields", "list", "bytes", "one field", "deep", "null", "9 MB"],
)  # fmt: skip
def test_anything_else_than_a_record_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentUnreadable):
        read_assessment(data)


def test_a_record_of_another_schema_is_refused_by_its_number() -> None:
    form = s.form_of(questions=(s.choice("q", "good", "bad"),))
    data = encode(s.judged((form, s.given()))).replace(b'"schema_version": 1', b'"schema_version": 99')
    with pytest.raises(DocumentUnreadable, match="99"):
        read_assessment(data)


def test_times_in_the_record_carry_their_zone() -> None:
    form = s.form_of(questions=(s.choice("q", "good", "bad"),))
    text = encode(s.judged((form, s.given()), datetime(2026, 3, 3, 10, tzinfo=s.ZONE))).decode()
    assert '"assessed_at": "2026-03-03T10:00:00+08:00"' in text
