"""What a signature needs to be judged in later years, and the level that it has (ETSI EN 319 142-1, 6)."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms
from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from yanpan.findings import Finding, invalid, unjudged
from yanpan.keys import (
    CLOCKS_DIFFER,
    WITHOUT_NEXT,
    above_of,
    as_der,
    authentic,
    in_scope,
    is_issued_by,
    issuer_of,
    later,
    listed_since,
    names_of,
    needs_no_list,
    self_signed,
    strays,
    tells_of,
    tells_only_of,
    why_no_list,
)
from yanpan.signature.archive import Archive, stored
from yanpan.signature.checked import (
    Level,
)
from yanpan.signature.pdf import signature_fields, time_stamp_fields
from yanpan.signature.time_stamps import document_token, signature_token


def level_of(
    embedded: EmbeddedPdfSignature, archive: Archive, stamp_revisions: Sequence[int], issuers: Sequence[bytes]
) -> Level:
    """The level a signature was built to: time-stamped, with revocation data, under an archive time stamp.

    A list that none of `issuers` (DER) has signed is no revocation data.
    """
    token = signature_token(embedded)
    later = any(revision > int(embedded.signed_revision) for revision in stamp_revisions)
    if token is None and not later:
        return "b-b"
    wanted = [x509.load_der_x509_certificate(embedded.signer_cert.dump())]
    if token is not None:
        wanted.append(token.certificate)
    crls = [item.data for item in archive.crls if authentic(item.data, issuers)]
    ocsps = [item.data for item in archive.ocsps]
    if not (archive.crls or archive.ocsps or archive.certificates):
        return "b-t"
    if not all(_asks_nobody(item) or lists_for(item, crls) or _answers_for(item, ocsps) for item in wanted):
        return "b-t"
    return "b-lta" if later else "b-lt"


@dataclass(frozen=True)
class Evidence:
    """What to put into the archive, as DER, and the certificates for which no list or answer is at hand.

    `reasons` say why a list that was given for one of these does not do.
    """

    certificates: tuple[bytes, ...]
    crls: tuple[bytes, ...]
    ocsps: tuple[bytes, ...]
    missing: tuple[x509.Certificate, ...]
    reasons: tuple[str, ...] = ()


def collect(
    reader: PdfFileReader,
    *,
    also: Iterable[x509.Certificate],
    extra: Iterable[x509.Certificate],
    crls: Sequence[bytes],
    ocsps: Sequence[bytes],
    at: datetime,
) -> Evidence:
    """Choose from what is given what the signatures and time stamps of a paper need.

    Looks at every certificate that they carry, at those in `also`, and at those in `extra` that lead on from them;
    each one whose issuer keeps lists needs a list or an OCSP response that is fresh at the moment `at`.
    """
    extra = list(extra)
    certificates = _with_issuers(list(dict.fromkeys([*_carried(reader), *also])), extra, at)
    issuers = as_der(dict.fromkeys([*certificates, *extra]))
    # Whether a list is real nobody can tell without its issuer: the reader will, and has no others than these. An
    # authority that changed its key issues lists under one name by both.
    kept = as_der(certificates)
    names = {names_of(item)[0] for item in kept}
    real = [data for data in crls if issuer_of(data) not in names or authentic(data, kept)]
    # An answer that tells of somebody else too would be no evidence of this paper.
    alone = [data for data in ocsps if tells_only_of(data, certificates)]
    used_crls: dict[bytes, None] = {}
    used_ocsps: dict[bytes, None] = {}
    missing = []
    for certificate in certificates:
        if self_signed(certificate):
            continue
        (der,) = as_der([certificate])
        # Of one that ended those of its end: later ones need not know it any more (RFC 5280, 3.3).
        then = min(at, certificate.not_valid_after_utc)
        lists = [data for data in lists_for(certificate, real) if in_scope(data, der)]
        answers = _answers_for(certificate, alone)
        used_crls.update((data, None) for data in lists if _fresh_list(data, then) or _fresh_list(data, at))
        used_ocsps.update(
            (data, None) for data in answers if _fresh_answer(data, then) or _fresh_answer(data, at)
        )
        told = any(_fresh_list(data, then) for data in lists) or any(
            _fresh_answer(data, then) for data in answers
        )
        if not told and not _asks_nobody(certificate):
            missing.append(certificate)
    # Roots too: a reader must have its own, but some (pyHanko's AdES engine) look for issuers here only.
    reasons = [why_no_list(item, crls, issuers, at) for item in missing if lists_for(item, crls)]
    return Evidence(
        tuple(as_der(certificates)), tuple(used_crls), tuple(used_ocsps), tuple(missing), tuple(reasons)
    )


def _asks_nobody(certificate: x509.Certificate) -> bool:
    """Whether no list is kept for it, or it only answers for others and its authority wants nobody to ask about it.

    For the time that such a responder is appointed for (id-pkix-ocsp-nocheck, RFC 6960, 4.2.2.2.1).
    """
    if needs_no_list(certificate):
        return True
    try:
        purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        certificate.extensions.get_extension_for_class(x509.OCSPNoCheck)
    except (ValueError, x509.DuplicateExtension, x509.ExtensionNotFound):
        return False
    return list(purposes) == [ExtendedKeyUsageOID.OCSP_SIGNING]


def listed_as_revoked(
    certificate: x509.Certificate, crls: Sequence[bytes], issuers: Sequence[bytes], at: datetime
) -> bool:
    """Whether a list of the certificate's issuer names it as revoked by then, as far as anybody can tell.

    A list whose signature is false says nothing; one whose issuer is not among `issuers` (DER) is believed in this.
    """
    for data in lists_for(certificate, crls):
        since = listed_since(data, certificate.serial_number)
        if since is None or since > later(at, CLOCKS_DIFFER):
            continue
        if not any(names_of(item)[0] == issuer_of(data) for item in issuers):
            return True
    return False


def stray_findings(
    reader: PdfFileReader, archive: Archive, trust: Sequence[x509.Certificate]
) -> Iterator[Finding]:
    """What the archive holds that tells of no signature and no time stamp of the paper."""
    kinds = [[item.data for item in items] for items in (archive.certificates, archive.crls, archive.ocsps)]
    if not any(kinds):
        return
    for stray in strays(*kinds, about=list(in_messages(reader)), trust=trust):
        if stray.certain:
            yield invalid("EXTRA_EVIDENCE", f"存档的数据里夹带了和签名无关、或者假的{stray.words}")
        elif stray.too_many:
            yield unjudged("UNKNOWN_EVIDENCE", f"存档的数据里有{stray.words}，一一核对要太久，没有核对")
        else:
            words = "缺少签发机构的证书的，用 --trust 指定它的根证书；用了本程序不认识的算法（例如国密 SM2）的，这里判断不了"
            yield unjudged("UNKNOWN_EVIDENCE", f"存档的数据里有{stray.words}看不出真假：{words}")


def authorities_in(reader: PdfFileReader, archive: Archive, trust: Sequence[x509.Certificate]) -> list[bytes]:
    """The authorities above the signatures and time stamps of a paper, every signature verified, and the roots (DER)."""
    about = [x509.load_der_x509_certificate(item) for item in in_messages(reader)]
    stored_ones = [x509.load_der_x509_certificate(item.data) for item in archive.certificates]
    found = above_of(about, [*stored_ones, *about], trust)
    return as_der([*found.authorities, *(item for item in about if not self_signed(item)), *trust])


def _carried(reader: PdfFileReader) -> list[x509.Certificate]:
    """Every certificate in the signatures, in the time stamps and in the archive."""
    found = in_messages(reader)
    found.update((data, None) for key, data in stored(reader) if key == "/Certs")
    return [x509.load_der_x509_certificate(data) for data in found]


def in_messages(reader: PdfFileReader) -> dict[bytes, None]:
    """Every certificate in the signatures and in the time stamps (DER), once."""
    found: dict[bytes, None] = {}
    for field in (*signature_fields(reader), *time_stamp_fields(reader)):
        if not field.signed:
            continue
        embedded = EmbeddedPdfSignature(reader, field.dictionary, field.role)
        contents: list[cms.SignedData] = [embedded.signed_data]
        token = signature_token(embedded) if embedded.sig_object_type == "/Sig" else document_token(embedded)
        if token is not None:
            contents.append(token.data)
        for data in contents:
            found.update((item.chosen.dump(), None) for item in data["certificates"])
    return found


def _with_issuers(
    certificates: Sequence[x509.Certificate], extra: Iterable[x509.Certificate], at: datetime
) -> list[x509.Certificate]:
    """The certificates, and those of `extra` that stand above them. One that does not count yet is no evidence of today."""
    found = list(certificates)
    candidates = [item for item in extra if item.not_valid_before_utc <= at]
    for certificate in found:
        for candidate in candidates:
            above = candidate.subject == certificate.issuer and is_issued_by(certificate, candidate)
            if above and candidate not in found:
                found.append(candidate)
    return found


def lists_for(certificate: x509.Certificate, crls: Sequence[bytes]) -> list[bytes]:
    """The lists that the issuer of a certificate has issued, by its name."""
    issuer = names_of(certificate.public_bytes(Encoding.DER))[1]
    return [data for data in crls if issuer_of(data) == issuer]


def _answers_for(certificate: x509.Certificate, ocsps: Sequence[bytes]) -> list[bytes]:
    """The responses about a certificate."""
    return [data for data in ocsps if tells_of(data, certificate)]


def _fresh_list(data: bytes, at: datetime) -> bool:
    try:
        tbs = _tbs(data)
        begun = tbs["this_update"].native
        until = tbs["next_update"].native or later(begun, WITHOUT_NEXT)
    except (ValueError, TypeError):
        return False  # Written so that nobody can read when it was issued.
    return bool(begun <= later(at, CLOCKS_DIFFER) and until >= at)


def _fresh_answer(data: bytes, at: datetime) -> bool:
    for item in _answers(data):
        until = item["next_update"].native
        if item["this_update"].native <= later(at, CLOCKS_DIFFER) and (until is None or until >= at):
            return True
    return False


def _tbs(data: bytes) -> asn1_crl.TbsCertList:
    tbs: asn1_crl.TbsCertList = asn1_crl.CertificateList.load(data)["tbs_cert_list"]
    return tbs


def _answers(data: bytes) -> asn1_ocsp.Responses:
    response = asn1_ocsp.OCSPResponse.load(data)
    answers: asn1_ocsp.Responses = response["response_bytes"]["response"].parsed["tbs_response_data"][
        "responses"
    ]
    return answers
