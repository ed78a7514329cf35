"""The PAdES levels B-T, B-LT and B-LTA (ETSI EN 319 142-1, 6): what is needed, and what comes after the signature."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper

from yanpan.errors import InputRefused, KeyRefused, ReportFailed, UsageError, YanpanError
from yanpan.findings import (
    Verdict,
)
from yanpan.keys import (
    Grounds,
    Identity,
    above_of,
    answered,
    as_der,
    carried_by,
    check_issuers,
    context,
    fault,
    known_issuers,
    lying_beside,
    name_of,
    needs_no_list,
    odd,
    revoked_in,
    self_signed,
    standing_answers,
    trouble_of,
    why_no_list,
)
from yanpan.signature.archive import add_to_archive
from yanpan.signature.checked import (
    Level,
)
from yanpan.signature.evidence import collect, listed_as_revoked, lists_for
from yanpan.signature.pdf import SteadyWriter, open_pdf, run, time_stamp_fields
from yanpan.signature.signatures import Judged, check_signatures
from yanpan.signature.time_stamp_service import Stamper, TimeStampService

LEVELS: tuple[Level, ...] = ("b-b", "b-t", "b-lt", "b-lta")
_LISTS = "用 --crl 给出它们现在的吊销列表，或者用 --ocsp 给出 OCSP 答复。"


@dataclass(frozen=True)
class LongTerm:
    """How far a signature is to be provable, and by what: only what is given is used, nothing is fetched.

    Raises `UsageError` for a level above B-B without a time-stamping service.
    """

    level: Level = "b-b"
    service: TimeStampService | None = None
    trust: tuple[x509.Certificate, ...] = ()
    crls: tuple[bytes, ...] = field(default=(), repr=False)
    ocsps: tuple[bytes, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if self.level != "b-b" and self.service is None:
            raise UsageError(f"{self.level} 级要有时间戳", remedy="加 --tsa 时间戳服务的地址。")

    @property
    def archived(self) -> bool:
        """Whether revocation data go into the paper."""
        return self.level in ("b-lt", "b-lta")

    def stamper(self, at: datetime) -> Stamper | None:
        """The client of the service, when the level wants time stamps."""
        if self.service is None or self.level == "b-b":
            return None
        return self.service.stamper(at, self.trust, self.crls, self.ocsps)


def check_signer(identity: Identity, wanted: LongTerm, *, at: datetime) -> None:
    """Raise `KeyRefused` when a certificate is revoked, or with roots given, when it leads to none of them.

    Also when what stands above it is no authority, and `InputRefused` when a list that was given for it cannot be
    used. Without a list nothing is known of revocation: that keeps from B-LT and B-LTA only.
    """
    check_issuers(identity)
    beside = [item for item in lying_beside(wanted.crls + wanted.ocsps) if not odd(item)]
    others = [*as_der(identity.chain), *beside, *carried_by(wanted.ocsps)]
    # Who signs has their chain from the authority: with no root given, its lists are judged by that chain.
    trust = wanted.trust or identity.chain
    ocsps = standing_answers(wanted.ocsps, wanted.crls, trust, others, at, about=(identity.certificate,))
    had = Grounds(trust, others, wanted.crls, wanted.ocsps)
    if not identity.any_algorithm:
        _check_lists(identity, had, at)
    if not wanted.trust or identity.any_algorithm:
        return
    settings = context(at, trust, others)
    certificate = asn1_x509.Certificate.load(identity.certificate.public_bytes(Encoding.DER))
    trouble = run(trouble_of(certificate, settings, had, at, ocsps, at))
    if trouble is None:
        _check_carried(identity, wanted.trust)
        return
    if trouble.code == "REVOKED":
        raise _revoked(identity)
    if trouble.code == "REVOCATION_UNKNOWN":
        if wanted.archived:
            raise KeyRefused(trouble.words, where=identity.name, remedy=_LISTS)
        _check_carried(identity, wanted.trust)
        return
    if trouble.code == "UNTRUSTED":
        remedy = "检查 --trust 是不是发证机构的根证书；密钥文件里要有中间证书。"
        raise KeyRefused("证书不在信任的根证书之下", where=identity.name, remedy=remedy)
    remedy = "检查 --trust；没有给错的，向发证机构换发证书。"
    raise KeyRefused(trouble.words, where=identity.name, remedy=remedy)


def _check_carried(identity: Identity, trust: Sequence[x509.Certificate]) -> None:
    """Raise for what a signature would carry of which a reader with the same roots could not tell who issued it."""
    carried = [item for item in identity.chain if not self_signed(item)]
    found = above_of([identity.certificate], carried, trust)
    if found.doubtful or found.strangers:
        other = name_of((*found.strangers, *found.doubtful)[0])
        raise KeyRefused(
            f"密钥文件带着的“{other}”的证书不是你信任的机构签发的，看不出真假",
            where=identity.name,
            remedy="用 --trust 也给出签发它的根证书；或者把它从密钥文件、证书链文件里去掉。",
        )


def _check_lists(identity: Identity, had: Grounds, at: datetime) -> None:
    """Raise when lists or responses say that a certificate is revoked, or when those given for it cannot be used."""
    certificates = (identity.certificate, *identity.chain)
    if revoked_in(identity.certificate, None, had, moment=at, now=at):
        raise _revoked(identity)
    roots, known = known_issuers(had.trust, had.others)
    issuers = [*as_der(roots), *known]
    for certificate in certificates:
        # Without the issuer's certificate nobody can tell whether its list is real: that it names one is enough.
        if listed_as_revoked(certificate, had.crls, issuers, at):
            raise _revoked(identity)
        given = lists_for(certificate, had.crls)
        if not given or needs_no_list(certificate) or self_signed(certificate):
            continue
        faults = [fault(data, issuers, at) for data in given]
        # What cannot be checked for want of the issuer is left to those who verify.
        useless = all(faults) and not any(item.startswith("缺少") for item in faults)
        if useless and not answered(certificate, had.ocsps, had.trust, had.others):
            words = why_no_list(certificate, given, issuers, at)
            raise InputRefused(words, where="--crl", remedy=_LISTS)


def _revoked(identity: Identity) -> KeyRefused:
    return KeyRefused("证书已被吊销，不能签署", where=identity.name, remedy="向发证机构换发证书。")


def raise_level(
    pdf: bytes,
    wanted: LongTerm,
    stamper: Stamper | None,
    *,
    role: str,
    chain: Sequence[x509.Certificate],
    at: datetime,
) -> bytes:
    """What follows a fresh signature: revocation data for B-LT, and a document time stamp over all for B-LTA.

    With roots given the result is judged by what it carries alone. Raises `InputRefused`, `ReportFailed`.
    """
    if wanted.archived:
        found = collect(
            open_pdf(pdf),
            also=stamper.certificates() if stamper else (),
            extra=(*chain, *wanted.trust),
            crls=wanted.crls,
            ocsps=wanted.ocsps,
            at=at,
        )
        check_nothing_missing(found.missing, found.reasons)
        pdf = add_to_archive(pdf, certificates=found.certificates, crls=found.crls, ocsps=found.ocsps)
    if wanted.level == "b-lta" and stamper is not None:
        pdf = add_document_stamp(pdf, stamper)
    if wanted.level != "b-b":
        judged = check_signatures(pdf, at=at, trust=wanted.trust, crls=(), ocsps=())
        _check_result(judged, wanted, role)
    return pdf


def check_nothing_missing(missing: Sequence[x509.Certificate], reasons: Sequence[str] = ()) -> None:
    """Raise `InputRefused` naming the certificates of which nothing at hand tells whether they are revoked.

    `reasons` are why what was given for them does not do.
    """
    if missing:
        names = "、".join(dict.fromkeys(f"{name_of(item)}（{_issuer(item)} 签发）" for item in missing))
        why = "".join(f"；{reason}" for reason in dict.fromkeys(reasons) if reason)
        raise InputRefused(f"缺少吊销列表，不能存档：{names}{why}", where="--crl", remedy=_LISTS)


def _issuer(certificate: x509.Certificate) -> str:
    found = certificate.issuer.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(found[0].value) if found else certificate.issuer.rfc4514_string()


def add_document_stamp(pdf: bytes, stamper: Stamper) -> bytes:
    """Put a document time stamp over a paper, in an invisible field of its own (ISO 32000-2, 12.8.5)."""
    stamp = stamp_field(pdf, stamper)
    out = BytesIO()
    try:
        run(stamp.async_timestamp_pdf(SteadyWriter(pdf), "sha256", output=out))
    except YanpanError:
        raise
    except Exception as error:
        raise ReportFailed(f"存档时间戳没有写成（{type(error).__name__}）") from error
    return out.getvalue()


def stamp_field(pdf: bytes, service: TimeStamper) -> PdfTimeStamper:
    """pyHanko's way to put the next document time stamp into a paper."""
    taken = {field.role for field in time_stamp_fields(open_pdf(pdf))}
    number = next(n for n in range(1, len(taken) + 2) if f"time_stamp_{n}" not in taken)
    return PdfTimeStamper(service, field_name=f"time_stamp_{number}", readable_field_name="存档时间戳")


def _check_result(judged: Judged, wanted: LongTerm, role: str) -> None:
    """The level must really be reached: else the person would learn of it years later."""
    mine = [item for item in judged.findings if item.role in ("", role)]
    wrong = [item for item in mine if item.weight is Verdict.INVALID]
    if wanted.trust:
        # With the same roots a reader could not tell either.
        wrong += [item for item in mine if item.code == "EXTRA_CERTIFICATE"]
    if wanted.trust and wanted.archived:
        wrong += [item for item in mine if item.weight is Verdict.CANNOT_BE_JUDGED]
        wrong += [item for item in mine if item.code.startswith("TIME_STAMP_")]
    if wrong:
        raise ReportFailed(
            f"签出的文书达不到 {wanted.level} 级：{wrong[0].words}",
            where=role,
            remedy="检查 --trust 和 --crl 给全了没有；文书没有改动。",
        )
