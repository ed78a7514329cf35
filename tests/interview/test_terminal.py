"""The interview in a real terminal, as an officer goes through it."""

import os
import signal
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from person import (
    BACKSPACE,
    CTRL_C,
    CTRL_D,
    CTRL_E,
    CTRL_N,
    CTRL_R,
    CTRL_U,
    DOWN,
    ENTER,
    ESC,
    F1,
    HERE,
    LEFT,
    PACK,
    SHIPPED,
    UP,
    Person,
)  # fmt: skip

NUMBER = "粤韶执〔2026〕12号"


def start(home: Path, *options: str, **more: object) -> Person:
    """At the first question of a new case."""
    person = Person(home, *options, **more)  # type: ignore[arg-type]
    person.see("案号是什么").press(NUMBER, ENTER)
    return person.see("实施执法的单位")


def facts(person: Person, kind: str = "1") -> Person:
    """Past the case facts, at the question of approval."""
    person.press("某局", ENTER).see("由哪些执法人员").press("张三 粤A001", ENTER).see("1 张三").press(ENTER)
    person.see("哪一种执法行为").press(kind).see("当事人是谁").press(ENTER)
    person.see("什么时候开始").press("现在").see("2026年11月24日 星期二 15:20（今天）").press(ENTER)
    if kind == "2":
        person.see("多少人受影响").press("约300人").see("300 人，备注“约”").press(ENTER)
    return person.see("报负责人批准了吗")


def test_a_whole_case(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home"), "2")
    person.see("粤韶执〔2026〕12号 · 强制", "第7题 约剩1题", "合法性 ░░░░░░░░")
    person.press("1").see("会有哪些反应", "一项没勾：回车就是“都没有”").press(ENTER)
    person.see("检查答案", "共 8 题，都答了", "300 人").press(ENTER)
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
    person.press("?").see("依据", "563号 4.2：实施前评估三项风险。", "中华人民共和国行政强制法", "第18条：实施前须报")
    person.press(" ").see("报负责人批准了吗", "› 1 已批准")


def test_the_clause_in_a_text_field_leaves_the_text_alone(tmp_path: Path) -> None:
    person = start(tmp_path / "home").press("半句").see("› 半句").press(F1).see("没有专门的条文")
    person.press("x").see("实施执法的单位", "› 半句")


def test_a_full_width_question_mark_and_digit_count_too(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home")).press("？").see("依据").press("x").see("报负责人批准了吗")
    person.press("１").see("会有哪些反应")


def test_note_and_evidence_on_any_answer(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home"))
    person.press("n").see("写一句备注").press("口头同意过", ENTER).see("报负责人批准了吗", "备注：口头同意过")
    person.press("e").see("写证据的名称").press("审批表1；照片03", ENTER).see("证据：审批表1；照片03")
    person.press("n").see("写一句备注").press("改主意", ESC).see("报负责人批准了吗", "备注：口头同意过")
    person.press("1").see("会有哪些反应").press(ENTER).see("检查答案").press(ENTER)
    assert person.ends() == 0
    assert "口头同意过" in person.answers()
    assert "- 照片03" in person.answers()


def test_a_note_in_a_text_field_has_its_own_key(tmp_path: Path) -> None:
    person = start(tmp_path / "home").press(CTRL_N).see("写一句备注").press("简称", ENTER).see("备注：简称")
    person.press(CTRL_E).see("写证据的名称").press(ESC).see("实施执法的单位")


def test_not_known_is_always_there_where_it_is_allowed(tmp_path: Path) -> None:
    person = start(tmp_path / "home").press("某局", ENTER).see("由哪些执法人员").press("张三", ENTER, ENTER)
    person.see("哪一种执法行为").press("0").see("这一题不能答“不清楚”").press("1")
    person.see("当事人是谁").press(ENTER).see("什么时候开始").press("u").see("= 不清楚").press(ENTER)
    person.see("报负责人批准了吗", "0 不清楚").press("0").see("会有哪些反应").press("u")
    person.see("准备落实哪些").press(ENTER).see("不清楚 3 题").press(ENTER)
    assert person.ends() == 0
    assert person.answers().count(": unknown") == 3


def test_red_lines_show_while_answering_and_go_when_the_answer_changes(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home")).press("3").see("会有哪些反应", "已触红线 1：没有批准就实施强制（行政强制法第18条）")
    person.press(LEFT).see("报负责人批准了吗").press("1").see("会有哪些反应")
    assert "已触红线" not in person.text


def test_a_change_in_review_reopens_what_depends_on_it(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home")).press("2").see("情况怎样紧急").press("1").see("会有哪些反应").press(ENTER)
    person.see("检查答案", "情况怎样紧急").press(UP, UP).see("›  6 报负责人批准了吗").press(" ")
    person.see("报负责人批准了吗", "（已选）").press("1").see("检查答案", "答了但现在不用问的")
    person.press(" ").see("（已选）").press("2").see("检查答案")
    assert "不用问的" not in person.text
    person.press(ENTER)
    assert person.ends() == 0
    assert "urgency: danger" in person.answers()


def test_a_change_in_review_asks_what_is_newly_asked(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home")).press("1").see("会有哪些反应").press(ENTER).see("检查答案")
    person.press(UP).see("›  6 报负责人").press(" ").see("（已选）").press("2").see("情况怎样紧急").press("2").see("检查答案")


def test_review_in_the_middle_and_back(tmp_path: Path) -> None:
    person = start(tmp_path / "home").press("某局", ENTER).see("由哪些执法人员").press(CTRL_R)
    person.see("检查答案", "还有没答的", "某局", "还没答").press(ENTER).see("由哪些执法人员")


def test_measures_are_offered_above_low_and_nothing_is_ticked_beforehand(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home")).press("1").see("会有哪些反应").press(" ").see("[x] 聚集围观").press(ENTER)
    person.see("准备落实哪些防范化解措施", "[ ] ★ 先上门把道理讲清", "回车 不加措施")
    person.press("a").see("[x] ★").press(ENTER).see("由谁负责", "› 张三").press(ENTER)
    person.see("什么时候落实", "› 实施前").press("明天上午9点").see("2026-11-25 09:00").press(ENTER)
    person.see("检查答案", "先上门把道理讲清（张三，2026-11-25 09:00）").press(ENTER)
    assert person.ends() == 0
    assert "owner: 张三" in person.answers()


def test_measures_are_skipped_with_one_key(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home")).press("1").see("会有哪些反应").press("1").see("[x]").press(ENTER)
    person.see("准备落实哪些").press(ENTER).see("检查答案").press(ENTER)
    assert person.ends() == 0
    assert "measures" not in person.answers()


def test_a_statement_of_the_party_is_added_in_review(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home")).press("1").see("会有哪些反应").press(ENTER).see("检查答案").press("s")
    person.see("谁提出的").press("王五", ENTER).see("提出了什么意见").press("罚重了", ENTER).see("采纳了吗").press("3", ENTER)
    person.see("理由是什么").press("情节轻", ENTER).see("王五：罚重了（部分采纳）").press(ENTER)
    assert person.ends() == 0
    assert "adopted: partly" in person.answers()


def test_vague_counts_are_asked_again_and_the_words_kept(tmp_path: Path) -> None:
    person = start(tmp_path / "home").press("某局", ENTER).see("由哪些执法人员").press("张三", ENTER, ENTER)
    person.see("哪一种").press("2").see("当事人是谁").press(ENTER).see("什么时候").press("现在", ENTER).see("多少人受影响")
    person.press("三百多人", ENTER).see("不是一个数", "会记进备注").press("400").see("备注“原话：三百多人”").press(ENTER)
    person.see("报负责人批准了吗")
    assert "原话：三百多人" in person.draft()


def test_a_past_moment_is_taken_only_after_a_second_enter(tmp_path: Path) -> None:
    person = start(tmp_path / "home").press("某局", ENTER).see("由哪些执法人员").press("张三", ENTER, ENTER)
    person.see("哪一种").press("1").see("当事人是谁").press(ENTER).see("什么时候")
    person.press("今天下午3点").see("已经过去").press(ENTER).see("就再按一次回车").press(ENTER).see("报负责人批准了吗")


def test_a_moment_that_cannot_be_is_refused_on_the_spot(tmp_path: Path) -> None:
    person = start(tmp_path / "home").press("某局", ENTER).see("由哪些执法人员").press("张三", ENTER, ENTER)
    person.see("哪一种").press("1").see("当事人是谁").press(ENTER).see("什么时候")
    person.press("2月30日9点").see("… 没有“2月30日”这一天").press(ENTER).see("核对月和日")
    person.press(CTRL_U, "明早8点").see("11月25日 星期三 08:00（明天）").press(ENTER).see("报负责人批准了吗")


def test_people_are_added_one_by_one_and_the_last_can_be_taken_back(tmp_path: Path) -> None:
    person = start(tmp_path / "home").press("某局", ENTER).see("由哪些执法人员").press(ENTER).see("至少写一人")
    person.press("张三 粤A001", ENTER).see("1 张三").press("李四　粤A002", ENTER).see("2 李四  粤A002")
    person.press("李四 粤A002", ENTER).see("已经在上面").press(CTRL_U, BACKSPACE).see("› 李四 粤A002")
    person.press("9").see("› 李四 粤A0029").press(ENTER).see("2 李四  粤A0029").press(ENTER).see("哪一种执法行为")


# ── Leaving, dying, coming back ──


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_leaving_keeps_everything_and_says_so(tmp_path: Path, key: str) -> None:
    person = facts(start(tmp_path / "home")).press(key)
    assert person.ends() == 130
    assert "答过的 4 题都存好了" in person.sent.decode()
    assert person.sent.rstrip().decode().find("\x1b[?1049l") > 0
    again = Person(tmp_path / "home").see("有没做完的案件", NUMBER, "已答 4 题", "今天 15:20").press(ENTER)
    again.see("报负责人批准了吗", "接着做：已答 4 题")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_polite_kill_leaves_like_ctrl_c(tmp_path: Path, number: int) -> None:
    person = facts(start(tmp_path / "home"))
    person.program.kill(number)
    assert person.ends() == 130
    assert b"\x1b[?1049l" in person.sent


def test_after_kill_9_at_most_the_answer_being_typed_is_lost(tmp_path: Path) -> None:
    person = start(tmp_path / "home").press("某局", ENTER).see("由哪些执法人员")
    person.press("张三 粤A001", ENTER).see("1 张三").press(ENTER).see("哪一种").press("1").see("当事人是谁").press("王")
    person.see("› 王")
    person.program.kill(signal.SIGKILL)
    assert person.ends() == -signal.SIGKILL
    again = Person(tmp_path / "home").see("有没做完的案件", "已答 3 题").press(ENTER)
    again.see("当事人是谁", "接着做").press(CTRL_R).see("某局", "张三（执法证号 粤A001）", "行政处罚")


def test_another_case_may_be_begun_and_a_draft_thrown_away(tmp_path: Path) -> None:
    facts(start(tmp_path / "home")).press(CTRL_C).ends()
    person = Person(tmp_path / "home").see("有没做完的案件").press("n").see("案号是什么")
    person.press(NUMBER, ENTER).see("有没做完的草稿").press(CTRL_U, "已有1号", ENTER).see("案件文件夹已经有了")
    person.press(CTRL_U, "../x", ENTER).see("案号里不能有“/”").press(ESC).see("有没做完的案件")
    person.press("d").see("再按一次 d 就删").press("d").see("案号是什么").press(CTRL_C)
    assert person.ends() == 130
    assert list((tmp_path / "home" / "drafts").iterdir()) == []


def test_a_number_from_the_command_line_finds_its_draft(tmp_path: Path) -> None:
    facts(start(tmp_path / "home")).press(CTRL_C).ends()
    person = Person(tmp_path / "home", "--number", NUMBER).see("这个案号有没做完的").press(ENTER).see("报负责人批准了吗")
    person.press(CTRL_C)
    assert person.ends() == 130
    Person(tmp_path / "home", "--number", "粤韶执〔2026〕13号").see("实施执法的单位").press(CTRL_C).ends()


def test_a_second_terminal_does_not_touch_a_case_in_work(tmp_path: Path) -> None:
    first = facts(start(tmp_path / "home"))
    second = Person(tmp_path / "home").see("另一个窗口正在做").press(ENTER).see("回到那个窗口去做").press("d").see("不能删")
    second.press(CTRL_C)
    assert second.ends() == 130
    first.press("1").see("会有哪些反应")


def test_the_draft_stays_until_the_case_is_filed(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home", "--unfiled")).press("1").see("会有哪些反应").press(ENTER).see("检查答案").press(ENTER)
    assert person.ends() == 0
    assert NUMBER in person.draft()
    assert not (tmp_path / "home" / "profile.yaml").exists()


def test_what_was_typed_before_a_question_was_shown_is_no_answer(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home")).press("1" + ENTER * 5).see("会有哪些反应")
    assert "检查答案" not in person.text


# ── The profile and --like ──


def test_the_profile_offers_unit_officers_and_the_next_number(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home")).press("1").see("会有哪些反应").press(ENTER).see("检查答案").press(ENTER)
    assert person.ends() == 0
    person = Person(tmp_path / "home").see("案号是什么", "› 粤韶执〔2026〕13号").press(ENTER)
    person.see("实施执法的单位", "› 某局", "上次填的").press(ENTER).see("由哪些执法人员", "1 张三  粤A001", "上次的人员").press(ENTER)
    person.see("哪一种执法行为")
    assert person.keys == 3
    assert "行政处罚（上次）" not in person.text


def test_typing_replaces_what_is_offered(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home")).press("1").see("会有哪些反应").press(ENTER).see("检查答案").press(ENTER)
    assert person.ends() == 0
    person = Person(tmp_path / "home").see("13号").press("韶1号", ENTER).see("› 某局").press("乙局", ENTER)
    person.see("1 张三").press("王五", ENTER).see("1 王五").press(ENTER).see("哪一种")
    assert "张三" not in person.draft()


def test_a_damaged_profile_is_said_and_does_not_stop_anything(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "profile.yaml").write_text("a: [", encoding="utf-8")
    Person(home).see("案号是什么", "常用资料读不了").press("1号", ENTER).see("实施执法的单位").press(CTRL_C).ends()


def test_like_offers_the_answers_of_an_earlier_case_one_by_one(tmp_path: Path) -> None:
    earlier = tmp_path / "earlier.yaml"
    earlier.write_text(
        "answers:\n  unit: 某局\n  officers: [{name: 张三}]\n  kind: 强制\n  start: 2026-10-01 09:00\n  approved: no\n  reactions: [gather]\n",
        encoding="utf-8",
    )
    person = start(tmp_path / "home", "--like", str(earlier)).see("› 某局").press(ENTER).see("1 张三").press(ENTER)
    person.see("› 2 行政强制（上次）").press(ENTER).see("当事人是谁").press(ENTER).see("什么时候开始")
    assert "2026-10-01" not in person.text
    person.press("现在", ENTER).see("多少人").press("3", ENTER).see("› 3 没有批准（上次）").press("1")
    person.see("[x] 聚集围观", "上次勾的")


# ── The terminal itself ──


def test_colour_only_when_it_is_wanted(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "plain", NO_COLOR="1")).press("3").see("已触红线")
    assert person.colours() == set()
    assert facts(start(tmp_path / "colour")).press("3").see("已触红线").colours()


def test_the_window_may_change_while_asking(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home")).resize(120, 40).see("─" * 118)
    person.resize(40, 10).see("窗口太小（40×10）").resize(60, 16).see("报负责人批准了吗", "0 不清楚")
    person.press("1").see("会有哪些反应")


@pytest.mark.parametrize(
    ("options", "words"),
    [({"size": (59, 24)}, "窗口只有 59×24"), ({"size": (80, 15)}, "窗口只有 80×15"), ({"TERM": "dumb"}, "终端类型是“dumb”"),
     ({"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}, "终端编码是 ascii")],
)  # fmt: skip
def test_a_terminal_that_will_not_do_is_refused_with_a_way_out(tmp_path: Path, options: dict[str, object], words: str) -> None:
    person = Person(tmp_path / "home", **options)  # type: ignore[arg-type]
    assert person.ends() == 3
    said = person.sent.decode(errors="replace")
    if "ascii" not in words:
        assert words in said
        assert "怎么办" in said
    assert b"\x1b[?1049h" not in person.sent


def test_without_a_terminal_it_points_to_the_answers_file(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(HERE / "driver.py"), str(PACK), str(tmp_path)],
        stdin=subprocess.DEVNULL, capture_output=True, check=False, env=os.environ | {"PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 3
    assert "--answers" in done.stderr.decode()


def test_the_terminal_is_as_before_afterwards(tmp_path: Path) -> None:
    person = Person(tmp_path / "home")
    before = termios.tcgetattr(person.program.child_fd)[3]
    person.see("案号是什么")
    assert not termios.tcgetattr(person.program.child_fd)[3] & termios.ECHO
    person.press(CTRL_C)
    person.see("已停下")
    assert termios.tcgetattr(person.program.child_fd)[3] == before


def test_escape_codes_typed_or_pasted_never_reach_the_screen(tmp_path: Path) -> None:
    person = start(tmp_path / "home").press("\x1b[200~坏\x1b[31m人\x07\r\n乙\x1b[201~").see("› 坏[31m人  乙").press(ENTER)
    person.see("由哪些执法人员")
    assert b"\x1b[31m\xe4" not in person.sent
    assert b"\x07" not in person.sent


def test_little_is_sent_when_little_changes(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home"))
    before = len(person.sent)
    person.press(DOWN).see("› 2 情况紧急")
    assert len(person.sent) - before < 300


# ── The shipped questionnaire ──


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
        elif "哪一种执法行为" in screen or "哪种处罚程序" in screen or "[ ]" not in screen and "1 " in screen and "上次" not in screen:
            person.press("1")
        else:
            person.press(ENTER)
        changed(person, screen)
        screen = person.text


def changed(person: Person, before: str) -> None:
    """Wait until another question (or the review) is on the screen."""
    head = before.splitlines()[0]
    while person.text.splitlines()[0] == head:
        person._take(0.02)


def test_a_clean_on_the_spot_case_takes_at_most_45_keys(tmp_path: Path) -> None:
    person = Person(tmp_path / "home", pack=SHIPPED).see("案号是什么").press(NUMBER, ENTER).see("第1题").press("韶关市某某局", ENTER)
    person.see("第2题").press("张三 粤A001", ENTER).see("1 张三").press("李四 粤A002", ENTER).see("2 李四").press(ENTER).see("第3题")
    clean_case(person)
    person.press(ENTER)
    assert person.ends() == 0
    person = Person(tmp_path / "home", pack=SHIPPED).see("粤韶执〔2026〕13号").press(ENTER).see("第1题", "上次填的").press(ENTER)
    person.see("第2题", "上次的人员").press(ENTER).see("第3题")
    clean_case(person)
    person.see("都答了").press(ENTER)
    assert person.ends() == 0
    assert person.keys <= 45
    print(f"keys: {person.keys}")
