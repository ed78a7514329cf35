"""Where the signing of a case stands: who has signed, with what opinion, whose turn it is, which grade stands.

Nothing is kept beside the paper but the list of ink scans: opinions stand in the signatures themselves.
"""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from yanpan.approval.opinion import Decision, InkScan, Opinion, grade_after, read_opinion
from yanpan.approval.roster import missing_after_raise, scan_name
from yanpan.assessment import Assessment
from yanpan.cases.case_folder import MAX_PAPER_BYTES, Case
from yanpan.errors import InputRefused, OutputRefused, os_words
from yanpan.questionnaire.model import Grade
from yanpan.storage import locked, make_folder, write_file

SCANS, SCAN_FOLDER = "scans.json", "scans"
_KINDS = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff")


class RegisteredScan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page signed in ink: who signed it by role, the file in the case folder, its SHA-256, when it was registered."""

    role: str
    file: str
    sha256: str
    registered_at: datetime


@dataclass(frozen=True)
class Signed:
    """One role that has signed. `opinion` is None for ink and for signatures in another form."""

    role: str
    title: str
    signer: str
    opinion: Opinion | None
    ink: bool = False


@dataclass(frozen=True)
class Standing:
    """`next_role` is None when all have signed or the case went back; `grade` counts raises and lowerings.

    The case goes back when someone refused, or raised the grade so far that more must sign than this paper has
    fields for: `beyond_paper` are the titles of those, `raised_by` who raised it. `seen` tells what it was read from.
    """

    signed: tuple[Signed, ...]
    next_role: str | None
    refused: Signed | None
    grade: Grade
    open_scans: tuple[InkScan, ...]
    beyond_paper: tuple[str, ...] = ()
    seen: str = ""

    @property
    def raised_by(self) -> Signed | None:
        """The last signer who raised the grade."""
        raising = [s for s in self.signed if s.opinion and s.opinion.decision is Decision.RAISE]
        return raising[-1] if raising else None


def standing_of(case: Case, pdf: bytes, at: datetime) -> Standing:
    """Read who has signed from the paper and the registered scans. Raises `SignatureInvalid` for a broken paper."""
    from yanpan.findings import (
        Verdict,
    )
    from yanpan.verification import (
        verify_pdf,
    )
    from yanpan.verification.verdict import check_verification

    seen = _seen(case, pdf)
    found = verify_pdf(pdf, at=at)
    if found.verdict is Verdict.INVALID:
        check_verification(found, where=str(case.paper))
    digital = [Signed(s.role, s.title, s.signer, read_opinion(s.reason)) for s in found.signatures]
    return _standing(case, digital, seen)


def standing_after(case: Case, before: Standing, signed: Signed) -> Standing:
    """How it stands once a role has signed on screen, without judging anew what was judged `before`."""
    digital = [item for item in before.signed if not item.ink]
    return _standing(case, [*digital, signed], _seen(case, case.paper.read_bytes()))


def _standing(case: Case, digital: Sequence[Signed], seen: str) -> Standing:
    scans = registered_scans(case)
    titles = {s.role: s.title for s in case.assessment.signers}
    there = {s.role: Signed(s.role, titles.get(s.role, s.role), "手签", None, ink=True) for s in scans}
    there |= {s.role: s for s in digital}
    signed = tuple(there[s.role] for s in case.assessment.signers if s.role in there)
    refused = next((s for s in signed if s.opinion and s.opinion.decision is Decision.REFUSE), None)
    covered = {scan.sha256 for s in digital if s.opinion for scan in s.opinion.scans}
    following = next((s.role for s in case.assessment.signers if s.role not in there), None)
    opinions = [s.opinion for s in signed]
    beyond = missing_after_raise(case.assessment, opinions)
    return Standing(
        signed=signed,
        next_role=None if refused or beyond else following,
        refused=refused,
        grade=grade_after(case.assessment.grade.residual, opinions),
        beyond_paper=tuple(case.assessment.titles.get(f"role.{role}", role) for role in beyond),
        open_scans=tuple(InkScan(s.role, s.sha256) for s in scans if s.sha256 not in covered),
        seen=seen,
    )


def _seen(case: Case, pdf: bytes) -> str:
    """A digest of all that a standing is read from."""
    listed = case.folder / SCANS
    return hashlib.sha256(pdf + (listed.read_bytes() if listed.is_file() else b"")).hexdigest()


def check_still(case: Case, standing: Standing, pdf: bytes) -> None:
    """Raise `InputRefused` when someone signed, or registered a scan, since this standing was read.

    An opinion is given on what the signer has seen.
    """
    if _seen(case, pdf) != standing.seen:
        raise InputRefused(
            "刚刚有别人签署了这份文书，或者登记了手签",
            where=str(case.paper),
            remedy="yanpan sign 案件 看看现在轮到谁，再签。",
        )


def check_turn(case: Case, standing: Standing, role: str) -> None:
    """Raise `InputRefused` unless it is this role's turn to sign."""
    where = str(case.folder)
    if standing.refused:
        reason = standing.refused.opinion.reason if standing.refused.opinion else ""
        raise InputRefused(
            f"{standing.refused.title}（{standing.refused.signer}）已不同意并退回：{reason}",
            where=where,
            remedy="按退回的理由改正，重新研判（yanpan assess --replace，原来的会留在旁边）。",
        )
    if standing.beyond_paper:
        raise InputRefused(
            f"等级已调高，要加签的人不在这份文书上：{'、'.join(standing.beyond_paper)}",
            where=where,
            remedy=f"按调高后的等级重出文书：{again_command(case, standing)}",
        )
    titles = {s.role: s.title for s in case.assessment.signers}
    if role in {s.role for s in standing.signed}:
        raise InputRefused(f"{titles[role]}已经签过了", where=where, remedy="yanpan sign 案件 可看轮到谁。")
    if standing.next_role is not None and role != standing.next_role:
        following = titles[standing.next_role]
        raise InputRefused(
            f"还没轮到{titles[role]}，现在轮到{following}（{standing.next_role}）",
            where=where,
            remedy=f"先由{following}签署。",
        )


def again_command(case: Case, standing: Standing) -> str:
    """What to run so that the raised grade gets a paper with everyone's field; the signed one stays beside it."""
    by = standing.raised_by
    reason = by.opinion.reason if by and by.opinion else ""
    words = [
        "yanpan",
        "assess",
        "--answers",
        str(case.answers),
        "--out",
        str(case.folder.parent),
        "--replace",
    ]
    words += ["--raise", standing.grade.value]
    words += ["--raised-by", f"{by.signer}（{by.title}）" if by else "", "--reason", reason]
    return shlex.join(words)


def check_opinion(assessment: Assessment, standing: Standing, role: str, opinion: Opinion) -> None:
    """Raise `InputRefused` for a raise that does not raise, a lowering by a rank that may not, or of a red line (law 9)."""
    if opinion.grade is None:
        return
    title = assessment.titles[f"grade.{standing.grade}"]
    if opinion.decision is Decision.RAISE:
        if opinion.grade.rank <= standing.grade.rank:
            raise InputRefused(f"现在已是{title}，不是调高", remedy="同意就不用写 --grade。")
        return
    if assessment.red_lines:
        raise InputRefused("触了红线的，谁也不能调低", remedy="改变方案后重新研判。")
    signer = next(s for s in assessment.signers if s.role == role)
    if not signer.may_lower:
        may = "、".join(s.title for s in assessment.signers if s.may_lower) or "没有"
        raise InputRefused(f"{signer.title}不能调低等级", remedy=f"可以调低的：{may}；或者 --refuse 退回。")


def opinion_for(standing: Standing, *, refuse: bool, grade: str, reason: str) -> Opinion:
    """The opinion that the options of `yanpan sign` mean; scans not yet covered are taken in."""
    if refuse:
        return Opinion(Decision.REFUSE, None, reason, standing.open_scans)
    if grade:
        wanted = Grade(grade)
        decision = Decision.LOWER if wanted.rank < standing.grade.rank else Decision.RAISE
        return Opinion(decision, wanted, reason, standing.open_scans)
    return Opinion(Decision.AGREE, None, reason, standing.open_scans)


def registered_scans(case: Case) -> tuple[RegisteredScan, ...]:
    """The ink scans of a case, in order. Raises `InputRefused` when the list is broken or a file was changed."""
    listed = case.folder / SCANS
    if not listed.is_file():
        return ()
    try:
        scans = msgspec.json.decode(listed.read_bytes(), type=tuple[RegisteredScan, ...])
    except (OSError, msgspec.DecodeError) as error:
        raise InputRefused(
            "手签扫描件的登记读不懂", where=str(listed), remedy="从备份恢复，或者重新登记。"
        ) from error
    for scan in scans:
        file = case.folder / SCAN_FOLDER / Path(scan.file).name
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != scan.sha256:
            raise InputRefused(
                "手签扫描件不在了，或者和登记时不一样",
                where=str(file),
                remedy="放回原来的扫描件，或者重新登记。",
            )
    return scans


def register_scan(case: Case, *, role: str, scan: Path, at: datetime) -> RegisteredScan:
    """Take the scan of a page signed in ink into the case folder; the next digital signature covers its hash.

    Raises `InputRefused` when it is not this role's turn or the file is no scan.
    """
    data = _read_scan(scan)
    digest = hashlib.sha256(data).hexdigest()
    with locked(case.folder):
        check_turn(case, standing_of(case, case.paper.read_bytes(), at), role)
        known = registered_scans(case)
        folder = case.folder / SCAN_FOLDER
        if not folder.is_dir():
            make_folder(folder)
        made = RegisteredScan(
            role=role,
            file=scan_name(InkScan(role, digest)) + scan.suffix.lower(),
            sha256=digest,
            registered_at=at,
        )
        listed = msgspec.json.format(msgspec.json.encode((*known, made)), indent=2) + b"\n"
        write_file(folder / made.file, data)
        try:
            write_file(case.folder / SCANS, listed)
        except BaseException:
            with suppress(OSError):
                (folder / made.file).unlink()
            raise
    return made


def _read_scan(scan: Path) -> bytes:
    remedy = f"给出扫描件：{'、'.join(_KINDS)}，50 MB 以内。"
    if scan.suffix.lower() not in _KINDS:
        raise InputRefused(f"不认识的扫描件类型“{scan.suffix}”", where=str(scan), remedy=remedy)
    try:
        if not scan.is_file() or scan.stat().st_size > MAX_PAPER_BYTES:
            raise InputRefused("没有这个文件，或者太大", where=str(scan), remedy=remedy)
        data = scan.read_bytes()
    except OSError as error:
        raise OutputRefused(f"读不了扫描件（{os_words(error)}）", where=str(scan), remedy=remedy) from error
    if not data:
        raise InputRefused("扫描件是空的", where=str(scan), remedy=remedy)
    return data
