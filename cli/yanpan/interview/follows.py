"""What follows from a day or an amount, told while it is still on the screen: 到哪天届满，还有几天；超过了哪个标准."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from yanpan.answers.by_act import with_act
from yanpan.answers.model import Answer, Value
from yanpan.assessment.derived import held_against, period_words
from yanpan.assessment.judge import facts_of
from yanpan.interview.session import Session
from yanpan.questionnaire.facts import Facts, day_of
from yanpan.questionnaire.form import Form
from yanpan.questionnaire.model import Question, QuestionType
from yanpan.questionnaire.thresholds import Limits


def follows_from(session: Session, question: Question, value: Value | None, now: datetime) -> tuple[str, ...]:
    """Each period that runs from this answer, or threshold that it is held against, in words; none where there is none."""
    form = session.form
    given = {**session.given, question.id: Answer(value=value)} if value is not None else session.given
    if isinstance(value, date):
        return _periods(form, question, value, given, now)
    if isinstance(value, int | float):
        return _thresholds(form, question, given)
    return ()


def _periods(
    form: Form, question: Question, day: date, given: Mapping[str, Answer], now: datetime
) -> tuple[str, ...]:
    if not any(period.start == question.id for period, _ in form.periods):
        return ()
    facts = facts_of(form, with_act(form, given), worst=True)
    return tuple(
        f"{period.title}：{period_words(period, day_of(day), now.date(), form.calendar_until)}"
        for period, condition in form.periods
        if period.start == question.id and (condition is None or condition.holds(facts))
    )


def _thresholds(form: Form, question: Question, given: Mapping[str, Answer]) -> tuple[str, ...]:
    """While it is open for whom the amount is, what would hold for each."""
    return tuple(
        f"{limits.threshold.title}：{words}"
        for limits in form.limits.values()
        if limits.threshold.amount == question.id
        for words in dict.fromkeys(
            held_against(limits, facts) for facts in _ways(form, limits, given) if limits.comes_up(facts)
        )
    )


def _ways(form: Form, limits: Limits, given: Mapping[str, Answer]) -> Iterator[Facts]:
    facts = facts_of(form, with_act(form, given), worst=True)
    for name in form.questions:
        asked = name in limits.looked_at and name in facts.values
        if asked and name not in given and form.questions[name].type is QuestionType.CHOICE:
            for option in form.questions[name].options:
                yield from _ways(form, limits, {**given, name: Answer(value=option.value)})
            return
    yield facts
