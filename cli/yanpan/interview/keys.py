"""Characters from a terminal → keys with names. Pure, so that every terminal's habits can be tested."""

from __future__ import annotations

import re
from typing import NamedTuple

ESCAPE = "\x1b"
_FINAL = {
    "A": "up",
    "B": "down",
    "C": "right",
    "D": "left",
    "H": "home",
    "F": "end",
    "Z": "s-tab",
    "P": "f1",
    "Q": "f2",
    "R": "f3",
    "S": "f4",
}
_TILDE = {
    "1": "home", "3": "delete", "4": "end", "5": "pageup", "6": "pagedown", "7": "home", "8": "end",
    "11": "f1", "12": "f2", "13": "f3", "14": "f4",
}  # fmt: skip
_CONSOLE = {"A": "f1", "B": "f2", "C": "f3", "D": "f4"}
_SEQUENCE = re.compile(
    r"\x1b(?:\[\[(?P<console>[A-E])|\[(?P<args>[0-9;?<>=]*)[ -/]*(?P<final>[@-~])|O(?P<ss3>[A-Za-z])|(?P<alt>[^\[O\x1b]))",
    re.S,
)
_UNFINISHED = re.compile(r"\x1b(?:\[\[?[0-9;?<>=]*|O)?\Z")
_PASTE_START, _PASTE_END = "\x1b[200~", "\x1b[201~"
_CONTROLS = {
    "\r": "enter",
    "\n": "enter",
    "\t": "tab",
    "\x7f": "backspace",
    "\x08": "backspace",
    ESCAPE: "escape",
}


class Key(NamedTuple):
    """`name` is `text` for what is typed, `paste` for what is pasted, else the key (`up`, `enter`, `c-c`, `f1`)."""

    name: str
    typed: str = ""


class KeyReader:
    """Takes what arrives, piece by piece, and gives whole keys; the start of a sequence waits for its rest."""

    def __init__(self) -> None:
        self._rest = ""

    @property
    def waiting(self) -> bool:
        """Whether a sequence has begun that is not whole yet."""
        return bool(self._rest)

    def feed(self, text: str, *, last: bool = False) -> list[Key]:
        """Keys in `text`. With `last` nothing more will follow soon: a lone escape is then the Esc key."""
        text, self._rest = self._rest + text, ""
        keys: list[Key] = []
        while text:
            if text.startswith(_PASTE_START):
                body, end, after = text[len(_PASTE_START) :].partition(_PASTE_END)
                if not end:
                    self._rest = text
                    break
                keys.append(Key("paste", body))
                text = after
            elif text[0] == ESCAPE and not last and _UNFINISHED.match(text):
                self._rest = text
                break
            elif text[0] == ESCAPE and (found := _SEQUENCE.match(text)):
                keys += _named(found)
                text = text[found.end() :]
            else:
                keys.append(_single(text[0]))
                text = text[1:]
        return keys

    def forget(self) -> None:
        """Drop what has begun."""
        self._rest = ""


def _single(c: str) -> Key:
    if c in _CONTROLS:
        return Key(_CONTROLS[c])
    if ord(c) < 32:
        return Key(f"c-{chr(ord(c) + 96)}" if c else "")
    return Key("text", c)


def _named(found: re.Match[str]) -> list[Key]:
    """The key of one sequence; unknown sequences are no keys at all."""
    if found["alt"]:
        return [Key("escape"), _single(found["alt"])]
    if found["console"]:
        name = _CONSOLE.get(found["console"], "")
    elif found["ss3"]:
        name = "enter" if found["ss3"] == "M" else _FINAL.get(found["ss3"], "")
    elif found["final"] == "~":
        name = _TILDE.get(found["args"].split(";")[0], "")
    else:
        name = _FINAL.get(found["final"], "")
    return [Key(name)] if name else []
