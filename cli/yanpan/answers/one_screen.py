"""Answers given on one screen (`sheets` of a note): what they answer is written down question by question."""

from __future__ import annotations

from collections.abc import Mapping

from yanpan.answers.by_act import act_said
from yanpan.answers.model import UNKNOWN, Answer
from yanpan.errors import FieldFault
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.notes import OneScreen, spread


def spread_out(
    form: Form, given: Mapping[str, Answer], ticked: Mapping[str, Answer]
) -> tuple[dict[str, Answer], list[FieldFault]]:
    """The answers with those that sheets give, and a fault for each sheet that this act has not, or that says two things."""
    found, faults = dict(given), []
    act = act_said(form, given)
    screens = {screen.question.id: screen for screen in form.screens_of.get(act.id, ())} if act else {}
    for name, answer in ticked.items():
        screen = screens.get(name)
        if screen is None:
            acts = [key for key, own in form.screens_of.items() if any(s.question.id == name for s in own)]
            what = f"只用于这几种行为：{'、'.join(acts)}"
            faults.append(FieldFault(name, what, remedy="写明 act，或者照各题的编号分开答。"))
            continue
        if twice := [own for own in screen.of if own in given]:
            what = f"和“{twice[0]}”是同一件事，答了两次"
            faults.append(FieldFault(name, what, remedy="留一个。"))
            continue
        answers = _answers(form, screen, answer)
        if None in answers.values():
            both = next(own for own, value in answers.items() if value is None)
            what = f"勾的里面有两样是“{form.questions[both].ask}”的回答"
            faults.append(
                FieldFault(name, what, remedy=f"只留最重的一样，或者删去这一行，照 {both} 分开答。")
            )
            continue
        for own, value in answers.items():
            if value is not None:
                found[own] = Answer(value=value, note=answer.note, evidence=answer.evidence)
    return found, faults


def _answers(form: Form, screen: OneScreen, answer: Answer) -> dict[str, str | None]:
    """By question; what cannot be 不清楚 is left open by it."""
    if answer.value == UNKNOWN:
        return {name: UNKNOWN for name in screen.of if form.questions[name].unknown}
    picked = answer.value if isinstance(answer.value, tuple) else ()
    return spread(screen, (value for value in picked if isinstance(value, str)), form.questions)
