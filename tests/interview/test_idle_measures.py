"""A measure that is planned stays when its hazard is gone for the moment: it is taken away by hand, and by nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from strategies import AT, gd563
from yanpan.answers import load_answers
from yanpan.answers.draft import Kept
from yanpan.answers.model import Answer, PlannedMeasure
from yanpan.assessment import assess, uncounted_lines
from yanpan.interview.desk import Desk
from yanpan.interview.lines import on_list
from yanpan.interview.lists import MeasuresPage
from yanpan.interview.pages import Flow, Screen
from yanpan.interview.planning import TICKS, ask_measures
from yanpan.interview.session import Session

EXAMPLES = Path(__file__).parent.parent.parent / "docs" / "examples"


class Planning:
    """The pages of the measures of the example, `gone` being one that is planned and treats nothing now."""

    def __init__(self, session: Session | None = None) -> None:
        form = gd563()
        if session is None:
            answers = load_answers(EXAMPLES / "demolition-replanned.yaml", form)
            calm = form.questions["gathering"].options[0].value
            session = Session(form).resumed(Kept(answers))
            session = replace(session, given={**session.given, "gathering": Answer(value=calm)})
        self.session = session
        assessment = assess(form, replace(session, measures=()).answers(""), AT)
        offered = {measure.id for measure in assessment.measures}
        self.gone = [measure for measure in session.measures if measure.id not in offered]
        self.stay = [measure for measure in session.measures if measure.id in offered]
        desk = Desk(Screen(), session, self._keep)
        self.flow: Flow[Any] = Flow(ask_measures(desk, assessment, "1号", lambda: AT, frozenset()))
        self.flow.begin()

    def _keep(self, session: Session) -> None:
        self.session = session

    @property
    def page(self) -> Any:
        assert isinstance(self.flow.page, MeasuresPage)
        return self.flow.page

    def press(self, key: str) -> Planning:
        answer = self.page.press(key, "")
        if answer is not None:
            self.flow.answer(answer)
        return self


def as_set(measures: Iterable[PlannedMeasure]) -> set[tuple[str, str, str]]:
    return {(measure.id, measure.owner, measure.deadline) for measure in measures}


@pytest.mark.parametrize("key", ["enter", "left"])
def test_to_look_at_the_measures_takes_none_away(key: str) -> None:
    planning = Planning()
    assert planning.gone
    assert planning.stay
    planning.press(key)
    assert planning.flow.page is None
    assert as_set(planning.session.measures) == as_set([*planning.gone, *planning.stay])
    assert TICKS not in planning.session.typed


def test_it_stands_among_the_others_and_its_tick_takes_it_away() -> None:
    planning = Planning()
    names = [measure.id for measure in planning.gone]
    rows = [item for item in planning.page.items() if item.value in names]
    assert [item.value for item in rows] == names
    assert all("眼下没有对应的风险点" in item.title for item in rows)
    assert set(names) <= set(planning.page.ticked)
    for name in names:
        planning.page.rows.toggle(name)
    planning.press("enter")
    assert as_set(planning.session.measures) == as_set(planning.stay)


def test_it_may_be_pointed_at_and_stands_line_by_line() -> None:
    planning = Planning()
    planning.page.press("end", "")
    planning.page.paint(80, 24)
    planning.page.by_lines = True
    on_list(planning.page, "-")
    assert planning.page.ticked == ()


def test_a_tick_that_has_no_row_for_the_moment_is_kept() -> None:
    planning = Planning()
    planned = planning.session.measures
    ticked = "；".join(measure.id for measure in planned)
    # None of them has an owner yet.
    session = replace(planning.session, measures=(), typed={TICKS: ticked})
    planning = Planning(session)
    planning.press("left")
    assert set(planning.session.typed[TICKS].split("；")) == set(ticked.split("；"))


def test_what_is_told_of_it_is_its_title() -> None:
    planning = Planning()
    form = gd563()
    titles = {measure.id: measure.title for measure in form.measures.values()}
    told = uncounted_lines(assess(form, planning.session.answers(""), AT), titles)
    for measure in planning.gone:
        assert f"{titles[measure.id]}（与这次的风险点不对应）" in told
