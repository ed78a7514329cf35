"""The hours of a case held against each other: assessed before the act, and still valid when it starts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from yanpan.assessment.judge import Judged
from yanpan.assessment.model import Assessment
from yanpan.assessment.words import show_moment
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.facts import OpenDate

GRACE = timedelta(minutes=30)
"""“现在” typed at the first question is a little past when the last one is answered."""


@dataclass(frozen=True, slots=True)
class Start:
    """When an act is to start: without `moment` nobody asked, or (`open`) it was asked and is not known."""

    moment: datetime | None = None
    open: bool = False

    @property
    def asked(self) -> bool:
        """Whether the act asks for it."""
        return self.open or self.moment is not None


NOT_ASKED = Start()


def start_of(form: Form, judged: Judged, otherwise: Start = NOT_ASKED) -> Start:
    """When the act is to start; `otherwise` where it does not ask, as the operation says that it goes together with."""
    start = judged.facts.values.get(form.questionnaire.header.meanings.start)
    if isinstance(start, datetime):
        return Start(start)
    return Start(open=True) if isinstance(start, OpenDate) else otherwise


def recorded_start(assessment: Assessment) -> datetime | None:
    """The same, as a record says it."""
    asked = assessment.meanings.start
    said = next((a.value for a in assessment.answers if a.question == asked), None)
    try:
        start = datetime.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None
    return start if start is not None and start.tzinfo is not None else None


def outlived(start: datetime | None, expires_at: datetime) -> bool:
    """Whether the assessment ends before the act starts."""
    return start is not None and start > expires_at


def timing_warnings(
    start: datetime | None, at: datetime, expires_at: datetime, *, prohibited: bool
) -> Iterator[str]:
    """563号 P.2 and 4.1 want the assessment before each act; one made after it, or lapsed by then, is told."""
    if start is None:
        return
    if start < at - GRACE:
        yield "计划实施的时间早于研判时间：研判应在实施前做，事后补做的不能代替事前研判（563号 P.2、4.1）。"
    if outlived(start, expires_at):
        ends = f"有效期到 {show_moment(expires_at)}，早于计划实施的 {show_moment(start)}："
        if prohibited:
            yield f"{ends}改正方案后要重新研判，有效期那时重新起算。"
        else:
            how = "临近实施时核对答案，重新研判"
            yield f"{ends}到期前要续期——{how}，没有续期的不得实施。"
