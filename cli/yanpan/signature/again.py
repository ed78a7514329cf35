"""What this program writes when it signs, archives or time-stamps, written again from what stands in a paper.

`yanpan.verification` holds each update of a paper against this: whatever else an update might do, it is not ours.
Nothing here needs a key or a service. Where their answer stands, the update has zeros.
"""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from asn1crypto import algos, cms
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from pyhanko.sign.signers import ExternalSigner
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from yanpan.keys import (
    Identity,
    KeyElsewhere,
)
from yanpan.signature.archive import add_to_archive
from yanpan.signature.levels import stamp_field
from yanpan.signature.pdf import SteadyWriter, run, signature_fields
from yanpan.signature.sign import signer_of

ANY_MECHANISM = algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"})
"""What stands for the algorithm of a key that is elsewhere until its answer is there: pyHanko wants one named."""

_BYTE_RANGE = re.compile(rb"/ByteRange \[ ?0 (\d+) (\d+) ")


@dataclass(frozen=True)
class Again:
    """A paper with one more update. `gap` is where the CMS stands, from bracket to bracket; None for evidence."""

    pdf: bytes
    gap: tuple[int, int] | None = None


@dataclass(frozen=True)
class _Told(KeyElsewhere):
    """Stands for the key of somebody else's signature."""

    reserved: int
    mechanism: algos.SignedDigestAlgorithm
    any_algorithm = True

    def signer(
        self, certificate: asn1_x509.Certificate, others: Sequence[asn1_x509.Certificate]
    ) -> ExternalSigner:
        store = SimpleCertificateStore()
        store.register_multiple(others)
        return ExternalSigner(
            certificate,
            store,
            signature_value=self.reserved,
            signature_mechanism=self.mechanism,
        )


def signed_again(
    before: bytes,
    *,
    role: str,
    certificate: x509.Certificate,
    mechanism: algos.SignedDigestAlgorithm,
    reason: str,
    at: datetime,
    reserved: int,
) -> Again:
    """A paper signed in one more field. `reserved` is how many hexadecimal digits the CMS takes; an even number.

    Raises what a paper provokes that no signature of ours could follow.
    """
    writer = SteadyWriter(before)
    fields = signature_fields(writer.prev)
    field = next(item for item in fields if item.role == role and not item.signed)
    certify = not any(item.signed for item in fields)
    identity = Identity(certificate, (), _Told(reserved // 2, mechanism))
    signer = signer_of(field, identity, reason=reason, at=at, certify=certify)
    out = BytesIO()
    digest, _, _ = run(
        signer.async_digest_doc_for_signing(
            writer, existing_fields_only=True, bytes_reserved=reserved, output=out
        )
    )
    return Again(out.getvalue(), (digest.reserved_region_start, digest.reserved_region_end))


def archived_again(
    before: bytes, *, certificates: Sequence[bytes], crls: Sequence[bytes], ocsps: Sequence[bytes]
) -> Again:
    """A paper with evidence (DER) added to its store, in the order given."""
    return Again(add_to_archive(before, certificates=certificates, crls=crls, ocsps=ocsps))


def stamped_again(before: bytes, *, reserved: int) -> Again:
    """A paper with one more document time stamp, whose token takes `reserved` hexadecimal digits."""
    out = BytesIO()
    stamp = stamp_field(before, _Teller())
    run(stamp.async_timestamp_pdf(SteadyWriter(before), "sha256", bytes_reserved=reserved, output=out))
    made = out.getvalue()
    written = _BYTE_RANGE.search(made, len(before))
    if written is None:
        raise ValueError("no time stamp was written")
    return Again(made, (int(written[1]), int(written[2])))


class _Teller(TimeStamper):
    """Stands for a time-stamping service: says nothing."""

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:  # noqa: ARG002
        return cms.ContentInfo({"content_type": "data", "content": b""})
