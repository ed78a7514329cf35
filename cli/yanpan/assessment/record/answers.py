"""The answers that a record holds, checked again."""

from __future__ import annotations

from typing import Any

import msgspec

from yanpan.answers.check import read_answers
from yanpan.answers.model import Answers
from yanpan.answers.operation import listed_for_notes
from yanpan.assessment.model import Aside, Assessment, ShownAnswer
from yanpan.questionnaire.compile import Form


def answers_of(assessment: Assessment, form: Form) -> Answers:
    """The answers that an assessment holds, checked again: assessing them anew must give the same value.

    How long they are is asked apart (`recompute`). Raises `AnswersRefused` where they do not fit the form.
    """
    first, *further = [act.id for act in assessment.acts] if len(assessment.acts) > 1 else [""]
    document: dict[str, Any] = {
        "questionnaire": assessment.questionnaire.id,
        "case_number": assessment.case_number,
        "answers": _given(assessment, {(), (first,)} if further else None),
        "measures": _plain(assessment.planned),
        "statements": _plain(assessment.statements),
        "attachments": list(assessment.attachments),
    }
    if further:
        document["also"] = [{"answers": _given(assessment, {(act,)})} for act in further]
    if explained := {item.id: item.explained for item in assessment.contradictions if item.explained}:
        document["explained"] = explained
    if assessment.ended_early:
        document["ended_early"] = True
    if assessment.raised:
        document["raised"] = msgspec.to_builtins(assessment.raised)
    answers = read_answers(document, form, budgeted=False)
    # Where the threshold test could have ended with a note and did not, the full assessment was wanted.
    full = assessment.paper == "short" and listed_for_notes(form, answers)
    return msgspec.structs.replace(answers, supersedes=assessment.supersedes, full=full)


def _given(assessment: Assessment, acts: set[tuple[str, ...]] | None) -> dict[str, Any]:
    """The answers of these acts, all of them without any named, as a document has them."""
    given: list[ShownAnswer | Aside] = [*assessment.answers, *assessment.aside]
    return {
        a.question: {"value": _plain(a.value), "note": a.note, "evidence": list(a.evidence)}
        for a in given
        if a.value is not None and (acts is None or a.acts in acts)
    }


def _plain(value: Any) -> Any:
    """A value as a document has it: lists and key-value tables."""
    return [msgspec.to_builtins(item) for item in value] if isinstance(value, tuple) else value
