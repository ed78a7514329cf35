"""The document time stamps of a paper, judged from the last to the first (ETSI EN 319 102-1, 5.6.3)."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel, TimestampSignatureStatus

from yanpan.findings import (
    Finding,
    invalid,
    note,
    unjudged,
)
from yanpan.keys import (
    CLOCKS_DIFFER,
    above_of,
    as_der,
    in_zone,
    later,
    name_of,
)
from yanpan.signature.checked import (
    CheckedTimeStamp,
)
from yanpan.signature.over_time import Known, Proof, Settled, settle
from yanpan.signature.pdf import Field
from yanpan.signature.sound import contents_of
from yanpan.signature.time_stamps import Token, document_token, token_findings, unusable


@dataclass(frozen=True)
class DocumentStamp:
    """One document time stamp, its revision, and the length of the file that it covers."""

    checked: CheckedTimeStamp
    revision: int
    end: int


@dataclass(frozen=True)
class DocumentStamps:
    """All of them in the order of the file, the proofs that they give, and the findings."""

    stamps: tuple[DocumentStamp, ...] = ()
    proofs: tuple[Proof, ...] = ()
    findings: tuple[Finding, ...] = ()
    untrusted: str = ""


async def judge_document_stamps(
    pdf: bytes, reader: PdfFileReader, fields: Sequence[Field], known: Known
) -> DocumentStamps:
    """Judge every document time stamp, each with the proof that the later ones give."""
    placed = [(EmbeddedPdfSignature(reader, field.dictionary, field.role)) for field in fields]
    placed.sort(key=lambda embedded: int(embedded.signed_revision), reverse=True)
    stamps: list[DocumentStamp] = []
    proofs: list[Proof] = []
    findings: list[Finding] = []
    untrusted = ""
    for embedded in placed:
        found = _shape(pdf, embedded)
        if found:
            findings.extend(found)
            continue
        token = document_token(embedded)
        verdict = await judge_token(token, known, known.earliest(proofs, token.revision), proofs, "")
        findings.extend(verdict.findings)
        untrusted = untrusted or verdict.untrusted
        if verdict.trusted:
            proofs.append(Proof(token.revision, token.latest))
        checked = CheckedTimeStamp(
            authority=name_of(token.certificate),
            time=in_zone(token.time, known.at.tzinfo),
            trusted=verdict.trusted,
        )
        end = sum([int(number) for number in embedded.byte_range][2:])
        stamps.append(DocumentStamp(checked, token.revision, end))
    return DocumentStamps(tuple(reversed(stamps)), tuple(proofs), tuple(findings), untrusted)


def _shape(pdf: bytes, embedded: EmbeddedPdfSignature) -> list[Finding]:
    der = contents_of(pdf, embedded, "")
    if isinstance(der, Finding):
        return [der]
    if embedded.evaluate_signature_coverage() < SignatureCoverageLevel.ENTIRE_REVISION:
        return [invalid("COVERAGE", "存档时间戳没有覆盖它那一版的全部内容")]
    return list(token_findings(document_token(embedded), ""))


DOUBTFUL = "时间戳带着的上级证书不是你信任的机构签发的，看不出真假：信得过就用 --trust 指定签发它的根证书"
"""Said of a cross certificate by a root that is not trusted: no digest covers it, and there could be words in it."""


@dataclass(frozen=True)
class TokenVerdict:
    """Whether a token proves its time; if not, `untrusted` says why in words."""

    trusted: bool
    findings: tuple[Finding, ...] = ()
    untrusted: str = ""


async def judge_token(
    token: Token, known: Known, proven: datetime | None, proofs: Sequence[Proof], role: str
) -> TokenVerdict:
    """Judge one token of regular shape. `proven` is when it is itself proven to have existed.

    A token that stamps something else, or whose signature is false, is false. One by a service that no root trusts
    cannot be judged: anybody could have put it there. One that has lost trust since (its certificate ended or was
    revoked, the lists are old) lowers nothing by itself: it only proves no time. A certificate beside the chain of which
    nobody can tell who issued it, as a cross certificate by another root, takes nothing from the time, but could hold
    words: no signature covers it.
    """
    strange = unusable(token, role)
    if strange is not None:
        return TokenVerdict(False, (strange,), strange.words)
    certificate = token.certificate
    others = [x509.load_der_x509_certificate(item.dump()) for item in token.others]
    above = above_of([certificate], others, known.trust)
    if above.strangers:
        return TokenVerdict(False, (invalid("EXTRA_CERTIFICATE", "时间戳里夹带了不相干的证书", role),))
    settled = await settle(token.check, certificate, known, proven=proven, proofs=proofs, others=token.others)
    status = settled.status
    if not (status.intact and status.valid):
        return TokenVerdict(False, (invalid("TIME_STAMP_FALSE", "时间戳是假的，或者不是给这份内容的", role),))
    if token.time > later(known.at, CLOCKS_DIFFER):
        words = "时间戳的时间在将来：时间戳机构或者本机的时钟不对"
        return TokenVerdict(False, (unjudged("TIME_STAMP_FUTURE", words, role),), words)
    if not settled.trusted:
        words = f"时间戳（{name_of(certificate)}）不能信任：{_why(settled)}"
        weigh = note if settled.time_bound else unjudged
        return TokenVerdict(False, (weigh("TIME_STAMP_UNTRUSTED", words, role),), words)
    if not _lasts(certificate, token.time):
        words = "时间戳的时间不在时间戳机构证书的有效期里：是假的"
        return TokenVerdict(False, (invalid("TIME_STAMP_FALSE", words, role),), words)
    if not _stood(settled, token, known):
        words = f"时间戳（{name_of(certificate)}）不能信任：它的时间不在上级机构证书的有效期里"
        return TokenVerdict(False, (unjudged("TIME_STAMP_UNTRUSTED", words, role),), words)
    return TokenVerdict(True, (unjudged("EXTRA_CERTIFICATE", DOUBTFUL, role),) if above.doubtful else ())


def _lasts(certificate: x509.Certificate, moment: datetime) -> bool:
    return certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc


def _stood(settled: Settled[TimestampSignatureStatus], token: Token, known: Known) -> bool:
    """Whether each authority between the service and the root had a certificate at the time of the token.

    It may have renewed it by now, with the same name and key. When a root is to be trusted is for the reader to say.
    """
    path = settled.status.validation_path
    above = [item.dump() for item in path.iter_certs(include_root=False)][:-1] if path is not None else []
    hand = [*above, *known.grounds(token.others).others, *as_der(known.trust)] if above else []
    others = [x509.load_der_x509_certificate(item) for item in dict.fromkeys(hand)]
    lasting = {_named(item) for item in others if _lasts(item, token.time)}
    return all(_named(x509.load_der_x509_certificate(item)) in lasting for item in above)


def _named(certificate: x509.Certificate) -> tuple[bytes, bytes]:
    """The name and the key, as they stand there."""
    info = asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER)).public_key
    return certificate.subject.public_bytes(), bytes(info.dump())


def _why(settled: Settled[TimestampSignatureStatus]) -> str:
    if settled.problem == "REVOKED_NO_POE":
        return "时间戳机构的证书已被吊销"
    if settled.problem == "OUT_OF_BOUNDS_NO_POE":
        return "时间戳机构的证书已过期，又没有更晚的存档时间戳接着证明"
    if settled.problem == "CHAIN_CONSTRAINTS_FAILURE":
        return "证书不是给时间戳用的"
    return settled.trouble.words if settled.trouble else settled.problem
