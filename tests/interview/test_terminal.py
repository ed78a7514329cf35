"""The terminal itself: colour, size, refusal, restored afterwards."""

import os
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest
from person import (
    CTRL_C,
    DOWN,
    ENTER,
    HERE,
    PACK,
    Person,
    facts,
    start,
)


@pytest.mark.long
def test_colour_only_when_it_is_wanted(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "plain", NO_COLOR="1")).press("3").see("已触红线")
    assert person.colours() == set()
    assert facts(start(tmp_path / "colour")).press("3").see("已触红线").colours()


@pytest.mark.long
def test_the_window_may_change_while_asking(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home")).resize(120, 40).see("─" * 118)
    person.resize(40, 10).see("窗口太小（40×10）").resize(60, 16).see("报负责人批准了吗", "u 不清楚")
    person.press("1").see("会有哪些反应")


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize(
    ("options", "words"),
    [({"size": (59, 24)}, "窗口只有 59×24"), ({"size": (80, 15)}, "窗口只有 80×15"), ({"TERM": "dumb"}, "终端类型是“dumb”"),
     ({"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}, "终端编码是 ascii")],
)  # fmt: skip
def test_a_terminal_that_will_not_do_is_refused_with_a_way_out(
    tmp_path: Path, options: dict[str, object], words: str
) -> None:
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
    end = time.monotonic() + 10
    # The first page stands there before the rest of the program is loaded.
    while termios.tcgetattr(person.program.child_fd)[3] & termios.ECHO and time.monotonic() < end:
        time.sleep(0.02)
    assert not termios.tcgetattr(person.program.child_fd)[3] & termios.ECHO
    person.press(CTRL_C)
    person.see("已停下")
    assert termios.tcgetattr(person.program.child_fd)[3] == before


def test_escape_codes_typed_or_pasted_never_reach_the_screen(tmp_path: Path) -> None:
    person = (
        start(tmp_path / "home")
        .press("\x1b[200~坏\x1b[31m人\x07\r\n乙\x1b[201~")
        .see("› 坏[31m人  乙")
        .press(ENTER)
    )
    person.see("由哪些执法人员")
    assert b"\x1b[31m\xe4" not in person.sent
    assert b"\x07" not in person.sent


@pytest.mark.long
def test_little_is_sent_when_little_changes(tmp_path: Path) -> None:
    person = facts(start(tmp_path / "home"))
    before = len(person.sent)
    person.press(DOWN).see("› 1 已批准")
    assert len(person.sent) - before < 300


def test_asking_loads_nothing_heavy() -> None:
    """The first question should stand within 400 ms of the start; what is imported decides that."""
    code = "import sys, yanpan.interview.flow; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    ).stdout.split()
    heavy = {
        "asyncio",
        "jinja2",
        "prompt_toolkit",
        "pydantic",
        "pyhanko",
        "questionary",
        "rich",
        "wcwidth",
        "weasyprint",
    }
    assert heavy.isdisjoint(loaded)


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("prompt", ["", "\r\n[1]+  Stopped\r\n$ "])
def test_stopped_from_outside_it_takes_keys_one_by_one_again(tmp_path: Path, prompt: str) -> None:
    """A shell that finds it stopped sets the terminal to lines and writes its prompt onto the page."""
    person = facts(start(tmp_path / "home")).see("报负责人批准了吗")
    terminal = person.program.child_fd
    ours = termios.tcgetattr(terminal)
    os.kill(person.program.pid, signal.SIGSTOP)
    lines = [ours[0] | termios.ICRNL, *ours[1:3], ours[3] | termios.ICANON | termios.ECHO, *ours[4:]]
    termios.tcsetattr(terminal, termios.TCSANOW, lines)
    person.written_over(prompt)
    os.kill(person.program.pid, signal.SIGCONT)
    end = time.monotonic() + 10
    while termios.tcgetattr(terminal) != ours and time.monotonic() < end:
        time.sleep(0.02)
    assert termios.tcgetattr(terminal) == ours
    person.press("3").see("已触红线")
    assert "Stopped" not in person.text
