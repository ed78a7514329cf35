"""Where the signing of a case stands, in words and for machines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yanpan.commands.common import load_form, now_for, path_words, say, say_json

if TYPE_CHECKING:
    from yanpan.cases import Case, Signed, Standing


_UNCOVERED = "最后手签的扫描件没有电子签名管着：保管好原件，以原件为准。"


def show_standing(path: Path, *, json: bool, quiet: bool) -> None:
    """Who has signed with what opinion, whose turn it is, and which grade stands."""
    from yanpan.cases import open_case, superseded_by, turn_of

    found = open_case(path)
    later = superseded_by(found.folder, found.assessment.case_number)
    standing = turn_of(found, now_for(load_form()), reprint=False).standing
    if json:
        say_json(_told(standing) | {"superseded_by": path_words(later) if later else None})
        return
    if quiet:
        return
    if later:
        say(f"已被替代，不能再签：现行的研判在 {later}")
    done = {s.role: s for s in standing.signed}
    for signer in found.assessment.signers:
        mark = done.get(signer.role)
        here = "  ← 轮到" if signer.role == standing.next_role and not later else ""
        words = _mark(mark) if mark else f"未签{here}"
        say(f"{signer.title}（{signer.role}）：{words}")
    say(f"等级：{found.assessment.titles[f'grade.{standing.grade}']}")
    for line in _sent_back(found, standing):
        say(line)


def what_next(case: Case, standing: Standing) -> Iterator[str]:
    """What follows a signature: whose turn it is now, that all have signed, or that the case goes back."""
    back = list(_sent_back(case, standing))
    if back:
        yield from back
    elif standing.next_role is None:
        yield "签批栏都签了。" if not standing.open_scans else _UNCOVERED
    else:
        titles = {s.role: s.title for s in case.assessment.signers}
        yield f"下一个：{titles[standing.next_role]}（{standing.next_role}）"


def _sent_back(case: Case, standing: Standing) -> Iterator[str]:
    from yanpan.cases import again_command

    if standing.refused:
        yield "已退回：按理由改正后重新研判（yanpan edit 案件）；这一份留作旧版。"
    elif standing.beyond_paper:
        yield f"等级已调高，还要加签：{'、'.join(standing.beyond_paper)}，这份文书没有他们的签批栏。重出一份："
        yield f"  {again_command(case, standing)}"


def _mark(signed: Signed) -> str:
    from yanpan.approval import opinion_words

    words = opinion_words(signed.opinion).partition("〔")[0] if signed.opinion else ""
    return f"{signed.signer}，{words}" if words else signed.signer


def _told(standing: Standing) -> dict[str, Any]:
    return {
        "signed": [
            {
                "role": s.role,
                "title": s.title,
                "signer": s.signer,
                "ink": s.ink,
                "decision": s.opinion.decision if s.opinion else None,
                "grade": s.opinion.grade if s.opinion else None,
                "reason": s.opinion.reason if s.opinion else "",
            }
            for s in standing.signed
        ],
        "next": standing.next_role,
        "grade": standing.grade,
        "refused_by": standing.refused.role if standing.refused else None,
        "beyond_paper": list(standing.beyond_paper),
        "uncovered_scans": [scan.role for scan in standing.open_scans],
    }
