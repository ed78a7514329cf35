"""Which of the revocation data that was given does not do for a certificate, and why, in words that name the file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509 import ocsp

from yanpan.keys.answers import by_authority
from yanpan.keys.entries import names_certificate
from yanpan.keys.given import Given
from yanpan.keys.identity import name_of
from yanpan.keys.lists import (
    as_der,
    fault,
    is_delta,
    is_partial,
    issuer_of,
    names_of,
    too_new_answer,
    usable_answer,
    wants_delta,
)
from yanpan.keys.loaded import UNREADABLE, load_answer
from yanpan.keys.standing import UNCLEAR, fallen, names_by_usual_digests
from yanpan.keys.tries import MOST_ANSWERS, TooManyTried, Tries


def why_no_list(
    certificate: x509.Certificate, crls: Sequence[bytes], issuers: Sequence[bytes], at: datetime
) -> str:
    """Why no list tells of a certificate; empty when one does. `issuers` are the certificates known (DER)."""
    (der,) = as_der([certificate])
    whose = common_name(certificate.issuer)
    about = [data for data in crls if issuer_of(data) == names_of(der)[1]]
    if not about:
        others = f"（给出的 {len(crls)} 份是别的机构的，或者不能用）" if crls else ""
        others += "".join(f"；{words}" for words in unreadable_lists(crls))
        return f"没有“{whose}”签发的吊销列表，“{name_of(certificate)}”的证书是否被吊销查不清{others}：用 --crl 给出吊销列表"
    reasons = {data: fault(data, issuers, at) or _limits(data, crls) for data in about}
    if "" in reasons.values():
        return ""
    if all(reason.startswith("太旧") for reason in reasons.values()):
        files = "、".join(dict.fromkeys(_named(data) for data in about if isinstance(data, Given)))
        return f"“{whose}”的吊销列表太旧：用 --crl 给出新的{f'（给出的是{files}）' if files else ''}"
    told = "；".join(dict.fromkeys(f"{_named(data)}{reason}" for data, reason in reasons.items()))
    return f"“{whose}”的吊销列表不能用：{told}。用 --crl 给出能用的"


def answers_told(certificate: x509.Certificate, ocsps: Sequence[bytes], at: datetime) -> list[str]:
    """What is wrong with the OCSP responses about a certificate for which they did not do (RFC 6960, 3.2)."""
    told = []
    for data in ocsps:
        about = [item for item in _said(data) if item.serial_number == certificate.serial_number]
        if not about:
            continue
        until = about[0].next_update_utc
        if too_new_answer(data, at):
            reason = "时间在将来：检查电脑的时钟"
        elif until is not None and until < at:
            reason = "太旧"
        elif not usable_answer(data):
            reason = "用了本程序不认识的算法（例如国密 SM2、SHA-3）"
        else:
            reason = "不是有权答复的机构签的，或者签名是假的，或者已经太久"
        told.append(f"OCSP 答复{_named(data)}{reason}")
    return list(dict.fromkeys(told))


def unused(
    crls: Sequence[bytes], issuers: Sequence[bytes], about: Sequence[bytes], at: datetime
) -> list[str]:
    """What of the lists given for some certificates (DER) cannot be used although others can, in words.

    Old lists are what a folder collects over the years: of them nothing is said.
    """
    names = {names_of(item)[1] for item in about}
    told = []
    for data in crls:
        if not isinstance(data, Given):
            continue
        if issuer_of(data) not in {*names, b""} and not any(names_certificate(data, item) for item in about):
            continue
        reason = fault(data, issuers, at)
        if reason and not reason.startswith("太旧"):
            told.append(f"{_named(data)}{reason}，没有用它")
    return list(dict.fromkeys(told))


def unused_answers(
    ocsps: Sequence[bytes],
    crls: Sequence[bytes],
    issuers: Sequence[x509.Certificate],
    about: Sequence[x509.Certificate],
    at: datetime,
) -> list[str]:
    """The same for OCSP responses: those about one of these certificates that prove nothing. Old ones are not told."""
    told, tries = [], Tries(MOST_ANSWERS)
    asked = {item.serial_number for item in about}
    telling = [data for data in ocsps if any(item.serial_number in asked for item in _said(data))]
    usual = [data for data in telling if names_by_usual_digests(data)]
    gone = fallen(usual, ocsps, crls, issuers, (), at)
    for data in telling:
        numbers = {item.serial_number for item in _said(data)}
        whose = [item for item in about if item.serial_number in numbers]
        if not isinstance(data, Given) or not whose:
            continue
        try:
            true = any(by_authority(data, item, issuers, tries) for item in whose)
        except TooManyTried:
            break  # Nobody reads so many notes.
        except (*UNREADABLE, UnsupportedAlgorithm):
            true = False
        if too_new_answer(data, at):
            told.append(f"{_named(data)}时间在将来：检查电脑的时钟，没有用它")
        elif not usable_answer(data) or data not in usual:
            told.append(f"{_named(data)}用了本程序不认识的算法（例如国密 SM2、SHA-3），没有用它")
        elif gone.get(bytes(data)) == UNCLEAR:
            told.append(f"OCSP 答复{_named(data)}看不出是谁签的，或者签它的密钥太短，没有用它")
        elif bytes(data) in gone:
            told.append(f"OCSP 答复{_named(data)}的答复者的证书已被吊销，没有用它")
        elif not true:
            words = "不是有权答复的机构签的，或者签名是假的，或者缺少答复者的证书"
            told.append(f"OCSP 答复{_named(data)}{words}，没有用它")
    return list(dict.fromkeys(told))


def _limits(data: bytes, crls: Sequence[bytes]) -> str:
    if is_delta(data):
        return "只是增量列表，还要完整的"
    if wants_delta(data) and not any(is_delta(item) and issuer_of(item) == issuer_of(data) for item in crls):
        return "要同它的增量列表一起给"
    if is_partial(data):
        return "只管一部分证书或者一部分吊销原因，管不到这张证书"
    return ""


def unreadable_lists(crls: Sequence[bytes]) -> list[str]:
    """The lists whose issuer nobody can read, which therefore tell of nobody, in words that name the file."""
    odd = dict.fromkeys(_named(data) for data in crls if not issuer_of(data))
    return [f"{named}写得不合规范，看不出是哪个机构的吊销列表，没有用它" for named in odd]


def _said(data: bytes) -> list[ocsp.OCSPSingleResponse]:
    try:
        return list(load_answer(data).responses)
    except (*UNREADABLE, UnsupportedAlgorithm):
        return []


def _named(data: bytes) -> str:
    return f"“{data.where}”" if isinstance(data, Given) and data.where else "一份列表"


def common_name(name: x509.Name) -> str:
    found = name.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(found[0].value) if found else name.rfc4514_string()
