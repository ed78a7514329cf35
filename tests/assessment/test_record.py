"""`assessment.json` is complete and closed: read back and judged again it gives the same bytes, and nothing else is read."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies as s
from yanpan.answers import Answer, Answers, PlannedMeasure, RaisedGrade, Statement, over_budget, read_answers
from yanpan.assessment import (
    Assessment,
    NewerRecord,
    answers_of,
    assess,
    digest_of,
    digest_of_bytes,
    encode,
    is_canonical,
    json_schema,
    read_record,
)
from yanpan.assessment.model import SCHEMA_VERSION
from yanpan.assessment.record import MAX_BYTES
from yanpan.errors import AnswersRefused, DocumentUnreadable, InputRefused
from yanpan.questionnaire import QuestionType

KEPT = Path(__file__).parents[1] / "records"
STATEMENTS = (
    Statement(who="王某", said="房子是祖屋", adopted="partly", why="已核查"),
    Statement(who="赵某", said="缓办", kind="dissent"),
)
TABLES = ("titles", "facts", "signers_if_raised")
"""What a record holds under names that are no fields."""


@pytest.mark.parametrize(
    "cases", [s.small_cases(), s.gd563_cases(facts_open=True)], ids=["generated", "gd-563"]
)
@given(data=st.data(), raised=st.none() | st.just(RaisedGrade(grade="high", by="李四", reason="有变")))
def test_the_answers_in_the_record_judged_again_give_the_same_bytes(
    cases: st.SearchStrategy[s.Case], data: st.DataObject, raised: RaisedGrade | None
) -> None:
    form, answers = data.draw(cases)
    answers = msgspec.structs.replace(
        answers,
        raised=raised,
        statements=STATEMENTS,
        attachments=("照片1.jpg", "=cmd|' /C calc'!A0"),
        supersedes="5e" * 32,
    )
    first = s.judged((form, answers))
    record = encode(first)
    read = read_record(record)
    assert read == first
    assert encode(read) == record
    assert digest_of(read) == digest_of(first) == digest_of_bytes(record)
    again = assess(form, answers_of(read, form), read.assessed_at)
    assert encode(again) == record


@pytest.mark.long(one_in=4)
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
    again = answers_of(read_record(data), form)
    assert encode(s.judged((form, again))) == data


def small() -> Assessment:
    """A small record with something in most places."""
    form = s.form_of(
        questions=(
            s.choice("q", "good", s.Option(value="bad", label="坏", raises=("h",), red_line="r")),
            s.question("who", QuestionType.PEOPLE),
            s.question("n", QuestionType.NUMBER, worse="more"),
        ),
        hazards=(s.hazard("h", 3, 4),),
        red_lines=(s.red_line("r"),),
        measures=(s.measure("m", s.Treatment(hazard="h", likelihood=-1)),),
    )
    answers = read_answers(
        {
            "case_number": "粤穗执〔2026〕12号",
            "answers": {"q": {"value": "bad", "note": "见“笔录”"}, "who": [{"name": "张三"}], "n": 2.5},
            "measures": [{"id": "m", "owner": "李四"}],
        },
        form,
    )
    return s.judged((form, msgspec.structs.replace(answers, statements=STATEMENTS)))


def plain() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(encode(small()))
    return found


def text_of(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"


def objects(value: Any, name: str = "") -> Iterator[dict[str, Any]]:
    """Every object of a record that has fields."""
    if isinstance(value, dict):
        if name not in TABLES:
            yield value
        for key, item in value.items():
            yield from objects(item, key)
    elif isinstance(value, list):
        for item in value:
            yield from objects(item, name)


# ── Its text ──


def test_the_record_is_readable_text_with_sorted_keys() -> None:
    text = encode(small()).decode()
    assert text_of(plain()).decode() == text
    keys = [line.split('"')[1] for line in text.splitlines() if line.startswith('  "')]
    assert keys == sorted(keys)


def test_times_in_the_record_carry_their_zone() -> None:
    form = s.form_of(questions=(s.choice("q", "good", "bad"),))
    text = encode(s.judged((form, s.given()), datetime(2026, 3, 3, 10, tzinfo=s.ZONE))).decode()
    assert '"assessed_at": "2026-03-03T10:00:00+08:00"' in text


def without_descriptions(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            k: without_descriptions(v)
            for k, v in value.items()
            if k != "description" or not isinstance(v, str)
        }
    return [without_descriptions(item) for item in value] if isinstance(value, list) else value


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("said", ["5E" * 32, "5e" * 31, "5e" * 32 + "\n", "见上一份", "5e" * 33, " "])
def test_what_is_superseded_is_named_by_its_digest_or_not_at_all(said: str) -> None:
    with pytest.raises(DocumentUnreadable):
        read_record(text_of(plain() | {"supersedes": said}))


def test_the_schema_stays_as_it_is() -> None:
    """It is frozen once it was in a release: a change is a new version, with an upgrade (see `assessment.model`)."""
    kept = json.loads((KEPT / f"schema-{SCHEMA_VERSION}.json").read_text(encoding="utf-8"))
    assert without_descriptions(json.loads(json.dumps(json_schema()))) == kept


def test_a_record_has_every_field_of_its_schema_and_no_other() -> None:
    fields = json_schema()["$defs"]["Assessment"]
    assert set(plain()) == set(fields["properties"])
    assert fields["additionalProperties"] is False


def test_what_later_versions_fill_in_has_its_place() -> None:
    a = plain()
    assert (a["schema_version"], a["judgement"], a["paper"], a["ended_early"]) == (2, 1, "report", False)
    assert all(
        a[name] == [] for name in ("stages", "preconditions", "derived", "not_asked", "contradictions")
    )
    assert a["measures"][0]["not_counted"] == "没有写时限"


def test_the_one_act_of_a_case_stands_in_its_record() -> None:
    answers = s.random_answers(s.gd563(), 1, temper="mild")
    a = s.judged((s.gd563(), answers))
    (act,) = a.acts
    assert act.kind == answers.answers["kind"].value
    assert act.title == a.facts["kind"]
    assert (act.initial, act.residual) == (a.grade.initial, a.grade.residual)
    assert s.judged((s.gd563(), s.given())).acts == ()


# ── Nothing else is read ──


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[]", b"\xff\xfe", b'{"schema_version": 1}', b'{"schema_version": 2}', b'{"schema_version": 0}',
     b'{"schema_version": -1}', b'{"schema_version": true}', b'{"schema_version": "2"}', b"[" * 100_000, b"null",
     b" " * (9 * 1024 * 1024)],
    ids=["empty", "no fields", "list", "bytes", "one field of 1", "one field of 2", "0", "negative", "true", "text", "deep",
         "null", "9 MB"],
)  # fmt: skip
def test_anything_else_than_a_record_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentUnreadable) as refused:
        read_record(data)
    assert not isinstance(refused.value, NewerRecord)
    assert not is_canonical(data)


@given(data=st.data(), value=st.sampled_from([None, 0, "", [], {}]))
def test_an_unknown_field_is_refused_wherever_it_stands(data: st.DataObject, value: object) -> None:
    record = plain()
    data.draw(st.sampled_from(list(objects(record))))["x"] = value
    with pytest.raises(DocumentUnreadable):
        read_record(text_of(record))


@given(data=st.data())
def test_a_field_that_lacks_is_refused_wherever_it_stood(data: st.DataObject) -> None:
    record = plain()
    held = data.draw(st.sampled_from([found for found in objects(record) if found]))
    del held[data.draw(st.sampled_from(sorted(held)))]
    with pytest.raises(DocumentUnreadable):
        read_record(text_of(record))


@given(data=st.data())
def test_a_changed_byte_is_refused_or_changes_what_is_read(data: st.DataObject) -> None:
    good = encode(small())
    at = data.draw(st.integers(0, len(good) - 1))
    changed = good[:at] + bytes([data.draw(st.integers(0, 255))]) + good[at + 1 :]
    if changed == good or not is_canonical(changed):
        return
    assert read_record(changed) != small()
    assert digest_of(read_record(changed)) == digest_of_bytes(changed) != digest_of_bytes(good)


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d.rstrip(b"\n"),
        lambda d: d + b"\n",
        lambda d: b"\xef\xbb\xbf" + d,
        lambda d: d.replace(b"\n", b"\r\n"),
        lambda d: msgspec.json.format(d, indent=0),
        lambda d: d.replace(b'  "schema_version": 2', b'  "schema_version": 2,\n  "schema_version": 2'),
        lambda d: json.dumps(dict(reversed(json.loads(d).items())), ensure_ascii=False, indent=2).encode() + b"\n",
        lambda d: d.replace("张三".encode(), b"\\u5f20\\u4e09"),
        lambda d: d.replace(b"2.5", b"2.50"),
        lambda d: d.replace(b'"schema_version": 2', b'"schema_version": 2.0'),
        lambda d: d.replace(b"+08:00", b"+0800"),
        lambda d: d.replace(b'"2026-03-03T10:00:00+08:00"', b'"2026-03-03T10:00:00"'),
        lambda d: d.replace("张三".encode(), b"\\ud800"),
        lambda d: d.replace(b'"judgement": 1', b'"judgement": 0'),
    ],
    ids=["no line end", "two", "mark", "CRLF", "one line", "key twice", "order", "escapes", "number", "int with a point",
         "zone", "no zone", "half a character", "judgement"],
)  # fmt: skip
def test_other_bytes_of_a_record_are_refused(spoil: Callable[[bytes], bytes]) -> None:
    good = encode(small())
    changed = spoil(good)
    assert changed != good
    assert not is_canonical(changed)


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    "value", [True, [["a"]], {"a": 1}, [1], {"name": "张三"}, [{"name": 1}], [{"name": "甲", "x": 1}]]
)
def test_an_answer_can_be_no_structure_of_its_own(value: object) -> None:
    record = plain()
    record["answers"][0]["value"] = value
    with pytest.raises(DocumentUnreadable):
        read_record(text_of(record))


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("version", [3, 99, 2**40])
def test_a_record_of_a_newer_schema_is_told_from_a_forged_one(version: int) -> None:
    data = encode(small()).replace(b'"schema_version": 2', b'"schema_version": %d' % version)
    with pytest.raises(NewerRecord, match=str(version)) as refused:
        read_record(data, name="甲.json")
    assert "甲.json" in str(refused.value)
    assert "升级" in refused.value.remedy


# ── Its size ──


def longest() -> Assessment:
    """A case of gd-563 in which people wrote as much as they may, where the record repeats it most."""
    form = s.gd563()
    rare = "𠮷"
    answers = dict(s.random_answers(form, 3, temper="mixed").answers)
    for q in form.questions.values():
        if q.type is QuestionType.TEXT:
            answers[q.id] = Answer(value=rare * (q.longest or 2000))
    written = Answers(
        answers=answers, raised=RaisedGrade(grade="prohibited", by=rare * 60, reason=rare * 2000)
    )
    names = [m.id for m in s.judged((form, written)).measures]
    plans: list[PlannedMeasure] = []
    for name in names:
        more = PlannedMeasure(id=name, owner=rare * 60, deadline="实施前", note=rare * 2000)
        trial = msgspec.structs.replace(written, measures=(*plans, more))
        if not any(over_budget(trial, form)):
            plans.append(more)
    written = msgspec.structs.replace(written, measures=tuple(plans))
    left = [q for q in form.questions if q in answers and not answers[q].note]
    for name in left:
        more_notes = {**written.answers, name: Answer(value=answers[name].value, note=rare * 2000)}
        trial = msgspec.structs.replace(written, answers=more_notes)
        if any(over_budget(trial, form)):
            break
        written = trial
    return s.judged((form, written))


def test_the_longest_that_people_may_write_is_far_from_the_limit() -> None:
    a = longest()
    data = encode(a)
    assert sum(data.decode().count(c) for c in "𠮷") > 60_000
    assert len(data) < MAX_BYTES / 4
    assert read_record(data) == a


def test_a_longer_one_is_not_written_either() -> None:
    a = msgspec.structs.replace(small(), warnings=("长" * (MAX_BYTES // 3),))
    with pytest.raises(InputRefused, match="MB"):
        encode(a)


def hostile() -> Iterator[bytes]:
    """Four million bytes that ask for as much memory as they can."""
    room = MAX_BYTES - 50_000
    fillers = {
        "warnings": ["ab"] * (room // 11),
        "answers": [{}] * (room // 9),
        "titles": {},
        "missing": [[]] * (room // 9),
    }
    for name, filler in fillers.items():
        yield text_of(plain() | {name: filler})
    yield b'{"a": ' + b"[" * (room // 2) + b"]" * (room // 2) + b', "schema_version": 2}'
    yield b'{"schema_version": 2, "x": [' + b"{}," * (room // 3) + b"{}]}"
    record = plain()
    record["answers"][0]["value"] = ["ab"] * (room // 17)
    yield text_of(record)


@pytest.mark.long
def test_a_large_record_takes_memory_in_proportion() -> None:
    for data in hostile():
        tracemalloc.start()
        is_canonical(data[:MAX_BYTES])
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert most < 25 * MAX_BYTES


# ── Older schemas ──


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("file", sorted((KEPT / "before-0.1.0").glob("*.json")), ids=lambda file: file.stem)
def test_a_record_of_before_the_first_release_is_read_and_marked(file: Path) -> None:
    data = file.read_bytes()
    old, read = json.loads(data), read_record(data)
    assert (read.schema_version, read.judgement) == (1, 0)
    assert read.short_form is old["short_form"]
    assert read.case_number == old["case_number"]
    assert read.grade.initial == old["grade"]["initial"]
    assert [line.id for line in read.red_lines] == [line["id"] for line in old["red_lines"]]
    assert [act.kind for act in read.acts] == [x["value"] for x in old["answers"] if x["question"] == "kind"]
    with pytest.raises(InputRefused, match="第 1 版"):
        encode(read)


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("spoil", [lambda d: d + b" ", lambda d: d.replace(b'"aside"', b'"asides"'),
                                   lambda d: d.replace(b'  "aside"', b'  "acts": [],\n  "aside"')],
                         ids=["space", "name", "later field"])  # fmt: skip
def test_an_older_record_is_closed_too(spoil: Callable[[bytes], bytes]) -> None:
    data = (KEPT / "before-0.1.0" / "medium.json").read_bytes()
    assert is_canonical(data)
    assert not is_canonical(spoil(data))


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    "said",
    [
        "",
        "0.1.0 经审核同意",
        "低风险",
        "1",
        "0.1.0\n",
        "０.１.０",
        "v0.1.0",
        "0.1.0+local",
        "0.0.1",
        "0.0",
        "0001.2",
        "1.02",
    ],
)
def test_the_version_of_the_program_is_a_version_and_no_remark(said: str) -> None:
    """It is printed, and no judgement comes to it again."""
    good = s.judged((s.gd563(), s.random_answers(s.gd563(), 2, temper="mild")))
    assert is_canonical(encode(msgspec.structs.replace(good, tool_version="0.1.0.dev3")))
    assert not is_canonical(encode(msgspec.structs.replace(good, tool_version=said)))


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("name", ["grade.low", "grade.prohibited", "section.facts"])
def test_a_record_without_the_words_of_its_own_pages_is_refused(name: str) -> None:
    good = s.judged((s.gd563(), s.random_answers(s.gd563(), 1)))
    titles = {key: words for key, words in good.titles.items() if key != name}
    assert not is_canonical(encode(msgspec.structs.replace(good, titles=titles)))
