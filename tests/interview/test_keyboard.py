"""What a terminal sends: sequences and pastes stay whole, however a slow line cuts them; the unknown is nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.input.ansi_escape_sequences import ANSI_SEQUENCES
from prompt_toolkit.key_binding.key_processor import KeyPress
from prompt_toolkit.keys import Keys

from yanpan.interview.keyboard import ESCAPE_WAIT, GIVE_UP, LATE, SILENCE, SWALLOWED, Keyboard

UNKNOWN = [
    "\x1b[99~", "\x1b[57399u", "\x1b[49;5u", "\x1b[?62;22c", "\x1b[201~", "\x1b[3;5u", "\x1b1", "\x1bOq", "\x1bO5P",
    "\x1bP1$r0m\x1b\\", "\x1b[1;9D", "\x1b]0;2\x07", "\x1b]11;rgb:1111/2222/1111\x1b\\", "\x1b[<64;10;10M", "\x1b[M1u1",
    "\x1b_1\x1b\\", "\x1b^u\x9c", "\x1bX1\x07", "\x1b[[9", "\x1b(0", "\x9b1~", "\x8f1", "\x9d1\x9c", "\x1bu", "\x1b0", "\x1b\t",
    "\x1b\r", "\x1b[3$~", "\x1b[" + "1;" * 90 + "~", "\x1b[1 q", "\x1bOM", "\x1b[27;2;13~",
]  # fmt: skip


class Line:
    """A keyboard at the end of a line; time passes when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0
        self.keys: list[KeyPress] = []
        self.keyboard = Keyboard(self.keys.append, lambda: self.now)

    def pause(self, seconds: float) -> None:
        """As the screen does: an Esc that stands alone is told, and a paste without its end is looked for."""
        if seconds >= ESCAPE_WAIT:
            self.now += ESCAPE_WAIT
            self.keyboard.flush()
            self.now += seconds - ESCAPE_WAIT
        else:
            self.now += seconds
        self.keyboard.overdue()

    def answers(self) -> list[str]:
        """Keys that could answer a page: characters, Enter and Tab."""
        return [
            str(key.key) for key in self.keys
            if not isinstance(key.key, Keys) or key.key in (Keys.ControlM, Keys.ControlJ, Keys.ControlI)
        ]  # fmt: skip


@pytest.mark.parametrize("sequence", UNKNOWN)
@pytest.mark.parametrize("pause", [0.0, 0.45])
def test_an_unknown_sequence_is_no_key_wherever_it_is_cut(sequence: str, pause: float) -> None:
    for at in range(1, min(len(sequence), 12)):
        line = Line()
        line.keyboard.feed(sequence[:at])
        line.pause(pause)
        line.keyboard.feed(sequence[at:])
        line.pause(ESCAPE_WAIT)
        assert line.answers() == [], (sequence, at)
        line.pause(2 * GIVE_UP)
        line.keyboard.feed("1")
        assert line.answers() == ["1"], (sequence, at)


@given(
    st.sampled_from([*ANSI_SEQUENCES, *UNKNOWN]),
    st.lists(st.sampled_from([0.0, 0.1, 0.45, 0.7]), min_size=12),
)
def test_no_sequence_ever_leaves_a_character(sequence: str, pauses: list[float]) -> None:
    if not sequence.startswith(("\x1b", "\x9b", "\x9d", "\x8f")):
        return
    line = Line()
    for c, pause in zip(sequence, [*pauses, *[0.0] * len(sequence)], strict=False):
        line.pause(pause)
        line.keyboard.feed(c)
    assert line.answers() == []
    assert all(key.data in ("", "\x1b", "escape", "paste") for key in line.keys)


def test_known_keys_come_whole_and_escape_alone_is_escape() -> None:
    line = Line()
    for sequence in ("\x1b[A", "\x1bOB", "\x1b[6~", "\x1bOP", "\x1b[Z", "\x1bb", "\x1b[1;3C", "\x1b\x7f"):
        line.keyboard.feed(sequence)
    keys = [
        Keys.Up,
        Keys.Down,
        Keys.PageDown,
        Keys.F1,
        Keys.BackTab,
        Keys.ControlLeft,
        Keys.ControlRight,
        Keys.ControlW,
    ]
    assert [key.key for key in line.keys] == keys
    line.keyboard.feed("\x1b")
    line.pause(ESCAPE_WAIT)
    line.pause(LATE)
    line.keyboard.feed("某1")
    assert [key.key for key in line.keys[len(keys) :]] == [Keys.Escape, "某", "1"]


def test_a_character_too_soon_after_escape_is_said_and_not_taken() -> None:
    line = Line()
    line.keyboard.feed("\x1b")
    line.pause(0.5)
    line.keyboard.feed("1")
    assert [key.key for key in line.keys] == [Keys.Escape, Keys.Ignore]


@pytest.mark.parametrize("at", range(1, 27))
def test_a_paste_stays_one_however_it_is_cut(at: int) -> None:
    sent = "\x1b[200~某市\r1\x1b[B\r2\x1b[201~"
    line = Line()
    line.keyboard.feed(sent[:at])
    line.pause(SILENCE - 1 if at >= 6 else 0.45)
    line.keyboard.feed(sent[at:])
    assert [(key.key, key.data) for key in line.keys if key.key is not Keys.Escape] == [
        (Keys.BracketedPaste, "某市\r1\x1b[B\r2")
    ]


def test_a_paste_without_end_is_shown_and_nothing_of_it_is_a_key_before_escape() -> None:
    line = Line()
    line.keyboard.feed("\x1b[200~某市")
    line.pause(SILENCE + 1)
    assert [key.key for key in line.keys] == [Keys.BracketedPaste, Keys.Ignore]
    for c in "局\r1":
        line.keyboard.feed(c)
        line.pause(1.0)
    assert line.answers() == []
    line.keyboard.feed("\x1b")
    line.pause(ESCAPE_WAIT + 0.1)
    line.pause(LATE)
    line.keyboard.feed("1")
    assert line.answers() == ["1"]
    line.keyboard.feed("\x1b[200~又")
    line.keyboard.feed("\x03")
    assert [key.key for key in line.keys[-2:]] == [Keys.BracketedPaste, Keys.ControlC]


def test_what_began_before_a_page_is_no_key_on_the_next_one() -> None:
    for begun, rest in (("\x1b[", "6~"), ("\x1b[200~1", "1\r\x1b[201~"), ("\x1b", "1")):
        line = Line()
        line.keyboard.feed(begun)
        line.keyboard.forget()
        line.pause(0.4)
        line.keyboard.feed(rest)
        assert [key.key for key in line.keys if key.key is not Keys.Ignore] == []


@pytest.mark.parametrize("begins", ["\x1bX", "\x1bP", "\x1b]", "\x1b^", "\x1b_"])
@pytest.mark.parametrize("typed", ["ab", "对某店开展食品安全检查abc"])
def test_what_is_swallowed_behind_alt_and_a_letter_is_said_once(begins: str, typed: str) -> None:
    line = Line()
    line.keyboard.feed(begins)
    for c in typed:
        line.pause(0.12)
        line.keyboard.feed(c)
    line.pause(GIVE_UP + 0.1)
    assert line.keys == [KeyPress(Keys.Ignore, SWALLOWED)]
    line.keyboard.feed("a")
    assert line.keys[1:] == [KeyPress("a", "a")]


def test_of_an_answer_of_the_terminal_nothing_is_said() -> None:
    line = Line()
    for piece in ("\x1b]11;rgb:1111", "/2222/1111", "\x1b\\"):
        line.keyboard.feed(piece)
        line.pause(0.45)
    line.pause(5)
    assert line.keys == []
