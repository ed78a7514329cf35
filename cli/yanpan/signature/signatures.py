"""Each signature of a paper by itself: whole, by whom, trusted, and when (ETSI EN 319 102-1, 5.3 to 5.6).

How the signatures follow each other, and what else the file holds, is for `yanpan.verification`.
"""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from cryptography import x509
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from yanpan.findings import Finding, Verdict, heaviest, invalid, note, unjudged
from yanpan.keys import (
    CLOCKS_DIFFER,
    first,
    in_zone,
    is_trial,
    key_usage,
    later,
    name_of,
)
from yanpan.signature.bounds import archive_of, message_findings
from yanpan.signature.checked import CheckedSignature, CheckedTimeStamp, Level
from yanpan.signature.dated import dated_in
from yanpan.signature.document_stamps import DocumentStamp, DocumentStamps, judge_document_stamps, judge_token
from yanpan.signature.evidence import authorities_in, in_messages, level_of, stray_findings
from yanpan.signature.order import Dated, Moment, order_findings
from yanpan.signature.over_time import Known, Settled, settle
from yanpan.signature.pdf import Field, entry, open_pdf, run, signature_fields, time_stamp_fields
from yanpan.signature.settled import odd_findings, settled_findings, unused_findings
from yanpan.signature.shape import NO_PAPER, byte_findings, like_a_paper, limit_findings, raw_signature_count
from yanpan.signature.sound import (
    certificate_findings,
    malformed,
    message_times,
    signature_findings,
    stated_time,
    time_findings,
    two_times_findings,
)
from yanpan.signature.time_stamps import signature_token, token_findings

MAX_SIGNATURES = 60
_COVERS = {
    SignatureCoverageLevel.ENTIRE_FILE: "whole_file",
    SignatureCoverageLevel.ENTIRE_REVISION: "revision",
}


@dataclass(frozen=True)
class JudgedSignature:
    """One signature with its certificate, the revision that it signs, and the length of file that it covers.

    `stamped`: a trusted time stamp of its own proves when it was made; `token` is what its own says, trusted or not.
    `stated` is the time in its dictionary, in the zone in which it stands there, `told` the one in the CMS, `carried`
    the certificates that the CMS holds beside the signer's (DER).
    """

    checked: CheckedSignature
    certificate: x509.Certificate
    revision: int
    end: int
    stamped: bool = False
    token: datetime | None = None
    stated: datetime | None = None
    told: datetime | None = None
    carried: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Judged:
    """What the signatures say. `reader` is None when the file could not be read; `stamps` are those of the document.

    `dated` is what stands in the file that was not there before some moment.
    """

    findings: tuple[Finding, ...]
    signatures: tuple[JudgedSignature, ...] = ()
    fields: tuple[Field, ...] = ()
    reader: PdfFileReader | None = None
    stamps: tuple[DocumentStamp, ...] = ()
    dated: tuple[Dated, ...] = ()

    @property
    def time_stamps(self) -> tuple[CheckedTimeStamp, ...]:
        """The document time stamps in the order of the file."""
        return tuple(stamp.checked for stamp in self.stamps)


def check_signatures(
    pdf: bytes,
    *,
    at: datetime,
    trust: Sequence[x509.Certificate],
    crls: Sequence[bytes],
    ocsps: Sequence[bytes] = (),
) -> Judged:
    """Judge every signature of a PDF, in the order of the file. Never raises for what the file holds."""
    found = tuple(byte_findings(pdf))
    if found:
        broken = any(item.weight is Verdict.INVALID for item in found)
        return Judged((NO_PAPER,) if broken and not like_a_paper(pdf) else found)
    try:
        return run(_judge(pdf, Known(at, tuple(trust), tuple(crls), tuple(ocsps))))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a forged file can raise anything, and all of it means: not valid
        words = f"文件结构损坏或者被改动，读不下去（{type(error).__name__}）"
        return Judged((invalid("UNPARSABLE", words) if like_a_paper(pdf) else NO_PAPER,))


async def _judge(pdf: bytes, known: Known) -> Judged:
    reader = open_pdf(pdf)
    found = list(limit_findings(reader))
    fields, stamp_fields = signature_fields(reader), time_stamp_fields(reader)
    if found or len(fields) + len(stamp_fields) > MAX_SIGNATURES:
        return Judged((*found, unjudged("TOO_COMPLEX", "文件太复杂，不检查")), fields=fields)
    if len({field.role for field in (*fields, *stamp_fields)}) != len(fields) + len(stamp_fields):
        return Judged((invalid("DUPLICATE_FIELD", "有两个同名的签名栏"),), fields=fields)
    signed = [field for field in fields if field.signed]
    if raw_signature_count(pdf) != len(signed) + len(stamp_fields):
        found.append(invalid("SIGNATURE_COUNT", "文件里的签名数和能读到的不一致：有签名被藏起或者摘掉"))
    bad = [item for field in signed for item in malformed(pdf, field)]
    if bad := bad or [*message_findings(reader, (*signed, *stamp_fields))]:
        return Judged((*found, *bad), fields=fields)
    embedded = [EmbeddedPdfSignature(reader, field.dictionary, field.role) for field in signed]
    archive = archive_of(reader, (*signed, *stamp_fields))
    if isinstance(archive, Finding):
        return Judged((*found, archive), fields=fields)
    known = replace(known, archive=archive)
    odd = [item for pair in zip(embedded, signed, strict=True) for item in odd_findings(*pair)]
    if odd:
        return Judged((*found, *odd), fields=fields)
    known = replace(known, messages=tuple(in_messages(reader)))
    stamps = await judge_document_stamps(pdf, reader, stamp_fields, known)
    found.extend(stamps.findings)
    judging = _Judging(pdf, reader, known, stamps)
    pairs = [await judging.one(item, field) for item, field in zip(embedded, signed, strict=True)]
    found.extend(item for _, findings in pairs for item in findings)
    dated = tuple(_dated([item for item, _ in pairs], judging))
    found.extend(order_findings(_moments([item for item, _ in pairs], stamps.stamps), dated))
    strays = list(stray_findings(reader, known.archive, known.trust))
    if any(item.weight is not Verdict.VALID for item in found):
        # Where a root is wanting anyway, it is not told a second time.
        strays = [item for item in strays if item.weight is Verdict.INVALID]
    found.extend(strays)
    signatures = tuple(sorted((item for item, _ in pairs), key=lambda item: item.revision))
    return Judged(tuple(dict.fromkeys(found)), signatures, fields, reader, stamps.stamps, dated)


def _moments(signatures: Iterable[JudgedSignature], stamps: Iterable[DocumentStamp]) -> Iterator[Moment]:
    """Every time stamp of a regular shape."""
    for item in signatures:
        if item.token is not None:
            yield Moment(item.revision, item.token, item.stamped, item.checked.role, item.checked.title)
    for stamp in stamps:
        yield Moment(stamp.revision, stamp.checked.time, stamp.checked.trusted)


def _dated(signatures: Iterable[JudgedSignature], judging: _Judging) -> Iterator[Dated]:
    """What the archive holds, the certificates of the signers, and what came along with them."""
    for item in signatures:
        begins = item.certificate.not_valid_before_utc
        yield Dated(item.revision, begins, item.checked.trusted, f"“{item.checked.title}”的证书")
        for data in item.carried:
            begins = x509.load_der_x509_certificate(data).not_valid_before_utc
            words = f"“{item.checked.title}”所带的发证机构证书"
            yield Dated(item.revision, begins, data in judging.authorities, words)
    archive = judging.known.archive
    if archive.certificates or archive.crls or archive.ocsps:
        yield from dated_in(archive, judging.authorities)


def certifies(reader: PdfFileReader, embedded: EmbeddedPdfSignature) -> bool:
    """Whether this signature is the one that the catalog names as certifying (ISO 32000-2, 12.8.6)."""
    permissions = entry(reader.root, "/Perms")
    if permissions is None or "/DocMDP" not in permissions:
        return False
    certifying = permissions.raw_get("/DocMDP").reference
    return bool(certifying == embedded.sig_field.raw_get("/V").reference)


@dataclass(frozen=True)
class _Judging:
    """What judging one signature needs of the whole paper."""

    pdf: bytes
    reader: PdfFileReader
    known: Known
    stamps: DocumentStamps

    @cached_property
    def authorities(self) -> list[bytes]:
        """All that stand above the signatures and time stamps (DER)."""
        return authorities_in(self.reader, self.known.archive, self.known.trust)

    async def one(
        self, embedded: EmbeddedPdfSignature, field: Field
    ) -> tuple[JudgedSignature, list[Finding]]:
        """One signature with its findings. Raises on a signature too broken to describe."""
        role = field.role
        certificate = x509.load_der_x509_certificate(embedded.signer_cert.dump())
        found = list(signature_findings(self.pdf, embedded, role))
        found.extend(certificate_findings(certificate, role))
        proven, why_not, token_found, (token, stamped) = await self._proven(embedded, role)
        found.extend(token_found)
        settled = None
        if not any(item.code == "UNKNOWN_ALGORITHM" for item in found):
            settled = await self._settled(embedded, certificate, proven)
            found.extend(
                settled_findings(settled, embedded, certificate, why_not, proven, role, self.known.trust)
            )
            found.extend(unused_findings(settled, embedded, self.known))
        claimed = stated_time(embedded)
        if not any(item.code == "SIGNED_ATTRIBUTES" for item in found):
            found.extend(two_times_findings(embedded, claimed, proven or self.known.at, role))
        found.extend(time_findings(claimed, proven, self.known.at, role))
        if claimed and claimed.tzinfo and claimed < later(certificate.not_valid_before_utc, -CLOCKS_DIFFER):
            found.append(invalid("NOT_YET_VALID", "自报的签署时间，证书还没有生效", role))
        trial = is_trial(certificate)
        if trial:
            found.append(note("TRIAL", f"“{field.title}”由试用身份签署，无法律效力", role))
        checked = CheckedSignature(
            role=role,
            title=field.title,
            signer=name_of(certificate),
            organisation=first(certificate.subject, NameOID.ORGANIZATION_NAME),
            certificate_number=f"{certificate.serial_number:X}",
            issuer=certificate.issuer.rfc4514_string(),
            trial=trial,
            claimed_at=in_zone(claimed, self.known.at.tzinfo) if claimed else None,
            proven_at=in_zone(proven, self.known.at.tzinfo) if proven else None,
            level=self._level(embedded),
            reason=str(entry(embedded.sig_object, "/Reason", "")),
            certifies=certifies(self.reader, embedded),
            covers=_COVERS.get(embedded.evaluate_signature_coverage(), "unclear"),  # type: ignore[arg-type]
            intact=settled is not None and bool(settled.status.intact and settled.status.valid),
            trusted=settled is not None and settled.trusted,
            verdict=heaviest(item.weight for item in found),
        )
        end = sum([int(number) for number in embedded.byte_range][2:])
        revision = int(embedded.signed_revision)
        told = [time for time in message_times(embedded) if time.tzinfo]
        carried = tuple(item.dump() for item in embedded.other_embedded_certs)
        judged = JudgedSignature(
            checked,
            certificate,
            revision,
            end,
            stamped,
            token,
            claimed if claimed and claimed.tzinfo else None,
            max(told, default=None),
            carried,
        )
        return judged, found

    def _level(self, embedded: EmbeddedPdfSignature) -> Level:
        stamps = [stamp.revision for stamp in self.stamps.stamps]
        return level_of(embedded, self.known.archive, stamps, self.authorities)

    async def _proven(
        self, embedded: EmbeddedPdfSignature, role: str
    ) -> tuple[datetime | None, str, list[Finding], tuple[datetime | None, bool]]:
        """The earliest trusted time at which the signature existed, or why its time stamps prove none; and what its own
        one says, and whether that is trusted."""
        proven = self.known.earliest(self.stamps.proofs, int(embedded.signed_revision))
        token = signature_token(embedded)
        if token is None:
            return proven, "" if proven else self.stamps.untrusted, [], (None, False)
        found = list(token_findings(token, role))
        if found:
            return proven, "", found, (None, False)
        verdict = await judge_token(token, self.known, proven, self.stamps.proofs, role)
        if verdict.trusted:
            proven = min(token.latest, proven) if proven else token.latest
        return (
            proven,
            "" if proven else verdict.untrusted,
            list(verdict.findings),
            (token.time, verdict.trusted),
        )

    async def _settled(
        self, embedded: EmbeddedPdfSignature, certificate: x509.Certificate, proven: datetime | None
    ) -> Settled[PdfSignatureStatus]:
        async def check(settings: ValidationContext) -> PdfSignatureStatus:
            return await async_validate_pdf_signature(
                embedded, settings, skip_diff=True, key_usage_settings=key_usage()
            )

        return await settle(
            check,
            certificate,
            self.known,
            proven=proven,
            proofs=self.stamps.proofs,
            others=embedded.other_embedded_certs,
        )
