"""A digit picks only a row that can be read on the screen now, and nothing is denied that was never shown."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from strategies import AT, gd563, random_answers
from yanpan.answers.draft import SavedDraft
from yanpan.answers.model import UNKNOWN, Answer, Statement
from yanpan.assessment import assess
from yanpan.interview.choice_page import choice_page
from yanpan.interview.item import Item
from yanpan.interview.lists import CarriedPage, MeasuresPage
from yanpan.interview.resume import ResumePage
from yanpan.interview.session import Session
from yanpan.interview.statements import StatementsPage
from yanpan.questionnaire.model import Question, QuestionType

NUMBER = "粤韶执〔2026〕12号"
SIZES = [(60, 16), (60, 20), (72, 18), (80, 24), (120, 40)]
QUESTIONS = [q for q in gd563().order if q.options and not q.acts]
SEVERAL = [q for q in QUESTIONS if q.type is QuestionType.CHOICES]
# A page keeps what was said on it in lines under the options.
SAID = ["", "和前面的回答对不上：" + "当事人一栏写着强拆，选的却是行政处罚，" * 3]


@cache
def full() -> Session:
    """A case that has met red lines, hazards and steps to come: the foot takes its most."""
    given = {
        q.id: Answer(value=UNKNOWN)
        for q in gd563().order
        if q.type is QuestionType.CHOICE and q.unknown and not q.nominal
    }
    return Session(gd563(), given={**given, "act": Answer(value="强拆违建")})


def page_of(question: Question, session: Session | None = None) -> Any:
    return choice_page(session or Session(gd563()), question, NUMBER, lambda: AT)


def text_of(page: Any, size: tuple[int, int]) -> str:
    """What stands on the screen, boxes and blanks aside."""
    return bare("".join(text for line in page.paint(*size).lines for _, text in line))


def bare(words: str) -> str:
    return words.replace("[x]", "").replace("[ ]", "").replace("★", "").replace(" ", "")


def picked(page: Any, digit: str) -> bool:
    """Whether a digit does anything but say something."""
    ticked = getattr(page, "ticked", ())
    return page.press("text", digit) is not None or getattr(page, "ticked", ()) != ticked


def in_full(page: Any, size: tuple[int, int], number: int, item: Item) -> bool:
    return f"{number}{bare(item.title)}" in text_of(page, size)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("said", SAID, ids=["", "said"])
def test_a_digit_answers_no_option_that_is_out_of_sight(said: str, size: tuple[int, int]) -> None:
    hidden = 0
    for question in QUESTIONS:
        for session in (None, full()):
            page = page_of(question, session)
            _ = page.rows
            page.message = said
            shown = text_of(page, size)
            for number, option in enumerate(question.options[:9], 1):
                whole = f"{number}{bare(option.label)}" in shown
                assert picked(page, str(number)) is whole, option.label
                hidden += not whole
                if not whole:
                    assert "不在屏上" in page.message
    assert hidden or size[1] > 20


@pytest.mark.parametrize("size", [(60, 16), (80, 24)])
def test_every_option_can_be_brought_into_sight_and_picked_there(size: tuple[int, int]) -> None:
    for question in [q for q in QUESTIONS if len(q.options) > 3]:
        page = page_of(question, full())
        for number in range(1, min(9, len(question.options)) + 1):
            page.press("down", "")
            page.paint(*size)
            assert picked(page, str(number))


@pytest.mark.parametrize("words", ["罚款", "fk", "拆", "检查", "停"])
@pytest.mark.parametrize("size", [(60, 16), (80, 24)])
def test_a_digit_picks_no_act_that_is_out_of_sight(words: str, size: tuple[int, int]) -> None:
    for digit in "123456789":
        page = page_of(gd563().questions["act"])
        page.paint(*size)
        for letter in words:
            page.press("text", letter)
        # Nothing that was painted before the words were typed counts.
        assert page.press("text", digit) is None
        page.paint(*size)
        item = page.numbered(int(digit))
        if item is None:
            continue
        whole = in_full(page, size, int(digit), item)
        assert picked(page, digit) is whole or page.pointed() == item


@pytest.mark.parametrize("question", SEVERAL[::4], ids=lambda q: q.id)
@pytest.mark.parametrize("size", [(60, 16), (80, 24)])
def test_none_of_them_and_the_rest_of_them_are_denied_by_nobody_who_has_not_met_them(
    question: Question, size: tuple[int, int]
) -> None:
    for keys in (["0"], ["1", "enter"]):
        page = page_of(question, full())
        _ = page.rows
        page.paint(*size)
        hidden = [
            o for n, o in enumerate(question.options, 1) if not in_full(page, size, n, Item(o.value, o.label))
        ]
        act = None
        for key in keys:
            act = page.press("text" if len(key) == 1 else key, key if len(key) == 1 else "")
        assert (act is None) is bool(hidden)
        if hidden:
            assert f"还有 {len(hidden)} 项" in page.message
        # Who goes to the end by one key has jumped over what lies between.
        for _ in range(len(question.options) + 2):
            page.press("down", "")
            page.paint(*size)
        act = page.press("text", "0") if keys == ["0"] else page.press("enter", "")
        if page.pointed() and page.pointed().value in ((), UNKNOWN) and keys != ["0"]:
            continue
        assert act is not None and act.name == "answer", page.message


def test_what_was_answered_before_is_taken_again_unread() -> None:
    question = max(SEVERAL, key=lambda q: len(q.options))
    session = Session(gd563(), given={question.id: Answer(value=(question.options[0].value,))})
    page: Any = choice_page(session, question, NUMBER, lambda: AT)
    page.paint(60, 16)
    assert page.press("enter", "").value == (question.options[0].value,)


def others() -> list[Any]:
    draft = SavedDraft(case_number=NUMBER, saved_at=AT - timedelta(days=1), answered=3)
    drafts = [replace_number(draft, n) for n in range(9)]
    said = [Statement(who=f"第{n}人", said="说了一段很长的话，" * 12) for n in range(9)]
    form = gd563()
    assessments = (assess(form, random_answers(form, seed), AT) for seed in range(200))
    much = max(assessments, key=lambda a: len(a.measures))
    return [ResumePage(drafts * 2, AT), StatementsPage(said), MeasuresPage(much, (), NUMBER)]


def replace_number(draft: SavedDraft, n: int) -> SavedDraft:
    return SavedDraft(case_number=f"粤韶执〔2026〕{n}号", saved_at=draft.saved_at, answered=n)


@pytest.mark.parametrize("which", range(3), ids=["drafts", "statements", "measures"])
def test_no_other_list_picks_a_row_by_a_digit_that_nobody_sees(which: int) -> None:
    size, met = (60, 16), set()
    for digit in "123456789":
        page = others()[which]
        page.message = SAID[1]
        _ = page.rows
        page.paint(*size)
        item = page.numbered(int(digit))
        if item is None:
            continue
        whole = in_full(page, size, int(digit), item)
        met.add(whole)
        assert picked(page, digit) is whole
        if not whole:
            assert "不在屏上" in page.message
    assert False in met


def test_facts_are_taken_over_by_one_key_only_when_all_were_shown() -> None:
    names = [q.id for q in gd563().order if q.type is QuestionType.TEXT]
    page = CarriedPage(
        Session(gd563(), offers=dict.fromkeys(names, "很长的一个单位名称" * 8)), names[:1], NUMBER
    )
    page.paint(60, 16)
    assert page.press("tab", "") is not None
    many = CarriedPage(Session(gd563(), offers=dict.fromkeys(names, "很长的一个单位名称" * 8)), names, NUMBER)
    many.paint(60, 16)
    hidden = len(names) - len(many.met)
    if hidden:
        assert many.press("tab", "") is None
        assert f"还有 {hidden} 项" in many.message
    for _ in names:
        many.press("down", "")
        many.paint(60, 16)
    assert many.press("tab", "") is not None


def test_a_row_of_two_lines_of_which_one_is_shown_is_out_of_sight() -> None:
    seen = []
    for height in range(16, 24):
        page = StatementsPage([Statement(who="某", said="说" * 60) for _ in range(6)])
        _ = page.rows
        page.paint(60, height)
        seen.append(len(page.met))
    assert all(a <= b for a, b in pairwise(seen)) and seen[0] < seen[-1]
