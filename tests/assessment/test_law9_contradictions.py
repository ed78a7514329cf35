"""Law 9: answers that contradict each other are told, keep everybody from signing, and change no grade."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given

import strategies as s
from yanpan.answers import UNKNOWN, Answers, read_answers
from yanpan.answers.load import plain_answers
from yanpan.assessment import Assessment, answers_of, assess, encode, read_record, recompute
from yanpan.errors import AnswersRefused
from yanpan.questionnaire import Form, QuestionType
from yanpan.questionnaire.model import Contradiction, Section

SAID = Contradiction(
    id="said_otherwise",
    words="写的是拆除，选的是检查",
    when='kind == "检查" and mentions(summary, "拆除")',
    questions=("kind", "summary"),
    basis=s.BASIS,
)
EMPTY = Contradiction(
    id="nobody",
    words="有人住，人数是零",
    when='people == 0 and home == "yes"',
    questions=("people", "home"),
    basis=s.BASIS,
)


def form() -> Form:
    return s.form_of(
        questions=(
            s.choice("kind", "检查", "强制", section=Section.FACTS, nominal=True, unknown=False),
            s.question("summary", QuestionType.TEXT, section=Section.FACTS, required=False),
            s.question("people", QuestionType.NUMBER, worse="more"),
            s.choice("home", "no", "yes", when='kind == "强制"'),
        ),
        contradictions=(SAID, EMPTY),
    )


def judged(explained: dict[str, str] | None = None, **values: object) -> Assessment:
    answers = msgspec.structs.replace(s.given(**values), explained=explained or {})
    return s.judged((form(), answers))


def test_answers_that_contradict_each_other_are_told_and_bar_signing() -> None:
    a = judged(kind="检查", summary="拆除围墙", people=3)
    (told,) = a.contradictions
    assert (told.id, told.questions, told.words, told.explained) == (
        "said_otherwise",
        ("kind", "summary"),
        SAID.words,
        "",
    )
    assert [c.ref for c in told.basis] == list(s.BASIS)
    assert (a.signable, a.missing, a.unexplained) == (False, (), (told,))
    assert a.conclusion.words == "回答互相矛盾：改正或者说明以前，不能签批，不得实施"
    assert a.grade == judged(kind="检查", summary="查看围墙", people=3).grade
    assert a.paper == "report"


def test_who_says_how_both_can_be_may_sign() -> None:
    a = judged({"said_otherwise": "去检查别人拆除的工地"}, kind="检查", summary="检查拆除工地", people=3)
    assert (a.signable, a.unexplained, a.conclusion.words) == (True, (), "结论 low")
    assert a.contradictions[0].explained == "去检查别人拆除的工地"
    assert read_record(encode(a)) == a
    assert recompute(a, form()).outcome.value == "same"
    assert answers_of(a, form()).explained == {"said_otherwise": "去检查别人拆除的工地"}


def test_an_explanation_of_what_does_not_contradict_counts_for_nothing() -> None:
    a = judged({"said_otherwise": "没有的事"}, kind="强制", summary="拆除围墙", people=3, home="no")
    assert a == judged(kind="强制", summary="拆除围墙", people=3, home="no")


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "检查", "people": 0},
        {"kind": "强制", "summary": "x", "people": 0},
        {"kind": "强制", "summary": "x", "people": 0, "home": UNKNOWN},
        {"kind": "强制", "summary": "x", "people": UNKNOWN, "home": "yes"},
        {"summary": "拆除", "people": 3},
        {"kind": "检查", "summary": "拆", "people": 0, "home": "yes"},
    ],
)
def test_what_is_not_known_or_not_asked_contradicts_nothing(values: dict[str, object]) -> None:
    assert judged(**values).contradictions == ()


def test_explanations_are_read_and_written() -> None:
    document = {"answers": {"kind": "检查"}, "explained": {"said_otherwise": "看的是别人拆的屋"}}
    answers = read_answers(document, form())
    assert answers.explained == {"said_otherwise": "看的是别人拆的屋"}
    assert plain_answers(answers, form())["explained"] == {"said_otherwise": "看的是别人拆的屋"}


@pytest.mark.parametrize(
    ("explained", "words"),
    [
        ({"said_otherwis": "x"}, "没有这一处矛盾：“said_otherwis”；是不是“said_otherwise”？"),
        ({"said_otherwise": "  "}, "不能空着"),
        ({"said_otherwise": "\u200b\u3164\u2800\ufe0f"}, "不能空着"),
        ({"said_otherwise": "。。。。。。"}, "不能空着"),
        ({"said_otherwise": "都对"}, "至少 6 个字"),
        ({"said_otherwise": ["x"]}, "不能空着"),
        ({"said_otherwise": None}, "不能空着"),
        (["said_otherwise"], "应是“编号: 说明”的键值表"),
        ({7: "x"}, "没有这一处矛盾：“7”"),
    ],
)
def test_wrong_explanations_are_refused(explained: object, words: str) -> None:
    with pytest.raises(AnswersRefused) as refused:
        read_answers({"answers": {}, "explained": explained}, form())
    assert words in str(refused.value)


@given(case=s.gd563_cases())
def test_the_grade_does_not_hang_on_contradictions(case: tuple[Form, Answers]) -> None:
    """They are no rule: explained or not, all else is the same."""
    form, answers = case
    one = s.judged((form, answers))
    assert all(item.questions and item.basis for item in one.contradictions)
    again = assess(
        form, msgspec.structs.replace(answers, explained={c.id: "核对过" for c in one.contradictions}), s.AT
    )
    assert (again.grade, again.red_lines, again.hazards, again.duties) == (
        one.grade,
        one.red_lines,
        one.hazards,
        one.duties,
    )
    assert again.signable is (one.signable or not one.missing)


def test_law_2_holds_of_them_too() -> None:
    turned = s.given(people=3, summary="拆除围墙", kind="检查")
    assert encode(s.judged((form(), turned))) == encode(judged(kind="检查", summary="拆除围墙", people=3))
