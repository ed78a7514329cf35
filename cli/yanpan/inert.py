"""What a person's terminal is given: the one place that decides it.

Text out of files, certificates, names, the environment and other programs may hold what a terminal obeys (ESC, C1),
what turns a line round (bidi controls), and what nobody sees (zero-width signs, tags, blank letters). `inert` spells
all of that as 〔U+XXXX〕 and leaves alone what names need: rare characters, combining marks, one variation selector
behind a character that has variants. Sources: UTR #36 and UTS #39 (Unicode security), UAX #44 (categories),
ECMA-48 (control functions).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MOST_MARKS = 8
"""Combining marks on one character; Tibetan and Vietnamese want five. More of them paint over other lines."""

# What needs no second look: ASCII, common Chinese, its punctuation, full-width forms.
_ODD = re.compile("[^ -~\u3000-〿㐀-䶿一-鿿！-～·—‘’“”…①-⑳■▲✓✗☐☑]")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
# Letters and signs that are drawn as nothing, and marks that join without being seen.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_CODES = re.compile(r"[0-9;]+\Z")


class Shown(str):
    """Text that our own code has made a line, lines or colour of; what others wrote stands in it inert.

    What is joined to it is plain text again, and is shown as such.
    """

    __slots__ = ()

    @classmethod
    def rows(cls, rows: Iterable[str]) -> Shown:
        """Several lines, each made inert."""
        return cls("\n".join(inert(row) for row in rows))

    @classmethod
    def painted(cls, pieces: Iterable[tuple[str, str]]) -> Shown:
        """One line of (SGR parameters such as `1;31` or none, text). Raises `ValueError` for other parameters."""
        out = []
        for codes, text in pieces:
            if codes and not _CODES.match(codes):
                raise ValueError("not SGR parameters")
            out.append(f"\x1b[{codes}m{inert(text)}\x1b[0m" if codes else inert(text))
        return cls("".join(out))


def inert(text: str) -> str:
    """One line of text for a terminal: nothing in it moves, turns, hides or ends anything. `Shown` stays as it is.

    >>> inert("张某\\x1b[2J")
    '张某〔U+001B〕[2J'
    """
    if isinstance(text, Shown):
        return text
    if not _ODD.search(text):
        return text
    out: list[str] = []
    before, marks = "", 0
    for c in text:
        mark = unicodedata.category(c) in ("Mn", "Me")
        marks = marks + 1 if mark else 0
        if _hidden(c) or (mark and (marks > MOST_MARKS or (_selects(c) and not _has_variant(before, c)))):
            out.append(spelled(c))
        else:
            out.append(c)
        before = c
    return "".join(out)


def spelled(c: str) -> str:
    """A character by its number: 〔U+202E〕."""
    return f"〔U+{ord(c):04X}〕"


def inert_json(data: bytes) -> bytes:
    """A JSON document (UTF-8) in which hidden characters of texts are escaped as JSON has it. It means the same."""
    text = data.decode()
    return _ODD.sub(lambda found: _escaped(found[0]), text).encode()


def without_halves(text: str) -> str:
    """Text that UTF-8 can hold: bytes of a file name that are no text, and halves of characters, are spelled."""
    return re.sub("[\ud800-\udfff]", lambda found: spelled(found[0]), text)


def _escaped(c: str) -> str:
    # Below the space JSON has escaped already what stood in texts; the line ends between values are ours.
    if c < " " or not _hidden(c):
        return c
    units = c.encode("utf-16-be").hex()
    return "".join(f"\\u{units[i : i + 4]}" for i in range(0, len(units), 4))


def _hidden(c: str) -> bool:
    kind = unicodedata.category(c)
    if kind == "Cn":
        return not is_new_letter(c)
    return kind in _HIDDEN or c in _BLANK


def is_new_letter(c: str) -> bool:
    """Whether it is a Chinese character younger than this Python's tables: names have them (Unicode 15.1 has those of China's
    registers). Two planes are theirs, and the last two of each are no characters."""
    return "\U00020000" <= c <= "\U0003ffff" and ord(c) & 0xFFFF < 0xFFFE and unicodedata.category(c) == "Cn"


def is_letter(c: str) -> bool:
    """Whether it is a letter or a digit, by the tables of any Python."""
    return unicodedata.category(c)[0] in "LN" or is_new_letter(c)


def is_printable(text: str) -> bool:
    """Whether all of it is seen, as `str.isprintable` has it, by the tables of any Python."""
    return all(c.isprintable() or is_new_letter(c) for c in text)


def is_private(c: str) -> bool:
    """Whether a letter means what some office agreed on, and nothing to anybody else."""
    return "\ue000" <= c <= "\uf8ff" or "\U000f0000" <= c <= "\U0010ffff"


def is_unseen(c: str) -> bool:
    """Whether a character is no letter, and draws nothing but a space at most. The same in every version of Python: of
    what its tables do not know yet nothing is unseen."""
    return unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") or (
        c != " " and unicodedata.category(c) == "Zs"
    )


def odd_letters(text: str) -> str:
    """Those letters of a name that stand for no word but look like one that does: radicals and strokes (⼀, ⺠, ㇏)."""
    return "".join(dict.fromkeys(c for c in text if "\u2e80" <= c <= "\u2fdf" or "\u31c0" <= c <= "\u31ef"))


def _selects(c: str) -> bool:
    """Whether it is a variation selector."""
    return "\ufe00" <= c <= "\ufe0f" or "\U000e0100" <= c <= "\U000e01ef" or c in "\u180b\u180c\u180d\u180f"


def _has_variant(before: str, selector: str) -> bool:
    """Whether what stands right before the selector can have variants: characters, emoji, Mongolian letters."""
    if not before:
        return False
    if selector in "\u180b\u180c\u180d\u180f":
        return "\u1820" <= before <= "\u18aa"
    if unicodedata.category(before) == "Lo" and unicodedata.east_asian_width(before) == "W":
        return True
    return selector < "\U000e0100" and unicodedata.category(before) == "So"
