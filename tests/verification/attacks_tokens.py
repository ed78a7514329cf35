"""Time stamps with words in them: beside what the service signed, or in what it was asked to sign."""

from __future__ import annotations

from collections.abc import Callable

from asn1crypto import cms, core, tsp
from attacks_signing import by_hand, signed_by
from attacks_stamps import STAMP, Unasking, complete_to
from attacks_tools import attack, forgery, gap
from authorities import HEAD, stamp_server
from der_trees import appended, at, number, oid, opened, utf8, with_part, wrapped
from long_term_papers import ALL
from signed_papers import prepared

from yanpan.signature.cms_shape import read_contents

WORDS = "本人不同意"
_SHA256 = oid("2.16.840.1.101.3.4.2.1")
_SIGNER = (1, 0, 4, 0)
_TOKEN = (*_SIGNER, 6, 0, 1, 0)
"""Where a time stamp stands in a signature: its one unsigned attribute has one value."""

_SEQUENCES = {
    "message": ("整个 CMS ", ()),
    "wrapping": ("CMS 的 [0] ", (1,)),
    "signed_data": ("SignedData ", (1, 0)),
    "content_info": ("encapContentInfo ", (1, 0, 2)),
    "content": ("encapContentInfo 的 [0] ", (1, 0, 2, 1)),
    "signer_info": ("SignerInfo ", _SIGNER),
    "signer_name": ("签名者的名字和证书号", (*_SIGNER, 1)),
    "digest_algorithm": ("SignerInfo 的摘要算法", (*_SIGNER, 2)),
}


def refilled(pdf: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The paper with its last CMS changed, in the room that it has."""
    start, end = gap(pdf, -1)
    der = read_contents(pdf[start:end])
    assert der is not None
    digits = change(der).hex().upper().encode()
    assert len(digits) <= end - start - 2
    return pdf[: start + 1] + digits.ljust(end - start - 2, b"0") + pdf[end - 1 :]


def _listed(name: str, words: str, path: tuple[int, ...], change: Callable[[bytes], bytes]) -> None:
    def make() -> bytes:
        return refilled(complete_to("b-t"), lambda der: at(der, path, change))

    make.__name__ = name
    forgery(STAMP, words)(make)


for _name, (_words, _path) in _SEQUENCES.items():
    _listed(
        f"words_in_the_time_stamps_{_name}",
        f"签名时间戳里，{_words}的末尾写字",
        (*_TOKEN, *_path),
        appended(utf8(WORDS)),
    )

_ATTRIBUTE = _TOKEN[:-2]
_listed("words_after_a_time_stamp", "签名时间戳后面（未签属性里）写字", _ATTRIBUTE, appended(utf8(WORDS)))
_listed("words_beside_a_time_stamp", "签名时间戳旁边（未签属性的值）写字", _TOKEN[:-1], appended(utf8(WORDS)))
_listed(
    "a_long_version_of_a_time_stamp",
    "签名时间戳的版本号前面补零",
    (*_TOKEN, 1, 0, 0),
    lambda der: wrapped(0x02, bytes(100) + opened(der)[1]),
)
_listed(
    "a_padded_name_in_a_time_stamp",
    "签名时间戳的内容种类（OID）里补 0x80",
    (*_TOKEN, 1, 0, 2, 0),
    lambda der: wrapped(0x06, opened(der)[1][:1] + b"\x80" * 40 + opened(der)[1][1:]),
)
_listed(
    "a_second_unsigned_attribute",
    "签名时间戳之外，再加一个未签属性",
    (*_SIGNER, 6),
    with_part(0, wrapped(0x30, oid("1.2.3.4") + wrapped(0x31, utf8(WORDS)))),
)


@attack(STAMP, "存档时间戳的末尾写字")
def words_after_the_document_stamp(pdf: bytes) -> bytes:
    return refilled(pdf, appended(utf8(WORDS)))


@attack(STAMP, "存档时间戳的 SignedData 末尾写字")
def words_in_the_document_stamp(pdf: bytes) -> bytes:
    return refilled(pdf, lambda der: at(der, (1, 0), appended(utf8(WORDS))))


def _imprint(name: str, words: str, asked: Callable[[bytes], bytes]) -> None:
    """A token over an imprint of the asker's own making: a service may give it back as it came."""

    def make() -> bytes:
        with stamp_server() as service:
            stamper = Unasking(service)

            async def async_timestamp(digest: bytes, md: str) -> cms.ContentInfo:
                imprint = asked(core.OctetString(digest).dump())
                request = wrapped(0x30, number(1) + imprint + core.Boolean(True).dump())
                return tsp.TimeStampResp.load(service.reply(request))["time_stamp_token"]

            stamper.async_timestamp = async_timestamp  # type: ignore[method-assign]
            return by_hand(signed_by(prepared(), ALL[:2]), "unit_head", HEAD, stamper=stamper)

    make.__name__ = name
    forgery(STAMP, words)(make)


_imprint(
    "words_in_an_imprints_algorithm",
    "签名时间戳里，摘要算法的参数写字",
    lambda digest: wrapped(0x30, wrapped(0x30, _SHA256 + utf8(WORDS)) + digest),
)
_imprint(
    "words_after_an_imprints_algorithm",
    "签名时间戳里，摘要算法的末尾写字",
    lambda digest: wrapped(0x30, wrapped(0x30, _SHA256 + core.Null().dump() + utf8(WORDS)) + digest),
)
_imprint(
    "words_after_an_imprint",
    "签名时间戳里，被盖的摘要后面写字",
    lambda digest: wrapped(0x30, wrapped(0x30, _SHA256) + digest + utf8(WORDS)),
)
