"""What goes with the answers is kept step by step, offered again, and taken back only by a choice of its own."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from person import CTRL_C, ENTER, NUMBER, PATIENCE, Person, facts, start
from walk import Walk, again, answered, begun

from yanpan.interview.raising import GradePage
from yanpan.questionnaire.model import Grade

CTRL_T = "\x14"
Leaving = Callable[[Walk], object]
LEAVING = pytest.mark.parametrize("leaving", [Walk.leave, Walk.die], ids=["ctrl-c", "kill -9"])


@LEAVING
def test_a_statement_that_is_half_written_is_offered_again(tmp_path: Path, leaving: Leaving) -> None:
    walk = answered(tmp_path / "home").press("s").see("谁提出的").enter("陈某", "要求暂缓", "2")
    walk.see("理由是什么").type("经查审批已过期")
    leaving(walk)
    walk = again(tmp_path / "home").see("检查答案", "陈述申辩只写了一半：按 s 接着写").press("s")
    for words in ("陈某", "要求暂缓", "2"):
        assert walk.page.held() == words
        walk.press("enter")
    # At kill -9 what was being typed is lost, and nothing else.
    assert walk.page.held() == ("经查审批已过期" if leaving is Walk.leave else "")
    walk.enter("经查审批已过期").see("检查答案", "陈某：要求暂缓（不采纳）")
    assert "只写了一半" not in walk.text
    assert [s.why for s in walk.session.statements] == ["经查审批已过期"]


def test_going_back_from_a_statement_keeps_it_and_done_with_is_asked_twice(tmp_path: Path) -> None:
    walk = answered(tmp_path / "home").press("s").enter("陈某").type("长长的意见").press("escape")
    walk.see("只写了一半").press("y").see("就这样完成的，再按一次 y").press("s")
    assert walk.page.held() == "陈某"
    walk.press("enter")
    assert walk.page.held() == "长长的意见"
    walk.press("escape", "y", "y")
    assert walk.flow.done


def test_statements_are_looked_at_changed_and_removed(tmp_path: Path) -> None:
    walk = answered(tmp_path / "home").press("s").enter("陈某", "写错的", "1", "")
    walk.press("s").see("已写的陈述申辩", "1 陈某：写错的（采纳）").press("n").enter(
        "王某", "不服", "2", "无据"
    )
    walk.see("王某：不服（不采纳）").press("s", "1").see("谁提出的", "陈某").press("enter")
    walk.enter("写对的").press("enter", "enter").see("陈某：写对的（采纳）", "王某：不服（不采纳）")
    walk.press("s", "down", "d").see("删去 陈某 的这一条？要删按 y").press("down", "d")
    walk.see("删去 王某 的这一条？").press("y").see("删去了 王某 的一条").press("left")
    assert [s.said for s in walk.session.statements] == ["写对的"]
    walk.die()
    assert [s.said for s in again(tmp_path / "home").session.statements] == ["写对的"]


@LEAVING
def test_a_raise_stands_until_it_is_taken_back_by_a_key_of_its_own(tmp_path: Path, leaving: Leaving) -> None:
    walk = answered(tmp_path / "home").press("g").enter("3", "张三局长", "有人扬言").see("张三局长：有人扬言")
    before = walk.session.raised
    walk.press("g").see("调高到哪一级", "› 不得实施", "Ctrl-T 撤销调高")
    # Nothing that is typed, left or emptied takes it back.
    walk.type("").press("enter").see("要撤销调高，按 Ctrl-T").press("c-t").see("再按一次 Ctrl-T").press(
        "escape"
    )
    assert walk.session.raised == before
    walk.press("g", "enter").see("谁决定调高", "张三局长").enter("李四局长").see("理由是什么", "有人扬言")
    leaving(walk)
    walk = (
        again(tmp_path / "home").see("调到不得实施，张三局长", "调高等级只写了一半：按 g").press("g", "enter")
    )
    assert walk.page.held() == "李四局长"
    walk.press("enter", "enter").see("调到不得实施，李四局长：有人扬言")
    walk.press("g", "c-t", "c-t").see("检查答案")
    assert walk.session.raised is None
    assert "人工调高等级" not in walk.text


@LEAVING
def test_ticks_owners_and_deadlines_of_measures_are_kept(tmp_path: Path, leaving: Leaving) -> None:
    walk = (
        answered(tmp_path / "home", "1").see("准备落实哪些").press("1", "enter").see("由谁负责").enter("李某")
    )
    walk.see("什么时候落实").type("现")
    leaving(walk)
    walk = again(tmp_path / "home").see("准备落实哪些", "[x]").press("enter").see("由谁负责")
    assert walk.page.held() == "李某"
    walk.press("enter").see("什么时候落实")
    assert walk.page.held() == ("现" if leaving is Walk.leave else "")
    walk.enter("实施前").see("检查答案", "（李某，实施前）")
    assert [m.owner for m in walk.session.measures] == ["李某"]
    assert not [name for name in walk.session.typed if name.startswith(("measures", "owner", "due"))]


@pytest.mark.parametrize("key", ["left", "ctrl-c", "kill -9"])
def test_ticks_that_were_not_taken_yet_are_kept(tmp_path: Path, key: str) -> None:
    walk = answered(tmp_path / "home", "1").see("准备落实哪些").press("1").see("[x]")
    if key == "left":
        walk.press("left").see("检查答案", "措施还没有定完：按 m").press("m").see("准备落实哪些", "[x]")
    if key == "kill -9":
        walk.die()
    else:
        walk.leave()
    again(tmp_path / "home").see("准备落实哪些", "[x]")


@LEAVING
def test_words_that_were_refused_for_a_number_are_kept(tmp_path: Path, leaving: Leaving) -> None:
    walk = begun(tmp_path / "home").enter("某局", "张三").press("enter", "2", "enter").enter("现在")
    walk.see("多少人受影响").enter("三百多人，其中老人二十来个").see("看不出是一个数还是两个数")
    leaving(walk)
    walk = again(tmp_path / "home").see("多少人受影响", "三百多人，其中老人二十来个").enter("350")
    assert walk.session.given["people"].value == 350
    assert "三百多人，其中老人二十来个" in walk.session.given["people"].note
    # What the note begins with is remembered; nothing is left that was typed for the number.
    assert [name for name in walk.session.typed if "people" in name] == ["beside:people"]


def test_a_case_number_that_was_left_is_offered_again(tmp_path: Path) -> None:
    walk = Walk(tmp_path / "home").type("粤深执〔2026〕")
    assert "还没有答题" in walk.leave().what
    walk = Walk(tmp_path / "home").see("案号是什么")
    assert walk.page.held() == "粤深执〔2026〕"
    # Entered, and left before anything was answered.
    walk.enter("粤深执〔2026〕3号").leave()
    walk = Walk(tmp_path / "home").see("案号是什么")
    assert walk.page.held() == "粤深执〔2026〕3号"
    walk.press("enter").enter("某局").leave()
    Walk(tmp_path / "home").see("没做完", "粤深执〔2026〕3号").press("n").see("案号是什么")
    assert not list((tmp_path / "home").glob("*.typed"))


def test_after_kill_9_the_case_number_has_its_draft(tmp_path: Path) -> None:
    begun(tmp_path / "home").die()
    Walk(tmp_path / "home").see("没做完", f"{NUMBER}（已答 0 题")


def test_notes_survive_taking_all_over_and_leaving_out(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    profile = "version: 1\nanswers:\n  unit: 某局\n  officers: ['张三 粤A001']\n"
    (home / "profile.yaml").write_text(profile, encoding="utf-8")
    walk = begun(home).see("这些和上次一样吗").press("n", "c-n").enter("名称待批").press("c-e").enter("批复1")
    walk.leave()
    walk = again(home).see("这些和上次一样吗").press("tab").see("哪一种")
    assert walk.session.given["unit"].note == "名称待批"
    assert walk.session.given["unit"].evidence == ("批复1",)
    walk.press("1").see("当事人是谁").press("c-n").enter("拒绝说名字").enter("陈某").see("什么时候")
    walk.press("up").type("").press("enter").see("什么时候").press("up").see("备注：拒绝说名字")
    walk.press("enter").enter("现在").press("1", "0").see("检查答案").press("y")
    walk.see("备注、证据印不进文书：当事人是谁", "再按一次 y").press("y")
    assert walk.flow.done


def gone(person: Person, words: str) -> None:
    """Wait until the words stand nowhere: a page is painted from the top."""
    end = time.monotonic() + PATIENCE
    while words in person.text:
        assert time.monotonic() < end, person.text
        person._take(0.05)


@pytest.mark.long
def test_on_a_terminal_a_raise_is_taken_back_and_a_statement_removed(tmp_path: Path) -> None:
    person = (
        facts(start(tmp_path / "home")).press("1").see("会有哪些反应").press("0").see("检查答案").press("g")
    )
    person.see("调高到哪一级").press("2", ENTER).see("谁决定").press("李四", ENTER).see("理由").press(
        "人多", ENTER
    )
    person.see("李四：人多").press("g").see("› 高风险", "Ctrl-T 撤销调高").press(CTRL_T).see(
        "再按一次 Ctrl-T"
    )
    person.press("3").see("› 3").press(CTRL_T).see("再按一次 Ctrl-T").press(CTRL_T).see("检查答案")
    gone(person, "人多")
    person.press("s").see("谁提出的").press("王五", ENTER).see("提出了什么意见").press("罚重了").see(
        "› 罚重了"
    ).press(CTRL_C)
    assert person.ends() == 130
    person = (
        Person(tmp_path / "home").see("没做完").press("1").see("陈述申辩只写了一半").press("s").see("› 王五")
    )
    person.press(ENTER).see("› 罚重了").press(ENTER).see("采纳了吗").press("1", ENTER).see(
        "理由是什么"
    ).press(ENTER)
    person.see("王五：罚重了（采纳）").press("s").see("已写的陈述申辩").press("d").see("要删按 y").press("y")
    person.see("检查答案")
    gone(person, "王五")
    assert person.press("y").ends() == 0


def test_removing_a_statement_keeps_what_is_half_written_of_others(tmp_path: Path) -> None:
    walk = answered(tmp_path / "home").press("s").enter("王某", "没有搭建", "1", "核实过")
    walk.press("s", "n").enter("李某", "是邻居的", "2", "不采信")
    walk.press("s", "2", "enter").type("有照片为证").press("escape")
    walk.press("1", "enter").type("改了主意").press("escape").press("n").enter("赵某").press("escape")
    walk.press("home", "d", "y").see("删去了 王某 的一条")
    assert dict(walk.session.typed) == {"statement:0:said": "有照片为证", "statement:new:who": "赵某"}
    walk.press("1", "enter").see("› 有照片为证")


def test_only_a_person_raises_the_grade_and_only_above_the_computed_one(tmp_path: Path) -> None:
    walk = answered(tmp_path / "home").press("g").enter("3").see("谁决定调高")
    walk.enter("区城管局").see("没有写到人", "写姓名").enter("局长").see("没有写到人").enter(
        "张三 副局长"
    ).see("理由是什么")
    for computed, offered in (
        (Grade.LOW, "123"),
        (Grade.MEDIUM, "23"),
        (Grade.HIGH, "3"),
        (Grade.PROHIBITED, ""),
    ):
        page = GradePage(None, computed)
        assert page.help.count("　") == max(0, len(offered) - 1)
        for key, title in (("1", "中风险"), ("2", "高风险"), ("3", "不得实施")):
            assert (f"{key} {title}" in page.help) is (key in offered)
            for words in (key, title):
                page.field.replace(words)
                assert (page.press("enter", "") is not None) is (key in offered), (computed, words)
    assert "比算出来的高" in page.message


def test_where_the_computed_grade_is_the_highest_there_is_nothing_to_raise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = answered(tmp_path / "home")
    monkeypatch.setattr(type(walk.interview), "_computed", lambda _: Grade.PROHIBITED)
    walk.press("g").see("检查答案", "没有更高的可以调")
