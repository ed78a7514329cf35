"""Which planned measures count in the residual grade, and in the officer's words why one does not. Source: law 4.

A measure counts with a person who answers for it (see `persons`) and a deadline between the assessment and the act.
What the deadline may be hangs on when the measure is meant to be taken (its `by`):

- before the act: 实施前, or a day or hour from the assessment to the start; the day of the start still counts;
- at the scene: also 实施时 and 实施中, and any hour of the day of the start;
- after the act: any, as long as it is not before the assessment.

A deadline is printed as its date and hour alone. One with the offset of another zone would be judged by an hour that
nobody reads, so it does not count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from yanpan.answers.exact import DEADLINE_WORDS, of_other_zone, parse_moment
from yanpan.answers.model import PlannedMeasure
from yanpan.assessment.judge import Judged
from yanpan.assessment.persons import owner_lacks
from yanpan.assessment.timing import GRACE, NOT_ASKED, Start, start_of
from yanpan.questionnaire.compile import Form

By = Literal["before_action", "on_scene", "after_action"]
_BEFORE, _AT, _DURING, _AFTER = DEADLINE_WORDS
_MEANT = {"before_action": _BEFORE, "on_scene": _AT, "after_action": _AFTER}
_TAKES = {"before_action": {_BEFORE}, "on_scene": {_BEFORE, _AT, _DURING}, "after_action": {*DEADLINE_WORDS}}


@dataclass(frozen=True, slots=True)
class Window:
    """From the assessment to the act: both moments in the zone of the questionnaire.

    Without `start` nobody asked when the act is to start, or (`start_open`) it was asked and is not known.
    """

    at: datetime
    start: datetime | None = None
    start_open: bool = False


def window_of(form: Form, judged: Judged, at: datetime, otherwise: Start = NOT_ASKED) -> Window:
    """The window of a case assessed at `at`. `otherwise`: see `start_of`."""
    zone, start = ZoneInfo(form.questionnaire.header.timezone), start_of(form, judged, otherwise)
    return Window(at.astimezone(zone), start.moment.astimezone(zone) if start.moment else None, start.open)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A planned measure and why it does not count; empty when it does."""

    plan: PlannedMeasure
    why_not: str


def weighed(planned: Iterable[PlannedMeasure], form: Form, window: Window) -> dict[str, Weighed]:
    """Each planned measure that the form knows, by id. Of two plans for one measure the one that counts is taken."""
    found: dict[str, Weighed] = {}
    for plan in planned:
        measure = form.measures.get(plan.id)
        have = found.get(plan.id)
        if measure is not None and (have is None or have.why_not):
            found[plan.id] = Weighed(plan, why_not_counted(plan, measure.by, window))
    return found


def why_not_counted(plan: PlannedMeasure, by: By, window: Window) -> str:
    """All that keeps a planned measure from counting; empty when nothing does."""
    lacks = [owner_lacks(plan.owner), deadline_lacks(plan.deadline, by, window)]
    return "；".join(words for words in lacks if words).replace(
        "没有写责任人；没有写时限", "没有写责任人、时限"
    )


def deadline_lacks(text: str, by: By, window: Window) -> str:
    """Why this deadline does not do for a measure meant for `by`; empty when it does."""
    words = text.strip()
    if not words:
        return "没有写时限"
    if words in DEADLINE_WORDS:
        # That an act has begun already is told by itself (see `timing`).
        return "" if words in _TAKES[by] else f"这一项要在{_MEANT[by]}落实，时限写的是{words}"
    try:
        moment = parse_moment(words)
    except ValueError:
        return "时限看不出是哪一天"
    return _moment_lacks(moment, by, window)


def _moment_lacks(moment: date, by: By, window: Window) -> str:
    """A bare day has no hour to be early or late by: it counts as long as some hour of it would."""
    zone = window.at.tzinfo
    if isinstance(moment, datetime):
        if of_other_zone(moment, zone):
            return f"时限写的是别的时区的钟点，换算成 {moment.astimezone(zone):%Y-%m-%d %H:%M} 再写"
        moment = moment.replace(tzinfo=zone)
        day, early = moment.date(), moment < window.at - GRACE
    else:
        day, early = moment, moment < window.at.date()
    if early:
        return "时限早于研判的时间"
    if by == "after_action":
        return ""
    if window.start_open:
        # An unknown counts as the worst it can be (law 5), here a start before the deadline.
        return f"还不知道什么时候实施，说不准时限在不在它之前：答上计划实施的时间，或者写“{_MEANT[by]}”"
    if window.start is None:
        return ""
    late = day > window.start.date()
    if by == "before_action" and isinstance(moment, datetime):
        late = moment > window.start
    return f"时限晚于计划实施的时间，这一项要在{_MEANT[by]}落实" if late else ""
