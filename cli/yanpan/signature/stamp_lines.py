"""What a stamp says, and in which lines: the three rows of the signer's cell, set to fit the field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone

from yanpan.approval import (
    Decision,
    opinion_words,
    read_opinion,
)
from yanpan.inert import is_private, is_unseen
from yanpan.keys import (
    Identity,
)
from yanpan.signature.letters import glyph_of

SIZES = (10.5, 10, 9.5, 9)
"""Points, the largest first; nothing smaller is printed."""

_MOST_NAME = 64
"""Characters of a name, as many as a certificate's may have (RFC 5280, A.1, ub-common-name)."""

_GAP = 0.7
"""Between a text and what stands aside, in sizes."""

BOXES = "☐☑"
_BOX_WIDTH = 1100
_NOT_FIRST = frozenset("，。、：；？！）〕》」』…·,.:;?!)")
"""What begins no line."""


@dataclass(frozen=True)
class Shown:
    """What a stamp says."""

    opinion: str
    words: str
    name: str
    title: str
    moment: str
    number: str
    trial: bool


def shown_by(identity: Identity, *, title: str, at: datetime, reason: str) -> Shown:
    """What the stamp of a signature with this /Reason says. An opinion in no form of ours ticks nothing."""
    opinion = read_opinion(reason)
    agrees = opinion is not None and opinion.decision is not Decision.REFUSE
    refuses = opinion is not None and opinion.decision is Decision.REFUSE
    return Shown(
        opinion=f"{BOXES[agrees]}同意　{BOXES[refuses]}不同意",
        words=_plain(_words(reason)),
        name=_cut(_plain(identity.name), _MOST_NAME),
        title=_plain(title),
        moment=moment_words(at),
        number=identity.number[-8:],
        trial=identity.trial,
    )


def moment_words(at: datetime) -> str:
    """A moment as the paper writes it; a zone other than UTC+8 is said.

    >>> from datetime import timezone
    >>> moment_words(datetime(2026, 11, 24, 12, 15, tzinfo=timezone.utc))
    '2026年11月24日 12:15（UTC）'
    """
    # By its offset, not by its name: nothing else of a zone stands in a signature.
    zone = (
        ""
        if at.utcoffset() == timedelta(hours=8)
        else f"（{at.replace(tzinfo=timezone(at.utcoffset() or timedelta())):%Z}）"
    )
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}{zone}"


def _words(reason: str) -> str:
    """What the signer says beside the tick: the new grade and the reason. The whole of it stands in /Reason."""
    opinion = read_opinion(reason)
    if opinion is None:
        return reason
    if opinion.decision in (Decision.AGREE, Decision.REFUSE):
        return opinion.reason
    return opinion_words(replace(opinion, scans=()))


def _plain(text: str) -> str:
    """Without what is drawn as nothing. A letter that no font has stands as 〓, and so does one that nobody has named."""
    return "".join("〓" if is_private(c) else c for c in text if not is_unseen(c) and c not in BOXES)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


# Lines


Line = tuple[str, str]
"""A text, and what stands at the right edge of its line."""


@dataclass(frozen=True)
class Set:
    """A stamp set in lines of one size: the rows of the printed cell, each of one line or more."""

    size: float
    rows: tuple[tuple[Line, ...], ...]

    @property
    def lines(self) -> int:
        return sum(len(row) for row in self.rows)

    def fits(self, height: float, spacing: _Spacing) -> bool:
        return self.size * (self.lines * spacing.line + len(self.rows) * spacing.row) <= height


@dataclass(frozen=True)
class _Spacing:
    """Of lines, and what a row has beyond its lines, in sizes; and how many lines the opinion may take."""

    line: float
    row: float
    opinion: int
    titled: bool = True


_SPACINGS = (
    *(_Spacing(1.2, 0.3, most) for most in (3, 2)),
    *(_Spacing(1.08, 0.1, most) for most in (3, 2, 1, 0)),
    *(_Spacing(1.02, 0, most, titled=False) for most in (1, 0)),
)
"""What is tried in turn. The title may go in the end, since it stands above the field as well; the name never."""


def set_in(shown: Shown, width: float, height: float) -> Set:
    """The rows in lines that fit a field: in the largest letters that need no more lines than the smallest do."""
    for spacing in _SPACINGS:
        made = [Set(size, _rows(shown, width / size, spacing)) for size in SIZES]
        fewest = made[-1].lines
        for item in made:
            if item.lines == fewest and item.fits(height, spacing):
                return item
    # A field smaller than any of ours: the lines stand closer than they should.
    return made[-1]


def _rows(shown: Shown, width: float, spacing: _Spacing) -> tuple[tuple[Line, ...], ...]:
    return (
        _opinion_row(shown, width, spacing.opinion),
        _row(f"签名：{shown.name}", shown.title if spacing.titled else "", width),
        _row(f"日期：{shown.moment}", f"证书号…{shown.number}", width),
    )


def _opinion_row(shown: Shown, width: float, most: int) -> tuple[Line, ...]:
    """The boxes, and what the signer says beside them or in lines below, cut where it is too long."""
    aside = "试用，无法律效力" if shown.trial else ""
    room = width - (wide(aside) + _GAP if aside else 0)
    head = f"意见：{shown.opinion}"
    beside = f"{head}　{shown.words}" if shown.words else head
    if wide(beside) <= room:
        return ((beside, aside),)
    if not most:
        return ((_fitting(beside, room), aside),)
    found = list(_wrapped(shown.words, width))
    if len(found) > most:
        found[most - 1 :] = [_fitting("".join(found[most - 1 :]), width)]
    return ((head, aside), *((text, "") for text in found))


def _row(text: str, aside: str, width: float) -> tuple[Line, ...]:
    """A text in lines, and at the right edge of the last one, or of one more, what stands aside."""
    lines = [(line, "") for line in _wrapped(text, width)]
    if aside and wide(lines[-1][0]) + _GAP + wide(aside) <= width:
        lines[-1] = (lines[-1][0], aside)
    elif aside:
        lines += [("", line) for line in _wrapped(aside, width)]
    return tuple(lines)


def _fitting(text: str, width: float) -> str:
    """A text cut with an ellipsis where it is too wide."""
    if wide(text) <= width:
        return text
    while text and wide(text + "…") > width:
        text = text[:-1]
    return text + "…"


def _wrapped(text: str, width: float) -> Iterator[str]:
    """A text in lines; a word in Latin letters stays whole where it fits a line."""
    line = ""
    for piece in _pieces(text):
        for part in [piece] if wide(piece) <= width else piece:
            if line and wide(line + part) > width:
                yield line
                line = ""
            line += part
    yield line


def _pieces(text: str) -> list[str]:
    """What is not broken: a word in Latin letters, a character with the mark that follows it."""
    pieces: list[str] = []
    for character in text:
        joined = pieces and (
            character in _NOT_FIRST or (_is_letter(character) and _is_letter(pieces[-1][-1]))
        )
        if joined:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _is_letter(character: str) -> bool:
    return character.isascii() and not character.isspace()


def wide(text: str) -> float:
    """How wide a text is, in sizes."""
    return sum(_BOX_WIDTH if c in BOXES else glyph_of(c).width for c in text) / 1000
