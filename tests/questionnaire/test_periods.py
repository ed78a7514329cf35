"""期间: when a period of the law ends, what conditions make of it, and what the paper says of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import strategies as s
from yanpan.answers.model import UNKNOWN, Answer, Answers
from yanpan.assessment import assess
from yanpan.errors import QuestionnaireBroken
from yanpan.questionnaire import QuestionType, compile_form
from yanpan.questionnaire.carried import read_embedded
from yanpan.questionnaire.embedded import digest_of_pack, encode_pack
from yanpan.questionnaire.facts import working_day
from yanpan.questionnaire.model import Period, Section
from yanpan.questionnaire.periods import last_day

DAYS = st.dates(date(2004, 1, 1), date(2026, 12, 31))


def period(**length: object) -> Period:
    return Period(id="term", title="期限", start="since", basis=("P:1",), **length)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("start", "length", "last"),
    [
        ("2026-11-20", {"days": 30}, "2026-12-20"),  # the day on which it begins does not count
        ("2026-02-28", {"days": 1}, "2026-03-01"),
        ("2028-02-28", {"days": 1}, "2028-02-29"),
        ("2026-01-31", {"months": 1}, "2026-02-28"),  # a month without that day: its last one
        ("2027-12-31", {"months": 2}, "2028-02-29"),
        ("2026-08-15", {"months": 6}, "2027-02-15"),
        ("2024-02-29", {"years": 2}, "2026-02-28"),
        ("2024-11-24", {"years": 2}, "2026-11-24"),
        ("2026-09-28", {"workdays": 5}, "2026-10-10"),  # 1–7 October off, Saturday the 10th worked
        ("2026-11-20", {"workdays": 1}, "2026-11-23"),  # a Friday
        ("2026-08-02", {"days": 60}, "2026-10-01"),
        ("2026-08-02", {"days": 60, "rolls": True}, "2026-10-08"),
        ("2026-08-01", {"days": 60, "rolls": True}, "2026-09-30"),
    ],
)
def test_the_last_day(start: str, length: dict[str, object], last: str) -> None:
    assert last_day(period(**length), date.fromisoformat(start)) == date.fromisoformat(last)


@given(DAYS, st.integers(1, 40))
def test_so_many_working_days_lie_in_it(start: date, n: int) -> None:
    last = last_day(period(workdays=n), start, 2026)
    if last is None:
        return
    days = [start + timedelta(days=i) for i in range(1, (last - start).days + 1)]
    assert sum(bool(working_day(day)) for day in days) == n
    assert working_day(last)


@given(DAYS, st.integers(1, 400), st.sampled_from(["days", "months"]))
def test_a_longer_one_never_ends_sooner_nor_one_that_begins_later(start: date, n: int, unit: str) -> None:
    last = last_day(period(**{unit: n}), start)
    assert last is not None
    assert last > start
    longer, later = (
        last_day(period(**{unit: n + 1}), start),
        last_day(period(**{unit: n}), start + timedelta(days=1)),
    )
    assert longer is not None
    assert later is not None
    assert longer > last
    assert later >= last


@pytest.mark.parametrize("length", [{"workdays": 30}, {"days": 30, "rolls": True}])
def test_it_hangs_on_holidays_that_are_not_published(length: dict[str, object]) -> None:
    assert last_day(period(**length), date(2026, 12, 10), 2026) is None
    assert last_day(period(days=30), date(2026, 12, 10), 2026) == date(2027, 1, 9)


def asking(condition: str, **length: object) -> s.Form:
    dates = [s.question("since", s.DATES[0], section=Section.FACTS), s.question("start", s.DATES[0])]
    return s.form_of(
        questions=tuple(dates), periods=(period(**length),), hazards=(s.hazard("late", 5, 5, when=condition),)
    )


def said(since: str, start: str) -> Answers:
    values = {"since": since, "start": start}
    return Answers(
        answers={
            name: Answer(value=UNKNOWN if value == "?" else date.fromisoformat(value))
            for name, value in values.items()
        }
    )


@pytest.mark.parametrize(
    ("since", "start", "late"),
    [
        ("2026-02-01", "2026-03-03", False),  # the last day belongs to it
        ("2026-02-01", "2026-03-04", True),
        ("2026-02-01", "2025-03-04", False),
        ("?", "2026-02-02", True),  # law 5: not known is the worse
        ("2026-02-01", "?", True),
    ],
)
def test_it_is_over_on_the_day_after_its_last(since: str, start: str, late: bool) -> None:
    for condition, fires in (
        ("lapsed(term, start)", late),
        ("not lapsed(term, start)", not late or "?" in since + start),
    ):
        a = s.judged((asking(condition, days=30), said(since, start)))
        assert [h.id for h in a.hazards] == ["late"][: int(fires)]


@pytest.mark.parametrize("condition", ["lapsed(term, start)", "not lapsed(term, start)"])
def test_where_holidays_are_not_published_it_counts_as_the_worse(condition: str) -> None:
    answers = said("2099-02-01", "2099-02-20")
    assert s.judged((asking(condition, workdays=12), answers)).hazards


def test_what_is_not_asked_is_not_over() -> None:
    asks = asking("lapsed(term, start)", days=30).questionnaire
    since, start = asks.questions
    kind = s.choice("kind", "a", "b")
    form = compile_form(replace(asks, questions=(kind, replace(since, when='kind == "b"'), start)))
    a = assess(form, s.with_answers(said("2020-01-01", "2026-01-01"), {"kind": Answer(value="a")}), s.AT)
    assert not a.hazards
    assert not a.derived


def test_it_is_shown_back_with_what_is_left_and_its_law() -> None:
    form = asking("lapsed(term, start)", days=30)
    at = s.AT
    day = at.date()
    words = []
    for back in (24, 30, 33):
        a = s.judged((form, said(str(day - timedelta(days=back)), str(day))))
        (fact,) = a.derived
        assert (fact.id, fact.title, [c.ref for c in fact.basis]) == ("term", "期限", ["P:1"])
        words.append(fact.shown.rpartition("，")[2])
    assert words == ["还有 6 天", "今天届满", "已经过了 3 天"]
    start = day - timedelta(days=24)
    end = day + timedelta(days=6)
    shown = s.judged((form, said(str(start), str(day)))).derived[0].shown
    assert shown == (
        f"{start.year}年{start.month}月{start.day}日起 30 日，到{end.year}年{end.month}月{end.day}日届满，还有 6 天"
    )


def test_nothing_is_shown_of_a_day_that_is_not_known() -> None:
    assert s.judged((asking("lapsed(term, start)", days=30), said("?", "2026-02-02"))).derived == ()


def test_a_questionnaire_without_periods_keeps_its_bytes_and_one_with_them_comes_back_whole() -> None:
    plain, with_term = s.questionnaire(), asking("lapsed(term, start)", months=6, rolls=True).questionnaire
    assert b"periods" not in encode_pack(plain)
    again = read_embedded(encode_pack(with_term), name="x")
    assert again.periods == with_term.periods
    assert digest_of_pack(again) == digest_of_pack(with_term)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"start": "sinse"}, "没有这一题；是不是“since”？"),
        ({"start": "kind"}, "那是choice题"),
        ({"days": 0}, "只写 days、workdays、months、years 里的一个"),
        ({"months": 1}, "只写 days、workdays、months、years 里的一个"),
        ({"days": -3}, "只写 days、workdays、months、years 里的一个"),
        ({"days": 0, "years": 51}, "50 年以内"),
        ({"days": 0, "workdays": 5, "rolls": True}, "不用写 rolls"),
        ({"basis": ("P:9",)}, "没有登记这一条"),
        ({"when": "kind"}, "的条件有误"),
    ],
)
def test_an_author_is_told_what_is_wrong(changes: dict[str, object], words: str) -> None:
    questions = (s.choice("kind", "a", "b"), s.question("since", QuestionType.DATE))
    with pytest.raises(QuestionnaireBroken) as broken:
        s.form_of(questions=questions, periods=(replace(period(days=30), **changes),))
    assert any(words in f"{problem}{problem.remedy}" for problem in broken.value.problems)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("lapsed(trem, start)", "没有期间“trem”"),
        ("lapsed(term)", "lapsed 先写期间的编号"),
        ('lapsed("term", start)', "lapsed 先写期间的编号"),
        ("lapsed(term, term)", "没有题号“term”"),
        ("lapsed(term, start) >= 1", "是真假判断，不要再比较"),
    ],
)
def test_a_wrong_condition_is_named(condition: str, words: str) -> None:
    with pytest.raises(QuestionnaireBroken) as broken:
        asking(condition, days=30)
    assert any(words in str(problem) for problem in broken.value.problems)


@pytest.mark.parametrize(
    ("since", "start", "late"),
    [
        ("2026-07-10", "2027-01-09", False),
        ("2026-07-10", "2027-03-16", True),  # no row of days off is so long
        ("2003-06-05", "2026-11-20", True),
        ("1999-06-05", "2026-11-20", True),
    ],
)
def test_days_off_that_are_not_known_put_an_end_off_by_so_many_only(
    since: str, start: str, late: bool
) -> None:
    for condition, fires in (("lapsed(term, start)", late), ("not lapsed(term, start)", not late)):
        a = s.judged((asking(condition, months=6, rolls=True), said(since, start)))
        assert bool(a.hazards) is fires
