"""Acts (具体行为) as a pack lists them: the question that asks for one, how people name one, what one settles."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from yanpan.questionnaire.model import ListedAct, Option, Question, Questionnaire

if TYPE_CHECKING:
    from yanpan.questionnaire.form import Form


class ActOption(Option, frozen=True):
    """An act as an option: `words` are what else it is called."""

    words: tuple[str, ...] = ()


def with_acts(question: Question, questionnaire: Questionnaire) -> Question:
    """The question as it is asked: the one that asks for the act has the acts as its options."""
    if not question.acts:
        return question
    options = (
        ActOption(value=act.id, label=act.label, red_line=act.red_line, words=act.words)
        for act in questionnaire.acts
    )
    return replace(question, options=tuple(options))


def names_of(act: ListedAct) -> tuple[str, ...]:
    """Everything that an act is called."""
    return tuple(dict.fromkeys((act.id, act.label, *act.words)))


def called(form: Form, word: str) -> list[ListedAct]:
    """The acts that people call by exactly this word."""
    return [act for act in form.acts.values() if word and word in names_of(act)]


def like(form: Form, word: str, most: int = 4) -> list[ListedAct]:
    """Acts with a name that holds the word, or is much like it: the nearest first."""
    holds = [act for act in form.acts.values() if word and any(word in name for name in names_of(act))]
    if holds:
        return holds[:most]
    ways = {name: act for act in form.acts.values() for name in names_of(act)}
    near = difflib.get_close_matches(word, ways, n=most, cutoff=0.4)
    return list({ways[name].id: ways[name] for name in near}.values())


def offered_for(form: Form, act: ListedAct) -> Iterator[ListedAct]:
    """The other acts that a list shows to whoever looks for this one by one of its words or two characters of its name."""
    pieces = {act.id[at : at + 2] for at in range(len(act.id) - 1)} | set(act.words)
    for other in form.acts.values() if act.sets else ():
        if (
            other.sets
            and other.id != act.id
            and any(piece in name for piece in pieces for name in names_of(other))
        ):
            yield other


def follows_from(form: Form, act: ListedAct) -> str:
    """What the law calls the act, in words: `行政强制 · 扣押财物`."""
    said = []
    for name, value in act.sets.items():
        labels = form.option_labels[name]
        said += [labels[one].partition("（")[0] for one in (value if isinstance(value, tuple) else (value,))]
    return " · ".join(said)


def settled_by(form: Form, value: object) -> Mapping[str, str | tuple[str, ...]]:
    """The questions that this act answers, with their answers; none where it is no act, or only says that none fits."""
    act = form.acts.get(value) if isinstance(value, str) else None
    return act.sets if act else {}
