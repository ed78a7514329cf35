"""The threshold test of 563号 4.2 in a pack, ready for use: which acts may end with a note, on which facts.

And what is asked on one screen. 数额标准 are another thing, see `thresholds`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from yanpan.naming import nearest
from yanpan.questionnaire.condition import Condition
from yanpan.questionnaire.facts import Facts
from yanpan.questionnaire.model import (
    ListedAct,
    Note,
    Option,
    Question,
    Questionnaire,
    QuestionType,
    Right,
    Section,
    Sheet,
    Untouched,
)
from yanpan.questionnaire.terms import settled

Fault = tuple[str, str, str]
"""Id of the note, what is wrong, what to do."""


@dataclass(frozen=True, slots=True)
class NoteTest:
    """A note with its conditions, one for each right."""

    note: Note
    untouched: tuple[tuple[Untouched, Condition], ...]


@dataclass(frozen=True, slots=True)
class OneScreen:
    """A sheet as it is shown: a question of several options, and the questions `of` that it answers."""

    question: Question
    of: tuple[str, ...]


def note_faults(q: Questionnaire, questions: Mapping[str, Question]) -> Iterator[Fault]:
    """References that lead nowhere, and sheets that say two things with one word."""
    acts = {act.id: act for act in q.acts}
    taken: dict[str, str] = {}
    ids = set(questions)
    for note in q.notes:
        for name in note.acts:
            act = acts.get(name)
            if act is None:
                yield note.id, f"列了没有的行为“{name}”{nearest(name, acts)}", "照 acts 里的 value 写。"
            elif not act.sets or act.red_line:
                yield note.id, f"列的“{name}”没有定种类，或者本身就是红线", "只列定了种类、可以做的行为。"
            if taken.setdefault(name, note.id) != note.id or note.acts.count(name) > 1:
                yield note.id, f"列的“{name}”列了两次", f"另一处在“{taken[name]}”：留一处。"
        if not note.acts:
            yield note.id, "没有列行为", "写 acts: [行为, …]。"
        rights = [item.right for item in note.untouched]
        if sorted(rights) != sorted(Right):
            wanted = "、".join(Right)
            yield note.id, "没有把三项权益各写一次", f"untouched 里 right 写 {wanted}，各一次。"
        for sheet in note.sheets:
            if sheet.id in ids:
                yield note.id, f"的一屏“{sheet.id}”和一道题同名", "换一个名字。"
            ids.add(sheet.id)
            yield from _sheet_faults(note, sheet, questions)


def _sheet_faults(note: Note, sheet: Sheet, questions: Mapping[str, Question]) -> Iterator[Fault]:
    if len(set(sheet.of)) < max(2, len(sheet.of)):
        yield note.id, f"的一屏“{sheet.id}”要有两道以上不同的题", "of 里写题号。"
    if len(sheet.about) != len(sheet.of) or not all(map(str.strip, sheet.about)):
        yield (
            note.id,
            f"的一屏“{sheet.id}”没有给每道题写明是问什么的",
            "about 里按 of 的顺序一题写一个词，例如“依据”。",
        )
    seen: dict[str, str] = {}
    for name in sheet.of:
        question = questions.get(name)
        if question is None:
            yield note.id, f"的一屏“{sheet.id}”里没有“{name}”这道题{nearest(name, questions)}", "照题号写。"
            continue
        if question.type is not QuestionType.CHOICE or question.nominal or question.acts:
            what = f"的一屏“{sheet.id}”里“{name}”不是有好坏的单选题"
            yield note.id, what, "只能放选项从好到坏的单选题：不勾的按第一项算。"
            continue
        for option in question.options[1:]:
            if seen.setdefault(option.value, name) != name:
                what = f"的一屏“{sheet.id}”里“{name}”和“{seen[option.value]}”都有选项“{option.value}”"
                yield note.id, what, "换一道题：一个词要只有一个意思。"


def asked_for_certain(
    act: ListedAct, asking: str, order: Iterable[Question], when: Mapping[str, Condition]
) -> frozenset[str]:
    """The questions that are asked in this act whatever is answered to others."""
    values: dict[str, object] = {asking: act.id, **act.sets}
    facts, absent, certain = Facts(values=values, known=set(values)), set[str](), set[str]()
    for question in order:
        condition = when.get(question.id)
        if question.id in values:
            continue
        holds = (
            settled(condition.term, facts, facts.known | absent, absent) if condition is not None else True
        )
        if holds is False:
            absent.add(question.id)
        elif holds is True:
            certain.add(question.id)
    return frozenset(certain)


def one_screen(sheet: Sheet, of: Iterable[Question]) -> OneScreen:
    """The sheet with these of its questions. What an option raises stays with its own question."""
    members, about = tuple(of), dict(zip(sheet.of, sheet.about, strict=False))
    question = Question(
        id=sheet.id,
        section=members[0].section if members else Section.FACTS,
        ask=sheet.ask,
        help=sheet.help,
        type=QuestionType.CHOICES,
        unknown=any(member.unknown for member in members),
        basis=tuple(dict.fromkeys(ref for member in members for ref in member.basis)),
        options=tuple(
            Option(
                value=option.value,
                label=f"{about.get(member.id, '')}：{option.label}",
                formerly=option.formerly,
            )
            for member in members
            for option in member.options[1:]
        ),
    )
    return OneScreen(question, tuple(member.id for member in members))


def only(screen: OneScreen, names: Iterable[str], questions: Mapping[str, Question]) -> OneScreen:
    """The screen with these of its questions alone."""
    of = [questions[name] for name in screen.of if name in set(names)]
    values = {option.value for member in of for option in member.options[1:]}
    question = replace(
        screen.question, options=tuple(o for o in screen.question.options if o.value in values)
    )
    return OneScreen(question, tuple(member.id for member in of))


def spread(
    screen: OneScreen, ticked: Iterable[str], questions: Mapping[str, Question]
) -> dict[str, str | None]:
    """What the ticks answer, by question: the first option where none is its own, None where several are."""
    marked = set(ticked)
    found: dict[str, str | None] = {}
    for name in screen.of:
        best, *others = (option.value for option in questions[name].options)
        own = [value for value in others if value in marked]
        found[name] = best if not own else own[0] if len(own) == 1 else None
    return found
