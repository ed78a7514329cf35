"""Every screen of the shipped questionnaire, painted at the sizes people have: nothing cut, nothing hidden."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from questionary import Choice

from strategies import AT, gd563, random_answers
from yanpan.assessment import assess
from yanpan.interview.choice_page import choice_page
from yanpan.interview.lists import MeasuresPage
from yanpan.interview.paint import Picture, cells
from yanpan.interview.question import BasisPage, QuestionPage
from yanpan.interview.review import ReviewPage
from yanpan.interview.rows import Heading, Rows
from yanpan.interview.session import Session, may_take_over
from yanpan.interview.write import write_page
from yanpan.questionnaire import Question, QuestionType

NUMBER = "粤韶执〔2026〕12号"
SIZES = [(60, 16), (80, 24), (120, 40)]
QUESTIONS = gd563().order
KEYS = [
    "up", "down", "left", "right", "enter", "backspace", "pageup", "pagedown", "home", "end", "escape", "tab", "f1",
    "c-u", "c-n", "0", "1", "9", " ", "?", "n", "a", "d", "s", "张",
]  # fmt: skip


def page_of(session: Session, question: Question) -> QuestionPage:
    choices = (QuestionType.CHOICE, QuestionType.CHOICES)
    make = choice_page if question.type in choices else write_page
    return make(session, question, NUMBER, lambda: AT)


def words(picture: Picture) -> list[str]:
    return ["".join(text for _, text in line) for line in picture.lines]


def fits(picture: Picture, width: int, height: int) -> None:
    rows = words(picture)
    assert len(rows) == height
    assert [row for row in rows if cells(row) > width] == []
    if picture.field:
        assert picture.field.line >= 0
        assert picture.field.line + picture.field.rows <= height


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.id)
def test_every_question_and_its_clauses_fit(question: Question, width: int, height: int) -> None:
    session = Session(gd563())
    fits(page_of(session, question).paint(width, height), width, height)
    fits(BasisPage(session, question).paint(width, height), width, height)


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q.options and not q.acts], ids=lambda q: q.id)
def test_at_80_by_24_all_options_stand_on_one_screen(question: Question) -> None:
    session = Session(gd563(), remarks={})
    shown = "".join(words(page_of(session, question).paint(80, 24))).replace(" ", "")
    for option in question.options:
        assert option.label.replace(" ", "") in shown
    assert ("不清楚" in shown.split("↑↓")[0]) is question.unknown or "不清楚" in question.ask + question.help


@pytest.mark.long
@given(st.integers(0, 10_000), st.sampled_from(SIZES), st.lists(st.sampled_from(KEYS), max_size=12))
def test_no_key_breaks_a_page_or_its_measure(seed: int, size: tuple[int, int], keys: list[str]) -> None:
    form = gd563()
    answers = random_answers(form, seed)
    session = Session(form, given=dict(answers.answers))
    pages: list[object] = [page_of(session, question) for question in session.asked[seed % 7 :: 7]]
    pages += [ReviewPage(session, NUMBER, measures=True), BasisPage(session, session.asked[0])]
    assessment = assess(form, answers, AT)
    if assessment.measures:
        pages.append(MeasuresPage(assessment, (), NUMBER))
    for page in pages:
        for key in keys:
            name = "text" if len(key) == 1 else key
            page.press(name, key if name == "text" else "")  # type: ignore[attr-defined]
        fits(page.paint(*size), *size)  # type: ignore[attr-defined]


def test_an_option_is_never_picked_by_looking_at_it() -> None:
    question = gd563().questions["legal_basis_exists"]
    page = page_of(Session(gd563()), question)
    for key in ("enter", "up", "down", "home", "end", "pageup", "tab", "escape"):
        assert page.press(key, "") is None


def test_digits_pick_and_go_on_at_once() -> None:
    question = gd563().questions["kind"]
    page = page_of(Session(gd563()), question)
    act = page.press("text", "3")
    assert act is not None
    assert (act.name, act.value) == ("answer", question.options[2].value)
    assert page_of(Session(gd563()), question).press("text", "0") is None


@pytest.mark.parametrize("key", ["9", "z", "[", "十"])
def test_a_key_that_means_nothing_here_is_answered_in_words(key: str) -> None:
    question = gd563().questions["legal_basis_exists"]
    page = choice_page(Session(gd563()), question, "", lambda: AT)
    assert page.press("text", key) is None
    assert key in page.message


def test_nothing_is_pointed_at_before_a_key_says_so_and_enter_says_what_to_press() -> None:
    for question in [q for q in QUESTIONS if q.options]:
        page = page_of(Session(gd563()), question)
        shown = words(page.paint(80, 24))
        assert [row for row in shown if "›" in row] == []
        assert page.press("enter", "") is None
        assert page.message, question.id


def test_no_help_of_a_list_speaks_of_an_empty_enter() -> None:
    assert [q.id for q in QUESTIONS if q.options and "直接回车" in q.help] == []


def test_none_of_them_is_an_answer_of_its_own_key_and_never_the_empty_enter() -> None:
    for question in [q for q in QUESTIONS if q.type is QuestionType.CHOICES]:
        page = page_of(Session(gd563()), question)
        act = page.press("text", "0")
        assert act is not None
        assert (act.name, act.value) == ("answer", ())
        page = page_of(Session(gd563()), question)
        page.press("text", "1")
        assert page.press("text", "0") is None
        assert "先把勾去掉" in page.message


def test_what_an_earlier_case_said_is_taken_over_for_facts_and_never_for_what_weighs() -> None:
    for question in [q for q in QUESTIONS if q.type is QuestionType.CHOICE and not q.acts]:
        value = question.options[-1].value
        page = page_of(Session(gd563(), offers={question.id: value}), question)
        act = page.press("tab", "")
        assert (act is not None) is may_take_over(question), question.id
        assert any("（上次）" in row for row in words(page.paint(80, 24))), question.id


@pytest.mark.parametrize(("typed", "found"), [("拆", "拆除"), ("cc", "拆除"), ("zzzz", "")])
def test_a_long_list_is_looked_through_by_typing(typed: str, found: str) -> None:
    rows = Rows(
        [Heading("强制"), Choice("强制拆除违法建筑", value=1), Heading("处罚"), Choice("罚款", value=2)], list
    )
    rows.search(typed)
    titles = [choice.title for choice in rows.filtered_choices]
    if found:
        assert titles == ["强制", "强制拆除违法建筑"]
        assert rows.pointed is rows.choices[1]
    else:
        assert titles == []
