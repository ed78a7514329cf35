"""What a signer says beside the name: agrees, refuses, raises or lowers the grade; and which ink scans are taken in.

The words stand in the signature's /Reason, which the signature itself covers (ISO 32000-2, 12.8.1), and on the
paper. They are Chinese that a person reads and a form that `read_opinion` reads back, without a second record
that could say something else. One opinion has one spelling: what `opinion_words` would not write is no opinion.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import normalize

from yanpan.approval.wording import another_opinion, has_hidden
from yanpan.errors import InputRefused
from yanpan.questionnaire.model import Grade

MAX_REASON = 300


class Decision(StrEnum):
    AGREE = "agree"
    REFUSE = "refuse"
    RAISE = "raise"
    LOWER = "lower"


@dataclass(frozen=True)
class InkScan:
    """A page signed in ink by a role, known by the SHA-256 of its scan (hex)."""

    role: str
    sha256: str


@dataclass(frozen=True)
class Opinion:
    """A signer's decision. `grade` is the new grade for raise and lower; `scans` are registered ink pages."""

    decision: Decision = Decision.AGREE
    grade: Grade | None = None
    reason: str = ""
    scans: tuple[InkScan, ...] = ()


_GRADES = {"low": "低风险", "medium": "中风险", "high": "高风险", "prohibited": "不得实施"}
_HEADS = {
    Decision.AGREE: "同意",
    Decision.REFUSE: "不同意，退回",
    Decision.RAISE: "调高为",
    Decision.LOWER: "调低为",
}
_SCAN = re.compile(r"〔手签 ([a-z_]+) sha256:([0-9a-f]{64})〕")
_FORM = re.compile(
    r"\A(?P<head>同意|不同意，退回|调高为(?P<up>低风险|中风险|高风险|不得实施)|调低为(?P<down>低风险|中风险|高风险|不得实施))"
    r"(?:：(?P<reason>[^〔〕]*))?\Z"
)


def opinion_words(opinion: Opinion) -> str:
    """The text for /Reason. Raises `InputRefused` for a reason that is missing where one is due, too long, or hidden.

    >>> opinion_words(Opinion(Decision.RAISE, Grade.HIGH, "现场有人聚集"))
    '调高为高风险：现场有人聚集'
    """
    reason = " ".join(normalize("NFC", opinion.reason).replace("〔", "（").replace("〕", "）").split())
    if any("\ud800" <= letter <= "\udfff" for letter in reason):
        raise InputRefused("意见里有的字不是 UTF-8 文字", remedy="把终端的编码设成 UTF-8，重新写。")
    if len(reason) > MAX_REASON or has_hidden(reason):
        raise InputRefused(f"意见超过 {MAX_REASON} 字，或者有看不见的字符", remedy="写要点；详细的另附材料。")
    if other := another_opinion(reason, agreeing=opinion.decision is Decision.AGREE):
        raise InputRefused(
            f"理由里不能再写一个意见（{other}）",
            remedy="意见由选项决定：不同意加 --refuse，调等级加 --grade；--reason 只写理由，换个说法。",
        )
    if opinion.decision is not Decision.AGREE and not reason:
        raise InputRefused("退回、调高、调低都要写理由", remedy="加 --reason “理由”。")
    head = _HEADS[opinion.decision] + (_GRADES[opinion.grade] if opinion.grade else "")
    scans = "".join(f"〔手签 {scan.role} sha256:{scan.sha256}〕" for scan in opinion.scans)
    return (f"{head}：{reason}" if reason else head) + scans


def read_opinion(text: str) -> Opinion | None:
    """The opinion that a /Reason holds; None when it is not exactly as `opinion_words` writes it.

    Another program wrote it then, or somebody who wants two readers to read two things. No page is taken in twice.

    >>> read_opinion("同意").decision.value
    'agree'
    >>> read_opinion("同意 ：无") is None
    True
    """
    opinion = _parsed(text)
    try:
        same = opinion is not None and opinion_words(opinion) == text
    except InputRefused:
        return None
    once = opinion is not None and len({scan.role for scan in opinion.scans}) == len(opinion.scans)
    return opinion if same and once else None


def _parsed(text: str) -> Opinion | None:
    scans = tuple(InkScan(role, digest) for role, digest in _SCAN.findall(text))
    found = _FORM.match(_SCAN.sub("", text))
    if found is None:
        return None
    by_title = {title: Grade(name) for name, title in _GRADES.items()}
    reason = found["reason"] or ""
    if found["up"]:
        return Opinion(Decision.RAISE, by_title[found["up"]], reason, scans)
    if found["down"]:
        return Opinion(Decision.LOWER, by_title[found["down"]], reason, scans)
    decision = Decision.AGREE if found["head"] == "同意" else Decision.REFUSE
    return Opinion(decision, None, reason, scans)


def grade_after(computed: Grade, opinions: Iterable[Opinion | None]) -> Grade:
    """The grade that stands once these signers, in order, have had their say."""
    grade = computed
    for opinion in opinions:
        if opinion is not None and opinion.grade is not None:
            grade = opinion.grade
    return grade
