"""What is typed as a word is no key: on a list a single character answers, and 罚款50元 or you are made of such."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from person import CTRL_C, CTRL_U, DOWN, ENTER, SHIPPED, Person, begin, facts, start

from yanpan.interview import screen
from yanpan.interview.burst import APART, Burst


def slowly(person: Person, text: str, gap: float = 0.18) -> Person:
    """A finger that types a word, a character after another."""
    for c in text:
        person.program.send(c)
        person._take(0.01)
        time.sleep(gap)
    person._last = text[-1]
    return person


def at_act(home: Path) -> Person:
    return begin(home, pack=SHIPPED, PERSON_HASTE="1").see("准备做什么")


# ── The rule ──


@pytest.mark.parametrize(
    ("typed", "joined"),
    [("罚款50元", "款50元"), ("you", "ou"), ("第2项", "2项"), ("12", ""), ("uu", ""), ("wuu", "uu"), ("罚55元", "55元"), ("nnn", "")],
)  # fmt: skip
def test_what_comes_right_behind_a_letter_belongs_to_its_word(typed: str, joined: str) -> None:
    now = [0.0]
    burst, page = Burst(lambda: now[0]), object()
    found = ""
    for c in typed:
        now[0] += APART / 3
        found += c if burst.joins("text", c, page) else ""
    assert found == joined


def test_a_pause_an_arrow_or_another_page_ends_a_word() -> None:
    now = [0.0]
    burst, page, other = Burst(lambda: now[0]), object(), object()

    def press(c: str, where: object = page, wait: float = 0.1, key: str = "text") -> bool:
        now[0] += wait
        return burst.joins(key, c, where)

    press("罚")
    assert press("5")
    assert not press("5", wait=2 * APART)
    press("n", wait=2 * APART)
    assert not press("", key="down")
    assert not press("5")
    press("b")
    assert press("1", other)
    assert press("2", other)
    assert not press("b", wait=1)
    assert not press("b", other)
    assert not press("b", other, wait=1)
    assert press("u")
    press("b", wait=1)
    assert press("u", other)
    assert press("u", other)


def test_behind_what_turned_the_page_or_stood_for_nothing_there_is_no_key() -> None:
    now = [0.0]
    burst, page, other = Burst(lambda: now[0]), object(), object()

    def press(c: str, where: object = page, wait: float = 0.2, chooses: bool = True) -> bool:
        now[0] += wait
        return burst.joins("text", c, where, chooses=chooses)

    assert [press(c, where) for c, where in zip("1000", (page, other, other, other), strict=True)] == [
        False
    ] + [True] * 3
    assert not press("5", wait=2 * APART, chooses=False)
    assert press("1")
    assert press("2")
    assert not press("5", wait=2 * APART)
    assert not press("3")
    assert press("0")
    assert not press("3", wait=2 * APART)
    assert press("y")
    assert not press("1", wait=2 * APART)
    assert not press("1", other, wait=2 * APART)


def test_a_key_that_is_no_character_ends_what_is_dropped() -> None:
    burst, page = Burst(lambda: 0.0), object()
    burst.left()
    assert burst.rest
    burst.joins("enter", "", page)
    assert not burst.rest


# ── At a terminal ──


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("words", ["罚款50元", "罚款200元", "查封3号仓"])
def test_a_number_among_words_looked_for_picks_no_act(tmp_path: Path, words: str) -> None:
    for in_one in (True, False):
        home = tmp_path / str(in_one)
        person = at_act(home)
        if in_one:
            person.program.send(words)
            person._last = words[-1]
        else:
            slowly(person, words)
        person.see(f"找：{words}", "停一下再按数字", " 1 ")
        assert "没有这样的" not in person.text
        assert '"act"' not in person.draft()
        # What picks is pressed after a pause.
        time.sleep(APART + 0.2)
        person.press(*(["1"] if in_one else [DOWN, ENTER])).see("实施执法的单位")
        person.press(CTRL_C).ends()


@pytest.mark.long
def test_an_arrow_right_behind_what_is_looked_for_picks_nothing(tmp_path: Path) -> None:
    person = at_act(tmp_path / "home")
    person.program.send("罚款" + DOWN + "1" + ENTER)
    person.see("没有当成按键")
    assert '"act"' not in person.draft()
    time.sleep(APART + 0.2)
    person.press(DOWN, ENTER).see("实施执法的单位").press(CTRL_C).ends()


@pytest.mark.long
def test_the_rest_of_an_amount_is_no_beginning_of_the_next_field(tmp_path: Path) -> None:
    person = at_act(tmp_path / "home").press("罚款").see("找：罚款")
    time.sleep(APART + 0.2)
    person.press("5").see("实施执法的单位")
    slowly(person, "0元", 0.1).see(screen.AHEAD)
    time.sleep(0.8)
    person.press("某局", ENTER).see("看清这里写的全不全")
    assert "0元" not in person.text
    person.press(CTRL_C).ends()


@pytest.mark.long(one_in=6)
@pytest.mark.parametrize("word", ["you", "wu", "fou", "第2项", "2号", "u的"])
def test_pinyin_and_words_answer_nothing_on_a_choice(tmp_path: Path, word: str) -> None:
    person = facts(start(tmp_path / "home"))
    before = person.draft()
    if word[0] in "2u":
        person.program.send(word)
        person._last = word[-1]
    else:
        # As quick as the test is: the program's patience is as much shorter.
        slowly(person, word, 0.04)
    person.see("没有当成按键")
    assert person.draft() == before
    person.press("1").see("会有哪些反应")
    person.press(CTRL_C).ends()


@pytest.mark.long
def test_pinyin_behind_the_key_that_goes_back_changes_no_answer(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home"), "2").press("1").see("会有哪些反应")
    time.sleep(0.2)
    slowly(person, "bu", 0.05).see("报负责人批准了吗", "没有当成按键")
    assert '"unknown"' not in person.draft()
    person.press(CTRL_C).ends()


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("word", ["1000", "10人", "11栋"])
def test_an_amount_typed_on_a_list_answers_one_page_at_most(tmp_path: Path, word: str) -> None:
    person = facts(start(tmp_path / "home"))
    slowly(person, word, 0.04).see("会有哪些反应", "没有当成按键")
    assert '"reactions"' not in person.draft()
    person.press(CTRL_C).ends()


@pytest.mark.long
def test_an_amount_of_which_no_row_has_the_digit_answers_nothing(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home")).press("1").see("会有哪些反应")
    time.sleep(0.2)
    slowly(person, "900", 0.04).see("会有哪些反应", "没有当成按键")
    assert '"reactions"' not in person.draft()
    person.press("0").see("检查答案").press(CTRL_C).ends()


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("word", ["b2", "B2栋"])
def test_a_digit_behind_the_key_that_goes_back_changes_no_answer(tmp_path: Path, word: str) -> None:
    person = facts(start(tmp_path / "home")).press("1").see("会有哪些反应")
    time.sleep(0.2)
    before = person.draft()
    slowly(person, word, 0.04).see("报负责人批准了吗", "没有当成按键")
    assert person.draft().count('"no"') == before.count('"no"')
    person.press(CTRL_C).ends()


@pytest.mark.long
def test_the_rest_of_an_amount_on_a_list_does_not_begin_a_field(tmp_path: Path) -> None:
    person = start(tmp_path / "home").press("某局", ENTER).see("由哪些执法人员").press("张三 粤A001", ENTER)
    person.see("1 张三").press(ENTER).see("哪一种执法行为")
    slowly(person, "1000元", 0.04).see("当事人是谁", screen.AHEAD)
    time.sleep(0.3)
    assert "00元" not in person.text
    person.press(CTRL_C).ends()


@pytest.mark.long
def test_two_letters_typed_at_once_delete_no_draft(tmp_path: Path) -> None:
    start(tmp_path / "home").press("某局", ENTER).see("由哪些执法人员").press(CTRL_C).ends()
    person = Person(tmp_path / "home").see("没做完的案件")
    slowly(person, "dy", 0.04).see("没做完的案件", "没有当成按键")
    time.sleep(0.3)
    # The question is taken back with it: a y later on is no answer to it.
    person.press("y").see("没做完的案件")
    assert person.draft()
    person.press("d").see("要删按 y").press("y").see("案号是什么").press(CTRL_C).ends()


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("text", ["示范市城管局", "某某局某某局"])
def test_bytes_that_are_no_text_are_told_and_never_taken(tmp_path: Path, text: str) -> None:
    person = start(tmp_path / "home")
    os.write(person.program.child_fd, text.encode("gbk"))
    person.see("不是 UTF-8 的字")
    for _ in range(2):
        # Half of a character may be waiting for its other half: the first key behind it is dropped with it.
        time.sleep(0.8)
        person.press(ENTER).see("实施执法的单位")
        assert '"unit"' not in person.draft()
    person.see(screen.NO_TEXT[:12])
    person.press(CTRL_U, "某局", ENTER).see("由哪些执法人员")
    person.press(CTRL_C).ends()


@pytest.mark.long
def test_bytes_that_are_no_text_answer_no_choice(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home"))
    os.write(person.program.child_fd, "没有批准1".encode("gbk") + b"1")
    person.see("不是 UTF-8 的字", "报负责人批准了吗").press(CTRL_C).ends()


# ── A window too small to read ──


@pytest.mark.long
def test_what_was_typed_while_the_window_was_too_small_is_asked_about(tmp_path: Path) -> None:
    person = start(tmp_path / "home").press("示范市").see("示范市")
    person.resize(80, 12).see("窗口太小").press("某某区")
    time.sleep(0.6)
    person._take(0.2)
    person.resize(80, 24).see("示范市", "窗口太小的时候按的键没有收下").press("城管局").see("城管局")
    person.press(ENTER).see("看清这里写的全不全")
    assert 'unit":"示范市城管局' not in person.draft().replace(" ", "")
    person.press(ENTER).see("由哪些执法人员").press(CTRL_C).ends()


@pytest.mark.long
def test_a_signal_behind_typed_text_loses_none_of_it(tmp_path: Path) -> None:
    for i, wait in enumerate((0.0, 0.002, 0.005, 0.01)):
        person = start(tmp_path / str(i))
        person.program.send("示范市某某局")
        time.sleep(wait)
        person.program.kill(signal.SIGTERM)
        person.ends()
        assert "示范市某某局" in person.draft(), wait


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP])
def test_a_window_closed_in_the_middle_of_a_paste_loses_none_of_it(tmp_path: Path, how: int) -> None:
    person = start(tmp_path / "home").press("甲区").see("甲区")
    person.program.send("\x1b[200~示范市某某局")
    time.sleep(0.3)
    person.program.kill(how)
    person.ends()
    assert "甲区示范市某某局" in person.draft()


def test_a_signal_takes_what_was_read_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The signal may be looked at before the characters: they stand in the terminal's queue then."""
    left: list[str] = []

    class Source:
        def read_keys(self) -> list[Any]:
            return ["某", "局"]

    terminal: Any = object.__new__(screen._Terminal)
    terminal._input, terminal._keyboard = Source(), None
    terminal.app = type("App", (), {"is_running": True, "is_done": False})()
    monkeypatch.setattr(screen._Terminal, "_process", lambda _, keys: left.extend(keys))
    monkeypatch.setattr(screen._Terminal, "_leave", lambda _: left.append("left"))
    terminal._told_to_leave()
    assert left == ["某", "局", "left"]
