"""What a signer's reason may not say: another opinion than the one that is given, in words, in boxes, or unseen.

Whoever forgets an option and writes 不同意 into the reason would have agreed; and one who means two readers to read two
things hides it. So words are compared as they sound: without spaces, marks, numbering, width and traditional forms.
"""

from __future__ import annotations

import re
from unicodedata import category, normalize

# Default_Ignorable_Code_Point (Unicode, DerivedCoreProperties), drawn as nothing, and the empty braille cell.
_IGNORED = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_TRADITIONAL = str.maketrans("對調實贊準廢執還發", "对调实赞准废执还发")
_NUMBERING = r"[0-9一二三四五六七八九十第条点其a-z]{0,4}"
_OPINIONS = "同意|不同意|退回|调高|调低"
_BEGINS = re.compile(f"{_NUMBERING}(?P<word>{_OPINIONS})")
_AGAINST = re.compile(
    "不同意|(?:不予|不能|难以|不敢|未|没有|拒绝)同意|不赞成|(?:不予|不能|不|未)批准|(?:不得|不能|不予|不宜|不要|不应|暂不|暂缓|先不|停止)(?:实施|执行|批准)"
    "|(?:我|本人|个人|坚决)反对|反对(?:本|该|这|实施|执行)|退回|调高|调低|作废|撤回|收回同意"
    "|disagree|reject|refuse|not(?:agree|approve|allow)"
)
_SIGNS = frozenset("°√×")
"""Symbols: degrees are none that stand for an opinion, the others are, though they count as mathematics."""


def has_hidden(text: str) -> bool:
    """Whether a text holds what no reader sees or what turns a line round: controls, bidi marks, blank letters."""
    return not text.isprintable() or _IGNORED.search(text) is not None


def another_opinion(reason: str, *, agreeing: bool) -> str:
    """What in a reason would be read as an opinion of its own; empty when nothing is.

    >>> another_opinion("1. 不 同意", agreeing=True)
    '不同意'
    >>> another_opinion("当事人有异议，已经答复", agreeing=True)
    ''
    """
    if signs := [sign for sign in reason if _is_a_box(sign)]:
        return signs[0]
    plain = _as_read(reason)
    begins = _BEGINS.match(plain)
    if begins and not (agreeing and begins["word"] == "同意"):
        return begins["word"]
    against = _AGAINST.search(plain) if agreeing else None
    return against[0] if against else ""


def _as_read(text: str) -> str:
    """Letters and digits alone, in one width, one case and simplified."""
    plain = normalize("NFKC", text).translate(_TRADITIONAL).casefold()
    return "".join(letter for letter in plain if category(letter)[0] in "LN")


def _is_a_box(sign: str) -> bool:
    """Boxes, circles, ticks: what on the paper would look like another answer. Units (℃) come apart into letters."""
    if sign in _SIGNS:
        return sign != "°"
    return category(sign) == "So" and normalize("NFKC", sign) == sign
