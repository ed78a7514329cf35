"""Revocation lists and OCSP responses that a person gives: all of it read, or refused by name; nothing passed over."""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from yanpan.documents import read_plain
from yanpan.errors import InputRefused, os_words
from yanpan.keys.encodings import MIXED, ONE_KIND, Mixed, objects_in, pem_blocks
from yanpan.keys.loaded import load_answer, load_certificate, load_list, load_p7b

MAX_BYTES = 32 * 1024 * 1024
"""Of one file. The largest lists of public authorities have about half of it."""

MAX_ALL_BYTES = 256 * 1024 * 1024
_LEFT_BY_SYSTEMS = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


class Given(bytes):
    """A list or response as DER that remembers the file it came from, to be named when it cannot be used, and the
    certificates that lay beside it: authorities publish the one that signed with it."""

    where: str = ""
    beside: tuple[bytes, ...] = ()

    @classmethod
    def of(cls, data: bytes, where: str, beside: tuple[bytes, ...] = ()) -> Given:
        """`data`, from the file `where`, with certificates (DER) from the same file or folder."""
        given = cls(data)
        given.where, given.beside = where, beside
        return given


def lying_beside(data: Iterable[bytes]) -> list[bytes]:
    """The certificates (DER) that were given with lists and responses, each once. Nobody trusts them for that."""
    return list(dict.fromkeys(item for one in data if isinstance(one, Given) for item in one.beside))


class Revocation(NamedTuple):
    """What of revocation data was found: lists and OCSP responses (RFC 6960), each as DER."""

    crls: tuple[bytes, ...]
    ocsps: tuple[bytes, ...]


def load_crls(path: Path) -> tuple[bytes, ...]:
    """Every revocation list in a file or in the files of a folder, whatever their names, as DER.

    A file may be DER or PEM, and hold several lists or a .p7b with some. Raises `InputRefused` where there is none, and
    for anything but lists, OCSP responses and certificates, naming the file.
    """
    return _given(path, LISTS).crls


def load_ocsps(path: Path) -> tuple[bytes, ...]:
    """Every OCSP response (RFC 6960) in a file or in the files of a folder, as DER. Raises `InputRefused`."""
    return _given(path, ANSWERS).ocsps


def load_given(crl: Iterable[Path], ocsp: Iterable[Path], trust: Iterable[Path] = ()) -> Revocation:
    """All that was given under either option, and beside the authorities' certificates: whatever lies where counts.

    Raises `InputRefused`.
    """
    found = [
        *(_given(path, LISTS) for path in crl),
        *(_given(path, ANSWERS) for path in ocsp),
        *(_beside(path) for path in trust),
    ]
    return Revocation(
        tuple(item for part in found for item in part.crls),
        tuple(item for part in found for item in part.ocsps),
    )


class _Wanted(NamedTuple):
    """What an option asks for."""

    what: str
    option: str
    field: Literal["crls", "ocsps"]


LISTS = _Wanted("吊销列表（CRL）", "--crl", "crls")
ANSWERS = _Wanted("成功的 OCSP 答复", "--ocsp", "ocsps")
_NOTHING = Revocation((), ())
_OCSP_IN_CMS = "1.3.6.1.5.5.7.16.2"
"""id-ri-ocsp-response (RFC 5940, 2.1)."""


def _read(der: bytes) -> Revocation:
    """The lists and responses in one object; nothing in one of another kind."""
    try:
        load_list(der)
    except ValueError:
        return Revocation((), (der,)) if _is_answer(der) else _in_pkcs7(der)
    return Revocation((der,), ())


def _in_pkcs7(der: bytes) -> Revocation:
    """Those in a .p7b. Nothing where one of them is of a kind that is not known: it would be passed over."""
    from asn1crypto import cms

    crls, ocsps = list[bytes](), list[bytes]()
    try:
        message = cms.ContentInfo.load(der)
        if message["content_type"].native != "signed_data":
            return _NOTHING
        for item in message["content"]["crls"]:
            if item.name == "crl":
                crls.append(item.chosen.dump())
                load_list(crls[-1])
            elif item.chosen["other_rev_info_format"].dotted == _OCSP_IN_CMS:
                ocsps.append(item.chosen["other_rev_info"].dump())
                if not _is_answer(ocsps[-1]):
                    return _NOTHING
            else:
                return _NOTHING
    except (ValueError, TypeError, KeyError):
        return _NOTHING
    return Revocation(tuple(crls), tuple(ocsps))


def _is_answer(der: bytes) -> bool:
    try:
        answer = load_answer(der)
    except ValueError:
        return False
    return answer.response_status is ocsp.OCSPResponseStatus.SUCCESSFUL


def _beside(path: Path) -> Revocation:
    """What stands in a file of authorities' certificates, which was read before."""
    try:
        data = read_plain(path, most=MAX_BYTES)
        objects = objects_in(data)
    except ValueError:
        return _NOTHING
    found = [_read(item) for item in objects]
    strange = [item for item, got in zip(objects, found, strict=True) if got == _NOTHING and not _bare(item)]
    lists = sum(label in ("X509 CRL", "CRL") for label, _ in pem_blocks(data))
    if strange or lists > sum(len(got.crls) for got in found):
        raise InputRefused(
            "除了证书，还有读不懂的东西，也许是吊销列表",
            where=str(path),
            remedy="去掉它，或者换一份完整的：吊销资料另用 --crl、--ocsp 给。",
        )
    return Revocation(
        tuple(Given.of(item, str(path)) for part in found for item in part.crls),
        tuple(Given.of(item, str(path)) for part in found for item in part.ocsps),
    )


def _certificates(der: bytes) -> list[bytes]:
    """A certificate, or those of a .p7b: these often lie beside lists. Empty for anything else."""
    try:
        load_certificate(der)
    except ValueError:
        try:
            return [item.public_bytes(Encoding.DER) for item in load_p7b(der)]
        except ValueError:
            return []
    return [der]


def _bare(der: bytes) -> bool:
    """Whether an object holds certificates and nothing else: in a .p7b there may be lists of a kind that is not known."""
    from asn1crypto import cms

    if not _certificates(der):
        return False
    try:
        load_certificate(der)
    except ValueError:
        return not len(cms.ContentInfo.load(der)["content"]["crls"])
    return True


def _given(path: Path, wanted: _Wanted) -> Revocation:
    """The lists and responses in a file or a folder, one of the wanted kind at least. Raises `InputRefused`."""
    total = 0
    crls, ocsps, beside = list[tuple[bytes, str]](), list[tuple[bytes, str]](), list[bytes]()
    for file, data in _files(path, what=wanted.what, option=wanted.option):
        total += len(data)
        if total > MAX_ALL_BYTES:
            words = f"给出的文件一共超过 {MAX_ALL_BYTES // 1024**2} MB"
            raise InputRefused(words, where=str(path), remedy="只给出要用的那几份。")
        try:
            objects = objects_in(data)
        except Mixed:
            raise InputRefused(MIXED, where=str(file), remedy=ONE_KIND) from None
        except ValueError:
            objects = []
        found = [(item, _read(item)) for item in objects]
        strange = [item for item, got in found if got == _NOTHING and not _bare(item)]
        # Of one file that was named something in it must be what was asked for.
        none = file == path and not any(getattr(got, wanted.field) for _, got in found)
        if strange or none or not objects:
            raise InputRefused(
                f"这不是{wanted.what}，或者文件不完整", where=str(file), remedy="移开或者换掉这个文件后重试。"
            )
        beside += (one for item in objects for one in _certificates(item))
        crls += [(item, str(file)) for _, got in found for item in got.crls]
        ocsps += [(item, str(file)) for _, got in found for item in got.ocsps]
    there = tuple(dict.fromkeys(beside))
    all_of_it = Revocation(
        tuple(Given.of(*item, there) for item in crls), tuple(Given.of(*item, there) for item in ocsps)
    )
    if not getattr(all_of_it, wanted.field):
        raise InputRefused(f"里面没有{wanted.what}", where=str(path), remedy=f"检查 {wanted.option} 的路径。")
    return all_of_it


def _files(path: Path, *, what: str, option: str) -> Iterator[tuple[Path, bytes]]:
    """The file, or every file of the folder in order of their names. Raises `InputRefused`."""
    file = path
    try:
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        for file in files:
            if file.is_dir():
                words = "这里还有一个文件夹，里面的没有读"
                raise InputRefused(words, where=str(file), remedy="把里面的文件移到上一层后重试。")
            if file.name.lower() in _LEFT_BY_SYSTEMS:
                continue
            if file.exists() and not file.is_file():
                raise InputRefused("这不是普通文件", where=str(file), remedy="移开它后重试。")
            if file.stat().st_size > MAX_BYTES:
                words = f"超过 {MAX_BYTES // 1024**2} MB，不读"
                raise InputRefused(words, where=str(file), remedy="确认它是吊销列表；移开它后重试。")
            yield file, read_plain(file, most=MAX_BYTES)
    except OSError as error:
        raise InputRefused(
            f"读不了{what}（{os_words(error)}）", where=str(file), remedy=f"检查 {option} 的路径和权限。"
        ) from None
