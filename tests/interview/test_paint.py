"""Widths in columns: nothing is cut in half, nothing runs over, nothing typed becomes a command to the terminal."""

from hypothesis import given
from hypothesis import strategies as st

from yanpan.interview.editor import Editor
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


@given(
    st.lists(
        st.sampled_from(
            ["张", "a", "left", "right", "home", "end", "backspace", "delete", "c-u", "c-k", "c-w"]
        )
    )
)
def test_an_edited_line_keeps_its_cursor_inside_and_in_view(keys: list[str]) -> None:
    editor = Editor()
    for key in keys:
        editor.press("text" if len(key) == 1 else key, key if len(key) == 1 else "")
        assert 0 <= editor.cursor <= len(editor.text)
        shown, column = editor.view(12)
        assert cells(shown) <= 12
        assert 0 <= column <= cells(shown)


def test_the_first_character_replaces_what_was_offered_and_a_movement_keeps_it() -> None:
    editor = Editor("某局", offered=True)
    editor.press("text", "新")
    assert editor.text == "新"
    editor = Editor("某局", offered=True)
    editor.press("end", "")
    editor.press("text", "新")
    assert editor.text == "某局新"


def test_what_is_pasted_loses_its_control_characters() -> None:
    editor = Editor()
    editor.press("paste", "张\x1b[31m三\r\n\x07李\u202e四")
    assert editor.text == "张[31m三  李四"
