"""What keeps the reading of signatures and of their evidence short: how much there may be, told before it is read."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterable, Iterator

from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from yanpan.findings import Finding, invalid, unjudged
from yanpan.keys import too_large
from yanpan.signature.archive import Archive, NotOurEvidence, TooMuchEvidence, read_archive
from yanpan.signature.pdf import Field
from yanpan.signature.time_stamps import signature_token


def message_findings(reader: PdfFileReader, fields: Iterable[Field]) -> Iterator[Finding]:
    """Certificates in signatures and time stamps that are larger than any that people use."""
    for field in fields:
        embedded = EmbeddedPdfSignature(reader, field.dictionary, field.role)
        for data in (embedded.signed_data, *_token(embedded)):
            plain = [item.chosen.dump() for item in data["certificates"] or () if item.name == "certificate"]
            for words in dict.fromkeys(filter(None, map(too_large, plain))):
                yield unjudged("TOO_COMPLEX", f"签名数据里的{words}，不检查", field.role)


def _token(embedded: EmbeddedPdfSignature) -> Iterator[cms.SignedData]:
    try:
        token = signature_token(embedded)
        data = token.data if token is not None else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return  # What else stands in its place is told with the signature.
    if isinstance(data, cms.SignedData):
        yield data


def archive_of(reader: PdfFileReader, fields: Iterable[Field]) -> Archive | Finding:
    """The evidence of a paper, or why it is not read. `fields` are those that hold a signature or a time stamp."""
    own = {
        int(EmbeddedPdfSignature(reader, field.dictionary, field.role).signed_revision) for field in fields
    }
    # Only evidence stands in a revision of its own after the first signature.
    first_signed = min(own, default=reader.total_revisions)
    evidence = [number for number in range(first_signed, reader.total_revisions) if number not in own]
    try:
        return read_archive(reader, evidence)
    except TooMuchEvidence as error:
        return unjudged("TOO_COMPLEX", error.what)
    except NotOurEvidence as error:
        return invalid("EXTRA_EVIDENCE", error.what)
