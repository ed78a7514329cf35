"""Measures to take, with owner and deadline of each. A measure is in the case as soon as it has both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from enum import Enum

from msgspec.structs import replace as changed

from yanpan.answers import WrongValue
from yanpan.answers.model import Person, PlannedMeasure
from yanpan.answers.moments import read_deadline
from yanpan.assessment import Assessment, owner_lacks
from yanpan.assessment.model import OfferedMeasure
from yanpan.interview.desk import Desk
from yanpan.interview.extras import named, needed
from yanpan.interview.line import LinePage
from yanpan.interview.lists import Chosen, MeasuresPage
from yanpan.interview.session import Session
from yanpan.questionnaire.model import QuestionType

TICKS = "measures"
"""Under this name stand the ticks of a page that was left; `NONE_TICKED` when there were none."""
NONE_TICKED = "0"


class Left(Enum):
    """How the pages of a measure are left without it."""

    BACK, UNWANTED = "back", "unwanted"


_DAY = len("2026-11-25")
_DUE = {"before_action": "实施前", "on_scene": "实施时", "after_action": "实施后"}


async def ask_measures(
    desk: Desk, assessment: Assessment, case_number: str, now: Callable[[], datetime], lacking: frozenset[str]
) -> None:
    """Measures to take, then owner and deadline of each new one and of those that are `lacking` and do not count."""
    open_ = set(lacking)
    while (chosen := await _ticked(desk, assessment, case_number)) is not None:
        if await _each_made(desk, assessment, chosen, open_, now):
            desk.save(desk.forget(TICKS, "owner:", "due:"))
            return


async def _each_made(
    desk: Desk,
    assessment: Assessment,
    chosen: tuple[str, ...],
    lacking: set[str],
    now: Callable[[], datetime],
) -> bool:
    """Whether all were gone through; False when the person went back to the ticks, where all that is written stays."""
    offered = {measure.id: measure for measure in assessment.measures}
    _plan(desk, {m.id: m for m in desk.session.measures}, chosen)
    for i, name in enumerate(chosen, 1):
        planned = {measure.id: measure for measure in desk.session.measures}
        have = planned.get(name)
        if have and (name not in lacking or name not in offered):
            continue
        made = await _made(desk, offered[name], have, f"措施 {i}/{len(chosen)}", now)
        if made is Left.BACK:
            return False
        if isinstance(made, PlannedMeasure):
            planned[name] = made
            lacking.discard(name)
        else:
            planned.pop(name, None)
        _plan(desk, planned, chosen)
        for kept in (f"owner:{name}", f"due:{name}"):
            desk.hold(kept, "")
    return True


async def _ticked(desk: Desk, assessment: Assessment, case_number: str) -> tuple[str, ...] | None:
    planned = tuple(measure.id for measure in desk.session.measures)
    kept = desk.typed(TICKS)
    ticked = tuple(kept.split("；")) if kept else planned
    offered, titles = {measure.id for measure in assessment.measures}, desk.session.form.measures
    idle = {name: titles[name].title for name in planned if name in titles and name not in offered}
    page = MeasuresPage(assessment, ticked, case_number, idle)
    # A tick that has no row at the moment may have one again.
    rest = tuple(name for name in ticked if name not in {*offered, *idle, NONE_TICKED})

    def put_by() -> None:
        same = {*page.ticked, *rest} == set(planned)
        desk.hold(TICKS, "" if same else "；".join((*page.ticked, *rest)) or NONE_TICKED)

    page.told = put_by
    done = await desk.listed(page, put_by)
    put_by()
    return done.measures if isinstance(done, Chosen) else None


def _plan(desk: Desk, planned: dict[str, PlannedMeasure], chosen: tuple[str, ...]) -> None:
    measures = tuple(planned[name] for name in chosen if name in planned)
    if measures != desk.session.measures:
        desk.save(replace(desk.session, measures=measures))


async def _made(
    desk: Desk, measure: OfferedMeasure, have: PlannedMeasure | None, title: str, now: Callable[[], datetime]
) -> PlannedMeasure | Left:
    """The measure with owner and deadline, as they stood or typed anew."""
    leave, owner = "Esc 不要这一项", have.owner if have else _owner(desk.session, measure)
    while True:
        page = LinePage(
            title, f"{measure.title}：由谁负责？", help=measure.how, text=owner, check=_person,
            cancel=leave, back="↑ 回去勾措施", suggested=have is None,
        )  # fmt: skip
        who = await desk.line(f"owner:{measure.id}", page)
        if who is None:
            return Left.BACK if page.went_back else Left.UNWANTED
        page = LinePage(
            title, f"{measure.title}：什么时候落实？", help="实施前、实施时、实施后，或者一个日期：明天上午9点、11月25日。",
            text=have.deadline if have else _DUE[measure.by], check=lambda text: read_deadline(needed(text), now()),
            echo=lambda text: f"= {read_deadline(text, now())}", cancel=leave, back="↑ 回去写责任人",
            means=lambda text: read_deadline(text, now())[:_DAY], suggested=have is None,
        )  # fmt: skip
        due = await desk.line(f"due:{measure.id}", page)
        if due is not None:
            return changed(have or PlannedMeasure(id=measure.id), owner=who, deadline=due)
        if not page.went_back:
            return Left.UNWANTED


def _owner(session: Session, measure: OfferedMeasure) -> str:
    """The officers by name where the measure is theirs; a post answers for nothing."""
    if measure.who != "执法人员":
        return ""
    for question in session.asked:
        answer = session.given.get(question.id)
        if question.type is QuestionType.PEOPLE and answer and isinstance(answer.value, tuple):
            return "、".join(p.name for p in answer.value if isinstance(p, Person))
    return ""


def _person(text: str) -> str:
    """Who answers for a measure: somebody by name, else it does not count."""
    name = named(text)
    if lacks := owner_lacks(name):
        raise WrongValue(lacks, "写姓名，例如 张三；定不下来的，按 Esc 不要这一项。")
    return name
