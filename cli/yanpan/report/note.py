"""What a note says besides: why no full assessment is due, of each right on which facts, what else was asked, what undoes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yanpan.assessment.act_labels import label_of
from yanpan.assessment.model import Assessment, DerivedFact
from yanpan.assessment.note import all_rights, followed, rights_told, why_told
from yanpan.questionnaire.model import Section
from yanpan.report import words


@dataclass(frozen=True, slots=True)
class Looked:
    """A fact that was looked at: what was asked, what was answered."""

    ask: str
    answer: str


@dataclass(frozen=True, slots=True)
class NoteView:
    """`besides` are the answers that no right was judged by, and that the first rows do not hold."""

    every: str
    why: tuple[DerivedFact, ...]
    rights: tuple[DerivedFact, ...]
    follows: tuple[DerivedFact, ...]
    besides: tuple[Looked, ...]


def note_of(assessment: Assessment) -> NoteView | None:
    """Nothing for another kind of paper: a record may say what it likes."""
    if assessment.paper != "note":
        return None
    return NoteView(
        every=all_rights(),
        why=why_told(assessment),
        rights=rights_told(assessment),
        follows=followed(assessment),
        besides=tuple(_besides(assessment)),
    )


def _besides(assessment: Assessment) -> Iterator[Looked]:
    told = "\n".join(fact.shown for fact in rights_told(assessment))
    for answer in assessment.answers:
        asked = f"{answer.ask.rstrip('？?')}：{answer.shown}"
        if answer.section is Section.FACTS or answer.state != "answered" or asked in told:
            continue
        label = label_of(answer.acts) if len(assessment.acts) > 1 else ""
        yield Looked(words.asked_words(label + answer.ask), answer.shown)
