"""Lint of the threshold test: it can be passed, within few questions, on known facts, and by nobody's word for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.condition import Condition
from yanpan.questionnaire.facts import Facts
from yanpan.questionnaire.model import ListedAct, Question, QuestionType, Untouched
from yanpan.questionnaire.notes import NoteTest
from yanpan.questionnaire.worlds import World, Worlds

MOST_ASKED = 8
"""Questions before the end, the act among them; what is remembered of an earlier case (unit, officers, place) is not."""

WEIGHTY = ("重大", "较大", "严重", "数额大", "重要")
"""Words of a question that leaves it to the officer whether much is at stake."""

_MOST_WORLDS = 2_000


class UnsoundNote(NamedTuple):
    name: str
    what: str
    remedy: str
    error: bool = True


def unsound_notes(form: Form, worlds: Worlds) -> Iterator[UnsoundNote]:
    """What is wrong with the notes of a pack whose references all lead somewhere."""
    for test in form.note_tests:
        for untouched, condition in test.untouched:
            yield from _condition_faults(form, worlds, test, untouched, condition)
        for name in test.note.acts:
            yield from _act_faults(form, worlds, test, form.acts[name])


def _condition_faults(
    form: Form, worlds: Worlds, test: NoteTest, untouched: Untouched, condition: Condition
) -> Iterator[UnsoundNote]:
    name, right = test.note.id, untouched.right.words
    facts = [form.questions[item] for item in sorted(condition.names)]
    if all(question.acts or question.nominal for question in facts):
        remedy = "在 when 里写看哪些事实：行为和种类说不出来的，要由问到的事实说明。"
        yield UnsoundNote(name, f"的“{right}”没有看任何事实", remedy)
    for question in facts:
        told = [question.ask, *(option.label for option in question.options if not question.acts)]
        if found := next((word for word in WEIGHTY if any(word in text for text in told)), ""):
            remedy = "改用数目、有没有这样的事实：大不大由程序照事实定，不由人来说。"
            yield UnsoundNote(name, f"的“{right}”看的“{question.id}”问的是“{found}”不“{found}”", remedy)
    if gained := worlds.gains(condition):
        question_id, better, worse = gained
        what = f"的“{right}”在“{question_id}”从“{better}”变坏为“{worse}”时反而成立了"
        yield UnsoundNote(name, what, "答得更坏的，不会因此够不上门槛。")


def _act_faults(form: Form, worlds: Worlds, test: NoteTest, act: ListedAct) -> Iterator[UnsoundNote]:
    name, most, world = test.note.id, 0, World()
    for found in _harmless_worlds(form, worlds, test, act):
        world = found
        most = max(most, asked_until_the_end(form, act, found))
    if not most:
        what = f"的“{act.id}”没有任何回答能走到这一步：条件互相抵触，或者总会引起风险点"
        yield UnsoundNote(name, what, "改正 untouched 的 when，或者不列这种行为。")
        return
    if most > MOST_ASKED:
        what = f"的“{act.id}”要问 {most} 题，最多 {MOST_ASKED} 题（单位、人员、地点以外）"
        remedy = "能一屏问的写进 sheets，或者不列这种行为。"
        # A unit that adds questions to a shipped pack cannot take its acts from the list.
        yield UnsoundNote(name, what, remedy, error=form.questionnaire.header.extends is None)
    for untouched, condition in test.untouched:
        for asked in sorted(condition.names & world.keys()):
            question = form.questions[asked]
            if question.unknown and condition.holds(_not_known(world, question, worlds)):
                what = f"的“{untouched.right.words}”在“{asked}”答不清楚时也成立"
                yield UnsoundNote(name, what, "不清楚就是风险：只写查明了的、没有的。")


def asked_until_the_end(form: Form, act: ListedAct, world: World) -> int:
    """Questions that a person answers by hand, those of one screen as one, those that are remembered not at all."""
    by_hand = {name for name in world if name not in act.sets and not form.questions[name].remember}
    together = (len(by_hand.intersection(screen.of)) for screen in form.screens_of[act.id])
    return len(by_hand) - sum(count - 1 for count in together if count > 1)


def _not_known(world: World, question: Question, worlds: Worlds) -> Facts:
    worst = worlds.values(question)[-1]
    return Facts(values={**world, question.id: worst}, known=world.keys() - {question.id})


def _harmless_worlds(form: Form, worlds: Worlds, test: NoteTest, act: ListedAct) -> Iterator[World]:
    """Answers of an act that raise nothing and touch none of the rights, at most so many."""
    count = 0
    todo: list[World] = [{form.act_question: act.id, **act.sets}]
    while todo and count < _MOST_WORLDS:
        world = todo.pop()
        facts = Facts(values=dict(world), known=set(world))
        question = _next(form, facts)
        if question is not None:
            todo += [{**world, question.id: value} for value in reversed(_harmless(question, worlds))]
            continue
        count += 1
        if _raises_nothing(form, facts) and all(c.holds(facts) for _, c in test.untouched):
            yield {name: world[name] for name in world if name in _asked(form, facts)}


def _next(form: Form, facts: Facts) -> Question | None:
    return next(
        (
            question
            for question in form.order
            if question.id not in facts.values
            and ((condition := form.when.get(question.id)) is None or condition.holds(facts))
        ),
        None,
    )


def _asked(form: Form, facts: Facts) -> frozenset[str]:
    return frozenset(
        question.id
        for question in form.order
        if (condition := form.when.get(question.id)) is None or condition.holds(facts)
    )


def _harmless(question: Question, worlds: Worlds) -> list[object]:
    """Answers that raise nothing by themselves."""
    match question.type:
        case QuestionType.CHOICE:
            plain = [o for o in question.options if not (o.raises or o.red_line or o.precondition)]
            return [option.value for option in plain]
        case QuestionType.CHOICES:
            return [()]
        case QuestionType.TEXT | QuestionType.PEOPLE:
            return worlds.values(question)[:1]
        case _:
            return worlds.values(question)


def _raises_nothing(form: Form, facts: Facts) -> bool:
    rules = (*form.hazard_rules, *form.red_line_rules, *((e, c) for e, c in form.escalators if c is not None))
    return not any(condition.holds(facts) for _, condition in rules)
