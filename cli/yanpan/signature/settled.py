"""What is told of one signature once its chain has been judged: why it is not trusted, and what of the data was useless."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from cryptography import x509
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus

from yanpan.findings import (
    Finding,
    invalid,
    note,
    unjudged,
)
from yanpan.keys import (
    above_of,
    as_der,
    known_issuers,
    oddity,
    trouble_for,
    unknown_critical,
    unused,
    unused_answers,
)
from yanpan.signature.over_time import Known, Settled
from yanpan.signature.pdf import Field
from yanpan.signature.sound import integrity_findings


def odd_findings(embedded: EmbeddedPdfSignature, field: Field) -> Iterator[Finding]:
    """A certificate that no library gets through is not forged; it only tells nothing."""
    try:
        odd = oddity(x509.load_der_x509_certificate(embedded.signer_cert.dump()))
    except ValueError:
        odd = "证书没有按规定编码，读不出来"
    if odd:
        yield unjudged("CERTIFICATE_ODD", f"“{field.title}”的{odd}，不能判断", field.role)


def unused_findings(
    settled: Settled[PdfSignatureStatus], embedded: EmbeddedPdfSignature, known: Known
) -> Iterator[Finding]:
    """What was given and could not be used, where something else could: it is named, too."""
    path = settled.status.validation_path
    if not settled.trusted or path is None:
        return
    had = known.grounds(embedded.other_embedded_certs)
    roots, others = known_issuers(had.trust, had.others)
    about = [item.dump() for item in path.iter_certs(include_root=False)]
    for words in unused(known.crls, [*as_der(roots), *others], about, known.at):
        yield note("LIST_UNUSED", words)
    above = [*roots, *map(x509.load_der_x509_certificate, others)]
    whose = [x509.load_der_x509_certificate(item) for item in about]
    for words in unused_answers(known.ocsps, known.crls, above, whose, known.at):
        yield note("ANSWER_UNUSED", words)


def settled_findings(
    settled: Settled[PdfSignatureStatus],
    embedded: EmbeddedPdfSignature,
    certificate: x509.Certificate,
    why_not: str,
    proven: datetime | None,
    role: str,
    trust: Sequence[x509.Certificate],
) -> Iterator[Finding]:
    """How a signature stands, in our words; what no time stamp proves cannot be judged."""
    status = settled.status
    yield from integrity_findings(status, role)
    if not (status.intact and status.valid):
        return
    if proven is not None and proven < certificate.not_valid_before_utc:
        yield invalid("NOT_YET_VALID", "时间戳证明签署时证书还没有生效", role)
    # Not pyHanko's list of the others: it leaves out what it takes for roots.
    carried = [item.chosen.dump() for item in embedded.signed_data["certificates"]]
    others = [x509.load_der_x509_certificate(item) for item in carried]
    found = above_of([certificate], [item for item in others if item != certificate], trust)
    if found.strangers:
        yield invalid("EXTRA_CERTIFICATE", "签名里夹带了不在证书链上的证书", role)
    if len(set(carried)) != len(carried):
        yield invalid("EXTRA_CERTIFICATE", "签名里同一张证书放了两次", role)
    if settled.trusted:
        if found.doubtful and not found.strangers:
            words = "签名带着的上级证书不是你信任的，看不出真假：信得过就用 --trust 指定"
            yield unjudged("EXTRA_CERTIFICATE", words, role)
        return
    trouble = settled.trouble or trouble_for(settled.problem)
    if trouble.code == "CRITICAL_EXTENSION" and unknown_critical(certificate):
        return  # It stands in the signer's own certificate, and was told with that.
    words = trouble.words
    if settled.revoked_before and proven is not None:
        yield invalid("REVOKED", f"{words}，在时间戳证明的签署时间之前", role)
        return
    if settled.problem == "OUT_OF_BOUNDS_NO_POE":
        words = f"{words}，又没有时间戳证明签在有效期内"
    yield unjudged(trouble.code, f"{words}。{why_not}" if why_not else words, role)
