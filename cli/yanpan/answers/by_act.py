"""What an act answers (`扣车`: 强制, 扣押), and answers of one's own beside it, which must be the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from yanpan.answers.model import Answer
from yanpan.errors import FieldFault
from yanpan.questionnaire.act_list import settled_by
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.model import ListedAct


def act_said(form: Form, given: Mapping[str, Answer]) -> ListedAct | None:
    """The act that was said; None where none was, or only that the list has none that fits."""
    answer = given.get(form.act_question)
    act = form.acts.get(answer.value) if answer and isinstance(answer.value, str) else None
    return act if act and act.sets else None


def with_act(form: Form, given: Mapping[str, Answer]) -> Mapping[str, Answer]:
    """The answers, with those that the act gives: to its questions it alone answers. Notes beside them stay."""
    if form.act_question not in given:
        return given
    sets = settled_by(form, given[form.act_question].value)
    if all(name in given and given[name].value == value for name, value in sets.items()):
        return given
    derived = {}
    for name, value in sets.items():
        beside = given.get(name)
        derived[name] = (
            Answer(value=value, note=beside.note, evidence=beside.evidence) if beside else Answer(value=value)
        )
    return {**given, **derived}


def asked_for(form: Form, given: Mapping[str, Answer], name: str) -> str:
    """The question whose answer settled this one: the act, or itself."""
    act = act_said(form, given)
    return form.act_question if act is not None and name in act.sets else name


def told_twice(form: Form, given: Mapping[str, Answer]) -> tuple[dict[str, Answer], list[FieldFault]]:
    """The answers without those that only say again what follows from the act, and a fault for each that denies it."""
    act = act_said(form, given)
    if act is None:
        return dict(given), []
    kept, faults = {}, []
    for name, answer in given.items():
        value = act.sets.get(name)
        if value is None or answer.note or answer.evidence:
            kept[name] = answer
        if value is not None and answer.value != value:
            faults.append(_denied(form, act, name, answer))
    return kept, faults


def _denied(form: Form, act: ListedAct, name: str, answer: Answer) -> FieldFault:
    question = form.questions[name]
    said = "、".join(_labels(form, name, answer.value)) or "都没有"
    follows = "、".join(_labels(form, name, act.sets[name]))
    return FieldFault(
        name,
        f"“{question.ask}”答的是“{said}”，行为“{act.label}”（{form.act_question}: {act.id}）却是“{follows}”",
        remedy=f"删去 {name} 这一行，或者换一个行为；列表里没有的行为不写 {form.act_question}，自己答 {name}。",
    )


def _labels(form: Form, name: str, value: object) -> Iterator[str]:
    labels = form.option_labels[name]
    for one in value if isinstance(value, tuple) else (value,):
        yield labels.get(str(one), str(one))
