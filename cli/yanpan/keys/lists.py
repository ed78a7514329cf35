"""Revocation lists (RFC 5280, 5): by whom they are, whether they can be used at a moment, and whom they name."""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding

from yanpan.keys.loaded import UNREADABLE, load_answer, load_certificate, load_list
from yanpan.keys.moments import in_zone, later
from yanpan.keys.names import compare_rare_characters
from yanpan.keys.verified import Verified, signed_with
from yanpan.keys.wellformed import may_sign_lists, odd, verifiable

compare_rare_characters()

CLOCKS_DIFFER = timedelta(minutes=10)
"""How far the clocks of an authority and of a reader may be apart."""

WITHOUT_NEXT = timedelta(minutes=30)
"""How long a list counts that does not say when the next one comes (pyHanko's measure; RFC 5280 wants it said)."""

_KNOWN = frozenset(
    x509.ObjectIdentifier(number)
    for number in (
        *("2.5.29.18", "2.5.29.20", "2.5.29.27", "2.5.29.28", "2.5.29.35", "2.5.29.46"),
        "1.3.6.1.5.5.7.1.1",
    )
)
"""The extensions of lists that are understood (RFC 5280, 5.2)."""


@lru_cache(maxsize=64)
def opened(data: bytes) -> x509.CertificateRevocationList:
    """The list behind some DER, which was read before."""
    return load_list(data)


@lru_cache(maxsize=2048)
def issuer_of(data: bytes) -> bytes | str:
    """Something to compare a list's issuer by: names are equal when this is. Nobody's name is b"", where it cannot be read."""
    try:
        issuer: str = head_of(data)["issuer"].hashable
        _ = opened(data).issuer
    except Exception:  # noqa: BLE001 - whatever an odd name provokes in either library
        return b""
    return issuer


@lru_cache(maxsize=2048)
def names_of(certificate: bytes) -> tuple[str, str]:
    """The same for a certificate (DER): its subject and its issuer."""
    loaded = asn1_x509.Certificate.load(certificate)
    return loaded.subject.hashable, loaded.issuer.hashable


def head_of(data: bytes) -> asn1_crl.TbsCertList:
    """The signed part of a list."""
    head: asn1_crl.TbsCertList = asn1_crl.CertificateList.load(bytes(data))["tbs_cert_list"]
    return head


def issuer_words(data: bytes) -> str:
    """The issuer of a list in words: its common name, else all of the name."""
    name = opened(data).issuer
    found = name.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(found[0].value) if found else name.rfc4514_string()


def too_new(data: bytes, at: datetime) -> bool:
    """Whether a list is issued later than clocks can differ, or nobody can tell."""
    try:
        return opened(data).last_update_utc > later(at, CLOCKS_DIFFER)
    except ValueError:
        return True


def too_new_answer(data: bytes, at: datetime) -> bool:
    """The same for an OCSP response: the earliest thing that it says."""
    times = answer_times(data)
    return not times or min(times) > later(at, CLOCKS_DIFFER)


def usable_answer(data: bytes) -> bool:
    """Whether an OCSP response can be judged: its signature, and the certificates that it brings."""
    try:
        answer = load_answer(data)
        return verifiable(answer) and not any(odd(item) for item in as_der(answer.certificates))
    except Exception:  # noqa: BLE001 - whatever odd certificates in it provoke
        return False


def answer_times(data: bytes) -> list[datetime]:
    """When an OCSP response says what it says of each certificate; empty when nobody can tell."""
    try:
        return [item.this_update_utc for item in load_answer(data).responses]
    except (*UNREADABLE, UnsupportedAlgorithm):
        return []


def list_time(data: bytes) -> datetime | None:
    """When a list was issued; None when nobody can tell."""
    try:
        return opened(data).last_update_utc
    except UNREADABLE:
        return None


def answer_time(data: bytes) -> datetime | None:
    """When an OCSP response was given: the latest moment that it tells of; None when nobody can tell."""
    try:
        produced = load_answer(data).produced_at_utc
    except (*UNREADABLE, UnsupportedAlgorithm):
        return None
    return max([produced, *answer_times(data)])


def authentic(data: bytes, issuers: Iterable[bytes]) -> bool:
    """Whether one of some certificates (DER) has signed a list, and may sign lists."""
    try:
        name = issuer_of(data)
        return any(names_of(item)[0] == name and _signed_by(data, item) == "" for item in issuers)
    except ValueError:
        return False


def said_by(data: bytes, signers: Iterable[bytes]) -> bool:
    """Whether one of some certificates (DER) signed a list, by whatever digest and for whatever its key is meant, or did as
    far as anybody can tell here. Enough for bad news; for good news see `authentic`.
    """
    return any(names_of(item)[0] == issuer_of(data) and _key_signed(data, item) for item in signers)


@lru_cache(maxsize=4096)
def _key_signed(data: bytes, signer: bytes) -> bool:
    try:
        whole = asn1_crl.CertificateList.load(bytes(data))
        parts = whole["tbs_cert_list"].dump(), whole["signature"], whole["signature_algorithm"]
    except (ValueError, TypeError):
        return False
    return signed_with(*parts, asn1_x509.Certificate.load(signer).public_key.dump()) is not Verified.FALSE


@lru_cache(maxsize=4096)
def _signed_by(data: bytes, issuer: bytes) -> str:
    """Why a list does not count as signed by a certificate of its issuer's name; empty when it does."""
    certificate = load_certificate(issuer)
    if not may_sign_lists(certificate):
        return "签发它的证书不能签发吊销列表"
    if not verifiable(opened(data)):
        return "用了本程序不认识的算法（例如国密 SM2、SHA-3）"
    try:
        good = opened(data).is_signature_valid(certificate.public_key())  # type: ignore[arg-type]
    except (UnsupportedAlgorithm, TypeError):
        return "用了本程序不认识的算法（例如国密 SM2、SHA-3）"
    except ValueError:
        return "写得不合规范"
    return (
        "" if good else "不是手头这张签发机构证书的密钥签的（机构换过密钥的，也给出另一张），或者签名是假的"
    )


def fault(data: bytes, issuers: Sequence[bytes], at: datetime, *, past: bool = False) -> str:
    """Why a list cannot be used at a moment, in words; empty when it can. `issuers` are the certificates known (DER)."""
    try:
        name = issuer_of(data)
        crl = opened(data)
        extensions = crl.extensions
    except UNREADABLE:
        return "写得不合规范"
    if not name:
        return "写得不合规范，看不出是哪个机构的"
    signers = [item for item in issuers if names_of(item)[0] == name]
    reasons = [_signed_by(data, item) for item in signers]
    if not signers:
        return f"缺少签发它的“{issuer_words(data)}”的证书"
    if "" not in reasons:
        return reasons[0]
    unknown = [item.oid for item in extensions if item.critical and item.oid not in _KNOWN]
    if unknown:
        return f"有不认识的关键扩展（{unknown[0].dotted_string}）"
    return "" if past else _untimely(crl, at)


def _untimely(crl: x509.CertificateRevocationList, at: datetime) -> str:
    day = "%Y-%m-%d %H:%M"
    begun = crl.last_update_utc
    if begun > later(at, CLOCKS_DIFFER):
        return f"时间在将来（{in_zone(begun, at.tzinfo):{day}}）：检查电脑的时钟"
    until = crl.next_update_utc
    if until is None and at > later(begun, WITHOUT_NEXT):
        return "没有写下次更新的时间，不知道新不新"
    if until is not None and until < at:
        return f"太旧（{in_zone(until, at.tzinfo):{day}} 就该换新的）"
    return ""


def is_delta(data: bytes) -> bool:
    """Whether a list holds only what changed since another (RFC 5280, 5.2.4)."""
    return _has(data, x509.DeltaCRLIndicator)


def delta_base(data: bytes) -> int | None:
    """The number of the list that a delta supplements; None for one that is no delta."""
    try:
        return opened(data).extensions.get_extension_for_class(x509.DeltaCRLIndicator).value.crl_number
    except (*UNREADABLE, x509.ExtensionNotFound):
        return None


def list_number(data: bytes) -> int | None:
    """The number of a list (RFC 5280, 5.2.3); None where it has none."""
    try:
        return opened(data).extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
    except (*UNREADABLE, x509.ExtensionNotFound):
        return None


def scope_of(data: bytes) -> bytes:
    """Of which certificates and reasons a list tells, as it says (RFC 5280, 5.2.5); empty for all of its issuer."""
    found = (x for x in head_of(data)["crl_extensions"] or () if x["extn_id"].dotted == "2.5.29.28")
    return next((bytes(item["extn_value"].contents) for item in found), b"")


def wants_delta(data: bytes) -> bool:
    """Whether a list points to such a supplement (RFC 5280, 5.2.6)."""
    return _has(data, x509.FreshestCRL)


def is_partial(data: bytes) -> bool:
    """Whether a list tells of some certificates or reasons only (RFC 5280, 5.2.5)."""
    return _has(data, x509.IssuingDistributionPoint)


def _has(data: bytes, kind: type[x509.ExtensionType]) -> bool:
    try:
        opened(data).extensions.get_extension_for_class(kind)
    except (*UNREADABLE, x509.ExtensionNotFound):
        return False
    return True


def as_der(certificates: Iterable[x509.Certificate]) -> list[bytes]:
    """Certificates as bytes."""
    return [item.public_bytes(Encoding.DER) for item in certificates]
