"""Keys in tokens and cards: PKCS#11, with the maker's library that the person names.

The private key never leaves the device. What reading a token needs beyond the base installation
(`pip install "yanpan[token]"`) is loaded only here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from cryptography import x509

from yanpan.documents import is_file
from yanpan.errors import KeyRefused
from yanpan.keys.fit import check_fit, check_issuers, may_sign
from yanpan.keys.identity import Identity, name_of
from yanpan.keys.issued import chain_of
from yanpan.keys.loaded import load_certificate
from yanpan.keys.passphrase import AskPassphrase
from yanpan.keys.token_words import said
from yanpan.keys.wellformed import NEW_ONE, oddity

_MOST_OBJECTS = 200


@dataclass(frozen=True)
class TokenPlace:
    """Where a key is: the maker's PKCS#11 library, the token's label and the key's; an empty label means the only one."""

    library: Path
    token_label: str = ""
    key_label: str = ""


@dataclass(frozen=True)
class TokenCertificate:
    """A certificate in a token, with the label and the id that tie it to its key."""

    label: str
    id: bytes
    certificate: x509.Certificate


def load_token_identity(place: TokenPlace, ask: AskPassphrase, *, at: datetime) -> Identity:
    """The identity of a key in a token that may be used for signing at the moment `at`.

    The certificate is looked at before the PIN is asked for, so that no try is spent on a key that may not
    sign. The session stays open until the process ends. Raises `KeyRefused`.
    """
    token = _find_token(_open_library(place.library), place)
    found = _certificates(token)
    chosen = _choose(found, place) if found else None
    if chosen:
        check_fit(chosen.certificate, at=at, where=_where(place, chosen.label))
    pin, session = _log_in(token, ask, place)
    if chosen is None:
        # Some tokens show their certificates only after the PIN.
        with said(_where(place)):
            found = _read_certificates(session, _where(place))
        chosen = _choose(found, place)
        check_fit(chosen.certificate, at=at, where=_where(place, chosen.label))
    from yanpan.keys.token_key import TokenKey

    where = _where(place, chosen.label)
    with said(where):
        key = TokenKey.find(session, chosen.id, chosen.label, chosen.certificate, pin, where)
    others = [item.certificate for item in found]
    identity = Identity(chosen.certificate, chain_of(chosen.certificate, others), key)
    check_issuers(identity, where=where)
    return identity


def token_certificates(place: TokenPlace) -> tuple[TokenCertificate, ...]:
    """The certificates that a token shows without its PIN. Raises `KeyRefused`."""
    return tuple(_certificates(_find_token(_open_library(place.library), place)))


def _open_library(path: Path) -> Any:
    try:
        pkcs11 = import_module("pkcs11")
    except ImportError:
        raise KeyRefused(
            "没有装读取令牌的组件", where="--token", remedy='运行 pip install "yanpan[token]" 后重试。'
        ) from None
    # The whole path is given to the loader, which would else look for the name in the system's folders.
    remedy = "给出介质驱动里 PKCS#11 库的完整路径，例如 --token /usr/lib/softhsm/libsofthsm2.so。"
    try:
        file = path.absolute()
    except OSError:
        raise KeyRefused("现在所在的文件夹已经不在了", where=str(path), remedy=remedy) from None
    if not is_file(file):
        raise KeyRefused("找不到令牌的驱动库", where=str(path), remedy=remedy)
    try:
        return pkcs11.lib(str(file))
    except Exception:  # noqa: BLE001 - the loader says what it likes, in English
        remedy = "确认它是 PKCS#11 库，和本机同一架构，介质的驱动已装好。"
        raise KeyRefused("这个文件不能当令牌的驱动库用", where=str(path), remedy=remedy) from None


def _find_token(library: Any, place: TokenPlace) -> Any:
    from pkcs11 import PKCS11Error, TokenFlag

    tokens = []
    with said(str(place.library)):
        for slot in library.get_slots(token_present=True):
            try:
                token = slot.get_token()
            except PKCS11Error:
                continue
            if token.flags & TokenFlag.TOKEN_INITIALIZED:
                tokens.append(token)
    labels = "、".join(f"“{token.label}”" for token in tokens)
    if not tokens:
        raise KeyRefused(
            "没有插着令牌", where=str(place.library), remedy="插好介质后重试；确认驱动库是这种介质的。"
        )
    named = [token for token in tokens if place.token_label in ("", token.label)]
    if not named:
        raise KeyRefused(
            f"没有名叫“{place.token_label}”的令牌", where=str(place.library), remedy=f"插着的是：{labels}。"
        )
    if len(named) > 1:
        raise KeyRefused(
            "插着几个令牌，不知道用哪个",
            where=str(place.library),
            remedy=f"用 --token-label 指明：{labels}；同名的拔去一个。",
        )
    return named[0]


def _log_in(token: Any, ask: AskPassphrase, place: TokenPlace) -> tuple[Any, Any]:
    """The PIN, or None when the device has its own keys to type it on, and the session it opened."""
    from pkcs11 import PROTECTED_AUTH, TokenFlag
    from pkcs11.exceptions import PinLocked

    where = _where(place)
    with said(where, lambda: token.slot.get_token().flags):
        if token.flags & TokenFlag.USER_PIN_LOCKED:
            raise PinLocked
        if token.flags & TokenFlag.PROTECTED_AUTHENTICATION_PATH:
            return None, token.open(user_pin=PROTECTED_AUTH)
        pin = ask()
        try:
            pin.reveal().decode()
        except UnicodeDecodeError:
            raise KeyRefused("PIN 不是 UTF-8 文字", where=where, remedy="改用 UTF-8 保存 PIN。") from None
        return pin, token.open(user_pin=pin.reveal().decode())


@contextmanager
def _session(token: Any) -> Iterator[Any]:
    session = token.open()
    try:
        yield session
    finally:
        session.close()


def _certificates(token: Any) -> list[TokenCertificate]:
    where = f"令牌“{token.label}”"
    with said(where), _session(token) as session:
        return _read_certificates(session, where)


def _read_certificates(session: Any, where: str) -> list[TokenCertificate]:
    """What can be read of the certificates. Raises `KeyRefused` when there are some and none can."""
    from pkcs11 import Attribute, ObjectClass

    found, odd = [], []
    # To the end, or the search stays open and blocks the next one.
    objects = list(session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}))
    for item in objects[:_MOST_OBJECTS]:
        try:
            certificate = load_certificate(item[Attribute.VALUE])
        except ValueError:
            odd.append("证书没有按规定编码")
            continue
        if reason := oddity(certificate):
            odd.append(reason)
            continue
        found.append(TokenCertificate(str(item[Attribute.LABEL]), bytes(item[Attribute.ID]), certificate))
    if odd and not found:
        raise KeyRefused(odd[0], where=where, remedy=NEW_ONE)
    return found


def _choose(found: Sequence[TokenCertificate], place: TokenPlace) -> TokenCertificate:
    """The one signing certificate. A token often holds an encryption certificate under the same label."""
    where = _where(place)
    if not found:
        raise KeyRefused("令牌里没有证书", where=where, remedy="请发证机构把证书写进介质。")
    named = [item for item in found if place.key_label in ("", item.label)]
    if not named:
        labels = "、".join(f"“{item.label}”" for item in found)
        raise KeyRefused(
            f"令牌里没有名叫“{place.key_label}”的证书", where=where, remedy=f"里面有：{labels}。"
        )
    signing = [item for item in named if may_sign(item.certificate)]
    if len(signing) > 1:
        listed = "；".join(
            f"“{item.label}” {name_of(item.certificate)}（证书号 …{item.certificate.serial_number:X}）"
            for item in signing
        )
        raise KeyRefused(
            "令牌里有几张签名证书，不知道用哪张",
            where=where,
            remedy=f"用 --key-label 指明：{listed}；同名的请发证机构清理。",
        )
    return (signing or named)[0]


def _where(place: TokenPlace, label: str = "") -> str:
    token = f"令牌“{place.token_label}”" if place.token_label else f"令牌（{place.library.name}）"
    key = label or place.key_label
    return f"{token}的“{key}”" if key else token
