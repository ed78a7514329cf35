"""The condition language: what each line of its table means, and what the author of a wrong one is told."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strategies as s
from yanpan.answers.model import Person
from yanpan.questionnaire import QuestionType
from yanpan.questionnaire.condition import Condition, ConditionError, compile_condition
from yanpan.questionnaire.facts import UNKNOWN_DATE, Facts
from yanpan.questionnaire.model import Option, Question

QUESTIONS: dict[str, Question] = {
    q.id: q
    for q in (
        s.choice("kind", "处罚", "强制", "检查", nominal=True, unknown=False),
        s.choice("state", "good", "fair", "bad"),
        s.question("people", QuestionType.NUMBER, worse="more"),
        s.question(
            "types", QuestionType.CHOICES, options=tuple(Option(value=v, label=v) for v in ("罚款", "吊销", "警告"))
        ),
        s.question("told", QuestionType.DATE),
        s.question("start", QuestionType.DATETIME),
        s.question("place", QuestionType.TEXT),
        s.question("officers", QuestionType.PEOPLE),
    )
}  # fmt: skip


def compiled(text: str) -> Condition:
    return compile_condition(text, QUESTIONS)


def holds(text: str, *, worst: bool = True, **values: object) -> bool:
    known = {name for name, value in values.items() if value is not UNKNOWN_DATE}
    return compiled(text).holds(Facts(values=dict(values), known=known, worst=worst))


def refusal(text: str) -> str:
    with pytest.raises(ConditionError) as refused:
        compiled(text)
    return str(refused.value)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=s.ZONE)


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ('kind == "强制"', {"kind": "强制"}, True),
        ('kind == "强制"', {"kind": "处罚"}, False),
        ('kind != "强制"', {"kind": "处罚"}, True),
        ('kind != "强制"', {"kind": "强制"}, False),
        ('kind in ["强制", "检查"]', {"kind": "检查"}, True),
        ('kind in ("强制", "检查")', {"kind": "处罚"}, False),
        ('kind not in ["强制", "检查"]', {"kind": "处罚"}, True),
        ('kind not in ["强制", "检查"]', {"kind": "强制"}, False),
        ("people >= 30", {"people": 30}, True),
        ("people >= 30", {"people": 29.5}, False),
        ("people > 30", {"people": 30}, False),
        ("people < 30", {"people": 29}, True),
        ("people <= 30", {"people": 30}, True),
        ("people == 30", {"people": 30}, True),
        ("people == 30.0", {"people": 30}, True),
        ("people != 30", {"people": 30}, False),
        ("people > -1", {"people": 0}, True),
        ('"罚款" in types', {"types": ("罚款",)}, True),
        ('"罚款" in types', {"types": ("吊销",)}, False),
        ('"罚款" not in types', {"types": ()}, True),
        ('"罚款" not in types', {"types": ("罚款",)}, False),
        ("count(types) >= 2", {"types": ("罚款", "吊销")}, True),
        ("count(types) >= 2", {"types": ("罚款",)}, False),
        ("count(types) == 0", {"types": ()}, True),
        ("answered(place)", {"place": "x"}, True),
        ("answered(place)", {}, False),
        ("answered(officers)", {"officers": ()}, True),
        ('mentions(place, "桥")', {"place": "桥头"}, True),
        ('mentions(place, "桥", "路")', {"place": "解放路"}, True),
        ('mentions(place, "桥", "路")', {"place": "河边"}, False),
        ('not mentions(place, "桥")', {"place": "河边"}, True),
        ('mentions(place, "罚款")', {"place": "罚 款"}, True),
        ('mentions(place, "罚款")', {"place": "罚\n款"}, True),
        ('mentions(place, "罚款")', {"place": "罚\u200b款"}, True),
        ('mentions(place, "罚款")', {"place": "罚·款"}, True),
        ('mentions(place, "罚款")', {"place": "罰款"}, True),
        ('mentions(place, "扣押")', {"place": "折扣，押金"}, False),
        ('mentions(place, "拆除")', {"place": "拆-除“围墙”"}, True),
        ('mentions(place, "查封")', {"place": "査封"}, True),
        ('does(place, "拆除")', {"place": "拆除顶楼的棚子"}, True),
        ('does(place, "拆除")', {"place": "把私自搭建的棚子拆除"}, True),
        ('does(place, "拆除")', {"place": "对违法建筑拆除"}, True),
        ('does(place, "拆除")', {"place": "罚款，过期不搬就拆除"}, True),
        ('does(place, "拆除")', {"place": "对私自拆除承重墙的住户罚款"}, False),
        ('does(place, "拆除")', {"place": "责令限期拆除围墙"}, False),
        ('does(place, "拆除")', {"place": "检查旧桥拆除工程"}, False),
        ('does(place, "查封")', {"place": "根据群众举报查封作坊"}, True),
        ('does(place, "扣押")', {"place": "因无牌扣押电动车"}, True),
        ('does(place, "查封")', {"place": "对不听劝的商户查封店里的货"}, True),
        ('does(place, "拆除")', {"place": "检查并拆除违建的围墙"}, True),
        ('does(place, "断水")', {"place": "处理两村因断水引起的争议"}, False),
        ('does(place, "拆除", "封店")', {"place": "罚款并封店"}, True),
        ('does(place, "扣押")', {"place": "清点已扣押货物"}, False),
        ('does(place, "断电")', {"place": "对断电逼租客搬走的房东罚款"}, False),
        ("days_between(told, start) < 10", {"told": date(2026, 3, 1), "start": at("2026-03-10 23:59")}, True),
        ("days_between(told, start) < 10", {"told": date(2026, 3, 1), "start": at("2026-03-11 00:00")}, False),
        ("days_between(start, told) < 0", {"told": date(2026, 3, 1), "start": at("2026-03-11 00:00")}, True),
        ("days_between(told, start) == 1", {"told": date(2026, 3, 1), "start": at("2026-03-02 00:01")}, True),
        ("count(officers) == 1", {"officers": ("张三",)}, True),
        ("unnumbered(officers)", {"officers": (Person(name="张三", certificate="粤A1"), Person(name="李四"))}, True),
        ("unnumbered(officers)", {"officers": (Person(name="张三", certificate="粤A1"),)}, False),
        ("count(officers) == 1", {"officers": ("张三", "李四")}, False),
        ("night(start)", {"start": at("2026-03-03 22:00")}, True),
        ("night(start)", {"start": at("2026-03-03 21:59")}, False),
        ("night(start)", {"start": at("2026-03-03 05:59")}, True),
        ("night(start)", {"start": at("2026-03-03 06:00")}, False),
        ("holiday(start)", {"start": at("2026-10-01 10:00")}, True),
        ("holiday(told)", {"told": date(2026, 10, 7)}, True),
        ("holiday(told)", {"told": date(2026, 10, 8)}, False),
        ("holiday(told)", {"told": date(2026, 10, 10)}, False),  # a Saturday that is worked
        ("holiday(told)", {"told": date(2026, 3, 7)}, False),  # a plain weekend is no statutory holiday
        ('kind == "强制" and people >= 3', {"kind": "强制", "people": 3}, True),
        ('kind == "强制" and people >= 3', {"kind": "强制", "people": 2}, False),
        ('kind == "强制" or people >= 3', {"kind": "处罚", "people": 3}, True),
        ('kind == "强制" or people >= 3', {"kind": "处罚", "people": 2}, False),
        ('not kind == "强制"', {"kind": "处罚"}, True),
        ('not (kind == "强制" or people >= 3)', {"kind": "强制", "people": 2}, False),
        ('kind == "强制" or state == "bad" and people >= 3', {"kind": "强制", "state": "good", "people": 0}, True),
        ('(kind == "强制" or state == "bad") and people >= 3', {"kind": "强制", "state": "good", "people": 0}, False),
    ],
)  # fmt: skip
def test_each_line_of_the_table(text: str, values: dict[str, object], expected: bool) -> None:
    assert holds(text, **values) is expected


@pytest.mark.parametrize(
    "text",
    [
        'kind == "强制"', 'kind != "强制"', 'kind in ["强制"]', 'kind not in ["强制"]', "people < 5", "people >= 0",
        "people != 3", '"罚款" in types', '"罚款" not in types', "count(types) >= 0", "count(types) == 0",
        "days_between(told, start) < 10", "days_between(told, start) >= 10", "night(start)", "holiday(told)",
        "answered(kind)", 'mentions(place, "桥")',
    ],
)  # fmt: skip
def test_a_question_that_is_not_asked_makes_every_comparison_false(text: str) -> None:
    assert holds(text) is False
    assert holds(f"not ({text})") is True


@pytest.mark.parametrize(
    "text",
    ["days_between(told, start) < 10", "days_between(told, start) >= 10", "night(start)", "holiday(start)"],
)
@pytest.mark.parametrize("worst", [True, False])
def test_an_unknown_date_is_taken_for_the_worse_under_any_number_of_nots(text: str, worst: bool) -> None:
    values = {"told": date(2026, 3, 1), "start": UNKNOWN_DATE}
    assert holds(text, worst=worst, **values) is worst
    assert holds(f"not ({text})", worst=worst, **values) is worst
    assert holds(f"not (not ({text}))", worst=worst, **values) is worst
    assert holds(f'not ({text} and kind == "处罚")', worst=worst, kind="处罚", **values) is worst


@pytest.mark.parametrize("year", [1950, 1999, 2199])
def test_a_year_without_a_published_calendar_is_no_holiday_and_not_known(year: int) -> None:
    """Such a year is asked of the officer: `calendar_known` says when."""
    values = {"told": date(year, 10, 1)}
    for worst in (True, False):
        assert holds("holiday(told)", worst=worst, **values) is False
        assert holds("calendar_known(told)", worst=worst, **values) is False
        assert holds("not calendar_known(told)", worst=worst, **values) is True


def test_a_year_with_a_published_calendar_is_known() -> None:
    assert holds("calendar_known(told)", told=date(2026, 10, 1)) is True
    assert holds("calendar_known(told)", told=UNKNOWN_DATE) is True
    assert holds("calendar_known(told)") is False


def test_the_night_of_a_day_without_a_time_is_refused() -> None:
    with pytest.raises(ConditionError, match="night 不能用于date题"):
        compiled("night(told)")


def test_a_condition_names_the_questions_it_rests_on() -> None:
    text = 'kind == "强制" and (people >= 3 or not answered(place)) and days_between(told, start) < 3'
    assert compiled(text).names == {"kind", "people", "place", "told", "start"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('kinf == "强制"', "没有题号“kinf”；是不是“kind”？"),
        ("count(typos) >= 1", "没有题号“typos”；是不是“types”？"),
        ("answered(zzzzzzzz)", "没有题号“zzzzzzzz”"),
        ('kind == "强迫"', "“kind”没有选项“强迫”；有：处罚、强制、检查"),
        ('kind in ["强制", "强迫"]', "没有选项“强迫”"),
        ('"拘留" in types', "没有选项“拘留”"),
        ("kind == 3", "要和加引号的选项比较"),
        ("kind >= 3", "只能用 == != in [..] not in [..]"),
        ('kind in "强制"', "只能用 == != in [..] not in [..]"),
        ("kind == state", "要和加引号的选项比较"),
        ('people >= "3"', "这里应是一个数"),
        ("people >= True", "这里应是一个数"),
        ("people >= kind", "这里应是一个数"),
        ("people in [1, 2]", "只能用 < <= > >= == !="),
        ('types == "罚款"', '写成 "选项" in types 或者 count(types) >= 1'),
        ('"强制" in kind', "不是多选题"),
        ('place == "x"', "不能直接比较"),
        ("told >= 3", "不能直接比较"),
        ("count(kind) >= 1", "count 不能用于choice题"),
        ("count(types)", "要和数字比较"),
        ("count(types, kind) >= 1", "count 要 1 个题号"),
        ("days_between(told) >= 1", "days_between 要 2 个题号"),
        ("days_between(told, kind) >= 1", "days_between 不能用于choice题"),
        ("days_between(told, start)", "要和数字比较"),
        ("days_between(told, start) in 1", "只能用 < <= > >= == != 比较"),
        ("days_between(told, start) in [1]", "这里应是一个数"),
        ("night(kind)", "night 不能用于choice题"),
        ("night(start) == 1", "不要再比较"),
        ("answered(kind, state)", "answered 要 1 个题号"),
        ("answered()", "answered 要 1 个题号"),
        ("mentions(place)", "mentions 的后面写加引号的词"),
        ('mentions(place, "")', "mentions 的后面写加引号的词"),
        ("mentions(place, 3)", "mentions 的后面写加引号的词"),
        ("mentions(place, kind)", "mentions 的后面写加引号的词"),
        ('mentions(kind, "强制")', "mentions 不能用于choice题"),
        ('mentions("桥", place)', "这里应是题号"),
        ("mentions()", "mentions 要 1 个题号"),
        ('mentions(place, "桥") == 1', "不要再比较"),
        ("answered(3)", "这里应是题号"),
        ("kind", '“kind”要和一个值比较，例如 kind == "yes"'),
        ("1 < people < 5", "不能连着比较"),
        ("3 < people", "比较的左边应是问题编号"),
        ("people + 1 > 3", "比较的左边应是问题编号"),
        ("True", "不能用这种写法"),
        ('"x"', "不能用这种写法"),
        (
            "len(types) > 1",
            "没有函数“len”；可用：answered、count、mentions、does、named、unnumbered、days_between、lapsed、over、threshold_known、night、holiday、calendar_known",
        ),
        ("", "条件写法有误"),
        ("kind ==", "条件写法有误"),
        ("kind = 1", "条件写法有误"),
        ("kind == “强制”", "条件写法有误"),
        ('kind == "强制" && people > 3', "条件写法有误"),
        ('kind == "处罚"; kind == "强制"', "条件写法有误"),
    ],
)
def test_a_wrong_condition_says_what_is_wrong(text: str, words: str) -> None:
    assert words in refusal(text)


def test_a_condition_longer_than_the_limit_says_how_long_it_is() -> None:
    text = " or ".join(['kind == "强制"'] * 210)
    assert f"{len(text)} 个字符，上限 3000" in refusal(text)


# ── Python's own eval of the plain subset is the oracle ──

_NUMBERS = st.integers(-3, 3)


def _atoms() -> st.SearchStrategy[str]:
    kinds = st.sampled_from(["处罚", "强制", "检查"])
    return st.one_of(
        st.builds(lambda op, v: f'kind {op} "{v}"', st.sampled_from(["==", "!="]), kinds),
        st.builds(
            lambda op, vs: f"kind {op} {vs!r}", st.sampled_from(["in", "not in"]), st.lists(kinds, max_size=3)
        ),
        st.builds(
            lambda op, n: f"people {op} {n}", st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), _NUMBERS
        ),
        st.builds(
            lambda v, op: f'"{v}" {op} types',
            st.sampled_from(["罚款", "吊销", "警告"]),
            st.sampled_from(["in", "not in"]),
        ),
        st.builds(lambda op, n: f"count(types) {op} {n}", st.sampled_from(["<", ">=", "==", "!="]), _NUMBERS),
    )


def _joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds(lambda a, op, b: f"{a} {op} {b}", inner, st.sampled_from(["and", "or"]), inner),
        st.builds(lambda a: f"not {a}", inner),
        st.builds(lambda a: f"({a})", inner),
    )


@given(
    text=st.recursive(_atoms(), _joined, max_leaves=5).filter(lambda text: len(text) <= 1000),
    kind=st.sampled_from(["处罚", "强制", "检查"]),
    people=_NUMBERS | st.floats(-3, 3),
    types=st.sets(st.sampled_from(["罚款", "吊销", "警告"])),
)
@settings(max_examples=200)
def test_a_condition_means_what_python_means_by_it(
    text: str, kind: str, people: float, types: set[str]
) -> None:
    values: dict[str, object] = {"kind": kind, "people": people, "types": tuple(sorted(types))}
    names: dict[str, object] = {**values, "count": len, "__builtins__": {}}
    expected = eval(compile(ast.parse(text, mode="eval"), "oracle", "eval"), names)  # noqa: S307
    assert holds(text, **values) is expected


@given(
    text=st.text(st.sampled_from('kindpeoltys "强制[](),<>=!0123 andornt\n'), max_size=60)
    | st.text(max_size=60)
)
@settings(max_examples=300)
def test_any_text_is_compiled_or_refused(text: str) -> None:
    refused: Callable[[], object] = lambda: compiled(text)  # noqa: E731
    try:
        found = refused()
    except ConditionError as error:
        assert str(error)
    else:
        assert isinstance(found, Condition)
        assert found.names <= set(QUESTIONS)
