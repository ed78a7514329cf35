"""Revocation lists and OCSP responses that a person gives: all of it read, or refused by name; nothing passed over."""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from cryptography.x509 import ocsp

from yanpan.documents import read_plain
from yanpan.errors import InputRefused, os_words
from yanpan.keys.encodings import MIXED, ONE_KIND, Mixed, objects_in
from yanpan.keys.loaded import load_answer, load_certificate, load_list, load_p7b

MAX_BYTES = 32 * 1024 * 1024
"""Of one file. The largest lists of public authorities have about half of it."""

MAX_ALL_BYTES = 256 * 1024 * 1024
_LEFT_BY_SYSTEMS = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


class Given(bytes):
    """A list or response as DER that remembers the file it came from, to be named when it cannot be used."""

    where: str = ""

    @classmethod
    def of(cls, data: bytes, where: str) -> Given:
        """`data`, from the file `where`."""
        given = cls(data)
        given.where = where
        return given


def load_crls(path: Path) -> tuple[bytes, ...]:
    """Every revocation list in a file or in the files of a folder, whatever their names, as DER.

    A file may be DER or PEM, and hold several lists or a .p7b with some. Certificates and OCSP responses that lie with
    them are left to those who read these. Raises `InputRefused` for anything else, naming the file.
    """
    return tuple(_given(path, _lists, what="吊销列表（CRL）", option="--crl"))


def load_ocsps(path: Path) -> tuple[bytes, ...]:
    """Every OCSP response (RFC 6960) in a file or in the files of a folder, as DER. Raises `InputRefused`."""
    return tuple(_given(path, _answers, what="成功的 OCSP 答复", option="--ocsp"))


def _lists(der: bytes) -> list[bytes]:
    try:
        load_list(der)
    except ValueError:
        return _lists_in_pkcs7(der)
    return [der]


def _lists_in_pkcs7(der: bytes) -> list[bytes]:
    from asn1crypto import cms

    try:
        message = cms.ContentInfo.load(der)
        if message["content_type"].native != "signed_data":
            return []
        found = [item.chosen.dump() for item in message["content"]["crls"] if item.name == "crl"]
        for item in found:
            load_list(item)
    except (ValueError, TypeError):
        return []
    return found


def _answers(der: bytes) -> list[bytes]:
    try:
        answer = load_answer(der)
    except ValueError:
        return []
    return [der] if answer.response_status is ocsp.OCSPResponseStatus.SUCCESSFUL else []


def _something_else(der: bytes) -> bool:
    """Whether an object is of a kind that often lies beside lists: a certificate, a list, a response."""
    for load in (load_certificate, load_list, load_p7b):
        try:
            load(der)
        except ValueError:
            continue
        return True
    return bool(_answers(der))


def _given(path: Path, read: Callable[[bytes], list[bytes]], *, what: str, option: str) -> Iterator[Given]:
    """The objects of one kind in a file or a folder. Raises `InputRefused`."""
    count = total = 0
    for file, data in _files(path, what=what, option=option):
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
        found = [(item, read(item)) for item in objects]
        strange = [item for item, got in found if not got and (file == path or not _something_else(item))]
        # Where one file was named, certificates may still stand beside the lists in it.
        if file == path and any(got for _, got in found):
            strange = [item for item in strange if not _something_else(item)]
        if strange or not objects:
            raise InputRefused(
                f"这不是{what}，或者文件不完整", where=str(file), remedy="移开或者换掉这个文件后重试。"
            )
        for _, got in found:
            for item in got:
                count += 1
                yield Given.of(item, str(file))
    if not count:
        raise InputRefused(f"里面没有{what}", where=str(path), remedy=f"检查 {option} 的路径。")


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
