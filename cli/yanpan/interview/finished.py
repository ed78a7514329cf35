"""The answers of a finished case, to be changed: how a session begins with them."""

from __future__ import annotations

from collections.abc import Mapping

from yanpan.answers.counts import word_beside
from yanpan.answers.draft import Kept, KeptAct
from yanpan.answers.model import Answer, Answers
from yanpan.interview.session import BESIDE, Session
from yanpan.questionnaire.model import QuestionType


def begun_with(session: Session, finished: Answers) -> Session:
    """The session at the answers of a finished case.

    What it left out is not asked for again; where the rest was not asked, nobody knows which they were. A record does not say
    who wrote a note: one that begins with 约 was written beside its number, and goes with it.
    """
    first, *further = (_beside(session, given) for given in (finished.answers, *finished.also))
    acts = tuple(KeptAct(typed=typed) for typed in further)
    session = session.resumed(Kept(finished, typed=first, acts=acts))
    if finished.ended_early:
        return session
    left, *others = (
        frozenset(q.id for q in view.asked if not q.required and q.id not in view.given)
        for view in session.views
    )
    acts = tuple(
        KeptAct(tuple(sorted(skipped - session.form.shared)), typed=typed)
        for skipped, typed in zip(others, further, strict=True)
    )
    shared = frozenset(name for skipped in others for name in skipped) & session.form.shared
    return session.resumed(Kept(finished, skipped=left | shared, typed=first, acts=acts))


def _beside(session: Session, given: Mapping[str, Answer]) -> dict[str, str]:
    """The words that stand beside numbers, of one act."""
    numbers = (q.id for q in session.form.order if q.type is QuestionType.NUMBER and q.id in given)
    words = {f"{BESIDE}{name}": word_beside(given[name].note) for name in numbers}
    return {name: word for name, word in words.items() if word}
