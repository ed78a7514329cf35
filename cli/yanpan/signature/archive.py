"""The document security store of a paper: certificates, revocation lists and OCSP responses (ISO 32000-2, 12.8.4.3)."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.rw_common import PdfHandler
from pyhanko.sign.validation.dss import DocumentSecurityStore

from yanpan.signature.pdf import SteadyWriter, entry

MAX_ITEMS = 400
KINDS = ("/Certs", "/CRLs", "/OCSPs")
"""The arrays of a store. `/VRI` is never written: it adds nothing to judge by."""


@dataclass(frozen=True)
class Item:
    """One DER object of the store, and the revision in which it came."""

    data: bytes
    revision: int


@dataclass(frozen=True)
class Archive:
    """All that a paper carries to be judged by."""

    certificates: tuple[Item, ...] = ()
    crls: tuple[Item, ...] = ()
    ocsps: tuple[Item, ...] = ()


def read_archive(reader: PdfFileReader, revisions: Sequence[int]) -> Archive:
    """The store as it grew over `revisions`. Raises `ValueError` for more than 400 objects or what is no DER."""
    found: dict[str, dict[bytes, int]] = {key: {} for key in KINDS}
    for revision in revisions:
        for key, data in stored(reader.get_historical_resolver(revision)):
            found[key].setdefault(data, revision)
        if sum(map(len, found.values())) > MAX_ITEMS:
            raise ValueError("too much evidence")
    items = {
        key: tuple(Item(data, revision) for data, revision in there.items()) for key, there in found.items()
    }
    return Archive(items["/Certs"], items["/CRLs"], items["/OCSPs"])


def stored(handler: PdfHandler) -> Iterator[tuple[str, bytes]]:
    """The DER objects of the store in one revision, each with the name of its array."""
    store = entry(handler.root, "/DSS")
    if not isinstance(store, generic.DictionaryObject):
        return
    for key in KINDS:
        for reference in entry(store, key, ()):
            yield key, der_of(reference, key)


def der_of(reference: Any, key: str) -> bytes:
    """The content of one stream of an array, which must be a whole object of its kind. Raises on anything else."""
    stream = reference.get_object()
    if not isinstance(stream, generic.StreamObject):
        raise ValueError("no stream")
    data: bytes = stream.data
    # Only the head of a list is read: it may have a hundred thousand entries.
    if key == "/Certs":
        asn1_x509.Certificate.load(data, strict=True).native  # noqa: B018 - to read it is to check it
    elif key == "/CRLs":
        asn1_crl.CertificateList.load(data, strict=True)["tbs_cert_list"]["this_update"].native  # noqa: B018
    elif asn1_ocsp.OCSPResponse.load(data, strict=True)["response_status"].native != "successful":
        raise ValueError("no answer")
    return data


def add_to_archive(
    pdf: bytes, *, certificates: Sequence[bytes], crls: Sequence[bytes], ocsps: Sequence[bytes]
) -> bytes:
    """Put what is not there yet into the store, as one incremental update; with nothing new, the same bytes."""
    writer = SteadyWriter(pdf)
    store = DocumentSecurityStore.supply_dss_in_writer(
        writer,
        None,
        certs=[asn1_x509.Certificate.load(item) for item in certificates],
        crls=[asn1_crl.CertificateList.load(item) for item in crls],
        ocsps=[asn1_ocsp.OCSPResponse.load(item) for item in ocsps],
    )
    if not store.modified:
        return pdf
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
