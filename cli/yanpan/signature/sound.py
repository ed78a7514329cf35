"""What is found in one signature or time stamp by itself: its place in the file, its CMS, its certificate, its times."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel

from yanpan.findings import (
    Finding,
    invalid,
    note,
    unjudged,
)
from yanpan.keys import (
    CLOCKS_DIFFER,
    NAMELESS,
    SELF_MADE,
    later,
    nameless,
    oddity,
    self_made,
    strong_enough,
    unfit_usage,
    unknown_critical,
)
from yanpan.signature.cms_shape import cms_findings, form_findings, read_contents
from yanpan.signature.pdf import Field, entry

_LONG_BEFORE = timedelta(days=1)

LONGEST_WAIT = timedelta(hours=24)
"""Between a paper made ready for another program and its signature."""


def signature_findings(pdf: bytes, embedded: EmbeddedPdfSignature, role: str) -> Iterator[Finding]:
    """The dictionary, the ByteRange and the CMS in its gap (ETSI EN 319 142-1, 5.3)."""
    signature = embedded.sig_object
    if (
        entry(signature, "/Type", "/Sig") != "/Sig"
        or entry(signature, "/SubFilter") != "/ETSI.CAdES.detached"
    ):
        yield unjudged("SUBFILTER", "签名的格式不是 PAdES，不能判断", role)
    der = contents_of(pdf, embedded, role)
    if isinstance(der, Finding):
        yield der
    else:
        yield from cms_findings(der, role)


def malformed(pdf: bytes, field: Field) -> Iterator[Finding]:
    """A CMS that is no signature by its form: no library is to read it. Where it stands is told by `contents_of`."""
    numbers = [int(value) for value in field.dictionary["/V"]["/ByteRange"]]
    der = read_contents(pdf[numbers[1] : numbers[2]]) if _in_range(pdf, numbers) else None
    if der is not None:
        yield from form_findings(der, field.role)


def _in_range(pdf: bytes, numbers: Sequence[int]) -> bool:
    return (
        len(numbers) == 4 and numbers[0] == 0 and 0 < numbers[1] < numbers[2] <= sum(numbers[2:]) <= len(pdf)
    )


def contents_of(pdf: bytes, embedded: EmbeddedPdfSignature, role: str) -> bytes | Finding:
    """The CMS in the gap of the ByteRange, or what is wrong with the range or the gap."""
    numbers = [int(value) for value in embedded.byte_range]
    if not _in_range(pdf, numbers):
        return invalid("BYTE_RANGE", "签名的覆盖范围不对", role)
    der = read_contents(pdf[numbers[1] : numbers[2]])
    if der is None or not embedded.pkcs7_content.startswith(der):
        return invalid("CONTENTS", "签名数据周围的字节被改动", role)
    return der


def certificate_findings(certificate: x509.Certificate, role: str) -> Iterator[Finding]:
    """What in a certificate keeps it from signing documents, whenever that was."""
    if nameless(certificate):
        yield unjudged("CERTIFICATE_ODD", f"{NAMELESS}，不能判断", role)
        return
    if odd := oddity(certificate):
        yield unjudged("CERTIFICATE_ODD", f"{odd}，不能判断", role)
        return
    try:
        key = certificate.public_key()
    except UnsupportedAlgorithm:
        yield unjudged("UNKNOWN_ALGORITHM", "证书用的是本程序不认识的算法（例如国密 SM2），不能判断", role)
        return
    if not strong_enough(key):
        yield unjudged("WEAK_KEY", "证书的密钥太短或者种类不支持，不能判断", role)
    if self_made(certificate):
        yield unjudged("UNTRUSTED", f"{SELF_MADE}：要用发证机构签发的证书重新签署", role)
    if reason := unfit_usage(certificate):
        code = "CRITICAL_EXTENSION" if unknown_critical(certificate) else "KEY_USAGE"
        yield unjudged(code, reason, role)


def integrity_findings(status: PdfSignatureStatus, role: str) -> Iterator[Finding]:
    """pyHanko's judgement of what does not depend on trust or time, in our words."""
    if not status.intact:
        yield invalid("HASH_FAILURE", "签名之后内容被改动，摘要对不上", role)
    elif not status.valid:
        yield invalid("SIG_CRYPTO_FAILURE", "签名值是假的", role)
    if status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        yield invalid("COVERAGE", "签名没有覆盖它那一版的全部内容", role)
    if not status.seed_value_ok:
        yield invalid("SEED_VALUE", "签名不符合签名栏的规定", role)


def time_findings(
    claimed: datetime | None, proven: datetime | None, at: datetime, role: str
) -> Iterator[Finding]:
    """Whether the times of a signature can be: the claimed one, the proven one, and the moment of judging."""
    if claimed is None:
        yield unjudged("NO_SIGNING_TIME", "签名没有写签署时间", role)
    elif claimed.tzinfo is None or claimed > later(at, CLOCKS_DIFFER):
        yield unjudged("SIGNING_TIME", "签署时间在将来：签署人或者本机的时钟不对", role)
    elif proven is not None and claimed > later(proven, _LONG_BEFORE):
        yield invalid("SIGNING_TIME", "自报的签署时间比时间戳晚一天以上：不可能是真的", role)
    elif proven is not None and claimed > later(proven, CLOCKS_DIFFER):
        yield note("CLAIMED_LATE", "签署人自报的时间比时间戳晚：以时间戳为准", role)
    elif proven is not None and claimed < later(proven, -_LONG_BEFORE):
        days = (proven - claimed).days
        yield note("CLAIMED_EARLY", f"签署人自报的时间比时间戳早 {days} 天：能证明的是时间戳的时间", role)


def stated_time(embedded: EmbeddedPdfSignature) -> datetime | None:
    """The time in the signature dictionary, which the stamp shows (ISO 32000-2, table 255, M); None without one."""
    try:
        return generic.parse_pdf_date(str(embedded.sig_object["/M"]))
    except (KeyError, ValueError, PdfReadError):
        return None


def message_times(embedded: EmbeddedPdfSignature) -> list[datetime]:
    """What the CMS itself says of when it was signed (RFC 5652, 11.3): mostly nothing."""
    return [
        value.native
        for item in embedded.signer_info["signed_attrs"]
        if item["type"].native == "signing_time"
        for value in item["values"]
    ]


def two_times_findings(
    embedded: EmbeddedPdfSignature, stated: datetime | None, latest: datetime, role: str
) -> Iterator[Finding]:
    """A CMS may tell the time of signing too (RFC 5652, 11.3): once, and not before the paper was made ready for it.

    Another program may take its time, as long as `finish_signature` waits for it; but no longer than until `latest`,
    when the signature was there for certain: it is being judged, or a time stamp proves it.
    """
    told = message_times(embedded)
    if not told:
        return
    same = stated is not None and stated.tzinfo is not None and len(told) == 1
    if not same or stated is None or not -CLOCKS_DIFFER <= told[0] - stated <= LONGEST_WAIT + CLOCKS_DIFFER:
        yield invalid("TWO_TIMES", "签名里写了两个不同的签署时间", role)
    elif told[0] > later(latest, CLOCKS_DIFFER):
        yield unjudged("SIGNING_TIME", "签名里写的签署时间比能证明的晚：签署人或者本机的时钟不对", role)
