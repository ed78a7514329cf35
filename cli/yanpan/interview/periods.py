"""The periods that run from a day, told while the day is still on the screen: 到哪天届满，还有几天."""

from __future__ import annotations

from datetime import date, datetime

from yanpan.answers.by_act import with_act
from yanpan.answers.model import Answer, Value
from yanpan.assessment.derived import period_words
from yanpan.assessment.judge import facts_of
from yanpan.interview.session import Session
from yanpan.questionnaire.facts import day_of
from yanpan.questionnaire.model import Question


def terms_from(session: Session, question: Question, value: Value | None, now: datetime) -> tuple[str, ...]:
    """Each period that runs from this answer, in words; none where it is no day, or no period runs from it."""
    form = session.form
    if not isinstance(value, date) or not any(period.start == question.id for period, _ in form.periods):
        return ()
    given = {**session.given, question.id: Answer(value=value)}
    facts = facts_of(form, with_act(form, given), worst=True)
    return tuple(
        f"{period.title}：{period_words(period, day_of(value), now.date(), form.calendar_until)}"
        for period, condition in form.periods
        if period.start == question.id and (condition is None or condition.holds(facts))
    )
