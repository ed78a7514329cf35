"""Questions by number: the appendix lists them, every other part points at them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

from msgspec.structs import replace

from yanpan.assessment.model import Assessment, Cause, ShownAnswer
from yanpan.questionnaire.model import Section
from yanpan.report.words import asked_words, shortened

_ANSWER_LENGTH = 36
_CELL, _MOST_LINES = 16, 40
"""Characters in a line of an answer, and how many lines of it one row has."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the appendix lists it: its number, what was answered, its sources by number."""

    number: int
    answer: ShownAnswer
    sources: str

    @property
    def portions(self) -> tuple[str, ...]:
        """The answer with its note and evidence, each portion for a row that a page holds."""
        answer = self.answer
        note = f"（备注：{answer.note}）" if answer.note else ""
        evidence = f"（证据：{'、'.join(answer.evidence)}）" if answer.evidence else ""
        return portions(answer.shown + note + evidence, _CELL)


def portions(text: str, width: int) -> tuple[str, ...]:
    """A text in portions of at most `_MOST_LINES` lines of `width` characters: a row that no page holds would be torn.

    >>> [len(part) for part in portions("字" * 1000, 10)]
    [400, 400, 200]
    """
    found: list[str] = []
    lines: list[str] = []
    for line in text.split("\n"):
        for start in range(0, max(len(line), 1), width * _MOST_LINES):
            piece = line[start : start + width * _MOST_LINES]
            used = sum(1 + len(item) // width for item in lines)
            if lines and (start or used + 1 + len(piece) // width > _MOST_LINES):
                found.append("\n".join(lines))
                lines = []
            lines.append(piece)
    return (*found, "\n".join(lines))


class Causes:
    """The numbers of an assessment's questions: in the order of the sections, of several acts first what they share,
    then what all of them answered alike, then what each has for itself.

    `groups`: acts (none for what they share), section, its answers with their numbers.
    """

    def __init__(self, assessment: Assessment) -> None:
        number = count(1)
        answers = (
            _once(assessment)
            if len(assessment.acts) > 1
            else [replace(a, acts=()) for a in assessment.answers]
        )
        owners = sorted(dict.fromkeys(a.acts for a in answers), key=lambda acts: (bool(acts), -len(acts)))
        self.groups = [
            (acts, section, tuple((next(number), a) for a in found))
            for acts in owners
            for section in Section
            if (found := [a for a in answers if a.section is section and a.acts == acts])
        ]
        self._numbers: dict[str, _Numbers] = {}
        self._asks: dict[str, _Numbers] = {}
        for place, answer in (item for _, _, found in self.groups for item in found):
            self._numbers.setdefault(answer.question, []).append((answer.acts, place))
            self._asks.setdefault(answer.ask.rstrip("？?"), []).append((answer.acts, place))
        longest_first = sorted(self._asks, key=len, reverse=True)
        named = "|".join(map(re.escape, longest_first))
        self._named = re.compile(f"(?:^|；)({named})：") if named else None

    def line(self, causes: Iterable[Cause], acts: Sequence[str] = ()) -> str:
        """Why something fired: `问12：没有公告；问3、7合起来看`. Answers to one question stand together.

        `acts`: those in which it did, so that the questions are theirs; all of them without any.
        """
        told: dict[str, list[str]] = {}
        for cause in causes:
            asked, said = self._one(cause, acts)
            if said not in told.setdefault(asked, []):
                told[asked].append(said)
        return "；".join(asked + "、".join(said) for asked, said in told.items())

    def _one(self, cause: Cause, acts: Sequence[str]) -> tuple[str, str]:
        """Which question, and what of it."""
        if cause.question in self._numbers:
            asked = "、".join(map(str, _of(self._numbers[cause.question], acts)))
            return f"问{asked}：", shortened(cause.answer, _ANSWER_LENGTH)
        if cause.question:
            return f"{shortened(asked_words(cause.ask), _ANSWER_LENGTH)}：", shortened(
                cause.answer, _ANSWER_LENGTH
            )
        asks = [found[1] for found in self._named.finditer(cause.answer)] if self._named else []
        named = [number for ask in asks for number in _of(self._asks[ask], acts)]
        if not named:
            return "", shortened(cause.answer or cause.condition, 3 * _ANSWER_LENGTH)
        joined = "、".join(map(str, named))
        together = "合起来看" if len(named) > 1 else ""
        return f"问{joined}", f"{together}{'（有没查明的）' if cause.by_unknown else ''}"


def _once(assessment: Assessment) -> list[ShownAnswer]:
    """The answers of several acts, where those which all of them have for themselves and alike stand once, as of all."""
    acts = tuple(act.id for act in assessment.acts)
    alike: dict[ShownAnswer, list[ShownAnswer]] = {}
    for answer in assessment.answers:
        alike.setdefault(replace(answer, acts=(), basis=()), []).append(answer)
    found = []
    for same in alike.values():
        if len(same) == len(acts) and {a.acts for a in same} == {(act,) for act in acts}:
            basis = dict.fromkeys(citation for answer in same for citation in answer.basis)
            found.append(replace(same[0], acts=acts, basis=tuple(basis)))
        else:
            found += same
    return found


_Numbers = list[tuple[tuple[str, ...], int]]
"""Of one question: whose answer it is, and its number."""


def _of(numbers: _Numbers, acts: Sequence[str]) -> list[int]:
    """Those of these acts; all where a record names acts that have no such answer."""
    own = [number for whose, number in numbers if not whose or not acts or not set(whose).isdisjoint(acts)]
    return own or [number for _, number in numbers]
