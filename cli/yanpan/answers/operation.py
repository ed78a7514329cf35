"""Several acts in one operation: whose an answer is, and each act with all that it answers (law 12).

The first act's answers and all that the acts share stand in `Answers.answers`, what a further act answers for itself in
an entry of `Answers.also`. A contradiction of a further act is explained under `<act>/<id>`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from yanpan.answers.by_act import act_said
from yanpan.answers.model import Answer, Answers
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.model import Contradiction

MOST_ALSO = 3
"""Further acts of one operation. Whoever does more at one go does several operations."""

OF_ACT = "/"
"""Between the act and what is its own, in a key of `explained`. No id has it."""


class OfOperation(NamedTuple):
    """What is wrong with an entry of `also`: its place, the question, what, what to do."""

    place: int
    question: str
    what: str
    remedy: str


def own_answers(form: Form, answers: Answers) -> tuple[dict[str, Answer], ...]:
    """What each act answers for itself, the first one's first."""
    if not answers.also:
        return (dict(answers.answers),)
    first = {name: answer for name, answer in answers.answers.items() if name not in form.shared}
    return first, *answers.also


def shared_answers(form: Form, answers: Answers) -> dict[str, Answer]:
    """What all acts answer together."""
    return {name: answer for name, answer in answers.answers.items() if name in form.shared}


def act_keys(form: Form, answers: Answers) -> tuple[str, ...]:
    """What each act is called in a record, every one differently: by its name, or by its kind where the list has none."""
    keys: list[str] = []
    for place, given in enumerate(own_answers(form, answers), 1):
        key = _called(form, given) or f"第{place}件"
        keys.append(f"{key}·{place}" if key in keys else key)
    return tuple(keys)


def _called(form: Form, given: Mapping[str, Answer]) -> str:
    said, kind = act_said(form, given), given.get(form.questionnaire.header.meanings.kind)
    answer = kind or given.get(form.act_question)
    return said.id if said else str(answer.value) if answer else ""


def act_titles(form: Form, answers: Answers) -> tuple[str, ...]:
    """What each act is called in words."""
    found = []
    for given, key in zip(own_answers(form, answers), act_keys(form, answers), strict=True):
        said, asking = act_said(form, given), form.questionnaire.header.meanings.kind
        kind = given.get(asking)
        label = form.option_labels.get(asking, {}).get(str(kind.value)) if kind else None
        found.append(said.label if said else label or key)
    return tuple(found)


def each_act(form: Form, answers: Answers) -> tuple[Answers, ...]:
    """Each act as a case of its own: what it shares, what it answers itself, what was explained of it."""
    if not answers.also:
        return (answers,)
    shared, keys = shared_answers(form, answers), act_keys(form, answers)
    return tuple(
        replace(
            answers,
            answers={**shared, **own},
            also=(),
            explained={
                item.id: words
                for item in form.questionnaire.contradictions
                if (words := answers.explained.get(explained_as(form, item, key if place else "")))
            },
        )
        for place, (own, key) in enumerate(zip(own_answers(form, answers), keys, strict=True))
    )


def listed_for_notes(form: Form, answers: Answers) -> bool:
    """Whether every act is one of those that may end with a note, whatever is answered."""
    said = (act_said(form, act.answers) for act in each_act(form, answers))
    return all(act is not None and act.id in form.note_test_of for act in said)


def explained_as(form: Form, item: Contradiction, further: str) -> str:
    """The key under which a contradiction is explained: its id, behind the act where a further one has it for itself."""
    return f"{further}{OF_ACT}{item.id}" if further and not of_all(form, item) else item.id


def of_all(form: Form, item: Contradiction) -> bool:
    """Whether a contradiction is about nothing but what the acts share."""
    names = next((c.names for held, c in form.contradictions if held.id == item.id), frozenset[str]())
    return form.shared.issuperset({*names, *item.questions})


def misplaced(form: Form, also: Sequence[Mapping[str, Answer]]) -> Iterator[OfOperation]:
    """Faults of form, whatever is still to be answered: too many acts, or what they share said of one of them."""
    if also and not form.shared:
        yield OfOperation(
            0, "", "这份问卷一次只研判一件事", "几件事分开研判；或者在 questionnaire.yaml 里写 shared。"
        )
    if len(also) > MOST_ALSO:
        what = f"除了第一件，还有 {len(also)} 件，最多 {MOST_ALSO} 件"
        yield OfOperation(MOST_ALSO, "", what, "一次行动做不了这么多：分成几次研判。")
    for place, given in enumerate(also):
        for name in given:
            if name in form.shared:
                what = f"“{form.questions[name].ask}”整个行动只答一次"
                yield OfOperation(place, name, what, f"写在最外层的 answers 里（{name}），从这里删去。")


def unnamed(form: Form, answers: Answers) -> Iterator[OfOperation]:
    """What keeps the acts of an operation from being told apart; the first act has the place -1."""
    if not answers.also:
        return
    asked, kind = form.act_question, form.questionnaire.header.meanings.kind
    called: dict[str, int] = {}
    for place, given in enumerate(own_answers(form, answers), -1):
        if asked not in given:
            remedy = f"写 {asked}: 具体行为；列表里没有的，写列表里“没有”的那一项，再答 {kind}。"
            yield OfOperation(place, asked, "没有写做什么", remedy)
            continue
        if act_said(form, given) is None and kind not in given:
            remedy = f"加上 {kind}: 哪一种。"
            yield OfOperation(place, kind, "列表里没有的行为，要写明是哪一种", remedy)
            continue
        key = _called(form, given)
        if called.setdefault(key, place) != place:
            yield OfOperation(
                place, asked, f"“{key}”写了两次", "删去一件；同一种行为对几个当事人的，分开研判。"
            )
