"""Questions by number: the appendix lists them, every other part points at them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

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
    """The numbers of an assessment's questions, in the order of the sections."""

    def __init__(self, assessment: Assessment) -> None:
        self._sections = {
            section: tuple(a for a in assessment.answers if a.section is section) for section in Section
        }
        ordered = [answer for found in self._sections.values() for answer in found]
        self._numbers = {answer.question: number for number, answer in enumerate(ordered, 1)}
        asks = {answer.ask.rstrip("？?"): self._numbers[answer.question] for answer in ordered}
        longest_first = sorted(asks, key=len, reverse=True)
        self._asks = asks
        self._named = re.compile(f"(?:^|；)({'|'.join(map(re.escape, longest_first))})：") if asks else None

    def number(self, question: str) -> int:
        return self._numbers[question]

    def of_section(self, section: Section) -> tuple[ShownAnswer, ...]:
        return self._sections[section]

    def line(self, causes: Iterable[Cause]) -> str:
        """Why something fired: `问12：没有公告；问3、7合起来看`. Answers to one question stand together."""
        told: dict[str, list[str]] = {}
        for cause in causes:
            asked, said = self._one(cause)
            if said not in told.setdefault(asked, []):
                told[asked].append(said)
        return "；".join(asked + "、".join(said) for asked, said in told.items())

    def _one(self, cause: Cause) -> tuple[str, str]:
        """Which question, and what of it."""
        if cause.question in self._numbers:
            return f"问{self._numbers[cause.question]}：", shortened(cause.answer, _ANSWER_LENGTH)
        if cause.question:
            return f"{shortened(asked_words(cause.ask), _ANSWER_LENGTH)}：", shortened(
                cause.answer, _ANSWER_LENGTH
            )
        named = [self._asks[found[1]] for found in self._named.finditer(cause.answer)] if self._named else []
        if not named:
            return "", shortened(cause.answer or cause.condition, 3 * _ANSWER_LENGTH)
        joined = "、".join(map(str, named))
        together = "合起来看" if len(named) > 1 else ""
        return f"问{joined}", f"{together}{'（有没查明的）' if cause.by_unknown else ''}"
