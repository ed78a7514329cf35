"""约剩 is what is still to come as far as is known: none while questions are certain, and more only with a word for it."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest
from walk import NOW

from strategies import AT, gd563
from yanpan.answers.draft import drafts_folder
from yanpan.answers.model import UNKNOWN, Person
from yanpan.answers.profile import load_profile, profile_path
from yanpan.interview.flow import Interview
from yanpan.interview.pages import Flow, Screen
from yanpan.interview.question import Act, QuestionPage
from yanpan.interview.session import Session
from yanpan.questionnaire.model import Question, QuestionType

SEEDS = range(60, 72)


def begun(home: Path) -> tuple[Interview, Flow[Any]]:
    home.mkdir(exist_ok=True)
    profile = load_profile(profile_path(home), gd563())
    interview = Interview(
        gd563(), lambda: NOW, profile, drafts_folder(home), lambda _: False, Session(gd563()), False
    )
    flow: Flow[Any] = Flow(interview.run(Screen(), "粤韶执〔2026〕12号"))
    flow.begin()
    return interview, flow


def left(page: QuestionPage) -> int:
    """As the head of the page says it."""
    text = "".join(text for line in page.paint(120, None).lines[:1] for _, text in line)
    found = re.search(r"约剩(\d+)题", text)
    assert found, text
    return int(found[1])


def more(page: QuestionPage) -> int:
    found = re.search(r"，多 (\d+) 题", page.message)
    return int(found[1]) if found else 0


def some(question: Question, dice: random.Random) -> Any:
    """Any answer, most often a good one."""
    values = [option.value for option in question.options]
    if question.acts:
        return dice.choice(values)
    if question.type is QuestionType.CHOICE:
        unknown = [UNKNOWN] * 2 if question.unknown else []
        return dice.choice([values[0]] * 8 + values + unknown)
    if question.type is QuestionType.CHOICES:
        return tuple(value for value in values if dice.random() < 0.2)
    if question.type is QuestionType.PEOPLE:
        return (Person("张三", "粤A001"), Person("李四", "粤A002"))
    return {QuestionType.NUMBER: dice.choice([2, 70, 900]), QuestionType.TEXT: "查处某店"}.get(
        question.type, AT
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_left_grows_by_what_is_said_and_is_none_only_at_the_end(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 — repeatable, not secret
    interview, flow = begun(tmp_path / "home")
    shown, after_none, back = None, 0, False
    while isinstance(page := flow.page, QuestionPage):
        now = left(page)
        assert now >= len(interview.session.ahead - {page.question.id})
        if shown is not None and not back:
            grown = now - (shown - 1)
            assert grown == more(page) or (grown <= 1 and not more(page)), (shown, now, page.message)
            # Behind the last one that was told of, only what is said with a word comes.
            after_none = 0 if grown > 1 else after_none + (shown == 0)
        assert after_none <= 1, page.question.id
        back = dice.random() < 0.1 and interview.session.at is None
        shown = now
        if back:
            flow.answer(Act("back"))
            # To the question before and forward again, nothing is answered and nothing is more or less.
            flow.answer(Act("forward"))
            assert isinstance(flow.page, QuestionPage)
            assert left(flow.page) == now
        else:
            flow.answer(Act("answer", some(page.question, dice)))
    assert interview.draft
    interview.draft.close()


@pytest.mark.parametrize("name", sorted(gd563().acts)[::4])
def test_the_act_says_no_more_than_the_count_goes_up(tmp_path: Path, name: str) -> None:
    interview, flow = begun(tmp_path / "home")
    page = flow.page
    assert isinstance(page, QuestionPage)
    before = left(page)
    flow.answer(Act("answer", name))
    assert isinstance(flow.page, QuestionPage)
    grown = left(flow.page) - (before - 1)
    assert more(flow.page) == (grown if grown > 1 else 0), flow.page.message
    assert interview.draft
    interview.draft.close()


def test_answering_again_what_was_answered_leaves_as_much_to_come(tmp_path: Path) -> None:
    """Each look back took one off, so that none was left half way."""
    interview, flow = begun(tmp_path / "home")
    dice = random.Random(5)  # noqa: S311
    for _ in range(6):
        assert isinstance(flow.page, QuestionPage)
        flow.answer(Act("answer", some(flow.page.question, dice)))
    for _ in range(4):
        assert isinstance(flow.page, QuestionPage)
        before, given = left(flow.page), interview.session.given
        flow.answer(Act("back"))
        assert isinstance(flow.page, QuestionPage)
        flow.answer(Act("answer", given[flow.page.question.id].value))
        assert isinstance(flow.page, QuestionPage)
        assert left(flow.page) == before
    assert interview.draft
    interview.draft.close()
