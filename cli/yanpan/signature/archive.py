"""The document security store of a paper: certificates, revocation lists and OCSP responses (ISO 32000-2, 12.8.4.3)."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.rw_common import PdfHandler
from pyhanko.sign.validation.dss import DocumentSecurityStore

from yanpan.errors import InputRefused
from yanpan.keys import too_large
from yanpan.signature.pdf import SteadyWriter, entry

MAX_ITEMS = 400
MAX_CERTIFICATES = 128
MAX_CERTIFICATE_BYTES = 256 * 1024
"""Of all certificates together: room for as many as there may be, of the size that those of people have."""

MAX_ANSWER_BYTES = 64 * 1024
"""Of one OCSP response, which has two or five KB with the certificate of whoever gave it."""

_UNTOUCHED = "向签署人索取没有加过东西的那一份。"
KINDS = ("/Certs", "/CRLs", "/OCSPs")
"""The arrays of a store. `/VRI` is never written: it adds nothing to judge by."""


class TooMuchEvidence(InputRefused):
    """There is more than anybody needs, and to read it would take long."""


class NotOurEvidence(InputRefused):
    """The store is written in another way than this program's."""


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
    """The store as it grew over `revisions`.

    Raises `TooMuchEvidence`, `NotOurEvidence`, and `ValueError` for what is no DER.
    """
    found: dict[str, dict[bytes, int]] = {key: {} for key in KINDS}
    for revision in revisions:
        for key, data in stored(reader.get_historical_resolver(revision)):
            found[key].setdefault(data, revision)
        if sum(map(len, found.values())) > MAX_ITEMS:
            raise _too_much(f"超过 {MAX_ITEMS} 件")
        certificates = found["/Certs"]
        if len(certificates) > MAX_CERTIFICATES:
            raise _too_much(f"里的证书超过 {MAX_CERTIFICATES} 张")
        if sum(map(len, certificates)) > MAX_CERTIFICATE_BYTES:
            raise _too_much(f"里的证书一共超过 {MAX_CERTIFICATE_BYTES // 1024} KB")
    items = {
        key: tuple(Item(data, revision) for data, revision in there.items()) for key, there in found.items()
    }
    return Archive(items["/Certs"], items["/CRLs"], items["/OCSPs"])


def stored(handler: PdfHandler) -> Iterator[tuple[str, bytes]]:
    """The DER objects of the store in one revision, each with the name of its array, none twice.

    Raises `TooMuchEvidence`, `NotOurEvidence`, and `ValueError` for what is no DER.
    """
    store = entry(handler.root, "/DSS")
    if not isinstance(store, generic.DictionaryObject):
        return
    found: set[tuple[str, bytes]] = set()
    for key in KINDS:
        references = list(entry(store, key, ()))
        if len(references) > MAX_ITEMS:
            raise _too_much(f"超过 {MAX_ITEMS} 件")
        for reference in references:
            item = key, der_of(reference, key)
            if item in found:
                raise NotOurEvidence("存档的数据里同一件放了两次", remedy=_UNTOUCHED)
            found.add(item)
            yield item


def der_of(reference: Any, key: str) -> bytes:
    """The content of one stream of an array, which must be a whole object of its kind. Raises on anything else."""
    stream = reference.get_object()
    if not isinstance(stream, generic.StreamObject):
        raise ValueError("no stream")
    # It is never written otherwise: what is not packed cannot be larger than the file.
    if "/Filter" in stream:
        raise NotOurEvidence("存档的数据被压缩或者另行编码，不是 yanpan 写的样子", remedy=_UNTOUCHED)
    data: bytes = stream.data
    _check_object(key, data)
    return data


@lru_cache(maxsize=512)
def _check_object(key: str, data: bytes) -> None:
    """Raises `TooMuchEvidence`, or `ValueError` for what is no object of its kind."""
    # Only the head of a list is read: it may have a hundred thousand entries.
    if key == "/Certs":
        if large := too_large(data):
            raise _too_much(f"里的{large}")
        asn1_x509.Certificate.load(data, strict=True).native  # noqa: B018 - to read it is to check it
    elif key == "/CRLs":
        asn1_crl.CertificateList.load(data, strict=True)["tbs_cert_list"]["this_update"].native  # noqa: B018
    elif len(data) > MAX_ANSWER_BYTES:
        raise _too_much(f"里的 OCSP 答复超过 {MAX_ANSWER_BYTES // 1024} KB")
    elif asn1_ocsp.OCSPResponse.load(data, strict=True)["response_status"].native != "successful":
        raise ValueError("no answer")


def _too_much(words: str) -> TooMuchEvidence:
    return TooMuchEvidence(f"存档的数据{words}，不检查", remedy=_UNTOUCHED)


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
