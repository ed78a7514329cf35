"""How much work a key file asks for before it opens: a count of two thousand millions would take days, unheard.

The counts stand in the open part of a file, in the parameters of what makes a key of the passphrase (RFC 8018, RFC
7914, RFC 7292, appendix B). They are read before any library begins, which nothing could interrupt.
"""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from asn1crypto import core, parser

from yanpan.errors import KeyRefused

MOST_ROUNDS = 10_000_000
"""Of hashing; some seconds. What programs write today is between two thousand and one million."""

MOST_SCRYPT = 2**23
"""The product of scrypt's three numbers: about 1 GiB of memory. OpenSSL writes 2**17."""

_DEEPEST = 40
_SEQUENCE, _OCTETS, _INTEGER, _OID = 16, 4, 2, 6
_SCRYPT = "1.3.6.1.4.1.11591.4.11"
_ROUNDS = (
    "1.2.840.113549.1.5.12",  # PBKDF2, also inside PBES2 and PBMAC1
    *(f"1.2.840.113549.1.5.{number}" for number in (1, 3, 4, 6, 10, 11)),  # PBES1
    *(f"1.2.840.113549.1.12.1.{number}" for number in range(1, 7)),  # those of PKCS#12
)


def check_cost(der: bytes, *, where: str) -> None:
    """Raise `KeyRefused` when an encrypted key or a PKCS#12 asks for more work than any program writes.

    What is no DER at all passes: opening it fails at once.
    """
    try:
        costly = _mac_rounds(der) > MOST_ROUNDS or any(
            _costly(number, given) for number, given in _asked(der, 0)
        )
    except (ValueError, RecursionError):
        return
    if costly:
        raise KeyRefused(
            f"密钥文件要求的口令运算次数太多（超过 {MOST_ROUNDS // 10_000} 万次），打开它要算很久",
            where=where,
            remedy="文件多半坏了或者被改过；用导出它的软件重新导出。",
        )


def _costly(number: str, given: list[int]) -> bool:
    if number == _SCRYPT:
        return prod(given[:3]) > MOST_SCRYPT
    return number in _ROUNDS and any(item > MOST_ROUNDS for item in given)


def _mac_rounds(der: bytes) -> int:
    """The count of a PKCS#12's MacData (RFC 7292, 4), its third part; 1 where there is none."""
    parts = _parts(_inside(der))
    if len(parts) != 3 or parts[2][0] != _SEQUENCE:
        return 1
    return max((_number(item) for tag, item in _parts(parts[2][1]) if tag == _INTEGER), default=1)


def _asked(der: bytes, depth: int) -> Iterator[tuple[str, list[int]]]:
    """Each algorithm in an object, with the numbers in its parameters; also within octets that hold an object."""
    if depth > _DEEPEST:
        raise ValueError("too deep")
    parts = _parts(der)
    if len(parts) == 2 and parts[0][0] == _OID and parts[1][0] == _SEQUENCE:
        given = [_number(item) for tag, item in _parts(parts[1][1]) if tag == _INTEGER]
        yield core.ObjectIdentifier(contents=parts[0][1]).dotted, given
    for tag, content in parts:
        # All that is built of parts: sequences, sets, and what is tagged by its place.
        if tag in (_SEQUENCE, 17) or tag < 0:
            yield from _asked(content, depth + 1)
        elif tag == _OCTETS and content[:1] == b"\x30":
            try:
                inner = list(_asked(content, depth + 1))
            except ValueError:
                continue  # Octets that only look like an object.
            yield from inner


def _parts(content: bytes) -> list[tuple[int, bytes]]:
    """The objects that stand one after the other, as tag and content; built ones of other classes as -1.

    Raises `ValueError` for anything else.
    """
    found, place = [], 0
    while place < len(content):
        length = parser.peek(content[place:])
        kind, built, tag, _, inner, _ = parser.parse(content[place : place + length])
        found.append((tag if kind == 0 else -1 if built else 99, inner))
        place += length
    return found


def _inside(der: bytes) -> bytes:
    inner: bytes = parser.parse(der, strict=False)[4]
    return inner


def _number(content: bytes) -> int:
    return int.from_bytes(content, "big", signed=True)
