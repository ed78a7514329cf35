"""What a content stream draws, glyph by glyph and line by line, in the order in which it is drawn (ISO 32000-2, 8 and 9).

Two streams that draw the same may say it otherwise: another version of a library shapes texts otherwise, and puts things
elsewhere by a hair. It says them with the same operators in the same order, those that draw nothing too: else anybody
could write words in them. Only the operators of our own papers are known. Whatever else stands in a stream, and however
it is spelled, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest

from yanpan.verification.graphics import Drawing, Font, Mark, Value, follows_alike
from yanpan.verification.operators import OPERATORS, allowed_now
from yanpan.verification.syntax import NotOurs

MAX_MARKS = 400_000

_TOKEN = re.compile(
    rb"[ \n]{0,2}(?:"
    rb"(?P<number>0|-?[1-9]\d{0,3}|-?(?:0|[1-9]\d{0,3})\.(?:\d{0,5}[1-9])?|\d{1,3}\.\d{1,17}(?=<))(?=[ \n\]\[<>/(]|\Z)"
    rb"|/(?P<name>[A-Za-z0-9_.+*-]{1,40})(?=[ \n\[<>/(]|\Z)"
    rb"|<(?P<hex>(?:[0-9a-f]{2})*)>(?!>)"
    rb"|(?P<open><<)|(?P<close>>>)|(?P<array>\[)|(?P<end>\])"
    rb"|(?P<word>[A-Za-z]{1,3}\*?)(?=[ \n\[<>/(]|\Z)"
    rb"|(?P<over>\Z))"
)
"""Numbers have one spelling: no zero too many, and six decimals at most, as the engine writes them. Only the shift before a
letter above the line is written as it was reckoned."""


_MEASURES = re.compile(rb"\[[<>0-9a-f.-]*\](?= TJ\n)|-?\d+\.?\d*")
"""Numbers, and lines of text: what is measured by other libraries, and looked at one by one."""


def contents_alike(
    one: bytes, one_fonts: Mapping[bytes, Font], other: bytes, other_fonts: Mapping[bytes, Font]
) -> bool:
    """Whether two content streams say the same, byte for byte but for what is measured. Raises `NotOurs`."""
    # Blanks and line ends would else be as good as letters.
    if _MEASURES.sub(b"", one) != _MEASURES.sub(b"", other):
        return False
    return drawn_alike(marks(one, one_fonts), marks(other, other_fonts))


def drawn_alike(one: Iterator[Mark], other: Iterator[Mark]) -> bool:
    """Whether two streams set and draw the same in the same order. Raises `NotOurs` for content of another kind."""
    before: tuple[Mark, Mark] | None = None
    for count, (left, right) in enumerate(zip_longest(one, other)):
        if left is None or right is None or not left.like(right) or count > MAX_MARKS:
            return False
        if before is not None and not follows_alike(before, (left, right)):
            return False
        if not left.sets:
            before = left, right
    return True


def marks(data: bytes, fonts: Mapping[bytes, Font]) -> Iterator[Mark]:
    """The marks of a content stream whose resources name these fonts. Raises `NotOurs`."""
    drawing = Drawing(fonts)
    operands: list[Value] = []
    place = 0
    while place < len(data):
        token = _TOKEN.match(data, place)
        if token is None:
            raise NotOurs(f"content of another spelling at {place}: {data[place : place + 20]!r}")
        if token.lastgroup == "word":
            work = OPERATORS.get(token["word"])
            if work is None or token["word"] not in allowed_now(drawing):
                raise NotOurs(f"the operator {token['word']!r} here")
            yield from work(drawing, operands)
            operands, place = [], token.end()
        elif token.lastgroup == "over":
            break
        else:
            value, place = _operand(data, token, 0)
            operands.append(value)
    if operands or drawing.kept or drawing.path or drawing.text or drawing.marked:
        raise NotOurs("content that breaks off")


def _operand(data: bytes, token: re.Match[bytes], depth: int) -> tuple[Value, int]:
    kind = token.lastgroup
    if kind == "number":
        # A number is spelled whole where it must be whole: readers pass over an MCID of 3.0.
        text = token["number"]
        return (float(text) if b"." in text else int(text)), token.end()
    if kind == "name":
        return ("name", token["name"]), token.end()
    if kind == "hex":
        return bytes.fromhex(token["hex"].decode("ascii")), token.end()
    if kind not in ("array", "open") or depth > 4:
        raise NotOurs("content of another kind")
    found: list[Value] = []
    place = token.end()
    while True:
        inner = _TOKEN.match(data, place)
        if inner is None or inner.lastgroup in ("word", "over"):
            raise NotOurs("content of another kind")
        if inner.lastgroup == ("end" if kind == "array" else "close"):
            break
        value, place = _operand(data, inner, depth + 1)
        found.append(value)
    if kind == "array":
        return found, inner.end()
    keys = [key[1] for key in found[::2] if isinstance(key, tuple)]
    if len(keys) * 2 != len(found) or len(set(keys)) != len(keys):
        raise NotOurs("a dictionary of another kind")
    return dict(zip(keys, found[1::2], strict=True)), inner.end()
