"""What was begun and left without Enter is named in the review, and before y completes the case: none of it goes unsaid."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from walk import NOW, Walk, again, answered, begun, small

from yanpan.answers.model import Answer, PlannedMeasure
from yanpan.answers.model import Person as Officer
from yanpan.interview.half import half_written
from yanpan.interview.session import Session
from yanpan.interview.spoken import spoken
from yanpan.interview.write import write_page


def change(walk: Walk, question: str) -> Walk:
    """From the review to a question that is answered."""
    item = next(item for item in walk.page.items() if item.value == question)
    walk.page.point(item)
    return walk.press("enter")


def note(walk: Walk) -> Walk:
    return change(walk, "approved").press("n").type("等书面批件").press("escape", "r")


def evidence(walk: Walk) -> Walk:
    return change(walk, "start").press("c-e").type("通话记录").press("up", "c-r")


def text(walk: Walk) -> Walk:
    return change(walk, "unit").type("镇综合执法队").press("c-r")


def left_out(walk: Walk) -> Walk:
    return change(walk, "party").type("赵六").press("up", "r")


def moment(walk: Walk) -> Walk:
    return change(walk, "start").type("后天上午10点").press("c-r")


def people(walk: Walk) -> Walk:
    return change(walk, "officers").enter("钱七 粤B008").press("c-r")


def ticks(walk: Walk) -> Walk:
    return change(walk, "reactions").press("2", "r")


def statement(walk: Walk) -> Walk:
    return walk.press("s").enter("孙八").press("escape")


def raised(walk: Walk) -> Walk:
    return walk.press("g").enter("2").press("escape")


WAYS: list[tuple[Callable[[Walk], Walk], str]] = [
    (note, "等书面批件"), (evidence, "通话记录"), (text, "镇综合执法队"), (left_out, "赵六"), (moment, "后天上午10点"), (people, "钱七"),
    (ticks, "阻挠执法"), (statement, "陈述申辩只写了一半"), (raised, "调高等级只写了一半"),
]  # fmt: skip


@pytest.mark.parametrize(("begin", "words"), WAYS, ids=lambda value: getattr(value, "__name__", ""))
@pytest.mark.parametrize("resumed", [False, True], ids=["at once", "taken up again"])
def test_it_is_named_in_the_review_and_before_the_case_is_complete(
    tmp_path: Path, begin: Callable[[Walk], Walk], words: str, resumed: bool
) -> None:
    walk = begin(answered(tmp_path / "home"))
    if resumed:
        walk.leave()
        walk = again(tmp_path / "home")
    walk.see("检查答案", words).press("y")
    assert not walk.flow.done
    walk.see(words, "再按一次 y").press("y")
    assert walk.flow.done


@pytest.mark.parametrize(
    ("begin", "how"),
    [(note, "打 n 和它的序号"), (evidence, "打 e 和它的序号"), (text, "打它的序号"), (statement, "打 s")],
)
def test_who_types_lines_is_told_what_to_type(
    tmp_path: Path, begin: Callable[[Walk], Walk], how: str
) -> None:
    (words,) = half_written(begin(answered(tmp_path / "home")).session)
    assert how in spoken(words)


@pytest.mark.parametrize("way", [note, text, ticks, people], ids=lambda value: value.__name__)
def test_leaving_the_program_on_it_is_no_other_than_leaving_the_page(tmp_path: Path, way: Any) -> None:
    """Ctrl-C or a hang-up while the page is still open."""
    walk = answered(tmp_path / "home")
    if way is note:
        change(walk, "approved").press("n").type("等书面批件")
    elif way is text:
        change(walk, "unit").type("镇综合执法队")
    elif way is people:
        change(walk, "officers").enter("钱七 粤B008")
    else:
        change(walk, "reactions").press("2")
    walk.leave()
    words = next(words for one, words in WAYS if one is way)
    walk = again(tmp_path / "home").see("检查答案", words).press("y").see("再按一次 y")
    assert not walk.flow.done


def test_what_is_taken_or_stands_as_it_was_is_not_half_written(tmp_path: Path) -> None:
    walk = answered(tmp_path / "home")
    change(walk, "unit").type("某局").press("c-r")
    change(walk, "approved").press("n").enter("口头同意").press("n").type("口头同意").press("escape", "r")
    change(walk, "reactions").press("2", "2", "r")
    change(walk, "officers").type("张三 粤A001").press("enter", "c-r")
    assert half_written(walk.session) == ()
    change(walk, "party").type("周九").press("up", "r").see("周九")
    change(walk, "party").press("enter").see("检查答案")
    assert half_written(walk.session) == ()
    walk.press("y")
    assert walk.flow.done


def test_ticks_that_were_all_taken_away_are_named_and_come_back(tmp_path: Path) -> None:
    walk = answered(tmp_path / "home", "2").see("检查答案")
    change(walk, "reactions").see("[x] 阻挠执法").press("2", "r").see("一项也没有勾")
    walk.leave()
    walk = again(tmp_path / "home").see("检查答案", "一项也没有勾")
    change(walk, "reactions")
    assert walk.page.ticked == ()


def test_what_belongs_to_a_question_that_is_asked_no_longer_is_named_too(tmp_path: Path) -> None:
    walk = begun(tmp_path / "home").enter("某局", "张三 粤A001").press("enter", "2", "enter").enter("现在")
    walk.see("多少人受影响").type("三十来户").press("up", "up", "up").see("哪一种执法行为").press("1")
    walk.press("1", "0").see("检查答案", "三十来户", "不用问").press("y").see("三十来户", "再按一次 y")


def test_words_refused_for_a_number_are_named(tmp_path: Path) -> None:
    walk = (
        begun(tmp_path / "home").enter("某局", "张三 粤A001").press("enter", "2", "enter").enter("现在", "40")
    )
    walk.press("1", "0").see("检查答案")
    change(walk, "people").enter("四十多人").see("不是一个数").press("c-r").see("检查答案", "四十多人")
    walk.press("y").see("再按一次 y")


def test_an_explanation_that_nothing_contradicts_any_more_is_named(tmp_path: Path) -> None:
    walk = (
        begun(tmp_path / "home").enter("某局", "张三 粤A001").press("enter", "1").enter("强拆户吴某", "现在")
    )
    walk.press("1", "0", "y", "3").type("罚的是他").press("escape", "left").see("对不上的回答只说明了一半")
    change(walk, "party").enter("吴某").see("检查答案", "对不上的回答只说明了一半").press("y")
    assert not walk.flow.done


def test_measures_begun_are_named_also_where_none_can_be_chosen_any_more(tmp_path: Path) -> None:
    walk = answered(tmp_path / "home", "1").press("1", "left").see("检查答案", "措施还没有定完：按 m 接着写")
    change(walk, "reactions").press("1", "0").see("检查答案", "措施还没有定完").press("y")
    assert not walk.flow.done
    assert "按 m" not in walk.text


def test_measures_begun_wait_for_the_questions_that_are_open_again(tmp_path: Path) -> None:
    walk = answered(tmp_path / "home", "1").press("1", "left").see("检查答案")
    change(walk, "approved").press("2").see("情况怎样紧急").press("r").see("措施还没有定完：题答完以后接着定")
    walk.press("left", "1").see("检查答案", "措施还没有定完：按 m 接着写")


def test_of_many_things_it_is_seen_what_to_do_and_that_there_are_more(tmp_path: Path) -> None:
    """In a small window as well: the list stands above, and its end is in view."""
    walk = answered(tmp_path / "home")
    for name in ("unit", "officers", "approved", "reactions"):
        change(walk, name)
        walk.press("c-n" if name in ("unit", "officers") else "n").type(f"{name} 还要补充的很长的一句话")
        walk.press("escape", "c-r" if name in ("unit", "officers") else "r")
    walk.press("y")
    shown = "".join("".join(text for _, text in line) for line in walk.page.paint(60, 16).lines)
    squeezed = "".join(shown.split())
    assert "有4样印不进文书，就这样完成的，再按一次y" in squeezed
    assert "…" in shown
    assert "reactions还要补充的很长的一句话" in squeezed
    walk.press("y")
    assert walk.flow.done


# ── Measures ──


def test_up_from_the_deadline_goes_back_to_the_owner_and_loses_nothing(tmp_path: Path) -> None:
    walk = answered(tmp_path / "home", "1").press("1", "enter").enter("郑十").type("后天下午4点")
    walk.press("up").see("由谁负责")
    assert walk.page.held() == "郑十"
    walk.enter("郑十一").see("什么时候落实")
    assert walk.page.held() == "后天下午4点"
    walk.press("enter").see("检查答案", "（郑十一，2026-11-26 16:00）")
    assert half_written(walk.session) == ()


def test_up_from_the_owner_goes_back_to_the_ticks(tmp_path: Path) -> None:
    walk = answered(tmp_path / "home", "1").press("1", "enter").type("王十二").press("up")
    walk.see("准备落实哪些", "[x]").press("left").see("检查答案", "措施还没有定完：按 m").press("m", "enter")
    assert walk.page.held() == "王十二"
    walk.press("escape").see("检查答案")
    assert walk.session.measures == ()
    assert half_written(walk.session) == ()


def test_a_measure_that_stood_stays_whatever_up_is_pressed(tmp_path: Path) -> None:
    # A post answers for nothing: it does not count, and is asked about anew.
    before = PlannedMeasure(id="talk_first", owner="局长", deadline="实施前")
    walk = answered(tmp_path / "home", "1", session=Session(small(), measures=(before,))).see("检查答案")
    walk.press("m", "enter").see("由谁负责").enter("郑十三").see("什么时候落实").press("up").see("由谁负责")
    walk.press("up").see("准备落实哪些", "[x]").press("left").see(
        "检查答案", "局长，", "措施还没有定完：按 m"
    )
    assert walk.session.measures == (before,)


NAMED = [Officer("John Smith", "A00123"), Officer("李四", "粤A002"), Officer("John Smith"), Officer("王五")]


@pytest.mark.parametrize("people", [NAMED[:2], NAMED[2:], NAMED[1:3]])
def test_people_left_in_the_middle_of_a_change_are_the_same_people_when_it_is_taken_up(
    tmp_path: Path, people: list[Officer]
) -> None:
    session = Session(small(), given={"officers": Answer(value=(*people, Officer("赵六", "粤A009")))})
    walk = begun(tmp_path / "home", session=session).enter("某局").press("left")
    walk.press("backspace").leave()
    walk = again(tmp_path / "home")
    page = write_page(walk.session, small().questions["officers"], "", lambda: NOW)
    assert page.people == people
    assert page.field.text == "赵六 粤A009"


def test_a_draft_of_before_with_blanks_between_name_and_number_is_taken_up() -> None:
    held = "\n".join(["John Smith A00123", "李四 粤A002", "John Smith", "王五", "赵"])
    page = write_page(
        Session(small(), typed={"officers": held}), small().questions["officers"], "", lambda: NOW
    )
    assert page.people == NAMED
    assert page.field.text == "赵"


def test_a_list_of_people_that_was_emptied_is_empty_when_it_is_taken_up(tmp_path: Path) -> None:
    walk = change(answered(tmp_path / "home"), "officers").press("李")
    walk.page.field.edit("backspace")
    walk.page.changed()
    walk.leave()
    walk = again(tmp_path / "home").see("清空了")
    change(walk, "officers").press("enter")
    walk.see("至少写一人")
    assert walk.page.people == []
