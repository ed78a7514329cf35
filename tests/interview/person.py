"""A person at a terminal: starts the interview, looks at the screen, presses keys. No sleeps: it waits for words."""

import os
import re
import sys
import time
from pathlib import Path

import pexpect
import pyte

HERE = Path(__file__).resolve().parent
PACK = HERE / "pack"
SHIPPED = HERE.parent.parent / "questionnaires" / "gd-563"
ENTER, TAB, UP, DOWN, LEFT, RIGHT, ESC, BACKSPACE = (
    "\r",
    "\t",
    "\x1b[A",
    "\x1b[B",
    "\x1b[D",
    "\x1b[C",
    "\x1b",
    "\x7f",
)
CTRL_C, CTRL_D, CTRL_N, CTRL_E, CTRL_R, CTRL_U, F1 = "\x03", "\x04", "\x0e", "\x05", "\x12", "\x15", "\x1bOP"
PATIENCE = 60.0
FINGER = 0.7
"""Seconds between two presses of the same key. Sooner after each other they are a key held down."""

LOOK = 0.3
"""Seconds for which somebody quick looks at a page before the next key."""

HASTE = 4.0
"""How many times quicker the person and the program are, where it is not about keys held down."""

AFTER_ESC = 0.9
"""Seconds after Esc in which a character is taken for a part of what a slow line has cut."""

NUMBER = "粤韶执〔2026〕12号"


class Eyes(pyte.Screen):
    """pyte takes a private sequence (to give a mode back) for the setting of margins."""

    def set_margins(self, *places: int, private: bool = False, **more: object) -> None:
        if not private:
            super().set_margins(*places, **more)


class Person:
    """`keys` counts every key pressed, `sent` holds everything the program wrote."""

    _last, _pressed, _read = "", 0.0, 0.0
    _quiet = plain = False
    haste = 1.0

    def __init__(
        self,
        home: Path,
        *options: str,
        pack: Path = PACK,
        size: tuple[int, int] = (80, 24),
        **environment: str,
    ) -> None:
        home.mkdir(exist_ok=True)
        env = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
        self.plain = "--plain" in options or environment.get("TERM") == "dumb"
        self.haste = float(environment.get("PERSON_HASTE", HASTE))
        env |= {"TERM": "xterm-256color", "PYTHONUTF8": "1", "PERSON_HASTE": str(self.haste), **environment}
        columns, rows = size
        self.home = home
        self.screen = Eyes(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.sent = b""
        self.keys = 0
        self.program = pexpect.spawn(
            sys.executable,
            [str(HERE / "driver.py"), str(pack), str(home), *options],
            env=env,  # type: ignore[arg-type]
            dimensions=(rows, columns),
            timeout=PATIENCE,
        )

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def see(self, *words: str) -> "Person":
        """Wait until all the words stand on the screen."""
        end = time.monotonic() + PATIENCE
        # A page that is half painted shows words of the one before.
        while self._take(0.03):
            if self._quiet:
                break
        while not all(word in self.text for word in words):
            if time.monotonic() > end:
                raise AssertionError(f"{words} never came; the screen:\n{self.text}")
            self._take(0.05)
        # Nobody presses a key on a page in the moment it comes, and a busy machine may have read the last one just now.
        if self._pressed > self._read:
            time.sleep(LOOK / self.haste)
        self._read = time.monotonic()
        return self

    def press(self, *keys: str) -> "Person":
        """Press keys; a text is typed character by character."""
        for key in keys:
            self.keys += 1 if key.startswith("\x1b") else len(key)
            since = max(self._pressed, self._read)
            pause = FINGER / self.haste if self._last in (key, key[0]) else 0.0
            if self._last.isprintable() and self._last and key[0].isprintable():
                # Right behind another character it would be a part of what was typed.
                pause = FINGER / self.haste
            if self._last in ("\r", "\t") and key[0].isdigit():
                # Right behind Enter it would be the next of several lines.
                pause = FINGER / self.haste
            if self._last.isdigit() and key[0] == ENTER:
                # Right behind the digit that turned the page it would be pressed from habit.
                pause = FINGER / self.haste
            if self._last == ESC and key[0].isprintable():
                pause = AFTER_ESC
            if key[0] in (ENTER, TAB, "\x14") and self._pressed <= self._read:
                # The first key on a page, it would be pressed from habit.
                pause = max(pause, FINGER / self.haste)
            if self.plain and self._pressed <= self._read:
                pause = max(pause, FINGER / self.haste)
            time.sleep(max(0.0, since + pause - time.monotonic()))
            self.program.send(key)
            self._last, self._pressed = key if key.startswith(ESC) else key[-1], time.monotonic()
        return self

    def pause(self) -> "Person":
        """Look at what was found: what is pressed next is no part of what was typed."""
        time.sleep(FINGER / self.haste + 0.1)
        return self

    def resize(self, columns: int, rows: int) -> "Person":
        self.screen.resize(rows, columns)
        self.program.setwinsize(rows, columns)
        return self

    def written_over(self, text: str) -> "Person":
        """Another program writes onto the same terminal."""
        self._stream.feed(text.encode())
        return self

    def ends(self) -> int:
        """Wait for the program to end; its exit code (minus the signal when it was killed)."""
        end = time.monotonic() + PATIENCE
        while self._take(0.05):
            assert time.monotonic() < end, f"it goes on; the screen:\n{self.text}"
        self.program.close()
        if self.program.signalstatus is not None:
            return -int(self.program.signalstatus)
        return int(self.program.exitstatus or 0)

    def answers(self) -> str:
        """The answers file of a finished interview."""
        return (self.home / "answers.yaml").read_text(encoding="utf-8")

    def draft(self) -> str:
        """What is on disk of the unfinished case."""
        (path,) = (self.home / "drafts").glob("*.draft.json")
        return path.read_text(encoding="utf-8")

    def colours(self) -> set[bytes]:
        """Colour codes sent so far."""
        codes = {code for found in re.findall(rb"\x1b\[([0-9;]*)m", self.sent) for code in found.split(b";")}
        return {code for code in codes if re.fullmatch(rb"[349]\d|10\d", code)}

    def _take(self, wait: float) -> bool:
        try:
            data = self.program.read_nonblocking(65536, wait)
        except pexpect.TIMEOUT:
            self._quiet = True
            return True
        except pexpect.EOF:
            return False
        self._quiet = False
        self.sent += data
        self._stream.feed(data)
        return True


def begin(home: Path, *options: str, **more: object) -> Person:
    """A new case that has its number."""
    person = Person(home, *options, **more)  # type: ignore[arg-type]
    return person.see("案号是什么").press(NUMBER, ENTER)


def start(home: Path, *options: str, **more: object) -> Person:
    """At the first question of a new case."""
    return begin(home, *options, **more).see("实施执法的单位")


def facts(person: Person, kind: str = "1") -> Person:
    """Past the case facts, at the question of approval."""
    person.press("某局", ENTER).see("由哪些执法人员").press("张三 粤A001", ENTER).see("1 张三").press(ENTER)
    person.see("哪一种执法行为").press(kind).see("当事人是谁").press(ENTER)
    person.see("什么时候开始").press("现在").see("2026年11月24日 星期二 15:20（今天）").press(ENTER)
    if kind == "2":
        person.see("多少人受影响").press("约300人").see("300 人，备注“约”").press(ENTER)
    return person.see("报负责人批准了吗")
