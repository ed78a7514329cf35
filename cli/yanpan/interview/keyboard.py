"""What a terminal sends, taken apart into keys: typed characters, the keys we know, pastes. The rest is swallowed whole.

A slow line cuts sequences and pastes into pieces. A piece is never taken for a key: what can belong to a sequence that
has begun (ECMA-48) belongs to it, and what stands in a paste stays in it, until its end or a long pause.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from prompt_toolkit.input.ansi_escape_sequences import ANSI_SEQUENCES
from prompt_toolkit.key_binding.key_processor import KeyPress
from prompt_toolkit.keys import Keys

ESC, CTRL_C = "\x1b", "\x03"
ESCAPE_WAIT = 0.3
"""Seconds after which an Esc that stands alone is that key."""

LATE = 0.8
"""Seconds in which a character after an Esc still belongs to it, even when it has been taken for the key."""

GIVE_UP = 1.2
"""Seconds without anything more after which a sequence that has begun is none."""

SILENCE = 4.0
"""Seconds after which what was pasted so far is shown though its end has not come."""

UNENDED, AFTER_ESC, SWALLOWED = "paste", "escape", "string"
"""What is said with `Keys.Ignore`: a paste has no end, a character came too soon after Esc, typed ones were swallowed."""

_PIECES = 4
"""Pieces in which no line cuts what a terminal sends: these are typed."""

_PASTE, _PASTED = "\x1b[200~", "\x1b[201~"
_MOST = 1 << 16
_STRINGS = "PX]^_"
_EIGHT_BITS = {
    "\x9b": "\x1b[", "\x8f": "\x1bO", "\x90": "\x1bP", "\x98": "\x1bX", "\x9d": "\x1b]", "\x9e": "\x1b^", "\x9f": "\x1b_",
}  # fmt: skip
_SENT = frozenset({
    Keys.Up, Keys.Down, Keys.Left, Keys.Right, Keys.Home, Keys.End, Keys.PageUp, Keys.PageDown, Keys.Delete, Keys.BackTab,
    Keys.ControlLeft, Keys.ControlRight, Keys.F1, Keys.F2, Keys.F3, Keys.F4,
})  # fmt: skip
"""Keys that come as sequences. None of them is a character, Enter or Tab: those are typed as themselves."""

_WITH_ALT = {
    "\x1bb": Keys.ControlLeft, "\x1bf": Keys.ControlRight, "\x1b\x7f": Keys.ControlW, "\x1b\x08": Keys.ControlW,
}  # fmt: skip
_ALT_ARROWS = {
    (Keys.Escape, Keys.Left): Keys.ControlLeft,
    (Keys.Escape, Keys.Right): Keys.ControlRight,
}


_NAMED = {
    "up": "up", "down": "down", "left": "left", "right": "right", "home": "home", "end": "end", "pageup": "pageup",
    "pagedown": "pagedown", "c-m": "enter", "c-j": "enter", "c-h": "backspace", "delete": "delete", "c-i": "tab",
    "s-tab": "s-tab", "escape": "escape", "f1": "f1", "f2": "f2", "f3": "f3", "f4": "f4", "c-o": "c-o", "c-n": "c-n",
    "c-e": "c-e", "c-r": "c-r", "c-b": "c-b", "c-t": "c-t", "c-a": "c-a", "c-f": "c-f", "c-k": "c-k", "c-u": "c-u",
    "c-w": "c-w", "c-left": "c-left", "c-right": "c-right", "<bracketed-paste>": "paste",
}  # fmt: skip
"""Every key that may mean something, by prompt_toolkit's name. Not here: it does nothing."""


def named(pressed: KeyPress) -> tuple[str, str]:
    """A key as pages know it and the text that came with it; no name when it means nothing anywhere."""
    if isinstance(pressed.key, Keys):
        name = _NAMED.get(pressed.key.value, "")
        return name, pressed.data if name == "paste" else ""
    return "text", pressed.data


class Keyboard:
    """Stands where prompt_toolkit has its parser."""

    def __init__(self, take: Callable[[KeyPress], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._take, self._clock = take, clock
        self._at = clock()
        self.idle = True
        self._begun = ""
        self._spent = False
        self._pasted: str | None = None
        self._tail = ""
        self._unended = False
        self._unwanted = False
        self._pieces, self._swallowed = 0, False

    def feed(self, data: str) -> None:
        """Take what has come."""
        self.idle = not data
        if self.idle:
            return
        quiet, self._at = self._clock() - self._at, self._clock()
        alone = self._spent and self._begun == ESC
        if self._begun and quiet > (LATE if alone else GIVE_UP):
            self._give_up()
        if self._pasted is not None and data.startswith(CTRL_C):
            self._end_paste()
        while data:
            if self._pasted is not None:
                data = self._paste(data)
            else:
                self._step(data[0])
                data = data[1:]
        self._pieces = self._pieces + 1 if self._in_one else 0
        if self._pieces >= _PIECES:
            self._tell_swallowed()

    def flush(self) -> None:
        """Nothing has come for `ESCAPE_WAIT`."""
        if self._begun == ESC and not self._spent:
            self._spent = True
            self._take(KeyPress(Keys.Escape, ESC))

    def feed_and_flush(self, data: str) -> None:
        self.feed(data)
        self.flush()

    @property
    def pasting(self) -> bool:
        """Whether a paste has begun and not ended."""
        return self._pasted is not None

    def end_paste(self) -> None:
        """Nothing more of it will come: what was pasted so far is handed over."""
        if self.pasting:
            self._end_paste()

    def forget(self, *, paste: bool = True) -> None:
        """What has begun was meant for something that is no longer there: it will not be a key when it ends.

        Nor will a paste, unless it is still wanted.
        """
        self._spent = bool(self._begun)
        self._unwanted = paste and self.pasting

    def overdue(self) -> None:
        """Show what was pasted when its end does not come. Only Esc and Ctrl-C are keys from then on."""
        quiet = self._clock() - self._at
        if self._in_one and quiet > GIVE_UP:
            self._give_up()
        if self._pasted is None:
            return
        if quiet > (ESCAPE_WAIT if self._unended else SILENCE):
            if self._unended and self._tail == ESC:
                self._end_paste()
                self._begun, self._spent = ESC, True
                return
            if self._pasted or not self._unended:
                self._show_pasted()
                self._take(KeyPress(Keys.Ignore, UNENDED))
            self._unended = True

    # ── Pastes ──

    def _paste(self, data: str) -> str:
        """Put data into the paste; what stands behind its end."""
        text = self._tail + data
        at = text.find(_PASTED)
        if at >= 0:
            self._add(text[:at])
            self._tail = ""
            self._end_paste()
            return text[at + len(_PASTED) :]
        begun = next((n for n in range(len(_PASTED) - 1, 0, -1) if text.endswith(_PASTED[:n])), 0)
        self._tail = text[len(text) - begun :]
        self._add(text[: len(text) - begun])
        return ""

    def _add(self, text: str) -> None:
        self._pasted = ((self._pasted or "") + text)[:_MOST]

    def _show_pasted(self) -> None:
        if self._pasted and not self._unwanted:
            self._take(KeyPress(Keys.BracketedPaste, self._pasted))
        self._pasted = ""

    def _end_paste(self) -> None:
        self._show_pasted()
        self._pasted, self._tail, self._unended, self._unwanted = None, "", False, False

    # ── Sequences ──

    @property
    def _in_one(self) -> bool:
        """Whether a string has begun: whatever is typed belongs to it."""
        return len(self._begun) > 1 and self._begun[1] in _STRINGS

    def _over(self) -> None:
        self._begun, self._spent, self._swallowed = "", False, False

    def _give_up(self) -> None:
        """Its end does not come. What was swallowed for it was typed."""
        if self._in_one and self._pieces > 1:
            self._tell_swallowed()
        self._over()

    def _tell_swallowed(self) -> None:
        if not self._swallowed:
            self._take(KeyPress(Keys.Ignore, SWALLOWED))
        self._swallowed = True

    def _anew(self, c: str) -> None:
        """The sequence is broken off; c is the first of something else."""
        self._over()
        self._step(c)

    def _step(self, c: str) -> None:
        if not self._begun:
            self._begun = ESC if c == ESC else _EIGHT_BITS.get(c, "")
            if not self._begun:
                self._typed(c)
        elif c == CTRL_C:
            self._anew(c)
        elif self._begun == ESC:
            self._after_escape(c)
        elif self._begun[1] in _STRINGS:
            self._in_string(c)
        elif self._begun[1] == "[":
            self._in_control(c)
        elif c == ESC or not " " <= c <= "~":
            self._anew(c)
        elif c in "0123456789;" if self._begun[1] == "O" else c <= "/":
            self._more(c)
        else:
            self._whole(self._begun + c)

    def _after_escape(self, c: str) -> None:
        if self._spent and not (" " <= c <= "~" or c in "\r\n\t"):
            self._anew(c)
        elif c > "\x7f":
            self.flush()
            self._anew(c)
        elif c in "[O" or c in _STRINGS or " " <= c <= "/":
            self._more(c)
        elif c != ESC:
            if self._spent:
                self._take(KeyPress(Keys.Ignore, AFTER_ESC))
            self._whole(ESC + c)

    def _in_control(self, c: str) -> None:
        body = self._begun[2:]
        if body == "[":
            # The Linux console: ESC [ [ A is F1.
            self._whole(self._begun + c)
        elif body[:1] == "M":
            # A mouse of old: three more, whatever they are.
            self._more(c)
            if len(body) == 3:
                self._over()
        elif " " <= c <= "?" or (not body and c in "[M"):
            self._more(c)
        elif "@" <= c <= "~":
            self._whole(self._begun + c)
        else:
            self._anew(c)

    def _in_string(self, c: str) -> None:
        ending = self._begun.endswith(ESC) and len(self._begun) > 2
        if c in "\x07\x9c" or (ending and c == "\\"):
            self._over()
        elif ending:
            self._begun = ESC
            self._after_escape(c)
        elif c == ESC:
            self._more(c)

    def _more(self, c: str) -> None:
        self._begun = (self._begun + c)[:64]

    def _whole(self, sequence: str) -> None:
        spent = self._spent
        self._over()
        if sequence == _PASTE:
            self._pasted = ""
            return
        found = ANSI_SEQUENCES.get(sequence)
        if isinstance(found, tuple):
            found = _ALT_ARROWS.get((found[0], found[1]))
        found = _WITH_ALT.get(sequence, found)
        if not spent and found is not None and (found in _SENT or sequence in _WITH_ALT):
            self._take(KeyPress(found, ""))

    def _typed(self, c: str) -> None:
        if c < " " or c == "\x7f":
            found = ANSI_SEQUENCES.get(c)
            if isinstance(found, Keys):
                self._take(KeyPress(found, ""))
        else:
            self._take(KeyPress(Keys.Ignore if "\x80" <= c <= "\x9f" else c, c))
