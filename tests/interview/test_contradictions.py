"""Answers that contradict each other are told before the result: put right, or explained, and never just passed over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from person import CTRL_R, ENTER, NUMBER, Person
from walk import Walk, again, begun, small

from strategies import gd563
from yanpan.answers.draft import Kept, Revises
from yanpan.interview.review import ReviewPage
from yanpan.interview.session import Session


def contradicting(home: Path) -> Walk:
    """At the review, with a penalty whose party is said to be torn down."""
    walk = begun(home).enter("某局", "张三 粤A001").press("enter", "1").enter("强拆户王某")
    walk.see("和前面的回答对不上：当事人一栏写着强拆，选的却是行政处罚")
    return walk.enter("现在").press("1", "0").see("检查答案", "回答对不上：当事人一栏写着强拆")


def test_it_is_told_at_once_in_the_review_and_before_the_end(tmp_path: Path) -> None:
    walk = contradicting(tmp_path / "home").press("y")
    walk.see(
        "有两个回答对不上",
        "1 改这一题：准备实施哪一种执法行为？（现在答：行政处罚）",
        "2 改这一题：当事人是谁？",
        "3 都没有答错",
    )
    walk.press("enter").see("还没有选").press("y", "0", "x").see("有两个回答对不上")
    walk.press("left").see("检查答案")
    assert not walk.flow.done


def test_the_question_is_put_right(tmp_path: Path) -> None:
    walk = contradicting(tmp_path / "home").press("y", "2").see("当事人是谁？", "强拆户王某").enter("王某")
    walk.see("检查答案")
    assert "对不上" not in walk.text
    walk.press("y")
    assert walk.flow.done
    assert walk.flow.result is not None
    assert walk.flow.result.explained == {}


def test_both_can_be_so_when_somebody_says_how(tmp_path: Path) -> None:
    walk = contradicting(tmp_path / "home").press("y", "3").see("写清两个回答怎样都对").press("enter")
    walk.see("写清两个回答怎样都对").enter("罚的是他，拆的是别人")
    assert walk.flow.done
    assert walk.flow.result is not None
    assert walk.flow.result.explained == {"force_called_penalty": "罚的是他，拆的是别人"}


def test_what_is_half_written_is_kept_and_an_explanation_ends_with_its_answers(tmp_path: Path) -> None:
    home = tmp_path / "home"
    walk = contradicting(home).press("y", "3").type("罚的是他")
    walk.leave()
    walk = (
        again(home).see("检查答案").press("y", "3").see("› 罚的是他").press("escape").see("有两个回答对不上")
    )
    walk.press("3").enter("罚的是他，拆的是别人")
    assert walk.flow.done
    session = walk.session.reopen("party").answer("强拆户陈某")
    assert [told.id for told in session.unexplained] == ["force_called_penalty"]
    assert walk.session.reopen("party").answer("强拆户王某").unexplained == ()
    assert walk.session.reopen("approved").answer("urgent").unexplained == ()


def test_it_is_told_on_a_terminal(tmp_path: Path) -> None:
    person = Person(tmp_path / "home", "--number", NUMBER).see("实施执法的单位").press("某局", ENTER)
    person.see("由哪些执法人员").press("张三 粤A001", ENTER).see("没有别的人了").press(ENTER).see(
        "准备实施哪一种"
    ).press("1")
    person.see("当事人是谁").press("强拆户王某", ENTER).see("和前面的回答对不上").press("现在", ENTER)
    person.see("报负责人批准了吗").press("1").see("会有哪些反应").press("0").see("检查答案").press("y")
    person.see("有两个回答对不上").press(ENTER).see("还没有选").press(CTRL_R).see("有两个回答对不上").press(
        "3"
    )
    person.see("写清两个回答怎样都对").press("罚的是他，拆的是别人", ENTER)
    assert person.ends() == 0


def test_an_explanation_is_for_these_answers_only() -> None:
    """Also where another question that the condition names is answered anew, and where it holds no longer."""
    form = gd563()
    session = Session(form)

    def given(session: Session, **answers: Any) -> Session:
        for name, value in answers.items():
            session = session.reopen(name).answer(value)
        return session

    session = given(
        session,
        unit_name="某局",
        kind="强制",
        compulsion_type="人身",
        setting="平常",
        action_summary="约束醉酒的人",
    )
    for told in session.unexplained:
        session = session.explain(told.id, "只约束几分钟")
    for told, condition in form.contradictions:
        if told.id in session.explained:
            for name in condition.names & session.given.keys():
                value = session.given[name].value
                assert told.id in session.reopen(name).answer(value).explained
    session = given(
        session,
        kind="处罚",
        penalty_procedure="普通",
        penalty_types=("拘留",),
        action_summary="行政拘留十五日",
    )
    assert not session.explained
    assert {told.id for told in session.unexplained} == {told.id for told in session.contradictions}


def test_an_explanation_ends_with_its_contradiction(tmp_path: Path) -> None:
    session = contradicting(tmp_path / "home").session.explain("force_called_penalty", "都对")
    assert session.reopen("approved").answer("urgent").explained
    assert not session.reopen("kind").answer("强制").explained


def test_an_explanation_is_seen_changed_and_removed_in_the_review_and_in_edit(tmp_path: Path) -> None:
    walk = (
        contradicting(tmp_path / "home")
        .press("c", "3")
        .enter("写错了的说名")
        .see("检查答案", "写明：写错了的说名")
    )
    walk.press("c").see("已经写明：写错了的说名").press("3").see("› 写错了的说名").enter("罚的是他一个人")
    walk.see("写明：罚的是他一个人").press("y")
    assert walk.flow.result is not None
    assert walk.flow.result.explained == {"force_called_penalty": "罚的是他一个人"}
    edited = Walk(
        tmp_path / "other",
        number=NUMBER,
        revises=Revises("/x", "0" * 64),
        session=Session(small()).resumed(Kept(walk.flow.result)),
    )
    edited.see("检查答案", "写明：罚的是他一个人").press("c", "4").see("要删按 y").press("4", "n").see(
        "已经写明"
    )
    edited.press("4", "y").see("检查答案", "写明怎样都对（按 c）").press("y").see("有两个回答对不上")
    assert not edited.session.explained
    edited.press("left", "c", "2").see("当事人是谁")


def test_what_the_review_says_of_it_after_an_early_end_is_so(tmp_path: Path) -> None:
    walk = contradicting(tmp_path / "home")
    walk.interview.session = replace(walk.session, ended_early=True)
    page = ReviewPage(walk.session, NUMBER)
    shown = "".join("".join(text for _, text in line).strip() for line in page.paint(80, None).lines)
    assert "回答对不上：当事人一栏写着强拆" in shown
    assert "提前结束的不必说明，文书照印" in shown
    assert "完成以前要改正" not in shown
