"""What a reader has at hand to judge a signature by, made piece by piece: answers, lists, supplements, and the verdict."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from asn1crypto import core
from asn1crypto import ocsp as asn1_ocsp
from authorities import STAMPS, given_at, stamp_server
from chains import DER, OCSP_SERVICE, Made, key, make
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import ocsp
from signed_papers import AT, LATER, prepared

from yanpan.findings import Verdict
from yanpan.keys.given import Given
from yanpan.signature import LongTerm, TimeStampService, sign_pdf
from yanpan.signature.signatures import check_signatures

DIGEST = hashes.SHA256()
HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
REASON = x509.ReasonFlags
ANSWERS = (x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.OCSP_SIGNING]), False)
NO_CHECK = (x509.OCSPNoCheck(), False)
ASKED = (OCSP_SERVICE, False)
YEARS = {"end": AT + 3000 * DAY}
LATE = AT + 10 * DAY

ROOT = make("众声根", ca=True, end=AT + 9000 * DAY)
SECOND = make("另一根", ca=True, end=AT + 9000 * DAY)
MIDDLE = make("甲机构", ROOT, ca=True, number=400, more=[ASKED], **YEARS)
RENEWED = make("甲机构", ROOT, ca=True, number=401, own=key("p256", "renewed"), **YEARS)
SIBLING = make("乙机构", ROOT, ca=True, number=402, **YEARS)
NAMESAKE = make("甲机构", SECOND, ca=True, number=9, own=key("p256", "namesake"), **YEARS)
SIGNER = make("张某", MIDDLE, number=11, more=[ASKED])
HELPER = make("甲答复", MIDDLE, number=500, more=[ANSWERS, NO_CHECK], **YEARS)
COLLEAGUE = make("乙答复", MIDDLE, number=501, more=[ANSWERS, NO_CHECK], **YEARS)


def said(
    about: Made,
    by: Made | None = None,
    *,
    good: bool = True,
    at: datetime = AT,
    since: datetime | None = None,
    reason: x509.ReasonFlags = REASON.key_compromise,
    carried: Sequence[Made] | None = None,
    keyed: Made | None = None,
    lasts: timedelta = 7 * DAY,
    by_name: bool = False,
    digest: hashes.HashAlgorithm = DIGEST,
) -> bytes:
    """An answer of an hour before `at`; `keyed`: whose key it names as the issuer's."""
    issuer = about.above or about
    by = by or issuer
    named = issuer if keyed is None else make("x", ca=True, own=keyed.key, subject=issuer.certificate.subject)
    builder = ocsp.OCSPResponseBuilder().add_response(
        cert=about.certificate,
        issuer=named.certificate,
        algorithm=hashes.SHA256(),
        cert_status=ocsp.OCSPCertStatus.GOOD if good else ocsp.OCSPCertStatus.REVOKED,
        this_update=at - HOUR,
        next_update=at - HOUR + lasts,
        revocation_time=None if good else since or at - 2 * HOUR,
        revocation_reason=None if good else reason,
    )
    form = ocsp.OCSPResponderEncoding.NAME if by_name else ocsp.OCSPResponderEncoding.HASH
    builder = builder.responder_id(form, by.certificate)
    if others := ([by] if by is not issuer else []) if carried is None else carried:
        builder = builder.certificates([item.certificate for item in others])
    answer = given_at(builder.sign(by.key, DIGEST), by.key, at)
    return answer if digest is DIGEST else resigned_by(answer, by, digest)


def resigned(data: bytes, by: Made, change: Callable[[Any], None]) -> bytes:
    """An answer with something changed, signed again."""
    basic = asn1_ocsp.OCSPResponse.load(data)["response_bytes"]["response"].parsed
    change(basic["tbs_response_data"])
    basic["signature"] = by.key.sign(basic["tbs_response_data"].dump(force=True), ec.ECDSA(hashes.SHA256()))
    return _answer(basic)


def resigned_by(data: bytes, by: Made, digest: hashes.HashAlgorithm) -> bytes:
    """The same answer by ECDSA with SHA-3, which few readers know."""
    basic = asn1_ocsp.OCSPResponse.load(data)["response_bytes"]["response"].parsed
    basic["signature_algorithm"] = {"algorithm": {"sha3-256": "2.16.840.1.101.3.4.3.10"}[digest.name]}
    basic["signature"] = by.key.sign(basic["tbs_response_data"].dump(), ec.ECDSA(digest))  # type: ignore[call-arg, arg-type]
    return _answer(basic)


def _answer(basic: Any) -> bytes:
    inner = {
        "response_type": "basic_ocsp_response",
        "response": asn1_ocsp.BasicOCSPResponse.load(basic.dump(force=True)),
    }
    whole = asn1_ocsp.OCSPResponse({"response_status": "successful", "response_bytes": inner})
    return bytes(whole.dump())


def without_certificates(data: bytes) -> bytes:
    basic = asn1_ocsp.OCSPResponse.load(data)["response_bytes"]["response"].parsed
    basic["certs"] = None
    return _answer(basic)


def with_second(data: bytes, other: bytes, by: Made) -> bytes:
    """An answer that tells of somebody else too."""
    more = asn1_ocsp.OCSPResponse.load(other)["response_bytes"]["response"].parsed["tbs_response_data"][
        "responses"
    ][0]

    def add(head: Any) -> None:
        head["responses"] = [head["responses"][0], more]

    return resigned(data, by, add)


def critical(place: str) -> Callable[[Any], None]:
    strange = {"extn_id": "1.2.3.4.5", "critical": True, "extn_value": core.ParsableOctetString(b"\x05\x00")}

    def add(head: Any) -> None:
        (head["responses"][0] if place == "single_extensions" else head)[place] = [strange]

    return add


def since_list(
    by: Made,
    number: int,
    now: datetime,
    since: datetime,
    feared: datetime | None = None,
    reason: x509.ReasonFlags | None = None,
) -> bytes:
    """A list of an hour before `now` with a number that is revoked since a moment."""
    entry = x509.RevokedCertificateBuilder().serial_number(number).revocation_date(since)
    if feared:
        entry = entry.add_extension(x509.InvalidityDate(feared), critical=False)
    if reason:
        entry = entry.add_extension(x509.CRLReason(reason), critical=False)
    builder = x509.CertificateRevocationListBuilder().issuer_name(by.certificate.subject)
    builder = (
        builder.last_update(now - HOUR).next_update(now + 7 * DAY).add_revoked_certificate(entry.build())
    )
    return builder.sign(by.key, hashes.SHA256()).public_bytes(DER)


def given_with(lists: Sequence[bytes], *beside: Made) -> list[bytes]:
    """Lists with certificates that lay in the same folder."""
    return [Given.of(item, "x.crl", tuple(made.der for made in beside)) for item in lists]


def because(reason: x509.ReasonFlags, whose: x509.Name | None = None) -> Callable[[Any], Any]:
    def entry(builder: Any) -> Any:
        builder = builder.add_extension(x509.CRLReason(reason), critical=False)
        if whose is not None:
            builder = builder.add_extension(
                x509.CertificateIssuer([x509.DirectoryName(whose)]), critical=True
            )
        return builder

    return entry


HOLD = because(REASON.certificate_hold)
REMOVED = because(REASON.remove_from_crl)
DELTA = (x509.DeltaCRLIndicator(5), True)
INDIRECT = (x509.IssuingDistributionPoint(None, None, False, False, None, True, False), True)
POINTS_TO_DELTAS = (
    x509.FreshestCRL(
        [x509.DistributionPoint([x509.UniformResourceIdentifier("http://x/d")], None, None, None)]
    ),
    False,
)


def base_number(data: bytes) -> int:
    found = x509.load_der_x509_crl(data).extensions.get_extension_for_class(x509.CRLNumber)
    return found.value.crl_number


@dataclass(frozen=True)
class Scene:
    """What a reader has at hand, and whether it is enough."""

    crls: Sequence[bytes] = ()
    ocsps: Sequence[bytes] = ()
    trust: Sequence[Made] = (ROOT,)
    valid: bool = False
    signer: Made = SIGNER
    stamped: bool = False
    """With a time stamp, and looked at ten days later."""
    at: datetime | None = None


@cache
def paper(signer: Made, with_stamp: bool) -> bytes:
    if not with_stamp:
        return sign_pdf(prepared(), role="officer", identity=signer.identity, reason="同意", at=AT)
    with stamp_server() as service:
        term = LongTerm("b-t", TimeStampService(service.url))
        return sign_pdf(
            prepared(), role="officer", identity=signer.identity, reason="同意", at=AT, long_term=term
        )


def valid(given: Scene) -> bool:
    at = given.at or (LATE if given.stamped else LATER)
    judged = check_signatures(
        paper(given.signer, given.stamped),
        at=at,
        trust=[*(item.certificate for item in given.trust), STAMPS.certificate],
        crls=(*given.crls, STAMPS.crl(at)),
        ocsps=tuple(given.ocsps),
    )
    return all(item.weight is Verdict.VALID for item in judged.findings)
