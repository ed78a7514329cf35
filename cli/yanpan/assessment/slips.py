"""One slip (law 9): what becomes of a case where one single answer is another than it should be.

For a plan that must not be carried out, this asks of every answer: had the officer picked another option here, typed a
nought too many or the wrong day, and answered whatever then opens in the most harmless way, could it come out `low`?
Where it could, that answer stands alone between the plan and a clean bill; unless it contradicts another one, which is
told and bars signing, or says that a step is still to come, which bars the act until the step is proven.

A slip is *structural* where the question is a case fact that only says which kind of case it is (`nominal`), and of
*content* otherwise.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from yanpan.answers.by_act import act_said
from yanpan.answers.model import UNKNOWN, Answer, Answers, Person, Value
from yanpan.answers.operation import act_keys, each_act
from yanpan.assessment.certain import certain_contradictions
from yanpan.assessment.judge import facts_of, grade_of, judge_open
from yanpan.assessment.words import show_answer
from yanpan.questionnaire.act_list import offered_for
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.model import Grade, Question, QuestionType

MAX_WAYS = 200
"""How many ways of answering what a slip opens are tried: a bound on time, far above what a case of a street opens."""

_DAYS = (1, 7, 30, 90, 365)
_FACTORS = (0.1, 10)


@dataclass(frozen=True, slots=True)
class Slip:
    """The answer to `question` is `instead` where it was `said` (both in words); the grade then falls to `grade`, once the
    questions `opened` have harmless answers.
    """

    question: str
    said: str
    instead: str
    structural: bool
    grade: Grade
    opened: tuple[str, ...]
    act: str = ""
    """Whose own answer it is, in an operation of several acts."""


def is_prohibited(form: Form, answers: Answers) -> bool:
    """Whether the answers come to `prohibited` as they stand, before any measure: any act of theirs does."""
    return any(_grade(form, act.answers) is Grade.PROHIBITED for act in each_act(form, answers))


def slips_of(form: Form, answers: Answers, grade: Grade = Grade.LOW) -> Iterator[Slip]:
    """Every single slip by which a case comes out at `grade` or below: one in any answer of any of its acts.

    An act's own answer changes nothing of the others, so they must come out so as they are; a shared one slips in all.
    """
    acts = [act.answers for act in each_act(form, answers)]
    if len(acts) == 1:
        yield from slips_to(form, acts[0], grade)
        return
    clean = [_passes(form, act, grade) for act in acts]
    for place, (act, key) in enumerate(zip(acts, act_keys(form, answers), strict=True)):
        if all(clean[:place] + clean[place + 1 :]):
            for slip in slips_to(form, act, grade):
                if slip.question not in form.shared:
                    yield replace(slip, act=key)
    # A shared answer lets the whole through where it does so in every act that it matters to.
    through: dict[tuple[str, str], list[Slip]] = {}
    for act in acts:
        for slip in slips_to(form, act, grade):
            if slip.question in form.shared:
                through.setdefault((slip.question, slip.instead), []).append(slip)
    for slips in through.values():
        asked = [slips[0].question in facts_of(form, act, worst=True).values for act in acts]
        if len(slips) == sum(asked) and all(c for c, a in zip(clean, asked, strict=True) if not a):
            opened = tuple(dict.fromkeys(name for slip in slips for name in slip.opened))
            reached = max((slip.grade for slip in slips), key=lambda grade: grade.rank)
            yield replace(slips[0], grade=reached, opened=opened)


def _grade(form: Form, answers: Mapping[str, Answer]) -> Grade:
    return grade_of(form, judge_open(form, answers, worst=True))


def _passes(form: Form, answers: Mapping[str, Answer], wanted: Grade) -> bool:
    """Whether an act comes out at `wanted` or below as it stands, with nothing to bar it."""
    asked = facts_of(form, answers, worst=True).values
    return not (
        _grade(form, answers).rank > wanted.rank
        or _waits(form, answers, asked)
        or certain_contradictions(form, answers)
    )


def slips_to(form: Form, answers: Mapping[str, Answer], grade: Grade = Grade.LOW) -> Iterator[Slip]:
    """Every single slip by which these answers come out at `grade` or below, in the order of the questions."""
    asked = facts_of(form, answers, worst=True).values
    for question in form.order:
        given = answers.get(question.id)
        if given is None or question.id not in asked:
            continue
        ways = other_acts(form, given.value) if question.acts else others(question, given.value)
        for instead in ways:
            other = Answer(value=instead)
            slipped = {**answers, question.id: other}
            found = _lowest(form, slipped, asked.keys(), grade)
            if found is not None:
                reached, opened = found
                said, shown = show_answer(form, question, given), show_answer(form, question, other)
                yield Slip(question.id, said, shown, question.nominal, reached, opened)
    yield from _overlooked(form, answers, asked, grade)


def _overlooked(
    form: Form, answers: Mapping[str, Answer], asked: Container[str], grade: Grade
) -> Iterator[Slip]:
    """Questions of one screen are one answer: of several things that are wrong there none may have been ticked."""
    act = act_said(form, answers)
    for screen in form.screens_of.get(act.id, ()) if act else ():
        best = {name: form.questions[name].options[0].value for name in screen.of}
        wrong = [name for name in screen.of if name in answers and answers[name].value != best[name]]
        # A single one has been tried with its own question.
        if len(wrong) < 2 or any(name not in asked for name in screen.of):
            continue
        slipped = {**answers, **{name: Answer(value=value) for name, value in best.items()}}
        if (found := _lowest(form, slipped, asked, grade)) is not None:
            said = "、".join(show_answer(form, form.questions[name], answers[name]) for name in wrong)
            reached, opened = found
            yield Slip(screen.question.id, said, "都没有", structural=False, grade=reached, opened=opened)


def other_acts(form: Form, value: Value) -> Iterator[Value]:
    """The acts that the list shows beside this one to whoever looks for it: the row above or below it."""
    act = form.acts.get(value) if isinstance(value, str) else None
    yield from (other.id for other in offered_for(form, act)) if act else ()


def others(question: Question, value: Value) -> Iterator[Value]:
    """What a hand that slips could have answered instead of `value`."""
    match question.type:
        case QuestionType.CHOICE:
            yield from (option.value for option in question.options if option.value != value)
        case QuestionType.CHOICES:
            yield from _other_choices(question, value)
        case QuestionType.NUMBER if isinstance(value, int | float):
            yield from _other_numbers(question, value)
        case QuestionType.DATETIME if isinstance(value, datetime):
            yield value + timedelta(hours=12 if value.hour < 12 else -12)
            yield from _other_days(value)
        case QuestionType.DATE if isinstance(value, date):
            yield from _other_days(value)
        case QuestionType.PEOPLE if isinstance(value, tuple) and len(value) > 1:
            yield value[:-1]
        case _:
            pass


def _other_choices(question: Question, value: Value) -> Iterator[Value]:
    picked = tuple(str(item) for item in value) if isinstance(value, tuple) else ()
    if picked or value == UNKNOWN:
        yield ()
    if len(picked) > 1:
        yield from (tuple(item for item in picked if item != left) for left in picked)
    if question.nominal:
        yield from ((*picked, option.value) for option in question.options if option.value not in picked)


def _other_numbers(question: Question, value: float) -> Iterator[float]:
    found = [0, value - 1, value + 1, *(value * factor for factor in _FACTORS)]
    whole = [int(number) if number == int(number) else number for number in found]
    yield from (number for number in dict.fromkeys(whole) if number != value and _allowed(question, number))


def _allowed(question: Question, number: float) -> bool:
    return not (
        (question.min is not None and number < question.min)
        or (question.max is not None and number > question.max)
    )


def _other_days(value: date) -> Iterator[date]:
    for days in _DAYS:
        yield value - timedelta(days=days)
        yield value + timedelta(days=days)


def _lowest(
    form: Form, answers: Mapping[str, Answer], before: Container[str], wanted: Grade
) -> tuple[Grade, tuple[str, ...]] | None:
    """The first way of answering what has opened that comes to `wanted` or below; None where none does."""
    ways = [0]

    def search(given: dict[str, Answer], opened: tuple[str, ...]) -> tuple[Grade, tuple[str, ...]] | None:
        asked = facts_of(form, given, worst=True).values
        question = next(
            (q for q in form.order if q.id in asked and q.id not in given and q.id not in before),
            None,
        )
        if question is None:
            ways[0] += 1
            return (_grade(form, given), opened) if _passes(form, given, wanted) else None
        for value in _harmless(question, given):
            if ways[0] >= MAX_WAYS:
                return None
            found = search({**given, question.id: Answer(value=value)}, (*opened, question.id))
            if found is not None:
                return found
        return None

    return search(dict(answers), ())


def _waits(form: Form, given: Mapping[str, Answer], asked: Container[str]) -> bool:
    """Whether a step is said to be still to come."""
    return any(
        name in given and name in asked and form.steps_said(name, given[name].value) for name in form.awaits
    )


def _harmless(question: Question, given: Mapping[str, Answer]) -> Iterator[Value]:
    """Answers to a question that has just opened, as harmless as they come; several where none is so by itself."""
    match question.type:
        case QuestionType.CHOICE if question.nominal:
            yield from (option.value for option in question.options)
        case QuestionType.CHOICE:
            yield question.options[0].value
        case QuestionType.CHOICES:
            yield ()
        case QuestionType.NUMBER:
            low, high = question.min or 0, 10**6 if question.max is None else question.max
            yield low if question.worse == "more" else high
        case QuestionType.DATE | QuestionType.DATETIME:
            moments = [a.value for a in given.values() if isinstance(a.value, datetime)]
            days = [a.value for a in given.values() if isinstance(a.value, date)]
            start = (moments or days or [date(2026, 1, 1)])[0]
            around = [start, *_other_days(start)]
            yield from around if question.type is QuestionType.DATETIME else map(_day, around)
        case QuestionType.PEOPLE:
            yield (Person("甲", "1"), Person("乙", "2"))
        case _:
            yield "有"


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value
