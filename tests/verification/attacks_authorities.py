"""Papers with authorities and answers in their evidence that nobody signed, and with evidence made to take long; no key is needed."""

from __future__ import annotations

from functools import cache
from typing import Any

from asn1crypto import core
from attacks_evidence import store_of
from attacks_signing import ALL, complete, signed_by
from attacks_tools import Judging, dictionary, forgery, grown, stream
from authorities import HEAD, ROOT, STAMPS, Authority, given_at, lists
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import ocsp
from forging import STRANGE, WORDS, forged, inflated, sm2_root, upside_down, wrapped
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from signed_papers import AT, prepared

from yanpan.signature.archive import add_to_archive
from yanpan.signature.pdf import SteadyWriter

FALSE = "存进文书的假机构、假答复和撑大的数据（DSS）"
RSA = Authority("某RSA机构", kind="rsa")
_SIGNERS = [RSA.signer(name, serial=70 + number) for number, name in enumerate(("张某", "李某", "王某"))]


@cache
def _complete() -> bytes:
    return signed_by(prepared(), [(role, who) for (role, _), who in zip(ALL, _SIGNERS, strict=True)])


def _judging(*certificates: x509.Certificate, ocsps: tuple[bytes, ...] = (), **more: Any) -> Judging:
    """A good paper under an RSA root, with something stored in it."""
    ders = [item.public_bytes(Encoding.DER) for item in certificates]
    given = {"trust": (RSA.certificate, STAMPS.certificate), "crls": (RSA.crl(), STAMPS.crl())} | more
    return Judging(add_to_archive(_complete(), certificates=ders, crls=(), ocsps=ocsps), given)


def _stored(kind: str, words: str) -> None:
    def make() -> Judging:
        return _judging(forged(RSA.certificate, STRANGE[kind]))

    make.__name__ = f"an_authority_that_nobody_signed_{kind.replace('-', '_')}"
    forgery(FALSE, f"追加的证书抄了发证机构的名称和公钥，签名处是一句话，算法写成{words}（不用密钥）")(make)


for _kind, _words in (
    ("pss-unknown", " RSA-PSS 配不存在的摘要"),
    ("pss-sm3", " RSA-PSS 配 SM3"),
    ("pss-md5", " RSA-PSS 配 MD5"),
    ("pss-shake", " RSA-PSS 配 SHAKE"),
    ("sm2", "国密 SM2"),
):
    _stored(_kind, _words)


@forgery(FALSE, "追加的证书和发证机构同名，公钥是国密的，签名处是一句话（不用密钥）")
def a_namesake_with_an_sm2_key() -> Judging:
    return _judging(sm2_root(RSA.certificate, RSA.subject))


@cache
def _own_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def _answer() -> tuple[x509.Certificate, bytes]:
    """A responder that appointed itself, and what it says."""
    spki = _own_key().public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    purposes = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.OCSP_SIGNING])
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, WORDS)])
    responder = forged(
        RSA.certificate, STRANGE["pss-unknown"], subject=name, key=spki, extensions=_extension(purposes)
    )
    builder = ocsp.OCSPResponseBuilder().add_response(
        cert=_SIGNERS[0].certificate,
        issuer=RSA.certificate,
        algorithm=hashes.SHA256(),
        cert_status=ocsp.OCSPCertStatus.GOOD,
        this_update=AT,
        next_update=None,
        revocation_time=None,
        revocation_reason=None,
    )
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, responder).certificates([responder])
    words = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), WORDS.encode() * 20)
    signed = builder.add_extension(words, critical=False).sign(_own_key(), hashes.SHA256())
    return responder, given_at(signed, _own_key(), AT)


def _extension(value: x509.ExtendedKeyUsage) -> bytes:
    inner = core.OctetString(value.public_bytes()).dump()
    return wrapped(0x30, core.ObjectIdentifier(value.oid.dotted_string).dump() + inner)


@forgery(FALSE, "追加的 OCSP 答复由自封的答复机构签，它的证书签名处是一句话（不用密钥）")
def an_answer_by_whoever_appointed_themselves() -> Judging:
    return _judging(ocsps=(_answer()[1],))


@forgery(FALSE, "同上，自封的答复机构的证书也存进文书（不用密钥）")
def an_answer_and_the_certificate_of_whoever_appointed_themselves() -> Judging:
    responder, answer = _answer()
    return _judging(responder, ocsps=(answer,))


@forgery(FALSE, "OCSP 答复里放进两张同样的根证书（不用密钥）")
def an_answer_with_a_certificate_twice() -> bytes:
    builder = ocsp.OCSPResponseBuilder().add_response(
        cert=HEAD.certificate,
        issuer=ROOT.certificate,
        algorithm=hashes.SHA256(),
        cert_status=ocsp.OCSPCertStatus.GOOD,
        this_update=AT,
        next_update=None,
        revocation_time=None,
        revocation_reason=None,
    )
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, ROOT.certificate)
    answer = builder.certificates([ROOT.certificate] * 2).sign(ROOT.key, hashes.SHA256())
    ders = [given_at(answer, ROOT.key, AT)]
    return add_to_archive(complete(), certificates=(), crls=(), ocsps=ders)


@forgery(FALSE, "存六十张同名证书，一张签一张，倒着放：一轮只认出一张（不用密钥）")
def a_chain_stored_upside_down() -> bytes:
    chain = [item.public_bytes(Encoding.DER) for item in upside_down(ROOT.certificate, 60)]
    return add_to_archive(complete(), certificates=chain, crls=(), ocsps=())


def _packed(writer: SteadyWriter) -> None:
    references = []
    for number in range(9):
        part = stream(inflated(ROOT.certificate, octets=20_000_000 + number))
        part.compress()
        references.append(writer.add_object(part))
    store = dictionary()
    store[pdf_name("/Certs")] = generic.ArrayObject(references)
    writer.root["/DSS"] = writer.add_object(store)
    writer.update_root()


@forgery(FALSE, "存九张二十兆字节的证书，压缩成三百多 KB（不用密钥）")
def large_certificates_packed_small() -> bytes:
    return grown(complete(), _packed)


@forgery(FALSE, "存一张证书，名称有四十万段（不用密钥）")
def a_certificate_whose_name_has_very_many_parts() -> bytes:
    large = inflated(ROOT.certificate, parts_of_name=400_000)
    return grown(complete(), lambda writer: store_of(writer, {"Certs": [large], "CRLs": lists()}))
