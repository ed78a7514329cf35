"""Why a chain of certificates does not hold, by its real cause, in our words and with a code."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cryptography import x509
from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator.errors import (
    DisallowedAlgorithmError,
    ExpiredError,
    InvalidCertificateError,
    NotYetValidError,
    PathBuildingError,
    PathValidationError,
)

from yanpan.keys.cleared import Question, uncleared
from yanpan.keys.fit import SELF_MADE, issues_for_others, weak_above
from yanpan.keys.given import Given
from yanpan.keys.grounds import Grounds
from yanpan.keys.identity import name_of
from yanpan.keys.lists import as_der, names_of
from yanpan.keys.loaded import load_certificate
from yanpan.keys.subjects import same_name
from yanpan.keys.trust import known_issuers
from yanpan.keys.unheard import unheard
from yanpan.keys.wanting import answers_told, why_no_list
from yanpan.keys.wellformed import may_issue, oddity, unknown_critical

if TYPE_CHECKING:
    from asn1crypto import x509 as asn1_x509
    from pyhanko_certvalidator import ValidationContext
    from pyhanko_certvalidator.path import ValidationPath

_SAID = (
    ("is not a CA", "NOT_AN_AUTHORITY", "证书链上有证书不是发证机构的，却签发了证书"),
    ("not allowed to sign certificates", "NOT_AN_AUTHORITY", "证书链上有证书不许签发证书，却签发了"),
    ("maximum path length", "CHAIN", "证书链比上级发证机构允许的长"),
    ("permitted namespace", "CHAIN", "证书里的名称不在发证机构可以签发的范围里"),
    ("are excluded from", "CHAIN", "证书里的名称不在发证机构可以签发的范围里"),
    (
        "could not be verified",
        "CHAIN",
        "证书链上有证书不是给出的机构的密钥签的（换过密钥的机构，--trust 要给签发它的那一张），或者算法不认识",
    ),
    ("issuer name", "CHAIN", "证书链上的签发机构名称对不上"),
    ("polic", "CHAIN", "证书策略不符合发证机构的规定"),
)
"""What the library says, in the order in which it is looked for: it has one kind of error for all of these."""


@dataclass(frozen=True)
class Trouble:
    """Why a chain does not hold: `code` for machines, `words` for people; `in_time` when another moment may differ."""

    code: str
    words: str
    in_time: bool = False


_UNREADABLE = Trouble(
    "CHAIN", "证书链上的证书、吊销列表或者 OCSP 答复里有本程序处理不了的内容，不能判断：去掉不相干的再验"
)

_OTHER = {
    "OUT_OF_BOUNDS_NO_POE": Trouble("CERTIFICATE_EXPIRED", "证书现在不在有效期内", in_time=True),
    "REVOKED_NO_POE": Trouble("REVOKED", "签署人的证书已被吊销", in_time=True),
    "REVOKED_CA_NO_POE": Trouble("REVOKED", "发证机构的证书已被吊销", in_time=True),
    "CHAIN_CONSTRAINTS_FAILURE": Trouble("KEY_USAGE", "证书的用途不含签署文书"),
    "CRYPTO_CONSTRAINTS_FAILURE": Trouble("WEAK_ALGORITHM", "签名或者证书用了不够安全的算法"),
    "CRYPTO_CONSTRAINTS_FAILURE_NO_POE": Trouble("WEAK_ALGORITHM", "签名或者证书用了不够安全的算法"),
}


def trouble_for(problem: str) -> Trouble:
    """What an ETSI EN 319 102-1 sub-indication means where the chain itself holds."""
    return _OTHER.get(problem, Trouble("UNTRUSTED", f"证书链不受信任（{problem}）"))


async def trouble_of(
    certificate: asn1_x509.Certificate,
    settings: ValidationContext,
    had: Grounds,
    at: datetime,
    good: Sequence[bytes],
    now: datetime,
) -> Trouble | None:
    """Judge the chain of a certificate once more for its cause; None when it holds.

    `good`: those of the responses whose good word counts (`standing_answers`); `now` when this is asked.
    """
    try:
        path = await CertificateValidator(certificate, validation_context=settings).async_validate_path()
    except (PathBuildingError, InvalidCertificateError):
        return _no_chain(certificate, had)
    except (ExpiredError, NotYetValidError) as error:
        return Trouble("CERTIFICATE_EXPIRED", _ended(error, at), in_time=True)
    except DisallowedAlgorithmError:
        return Trouble("WEAK_ALGORITHM", "签名或者证书用了不够安全的算法")
    except PathValidationError as error:
        return _unsound(error)
    except Exception:  # noqa: BLE001 - whatever odd certificates and lists provoke, nothing is known by it
        return unreadable(certificate.dump(), had)
    return narrow_issuer(path) or await not_cleared(path, Question(had, good, at, now, past=now != at))


async def not_cleared(path: ValidationPath, question: Question) -> Trouble | None:
    """What is wanting where nobody who may says of a certificate of a chain that it is not revoked (`uncleared`), or
    something says that it is and nobody can tell whether that is true (`unheard`)."""
    for der in [item.dump() for item in path.iter_certs(include_root=True)]:
        if (data := unheard(der, question.all_of_it)) is not None:
            where = f"（{data.where}）" if isinstance(data, Given) else ""
            words = _UNHEARD.format(where, name_of(load_certificate(der)))
            return Trouble("REVOCATION_UNKNOWN", words, in_time=True)
    open_one = await uncleared(path, question)
    if open_one is None:
        return None
    at = question.now if question.past else question.moment
    words = _wanting(open_one, question.had, at) or _NONE_WILL_DO
    return Trouble("REVOCATION_UNKNOWN", words, in_time=True)


_UNHEARD = "有一份吊销列表或者 OCSP 答复{}说“{}”的证书被吊销了，看不出是不是发证机构的话：给出签发它的机构的证书，或者去掉这一份"


def unreadable(leaf: bytes, had: Grounds) -> Trouble:
    """What to say where a library failed over a chain that was looked at before; it is nobody's forgery for that."""
    return _odd_above(leaf, had) or _UNREADABLE


def narrow_issuer(path: ValidationPath) -> Trouble | None:
    """What is wrong where an authority of a chain that holds may not issue for the signer's purpose, or has a key that is
    too weak; what the root's own certificate demands and nobody here understands counts as well (RFC 5937)."""
    leaf, *issuers = (
        load_certificate(item.dump()) for item in reversed(list(path.iter_certs(include_root=True)))
    )
    for issuer in issuers:
        if reason := issues_for_others(issuer, leaf):
            return Trouble("KEY_USAGE", reason)
        if reason := weak_above(issuer.public_key()):
            return Trouble("WEAK_ALGORITHM", f"“{name_of(issuer)}”的{reason}")
        if unknown := unknown_critical(issuer):
            words = f"“{name_of(issuer)}”的证书有不认识的关键扩展（{'、'.join(unknown)}）"
            return Trouble("CRITICAL_EXTENSION", words)
    return None


def _no_chain(certificate: asn1_x509.Certificate, had: Grounds) -> Trouble:
    leaf = load_certificate(certificate.dump())
    for item in (*as_der(had.trust), *had.others):
        above = load_certificate(item)
        if not may_issue(above) and above != leaf and names_of(item)[0] == names_of(certificate.dump())[1]:
            words = f"签发它的“{name_of(above)}”不是发证机构，签出的证书不能信任"
            return Trouble("NOT_AN_AUTHORITY", words)
    if strange := _odd_above(certificate.dump(), had):
        return strange
    if same_name(leaf.subject, leaf.issuer):
        # Trust in it cannot be asked for: whoever is no authority is not taken as a root.
        return Trouble("UNTRUSTED", f"{SELF_MADE}：要用发证机构签发的证书重新签署")
    if had.trust and not known_issuers(had.trust, ())[0]:
        return Trouble("NOT_AN_AUTHORITY", "给出的根证书不是发证机构的证书：用 --trust 指定发证机构的根证书")
    if not had.trust:
        return Trouble("UNTRUSTED", "证书链不受信任：用 --trust 指定根证书")
    return Trouble("UNTRUSTED", "证书链不受信任：用 --trust 指定根证书，签名里没有带中间证书的也一起给")


def _odd_above(leaf: bytes, had: Grounds) -> Trouble | None:
    """What to say of a certificate above, by its name, that is left out because nobody can use it."""
    left = {item for item in had.others if item != leaf and names_of(item)[0] != names_of(item)[1]}
    wanted = {names_of(leaf)[1]}
    while found := [item for item in left if names_of(item)[0] in wanted]:
        for item in found:
            above = load_certificate(item)
            if odd := oddity(above):
                return Trouble("CERTIFICATE_ODD", f"签发它的“{name_of(above)}”的{odd}，不能判断")
        left.difference_update(found)
        wanted.update(names_of(item)[1] for item in found)
    return None


def _ended(error: ExpiredError | NotYetValidError, at: datetime) -> str:
    for item in error.original_path.iter_certs(include_root=False):
        certificate = load_certificate(item.dump())
        if at > certificate.not_valid_after_utc:
            return f"证书链上“{name_of(certificate)}”的证书已经过期"
        if at < certificate.not_valid_before_utc:
            return f"证书链上“{name_of(certificate)}”的证书还没有生效：检查电脑的时钟"
    return "证书链上有证书不在有效期内"


def _unsound(error: PathValidationError) -> Trouble:
    for item in error.original_path.iter_certs(include_root=False):
        certificate = load_certificate(item.dump())
        if unknown := unknown_critical(certificate):
            words = f"“{name_of(certificate)}”的证书有不认识的关键扩展（{'、'.join(unknown)}）"
            return Trouble("CRITICAL_EXTENSION", words)
    for words, code, ours in _SAID:
        if words in error.failure_msg:
            return Trouble(code, ours)
    return Trouble("CHAIN", "证书链不符合规范，不成立")


_NONE_WILL_DO = "证书是否被吊销查不清：给出的吊销列表或者 OCSP 答复都不能用，用 --crl 给出别的"


def _wanting(certificate: x509.Certificate, had: Grounds, at: datetime) -> str:
    """Why no list tells of a certificate, and no answer; empty where a list seems to."""
    roots, known = known_issuers(had.trust, had.others)
    why = why_no_list(certificate, had.crls, [*as_der(roots), *known], at)
    return why + "".join(f"；{item}" for item in answers_told(certificate, had.ocsps, at)) if why else ""
