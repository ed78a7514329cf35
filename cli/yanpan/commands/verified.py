"""What `yanpan verify` says of papers, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from yanpan.commands.common import say
from yanpan.inert import inert

if TYPE_CHECKING:
    from yanpan.signature import (
        CheckedSignature,
    )
    from yanpan.verification import (
        Verification,
    )

_VERDICTS = {"valid": "有效", "invalid": "无效", "cannot_be_judged": "无法判断"}
_RECOMPUTED = {
    "same": "按附带的答案重新研判，结果一致",
    "different": "按附带的答案重新研判，结果不一致",
    "no_such_questionnaire": "没有这一版问卷，不能重新研判",
    "not_done": "没有重新研判",
}
_GRADES = {"low": "低风险", "medium": "中风险", "high": "高风险", "prohibited": "不得实施"}
_APPROVAL = {
    "NOT_COMPLETE": "还没有签齐",
    "REFUSED": "已被退回",
    "RAISED_BEYOND_PAPER": "调高等级后要重出文书",
}
_TOLD = ("NOT_COMPLETE", "REFUSED", "TRIAL")
"""Findings that other lines tell already."""

_FACTS = ("执法行为", "做什么", "当事人", "地点", "金额", "计划时间")
"""Of the facts of the first page, those that say what was decided about whom."""
_LONGEST, _MOST = 3000, 40
"""Of a text, spelled: an opinion has 300 characters at most, and each may be spelled in eight. And of lines."""
"""Characters of one text, and lines of one kind, that are printed."""

_COVERS = {"whole_file": "覆盖全文", "revision": "覆盖签署时的全文", "unclear": "覆盖范围不明"}
_LEVELS = {"b-b": "B-B", "b-t": "B-T 有时间戳", "b-lt": "B-LT 有吊销数据", "b-lta": "B-LTA 已存档"}


def say_verified(path: Path, found: Verification) -> None:
    """One paper: the verdict, what was signed by whom as what, then the reasons against it, and notes."""
    trial = "（试用身份，无法律效力）" if found.trial else ""
    say(f"{path}：{_verdict(found)}{trial}")
    for line in _stated(found):
        say(f"  {line}")
    for signature in found.signatures:
        say(f"  {_signed(signature)}")
        words = _opinion(signature.reason)
        if words not in ("", "同意"):
            say(f"    意见：{_short(words)}")
    for page in found.in_ink:
        say(f"  {_short(page.title)}：手签，扫描件 sha256 {page.sha256[:16]}…")
    if found.unsigned:
        say(f"  尚未签署：{_short('、'.join(found.unsigned))}")
    elif found.complete:
        say("  应签的都签了" + ("，顺序和签批栏一致" if found.in_order else "，先后和签批栏不一致"))
    if found.refused_by:
        say(f"  {_short(found.refused_by)}不同意，已退回")
    for line in _some([f"✗ {_short(words)}（{code}）" for words, code in _reasons(found).items()]):
        say(f"  {line}")
    for stamp in found.time_stamps:
        trusted = "可信" if stamp.trusted else "不能信任"
        say(f"  存档时间戳：{_moment(stamp.time)}，{_short(stamp.authority)}，{trusted}")
    if found.stated is not None:
        reprint = "；没有重新排印比对" if found.reprinted == "not_done" else ""
        say(f"  {_RECOMPUTED[found.recomputed]}{reprint}")
    notes = (f.words for f in found.findings if f.weight.value == "valid" and f.code not in _TOLD)
    for line in _some([f"· {_short(words)}" for words in dict.fromkeys(notes)]):
        say(f"  {line}")


def _stated(found: Verification) -> Iterator[str]:
    """What the data says was signed, in our own words for the grades. What is not valid may have been made up."""
    stated = found.stated
    if stated is None:
        return
    yield ("签的是：" if found.verdict.value == "valid" else "附带的数据写的是：") + _short(
        stated.case_number
    )
    for fact in stated.facts:
        if fact.label in _FACTS:
            yield f"  {fact.label}：{_short(fact.words)}"
    yield f"  等级：初始{_GRADES[stated.initial]}，措施后{_GRADES[stated.residual]}"
    if found.signed_grade and found.signed_grade is not stated.residual:
        yield f"  签批把等级调整为{_GRADES[found.signed_grade]}"
    if stated.supersedes:
        yield f"  替代同一案号的上一次研判：SHA-256 {stated.supersedes[:16]}…"
    if stated.note:
        yield "  不需要全面研判的说明（563号4.1、4.2）：没有做全面研判"
    if stated.not_asked:
        yield f"  提前结束：红线已经确定，还有 {stated.not_asked} 个问题没有答"
    if stated.preconditions:
        yield f"  前置条件 {len(stated.preconditions)} 项，办妥前不得实施："
        yield from (f"    □ {line}" for line in _some([_short(line) for line in stated.preconditions]))
    if stated.red_lines:
        yield f"  红线 {len(stated.red_lines)} 条："
        yield from (f"    ■ {line}" for line in _some([_short(line) for line in stated.red_lines]))
    else:
        yield "  没有触红线"


def _short(text: str) -> str:
    """So much of a text as tells what it is: a file may hold megabytes of it, or pad it so that it looks like our lines."""
    # Spelled first: some line ends would pass for blanks.
    text = " ".join(inert(text).split())
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _some(lines: list[str]) -> list[str]:
    """So many lines as a person can read."""
    rest = len(lines) - _MOST
    return lines if rest <= 0 else [*lines[:_MOST], f"… 另有 {rest} 条"]


def _reasons(found: Verification) -> dict[str, str]:
    """What lowers the verdict, in words once each, with its code; what the signers' lines tell anyway left out."""
    against = (f for f in found.findings if f.weight.value != "valid" and f.code not in _TOLD)
    titles = {signature.role: signature.title for signature in found.signatures}
    reasons: dict[str, str] = {}
    for finding in against:
        title = titles.get(finding.role, "")
        of_whom = f"“{_short(title)}”：" if title and title not in finding.words else ""
        reasons.setdefault(of_whom + finding.words, finding.code)
    return reasons


def _signed(signature: CheckedSignature) -> str:
    agreed = "同意，" if _opinion(signature.reason) == "同意" else ""
    level, covers = _LEVELS[signature.level], _COVERS[signature.covers]
    who = f"{_short(signature.title or signature.role)}：{_short(signature.signer)}"
    return f"{who}，{agreed}{_when(signature)}，{level}，{covers}"


def _opinion(reason: str) -> str:
    """The opinion without the digests of ink scans, which have lines of their own; other words as they stand."""
    from yanpan.approval import read_opinion

    return reason.partition("〔")[0] if read_opinion(reason) else reason


def _verdict(found: Verification) -> str:
    """The verdict in a word, which says what it is about where not all have signed (`--so-far`)."""
    if found.verdict.value == "valid" and not (found.complete and not found.refused_by):
        return "已签的有效（" + ("已被退回" if found.refused_by else "还没有签齐") + "）"
    return f"{_VERDICTS[found.verdict]}{_not_yet(found)}"


def _not_yet(found: Verification) -> str:
    """What to say beside the verdict when all that is signed is genuine and only the approval is wanting."""
    lacking = {finding.code for finding in found.findings if finding.weight.value == "cannot_be_judged"}
    if found.verdict.value != "cannot_be_judged" or not lacking <= _APPROVAL.keys():
        return ""
    return f"（已签的没有问题，{'，'.join(_APPROVAL[code] for code in _APPROVAL if code in lacking)}）"


def _when(signature: CheckedSignature) -> str:
    if signature.proven_at:
        return f"不晚于 {_moment(signature.proven_at)}（时间戳证明）"
    return f"{_moment(signature.claimed_at)}（自报时间）" if signature.claimed_at else "时间不明"


def _moment(value: datetime) -> str:
    from yanpan.assessment.words import show_moment

    return show_moment(value)


def say_summary(results: Sequence[tuple[Path, Verification]]) -> None:
    """How many papers of each verdict, which are not valid, and how many are signed by all who must."""
    found = [item for _, item in results]
    counts = {verdict: sum(item.verdict == verdict for item in found) for verdict in _VERDICTS}
    say("合计：" + "，".join(f"{_VERDICTS[verdict]} {number}" for verdict, number in counts.items()))
    complete = sum(item.complete for item in found)
    if complete < len(found):
        say(f"签齐 {complete} 份，没有签齐 {len(found) - complete} 份")
    others = [f"{_VERDICTS[item.verdict]}：{path}" for path, item in results if item.verdict.value != "valid"]
    for line in _some(others):
        say(f"  {line}")
