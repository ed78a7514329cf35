"""Three cases of gd-563 found by trying answers, so that they stand whatever lawyers change in it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import msgspec

from yanpan.answers.model import Answer, Answers, Person, Value
from yanpan.assessment import Assessment, assess
from yanpan.assessment.certain import certain_contradictions
from yanpan.assessment.judge import facts_of, grade_of, judge
from yanpan.data import data_folder
from yanpan.questionnaire import Form, Question, QuestionType, compile_form, load_questionnaire
from yanpan.questionnaire.model import Grade, Section

AT = datetime(2026, 11, 24, 16, 15, tzinfo=ZoneInfo("Asia/Shanghai"))
NUMBER = "测速〔2026〕1号"
WANTED = {"kind": "强制", "compulsion_type": "拆除", "setting": "平常", "action_summary": "拆除违法建筑"}
"""Case facts that bring up a long form, as far as the questionnaire has them."""

SHORT: dict[str, Value] = {"kind": "检查", "action_summary": "检查店铺"}
"""And those of a paper of one page."""


@cache
def form() -> Form:
    return compile_form(load_questionnaire(data_folder("questionnaires") / "gd-563"))


@cache
def answers(grade: Grade) -> Answers:
    """All asked questions answered; the initial grade comes out as asked for."""
    good = _answered({})
    if _grade(good) is not Grade.LOW:
        raise RuntimeError(f"with the best answers to everything gd-563 still says {_grade(good)}")
    if grade is Grade.LOW:
        return _document(_checked(_answered(SHORT), grade))
    judged = [q for q in form().order if q.id in good and q.section is not Section.FACTS and q.options]
    if grade is Grade.PROHIBITED:
        # A bad case: every second answer is the worst there is.
        return _document(_checked(_answered({q.id: _worst(q) for q in judged[::2]}), grade))
    for question in judged:
        for option in question.options:
            value: Value = (option.value,) if question.type is QuestionType.CHOICES else option.value
            found = _answered({question.id: value})
            if _grade(found) is grade:
                return _document(found)
    raise RuntimeError(f"no single answer makes gd-563 say {grade}")


def assessment(grade: Grade, number: str = NUMBER) -> Assessment:
    return assess(form(), msgspec.structs.replace(answers(grade), case_number=number), AT)


def _answered(chosen: dict[str, Value]) -> dict[str, Answer]:
    """Answer what is asked, again and again, until nothing more comes up."""
    given: dict[str, Answer] = {}
    while True:
        asked = facts_of(form(), given, worst=False).values
        open_questions = [q for q in form().order if q.id in asked and q.id not in given]
        if not open_questions:
            return given
        question = open_questions[0]
        if question.id in chosen:
            given[question.id] = Answer(value=chosen[question.id])
        elif question.type in (QuestionType.DATE, QuestionType.DATETIME):
            ways = [{**given, question.id: Answer(value=_moment(question, days))} for days in (8, -3, -40)]
            given = min(ways, key=lambda way: _grade(way).rank)
        else:
            given[question.id] = Answer(value=_best(question))


def _moment(question: Question, days: int) -> date:
    moment = AT.replace(hour=9, minute=30) + timedelta(days=days)
    return moment if question.type is QuestionType.DATETIME else moment.date()


def _best(question: Question) -> Value:
    match question.type:
        case QuestionType.CHOICE:
            values = [option.value for option in question.options]
            return WANTED[question.id] if WANTED.get(question.id) in values else values[0]
        case QuestionType.CHOICES:
            return (question.options[0].value,) if question.nominal else ()
        case QuestionType.NUMBER:
            low, high = question.min or 0, question.max or 1000
            return int(low if question.worse == "more" else high)
        case QuestionType.PEOPLE:
            return (Person("张某", "19010001"), Person("李某", "19010002"))
        case _:
            return WANTED.get(question.id, "某市城市管理和综合执法局")


def _worst(question: Question) -> Value:
    if question.type is QuestionType.CHOICES:
        return tuple(option.value for option in question.options)
    return question.options[-1].value


def _grade(given: dict[str, Answer]) -> Grade:
    return grade_of(form(), judge(form(), given, worst=True))


def _checked(given: dict[str, Answer], grade: Grade) -> dict[str, Answer]:
    if _grade(given) is not grade:
        raise RuntimeError(f"gd-563 says {_grade(given)} instead of {grade}")
    return given


def _document(given: dict[str, Answer]) -> Answers:
    """The answers, with an explanation where two of them contradict each other: unexplained, nobody may sign."""
    explained = {item.id: "两样都核对过" for item in certain_contradictions(form(), given)}
    return Answers(answers=given, case_number=NUMBER, explained=explained)
