"""The ways of `yanpan sign` that need no other program: with a key at hand, and in ink."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from yanpan.commands.common import KeyChoice, identity_for
from yanpan.commands.standing import what_next

if TYPE_CHECKING:
    from yanpan.cases import Case, Turn
    from yanpan.signature import LongTerm


@dataclass(frozen=True)
class Task:
    """Whose turn it is, as what they sign, when, and the opinion as /Reason; empty where it was given before."""

    turn: Turn
    role: str
    title: str
    at: datetime
    words: str


Told = tuple[dict[str, str | list[str]], list[str]]
"""What came of it, for machines and for people."""


def opinion_line(words: str) -> str:
    """The opinion as the signer reads it back, without the digests of ink scans."""
    return f"意见：{words.partition('〔')[0]}"


def sign_here(task: Task, choice: KeyChoice, long_term: LongTerm | None) -> Told:
    """Sign with the key that the options name."""
    from yanpan.cases import sign_case

    turn, identity = task.turn, identity_for(choice, task.at)
    sign_case(turn, role=task.role, identity=identity, words=task.words, at=task.at, long_term=long_term)
    after = turn.after(task.role, identity.certificate, task.words, task.at)
    paper = turn.case.paper
    return {
        "paper": str(paper),
        "role": task.role,
        "signer": identity.name,
        "opinion": task.words,
        "level": long_term.level if long_term else "b-b",
    }, [
        f"{task.title}：{identity.name} 已签署 {paper}",
        opinion_line(task.words),
        *what_next(turn.case, after),
    ]


def sign_in_ink(turn: Turn, role: str, scan: Path, at: datetime) -> Told:
    """Register the scan of a page signed in ink."""
    from yanpan.cases import register_scan, same_scan

    made = register_scan(turn, role=role, scan=scan, at=at)
    after = turn.with_scan(made).standing
    covered = "，下一个电子签名会把它的摘要签进去" if after.next_role else ""
    lines = [f"{turn.papers.title(role)}：已登记手签扫描件 {made.file}{covered}"]
    others = same_scan(turn, made)
    if others:
        lines.append(
            f"注意：和“{'、'.join(others)}”的是同一份扫描件；不是签在同一张纸上的，用 --withdraw-scan 撤回。"
        )
    told: dict[str, str | list[str]] = {"role": role, "file": made.file, "sha256": made.sha256}
    return told | {"same_as": others}, [*lines, *what_next(turn.case, after)]


def withdraw_ink(case: Case, role: str, title: str, at: datetime) -> Told:
    """Take back a scan that no signature has taken in."""
    from yanpan.cases import withdraw_scan

    gone = withdraw_scan(case, role=role, at=at)
    lines = [f"{title}：已撤回手签扫描件", f"下一个：{title}（{role}）"]
    return {"role": role, "withdrawn": gone.sha256}, lines
