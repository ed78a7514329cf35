"""Who may sign as what: a register that the unit keeps, in YAML.

    version: 1                      # of this format; a file without it is read as version 1
    roles:
      - role: officer
        person: 张某
        certificate: 3F:9A:…        # SHA-256, from `yanpan keys show`
        from: 2026-01-01
        to: 2026-12-31              # the last day; without it, until further notice
      - role: legal_review
        person: 李某
        subject: {CN: 李某, O: 某某局}   # exact values; as good as the roots that verify trusts

Two entries whose names read alike are one person, who signs a paper once: what is not seen, spaces and wide letters
make nobody another; 張某 and 张某 are two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import NameOID

from yanpan.documents import Lines, convert_items, load_document
from yanpan.errors import DocumentUnreadable, KeyRefused
from yanpan.findings import Finding, invalid, unjudged
from yanpan.keys import read_alike

VERSION = 1
"""Of the file's format. A newer one may mean more than is read here, so that it is refused."""

_ZONE = ZoneInfo("Asia/Shanghai")
_FINGERPRINT = re.compile(r"\A[0-9A-F]{64}\Z")
_ATTRIBUTES = {
    "CN": NameOID.COMMON_NAME,
    "O": NameOID.ORGANIZATION_NAME,
    "OU": NameOID.ORGANIZATIONAL_UNIT_NAME,
    "L": NameOID.LOCALITY_NAME,
    "ST": NameOID.STATE_OR_PROVINCE_NAME,
    "C": NameOID.COUNTRY_NAME,
    "T": NameOID.TITLE,
    "SN": NameOID.SURNAME,
    "GN": NameOID.GIVEN_NAME,
    "UID": NameOID.USER_ID,
    "serialNumber": NameOID.SERIAL_NUMBER,
    "organizationIdentifier": NameOID.ORGANIZATION_IDENTIFIER,
}
_SHAPE = "每条写 role、person、certificate（或者 subject）、from，可写 to。"
_OF_ONE_PERSON = ("CN", "UID", "serialNumber")


class Entry(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename={"since": "from", "until": "to"},
):
    """One line of the register: a person, a role, the certificate they sign it with, and the days it holds."""

    role: str
    person: str
    certificate: str = ""
    subject: Mapping[str, str] = {}
    since: date
    until: date | None = None

    def is_for(self, certificate: x509.Certificate) -> bool:
        """Whether this entry means that certificate, by its fingerprint and by its subject where they are given."""
        if self.certificate and self.certificate != fingerprint_of(certificate):
            return False
        return all(_values(certificate, name) == [value] for name, value in self.subject.items())

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class RoleRegister:
    """The entries in the order of the file; `name` is the file's."""

    entries: tuple[Entry, ...]
    name: str = ""


@dataclass(frozen=True)
class Entitlement:
    """The entry by which a certificate may sign, or in words why there is none."""

    entry: Entry | None
    reason: str = ""


@dataclass(frozen=True)
class SignedRole:
    """A signature as the register judges it: who signed what, and when.

    `unproven_until` is the moment of judging when nothing but the signer's word says when it was: a person
    whose time has ended could else sign on and write an earlier date.
    """

    role: str
    title: str
    certificate: x509.Certificate
    at: datetime
    unproven_until: datetime | None = None


def fingerprint_of(certificate: x509.Certificate) -> str:
    """The certificate's SHA-256, upper-case hexadecimal."""
    return certificate.fingerprint(hashes.SHA256()).hex().upper()


def entitled(register: RoleRegister, certificate: x509.Certificate, role: str, at: datetime) -> Entitlement:
    """Whether a certificate may sign as `role` at the moment `at`, which carries its zone.

    Says nothing about whether the certificate itself is to be trusted.
    """
    mine = [entry for entry in register.entries if entry.is_for(certificate)]
    if not mine:
        return Entitlement(None, "名册里没有这张证书")
    for_role = [entry for entry in mine if entry.role == role]
    if not for_role:
        roles = "、".join(dict.fromkeys(entry.role for entry in mine))
        return Entitlement(None, f"名册里这张证书（{mine[0].person}）只能签 {roles}，不能签 {role}")
    day = at.astimezone(_ZONE).date()
    held = next((entry for entry in for_role if entry.holds(day)), None)
    if held is None:
        last = for_role[-1]
        until = f"至 {last.until}" if last.until else "起"
        return Entitlement(None, f"名册里 {last.person} 签 {role} 的期间是 {last.since} {until}，不含 {day}")
    return Entitlement(held)


def check_entitled(register: RoleRegister, certificate: x509.Certificate, role: str, at: datetime) -> None:
    """Raise `KeyRefused` unless a certificate may sign as `role`."""
    found = entitled(register, certificate, role, at)
    if found.entry is None:
        raise KeyRefused(found.reason, where=register.name, remedy=ask_the_keeper(register))


def ask_the_keeper(register: RoleRegister) -> str:
    """What to do when the register does not let somebody sign."""
    return f"换有权签署的人的证书；名册不对的，请管理员更正（{register.name}）。"


def role_findings(register: RoleRegister, signed: Iterable[SignedRole]) -> Iterator[Finding]:
    """Signatures by certificates not entitled to their role, or no longer and undated, and persons who signed twice."""
    seen: dict[str, str] = {}
    for item in signed:
        found = entitled(register, item.certificate, item.role, item.at)
        if found.entry is None:
            yield invalid("WRONG_ROLE", f"“{item.title}”一栏的签署人无权签：{found.reason}", item.role)
        elif item.unproven_until:
            now = entitled(register, item.certificate, item.role, item.unproven_until)
            if now.entry is None:
                words = f"“{item.title}”一栏的签署人现在无权签，又没有时间戳证明是在有权的期间签的"
                yield unjudged("ROLE_ENDED", words, item.role)
        for person, written in sorted(_persons(register, item.certificate).items()):
            if person in seen:
                words = f"“{seen[person]}”和“{item.title}”是同一个人（{written}）签的"
                yield invalid("SAME_PERSON", words, item.role)
            seen.setdefault(person, item.title)


def _persons(register: RoleRegister, certificate: x509.Certificate) -> dict[str, str]:
    return {
        _comparable(entry.person): entry.person for entry in register.entries if entry.is_for(certificate)
    }


def _comparable(person: str) -> str:
    return "".join(read_alike(person).split())


def _values(certificate: x509.Certificate, name: str) -> list[str]:
    return [str(item.value) for item in certificate.subject.get_attributes_for_oid(_ATTRIBUTES[name])]


def load_roles(path: Path) -> RoleRegister:
    """Read a role register. Raises `DocumentUnreadable` with the file and line of every fault."""
    document, lines = load_document(path, name=str(path))
    items = document.get("roles") if isinstance(document, dict) else None
    if isinstance(document, dict):
        _check_version(document.get("version", VERSION), lines)
    if not isinstance(items, list) or not items or not set(document) <= {"version", "roles"}:
        raise DocumentUnreadable(
            "角色名册只有一项 roles（和 version），下面是一列登记", where=lines.where(), remedy=_SHAPE
        )
    entries, faults = convert_items(
        ((item, ("roles", index)) for index, item in enumerate(items)), Entry, lines
    )
    faults = [DocumentUnreadable(fault.what, where=fault.where, remedy=_SHAPE) for fault in faults]
    if not faults:
        entries = [_plain_fingerprint(entry) for entry in entries]
        faults = [fault for index, entry in enumerate(entries) for fault in _faults(entry, index, lines)]
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise DocumentUnreadable(f"角色名册有 {len(faults)} 处不对：", parts=faults)
    return RoleRegister(tuple(entries), lines.name)


def _check_version(version: object, lines: Lines) -> None:
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise DocumentUnreadable(
            "version 要写整数", where=lines.where(("version",)), remedy=f"写 version: {VERSION}。"
        )
    if version > VERSION:
        raise DocumentUnreadable(
            f"角色名册是第 {version} 版格式，本程序只认到第 {VERSION} 版",
            where=lines.where(("version",)),
            remedy="升级 yanpan。",
        )


def _plain_fingerprint(entry: Entry) -> Entry:
    plain = entry.certificate.replace(":", "").replace(" ", "").upper()
    return msgspec.structs.replace(entry, certificate=plain)


def _faults(entry: Entry, index: int, lines: Lines) -> Iterator[DocumentUnreadable]:
    def fault(key: str, words: str, remedy: str) -> DocumentUnreadable:
        return DocumentUnreadable(words, where=lines.where(("roles", index, key)), remedy=remedy)

    for key in ("role", "person"):
        # What shows nothing would make all whose name it is one person.
        if not _comparable(getattr(entry, key)):
            yield fault(key, f"{key} 是空的", "写上内容。")
    if entry.certificate and not _FINGERPRINT.match(entry.certificate):
        yield fault("certificate", "证书指纹不是 64 位十六进制数", "用 yanpan keys show 证书 查看。")
    for name in entry.subject:
        if name not in _ATTRIBUTES:
            yield fault("subject", f"不认识的主题项“{name}”", f"可用：{'、'.join(_ATTRIBUTES)}。")
    if not entry.certificate and not any(name in entry.subject for name in _OF_ONE_PERSON):
        yield fault(
            "certificate",
            "没有写明是哪一个人的证书",
            f"写 certificate（指纹），或者 subject 里写 {'、'.join(_OF_ONE_PERSON)} 之一。",
        )
    if entry.until and entry.until < entry.since:
        yield fault("to", "终止的日子在起始之前", "改正 from 和 to。")
