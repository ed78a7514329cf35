"""Who may say something of a certificate's revocation: everything hangs on keys that were verified, nothing on names.

A good word (not on the list, taken off it, “good”) comes from the key that issued the certificate or from whom that key
appointed. A bad word may come from others of the authority's name too, under the same root: a renewed key, one that was
revoked since. Nobody else has a say (RFC 5280, 6.3.3 b and f; RFC 6960, 4.2.2.2): what any authority under the same root
may sign is its own list, about its own certificates.
"""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from itertools import chain, islice

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509

from yanpan.keys.known import known_by, of
from yanpan.keys.names import compare_rare_characters
from yanpan.keys.parts import parts_of
from yanpan.keys.tries import Tries
from yanpan.keys.verified import Verified
from yanpan.keys.wellformed import may_issue, may_sign_lists, odd

compare_rare_characters()

_OF_ENTRIES = frozenset(b"\x55\x1d" + bytes([last]) for last in (21, 24, 29))
"""Extensions of entries that are understood, as they are encoded: reason, date of invalidity, issuer (RFC 5280, 5.3)."""

_OF_ANSWERS = frozenset({"1.3.6.1.5.5.7.48.1.2"})
"""The one extension of answers that may be critical and is understood: the nonce (RFC 6960, 4.4.1)."""

_EDWARDS = frozenset({"ed25519", "ed448"})
_CRITICAL = b"\x01\x01\xff"
_BOOLEAN = 1


STOLEN = frozenset(
    {x509.ReasonFlags.key_compromise, x509.ReasonFlags.ca_compromise, x509.ReasonFlags.aa_compromise}
)
"""Reasons that are told of a key, whatever other certificates it has."""


@lru_cache(maxsize=8192)
def issuers_of(certificate: bytes, known: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Those of some certificates (DER) by whose key one is really signed. Raises `TooManyTried`."""
    low, tries = of(certificate), Tries()
    above = known_by(known).named(low.issuer)
    return tuple(item.der for item in above if tries.link(low, item) is Verified.TRUE)


@lru_cache(maxsize=8192)
def may_condemn(certificate: bytes, known: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Whose lists count against a certificate: of its issuer's name, or named in it for lists (RFC 5280, 4.2.1.13), and
    under the same root as who really issued it. Where nobody can tell who did, the name has to do.
    """
    own, name, named = issuers_of(certificate, known), of(certificate).issuer, named_for_lists(certificate)
    there = known_by(known)
    called = [
        item.der
        for other in dict.fromkeys((name, *sorted(named)))
        for item in there.named(other)
        if _may_list(item.certificate)
    ]
    if not own:
        return tuple(called)
    tops = _tops(certificate, known)
    return tuple(item for item in called if item in own or tops & _tops(item, known))


@lru_cache(maxsize=1024)
def same_key(certificate: bytes, among: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Other certificates (DER) for the key of one; what nobody can read is none."""
    key = of(certificate).key
    there = [item for item in dict.fromkeys(among) if item != certificate and key in item and not odd(item)]
    return tuple(item for item in there if of(item).key == key)


def under_one_root(one: bytes, other: bytes, known: tuple[bytes, ...]) -> bool:
    """Whether two certificates have an authority at the very top in common."""
    return bool(_tops(one, known) & _tops(other, known))


def _may_list(certificate: x509.Certificate) -> bool:
    return may_issue(certificate) or may_sign_lists(certificate)


@lru_cache(maxsize=8192)
def _tops(certificate: bytes, known: tuple[bytes, ...]) -> frozenset[str | bytes]:
    """The names of the authorities at the very top above a certificate; a root is its own.

    Two roots of one name that are both trusted are one authority that has a new key: what condemns counts from either.
    """
    found, looked, left = set[str | bytes](), set[bytes](), [certificate]
    while left:
        item = left.pop()
        if item in looked:
            continue
        looked.add(item)
        above = issuers_of(item, known)
        if not above or any(of(top).key == of(item).key for top in above):
            found.add(of(item).subject)
        left += above
    return frozenset(found)


def named_for_lists(certificate: bytes) -> frozenset[str]:
    """Names of those whom a certificate names as issuers of lists about it."""
    try:
        points = asn1_x509.Certificate.load(certificate).crl_distribution_points_value or ()
        return frozenset(
            name.chosen.hashable
            for point in points
            for name in point["crl_issuer"] or ()
            if name.name == "directory_name"
        )
    except (ValueError, TypeError):
        return frozenset()


@lru_cache(maxsize=1024)
def unclear(data: bytes) -> bool:
    """Whether an entry of a list (DER) has a critical extension that is not understood: then the list clears nobody.

    It may say whose the entries are that follow (RFC 5280, 5.3).
    """
    entries = asn1_crl.CertificateList.load(bytes(data))["tbs_cert_list"]["revoked_certificates"].contents
    # To open every entry of a large list takes a gigabyte: they are looked at as bytes, one after another.
    if not entries or _CRITICAL not in entries:
        return False
    try:
        return any(_strange(bytes(item)) for _, item in parts_of(memoryview(entries)))
    except ValueError:
        return True


def _strange(entry: bytes) -> bool:
    if _CRITICAL not in entry:
        return False
    # Number, date, and perhaps extensions (RFC 5280, 5.1).
    for _, extension in chain.from_iterable(
        parts_of(item) for _, item in islice(parts_of(memoryview(entry)), 2, None)
    ):
        parts = [(tag, bytes(item)) for tag, item in parts_of(extension)]
        if len(parts) > 2 and parts[1] != (_BOOLEAN, b"\0") and parts[0][1] not in _OF_ENTRIES:
            return True
    return False


_WEAK = frozenset({"md2", "md5", "sha1"})
"""Whoever asks chooses the nonce in an answer, so that two answers of one digest can be made (ETSI TS 119 312)."""


def plain_answer(data: bytes) -> bool:
    """Whether an OCSP response has no critical extension that is not understood (RFC 6960, 4.4), and no weak digest."""
    try:
        basic = asn1_ocsp.OCSPResponse.load(bytes(data))["response_bytes"]["response"].parsed
        head, algorithm = basic["tbs_response_data"], basic["signature_algorithm"]
        if algorithm.signature_algo == "rsassa_pss":
            digest = algorithm["parameters"]["hash_algorithm"]["algorithm"].native
        else:
            digest = "" if algorithm.signature_algo in _EDWARDS else algorithm.hash_algo
        lists = [head["response_extensions"], *(item["single_extensions"] for item in head["responses"])]
        return digest not in _WEAK and not any(
            item["critical"].native and item["extn_id"].dotted not in _OF_ANSWERS
            for extensions in lists
            for item in extensions or ()
        )
    except (ValueError, TypeError, KeyError):
        return False


def feared_since(data: bytes, number: int) -> datetime | None:
    """The date of invalidity that a response (DER) states for a number, the earliest one (RFC 6960, 4.4.5)."""
    try:
        basic = asn1_ocsp.OCSPResponse.load(bytes(data))["response_bytes"]["response"].parsed
        dates = [
            extension["extn_value"].parsed.native
            for single in basic["tbs_response_data"]["responses"]
            if single["cert_id"]["serial_number"].native == number
            for extension in single["single_extensions"] or ()
            if extension["extn_id"].dotted == "2.5.29.24"
        ]
    except (ValueError, TypeError, KeyError):
        return None
    return min((item for item in dates if isinstance(item, datetime)), default=None)
