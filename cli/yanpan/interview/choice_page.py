"""Which screen a question with options gets."""

from __future__ import annotations

from yanpan.interview.act_page import ActPage
from yanpan.interview.choose import ChoicePage, ChoicesPage
from yanpan.interview.question import Clock
from yanpan.interview.session import Session
from yanpan.questionnaire.model import Question, QuestionType


def choice_page(session: Session, question: Question, case_number: str, now: Clock) -> ChoicePage:
    if question.acts:
        return ActPage(session, question, case_number, now)
    kind = ChoicesPage if question.type is QuestionType.CHOICES else ChoicePage
    return kind(session, question, case_number, now)
