"""What terminals send, read as keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanpan.interview.keys import KeyReader


def names(*pieces: str, last: bool = False) -> list[str]:
    reader = KeyReader()
    return [key.typed or key.name for piece in pieces for key in reader.feed(piece, last=last)]


@pytest.mark.parametrize(
    ("sent", "key"),
    [
        ("\x1b[A", "up"), ("\x1bOA", "up"), ("\x1b[B", "down"), ("\x1b[C", "right"), ("\x1b[1;5D", "left"),
        ("\x1b[H", "home"), ("\x1b[1~", "home"), ("\x1b[F", "end"), ("\x1b[4~", "end"), ("\x1b[3~", "delete"),
        ("\x1b[5~", "pageup"), ("\x1b[6~", "pagedown"), ("\x1b[Z", "s-tab"), ("\x1bOP", "f1"), ("\x1b[11~", "f1"),
        ("\x1b[[A", "f1"), ("\r", "enter"), ("\n", "enter"), ("\x1bOM", "enter"), ("\t", "tab"), ("\x7f", "backspace"),
        ("\x08", "backspace"), ("\x03", "c-c"), ("\x04", "c-d"), ("\x0e", "c-n"),
    ],
)  # fmt: skip
def test_a_key_is_known_by_what_terminals_send_for_it(sent: str, key: str) -> None:
    assert names(sent) == [key]


def test_characters_are_text() -> None:
    assert names("张3 ") == ["张", "3", " "]


@pytest.mark.parametrize("sent", ["\x1b[A", "\x1bOP", "\x1b[11~", "\x1b[1;5C", "\x1b[200~粘贴\x1b[201~"])
def test_a_sequence_split_anywhere_is_still_one_key(sent: str) -> None:
    whole = names(sent)
    for cut in range(1, len(sent)):
        assert names(sent[:cut], sent[cut:]) == whole


def test_a_lone_escape_is_the_esc_key_once_nothing_follows() -> None:
    reader = KeyReader()
    assert reader.feed("\x1b") == []
    assert reader.waiting
    assert [key.name for key in reader.feed("", last=True)] == ["escape"]


def test_what_is_pasted_comes_as_one_piece() -> None:
    (key,) = KeyReader().feed("\x1b[200~张三\r1\x1b[A\x1b[201~")
    assert key == ("paste", "张三\r1\x1b[A")


def test_sequences_that_mean_nothing_here_are_no_keys() -> None:
    assert names("\x1b[?1;2c", "\x1b[I", "\x1b[<0;1;1M", "\x1b[15~") == []


@given(st.lists(st.text(alphabet="\x1b[O~A1;?0张\r\x03 2", max_size=8), max_size=4))
def test_no_input_is_too_odd_to_read(pieces: list[str]) -> None:
    reader = KeyReader()
    for piece in pieces:
        reader.feed(piece)
    reader.feed("", last=True)
