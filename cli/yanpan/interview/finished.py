"""The answers of a finished case, to be changed: how a session begins with them."""

from __future__ import annotations

from yanpan.answers.counts import word_beside
from yanpan.answers.draft import Kept
from yanpan.answers.model import Answers
from yanpan.interview.session import BESIDE, Session
from yanpan.questionnaire.model import QuestionType


def begun_with(session: Session, finished: Answers) -> Session:
    """The session at the answers of a finished case.

    What it left out is not asked for again; where the rest was not asked, nobody knows which they were. A record does not say
    who wrote a note: one that begins with 约 was written beside its number, and goes with it.
    """
    numbers = (q.id for q in session.form.order if q.type is QuestionType.NUMBER and q.id in finished.answers)
    words = {f"{BESIDE}{name}": word_beside(finished.answers[name].note) for name in numbers}
    typed = {name: word for name, word in words.items() if word}
    session = session.resumed(Kept(finished, typed=typed))
    left = (q.id for q in session.asked if not q.required and q.id not in session.given)
    skipped = frozenset(() if finished.ended_early else left)
    return session.resumed(Kept(finished, skipped=skipped, typed=typed))
