"""Nothing can be put into a signature or a token, at any place that is not somebody else's to answer for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alone import (
    CERTIFICATES,
    NAME,
    SIGNER,
    asked,
    changed_information,
    contents,
    token_in,
    told_of_signature,
    told_of_token,
)
from authorities import openssl_reply, stamp_server
from der_trees import at, number, oid, opened, parts, places, utf8, with_part, wrapped
from long_term_papers import signed_to

STRANGE = {
    "text": utf8("本人不同意"),
    "octets": wrapped(0x04, "本人不同意".encode() * 9),
    "a number": number(int.from_bytes("本人不同意".encode() * 9, "big")),
    "nothing": b"\x05\x00",
    "a sequence": wrapped(0x30, utf8("作废")),
    "a set": wrapped(0x31, utf8("作废")),
    "a table": wrapped(0xA1, wrapped(0x30, oid("1.2.3.4") + wrapped(0x31, utf8("作废")))),
    "a word under a tag": wrapped(0x82, b"void"),
    "an attribute": wrapped(0x30, oid("1.2.3.4") + wrapped(0x31, utf8("作废"))),
}


def allowed(path: tuple[int, ...], der: bytes, part: bytes) -> bool:
    """What somebody else answers for: issuers for names and certificates. And an algorithm may have a NULL."""
    if path[: len(CERTIFICATES)] == CERTIFICATES:
        return len(path) > len(CERTIFICATES) or part[0] == 0x30
    algorithm = part == b"\x05\x00" and der[0] == 0x30 and [item[0] for item in parts(der)] == [0x06]
    return algorithm or path[: len(NAME)] == NAME


def inserted(der: bytes) -> Iterator[tuple[tuple[int, ...], bytes]]:
    """One strange part put at the beginning or the end of each constructed value."""
    for path, value in places(der):
        for part in STRANGE.values():
            if value[0] & 0x20 and not allowed(path, value, part):
                for place in {0, len(parts(value))}:
                    yield path, at(der, path, with_part(place, part))


def longer(der: bytes) -> Iterator[tuple[tuple[int, ...], bytes]]:
    """Each number and each object identifier in more octets than it needs, each length in more than its own."""
    for path, value in places(der):
        if allowed(path, value, b"\x30"):
            continue
        tag, content = opened(value)
        if tag in (0x02, 0x06):
            padded = b"\0" + content if tag == 0x02 else content[:1] + b"\x80" + content[1:]
            yield path, at(der, path, lambda _, padded=padded, tag=tag: wrapped(tag, padded))  # type: ignore[misc]
        length = bytes([tag, 0x84]) + len(content).to_bytes(4, "big") + content
        yield path, at(der, path, lambda _, length=length: length)  # type: ignore[misc]


def all_false(der: bytes) -> Iterator[tuple[tuple[int, ...], bytes]]:
    yield from inserted(der)
    yield from longer(der)


@pytest.mark.parametrize("level", ["b-b", "b-t"])
def test_nothing_can_be_put_into_a_signature(level: str) -> None:
    token = (*SIGNER, 6, 0, 1, 0)
    for path, false in all_false(contents(signed_to(level))):
        # What is wrong inside its time stamp is told of that.
        told = told_of_token(time_stamp(false)) if path[: len(token)] == token else told_of_signature(false)
        assert told or excused(path, token), path


def time_stamp(der: bytes) -> bytes:
    value = der
    for place in (*SIGNER, 6, 0, 1, 0):
        value = parts(value)[place]
    return value


def excused(path: tuple[int, ...], token: tuple[int, ...]) -> bool:
    """Names and certificates inside the token."""
    inside = path[len(token) :]
    return path[: len(token)] == token and any(
        inside[: len(there)] == there for there in (CERTIFICATES, NAME)
    )


@pytest.mark.parametrize("server", ["ours", "openssl"])
def test_nothing_can_be_put_into_a_token(server: str, tmp_path: Path) -> None:
    with stamp_server() as service:
        reply = service.reply(asked()) if server == "ours" else openssl_reply(service, asked(), tmp_path)
    der = token_in(reply)
    assert told_of_token(der) == set()
    for path, false in all_false(der):
        assert told_of_token(false), path


def test_nothing_can_be_put_into_what_a_token_says() -> None:
    with stamp_server() as service:
        der = token_in(service.reply(asked()))
    information = opened(parts(parts(parts(parts(parts(der)[1])[0])[2])[1])[0])[1]
    for path, false in all_false(information):
        if path[:1] != (len(parts(information)) - 1,):
            assert told_of_token(changed_information(der, lambda _, false=false: false)), path  # type: ignore[misc]
