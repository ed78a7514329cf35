"""Widths in columns: nothing is cut in half, nothing runs over, nothing typed becomes a command to the terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanpan.interview.field import MAX, MOST_ROWS, Field
from yanpan.interview.frame import foot, head
from yanpan.interview.paint import Body, cells, clip, compose, fill, printable, wrap

TEXT = st.text(alphabet="强制拆除房屋，。（）“”abc 12\n\u0301\x1b\u202e👮", max_size=80)


def test_chinese_takes_two_columns_and_marks_none() -> None:
    assert cells("强制a") == 5
    assert cells("e\u0301") == 1


def test_a_line_does_not_start_with_a_full_stop_nor_end_with_an_opening_bracket() -> None:
    assert wrap("强制拆除，房屋", 8) == ["强制拆除，", "房屋"]
    assert wrap("粤司函〔2020〕563号", 8) == ["粤司函", "〔2020〕", "563号"]


@given(TEXT, st.integers(10, 60))
def test_wrapped_rows_fit_and_lose_nothing(text: str, width: int) -> None:
    rows = wrap(text, width)
    assert all(cells(row) <= width + 2 for row in rows)
    assert "".join(rows).replace(" ", "") == "".join(printable(part) for part in text.split("\n")).replace(
        " ", ""
    )


@given(TEXT, st.integers(1, 40))
def test_clipped_text_fits_and_filled_text_fits_exactly(text: str, width: int) -> None:
    assert cells(clip(text, width)) <= width
    assert cells(fill(text, width)) == width


@given(st.text(max_size=60))
def test_nothing_printable_moves_the_cursor_or_changes_colours(text: str) -> None:
    assert not set(printable(text)) & {
        chr(i) for i in [*range(32), *range(127, 160), 0x202A, 0x202E, 0x2066, 0x200F]
    }


@given(st.integers(1, 60), st.integers(16, 40), st.data())
def test_the_focus_of_a_long_page_is_always_in_view(count: int, height: int, data: st.DataObject) -> None:
    focus = data.draw(st.integers(0, count - 1))
    body = Body([[("", f"line {i}")] for i in range(count)], focus=focus)
    picture = compose(height, [[("", "head")]], body, [[("", "foot")]])
    assert len(picture.lines) == height
    assert picture.lines[0] == [("", "head")]
    assert picture.lines[-1] == [("", "foot")]
    assert [("", f"line {focus}")] in picture.lines


@given(st.text(alphabet="强制a。", max_size=120), st.integers(8, 60))
def test_a_field_has_room_for_its_text_and_the_cursor(text: str, width: int) -> None:
    rows = Field(text).rows(width)
    assert 1 <= rows <= MOST_ROWS
    assert rows == MOST_ROWS or rows * width > cells(text)


def test_the_first_character_replaces_what_was_offered_and_in_the_middle_it_is_put_in() -> None:
    field = Field("某局", offered=True)
    field.insert("新")
    assert (field.text, field.offered) == ("新", False)
    field = Field("某局", offered=True)
    field.buffer.cursor_left()
    field.insert("新")
    assert field.text == "某新局"


def test_what_is_pasted_loses_its_control_characters_and_what_is_too_much_is_said() -> None:
    field = Field()
    assert field.insert("张\x1b[31m三\r\n\x07李\u202e四") == ""
    assert field.text == "张[31m三  李四"
    assert "后面的 10 字没有收下" in field.insert("长" * MAX)
    assert len(field.text) == MAX


LONG = [
    "“张三 13812345678”里的号码像手机号，不像执法证号。写：姓名 空格 执法证号，如 张三 粤A001；没有证号的只写姓名；电话不写在这里。",
    "粤韶执〔2026〕12号 的案件文件夹已经有了：按 c 换个案号接着做；"
    "要改那个案件的，退出后用 yanpan edit；要换掉它的，退出后加 --replace；不要了的按 d 删去。",
    "陈述申辩只写了一半：按 s 接着写。有备注或者证据、却没有答案的题，"
    "备注、证据印不进文书：当事人是谁？；行动要点是什么？。就这样完成的，再按一次 y。",
    "字" * 400 + "完。",
]


@pytest.mark.parametrize("message", LONG, ids=range(len(LONG)))
@pytest.mark.parametrize(("width", "height"), [(60, 16), (60, 24), (80, 16), (80, 24), (120, 40)])
@pytest.mark.parametrize("lines", [1, 9, 40])
def test_a_message_is_shown_whole_or_has_a_sign_and_its_end(
    message: str, width: int, height: int, lines: int
) -> None:
    body = Body()
    for i in range(lines):
        body.add("", f" {i}")
    keys = ["回车定", "↑上一题", "Ctrl-C存下再走"]
    picture = compose(height, head(width, "研判"), body, foot(width, [], message, keys))
    rows = ["".join(text for _, text in line) for line in picture.lines]
    assert len(rows) == height
    assert [row for row in rows if cells(row) > width] == []
    shown = "".join(rows).replace(" ", "")
    words = message.replace(" ", "")
    assert words in shown or ("…" in shown and words[:12] in shown and words[-12:] in shown)
    if lines == 1 and width >= 80 and height >= 24 and len(message) < 300:
        assert words in shown


@pytest.mark.parametrize("message", LONG, ids=range(len(LONG)))
def test_where_lines_are_printed_a_message_is_never_cut(message: str) -> None:
    picture = compose(None, head(78, "研判"), Body(), foot(78, [], message, ["回车定"]))
    assert message.replace(" ", "") in "".join(t for line in picture.lines for _, t in line).replace(" ", "")
