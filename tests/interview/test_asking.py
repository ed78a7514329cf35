"""Questions, notes, review and measures in a real terminal, as an officer goes through them."""

from pathlib import Path

import pytest
from person import (
    BACKSPACE,
    CTRL_E,
    CTRL_N,
    CTRL_R,
    CTRL_U,
    DOWN,
    ENTER,
    ESC,
    F1,
    LEFT,
    TAB,
    UP,
    facts,
    start,
)


def test_a_whole_case(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home"), "2")
    person.see("粤韶执〔2026〕12号 · 强制", "第7题 约剩1题", "合法性 ░░░░░░░░")
    person.press("1").see("会有哪些反应", "确实一项都没有的按 0").press("0")
    person.see("检查答案", "共 8 题，都答了", "300 人").press("y")
    assert person.ends() == 0
    assert "value: 300" in person.answers()
    assert "note: 约" in person.answers()
    assert "reactions: []" in person.answers()
    assert list((tmp_path / "home" / "drafts").iterdir()) == []


def test_one_step_back_keeps_what_was_answered(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home")).press("2").see("情况怎样紧急")
    person.press(LEFT).see("报负责人批准了吗", "情况紧急，事后补办（已选）")
    person.press("b").see("什么时候开始", "2026-11-24 15:20", "回车不变")
    person.press(UP).see("当事人是谁").press(DOWN).see("什么时候开始")
    person.press(ENTER).see("情况怎样紧急")


def test_the_clause_is_one_key_away(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home"))
    person.press("?").see(
        "依据", "563号 4.2：实施前评估三项风险。", "中华人民共和国行政强制法", "第18条：实施前须报"
    )
    person.press(" ").see("报负责人批准了吗", "  1 已批准")


def test_the_clause_in_a_text_field_leaves_the_text_alone(tmp_path: Path) -> None:
    person = start(tmp_path / "home").press("半句").see("› 半句").press(F1).see("没有专门的条文")
    person.press("x").see("实施执法的单位", "› 半句")


def test_a_full_width_question_mark_and_digit_count_too(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home")).press("？").see("依据").press("x").see("报负责人批准了吗")
    person.press("１").see("会有哪些反应")


@pytest.mark.long
def test_note_and_evidence_on_any_answer(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home"))
    person.press("n").see("写一句备注").press("口头同意过", ENTER).see("报负责人批准了吗", "备注：口头同意过")
    person.press("e").see("写证据的名称").press("审批表1；照片03", ENTER).see("证据：审批表1；照片03")
    person.press("n").see("写一句备注").press("改主意", ESC).see("报负责人批准了吗", "备注：口头同意过")
    person.press("1").see("会有哪些反应").press("0").see("检查答案", "“改主意”").press("y")
    person.see("再按一次 y").press("y")
    assert person.ends() == 0
    assert "口头同意过" in person.answers()
    assert "- 照片03" in person.answers()


def test_a_note_in_a_text_field_has_its_own_key(tmp_path: Path) -> None:
    person = start(tmp_path / "home").press(CTRL_N).see("写一句备注").press("简称", ENTER).see("备注：简称")
    person.press(CTRL_E).see("写证据的名称").press(ESC).see("实施执法的单位")


@pytest.mark.long
def test_not_known_is_always_there_where_it_is_allowed(tmp_path: Path) -> None:
    person = start(tmp_path / "home").press("某局", ENTER).see("由哪些执法人员").press("张三", ENTER, ENTER)
    person.see("哪一种执法行为").press("u").see("这一题不能答“不清楚”").press("1")
    person.see("当事人是谁").press(ENTER).see("什么时候开始").press("u").see("= 不清楚").press(ENTER)
    person.see("报负责人批准了吗", "u 不清楚").press("u").see("会有哪些反应").press("u")
    person.see("准备落实哪些").press("0").see("不清楚 3 题").press("y")
    assert person.ends() == 0
    assert person.answers().count(": unknown") == 3


def test_red_lines_show_while_answering_and_go_when_the_answer_changes(tmp_path: Path) -> None:
    person = (
        facts(start(tmp_path / "home"))
        .press("3")
        .see("会有哪些反应", "已触红线 1：没有批准就实施强制（行政强制法第18条）")
    )
    person.press(LEFT).see("报负责人批准了吗").press("1").see("会有哪些反应")
    assert "已触红线" not in person.text


@pytest.mark.long
def test_a_change_in_review_reopens_what_depends_on_it(tmp_path: Path) -> None:
    person = (
        facts(start(tmp_path / "home"))
        .press("2")
        .see("情况怎样紧急")
        .press("1")
        .see("会有哪些反应")
        .press("0")
    )
    person.see("检查答案", "情况怎样紧急").press(UP, UP, UP).see("›  6").press(ENTER)
    person.see("报负责人批准了吗", "（已选）").press("1").see("检查答案", "答了但现在不用问的")
    person.press(UP, ENTER).see("（已选）").press("2").see("检查答案")
    assert "不用问的" not in person.text
    person.press("y")
    assert person.ends() == 0
    assert "urgency: danger" in person.answers()


@pytest.mark.long
def test_a_change_in_review_asks_what_is_newly_asked(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home")).press("1").see("会有哪些反应").press("0").see("检查答案")
    person.press(UP, UP).see("›  6").press(ENTER).see("（已选）").press("2").see("情况怎样紧急").press(
        "2"
    ).see("检查答案")


def test_review_in_the_middle_and_back(tmp_path: Path) -> None:
    person = start(tmp_path / "home").press("某局", ENTER).see("由哪些执法人员").press(CTRL_R)
    person.see("检查答案", "还有没答的", "某局", "还没答").press("y").see("由哪些执法人员")


@pytest.mark.long
def test_measures_are_offered_above_low_and_nothing_is_ticked_beforehand(tmp_path: Path) -> None:
    person = (
        facts(start(tmp_path / "home"))
        .press("1")
        .see("会有哪些反应")
        .press("1")
        .see("[x] 聚集围观")
        .press(ENTER)
    )
    person.see("准备落实哪些防范化解措施", "[ ] ★ 先上门把道理讲清", "0 不加措施")
    person.press("a").see("[x] ★").press(ENTER).see("由谁负责", "› 张三").press(TAB)
    person.see("什么时候落实", "› 实施前").press("明天上午9点").see("2026-11-25 09:00").press(ENTER)
    person.see("检查答案", "先上门把道理讲清（张三，2026-11-25 09:00）").press("y")
    assert person.ends() == 0
    assert "owner: 张三" in person.answers()


@pytest.mark.long
def test_measures_are_skipped_with_one_key(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home")).press("1").see("会有哪些反应").press("1").see("[x]").press(ENTER)
    person.see("准备落实哪些").press("0").see("检查答案").press("y")
    assert person.ends() == 0
    assert "measures" not in person.answers()


@pytest.mark.long
def test_a_statement_of_the_party_is_added_in_review(tmp_path: Path) -> None:
    person = (
        facts(start(tmp_path / "home")).press("1").see("会有哪些反应").press("0").see("检查答案").press("s")
    )
    person.see("谁提出的").press("王五", ENTER).see("提出了什么意见").press("罚重了", ENTER).see(
        "采纳了吗"
    ).press("3", ENTER)
    person.see("理由是什么").press("情节轻", ENTER).see("王五：罚重了（部分采纳）").press("y")
    assert person.ends() == 0
    assert "adopted: partly" in person.answers()


@pytest.mark.long
def test_the_grade_is_raised_in_review_with_name_and_reason_and_taken_back(tmp_path: Path) -> None:
    person = (
        facts(start(tmp_path / "home")).press("1").see("会有哪些反应").press("0").see("检查答案").press("g")
    )
    person.see("调高到哪一级").press("0", ENTER).see("写 1、2、3").press(BACKSPACE, "2", ENTER)
    person.see("谁决定调高").press("李四", ENTER).see("理由是什么").press("现场有变", ENTER)
    person.see("李四：现场有变").press("g").see("调高到哪一级").press("1", ENTER)
    person.see("谁决定调高").press("李四", ENTER).see("理由是什么").press("人多", ENTER)
    person.see("李四：人多").press("y")
    assert person.ends() == 0
    assert "grade: medium" in person.answers()


@pytest.mark.long
def test_vague_counts_are_asked_again_and_the_words_kept(tmp_path: Path) -> None:
    person = start(tmp_path / "home").press("某局", ENTER).see("由哪些执法人员").press("张三", ENTER, ENTER)
    person.see("哪一种").press("2").see("当事人是谁").press(ENTER).see("什么时候").press("现在", ENTER).see(
        "多少人受影响"
    )
    person.press("三百多人", ENTER).see("不是一个数", "会记进备注").press("400").see(
        "备注“原话：三百多人”"
    ).press(ENTER)
    person.see("报负责人批准了吗")
    assert "原话：三百多人" in person.draft()


def test_a_past_moment_is_taken_by_another_key_than_the_one_that_asked(tmp_path: Path) -> None:
    person = start(tmp_path / "home").press("某局", ENTER).see("由哪些执法人员").press("张三", ENTER, ENTER)
    person.see("哪一种").press("1").see("当事人是谁").press(ENTER).see("什么时候")
    person.press("今天下午3点").see("已经过去").press(ENTER).see("按 Tab").press(ENTER).see("按 Tab").press(
        TAB
    ).see("报负责人批准了吗")


def test_a_moment_that_cannot_be_is_refused_on_the_spot(tmp_path: Path) -> None:
    person = start(tmp_path / "home").press("某局", ENTER).see("由哪些执法人员").press("张三", ENTER, ENTER)
    person.see("哪一种").press("1").see("当事人是谁").press(ENTER).see("什么时候")
    person.press("2月30日9点").see("… 没有“2月30日”这一天").press(ENTER).see("核对月和日")
    person.press(CTRL_U, "明早8点").see("11月25日 星期三 08:00（明天）").press(ENTER).see("报负责人批准了吗")


def test_several_people_pasted_or_typed_at_once_are_several(tmp_path: Path) -> None:
    person = start(tmp_path / "home").press("某局", ENTER).see("由哪些执法人员")
    person.press("\x1b[200~张三 粤A001\r\n李四 粤A002\r\n\x1b[201~")
    person.see("= 张三，执法证号 粤A001；李四，执法证号 粤A002").press(ENTER).see(
        "1 张三  粤A001", "2 李四  粤A002"
    )
    person.press("王五、孙七 粤A007", ENTER).see("3 王五  （没有证号）")
    person.press("赵六粤A009").see("… “赵六粤A009”里分不出姓名和证号").press(ENTER).see("中间空一格")
    person.press(CTRL_U, ENTER).see("哪一种执法行为")


def test_people_are_added_one_by_one_and_the_last_can_be_taken_back(tmp_path: Path) -> None:
    person = (
        start(tmp_path / "home").press("某局", ENTER).see("由哪些执法人员").press(ENTER).see("至少写一人")
    )
    person.press("张三 粤A001", ENTER).see("1 张三").press("李四　粤A002", ENTER).see("2 李四  粤A002")
    person.press("李四 粤A002", ENTER).see("已经在上面").press(CTRL_U, BACKSPACE).see("› 李四 粤A002")
    person.press("9").see("› 李四 粤A0029").press(ENTER).see("2 李四  粤A0029").press(ENTER).see(
        "哪一种执法行为"
    )
