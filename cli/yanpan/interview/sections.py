"""In which order questions are asked: section after section, none before one that its condition names."""

from __future__ import annotations

from collections.abc import Mapping

from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.model import Question, Section


def place_of(form: Form) -> Mapping[str, Section]:
    """In which section each question is asked: its own, or a later one that its condition waits for."""
    return _arranged(form)[0]


def in_sections(form: Form) -> tuple[Question, ...]:
    """All questions, section after section; within one as the form orders them."""
    return _arranged(form)[1]


def _arranged(form: Form) -> tuple[Mapping[str, Section], tuple[Question, ...]]:
    kept = form.cache.get("asked in sections")
    if kept is None:
        ranks = {item.id: rank for rank, item in enumerate(form.questionnaire.header.sections)}
        places: dict[str, Section] = {}
        for question in form.order:
            waits_for = form.when[question.id].names if question.id in form.when else ()
            sections = [question.section, *(places[name] for name in waits_for if name in places)]
            places[question.id] = max(sections, key=lambda section: ranks[section])
        order = tuple(sorted(form.order, key=lambda question: ranks[places[question.id]]))
        kept = form.cache.setdefault("asked in sections", (places, order))
    return kept  # type: ignore[return-value]
