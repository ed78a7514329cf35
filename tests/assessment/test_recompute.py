"""A stored record is judged again as it was judged then; what differs is said, and what cannot be known here is no forgery."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies as s
from yanpan.answers import Answer, Answers, Person
from yanpan.assessment import Assessment, Outcome, assess, encode, is_canonical, read_record, recompute
from yanpan.assessment.judgements import JUDGEMENTS, NEWEST
from yanpan.assessment.record.parts import NO_CONTENT, PARTS
from yanpan.questionnaire import Form, QuestionType
from yanpan.questionnaire.facts import last_calendar_year
from yanpan.questionnaire.model import Due, DueKind, Duty, Grade

replace = msgspec.structs.replace
LAST = last_calendar_year()
NOT_DONE = (Outcome.OTHER_QUESTIONNAIRE, Outcome.NEWER_JUDGEMENT, Outcome.NEWER_CALENDAR)


def form() -> Form:
    return s.form_of(
        questions=(
            s.choice("q", "good", s.Option(value="bad", label="坏", raises=("h",))),
            s.question("on", QuestionType.DATE),
            s.choice("asked", "no", s.Option(value="yes", label="是", raises=("h",)), when="not calendar_known(on)"),
        ),
        hazards=(s.hazard("h", 3, 4), s.hazard("feast", 2, 3, when="holiday(on)")),
        duties=(
            Duty(id="tell", title="报告", what="报告", who="本单位", due=Due(kind=DueKind.WITHIN_WORKING_DAYS, n=5), basis=s.BASIS),
        ),
    )  # fmt: skip


def record(at: datetime = s.AT, **more: Any) -> Assessment:
    return assess(form(), s.given(q="bad", on=datetime(LAST, 10, 1).date()), at, **more)  # noqa: DTZ001


@pytest.mark.parametrize(
    "cases", [s.small_cases(), s.gd563_cases(facts_open=True)], ids=["generated", "gd-563"]
)
@given(data=st.data())
def test_what_was_stored_is_found_the_same(cases: st.SearchStrategy[s.Case], data: st.DataObject) -> None:
    case = data.draw(cases)
    stored = read_record(encode(s.judged(case)))
    found = recompute(stored, case[0])
    assert (found.outcome, found.differing, found.exact) == (Outcome.SAME, (), True)


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("change", [{"tool_version": "0.0.1"}, {"tool_version": "9.9.9"}])
def test_who_wrote_it_is_no_content(change: dict[str, Any]) -> None:
    assert recompute(replace(record(), **change), form()).outcome is Outcome.SAME


def test_a_time_below_the_second_is_no_time_of_ours() -> None:
    """No door writes one, and no page shows it."""
    found = recompute(record(s.AT.replace(microsecond=1)), form())
    assert (found.outcome, found.differing) == (Outcome.DIFFERENT, ("研判时间",))


# ── Holidays as they were known ──


def test_a_case_of_before_this_years_holidays_were_known_is_judged_as_then() -> None:
    then, now = record(calendar_until=LAST - 1), record()
    assert then.calendar_until == LAST - 1
    assert {h.id for h in now.hazards} == {"h", "feast"}
    assert {h.id for h in then.hazards} == {"h"}
    assert [a.question for a in then.answers] == ["q", "on", "asked"]
    for stored in (then, now):
        assert recompute(read_record(encode(stored)), form()).outcome is Outcome.SAME


def test_holidays_that_were_public_are_not_argued_away_by_an_older_calendar() -> None:
    """How far the calendar went is the record's word: it would have a feast day judged by the officer's answer."""
    strict = s.form_of(
        questions=(
            s.question("on", QuestionType.DATE),
            s.choice("asked", "no", s.Option(value="yes", label="是", red_line="r"), when="not calendar_known(on)"),
        ),
        red_lines=(s.red_line("r"), s.red_line("feast", when="holiday(on)")),
    )  # fmt: skip
    answers = s.given(on=datetime(LAST, 10, 1).date(), asked="no")  # noqa: DTZ001
    at = datetime(LAST, 9, 1, 10, tzinfo=s.ZONE)
    honest, sly = assess(strict, answers, at), assess(strict, answers, at, calendar_until=LAST - 1)
    assert (honest.grade.initial, sly.grade.initial) == (Grade.PROHIBITED, Grade.LOW)
    assert recompute(honest, strict).outcome is Outcome.SAME
    found = recompute(sly, strict)
    assert found.outcome is Outcome.OLDER_CALENDAR
    assert str(LAST) in found.words
    # Where it changes no grade and no red line the reader is told what it does change.
    mild = s.form_of(
        questions=strict.questionnaire.questions,
        red_lines=(s.red_line("r"),),
        hazards=(s.hazard("feast", 1, 1, when="holiday(on)"),),
    )
    plain = assess(mild, answers, at)
    assert recompute(plain, mild).caution == ""
    found = recompute(assess(mild, answers, at, calendar_until=LAST - 1), mild)
    assert found.outcome is Outcome.SAME
    assert PARTS["hazards"] in found.caution
    # In the year before nobody could have known.
    early = assess(strict, answers, at.replace(year=LAST - 1), calendar_until=LAST - 1)
    found = recompute(early, strict)
    assert found.outcome is Outcome.SAME
    assert "以后公布" in found.caution
    # But in its last days everybody did.
    for day, outcome in ((14, Outcome.SAME), (15, Outcome.OLDER_CALENDAR), (28, Outcome.OLDER_CALENDAR)):
        late = datetime(LAST - 1, 12, day, 10, tzinfo=s.ZONE)
        assert recompute(assess(strict, answers, late, calendar_until=LAST - 1), strict).outcome is outcome


@pytest.mark.parametrize("year", [-(10**15), -1, 0, 1, 2003])
def test_a_calendar_of_before_any_program_is_no_ones(year: int) -> None:
    """Also where nothing in the case hangs on holidays."""
    plain = s.form_of(questions=(s.choice("kind", "a", "b"),))
    made = assess(plain, s.given(kind="a"), s.AT)
    assert recompute(made, plain).outcome is Outcome.SAME
    assert recompute(replace(made, calendar_until=year), plain).outcome is Outcome.DIFFERENT


def test_working_days_are_counted_as_far_as_they_were_known() -> None:
    at = datetime(LAST, 3, 3, 10, tzinfo=s.ZONE)
    then, now = record(at, calendar_until=LAST - 1), record(at)
    assert then.duties[0].due_at is None
    assert now.duties[0].due_at is not None
    assert recompute(then, form()).outcome is Outcome.SAME
    found = recompute(replace(now, calendar_until=LAST - 1), form())
    assert found.outcome is Outcome.DIFFERENT
    assert "法定职责" in found.differing


def test_holidays_that_are_not_known_here_cannot_be_judged() -> None:
    found = recompute(replace(record(), calendar_until=LAST + 1), form())
    assert found.outcome is Outcome.NEWER_CALENDAR
    assert str(LAST + 1) in found.words
    with pytest.raises(ValueError, match="holidays"):
        record(calendar_until=LAST + 1)


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("year", [-(2**62), 0, 1990, 2003])
def test_a_calendar_that_nobody_ever_had_is_no_trouble(year: int) -> None:
    assert recompute(replace(record(), calendar_until=year), form()).outcome is Outcome.DIFFERENT


def test_the_form_with_an_older_calendar_is_kept() -> None:
    whole = form()
    assert whole.known_until(LAST) is whole
    older = whole.known_until(LAST - 1)
    assert whole.known_until(LAST - 1) is older
    assert older.known_until(LAST - 1) is older
    assert older.known_until(LAST).calendar_until is None
    assert whole.known_until(-5) is whole.known_until(1)


# ── Versions of the judgement ──


def test_every_version_of_the_judgement_is_there_and_the_newest_writes_its_number() -> None:
    assert sorted(JUDGEMENTS) == list(range(1, NEWEST + 1))
    assert record().judgement == NEWEST
    for number, judge in JUDGEMENTS.items():
        assert judge.assess(form(), s.given(q="bad"), s.AT).judgement == number


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("version", [NEWEST + 1, 1000])
def test_a_newer_judgement_cannot_be_judged_here(version: int) -> None:
    found = recompute(replace(record(), judgement=version), form())
    assert found.outcome is Outcome.NEWER_JUDGEMENT
    assert "升级" in found.words


def test_another_questionnaire_is_not_asked() -> None:
    for change in ({"digest": "1" * 64}, {"version": "2"}, {"id": "other"}):
        stored = record()
        found = recompute(replace(stored, questionnaire=replace(stored.questionnaire, **change)), form())
        assert found.outcome is Outcome.OTHER_QUESTIONNAIRE


# ── What differs is said ──


def test_every_field_of_content_has_a_name() -> None:
    fields = {field.name for field in msgspec.structs.fields(Assessment)}
    assert set(PARTS) | NO_CONTENT == fields
    assert not set(PARTS) & NO_CONTENT


FORGED: dict[str, Any] = {
    "grade": replace(record().grade, initial=Grade.LOW),
    "red_lines": (),
    "hazards": (),
    "rules": (),
    "duties": (),
    "sections": (),
    "signers_if_raised": {},
    "missing": ("q",),
    "signable": False,
    "warnings": ("无",),
    "titles": {},
    "ended_early": True,
    "paper": "early",
    "facts": {"place": "别处"},
}


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("name", [name for name in FORGED if getattr(record(), name) != FORGED[name]])
def test_a_part_that_was_changed_is_named(name: str) -> None:
    found = recompute(replace(record(), **{name: FORGED[name]}), form())
    assert (found.outcome, found.exact) == (Outcome.DIFFERENT, True)
    assert found.differing == (PARTS[name],)
    assert PARTS[name] in found.words


def test_an_answer_that_was_changed_is_named_with_all_that_hangs_on_it() -> None:
    stored = record()
    first = replace(stored.answers[0], value="good")
    found = recompute(replace(stored, answers=(first, *stored.answers[1:])), form())
    assert {"回答", "风险点", "等级"} <= set(found.differing)


def test_texts_that_no_door_takes_are_a_difference() -> None:
    form = s.form_of(
        questions=(s.question("place", QuestionType.TEXT, longest=20), s.choice("q", "good", "bad"))
    )
    for length, outcome in ((20, Outcome.SAME), (21, Outcome.DIFFERENT)):
        found = recompute(s.judged((form, s.given(place="某" * length, q="good"))), form)
        assert found.outcome is outcome
    noted = s.given(place="某")
    noted = replace(noted, answers={"place": Answer(value="某", evidence=("照片",) * 51)})
    assert recompute(s.judged((form, noted)), form).differing == ("回答的写法",)


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    "answer",
    [
        {"people": (Person("张三等", "粤A001"),)},
        {"people": (Person("张三", "2"),)},
        {"people": (Person("张三", "粤A001"), Person("张三", "粤A001"))},
        {"people": (Person("张\u2f93", "粤A001"),)},
        {"count": 2.5},
    ],
)
def test_answers_as_no_door_takes_them_are_a_difference(answer: dict[str, Any]) -> None:
    form = s.form_of(
        questions=(
            s.question("people", QuestionType.PEOPLE, required=False),
            s.question("count", QuestionType.NUMBER, unit="人", worse="more", required=False),
            s.choice("q", "good", "bad"),
        )
    )
    good = s.given(people=(Person("张三", "粤A001"),), count=2, q="good")
    assert recompute(s.judged((form, good)), form).outcome is Outcome.SAME
    assert recompute(s.judged((form, s.given(q="good", **answer))), form).differing == ("回答的写法",)


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("value", ["worse", "", 3, ("bad",), None])
def test_answers_that_do_not_fit_are_a_difference_and_no_error(value: Any) -> None:
    stored = record()
    first = replace(stored.answers[0], value=value)
    found = recompute(replace(stored, answers=(first, *stored.answers[1:])), form())
    assert found.outcome is Outcome.DIFFERENT
    assert "回答" in found.differing


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("text", ["9999-12-31T23:59:00+08:00", "0001-01-01T00:00:00+08:00"])
def test_a_time_that_no_calendar_has_is_a_difference_and_no_error(text: str) -> None:
    found = recompute(replace(record(), assessed_at=datetime.fromisoformat(text)), form())
    assert found.outcome is Outcome.DIFFERENT


def test_the_same_moment_written_otherwise_is_a_difference() -> None:
    text = (
        encode(record())
        .decode()
        .replace('"expires_at": "2026-03-18T10:00:00+08:00"', '"expires_at": "2026-03-18T02:00:00Z"')
    )
    stored = read_record(text.encode())
    assert stored == record()
    assert recompute(stored, form()).differing == ("有效期",)


SAID = {"note", "case_number"}
"""What people wrote and nothing follows from."""


@given(data=st.data())
def test_nothing_that_follows_can_be_changed_and_found_the_same(data: st.DataObject) -> None:
    plain = json.loads(encode(record()))
    holder, key = data.draw(st.sampled_from(list(_leaves(plain))))
    if key in SAID or (holder is plain and key in NO_CONTENT):
        return
    was = holder[key]
    holder[key] = not was if isinstance(was, bool) else f"{was}1" if isinstance(was, str) else was + 1
    changed = json.dumps(plain, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"
    if is_canonical(changed):
        assert recompute(read_record(changed), form()).outcome is not Outcome.SAME


def _leaves(value: Any) -> Any:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        if isinstance(item, dict | list):
            yield from _leaves(item)
        elif item is not None:
            yield value, key


# ── Records of before the first release ──


def old(answers: Answers) -> Assessment:
    """A record as schema 1 had it, of the same case."""
    return replace(assess(form(), answers, s.AT), schema_version=1, judgement=0)


def test_an_old_record_is_compared_in_what_has_always_meant_the_same() -> None:
    stored = old(s.given(q="bad"))
    other_words = replace(
        stored,
        warnings=("从前的话",),
        questionnaire=replace(stored.questionnaire, digest="f" * 64),
        rules=(),
    )
    found = recompute(other_words, form())
    assert (found.outcome, found.exact) == (Outcome.SAME, False)
    assert "正式发布以前" in found.words


def test_an_old_record_that_differs_is_told_and_proves_nothing() -> None:
    stored = old(s.given(q="bad"))
    found = recompute(replace(stored, hazards=(), grade=replace(stored.grade, initial=Grade.LOW)), form())
    assert (found.outcome, found.differing, found.exact) == (Outcome.DIFFERENT, ("等级", "风险点"), False)
