"""“准备做什么？”: the act is found by what one would call it, on any screen, and what it answers is not asked."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from person import (
    BACKSPACE,
    CTRL_C,
    DOWN,
    ENTER,
    HERE,
    NUMBER,
    SHIPPED,
    UP,
    Person,
)
from piped import piped
from pypinyin import Style, pinyin
from questionary import Choice

from strategies import AT, gd563
from yanpan.answers import Answer
from yanpan.interview.act_page import ActPage
from yanpan.interview.choice_page import choice_page
from yanpan.interview.initials import BY_LETTER
from yanpan.interview.pages import Flow, Screen
from yanpan.interview.review import ReviewPage
from yanpan.interview.rows import Heading, Rows
from yanpan.interview.session import Session
from yanpan.questionnaire.act_list import names_of


def page(session: Session | None = None) -> ActPage:
    session = session or Session(gd563())
    found = choice_page(session, gd563().questions["act"], NUMBER, lambda: AT)
    assert isinstance(found, ActPage)
    return found


def found(words: str) -> list[object]:
    shown = page()
    for letter in words:
        assert shown.press("text", letter) is None
    return [item.value for item, _ in shown.shown() if not item.heading]


def first(home: Path, **more: object) -> Person:
    person = Person(home, pack=SHIPPED, **more)  # type: ignore[arg-type]
    return person.see("案号是什么").press(NUMBER, ENTER).see("准备做什么")


# ── On the screen ──


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("size", [(80, 24), (60, 16)])
def test_an_act_is_found_by_typing_and_its_kind_is_not_asked(tmp_path: Path, size: tuple[int, int]) -> None:
    person = first(tmp_path / "home", size=size)
    person.press("扣摊").see("找：扣摊", "› 1 扣押货物、工具、摊档").pause().press(ENTER).see(
        "实施执法的单位", "· 扣"
    )
    person.press("某局", ENTER).see("由哪些执法人员").press("张三 粤A001", ENTER).see("1 张三")
    person.press("李四 粤A002", ENTER).see("2 李四").press(ENTER)
    person.see("不能还给当事人").press("1").see("用一句话说清准备对谁做什么")
    draft = person.draft()
    assert '"act":"扣货"' in draft.replace(" ", "")
    assert "compulsion_type" not in draft
    assert person.press(CTRL_C).ends() == 130


@pytest.mark.long
def test_initials_find_it_and_a_digit_picks_from_what_is_found(tmp_path: Path) -> None:
    person = first(tmp_path / "home")
    person.press("3").see("先打字找").press("tdb").see("1 停发低保").press("1").see(
        "实施执法的单位", "停发救助金"
    )
    person.press(UP).see("准备做什么").press("zzzz").see("没有这样的", "1 列表里没有")
    person.press(*[BACKSPACE] * 4).see("打字或者拼音首字母").press("列表").pause().press(DOWN, ENTER).see(
        "实施执法的单位"
    )
    person.press("某局", ENTER).see("由哪些执法人员").press("张三 粤A001", ENTER).see("1 张三").press(ENTER)
    person.see("哪一种执法行为")


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    ("words", "act"), [("kc", "扣车"), ("jc", "日常检查"), ("fk", "罚款"), ("扣车", "扣车")]
)
def test_what_is_called_just_so_comes_first(words: str, act: str) -> None:
    """Letters stand in the midst of many names (开出罚单: kc too)."""
    assert found(words)[0] == act


def test_what_is_called_just_so_comes_first_in_one_group() -> None:
    rows = Rows(
        [
            Heading("一"),
            Choice("再拆"),
            Choice("拆了"),
            Heading("二"),
            Choice("又拆"),
            Choice("拆"),
            Choice("罚"),
        ],
        list,
    )
    rows.search("拆")
    assert [choice.title for choice in rows.filtered_choices] == [
        *("二", "拆"), *("一", "拆了"), *("一", "再拆"), *("二", "又拆"),
    ]  # fmt: skip


def test_what_nobody_may_do_is_told_at_once(tmp_path: Path) -> None:
    person = first(tmp_path / "home").press("断水").see("红线：停水停电逼迫居民").pause().press(ENTER)
    person.see("实施执法的单位", "已触红线 1：停水停电逼迫居民")


def test_line_by_line_words_list_the_acts_with_their_numbers(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    lines = [NUMBER, "3", "停保", "许可", "跳舞", "到期", "3", "q"]
    done = subprocess.run(
        [sys.executable, str(HERE / "driver.py"), str(SHIPPED), str(home), "--plain"],
        input="".join(f"{line}\n" for line in lines), capture_output=True, text=True, encoding="utf-8", timeout=120,
        env={"PATH": "/usr/bin:/bin", "TERM": "dumb", "PYTHONUTF8": "1", "HOME": str(home)}, check=False,
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    assert f"共 {len(gd563().acts)} 种，列不下" in said
    assert "没有这一项（第 3 项）" in said
    assert "1 停发低保、救助金、补贴" in said
    assert re.search(r"^ *\d+ 没到期，因政策、公共利益收回许可", said, re.MULTILINE)
    assert "没有“跳舞”" in said
    assert "= 到期没有人申请续期，办注销" in said
    assert done.returncode == 130


# ── The list ──


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    ("words", "act"),
    [("扣车", "扣车"), ("停低保", "停发救助金"), ("tdb", "停发救助金"), ("封店", "查封店铺"), ("不续", "期满不再延续"),
     ("续扣", "延长扣押"), ("收地", "收回土地使用权"), ("腾房", "征收腾房"), ("冒领", "追回补助"), ("交名单", "转交个人信息"),
     ("限拆", "责令限期拆除"), ("拉走", "拆走设备"), ("暂停审批", "暂停办理"), ("下架", "责令别人配合")],
)  # fmt: skip
def test_the_words_of_the_street_find_the_act(words: str, act: str) -> None:
    assert act in found(words)
    assert found(words)[-1] == "列表里没有"


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    ("typed", "same"),
    [("ｋｃ", "kc"), ("ＫＣ", "kc"), ("扣 车", "扣车"), ("罚款50元", "罚款"), ("罚款５０元", "罚款"), ("罚款5万元", "罚款"), ("查封3号仓", "查封")],
)  # fmt: skip
def test_width_blanks_and_amounts_make_no_difference_to_what_is_found(typed: str, same: str) -> None:
    shown = page()
    assert shown.press("paste", typed) is None
    assert [item.value for item, _ in shown.shown() if not item.heading] == found(same)
    shown = page()
    for letter in typed:
        assert shown.typed_on(letter) is None
    assert [item.value for item, _ in shown.shown() if not item.heading] == found(same)
    assert ("停一下再按数字" in shown.message) is any(c.isdigit() for c in typed)


def test_nothing_is_pointed_at_before_something_is_looked_for() -> None:
    shown = page()
    assert shown.press("enter", "") is None
    assert "还没有选" in shown.message
    for digit in "123456789":
        assert shown.press("text", digit) is None
    assert shown.pointed() is None


@pytest.mark.parametrize("key", ["c-u", "c-w"])
def test_what_was_looked_for_is_cleared_as_in_a_field(key: str) -> None:
    """Else the next words stand behind those that found nothing, and the digit picks the row for none of the list."""
    shown = page()
    for letter in "乱打的":
        shown.press("text", letter)
    assert shown.press(key, "") is None
    assert shown.searched == ""
    for letter in "扣车":
        shown.press("text", letter)
    assert shown.numbered(1) is not None
    assert shown.numbered(1).value == "扣车"
    assert page().press(key, "") is None


def test_no_letter_waits_for_the_table_of_all_characters() -> None:
    """What is written down of pinyin is true, and enough for the acts that ship (scripts/build-initials)."""
    for letter, characters in BY_LETTER.items():
        for character in characters:
            assert letter in pinyin(character, style=Style.FIRST_LETTER, heteronym=True)[0]
    known = {c for characters in BY_LETTER.values() for c in characters}
    texts = [text for act in gd563().acts.values() for text in (*names_of(act), act.group)]
    assert {c for text in texts for c in text if "㐀" <= c <= "鿿"} <= known


def test_the_act_of_an_earlier_case_is_offered_and_taken_by_a_key_of_its_own() -> None:
    shown = page(Session(gd563(), offers={"act": "扣车"}))
    words = ["".join(text for _, text in line) for line in shown.paint(80, 24).lines]
    assert any("上次：扣押车辆、船只" in row for row in words)
    assert any("Tab 照上次" in row for row in words)
    assert shown.press("enter", "") is None
    taken = shown.press("tab", "")
    assert taken is not None
    assert (taken.name, taken.value) == ("answer", "扣车")
    assert page().press("tab", "") is None


def test_behind_words_that_are_looked_for_tab_takes_no_act_of_an_earlier_case() -> None:
    shown = page(Session(gd563(), offers={"act": "扣车"}))
    for letter in "停水":
        assert shown.press("text", letter) is None
    assert "Tab" not in " ".join(shown.keys())
    assert shown.press("tab", "") is None
    assert "先退格删去" in shown.message
    for _ in "停水":
        shown.press("backspace", "")
    taken = shown.press("tab", "")
    assert taken is not None
    assert taken.value == "扣车"
    # Who types lines has nothing to delete, and looks for it by its name.
    shown = page(Session(gd563(), offers={"act": "扣车"}))
    shown.by_lines = True
    shown.look("停水")
    assert shown.press("tab", "") is None
    assert "打它的名字再找" in shown.message
    shown.look("扣车")
    assert shown.press("tab", "") is not None


# ── The interview as a value ──


def test_another_act_takes_its_answers_along_and_asks_what_it_leaves_open() -> None:
    session = Session(gd563()).answer("扣车")
    assert {"kind", "compulsion_type"}.isdisjoint(q.id for q in session.asked)
    session = session.reopen("act").answer("几样一起罚")
    asked = [q.id for q in session.asked]
    assert "penalty_types" in asked
    assert "penalty_procedure" not in asked
    session = session.reopen("act").answer("列表里没有")
    assert "kind" in [q.id for q in session.asked]
    session = session.reopen("kind").answer("检查").reopen("act").answer("吊销")
    assert set(session.given) == {"act"}
    assert session.aside == ()


def test_a_case_answered_by_hand_is_not_asked_for_its_act() -> None:
    session = Session(gd563(), given={"kind": Answer(value="检查")})
    assert "act" not in [q.id for q in session.asked]
    assert session.current is not None
    assert session.current.id != "act"


def test_the_review_shows_the_act_and_can_change_it() -> None:
    session = Session(gd563()).answer("扣车")
    shown = ReviewPage(session, NUMBER)
    words = ["".join(text for _, text in line) for line in shown.paint(80, 24).lines]
    assert any("准备做什么" in row and "扣押车辆、船只" in row for row in words)


def test_an_act_against_its_own_words_is_told() -> None:
    session = Session(gd563()).answer("日常检查")
    session = session.reopen("action_summary").answer("强拆加建的房子")
    assert [told.id for told in session.unexplained] == ["force_called_otherwise"]


async def typed_slowly(pieces: Sequence[tuple[str, float]], monkeypatch: pytest.MonkeyPatch) -> ActPage:
    """The page of acts behind what is typed, each followed by a pause; it must still stand there."""
    shown = page()

    async def ask() -> Any:
        return await Screen().show(shown)

    flow: Flow[Any] = Flow(ask())
    async with piped(flow, monkeypatch) as (keys, _):
        for piece, pause in (("罚款", 1.0), *pieces):
            keys.send_text(piece)
            await asyncio.sleep(pause)
        assert flow.page is shown, flow.result
    return shown


@pytest.mark.parametrize("digit", ["1", "5"])
@pytest.mark.parametrize("pause", [0.25, 0.35, 0.5])
@pytest.mark.parametrize("behind", [[], [("0", 0.1)], [("元", 0.1)], [("\r", 0.1)]], ids=str)
def test_the_same_digit_twice_is_a_number_that_is_looked_for(
    digit: str, pause: float, behind: list[tuple[str, float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces = [(digit, pause), (digit, 0.35 if behind else 0.9), *behind]
    shown = asyncio.run(typed_slowly(pieces, monkeypatch))
    assert shown.searched == f"罚款{digit}{digit}" + "".join(text.strip() for text, _ in behind)


@pytest.mark.parametrize("first", [0.3, 0.5])
def test_a_digit_held_down_picks_no_row_of_what_was_found(
    first: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = asyncio.run(typed_slowly([("5", first), *[("5", 0.05)] * 20, ("", 0.9)], monkeypatch))
    assert shown.searched == "罚款"
