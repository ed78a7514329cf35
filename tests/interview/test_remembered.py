"""What is offered from the profile and from an earlier case, and what the shipped questionnaire costs in keys."""

from pathlib import Path

import pytest
from person import (
    CTRL_C,
    ENTER,
    NUMBER,
    PATIENCE,
    SHIPPED,
    TAB,
    Person,
    begin,
    facts,
    start,
)

from strategies import AT, gd563
from yanpan.answers import Person as Officer
from yanpan.interview.choice_page import choice_page
from yanpan.interview.session import Session, may_take_over
from yanpan.interview.write import write_page
from yanpan.questionnaire import QuestionType


@pytest.mark.long
def test_the_profile_offers_unit_officers_and_the_next_number(tmp_path: Path) -> None:
    person = (
        facts(start(tmp_path / "home")).press("1").see("会有哪些反应").press("0").see("检查答案").press("y")
    )
    assert person.ends() == 0
    person = Person(tmp_path / "home").see("案号是什么", "› 粤韶执〔2026〕13号").press(TAB)
    person.see("这些和上次一样吗", "某局", "张三（执法证号 粤A001）").press(TAB)
    person.see("哪一种执法行为")
    assert person.keys == 2
    assert "行政处罚（上次）" not in person.text


@pytest.mark.long
def test_typing_replaces_what_is_offered(tmp_path: Path) -> None:
    person = (
        facts(start(tmp_path / "home")).press("1").see("会有哪些反应").press("0").see("检查答案").press("y")
    )
    assert person.ends() == 0
    person = Person(tmp_path / "home").see("13号").press("韶1号", ENTER).see("和上次一样吗").press("n")
    person.see("› 某局", "上次填的").press(ENTER).see("按 Tab 照用，或者").press("乙局", ENTER)
    person.see("1 张三", "上次的人员").press("王五", ENTER).see("1 王五").press(ENTER).see("哪一种")
    assert "张三" not in person.draft()


def test_a_damaged_profile_is_said_and_does_not_stop_anything(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "profile.yaml").write_text("a: [", encoding="utf-8")
    Person(home).see("案号是什么", "常用资料读不了").press("1号", ENTER).see("实施执法的单位").press(
        CTRL_C
    ).ends()


@pytest.mark.long
def test_like_offers_the_answers_of_an_earlier_case_one_by_one(tmp_path: Path) -> None:
    earlier = tmp_path / "earlier.yaml"
    earlier.write_text(
        "answers:\n  unit: 某局\n  officers: [{name: 张三}]\n  kind: 强制\n  start: 2026-10-01 09:00\n  approved: no\n  reactions: [gather]\n",
        encoding="utf-8",
    )
    person = begin(tmp_path / "home", "--like", str(earlier)).see("和上次一样吗", "某局", "张三").press(TAB)
    person.see("哪一种执法行为", "行政强制（上次）").press(TAB).see("重新选")
    person.press("2").see("当事人是谁").press(ENTER).see("什么时候开始")
    assert "2026-10-01" not in person.text
    person.press("现在", ENTER).see("多少人").press("3", ENTER).see("3 没有批准（上次）").press(TAB, "1")
    person.see("[ ] 聚集围观（上次）").press(CTRL_C)
    assert person.ends() == 130
    again = Person(tmp_path / "home").see("有没做完的").press("1")
    again.see("[ ] 聚集围观（上次）")


def clean_case(person: Person) -> None:
    """Best answers to whatever is asked, from the second question on, until the review."""
    screen = ""
    while "检查答案" not in screen:
        person.see("第")
        screen = person.text
        if "准备什么时候开始" in screen:
            person.press("现在")
            person.see("（今天")
            person.press(ENTER)
        elif "当事人（相对人）是谁" in screen:
            person.press("王五", ENTER)
        elif "用一句话说清" in screen:
            person.press("乱扔垃圾，罚款五十元", ENTER)
        elif "依据哪部" in screen:
            person.press("某条例第九条", ENTER)
        elif "准备罚多少" in screen:
            person.press("50", ENTER)
        elif "0都没有" in screen:
            person.press("0")
        elif "数字定" in screen:
            person.press("1")
        else:
            person.press(ENTER)
        changed(person, screen)
        screen = person.text


def changed(person: Person, before: str) -> None:
    """Wait until another question (or the review) is on the screen."""
    head = before.splitlines()[0]
    for _ in range(int(50 * PATIENCE)):
        if person.text.splitlines()[0] != head:
            return
        person._take(0.02)
    raise AssertionError(f"nothing follows on:\n{person.text}")


def test_a_clean_on_the_spot_case_takes_at_most_60_keys(tmp_path: Path) -> None:
    person = (
        Person(tmp_path / "home", pack=SHIPPED)
        .see("案号是什么")
        .press(NUMBER, ENTER)
        .see("第1题", "准备做什么")
        .press("小额")
        .see("找：小额")
        .pause()
        .press(ENTER)
        .see("第2题")
        .press("示范市某某局", ENTER)
    )
    person.see("第3题").press("张三 粤A001", ENTER).see("1 张三").press("李四 粤A002", ENTER).see(
        "2 李四"
    ).press(ENTER).see("第4题")
    clean_case(person)
    person.pause().press("y")
    assert person.ends() == 0
    person = (
        Person(tmp_path / "home", pack=SHIPPED)
        .see("粤韶执〔2026〕13号")
        .press(TAB)
        .see("准备做什么")
        .press("小额")
        .see("找：小额")
        .pause()
        .press(ENTER)
        .see("和上次一样吗")
        .press(TAB)
    )
    person.see("第4题")
    clean_case(person)
    person.see("都答了").press("y")
    assert person.ends() == 0
    assert person.keys <= 60
    print(f"keys: {person.keys}")


@pytest.mark.long
def test_only_what_weighs_no_risk_is_taken_over_with_one_key() -> None:
    """Of every question that ships: --like shows the earlier answer, and Tab takes the act, who and where."""
    form, tried = gd563(), 0
    values = {
        QuestionType.NUMBER: 3, QuestionType.TEXT: "某某", QuestionType.PEOPLE: (Officer("张三", "粤A001"),),
    }  # fmt: skip
    for question in form.order:
        if question.type in (QuestionType.DATE, QuestionType.DATETIME):
            continue
        value = values.get(question.type)
        if value is None:
            first = question.options[0].value if question.options else "扣车"
            value = (first,) if question.type is QuestionType.CHOICES else first
        session = Session(form, offers={question.id: value})
        choice = question.options or question.acts
        page = (choice_page if choice else write_page)(session, question, NUMBER, lambda: AT)
        shown = "".join(text for line in page.paint(80, None).lines for _, text in line)
        taken = page.press("tab", "")
        assert (taken is not None) is may_take_over(question), question.id
        assert "上次" in shown, question.id
        assert ("照上次" in "".join(page.keys())) is may_take_over(question), question.id
        if not may_take_over(question) and not choice:
            page.press("enter", "")
            assert page.field.text == ""
        tried += 1
    assert tried > 50
    own = {
        "people_affected",
        "interests",
        "structure_occupied",
        "waiting_harm",
        "penalty_amount",
        "party_name",
        "penalty_types",
        "setting",
        "goods_returnable",
        "compulsion_track",
    }
    assert not any(may_take_over(form.questions[name]) for name in own)
    assert all(may_take_over(form.questions[name]) for name in ("unit_name", "officers", "place", "act"))
