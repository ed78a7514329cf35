"""Who signs in the benches: an authority with revocation lists, a time-stamping service, and real papers to sign.

The authority and the service are those of the tests (tests/signature), on a loopback port: nothing is fetched.
"""

from __future__ import annotations

import sys
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from bench.cases import AT, assessment, form
from yanpan.assessment import encode
from yanpan.keys import Identity
from yanpan.questionnaire.model import Grade
from yanpan.report import render_pdf
from yanpan.signature import LongTerm, TimeStampService, sign_pdf

sys.path[:0] = [str(Path(__file__).parent.parent / "tests" / room) for room in ("signature", "keys", "")]

from authorities import ROOT, TRUST, StampServer, lists, stamp_server  # noqa: E402
from issuing import Issued, issue, root  # noqa: E402

__all__ = ["LATER", "ROOT", "TRUST", "WAYS", "Way", "lists", "stamp_server"]

LATER = AT + timedelta(hours=1)
"""When the papers are judged."""

REASON = "同意"


@dataclass(frozen=True)
class Way:
    """A level reached with one kind of key."""

    level: str
    kind: str = "EC P-256"

    @property
    def name(self) -> str:
        return f"{self.level.upper()}, {self.kind}"

    def signer(self, role: str) -> Identity:
        return _signer(role, self.kind)

    def trust(self) -> tuple[x509.Certificate, ...]:
        return (*TRUST, root().certificate)

    def long_term(self, service: StampServer) -> LongTerm | None:
        """What yanpan is asked for; nothing for B-B."""
        if self.level == "b-b":
            return None
        return LongTerm(self.level, TimeStampService(service.url), TRUST, lists())  # type: ignore[arg-type]


WAYS = (Way("b-b"), Way("b-b", "RSA-3072"), Way("b-t"), Way("b-lt"), Way("b-lta"))


@cache
def _signer(role: str, kind: str) -> Identity:
    """One person a role; each has a key of its own, for nobody may sign twice."""
    if kind == "RSA-3072":
        issued: Issued = issue(f"签署人 {role}", root(), key=rsa.generate_private_key(65537, 3072))
        return Identity(issued.certificate, (root().certificate,), issued.key)
    found: Identity = ROOT.signer(f"签署人 {role}", serial=100 + sum(role.encode()))
    return found


def paper(grade: Grade, number: str) -> tuple[bytes, bytes, tuple[str, ...]]:
    """A real paper with its empty signature fields, its assessment.json, and the roles that must sign it."""
    made = assessment(grade, number)
    data = encode(made)
    return render_pdf(made, data, form().embedded).pdf, data, tuple(signer.role for signer in made.signers)


def sign(pdf: bytes, role: str, way: Way, service: StampServer) -> bytes:
    """What is measured: `sign_pdf` with its checks of the paper, the certificate and the earlier signatures."""
    return sign_pdf(
        pdf, role=role, identity=way.signer(role), reason=REASON, at=AT, long_term=way.long_term(service)
    )


class _PlainStamper(TimeStamper):
    """Asks the service and hands over what it says."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        headers = {"Content-Type": "application/timestamp-query"}
        request = urllib.request.Request(self.url, req.dump(), headers)  # noqa: S310 - our own loopback service
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return tsp.TimeStampResp.load(answer.read())


def sign_with_pyhanko(pdf: bytes, role: str, way: Way, service: StampServer, *, first: bool) -> bytes:
    """The baseline: pyHanko alone, to the same level with the same key, lists and service, and no checks of ours."""
    archived = way.level in ("b-lt", "b-lta")
    settings = ValidationContext(trust_roots=_asn1(*way.trust()), crls=list(lists()), moment=AT)
    metadata = signers.PdfSignatureMetadata(
        field_name=role,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=first,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        reason=REASON,
        embed_validation_info=archived,
        use_pades_lta=way.level == "b-lta",
        validation_context=settings if archived else None,
    )
    out = signers.sign_pdf(
        IncrementalPdfFileWriter(BytesIO(pdf)),
        metadata,
        signer=_pyhanko_signer(way.signer(role)),
        timestamper=None if way.level == "b-b" else _PlainStamper(service.url),
        existing_fields_only=True,
    )
    return bytes(out.getbuffer())


def sign_with_key_alone(pdf: bytes, role: str, way: Way) -> bytes:
    """The least that any signature needs: hash the file and use the key."""
    key: Any = way.signer(role).key
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(pdf, padding.PKCS1v15(), hashes.SHA256())
    return bytes(key.sign(pdf, ec.ECDSA(hashes.SHA256())))


def verify_with_pyhanko(pdf: bytes, way: Way, *, later_changes: bool = False) -> int:
    """The baseline of verifying: pyHanko alone on every signature, and how many are valid and trusted.

    Without `later_changes` it does not ask what was added after a signature, which yanpan always asks: on a
    tagged paper pyHanko's own way takes half a minute.
    """
    found = 0
    for embedded in PdfFileReader(BytesIO(pdf)).embedded_regular_signatures:
        settings = ValidationContext(trust_roots=_asn1(*way.trust()), crls=list(lists()), moment=LATER)
        status = validate_pdf_signature(
            embedded, settings, ts_validation_context=settings, skip_diff=not later_changes
        )
        found += status.intact and status.valid and status.trusted
    return found


def _pyhanko_signer(identity: Identity) -> signers.SimpleSigner:
    store = SimpleCertificateStore()
    store.register_multiple(_asn1(*identity.chain))
    key = identity.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())  # type: ignore[union-attr]
    (certificate,) = _asn1(identity.certificate)
    return signers.SimpleSigner(
        signing_cert=certificate, signing_key=asn1_keys.PrivateKeyInfo.load(key), cert_registry=store
    )


def _asn1(*certificates: x509.Certificate) -> Sequence[asn1_x509.Certificate]:
    return [asn1_x509.Certificate.load(item.public_bytes(Encoding.DER)) for item in certificates]
