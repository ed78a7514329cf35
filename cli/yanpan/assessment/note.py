"""The threshold test (563号 4.1, 4.2): what harms neither liberty nor life and health nor weighty property needs no full
assessment, and a note says so.

A note is the ordinary judgement of the same answers, which has found nothing at all: no red line, hazard, escalator, step
to come, contradiction or unknown. So it is never lighter than that, and counts as `low` wherever grades count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from yanpan.answers.by_act import act_said, with_act
from yanpan.answers.model import UNKNOWN, Answer, Answers
from yanpan.answers.operation import act_keys, each_act
from yanpan.assessment.act_labels import label_of
from yanpan.assessment.certain import certain_contradictions, certainly, judge_certain
from yanpan.assessment.judge import facts_of
from yanpan.assessment.model import Assessment, DerivedFact
from yanpan.assessment.steps import steps_to_come
from yanpan.assessment.words import cite, show_answer
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.condition import Condition
from yanpan.questionnaire.model import Right
from yanpan.questionnaire.notes import NoteTest

NOT_DUE = "不需要全面研判，可以实施"
_MARK = "note:"
"""Begins the id of a derived fact that says of a right that it is not touched, or why no assessment is due."""
WHY = f"{_MARK}why"
_OF_ACT = "/"


def noted(form: Form, answers: Answers, made: Assessment) -> Assessment:
    """The note of a case whose acts all pass the threshold test; any other is given back as it is."""
    if answers.full or made.paper != "short" or any(a.state == "unknown" for a in made.answers):
        return made
    acts = each_act(form, answers)
    passed = [_passed(form, with_act(form, act.answers)) for act in acts]
    if not all(passed):
        return made
    keys = act_keys(form, answers) if len(acts) > 1 else ("",)
    each, changes = list[DerivedFact](), dict[str, None]()
    for act, key, test in zip(acts, keys, passed, strict=True):
        assert test is not None  # noqa: S101 — all of them passed
        each += _told(form, with_act(form, act.answers), test, made, key)
        changes |= dict.fromkeys(item.change for item, _ in test.untouched)
    return replace(
        made,
        paper="note",
        derived=(*made.derived, *_once(each, len(acts))),
        conclusion=replace(made.conclusion, words=NOT_DUE),
        validity=replace(made.validity, void_when=(*changes, *made.validity.void_when)),
    )


def may_be_noted(form: Form, given: Mapping[str, Answer]) -> bool:
    """Whether an act can still pass, by what is answered so far: nothing stands against it yet."""
    act = act_said(form, given)
    test = form.note_test_of.get(act.id) if act else None
    if test is None or any(answer.value == UNKNOWN for answer in given.values()):
        return False
    judged = judge_certain(form, given)
    return not (
        judged.levels
        or judged.red_lines
        or judged.by_facts
        or steps_to_come(form, judged.facts)
        or certain_contradictions(form, given)
        or any(certainly(form, given, condition) is False for _, condition in test.untouched)
    )


def rights_told(assessment: Assessment) -> tuple[DerivedFact, ...]:
    """What a note says of each right."""
    return tuple(x for x in assessment.derived if x.id.startswith(_MARK) and not x.id.startswith(WHY))


def why_told(assessment: Assessment) -> tuple[DerivedFact, ...]:
    """Why no full assessment is due, of each act."""
    return tuple(x for x in assessment.derived if x.id.startswith(WHY))


def followed(assessment: Assessment) -> tuple[DerivedFact, ...]:
    """What follows from answers besides: periods that run, amounts that are over a threshold or not."""
    return tuple(x for x in assessment.derived if not x.id.startswith(_MARK))


def all_rights() -> str:
    """The rights that the test looks at, in words."""
    return "、".join(right.words for right in Right)


def _passed(form: Form, given: Mapping[str, Answer]) -> NoteTest | None:
    act = act_said(form, given)
    test = form.note_test_of.get(act.id) if act else None
    if test is None:
        return None
    facts = facts_of(form, given, worst=True)
    return test if all(condition.holds(facts) for _, condition in test.untouched) else None


def _told(
    form: Form, given: Mapping[str, Answer], test: NoteTest, made: Assessment, key: str
) -> Iterator[DerivedFact]:
    note, label, on = test.note, label_of([key]), made.assessed_at.date()
    behind = f"{_OF_ACT}{key}" if key else ""
    basis = cite(form, note.basis, on)
    yield DerivedFact(id=WHY + behind, title=f"{label}理由", shown=note.why, basis=basis)
    for item, condition in test.untouched:
        own = tuple(x for x in cite(form, item.basis, on) if x not in basis)
        yield DerivedFact(
            id=f"{_MARK}{item.right}{behind}",
            title=label + item.right.words,
            shown=f"{item.words}（{'；'.join(_looked_at(form, given, condition))}）",
            basis=(*basis, *own),
        )


def _once(each: list[DerivedFact], acts: int) -> Iterator[DerivedFact]:
    """Right by right; what is the same of every act is told once."""
    titles = {WHY: "理由", **{f"{_MARK}{right}": right.words for right in Right}}
    for name, title in titles.items():
        told = [fact for fact in each if fact.id.partition(_OF_ACT)[0] == name]
        if len(told) == acts > 1 and len({(fact.shown, fact.basis) for fact in told}) == 1:
            yield replace(told[0], id=name, title=title)
        else:
            yield from told


def _looked_at(form: Form, given: Mapping[str, Answer], condition: Condition) -> Iterator[str]:
    """The questions that a condition looks at, with what was answered."""
    for question in form.order:
        if question.id in condition.names and question.id in given:
            yield f"{question.ask.rstrip('？?')}：{show_answer(form, question, given[question.id])}"
