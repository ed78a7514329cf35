"""Duties by number and the bar that shows when they fall due, against the planned start and the paper's validity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from yanpan.assessment.model import Assessment, DutyDue
from yanpan.assessment.timing import recorded_start
from yanpan.questionnaire.model import Grade
from yanpan.report.words import moment

_SLOTS = (
    ("立即", ("at_once",), "#f8c9a8"),
    ("限时", ("within_hours",), "#fdf0bf"),
    ("实施前", ("before_action",), "#e3f1dc"),
    ("实施中", ("on_scene",), "#dce9f5"),
    ("实施后", ("after_action", "within_days", "within_working_days"), "#ececec"),
    ("持续", ("standing",), "#ffffff"),
)
"""Title, the kinds of due (`questionnaire.model.DueKind`) in it, its colour. In the order of time."""

_BEFORE_ANOTHER = "重新研判前"
"""What comes before the act, where the act must not happen."""

_WIDTH, _NARROWEST = 463.0, 52.0
_NUMBERS_A_LINE = 7
_START_SLOT = 3
_BAR_HEIGHT, _LINE, _CHARACTER = 55, 11, 9.5


@dataclass(frozen=True, slots=True)
class NumberedDuty:
    number: int
    duty: DutyDue


@dataclass(frozen=True, slots=True)
class DutyGroup:
    """Duties that fall due together."""

    due: str
    duties: tuple[NumberedDuty, ...]

    @property
    def brief(self) -> str:
        """The due words without the moment in brackets."""
        return self.due.partition("（")[0].strip()


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of the bar, in points, with the numbers of its duties in lines."""

    title: str
    x: float
    width: float
    fill: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment on the bar: where it lies, where its words begin, and in which line below the bar, from 0."""

    x: float
    left: float
    words: str
    row: int


@dataclass(frozen=True, slots=True)
class TimeBar:
    """`height` in points, as far as the marks' words reach."""

    slots: tuple[Slot, ...]
    marks: tuple[Mark, ...]
    height: int
    words: str


def numbered(duties: Iterable[DutyDue]) -> tuple[NumberedDuty, ...]:
    """Duties with the numbers they have on the paper, from 1."""
    return tuple(NumberedDuty(number, duty) for number, duty in enumerate(duties, 1))


def grouped(duties: Iterable[NumberedDuty]) -> tuple[DutyGroup, ...]:
    """Duties under the words that say when they fall due."""
    together = groupby(duties, key=lambda item: item.duty.due_words)
    return tuple(DutyGroup(due, tuple(items)) for due, items in together)


def time_bar(assessment: Assessment, duties: tuple[NumberedDuty, ...]) -> TimeBar:
    """The stretches that hold duties, and the moments between them. Not to scale: it says what comes after what."""
    stopped = assessment.conclusion.grade is Grade.PROHIBITED
    held = [
        (
            place,
            _BEFORE_ANOTHER if stopped and kinds == ("before_action",) else title,
            fill,
            [item.number for item in duties if item.duty.due_kind in kinds],
        )
        for place, (title, kinds, fill) in enumerate(_SLOTS)
    ]
    held = [item for item in held if item[3]]
    if not held:
        return TimeBar((), (), 0, "没有法定职责")
    weights = [min(len(numbers), _NUMBERS_A_LINE) for *_, numbers in held]
    spare = _WIDTH - _NARROWEST * len(held)
    slots, starts, x = [], {}, 1.0
    for (place, title, fill, numbers), weight in zip(held, weights, strict=True):
        width = round(_NARROWEST + spare * weight / sum(weights), 1)
        slots.append(Slot(title, x, width, fill, _lines(numbers)))
        starts[place] = x
        x = round(x + width, 1)
    told = "；".join(f"{title}：第{'、'.join(map(str, numbers))}项" for _, title, _, numbers in held)
    marks = _side_by_side(_moments(assessment, starts, x))
    height = _BAR_HEIGHT + _LINE * (1 + max(mark.row for mark in marks))
    times = "；".join(mark.words for mark in marks)
    return TimeBar(tuple(slots), marks, height, f"法定职责的时间顺序。{told}。{times}")


def _lines(numbers: list[int]) -> tuple[str, ...]:
    shown = [str(n) for n in numbers]
    if len(shown) > 2 * _NUMBERS_A_LINE:
        return (" ".join(shown[:_NUMBERS_A_LINE]), f"等{len(shown)}项")
    return tuple(" ".join(shown[at : at + _NUMBERS_A_LINE]) for at in range(0, len(shown), _NUMBERS_A_LINE))


def _moments(assessment: Assessment, starts: dict[int, float], end: float) -> Iterator[tuple[float, str]]:
    """Where on the bar the assessment, the planned start and the end of validity lie, and their words."""
    first = min(starts.values())
    yield first, f"研判 {moment(assessment.assessed_at)}"
    # What must not happen has no hour.
    planned = None if assessment.conclusion.grade is Grade.PROHIBITED else recorded_start(assessment)
    start = next((x for place, x in starts.items() if place >= _START_SLOT), end)
    if planned is not None and start > first:
        yield start, f"计划实施 {moment(planned)}"
    expires = assessment.validity.expires_at
    # Between what it lies between, wherever there; the bar is not to scale.
    ends = (end, end) if planned is None or start <= first else (first if expires < planned else end, start)
    yield sum(ends) / 2, f"有效期至 {moment(expires)}"


def _side_by_side(moments: Iterable[tuple[float, str]]) -> tuple[Mark, ...]:
    """Words under their mark, each in the first line where they lie over no others."""
    marks: list[Mark] = []
    taken: list[tuple[int, float, float]] = []
    for x, words in moments:
        width = sum(_CHARACTER if ord(c) > 0x2E80 else _CHARACTER / 2 for c in words)
        left = min(max(x - width / 2, 1), _WIDTH - width)
        row = 0
        while any(
            row == line and left < right + 6 and begin < left + width + 6 for line, begin, right in taken
        ):
            row += 1
        taken.append((row, left, left + width))
        marks.append(Mark(round(x, 1), round(left, 1), words, row))
    return tuple(marks)
