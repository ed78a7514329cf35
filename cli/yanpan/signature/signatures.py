"""Each signature of a paper: whole, by whom, trusted, and in its place (ETSI EN 319 102-1, 5.3)."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel

from yanpan.signature.cms_shape import cms_findings, read_contents
from yanpan.signature.keys import first, is_trial, key_fingerprint, name_of, strong_enough, unfit_usage
from yanpan.signature.paper_shape import (
    byte_findings,
    limit_findings,
    raw_signature_count,
    unchanged_findings,
)
from yanpan.signature.pdf import Field, entry, open_pdf, run, signature_fields
from yanpan.signature.sequence import JudgedSignature, certifies, sequence_findings
from yanpan.signature.signing_only import SigningOnly
from yanpan.signature.trust import context, key_usage, trust_finding
from yanpan.signature.verdict import (
    CheckedSignature,
    Finding,
    heaviest,
    invalid,
    note,
    unjudged,
)

MAX_SIGNATURES = 24
_CLOCKS_DIFFER = timedelta(minutes=10)
_COVERS = {
    SignatureCoverageLevel.ENTIRE_FILE: "whole_file",
    SignatureCoverageLevel.ENTIRE_REVISION: "revision",
}


@dataclass(frozen=True)
class Judged:
    """What the signatures say. `reader` is None when the file could not be read."""

    findings: tuple[Finding, ...]
    signatures: tuple[JudgedSignature, ...] = ()
    fields: tuple[Field, ...] = ()
    reader: PdfFileReader | None = None


def check_signatures(
    pdf: bytes, *, at: datetime, trust: Sequence[x509.Certificate], crls: Sequence[bytes]
) -> Judged:
    """Judge every signature of a PDF and how they follow each other. Never raises for what the file holds."""
    found = tuple(byte_findings(pdf))
    if found:
        return Judged(found)
    try:
        return _judge(pdf, at, trust, crls)
    except Exception as error:  # noqa: BLE001 - a forged file can raise anything, and all of it means: not valid
        words = f"文件结构损坏或者被改动，读不下去（{type(error).__name__}）"
        return Judged((invalid("UNPARSABLE", words),))


def _judge(pdf: bytes, at: datetime, trust: Sequence[x509.Certificate], crls: Sequence[bytes]) -> Judged:
    reader = open_pdf(pdf)
    found = list(limit_findings(reader))
    fields = signature_fields(reader)
    if found or len(fields) > MAX_SIGNATURES:
        return Judged((*found, unjudged("TOO_COMPLEX", "文件太复杂，不检查")), fields=fields)
    if len({field.role for field in fields}) != len(fields):
        return Judged((invalid("DUPLICATE_FIELD", "有两个同名的签名栏"),), fields=fields)
    signed = [field for field in fields if field.signed]
    if raw_signature_count(pdf) != len(signed):
        found.append(invalid("SIGNATURE_COUNT", "文件里的签名数和能读到的不一致：有签名被藏起或者摘掉"))
    titles = frozenset(field.title for field in fields)
    pairs = [_judge_one(pdf, reader, field, titles, at, trust, crls) for field in signed]
    for _, findings in pairs:
        found.extend(findings)
    signatures = tuple(sorted((item for item, _ in pairs), key=lambda item: item.revision))
    if signatures:
        found.extend(sequence_findings(reader, fields, signatures))
        found.extend(unchanged_findings(reader, signatures[0].revision))
    return Judged(tuple(found), signatures, fields, reader)


def _judge_one(
    pdf: bytes,
    reader: PdfFileReader,
    field: Field,
    titles: frozenset[str],
    at: datetime,
    trust: Sequence[x509.Certificate],
    crls: Sequence[bytes],
) -> tuple[JudgedSignature, list[Finding]]:
    """One signature with its findings. Raises on a signature too broken to describe."""
    embedded = EmbeddedPdfSignature(reader, field.dictionary, field.role)
    certificate = x509.load_der_x509_certificate(embedded.signer_cert.dump())
    found = list(_container_findings(pdf, embedded, field.role))
    found.extend(_certificate_findings(certificate, at, field.role))
    status: PdfSignatureStatus | None = None
    if not any(item.code == "UNKNOWN_ALGORITHM" for item in found):
        status = run(
            async_validate_pdf_signature(
                embedded,
                context(certificate, at, trust, crls),
                diff_policy=SigningOnly(),
                key_usage_settings=key_usage(),
            )
        )
        found.extend(_status_findings(status, embedded, field.role))
    unit = first(certificate.subject, NameOID.ORGANIZATIONAL_UNIT_NAME)
    if unit != field.title and unit in titles:
        found.append(invalid("ROLE", f"“{field.title}”一栏由“{unit}”的证书签署", field.role))
    claimed = embedded.self_reported_timestamp
    found.extend(_time_findings(claimed, at, field.role))
    trial = is_trial(certificate)
    if trial:
        found.append(note("TRIAL", f"“{field.title}”由试用身份签署，无法律效力", field.role))
    trusted = status is not None and bool(status.trusted)
    checked = CheckedSignature(
        role=field.role,
        title=field.title,
        signer=name_of(certificate),
        organisation=first(certificate.subject, NameOID.ORGANIZATION_NAME),
        certificate_number=f"{certificate.serial_number:X}",
        issuer=certificate.issuer.rfc4514_string(),
        trial=trial,
        claimed_at=claimed,
        reason=str(entry(embedded.sig_object, "/Reason", "")),
        certifies=certifies(reader, embedded),
        covers=_COVERS.get(embedded.evaluate_signature_coverage(), "unclear"),  # type: ignore[arg-type]
        intact=status is not None and bool(status.intact and status.valid),
        trusted=trusted,
        verdict=heaviest(item.weight for item in found),
    )
    return JudgedSignature(checked, _key(certificate), int(embedded.signed_revision)), found


def _key(certificate: x509.Certificate) -> bytes:
    try:
        return key_fingerprint(certificate)
    except UnsupportedAlgorithm:
        return certificate.tbs_certificate_bytes


def _container_findings(pdf: bytes, embedded: EmbeddedPdfSignature, role: str) -> Iterator[Finding]:
    """The dictionary, the ByteRange and the CMS in its gap."""
    signature = embedded.sig_object
    if (
        entry(signature, "/Type", "/Sig") != "/Sig"
        or entry(signature, "/SubFilter") != "/ETSI.CAdES.detached"
    ):
        yield unjudged("SUBFILTER", "签名的格式不是 PAdES，不能判断", role)
    numbers = [int(value) for value in embedded.byte_range]
    if (
        len(numbers) != 4
        or numbers[0] != 0
        or not 0 < numbers[1] < numbers[2] <= sum(numbers[2:]) <= len(pdf)
    ):
        yield invalid("BYTE_RANGE", "签名的覆盖范围不对", role)
        return
    der = read_contents(pdf[numbers[1] : numbers[2]])
    if der is None or not embedded.pkcs7_content.startswith(der):
        yield invalid("CONTENTS", "签名数据周围的字节被改动", role)
        return
    yield from cms_findings(der, role)


def _certificate_findings(certificate: x509.Certificate, at: datetime, role: str) -> Iterator[Finding]:
    try:
        key = certificate.public_key()
    except UnsupportedAlgorithm:
        yield unjudged("UNKNOWN_ALGORITHM", "证书用的是本程序不认识的算法（例如国密 SM2），不能判断", role)
        return
    if not strong_enough(key):
        yield unjudged("WEAK_KEY", "证书的密钥太短或者种类不支持，不能判断", role)
    if reason := unfit_usage(certificate):
        yield unjudged("KEY_USAGE", reason, role)
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        yield unjudged("CERTIFICATE_EXPIRED", "证书现在不在有效期内，又没有时间戳证明签在有效期内", role)


def _status_findings(
    status: PdfSignatureStatus, embedded: EmbeddedPdfSignature, role: str
) -> Iterator[Finding]:
    """pyHanko's judgement in our words."""
    if not status.intact:
        yield invalid("HASH_FAILURE", "签名之后内容被改动，摘要对不上", role)
    elif not status.valid:
        yield invalid("SIG_CRYPTO_FAILURE", "签名值是假的", role)
    if status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        yield invalid("COVERAGE", "签名没有覆盖它那一版的全部内容", role)
    if not status.docmdp_ok:
        yield invalid("ILLEGAL_MODIFICATION", "签名之后做了不允许的改动", role)
    if not status.seed_value_ok:
        yield invalid("SEED_VALUE", "签名不符合签名栏的规定", role)
    if status.intact and status.valid and not status.trusted:
        yield trust_finding(status, role)
    if status.trusted and status.validation_path is not None:
        known = {item.dump() for item in status.validation_path}
        if any(item.dump() not in known for item in embedded.other_embedded_certs):
            yield invalid("EXTRA_CERTIFICATE", "签名里夹带了不在证书链上的证书", role)


def _time_findings(claimed: datetime | None, at: datetime, role: str) -> Iterator[Finding]:
    if claimed is None:
        yield unjudged("NO_SIGNING_TIME", "签名没有写签署时间", role)
    elif claimed.tzinfo is None or claimed > at + _CLOCKS_DIFFER:
        yield unjudged("SIGNING_TIME", "签署时间在将来：签署人或者本机的时钟不对", role)
