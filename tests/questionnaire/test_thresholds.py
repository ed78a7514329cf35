"""数额标准: which amount holds for whom on which day, what conditions make of it, and what the paper says of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import strategies as s
from yanpan.answers.model import UNKNOWN, Answer, Answers
from yanpan.assessment import assess, encode, read_record, recompute
from yanpan.assessment.certain import may_end_early
from yanpan.errors import QuestionnaireBroken
from yanpan.questionnaire import compile_form, encode_pack, read_embedded
from yanpan.questionnaire.embedded import digest_of_pack
from yanpan.questionnaire.facts import Facts
from yanpan.questionnaire.model import Amount, Question, QuestionType, Section, Threshold
from yanpan.questionnaire.thresholds import Limits, over

OLD, NEW = date(2020, 1, 1), date(2026, 7, 1)
CITIZEN, UNIT = 'party == "citizen"', 'party == "unit"'


def amount(whom: str = "对公民", **more: object) -> Amount:
    settings: dict[str, object] = {"basis": ("P:1",), "since": OLD}
    return Amount(whom=whom, **(settings | more))  # type: ignore[arg-type]


SPOT = (
    amount("对公民", more_than=200, when=CITIZEN, until=date(2026, 6, 30)),
    amount("对公民", more_than=500, when=CITIZEN, since=NEW, basis=("P:2",)),
    amount("对单位", at_least=3000, when=UNIT),
)


def threshold(*amounts: Amount, **more: object) -> Threshold:
    settings: dict[str, object] = {"id": "limit", "title": "限额", "amount": "fine", "basis": ("P:2",)}
    return Threshold(amounts=amounts, **(settings | more))  # type: ignore[arg-type]


def asked(**more: object) -> tuple[Question, ...]:
    fine = {"unit": "元", "worse": "more", "section": Section.FACTS, "min": 0}
    return (
        s.choice("party", "unit", "citizen", "police", section=Section.FACTS, nominal=True, unknown=False),
        s.question("fine", QuestionType.NUMBER, **(fine | more)),
        s.question("planned_start", QuestionType.DATETIME, section=Section.FACTS),
    )


def asking(condition: str, *amounts: Amount, **more: object) -> s.Form:
    line = s.red_line("too_much", when=condition)
    return s.form_of(questions=asked(), thresholds=(threshold(*amounts, **more),), red_lines=(line,))


def said(party: str, fine: object, start: str = "") -> Answers:
    values: dict[str, object] = {"party": party, "fine": fine}
    if start:
        values["planned_start"] = (
            UNKNOWN if start == "?" else datetime.fromisoformat(start).replace(tzinfo=s.ZONE)
        )
    return Answers(answers={name: Answer(value=value) for name, value in values.items()})  # type: ignore[arg-type]


def fires(form: s.Form, answers: Answers) -> bool:
    return [line.id for line in s.judged((form, answers)).red_lines] == ["too_much"]


@pytest.mark.parametrize(
    ("party", "fine", "start", "beyond"),
    [
        ("citizen", 199, "2026-06-30 09:00", False),
        ("citizen", 200, "2026-06-30 09:00", False),  # 至多：那个数还在里面
        ("citizen", 200.01, "2026-06-30 09:00", True),
        ("citizen", 201, "2026-06-30 23:59", True),
        ("citizen", 201, "2026-07-01 00:00", False),  # the new amount from its first hour
        ("citizen", 500, "2026-07-01 00:00", False),
        ("citizen", 501, "2026-07-01 00:00", True),
        ("unit", 2999, "2026-07-01 00:00", False),
        ("unit", 3000, "2026-07-01 00:00", True),  # 起：那个数已经到了
    ],
)
def test_the_amount_in_force_on_the_planned_day_decides(
    party: str, fine: float, start: str, beyond: bool
) -> None:
    assert fires(asking("over(limit)", *SPOT), said(party, fine, start)) is beyond
    assert fires(asking("not over(limit)", *SPOT), said(party, fine, start)) is not beyond


@pytest.mark.parametrize(
    ("party", "start"),
    [("police", "2026-07-01 09:00"), ("citizen", "2019-12-31 09:00"), ("police", "?")],
    ids=["for whom none is listed", "before any was in force", "whenever"],
)
@pytest.mark.parametrize("condition", ["over(limit)", "not over(limit)"])
def test_where_no_amount_is_known_it_counts_as_the_worse(party: str, start: str, condition: str) -> None:
    assert fires(asking(condition, *SPOT), said(party, 1, start))
    assert not fires(asking("threshold_known(limit)", *SPOT), said(party, 1, start))
    assert fires(asking("not threshold_known(limit)", *SPOT), said(party, 1, start))


def test_of_a_day_not_known_any_that_it_could_be_counts_as_is_worse() -> None:
    form = asking("over(limit)", *SPOT)
    for start in ("?", ""):
        assert fires(form, said("citizen", 300, start))
        assert not fires(form, said("citizen", 200, start))
    a = s.judged((form, said("citizen", 300, "?")))
    assert (a.grade.initial, a.grade.best) == (s.STOP, s.LOW)
    # Whichever day it turns out to be, so much is too much.
    assert s.judged((form, said("citizen", 501, "?"))).grade.best is s.STOP
    assert [item.question for item in a.unknowns] == ["planned_start"]


def test_only_what_holds_on_every_day_is_certain_before_the_day_is_said() -> None:
    form = asking("over(limit)", *SPOT)
    assert not may_end_early(form, said("citizen", 300))
    assert may_end_early(form, said("citizen", 300, "2026-06-30 09:00"))
    assert not may_end_early(form, said("citizen", 300, "2026-07-02 09:00"))
    assert may_end_early(form, said("citizen", 501))


def test_a_day_that_nobody_asks_for_says_nothing() -> None:
    """Law 3: an answer left over from another kind of act picks no amount."""
    party, fine, start = asked()
    asks = asking("over(limit)", *SPOT).questionnaire
    form = compile_form(replace(asks, questions=(party, fine, replace(start, when=UNIT))))
    assert fires(form, said("citizen", 300, "2026-08-01 09:00"))
    assert may_end_early(form, said("citizen", 300, "2026-08-01 09:00"))


def test_the_day_is_looked_at_though_its_question_comes_later() -> None:
    """A question that the amount brings up may decide whether the day is asked for."""
    party, fine, start = asked()
    more = s.choice("heard", "yes", "no", when="over(limit)", section=Section.FACTS)
    asks = asking("over(limit)", *SPOT).questionnaire
    late = replace(start, when='not (heard == "no")')
    form = compile_form(replace(asks, questions=(party, fine, more, late)))
    for day, comes_up in (("2026-06-30 09:00", True), ("2026-07-01 09:00", False)):
        a = s.judged((form, said("citizen", 300, day)))
        assert ("heard" in {answer.question for answer in a.answers}) is comes_up


def test_an_amount_not_known_is_over_at_its_worst_and_not_at_its_best() -> None:
    a = s.judged((asking("over(limit)", *SPOT), said("unit", UNKNOWN, "2026-07-01 09:00")))
    assert (a.grade.initial, a.grade.best) == (s.STOP, s.LOW)


def test_what_is_not_asked_is_not_over() -> None:
    party, fine, start = asked()
    asks = asking("over(limit)", *SPOT).questionnaire
    form = compile_form(replace(asks, questions=(party, replace(fine, when=UNIT), start)))
    a = s.judged((form, said("citizen", 10**6, "2026-07-01 09:00")))
    assert (a.red_lines, a.derived) == ((), ())


def test_where_its_condition_does_not_hold_there_is_no_such_threshold() -> None:
    form = asking("over(limit)", *SPOT, when='not (party == "police")')
    a = s.judged((form, said("police", 10**6, "2026-07-01 09:00")))
    assert (a.red_lines, a.derived) == ((), ())
    assert fires(form, said("unit", 10**6, "2026-07-01 09:00"))


def test_of_several_that_hold_the_lowest_decides_and_the_last_resort_only_where_none_does() -> None:
    both = (amount(more_than=200), amount("本市", at_least=200, local=True))
    assert fires(asking("over(limit)", *both), said("citizen", 200, "2026-07-01 09:00"))
    last = amount("省的标准", at_least=1000, otherwise=True)
    form = asking("over(limit)", *SPOT, last)
    assert not fires(form, said("citizen", 500, "2026-07-01 09:00"))
    assert not fires(form, said("unit", 2999, "2026-07-01 09:00"))
    assert fires(form, said("police", 1000, "2026-07-01 09:00"))
    assert not fires(form, said("police", 999, "2026-07-01 09:00"))


@pytest.mark.parametrize(
    ("party", "fine", "start", "shown", "ref"),
    [
        ("citizen", 201, "2026-06-30 09:00",
         "这次 201 元，超过了：对公民至多 200 元（2020年1月1日起施行，到2026年6月30日止）", "P:1"),
        ("citizen", 500, "2026-07-01 09:00", "这次 500 元，没有超过：对公民至多 500 元（2026年7月1日起施行）", "P:2"),
        ("unit", 3000, "2026-07-01 09:00", "这次 3000 元，到了：对单位 3000 元起（2020年1月1日起施行）", "P:1"),
        ("unit", 99.5, "2026-07-01 09:00", "这次 99.5 元，没有到：对单位 3000 元起（2020年1月1日起施行）", "P:1"),
        ("police", 99, "2026-07-01 09:00", "这次 99 元；本地标准没有收录，由执法人员对照本单位适用的标准", "P:2"),
    ],
)  # fmt: skip
def test_it_is_shown_back_with_its_law(party: str, fine: float, start: str, shown: str, ref: str) -> None:
    (fact,) = s.judged((asking("over(limit)", *SPOT), said(party, fine, start))).derived
    assert (fact.id, fact.title, fact.shown) == ("limit", "限额", shown)
    assert [c.ref for c in fact.basis] == [ref]


def test_an_amount_of_last_resort_says_that_no_local_one_is_listed() -> None:
    form = asking("over(limit)", amount("省的标准", at_least=1000, otherwise=True))
    (fact,) = s.judged((form, said("citizen", 999, "2026-07-01 09:00"))).derived
    assert fact.shown == "这次 999 元，没有到：本地标准没有收录，按省的标准 1000 元起（2020年1月1日起施行）"


def test_nothing_is_shown_of_an_amount_that_is_not_known() -> None:
    assert s.judged((asking("over(limit)", *SPOT), said("unit", UNKNOWN, "2026-07-01 09:00"))).derived == ()


def test_a_questionnaire_without_thresholds_keeps_its_bytes_and_one_with_them_comes_back_whole() -> None:
    plain, with_limit = s.questionnaire(), asking("over(limit)", *SPOT).questionnaire
    assert b'"thresholds"' not in encode_pack(plain)
    again = read_embedded(encode_pack(with_limit), name="x")
    assert again.thresholds == with_limit.thresholds
    assert digest_of_pack(again) == digest_of_pack(with_limit)


def test_a_record_is_judged_again_from_the_questionnaire_that_it_carries() -> None:
    carried = encode_pack(asking("over(limit)", *SPOT).questionnaire)
    form = compile_form(read_embedded(carried, name="x"))
    made = assess(form, said("citizen", 300, "2026-06-30 09:00"), s.AT)
    assert recompute(read_record(encode(made)), form).outcome == "same"


_DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
_ROWS = st.builds(
    lambda first, days, most, fixed: amount(
        since=first, until=first + timedelta(days=days) if days else None, **{fixed: most}
    ),
    _DAYS, st.integers(0, 900), st.integers(0, 50), st.sampled_from(["more_than", "at_least"]),
)  # fmt: skip


@given(st.lists(_ROWS, min_size=1, max_size=3), st.integers(0, 60), st.integers(0, 9), _DAYS)
def test_more_is_never_less_over_and_no_day_is_worse_than_one_not_known(
    rows: list[Amount], fine: int, more: int, day: date
) -> None:
    """Laws 4 and 5, of a single threshold."""
    limits = Limits(threshold(*rows), None, tuple((row, None) for row in rows))
    over_it, not_over = over(limits, positive=True).test, over(limits, positive=False).test

    def facts(much: int, **more: object) -> Facts:
        return Facts(values={"fine": much}, known={"fine"}, **more)  # type: ignore[arg-type]

    if over_it(facts(fine, on=day)):
        assert over_it(facts(fine + more, on=day))
    for test, worse in ((over_it, True), (not_over, False)):
        # A day that is known is nowhere beyond the worst, nor short of the best, that a day not known can be.
        worst, best = test(facts(fine)), test(facts(fine, worst=False))
        known = [test(facts(fine, on=day)) for day in days_of(rows)]
        assert (worst is worse or worse not in known) and (best is not worse or worse in known)


def days_of(rows: list[Amount]) -> list[date]:
    """Days on which one of them is in force: the first of each."""
    return [row.since for row in rows if row.since]


def broken(*amounts: Amount, fine: dict[str, object] | None = None, **changes: object) -> list[str]:
    with pytest.raises(QuestionnaireBroken) as found:
        s.form_of(questions=asked(**(fine or {})), thresholds=(threshold(*amounts, **changes),))
    return [f"{problem}{problem.remedy}" for problem in found.value.problems]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"basis": ()}, "没有写依据（basis）"),
        ({"basis": ("P:9",)}, "没有登记这一条"),
        ({"basis": ("X:1",)}, "没有的依据“X”"),
        ({"since": None}, "没有写从哪一天起施行（since）"),
        ({"since": date(2019, 1, 1)}, "依据“P:1”2020-01-01 才施行"),
        ({"until": date(2019, 1, 1)}, "until 在 since 以前"),
        ({"more_than": None}, "只写 more_than、at_least 里的一个"),
        ({"at_least": 3}, "只写 more_than、at_least 里的一个"),
        ({"more_than": -1}, "只写 more_than、at_least 里的一个"),
        ({"more_than": float("inf")}, "只写 more_than、at_least 里的一个"),
        ({"when": 'partie == "unit"'}, "没有题号“partie”"),
        ({"when": "fine >= 3"}, "条件用了number题“fine”"),
        ({"when": "over(limit)"}, "没有数额标准“limit”"),
    ],
)
def test_an_author_is_told_what_is_wrong_with_an_amount(changes: dict[str, object], words: str) -> None:
    settings: dict[str, object] = {"more_than": 200}
    assert any(words in text for text in broken(amount(**(settings | changes)))), words


@pytest.mark.parametrize(
    ("changes", "fine", "words"),
    [
        ({"amount": "fines"}, {}, "没有这一题；是不是“fine”？"),
        ({"amount": "party"}, {}, "那一题问的不是金额"),
        ({}, {"worse": "less"}, "那一题问的不是金额"),
        ({"basis": ("P:9",)}, {}, "没有登记这一条"),
        ({"when": "party"}, {}, "的条件有误"),
    ],
)
def test_an_author_is_told_what_is_wrong_with_a_threshold(
    changes: dict[str, object], fine: dict[str, object], words: str
) -> None:
    assert any(words in text for text in broken(amount(more_than=200), fine=fine, **changes)), words


def test_one_without_amounts_says_that_others_have_them() -> None:
    assert any("一个数额也没有写" in text for text in broken())
    assert fires(asking("over(limit)", open=True), said("unit", 1, "2026-07-01 09:00"))


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("over(limmit)", "没有数额标准“limmit”；是不是“limit”？"),
        ("over(fine)", "没有数额标准“fine”"),
        ("over()", "over 写一个数额标准的编号"),
        ('over("limit")', "over 写一个数额标准的编号"),
        ("over(limit, planned_start)", "over 写一个数额标准的编号"),
        ("over(limit) >= 1", "是真假判断，不要再比较"),
        ("threshold_known(limmit)", "没有数额标准“limmit”"),
    ],
)
def test_a_wrong_condition_is_named(condition: str, words: str) -> None:
    with pytest.raises(QuestionnaireBroken) as found:
        asking(condition, *SPOT)
    assert any(words in str(problem) for problem in found.value.problems)
