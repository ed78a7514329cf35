"""A key held down, a cut line, a window too small, a key nobody meant: none of it answers anything. Through a terminal."""

import json
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from person import (
    BACKSPACE,
    CTRL_C,
    CTRL_N,
    DOWN,
    ENTER,
    ESC,
    NUMBER,
    SHIPPED,
    TAB,
    Person,
    facts,
    start,
)

from strategies import AT, gd563
from yanpan.answers.model import Answer
from yanpan.interview.choice_page import choice_page
from yanpan.interview.question import Act
from yanpan.interview.session import Session
from yanpan.interview.write import WritePage, write_page
from yanpan.questionnaire.model import QuestionType


@pytest.fixture(autouse=True)
def _in_real_time(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """A held key is one at the pace of keyboards."""
    if any(word in request.node.name for word in ("held", "finger", "paste", "type_ahead")):
        monkeypatch.setattr("person.HASTE", 1.0)


def hold(person: Person, key: str, first: float, gap: float, count: int = 15) -> Person:
    """A key held down: once, and after `first` seconds again and again."""
    person.program.send(key)
    end = time.monotonic() + first
    for _ in range(count):
        while time.monotonic() < end:
            person._take(0.005)
        person.program.send(key)
        end = time.monotonic() + gap
    return person


def answered(person: Person) -> dict[str, object]:
    found: dict[str, object] = json.loads(person.draft())["document"]["answers"]
    return found


def weighing(home: Path) -> Person:
    """At the first question of a run that the same digit would answer."""
    person = Person(home, pack=SHIPPED).see("案号是什么").press(NUMBER, ENTER).see("准备做什么")
    person.press("列表").see("列表里没有").pause().press(DOWN).see("› 1 列表里没有").press(ENTER).see(
        "实施执法的单位"
    )
    person.press("某局", ENTER).see("由哪些执法人员")
    person.press("张三 粤A001", ENTER).see("1 张三").press("李四 粤A002", ENTER).see("2 李四").press(ENTER)
    return person.see("哪一种执法行为")


@pytest.mark.long(one_in=6)
@pytest.mark.parametrize(
    ("first", "gap"),
    [
        (0.25, 1 / 60),
        (0.5, 0.2),
        *(pytest.param(*pace, marks=pytest.mark.long) for pace in [(0.4, 1 / 30), (0.66, 0.1), (0.8, 0.3)]),
    ],
)
def test_a_digit_held_down_answers_one_question(tmp_path: Path, first: float, gap: float) -> None:
    person = weighing(tmp_path / "home")
    hold(person, "1", first, gap).see("键还按着")
    assert list(answered(person)) == ["act", "unit_name", "officers", "kind"]


@pytest.mark.long(one_in=6)
@pytest.mark.parametrize(
    ("first", "gap", "bundle"),
    [
        (0.8, 0.1, 0.5),
        *(
            pytest.param(*pace, marks=pytest.mark.long)
            for pace in [(0.5, 0.1, 0.2), (0.5, 0.2, 0.3), (0.4, 0.3, 0.4)]
        ),
    ],
)
def test_a_digit_held_down_on_a_slow_line_answers_one_question(
    tmp_path: Path, first: float, gap: float, bundle: float
) -> None:
    person = weighing(tmp_path / "home")
    person.program.send("1")
    begun, came = time.monotonic(), [int((first + i * gap) / bundle) + 1 for i in range(int(3 / gap))]
    for of in sorted(set(came)):
        while time.monotonic() < begun + of * bundle:
            person._take(0.005)
        person.program.send("1" * came.count(of))
    person.see("键还按着")
    time.sleep(1.0)
    person._take(0.05)
    assert list(answered(person)) == ["act", "unit_name", "officers", "kind"]


@pytest.mark.long
def test_the_same_digit_at_the_pace_of_a_finger_is_answered(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home")).press("1").see("会有哪些反应")
    time.sleep(0.7)
    person.program.send("1")
    person.see("[x] 聚集围观")


@pytest.mark.long
def test_enter_held_down_neither_skips_nor_ends_a_list_nor_confirms_what_is_past(tmp_path: Path) -> None:
    person = start(tmp_path / "home").press("某局", ENTER).see("由哪些执法人员").press("张三 粤A001")
    hold(person, ENTER, 0.4, 0.035).see("1 张三", "由哪些执法人员", "键还按着").press(BACKSPACE)
    person.see("› 张三").press(ENTER).see("1 张三").press(ENTER).see("哪一种").press("1").see(
        "当事人是谁"
    ).press("陈某")
    hold(person, ENTER, 0.25, 0.1).see("什么时候开始", "键还按着").press("今天下午3点").see("已经过去")
    hold(person, ENTER, 0.5, 0.02).see("什么时候开始", "按 Tab").press(TAB).see("报负责人批准了吗")


@pytest.mark.long
def test_tab_held_down_takes_one_thing_over(tmp_path: Path) -> None:
    home = tmp_path / "home"
    person = facts(start(home)).press("1").see("会有哪些反应").press("0").see("检查答案").press("y")
    assert person.ends() == 0
    person = Person(home).see("案号是什么")
    hold(person, TAB, 0.4, 0.033).see("这些和上次一样吗", "键还按着", "一样的按 Tab").press("n").see(
        "实施执法的单位"
    )


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("options", [(), ("--number", "粤韶执〔2026〕12号")])
def test_a_key_held_down_deletes_no_draft(tmp_path: Path, options: tuple[str, ...]) -> None:
    home = tmp_path / "home"
    start(home).press("某局", ENTER).see("由哪些执法人员").press(CTRL_C).ends()
    for key in "dn" if options else "d":
        person = Person(home, *options).see("接着做")
        hold(person, key, 0.3, 0.033).see("要删按 y").press(CTRL_C).ends()
        assert "某局" in person.draft()


@pytest.mark.long(one_in=7)
@pytest.mark.parametrize(
    "sequence", ["\x1b[99~", "\x1b[49;5u", "\x1bOq", "\x1bP1$r0m\x1b\\", "\x1b]0;2\x07", "\x1b1", "\x1b[201~"]
)
def test_what_is_no_key_answers_nothing(tmp_path: Path, sequence: str) -> None:
    person = facts(start(tmp_path / "home"))
    for at in {1, len(sequence) - 1, len(sequence)}:
        person.program.send(sequence[:at])
        time.sleep(0.45)
        person.program.send(sequence[at:])
        time.sleep(0.2)
    time.sleep(1.0)
    person.press("?").see("报负责人批准了吗", "按任意键回到题目").press(ESC).see("数字定")
    assert "approved" not in answered(person)


def test_a_paste_that_is_cut_stays_a_paste(tmp_path: Path) -> None:
    person = start(tmp_path / "home")
    person.program.send("\x1b[200~某市")
    time.sleep(1.2)
    person.program.send("城市管理局\r第二行\x1b[2")
    time.sleep(0.5)
    person.program.send("01~")
    person.see("实施执法的单位", "› 某市城市管理局 第二行")


@pytest.mark.long
def test_after_a_paste_without_end_only_escape_gives_the_keys_back(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home"))
    person.program.send("\x1b[200~某市")
    person.see("粘贴没有收到结尾")
    person.program.send("1")
    time.sleep(1.0)
    person.see("报负责人批准了吗").press(ESC)
    time.sleep(1.5)
    person.press("1").see("会有哪些反应")


def test_no_key_puts_a_control_character_into_a_field(tmp_path: Path) -> None:
    person = start(tmp_path / "home").press(CTRL_N).see("写一句备注")
    for code in set(range(1, 32)) - {3, 4, 9, 10, 12, 13, 26, 27}:
        person.program.send(f"甲{chr(code)}\x1b[27;5;9~\x11")
        person._take(0.02)
    person.press("乙", ENTER).see("备注：")
    (remark,) = json.loads(person.draft())["remarks"].values()
    assert set(remark["note"]) <= {"甲", "乙"}


@pytest.mark.long
def test_while_the_window_is_too_small_no_key_but_ctrl_c_does_anything(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home")).resize(30, 8).see("窗口太小")
    person.press("1", "u", "r", ENTER)
    person.resize(80, 24).see("报负责人批准了吗").resize(30, 8).see("窗口太小").press(CTRL_C)
    assert person.ends() == 130


@pytest.mark.parametrize("question", gd563().order, ids=lambda q: q.id)
def test_the_question_itself_is_always_in_view(question: object) -> None:
    """Also where red lines, a message and the keys leave little room."""
    form = gd563()
    asked = form.questions[question.id]  # type: ignore[attr-defined]
    session = Session(form, given={"legal_basis_exists": Answer(value="no")})
    make = choice_page if asked.type in (QuestionType.CHOICE, QuestionType.CHOICES) else write_page
    page = make(session, asked, "粤韶执〔2026〕12号", lambda: AT)
    for page.message in ("", "选了“甲”，多 9 题。" * 8):
        for _ in range(3):
            shown = "".join("".join(text for _, text in line).strip() for line in page.paint(60, 16).lines)
            assert asked.ask[:12] in shown
            page.press("up", "")


def test_a_day_is_read_by_the_clock_of_the_moment() -> None:
    """A page left open over midnight: what stands there is read anew, and not taken before it was seen."""
    clock = [AT]
    page = write_page(Session(gd563()), gd563().questions["planned_start"], "X", lambda: clock[0])
    assert isinstance(page, WritePage)
    page.press("text", "明天上午9点")
    page.paint(80, 24)
    clock[0] += timedelta(days=1)
    assert page.press("enter", "") is None
    assert "日子已经变了" in page.message
    assert f"{AT.day + 2}日" in page.echo()
    act = page.press("enter", "")
    assert isinstance(act, Act)
    assert isinstance(act.value, datetime)
    assert act.value.date() == (AT + timedelta(days=2)).date()
