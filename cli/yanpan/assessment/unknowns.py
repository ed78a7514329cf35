"""What is not known and could change the grade, the most decisive first (laws 5 and 6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from yanpan.answers.model import Answer
from yanpan.assessment.judge import Judged, extreme, grade_of, judge, judge_open, known
from yanpan.assessment.model import Unknown
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.facts import HARMLESS_DATE, UNKNOWN_DATE
from yanpan.questionnaire.model import Grade, Question, QuestionType

SHORT = 20
"""Characters of an answer where it is told in short."""

_ADDED = re.compile("[（：，；]")


def unknowns_of(
    form: Form, answers: Mapping[str, Answer], worst: Judged, asked: Mapping[str, object]
) -> tuple[Unknown, ...]:
    """Each unknown that could change grade, red lines or points, alone or together with others."""
    now = grade_of(form, worst)
    total = sum(a * b for a, b in worst.levels.values())
    found = []
    for position, question in enumerate(form.order):
        if question.id not in asked or known(answers.get(question.id)):
            continue
        best = _if_best(form, answers, question)
        if best is None:
            continue
        grade = grade_of(form, best)
        lines = worst.red_lines - best.red_lines
        points = total - sum(a * b for a, b in best.levels.values())
        if grade.rank >= now.rank and not lines and points <= 0 and not question.nominal:
            continue
        entry = Unknown(
            question=question.id,
            ask=question.ask,
            answered=question.id in answers,
            if_best=grade if grade.rank < now.rank else now,
            if_worst=now,
            best_answer=_label(question, best=True),
            worst_answer=_label(question, best=False),
            red_lines=tuple(sorted(lines)),
            points=max(0, points),
        )
        key = (not question.nominal, entry.if_best.rank, -len(lines), -entry.points, position)
        found.append((key, entry))
    return tuple(entry for _, entry in sorted(found, key=lambda item: item[0]))


def outcomes(
    form: Form, name: str, grade_with: Callable[[Answer], Grade]
) -> tuple[tuple[tuple[str, ...], Grade], ...]:
    """What each answer to one question would give (`grade_with`): answers in short with their grade.

    Answers of one grade stand together, in the order of the form. Of several options: none, each alone. 还没到这一步 is
    none of them: it gives no grade before the step is taken.
    """
    question = form.questions[name]
    found: dict[Grade, list[str]] = {}
    for label, value in _each_answer(question):
        if form.steps_said(name, value):
            continue
        found.setdefault(grade_with(Answer(value=value)), []).append(label)
    return tuple((tuple(labels), grade) for grade, labels in found.items())


def grade_with(form: Form, answers: Mapping[str, Answer], name: str, answer: Answer) -> Grade:
    """What the answers come to with this one to one question, all else open at its worst."""
    return grade_of(form, judge_open(form, {**answers, name: answer}, worst=True))


def _each_answer(question: Question) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """The answers to a question of options, each with a short label; none of a number or a date."""
    told = _in_short([option.label for option in question.options])
    if question.type is QuestionType.CHOICE:
        yield from zip(told, (option.value for option in question.options), strict=True)
    elif question.type is QuestionType.CHOICES:
        yield "都没有", ()
        yield from zip(told, ((option.value,) for option in question.options), strict=True)


def _in_short(labels: list[str]) -> list[str]:
    """Each label up to the first mark that only adds to it, in quotes; whole where that would be the same for two."""
    heads = [_ADDED.split(label, maxsplit=1)[0] or label for label in labels]
    told = [head if heads.count(head) == 1 else label for head, label in zip(heads, labels, strict=True)]
    return [f"“{words if len(words) <= SHORT else f'{words[: SHORT - 1]}…'}”" for words in told]


def _if_best(form: Form, answers: Mapping[str, Answer], question: Question) -> Judged | None:
    """The worst case of everything else with this one question turned out well."""
    if question.nominal and question.type is QuestionType.CHOICE:
        ways = [
            judge_open(form, {**answers, question.id: Answer(value=option.value)}, worst=True)
            for option in question.options
        ]
        return min(
            ways, key=lambda way: (grade_of(form, way).rank, sum(a * b for a, b in way.levels.values()))
        )
    value = extreme(question, worst=False)
    if value is None:
        return None
    if value is UNKNOWN_DATE:
        value = HARMLESS_DATE
    return judge(form, answers, worst=True, fixed={question.id: value})


def _label(question: Question, *, best: bool) -> str:
    if question.type is QuestionType.CHOICE:
        return "看是哪一种" if question.nominal else question.options[0 if best else -1].label
    if question.type is QuestionType.CHOICES:
        return "都没有" if best else "都有"
    if question.type is QuestionType.NUMBER:
        return "很少" if best is (question.worse == "more") else "很多"
    return "查清" if best else "查不清"
