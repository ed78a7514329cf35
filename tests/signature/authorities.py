"""A certification authority with revocation lists, and a time-stamping authority on a loopback port.

Every clock is given: lists and tokens are of the moment that the test says.
"""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from asn1crypto import algos, cms, tsp
from asn1crypto import keys as asn1_keys
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import ocsp
from pyhanko.sign import general
from pyhanko.sign.timestamps import DummyTimeStamper
from signed_papers import AT

from yanpan.keys import Identity

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
YEAR = timedelta(days=365)
BEGINNING = AT - timedelta(days=30)


@cache
def new_key(name: str, kind: str = "ec") -> Key:
    """A key of the test run; the same name gives the same one."""
    if kind == "rsa":
        return rsa.generate_private_key(65537, 2048)
    return ec.generate_private_key(ec.SECP256R1())


_WHERE_OCSP = x509.AuthorityInformationAccess(
    [
        x509.AccessDescription(
            x509.AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier("http://ocsp.invalid/")
        )
    ]
)
_WHERE_LISTS = x509.CRLDistributionPoints(
    [
        x509.DistributionPoint(
            [x509.UniformResourceIdentifier("http://lists.invalid/all.crl")], None, None, None
        )
    ]
)


@dataclass(frozen=True)
class Authority:
    """An authority: a root, or one under another. `years` is how long its certificate lasts from `begins` on."""

    name: str
    years: float = 30
    above: Authority | None = None
    kind: str = "ec"
    begins: datetime = BEGINNING

    @property
    def key(self) -> Key:
        return new_key(self.name, self.kind)

    @property
    def subject(self) -> x509.Name:
        return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, self.name)])

    @property
    def certificate(self) -> x509.Certificate:
        return _authority_certificate(self)

    def issue(
        self, name: str, *, serial: int, years: float = 3, kind: str = "ec", stamping: bool = False
    ) -> tuple[x509.Certificate, Key]:
        """A certificate for signing papers, or for time stamps."""
        return _issued(self, name, serial, years, kind, stamping)

    def signer(self, name: str, *, serial: int, years: float = 3, kind: str = "ec") -> Identity:
        certificate, key = self.issue(name, serial=serial, years=years, kind=kind)
        chain = [self.certificate] + ([self.above.certificate] if self.above else [])
        return Identity(certificate, tuple(chain), key)

    def crl(self, at: datetime = AT, *, revoked: dict[int, datetime] | None = None, days: float = 7) -> bytes:
        """A list of the moment `at`, fresh for some days."""
        return _list(self, at, tuple((revoked or {}).items()), days)

    def ocsp(self, certificate: x509.Certificate, at: datetime = AT, *, days: float = 7) -> bytes:
        """An OCSP response that a certificate is good, signed by the authority itself."""
        builder = ocsp.OCSPResponseBuilder().add_response(
            cert=certificate,
            issuer=self.certificate,
            algorithm=hashes.SHA256(),
            cert_status=ocsp.OCSPCertStatus.GOOD,
            this_update=at - timedelta(hours=1),
            next_update=at + timedelta(days=days),
            revocation_time=None,
            revocation_reason=None,
        )
        answer = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, self.certificate)
        return given_at(answer.sign(self.key, hashes.SHA256()), self.key, at)


def given_at(answer: ocsp.OCSPResponse, key: Key, at: datetime) -> bytes:
    """The same answer as if it was produced at a moment: `cryptography` writes the machine's own time."""
    whole = asn1_ocsp.OCSPResponse.load(answer.public_bytes(serialization.Encoding.DER))
    basic = whole["response_bytes"]["response"].parsed
    head = basic["tbs_response_data"]
    head["produced_at"] = at
    signed = head.dump(force=True)
    value = (
        key.sign(signed, padding.PKCS1v15(), hashes.SHA256())
        if isinstance(key, rsa.RSAPrivateKey)
        else key.sign(signed, ec.ECDSA(hashes.SHA256()))
    )
    basic["signature"] = value
    made = asn1_ocsp.OCSPResponse(
        {
            "response_status": "successful",
            "response_bytes": {
                "response_type": "basic_ocsp_response",
                "response": asn1_ocsp.BasicOCSPResponse.load(basic.dump(force=True)),
            },
        }
    )
    return bytes(made.dump())


def _by(key: Key) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def _begun(
    subject: x509.Name, public: Any, issuer: Authority, serial: int, years: float, *, ca: bool
) -> x509.CertificateBuilder:
    usage = x509.KeyUsage(not ca, not ca, False, False, False, ca, ca, False, False)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject)
        .public_key(public)
        .serial_number(serial)
        .not_valid_before(issuer.begins)
        .not_valid_after(issuer.begins + years * YEAR)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(_by(issuer.key), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


@cache
def _authority_certificate(authority: Authority) -> x509.Certificate:
    issuer = authority.above or authority
    public = authority.key.public_key()
    serial = 1001 if authority.above else 1000
    builder = _begun(authority.subject, public, issuer, serial, authority.years, ca=True)
    return builder.sign(issuer.key, hashes.SHA256())


@cache
def _list(
    authority: Authority, at: datetime, revoked: tuple[tuple[int, datetime], ...], days: float
) -> bytes:
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority.subject)
        .last_update(at - timedelta(hours=1))
        .next_update(at + timedelta(days=days))
        .add_extension(_by(authority.key), critical=False)
        .add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
    )
    for serial, date in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(date)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(authority.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


@cache
def _issued(
    authority: Authority, name: str, serial: int, years: float, kind: str, stamping: bool
) -> tuple[x509.Certificate, Key]:
    key = new_key(f"{authority.name}/{name}/{serial}", kind)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    builder = _begun(subject, key.public_key(), authority, serial, years, ca=False)
    # Addresses that nobody may ask: what they would say is given.
    builder = builder.add_extension(_WHERE_OCSP, critical=False).add_extension(_WHERE_LISTS, critical=False)
    if stamping:
        purposes = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(purposes, critical=True)
    return builder.sign(authority.key, hashes.SHA256()), key


ROOT = Authority("某省发证机构")
STAMPS = Authority("某时间戳根")
OFFICER = ROOT.signer("张某", serial=11)
REVIEWER = ROOT.signer("李某", serial=12)
HEAD = ROOT.signer("王某", serial=13)
TRUST = (ROOT.certificate, STAMPS.certificate)


def lists(at: datetime = AT, **revoked: dict[int, datetime]) -> tuple[bytes, ...]:
    """The two authorities' lists of a moment; `signers` and `stamps` name what is revoked on each."""
    return (ROOT.crl(at, revoked=revoked.get("signers")), STAMPS.crl(at, revoked=revoked.get("stamps")))


class _Stamper(DummyTimeStamper):
    """pyHanko's test authority, for elliptic curves too."""

    def _sign_tst_info(self, tst_info_data: bytes, *_: Any) -> Any:
        digest = hashes.Hash(hashes.SHA256())
        digest.update(tst_info_data)
        attributes = cms.CMSAttributes(
            [
                general.simple_cms_attribute("content_type", "tst_info"),
                general.simple_cms_attribute(
                    "signing_certificate_v2", general.as_signing_certificate_v2(self.tsa_cert)
                ),
                general.simple_cms_attribute("message_digest", digest.finalize()),
            ]
        )
        key = serialization.load_der_private_key(self.tsa_key.dump(), None)
        if isinstance(key, rsa.RSAPrivateKey):
            return key.sign(attributes.dump(), padding.PKCS1v15(), hashes.SHA256()), attributes
        return key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256())), attributes

    def _build_signed_data(self, *arguments: Any, **named: Any) -> dict[str, Any]:
        data = super()._build_signed_data(*arguments, **named)
        name = (
            "rsassa_pkcs1v15"
            if self.tsa_key["private_key_algorithm"]["algorithm"].native == "rsa"
            else "sha256_ecdsa"
        )
        data["signer_infos"][0]["signature_algorithm"] = algos.SignedDigestAlgorithm({"algorithm": name})
        return data


@dataclass
class StampServer:
    """A running service. What it does wrong can be set: `answer` maps a good reply to status, type and body."""

    url: str
    certificate: x509.Certificate
    key: Key
    clock: datetime = AT
    answer: Callable[[bytes], tuple[int, str, bytes]] = lambda body: (
        200,
        "application/timestamp-reply",
        body,
    )
    change: Callable[[tsp.TimeStampReq], tsp.TimeStampReq] = lambda request: request
    chain: tuple[x509.Certificate, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    def reply(self, body: bytes) -> bytes:
        private = self.key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        stamper = _Stamper(
            _asn1(self.certificate),
            asn1_keys.PrivateKeyInfo.load(private),
            certs_to_embed=[_asn1(item) for item in self.chain],
            fixed_dt=self.clock,
        )
        request = self.change(tsp.TimeStampReq.load(body))
        return bytes(stamper.request_tsa_response(request).dump())


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


@contextmanager
def stamp_server(
    authority: Authority = STAMPS, *, serial: int = 21, years: float = 12, kind: str = "ec"
) -> Iterator[StampServer]:
    """A time-stamping service on a free port of the loopback interface, for the length of a block."""
    certificate, key = authority.issue("某时间戳服务", serial=serial, years=years, kind=kind, stamping=True)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.asked.append(dict(self.headers))
            service.bodies.append(body)
            status, kind, reply = service.answer(service.reply(body))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            for name, value in service.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        service = StampServer(f"http://127.0.0.1:{server.server_port}/tsa", certificate, key)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield service
        finally:
            server.shutdown()
            thread.join()


_OPENSSL = """[tsa]
default_tsa = one
[one]
serial = {folder}/serial
default_policy = 1.2.3.4
digests = sha256, sha384
accuracy = secs:1
ordering = yes
ess_cert_id_alg = sha256
"""


def openssl_reply(service: StampServer, request: bytes, folder: Path, *, more: str = "") -> bytes:
    """The answer of `openssl ts` with the service's own key; `more` are further lines of its settings."""
    pem = serialization.Encoding.PEM
    private = service.key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(private)
    (folder / "cert.pem").write_bytes(service.certificate.public_bytes(pem))
    (folder / "request.tsq").write_bytes(request)
    (folder / "openssl.cnf").write_text(_OPENSSL.format(folder=folder) + more)
    words = "ts -reply -config openssl.cnf -queryfile request.tsq -signer cert.pem -inkey key.pem -sha256 -out reply.tsr"
    subprocess.run(["openssl", *words.split()], cwd=folder, check=True, capture_output=True)
    return (folder / "reply.tsr").read_bytes()
