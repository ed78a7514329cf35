"""Certificates that are known, found by name and by key: a year's folder of answers brings a thousand of them."""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha1

from asn1crypto import keys as asn1_keys
from cryptography import x509

from yanpan.keys.loaded import UNREADABLE, load_certificate
from yanpan.keys.tries import Seen, seen


@dataclass(frozen=True)
class Known:
    """Some certificates in their order: by whom they are about, by key, and by what answers name their givers by."""

    by_subject: Mapping[str | bytes, tuple[Seen, ...]]
    by_key: Mapping[bytes, tuple[Seen, ...]]
    by_number: Mapping[bytes, tuple[Seen, ...]]

    def named(self, name: str | bytes) -> tuple[Seen, ...]:
        """Those of a name."""
        return self.by_subject.get(name, ())

    def with_key(self, key: bytes) -> tuple[Seen, ...]:
        """Those for a key."""
        return self.by_key.get(key, ())

    def called(self, kind: str, value: object) -> tuple[Seen, ...]:
        """Those whom an answer means (RFC 6960, 4.2.2.3): `by_name` or by key."""
        found = self.by_subject if kind == "by_name" else self.by_number
        return found.get(value, ())  # type: ignore[call-overload, no-any-return]


def of(der: bytes) -> Seen:
    """A certificate (DER) with what is compared."""
    return seen(load_certificate(bytes(der)))


@lru_cache(maxsize=32)
def known_by(certificates: tuple[bytes, ...]) -> Known:
    """The same certificates (DER) to be found."""
    subjects, keys, numbers = (
        defaultdict[str | bytes, list[Seen]](list),
        defaultdict[bytes, list[Seen]](list),
        defaultdict[bytes, list[Seen]](list),
    )
    for item in map(of, certificates):
        subjects[item.subject].append(item)
        keys[item.key].append(item)
        for number in numbers_for(item):
            numbers[number].append(item)
    return Known(*({name: tuple(found) for name, found in one.items()} for one in (subjects, keys, numbers)))  # type: ignore[arg-type]


@lru_cache(maxsize=8192)
def numbers_for(signer: Seen) -> frozenset[bytes]:
    """By what a key is named in answers: its SHA-1, or the identifier that its certificate has for it."""
    own = sha1(key_bits(signer.key)).digest()  # noqa: S324
    try:
        named = signer.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    except (*UNREADABLE, x509.ExtensionNotFound):
        return frozenset([own])
    return frozenset([own, named])


@lru_cache(maxsize=8192)
def key_bits(key: bytes) -> bytes:
    """What of a key (DER) is hashed to name it (RFC 6960, 4.1.1)."""
    return bytes(asn1_keys.PublicKeyInfo.load(key)["public_key"].contents[1:])


@lru_cache(maxsize=64)
def one_and_the_same(items: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """The same items as an object that is there already: what is remembered by them holds them once."""
    return items
