"""What an officer wrote in a sentence: which words stand there, and which of them are what he himself is going to do.

There is no list of all ways to say a thing. So a questionnaire asks first that the sentence names the act that was
picked (`mentions`), which needs to know only that act's own words, and then that it does no other one (`does`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from yanpan.inert import is_letter
from yanpan.questionnaire.facts import Facts
from yanpan.questionnaire.said_by import Place, excused
from yanpan.questionnaire.terms import Leaf

_BREAKS = re.compile(r"[,，。.;；!！?？、]+")
"""Ends of clauses."""

_PLAINER = str.maketrans(
    "罰沒強凍劃徵銷檢繳廢關閉產業執屋樓層斷電車條結撥査貼鎖帶離門頭場還證遷騰隔遣製設備傷醫學檔賣變動鏟倒",
    "罚没强冻划征销检缴废关闭产业执屋楼层断电车条结拨查贴锁带离门头场还证迁腾隔遣制设备伤医学档卖变动铲倒",
)
"""The traditional forms of what acts are called by."""

_ENDS = re.compile(r"[,，。.;；!！?？]+")
"""The same without the mark of a list: what is said of its head is said of all of it."""

_LETTER = "查拆封扣押关停断砸推冻"
_SPLIT_UP = re.compile(
    rf"(?:(?<=[\s,，。.;；!！?？、])|\A)([{_LETTER}])[\s,，。.;；!！?？、]+(?=[{_LETTER}])"
)
"""Letters of force set apart by marks: 查、封、扣."""

NOT = "-"
"""Before a word of `does` that holds one of the others and means something else."""

_GAP = "…"
_KEPT = 64
"""Sentences of which each condition remembers what it found: they are asked of again at every step of an interview."""

_WIDE = 8
"""Letters that may stand in a gap of a word."""


@lru_cache(maxsize=4096)
def read(text: str) -> str:
    """The letters of a text alone, half-width, in simplified forms: spaces, marks and what nobody sees left out."""
    plain = unicodedata.normalize("NFKC", text).translate(_PLAINER)
    return "".join(c for c in plain if c == "\u3007" or is_letter(c))


@lru_cache(maxsize=4096)
def _clauses(text: str) -> tuple[str, ...]:
    return tuple(read(part) for part in _BREAKS.split(text))


def _any_of(words: Iterable[str]) -> Callable[[str], object]:
    """What tells of a text whether it holds one of the words; made when it is first asked, most never are."""

    @cache
    def made() -> re.Pattern[str]:
        return re.compile("|".join(re.escape(read(word)) for word in words))

    return lambda text: made().search(text)


def mentions(name: str, words: tuple[str, ...]) -> Leaf:
    """Whether a text holds one of the words, however they are spaced; no word runs over a comma."""
    wanted = _any_of(words)

    @lru_cache(maxsize=_KEPT)
    def said(text: str) -> bool:
        return any(map(wanted, _clauses(text)))

    def test(facts: Facts) -> bool:
        value = facts.values.get(name)
        return isinstance(value, str) and said(value)

    return Leaf(test, frozenset([name]))


def named(name: str, act: str, names: Mapping[str, tuple[str, ...]]) -> Leaf:
    """Whether a text calls the act that was picked by one of its names, `names` of each."""

    def test(facts: Facts) -> bool:
        text, picked = facts.values.get(name), facts.values.get(act)
        return isinstance(text, str) and any(read(word) in read(text) for word in names.get(str(picked), ()))

    return Leaf(test, frozenset([name, act]))


def does(name: str, words: tuple[str, ...]) -> Leaf:
    """Whether a text says with one of the words what is to be done: not what somebody did, nor what a thing is called.

    Where a word has `…`, some letters may stand there. One that begins with `-` (`-纽扣`) is looked for in vain: what lies
    within it is none of the others.
    """

    @cache
    def others() -> re.Pattern[str]:
        """Longest first: where several begin at one letter the longest is meant."""
        without = sorted((read(word) for word in words if word.startswith(NOT)), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, without)) or r"(?!)")

    @cache
    def made() -> tuple[dict[str, list[tuple[str, ...]]], tuple[str, ...]]:
        """Of hundreds of words only those are looked for that begin with a letter of the sentence."""
        wanted = [
            tuple(read(part) for part in word.split(_GAP)) for word in words if not word.startswith(NOT)
        ]
        by_letter: dict[str, list[tuple[str, ...]]] = {}
        for parts in wanted:
            by_letter.setdefault(parts[0][0], []).append(parts)
        return by_letter, tuple(parts[0] for parts in wanted if len(parts) == 1)

    @lru_cache(maxsize=_KEPT)
    def said(text: str) -> bool:
        sentence, (by_letter, whole) = _said(text), made()
        if by_letter.keys().isdisjoint(sentence.letters):
            return False
        return any(
            place.end > _meant(others(), place.clause)[place.start] and not excused(place)
            for place in _found(sentence, by_letter, whole)
        )

    def test(facts: Facts) -> bool:
        value = facts.values.get(name)
        return isinstance(value, str) and said(value)

    return Leaf(test, frozenset([name]))


@dataclass(frozen=True)
class _Sentence:
    """The clauses of a text, lists in one piece, and for each letter in which clauses it stands, and where."""

    clauses: tuple[str, ...]
    letters: Mapping[str, tuple[tuple[int, int], ...]]


@lru_cache(maxsize=4096)
def _said(text: str) -> _Sentence:
    joined = _SPLIT_UP.sub(r"\1", unicodedata.normalize("NFKC", text).translate(_PLAINER))
    parts = (
        "、".join(item for item in (read(item) for item in part.split("、")) if item)
        for part in _ENDS.split(joined)
    )
    clauses = tuple(part for part in parts if part)
    letters: dict[str, list[tuple[int, int]]] = {}
    for number, clause in enumerate(clauses):
        for start, letter in enumerate(clause):
            letters.setdefault(letter, []).append((number, start))
    return _Sentence(clauses, {letter: tuple(places) for letter, places in letters.items()})


def _found(
    sentence: _Sentence, by_letter: Mapping[str, list[tuple[str, ...]]], words: tuple[str, ...]
) -> Iterator[Place]:
    """Where one of the words stands, in no order."""
    clauses = sentence.clauses
    for letter in sentence.letters.keys() & by_letter.keys():
        for number, start in sentence.letters[letter]:
            clause = clauses[number]
            for parts in by_letter[letter]:
                end = _end(clause, start, parts)
                if end is not None:
                    earlier = "，".join(clauses[:number])
                    later = clauses[number + 1] if number + 1 < len(clauses) else ""
                    yield Place(clause, start, end, words, earlier, later, "，".join(clauses))


@lru_cache(maxsize=256)
def _meant(others: re.Pattern[str], clause: str) -> tuple[int, ...]:
    """For each letter of a clause where that of the other words ends in which it lies; 0 for none."""
    ends = [0] * len(clause)
    for found in others.finditer(clause):
        ends[found.start() : found.end()] = [found.end()] * (found.end() - found.start())
    return tuple(ends)


def _end(clause: str, start: int, parts: tuple[str, ...]) -> int | None:
    """The end of a word that begins at `start`, gaps and all."""
    if not clause.startswith(parts[0], start):
        return None
    end = start + len(parts[0])
    for part in parts[1:]:
        found = clause.find(part, end, end + _WIDE + len(part))
        if found < 0:
            return None
        end = found + len(part)
    return end
