"""The judgement itself, pure and quick: answers → facts → hazards and red lines → grade.

`facts_of` finds which questions are asked (a fixed point: questions come after those their condition
names) and what each is taken to be. `judge` raises hazards and red lines. `grade_of` applies the four
ways to a grade (DESIGN section 4). Nothing here explains; see `trace`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from yanpan.answers.by_act import with_act
from yanpan.answers.model import UNKNOWN, Answer
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.facts import UNKNOWN_DATE, Facts, OpenDate, day_of
from yanpan.questionnaire.model import JUDGED_SECTIONS, Grade, Question, QuestionType, Section
from yanpan.questionnaire.narrow import Asked, NarrowedForm

Levels = dict[str, tuple[int, int]]
"""Hazard id → (likelihood, consequence), each 1–5."""

MAX_LEAVES = 256
"""How many ways unanswered case facts are tried before the judgement falls back to the widest interval."""

_LOW, _MEDIUM, _HIGH, _PROHIBITED = Grade.LOW, Grade.MEDIUM, Grade.HIGH, Grade.PROHIBITED
_CHOICE, _CHOICES, _NUMBER = QuestionType.CHOICE, QuestionType.CHOICES, QuestionType.NUMBER
_DATES = (QuestionType.DATE, QuestionType.DATETIME)


@dataclass(slots=True)
class Judged:
    """What answers lead to, before grading. `causes` maps hazard or red line to (question, option) or condition text.

    `form` is the form narrowed to this kind of case, `by_facts` the escalators that hold whatever the levels are.
    """

    facts: Facts
    form: NarrowedForm
    by_facts: tuple[int, ...] = ()
    levels: Levels = field(default_factory=dict)
    red_lines: set[str] = field(default_factory=set)
    causes: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    undecidable: bool = False


def known(answer: Answer | None) -> bool:
    return answer is not None and answer.value != UNKNOWN


def facts_of(
    form: Form, answers: Mapping[str, Answer], *, worst: bool, fixed: Mapping[str, object] | None = None
) -> Facts:
    """Which questions are asked and what each is taken to be; unknowns at their worst or best (law 5).

    What an act answers is a fact like any other. The act itself is one where it was said, and open where it was not.
    """
    return _facts_and_form(form, answers, worst=worst, fixed=fixed)[0]


def _facts_and_form(
    form: Form, answers: Mapping[str, Answer], *, worst: bool, fixed: Mapping[str, object] | None
) -> tuple[Facts, NarrowedForm]:
    """The facts, and the form narrowed to their kind of case."""
    if form.act_question in answers:
        answers = with_act(form, answers)
    on = planned_day(form, answers, fixed)
    facts, left = _facts_on(form, answers, on, worst=worst, fixed=fixed)
    if on is not UNKNOWN_DATE and form.questionnaire.header.meanings.start not in facts.values:
        # Nobody asks for the day, so that an answer to it says nothing (law 3).
        return _facts_on(form, answers, UNKNOWN_DATE, worst=worst, fixed=fixed)
    return facts, left


def planned_day(
    form: Form, answers: Mapping[str, Answer], fixed: Mapping[str, object] | None = None
) -> date | OpenDate:
    """The day on which amounts of the law must be in force; open where it is not known, or where no amount matters."""
    start = form.questionnaire.header.meanings.start
    if not form.limits or not start:
        return UNKNOWN_DATE
    value = fixed[start] if fixed is not None and start in fixed else None
    if value is None and known(answer := answers.get(start)) and answer is not None:
        value = answer.value
    if isinstance(value, OpenDate):
        return value
    return day_of(value) if isinstance(value, date) else UNKNOWN_DATE


def _facts_on(
    form: Form,
    answers: Mapping[str, Answer],
    on: date | OpenDate,
    *,
    worst: bool,
    fixed: Mapping[str, object] | None,
) -> tuple[Facts, NarrowedForm]:
    facts = Facts(worst=worst, calendar_until=form.calendar_until, on=on)
    if form.act_question in answers:
        facts.values[form.act_question] = answers[form.act_question].value
        facts.known.add(form.act_question)
    _ask(form.case_facts, facts, answers, fixed)
    left = form.for_case(facts.values)
    _ask(left.asked, facts, answers, fixed)
    return facts, left


def _ask(
    questions: Iterable[Asked],
    facts: Facts,
    answers: Mapping[str, Answer],
    fixed: Mapping[str, object] | None,
) -> None:
    """Add to the facts each of the questions that is asked."""
    values, known_ids, worst = facts.values, facts.known, facts.worst
    for name, question, brought_up in questions:
        if brought_up is not None and not brought_up(facts):
            continue
        if fixed is not None and name in fixed:
            values[name] = fixed[name]
            known_ids.add(name)
            continue
        answer = answers.get(name)
        if answer is not None and (value := answer.value) != UNKNOWN:
            values[name] = value
            known_ids.add(name)
        else:
            values[name] = extreme(question, worst=worst)


def extreme(question: Question, *, worst: bool) -> object:
    """What an unknown answer is taken to be; None where only an answer can say (text, nominal facts)."""
    kind = question.type
    if kind in _DATES:
        return UNKNOWN_DATE
    if kind is _NUMBER:
        return math.inf if worst is (question.worse == "more") else -math.inf
    if kind is _CHOICES:
        return tuple(option.value for option in question.options) if worst else ()
    if kind is _CHOICE and not question.nominal:
        return question.options[-1 if worst else 0].value
    return None


def judge(
    form: Form, answers: Mapping[str, Answer], *, worst: bool, fixed: Mapping[str, object] | None = None
) -> Judged:
    """Raise hazards and red lines from answers; nothing else has a say."""
    return raised_by(*_facts_and_form(form, answers, worst=worst, fixed=fixed))


def raised_by(facts: Facts, narrowed: NarrowedForm) -> Judged:
    """What these facts raise, of what the narrowed form still holds."""
    judged = Judged(facts, narrowed)
    values, levels, red_lines, causes = facts.values, judged.levels, judged.red_lines, judged.causes
    for name, table in narrowed.effects:
        value = values.get(name)
        if value is None:
            continue
        if isinstance(value, tuple):
            picked: Iterable[str] = [option for option in value if option in table]
        elif value in table:
            picked = (value,)
        else:
            continue
        for chosen in picked:
            raised, red_line = table[chosen]
            for hazard, likelihood, consequence in raised:
                have = levels.get(hazard)
                if have is not None:
                    likelihood, consequence = max(have[0], likelihood), max(have[1], consequence)
                levels[hazard] = (likelihood, consequence)
                causes.setdefault(hazard, []).append((name, chosen))
            if red_line is not None:
                red_lines.add(red_line)
                causes.setdefault(red_line, []).append((name, chosen))
    for item, text, test in narrowed.hazard_rules:
        if test is None or test(facts):
            have = levels.get(item.id, (0, 0))
            levels[item.id] = (max(have[0], item.likelihood), max(have[1], item.consequence))
            causes.setdefault(item.id, []).append(("", text))
    for line, text, test in narrowed.red_line_rules:
        if test is None or test(facts):
            red_lines.add(line.id)
            causes.setdefault(line.id, []).append(("", text))
    judged.by_facts = tuple([i for i, test in narrowed.escalated_by_facts if test is None or test(facts)])
    return judged


def judge_open(form: Form, answers: Mapping[str, Answer], *, worst: bool) -> Judged:
    """As `judge`, trying every way an unanswered case fact (nominal) could turn out (law 6)."""
    leaves = [0]

    def search(fixed: dict[str, object]) -> Judged:
        judged = judge(form, answers, worst=worst, fixed=fixed)
        open_fact = next((q for q in form.order if _open_fact(q, judged, fixed)), None)
        if open_fact is None:
            leaves[0] += 1
            return judged
        if leaves[0] >= MAX_LEAVES:
            judged.undecidable = True
            return judged
        found = [search({**fixed, open_fact.id: option.value}) for option in open_fact.options]
        if any(item.undecidable for item in found):
            found[0].undecidable = True
            return found[0]
        return (max if worst else min)(found, key=lambda item: _weight(form, item))

    return search({})


def _open_fact(question: Question, judged: Judged, fixed: Mapping[str, object]) -> bool:
    return (
        question.nominal
        and question.type is _CHOICE
        and question.id in judged.facts.values
        and judged.facts.values[question.id] is None
        and question.id not in fixed
    )


def _weight(form: Form, judged: Judged) -> tuple[int, int, list[str], list[tuple[str, tuple[int, int]]]]:
    """Grade, then points; what is left settles ties by content, so that order does not matter (law 2)."""
    points = sum(a * b for a, b in judged.levels.values())
    return grade_of(form, judged).rank, points, sorted(judged.red_lines), sorted(judged.levels.items())


def section_scores(form: Form, levels: Levels) -> dict[Section, int]:
    """min(100, sum of points) of each judged section."""
    scores = dict.fromkeys(JUDGED_SECTIONS, 0)
    section_of = form.section_of
    for name, (likelihood, consequence) in levels.items():
        scores[section_of[name]] += likelihood * consequence
    return {section: score if score < 100 else 100 for section, score in scores.items()}


def score_grade(form: Form, score: int) -> Grade:
    thresholds = form.questionnaire.header.section_thresholds
    if score >= thresholds["high"]:
        return _HIGH
    return _MEDIUM if score >= thresholds["medium"] else _LOW


def escalated(form: Form, judged: Judged, levels: Levels) -> list[int]:
    """Indexes of the escalators that hold for these levels."""
    counts: dict[tuple[int, int], int] = {}
    cells, counting = form.cells, form.counting
    for name, pair in levels.items():
        for which, least in counting.get(name, ()):
            counts[which] = counts.get(which, 0) + (cells[pair].rank >= least)
    return sorted([*judged.by_facts, *[i for (i, wanted), count in counts.items() if count >= wanted]])


def grade_of(form: Form, judged: Judged, *, red_lines: bool = True, levels: Levels | None = None) -> Grade:
    """The highest grade any rule gives. Without `red_lines` it is what would be left once they are cured."""
    if judged.undecidable:
        return _PROHIBITED if judged.facts.worst else _LOW
    if red_lines and judged.red_lines:
        return _PROHIBITED
    levels = judged.levels if levels is None else levels
    best, cells = _LOW, form.cells
    for pair in levels.values():
        grade = cells[pair]
        if grade.rank > best.rank:
            best = grade
    for score in section_scores(form, levels).values():
        grade = score_grade(form, score)
        if grade.rank > best.rank:
            best = grade
    for i in escalated(form, judged, levels):
        grade = form.escalators[i][0].at_least
        if grade.rank > best.rank:
            best = grade
    return best
