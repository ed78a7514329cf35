"""What in a paper has a date of its own before which it was not there: revocation data, and certificates."""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cryptography import x509

from yanpan.keys import answer_time, authentic, list_time
from yanpan.signature.archive import Archive
from yanpan.signature.order import Dated


def dated_in(archive: Archive, authorities: Sequence[bytes]) -> Iterator[Dated]:
    """All of an archive. What none of the authorities (DER) has issued anybody could have dated as he liked."""
    for item in archive.certificates:
        begins = x509.load_der_x509_certificate(item.data).not_valid_before_utc
        yield Dated(item.revision, begins, item.data in authorities, "证书")
    for item in archive.crls:
        if (issued := list_time(item.data)) is not None:
            yield Dated(item.revision, issued, authentic(item.data, authorities), "吊销列表")
    for item in archive.ocsps:
        # One that no authority gave is told as evidence that does not belong, and then nothing is valid.
        if (given := answer_time(item.data)) is not None:
            yield Dated(item.revision, given, True, "OCSP 答复")
