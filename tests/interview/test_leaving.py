"""Leaving, dying and coming back: at most the answer being typed is lost."""

import random
import re
import signal
import time
from pathlib import Path

import pytest
from person import (
    CTRL_C,
    CTRL_D,
    CTRL_R,
    CTRL_U,
    ENTER,
    ESC,
    NUMBER,
    Person,
    facts,
    start,
)


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_leaving_keeps_everything_and_says_so(tmp_path: Path, key: str) -> None:
    person = facts(start(tmp_path / "home")).press(key)
    assert person.ends() == 130
    assert "答过的 4 题都存好了" in person.sent.decode()
    assert person.sent.rstrip().decode().find("\x1b[?1049l") > 0
    again = Person(tmp_path / "home").see("有没做完的案件", NUMBER, "已答 4 题", "今天 15:20").press("1")
    again.see("报负责人批准了吗", "接着做：已答 4 题")


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_polite_kill_leaves_like_ctrl_c(tmp_path: Path, number: int) -> None:
    person = facts(start(tmp_path / "home"))
    person.program.kill(number)
    assert person.ends() == 130
    assert b"\x1b[?1049l" in person.sent


@pytest.mark.long
def test_after_kill_9_at_most_the_answer_being_typed_is_lost(tmp_path: Path) -> None:
    person = start(tmp_path / "home").press("某局", ENTER).see("由哪些执法人员")
    person.press("张三 粤A001", ENTER).see("1 张三").press(ENTER).see("哪一种").press("1").see(
        "当事人是谁"
    ).press("王")
    person.see("› 王")
    person.program.kill(signal.SIGKILL)
    assert person.ends() == -signal.SIGKILL
    again = Person(tmp_path / "home").see("有没做完的案件", "已答 3 题").press("1")
    again.see("当事人是谁", "接着做").press(CTRL_R).see("某局", "张三（执法证号 粤A001）", "行政处罚")


@pytest.mark.long
def test_another_case_may_be_begun_and_a_draft_thrown_away(tmp_path: Path) -> None:
    facts(start(tmp_path / "home")).press(CTRL_C).ends()
    person = Person(tmp_path / "home").see("有没做完的案件").press("n").see("案号是什么")
    person.press(NUMBER, ENTER).see("有没做完的草稿").press(CTRL_U, "已有1号", ENTER).see(
        "案件文件夹已经有了"
    )
    person.press(CTRL_U, "../x", ENTER).see("案号里不能有“/”").press(ESC).see("有没做完的案件")
    person.press("d").see("要删按 y").press("d").see("要删按 y").press("y").see("案号是什么").press(CTRL_C)
    assert person.ends() == 130
    assert list((tmp_path / "home" / "drafts").iterdir()) == []


@pytest.mark.long
def test_a_number_from_the_command_line_finds_its_draft(tmp_path: Path) -> None:
    facts(start(tmp_path / "home")).press(CTRL_C).ends()
    person = (
        Person(tmp_path / "home", "--number", NUMBER)
        .see("这个案号有没做完的")
        .press("1")
        .see("报负责人批准了吗")
    )
    person.press(CTRL_C)
    assert person.ends() == 130
    Person(tmp_path / "home", "--number", "粤韶执〔2026〕13号").see("实施执法的单位").press(CTRL_C).ends()


@pytest.mark.long
def test_a_second_terminal_does_not_touch_a_case_in_work(tmp_path: Path) -> None:
    first = facts(start(tmp_path / "home"))
    second = (
        Person(tmp_path / "home")
        .see("另一个窗口正在做")
        .press("1")
        .see("回到那个窗口去做")
        .press("d")
        .see("不能删")
    )
    second.press(CTRL_C)
    assert second.ends() == 130
    first.press("1").see("会有哪些反应")


def test_the_draft_stays_until_the_case_is_filed(tmp_path: Path) -> None:
    person = (
        facts(start(tmp_path / "home", "--unfiled"))
        .press("1")
        .see("会有哪些反应")
        .press("0")
        .see("检查答案")
        .press("y")
    )
    assert person.ends() == 0
    assert NUMBER in person.draft()
    assert not (tmp_path / "home" / "profile.yaml").exists()


def test_what_was_typed_before_a_question_was_shown_is_no_answer(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home")).press("1" + ENTER * 5).see("会有哪些反应")
    assert "检查答案" not in person.text


def test_a_number_whose_case_is_filed_is_refused_before_the_first_question(tmp_path: Path) -> None:
    person = Person(tmp_path / "home", "--number", "已有2号")
    assert person.ends() == 3
    assert "案件文件夹已经有了" in person.text
    assert "第1题" not in person.text


@pytest.mark.long(one_in=50)
@pytest.mark.parametrize("moment", range(50))
def test_after_kill_9_at_any_moment_what_was_answered_is_there(tmp_path: Path, moment: int) -> None:
    """At most what was being typed is lost: the draft is whole, and holds at least every answer before the last."""
    person, rng = start(tmp_path / "home"), random.Random(moment)  # noqa: S311 — repeatable, not secret
    steps = [
        ("某局", ENTER),
        ("张三 粤A001", ENTER, ENTER),
        ("1",),
        (ENTER,),
        ("现在", ENTER),
        ("1",),
        ("1", ENTER),
    ]
    words = ["由哪些执法人员", "哪一种", "当事人是谁", "什么时候", "报负责人", "会有哪些反应", "准备落实"]
    last = rng.randrange(len(steps))
    for step, seen in zip(steps[:last], words, strict=False):
        person.press(*step).see(seen)
    for key in steps[last]:
        person.press(key)
    time.sleep(rng.random() * 0.05)
    person.program.kill(signal.SIGKILL)
    assert person.ends() == -signal.SIGKILL
    again = Person(tmp_path / "home")
    if last == 0 and not list((tmp_path / "home" / "drafts").glob("*.draft.json")):
        again.see("案号是什么")
        return
    again.see("没做完")
    # The party may be left out, which is no answer.
    answered = int(re.search(r"已答 (\d+) 题", again.text)[1])  # type: ignore[index]
    assert answered >= last - (last > 3)
