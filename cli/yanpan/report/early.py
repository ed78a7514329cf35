"""What the paper of a case that ended early says besides: at which answers, and what was not asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yanpan.assessment.model import Assessment, HitRedLine
from yanpan.questionnaire.model import Section
from yanpan.report import words

_ANSWER_LENGTH = 60


@dataclass(frozen=True, slots=True)
class NotAskedGroup:
    title: str
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Early:
    """`ended_by`: each certain red line by its number, with the answer that made it certain."""

    ended_by: tuple[str, ...]
    not_asked: tuple[NotAskedGroup, ...]


def early_of(assessment: Assessment) -> Early | None:
    """Nothing for another kind of paper. It goes by the kind, as the templates do: a record may say what it likes."""
    if assessment.paper != "early":
        return None
    return Early(
        ended_by=tuple(
            f"红线{number}“{line.title}”：{_answers(line)}"
            for number, line in enumerate(assessment.red_lines, 1)
            if not line.by_unknown
        ),
        not_asked=tuple(_grouped(assessment)),
    )


def _answers(line: HitRedLine) -> str:
    """The answers that made it certain, each with its question; of several together the line that names them."""
    told = [
        f"问“{words.asked_words(cause.ask)}”，答“{words.shortened(cause.answer, _ANSWER_LENGTH)}”"
        if cause.question
        else words.shortened(words.asked_words(cause.answer), 3 * _ANSWER_LENGTH)
        for cause in line.causes
        if not (cause.question and cause.by_unknown)
    ]
    return "；".join(told)


def _grouped(assessment: Assessment) -> Iterator[NotAskedGroup]:
    for section in Section:
        asks = tuple(words.asked_words(x.ask) for x in assessment.not_asked if x.section is section)
        if asks:
            yield NotAskedGroup(words.section_title(assessment, section), asks)
