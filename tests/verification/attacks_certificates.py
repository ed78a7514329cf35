"""Papers signed with certificates that are over, revoked, false, or made for something else; and weak digests."""

from __future__ import annotations

from datetime import datetime, timedelta

from attacks_signing import (
    ALL,
    by_hand,
    complete,
    signed_by,
)
from attacks_tools import Judging, forgery
from authorities import HEAD, OFFICER, ROOT, STAMPS, Authority, lists
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from issuing import ENCRYPTION, SIGNING, Issued, issue, usage
from signed_papers import AT, prepared

from yanpan.keys import Identity

WITH = "证书不对"


def issued(
    subject: x509.Name,
    serial: int,
    *,
    key: object = None,
    key_usage: x509.KeyUsage = SIGNING,
    days: tuple[int, int] = (-30, 300),
    issuer: x509.Name | None = None,
    ca: bool = False,
) -> Identity:
    """A certificate by the authority that names no list and no OCSP service, and is not exempt from them either."""
    own = key or rsa.generate_private_key(65537, 2048)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer or ROOT.subject)
        .public_key(own.public_key())  # type: ignore[attr-defined]
        .serial_number(serial)
        .not_valid_before(AT + timedelta(days=days[0]))
        .not_valid_after(AT + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(key_usage, critical=True)
    )
    return Identity(builder.sign(ROOT.key, hashes.SHA256()), (ROOT.certificate,), own)  # type: ignore[arg-type]


def x509_name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common)])


def _headed_by(who: Identity, *, at: datetime = AT, md: str = "sha256") -> bytes:
    """A paper whose last signature is by somebody else."""
    return by_hand(signed_by(prepared(), ALL[:2]), "unit_head", who, at=at, md=md)


@forgery(WITH, "证书签署时已过期")
def an_expired_certificate() -> bytes:
    return _headed_by(issued(x509_name("王某"), 81, days=(-300, -3)))


@forgery(WITH, "证书签署时还没有生效")
def a_certificate_of_tomorrow() -> bytes:
    return _headed_by(issued(x509_name("王某"), 82, days=(3, 300)))


@forgery(WITH, "证书在吊销列表里")
def a_revoked_certificate() -> Judging:
    return Judging(complete(), {"crls": lists(signers={13: AT - timedelta(days=1)})})


@forgery(WITH, "证书被吊销，自己又不写吊销列表在哪里（别家的软失败模式会放过）")
def a_revoked_certificate_that_names_no_list() -> Judging:
    pdf = _headed_by(issued(x509_name("王某"), 83))
    return Judging(pdf, {"crls": lists(signers={83: AT - timedelta(days=1)})})


@forgery(WITH, "没有吊销列表可查")
def a_certificate_without_any_list() -> Judging:
    return Judging(complete(), {"crls": ()})


@forgery(WITH, "吊销列表是上个月的")
def a_certificate_with_old_lists() -> Judging:
    return Judging(complete(), {"crls": lists(AT - timedelta(days=30))})


@forgery(WITH, "发证机构同名，密钥不同")
def a_root_of_the_same_name() -> bytes:
    fake = Authority(ROOT.name, kind="rsa", years=29)
    assert fake.key is not ROOT.key
    return _headed_by(fake.signer("王某", serial=13))


@forgery(WITH, "自己给自己签发的证书")
def a_certificate_by_its_own_holder() -> bytes:
    own = issue("王某")
    return _headed_by(Identity(own.certificate, (), own.key))


@forgery(WITH, "用加密证书签署")
def a_certificate_for_encryption() -> bytes:
    return _headed_by(issued(x509_name("王某"), 84, key_usage=ENCRYPTION))


@forgery(WITH, "用发证机构自己的证书签署")
def the_authority_as_signer() -> bytes:
    return _headed_by(Identity(ROOT.certificate, (), ROOT.key))


@forgery(WITH, "用下级发证机构的证书签署")
def an_authority_below_as_signer() -> bytes:
    below = Authority("某县发证机构", years=9, above=ROOT)
    return _headed_by(Identity(below.certificate, (ROOT.certificate,), below.key))


@forgery(WITH, "用时间戳机构的证书签署")
def the_time_stamping_service_as_signer() -> bytes:
    certificate, key = STAMPS.issue("某时间戳服务", serial=21, stamping=True)
    return _headed_by(Identity(certificate, (STAMPS.certificate,), key))


@forgery(WITH, "没有发证资格的人签发的证书")
def a_certificate_by_a_plain_signer() -> bytes:
    officer = Issued(OFFICER.key, OFFICER.certificate)  # type: ignore[arg-type]
    below = issue("王某", officer)
    return _headed_by(Identity(below.certificate, (OFFICER.certificate, ROOT.certificate), below.key))


@forgery(WITH, "RSA 1024 位的密钥")
def a_short_key() -> bytes:
    return _headed_by(issued(x509_name("王某"), 85, key=rsa.generate_private_key(65537, 1024)))  # noqa: S505


@forgery(WITH, "摘要用 SHA-1")
def a_digest_by_sha_1() -> bytes:
    return _headed_by(HEAD, md="sha1")


@forgery(WITH, "摘要用 MD5")
def a_digest_by_md5() -> bytes:
    return _headed_by(issued(x509_name("王某"), 86), md="md5")


@forgery(WITH, "证书只能用来发证（密钥用途）")
def a_certificate_for_issuing() -> bytes:
    return _headed_by(issued(x509_name("王某"), 88, key_usage=usage("key_cert_sign")))


@forgery(WITH, "签署时间写在将来")
def a_signature_of_next_year() -> bytes:
    return _headed_by(HEAD, at=AT + timedelta(days=200))
