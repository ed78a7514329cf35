"""Renewing the proof of a paper before the old one ends: fresh revocation data and one more document time stamp."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from yanpan.errors import InputRefused, ReportFailed, SignatureInvalid, SignatureNotJudged
from yanpan.findings import (
    Finding,
    Verdict,
)
from yanpan.signature.archive import add_to_archive, read_archive
from yanpan.signature.evidence import collect
from yanpan.signature.levels import LongTerm, add_document_stamp, check_nothing_missing
from yanpan.signature.pdf import open_pdf
from yanpan.signature.shape import byte_findings
from yanpan.signature.signatures import Judged, check_signatures


def extend_pdf(pdf: bytes, *, long_term: LongTerm, at: datetime) -> bytes:
    """Add what is new of the evidence and a document time stamp (ETSI EN 319 142-1, 5.4.3); the rest stays as it is.

    Whatever level the signatures have, they are B-LTA afterwards. With roots given the paper must be valid
    before, and by what it carries alone afterwards. Raises `InputRefused` when there is no signature or a
    list is missing, `SignatureInvalid`, `SignatureNotJudged`, and `ReportFailed` when the service fails.
    """
    if at.tzinfo is None:
        raise ValueError("the time of extending needs its zone")
    if long_term.service is None:
        raise ValueError("extending needs a time-stamping service")
    at = at.replace(microsecond=0)
    for finding in byte_findings(pdf):
        raise SignatureInvalid(finding.words, remedy="不能续；向签署人索取原件。")
    before = check_signatures(pdf, at=at, trust=long_term.trust, crls=long_term.crls, ocsps=long_term.ocsps)
    _check_before(before, trusting=bool(long_term.trust))
    stamper = long_term.service.stamper(at, long_term.trust, long_term.crls, long_term.ocsps)
    reader = open_pdf(pdf)
    archived = read_archive(reader, [reader.total_revisions - 1])
    choose = partial(collect, reader, also=stamper.certificates(), extra=long_term.trust, at=at)
    found = choose(crls=long_term.crls, ocsps=long_term.ocsps)
    told = choose(crls=[item.data for item in archived.crls], ocsps=[item.data for item in archived.ocsps])
    # What ended before was settled by an earlier archive; what stands needs a list of today.
    needed = [item for item in found.missing if item in told.missing and item.not_valid_after_utc >= at]
    check_nothing_missing(needed, found.reasons if needed else ())
    pdf = add_to_archive(pdf, certificates=found.certificates, crls=found.crls, ocsps=found.ocsps)
    pdf = add_document_stamp(pdf, stamper)
    after = check_signatures(pdf, at=at, trust=long_term.trust, crls=(), ocsps=())
    _check_after(after, trusting=bool(long_term.trust))
    return pdf


def _check_before(judged: Judged, *, trusting: bool) -> None:
    broken = _of(judged, Verdict.INVALID)
    if broken:
        raise SignatureInvalid(f"签名无效，不能续：{broken[0].words}", remedy="用 yanpan verify 查看详情。")
    if not judged.signatures:
        raise InputRefused("没有签名，不用续", remedy="先用 yanpan sign 签署。")
    unclear = _of(judged, Verdict.CANNOT_BE_JUDGED)
    if trusting and unclear:
        raise SignatureNotJudged(
            f"签名现在就无法判断，续了也没有用：{unclear[0].words}",
            remedy="用 --trust 和 --crl 补上所缺的根证书、吊销列表后再续。",
        )


def _check_after(judged: Judged, *, trusting: bool) -> None:
    wrong = _of(judged, Verdict.INVALID)
    if trusting:
        wrong += _of(judged, Verdict.CANNOT_BE_JUDGED)
        wrong += [item for item in judged.findings if item.code.startswith("TIME_STAMP_")]
    if wrong:
        raise ReportFailed(
            f"续出的文书仅凭自身验不过：{wrong[0].words}",
            remedy="检查 --trust 和 --crl 给全了没有；文书没有改动。",
        )


def _of(judged: Judged, weight: Verdict) -> list[Finding]:
    return [item for item in judged.findings if item.weight is weight]
