"""The interview of an act that may end with a note: eight questions, a sentence, and the full assessment on request."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from yanpan.answers import UNKNOWN, Answer, Person
from yanpan.answers.draft import drafts_folder
from yanpan.answers.profile import load_profile, profile_path
from yanpan.assessment import assess
from yanpan.data import data_folder
from yanpan.interview.choose import ChoicesPage
from yanpan.interview.flow import Interview
from yanpan.interview.pages import Flow, Screen
from yanpan.interview.review import ReviewPage
from yanpan.interview.session import Session
from yanpan.questionnaire import Form, Question, QuestionType, compile_form, load_questionnaire

NOW = datetime(2026, 11, 24, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
TEXTS = {
    "action_summary": {
        "当场罚款": "乱扔垃圾罚款五十元",
        "日常检查": "食品日常检查",
        "当场警告": "当场警告乱停单车",
    }
}


@cache
def form() -> Form:
    return compile_form(load_questionnaire(data_folder("questionnaires") / "gd-563"))


def harmless(question: Question, act: str) -> Any:
    if question.acts:
        return act
    if question.type is QuestionType.PEOPLE:
        return (Person("张三", "粤A001"), Person("李四", "粤A002"))
    if question.type is QuestionType.NUMBER:
        return 50
    if question.type is QuestionType.TEXT:
        return TEXTS.get(question.id, {}).get(act, form().acts[act].label)
    return () if question.type is QuestionType.CHOICES else question.options[0].value


def answered(act: str, *, until: str = "") -> tuple[Session, int]:
    """A session whose questions are answered without worries, and how many pages asked: up to a question or sheet."""
    session, pages = Session(form()), 0
    while (here := session.current) is not None:
        sheet = session.screen
        if until in (here.id, sheet.question.id if sheet else here.id):
            break
        pages += not here.remember
        session = session.tick(sheet, ()) if sheet else session.answer(harmless(here, act))
    return session, pages


@pytest.mark.parametrize("act", form().note_test_of)
def test_it_ends_by_itself_after_at_most_eight_questions(act: str) -> None:
    session, pages = answered(act)
    assert session.finished
    assert pages <= 8
    assert session.met_with == pages + sum(q.remember for q in session.asked)
    assert assess(form(), session.answers(""), NOW).paper == "note"


@pytest.mark.parametrize("paid", [(), ("lawful_cash",)])
def test_the_police_are_asked_by_which_law_and_no_more_than_eight(paid: tuple[str, ...]) -> None:
    session, pages, asked = Session(form()), 0, list[str]()
    while (here := session.current) is not None:
        sheet = session.screen
        asked.append(here.id)
        pages += not here.remember
        if sheet:
            session = session.tick(sheet, paid)
        elif here.id == "unit_name":
            session = session.answer("某市公安局某派出所")
        elif here.id == "penalty_law":
            session = session.answer("security")
        else:
            session = session.answer(150 if here.id == "penalty_amount" else harmless(here, "当场罚款"))
    assert "penalty_law" in asked
    assert pages == 8
    assert assess(form(), session.answers(""), NOW).paper == "note"


def test_the_head_of_the_page_never_promises_more_questions_than_there_are() -> None:
    session, last = Session(form()).answer("当场罚款"), 99
    while (here := session.current) is not None:
        number, left = session.progress.number, session.progress.left
        assert number + left <= 11
        assert left < last
        last = left
        sheet = session.screen
        session = session.tick(sheet, ()) if sheet else session.answer(harmless(here, "当场罚款"))


def test_what_is_not_known_on_one_screen_is_asked_one_by_one() -> None:
    session, _ = answered("当场罚款", until="spot_faults")
    sheet = session.screen
    assert sheet is not None
    session = session.tick(sheet, UNKNOWN)
    assert session.screen is None
    for name in sheet.of:
        while session.current is not None and session.current.id != name:
            session = session.answer(harmless(session.current, "当场罚款"))
        assert session.current is not None
        session = session.answer(session.current.options[0].value)


def test_two_things_wrong_with_one_question_are_asked_again() -> None:
    session, _ = answered("当场罚款", until="spot_faults")
    assert session.screen is not None
    session = session.tick(session.screen, ("one", "uncertified"))
    assert session.current is not None
    assert session.current.id == "officers_ready"
    assert session.screen is None
    assert session.given["spot_told"].value == "all"


def test_as_soon_as_anything_stands_against_a_note_each_question_is_asked_alone() -> None:
    session, _ = answered("当场罚款", until="spot_faults")
    session, asked = session.reopen("quota_or_revenue_link").answer(UNKNOWN), list[str]()
    while (here := session.current) is not None:
        assert session.screen is None
        asked.append(here.id)
        session = session.answer(harmless(here, "当场罚款"))
    assert {"officers_ready", "spot_told", "fine_collection"} <= {*asked}
    assert assess(form(), session.answers(""), NOW).paper == "report"


def test_who_wants_the_full_assessment_is_asked_each_question() -> None:
    session = Session(form(), full=True).answer("当场罚款")
    while (here := session.current) is not None:
        assert session.screen is None
        session = session.answer(harmless(here, "当场罚款"))
    answers = session.answers("")
    assert answers.full
    assert assess(form(), answers, NOW).paper == "short"


def flow(home: Path, session: Session) -> tuple[Interview, Flow[Any]]:
    """At the page for the next question of the session."""
    interview = Interview(
        form(),
        lambda: NOW,
        load_profile(profile_path(home), form()),
        drafts_folder(home),
        lambda _: False,
        session,
    )
    begun = Flow(interview.run(Screen(), "测〔2026〕1号"))
    begun.begin()
    return interview, begun


def seen(page: Any) -> str:
    return "".join("".join(text for _, text in line) for line in page.paint(100, None).lines).replace(" ", "")


def press(begun: Flow[Any], *keys: str) -> None:
    for key in keys:
        answer = begun.page.press("text", key) if begun.page else None
        if answer is not None:
            begun.answer(answer)


def test_the_screen_and_the_sentence_at_the_end(tmp_path: Path) -> None:
    session, _ = answered("日常检查", until="inspection_readiness")
    interview, begun = flow(tmp_path, session)
    page: Any = begun.page
    assert isinstance(page, ChoicesPage)
    assert "依据、职权、人员、记录，有下列情形吗？" in seen(page)
    assert "有辅助、临聘人员直接执法" in seen(page)
    press(begun, "n")
    assert "备注、证据写在单独的题上" in seen(begun.page)
    press(begun, "0")
    while not isinstance(begun.page, ReviewPage):
        press(begun, "0" if isinstance(begun.page, ChoicesPage) else "1")
    told = seen(begun.page)
    assert "到此为止：这件事不碰人身自由、生命健康、重大财产权益，按563号4.2不用做全面研判" in told
    assert "w要全面研判" in told
    press(begun, "w")
    assert interview.session.full
    assert "照您说的做全面研判" in seen(begun.page)
    press(begun, "w")
    assert not interview.session.full
    press(begun, "y")
    assert begun.result is not None
    assert assess(form(), begun.result, NOW).paper == "note"


def test_no_other_case_hears_of_notes(tmp_path: Path) -> None:
    session, _ = answered("当场罚款")
    upset = session.reopen("reaction_expected").answer("upset")
    while (here := upset.current) is not None:
        upset = upset.answer(harmless(here, "当场罚款"))
    interview, begun = flow(tmp_path, upset)
    assert isinstance(begun.page, ReviewPage)
    assert "全面研判" not in seen(begun.page)
    press(begun, "w")
    assert not interview.session.full


def test_what_was_begun_on_one_screen_is_there_again(tmp_path: Path) -> None:
    session, _ = answered("日常检查", until="inspection_readiness")
    interview, begun = flow(tmp_path, session)
    press(begun, "1", "r")
    assert "只有文件、会议纪要、领导批示" in seen(begun.page)
    assert interview.session.typed["inspection_readiness"] == "document"


def test_a_question_that_was_answered_alone_is_not_asked_on_the_screen() -> None:
    session, _ = answered("当场罚款", until="spot_faults")
    assert session.screen is not None
    alone = session.reopen("officers_ready").answer("yes")
    assert alone.screen is not None
    assert alone.screen.of == ("within_power", "spot_told", "fine_collection")
    assert Answer(value="yes") == alone.given["officers_ready"]
