"""What an officer wrote in a sentence: which words stand there, and which of them are what he himself is going to do.

There is no list of all ways to say a thing. So a questionnaire asks first that the sentence names the act that was
picked (`mentions`), which needs to know only that act's own words, and then that it does no other one (`does`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from yanpan.questionnaire.facts import Facts
from yanpan.questionnaire.terms import Leaf

_BREAKS = re.compile(r"[,，。.;；!！?？、]+")
"""Ends of clauses."""

_PLAINER = str.maketrans(
    "罰沒強凍劃徵銷檢繳廢關閉產業執屋樓層斷電車條結撥査貼鎖帶離門頭場還證遷騰隔遣製設備傷醫學檔賣變動鏟倒",
    "罚没强冻划征销检缴废关闭产业执屋楼层断电车条结拨查贴锁带离门头场还证迁腾隔遣制设备伤医学档卖变动铲倒",
)
"""The traditional forms of what acts are called by."""

_OF_OTHERS = re.compile(
    "擅自|私自|偷偷|自行|被|曾|已|涉嫌|拒不|抗拒|阻挠|阻碍|撕毁|撕|毁损|破坏|损毁|转移|隐匿|挖断|逼|为由|申请|责令|责成|限期|要求|督促|通知|催告|劝"
)
"""Before a word in its clause: it is somebody else's doing, or done already."""

_NAMES_A_THING = re.compile(
    "(?:的|工程|作业|工地|施工|项目|企业|公司|许可|登记|停车场|公告|决定|通知|期间|期限|情况|申请|争议|纠纷|物品|货物|台账|户|安置|所得|现场|引起|引发|造成|导致)"
)
"""Right behind a word: it is part of what something is called."""


_TO_WHOM = re.compile("对|给|向")
"""Begins a clause that says first to whom something is done."""

_THEN_DONE = re.compile(
    "的.*(?:罚|没收|警告|吊销|拘留|责令|检查|核查|许可|发放|发给|救助|补助|补贴|认定|确认|登记|裁决)"
)
"""Behind a word: it told of whom the clause speaks, and what is done to them comes last: 对断水断电的物业罚款."""


@lru_cache(maxsize=4096)
def read(text: str) -> str:
    """The letters of a text alone, half-width, in simplified forms: spaces, marks and what nobody sees left out."""
    plain = unicodedata.normalize("NFKC", text).translate(_PLAINER)
    return "".join(c for c in plain if c == "\u3007" or unicodedata.category(c)[0] in "LN")


@lru_cache(maxsize=4096)
def _clauses(text: str) -> tuple[str, ...]:
    return tuple(read(part) for part in _BREAKS.split(text))


def mentions(name: str, words: tuple[str, ...]) -> Leaf:
    """Whether a text holds one of the words, however they are spaced; no word runs over a comma."""
    wanted = tuple(read(word) for word in words)

    def test(facts: Facts) -> bool:
        value = facts.values.get(name)
        return isinstance(value, str) and any(word in part for part in _clauses(value) for word in wanted)

    return Leaf(test, frozenset([name]))


def does(name: str, words: tuple[str, ...]) -> Leaf:
    """Whether a text says with one of the words what is to be done: not what somebody did, nor what a thing is called."""
    wanted = tuple(read(word) for word in words)

    def test(facts: Facts) -> bool:
        value = facts.values.get(name)
        return isinstance(value, str) and any(
            _done(part, word) for part in _clauses(value) for word in wanted
        )

    return Leaf(test, frozenset([name]))


def _done(clause: str, word: str) -> bool:
    return any(
        not _NAMES_A_THING.match(clause, end)
        and not _others_doing(clause[:start])
        and not (_TO_WHOM.match(clause) and _THEN_DONE.search(clause, end))
        for start, end in _places(clause, word)
    )


def _others_doing(before: str) -> bool:
    """Whether what stands before the word says so, and no 的 has ended what it speaks of: 擅自搭的棚拆除."""
    found = list(_OF_OTHERS.finditer(before))
    return bool(found) and "的" not in before[found[-1].end() :]


def _places(clause: str, word: str) -> Iterator[tuple[int, int]]:
    start = clause.find(word)
    while start >= 0:
        yield start, start + len(word)
        start = clause.find(word, start + 1)
