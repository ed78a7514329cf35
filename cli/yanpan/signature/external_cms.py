"""What another program handed over as a signature: is it one, by whom, and over what?"""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from asn1crypto import cms, core, pem
from cryptography import x509

from yanpan.approval import (
    fingerprint_of,
)
from yanpan.errors import InputRefused, KeyRefused
from yanpan.keys import above_of, name_of
from yanpan.signature.cms_shape import read_contents

_OIDS = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
    "1.2.156.10197.1.401": "sm3",
}
_GB_T_35275 = "1.2.156.10197.6.1.4.2."


def _refused(words: str, remedy: str = "") -> InputRefused:
    return InputRefused(
        words,
        where="外部签名",
        remedy=remedy or "让签名软件输出分离式 CMS 签名（SignedData，DER，含签名人证书）。",
    )


_MOST_PARTS = 20_000
"""Of one signature; one with its chain and a time stamp has some hundred."""


def der_of(data: bytes, *, most: int) -> bytes:
    """The DER of a signature given in DER or PEM. Raises `InputRefused`."""
    if len(data) > most * 2:
        raise _refused("签名太大", f"最多 {most} 字节；不要把原文和整条证书链都放进去。")
    if pem.detect(data):
        try:
            _, _, data = pem.unarmor(data)
        except ValueError:
            raise _refused("PEM 外壳坏了") from None
    if len(data) > most:
        raise _refused("签名太大", f"最多 {most} 字节；不要把原文和整条证书链都放进去。")
    if read_contents(b"<" + data.hex().upper().encode() + b">") != data:
        raise _refused("这不是 DER 编码的 CMS 签名")
    return data


def signed_data(der: bytes) -> Any:
    """The SignedData of one signer, without the content. Raises `InputRefused`."""
    try:
        kind = core.Sequence.load(der, strict=True)[0].native
        if str(kind).startswith(_GB_T_35275):
            raise _refused("这是 GB/T 35275 的国密消息格式，PDF 签名用的是 CMS（RFC 5652）")
        message = cms.ContentInfo.load(der, strict=True)
        if message["content_type"].native != "signed_data":
            raise _refused("这不是 CMS 签名（SignedData）")
        data = message["content"]
    except InputRefused:
        raise
    except Exception:  # noqa: BLE001 — whatever a library makes of what anybody wrote
        raise _refused("这不是 CMS 签名") from None
    if not isinstance(data, cms.SignedData):
        raise _refused("这不是 CMS 签名")
    try:
        _read_all(data)
    except Exception:  # noqa: BLE001
        raise _refused("CMS 签名的结构不规范：里面有读不懂的内容") from None
    if len(data["signer_infos"]) != 1:
        raise _refused("签名人不是一个")
    if data["encap_content_info"]["content"] is not core.VOID:
        raise _refused("签名里带着原文，要分离式（detached）签名")
    return data


def _read_all(data: cms.SignedData) -> None:
    """Read every part once, so that what is broken shows here; raises whatever that raises.

    Part by part: to ask for the value of the whole takes twice as long for each time stamp in a time stamp.
    """
    waiting: list[Any] = [data]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        if isinstance(part, core.Choice):
            waiting.append(part.chosen)
        elif isinstance(part, core.Sequence | core.Set):
            waiting += [part[name] for name in range(len(part))]
        elif isinstance(part, core.SequenceOf | core.SetOf):
            waiting += list(part)
        elif not isinstance(part, core.ParsableOctetString | core.ParsableOctetBitString | core.Any):
            _ = part.native
    raise ValueError("too many parts")


def signer_of(data: Any, fingerprint: str, *, name: str) -> x509.Certificate:
    """The certificate that the signature names, which must be the one it was prepared for."""
    there = [] if isinstance(data["certificates"], core.Void) else data["certificates"]
    for choice in there:
        try:
            certificate = x509.load_der_x509_certificate(choice.chosen.dump())
        except Exception:  # noqa: BLE001, S112 — of a version that nobody knows, too
            continue
        if fingerprint_of(certificate) != fingerprint:
            continue
        named = data["signer_infos"][0]["sid"]
        issuer = choice.chosen.issuer.dump()
        if (
            named.name == "issuer_and_serial_number"
            and named.chosen["issuer"].dump() == issuer
            and named.chosen["serial_number"].native == certificate.serial_number
        ):
            return certificate
    raise KeyRefused(
        f"不是准备时那张证书（{name}）签的，或者签名里没有带证书",
        where="外部签名",
        remedy="用 --cert 给的那张证书去签；换人的，重新 --prepare。",
    )


def above(data: Any, certificate: x509.Certificate) -> tuple[x509.Certificate, ...]:
    """The certificates that the signature carries above the signer's, nearest first. Raises `InputRefused` for any other:
    `verify` takes none that lead nowhere."""
    there = [] if isinstance(data["certificates"], core.Void) else data["certificates"]
    others = []
    for choice in there:
        try:
            others.append(x509.load_der_x509_certificate(choice.chosen.dump()))
        except Exception:  # noqa: BLE001
            raise _refused("签名里带着读不懂的证书", "只放签署人证书和签发它的各级证书。") from None
    for strange in above_of([certificate], others, []).strangers:
        raise _refused(
            f"签名里夹带了不相干的证书（{name_of(strange)}）", "只放签署人证书和签发它的各级证书。"
        )
    # By their names: who is no authority has issued nothing, and is to be told.
    chain: list[x509.Certificate] = []
    last, left = certificate, [item for item in others if item != certificate]
    while up := next((item for item in left if item.subject == last.issuer), None):
        left.remove(up)
        chain.append(up)
        last = up
    return tuple(chain)


def check_digest(data: Any, digests: Mapping[str, str]) -> None:
    """Raise `InputRefused` unless the signature is over bytes of one of these digests (hexadecimal, by algorithm)."""
    signer = data["signer_infos"][0]
    algorithm = signer["digest_algorithm"]["algorithm"].dotted
    name = _OIDS.get(algorithm, "")
    if name not in digests:
        raise _refused(
            f"不认识的摘要算法 {algorithm}，无法核对签的是不是这份文书",
            f"改用：{'、'.join(digests)}。",
        )
    attributes = signer["signed_attrs"]
    there = [] if isinstance(attributes, core.Void) else attributes
    found = [item["values"] for item in there if item["type"].native == "message_digest"]
    if len(found) != 1 or [value.native.hex() for value in found[0]] != [digests[name]]:
        raise _refused("签的不是这份文书：摘要对不上", "把准备时给出的待签文件原样交给签名软件，不要转码。")


def check_time(data: Any, earliest: datetime, latest: datetime) -> datetime | None:
    """The time that the signature states, if any. Raises `InputRefused` when it is not that of its signing."""
    stated = [
        value.native
        for item in data["signer_infos"][0]["signed_attrs"]
        if item["type"].native == "signing_time"
        for value in item["values"]
    ]
    if not all(time.tzinfo and earliest <= time <= latest for time in stated):
        raise _refused("签名里写的时间和签署的时间不符", "检查签名软件所在电脑的日期和时间。")
    return max(stated, default=None)


def check_stamps(data: Any, earliest: datetime, latest: datetime) -> None:
    """Raise `InputRefused` for a time stamp over the signature that tells another time: `verify` holds it against the rules."""
    for item in data["signer_infos"][0]["unsigned_attrs"] or ():
        if item["type"].native != "signature_time_stamp_token":
            continue
        for token in item["values"]:
            try:
                time = token["content"]["encap_content_info"]["content"].parsed["gen_time"].native
            except Exception:  # noqa: BLE001
                raise _refused(
                    "签名里的时间戳读不懂", "重新签一次，不要时间戳；以后用 yanpan extend 补。"
                ) from None
            if not (time.tzinfo and earliest <= time <= latest):
                raise _refused("签名里时间戳的时间和签署的时间不符", "检查签名软件所在电脑的日期和时间。")
