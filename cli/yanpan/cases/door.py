"""The one door to a case that is to be signed: read it and judge it once, ask the rules, then hold it and write.

What `verify` would call invalid does not get through, and the rules that a signature is asked are those of `verify`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from yanpan.approval import InkScan, Papers, Signing, opinion_words, stopping
from yanpan.cases.case_folder import RESULT, Case, check_no_link, make_paper, paper_bytes
from yanpan.cases.later import check_current
from yanpan.cases.refusals import Attempt, refusal
from yanpan.cases.scans import RegisteredScan, listed_bytes, registered_scans, scan_files
from yanpan.cases.standing import Standing, opinion_for, standing_of
from yanpan.errors import InputRefused, SignatureInvalid, SignatureNotJudged
from yanpan.findings import Verdict
from yanpan.storage import locked

if TYPE_CHECKING:
    from cryptography import x509

    from yanpan.approval import RoleRegister
    from yanpan.assessment import Assessment
    from yanpan.questionnaire.compile import Form
    from yanpan.report import Paper
    from yanpan.signature import LongTerm
    from yanpan.verification import Examined


@dataclass(frozen=True)
class Turn:
    """A case as somebody found it: the paper and who has signed it, the scans on its list, and how that stands.

    `seen` is a digest of all that it was read from: an opinion is given on what the signer has seen. `doubts` say what
    of the paper could not be judged and does not keep anybody from signing: whoever signs has to know. `stamped_until`
    is the latest trusted time stamp over the paper, or the date of revocation data in it: nobody signs before it any more.
    """

    case: Case
    pdf: bytes
    papers: Papers
    signings: tuple[Signing, ...]
    listed: tuple[InkScan, ...] = ()
    seen: str = ""
    doubts: tuple[str, ...] = ()
    stamped_until: datetime | None = None

    @property
    def standing(self) -> Standing:
        """Who has signed, whose turn it is and which grade stands."""
        return standing_of(self.case.assessment, self.signings, self.listed)

    def check(
        self,
        role: str,
        *,
        at: datetime,
        words: str | None = None,
        certificate: x509.Certificate | None = None,
    ) -> None:
        """Raise unless this role may sign now with this opinion (/Reason), by this certificate as far as it is known.

        Without an opinion it is as if the role agreed, or signed in ink. Raises `InputRefused`, `KeyRefused`, and
        `SignatureNotJudged` when a signature that is there stands in the way.
        """
        check_current(self.case, remedy="签现行的那一份：yanpan sign {later}")
        standing = self.standing
        if role in {scan.role for scan in standing.open_scans}:
            raise InputRefused(
                f"{self.papers.title(role)}已经签过了（手签）",
                where=str(self.case.folder),
                remedy="要改签的，先用 --withdraw-scan 撤回扫描件。",
            )
        if words is None:
            words = opinion_words(opinion_for(standing, refuse=False, grade="", reason=""))
        mine = Signing(role, self.papers.title(role), certificate, words, at, not_before=self.stamped_until)
        papers = self.papers.moment(at)
        attempt = Attempt(self.case, papers, standing, self.signings, mine)
        for finding in stopping(papers, [*self.signings, mine]):
            raise refusal(finding, attempt)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the case folder. Raises `InputRefused` when someone signed, or listed a scan, since it was read."""
        with locked(self.case.folder):
            if _seen(self.case, paper_bytes(self.case)) != self.seen:
                raise InputRefused(
                    "刚刚有别人签署了这份文书，登记了手签，或者改了案件",
                    where=str(self.case.paper),
                    remedy="yanpan sign 案件 看看现在轮到谁，再签。",
                )
            yield

    def claimed(self, at: datetime) -> datetime:
        """A moment in the zone in which the paper tells its times, whatever questionnaire signs: `verify` takes no other."""
        return at.astimezone(timezone(self.case.assessment.assessed_at.utcoffset() or timedelta()))

    def after(self, role: str, certificate: x509.Certificate, words: str, at: datetime) -> Standing:
        """How it stands once this role has signed, without judging anew what is judged."""
        mine = Signing(role, self.papers.title(role), certificate, words, at)
        return standing_of(self.case.assessment, (*self.signings, mine), self.listed)

    def with_scan(self, scan: RegisteredScan) -> Turn:
        """The same with one more scan on the list."""
        return replace(self, listed=(*self.listed, scan.ink))


def turn_of(
    case: Case,
    at: datetime,
    *,
    forms: tuple[Form, ...] = (),
    register: RoleRegister | None = None,
    long_term: LongTerm | None = None,
    reprint: bool = True,
) -> Turn:
    """Read a case and judge its paper as `verify` does, with the questionnaires, the register and the roots at hand.

    Without `reprint` the paper is not printed anew: for who only looks. Raises `SignatureInvalid` for a paper that
    `verify` calls invalid, `InputRefused` for one that is not of this case or, before anybody signed, not as printed
    now, `ReportFailed` when it cannot be printed.
    """
    from yanpan.verification import examine_pdf

    for path in (case.paper, case.folder / RESULT):
        check_no_link(path, "到真正的案件文件夹签")
    pdf = paper_bytes(case)
    # Before the judgement, which takes long: what comes meanwhile must show.
    seen = _seen(case, pdf)
    listed = registered_scans(case.folder)
    printer = _Printer()
    found = examine_pdf(
        pdf,
        at=at,
        trust=long_term.trust if long_term else (),
        crls=long_term.crls if long_term else (),
        ocsps=long_term.ocsps if long_term else (),
        questionnaires=forms,
        render=printer if reprint else None,
        roles=register,
        beside=case.record(),
        scans=scan_files(case.folder),
        so_far=True,
    )
    if not found.signings:
        _check_draft(case, pdf, found, printer.printed if reprint else pdf)
    if found.verification.verdict is Verdict.INVALID:
        raise _invalid(case, found)
    if reprint:
        _check_judged(case, found)
    doubts = tuple(item.words for item in found.verification.findings if item.code in _SAID_APART)
    scans = tuple(scan.ink for scan in listed)
    return Turn(case, pdf, found.papers, found.signings, scans, seen, doubts, found.not_before)


def first_turn(case: Case, pdf: bytes, at: datetime, *, register: RoleRegister | None = None) -> Turn:
    """The turn of a paper that was just made of the case's assessment, before there is a folder."""
    roster = tuple((signer.role, signer.title) for signer in case.assessment.signers)
    return Turn(case, pdf, Papers(roster, case.assessment, at, register, {}), ())


class _Printer:
    """Prints the paper for `verify`, and keeps it: a draft must be the very same."""

    def __init__(self) -> None:
        self.printed: bytes | None = None

    def __call__(self, assessment: Assessment, data: bytes, questionnaire: bytes | None) -> Paper:
        from yanpan.report import render_pdf

        paper = render_pdf(assessment, data, questionnaire)
        self.printed = paper.pdf
        return paper


def _check_draft(case: Case, pdf: bytes, found: Examined, printed: bytes | None) -> None:
    """Raise `InputRefused` unless a paper that nobody has signed is the one that its assessment gives.

    Between the draft and the first signature nothing guards the text; after it the signatures do.
    """
    from yanpan.verification import embedded_assessment

    if found.papers.assessment is None:
        embedded_assessment(pdf)
    if found.papers.assessment is None or any(
        item.code == "RESULT_NOT_SIGNED" for item in found.verification.findings
    ):
        raise InputRefused(
            "文书里附的研判结果和文件夹里的 assessment.json 不一致，不能签署",
            where=str(case.paper),
            remedy="用 yanpan report 重出文书，或者重新研判。",
        )
    if pdf != (printed or make_paper(case.assessment)[0]):
        raise InputRefused(
            "文书和按研判结果重排的不一样：起草以后被改过，或者是另一版程序出的，不能签署",
            where=str(case.paper),
            remedy="移开它，用 yanpan report 按研判结果重出一份再签。",
        )


_SAID_APART = frozenset({"UNKNOWN_QUESTIONNAIRE", "NOT_RECOMPUTED"})
"""A unit's own questionnaire: the signer is told, see `Turn.doubts`."""


def _check_judged(case: Case, found: Examined) -> None:
    """Raise `SignatureNotJudged` where what is to be signed could not be held against its data.

    What a signer lacks of roots and lists does not matter here; what the paper says does.
    """
    open_ones = [
        item
        for item in found.verification.findings
        if item.weight is Verdict.CANNOT_BE_JUDGED and item.code in _OF_THE_PAPER
    ]
    if found.papers.assessment is None or open_ones:
        words = "；".join(item.words for item in open_ones) or "读不出研判结果"
        raise SignatureNotJudged(
            f"判断不了文书印的是不是附着的研判结果，不能接着签：{words}",
            where=str(case.paper),
            remedy="用印文书的那一版程序签，或者用 yanpan report 重出文书，从头签。",
        )


_OF_THE_PAPER = frozenset(
    {
        "BEFORE_RELEASE",
        "CONTENT_NOT_JUDGED",
        "NEWER_LAYOUT",
        "NEWER_SCHEMA",
        "NOT_OURS",
        "NOT_REPRINTED",
        "NO_ASSESSMENT",
        "RECOMPUTED_DIFFERENT",
        "REPRINT_DIFFERENT",
        "TOO_COMPLEX",
        "TOO_LARGE",
    }
)


def _invalid(case: Case, found: Examined) -> SignatureInvalid:
    words = "；".join(item.words for item in found.verification.findings if item.weight is Verdict.INVALID)
    return SignatureInvalid(
        f"文书无效，不能接着签：{words}",
        where=str(case.paper),
        remedy="用 yanpan verify 查看详情；不要采信这份文件，向签署人索取原件。",
    )


def _seen(case: Case, pdf: bytes) -> str:
    return hashlib.sha256(pdf + listed_bytes(case.folder)).hexdigest()
