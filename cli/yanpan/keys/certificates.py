"""Certificates from files: PEM, DER or PKCS#7 (.p7b), one or many."""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cryptography import x509

from yanpan.documents import is_there, read_plain
from yanpan.errors import KeyRefused
from yanpan.keys.encodings import MIXED, ONE_KIND, Mixed, objects_in
from yanpan.keys.fit import check_written
from yanpan.keys.identity import LARGEST_KEY_FILE
from yanpan.keys.issued import lowest_first
from yanpan.keys.loaded import load_certificate, load_p7b
from yanpan.keys.wellformed import NEW_ONE

MOST_CERTIFICATES = 200
"""Of one file. The roots that browsers bring are about 150."""


def read_certificates(path: Path, *, what: str, most: int = LARGEST_KEY_FILE) -> list[x509.Certificate]:
    """The certificates of a file of at most so many bytes, at least one, the one that the others stand above first.

    Private keys in the file are passed over. Raises `KeyRefused`, also for a certificate that is not written as it
    must be.
    """
    where = str(path)
    if not is_there(path):
        raise KeyRefused(f"找不到{what}", where=where, remedy="检查路径。")
    data = read_plain(path, most=most, refused=KeyRefused)
    try:
        found = [item for der in objects_in(data) for item in _certificates(der)]
    except Mixed:
        raise KeyRefused(MIXED, where=where, remedy=ONE_KIND) from None
    except ValueError:
        found = []
    if not found:
        if any(_is_a_certificate(der) for der in _objects(data)):
            raise KeyRefused("证书没有按规定编码，读不出来", where=where, remedy=NEW_ONE)
        raise KeyRefused(
            f"这不是{what}（PEM、DER 或者 p7b），或者文件不完整", where=where, remedy="检查是不是选错了文件。"
        )
    if len(found) > MOST_CERTIFICATES:
        words = f"文件里有 {len(found)} 张证书，超过 {MOST_CERTIFICATES} 张"
        raise KeyRefused(words, where=where, remedy="只留下要用的那几张。")
    for certificate in found:
        check_written(certificate, where=where)
    return lowest_first(list(dict.fromkeys(found)))


def _certificates(der: bytes) -> Sequence[x509.Certificate]:
    """The certificates in one object, none in what is something else. Raises `ValueError` for a broken one."""
    try:
        return [load_certificate(der)]
    except ValueError:
        if _is_a_certificate(der):
            raise
    try:
        return load_p7b(der)
    except ValueError:
        return []


def _objects(data: bytes) -> list[bytes]:
    try:
        return objects_in(data)
    except ValueError:
        return []


def _is_a_certificate(der: bytes) -> bool:
    """Whether something has the frame of a certificate (RFC 5280, 4.1), though the library cannot read it."""
    from asn1crypto import x509 as asn1

    try:
        loaded = asn1.Certificate.load(der)
        return loaded["tbs_certificate"]["validity"]["not_before"].native is not None
    except (ValueError, TypeError, KeyError):
        return False
