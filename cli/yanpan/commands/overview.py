"""How a case stands, in words and for machines: what `show` and `list` say alike."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from yanpan.commands.common import path_words

if TYPE_CHECKING:
    from yanpan.cases import Overview, Unreadable


def signing_words(found: Overview) -> str:
    """Whose turn it is, in a few words."""
    if found.superseded_by is not None:
        return "已被替代"
    if found.expired and found.signing == "turn":
        return "没签齐，过期不能再签"
    return {
        "turn": f"轮到 {found.turn[1]}",
        "complete": "已签齐",
        "sent_back": "已退回",
        "more_signers": "等级已调高，要重出文书",
        "open_answers": f"不能签：{found.missing} 题没答" if found.missing else "不能签：回答对不上",
        "no_paper": "没有文书",
        "unreadable": "文书读不了",
    }[found.signing]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One case for machines. The keys are stable, and are all there for a case that cannot be read, too."""

    folder: str
    error: str | None = None
    case_number: str | None = None
    digest: str | None = None
    grade: dict[str, str] | None = None
    conclusion: str | None = None
    red_lines: int | None = None
    expires_at: datetime | None = None
    expired: bool | None = None
    signing: str | None = None
    next: str | None = None
    next_title: str | None = None
    signed: int | None = None
    signers: int | None = None
    missing: int | None = None
    supersedes: str | None = None
    earlier: tuple[str, ...] = ()
    superseded_by: str | None = None


def told(found: Overview | Unreadable) -> Told:
    """What machines are told of a case."""
    from yanpan.cases import Unreadable

    folder = path_words(found.folder)
    if isinstance(found, Unreadable):
        return Told(folder=folder, error=found.why)
    role, title = found.turn
    return Told(
        folder=folder,
        case_number=found.case_number,
        digest=found.digest,
        grade={"initial": found.initial, "residual": found.residual, "signed": found.signed_grade},
        conclusion=found.conclusion,
        red_lines=found.red_lines,
        expires_at=found.expires_at,
        expired=found.expired,
        signing=found.signing,
        next=role or None,
        next_title=title or None,
        signed=found.signed,
        signers=found.signers,
        missing=found.missing,
        supersedes=found.supersedes or None,
        earlier=found.earlier,
        superseded_by=path_words(found.superseded_by) if found.superseded_by else None,
    )
