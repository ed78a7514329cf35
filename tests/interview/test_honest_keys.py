"""No answer by accident, and nothing typed is lost: held keys, pastes, the wheel, hang-ups, other pages over a field."""

import signal
import time
from pathlib import Path

import pytest
from person import (
    BACKSPACE,
    CTRL_C,
    CTRL_N,
    CTRL_R,
    DOWN,
    ENTER,
    ESC,
    F1,
    LEFT,
    NUMBER,
    PATIENCE,
    SHIPPED,
    TAB,
    UP,
    Person,
    begin,
    facts,
    start,
)

CTRL_L, CTRL_T = "\x0c", "\x14"


@pytest.fixture(autouse=True)
def _in_real_time(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """A held key is one at the pace of keyboards."""
    if any(word in request.node.name for word in ("held", "finger", "paste", "type_ahead")):
        monkeypatch.setattr("person.HASTE", 1.0)


def hold(person: Person, key: str, seconds: float) -> None:
    """A key held down, as a keyboard repeats it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        person.program.send(key)
        person._take(0.03)


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("pack", ["small", "shipped"])
def test_enter_held_down_answers_nothing(tmp_path: Path, pack: str) -> None:
    """From any page: the questions that may be left empty, a list, the review with everything answered."""
    more = {"pack": SHIPPED} if pack == "shipped" else {}
    person = begin(tmp_path / "home", **more)
    person.see("第1题")
    hold(person, ENTER, 1.5)
    person.see("第1题", "还没有选：打字找" if pack == "shipped" else "这一题要填")


def test_enter_held_down_stays_on_a_list_and_says_what_to_press(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home"))
    before = person.draft()
    hold(person, ENTER, 1.5)
    person.see("报负责人批准了吗", "还没有选：按前面的数字")
    person.press("1").see("会有哪些反应")
    hold(person, ENTER, 1.0)
    person.see("会有哪些反应", "键还按着", "一项也没有勾").press("0").see("检查答案")
    hold(person, ENTER, 1.0)
    person.see("检查答案", "都答了", "键还按着").press("y")
    assert person.ends() == 0
    assert "reactions" not in before


@pytest.mark.long
def test_enter_held_down_takes_nothing_over_from_earlier_cases(tmp_path: Path) -> None:
    person = (
        facts(start(tmp_path / "home")).press("1").see("会有哪些反应").press("0").see("检查答案").press("y")
    )
    assert person.ends() == 0
    person = Person(tmp_path / "home").see("案号是什么", "› 粤韶执〔2026〕13号", "Tab照用")
    hold(person, ENTER, 1.0)
    person.see("案号是什么", "键还按着", "Tab照用").press(TAB).see("这些和上次一样吗")
    hold(person, ENTER, 1.0)
    person.see("这些和上次一样吗", "一样的按 Tab").press("n").see("实施执法的单位")
    hold(person, ENTER, 1.0)
    person.see("实施执法的单位", "按 Tab 照用").press(TAB).see("由哪些执法人员")
    hold(person, ENTER, 1.0)
    person.see("由哪些执法人员", "按 Tab 照用")


def test_what_is_typed_stays_whatever_page_comes_over_it(tmp_path: Path) -> None:
    person = start(tmp_path / "home").press("甲局").see("› 甲局")
    person.press(F1).see("没有专门的条文").press("x").see("› 甲局")
    person.press(CTRL_N).see("写一句备注").press("半句备注").see("半句备注").press(ESC).see(
        "实施执法的单位", "› 甲局"
    )
    person.press(CTRL_N).see("写一句备注", "› 半句备注").press(UP).see("实施执法的单位")
    person.press(CTRL_R).see("检查答案").press("y").see("› 甲局")
    person.press(UP).see("这是第一题", "› 甲局").press(ENTER).see("由哪些执法人员")
    person.press("张三 粤A001", ENTER).see("1 张三").press("李四").see("› 李四").press(UP).see(
        "实施执法的单位"
    )
    person.press(ENTER).see("由哪些执法人员", "1 张三", "› 李四")


@pytest.mark.long
def test_ticks_stay_when_a_list_is_left(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home")).press("1").see("会有哪些反应").press("2").see("[x] 阻挠执法")
    person.press(LEFT).see("报负责人批准了吗").press("1").see("[x] 阻挠执法", "勾了 1 项")
    person.press(CTRL_C)
    assert person.ends() == 130
    again = Person(tmp_path / "home").see("没做完").press("1").see("[x] 阻挠执法", "勾了 1 项")
    again.press("0").see("先把勾去掉").press(ENTER).see("检查答案")


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("how", [CTRL_C, signal.SIGHUP, signal.SIGTERM])
def test_what_stands_in_a_field_is_there_after_leaving(tmp_path: Path, how: str | int) -> None:
    person = start(tmp_path / "home").press("甲局，还没写完").see("› 甲局，还没写完")
    if isinstance(how, str):
        person.press(how)
    else:
        person.program.kill(how)
    assert person.ends() == 130
    Person(tmp_path / "home").see("没做完").press("1").see("实施执法的单位", "› 甲局，还没写完")


@pytest.mark.long
def test_a_note_half_written_is_there_after_leaving(tmp_path: Path) -> None:
    person = (
        facts(start(tmp_path / "home")).press("n").see("写一句备注").press("口头").see("› 口头").press(CTRL_C)
    )
    assert person.ends() == 130
    Person(tmp_path / "home").see("没做完").press("1").see("报负责人").press("n").see("写一句备注", "› 口头")


@pytest.mark.long
def test_a_paste_whose_end_never_comes_is_taken_and_ctrl_c_works(tmp_path: Path) -> None:
    person = start(tmp_path / "home")
    person.press("\x1b[200~某某局").see("› 某某局")
    person.press(CTRL_C)
    assert person.ends() == 130


def test_a_paste_that_is_too_long_is_cut_and_said(tmp_path: Path) -> None:
    person = start(tmp_path / "home").press(f"\x1b[200~{'长' * 2010}\x1b[201~")
    person.see("只能写 2000 字，后面的 10 字没有收下")


def test_the_wheel_neither_leaves_a_page_nor_types(tmp_path: Path) -> None:
    person = start(tmp_path / "home").press("甲局").see("› 甲局")
    assert b"\x1b[?1007l" in person.sent
    person.press("\x1b[<64;10;10M", "\x1b[<65;10;10M", "乙").see("› 甲局乙")


def test_after_foreign_output_the_page_is_painted_anew(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home"))
    person._stream.feed(b"\x1b[5;1H" + b"broken " * 10)
    person.press(CTRL_L).see("报负责人批准了吗")
    assert "broken" not in person.text


def test_words_are_edited_as_everywhere(tmp_path: Path) -> None:
    person = start(tmp_path / "home").press("one two three").see("three").press("\x1b\x7f").see("› one two")
    assert "three" not in person.text
    person.press("\x1bb", "X").see("› one Xtwo").press(BACKSPACE).see("› one two")


@pytest.mark.long
def test_type_ahead_answers_no_page_that_nobody_saw(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home"))
    person.program.send("1" + "1" * 30)
    person.see("会有哪些反应")
    assert "[x]" not in person.text


@pytest.mark.long
def test_a_certain_red_line_may_end_it_and_an_unknown_may_not(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home")).press("u").see("会有哪些反应", "因不清楚")
    assert "到此为止" not in person.text
    person.press("x").see("不能到此为止").press(LEFT).see("报负责人").press("3").see("x到此为止").press("x")
    person.see("检查答案", "提前结束，2 题没有答").press("y")
    assert person.ends() == 0
    assert "ended_early: true" in person.answers()


@pytest.mark.long
def test_who_ended_early_may_go_on(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home")).press("3").see("x到此为止").press("x").see("检查答案")
    person.press(LEFT).see("会有哪些反应").press("0").see("检查答案", "都答了").press("y")
    assert person.ends() == 0
    assert "ended_early" not in person.answers()


@pytest.mark.long
def test_the_review_marks_what_an_answer_raised_jumps_and_filters(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home")).press("3").see("会有哪些反应").press("1", ENTER)
    person.see("准备落实哪些").press("0").see("检查答案", "红 报负责人批准了吗", "险 会有哪些反应")
    person.press("j").see("引出：").press("j").see("引出：").press("f").see("只看没答的").press("f").see(
        "只看不清楚的"
    )
    person.press("f").see("只看有风险的", "报负责人批准了吗")
    assert "某局" not in person.text
    person.press("f").see("某局")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_terminals_of_either_encoding(tmp_path: Path, encoding: str) -> None:
    person = Person(tmp_path / "home", PYTHONUTF8="0", PYTHONIOENCODING=encoding)
    end = time.monotonic() + PATIENCE
    while "案号是什么" not in person.sent.decode(encoding, "ignore"):
        assert time.monotonic() < end
        person._take(0.05)
    person.program.send(f"{NUMBER}\r".encode(encoding))
    while "实施执法的单位" not in person.sent.decode(encoding, "ignore"):
        assert time.monotonic() < end
        person._take(0.05)


def test_down_and_enter_pick_as_digits_do(tmp_path: Path) -> None:
    person = (
        facts(start(tmp_path / "home")).press(DOWN, DOWN).see("› 2 情况紧急").press(ENTER).see("情况怎样紧急")
    )
    person.press(LEFT).see("（已选）")


@pytest.mark.long
def test_ctrl_t_ends_where_letters_type(tmp_path: Path) -> None:
    person = (
        facts(start(tmp_path / "home"))
        .press("3")
        .see("x到此为止")
        .press(LEFT)
        .see("报负责人")
        .press(LEFT)
        .see("什么时候开始", "Ctrl-T到此为止")
    )
    person.press(CTRL_T).see("检查答案").press("y")
    assert person.ends() == 0
    assert "ended_early: true" in person.answers()


def test_a_page_that_is_come_back_to_points_nowhere(tmp_path: Path) -> None:
    """A row pointed at before is no answer that stands there already, however late Enter comes."""
    person = facts(start(tmp_path / "home"))
    person.see("报负责人批准了吗").press(DOWN).see("报负责人批准了吗")
    person.press(LEFT).see("什么时候开始").pause().press(ENTER).see("报负责人批准了吗").pause().pause()
    person.press(ENTER).see("还没有选")
    assert "approved" not in person.draft()
